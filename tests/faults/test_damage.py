"""One byte changed, one row moved, dropped or added: verification names the entry.

The damage is done with the guards off, as somebody who holds the file could do it.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ledger.audit.findings import VerifyReport
from ledger.bootstrap import Register, create_register, open_register, register
from ledger.errors import LogCorrupt
from ledger.jobs.verify import verify_register
from ledger.log.verify import EntryCopy, LogVerifier
from ledger.settings import Settings
from ledger.store import checkpoints
from ledger.store.engine import read_transaction
from ledger.store.read import LogReader
from tests.faults.everything import everything_on_sqlite, record_everything
from tests.faults.world import ORIGIN, SAMPLE, key_of, numbered, size_of, unguarded

__all__ = ["everything_on_sqlite"]

SIZE = 500
PLACES = {"first byte": 0.0, "a byte in the middle": 0.5, "last byte": 0.999}


@pytest.fixture(scope="session")
def tiled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every kind of fact, and amendments with keys until there is a full tile."""
    home = tmp_path_factory.mktemp("tiled") / "home"
    create_register(Settings(home=home), ORIGIN, sample=SAMPLE)
    with register(Settings(home=home), sample=SAMPLE) as opened:
        record_everything(opened)
        for number in range(SIZE - size_of(opened)):
            opened.ledger.submit(numbered("x", number), request=key_of("x", number))
    return home


@dataclass
class Victim:
    """A register that can be damaged behind its back, and verified."""

    register: Register

    def run(self, *statements: str) -> None:
        unguarded(self.register.engine, *statements)

    def flip(self, table: str, column: str, where: str, place: float) -> None:
        """Change one byte of a value."""
        path = self.register.home / "register.db"
        conn = sqlite3.connect(path, isolation_level=None)
        query = f"SELECT CAST({column} AS BLOB), typeof({column}) FROM {table} WHERE {where}"
        value, kind = conn.execute(query).fetchone()
        conn.close()
        at = int(len(value) * place)
        damaged = value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
        literal = f"x'{damaged.hex()}'"
        if kind == "text":
            literal = f"CAST({literal} AS TEXT)"
        self.run(f"UPDATE {table} SET {column} = {literal} WHERE {where}")

    def verify(self) -> VerifyReport:
        return verify_register(self.register)

    def found(self) -> list[tuple[int | None, str]]:
        return [(item.index, item.code) for item in self.verify().findings]

    def codes(self) -> set[str]:
        return {code for _, code in self.found()}


@pytest.fixture
def victim(tiled_home: Path, tmp_path: Path) -> Iterator[Victim]:
    shutil.copytree(tiled_home, tmp_path / "victim")
    with register(Settings(home=tmp_path / "victim")) as opened:
        yield Victim(opened)


def test_nothing_is_found_before_anything_is_damaged(victim: Victim) -> None:
    report = victim.verify()
    assert (report.findings, report.size) == ((), SIZE)
    counts = {check.check: check.count for check in report.checks}
    assert counts["requests"] > 100
    assert (counts["checkpoints"], counts["guard"]) == (3, 1)


ENTRY_BYTES = [
    ("entry", "leaf", "idx = {}", {"entry-leaf", "entry-leaf-hash"}),
    ("entry", "leaf_hash", "idx = {}", {"entry-leaf-hash"}),
    ("part", "data", "idx = {} AND ordinal = 0", {"entry-part", "entry-commit"}),
    ("part", "data", "idx = {} AND ordinal = 1", {"entry-part", "entry-commit"}),
    ("part", "salt", "idx = {} AND ordinal = 1", {"entry-commit"}),
    ("part", "name", "idx = {} AND ordinal = 1", {"part-name"}),
]


@pytest.mark.parametrize(
    ("table", "column", "where", "codes"),
    ENTRY_BYTES,
    ids=[f"{table}.{column}-{where[-1]}" for table, column, where, _ in ENTRY_BYTES],
)
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_a_changed_byte_of_an_entry_is_named_with_the_entry(
    victim: Victim, table: str, column: str, where: str, codes: set[str], place: float
) -> None:
    """Three entries at once: each is named, and no entry before or between them is blamed."""
    for index in (0, 37, 499):
        victim.flip(table, column, where.format(index), place)
    found = victim.found()
    for index in (0, 37, 499):
        assert {code for at, code in found if at == index} & codes
    # The entry behind an altered leaf no longer continues it; facts that build on what cannot be
    # read any more are found wanting too, but their bytes are not blamed.
    blamed = {at for at, code in found if code.startswith("entry-")}
    assert blamed <= {0, 1, 37, 38, 499}


