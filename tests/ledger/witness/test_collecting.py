"""Three witnesses as processes of their own, and what publishing makes of the bad ones."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.clock import SystemClock
from ledger.entropy import SeededEntropy
from ledger.errors import RuleViolation, Unavailable
from ledger.log import note
from ledger.log.cosignature import WitnessKey, cosign, witness_key
from ledger.log.equivocation import Fork, WrongCosignature, check_evidence
from ledger.log.note import signature_line
from ledger.log.policy import Policy, cosigned_by, is_satisfied, parse_policy
from ledger.witness.client import collect
from ledger.witness.outcome import Collected, Manner, Outcome, Status
from ledger.witness.witness import Witness
from tests.ledger.witness.logs_to_witness import TinyLog
from tests.ledger.witness.processes import closed_port, honest, misbehaving

BAD_KEY = Ed25519PrivateKey.from_private_bytes(b"\x77" * 32)
BAD_NAME = "bad.example"
BAD = witness_key(BAD_NAME, BAD_KEY)
DEAD = witness_key("dead.example", Ed25519PrivateKey.from_private_bytes(b"\x78" * 32))
_ORIGINS = iter(range(1000))


@dataclass
class Honest:
    """A witness that is served by a process, and whose folder the test can reach."""

    url: str
    folder: Path
    key: WitnessKey
    counted: int = 0

    def new_log(self, seed: str = "", apart: int = 0) -> TinyLog:
        """A log that it follows and has never seen."""
        log = TinyLog(f"log.example/{next(_ORIGINS)}", seed=seed, apart=apart)
        opened = Witness.open(self.folder, SystemClock())
        opened.follow(str(log.verifier))
        opened.close()
        return log


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Honest]:
    folder = tmp_path_factory.mktemp("honest") / "witness"
    Witness.create(folder, "good.example", SeededEntropy(3))
    opened = Witness.open(folder, SystemClock())
    key = opened.key
    opened.close()
    with honest(folder) as url:
        yield Honest(url, folder, key)


@dataclass
class Asked:
    """What one round of asking a log's witnesses came to, and how often proofs were asked for."""

    collected: Collected
    proofs: list[int] = field(default_factory=list)

    def outcome(self, name: str) -> Outcome:
        return next(found for found in self.collected.outcomes if found.witness == name)


def policy_of(lines: str) -> Policy:
    return parse_policy(lines.encode())


def ask(log: TinyLog, size: int, policy: Policy, **manner: object) -> Asked:
    proofs: list[int] = []

    def proof_for(old: int) -> list[bytes]:
        proofs.append(old)
        return log.proof(old, size)

    options = {"log_keys": (log.verifier,), "seconds": 4, **manner}
    collected = collect(log.note(size), proof_for, policy, Manner(**options))  # type: ignore[arg-type]
    return Asked(collected, proofs)


def one(key: WitnessKey, url: str) -> Policy:
    return policy_of(f"witness w {key} {url}\nquorum none\n")


def three(good: Honest, lying: str, quorum: str) -> Policy:
    return policy_of(
        f"witness good {good.key} {good.url}\n"
        f"witness lying {BAD} {lying}\n"
        f"witness dead {DEAD} http://127.0.0.1:{closed_port()}\n"
        f"group all-three {quorum} good lying dead\n"
        "quorum all-three\n"
    )


@pytest.fixture
def lie(tmp_path: Path) -> Iterator[tuple[TinyLog, str]]:
    """A witness that answers with a cosignature over another root, correctly signed by its key."""
    log = TinyLog(f"log.example/lied-to-{next(_ORIGINS)}")
    other = TinyLog(log.origin, seed="another history")
    file = tmp_path / "lie"
    file.write_bytes(signature_line(cosign(other.text(7), BAD_NAME, BAD_KEY, 1_795_318_000)))
    with misbehaving("200 OK", file) as url:
        yield log, url


def follow(good: Honest, log: TinyLog) -> None:
    opened = Witness.open(good.folder, SystemClock())
    opened.follow(str(log.verifier))
    opened.close()


def test_one_of_three_is_enough_where_one_is_asked_for(
    good: Honest, lie: tuple[TinyLog, str], tmp_path: Path
) -> None:
    log, lying = lie
    follow(good, log)
    policy = three(good, lying, "1")
    evidence = tmp_path / "evidence"
    asked = ask(log, 7, policy, fail_closed=False, evidence=evidence)
    assert {found.witness: found.status for found in asked.collected.outcomes} == {
        "good": Status.COSIGNED,
        "lying": Status.WRONG_COSIGNATURE,
        "dead": Status.UNREACHABLE,
    }
    assert is_satisfied(policy, asked.collected.note)
    assert set(cosigned_by(policy, asked.collected.note)) == {"good"}
    assert note.verify_checkpoint(asked.collected.note, [log.verifier], log.origin).size == 7
    (file,) = evidence.iterdir()
    assert asked.outcome("lying").evidence == file
    found = check_evidence(file.read_bytes())
    assert isinstance(found, WrongCosignature)
    assert (found.witness, found.note) == (BAD, log.note(7))


