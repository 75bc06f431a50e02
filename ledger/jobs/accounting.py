"""The journal behind the register: what a payer's reports, statements and payments are in books.

    journal_of(conn, payer, first, last) -> Journal

Nothing is recorded. The journal follows from the register; its documents are numbered by the ids
that the register gave, so that a document is known again wherever it is imported.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ledger.errors import LogCorrupt, RuleViolation
from ledger.jobs.accounting_income import income
from ledger.jobs.accounting_lines import JournalDocument, balances_of
from ledger.jobs.accounting_spending import spending
from ledger.jobs.tax_payments import check_known


@dataclass(frozen=True, slots=True)
class Journal:
    """A payer's journal of some days.

    Attributes:
        documents: By day and place in the log.
        after_entry: Only documents that stand behind this entry, if one was named.
    """

    payer: str
    first: date
    last: date
    documents: tuple[JournalDocument, ...]
    after_entry: int | None = None

    @property
    def last_entry(self) -> int | None:
        """The last entry of any document: what comes late for these days stands behind it."""
        return max((one.entry_index for one in self.documents), default=None)

    def in_currency(self, currency: str) -> tuple[JournalDocument, ...]:
        """Return the documents of one currency."""
        return tuple(one for one in self.documents if one.currency == currency)

    def totals(self) -> dict[str, int]:
        """Return the sum of all debits by currency; that of all credits is the same."""
        found: dict[str, int] = {}
        for one in self.documents:
            found[one.currency] = found.get(one.currency, 0) + one.debit_minor
        return dict(sorted(found.items()))


def journal_of(
    conn: Connection, payer: str, first: date, last: date, *, after_entry: int | None = None
) -> Journal:
    """Make a payer's journal.

    Args:
        conn: A snapshot.
        payer: Whose books.
        first: First day.
        last: Last day, included.
        after_entry: Last entry of an earlier journal of the same days: only what is newer.

    Raises:
        NotFound: There is no such party.
        RuleViolation: `journal-days-reversed`.

    Example:
        A statement of 100,000 to an individual, paid: royalties 100,000 against payable; then
        payable 100,000 against withheld 10,210 and the bank 89,790. Payable ends at zero.
    """
    check_known(conn, payer, "payer")
    if last < first:
        raise RuleViolation(
            "journal-days-reversed",
            field="to",
            value=last.isoformat(),
            expected=f"a day from {first.isoformat()} on",
        )
    found = [
        one
        for one in (*income(conn, payer), *spending(conn, payer))
        if one.lines
        and first <= one.day <= last
        and (after_entry is None or one.entry_index > after_entry)
    ]
    found.sort(key=lambda one: (one.day, one.entry_index, one.id))
    made = Journal(payer, first, last, tuple(found), after_entry)
    if sum(balances_of(made.documents).values()):
        raise LogCorrupt("journal-unbalanced", field="payer", value=payer)
    return made
