"""A purchase document or an invoice in one language: its words, names, days and sums."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from contracts.figures import Language, number, unit
from ledger.log import canonical
from ledger.papers.blocks import Block, Heading, Table, Text
from ledger.papers.invoice_words import CLASS_WORDS, SUBJECT_WORDS, WORDS
from ledger.papers.statement_told import Told

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InvoiceTold:
    """Reads the JSON of a document in one language."""

    sheet: Plain
    lang: Language

    def says(self, key: str, *texts: object, **values: object) -> str:
        """Return a word or sentence, filled with values."""
        return WORDS[key][self.lang].format(*texts, **values)

    def head(self, key: str) -> str:
        """Return the head of a column of amounts, with the currency in it."""
        return self.says(key, unit(str(self.sheet["currency"]), self.lang))

    def name(self, named: Plain) -> str:
        """Return the name of a party, a committee or an agreement."""
        return str(named.get(self.lang) or named["ja"])

    def number(self, amount_minor: int) -> str:
        """Write an amount for a column."""
        return number(amount_minor, str(self.sheet["currency"]), self.lang)

    def day(self, day: str) -> str:
        """Write a day as the language does."""
        return Told(self.sheet, self.lang).day(day)

    def period(self, name: str) -> str:
        """Write a period as the language does."""
        return Told(self.sheet, self.lang).period(name)

    def klass(self, code: str) -> str:
        """Return what a class is called."""
        return CLASS_WORDS[code][self.lang]

    def subject(self, code: str) -> str:
        """Return what is paid for."""
        return SUBJECT_WORDS[code][self.lang]

    def sums(self) -> Iterator[Block]:
        """Yield the table of classes with tax, and how it was rounded."""
        rows = [
            (
                self.klass(row["tax_class"]),
                row.get("rate", ""),
                self.number(row["base_minor"]),
                self.number(row["tax_minor"]),
                self.number(row["base_minor"] + row["tax_minor"]),
            )
            for row in self.sheet["classes"]
        ]
        whole = [
            self.number(sum(row[name] for row in self.sheet["classes"]))
            for name in ("base_minor", "tax_minor")
        ]
        total = (self.says("sum"), "", *whole, self.number(self.sheet["total_minor"]))
        heads = (self.says("class"), self.says("rate"), *map(self.head, ("base", "tax", "total")))
        yield Heading(self.says("by_class"))
        yield Table(heads, (5, 3, 6, 6, 6), (*rows, total), right=(1, 2, 3, 4), sums=1)
        if any(row["tax_minor"] for row in self.sheet["classes"]):
            yield Text(self.says("once"), small=True)

    def footer(self) -> tuple[str, ...]:
        """Return the lines at the foot of every page."""
        digest = sha256(canonical.encode(dict(self.sheet))).hexdigest()
        return (self.says("foot", id=self.sheet["id"], sha256=digest), self.says("foot_evidence"))
