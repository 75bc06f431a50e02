"""Every set of rules by which figures of statements were ever computed.

A statement names its rules. New ones are issued by the newest; old ones are computed again by
theirs.
"""

from collections.abc import Callable, Mapping
from typing import Final

from ledger.errors import RuleViolation
from ledger.statements import by_income, totals
from ledger.statements.totals import Figures

RULE_SETS: Final[Mapping[str, Callable[..., Figures]]] = {
    totals.RULES: totals.figures_of,
    by_income.RULES: by_income.figures_by_income,
}
"""Name to the function that computes by it, oldest first; names stay."""

CURRENT: Final = by_income.RULES


def rules_named(name: str | None, before: str | None) -> Callable[..., Figures]:
    """Return the rules that a statement names.

    Args:
        name: As the statement says.
        before: As the statement before it says; None when it is the first.

    Raises:
        RuleViolation: `statement-rules-unknown`, or `statement-rules-outdated` when the statement
            before it was computed by newer ones.
    """
    names = list(RULE_SETS)
    if name is None or name not in RULE_SETS:
        raise RuleViolation(
            "statement-rules-unknown",
            "no rules of this name compute statements",
            field="tax.rules",
            value=name,
            expected=names,
        )
    if before is not None and names.index(name) < names.index(before):
        raise RuleViolation(
            "statement-rules-outdated",
            "the statement before it was computed by newer rules",
            field="tax.rules",
            value=name,
            expected=before,
        )
    return RULE_SETS[name]
