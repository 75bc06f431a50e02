"""What a payment pays of each statement, or why it pays nothing of it.

The rules kept here, in order:

1. Of a statement one payment at a time is under way, and nothing of it is paid twice.
2. What disputes hold is not paid; all the rest is. What they let go is paid later, as a part.
3. Who is paid is there, is named by the statement, has an account for this currency in force on the
   day, and no change of it waits.
4. The taxes on the day of payment are the statement's: its treaty form is still good, what is paid
   on that day besides does not raise the tax withheld, and the payee is registered as an invoice
   issuer then if the statement added consumption tax, and only then. The rest of what was paid in
   part follows its statement.
5. What was set off is not transferred; no fee is ever taken off.

Source:
    取適法 (from 2026-01-01): the fee of a transfer is not taken off what a payee gets.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contracts.banking.transfers import MOST_MINOR
from contracts.errors import TermsError
from contracts.tax.treaty import TreatyForm, relief
from ledger.disputes.holding import payable_by_income
from ledger.errors import RuleViolation
from ledger.payments.commands import PaymentItem, Route
from ledger.payments.freelance import judge
from ledger.payments.instalments import Figures, Sums, Taxed, figures_to_date, part_figures
from ledger.payments.known import Asked, Known, read_known
from ledger.payments.reasons import LeftOut, Reason
from ledger.payments.views import LIVING, UNDER_WAY, Source
from ledger.statements.totals import SameDay
from ledger.store.state import Row
from ledger.store.views import unpack

_REFERENCE_LETTERS: Final = 20
_COMBINED_LETTERS: Final = 16
_ROUTES: Final[Mapping[str, Route]] = {"domestic": "zengin", "foreign": "pain"}
_HOLDS: Final[Mapping[str, Reason]] = {
    "missing": "no-bank-details",
    "ended": "no-bank-details",
    "pending": "bank-details-pending",
    "frozen": "bank-details-frozen",
    "returned": "bank-details-returned",
    "other_currency": "bank-details-other-currency",
}
_OLD_BASE: Final = "withholding_base"
_BY_NUMBER: Final = {"registered": True, "no-invoice-number": False}
_NOTHING: Final = ("in-payment", "already-paid", "nothing-payable", "set-off-whole")


class _Left(Exception):
    """A statement is left out."""

    def __init__(self, reason: Reason, **about: Any) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.about = about


@dataclass(frozen=True, slots=True)
class Judged:
    """What a payment takes, and what it leaves out."""

    items: tuple[PaymentItem, ...]
    left_out: tuple[LeftOut, ...]


def judged(
    source: Source, asked: Asked, statements: Sequence[Row], *, is_again: bool = False
) -> Judged:
    """Decide what a payment pays of these statements.

    Args:
        source: A snapshot, or the state of the transaction under way.
        asked: By whom, when, in which currency.
        statements: Their rows, of this payer and currency.
        is_again: A recorded payment is decided again: tables of rates may have been put right
            since, and accuse nobody.
    """
    known = read_known(source, asked, statements)
    items: list[PaymentItem] = []
    left: list[LeftOut] = []
    for row in sorted(statements, key=lambda row: str(row["id"])):
        try:
            items.append(_item(row, asked, known, is_again=is_again))
        except _Left as why:
            left.append(_left_out(row, known, why))
    named = _combined(items) if asked.combine else items
    if not asked.divide:
        named, large = _without_large(named)
        left += [
            left_out_item(item, asked.currency, "amount-too-large", most=MOST_MINOR)
            for item in large
        ]
    return Judged(tuple(named), tuple(left))


def _item(row: Row, asked: Asked, known: Known, *, is_again: bool) -> PaymentItem:
    paid = _paid_before(row, known)
    now = _open_sums(row, paid, known)
    account = _account(row, known)
    if not is_again:
        _check_registration(row, asked, paid, known)
        _check_taxes(row, asked, known)
    figures = _figures(row, now, paid, known)
    transfer = figures.amount + figures.consumption_tax - figures.withholding
    set_off = min(known.set_off.get(row["id"], 0) - paid.set_off, transfer)
    if transfer <= set_off:
        raise _Left("set-off-whole" if set_off else "nothing-payable", set_off=set_off)
    held = known.held.get(row["id"])
    freelance = judge(known.parties[row["paid_to"]]["kind"], now, asked.received.get(row["id"]))
    return PaymentItem(
        statement=row["id"],
        payee=row["payee"],
        paid_to=row["paid_to"],
        details=account["id"],
        route=_ROUTES[account["kind"]],
        amount_minor=figures.amount,
        consumption_tax_minor=figures.consumption_tax,
        withholding_minor=figures.withholding,
        set_off_minor=set_off,
        transfer_minor=transfer - set_off,
        held_minor=held.amount_minor if held else 0,
        incomes={kind: amount for kind, amount in now.items() if amount},
        reference=row["id"][-_REFERENCE_LETTERS:],
        is_first=account["id"] not in known.used,
        is_rest=held is None,
        freelance=None if freelance.verdict == "not" else freelance.verdict,
        received_on=asked.received.get(row["id"]),
        pay_by=freelance.pay_by,
        as_stated=True if row["id"] in asked.as_stated else None,
    )


@dataclass(frozen=True, slots=True)
class _Paid:
    """What payments took of a statement before."""

    sums: Sums
    figures: Figures
    set_off: int


def _paid_before(row: Row, known: Known) -> _Paid:
    """Sum up what was paid; refuse while another payment is under way."""
    sums: dict[str, int] = defaultdict(int)
    figures, set_off = Figures(), 0
    for item in known.items.get(row["id"], ()):
        if item["status"] in UNDER_WAY:
            raise _Left("in-payment", payment=item["payment_id"])
        if item["status"] not in LIVING:
            continue
        for kind, amount in unpack(item["doc"])["incomes"].items():
            sums[kind] += amount
        figures = Figures(
            figures.amount + item["amount_minor"],
            figures.consumption_tax + item["consumption_tax_minor"],
            figures.withholding + item["withholding_minor"],
        )
        set_off += item["set_off_minor"]
    return _Paid(dict(sums), figures, set_off)


def _open_sums(row: Row, paid: _Paid, known: Known) -> dict[str, int]:
    """Return what is neither paid nor held of a statement, by kind of income."""
    if row["id"] in known.waiting:
        raise _Left("approval-missing")
    if row["transfer_minor"] <= 0:
        raise _Left("nothing-payable", carried_out=row["carried_out_minor"])
    held = known.held.get(row["id"])
    if held and _OLD_BASE in unpack(row["doc"])["tax"]:
        raise _Left("disputed-undivided", disputes=list(held.disputes))
    kept = held.by_income() if held else {}
    left = {
        kind: max(0, base - paid.sums.get(kind, 0) - kept.get(kind, 0))
        for kind, base in payable_by_income(row).items()
    }
    if any(left.values()):
        return left
    if held:
        raise _Left("disputed-whole", disputes=list(held.disputes))
    raise _Left("already-paid")


def accounts_now(
    source: Source, asked: Asked, statements: Sequence[Row]
) -> dict[str, str | Reason]:
    """Return for each statement the account to which it is to be paid now, or why to none.

    What was prepared may wait for days until its files are made; a party says "not me" meanwhile.
    """
    known = read_known(source, asked, statements)
    found: dict[str, str | Reason] = {}
    for row in statements:
        try:
            found[row["id"]] = str(_account(row, known)["id"])
        except _Left as why:
            found[row["id"]] = why.reason
    return found


def _account(row: Row, known: Known) -> Row:
    """Return the bank details to which a statement is paid."""
    _check_receiver(row, known)
    standing = known.accounts[row["paid_to"]]
    if standing.row is None:
        raise _Left(_HOLDS[standing.hold or "missing"], details=standing.about)
    return standing.row


def _check_receiver(row: Row, known: Known) -> None:
    receiver = row["paid_to"]
    if any(known.parties[party]["data_use"] == "erased" for party in (receiver, row["payee"])):
        raise _Left("payee-erased")
    if receiver in known.gone:
        raise _Left("payee-gone")
    named = row["payee"]
    for since, payee in known.payees.get(row["payee"], ()):
        if since <= row["payment_date"]:
            named = payee
    if named != receiver:
        raise _Left("payee-changed", paid_to=named)


def _check_registration(row: Row, asked: Asked, paid: _Paid, known: Known) -> None:
    """Refuse to pay consumption tax to whoever is not registered any more, or none to who is now.

    By hand: 110,000 stated with tax; the registration ends before the day: 100,000 would be due.
    """
    tax = unpack(row["doc"])["tax"]
    rule, number = tax.get("consumption_rule"), known.numbers[row["paid_to"]]
    if row["id"] in asked.as_stated or paid.figures.amount or rule not in _BY_NUMBER:
        return
    if (number is not None) == _BY_NUMBER[rule]:
        return
    raise _Left("registration-changed", day=asked.pay_on.isoformat(), number=number)


def _check_taxes(row: Row, asked: Asked, known: Known) -> None:
    """Refuse where the day of payment would bring other taxes than the statement states."""
    tax = unpack(row["doc"])["tax"]
    if _OLD_BASE in tax:
        return
    bases, stated = payable_by_income(row), _stated(row)
    forms = _relied_on(row, known)
    try:
        if figures_to_date(bases, _taxed(row, known).on(asked.pay_on, forms)) == stated:
            return
        country = known.parties[row["paid_to"]]["country"]
        if forms and relief(forms, country, asked.pay_on) is None:
            form = forms[0]
            raise _Left("treaty-form-expired", form=form.id, valid_to=str(form.valid_to))
        alone = _taxed(row, known, is_alone=True).on(asked.pay_on, forms)
        found = figures_to_date(bases, alone)
    except (RuleViolation, TermsError) as error:
        raise _Left("tax-changed", code=error.code) from error
    if found == stated:
        raise _Left("shares-tax-base", statements=[one["id"] for one in _before(row, known)])
    raise _Left("tax-changed", withholding=found.withholding, stated=stated.withholding)


def _figures(row: Row, now: Sums, paid: _Paid, known: Known) -> Figures:
    payable, stated = payable_by_income(row), _stated(row)
    if dict(now) == payable:
        return stated
    stated_on = date.fromisoformat(row["payment_date"])
    payment = _taxed(row, known, is_alone=True).on(stated_on, _relied_on(row, known))
    return part_figures(payable, paid.sums, now, paid.figures, payment, stated)


def _stated(row: Row) -> Figures:
    return Figures(row["payable_minor"], row["consumption_tax_minor"], row["withholding_minor"])


def _relied_on(row: Row, known: Known) -> tuple[TreatyForm, ...]:
    """Return the treaty form that the statement names, as it is on file."""
    named = unpack(row["doc"])["tax"].get("treaty_form")
    return tuple(form for form in known.forms.get(row["paid_to"], ()) if form.id == named)


def _taxed(row: Row, known: Known, *, is_alone: bool = False) -> Taxed:
    """Return what a statement's taxes follow from.

    Args:
        row: The statement.
        known: What was read.
        is_alone: As it was issued: beside statements of the same stated day alone.
    """
    same_day = SameDay()
    for earlier in _before(row, known):
        if not is_alone or earlier["payment_date"] == row["payment_date"]:
            tax = unpack(earlier["doc"])["tax"]
            same_day = same_day.plus(tax, earlier["withholding_minor"])
    number = unpack(row["doc"])["tax"].get("invoice_number")
    return Taxed(row, known.parties[row["paid_to"]], number, same_day)


def _before(row: Row, known: Known) -> list[Row]:
    others = known.together.get(row["paid_to"], ())
    return [one for one in others if one["entry_index"] < row["entry_index"]]


def _left_out(row: Row, known: Known, why: _Left) -> LeftOut:
    amount = 0
    if why.reason not in _NOTHING:
        before = sum(
            item["transfer_minor"] + item["set_off_minor"]
            for item in known.items.get(row["id"], ())
            if item["status"] in LIVING
        )
        amount = max(0, row["transfer_minor"] - before)
    return LeftOut(
        statement=row["id"],
        payee=row["payee"],
        paid_to=row["paid_to"],
        currency=row["currency"],
        amount_minor=amount,
        reason=why.reason,
        about={name: value for name, value in why.about.items() if value is not None},
    )


def left_out_item(item: PaymentItem, currency: str, reason: Reason, **about: Any) -> LeftOut:
    """Leave out what could be paid but for the bank."""
    return LeftOut(
        statement=item.statement,
        payee=item.payee,
        paid_to=item.paid_to,
        currency=currency,
        amount_minor=item.transfer_minor,
        reason=reason,
        about=about,
    )


def by_account(items: Iterable[PaymentItem]) -> dict[str, list[PaymentItem]]:
    """Return items by the account to which they go."""
    found: dict[str, list[PaymentItem]] = defaultdict(list)
    for item in items:
        found[item.details].append(item)
    return found


def by_reference(items: Iterable[PaymentItem]) -> dict[str, list[PaymentItem]]:
    """Return items by transfer: those of one reference arrive together."""
    found: dict[str, list[PaymentItem]] = {}
    for item in items:
        found.setdefault(item.reference, []).append(item)
    return found


def _combined(items: Sequence[PaymentItem]) -> list[PaymentItem]:
    """Let all statements of one account arrive under one reference: the first and how many."""
    found: dict[str, PaymentItem] = {}
    for some in by_account(items).values():
        first, count = some[0], len(some)
        reference = f"{first.statement[-_COMBINED_LETTERS:]}/{count}"
        for item in some:
            named = item if count == 1 else item.model_copy(update={"reference": reference})
            found[item.statement] = named
    return [found[statement] for statement in sorted(found)]


def _without_large(
    items: Sequence[PaymentItem],
) -> tuple[list[PaymentItem], list[PaymentItem]]:
    """Part what one record of a bank's file can hold from what it cannot."""
    large = {
        reference
        for reference, some in by_reference(items).items()
        if some[0].route == "zengin" and sum(item.transfer_minor for item in some) > MOST_MINOR
    }
    fits = [item for item in items if item.reference not in large]
    return fits, [item for item in items if item.reference in large]


def received_of(items: Iterable[PaymentItem]) -> dict[str, date]:
    """Return when what was commissioned came in, as the items state it."""
    return {item.statement: item.received_on for item in items if item.received_on}


def as_stated_of(items: Iterable[PaymentItem]) -> frozenset[str]:
    """Return the statements that are paid as they stand by agreement."""
    return frozenset(item.statement for item in items if item.as_stated)
