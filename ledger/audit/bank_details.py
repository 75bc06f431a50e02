"""Bank details: nobody changes an account alone, and nothing is in force before its wait is over.

What only a calendar of holidays knows is not asked here: a wait that is shorter than every calendar
allows is found, one that a holiday would have lengthened is found by the register itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record
from ledger.bank_details.waiting import days_on, earliest

PROPOSED: Final = "bank_details.proposed/1"
CONFIRMED: Final = "bank_details.confirmed/1"
WITHDRAWN: Final = "bank_details.withdrawn/1"
WAITING_SET: Final = "bank_details.waiting_set/1"
PAID: Final = "payment.confirmed/1"
_ABOUT: Final = ("bank_details.", "payment.", "party.")
_WAYS: Final = ("signature", "step_up", "evidence")


@dataclass(slots=True)
class _Known:
    """Details on record, and how they stand."""

    fact: Record
    index: int
    status: str = "proposed"
    in_force_from: date | None = None


class BankDetails(Family):
    """Holds every step against the steps before it."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "bank-details")
        self._known: dict[str, _Known] = {}
        self._of: dict[tuple[str, str], list[str]] = {}
        self._persons: dict[str, str] = {}
        self._alarms: dict[str, int] = {}
        self._settings: list[tuple[date, int]] = []
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        step = {
            PROPOSED: self._propose,
            CONFIRMED: self._confirm,
            WITHDRAWN: self._withdraw,
            WAITING_SET: self._set_waiting,
        }.get(entry.event_type)
        if entry.event_type == PAID:
            self._returned(entry.fact)
        elif step is not None:
            self._tally.compare(entry.index, [*step(entry)], blind=self._is_blind)
        elif entry.event_type == "party.person_registered/1":
            self._persons[entry.fact.id] = entry.fact.subject

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may have proposed, confirmed or ended something."""
        self._is_blind = self._is_blind or event_type.startswith(_ABOUT)

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _propose(self, entry: Entry) -> Iterator[Difference]:
        fact, key = entry.fact, (entry.fact.party, entry.fact.currency)
        yield "bank-token-missing", True, bool(fact.proposed_by)
        yield from _sender(entry, fact.proposed_by)
        yield "bank-not-shown", True, fact.shown in _WAYS
        if fact.shown == "evidence":
            had_any = any(
                self._known[name].in_force_from
                for (party, _), names in self._of.items()
                for name in names
                if party == fact.party
            )
            yield "bank-evidence-alone", False, had_any or fact.evidence is None
        yield "bank-currency", True, fact.kind != "domestic" or fact.currency == "JPY"
        own = self._persons.get(fact.party)
        yield "bank-subject", own or fact.subject, fact.subject
        waiting = days_on(self._settings, fact.proposed_on)
        yield "bank-waiting-days", waiting, fact.waiting_days
        yield "bank-wait-short", True, fact.waiting_until >= earliest(fact.proposed_on, waiting)
        yield "bank-twice", [], self._waiting(key, fact.proposed_on)
        yield "bank-replaces", self._in_force(key, fact.proposed_on), fact.replaces
        self._known[fact.id] = _Known(fact, entry.index)
        self._of.setdefault(key, []).append(fact.id)

    def _confirm(self, entry: Entry) -> Iterator[Difference]:
        fact = entry.fact
        yield "bank-token-missing", True, bool(fact.confirmed_by)
        yield from _sender(entry, fact.confirmed_by)
        known = self._known.get(fact.id)
        yield "bank-unknown", True, known is not None
        if known is None:
            return
        asked = known.fact
        yield "bank-decided", "proposed", known.status
        yield "bank-one-person", True, fact.confirmed_by != asked.proposed_by
        yield "bank-confirmed-inside", True, fact.confirmed_for != asked.party
        yield "bank-differs", (asked.party, asked.currency), (fact.party, fact.currency)
        begins = max(asked.effective_from, asked.waiting_until, fact.confirmed_on)
        yield "bank-in-force-early", begins, fact.in_force_from
        yield "bank-alarm", False, known.index < self._alarms.get(asked.party, -1)
        known.status, known.in_force_from = "confirmed", fact.in_force_from

    def _withdraw(self, entry: Entry) -> Iterator[Difference]:
        fact = entry.fact
        known = self._known.get(fact.id)
        yield "bank-unknown", True, known is not None
        if known is None:
            return
        yield "bank-decided", known.status, fact.was
        yield "bank-decided", False, known.status == "withdrawn"
        asked = known.fact
        yield "bank-differs", (asked.party, asked.currency), (fact.party, fact.currency)
        known.status = "withdrawn"
        if fact.cause == "not_me":
            self._alarms[asked.party] = entry.index

    def _set_waiting(self, entry: Entry) -> Iterator[Difference]:
        fact = entry.fact
        now = max(days_on(self._settings, day) for day in (fact.set_on, fact.effective_from))
        first = earliest(fact.set_on, now) if fact.days < now else fact.set_on
        yield "bank-waiting-soon", True, fact.effective_from >= first
        self._settings.append((fact.effective_from, fact.days))

    def _returned(self, fact: Record) -> None:
        """Note accounts from which the bank sent money back: they are no longer in force."""
        for outcome in fact.outcomes:
            known = self._known.get(outcome.details)
            if outcome.status == "returned" and known and known.status == "confirmed":
                known.status = "returned"

    def _waiting(self, key: tuple[str, str], today: date) -> list[str]:
        """Return the details that are still proposed, or confirmed and not over their wait."""
        return [
            name
            for name in self._of.get(key, ())
            if self._known[name].status == "proposed"
            or (
                self._known[name].status == "confirmed"
                and self._known[name].fact.waiting_until > today
            )
        ]

    def _in_force(self, key: tuple[str, str], day: date) -> str | None:
        """Return the details that are in force on a day, as far as confirmations tell."""
        begun = [
            (known.in_force_from, known.index, name)
            for name in self._of.get(key, ())
            if (known := self._known[name]).in_force_from and known.in_force_from <= day
        ]
        if not begun:
            return None
        name = max(begun)[2]
        return name if self._known[name].status == "confirmed" else None


def _sender(entry: Entry, by: str) -> Iterator[Difference]:
    """Yield whether the token that the fact names is the one that the command was sent with."""
    command = entry.parts.get("command")
    if command is not None and "by" in command:
        yield "bank-token-differs", command["by"], by
