"""Rules about milestones of windows: named in the contract, not in the future, said by those near.

1. The window and the milestone are those of the newest version of the contract.
2. The holder of the window, the lead or the operator says so.
3. The same is not said twice; another outcome or day is a new entry, and the last one holds.
"""

from collections.abc import Iterable
from typing import Final

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
    mine = _windows_of(context.actor, row["lead"], doc)
    window = _window(command, mine)
    _check_named(command, window)
    _check_day(command, context)
    _check_new(command, state)
    members = (member["party"] for member in doc["members"])
    parties = tuple(dict.fromkeys((*members, window["holder"])))
    return [MilestoneReached(**dict(command), parties=parties)]


def _windows_of(actor: Actor, lead: str | None, doc: Row) -> list[Row]:
    """Return the windows that somebody may speak of; others do not hear which ones there are."""
    windows = list(doc.get("windows", ()))
    if actor.is_operator or (actor.party is not None and actor.party == lead):
        return windows
    own = [window for window in windows if window["holder"] == actor.party]
    if not own:
        raise Forbidden(
            "not-your-window",
            "the holder of the window, the lead or the operator says so",
            field="committee",
            value=actor.party,
            expected="a window of your own, or a committee that you lead",
        )
    return own


def _window(command: ReachMilestone, windows: Iterable[Row]) -> Row:
    for window in windows:
        if (window["medium"], window["territory"]) == (command.medium, command.territory):
            return window
    there = [f"{window['medium']}/{window['territory']}" for window in windows]
    raise RuleViolation(
        "window-unknown",
        "there is no such window of yours",
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
