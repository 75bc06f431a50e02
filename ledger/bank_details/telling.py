"""Whom a proposal must be told, and by when: the contacts from before it, not the newest alone.

A thief changes the address first and the account a few days later. So the party is told under every
address that counted at any time in the thirty days before; whoever sends notices reads both days.
"""

from datetime import date, timedelta
from typing import Final

_CONTACTS: Final = timedelta(days=30)


def tell_by(proposed_on: date) -> date:
    """Return the day by which the party is told: the same."""
    return proposed_on


def tell_contacts_since(proposed_on: date) -> date:
    """Return the first day on which an address that counted is an old contact."""
    return proposed_on - _CONTACTS
