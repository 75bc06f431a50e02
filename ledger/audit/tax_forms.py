"""Treaty forms: for the country where the payee resides, filed once, good after the day of filing.

A form that should not be on file would lower the tax of every later payment abroad.
"""

from collections.abc import Iterator
from typing import Final

from contracts.tax.withholding import JAPAN
from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record

FILED: Final = "tax.treaty_form_filed/1"


class TaxForms(Family):
    """Holds each form against its payee, and against the forms recorded before it."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "tax-forms")
        self._residence: dict[str, str] = {}
        self._on_file: set[tuple[object, ...]] = set()
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact = entry.fact
        if entry.event_type == FILED:
            self._tally.compare(entry.index, self._differences(fact), blind=self._is_blind)
            self._on_file.add(_named(fact))
        elif entry.event_type == "party.company_registered/1":
            self._residence[fact.id] = fact.country
        elif entry.event_type == "party.person_registered/1":
            self._residence[fact.id] = fact.residence

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may have registered the payee."""
        self._is_blind = self._is_blind or event_type.startswith("party.")

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _differences(self, form: Record) -> Iterator[Difference]:
        yield "form-country", self._residence.get(form.payee), form.country
        yield "form-of-resident", False, form.country == JAPAN
        is_good = form.valid_to is None or form.valid_to > form.filed_on
        yield "form-never-valid", True, is_good
        yield "form-twice", False, _named(form) in self._on_file


def _named(form: Record) -> tuple[object, ...]:
    return form.payer, form.payee, form.article, form.filed_on
