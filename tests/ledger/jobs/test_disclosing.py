"""Packages hold what the reader may read, with its proof, and not a byte about anybody else."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from paid_world import Paid
from published import log_key, published
from sqlalchemy import func, select

from ledger.access.commands import GrantAccess
from ledger.access.views import Viewer
from ledger.blobs.blobs import Blobs
from ledger.errors import Forbidden, LedgerError, NotFound, ProofInvalid, SignatureInvalid
from ledger.jobs.disclose import Discloser
from ledger.jobs.statement_zip import (
    PROOF_NAME,
    check_members,
    is_zip,
    read_statement_zip,
    statement_zip,
)
from ledger.log.established import verify_package
from ledger.log.log_keys import sign_retirement, sign_rotation
from ledger.log.note import VerifierKey, verifier_key
from ledger.log.package import Package, write_package
from ledger.log_keys.commands import RetireLogKey, RotateLogKey
from ledger.royalties.views import RunRow
from ledger.statements.views import page
from ledger.store.nodes import TileCache
from ledger.store.views import table_of


@pytest.fixture
def writer(paid: Paid) -> Iterator[Discloser]:
    """Makes packages for the writer, under a checkpoint that covers everything."""
    published(paid.money.register)
    with paid.money.ledger.reading() as conn:
        yield Discloser(conn, TileCache(), Viewer("creator", paid.writer))


def statement_of(paid: Paid, payee: str) -> str:
    """The first statement of a payee."""
    with paid.money.ledger.reading() as conn:
        return str(page(conn, Viewer("creator", payee), payee=payee)[0]["id"])


def run_entry(paid: Paid) -> int:
    """Index of the first payout run."""
    with paid.money.ledger.reading() as conn:
        table = table_of(RunRow)
        return int(conn.execute(select(func.min(table.c.entry_index))).scalar_one())


def published_key(paid: Paid) -> VerifierKey:
    """The key to trust."""
    return verifier_key(paid.money.register.origin, log_key(paid.money.register))


def packed(paid: Paid, writer: Discloser) -> Package:
    """The package of the writer's first statement."""
    blobs: Blobs = paid.money.register.blobs
    return writer.statement(statement_of(paid, paid.writer), blobs)


def test_a_payee_proves_her_allocation_and_nothing_else(paid: Paid, writer: Discloser) -> None:
    package = writer.entry(run_entry(paid))
    key = published_key(paid)
    found = verify_package(write_package(package), [key])
    (entry,) = found.entries
    assert entry.event_type == "royalty.payout_closed/1"
    assert [part.name for part in entry.parts] == [f"allocation/{paid.writer}"]
    assert found.reader == paid.writer
    assert paid.platform.encode() not in write_package(package)


def test_another_payees_part_is_refused_by_name(paid: Paid, writer: Discloser) -> None:
    other = f"allocation/{paid.platform}"
    with pytest.raises(Forbidden, match="part-not-for-reader") as caught:
        writer.entry(run_entry(paid), [other])
    assert (caught.value.fields["value"], caught.value.fields["reader"]) == (other, paid.writer)
    assert "readers" not in caught.value.fields
    assert caught.value.fields["expected"] == [f"allocation/{paid.writer}"]


def test_the_operator_hears_whose_the_part_is(paid: Paid, writer: Discloser) -> None:
    asked = Discloser(writer.conn, writer.cache, writer.viewer, tells_readers=True)
    with pytest.raises(Forbidden) as caught:
        asked.entry(run_entry(paid), [f"allocation/{paid.platform}"])
    assert paid.platform in str(caught.value.fields["readers"])


def test_a_stranger_gets_no_part_of_a_run(paid: Paid, writer: Discloser) -> None:
    stranger = Discloser(writer.conn, writer.cache, Viewer("creator", "party_x"))
    with pytest.raises(Forbidden, match="no-part-for-reader"):
        stranger.entry(run_entry(paid))


def test_a_grant_opens_an_entry_to_an_auditor(paid: Paid) -> None:
    money = paid.money
    auditor = money.company("監査法人")
    money.record(GrantAccess(id=money.new("grant"), grantee=auditor, objects=("*",), reason="監査"))
    key = published(money.register)
    with money.ledger.reading() as conn:
        package = Discloser(conn, TileCache(), Viewer("auditor", auditor)).entry(run_entry(paid))
    found = verify_package(write_package(package), [key])
    assert len(found.entries[0].parts) == package.entries[0].part_count


