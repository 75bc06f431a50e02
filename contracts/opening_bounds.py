"""Caps, floors and grants at a cut-over: what was cut, added and given back to date."""

from collections.abc import Iterable

from contracts.money import floor_toward_zero
from contracts.opening_book import Book
from contracts.opening_lines import payees_of, running_year
from contracts.opening_parts import share
from contracts.step import Step
from contracts.steps.cap import Cap
from contracts.steps.clawback import Clawback
from contracts.steps.floor import Floor
from contracts.steps.recoup import Recoup
from contracts.terms import Terms


def open_bound(step: Cap | Floor, terms: Terms, book: Book, as_of: str) -> None:
    """State what a cap or a floor did; for the whole term it follows from the net of its step.

    Source:
        A royalty of 1,234 to date under a cap of 1,000: 234 are cut. The next 5 sold are cut whole.
    """
    key = step.head.id
    due = book.figure("due", key)
    if step.per == "cumulative":
        net = _net(step.of, _before(step, terms), book)
        above = net - step.amount if isinstance(step, Cap) else step.amount - net
        book.explain(due, max(0, above), "next-run")
    amount = -due.amount_minor if isinstance(step, Cap) else due.amount_minor
    book.state[f"due:{key}"] = due.amount_minor
    book.state[f"effect:{step.of}/{key}"] = amount
    kind = "given-back" if isinstance(step, Cap) else "part"
    share(book, (kind, key), f"{key}/payees", due.amount_minor, payees_of(terms, step.of))
    year = running_year(step.year, as_of) if isinstance(step, Cap) else None
    if year is not None:
        book.state[f"earned:{key}/{year}"] = book.figure("earned", key).amount_minor
        book.state[f"cut:{key}/{year}"] = book.figure("cut", key).amount_minor


def open_clawback(step: Clawback, book: Book) -> None:
    """State what of a grant is given back; what differs is evened out by the next run.

    Source:
        A grant of 300 to a cost of 1,000, 700 borne oneself: of 900 to date, 200 lie above, and
        200 x 300 / 1,000 = 60 are given back.
    """
    key = step.head.id
    basis, due = book.figure("basis", key).amount_minor, book.figure("due", key)
    above = max(0, basis - step.burden_minor)
    expected = floor_toward_zero(above, step.grant_minor, step.cost_minor)
    book.explain(due, min(step.grant_minor, expected), "next-run")
    book.state |= {f"basis:{key}": basis, f"due:{key}": due.amount_minor}
    share(book, ("part", key), key, due.amount_minor, step.rated.payees)


def _before(step: Step, terms: Terms) -> Iterable[Step]:
    return terms.steps[: terms.steps.index(step)]


def _net(of: str, earlier: Iterable[Step], book: Book) -> int:
    """Give what a step gave, with the effects of what stands before its bound."""
    net = book.state.get(f"due:{of}", 0)
    for step in earlier:
        net += book.state.get(f"effect:{of}/{step.head.id}", 0)
        if isinstance(step, Recoup) and step.against == of:
            net -= book.state.get(f"due:{step.head.id}", 0)
    return net
