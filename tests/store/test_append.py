"""Appending and reading back: same input, same root; order, time, salts, tiles, requests."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from ledger.clock import SteppingClock, stamp
from ledger.entropy import SeededEntropy
from ledger.errors import Conflict, LogCorrupt, NotFound, RuleViolation, Unavailable
from ledger.log import entry, merkle, proof, tiles
from ledger.log.entry import Part
from ledger.log.genesis import genesis_prev, genesis_text
from ledger.log.verify import EntryCopy, verify_chain, verify_entries
from ledger.store import append
from ledger.store.append import (
    Appender,
    Batch,
    completed_tiles,
    insert_batch,
    lock_head,
    start_log,
)
from ledger.store.check import verify_head
from ledger.store.engine import read_transaction, write_transaction
from ledger.store.nodes import TileCache
from ledger.store.read import Head, LogReader, SeenRequest
from tests.store.logs import MAC, START, fill, some_parts

PART = [Part("facts", ("public",), {"n": 1})]


def copies(engine: Engine) -> list[EntryCopy]:
    with read_transaction(engine) as conn:
        reader = LogReader(conn)
        return [
            EntryCopy(found.leaf, found.leaf_hash, [(part.salt, part.data) for part in parts])
            for found, parts in reader.iterate(0, reader.size(), batch=100)
        ]


def add_one(engine: Engine, at: datetime) -> entry.EntryHeader:
    with write_transaction(engine) as conn:
        appender = Appender(lock_head(conn), SeededEntropy(2))
        index, _ = appender.add("work.registered/1", PART, at)
        appender.flush(conn)
    with read_transaction(engine) as conn:
        return LogReader(conn).entry(index).header()


def test_a_new_log_is_empty_and_knows_its_genesis(log_engine: Engine) -> None:
    with read_transaction(log_engine) as conn:
        head = LogReader(conn).head()
    assert (head.size, head.origin, head.root()) == (0, "ledger.example/ip", merkle.EMPTY_ROOT)
    assert head.last_leaf == genesis_prev(head.genesis)


def test_a_log_is_started_once(log_engine: Engine) -> None:
    with pytest.raises(Conflict), write_transaction(log_engine) as conn:
        start_log(conn, genesis_text("ledger.example/other", bytes(32)))


def test_a_database_without_a_log_takes_no_entries(engine: Engine) -> None:
    with pytest.raises(LogCorrupt) as caught, write_transaction(engine) as conn:
        lock_head(conn)
    assert caught.value.code == "head-missing"


def test_the_same_input_gives_the_root_it_has_always_given(log_engine: Engine) -> None:
    """SQLite and PostgreSQL, one by one or in batches: the bytes decide, nothing else."""
    fill(log_engine, 40, batch=7)
    with read_transaction(log_engine) as conn:
        head = LogReader(conn).head()
    assert head.size == 40
    assert head.root().hex() == ("5551ad51153870ea4c137b3d73b94b011d9c8c5fe6ab57fa19eb5be81eab1035")


def test_what_was_appended_verifies_from_its_bytes(log_engine: Engine) -> None:
    head = fill(log_engine, 300, batch=90)
    result = verify_entries(head.genesis, copies(log_engine))
    assert (result.size, result.root, result.last_leaf) == (300, head.root(), head.last_leaf)
    assert verify_chain(head.genesis, [c.leaf for c in copies(log_engine)]) == (300, head.last_leaf)
    with read_transaction(log_engine) as conn:
        assert verify_head(conn) == head


def test_parts_come_back_as_they_were_given(log_engine: Engine) -> None:
    fill(log_engine, 3)
    with read_transaction(log_engine) as conn:
        parts = LogReader(conn).parts(2)
    assert [entry.parse_part(part.data) for part in parts] == some_parts(2)
    assert [(part.ordinal, part.name) for part in parts] == [(0, "command"), (1, "facts")]
    assert len({part.salt for part in parts}) == 2


def test_an_entry_that_is_not_there_is_not_found(log_engine: Engine) -> None:
    fill(log_engine, 2)
    with read_transaction(log_engine) as conn:
        for index in (-1, 2):
            with pytest.raises(NotFound):
                LogReader(conn).entry(index)
        assert LogReader(conn).parts(2) == ()
        assert list(LogReader(conn).leaves(1, 1)) == []


@pytest.mark.parametrize("batch", [1, 255, 256, 257, 600])
def test_the_stored_tiles_are_the_full_tiles_of_the_tree(log_engine: Engine, batch: int) -> None:
    count = 40 if batch == 1 else 600
    if batch == 1:
        fill(log_engine, 240)
        for number in range(count):
            add_one(log_engine, START + timedelta(seconds=number))
    else:
        fill(log_engine, count, batch)
    with read_transaction(log_engine) as conn:
        reader = LogReader(conn)
        size = reader.size()
        hashes = [found.leaf_hash for found in reader.leaves(0, size)]
        nodes = reader.hash_reader()
        stored = conn.exec_driver_sql(
            "SELECT level, tile_index, hashes FROM tile ORDER BY 1, 2"
        ).fetchall()
        for tile in tiles.all_tiles(size):
            width = 256 ** (tile.level or 0)
            start = tile.index * 256
            expected = [
                merkle.root_of(hashes[n * width : (n + 1) * width])
                for n in range(start, start + tile.width)
            ]
            assert nodes.hashes(tile.level or 0, tile.index) == expected
        verify_head(conn)
    full = [(t.level, t.index) for t in tiles.all_tiles(size) if t.is_full]
    assert [(level, index) for level, index, _ in stored] == full


def test_a_level_1_tile_is_completed_from_the_tiles_below(log_engine: Engine) -> None:
    """65,536 entries make one tile of level 1; its hashes are the roots of 256 stored tiles."""
    leaves = [b"%d" % number for number in range(65_700)]
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    tree = merkle.CompactRange()
    for start, stop in ((0, 40_000), (40_000, 65_500), (65_500, 65_700)):
        with write_transaction(log_engine) as conn:
            head = lock_head(conn)
            for leaf in hashes[start:stop]:
                tree.append(leaf)
            rows = [(n, leaves[n], hashes[n]) for n in range(start, stop)]
            full = completed_tiles(conn, start, hashes[start:stop])
            last = (hashes[stop - 1], stamp(START))
            moved = Head(head.genesis, stop, tree.to_bytes(), *last)
            insert_batch(conn, Batch(rows, (), full), old=head, new=moved)
    with read_transaction(log_engine) as conn:
        select = "SELECT hashes FROM tile WHERE level = %d ORDER BY tile_index"
        below = [row[0] for row in conn.exec_driver_sql(select.replace("%d", "0"))]
        (above,) = [row[0] for row in conn.exec_driver_sql(select.replace("%d", "1"))]
        assert tiles.split(above) == [merkle.root_of(tiles.split(data)) for data in below]
        node = LogReader(conn).hash_reader()
        for index in (0, 255, 256, 40_000, 65_535, 65_536, 65_699):
            made = proof.inclusion_proof(index, 65_700, node)
            proof.verify_inclusion(hashes[index], index, 65_700, made, merkle.root_of(hashes))


def test_proofs_of_every_entry_and_every_past_size_verify_from_the_store(
    log_engine: Engine,
) -> None:
    fill(log_engine, 270, batch=100)
    with read_transaction(log_engine) as conn:
        reader = LogReader(conn, TileCache())
        hashes = [found.leaf_hash for found in reader.leaves(0, 270)]
        roots = [merkle.root_of(hashes[:n]) for n in range(271)]
        for size in (1, 2, 255, 256, 257, 270):
            node = reader.hash_reader(size)
            for index in range(0, size, 7):
                made = proof.inclusion_proof(index, size, node)
                proof.verify_inclusion(hashes[index], index, size, made, roots[size])
            for smaller in range(1, size + 1, 11):
                made = proof.consistency_proof(smaller, size, node)
                proof.verify_consistency(smaller, roots[smaller], size, roots[size], made)


def test_a_missing_tile_is_said_not_guessed(log_engine: Engine) -> None:
    fill(log_engine, 10)
    with read_transaction(log_engine) as conn:
        node = LogReader(conn).hash_reader(600)
        with pytest.raises(LogCorrupt) as caught:
            node(8, 0)
        assert caught.value.code == "tile-missing"
        with pytest.raises(LogCorrupt) as caught:
            LogReader(conn).hash_reader(12)(2, 2)
        assert caught.value.code == "node-missing"


def test_entries_carry_the_later_of_clock_and_last_entry(log_engine: Engine) -> None:
    assert add_one(log_engine, START).recorded_at == stamp(START)
    assert add_one(log_engine, START - timedelta(seconds=5)).recorded_at == stamp(START)
    later = START + timedelta(microseconds=1)
    assert add_one(log_engine, later).recorded_at == stamp(later)


def test_a_clock_in_another_zone_is_written_in_utc(log_engine: Engine) -> None:
    tokyo = START.astimezone(__import__("zoneinfo").ZoneInfo("Asia/Tokyo"))
    assert add_one(log_engine, tokyo).recorded_at == "2026-11-22T03:44:05.123456Z"


def test_a_clock_more_than_five_seconds_behind_is_refused_as_skew(log_engine: Engine) -> None:
    add_one(log_engine, START)
    with pytest.raises(Unavailable) as caught:
        add_one(log_engine, START - timedelta(seconds=5, microseconds=1))
    assert caught.value.code == "clock-skew"
    with read_transaction(log_engine) as conn:
        assert LogReader(conn).size() == 1


def test_salts_come_from_the_injected_entropy_and_differ(log_engine: Engine) -> None:
    fill(log_engine, 20)
    with read_transaction(log_engine) as conn:
        salts = [
            row[0] for row in conn.exec_driver_sql("SELECT salt FROM part ORDER BY idx, ordinal")
        ]
    source = SeededEntropy(1, "fill")
    assert salts == [source.bytes(32) for _ in range(40)]


def test_checked_parts_are_written_once(log_engine: Engine) -> None:
    with write_transaction(log_engine) as conn:
        appender = Appender(lock_head(conn), SeededEntropy(1))
        prepared = [some_parts(0), some_parts(1)]
        appender.check(prepared)
        for parts in prepared:
            appender.add("work.registered/1", parts, START)
        appender.flush(conn)
    with read_transaction(log_engine) as conn:
        assert [entry.parse_part(p.data) for p in LogReader(conn).parts(1)] == some_parts(1)


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [*PART, *PART],
        [Part("facts", ("public",), {"t": "x" * 65_536})],
        [Part("facts", (), {})],
        [Part("facts", ("public",), {"share": 0.5})],
    ],
)
def test_parts_that_cannot_be_recorded_are_refused_before_anything_is_added(
    log_engine: Engine, parts: list[Part]
) -> None:
    with write_transaction(log_engine) as conn:
        appender = Appender(lock_head(conn), SeededEntropy(1))
        with pytest.raises(RuleViolation):
            appender.check([PART, parts])
        with pytest.raises(RuleViolation):
            appender.add("work.registered/1", parts, START)
        assert appender.size == 0


def test_an_exception_leaves_nothing_behind(log_engine: Engine) -> None:
    fill(log_engine, 5)
    with pytest.raises(ZeroDivisionError), write_transaction(log_engine) as conn:  # noqa: PT012
        appender = Appender(lock_head(conn), SeededEntropy(1))
        appender.add("work.registered/1", PART, START + timedelta(seconds=9))
        appender.flush(conn, [("operator", "lost", MAC, 5, 1)])
        raise ZeroDivisionError
    with read_transaction(log_engine) as conn:
        assert verify_head(conn).size == 5
        assert LogReader(conn).requests_seen([("operator", "lost")]) == {}


def test_flushing_twice_in_one_transaction_goes_on_where_it_was(log_engine: Engine) -> None:
    with write_transaction(log_engine) as conn:
        appender = Appender(lock_head(conn), SeededEntropy(1))
        for _ in range(2):
            appender.add("work.registered/1", PART, START)
            appender.flush(conn)
        appender.flush(conn)
    with read_transaction(log_engine) as conn:
        assert verify_head(conn).size == 2


def test_request_keys_are_scoped_to_their_party(log_engine: Engine) -> None:
    fill(log_engine, 5, batch=2)
    wanted = [
        ("operator", "key-0"),
        ("operator", "key-4"),
        ("party", "key-0"),
        ("operator", "none"),
    ]
    with read_transaction(log_engine) as conn:
        seen = LogReader(conn).requests_seen(wanted)
    assert seen == {
        ("operator", "key-0"): SeenRequest(MAC, 0, 2),
        ("operator", "key-4"): SeenRequest(MAC, 4, 1),
    }


def test_many_request_keys_are_looked_up_at_once(log_engine: Engine) -> None:
    fill(log_engine, 2)
    keys = [("operator", f"key-{n}") for n in range(1200)]
    with read_transaction(log_engine) as conn:
        assert list(LogReader(conn).requests_seen(keys)) == [("operator", "key-0")]
        assert LogReader(conn).requests_seen([]) == {}


def test_a_head_that_was_not_locked_is_noticed(log_engine: Engine) -> None:
    with write_transaction(log_engine) as conn:
        stale = lock_head(conn)
    fill(log_engine, 3)
    with pytest.raises(LogCorrupt) as caught, write_transaction(log_engine) as conn:  # noqa: PT012
        appender = Appender(stale, SeededEntropy(9))
        appender.add("work.registered/1", PART, START)
        appender.flush(conn)
    assert caught.value.code == "guard-refused"
    with pytest.raises(LogCorrupt) as caught, write_transaction(log_engine) as conn:  # noqa: PT012
        current = lock_head(conn)
        moved = Appender(current, SeededEntropy(9))
        moved.add("work.registered/1", PART, START + timedelta(seconds=1))
        rows = Batch(moved._entries, moved._parts)
        insert_batch(conn, rows, old=stale, new=moved.head())
    assert caught.value.code == "head-moved"


def test_a_stray_entry_written_around_us_stops_the_writer(log_engine: Engine) -> None:
    fill(log_engine, 3)
    with write_transaction(log_engine) as conn:
        append.insert_rows(conn, "entry", append._ENTRY, [(3, b"stray", bytes(32))])
    with pytest.raises(LogCorrupt) as caught, read_transaction(log_engine) as conn:
        verify_head(conn)
    assert caught.value.fields["field"] == "size"
    with pytest.raises(LogCorrupt):
        add_one(log_engine, START + timedelta(seconds=1))


def test_readers_see_one_snapshot(log_engine: Engine) -> None:
    fill(log_engine, 3)
    with read_transaction(log_engine) as conn:
        reader = LogReader(conn)
        assert reader.size() == 3
        add_one(log_engine, START + timedelta(seconds=1))
        assert reader.size() == 3
    with read_transaction(log_engine) as conn:
        assert LogReader(conn).size() == 4


def test_time_of_the_last_entry_is_known_to_the_appender(
    log_engine: Engine, clock: SteppingClock
) -> None:
    with write_transaction(log_engine) as conn:
        appender = Appender(lock_head(conn), SeededEntropy(1))
        assert appender.last_time < START
        appender.add("work.registered/1", PART, clock.now())
        assert appender.last_time == START.astimezone(UTC)
