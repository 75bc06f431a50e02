"""A journal as a file that an accounting program takes.

    exported(journal, read_mapping(), "yayoi", names) -> Exported

Rules kept here:
1. Nothing is written while an account or a tax class that the journal needs has no name; all that
   lack one are named at once.
2. The same register, days and mapping give the same bytes.
3. Debits and credits of the file are equal, and equal to those of the journal, or it is not given.
4. Documents in other currencies than yen are left out, and named with their sums.

Source:
    Layouts: accounting_layouts.toml says for each where it is published.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from sqlalchemy import Connection, select

from ledger.committees.views import CommitteeRow
from ledger.errors import LogCorrupt, RuleViolation
from ledger.jobs.accounting import Journal
from ledger.jobs.accounting_lines import JournalDocument, Line
from ledger.jobs.accounting_mapping import ChartMapping, Layout, layout_of
from ledger.parties.display import names_of
from ledger.statements.render import defused
from ledger.store.views import table_of
from ledger.vault.vault import Vault

FILE_TYPE: Final = "text/csv"
YEN: Final = "JPY"
KINDS_JA: Final[Mapping[str, str]] = {
    "report": "報告",
    "correction": "報告の訂正",
    "invoice": "請求",
    "credit_note": "返還請求",
    "receipt": "入金",
    "set_off": "相殺",
    "interest": "遅延損害金",
    "statement": "支払明細",
    "payment": "支払",
    "cost": "費用",
    "bank_fee": "入金時の振込手数料",
    "bank_capital": "出資",
    "bank_expense": "費用の支払",
    "bank_tax": "源泉所得税の納付",
    "bank_bank_fee": "銀行手数料",
    "bank_own": "自社資金",
    "bank_other": "その他の入出金",
}
_SINGLE, _BEGIN, _MIDDLE, _END = "2000", "2110", "2100", "2101"
_SLIP: Final = "3"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file with what it says.

    Attributes:
        documents: How many. rows: of the file, without its head.
        debit_minor: Sum of its debits; the same as `credit_minor`.
        left_out: Currency to count and sum of documents that are not in it.
    """

    data: bytes
    layout: Layout
    documents: int
    rows: int
    debit_minor: int
    credit_minor: int
    left_out: Mapping[str, tuple[int, int]]


def names_in_journal(
    conn: Connection, vault: Vault, journal: Journal, *, hides_restricted: bool = False
) -> dict[str, str]:
    """Return what the parties and committees of a journal are called, in Japanese.

    Args:
        conn: A snapshot.
        vault: Opens the names of persons.
        journal: Whose documents.
        hides_restricted: For readers other than the operator; see `names_of`.
    """
    parties = {one.party for one in journal.documents if one.party}
    committees: set[str] = set()
    for document in journal.documents:
        parties |= {line.party for line in document.lines if line.party}
        committees |= {line.committee for line in document.lines if line.committee}
    opened = names_of(conn, vault, parties, hides_restricted=hides_restricted)
    found = {id: name.ja for id, name in opened.items()}
    table = table_of(CommitteeRow)
    query = select(table.c.id, table.c.name_ja).where(table.c.id.in_(sorted(committees)))
    return found | {row[0]: row[1] for row in conn.execute(query)}


def exported(
    journal: Journal, mapping: ChartMapping, layout_name: str, names: Mapping[str, str]
) -> Exported:
    """Write a journal.

    Args:
        journal: Of one payer.
        mapping: Whose chart.
        layout_name: Of the file.
        names: What parties and committees are called.

    Raises:
        RuleViolation: `accounting-layout-unknown`, `accounting-unmapped`,
            `accounting-amount-too-long`, or `character-not-in-encoding` with row and column.
    """
    layout = layout_of(mapping, layout_name)
    chosen = journal.in_currency(YEN)
    shaped = chosen if layout.is_inclusive else [one.separated() for one in chosen]
    _check_mapped(shaped, mapping, layout)
    writer = _Writer(mapping, layout, names)
    rows = [row for number, one in enumerate(shaped, 1) for row in writer.rows(one, number)]
    debit, credit = writer.sums
    if debit != credit or debit != sum(one.debit_minor for one in shaped):
        raise LogCorrupt("journal-unbalanced", field="file", value=debit, difference=credit)
    return Exported(
        data=_encoded(rows, layout),
        layout=layout,
        documents=len(shaped),
        rows=len(rows),
        debit_minor=debit,
        credit_minor=credit,
        left_out=_left_out(journal),
    )


def unmapped_in(
    documents: Sequence[JournalDocument], mapping: ChartMapping, layout: Layout
) -> list[str]:
    """Return the accounts and tax classes that documents need and a mapping does not name."""
    words = mapping.tax.get(layout.name, {})
    lines = [line for one in documents for line in one.lines]
    accounts = {
        f"accounts.{line.account}" for line in lines if line.account not in mapping.accounts
    }
    taxes = {f"tax.{layout.name}.{line.tax_class}" for line in lines if line.tax_class not in words}
    return [*sorted(accounts), *sorted(taxes)]


