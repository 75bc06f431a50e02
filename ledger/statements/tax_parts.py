"""What a statement pays as the tax law asks: parts by what was sent, each by kind of income.

    parts_of(statement, tax, sent) -> Iterator[TaxPart]

Nothing is computed anew: bases and taxes are those that the statement states. Rules kept here:

1. Where a statement is among the payments on record, what was paid counts on the day it was paid;
   a part that is held, returned or not sent yet is unpaid. Otherwise its planned day counts.
2. A foreign partner's profit counts as paid two months after its period, if not paid before.
3. Where somebody resides is what the statement was taxed by; only where it tells nothing of that
   the register is asked, by whoever reads: `abroad` is what counts if the answer is abroad.

Source:
    所得税法 212条5項 (みなし支払), 225条1項; docs/TAX.md. A statement of 600,000 royalties and
    600,000 fees is two parts with 61,260 withheld each.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from contracts.apportion import hamilton
from contracts.period import Period
from contracts.tax.income import COPYRIGHT, FEE, PARTNERSHIP
from contracts.tax.partners import deemed_paid_on
from contracts.tax.withholding import JAPAN
from ledger.statements.totals import bases_of
from ledger.store.views import unpack

Counts = Literal["paid", "planned", "deemed", "unpaid"]

ABROAD: Final = "XX"
"""ISO 3166 for a country that is not known: taxed as abroad, whatever the register says by now."""

NO_TREATY: Final = "non-resident"
_RULES_ABROAD: Final = (NO_TREATY, "treaty")
TAXED: Final = ("individual", *_RULES_ABROAD)
"""The rules by which the law asks to withhold, be the rate zero: all of them tell the residence."""

_RULES_AT_HOME: Final = ("individual", "none-domestic-company", "none-not-named")


@dataclass(frozen=True, slots=True)
class Sent:
    """A part of a statement, or all of it.

    Attributes:
        day: When it was paid, or is planned.
        amount_minor: Without consumption tax. consumption_minor: that tax.
        withheld_minor: Income tax withheld from it.
        incomes: Its amounts by kind of income, where they are not those of the statement.
    """

    day: date
    amount_minor: int
    consumption_minor: int
    withheld_minor: int
    incomes: Mapping[str, int] = field(default_factory=dict)


def sent_by(item: Mapping[str, Any]) -> Sent:
    """Return what a payment paid of a statement, by the row of its item."""
    return Sent(
        date.fromisoformat(item["paid_on"] or item["pay_on"]),
        item["amount_minor"],
        item["consumption_tax_minor"],
        item["withholding_minor"],
        unpack(item["doc"]).get("incomes", {}),
    )


@dataclass(frozen=True, slots=True)
class TaxPart:
    """One payment of one kind of income.

    Attributes:
        day: The day that counts. counts: why it does, or `unpaid` with the planned day.
        residence: `JP`, `XX` for abroad, or empty where the statement does not tell it.
        abroad: What counts instead if whoever is paid resides abroad; None if that is the same.
        rule: Why tax was withheld, or not; see `contracts.tax.withholding`.
    """

    income: str
    day: date
    counts: Counts
    residence: str
    abroad: tuple[date, Counts] | None
    rule: str
    amount_minor: int
    consumption_minor: int
    withheld_minor: int
    treaty_form: str | None


def parts_of(
    statement: Mapping[str, Any], tax: Mapping[str, str], sent: Sequence[Sent] | None
) -> Iterator[TaxPart]:
    """Yield a statement's payments: as sent, and what is left of it; or as it is planned.

    Args:
        statement: Its row in the register.
        tax: What it states of its taxes.
        sent: What was paid of it; None where no payment that stands names it.
    """
    whole = Sent(
        date.fromisoformat(statement["payment_date"]),
        statement["payable_minor"],
        statement["consumption_tax_minor"],
        statement["withholding_minor"],
    )
    incomes = _incomes(tax, whole)
    residence = _residence(tax, incomes)
    for part, counts in _parts(whole, sent, incomes):
        for income, amount, consumption, withheld in _split(part, incomes):
            rule = tax.get(f"withholding_{income}_rule", tax.get("withholding_rule", ""))
            day, why, abroad = part.day, counts, None
            if income == PARTNERSHIP and residence != JAPAN:
                deemed = _deemed(statement["period"], part.day, counts)
                if residence:
                    day, why = deemed
                elif deemed != (day, why):
                    abroad = deemed
            form = tax.get("treaty_form") if rule == "treaty" else None
            yield TaxPart(
                income, day, why, residence, abroad, rule, amount, consumption, withheld, form
            )


def _parts(
    whole: Sent, sent: Sequence[Sent] | None, incomes: Mapping[str, tuple[int, int]]
) -> Iterator[tuple[Sent, Counts]]:
    """Yield what was paid of a statement, then what is left of it with its planned day."""
    if sent is None:
        yield whole, "planned"
        return
    yield from ((part, "paid") for part in sent)
    rest = Sent(
        whole.day,
        whole.amount_minor - sum(part.amount_minor for part in sent),
        whole.consumption_minor - sum(part.consumption_minor for part in sent),
        whole.withheld_minor - sum(part.withheld_minor for part in sent),
        _left(incomes, sent),
    )
    if rest.amount_minor:
        yield rest, "unpaid"


def _left(incomes: Mapping[str, tuple[int, int]], sent: Sequence[Sent]) -> dict[str, int]:
    """Return what is left by kind of income; nothing where a part does not say its kinds."""
    if not sent or not all(part.incomes for part in sent):
        return {}
    return {
        name: base - sum(part.incomes.get(name, 0) for part in sent)
        for name, (base, _) in incomes.items()
    }


def _deemed(period: str, day: date, counts: Counts) -> tuple[date, Counts]:
    """Return the day on which a foreign partner's profit counts.

    Example:
        By hand: of 2026-H1, planned for 30 September 2026: it counts on 31 August.
    """
    deemed = deemed_paid_on(Period.parse(period).last_day)
    return (deemed, "deemed") if deemed < day or counts == "unpaid" else (day, counts)


def _incomes(tax: Mapping[str, str], whole: Sent) -> dict[str, tuple[int, int]]:
    """Return base and tax by kind of income; what no base names is a partner's money."""
    found = {
        income: both for income, both in bases_of(tax, whole.withheld_minor).items() if both[0]
    }
    rest = whole.amount_minor - sum(base for base, _ in found.values())
    if rest:
        base, withheld = found.get(PARTNERSHIP, (0, 0))
        found[PARTNERSHIP] = (base + rest, withheld)
    return found


