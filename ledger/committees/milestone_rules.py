"""Rules about milestones of windows: named in the contract, not in the future, said by those near.

1. The window and the milestone are those of the newest version of the contract.
2. The holder of the window, the lead or the operator says so.
3. The same is not said twice; another outcome or day is a new entry, and the last one holds.
"""

from typing import Any, Final

from ledger.clock import tokyo_date
from ledger.command import Actor, Command, Context
from ledger.committees.milestone_commands import ReachMilestone
from ledger.committees.milestone_events import MilestoneReached
from ledger.committees.milestone_views import milestone_rows
from ledger.committees.views import CommitteeRow
from ledger.errors import Conflict, Forbidden, RuleViolation
from ledger.event import Event
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import unpack


def reach_milestone(command: ReachMilestone, state: State, context: Context) -> list[Event]:
    """Put on record that a milestone was passed or refused."""
    row = state.require(CommitteeRow, command.committee, field="committee")
    doc = unpack(row["doc"])
    window = _window(command, doc)
    _check_named(command, window)
    _check_actor(context.actor, window["holder"], row["lead"])
    _check_day(command, context)
    _check_new(command, state)
    members = (member["party"] for member in doc["members"])
    parties = tuple(dict.fromkeys((*members, window["holder"])))
    return [MilestoneReached(**dict(command), parties=parties)]


def _window(command: ReachMilestone, doc: Row) -> dict[str, Any]:
    windows = doc.get("windows", ())
    for window in windows:
        if (window["medium"], window["territory"]) == (command.medium, command.territory):
            found: dict[str, Any] = window
            return found
    there = [f"{window['medium']}/{window['territory']}" for window in windows]
    raise RuleViolation(
        "window-unknown",
        "the contract has no such window",
        field="territory",
        value=f"{command.medium}/{command.territory}",
        expected=", ".join(there) or "a committee with windows",
    )


def _check_named(command: ReachMilestone, window: Row) -> None:
    codes = [each["code"] for each in window.get("milestones", ())]
    if command.code not in codes:
        raise RuleViolation(
            "milestone-unknown",
            "the window names no such milestone",
            field="code",
            value=command.code,
            expected=", ".join(codes) or "a window with milestones",
        )


def _check_actor(actor: Actor, holder: str, lead: str | None) -> None:
    if not actor.is_operator and actor.party not in {holder, lead}:
        raise Forbidden(
            "not-your-window",
            "the holder of the window, the lead or the operator says so",
            field="committee",
            value=actor.party,
            expected="a window of your own, or a committee that you lead",
        )


def _check_day(command: ReachMilestone, context: Context) -> None:
    today = tokyo_date(context.at)
    if command.day > today:
        raise RuleViolation(
            "milestone-in-future",
            field="day",
            value=command.day.isoformat(),
            expected=f"{today} or earlier",
        )


def _check_new(command: ReachMilestone, state: State) -> None:
    wanted = (command.medium, command.territory, command.code)
    said = [
        row
        for row in milestone_rows(state, [command.committee])
        if (row["medium"], row["territory"], row["code"]) == wanted
    ]
    if said and (said[-1]["day"], said[-1]["outcome"]) == (str(command.day), command.outcome):
        raise Conflict(
            "milestone-said-already",
            field="code",
            value=command.code,
            expected="another day or outcome",
            entry_index=said[-1]["entry_index"],
        )


def needs_reach_milestone(command: ReachMilestone) -> list[Key]:
    """Return the row of the committee."""
    return [(CommitteeRow, (command.committee,))]


HANDLERS: Final[dict[type[Command], Handler]] = {
    ReachMilestone: Handler(reach_milestone, needs_reach_milestone),
}
