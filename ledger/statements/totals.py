"""The figures of a statement: what is carried, what is payable, and the taxes of one payment.

These are the rules named `statement/1`; newer ones are in `ledger.statements.by_income`.

Taxes come after the waterfall, per payment. The defaults, each of which an expert must confirm:

1. Amounts are without consumption tax. It is added to fees and royalties if whoever is paid has an
   invoice number; nobody else is charged less for lacking one. A partner's own money from a
   committee (出資比率による分配) is outside consumption tax (不課税).
2. Income tax is withheld from fees and royalties of individuals resident in Japan, and from
   everything that goes abroad. Whoever is paid counts, so an agent company is a company, and what
   one person is paid on one day by one payer is one base, however many statements show it.
3. A deficit is carried against the next payment; it is never asked back by itself.
4. Nobody pays tax to himself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Final, Protocol

from contracts.errors import TermsError
from contracts.figures import percent
from contracts.tax.consumption import InvoiceLine, invoice_tax
from contracts.tax.income import COPYRIGHT, INCOMES
from contracts.tax.rates import Rate, table_bytes
from contracts.tax.treaty import TreatyForm
from contracts.tax.withholding import JAPAN, TaxProfile, withhold
from ledger.errors import RuleViolation
from ledger.statements.carrying import Carried

RULES: Final = "statement/1"
"""Name of the rules above. A statement records it: rules that come later get another name, and old
statements are still computed by theirs."""

_INDIVIDUALS: Final = ("person", "sole_trader")
_YEN: Final = "JPY"


class Line(Protocol):
    """What the figures need of a line; see `ledger.statements.commands.StatementLine`."""

    @property
    def kind(self) -> str:
        """`royalty`, `recoupment` or `adjustment`."""

    @property
    def treatment(self) -> str:
        """`taxable` or `distribution`."""

    @property
    def amount_minor(self) -> int:
        """Minor units, any sign."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The identity of a statement; see `ledger.statements.commands.StatementTotals`."""

    carried_in: int
    royalties: int
    adjustments: int
    recouped: int
    payable: int
    carried_out: int
    consumption_tax: int
    withholding: int
    transfer: int


@dataclass(frozen=True, slots=True)
class SameDay:
    """What earlier statements pay the same receiver on the same day, and withhold from it.

    A statement says how many there are and no more: they may be another payee's.

    Attributes:
        statements: How many bear tax. base_minor: their bases in all. withheld_minor: their tax.
        incomes: Base and tax by kind of income.
    """

    statements: int = 0
    base_minor: int = 0
    withheld_minor: int = 0
    incomes: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def of(self, income: str) -> tuple[int, int]:
        """Return the base and the tax of one kind of income."""
        return self.incomes.get(income, (0, 0))

    def plus(self, tax: Mapping[str, str], withheld_minor: int) -> "SameDay":
        """Add a statement."""
        added = bases_of(tax, withheld_minor)
        if not any(base for base, _ in added.values()):
            return self
        incomes = {
            income: (self.of(income)[0] + base, self.of(income)[1] + withheld)
            for income, (base, withheld) in added.items()
        }
        return SameDay(
            self.statements + 1,
            self.base_minor + sum(base for base, _ in added.values()),
            self.withheld_minor + withheld_minor,
            {**self.incomes, **incomes},
        )


def bases_of(tax: Mapping[str, str], withheld_minor: int) -> dict[str, tuple[int, int]]:
    """Return the base and the tax of each kind of income that a statement's facts state.

    A statement by `statement/1` has one base; it counts as royalties.
    """
    if "withholding_base" in tax:
        return {COPYRIGHT: (int(tax["withholding_base"]), withheld_minor)}
    return {
        income: (int(tax[f"{name}_base"]), int(tax.get(f"{name}_tax", "0")))
        for income in INCOMES
        if f"{(name := f'withholding_{income}')}_base" in tax
    }


@dataclass(frozen=True, slots=True)
class Payment:
    """One planned payment.

    Attributes:
        payee: Row of whoever is paid: kind, country, invoice number.
        is_own: True when payer and payee are one.
        same_day: What the receiver is paid on that day already.
        forms: Treaty forms that the payer filed for the receiver.
        statement: Id of the statement. carried: what the one before carried out, part by part.
        minimum_minor: Less than this is carried forward; zero to pay every amount.
        is_final: True to pay every amount all the same.
    """

    payee: Mapping[str, Any]
    currency: str
    paid_on: date
    is_own: bool
    same_day: SameDay = SameDay()
    forms: tuple[TreatyForm, ...] = ()
    statement: str = ""
    carried: tuple[Carried, ...] = ()
    minimum_minor: int = 0
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """Totals of a statement, the facts its taxes were computed from, and what it carries out."""

    totals: Totals
    tax: dict[str, str]
    carried: tuple[Carried, ...] = ()