def test_any_byte_of_an_entry_counts(everything_on_sqlite: Settings) -> None:
    """Every byte of every leaf, salt and part of a register with all kinds of facts, sampled."""
    with register(everything_on_sqlite) as opened, read_transaction(opened.engine) as conn:
        entries = list(LogReader(conn).iterate(0, LogReader(conn).size()))
        genesis = opened.genesis
    verifier, checked = LogVerifier(genesis), 0
    for entry, parts in entries:
        rows = [(part.salt, part.data) for part in parts]
        before = dict(verifier.__dict__)
        sound = EntryCopy(entry.leaf, entry.leaf_hash, rows)
        for damaged in one_byte_changed(sound, step=13 + entry.index % 7):
            # The tree only grows; findings about this entry do not depend on it.
            assert verifier.check(damaged), damaged
            verifier.__dict__.update(before)
            checked += 1
        assert verifier.check(sound) == []
    assert checked > 3_000


def one_byte_changed(copy: EntryCopy, step: int) -> Iterator[EntryCopy]:
    assert copy.leaf_hash is not None
    assert copy.parts is not None
    parts = list(copy.parts)
    for leaf in flipped(copy.leaf, step):
        yield EntryCopy(leaf, copy.leaf_hash, parts)
    for leaf_hash in flipped(copy.leaf_hash, step):
        yield EntryCopy(copy.leaf, leaf_hash, parts)
    for at, (salt, data) in enumerate(parts):
        for other in flipped(salt, step):
            yield EntryCopy(
                copy.leaf, copy.leaf_hash, [*parts[:at], (other, data), *parts[at + 1 :]]
            )
        for other in flipped(data, step):
            yield EntryCopy(
                copy.leaf, copy.leaf_hash, [*parts[:at], (salt, other), *parts[at + 1 :]]
            )


def flipped(value: bytes, step: int) -> Iterator[bytes]:
    for at in range(0, len(value), step):
        yield value[:at] + bytes([value[at] ^ (1 << at % 8)]) + value[at + 1 :]


