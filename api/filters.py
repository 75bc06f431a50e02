"""What lists can be narrowed to, one model per list."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

_Id = Annotated[str, Field(max_length=64)] | None
_Word = Annotated[str, Field(max_length=40)] | None
_Search = Annotated[str, Field(max_length=200)] | None


class Filters(BaseModel):
    """Base of all filters."""

    model_config = ConfigDict(frozen=True)

    def given(self) -> dict[str, str]:
        """Return the filters that the query names, without the search text."""
        return self.model_dump(exclude_none=True, exclude={"q"})


class PartyFilters(Filters):
    """Narrows parties; `q` finds names however they are spelled."""

    q: _Search = None
    kind: _Word = None
    corporate_number: _Word = None


class WorkFilters(Filters):
    """Narrows works; `q` finds titles and numbers, `credited` a party in the credits."""

    q: _Search = None
    holder: _Id = None
    credited: _Id = None
    kind: _Word = None
    status: _Word = None


class CommitteeFilters(Filters):
    """Narrows committees; `q` finds parts of names."""

    q: _Search = None
    status: _Word = None
    lead: _Id = None
    work: _Id = None
    member: _Id = None


class AgreementFilters(Filters):
    """Narrows agreements."""

    payer: _Id = None
    committee: _Id = None
    party: _Id = None
    work: _Id = None
    kind: _Word = None


class RightFilters(Filters):
    """Narrows rights."""

    work: _Id = None
    kind: Literal["title", "transfer", "licence", "option", "encumbrance"] | None = None
    giver: _Id = None
    taker: _Id = None


class DisputeFilters(Filters):
    """Narrows disputes; `only` asks for a whole list of its own, beside which nothing narrows."""

    only: Literal["overdue", "held", "due"] | None = None
    status: Literal["open", "upheld", "rejected", "agreed", "withdrawn"] | None = None
    kind: Literal["statement_line", "grant", "committee", "agreement"] | None = None
    subject: _Id = None
    opened_by: _Id = None


class RoyaltyAuditFilters(Filters):
    """Narrows royalty audits."""

    status: (
        Literal[
            "requested", "found", "objected",
            "clean", "agreed", "unanswered", "settled", "withdrawn",
        ]
        | None
    ) = None  # fmt: skip
    agreement: _Id = None
    auditor: _Id = None
    audited: _Id = None


class CashFilters(Filters):
    """Narrows accounts."""

    party: _Id = None
    committee: _Id = None


class SetOffFilters(Filters):
    """Narrows set-offs."""

    payer: _Id = None
    party: _Id = None
    statement: _Id = None
    report: _Id = None


class InterestFilters(Filters):
    """Narrows interest that was charged."""

    agreement: _Id = None
    report: _Id = None
    debtor: _Id = None


class TreatyFormFilters(Filters):
    """Narrows treaty forms."""

    payer: _Id = None
    payee: _Id = None
    country: _Word = None


class ReportFilters(Filters):
    """Narrows reports."""

    agreement: _Id = None
    reporter: _Id = None
    period: _Word = None
    status: Literal["active", "superseded"] | None = None


class RunFilters(Filters):
    """Narrows payout runs."""

    agreement: _Id = None
    payer: _Id = None
    period: _Word = None


class StatementFilters(Filters):
    """Narrows statements."""

    payer: _Id = None
    payee: _Id = None
    period: _Word = None


class PurchaseFilters(Filters):
    """Narrows purchase documents."""

    payer: _Id = None
    payee: _Id = None
    statement: _Id = None


class InvoiceFilters(Filters):
    """Narrows invoices and credit notes."""

    issuer: _Id = None
    debtor: _Id = None
    report: _Id = None
    agreement: _Id = None


class KeyFilters(Filters):
    """Narrows authors' keys."""

    party: _Id = None
    status: Literal["in_force", "rotated", "revoked"] | None = None


class DeliveryFilters(Filters):
    """Narrows deliveries of notices."""

    status: _Word = None
    kind: _Word = None
    address: _Id = None
