"""A creator's year for the tax office, payer by payer, with its sums and its picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.figures import Language
from contracts.tax.filing import NON_RESIDENT
from ledger.jobs.tax_record_files import remarks
from ledger.jobs.tax_records import Apart, Record, YearRecords
from ledger.jobs.tax_words import APART, FORMS, INCOMES, in_language

_YEARS_SHOWN = 7


@dataclass(frozen=True, slots=True)
class PayerYear:
    """What one payer paid.

    Attributes:
        incomes: Kind of income in words, payments, paid and withheld.
        transfer_minor: What arrived: paid and consumption tax less what was withheld.
        remarks: What has to be said beside the sums.
    """

    payer: str
    form: str
    incomes: tuple[tuple[str, int, int, int], ...]
    paid_minor: int
    consumption_minor: int
    withheld_minor: int
    unpaid_minor: int
    remarks: tuple[str, ...]
    is_abroad: bool

    @property
    def transfer_minor(self) -> int:
        """What arrived."""
        return self.paid_minor + self.consumption_minor - self.withheld_minor


@dataclass(frozen=True, slots=True)
class Year:
    """A year.

    Attributes:
        payers: The largest first.
        apart: Payer, why, kind of income, currency, paid, withheld.
    """

    payers: tuple[PayerYear, ...]
    apart: tuple[tuple[str, str, str, str, int, int], ...]

    def total(self, name: str) -> int:
        """Sum up a member of the payers."""
        return sum(getattr(one, name) for one in self.payers)


def year_told(found: YearRecords, lang: Language) -> Year:
    """Say a year in a language.

    Args:
        found: The year, asked for by who was paid.
        lang: Of the words.
    """
    payers = [_payer(one, lang) for one in (*found.filed, *found.below)]
    payers.sort(key=lambda one: (-one.paid_minor, one.payer))
    return Year(tuple(payers), tuple(_apart(one, lang) for one in found.apart))


def _payer(one: Record, lang: Language) -> PayerYear:
    record = one.record
    return PayerYear(
        payer=one.payer.name.in_language(lang),
        form=in_language(FORMS[record.form], lang),
        incomes=tuple(
            (in_language(INCOMES[income], lang), one.counts.get(income, 0), paid, withheld)
            for income, paid, withheld in record.incomes
        ),
        paid_minor=record.total_minor,
        consumption_minor=one.consumption_minor,
        withheld_minor=record.withheld_minor,
        unpaid_minor=one.unpaid_minor,
        remarks=tuple(remarks(one, lang, is_own=True)),
        is_abroad=record.form == NON_RESIDENT,
    )


def _apart(one: Apart, lang: Language) -> tuple[str, str, str, str, int, int]:
    why = in_language(APART[one.why], lang)
    name = one.payer.name.in_language(lang)
    income = in_language(INCOMES[one.income], lang)
    return (name, why, income, one.currency, one.amount_minor, one.withheld_minor)


def pieces(year: Year, names: tuple[str, str]) -> list[dict[str, Any]]:
    """Return the bars of a year: per payer what arrived and what was withheld.

    Args:
        year: As told.
        names: What the two pieces are called.
    """
    return [
        {"payer": one.payer, "piece": names[place], "place": place, "yen": amount}
        for one in year.payers
        for place, amount in enumerate((one.transfer_minor, one.withheld_minor))
    ]


def years_before(today: date, chosen: int) -> Iterable[int]:
    """Return the years to choose from, the newest first; the chosen one is among them.

    Example:
        On 2026-11-23 with 2026 chosen: 2026 to 2020.
    """
    years = set(range(today.year, today.year - _YEARS_SHOWN, -1)) | {chosen}
    return sorted(years, reverse=True)


def form_state(valid_to: str | None, today: str) -> str:
    """Return how a treaty form stands: `open` without an end, `good` or `over`."""
    if valid_to is None:
        return "open"
    return "good" if valid_to >= today else "over"
