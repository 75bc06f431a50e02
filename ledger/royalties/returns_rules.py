"""Rules about returns that go back into earlier runs: only those that no run has used yet.

Which groups of a report come back is told by its file, which the writer does not read; an auditor
does. What is checked is cheap: that the report waits for its first run, and that the groups belong
to runs which stand on other clauses than the coming one.
"""

from contracts.period import Month, Period
from ledger.agreements.settled import runs_of
from ledger.agreements.versions import in_force
from ledger.agreements.views import versions_of
from ledger.clock import tokyo_date
from ledger.command import Context
from ledger.errors import Conflict
from ledger.revenue.views import ACTIVE, ReportRow
from ledger.royalties.revision_commands import CloseRevision
from ledger.royalties.views import RunHeadRow
from ledger.store.state import State
from ledger.store.views import unpack


def check_returns(command: CloseRevision, state: State, context: Context) -> None:
    """Refuse returns of a report that was used, corrected or returned since, or of other runs.

    Raises:
        Conflict: `revision-outdated`.
    """
    cause = command.cause
    report = state.get(ReportRow, cause.ref)
    if report is None or report["agreement"] != command.agreement:
        raise outdated("cause.ref", cause.ref, "a report of the agreement")
    stands = (report["entry_index"], report["status"], report["run_id"])
    if stands != (cause.entry, ACTIVE, None):
        raise outdated("cause.entry", cause.entry, "a report in force that no run has used")
    runs = runs_of(state, command.agreement)
    if any(cause.ref in unpack(row["doc"])["reports"] for row in runs):
        raise outdated("cause.ref", cause.ref, "a report whose returns did not go back yet")
    _check_period(command, state, context)
    _check_groups(command, state)


def first_with_returns(command: CloseRevision, state: State) -> int:
    """Return the number of the first run into which something goes back."""
    runs = {group.run for group in command.result.returned or ()}
    numbers = [row["number"] for row in runs_of(state, command.agreement) if row["run_id"] in runs]
    if not numbers:
        raise outdated("result.returned", sorted(runs), "groups of runs of the agreement")
    return int(min(numbers))


def _check_period(command: CloseRevision, state: State, context: Context) -> None:
    """Refuse a coming run that does not come next, or whose months are not over."""
    head = state.get(RunHeadRow, command.agreement)
    period = Period.parse(command.cause.period or "")
    this_month = Month.of(tokyo_date(context.at))
    if head is None or str(period.first) <= head["last_month"] or period.last >= this_month:
        raise outdated("cause.period", period.name, f"a period before {this_month} without a run")


def _check_groups(command: CloseRevision, state: State) -> None:
    """Refuse groups of runs that stand on the clauses of the coming one."""
    last = str(Period.parse(command.cause.period or "").last)
    coming = in_force(versions_of(state, command.agreement), last)
    versions = {row["run_id"]: row["terms_version"] for row in runs_of(state, command.agreement)}
    same = coming.version if coming else None
    for group in command.result.returned or ():
        if versions.get(group.run, same) == same:
            raise outdated("result.returned", group.run, "a run under other terms than the next")


def outdated(field: str, value: object, expected: object) -> Conflict:
    """Say that a revision has to be prepared again."""
    return Conflict(
        "revision-outdated",
        f"{field} changed after the revision was prepared; prepare it again",
        field=field,
        value=value,
        expected=expected,
    )
