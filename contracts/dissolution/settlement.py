"""A committee's money at its end: debts first, then the residue; each member's claim and duty.

    settle(assets, debts, division) -> Settlement      one currency
    division_of(situation) -> Division                 contributions and shares of loss
    prices(situation) -> tuple[Asset, ...]             what receivers pay for rights, by clause

Rules kept here:
1. Debts are paid in their order before anything is divided. What the assets do not reach is borne
   by the members.
2. The residue is divided by the value of contributions, a deficit by the shares of loss; where
   those are not agreed, by contributions. Units left over go to the largest remainders.
3. Parts and debts together are the assets, to the yen.
4. A price is owed in full. It is set off against what its payer is due only where a clause says so.
5. Where shares are not known, their part is `unassigned`: shown, never lost.

Source:
    Civil Code of Japan, article 688(1) and (3): 残余財産は、各組合員の出資の価額に応じて分割する;
    674(1): losses by contributions unless agreed, (2): one agreed share is presumed for both;
    675(2): creditors may ask each partner. Article 668 (joint property).
    Example by hand: pool 700,000, price 300,001 owed by A with set-off; debts 400,000. Residue
    600,001; contributions A 1/2, B 1/3, C 1/6: 300,000.5, 200,000.33, 100,000.17, so 300,001 /
    200,000 / 100,000. A owes 300,001 and is due 300,001: nothing passes. The pool of 700,000 pays
    debts of 400,000, B 200,000 and C 100,000.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import lcm
from typing import Final

from contracts.apportion import hamilton
from contracts.dissolution.bounds import check_sums
from contracts.dissolution.receivers import receivers, shares_of
from contracts.dissolution.situation import Situation, years_after
from contracts.errors import TermsInvalid
from contracts.money import check_amount
from contracts.rights.grants import UNASSIGNED
from contracts.rights.holding import Shares

_OPEN_POOL: Final = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """Something to be divided.

    Attributes:
        name: An account, or the clause that names a price.
        amount_minor: Not negative.
        debtor: Who has to pay it in, for a price; "" for what is in the pool.
        set_off: Whether it is set off against what the debtor is due.
        due: Day on which it is paid, where that is later.
    """

    name: str
    amount_minor: int
    debtor: str = _OPEN_POOL
    set_off: bool = False
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """Something to be paid first.

    Attributes:
        name: What for.
        creditor: To whom.
        amount_minor: Not negative.
    """

    name: str
    creditor: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Division:
    """By which shares a residue or a deficit is divided; each sums to one.

    Attributes:
        contributions: 出資の価額.
        losses: 損益分配の割合.
    """

    contributions: Shares
    losses: Shares


@dataclass(frozen=True, slots=True)
class Paid:
    """A debt as far as the assets reach.

    Attributes:
        debt: The debt.
        paid_minor: Out of the assets.
        open_minor: Borne by the members.
    """

    debt: Debt
    paid_minor: int
    open_minor: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What one party receives and pays.

    Attributes:
        party: Member or payer of a price; `unassigned` where shares are not known.
        part_minor: Of the residue; below nothing, of the deficit.
        price_minor: What it owes for rights.
        set_off_minor: How much of both is set off.
    """

    party: str
    part_minor: int
    price_minor: int
    set_off_minor: int

    @property
    def receives_minor(self) -> int:
        """Claim."""
        return max(self.part_minor, 0) - self.set_off_minor

    @property
    def pays_minor(self) -> int:
        """Duty."""
        return self.price_minor - self.set_off_minor + max(-self.part_minor, 0)


@dataclass(frozen=True, slots=True)
class Settlement:
    """The money of a committee at its end.

    Attributes:
        assets_minor: Pool and prices.
        debts: In the order of payment.
        parts: Of the residue, or below nothing of the deficit; with the debts they are the assets.
        balances: What each receives and pays, in the order of names.
    """

    assets_minor: int
    debts: tuple[Paid, ...]
    parts: tuple[tuple[str, int], ...]
    balances: tuple[Balance, ...]

    @property
    def debts_minor(self) -> int:
        """All debts."""
        return sum(each.debt.amount_minor for each in self.debts)

    @property
    def residue_minor(self) -> int:
        """What is left for the members; below nothing it is a deficit."""
        return self.assets_minor - self.debts_minor


