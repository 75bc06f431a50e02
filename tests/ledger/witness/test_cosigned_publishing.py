"""A register publishes by its policy: what the quorum refuses is not published, lies are kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.bootstrap import Register
from ledger.clock import SystemClock
from ledger.entropy import SeededEntropy
from ledger.errors import RuleViolation, Unavailable
from ledger.jobs.cosigning import cosigner
from ledger.jobs.publish import publish_checkpoint
from ledger.log.cosignature import cosign, witness_key
from ledger.log.equivocation import check_evidence
from ledger.log.note import Checkpoint, signature_line
from ledger.log.policy import cosigned_by, parse_policy
from ledger.settings import Settings
from ledger.store import checkpoints
from ledger.witness.outcome import Status
from ledger.witness.witness import Witness
from tests.faults.world import company, either_register
from tests.ledger.witness.logs_to_witness import TinyLog
from tests.ledger.witness.processes import closed_port, honest, misbehaving
from tests.published import log_key

__all__ = ["either_register"]

LIAR = Ed25519PrivateKey.from_private_bytes(b"\x77" * 32)
DEAD = witness_key("dead.example", Ed25519PrivateKey.from_private_bytes(b"\x78" * 32))


@dataclass
class Stage:
    """A register with two entries and three witnesses: one honest, one lying, one dead."""

    register: Register
    policy: Path

    def settings(self, quorum: str, *, fail_closed: bool = True) -> Settings:
        lines = self.policy.read_text().splitlines()[:3]
        lines += [f"group all-three {quorum} good lying dead", "quorum all-three"]
        self.policy.write_text("\n".join(lines) + "\n")
        home = self.register.home
        return Settings(home=home, witness_policy=self.policy, witness_fail_closed=fail_closed)

    def published(self) -> int:
        with self.register.ledger.reading() as conn:
            latest = checkpoints.latest(conn)
        return latest.size if latest else 0


@pytest.fixture
def stage(either_register: Register, tmp_path: Path) -> Iterator[Stage]:
    register = either_register
    for name in ("一社", "二社"):
        register.ledger.submit(company(name)).result()
    folder = tmp_path / "witness"
    Witness.create(folder, "good.example", SeededEntropy(3))
    opened = Witness.open(folder, SystemClock())
    opened.follow(str(log_key(register)))
    key = opened.key
    opened.close()
    lie = tmp_path / "lie"
    another = Checkpoint(register.origin, 2, b"\x55" * 32).text()
    lie.write_bytes(signature_line(cosign(another, "lying.example", LIAR, 9)))
    with honest(folder) as good, misbehaving("200 OK", lie) as lying:
        policy = tmp_path / "policy"
        policy.write_text(
            f"witness good {key} {good}\n"
            f"witness lying {witness_key('lying.example', LIAR)} {lying}\n"
            f"witness dead {DEAD} http://127.0.0.1:{closed_port()}\n"
        )
        yield Stage(register, policy)


def test_publishing_follows_the_policy_and_the_lie_is_packaged(stage: Stage) -> None:
    evidence = stage.register.home / "evidence"
    strict = cosigner(stage.register, stage.settings("2"))
    assert strict is not None
    with pytest.raises(Unavailable) as caught:
        publish_checkpoint(stage.register, strict)
    assert caught.value.code == "quorum-not-reached"
    assert stage.published() == 0
    (file,) = evidence.iterdir()
    check_evidence(file.read_bytes())

    settings = stage.settings("1")
    lenient = cosigner(stage.register, settings)
    assert lenient is not None
    made = publish_checkpoint(stage.register, lenient)
    assert stage.published() == made.size == 2
    assert [found.status for found in lenient.outcomes] == [
        Status.COSIGNED, Status.WRONG_COSIGNATURE, Status.UNREACHABLE,
    ]  # fmt: skip
    assert list(evidence.iterdir()) == [file]  # the same lie is kept once
    policy = parse_policy(stage.policy.read_bytes())
    assert set(cosigned_by(policy, made.note)) == {"good"}

    stage.register.ledger.submit(company("三社")).result()
    assert publish_checkpoint(stage.register, lenient).size == 3


def test_a_register_that_fails_open_publishes_without_its_quorum(stage: Stage) -> None:
    publish_checkpoint(
        stage.register, cosigner(stage.register, stage.settings("all", fail_closed=False))
    )
    assert stage.published() == 2


def test_a_policy_that_cannot_be_read_is_refused_by_name(register: Register) -> None:
    nowhere = register.home / "no-such-policy"
    with pytest.raises(RuleViolation) as caught:
        cosigner(register, Settings(home=register.home, witness_policy=nowhere))
    assert caught.value.fields["value"] == str(nowhere)
    assert cosigner(register, Settings(home=register.home)) is None


def test_a_policy_about_other_logs_is_refused_at_the_start(
    register: Register, tmp_path: Path
) -> None:
    policy = tmp_path / "policy"
    settings = Settings(home=register.home, witness_policy=policy)
    policy.write_text(f"log {TinyLog().verifier}\nquorum none\n")
    with pytest.raises(RuleViolation) as caught:
        cosigner(register, settings)
    assert caught.value.code == "policy-of-another-log"
    policy.write_text(f"log {log_key(register)}\nquorum none\n")
    assert cosigner(register, settings) is not None
