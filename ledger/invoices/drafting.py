"""What a purchase document says, from a snapshot or in the transaction: the same either way.

The same draft is made where the files are made and where the rule decides, so that the rule can
refuse a document whose figures do not follow from what is on record.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.errors import NotFound
from ledger.invoices.commands import ClassOverride, Place, Sent
from ledger.invoices.deeming import last_day
from ledger.invoices.events import ClassAmount, Deeming, PayerCredit, PurchasePart
from ledger.invoices.figures import PurchaseFigures, Stated, purchase_figures
from ledger.invoices.views import Source, clause_on, rows_of
from ledger.log import canonical
from ledger.parties.registrations import numbers_on
from ledger.parties.views import PartyRow
from ledger.statements.views import StatementRow
from ledger.store.state import Row
from ledger.store.views import unpack
from ledger.values import Value


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about a statement that is to be presented."""

    sent: Sent
    services_in: Place = "unknown"
    overrides: Sequence[ClassOverride] = ()
    replaces: str | None = None


def statement_row(source: Source, statement: str) -> Row:
    """Return the row of a statement.

    Raises:
        NotFound: There is none.
    """
    rows = rows_of(source, StatementRow, id=statement)
    if not rows:
        raise NotFound("statement-not-found", field="statement", value=statement)
    return rows[0]


def drafted(source: Source, statement: Row, asked: Asked) -> dict[str, Any]:
    """Return the fields of `purchase.presented/1` but its id and its files.

    Args:
        source: A snapshot, or the state of the transaction under way.
        statement: Its row.
        asked: How and when it is sent, and what somebody decided.

    Raises:
        RuleViolation: See `ledger.invoices.figures.purchase_figures`.
    """
    day = date.fromisoformat(statement["payment_date"])
    payer, supplier = statement["payer"], statement["paid_to"]
    parties = {id: rows_of(source, PartyRow, id=id)[0] for id in {payer, supplier}}
    number = numbers_on(source, [parties[supplier]], day)[supplier]
    doc = unpack(statement["doc"])
    figures = purchase_figures(
        Stated(
            day=day,
            currency=statement["currency"],
            lines=[(line.get("income"), line["amount_minor"]) for line in doc["lines"]],
            tax=doc["tax"],
            added_minor=statement["consumption_tax_minor"],
            seller=parties[supplier]["country"],
            buyer=parties[payer]["country"],
            number=number,
            services_in=asked.services_in,
            overrides={one.line: one.tax_class for one in asked.overrides},
        )
    )
    named = {name: statement[name] for name in ("payer", "payee", "period", "currency")}
    return {
        "statement": statement["id"],
        **named,
        "supplier": supplier,
        "payment_date": day,
        "number": number,
        **figures_as_fields(figures),
        "services_in": asked.services_in,
        "overrides": tuple(asked.overrides),
        "sent": asked.sent,
        "deeming": _deeming(source, statement, asked.sent),
        "replaces": asked.replaces,
    }


def figures_as_fields(figures: PurchaseFigures) -> dict[str, Any]:
    """Return computed figures as fields of the fact."""
    return {
        "lines": tuple(
            PurchasePart(
                subject=part.subject,
                tax_class=part.klass,
                rule=part.rule,
                amount_minor=part.amount_minor,
            )
            for part in figures.parts
        ),
        "classes": tuple(ClassAmount.of(row) for row in figures.classes),
        "is_inclusive": figures.is_inclusive,
        "is_qualified": figures.is_qualified,
        "total_minor": figures.total_minor,
        "credit": PayerCredit.of(figures.credit),
    }


def figures_sha256(fields: dict[str, Any]) -> str:
    """Return the hash of a draft, by which it is compared later."""
    return canonical.digest(_plain(fields))


def _plain(value: Any) -> Any:
    if isinstance(value, Value):
        return value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if each is not None}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _deeming(source: Source, statement: Row, sent: Sent) -> Deeming | None:
    """Return when silence confirms it: by the clause with whoever is paid, on that day."""
    clause = clause_on(source, statement["payer"], statement["paid_to"], sent.on)
    if clause is None:
        return None
    return Deeming(
        agreed=clause["entry_index"],
        days=clause["days"],
        clause=unpack(clause["doc"])["clause"],
        confirm_by=last_day(sent.on, clause["days"]),
    )