def settle(assets: Sequence[Asset], debts: Sequence[Debt], division: Division) -> Settlement:
    """Divide what a committee has, debts first.

    Args:
        assets: Pool and prices, in one currency.
        debts: In the order in which they are paid.
        division: Shares of the residue and of a deficit.

    Raises:
        TermsInvalid: "settlement-amount-negative": a negative asset is a debt, and the reverse;
            "amount-too-large".
    """
    for asset in assets:
        _check(asset.name, asset.amount_minor)
    for debt in debts:
        _check(debt.name, debt.amount_minor)
    whole = sum(each.amount_minor for each in assets)
    check_sums(("assets", whole), ("debts", sum(each.amount_minor for each in debts)))
    paid = tuple(_in_order(whole, debts))
    left = whole - sum(each.amount_minor for each in debts)
    parts = _divided(left, division.contributions if left >= 0 else division.losses)
    return Settlement(whole, paid, parts, tuple(_balances(assets, dict(parts))))


def division_of(situation: Situation) -> Division:
    """Give the shares by which a committee's residue and deficit are divided."""
    contributions = shares_of(situation, "investment")
    losses = shares_of(situation, "profit")
    is_agreed = all(hole.kind != "shares-unknown" for hole in losses.holes)
    return Division(contributions.shares, (losses if is_agreed else contributions).shares)


def prices(situation: Situation) -> tuple[Asset, ...]:
    """Give what the plan's receivers owe, in the order of names of clauses.

    A price whose payer is gone without a successor is owed by nobody, and so it is no asset: that
    its right has no receiver is a gap of the outcome.
    """
    found = []
    for clause in sorted(situation.clauses, key=lambda each: (each.after_years, each.name)):
        if clause.price_minor is None:
            continue
        day = years_after(situation.transfer_day, clause.after_years)
        owed = _divided(clause.price_minor, receivers(situation, clause).shares)
        found += [
            Asset(name=clause.name, amount_minor=part, debtor=who, set_off=clause.set_off, due=day)
            for who, part in owed
            if who != UNASSIGNED
        ]
    return tuple(found)


def _check(name: str, amount: int) -> None:
    if check_amount(amount, name) < 0:
        raise TermsInvalid(
            "settlement-amount-negative",
            f"{name} is {amount}; a negative asset is a debt, and a negative debt an asset.",
            field=name,
            value=amount,
            expected="0 or more",
        )


def _in_order(whole: int, debts: Iterable[Debt]) -> Iterable[Paid]:
    for debt in debts:
        paid = min(whole, debt.amount_minor)
        whole -= paid
        yield Paid(debt, paid, debt.amount_minor - paid)


def _divided(amount: int, shares: Shares) -> tuple[tuple[str, int], ...]:
    """Divide by exact shares; parts in the order of names."""
    common = lcm(*(share[1] for _, share in shares))
    parts = hamilton(amount, [share[0] * common // share[1] for _, share in shares])
    return tuple((who, part) for (who, _), part in zip(shares, parts, strict=True))


def _balances(assets: Iterable[Asset], parts: dict[str, int]) -> Iterable[Balance]:
    owed = dict.fromkeys(parts, 0)
    offset = dict.fromkeys(parts, 0)
    for asset in assets:
        if asset.debtor != _OPEN_POOL:
            owed[asset.debtor] = owed.get(asset.debtor, 0) + asset.amount_minor
            set_off = asset.amount_minor if asset.set_off else 0
            offset[asset.debtor] = offset.get(asset.debtor, 0) + set_off
    for party in sorted(owed):
        part = parts.get(party, 0)
        set_off = min(max(part, 0), offset.get(party, 0))
        yield Balance(party, part, owed[party], set_off)
