"""Checks across steps, made once when terms are registered.

Kept, in order:
1. Ids are unique; holds come first; nothing follows the split.
2. A basis reads only what an earlier step has computed, an account only one that exists.
3. A memo pays nobody; every other recoupment pays somebody; no money feeds an account twice.
4. A step never needs to divide money that an earlier step has summed.
5. What a modifier looks at was given by an earlier step; see `contracts.modifier_checks`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from contracts.accounts import Account
from contracts.errors import TermsInvalid
from contracts.modifier_checks import check_modifiers
from contracts.step import PLAIN_BASES, Attributes, Footprint, Head, Step, covers, disjoint

_CHANNEL_MONTH = frozenset(("channel", "month"))
_OF_ITEMS = ("gross", "units")
_FILTERED = (*PLAIN_BASES, "units")


@dataclass(frozen=True, slots=True)
class Summed:
    """Money that an earlier step has added up.

    Attributes:
        where: What went into it.
        per: Fields by which the sum was kept apart.
    """

    where: Attributes
    per: frozenset[str]


def check_steps(steps: tuple[Step, ...], accounts: Mapping[str, Account]) -> frozenset[str]:
    """Refuse steps that cannot work together.

    Returns:
        Ids of the steps that look at a part of the gross revenue but take from the whole flow,
        because the flow was summed before them.

    Raises:
        TermsInvalid: With the step, its clause and the reason.
    """
    _check_order(steps)
    _check_readings(steps, accounts)
    _check_recoupments(steps, accounts)
    check_modifiers(steps)
    return _check_sums(steps)


def _check_order(steps: tuple[Step, ...]) -> None:
    seen: set[str] = set()
    taken = ended = ""
    for step in steps:
        head, needs = step.head, step.footprint()
        if head.id in seen:
            _refuse(head, "duplicate-id", f"Step {head.id} is defined twice.")
        if ended:
            code = "second-remaining" if needs.ends else "step-after-split"
            _refuse(head, code, f"Nothing is left after {ended}.", value=head.kind)
        if needs.opens and taken:
            _refuse(head, "hold-after-deduction", f"{taken} has already taken from the flow.")
        seen.add(head.id)
        taken = taken or (head.id if needs.takes and not needs.opens else "")
        ended = head.id if needs.ends else ""


def _check_readings(steps: tuple[Step, ...], accounts: Mapping[str, Account]) -> None:
    every = {step.head.id: step.footprint() for step in steps}
    earlier: dict[str, Footprint] = {}
    watched: set[str] = set()
    for step in steps:
        head, needs = step.head, step.footprint()
        if needs.basis.kind in ("after", "amount"):
            _check_step_reading(head, needs, every, earlier)
        if needs.basis.kind == "excess":
            _check_excess(head, needs.basis.ref, accounts, watched)
        if needs.basis.kind not in _FILTERED and (needs.where or needs.scope != "total"):
            _refuse(
                head,
                "basis-already-summed",
                "A filter or a finer scope needs the basis gross or remainder.",
                value=str(needs.basis),
            )
        earlier[head.id] = needs
        watched.add(needs.account)


def _check_step_reading(
    head: Head, needs: Footprint, every: Mapping[str, Footprint], earlier: Mapping[str, Footprint]
) -> None:
    read = needs.basis.ref
    if read in every and read not in earlier:
        _refuse(head, "reads-later-step", f"{read} has not run yet.", value=str(needs.basis))
    if read not in earlier or earlier[read].opens:
        _refuse(head, "unknown-basis", f"No step {read} to read from.", value=str(needs.basis))


def _check_excess(
    head: Head, account: str, accounts: Mapping[str, Account], watched: set[str]
) -> None:
    if account not in accounts:
        _refuse(head, "account-unknown", f"There is no account {account}.", value=account)
    if accounts[account].kind != "memo":
        _refuse(head, "excess-needs-memo", f"{account} is not a memo account.", value=account)
    if account not in watched:
        _refuse(head, "reads-later-step", f"No earlier step fills {account}.", value=account)


def _check_recoupments(steps: tuple[Step, ...], accounts: Mapping[str, Account]) -> None:
    paid: set[str] = set()
    feeding: dict[str, list[Footprint]] = {}
    for step in steps:
        head, needs = step.head, step.footprint()
        if needs.account:
            _check_recoupment(head, needs, accounts)
            others = feeding.setdefault(needs.account, [])
            if any(_feeds_again(needs, other) for other in others):
                _refuse(
                    head,
                    "account-fed-twice",
                    "The same money would fill the account twice.",
                    value=needs.account,
                )
            others.append(needs)
        if needs.against and needs.against not in paid:
            _refuse(head, "against-pays-nobody", f"{needs.against} pays nobody.")
        if needs.pays and not needs.account:
            paid.add(head.id)


def _feeds_again(needs: Footprint, other: Footprint) -> bool:
    if needs.against != other.against:
        return False
    return bool(needs.against) or not disjoint(needs.where, other.where)


def _check_recoupment(head: Head, needs: Footprint, accounts: Mapping[str, Account]) -> None:
    account = accounts.get(needs.account)
    if account is None:
        _refuse(
            head, "account-unknown", f"There is no account {needs.account}.", value=needs.account
        )
    is_memo = account.kind == "memo"
    if is_memo == needs.pays:
        code = "memo-pays-nobody" if is_memo else "recoup-needs-payee"
        _refuse(head, code, f"Account {account.id} is of kind {account.kind}.", value=account.kind)


def _check_sums(steps: tuple[Step, ...]) -> frozenset[str]:
    summed: list[Summed] = []
    whole: set[str] = set()
    for step in steps:
        head, needs = step.head, step.footprint()
        where = needs.where
        if not all(_can_read(where, needs.scope, one) for one in summed):
            if needs.basis.kind not in _OF_ITEMS or needs.scope != "total":
                _refuse(
                    head,
                    "flow-already-summed",
                    "An earlier step has added up what this one would have to divide again.",
                    value=needs.scope,
                )
            whole.add(head.id)
            where = {}
        if needs.takes and needs.scope != "item":
            per = _CHANNEL_MONTH if needs.scope == "channel_month" else frozenset()
            summed = [one for one in summed if not covers(where, one.where)]
            summed.append(Summed(where, per))
    return frozenset(whole)


def _can_read(where: Attributes, scope: str, summed: Summed) -> bool:
    """Tell whether the filter takes all or nothing of a sum, at a scope the sum still has."""
    if disjoint(where, summed.where):
        return True
    if scope == "item" or (scope == "channel_month" and summed.per != _CHANNEL_MONTH):
        return False
    rest = {name: values for name, values in where.items() if name not in summed.per}
    return covers(rest, summed.where)


def _refuse(head: Head, code: str, message: str, **fields: object) -> NoReturn:
    raise TermsInvalid(
        code,
        f"Step {head.id} (clause {head.clause}): {message}",
        step=head.id,
        clause=head.clause,
        **fields,
    )
