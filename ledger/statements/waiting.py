"""What waits between a payer and a payee, part by part, and which agreements it came from: pure.

A statement carries forward what it does not pay (`ledger.statements.carrying`). Register and
auditor keep these parts by the rules here, so that both say the same of them.

Rules kept here, in order:

1. A part came from the agreements whose lines it sums, in the statement in which it arose.
2. A part that came from one agreement alone is owed by whoever is that agreement's debtor. It waits
   in the debtor's account with the payee, whoever stated it.
3. As long as a former debtor has months of that agreement to state to the payee, it waits with him:
   he pays it with them if he can, and what is left passes with the last of these statements.
4. A part that came from several agreements stays with the payer who stated it until all of them are
   owed by one other debtor: then it passes to him with the last of them.

Example:
    A's statement carries 800 of one agreement; B assumes that agreement. From then on the 800 wait
    in B's account, and nothing of it in A's: what A carries out is what B carries in.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from contracts.tax.income import COPYRIGHT
from ledger.statements.carrying import UNASSIGNED, Carried, taxed_order

Account = tuple[str, str, str]
"""Payer, payee and currency."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A part that waits.

    Attributes:
        entry_index: The entry of the statement in which it arose.
        agreements: Those it came from, in the order of their ids.
    """

    part: Carried
    entry_index: int
    agreements: tuple[str, ...]

    @property
    def agreement(self) -> str | None:
        """The one agreement that it came from; None where there are several."""
        return self.agreements[0] if len(self.agreements) == 1 else None


At = Callable[[Account], tuple[Waiting, ...]]
IsReady = Callable[[Account, str], bool]
Changed = dict[Account, tuple[Waiting, ...]]


def total_of(waiting: Iterable[Waiting]) -> int:
    """Return the sum of parts, in minor units."""
    return sum(one.part.amount_minor for one in waiting)


def carried_out(statement: Any) -> tuple[Carried, ...]:
    """Return the parts of what a statement's fact carries out, oldest first."""
    if statement.carried is None and statement.totals.carried_out:
        # Statements by the older rules carried a deficit, and did not say of what kind.
        amount = statement.totals.carried_out
        return (Carried(statement.id, UNASSIGNED, "distribution", amount),)
    return tuple(
        Carried(part.statement, part.income, part.treatment, part.amount_minor)
        for part in statement.carried or ()
    )


def stated(
    statement: Any, entry_index: int, at: At, holder_of: Callable[[str], str | None]
) -> Changed:
    """Return the accounts that a statement changes, as they stand after it.

    Args:
        statement: Its fact.
        entry_index: Its entry.
        at: Gives what waits in an account before it.
        holder_of: Gives with whom waits what came from an agreement; None for the payer himself.
    """
    own = (statement.payer, statement.payee, statement.currency)
    before = {(one.part.statement, one.part.kind): one for one in at(own)}
    changed: Changed = {own: ()}
    for part in carried_out(statement):
        one = _waiting(part, statement, entry_index, before)
        holders = {holder_of(agreement) for agreement in one.agreements}
        holder = (holders.pop() if len(holders) == 1 else None) or statement.payer
        key = (holder, statement.payee, statement.currency)
        changed[key] = _ordered([*(changed[key] if key in changed else at(key)), one])
    return changed


def _waiting(
    part: Carried,
    statement: Any,
    entry_index: int,
    before: Mapping[tuple[str, tuple[str, str]], Waiting],
) -> Waiting:
    """Return a part with the agreements that it came from."""
    if part.statement != statement.id:
        known = before.get((part.statement, part.kind))
        agreements = known.agreements if known else ()
        return Waiting(part, known.entry_index if known else entry_index, agreements)
    if part.income == UNASSIGNED:  # the older rules carried one sum of everything
        earlier = {agreement for one in before.values() for agreement in one.agreements}
        found = earlier | {line.agreement for line in statement.lines}
    else:
        found = {line.agreement for line in statement.lines if _kind(line) == part.kind}
    return Waiting(part, entry_index, tuple(sorted(found)))


def _kind(line: Any) -> tuple[str, str]:
    return line.income or COPYRIGHT, line.treatment


def _ordered(waiting: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """Return parts oldest first, those of one statement from least to most taxed."""
    return tuple(
        sorted(
            waiting, key=lambda one: (one.entry_index, one.part.statement, taxed_order(one.part))
        )
    )


def passed_on(
    accounts: Iterable[Account], at: At, agreement: str, debtor: str, is_ready: IsReady
) -> Changed:
    """Return the accounts that change when an agreement's debt passes to another.

    Args:
        accounts: Those of the debtor so far with payees to whom he has nothing more to state.
        at: Gives what waits in an account before it.
        agreement: What came from it alone passes.
        debtor: Who owes it from then on.
        is_ready: Whether what came from another agreement waits for nobody but him, in an account.
    """
    changed: Changed = {}
    for key in accounts:
        moving = passing(at(key), agreement, partial(is_ready, key))
        if moving:
            target = (debtor, *key[1:])
            changed[key] = tuple(one for one in at(key) if one not in moving)
            changed[target] = _ordered([*at(target), *moving])
    return changed


def passing(
    waiting: Iterable[Waiting], agreement: str, owes: Callable[[str], bool]
) -> tuple[Waiting, ...]:
    """Return the parts that pass with an agreement.

    Args:
        waiting: Parts of an account.
        agreement: Whose debtor changes.
        owes: Whether the new debtor owes another agreement already.

    Example:
        300 came from P alone and 500 from P and Q. B assumes P: 300 pass. B owed Q already: 800.
    """
    return tuple(
        one
        for one in waiting
        if agreement in one.agreements
        and all(each == agreement or owes(each) for each in one.agreements)
    )


def staying(
    waiting: Iterable[Waiting], agreement: str, owes: Callable[[str], bool]
) -> tuple[Waiting, ...]:
    """Return the parts that came from an agreement and from others, and do not pass with it."""
    moving = passing(waiting := tuple(waiting), agreement, owes)
    return tuple(one for one in waiting if agreement in one.agreements and one not in moving)