def _check_mapped(
    documents: Sequence[JournalDocument], mapping: ChartMapping, layout: Layout
) -> None:
    lacking = unmapped_in(documents, mapping, layout)
    if lacking:
        raise RuleViolation(
            "accounting-unmapped",
            field="mapping",
            value=lacking,
            expected="a name for each in the mapping; daicho accounting mapping --write FILE",
        )


def _left_out(journal: Journal) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for one in journal.documents:
        if one.currency != YEN:
            count, total = found.get(one.currency, (0, 0))
            found[one.currency] = (count + 1, total + one.debit_minor)
    return dict(sorted(found.items()))


class _Writer:
    """Writes documents as rows, debits and credits side by side."""

    def __init__(self, mapping: ChartMapping, layout: Layout, names: Mapping[str, str]) -> None:
        self._mapping, self._layout, self._names = mapping, layout, names
        self._debit = self._credit = 0

    @property
    def sums(self) -> tuple[int, int]:
        """Debits and credits written so far."""
        return self._debit, self._credit

    def rows(self, document: JournalDocument, number: int) -> Iterator[list[str]]:
        """Yield the rows of a document."""
        debits = [line for line in document.lines if line.total_minor > 0]
        credits_ = [line for line in document.lines if line.total_minor < 0]
        self._debit += sum(line.total_minor for line in debits)
        self._credit -= sum(line.total_minor for line in credits_)
        pairs = list(zip_longest(debits, credits_))
        for place, (debit, credit) in enumerate(pairs):
            cells = self._common(document, number) | {
                "flag": _flag(place, len(pairs)),
                "type": _SLIP if len(pairs) > 1 else "0",
                **self._side("debit", debit, document),
                **self._side("credit", credit, document),
            }
            yield [self._cell(content, cells) for _, content in self._layout.columns]

    def _cell(self, content: str, cells: Mapping[str, str]) -> str:
        return content[1:] if content.startswith("=") else defused(cells[content])

    def _common(self, document: JournalDocument, number: int) -> dict[str, str]:
        kind = KINDS_JA[document.kind]
        party = self._name(document.party)
        return {
            "number": str(number),
            "id": document.id,
            "entry": str(document.entry_index),
            "date": document.day.strftime(self._layout.date),
            "kind": kind,
            "text": " ".join(part for part in (kind, party, document.about) if part),
        }

    def _side(self, side: str, line: Line | None, document: JournalDocument) -> dict[str, str]:
        if line is None:
            blank = dict.fromkeys(("account", "code", "sub", "party", "tax_amount"), "")
            empty = blank | {"tax": self._layout.blank_tax, "amount": ""}
            if self._layout.blank_tax:  # such layouts want a figure on either side
                empty["amount"] = "0"
            return {f"{side}.{name}": value for name, value in empty.items()}
        account = self._mapping.accounts[line.account]
        amount = str(abs(line.total_minor))
        if len(amount) > self._layout.most_digits:
            raise RuleViolation(
                "accounting-amount-too-long",
                field="amount",
                value=f"{document.id}: {amount}",
                expected=f"at most {self._layout.most_digits} digits",
            )
        cells = {
            "account": account.name,
            "code": account.code,
            "sub": self._sub(account.sub, line),
            "party": self._name(line.party),
            "tax": self._mapping.tax[self._layout.name][line.tax_class],
            "amount": amount,
            "tax_amount": str(abs(line.tax_minor)) if line.tax_minor else "",
        }
        return {f"{side}.{name}": value for name, value in cells.items()}

    def _sub(self, sub: str, line: Line) -> str:
        if sub == "place":
            return line.place or ""
        if sub == "none":
            return ""
        return self._name(line.party if sub == "party" else line.committee)

    def _name(self, id: str | None) -> str:
        if id is None:
            return ""
        return self._mapping.parties.get(id) or self._names.get(id, id)


def _flag(place: int, count: int) -> str:
    """Return what kind of row it is, as Yayoi calls them.

    Example:
        >>> [_flag(place, 3) for place in range(3)], _flag(0, 1)
        (['2110', '2100', '2101'], '2000')
    """
    if count == 1:
        return _SINGLE
    if place == 0:
        return _BEGIN
    return _END if place == count - 1 else _MIDDLE


def _encoded(rows: Sequence[Sequence[str]], layout: Layout) -> bytes:
    headings = [heading for heading, _ in layout.columns]
    for number, row in enumerate(rows, 1 + layout.head):
        for heading, cell in zip(headings, row, strict=True):
            _check_written(cell, layout.encoding, number, heading)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([headings] if layout.head else [])
    writer.writerows(rows)
    return text.getvalue().encode(layout.encoding)


def _check_written(cell: str, encoding: str, row: int, column: str) -> None:
    try:
        cell.encode(encoding)
    except UnicodeEncodeError as error:
        lacking = cell[error.start]
        raise RuleViolation(
            "character-not-in-encoding",
            f"{encoding} has no {lacking!r}; name the party in the mapping under [parties]",
            field="encoding",
            value=cell[:80],
            row=row,
            column=column,
            character=lacking,
            code_point=f"U+{ord(lacking):04X}",
            expected=f"characters of {encoding}",
        ) from None