def test_two_of_three_fail_closed_and_say_why_of_each(
    good: Honest, lie: tuple[TinyLog, str]
) -> None:
    log, lying = lie
    follow(good, log)
    with pytest.raises(Unavailable) as caught:
        ask(log, 7, three(good, lying, "2"))
    assert caught.value.code == "quorum-not-reached"
    assert caught.value.fields["value"] == ["good"]
    assert [str(said).split()[1] for said in caught.value.fields["outcomes"]] == [  # type: ignore[attr-defined]
        "cosigned", "wrong-cosignature", "unreachable",
    ]  # fmt: skip


def test_two_of_three_may_be_published_where_the_register_is_set_to_fail_open(
    good: Honest, lie: tuple[TinyLog, str]
) -> None:
    log, lying = lie
    follow(good, log)
    asked = ask(log, 7, three(good, lying, "2"), fail_closed=False)
    assert not asked.collected.is_reached
    assert asked.outcome("good").status == Status.COSIGNED


def test_an_honest_witness_is_asked_once_when_the_last_note_tells_its_size(good: Honest) -> None:
    log = good.new_log()
    policy = one(good.key, good.url)
    first = ask(log, 5, policy)
    assert first.proofs == []
    second = ask(log, 9, policy, previous=first.collected.note)
    assert second.proofs == [5]
    assert second.outcome("w").status == Status.COSIGNED


def test_a_witness_that_has_another_size_is_asked_again_with_a_proof_from_there(
    good: Honest,
) -> None:
    log = good.new_log()
    policy = one(good.key, good.url)
    first = ask(log, 5, policy)
    ask(log, 8, policy, previous=first.collected.note)
    late = ask(log, 12, policy, previous=first.collected.note)
    assert late.proofs == [5, 8]
    assert late.outcome("w").status == Status.COSIGNED
    same = ask(log, 12, policy, previous=first.collected.note)
    assert same.outcome("w").status == Status.COSIGNED


def test_a_database_that_went_back_hears_that_a_witness_is_ahead(good: Honest) -> None:
    log = good.new_log()
    policy = one(good.key, good.url)
    ask(log, 9, policy)
    found = ask(log, 5, policy).outcome("w")
    assert (found.status, found.detail) == (Status.AHEAD, "it has cosigned size 9")


def test_a_log_that_forked_is_convicted_by_what_the_witness_shows(
    good: Honest, tmp_path: Path
) -> None:
    log = good.new_log()
    forked = TinyLog(log.origin, seed="x", apart=3)
    policy = one(good.key, good.url)
    ask(log, 9, policy)
    found = ask(forked, 9, policy, evidence=tmp_path).outcome("w")
    assert found.status == Status.FORK
    assert found.evidence is not None
    evidence = check_evidence(found.evidence.read_bytes(), [log.verifier])
    assert isinstance(evidence, Fork)
    assert {item.root for item in evidence.checkpoints} == {log.root(9), forked.root(9)}


def test_what_a_witness_refuses_is_said(good: Honest) -> None:
    unknown = TinyLog(f"log.example/unknown-{next(_ORIGINS)}")
    found = ask(unknown, 5, one(good.key, good.url)).outcome("w")
    assert found.status == Status.REFUSED
    assert found.detail.startswith("404 ")
    log = good.new_log()
    stranger = TinyLog(log.origin, key=BAD_KEY)
    assert ask(stranger, 5, one(good.key, good.url)).outcome("w").detail.startswith("403 ")
    ask(log, 5, one(good.key, good.url))
    forked = TinyLog(log.origin, seed="x", apart=3)
    assert ask(forked, 9, one(good.key, good.url)).outcome("w").detail.startswith("422 ")


@pytest.mark.parametrize(
    ("mode", "status"),
    [
        ("hang", Status.TIMEOUT),
        ("slow-head", Status.TIMEOUT),
        ("slow-body", Status.TIMEOUT),
        ("close", Status.MALFORMED),
        ("garbage", Status.MALFORMED),
        ("short", Status.MALFORMED),
        ("packed", Status.MALFORMED),
        ("huge", Status.TOO_LARGE),
        ("endless", Status.TOO_LARGE),
        ("redirect", Status.REFUSED),
    ],
)
def test_a_server_that_misbehaves_is_an_outcome_and_never_an_endless_wait(
    mode: str, status: Status
) -> None:
    log = TinyLog()
    with misbehaving(mode) as url:
        started = time.monotonic()
        found = ask(log, 7, one(BAD, url), seconds=1).outcome("w")
        elapsed = time.monotonic() - started
    assert found.status == status
    assert elapsed < 4


