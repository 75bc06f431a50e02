"""What an invoice to a licensee says, from a snapshot or in the transaction: the same either way.

The rules kept here, in order:

1. What is invoiced is what the report in force promises, less what was invoiced on it and on the
   reports that it corrects. Where that is less than nothing, a credit note says so.
2. The class is that of the table, or one that somebody decided with a document; a credit note has
   the class of what it credits.
3. A committee issues a qualified invoice only while every member is registered and the notification
   is on file; the name and number on it are those of the member that collects the money.
4. Numbers follow each other without gaps, per issuer and year of issue, credit notes among them.

Source:
    消費税法57条の4第1項, 3項; 57条の6 (任意組合等), 消費税法施行令70条の14第5項 (組合員一人の名称と
    登録番号に組合の名称). 600,000 promised, corrected to 540,000 after it was invoiced: a credit
    note of 60,000 and tax of 6,000. That numbers have no gaps is our rule, not the law's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contracts.errors import TermsError
from contracts.period import Period
from contracts.tax.invoice import ClassTotal, invoice_totals
from contracts.tax.invoice_classes import Facts, Klass, class_of
from ledger.agreements.views import AgreementRow
from ledger.committees.change_views import invoicing_on
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.invoices.commands import InvoiceKind, Place, SaleClass, SaleSubject
from ledger.invoices.views import IssuedInvoiceRow, Source, next_number, rows_of
from ledger.parties.registrations import numbers_on
from ledger.parties.views import PartyRow
from ledger.revenue.rules import parties_of
from ledger.revenue.views import SUPERSEDED, InvoiceRow, ReportRow
from ledger.store.state import Row
from ledger.store.views import unpack

_YEN: Final = "JPY"
_OVERRIDE: Final = "override"


@dataclass(frozen=True, slots=True)
class SaleAsked:
    """What is asked about a report that is to be invoiced or credited."""

    kind: InvoiceKind
    report: str
    issued_on: date
    due_on: date
    subject: SaleSubject = "royalty"
    services_in: Place = "unknown"
    override: SaleClass | None = None
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class _Desk:
    """What an invoice is made of."""

    source: Source
    asked: SaleAsked
    report: Row
    agreement: Row
    issued: tuple[Row, ...]


def drafted_sale(source: Source, asked: SaleAsked) -> dict[str, Any]:
    """Return the fields of `invoice.issued/1` but its id and its files.

    Args:
        source: A snapshot, or the state of the transaction under way.
        asked: What is asked.

    Raises:
        NotFound: There is no such report.
        Conflict: The report was corrected, or nothing is left to be invoiced or credited.
        RuleViolation: Nobody may issue a qualified invoice on that day, or tax has no rate.
    """
    desk = _desk(source, asked)
    _refuse_oneself(desk)
    amount = _amount(desk)
    subject, klass, rule = _class(desk)
    (total,) = _totals(desk, klass, amount)
    payer, currency = desk.agreement["payer"], desk.report["currency"]
    is_taxed = klass == "standard"
    if is_taxed and currency != _YEN:
        raise RuleViolation(
            "invoice-needs-yen",
            "tax on an invoice is stated in yen, and nothing says at which rate",
            field="currency",
            value=currency,
            expected=_YEN,
        )
    is_qualified = is_taxed and not asked.is_plain
    issuer = desk.agreement["committee"] or payer
    return {
        "kind": asked.kind,
        "number": next_number(source, issuer, asked.issued_on.year),
        "issuer": issuer,
        "by": payer,
        "registration": _registration(desk) if is_qualified else None,
        "agreement": desk.agreement["id"],
        "report": asked.report,
        "debtor": desk.report["reporter"],
        "period": desk.report["period"],
        "issued_on": asked.issued_on,
        "due_on": asked.due_on,
        "currency": currency,
        "subject": subject,
        "services_in": asked.services_in,
        "tax_class": klass,
        "rule": rule,
        "override": asked.override,
        "is_plain": asked.is_plain,
        "is_qualified": is_qualified,
        "amount_minor": amount,
        "tax_minor": total.tax_minor,
        "rate": total.rate,
        "total_minor": total.total_minor,
        "of": tuple(row["id"] for row in desk.issued) if asked.kind == "credit" else (),
        "parties": parties_of(desk.agreement),
    }


def _desk(source: Source, asked: SaleAsked) -> _Desk:
    reports = rows_of(source, ReportRow, id=asked.report)
    if not reports:
        raise NotFound("report-not-found", field="report", value=asked.report)
    report = reports[0]
    if report["status"] == SUPERSEDED:
        raise Conflict(
            "report-superseded",
            f"the report was corrected by {report['successor']}",
            field="report",
            value=asked.report,
            expected=report["successor"],
        )
    (agreement,) = rows_of(source, AgreementRow, id=report["agreement"])
    issued = (
        row
        for each in _chain(source, report)
        for row in rows_of(source, IssuedInvoiceRow, report=each["id"])
        if row["kind"] == "invoice"
    )
    in_order = sorted(issued, key=lambda row: row["entry_index"])
    return _Desk(source, asked, report, agreement, tuple(in_order))


def _refuse_oneself(desk: _Desk) -> None:
    """Refuse an invoice of the payer to itself: what its own window brings in is nobody's debt."""
    if desk.report["reporter"] == desk.agreement["payer"]:
        raise RuleViolation(
            "invoice-to-oneself",
            "whoever reported is the one that would invoice",
            field="report",
            value=desk.asked.report,
            expected="the report of another",
        )


