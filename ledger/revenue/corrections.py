"""A correction of a report that runs used, or for a closed month: what it touches comes first."""

from contracts.period import months_of
from ledger.agreements.restating import must_confirm, touched_since
from ledger.agreements.settled import first_use_of
from ledger.command import Actor
from ledger.errors import Conflict
from ledger.periods.views import is_closed
from ledger.revenue.commands import RegisterReport
from ledger.revenue.views import replaced_reports
from ledger.store.state import Row, State


def check_restated(command: RegisterReport, agreement: Row, state: State, actor: Actor) -> None:
    """Refuse to correct what was distributed, or a closed month, until that is confirmed.

    A reporter who is not the payer is not told whose statements his correction concerns: the payer
    confirms it.

    Raises:
        Conflict: `report-restates`, with the issued statements and closed months concerned, and the
            hash by which the list is confirmed.
    """
    replaced = replaced_reports(state, command.supersedes)
    run = first_use_of(state, command.agreement, replaced)
    closed = [month for month in _months(command) if is_closed(state, month, command.agreement)]
    touched = touched_since(state, command.agreement, run["last_month"] if run else None, closed)
    fields = {"field": "supersedes", "value": command.supersedes}
    if touched.is_nothing or command.confirm == touched.sha256:
        return
    if not (actor.is_operator or actor.party == agreement["payer"]):
        raise Conflict(
            "report-restates",
            "what was reported was settled since; the payer of the agreement confirms corrections",
            **fields,
            expected="the payer to send this correction",
        )
    message = (
        "what was reported was settled since; confirmed, the differences appear in the next "
        "statements"
    )
    must_confirm(touched, command.confirm, Conflict("report-restates", message, **fields))


def _months(command: RegisterReport) -> list[str]:
    return [str(month) for month in months_of(command.period)]