def _residence(tax: Mapping[str, str], incomes: Mapping[str, object]) -> str:
    rules = [tax.get(f"withholding_{income}_rule", "") for income in incomes]
    rules.append(tax.get("withholding_rule", ""))
    if any(rule in _RULES_ABROAD for rule in rules):
        return ABROAD
    return JAPAN if any(rule in _RULES_AT_HOME for rule in rules) else ""


def _split(
    part: Sent, incomes: Mapping[str, tuple[int, int]]
) -> Iterator[tuple[str, int, int, int]]:
    """Yield kind, amount, consumption tax and tax withheld of a part, by the statement's bases.

    Example:
        By hand: half of 600,000 royalties and 600,000 fees is 300,000 of each. Where only fees are
        held, the part that was paid is 600,000 of royalties, and all of its tax is theirs.
    """
    bases = [base for base, _ in incomes.values()]
    stated = {name: part.incomes.get(name, 0) for name in incomes}
    if sum(stated.values()) != part.amount_minor:  # it does not say its kinds
        stated = dict(zip(incomes, _divided(part.amount_minor, bases, bases), strict=True))
    names = [name for name, amount in stated.items() if amount]
    amounts = [stated[name] for name in names]
    taxes = [
        incomes[name][1] * amount // incomes[name][0]
        for name, amount in zip(names, amounts, strict=True)
    ]
    taxable = [one * (name in (COPYRIGHT, FEE)) for name, one in zip(names, amounts, strict=True)]
    consumption = _divided(part.consumption_minor, taxable, amounts)
    withheld = _divided(part.withheld_minor, taxes, amounts)
    yield from zip(names, amounts, consumption, withheld, strict=True)


def _divided(total: int, weights: Sequence[int], otherwise: Sequence[int]) -> list[int]:
    if not total:
        return [0] * len(weights)
    return hamilton(total, weights if any(weights) else otherwise)
