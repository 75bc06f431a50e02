"""What kind of income a clause gives, as far as the tax law treats kinds differently.

The base of withholding is payer, payee, payment and kind of income. A clause may say its kind;
what it does not say follows from what it does:

1. A clause that changes what another clause gives (`of`, `against`) has the income of that clause;
   whoever gets an advance back by it is repaid.
2. A partner's own money out of a committee, by `split` or `recoup`, is partnership income.
3. A commission, an expense or a hold pays for services.
4. Money that has to be given back (an advance, a grant) is nobody's income.
5. Everything else pays for the use of a copyright.

Source:
    所得税法204条1項1号 (報酬・料金), 161条1項4号 (組合契約), 6号 (人的役務), 11号 (使用料).
"""

from collections.abc import Mapping
from typing import Any, Final

COPYRIGHT: Final = "copyright"
FEE: Final = "fee"
PARTNERSHIP: Final = "partnership"
REPAYMENT: Final = "repayment"

INCOMES: Final = (REPAYMENT, PARTNERSHIP, FEE, COPYRIGHT)
"""From what is taxed least to what is taxed most: losses are set off in this order, so that no tax
is withheld too low because of it."""

_OWN_MONEY: Final = ("split/", "recoup/")
_SERVICES: Final = ("commission/", "expense/", "hold/")
_GIVEN_BACK: Final = ("clawback/",)


Clauses = Mapping[str, Mapping[str, Any]]


def income_of(step: str, clauses: Clauses, *, is_committee: bool, is_debtor: bool = False) -> str:
    """Give the kind of income that a clause gives, or takes, in one statement.

    Args:
        step: Id of the clause.
        clauses: All clauses of the terms by id, as recorded.
        is_committee: Whether the agreement is that of a committee.
        is_debtor: Whether an advance is taken back from this payee rather than given back to him.

    Example:
        >>> fee = {"id": "f", "kind": "commission/1"}
        >>> income_of("f", {"f": fee}, is_committee=True)
        'fee'
    """
    clause = clauses[step]
    changed = _changed(clause)
    while changed in clauses and "income" not in clause:
        if str(clause["kind"]).startswith("recoup/") and not is_debtor:
            return REPAYMENT
        clause = clauses[changed]
        changed = _changed(clause)
    return str(clause["income"]) if "income" in clause else _by_kind(clause["kind"], is_committee)


def _by_kind(kind: str, is_committee: bool) -> str:  # noqa: FBT001 - named where it is asked
    if is_committee and kind.startswith(_OWN_MONEY):
        return PARTNERSHIP
    if kind.startswith(_SERVICES):
        return FEE
    return REPAYMENT if kind.startswith(_GIVEN_BACK) else COPYRIGHT


def treatment_of(income: str) -> str:
    """Give how consumption tax treats an income: `taxable`, or `distribution`, outside its scope.

    A partner's own money and money given back are no consideration for anything (不課税).
    """
    return "distribution" if income in (PARTNERSHIP, REPAYMENT) else "taxable"


def _changed(clause: Mapping[str, Any]) -> str:
    """Name the clause whose gift a clause changes; empty when it gives by itself."""
    named = clause.get("of", clause.get("against", ""))
    if isinstance(named, list | tuple):
        named = named[0] if named else ""
    if isinstance(named, Mapping):
        named = named.get("step", "")
    return str(named)
