"""Documents of a journal: each balances by itself, so every sum of them does.

    document = Drafted(...).line(RECEIVABLE, 900).line(SALES, -900).done()

Amounts of a line are without consumption tax; the tax that belongs to it stands beside it. Debits
are positive, credits negative.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from ledger.errors import LogCorrupt

RECEIVABLE: Final = "receivable"
ACCRUED: Final = "accrued"
WINDOW_KEPT: Final = "window_kept"
SALES: Final = "sales"
DEPOSITS: Final = "deposits"
CAPITAL: Final = "capital"
SUSPENSE: Final = "suspense"
BANK: Final = "bank"
BANK_FEES: Final = "bank_fees"
OWN_FUNDS: Final = "own_funds"
ROYALTIES: Final = "royalties"
FEES: Final = "fees"
DISTRIBUTIONS: Final = "distributions"
OWN_INCOME: Final = "own_income"
ADVANCES: Final = "advances"
PAYABLE: Final = "payable"
CARRIED: Final = "carried"
WITHHELD: Final = "withheld"
COSTS: Final = "costs"
COSTS_PAYABLE: Final = "costs_payable"
OTHER_RECEIVABLE: Final = "other_receivable"
INTEREST_INCOME: Final = "interest_income"
TAX_PAID: Final = "tax_paid"
TAX_RECEIVED: Final = "tax_received"

ACCOUNTS: Final = (
    RECEIVABLE, ACCRUED, WINDOW_KEPT, SALES, DEPOSITS, CAPITAL, SUSPENSE, BANK, BANK_FEES,
    OWN_FUNDS, ROYALTIES, FEES, DISTRIBUTIONS, OWN_INCOME, ADVANCES, PAYABLE, CARRIED, WITHHELD,
    COSTS, COSTS_PAYABLE, OTHER_RECEIVABLE, INTEREST_INCOME, TAX_PAID, TAX_RECEIVED,
)  # fmt: skip
"""Every account that a journal can name; a mapping gives each the name it has in a chart."""

NO_TAX: Final = "none"
UNSTATED: Final = "unstated"
SALE: Final = "sale"
SALE_CLASSES: Final = {
    "standard": SALE,
    "export_exempt": "sale_export",
    "not_taxable": "not_taxable",
    "out_of_scope": "out_of_scope",
}
PURCHASE: Final = "purchase"
PURCHASE_ABROAD: Final = "purchase_abroad"
TAX_CLASSES: Final = (
    NO_TAX, UNSTATED, SALE, "sale_export", "not_taxable", "out_of_scope", PURCHASE, "purchase_100",
    "purchase_80", "purchase_70", "purchase_50", "purchase_30", "purchase_0", PURCHASE_ABROAD,
)  # fmt: skip
"""Every tax class that a line can have; `purchase_80` and its like are purchases from sellers
without a number, of whose tax so many percent may be credited."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document.

    Attributes:
        account: One of `ACCOUNTS`.
        amount_minor: Without tax; positive debits, negative credits.
        tax_class: One of `TAX_CLASSES`.
        tax_minor: Consumption tax that belongs to it, with the same sign.
        party: Whose account it is. committee: whose money it is. place: the bank account's name.
    """

    account: str
    amount_minor: int
    tax_class: str = NO_TAX
    tax_minor: int = 0
    party: str | None = None
    committee: str | None = None
    place: str | None = None

    @property
    def total_minor(self) -> int:
        """With its tax."""
        return self.amount_minor + self.tax_minor


@dataclass(frozen=True, slots=True)
class JournalDocument:
    """What one paper or movement is in the books.

    Attributes:
        day: On which it counts. id: of the report, invoice, receipt, statement or payment.
        kind: What it is. about: a period, a number or nothing. party: with whom.
        entry_index: Where it stands in the log.
    """

    day: date
    id: str
    kind: str
    entry_index: int
    currency: str
    lines: tuple[Line, ...]
    about: str = ""
    party: str | None = None

    @property
    def debit_minor(self) -> int:
        """Sum of the debits, with tax; that of the credits is the same."""
        return sum(line.total_minor for line in self.lines if line.total_minor > 0)

    def separated(self) -> "JournalDocument":
        """Return it with every tax as a line of its own, on the accounts for tax."""
        lines: list[Line] = []
        for line in self.lines:
            lines.append(replace(line, tax_minor=0))
            if line.tax_minor:
                account = TAX_RECEIVED if line.tax_class == SALE else TAX_PAID
                lines.append(Line(account, line.tax_minor, party=line.party))
        kept = tuple(line for line in lines if line.amount_minor)
        return replace(self, lines=kept)


@dataclass(slots=True)
class Drafted:
    """A document under way."""

    day: date
    id: str
    kind: str
    entry_index: int
    currency: str
    about: str = ""
    party: str | None = None
    lines: list[Line] = field(default_factory=list)

    def put(self, line: Line) -> "Drafted":
        """Add a line; one of nothing is left out."""
        if line.amount_minor or line.tax_minor:
            self.lines.append(line)
        return self

    def line(self, account: str, amount: int, party: str | None = None) -> "Drafted":
        """Add a line that bears no tax."""
        return self.put(Line(account, amount, party=party))

    def done(self) -> JournalDocument:
        """Return the document.

        Raises:
            LogCorrupt: `journal-unbalanced`: debits and credits differ, which no input can cause.
        """
        off = sum(line.total_minor for line in self.lines)
        if off:
            raise LogCorrupt("journal-unbalanced", field="document", value=self.id, difference=off)
        return JournalDocument(
            self.day, self.id, self.kind, self.entry_index, self.currency, tuple(self.lines),
            self.about, self.party,
        )  # fmt: skip


def balances_of(documents: Iterable[JournalDocument]) -> dict[str, int]:
    """Sum up every account, with taxes on their own accounts; all together are zero."""
    found: dict[str, int] = {}
    for document in documents:
        for line in document.separated().lines:
            found[line.account] = found.get(line.account, 0) + line.amount_minor
    return dict(sorted(found.items()))
