"""The plan for a committee's end, and who licenses what until then.

A committee that ends without a plan leaves its works without anybody to ask. So a new one needs
a plan that says what happens to every medium, whom to ask, and who bears later adjustments.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final, get_args

from contracts.money import CURRENCIES
from ledger.committees.commands import Disposition, DispositionPlan, Medium, Member, Window
from ledger.errors import RuleViolation

MEDIA: Final[tuple[str, ...]] = get_args(Medium)
_NEEDS_PARTY = ("member", "manager")


def uncovered_media(plan: DispositionPlan) -> list[str]:
    """Return the media for which the plan says nothing; a clause without rights covers the rest."""
    if any(not clause.rights for clause in plan.dispositions):
        return []
    covered = {medium for clause in plan.dispositions for medium in clause.rights}
    return [medium for medium in MEDIA if medium not in covered]


def check_plan(plan: DispositionPlan, members: Sequence[Member], lead: str | None) -> None:
    """Refuse a plan that contradicts itself; whether it covers everything is asked apart.

    Raises:
        RuleViolation: Two clauses for one medium at one time, or a receiver missing or wrong.
    """
    parties = [member.party for member in members]
    counted: Counter[tuple[str, int]] = Counter()
    for number, clause in enumerate(plan.dispositions):
        place = f"plan.dispositions[{number}]"
        _check_receiver(clause, place, parties, lead)
        for medium in clause.rights or ("rest",):
            when = (medium, clause.after_years or 0)
            counted[when] += 1
            if counted[when] > 1:
                raise RuleViolation(
                    "disposition-repeated",
                    f"two clauses dispose of {medium} at the same time",
                    field=f"{place}.rights",
                    value=medium,
                    expected="one clause per medium and time",
                )


def _check_receiver(
    clause: Disposition, place: str, parties: Sequence[str], lead: str | None
) -> None:
    if clause.outcome in _NEEDS_PARTY and clause.to is None:
        expected, value = f"the party that is the {clause.outcome}", None
    elif clause.outcome == "member" and clause.to not in parties:
        expected, value = "one of the members", clause.to
    elif clause.outcome == "lead" and clause.to not in (None, lead):
        expected, value = f"the lead {lead}, or nothing", clause.to
    else:
        return
    raise RuleViolation(
        "disposition-receiver-wrong",
        field=f"{place}.to",
        value=value,
        expected=expected,
        outcome=clause.outcome,
    )


def require_complete(plan: DispositionPlan | None) -> None:
    """Refuse a missing plan and one that leaves a medium without a destiny.

    Raises:
        RuleViolation: Names the media that are not covered.
    """
    if plan is None:
        raise RuleViolation(
            "plan-missing",
            field="plan",
            value=None,
            expected="what happens to every medium, a contact, and who bears adjustments",
        )
    missing = uncovered_media(plan)
    if missing:
        raise RuleViolation(
            "plan-incomplete",
            f"the plan says nothing about {', '.join(missing)}",
            field="plan.dispositions",
            value=missing,
            expected="every medium, or one clause without rights for the rest",
        )


def check_windows(windows: Sequence[Window]) -> None:
    """Refuse two holders of one medium in one territory: nobody would know whom to ask.

    Raises:
        RuleViolation: Names the medium, the territory and both holders; or a currency that is
            none, or a milestone that is named twice.
    """
    seen: dict[tuple[str, str], str] = {}
    for number, window in enumerate(windows):
        _check_abroad(window, f"windows[{number}]")
        key = (window.medium, window.territory.strip().casefold())
        if key in seen:
            raise RuleViolation(
                "window-taken",
                f"{window.medium} in {window.territory} has a holder already",
                field=f"windows[{number}].holder",
                value=window.holder,
                expected="one holder per medium and territory",
                holder=seen[key],
            )
        seen[key] = window.holder


def _check_abroad(window: Window, place: str) -> None:
    if window.currency is not None and window.currency not in CURRENCIES:
        raise RuleViolation(
            "unknown-currency",
            field=f"{place}.currency",
            value=window.currency,
            expected="ISO 4217 code",
        )
    codes = [milestone.code for milestone in window.milestones or ()]
    for number, code in enumerate(codes):
        if code in codes[:number]:
            raise RuleViolation(
                "milestone-repeated",
                field=f"{place}.milestones[{number}].code",
                value=code,
                expected="each milestone once in a window",
            )