def figures_of(lines: Iterable[Line], carried_in: int, payment: Payment) -> Figures:
    """Compute the figures of a statement from its lines.

    Args:
        lines: All lines.
        carried_in: What the statement before carried out: zero, or a deficit.
        payment: Who is paid, and when.

    Raises:
        RuleViolation: The table of rates does not know the day, or tax would have to be withheld
            in another currency than yen.

    Source:
        carried_in + royalties + adjustments - recouped = payable + carried_out; transfer =
        payable + consumption tax - withholding. 100,000 for a person with an invoice number:
        payable 100,000, consumption tax 10,000, withheld 10,210, transfer 99,790 (case WH-20).
        Twice 600,000 on one day, by two statements: 61,260 and 142,940 - 61,260 = 81,680.
    """
    some = tuple(lines)
    royalties, adjustments, recouped = (
        _sum(some, "royalty"), _sum(some, "adjustment"), -_sum(some, "recoupment"),
    )  # fmt: skip
    balance = carried_in + royalties + adjustments - recouped
    payable = max(0, balance)
    taxable = min(
        payable, max(0, sum(line.amount_minor for line in some if line.treatment == "taxable"))
    )
    added, withheld, tax = _taxes(payable, taxable, payment)
    totals = Totals(
        carried_in=carried_in,
        royalties=royalties,
        adjustments=adjustments,
        recouped=recouped,
        payable=payable,
        carried_out=balance - payable,
        consumption_tax=added,
        withholding=withheld,
        transfer=payable + added - withheld,
    )
    return Figures(totals, {"rules": RULES, **tax})


def _sum(lines: tuple[Line, ...], kind: str) -> int:
    return sum(line.amount_minor for line in lines if line.kind == kind)


def _taxes(payable: int, taxable: int, payment: Payment) -> tuple[int, int, dict[str, str]]:
    if payment.is_own or payable == 0:
        return 0, 0, {"rule": "own-account" if payment.is_own else "nothing-payable"}
    try:
        added, consumption = _consumption(taxable, payment)
        withheld, withholding = _withholding(payable, taxable, payment)
    except TermsError as error:
        raise RuleViolation(
            error.code, error.message, **{"field": "payment_date", **error.fields}
        ) from error
    table = {"rates_sha256": sha256(table_bytes()).hexdigest()}
    return added, withheld, {**consumption, **withholding, **table}


def _consumption(taxable: int, payment: Payment) -> tuple[int, dict[str, str]]:
    payee = payment.payee
    if taxable == 0:
        return 0, {"consumption_rule": "outside-scope"}
    if payee["country"] != JAPAN:
        return 0, {"consumption_rule": "abroad"}
    if not payee["invoice_number"]:
        return 0, {"consumption_rule": "no-invoice-number"}
    (tax,) = invoice_tax([InvoiceLine("standard", taxable)], payment.paid_on)
    facts = {"consumption_rule": "registered", "consumption_base": str(taxable)}
    facts["invoice_number"] = payee["invoice_number"]
    return tax.tax_minor, {**facts, **_cited("consumption", tax.rate)}


def _withholding(payable: int, taxable: int, payment: Payment) -> tuple[int, dict[str, str]]:
    payee = payment.payee
    profile = TaxProfile(is_individual=payee["kind"] in _INDIVIDUALS, residence=payee["country"])
    base = taxable if payee["country"] == JAPAN else payable
    before = payment.same_day
    found = withhold(profile, before.base_minor + base, payment.paid_on)
    facts = {"withholding_rule": found.rule, "withholding_base": str(base)}
    if before.statements:
        facts["withholding_statements_before"] = str(before.statements)
    if found.rate is None:
        return 0, facts
    if payment.currency != _YEN:
        raise RuleViolation(
            "withholding-needs-yen",
            "tax is withheld in yen; payments to this payee in another currency come later",
            field="currency",
            value=payment.currency,
            expected=_YEN,
        )
    withheld = max(0, found.tax_minor - before.withheld_minor)
    return withheld, {**facts, **_cited("withholding", found.rate)}


def _cited(name: str, rate: Rate) -> dict[str, str]:
    cited = {f"{name}_rate": percent(rate.rate), f"{name}_law": rate.law}
    if rate.upper_rate:
        cited[f"{name}_upper_rate"] = percent(rate.upper_rate)
        cited[f"{name}_threshold"] = str(rate.threshold_minor)
    if rate.confidence != "published":
        cited[f"{name}_confidence"] = rate.confidence
    return cited
