"""Claims that outlive a committee: what a disposition plan must say who pays.

Royalties and pools may say `survives`: a character designer's share of merchandise, for instance,
is owed by whoever exploits the work after the committee is dissolved.
"""

from contracts.priced import Priced
from contracts.rated import Rated
from contracts.step import Head
from contracts.terms import Terms


def surviving(terms: Terms) -> tuple[Head, ...]:
    """Give the clauses whose claims outlive the committee, in the order of the terms."""
    return tuple(step.head for step in terms.steps if _survives(step))


def _survives(step: object) -> bool:
    rated = step.rated if isinstance(step, Priced) else step
    return isinstance(rated, Rated) and rated.survives
