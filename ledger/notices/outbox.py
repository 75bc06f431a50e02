"""Deliveries on their way: taken, noted, given up, replayed, listed.

The rules kept here, in order:

1. Whoever sends takes a delivery for two minutes, so that two processes do not send it twice. If
   he dies, another takes it after that: it may arrive twice, with the same id, and never not at
   all.
2. An address gets one message at a time. While it fails, everything else for it waits, too.
3. What is dead is listed first, then what had nobody to go to.
4. A replay begins anew with all attempts; the log of attempts goes on.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, case, func, or_, select, update

from ledger.clock import stamp
from ledger.errors import Conflict, NotFound
from ledger.notices.deliveries import DEAD, DROPPED, NOBODY, SENT, WAITING
from ledger.notices.kinds import CONFIRM
from ledger.notices.retry import Outcome
from ledger.notices.tables import ADDRESSES, ATTEMPTS, DELIVERIES, is_prepared, put_new
from ledger.store.views import unpack

TAKEN_SECONDS: Final = 120
STATUSES: Final = (DEAD, NOBODY, WAITING, SENT, DROPPED)
_HIDDEN: Final = frozenset({"told", "taken_until", "failed", "place"})
_ORDER: Final = {DEAD: "4", NOBODY: "3", WAITING: "2", SENT: "1", DROPPED: "0"}
_AGAIN: Final = (DEAD, SENT, DROPPED)
_CODES: Final = 10  # attempts at a message to somebody who may not know of it


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery that this process may send now, and where."""

    delivery: Mapping[str, Any]
    address: Mapping[str, Any]


def take(
    conn: Connection, now: datetime, channels: Collection[str], busy: Collection[str], limit: int
) -> list[Taken]:
    """Take deliveries that are due, at most one for each address.

    Args:
        conn: A write transaction.
        now: What is due by then.
        channels: That this process can send by.
        busy: Addresses that something is being sent to.
        limit: Most deliveries.
    """
    due = (
        (DELIVERIES.c.status == WAITING)
        & (DELIVERIES.c.next_at <= stamp(now))
        & or_(DELIVERIES.c.taken_until.is_(None), DELIVERIES.c.taken_until <= stamp(now))
    )
    first = (
        select(DELIVERIES.c.address, func.min(_queue()).label("first"))
        .join(ADDRESSES, ADDRESSES.c.id == DELIVERIES.c.address)
        .where(due, ADDRESSES.c.channel.in_(channels), ADDRESSES.c.id.not_in(busy))
        .group_by(DELIVERIES.c.address)
        .order_by("first")
        .limit(limit)
    )
    ids = [row.first.rpartition("|")[2] for row in conn.execute(first)]
    until = stamp(now + timedelta(seconds=TAKEN_SECONDS))
    return [_with_address(conn, id) for id in ids if _take(conn, id, due, until)]


def _queue() -> ColumnElement[str]:
    return DELIVERIES.c.next_at + "|" + DELIVERIES.c.id


def _take(conn: Connection, id: str, due: ColumnElement[bool], until: str) -> bool:
    """Take a delivery unless another process was first."""
    taken = update(DELIVERIES).where(DELIVERIES.c.id == id, due).values(taken_until=until)
    return conn.execute(taken).rowcount == 1


def _with_address(conn: Connection, id: str) -> Taken:
    delivery = select(DELIVERIES).where(DELIVERIES.c.id == id)
    row = dict(conn.execute(delivery).mappings().one())
    address = select(ADDRESSES).where(ADDRESSES.c.id == row["address"])
    return Taken(row, dict(conn.execute(address).mappings().one()))


def note_attempt(
    conn: Connection, delivery: Mapping[str, Any], outcome: Outcome, pause: int | None,
    now: datetime,
) -> str:  # fmt: skip
    """Note an attempt, and what becomes of the delivery.

    Args:
        conn: A write transaction.
        delivery: As it was taken.
        outcome: What came of it.
        pause: Seconds to the next attempt; None if there is none.
        now: When it was over.

    Returns:
        The status of the delivery from now on.
    """
    number = delivery["attempts"] + 1
    attempt = {
        "delivery": delivery["id"],
        "number": number,
        "at": stamp(now),
        "result": outcome.result,
        "status": outcome.status,
        "answer": outcome.answer,
        "ms": outcome.ms,
    }
    put_new(conn, ATTEMPTS, [attempt])
    failed = 0 if outcome.result == SENT else delivery["failed"] + 1
    again = outcome.result == "later" and pause is not None
    status = SENT if outcome.result == SENT else WAITING if again else DEAD
    next_at = stamp(now + timedelta(seconds=pause or 0))
    done = {"status": status, "failed": failed, "attempts": number, "taken_until": None}
    _change(conn, delivery["id"], **done, next_at=next_at)
    if again:
        _put_off(conn, delivery["address"], next_at)
    return status


def _put_off(conn: Connection, address: str, until: str) -> None:
    """Let everything else for an address wait as long, too: it does not answer."""
    others = (
        (DELIVERIES.c.address == address)
        & (DELIVERIES.c.status == WAITING)
        & (DELIVERIES.c.next_at < until)
    )
    conn.execute(update(DELIVERIES).where(others).values(next_at=until))


