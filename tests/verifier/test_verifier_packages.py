"""Proof files, disclosure packages, statement archives, and keys that rotated: believed or refused."""

import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from money_stage import open_money
from paid_world import pay, reported_world
from sqlalchemy import select

from ledger.access.views import Viewer
from ledger.errors import LedgerError
from ledger.jobs.closing import close_state
from ledger.jobs.disclose import Discloser
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.state_proofs import ClosedMonth
from ledger.jobs.statement_zip import PROOF_NAME, check_members, read_statement_zip, statement_zip
from ledger.log import canonical
from ledger.log.established import verify_package
from ledger.log.note import VerifierKey, parse_verifier_key, verifier_key
from ledger.log.package import write_package
from ledger.log.state_proof import verify_state_proof
from ledger.log.tlog_proof import parse_tlog_proof, verify_tlog_proof
from ledger.periods.commands import ClosePeriod
from ledger.statements.views import StatementRow
from ledger.store.nodes import TileCache
from ledger.store.views import table_of
from tests.audit.audited import key_of

Ask = Callable[..., Any]
VECTORS = Path(__file__).parents[1] / "vectors/log"
SEED = 20261122


def vectors(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class Issued:
    """A creator's statement as she receives it, and the key that reached her some other way."""

    archive: bytes
    package: bytes
    key: VerifierKey


@pytest.fixture(scope="session")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Issued:
    for stage in open_money(tmp_path_factory.mktemp("issued") / "home"):
        world = pay(reported_world(stage))
        publish_checkpoint(stage.register)
        with stage.ledger.reading() as conn:
            rows = table_of(StatementRow)
            query = select(rows.c.id).where(rows.c.payee == world.writer).limit(1)
            writer = Discloser(conn, TileCache(), Viewer("creator", world.writer))
            package = writer.statement(conn.execute(query).scalar_one(), stage.register.blobs)
        key = verifier_key(stage.register.origin, key_of(stage.register.home))
        made = Issued(statement_zip(package), write_package(package), key)
    return made


@pytest.mark.parametrize("name", ["disclosures", "tlog-proofs"])
def test_every_vector_is_believed_or_refused_as_it_says(answer: Ask, name: str) -> None:
    known = vectors(name)
    key = known.get("key") or known["verifier_key"]
    action = {"disclosures": "disclosure", "tlog-proofs": "proofFile"}[name]
    wrong = []
    for case in known["cases"]:
        data = (case.get("package") or case.get("file")).encode().hex()
        found = answer(action, data=data, keys=[key])
        if ("ok" in found) is not case["holds"]:
            wrong.append((case["name"], found))
    assert wrong == []


def test_keys_that_rotated_sign_what_the_vectors_say(answer: Ask, ask: Ask) -> None:
    known = vectors("log-keys")
    given = {"genesis": known["genesis"], "entries": known["entries"]}
    for note in known["checkpoints"]:
        found = answer("logCheckpoint", data=note["note"].encode().hex(), **given)
        assert ("ok" in found) is note["valid"], note
    entries = [{**entry, "body": entry["facts"]} for entry in known["entries"]]
    for size, keys in known["keys_at"].items():
        found = ask("logKeys", genesis=known["genesis"], entries=entries, size=int(size))
        assert found == {"keys": keys, "findings": []}
    for name, entry in known["refused_after_the_first_rotation"].items():
        attempted = [entries[0], {**entry, "body": entry["facts"]}]
        found = ask("logKeys", genesis=known["genesis"], entries=attempted, size=100)
        assert [item["check"] for item in found["findings"]] == ["log-key"], name
        assert found["keys"] == known["keys_at"]["7"], name


def believed_package(data: bytes, key: VerifierKey) -> bool:
    try:
        verify_package(data, [key])
    except LedgerError:
        return False
    return True


def test_a_statement_package_of_the_register_holds_in_both(ask: Ask, issued: Issued) -> None:
    found = ask("disclosure", data=issued.package.hex(), keys=[str(issued.key)])
    theirs = verify_package(issued.package, [issued.key])
    assert [entry["index"] for entry in found["entries"]] == [one.index for one in theirs.entries]
    assert found["files"] == [file.sha256 for file in theirs.files]
    for entry, other in zip(found["entries"], theirs.entries, strict=True):
        assert [part["body"] for part in entry["parts"]] == [part.body for part in other.parts]
    members = ask("package", data=issued.archive.hex(), keys=[str(issued.key)])
    assert sorted(members["unproved"]) == ["README.txt", "はじめに.txt"]


def test_both_refuse_the_same_changed_bytes_of_a_package(answer: Ask, issued: Issued) -> None:
    rng = random.Random(SEED)
    for _ in range(250):
        at = rng.randrange(len(issued.package))
        flipped = issued.package[at] ^ (1 << rng.randrange(7))
        data = issued.package[:at] + bytes([flipped]) + issued.package[at + 1 :]
        found = answer("disclosure", data=data.hex(), keys=[str(issued.key)])
        assert ("ok" in found) is believed_package(data, issued.key), data[at - 30 : at + 30]


def test_two_files_of_one_name_are_refused_by_both(answer: Ask, issued: Issued) -> None:
    value = json.loads(issued.package)
    for file in value["files"]:
        file["name"] = "statement.html"
    assert len(value["files"]) > 1
    changed = canonical.encode(value)
    assert "refused" in answer("disclosure", data=changed.hex(), keys=[str(issued.key)])
    with pytest.raises(LedgerError):
        verify_package(changed, [issued.key])


def test_without_a_key_a_package_is_no_more_than_self_consistent(ask: Ask, issued: Issued) -> None:
    files = [{"path": "statement.zip", "data": issued.archive.hex()}]
    assert ask("examine", files=files)["verdict"] == "SELF-CONSISTENT"
    report = ask("examine", files=files, key=str(issued.key))
    assert (report["verdict"], report["kind"]) == ("VERIFIED", "package")
    stranger = vectors("log-keys")["entries"][0]["facts"]["key"]
    assert ask("examine", files=files, key=stranger)["verdict"] == "FAIL"


def test_a_checkpoint_counts_as_kept_only_where_it_is_said_to_be(ask: Ask, issued: Issued) -> None:
    """One that came along with the package is as good as the package's maker."""
    note = json.loads(issued.package)["checkpoint"].encode().hex()
    package = {"path": "statement.zip", "data": issued.archive.hex()}
    beside, kept = {"path": "checkpoint", "data": note}, {"path": "a", "data": note, "kept": True}
    assert ask("examine", files=[package, kept])["verdict"] == "VERIFIED"
    assert ask("examine", files=[package, beside])["verdict"] == "FAIL"
    other = {"path": "b", "data": issued.archive.hex(), "kept": True}
    assert ask("examine", files=[package, other])["verdict"] == "FAIL"


def archive_of(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, method)
    return buffer.getvalue()


def check_archive(archive: bytes, key: VerifierKey) -> None:
    members = read_statement_zip(archive)
    check_members(members, verify_package(members[PROOF_NAME], [key]))


def test_a_changed_archive_is_refused_by_both(answer: Ask, issued: Issued) -> None:
    members = read_statement_zip(issued.archive)
    name = next(name for name in members if name.endswith(".json") and name != PROOF_NAME)
    without = {key: value for key, value in members.items() if key != PROOF_NAME}
    for archive in (
        archive_of({**members, name: members[name] + b" "}),
        archive_of({**members, "more.txt": b"x"}),
        archive_of(without),
        archive_of(members, zipfile.ZIP_DEFLATED),
        issued.archive[:-1],
        issued.archive[:-30],
        b"PK\x03\x04",
    ):
        assert "refused" in answer("package", data=archive.hex(), keys=[str(issued.key)])
        with pytest.raises(LedgerError):
            check_archive(archive, issued.key)


def test_an_archive_that_two_programs_could_read_differently_is_refused(
    refused: Ask, issued: Issued
) -> None:
    members = read_statement_zip(issued.archive)
    good = archive_of(members)
    for archive in (
        b"hidden" + good,
        good + b"\x00",
        good.replace(b"README.txt", b"../DME.txt"),
        good.replace(b"README.txt", b"README.TXT", 1),
        archive_of({**members, "../climbs.txt": b""}),
    ):
        refused("package", data=archive.hex(), keys=[str(issued.key)])


def test_both_refuse_the_same_changed_proof_files(answer: Ask) -> None:
    known, rng = vectors("tlog-proofs"), random.Random(SEED)
    key = parse_verifier_key(known["verifier_key"])
    good = [case["file"].encode() for case in known["cases"] if case["holds"]]
    for _ in range(250):
        data = rng.choice(good)
        at = rng.randrange(len(data))
        data = data[:at] + bytes([data[at] ^ (1 << rng.randrange(7))]) + data[at + 1 :]
        try:
            proof = parse_tlog_proof(data)
            verify_tlog_proof(proof, None, [key], key.name)
            believed = True
        except LedgerError:
            believed = False
        found = answer("proofFile", data=data.hex(), keys=[str(key)])
        assert ("ok" in found) is believed, data


@pytest.fixture(scope="session")
def state_proofs(tmp_path_factory: pytest.TempPathFactory) -> tuple[VerifierKey, list[bytes]]:
    """What a holder and two outsiders are given after a month was closed."""
    for stage in open_money(tmp_path_factory.mktemp("closed") / "home"):
        world = pay(reported_world(stage))
        stage.record(ClosePeriod(month="2026-04"))
        close_state(stage.register, "2026-04")
        publish_checkpoint(stage.register)
        with stage.ledger.reading() as conn:
            closed = ClosedMonth(conn, TileCache())
            proofs = [
                closed.holding(world.studio),
                closed.identifier(f"work:{world.work}", absent=False),
                closed.identifier("isan:00000000D07A0090", absent=True),
            ]
        key = verifier_key(stage.register.origin, key_of(stage.register.home))
    return key, proofs


def test_state_proofs_of_the_register_hold_in_both(
    ask: Ask, state_proofs: tuple[VerifierKey, list[bytes]]
) -> None:
    key, proofs = state_proofs
    for proof in proofs:
        found = ask("stateProof", data=proof.hex(), keys=[str(key)])
        assert found["month"] == verify_state_proof(proof, [key]).month == "2026-04"
        files = [{"path": "proof.json", "data": proof.hex()}]
        report = ask("examine", files=files, key=str(key))
        assert (report["kind"], report["verdict"]) == ("state", "VERIFIED")
        assert len(report["claims"]) == found["claims"]


def test_both_refuse_the_same_changed_bytes_of_state_proofs(
    answer: Ask, state_proofs: tuple[VerifierKey, list[bytes]]
) -> None:
    key, proofs = state_proofs
    rng = random.Random(SEED)
    for _ in range(250):
        proof = rng.choice(proofs)
        at = rng.randrange(len(proof))
        data = proof[:at] + bytes([proof[at] ^ (1 << rng.randrange(7))]) + proof[at + 1 :]
        try:
            verify_state_proof(data, [key])
            believed = True
        except LedgerError:
            believed = False
        found = answer("stateProof", data=data.hex(), keys=[str(key)])
        assert ("ok" in found) is believed, data[at - 30 : at + 30]
