"""What a run rests on has been approved where a policy wants that: clauses, reports and rates.

An entry that waits for a second person is on record like any other. It is not passed over for an
older one, for the result would be wrong without a word: the run is refused, and says what waits.
"""

from collections.abc import Iterator, Mapping, Sequence

from ledger.approvals.views import require_all_approved
from ledger.royalties.commands import ClosePayout, ConvertedLine
from ledger.royalties.revision_commands import CloseRevision
from ledger.store.state import State

Thing = tuple[str, str]


def refuse_unapproved_run(command: ClosePayout, state: State) -> None:
    """Refuse a run of clauses, reports or rates that wait for a second person.

    Raises:
        Conflict: `approval-missing` or `approval-refused`, naming all of them.
    """
    things = [("terms", f"{command.agreement}/{command.terms_version}")]
    things += [("reports", report) for report in command.consumed]
    things += _rates(command.converted or {})
    require_all_approved(state, things, "inputs")


def refuse_unapproved_revision(command: CloseRevision, state: State) -> None:
    """Refuse a correction of past runs by clauses, reports or rates that wait.

    Raises:
        Conflict: `approval-missing` or `approval-refused`, naming all of them.
    """
    result = command.result
    things = [("terms", f"{command.agreement}/{run.terms_version}") for run in result.runs]
    things += [("reports", report) for report in result.consumed]
    things += _rates(result.converted or {})
    require_all_approved(state, things, "result.runs")


def _rates(converted: Mapping[str, Sequence[ConvertedLine]]) -> Iterator[Thing]:
    return (("fx", f"fx/{line.entry}") for lines in converted.values() for line in lines)
