"""What invoices follow from in the party register: countries, and registration numbers by day."""

from collections import defaultdict
from typing import Final

from ledger.audit.family import Entry
from ledger.parties.registered import Noted, number_by

COMPANY: Final = "party.company_registered/1"
PERSON: Final = "party.person_registered/1"
NOTED: Final = "party.registration_noted/1"


class Registrations:
    """Gathers them, entry by entry."""

    def __init__(self) -> None:
        self._country: dict[str, str] = {}
        self._number: dict[str, str | None] = {}
        self._noted: dict[str, list[Noted]] = defaultdict(list)

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact = entry.fact
        if entry.event_type == COMPANY:
            self._country[fact.id], self._number[fact.id] = fact.country, fact.invoice_number
        elif entry.event_type == PERSON:
            self._country[fact.id], self._number[fact.id] = fact.residence, fact.invoice_number
        elif entry.event_type == NOTED:
            day = fact.day.isoformat()
            others = [one for one in self._noted[fact.party] if one.day != day]
            self._noted[fact.party] = [*others, Noted(day, fact.kind, fact.number)]

    def country(self, party: str) -> str:
        """Return the country of a party; empty where it is not on record."""
        return self._country.get(party, "")

    def number_on(self, party: str, day: str) -> str | None:
        """Return the number under which a party is registered on a day."""
        return number_by(self._number.get(party), self._noted[party], day)

    def is_registered(self) -> dict[str, bool]:
        """Return which parties came to the register with a number."""
        return {party: bool(number) for party, number in self._number.items()}
