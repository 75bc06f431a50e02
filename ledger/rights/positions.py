"""Who is licensor of a licence on a day: the contract's position, apart from who holds the right.

Pure: the register reads its views with it, and the auditor the facts themselves.

    licensors_on(one, day) -> tuple[str, ...]      licensors of a licence on a day
    check_change(one, change, agreed) -> tuple     refuses a change; gives whose agreement it needed

Rules kept here:
1. A licence stays in force when the right passes to somebody else (63条の2); its licensor does not
   change by that. Claims and duties of a licensor move by a recorded change alone.
2. Only who is licensor on a day can give the position from that day on.
3. `assignment` (契約上の地位の移転) needs giver, taker and licensee; `consent`, where the licensee
   agreed to the new licensor, needs taker and licensee; `notice`, where the licence lets the
   position pass by a notice, needs giver and taker.

Source:
    Copyright Act of Japan, article 63-2; Civil Code, article 539-2 (transfer of a contract's
    position with the other side's consent) and 467 (assignment of claims: notice or consent). Which
    agreement each ground needs is our reading: to be confirmed by an expert.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from contracts.rights.extent import Extent
from contracts.rights.holding import Held
from contracts.rights.shares import WHOLE
from contracts.rights.signing import signing
from ledger.errors import Forbidden, RuleViolation
from ledger.rights.checks import Agreed
from ledger.rights.reading import Recorded, day_of, extent_of, last_day

Body = Mapping[str, Any]

_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "assignment": ("giver", "taker", "licensee"),
    "consent": ("taker", "licensee"),
    "notice": ("giver", "taker"),
}


def licensors_on(one: Recorded, day: date) -> tuple[str, ...]:
    """Give the licensors of a licence on a day.

    Example:
        A and B license; B's position passes to C from 2028-04-01. On 2028-03-31 A and B are
        licensors, on 2028-04-01 A and C.
    """
    return _after(one, (each for each in _in_order(one) if day_of(each["first_day"]) <= day))


def licensors_at_last(one: Recorded) -> tuple[str, ...]:
    """Give the licensors after everything that is on record."""
    return _after(one, _in_order(one))


def check_change(one: Recorded, change: Body, agreed: Agreed) -> tuple[str, ...]:
    """Refuse a change of licensor that is none, comes too late, or lacks an agreement.

    Args:
        one: The licence with the changes recorded before.
        change: Giver, taker, first day and ground, as the fact has them.
        agreed: Who agreed, and who may sign for committees, on the first day of the change.

    Returns:
        Whose agreement it needed.

    Raises:
        RuleViolation: `right-not-a-licence`, `licensor-unchanged`, `rights-licence-over`,
            `rights-not-licensor`, `rights-licensor-changed-before`.
        Forbidden: `licensor-consent-missing` names who has not agreed.
    """
    _check_licence(one, change)
    _check_order(one, change)
    extent = replace(extent_of(one.body), first=day_of(change["first_day"]))
    needed = _needed(one, change, extent, agreed)
    missing = [party for party in needed if party not in agreed.present]
    if missing:
        raise Forbidden(
            "licensor-consent-missing",
            "the position of a licensor passes only with those whose contract it is",
            field="consents",
            value=missing,
            expected=f"a consent of each (ground {change['ground']})",
        )
    return needed


def _check_licence(one: Recorded, change: Body) -> None:
    if one.kind != "licence":
        raise RuleViolation(
            "right-not-a-licence", field="licence", value=one.body["id"], expected="a licence"
        )
    if change["giver"] == change["taker"]:
        raise RuleViolation(
            "licensor-unchanged", field="taker", value=change["taker"], expected="another licensor"
        )
    last = last_day(one)
    if last is not None and day_of(change["first_day"]) > last:
        raise RuleViolation(
            "rights-licence-over",
            "the licence is no longer in force on that day",
            field="first_day",
            value=str(change["first_day"]),
            expected=f"{last} or earlier",
        )


def _check_order(one: Recorded, change: Body) -> None:
    """Refuse a giver who is not licensor then, and a change that a later one does not bear."""
    added = replace(one, licensor_changes=(*one.licensor_changes, change))
    licensors = (*one.body["licensors"],)
    for each in _in_order(added):
        if each["giver"] not in licensors:
            code = "rights-not-licensor" if each is change else "rights-licensor-changed-before"
            expected = sorted(licensors) if each is change else f"before {each['first_day']}"
            raise RuleViolation(
                code,
                field="giver",
                value=each["giver"],
                expected=expected,
                first_day=str(each["first_day"]),
            )
        licensors = _passed(licensors, each)


def _needed(one: Recorded, change: Body, extent: Extent, agreed: Agreed) -> tuple[str, ...]:
    sides = {**change, "licensee": one.body["licensee"]}
    named = [sides[side] for side in _NEEDS[change["ground"]]]
    found = [party for holder in named for party in _speakers(holder, extent, agreed)]
    return tuple(dict.fromkeys(found))


def _speakers(holder: str, extent: Extent, agreed: Agreed) -> tuple[str, ...]:
    """Give who agrees for a holder: itself, or a committee's window, or all of its members."""
    own = [mandate for mandate in agreed.mandates if mandate.holder == holder]
    signed = signing(Held(extent, ((holder, WHOLE),)), own, agreed.members)
    if not signed.is_possible:
        raise RuleViolation(
            "rights-nobody-can-sign",
            "nobody is known who could agree for this committee",
            field="giver",
            value=holder,
            expected="a committee whose members are on record",
        )
    return signed.parties


def _after(one: Recorded, changes: Iterable[Body]) -> tuple[str, ...]:
    licensors = (*one.body["licensors"],)
    for change in changes:
        licensors = _passed(licensors, change)
    return licensors


def _passed(licensors: tuple[str, ...], change: Body) -> tuple[str, ...]:
    """Give licensors after a change; who is one already is named once."""
    found = (change["taker"] if each == change["giver"] else each for each in licensors)
    return tuple(dict.fromkeys(found))


def _in_order(one: Recorded) -> list[Body]:
    return sorted(one.licensor_changes, key=lambda each: day_of(each["first_day"]))
