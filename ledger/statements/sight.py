"""Who sees what of a run: the parties of an agreement everything, a payee what the terms say.

Source:
    docs/decisions/0022-who-sees-what.md.
"""

from contracts.disclosure import EVERYTHING, Sight
from ledger.revenue.rules import parties_of
from ledger.statements.books import RunBook
from ledger.statements.changes import changed_by
from ledger.statements.notes import Standing, payees_of_step


def sight_of(book: RunBook, payee: str) -> Sight:
    """Return what a payee may read of a run.

    Args:
        book: The run.
        payee: Who is paid; whoever reads in the payee's place reads no more.
    """
    if payee in parties_of(dict(book.agreement)):
        return EVERYTHING
    return sight_of_standing(book.standing, payee)


def sight_of_standing(standing: Standing, payee: str) -> Sight:
    """Return what a payee who is no party of the agreement may read of its computation."""
    references = (name for name, parties in standing.payees.items() if payee in parties)
    level = standing.parsed.disclosure.level_of(payee, references)
    return Sight(level, frozenset(own_steps(standing, payee)))


def own_steps(standing: Standing, payee: str) -> set[str]:
    """Return the clauses that pay a party, and those that change what such a clause pays.

    An advance that is taken back from a royalty, or a cap on it, concerns whoever the royalty
    pays.
    """
    own: set[str] = set()
    for step in standing.terms["steps"]:
        if payee in payees_of_step(step, standing) or own.intersection(changed_by(step)):
            own.add(step["id"])
    return own
