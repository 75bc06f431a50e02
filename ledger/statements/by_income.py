"""The figures of a statement by the rules `statement/2`: by kind of income, small sums carried.

They differ from `statement/1` (see `ledger.statements.totals`) in this:

1. The base of withholding is payer, payee, payment and kind of income.
2. A treaty rate applies when its form is on file.
3. An amount below the smallest payment of the statement's agreements is carried forward whole, with
   the statements it came from, until it reaches that payment or the payment is the final one.
"""

from collections.abc import Iterable
from typing import Final, Protocol

from ledger.statements.carrying import Line as Kinded
from ledger.statements.carrying import parts_of, set_off
from ledger.statements.payment_tax import taxes_of
from ledger.statements.totals import Figures, Line, Payment, Totals

RULES: Final = "statement/2"


class TaxedLine(Line, Kinded, Protocol):
    """A line with its kind of income."""


def figures_by_income(lines: Iterable[TaxedLine], carried_in: int, payment: Payment) -> Figures:
    """Compute the figures of a statement from its lines.

    Args:
        lines: All lines.
        carried_in: What the statement before carried out; the sum of `payment.carried`.
        payment: Who is paid, and when; which parts were carried in; what is too little to pay.

    Raises:
        RuleViolation: The table of rates does not know the day, or tax would have to be withheld
            in another currency than yen.

    Source:
        carried_in + royalties + adjustments - recouped = payable + carried_out; transfer =
        payable + consumption tax - withholding. With a smallest payment of 5,000 and 1,800 a
        quarter: 1,800 and 3,600 are carried; 5,400 is paid, of which 551 (10.21%) is withheld.
    """
    some = tuple(lines)
    sums = {kind: _sum(some, kind) for kind in ("royalty", "adjustment", "recoupment")}
    balance = carried_in + sum(sums.values())
    parts = set_off([*payment.carried, *parts_of(some, payment.statement)])
    payable = 0 if _is_too_little(balance, payment) else max(0, balance)
    added, withheld, tax = 0, 0, {"rule": _why_untaxed(balance, payment)}
    if payable and not payment.is_own:
        added, withheld, tax = taxes_of(parts, payment)
    totals = Totals(
        carried_in=carried_in,
        royalties=sums["royalty"],
        adjustments=sums["adjustment"],
        recouped=-sums["recoupment"],
        payable=payable,
        carried_out=balance - payable,
        consumption_tax=added,
        withholding=withheld,
        transfer=payable + added - withheld,
    )
    minimum = {"minimum_payment": str(payment.minimum_minor)} if payment.minimum_minor else {}
    return Figures(totals, {"rules": RULES, **minimum, **tax}, () if payable else parts)


def _is_too_little(balance: int, payment: Payment) -> bool:
    waits = not payment.is_own and not payment.is_final
    return waits and 0 < balance < payment.minimum_minor


def _why_untaxed(balance: int, payment: Payment) -> str:
    if payment.is_own:
        return "own-account"
    return "below-minimum" if _is_too_little(balance, payment) else "nothing-payable"


def _sum(lines: tuple[TaxedLine, ...], kind: str) -> int:
    return sum(line.amount_minor for line in lines if line.kind == kind)
