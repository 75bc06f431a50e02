"""Options and encumbrances among the rights of a work, and what is said of options later."""

from typing import Final

from ledger.access.views import involve
from ledger.event import Event, Place
from ledger.rights.events import RightEncumbered
from ledger.rights.option_events import (
    OptionExercised,
    OptionExtended,
    OptionGranted,
    RightOfferAnswered,
    RightOfferNotified,
)
from ledger.rights.views import note, put_right
from ledger.store.handler import Projection
from ledger.store.state import State


def option_granted(event: OptionGranted, state: State, place: Place) -> None:
    """Put an option on the register."""
    put_right(event, "option", (event.grantors[0], event.holder), state, place)


def right_encumbered(event: RightEncumbered, state: State, place: Place) -> None:
    """Put a pledge or an attachment on the register."""
    put_right(event, "encumbrance", (event.holder, event.creditor), state, place)


def option_extended(event: OptionExtended, state: State, place: Place) -> None:
    """Note the new last day of an option."""
    note(state, event.option, "extensions", event.body() | {"entry": place.index})


def option_exercised(event: OptionExercised, state: State, place: Place) -> None:
    """Note that an option was exercised, and what it led to."""
    note(state, event.option, "exercises", event.body() | {"entry": place.index})


def offer_notified(event: RightOfferNotified, state: State, place: Place) -> None:
    """Note an offer that was put to the holder; who made it does not read the option."""
    note(state, event.option, "offers", event.body() | {"entry": place.index})
    for party in event.parties:
        involve(state, event.option, party)


def offer_answered(event: RightOfferAnswered, state: State, place: Place) -> None:
    """Note an answer."""
    note(state, event.option, "answers", event.body() | {"entry": place.index})


PROJECTIONS: Final[dict[type[Event], Projection]] = {
    OptionGranted: option_granted,
    OptionExtended: option_extended,
    OptionExercised: option_exercised,
    RightOfferNotified: offer_notified,
    RightOfferAnswered: offer_answered,
    RightEncumbered: right_encumbered,
}
