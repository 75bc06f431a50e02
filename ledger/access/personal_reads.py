"""Who read whose data: one row for each person and kind of data that a request opened.

Not in the chain, for there are more reads than facts. Rows are added and never changed; whoever has
the database can still change them, and whoever has the vault's key can read it without leaving any.

The rules kept here, in order:

1. What everybody may read is read by nobody in particular: requests without a token are not kept.
2. One insert per request, before its answer leaves. Where it cannot be kept, nothing is told.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, literal, select, tuple_

from ledger.clock import TOKYO, Clock, stamp
from ledger.command import Actor
from ledger.entropy import Entropy
from ledger.ids import new_id
from ledger.store.engine import write_transaction
from ledger.store.tables import LOG_METADATA

READ: Final = "read"
_TABLE: Final = LOG_METADATA.tables["personal_read"]
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Which reads are looked for; what is left out may be anything.

    Attributes:
        subjects: Whose data. by: token that was shown. party: party that it acts for.
        since, until: Days in Japan, both included.
        not_by_party: Reads by this party are left out.
    """

    subjects: tuple[str, ...] = ()
    by: str | None = None
    party: str | None = None
    since: date | None = None
    until: date | None = None
    not_by_party: str | None = None


class PersonalReads:
    """Keeps who read whose data.

    Args:
        engine: Where the register's tables are.
        clock: When.
        entropy: Draws the ids of requests.
    """

    def __init__(self, engine: Engine, clock: Clock, entropy: Entropy) -> None:
        self._engine, self._clock, self._entropy = engine, clock, entropy

    def keep(self, actor: Actor, why: str, opened: Collection[tuple[str, str]]) -> None:
        """Write down what one request opened.

        Args:
            actor: Who was told.
            why: The route or the command.
            opened: Subject and field of every value.
        """
        if not opened or actor.role == "public":
            return
        request = {
            "id": new_id(READ, self._clock, self._entropy),
            "at": stamp(self._clock.now()),
            "role": actor.role,
            "party": actor.party,
            "by": actor.by,
            "why": why[:_MOST],
        }
        rows = [request | {"subject": subject, "kind": kind} for subject, kind in sorted(opened)]
        with write_transaction(self._engine) as conn:
            conn.execute(_TABLE.insert(), rows)


def reads_page(
    conn: Connection,
    asked: Asked,
    *,
    after: str | None = None,
    limit: int = 50,
    is_newest_first: bool = False,
) -> list[dict[str, Any]]:
    """List reads, oldest first; an item for each person and kind of data of a request.

    Args:
        conn: A snapshot.
        asked: Which.
        after: Key of the last item of the page before.
        limit: Most items.
        is_newest_first: The other way round.
    """
    order = (_TABLE.c.id, _TABLE.c.subject, _TABLE.c.kind)
    by = [column.desc() for column in order] if is_newest_first else list(order)
    query = select(_TABLE).order_by(*by)
    if asked.subjects:
        query = query.where(_TABLE.c.subject.in_(asked.subjects))
    for name in ("by", "party"):
        if (value := getattr(asked, name)) is not None:
            query = query.where(_TABLE.c[name] == value)
    if asked.not_by_party is not None:
        party = _TABLE.c.party
        query = query.where(party.is_(None) | (party != asked.not_by_party))
    if asked.since is not None:
        query = query.where(_TABLE.c.at >= _start_of(asked.since))
    if asked.until is not None:
        query = query.where(_TABLE.c.at < _start_of(asked.until + timedelta(days=1)))
    if after is not None:
        place, last = tuple_(*order), tuple_(*_place_of(after))
        query = query.where(place < last if is_newest_first else place > last)
    return [_told(dict(row)) for row in conn.execute(query.limit(limit)).mappings()]


def _told(row: dict[str, Any]) -> dict[str, Any]:
    key = f"{row['id']}/{row['subject']}/{row['kind']}"
    return {"key": key, **{name: value for name, value in row.items() if value is not None}}


def _place_of(key: str) -> list[ColumnElement[str]]:
    """Read where a page ended; what is no key starts from the beginning."""
    read, _, rest = key.partition("/")
    subject, _, kind = rest.partition("/")
    return [literal(read), literal(subject), literal(kind)]


def _start_of(day: date) -> str:
    """Return the first moment of a day in Japan, as it is stamped."""
    return stamp(datetime.combine(day, time(), TOKYO))
