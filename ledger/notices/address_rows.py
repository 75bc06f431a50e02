"""Rows of addresses: found, changed, ended, shown; and who is told of that."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, select, update

from ledger.clock import stamp
from ledger.errors import NotFound
from ledger.notices.deliveries import ENDED, Moment, deliveries, read_addresses
from ledger.notices.kinds import NO_ENTRY, Telling
from ledger.notices.sealed import Sealed
from ledger.notices.tables import ADDRESSES, DELIVERIES, is_prepared, put_new
from ledger.notices.targets import masked

_HIDDEN: Final = frozenset({"subject", "target", "secrets", "code", "code_tries"})


def rows_of(conn: Connection, party: str) -> list[dict[str, Any]]:
    """Return every address that a party has or had."""
    query = select(ADDRESSES).where(ADDRESSES.c.party == party).order_by(ADDRESSES.c.id)
    return [dict(row) for row in conn.execute(query).mappings()]


def require(conn: Connection, address: str, party: str | None) -> dict[str, Any]:
    """Return an address.

    Args:
        conn: An open transaction.
        address: Its id.
        party: Whose it must be; None for the operator, who may act for any.

    Raises:
        NotFound: There is no such address for this party.
    """
    query = select(ADDRESSES).where(ADDRESSES.c.id == address)
    row = conn.execute(query).mappings().one_or_none() if is_prepared(conn) else None
    if row is None or party not in (None, row["party"]):
        raise NotFound("notice-address-not-found", field="address", value=address)
    return dict(row)


def change(conn: Connection, address: str, **columns: Any) -> None:
    """Change columns of an address."""
    conn.execute(update(ADDRESSES).where(ADDRESSES.c.id == address).values(**columns))


def end_row(conn: Connection, address: str, why: str, size: int, now: datetime) -> None:
    """End an address that has not ended yet.

    Args:
        conn: A write transaction.
        address: Its id.
        why: `replaced`, `unsubscribed`, `gone` or `erased`.
        size: Of the log: what is recorded from here on is not told there.
        now: When.
    """
    is_there = (ADDRESSES.c.id == address) & (ADDRESSES.c.status != ENDED)
    ended = {"status": ENDED, "ended_at": stamp(now), "ended_why": why, "until_index": size}
    conn.execute(update(ADDRESSES).where(is_there).values(**ended, code=None))


def tell_party(
    conn: Connection, kind: str, about: Mapping[str, Any], rows: Iterable[dict[str, Any]],
    now: datetime,
) -> None:  # fmt: skip
    """Tell a party's addresses that one of them is asked for, or changed.

    Args:
        conn: A write transaction.
        kind: `address.proposed` or `address.changed`.
        about: The address.
        rows: The addresses that are to hear it, as they stand now.
        now: When.
    """
    told = {"channel": str(about["channel"])}
    telling = Telling(kind, about["party"], about["id"], stamp(now), told)
    made = deliveries(telling, Moment(NO_ENTRY, now), read_addresses(rows), now)
    put_new(conn, DELIVERIES, [row for row in made if row["address"]])


def page(
    conn: Connection, sealed: Sealed, party: str | None, *, after: str | None, limit: int
) -> list[dict[str, Any]]:
    """List addresses in the order of their ids, masked.

    Args:
        conn: A snapshot.
        sealed: Opens targets, of which a part is shown.
        party: Only of this one; None for all.
        after: Last id of the page before.
        limit: Most rows.
    """
    if not is_prepared(conn):
        return []
    query = select(ADDRESSES).order_by(ADDRESSES.c.id).limit(limit)
    if party is not None:
        query = query.where(ADDRESSES.c.party == party)
    if after is not None:
        query = query.where(ADDRESSES.c.id > after)
    return [shown(dict(row), sealed) for row in conn.execute(query).mappings()]


def shown(row: Mapping[str, Any], sealed: Sealed) -> dict[str, Any]:
    """Describe an address, masked."""
    plain = {k: v for k, v in row.items() if k not in _HIDDEN and v is not None}
    target = sealed.target_of(row)
    hint = masked(row["channel"], target) if target else ""
    return {**plain, "kinds": row["kinds"].split(), "target": hint}


def disclosed(conn: Connection, sealed: Sealed, parties: Iterable[str]) -> list[dict[str, Any]]:
    """Return the addresses of parties in full, for whoever may ask for all data about himself."""
    if not is_prepared(conn):
        return []
    query = select(ADDRESSES).where(ADDRESSES.c.party.in_(sorted(parties)))
    rows = [dict(row) for row in conn.execute(query.order_by(ADDRESSES.c.id)).mappings()]
    return [{**shown(row, sealed), "target": sealed.target_of(row) or ""} for row in rows]
