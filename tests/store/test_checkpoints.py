"""Published checkpoints: looked up by size, stored once, never out of order."""

import pytest
from sqlalchemy import Engine

from ledger.errors import LogCorrupt
from ledger.store import checkpoints
from ledger.store.append import lock_head
from ledger.store.checkpoints import StoredCheckpoint
from ledger.store.engine import read_transaction, write_transaction
from tests.store.logs import fill


def note(size: int) -> StoredCheckpoint:
    return StoredCheckpoint(size, bytes([size]) * 32, b"note %d\n" % size)


@pytest.fixture
def published(log_engine: Engine) -> Engine:
    fill(log_engine, 10)
    with write_transaction(log_engine) as conn:
        lock_head(conn)
        for size in (0, 3, 7):
            checkpoints.add(conn, note(size))
    return log_engine


def test_the_latest_is_the_largest(published: Engine) -> None:
    with read_transaction(published) as conn:
        assert checkpoints.latest(conn) == note(7)


def test_a_log_without_checkpoints_has_no_latest(log_engine: Engine) -> None:
    with read_transaction(log_engine) as conn:
        assert checkpoints.latest(conn) is None
        assert checkpoints.at_or_before(conn, 5) is None


def test_the_neighbours_of_a_size_are_found(published: Engine) -> None:
    with read_transaction(published) as conn:
        assert checkpoints.at_or_before(conn, 6) == note(3)
        assert checkpoints.at_or_before(conn, 7) == note(7)
        assert checkpoints.at_or_after(conn, 4) == note(7)
        assert checkpoints.at_or_after(conn, 8) is None


def test_all_come_smallest_first_and_in_pages(published: Engine) -> None:
    with read_transaction(published) as conn:
        assert list(checkpoints.all_notes(conn)) == [note(0), note(3), note(7)]
        assert checkpoints.page(conn, after=None, limit=2) == [note(0), note(3)]
        assert checkpoints.page(conn, after=3, limit=2) == [note(7)]


@pytest.mark.parametrize("size", [0, 7, 5, 11])
def test_one_out_of_order_or_beyond_the_head_is_refused(published: Engine, size: int) -> None:
    with write_transaction(published) as conn:
        lock_head(conn)
        with pytest.raises(LogCorrupt) as caught:
            checkpoints.add(conn, note(size))
        conn.rollback()
    assert caught.value.code == "guard-refused"