def test_an_entry_that_no_checkpoint_covers_cannot_be_proved(paid: Paid) -> None:
    with paid.money.ledger.reading() as conn:
        writer = Discloser(conn, TileCache(), Viewer("creator", paid.writer))
        with pytest.raises(NotFound, match="entry-not-covered"):
            writer.entry(run_entry(paid))
        with pytest.raises(NotFound, match="entry-not-found"):
            writer.entry(10_000)


def test_a_statement_package_holds_lines_allocations_and_files(
    paid: Paid, writer: Discloser
) -> None:
    found = verify_package(write_package(packed(paid, writer)), [published_key(paid)])
    names = [[part.name for part in entry.parts] for entry in found.entries]
    assert names == [[f"allocation/{paid.writer}"], ["facts", "facts.lines/0"]]
    assert [file.media_type for file in found.files] == ["application/json", "text/csv"]
    assert "青空 太郎".encode() in found.files[0].content


def test_no_byte_of_a_creators_package_names_another_payee(paid: Paid, writer: Discloser) -> None:
    """The parties of the agreement read her allocation and so stand in its list of readers."""
    archive = statement_zip(packed(paid, writer))
    for stranger in (paid.platform, "配信プラットフォーム", "銀河出版"):
        assert stranger.encode() not in archive
    members = read_statement_zip(archive)
    del members[PROOF_NAME]
    assert paid.partner.encode() not in b"".join(members.values())


def test_a_statement_of_somebody_else_is_not_found(paid: Paid, writer: Discloser) -> None:
    theirs = statement_of(paid, paid.partner)
    with pytest.raises(NotFound, match="statement-not-found"):
        writer.statement(theirs, paid.money.register.blobs)


def test_the_archive_is_the_same_bytes_each_time_and_reads_back(
    paid: Paid, writer: Discloser
) -> None:
    archive = statement_zip(packed(paid, writer))
    assert archive == statement_zip(packed(paid, writer))
    assert is_zip(archive)
    members = read_statement_zip(archive)
    assert {"はじめに.txt", "README.txt", PROOF_NAME} < set(members)
    found = verify_package(members[PROOF_NAME], [published_key(paid)])
    check_members(members, found)


def test_a_file_exchanged_in_the_archive_is_noticed(paid: Paid, writer: Discloser) -> None:
    members = read_statement_zip(statement_zip(packed(paid, writer)))
    found = verify_package(members[PROOF_NAME], [published_key(paid)])
    name = found.files[0].name
    with pytest.raises(ProofInvalid, match="file-altered"):
        check_members(members | {name: b"{}"}, found)
    with pytest.raises(ProofInvalid, match="file-altered"):
        check_members(members | {"more.txt": b""}, found)


def archive_of(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """An archive that somebody else made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "archive",
    [
        b"",
        b"PK\x03\x04",
        archive_of({"x": b""}),
        archive_of({PROOF_NAME: b"0" * 10_000}, zipfile.ZIP_DEFLATED),
        archive_of({PROOF_NAME: b"", **{f"{n}": b"" for n in range(30)}}),
    ],
    ids=["empty", "cut off", "no proof", "deflated", "too many members"],  # an archive holds a time
)
def test_an_archive_that_was_not_issued_so_is_refused(archive: bytes) -> None:
    with pytest.raises(LedgerError, match="archive-malformed"):
        read_statement_zip(archive)


def test_whoever_trusts_the_first_key_follows_the_log_to_its_next(paid: Paid) -> None:
    register = paid.money.register
    first, second = log_key(register), Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
    old, new = (verifier_key(register.origin, key) for key in (first, second))
    statement = sign_rotation(register.origin, first, second)
    paid.money.record(RotateLogKey(previous=str(old), key=str(new), note=statement))
    gone = sign_retirement(register.origin, old, second)
    paid.money.record(RetireLogKey(key=str(old), note=gone))
    (register.home / f"log-{new.key_id.hex()}.key").write_bytes(second.private_bytes_raw())
    published(register)
    with paid.money.ledger.reading() as conn:
        maker = Discloser(conn, TileCache(), Viewer("creator", paid.writer))
        package = maker.entry(run_entry(paid))
    found = verify_package(write_package(package), [old])
    assert found.signers == (new,)
    assert [entry.event_type for entry in found.entries[1:]] == [
        "log.key_rotated/1",
        "log.key_retired/1",
    ]
    without = replace(package, entries=package.entries[:1])
    with pytest.raises(SignatureInvalid, match="no-known-signature"):
        verify_package(write_package(without), [old])
