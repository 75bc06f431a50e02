"""Terms for months that were settled already: what they touch, and what they may not leave out."""

from typing import Any

from sqlalchemy import Connection

from contracts.errors import TermsError
from contracts.inputs import Inputs
from contracts.period import Month
from contracts.position import Position
from contracts.terms import parse_terms
from contracts.waterfall import run
from ledger.agreements.commands import AddTerms
from ledger.agreements.restating import closed_since, must_confirm, touched_since
from ledger.agreements.settled import runs_of
from ledger.agreements.versions import Version, restated_runs
from ledger.agreements.views import versions_of
from ledger.errors import Conflict, RuleViolation
from ledger.store.state import Row, State
from ledger.store.views import unpack


def check_back_dated(command: AddTerms, version: int, state: State) -> None:
    """Refuse to change the terms of settled months until that is confirmed.

    Raises:
        Conflict: `terms-back-dated`, with the issued statements and closed months concerned, and
            the hash by which the list is confirmed.
        RuleViolation: `terms-lack-expense`: costs were charged under a clause these terms lack;
            or the code by which `contracts` refuses the period of a run that was made.
    """
    added = Version(version, command.effective_month, 0, "", command.terms)
    restated = restated_by(command, added, state)
    first = restated[0]["last_month"] if restated else None
    closed = closed_since(state, command.agreement, command.effective_month)
    touched = touched_since(state, command.agreement, first, closed)
    last = max([*closed, *(row["last_month"] for row in restated)], default=None)
    refusal = Conflict(
        "terms-back-dated",
        f"months up to {last} are settled under the terms in force then; confirmed, the "
        "differences appear in the next statements, or the new terms may begin in "
        f"{Month.parse(last).plus(1) if last else command.effective_month}",
        field="effective_month",
        value=command.effective_month,
    )
    must_confirm(touched, command.confirm, refusal)


def restated_by(command: AddTerms, added: Version, source: Connection | State) -> list[Row]:
    """Return the runs that terms would restate, in their order.

    Raises:
        RuleViolation: As `check_back_dated` says.
    """
    runs = runs_of(source, command.agreement)
    months = [(row["number"], row["last_month"]) for row in runs]
    numbers = restated_runs(versions_of(source, command.agreement), added, months)
    restated = [row for row in runs if row["number"] in numbers]
    _check_expenses(command, restated)
    _check_periods(command, restated)
    return restated


def _check_expenses(command: AddTerms, restated: list[Row]) -> None:
    """Refuse clauses under which the costs of a settled run could not be charged."""
    known = _expense_steps(command.terms)
    for row in restated:
        if missing := sorted({*unpack(row["doc"])["steps"]} - known):
            raise RuleViolation(
                "terms-lack-expense",
                f"the run {row['run_id']} charged costs under a clause that these terms lack",
                field="terms.steps",
                value=sorted(known),
                run=row["run_id"],
                expected=missing,
            )


def _check_periods(command: AddTerms, restated: list[Row]) -> None:
    """Refuse clauses that cannot be run over the periods that were run.

    Of a quarter that two contract years share the revision could never be computed, and no run
    after it.
    """
    if not restated:
        return
    terms = parse_terms(command.terms)
    for row in restated:
        try:
            run(terms, Position(), Inputs(row["period"], terms.currency))
        except TermsError as error:
            fields = {**error.fields, "field": "terms", "run": row["run_id"]}
            raise RuleViolation(error.code, error.message, **fields) from error


def _expense_steps(terms: dict[str, Any]) -> set[str]:
    return {step["id"] for step in terms["steps"] if step["kind"].startswith("expense/")}