GOOD_LINE = signature_line(cosign(TinyLog().text(7), BAD_NAME, BAD_KEY, 5))
STRANGER = signature_line(cosign(TinyLog().text(7), "stranger.example", BAD_KEY, 5))


@pytest.mark.parametrize(
    ("status_line", "answer", "expected"),
    [
        ("200 OK", b"", Status.MALFORMED),
        ("200 OK", b"<html>Sign in to the network</html>", Status.MALFORMED),
        ("200 OK", b"\xff\xfe\xfd", Status.MALFORMED),
        ("200 OK", b"[1, 2, 3]", Status.MALFORMED),
        ("200 OK", STRANGER, Status.MALFORMED),
        ("200 OK", GOOD_LINE[:-1], Status.MALFORMED),
        ("200 OK", STRANGER + GOOD_LINE, Status.COSIGNED),
        ("204 No Content", b"", Status.REFUSED),
        ("409 Conflict", b"7\n", Status.MALFORMED),
        ("418 I'm a teapot", "茶".encode(), Status.REFUSED),
        ("500 Internal Server Error", b"oops", Status.REFUSED),
        ("size", b"007\n", Status.MALFORMED),
        ("size", b"-1\n", Status.MALFORMED),
        ("size", b"99999999999999999999999\n", Status.MALFORMED),
        ("size", b"3\n", Status.MALFORMED),
        ("size", b"0\n", Status.MALFORMED),
        ("size", b"7\n", Status.CONFLICT),
        ("size", b"8\nnot a note", Status.AHEAD),
        ("size", b"8\n" + TinyLog().note(8), Status.AHEAD),
        ("size", b"7\n" + TinyLog(seed="x").note(7), Status.FORK),
        ("size", b"7\n" + TinyLog(seed="x", key=BAD_KEY).note(7), Status.CONFLICT),
        ("200 OK", TinyLog(seed="x").note(7), Status.FORK),
    ],
)
def test_whatever_a_witness_answers_is_an_outcome(
    status_line: str, answer: bytes, expected: Status, tmp_path: Path
) -> None:
    file = tmp_path / "answer"
    file.write_bytes(answer)
    with misbehaving(status_line, file) as url:
        found = ask(TinyLog(), 7, one(BAD, url)).outcome("w")
    assert found.status == expected


def test_what_a_witness_says_is_one_line_and_moves_no_terminal(tmp_path: Path) -> None:
    file = tmp_path / "answer"
    file.write_bytes(b"\x1b[2Jno\nINFO witness good.example: cosigned\r\x07")
    with misbehaving("403 Forbidden", file) as url:
        found = ask(TinyLog(), 7, one(BAD, url)).outcome("w")
    assert found.status == Status.REFUSED
    assert found.detail == "403 [2Jno INFO witness good.example: cosigned"


def test_a_changed_bit_of_a_cosignature_is_kept_as_evidence(tmp_path: Path) -> None:
    log = TinyLog()
    good = cosign(log.text(7), BAD_NAME, BAD_KEY, 5)
    bad = note.Signature(good.name, good.key_id, good.signature[:-1] + b"\x00")
    file = tmp_path / "answer"
    file.write_bytes(signature_line(bad))
    with misbehaving("200 OK", file) as url:
        found = ask(log, 7, one(BAD, url), evidence=tmp_path / "kept").outcome("w")
    assert found.status == Status.WRONG_COSIGNATURE
    assert found.evidence is not None


def test_ten_that_hang_take_no_longer_than_one(good: Honest) -> None:
    log = good.new_log()
    with ExitStack() as stack:
        url = stack.enter_context(misbehaving("hang"))
        lines = [f"witness good {good.key} {good.url}\n"]
        for n in range(10):
            key = witness_key(f"h{n}", Ed25519PrivateKey.from_private_bytes(bytes([n + 9]) * 32))
            lines.append(f"witness h{n} {key} {url}\n")
        started = time.monotonic()
        asked = ask(log, 5, policy_of("".join(lines) + "quorum good\n"), seconds=2)
        assert time.monotonic() - started < 6
    assert asked.outcome("good").status == Status.COSIGNED
    assert {asked.outcome(f"h{n}").status for n in range(10)} == {Status.TIMEOUT}


def test_a_witness_without_a_url_is_not_asked() -> None:
    asked = ask(TinyLog(), 5, policy_of(f"witness w {BAD}\nquorum none\n"))
    assert asked.outcome("w").status == Status.NO_URL


def test_a_policy_of_other_logs_is_refused_before_anybody_is_asked() -> None:
    other = TinyLog("log.example/other").verifier
    with pytest.raises(RuleViolation) as caught:
        ask(TinyLog(), 5, policy_of(f"log {other}\nquorum none\n"))
    assert caught.value.code == "policy-of-another-log"