ROWS: dict[str, tuple[tuple[str, ...], Callable[[list[tuple[int | None, str]]], bool]]] = {
    "a part is deleted": (
        ("DELETE FROM part WHERE idx = 37 AND ordinal = 1",),
        lambda found: (37, "entry-commit") in found,
    ),
    "all parts are deleted": (
        ("DELETE FROM part WHERE idx = 37",),
        lambda found: (37, "entry-part") in found,
    ),
    "a part is added": (
        (
            "INSERT INTO part SELECT idx, 9, 'more', salt, data FROM part WHERE idx = 37 AND ordinal = 0",
        ),
        lambda found: (37, "entry-commit") in found,
    ),
    "two parts change places": (
        (
            "UPDATE part SET ordinal = 99 WHERE idx = 37 AND ordinal = 0",
            "UPDATE part SET ordinal = 0 WHERE idx = 37 AND ordinal = 1",
            "UPDATE part SET ordinal = 1 WHERE idx = 37 AND ordinal = 99",
        ),
        lambda found: (37, "entry-commit") in found,
    ),
    "a part moves to another entry": (
        ("UPDATE part SET idx = 36, ordinal = 9 WHERE idx = 37 AND ordinal = 1",),
        lambda found: {(36, "entry-commit"), (37, "entry-commit")} <= set(found),
    ),
    "two entries change places": (
        (
            "UPDATE entry SET idx = 999 WHERE idx = 36",
            "UPDATE entry SET idx = 36 WHERE idx = 37",
            "UPDATE entry SET idx = 37 WHERE idx = 999",
        ),
        lambda found: {(36, "entry-index"), (37, "entry-index")} <= set(found),
    ),
    "an entry is deleted": (
        ("DELETE FROM entry WHERE idx = 37",),
        lambda found: (37, "entry-index") in found,
    ),
    "an entry moves out of sight": (
        ("UPDATE entry SET idx = 9007199254740991 WHERE idx = 37",),
        lambda found: (37, "entry-index") in found and (None, "entry-beyond-head") in found,
    ),
    "the last entry is deleted": (
        ("DELETE FROM part WHERE idx = 499", "DELETE FROM entry WHERE idx = 499"),
        lambda found: (None, "head-size") in found,
    ),
    "parts wait for an entry to come": (
        ("INSERT INTO part SELECT 500, ordinal, name, salt, data FROM part WHERE idx = 37",),
        lambda found: (None, "part-beyond-head") in found,
    ),
    "the head promises more": (
        ("UPDATE head SET size = 9007199254740991",),
        lambda found: (None, "head-size") in found,
    ),
    "a tile is deleted": (
        ("DELETE FROM tile",),
        lambda found: (None, "tile-missing") in found,
    ),
    "a tile is added": (
        ("INSERT INTO tile SELECT level, 1, hashes FROM tile",),
        lambda found: (None, "tile-altered") in found,
    ),
    "a key stands for another command's second half": (
        ("UPDATE request SET count = 2 WHERE first_index = 480",),
        lambda found: (480, "request-range") in found,
    ),
    "a key stands for an entry that has a key": (
        ("UPDATE request SET first_index = 481 WHERE first_index = 480",),
        lambda found: (481, "request-repeated") in found,
    ),
    "a key stands for the second entry of a command": (
        (
            "UPDATE request SET first_index = (SELECT min(p.idx) FROM part p JOIN entry e"
            " ON e.idx = p.idx WHERE p.ordinal = 0 AND substr(p.data, 1, 16) ="
            ' CAST(\'{"body":{"index"\' AS BLOB)) WHERE first_index = 480',
        ),
        lambda found: "request-range" in {code for _, code in found},
    ),
    "a key stands for what is not there yet": (
        ("UPDATE request SET first_index = 500 WHERE first_index = 480",),
        lambda found: (None, "request-beyond-head") in found,
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_rows_out_of_place_are_named(victim: Victim, name: str) -> None:
    statements, expected = ROWS[name]
    victim.run(*statements)
    assert expected(victim.found())


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
@pytest.mark.parametrize(
    ("column", "code"),
    [("edge", "head-root"), ("last_leaf", "head-last-leaf"), ("last_time", "head-last-time")],
)
def test_a_changed_byte_of_the_head_is_found(
    victim: Victim, column: str, code: str, place: float
) -> None:
    victim.flip("head", column, "log_id = 1", place)
    assert victim.found() == [(None, code)]
    with pytest.raises(LogCorrupt) as caught:
        open_register(Settings(home=victim.register.home))
    assert caught.value.code == "head-differs"


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_a_changed_byte_of_a_tile_is_found(victim: Victim, place: float) -> None:
    """The guard's checkpoint is later than the tile, so that it is not continued either."""
    victim.flip("tile", "hashes", "level = 0", place)
    assert set(victim.found()) == {(None, "tile-altered"), (None, "guard-inconsistent")}


@pytest.mark.parametrize("place", [0.0, 0.25, 0.5, 0.75, 0.999])
@pytest.mark.parametrize("nth", [0, 1, 2])
@pytest.mark.parametrize("column", ["note", "root"])
def test_a_changed_byte_of_a_checkpoint_is_found(
    victim: Victim, column: str, nth: int, place: float
) -> None:
    with victim.register.ledger.reading() as conn:
        size = [stored.size for stored in checkpoints.all_notes(conn)][nth]
    victim.flip("checkpoint", column, f"size = {size}", place)
    codes = victim.codes()
    assert codes
    assert codes <= {"checkpoint-signature", "checkpoint-row"}


def test_a_checkpoint_under_another_size_is_found(victim: Victim) -> None:
    victim.run("UPDATE checkpoint SET size = size + 100")
    assert {"checkpoint-row", "guard-behind"} == victim.codes()


def test_a_changed_byte_of_the_genesis_is_found(victim: Victim) -> None:
    victim.flip("head", "genesis", "log_id = 1", 0.5)
    assert (None, "genesis") in victim.found()


@pytest.mark.parametrize("column", ["mac", "key", "party"])
def test_a_key_that_is_not_the_one_in_the_entry_is_named(victim: Victim, column: str) -> None:
    victim.flip("request", column, "first_index = 480", 0.0)
    assert victim.found() == [(480, "request-altered")]


def test_a_key_that_vanished_is_named(victim: Victim) -> None:
    """Without its row the same request would be recorded a second time."""
    victim.run("DELETE FROM request WHERE first_index = 480")
    assert victim.found() == [(480, "request-missing")]


def test_a_key_that_nobody_sent_is_named(victim: Victim) -> None:
    victim.run(
        "INSERT INTO request SELECT party, 'another', mac, 5, 1 FROM request WHERE first_index = 480"
    )
    assert (5, "request-altered") in victim.found()
