"""Payment records as CSV: with a head for people, or in the order of the tax office's layout 309.

A cell that a spreadsheet would take for a formula is defused; amounts are whole yen.

Source:
    National Tax Agency, list of layouts for statutory records (法定調書の記録要領), layout 309. Its
    page could not be read: the order of the head is that of a layout seen, the order of the body
    follows the form on paper. To be confirmed by an expert before anything is sent.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from contracts.figures import Language, money
from contracts.tax.filing import RESIDENT
from contracts.tax.income import COPYRIGHT, FEE
from ledger.errors import RuleViolation
from ledger.jobs.tax_records import Record, YearRecords
from ledger.jobs.tax_words import (
    BELOW,
    CONFIRM,
    CONSUMPTION,
    FILED,
    FORMS,
    HEADS,
    INCOMES,
    MY_NUMBER,
    NO_ADDRESS,
    PLANNED,
    TIMES,
    TREATY,
    UNPAID,
    in_language,
)
from ledger.statements.encodings import encoded
from ledger.statements.render import defused

CSV_TYPE: Final = "text/csv"
LAYOUT: Final = "309"
_BOM: Final = "\ufeff"
_REIWA: Final = 2018
_YEN: Final = "JPY"


def records_csv(found: YearRecords, lang: Language = "ja", encoding: str = "utf-8") -> bytes:
    """Write records with a row for each kind of income.

    Args:
        found: Of a year; those not filed follow those that are.
        lang: Of head and remarks.
        encoding: `utf-8` (with a byte order mark) or `cp932`.

    Raises:
        RuleViolation: A cell cannot be written in the encoding; it is named.
    """
    rows = [[in_language(pair, lang) for pair in HEADS.values()]]
    for record in (*found.filed, *found.below):
        rows += [[*map(defused, row)] for row in _rows(record, lang)]
    return encoded(_written(rows), encoding)


def records_309(found: YearRecords, encoding: str = "utf-8") -> bytes:
    """Write the records of residents that are filed in the order of layout 309, without a head.

    What the register does not keep (addresses, telephone numbers, numbers of offices, My Number)
    is empty; whoever files enters it.

    Raises:
        RuleViolation: As `records_csv`.
    """
    year = str(found.year - _REIWA)
    rows = [
        _row_309(record, income, year)
        for record in found.filed
        if record.record.form == RESIDENT
        for income in _incomes(record)
    ]
    if not rows:
        raise RuleViolation(
            "tax-records-none",
            field="layout",
            value=LAYOUT,
            expected="a year with records of residents that are filed",
        )
    names = [f"{LAYOUT}-{number}" for number in range(1, len(rows[0]) + 1)]
    # The head only serves to name a column that cannot be written; the layout has none.
    _, _, body = encoded(_written([names, *rows]), encoding).partition(b"\r\n")
    return body


def remarks(record: Record, lang: Language, *, is_own: bool = False) -> list[str]:
    """Return what has to be said beside the sums of a record.

    Args:
        record: Of one receiver.
        lang: Of the sentences.
        is_own: True for the receiver's own copy, which has no box for a number.
    """
    return [*_about_person(record, lang, is_own), *_about_sums(record, lang)]


def _about_person(record: Record, lang: Language, is_own: bool) -> Iterator[str]:  # noqa: FBT001
    if is_own:
        return
    if record.receiver.is_person and record.record.form == RESIDENT:
        yield in_language(MY_NUMBER, lang)
    yield in_language(NO_ADDRESS, lang)


def _about_sums(record: Record, lang: Language) -> Iterator[str]:
    def told(amount: int) -> str:
        return money((amount, 1), _YEN, lang)

    if record.consumption_minor:
        yield in_language(CONSUMPTION, lang).format(amount=told(record.consumption_minor))
    if record.unpaid_minor:
        amounts = {"amount": told(record.unpaid_minor), "tax": told(record.unwithheld_minor)}
        yield in_language(UNPAID, lang).format(**amounts)
    if record.planned:
        yield in_language(PLANNED, lang).format(count=record.planned)
    if record.treaty_forms:
        yield in_language(TREATY, lang).format(forms=", ".join(record.treaty_forms))
    if not record.record.must_file:
        yield in_language(BELOW, lang).format(limit=told(record.record.limit.over_minor))
    if record.record.limit.confidence not in ("published", "secondary"):
        yield in_language(CONFIRM, lang)


def number_of(record: Record) -> str:
    """Return what stands in the box for a number: a company's own, nothing of a person."""
    return "" if record.receiver.is_person else record.receiver.corporate_number or ""


def _incomes(record: Record) -> list[tuple[str, int, int]]:
    return list(record.record.incomes) or [(COPYRIGHT, 0, 0)]


def _rows(record: Record, lang: Language) -> Iterator[list[str]]:
    form = in_language(FORMS[record.record.form], lang)
    for place, (income, paid, withheld) in enumerate(_incomes(record)):
        is_first = place == 0  # what concerns the whole record stands once
        yield [
            str(record.record.year),
            form,
            record.receiver.name.in_language(lang),
            "",
            record.receiver.country,
            number_of(record),
            in_language(INCOMES[income], lang),
            in_language(TIMES, lang).format(count=record.counts.get(income, 0)),
            str(paid),
            str(withheld),
            str(record.unpaid_minor) if is_first else "",
            str(record.unwithheld_minor) if is_first else "",
            str(record.consumption_minor) if is_first else "",
            in_language(FILED[record.record.must_file], lang),
            record.payer.name.in_language(lang),
            record.payer.corporate_number or "",
            " ".join(remarks(record, lang)) if is_first else "",
        ]


def _row_309(record: Record, income: tuple[str, int, int], year: str) -> list[str]:
    """Return the fields in order: eleven of the head, then the body; empty ones are not kept."""
    kind, paid, withheld = income
    is_first = income == _incomes(record)[0]
    head = [LAYOUT, "", "", "", record.payer.name.ja, "", "", "", "", "0", f"{int(year):02}"]
    body = [
        "",
        record.receiver.name.ja,
        INCOMES[kind][0] if kind in (COPYRIGHT, FEE) else kind,
        TIMES[0].format(count=record.counts.get(kind, 0)),
        str(paid),
        str(record.unpaid_minor if is_first else 0),
        str(withheld),
        str(record.unwithheld_minor if is_first else 0),
        number_of(record),
    ]
    return [defused(cell) for cell in (*head, *body)]


def _written(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return (_BOM + text.getvalue()).encode()