def drop(conn: Connection, id: str, reason: str) -> None:
    """Give a delivery up: nothing may be sent there any more."""
    _change(conn, id, status=DROPPED, reason=reason, taken_until=None)


def _change(conn: Connection, id: str, **columns: Any) -> None:
    conn.execute(update(DELIVERIES).where(DELIVERIES.c.id == id).values(**columns))


@dataclass(frozen=True, slots=True)
class Again:
    """What is to be sent again.

    Attributes:
        id: The one delivery that is meant; else all that fit what follows.
        party: Whose they must be; None for the operator.
        address: Only those to it. since: only those made since a moment, as a stamp.
        sent: Also those that arrived, for a receiver who lost them.
    """

    id: str | None = None
    party: str | None = None
    address: str | None = None
    since: str | None = None
    sent: bool = False


def replay(conn: Connection, now: datetime, asked: Again) -> int:
    """Send deliveries again, from now on; dead ones, unless more is asked for.

    Args:
        conn: A write transaction.
        now: From when on.
        asked: Which.

    Returns:
        How many are on their way again.

    Raises:
        NotFound: There is no such delivery for this party.
        Conflict: It is on its way already, had nobody to go to, or asks to confirm an address and
            was sent often enough.
    """
    is_over: ColumnElement[bool] = DELIVERIES.c.status.in_(_AGAIN if asked.sent else (DEAD,))
    wanted: ColumnElement[bool] = is_over & (DELIVERIES.c.kind != CONFIRM)
    if asked.id is not None:
        found = require(conn, asked.id, asked.party)
        if found["status"] not in _AGAIN:
            raise Conflict(
                "delivery-not-over", "it is on its way, or has nobody to go to", field="delivery",
                value=found["status"], expected=list(_AGAIN),
            )  # fmt: skip
        if found["kind"] == CONFIRM and found["attempts"] >= _CODES:
            raise Conflict(
                "delivery-too-often", "the code was sent often enough", field="delivery",
                value=found["attempts"], expected=f"under {_CODES} attempts",
            )  # fmt: skip
        wanted = DELIVERIES.c.id == asked.id
    if not is_prepared(conn):
        return 0
    for name, value in (("party", asked.party), ("address", asked.address)):
        wanted = wanted & (DELIVERIES.c[name] == value) if value is not None else wanted
    wanted = wanted & (DELIVERIES.c.made_at >= asked.since) if asked.since else wanted
    again = {"status": WAITING, "failed": 0, "reason": None, "next_at": stamp(now)}
    return conn.execute(update(DELIVERIES).where(wanted).values(**again)).rowcount


def require(conn: Connection, id: str, party: str | None) -> dict[str, Any]:
    """Return a delivery.

    Raises:
        NotFound: There is no such delivery for this party.
    """
    query = select(DELIVERIES).where(DELIVERIES.c.id == id)
    row = conn.execute(query).mappings().one_or_none() if is_prepared(conn) else None
    if row is None or party not in (None, row["party"]):
        raise NotFound("delivery-not-found", field="delivery", value=id)
    return dict(row)


def show(conn: Connection, id: str, party: str | None) -> dict[str, Any]:
    """Describe a delivery with its attempts.

    Raises:
        NotFound: There is no such delivery for this party.
    """
    row = require(conn, id, party)
    query = select(ATTEMPTS).where(ATTEMPTS.c.delivery == id).order_by(ATTEMPTS.c.number)
    tried = [dict(one) for one in conn.execute(query).mappings()]
    told = [{k: v for k, v in one.items() if k != "delivery"} for one in tried]
    return {**_shown(dict(row)), "tried": told}


def page(
    conn: Connection, party: str | None, *, after: str | None = None, limit: int = 50,
    **filters: str | None,
) -> list[dict[str, Any]]:  # fmt: skip
    """List deliveries: dead ones first, then those to nobody, the newest first among equals.

    Args:
        conn: A snapshot.
        party: Only to this one; None for all.
        after: `place` of the last one of the page before.
        limit: Most rows.
        **filters: Columns that must equal a value: `status`, `kind`, `address`.
    """
    if not is_prepared(conn):
        return []
    place = case(_ORDER, value=DELIVERIES.c.status) + DELIVERIES.c.made_at + DELIVERIES.c.id
    query = select(DELIVERIES, place.label("place")).order_by(place.desc()).limit(limit)
    if after is not None:
        query = query.where(place < after)
    for name, value in {**filters, "party": party}.items():
        query = query.where(DELIVERIES.c[name] == value) if value is not None else query
    rows = [dict(row) for row in conn.execute(query).mappings()]
    return [{**_shown(row), "place": row["place"]} for row in rows]


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    plain = {k: v for k, v in row.items() if k not in _HIDDEN and v not in (None, "")}
    if plain["entry_index"] < 0:
        plain.pop("entry_index")
    return {**plain, **unpack(row["told"])}


def figures(conn: Connection, party: str | None = None) -> dict[str, int]:
    """Return how many deliveries there are of each status."""
    found = dict.fromkeys(STATUSES, 0)
    if is_prepared(conn):
        query = select(DELIVERIES.c.status, func.count().label("number")).group_by(
            DELIVERIES.c.status
        )
        if party is not None:
            query = query.where(DELIVERIES.c.party == party)
        found |= {row.status: row.number for row in conn.execute(query)}
    return found