def _chain(source: Source, report: Row) -> Iterator[Row]:
    """Yield a report, the one that it corrects, and so on, back to the first."""
    yield report
    while before := unpack(report["doc"]).get("supersedes"):
        (report,) = rows_of(source, ReportRow, id=before)
        yield report


def _amount(desk: _Desk) -> int:
    """Return what is left to be invoiced, or credited, without tax."""
    invoiced = sum(
        row["amount_minor"]
        for report in _chain(desk.source, desk.report)
        for row in rows_of(desk.source, InvoiceRow, report=report["id"])
    )
    left: int = desk.report["remittance_minor"] - invoiced
    is_credit = desk.asked.kind == "credit"
    if left == 0 or (left < 0) != is_credit:
        raise Conflict(
            "credit-nothing" if is_credit else "invoice-nothing",
            "the report promises no less than was invoiced"
            if is_credit
            else "what the report promises was invoiced",
            field="report",
            value=desk.asked.report,
            promised_minor=desk.report["remittance_minor"],
            invoiced_minor=invoiced,
            expected="a report that was corrected" if is_credit else "a report not yet invoiced",
        )
    return left


def _class(desk: _Desk) -> tuple[str, Klass, str]:
    """Return subject, class and what decides it; a credit note has those of what it credits."""
    asked = desk.asked
    if asked.override is not None:
        return asked.subject, asked.override.tax_class, _OVERRIDE
    if asked.kind == "credit" and desk.issued:
        body = unpack(desk.issued[-1]["doc"])["body"]
        return body["subject"], body["tax_class"], body["rule"]
    seller, buyer = (
        rows_of(desk.source, PartyRow, id=party)[0]["country"]
        for party in (desk.agreement["payer"], desk.report["reporter"])
    )
    try:
        rule = class_of(Facts(asked.subject, seller, buyer, asked.services_in), _day(desk))
    except TermsError as error:
        raise _unknown(error) from error
    return asked.subject, rule.klass, rule.id


def _totals(desk: _Desk, klass: Klass, amount: int) -> tuple[ClassTotal, ...]:
    try:
        return invoice_totals([(klass, amount)], _day(desk))
    except TermsError as error:
        raise _unknown(error) from error


def _unknown(error: TermsError) -> RuleViolation:
    return RuleViolation(error.code, error.message, **{"field": "report", **error.fields})


def _day(desk: _Desk) -> date:
    """Return the day of supply: the last of the months that the report is of."""
    return Period.parse(desk.report["period"]).last.last_day


def _registration(desk: _Desk) -> str:
    """Return the number that stands on a qualified invoice of that day.

    Raises:
        RuleViolation: `invoice-committee-not-registered`, naming the members and since when, or
            `invoice-issuer-not-registered`.
    """
    day, committee = desk.asked.issued_on, desk.agreement["committee"]
    if committee is not None:
        found = invoicing_on(desk.source, committee, day)
        if not found.may_issue:
            raise RuleViolation(
                "invoice-committee-not-registered",
                "a committee issues qualified invoices only while every member is registered and"
                " the notification is on file",
                field="issued_on",
                value=day.isoformat(),
                warnings=[
                    {"code": one.code, "party": one.party, "since": one.since_day}
                    for one in found.warnings
                ],
                expected="registration of the members named and a new notification of the"
                " committee, or an invoice that claims nothing (--plain)",
            )
    payer = desk.agreement["payer"]
    parties = rows_of(desk.source, PartyRow, id=payer)
    number = numbers_on(desk.source, parties, day)[payer]
    if number is None:
        raise RuleViolation(
            "invoice-issuer-not-registered",
            "whose name would stand on it has no registration number on that day",
            field="issued_on",
            value=payer,
            expected="its registration on record, or an invoice that claims nothing (--plain)",
        )
    return number
