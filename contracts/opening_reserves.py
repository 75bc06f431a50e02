"""Reserves at a cut-over: what is held back, by month of origin; the schedule goes on."""

from contracts.money import floor_toward_zero
from contracts.opening_book import Book
from contracts.opening_lines import origins, payees_of
from contracts.opening_parts import share
from contracts.period import Month
from contracts.steps.reserve import Reserve
from contracts.terms import Terms


def open_reserve(step: Reserve, terms: Terms, book: Book, as_of: str) -> None:
    """State what a reserve holds; what was released of each origin follows from its schedule.

    Source:
        100 held back in January, released in two parts after 6 and 9 months. At the end of July 50
        are released, so 50 are held; October releases the rest.
    """
    key, (num, den) = step.head.id, step.rate
    basis = book.figure("basis", key).amount_minor
    if basis:
        withheld = floor_toward_zero(basis, num, den)
        book.state |= {f"basis:{key}": basis, f"withheld:{key}": withheld}
        book.state |= {f"rate:{key}:num": num, f"rate:{key}:den": den}
    held = 0
    for month in origins(step, as_of):
        if stated := book.given("reserved", key, str(month)):
            amount, parts = stated.amount_minor, step.schedule.due(month, Month.parse(as_of))
            released = floor_toward_zero(amount, parts, step.schedule.parts)
            book.state[f"reserve:{key}/{month}"] = amount
            book.state[f"released:{key}/{month}"] = released
            held += amount - released
    book.state[f"due:{key}"] = held
    book.held[f"held:{key}"] = held
    if step.against:
        book.state[f"effect:{step.against}/{key}"] = -held
        debtors = payees_of(terms, step.against)
        share(book, ("given-back", key), f"{key}/payees", held, debtors)
