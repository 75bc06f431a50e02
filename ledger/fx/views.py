"""Rates as the register knows them: one value per source, pair and day."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, select, tuple_
from sqlmodel import Field

from contracts.fx_terms import DEFAULT_MAX_DAYS, FxTerms
from ledger.event import Event, Place
from ledger.fx.events import RatesRecorded
from ledger.fx.lookup import Found, Known, Lookup, Wanted, require_rate
from ledger.store.handler import Projection
from ledger.store.state import Row, State
from ledger.store.views import View, integer, table_of, text

_KEY = ("source", "base", "quote", "date")


class FxRateRow(View, table=True):
    """A rate in force; `replaced_index` is the entry whose value it corrected."""

    __tablename__ = "v_fx_rate"

    source: str = Field(sa_column=text(key=True))
    base: str = Field(sa_column=text(key=True))
    quote: str = Field(sa_column=text(key=True))
    date: str = Field(sa_column=text(key=True))
    num: int = Field(sa_column=integer())
    den: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    replaced_index: int | None = Field(sa_column=integer(null=True))
    document: str = Field(sa_column=text())


class FxSourceRow(View, table=True):
    """Who first recorded rates of a source; nobody else but the operator adds to them."""

    __tablename__ = "v_fx_source"

    source: str = Field(sa_column=text(key=True))
    recorder: str | None = Field(sa_column=text(null=True))
    entry_index: int = Field(sa_column=integer())


def rates_recorded(event: RatesRecorded, state: State, place: Place) -> None:
    """Put rates on the register; a correction takes the place of what it names."""
    if state.get(FxSourceRow, event.source) is None:
        state.put(
            FxSourceRow, source=event.source, recorder=event.recorder, entry_index=place.index
        )
    for rate in event.rates:
        state.put(
            FxRateRow,
            source=event.source,
            base=rate.base,
            quote=rate.quote,
            date=rate.date.isoformat(),
            num=rate.num,
            den=rate.den,
            entry_index=place.index,
            replaced_index=rate.replaces,
            document=event.document.sha256,
        )


def lookup_in(source: Connection | State) -> Lookup:
    """Return the way to ask for a rate, of a snapshot or of the state under way."""

    def lookup(name: str, base: str, quote: str, day: str) -> Known | None:
        row = _row(source, (name, base, quote, day))
        return Known(row["num"], row["den"], row["entry_index"]) if row else None

    return lookup


def _row(source: Connection | State, key: tuple[str, str, str, str]) -> Row | None:
    if isinstance(source, State):
        return source.get(FxRateRow, *key)
    table = table_of(FxRateRow)
    pairs = zip(_KEY, key, strict=True)
    query = select(table).where(*(table.c[name] == part for name, part in pairs))
    row = source.execute(query).mappings().one_or_none()
    return dict(row) if row is not None else None


def rate_on(  # noqa: PLR0913 - a snapshot and the question
    conn: Connection | State,
    source: str,
    base: str,
    quote: str,
    day: date,
    *,
    max_days: int = DEFAULT_MAX_DAYS,
    inverse: bool = False,
) -> Found:
    """Return the rate of a pair that counts on a day.

    Raises:
        RuleViolation: `fx-rate-missing`.
    """
    terms = FxTerms(source, "period_end", "line", max_days, inverse)
    return require_rate(lookup_in(conn), Wanted(base, quote, day, terms))


def sources(conn: Connection) -> list[str]:
    """Return the names of all sources."""
    table = table_of(FxSourceRow)
    return list(conn.execute(select(table.c.source).order_by(table.c.source)).scalars())


def rates_of(conn: Connection, source: str) -> dict[tuple[str, str, str], Known]:
    """Return every rate of a source by base, quote and day: an import compares a file with it."""
    table = table_of(FxRateRow)
    names = ("base", "quote", "date", "num", "den", "entry_index")
    query = select(*(table.c[name] for name in names)).where(table.c.source == source)
    return {
        (base, quote, day): Known(num, den, entry)
        for base, quote, day, num, den, entry in conn.execute(query)
    }


def page(
    conn: Connection, *, after: str | None = None, limit: int = 100, **filters: str | None
) -> list[dict[str, Any]]:
    """List rates in the order of source, pair and day.

    Args:
        conn: A snapshot.
        after: `id` of the last rate of the page before.
        limit: Most rows.
        **filters: `source`, `base`, `quote`, `date` must equal a value.
    """
    table = table_of(FxRateRow)
    columns = [table.c[name] for name in _KEY]
    query = select(table)
    if after is not None:
        query = query.where(tuple_(*columns) > tuple_(*_key_of(after)))
    for name, value in filters.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    rows = conn.execute(query.order_by(*columns).limit(limit)).mappings()
    return [{"id": "/".join(row[name] for name in _KEY), **row} for row in rows]


def _key_of(id: str) -> tuple[str, ...]:
    parts = id.split("/")
    return tuple((*parts, "", "", "", "")[: len(_KEY)])


VIEWS: tuple[type[View], ...] = (FxRateRow, FxSourceRow)

PROJECTIONS: dict[type[Event], Projection] = {RatesRecorded: rates_recorded}
