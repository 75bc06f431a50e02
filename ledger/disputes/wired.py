"""The slice as the catalog takes it: every rule, every projection and every view of disputes."""

from typing import Final

from ledger.command import Command
from ledger.disputes import course_rules, course_views, holding_rules, holding_views, rules, views
from ledger.disputes.events import DisputeMessage, DisputeOpened, DisputeSettled
from ledger.event import Event, Place
from ledger.store.handler import Handler, Projection
from ledger.store.state import State
from ledger.store.views import View


def dispute_opened(event: DisputeOpened, state: State, place: Place) -> None:
    """Put a dispute on the register; it is the other side's turn."""
    views.dispute_opened(event, state, place)
    course_views.course_opened(event, state, place)


def dispute_message(event: DisputeMessage, state: State, place: Place) -> None:
    """Add what was said; whoever was asked has spoken."""
    views.dispute_message(event, state, place)
    course_views.course_message(event, state, place)


def dispute_settled(event: DisputeSettled, state: State, place: Place) -> None:
    """Note how a dispute ended, and release what it holds for nothing."""
    views.dispute_settled(event, state, place)
    course_views.course_settled(event, state, place)


HANDLERS: Final[dict[type[Command], Handler]] = {
    **rules.HANDLERS,
    **course_rules.HANDLERS,
    **holding_rules.HANDLERS,
}
VIEWS: Final[tuple[type[View], ...]] = (*views.VIEWS, *course_views.VIEWS, *holding_views.VIEWS)
PROJECTIONS: Final[dict[type[Event], Projection]] = {
    **course_views.PROJECTIONS,
    **holding_views.PROJECTIONS,
    DisputeOpened: dispute_opened,
    DisputeMessage: dispute_message,
    DisputeSettled: dispute_settled,
}
