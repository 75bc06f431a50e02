"""Guarantees at a cut-over: what the running contract year earned and topped up, what is owed.

A finished year is final: only what its top-ups left to be paid back goes on.
"""

from contracts.opening_book import Book
from contracts.opening_lines import Entry, open_year
from contracts.opening_parts import share
from contracts.payees import Payees
from contracts.period import Month, Period
from contracts.steps.guarantee import Guarantee

_HUNDRED = 100


def open_guarantee(step: Guarantee, payees: Payees, book: Book, as_of: str) -> None:
    """State what a guarantee remembers.

    Args:
        step: The guarantee.
        payees: Those of the steps it guarantees; one and the same.
        book: The figures.
        as_of: Last month before the cut-over.

    Source:
        Case MG-11: 20,000 a year, an instalment of 10,000 paid, 12,000 earned by the cut-over.
        Topped up to date are max(0, 10,000 - 12,000) = 0. If no more is earned by the end of the
        year, 20,000 - 12,000 = 8,000 are topped up then.
    """
    key, promise = step.head.id, step.promise
    due = book.figure("due", key).amount_minor
    book.state[f"due:{key}"] = due
    if len(promise.steps) == 1:
        book.state[f"effect:{promise.steps[0]}/{key}"] = due
    share(book, ("part", key), key, due, payees)
    if as_of:
        _open_years(step, book, Period.parse(as_of))


def _open_years(step: Guarantee, book: Book, period: Period) -> None:
    """State which years are over, and what the running one has come to."""
    key, promise = step.head.id, step.promise
    ended = [year for year in promise.years.begun(period) if year.ends_with(period)]
    if ended:
        book.state[f"settled:{key}"] = _number(ended[-1].last)
    year = open_year(step, str(period.last))
    if promise.recoupable:
        book.state[f"owed:{key}"] = _amount(book.given("owed", key))
        if year:
            book.state[f"repaid:{key}/{year}"] = _amount(book.given("repaid", key))
    if year is None:
        return
    earned = [book.figure("earned", key, one).amount_minor for one in promise.steps]
    for one, amount in zip(promise.steps, earned, strict=True):
        book.state[f"earned:{key}/{year}/{one}"] = amount
    for lot in promise.lots(promise.guaranteed(year, period), tuple(earned)):
        topped = book.given("topped", key, lot.step) or Entry("topped", 0, key, lot.step)
        book.explain(topped, lot.missing_minor, "next-run")
        part = f"{year}/{lot.step}" if lot.step else str(year)
        book.state[f"topped:{key}/{part}"] = topped.amount_minor


def _amount(entry: Entry | None) -> int:
    return entry.amount_minor if entry else 0


def _number(month: Month) -> int:
    return month.year * _HUNDRED + month.month
