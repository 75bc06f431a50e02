"""Royalties on units or by tiers, and fees by use, at a cut-over.

What such a step remembers is what one run over everything counted to date would leave, so that is
what is asked of it: the step alone, over the figures, in one run.
"""

from dataclasses import replace

from contracts.inputs import Inputs, Item
from contracts.opening_book import Book
from contracts.opening_lines import Entry, counts_units_beside, is_counted_to_date
from contracts.opening_parts import share
from contracts.payees import Payees
from contracts.position import Position
from contracts.priced import Priced
from contracts.step import REMAINDER
from contracts.terms import Terms
from contracts.units import UNITS
from contracts.used import Used
from contracts.waterfall import run

_ANYBODY = Payees((("anybody", 1),))
_MONTH = "2000-01"
_KEPT = ("basis", "units", "base", "table", "floor", "cut")


def open_counted(step: Priced | Used, terms: Terms, book: Book) -> None:
    """State what a step counted; what is due follows from it, unless each run rounds by itself.

    Source:
        Case TI-01: a price of 2,395 and 5,000 units at 10%: 1,197,500 are due. One more unit gives
        239.5, so 1,197,739 to date: the next run gives 239.
    """
    key, payees = step.head.id, step.rated.payees
    if not is_counted_to_date(step):
        due = book.given("due", key) or Entry("due", 0, key)
    else:
        due = book.figure("due", key)
        basis = book.figure("basis", key).amount_minor
        units = book.figure("units", key).amount_minor if counts_units_beside(step) else 0
        position = _after(step, terms, basis, units)
        computed = position[f"due:{key}"]
        book.state |= {f"{name}:{key}": position[f"{name}:{key}"] for name in _KEPT}
        if not (isinstance(step, Priced) and step.table and step.table.at_start):
            earlier = book.given("before-change", key)
            base = earlier.amount_minor if earlier else 0
            book.explain(due, base + computed, "kept", rounds=True)
            book.state[f"base:{key}"] = due.amount_minor - computed
    book.state[f"due:{key}"] = due.amount_minor
    share(book, ("part", key), key, due.amount_minor, payees)


def _after(step: Priced | Used, terms: Terms, basis: int, units: int) -> Position:
    """Run the step alone over everything that it counted to date."""
    is_units = step.rated.basis == UNITS
    rated = replace(step.rated, basis=UNITS if is_units else REMAINDER, where={}, payees=_ANYBODY)
    alone = Terms(terms.currency, terms.unit, {}, (replace(step, rated=rated),))
    item = Item(
        id="opening",
        amount_minor=0 if is_units else basis,
        reported="gross",
        channel=None,
        territory=None,
        work=None,
        month=_MONTH,
        units=basis if is_units else units,
    )
    return run(alone, Position(), Inputs(_MONTH, terms.currency, (item,))).position
