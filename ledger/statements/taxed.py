"""Each line of a statement has the kind of income and the treatment that its clause gives it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from contracts.opening_balances import INCOME_OF, UNPAID_FIELDS
from contracts.tax.income import income_of, treatment_of
from ledger.agreements.views import AgreementRow, TermsRow
from ledger.errors import RuleViolation
from ledger.openings.views import OpeningRow
from ledger.royalties.revision_views import RevisionRow
from ledger.royalties.views import RunRow
from ledger.statements.commands import StatementLine
from ledger.statements.opening_books import STEP as OPENING_STEP
from ledger.store.state import State
from ledger.store.views import unpack


def refuse_other_kinds(lines: Iterable[StatementLine], state: State) -> None:
    """Refuse a line that bears the tax of another kind of income than its clause gives.

    Raises:
        RuleViolation: `income-differs`.
    """
    for line in lines:
        taxed = _of_run(line, state) or _of_revision(line, state) or _of_opening(line, state)
        if taxed is None:
            continue
        if (line.income, line.treatment) != taxed:
            raise RuleViolation(
                "income-differs",
                "the clause of this line gives another kind of income",
                field="lines",
                step=line.step,
                value=(line.income, line.treatment),
                expected=taxed,
            )


def _of_run(line: StatementLine, state: State) -> tuple[str, str] | None:
    run = state.get(RunRow, line.run)
    if run is None:
        return None
    row = state.require(TermsRow, run["agreement"], run["terms_version"], field="lines")
    agreement = state.require(AgreementRow, run["agreement"], field="lines")
    return _taxed(row["doc"], line.step, agreement["kind"], line.kind == "recoupment")


def _of_revision(line: StatementLine, state: State) -> tuple[str, str] | None:
    """A correction bears the tax of its clause in the latest version that has it.

    Of a clause that takes an advance back, that is the tax of what it takes from, on both sides.
    """
    revision = state.get(RevisionRow, line.run)
    if revision is None:
        return None
    steps = {
        step["id"]: step
        for row in state.select(TermsRow, agreement_id=revision["agreement"])
        for step in unpack(row["doc"])["terms"]["steps"]
    }
    agreement = state.require(AgreementRow, revision["agreement"], field="lines")
    is_committee = agreement["kind"] == "committee"
    income = income_of(line.step, steps, is_committee=is_committee, is_debtor=True)
    return income, treatment_of(income)


def _of_opening(line: StatementLine, state: State) -> tuple[str, str] | None:
    """What was unpaid at a cut-over is of the kind, and of the amount, that the opening states."""
    opening = state.get(OpeningRow, line.run)
    if opening is None:
        return None
    kind, _, payee = line.row.partition("/")
    unpaid = {one["party"]: one for one in unpack(opening["doc"])["unpaid"]}
    stated = unpaid.get(payee, {}).get(UNPAID_FIELDS.get(kind, ""), 0)
    if (line.amount_minor, line.step) != (stated, OPENING_STEP):
        raise RuleViolation(
            "lines-differ", field="lines", run=line.run, value=line.amount_minor, expected=stated
        )
    income = INCOME_OF[kind]
    return income, treatment_of(income)


@lru_cache(maxsize=4096)
def _taxed(doc: str, step: str, kind: str, is_debtor: bool) -> tuple[str, str]:  # noqa: FBT001
    steps: dict[str, Any] = {each["id"]: each for each in unpack(doc)["terms"]["steps"]}
    is_committee = kind == "committee"
    income = income_of(step, steps, is_committee=is_committee, is_debtor=is_debtor)
    return income, treatment_of(income)
