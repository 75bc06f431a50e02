"""Whoever owns database, guard and log key rewrites history without a seam; a kept note convicts."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ledger.audit.auditor import audit
from ledger.audit.notes import Outside
from ledger.audit.report import AuditReport
from ledger.bootstrap import Register, open_register, open_to_verify
from ledger.jobs.adopt_guard import adopt_guard
from ledger.jobs.bundle import export_bundle
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.verify import verify_register
from ledger.log import entry, merkle
from ledger.rebuild import rebuild_views
from ledger.settings import Settings
from ledger.store.engine import read_transaction
from ledger.store.read import LogReader
from tests.faults.world import (
    SAMPLE,
    key_of,
    numbered,
    unguarded,
)

SIZE = 14
KEPT = 9


@dataclass
class Owner:
    """Somebody who owns everything there is, and an auditor who kept one note of size 9."""

    settings: Settings
    kept: bytes

    def rewrite(self, statements: list[str], size: int) -> None:
        """Change the database behind the register's back and sign what is left as if it were so."""
        opened = open_to_verify(self.settings)
        unguarded(opened.engine, *statements)
        (self.settings.home / "guard.db").unlink()
        opened.close()
        opened = open_to_verify(self.settings)
        adopt_guard(opened, size)
        rebuild_views(opened.engine)
        opened.close()
        opened = open_register(self.settings, sample=SAMPLE)
        publish_checkpoint(opened)
        opened.close()

    def audited(self, folder: Path) -> tuple[AuditReport, AuditReport]:
        """The audit of an export, without and with the note that was kept."""
        opened = open_to_verify(self.settings)
        shutil.rmtree(folder, ignore_errors=True)
        assert verify_register(opened).verdict == "SELF-CONSISTENT"
        export_bundle(opened, folder)
        opened.close()
        return audit(folder), audit(folder, Outside(checkpoint=self.kept))


@pytest.fixture
def owner(either_settings: Settings) -> Owner:
    opened = open_register(either_settings, sample=SAMPLE)
    for number in range(SIZE):
        opened.ledger.submit(numbered("x", number), request=key_of("x", number)).result()
        if number + 1 == KEPT:
            kept = publish_checkpoint(opened).note
    publish_checkpoint(opened)
    opened.close()
    return Owner(either_settings, kept)


@dataclass(frozen=True)
class Copy:
    leaf: bytes
    parts: list[tuple[str, bytes, bytes]]


def entries(opened: Register) -> list[Copy]:
    with read_transaction(opened.engine) as conn:
        reader = LogReader(conn)
        return [
            Copy(stored.leaf, [(part.name, part.salt, part.data) for part in parts])
            for stored, parts in reader.iterate(0, reader.size())
        ]


def literal(engine: Engine, data: bytes) -> str:
    if engine.dialect.name == "sqlite":
        return f"x'{data.hex()}'"
    return f"decode('{data.hex()}', 'hex')"


def head_of(engine: Engine, copies: list[Copy]) -> str:
    """The statement that makes the head be that of these entries."""
    tree = merkle.CompactRange()
    for copy in copies:
        tree.append(merkle.leaf_hash(copy.leaf))
    last = merkle.leaf_hash(copies[-1].leaf)
    time = entry.parse_entry(copies[-1].leaf).recorded_at
    edge = literal(engine, tree.to_bytes())
    return (
        f"UPDATE head SET size = {len(copies)}, edge = {edge},"
        f" last_leaf = {literal(engine, last)}, last_time = '{time}'"
    )


def without_tail(engine: Engine, copies: list[Copy], size: int) -> list[str]:
    return [
        f"DELETE FROM part WHERE idx >= {size}",
        f"DELETE FROM entry WHERE idx >= {size}",
        f"DELETE FROM request WHERE first_index >= {size}",
        f"DELETE FROM checkpoint WHERE size > {size}",
        head_of(engine, copies[:size]),
    ]


def replaced(engine: Engine, copies: list[Copy], at: int) -> list[str]:
    """One entry says something else, in place, and everything behind it is hashed again."""
    statements = [f"DELETE FROM checkpoint WHERE size > {at}"]
    made = copies[:at]
    prev = merkle.leaf_hash(copies[at - 1].leaf)
    for index in range(at, len(copies)):
        header = entry.parse_entry(copies[index].leaf)
        parts = [
            (name, salt, data.replace(f'"reason":"x-{at}"'.encode(), b'"reason":"rewritten"'))
            for name, salt, data in copies[index].parts
        ]
        leaf = entry.entry_bytes(
            origin=header.origin,
            index=index,
            prev=prev,
            recorded_at=header.recorded_at,
            event_type=header.event_type,
            commit=entry.commitment([(salt, data) for _, salt, data in parts]),
        )
        prev = merkle.leaf_hash(leaf)
        made = [*made, Copy(leaf, parts)]
        statements.append(
            f"UPDATE entry SET leaf = {literal(engine, leaf)},"
            f" leaf_hash = {literal(engine, prev)} WHERE idx = {index}"
        )
        statements += [
            f"UPDATE part SET data = {literal(engine, data)}"
            f" WHERE idx = {index} AND ordinal = {ordinal}"
            for ordinal, (_, _, data) in enumerate(parts)
        ]
    return [*statements, head_of(engine, made)]


def test_the_guard_sees_a_tail_that_was_deleted_without_a_seam(owner: Owner) -> None:
    opened = open_to_verify(owner.settings)
    unguarded(opened.engine, *without_tail(opened.engine, entries(opened), KEPT))
    opened.close()
    opened = open_to_verify(owner.settings)
    assert "guard-ahead" in {found.code for found in verify_register(opened).findings}
    opened.close()


@pytest.mark.parametrize("size", [KEPT - 1, 1])
def test_a_deleted_tail_contradicts_the_kept_note(owner: Owner, size: int, tmp_path: Path) -> None:
    opened = open_to_verify(owner.settings)
    statements = without_tail(opened.engine, entries(opened), size)
    opened.close()
    owner.rewrite(statements, size)
    alone, held = owner.audited(tmp_path / "bundle")
    assert (alone.verdict, held.verdict) == ("SELF-CONSISTENT", "FAIL")
    assert [(item.index, item.code) for item in held.findings] == [(size, "kept-checkpoint-beyond")]


@pytest.mark.parametrize("at", [KEPT - 1, 3])
def test_an_entry_replaced_in_place_contradicts_the_kept_note(
    owner: Owner, at: int, tmp_path: Path
) -> None:
    opened = open_to_verify(owner.settings)
    statements = replaced(opened.engine, entries(opened), at)
    opened.close()
    owner.rewrite(statements, SIZE)
    alone, held = owner.audited(tmp_path / "bundle")
    assert (alone.verdict, held.verdict) == ("SELF-CONSISTENT", "FAIL")
    assert [(item.index, item.code) for item in held.findings] == [
        (KEPT - 1, "kept-checkpoint-root")
    ]
