"""Which addresses hear something, and the delivery that each gets: pure.

The rules kept here, in order:

1. An address hears what was recorded while it was in force: nothing from before it was confirmed,
   nothing from after it ended.
2. What a thief would like to go unheard is told to every address of the party, whatever it asked
   for, and for thirty days to the one that was replaced or that was ended.
3. The same thing told to the same address is one delivery with one id, however often it is
   computed: a crash doubles nothing, and a receiver who gets it twice can tell.
4. What must be told and has nobody to be told to is kept as a delivery to nobody, so that the
   operator telephones.

Example:
    Bank details are proposed at entry 90. Address A was confirmed at 10 and replaced by B at 85,
    two days ago: both hear it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from ledger.clock import parse_stamp, stamp, tokyo_date
from ledger.ids import DELIVERY, derived_id
from ledger.log import canonical
from ledger.notices.kinds import ALWAYS, NO_ENTRY, Telling

GRACE_DAYS: Final = 30
UNCONFIRMED, IN_FORCE, ENDED = "unconfirmed", "in_force", "ended"
REPLACED, UNSUBSCRIBED, GONE, ERASED = "replaced", "unsubscribed", "gone", "erased"
WAITING, SENT, DEAD, DROPPED, NOBODY = "waiting", "sent", "dead", "dropped", "nobody"


@dataclass(frozen=True, slots=True)
class Address:
    """What decides what an address hears.

    Attributes:
        from_index: Size of the log when it was confirmed. until_index: when it ended.
    """

    id: str
    party: str
    kinds: frozenset[str]
    status: str
    confirmed_at: str | None
    from_index: int | None
    ended_at: str | None
    until_index: int | None
    ended_why: str | None


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened.

    Attributes:
        index: Of the entry; `NO_ENTRY` for what no entry is behind.
        at: When it was recorded, or is told.
    """

    index: int
    at: datetime


def deliveries(
    telling: Telling, moment: Moment, addresses: Iterable[Address], now: datetime
) -> list[dict[str, Any]]:
    """Return the rows of the deliveries of one thing.

    Args:
        telling: What is told.
        moment: When it happened.
        addresses: At least those of the party.
        now: When the deliveries are made; the first attempt may be made at once.
    """
    heard = [one for one in addresses if hears(one, telling, moment)]
    if not heard and telling.kind in ALWAYS:
        return [_row(telling, moment, "", now) | {"status": NOBODY}]
    return [_row(telling, moment, one.id, now) for one in heard]


def direct(kind: str, address: str, party: str, now: datetime, about: str) -> dict[str, Any]:
    """Return the row of a delivery that goes to one address because somebody asked for it."""
    telling = Telling(kind, party, about)
    return _row(telling, Moment(NO_ENTRY, now), address, now)


def hears(address: Address, telling: Telling, moment: Moment) -> bool:
    """Tell whether an address hears something."""
    if address.party != telling.party or address.from_index is None:
        return False
    always = telling.kind in ALWAYS
    late = telling.is_news and _day_of(address.confirmed_at) > telling.arises
    if late or not (always or telling.kind in address.kinds):
        return False
    is_there = address.status == IN_FORCE
    if moment.index != NO_ENTRY and not telling.arises:
        is_there = _in_time(address, moment)
    return is_there or (always and _in_grace(address, moment, telling.contacts_since))


def _in_time(address: Address, moment: Moment) -> bool:
    begun = address.from_index is not None and address.from_index <= moment.index
    return begun and (address.until_index is None or moment.index < address.until_index)


def _in_grace(address: Address, moment: Moment, since: str) -> bool:
    """Tell whether an address had ended so lately that a thief may have ended it."""
    if address.ended_at is None or address.ended_why not in (REPLACED, UNSUBSCRIBED):
        return False
    if moment.index != NO_ENTRY and moment.index < (address.until_index or 0):
        return False
    earliest = tokyo_date(moment.at) - timedelta(days=GRACE_DAYS)
    return _day_of(address.ended_at) >= (since or earliest.isoformat())


def _day_of(moment: str | None) -> str:
    return tokyo_date(parse_stamp(moment)).isoformat() if moment else "9999-12-31"


def delivery_id(telling: Telling, index: int, address: str) -> str:
    """Return the id of a delivery: a digest of what is told, and to which address."""
    told = [index, telling.kind, telling.party, telling.about, telling.arises, address]
    return derived_id(DELIVERY, sha256(canonical.encode(told)).digest())


def _row(telling: Telling, moment: Moment, address: str, now: datetime) -> dict[str, Any]:
    return {
        "id": delivery_id(telling, moment.index, address),
        "address": address,
        "party": telling.party,
        "kind": telling.kind,
        "about": telling.about,
        "entry_index": moment.index,
        "arises": telling.arises,
        "told": canonical.encode(dict(telling.told)).decode(),
        "made_at": stamp(now),
        "status": WAITING,
        "reason": None,
        "next_at": stamp(now),
        "taken_until": None,
        "failed": 0,
        "attempts": 0,
    }


def read_addresses(rows: Iterable[dict[str, Any]]) -> Iterator[Address]:
    """Read addresses from rows of their table."""
    for row in rows:
        yield Address(
            id=row["id"],
            party=row["party"],
            kinds=frozenset(row["kinds"].split()),
            status=row["status"],
            confirmed_at=row["confirmed_at"],
            from_index=row["from_index"],
            ended_at=row["ended_at"],
            until_index=row["until_index"],
            ended_why=row["ended_why"],
        )
