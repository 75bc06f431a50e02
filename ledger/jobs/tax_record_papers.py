"""Payment records on paper: the payer's copies in Japanese, a receiver's list in both languages.

    payer_paper(found, payer, day)            all records of a year, one under the other
    copy_paper(record, is_own, day)           one record: to be filed, or for whoever was paid
    own_paper(found, receiver, day, lang)     what one receiver got from every payer

The box for a My Number on the payer's copy is empty and says so; no other copy has one.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from contracts.figures import Language, number
from contracts.tax.filing import RESIDENT
from ledger.errors import RuleViolation
from ledger.jobs.tax_record_files import number_of, remarks
from ledger.jobs.tax_records import Apart, Party, Record, YearRecords
from ledger.jobs.tax_words import (
    APART,
    FILED,
    FORMS,
    HEADS,
    INCOMES,
    MY_NUMBER,
    TIMES,
    in_language,
)
from ledger.papers.blocks import Block, Heading, Items, Pairs, Paper, Table, Text

_YEN: Final = "JPY"
_TITLE: Final = ("支払調書（控え）", "Payment record (copy)")
_TITLES: Final = ("支払調書", "Payment records")
_OWN_TITLE: Final = ("年間の支払の明細", "What was paid in the year")
_YEAR: Final = ("{year}年分", "For {year}")
_DUE: Final = ("提出期限 {day}", "To be filed by {day}")
_SUM: Final = ("計", "Sum")
_BELOW: Final = ("提出を要しないもの", "Not filed")
_APART: Final = ("別に確かめるもの", "To be looked at apart")
_NOTHING: Final = ("該当する支払はありません。", "There is no such payment.")
_FILED_HEAD: Final = ("提出するもの", "To be filed")
_KIND: Final = ("種類", "Kind")
_COUNTED: Final = ("支払金額は消費税等を含みません。", "Amounts are without consumption tax.")
_OWN_FOOT: Final = (
    "確定申告の参考資料です。必要経費は含みません。税務の助言ではありません。",
    "For a tax return; expenses are not in it. This is no tax advice.",
)
_FOOT: Final = (
    "台帳の記録に基づく書面です。税務の助言ではありません。",
    "Made from what the register holds. This is no tax advice.",
)
_BOXES: Final = {
    "receiver": ("支払先", "Receiver"),
    "address": ("住所・所在地", "Address"),
    "number": ("個人・法人番号", "Number"),
    "payer": ("支払者", "Payer"),
    "payer_number": ("支払者の法人番号", "Payer's number"),
}
_BY_HAND: Final = ("（台帳に保管していません。手書きします）", "(not kept here; by hand)")
_WIDTHS: Final = (10, 6, 4, 6, 6)


def payer_paper(found: YearRecords, payer: Party, day: date, lang: Language = "ja") -> Paper:
    """Put all records of a payer's year on one paper.

    Args:
        found: The records.
        payer: Whose they are.
        day: Date of the paper.
        lang: Japanese is what is filed.
    """
    return Paper(
        lang=lang,
        title=in_language(_TITLES, lang),
        subtitle=f"{payer.name.in_language(lang)} {_said(_YEAR, lang, year=found.year)}",
        day=day,
        blocks=tuple(_of_payer(found, lang)),
        footer=(in_language(_FOOT, lang),),
    )


def copy_paper(record: Record, day: date, lang: Language = "ja", *, is_own: bool = False) -> Paper:
    """Put one record on a paper.

    Args:
        record: Of one receiver.
        day: Date of the paper.
        lang: Of every word on it.
        is_own: True for the copy of whoever was paid: it has no box for a number of a person.
    """
    return Paper(
        lang=lang,
        title=in_language(_TITLE if is_own else FORMS[record.record.form], lang),
        subtitle=_said(_YEAR, lang, year=record.record.year),
        day=day,
        blocks=tuple(_of_record(record, lang, is_own=is_own)),
        footer=(in_language(_FOOT, lang),),
    )


def own_paper(found: YearRecords, receiver: Party, day: date, lang: Language = "ja") -> Paper:
    """List what somebody was paid by every payer in a year.

    Args:
        found: The year, asked for by receiver.
        receiver: Who was paid.
        day: Date of the paper.
        lang: Of every word on it.
    """
    return Paper(
        lang=lang,
        title=in_language(_OWN_TITLE, lang),
        subtitle=f"{receiver.name.in_language(lang)} {_said(_YEAR, lang, year=found.year)}",
        day=day,
        blocks=tuple(_of_receiver(found, lang)),
        footer=(in_language(_OWN_FOOT, lang),),
    )


def year_paper(
    found: YearRecords, who: str, day: date, lang: Language = "ja", *, is_own: bool
) -> Paper:
    """Put a year on paper, for the payer or for whoever was paid.

    Args:
        found: The year.
        who: Id of the party that it was asked for by.
        day: Date of the paper.
        lang: Of every word on it.
        is_own: True for the list of whoever was paid.

    Raises:
        RuleViolation: `tax-records-none`: there is nothing to print.
    """
    party = found.party(who)
    if party is None:
        raise RuleViolation(
            "tax-records-none", field="year", value=found.year, expected="a year with payments"
        )
    return (own_paper if is_own else payer_paper)(found, party, day, lang)


def _of_payer(found: YearRecords, lang: Language) -> Iterator[Block]:
    yield Text(_said(_DUE, lang, day=found.due.isoformat()))
    for title, records in ((_FILED_HEAD, found.filed), (_BELOW, found.below)):
        yield Heading(in_language(title, lang))
        yield from _overview(records, lang)
    yield from _apart(found.apart, lang)
    for record in found.filed:
        name = record.receiver.name.in_language(lang)
        yield Heading(f"{name} ({in_language(FORMS[record.record.form], lang)})")
        yield from _of_record(record, lang, is_own=False)


def _of_receiver(found: YearRecords, lang: Language) -> Iterator[Block]:
    records = (*found.filed, *found.below)
    yield Text(in_language(_COUNTED, lang), small=True)
    yield from _overview(records, lang, by_payer=True)
    for record in records:
        if said := remarks(record, lang, is_own=True):
            yield Heading(record.payer.name.in_language(lang))
            yield Items(tuple(said))
    yield from _apart(found.apart, lang)


def _overview(
    records: Iterable[Record], lang: Language, *, by_payer: bool = False
) -> Iterator[Block]:
    """Yield a table with a row per record and kind of income, and its sum."""
    some = tuple(records)
    rows = [
        (
            (record.payer if by_payer else record.receiver).name.in_language(lang),
            in_language(INCOMES[income], lang),
            str(record.counts.get(income, 0)),
            _amount(paid, lang),
            _amount(withheld, lang),
        )
        for record in some
        for income, paid, withheld in record.record.incomes
    ]
    if not rows:
        yield Text(in_language(_NOTHING, lang))
        return
    sums = (
        sum(record.record.total_minor for record in some),
        sum(record.record.withheld_minor for record in some),
    )
    total = (in_language(_SUM, lang), "", "", *(_amount(one, lang) for one in sums))
    head = ("payer" if by_payer else "receiver", "category", "detail", "paid", "withheld")
    names = tuple(in_language(HEADS[name], lang) for name in head)
    yield Table(names, _WIDTHS, (*rows, total), right=(2, 3, 4), sums=1)


def _of_record(record: Record, lang: Language, *, is_own: bool) -> Iterator[Block]:
    yield Pairs(tuple(_boxes(record, lang, is_own=is_own)))
    rows = tuple(
        (
            in_language(INCOMES[income], lang),
            _said(TIMES, lang, count=record.counts.get(income, 0)),
            _amount(paid, lang),
            _amount(withheld, lang),
        )
        for income, paid, withheld in record.record.incomes
    )
    total = (
        in_language(_SUM, lang),
        "",
        _amount(record.record.total_minor, lang),
        _amount(record.record.withheld_minor, lang),
    )
    head = tuple(
        in_language(HEADS[name], lang) for name in ("category", "detail", "paid", "withheld")
    )
    yield Table(head, (10, 5, 6, 6), (*rows, total), right=(2, 3), sums=1)
    if said := remarks(record, lang, is_own=True):  # the boxes above say what is not kept
        yield Items(tuple(said))


def _boxes(record: Record, lang: Language, *, is_own: bool) -> Iterator[tuple[str, str]]:
    """Yield the boxes of a form; one for a number only where a number may stand."""

    def head(name: str) -> str:
        return in_language(_BOXES.get(name, HEADS[name]), lang)

    yield head("receiver"), record.receiver.name.in_language(lang)
    yield head("country"), record.receiver.country
    is_mine = record.receiver.is_person and record.record.form == RESIDENT
    if not is_own:
        yield head("address"), in_language(_BY_HAND, lang)
        empty = in_language(MY_NUMBER if is_mine else _BY_HAND, lang)
        yield head("number"), number_of(record) or empty
    yield head("payer"), record.payer.name.in_language(lang)
    if record.payer.corporate_number:
        yield head("payer_number"), record.payer.corporate_number
    if not is_own:
        yield head("filed"), in_language(FILED[record.record.must_file], lang)


def _apart(apart: Iterable[Apart], lang: Language) -> Iterator[Block]:
    rows = tuple(
        (
            f"{one.payer.name.in_language(lang)} → {one.receiver.name.in_language(lang)}",
            f"{in_language(INCOMES[one.income], lang)}\n{in_language(APART[one.why], lang)}",
            one.currency,
            number(one.amount_minor, one.currency, lang),
            number(one.withheld_minor, one.currency, lang),
        )
        for one in apart
    )
    if rows:
        yield Heading(in_language(_APART, lang))
        names = [in_language(HEADS["receiver"], lang), in_language(_KIND, lang), ""]
        names += [in_language(HEADS[name], lang) for name in ("paid", "withheld")]
        yield Table(tuple(names), (10, 10, 3, 6, 6), rows, right=(3, 4))


def _amount(minor: int, lang: Language) -> str:
    return number(minor, _YEN, lang)


def _said(pair: tuple[str, str], lang: Language, **values: object) -> str:
    return in_language(pair, lang).format(**values)
