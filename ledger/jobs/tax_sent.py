"""What left the account for statements, as payments on record say; the tax law counts that day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Sent:
    """A part of a statement, or all of it.

    Attributes:
        day: When it was paid, or is planned.
        amount_minor: Without consumption tax. consumption_minor: that tax.
        withheld_minor: Income tax withheld from it.
    """

    day: date
    amount_minor: int
    consumption_minor: int
    withheld_minor: int


def sent_of(conn: Connection, statements: Iterable[str]) -> dict[str, list[Sent]]:
    """Return what was paid of statements; a statement in payments of which nothing was is empty."""
    return {}


def sent_between(conn: Connection, first: date, last: date) -> list[str]:
    """Return the statements of which anything was paid in these days, in order of id."""
    return []
