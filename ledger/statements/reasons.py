"""The whole reason of one line of a statement: report rows, computation, payment; and its graph.

Whoever reads the run in full is told everything, anybody else what the terms disclose to the
payee of the statement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from contracts.disclosure import EVERYTHING, Sight
from contracts.explain import ancestors
from contracts.figures import Language
from contracts.graph import Graph, way_of
from ledger.access.views import Viewer, can_read
from ledger.blobs.blobs import Blobs
from ledger.errors import NotFound
from ledger.statements.books import RunBook
from ledger.statements.commands import StatementLine
from ledger.statements.lines import explained
from ledger.statements.opened import open_books
from ledger.statements.payment_told import payment_told
from ledger.statements.reported import reported_sums, told
from ledger.statements.revision_books import RevisionBook
from ledger.statements.sight import sight_of


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one line of a statement is what it is.

    Attributes:
        number: The line, counted from one.
        sight: What the reader may see.
    """

    statement: Mapping[str, Any]
    number: int
    line: StatementLine
    book: RunBook
    sight: Sight

    @property
    def traced(self) -> RunBook:
        """The book whose trace has the row of this line: of a revision, the run's own."""
        if isinstance(self.book, RevisionBook):
            return self.book.book_with(self.book.run_of(self.line.period), self.line.row)
        return self.book

    def graph(self) -> Graph:
        """Return the way of the money to this line, as far as the reader may see it."""
        return way_of(self.traced.trace, self.line.row, self.sight)

    def named(self) -> set[str]:
        """Return the parties and references that the sentences may name."""
        paid = {row.payee for row in self.book.trace if row.payee}
        own = {self.statement["payee"], *self.book.standing.payees}
        return own | paid if self.sight.level == "full" else own

    def _items(self) -> list[str]:
        """Return the revenue items that the amount was made from, if the reader may know them."""
        if self.sight.level != "full" or self.line.kind == "adjustment":
            return []
        found, _ = ancestors(self.book.rows, self.line.row)
        rows = (self.book.rows[name] for name in found)
        return [row.id.removeprefix("item/") for row in rows if row.kind == "item"]

    def told(
        self, conn: Connection, blobs: Blobs, lang: Language, names: Mapping[str, str]
    ) -> dict[str, Any]:
        """Return the line with its sentences: reports, computation, payment.

        Args:
            conn: A snapshot.
            blobs: Holds the reports.
            lang: "ja" or "en".
            names: Party or reference to the name a reader knows.
        """
        reports = reported_sums(conn, blobs, self.book, self._items())
        told_to = (self.sight, str(self.statement["payee"]))
        sentences = explained(self.line, self.book, lang, {lang: names}, told_to)
        label = self.line.label_ja if lang == "ja" else self.line.label_en
        return {
            "statement": self.statement["id"],
            "line": self.number,
            "language": lang,
            "disclosure": self.sight.level,
            "run": self.line.run,
            "period": self.line.period or self.book.run["period"],
            "agreement": self.line.agreement,
            "step": self.line.step,
            "row": self.line.row,
            "label": label,
            "currency": self.statement["currency"],
            "amount_minor": self.line.amount_minor,
            "reports": [one.to_dict() for one in reports],
            "sentences": {
                "reports": told(reports, lang),
                "computation": sentences,
                "payment": payment_told(self.statement, lang),
            },
        }


def reasons_of(
    conn: Connection,
    blobs: Blobs,
    statement: Mapping[str, Any],
    viewer: Viewer,
    numbers: Sequence[int] = (),
) -> list[Reason]:
    """Return the reasons of lines of a statement that a reader may read.

    Args:
        conn: A snapshot.
        blobs: Holds the traces.
        statement: As `ledger.statements.views.show` shows it to this reader.
        viewer: Who reads.
        numbers: Lines, counted from one; all if none is named.

    Raises:
        NotFound: The statement has no such line.
    """
    lines = statement["lines"]
    wanted = list(numbers) or list(range(1, len(lines) + 1))
    for number in wanted:
        if not 1 <= number <= len(lines):
            raise NotFound(
                "statement-line-not-found",
                f"this statement has lines 1 to {len(lines)}",
                field="line",
                value=number,
                expected=f"1 to {len(lines)}",
            )
    chosen = {number: StatementLine.model_validate(lines[number - 1]) for number in wanted}
    books = open_books(conn, blobs, {line.run for line in chosen.values()})
    payee = statement["payee"]
    return [
        Reason(
            statement,
            number,
            line,
            books[line.run],
            sight_for(conn, viewer, books[line.run], payee),
        )
        for number, line in chosen.items()
    ]


def sight_for(conn: Connection, viewer: Viewer, book: RunBook, payee: str) -> Sight:
    """Return what a reader sees of a run: everything, or what its payee does."""
    if can_read(conn, viewer, book.run["id"]):
        return EVERYTHING
    return sight_of(book, payee)
