"""Income tax withheld at source (源泉徴収) from one payment of one kind of income, in yen.

The threshold applies to what is paid at one time, so several works paid to one holder at once
form one base; another kind of income is another base. Rates and dates come from rates.toml. This
is a computation, not advice: lines marked "to be confirmed by an expert" need one.
"""

import datetime as dt
from dataclasses import dataclass

from contracts.errors import TermsInvalid
from contracts.money import check_amount, floor_toward_zero
from contracts.tax.income import COPYRIGHT, FEE, INCOMES, PARTNERSHIP, REPAYMENT
from contracts.tax.rates import Rate, rate_on
from contracts.tax.treaty import TreatyForm, relief, treaty_rate

JAPAN = "JP"

_ABROAD = {
    COPYRIGHT: "withholding.non_resident",
    FEE: "withholding.non_resident_service",
    PARTNERSHIP: "withholding.non_resident_partnership",
}
_NAMED_FOR_INDIVIDUALS = (COPYRIGHT, FEE)


@dataclass(frozen=True, slots=True)
class TaxProfile:
    """What the payer knows about a payee on the day of payment.

    Attributes:
        is_individual: A person rather than a company.
        residence: ISO 3166 alpha-2 country of residence for tax.
        form: The treaty form on file; None when there is none.
    """

    is_individual: bool
    residence: str
    form: TreatyForm | None = None


@dataclass(frozen=True, slots=True)
class Withholding:
    """What is withheld from one payment, and by which rule.

    Attributes:
        base_minor: Amount the tax was computed on.
        tax_minor: Tax, fractions of a yen cut off.
        rule: "none-domestic-company", "none-not-named", "none-repayment", "individual",
            "non-resident" or "treaty".
        rate: Line of the table; None when nothing is withheld by rule.
    """

    base_minor: int
    tax_minor: int
    rule: str
    rate: Rate | None


def taxable_base(fee_minor: int, consumption_tax_minor: int, *, is_separated: bool) -> int:
    """Give the amount withholding is computed on.

    「請求書等において報酬・料金等の額と消費税等の額が明確に区分されている場合には、その報酬・料金等の額
    のみを源泉徴収の対象とする金額として差し支えありません。」

    Args:
        fee_minor: Fee without consumption tax.
        consumption_tax_minor: Consumption tax on it; zero when there is none.
        is_separated: Whether the invoice shows the two apart.

    Source:
        National Tax Agency, Tax Answer No. 2795; cases WH-20 and WH-21.
    """
    fee = check_amount(fee_minor, "fee_minor")
    tax = check_amount(consumption_tax_minor, "consumption_tax_minor")
    return fee if is_separated else fee + tax


def withhold(
    profile: TaxProfile, base_minor: int, paid_on: dt.date, income: str = COPYRIGHT
) -> Withholding:
    """Compute what is withheld from one payment of one kind of income.

    - A company resident in Japan: nothing (所得税法204条 names individuals only).
    - An individual resident in Japan: 10.21% up to 1,000,000 yen, 20.42% of what is above, of
      royalties and fees. A partner's distribution is not named there.
    - A non-resident, person or company: 20.42%. Of copyright royalties the treaty rate instead
      when a form under the right article was filed before the day of payment, is still good, and
      came with the form on limitation of benefits where the treaty wants one.
    - Money given back is nobody's income.

    Args:
        profile: The payee.
        base_minor: Yen of the whole payment of this income, never negative.
        paid_on: Day of payment.
        income: One of `contracts.tax.income.INCOMES`.

    Raises:
        TermsInvalid: A negative base, an income nobody knows, or a day the table has no rate for
            ("rate-expired").

    Source:
        所得税法161条・204条・205条・212条・213条; Tax Answer No. 2795; cases WH-01 to WH-23, NR-*.

    Example:
        >>> person = TaxProfile(is_individual=True, residence="JP")
        >>> withhold(person, 1_500_000, dt.date(2026, 11, 30)).tax_minor
        204200
    """
    if check_amount(base_minor, "base_minor") < 0:
        raise TermsInvalid(
            "base-negative",
            "Nothing is withheld from a payment below zero; it is not a payment.",
            value=base_minor,
            expected=">= 0",
        )
    if income not in INCOMES:
        raise TermsInvalid(
            "income-unknown",
            f"There is no income of the kind {income!r}.",
            field="income",
            value=income,
            expected=list(INCOMES),
        )
    if income == REPAYMENT:
        return Withholding(base_minor, 0, "none-repayment", None)
    if profile.residence == JAPAN:
        return _resident(profile, base_minor, paid_on, income)
    if income == COPYRIGHT and relief((profile.form,), profile.residence, paid_on):
        return _at_rate("treaty", treaty_rate(profile.residence), base_minor, paid_on)
    return _at_rate("non-resident", _ABROAD[income], base_minor, paid_on)


def gross_for_net(net_minor: int, paid_on: dt.date) -> tuple[int, ...]:
    """Give every gross amount that leaves a resident individual exactly this net.

    Cutting fractions makes two grosses possible: 89,790 is left of 99,999 and of 100,000. The
    contract has to say which one is meant, so all are given and none is chosen.

    Args:
        net_minor: Yen the person is to receive, not negative.
        paid_on: Day of payment.

    Source:
        Inverse of Tax Answer No. 2795; net 100,000 needs gross 111,370.

    Example:
        >>> gross_for_net(100_000, dt.date(2026, 11, 30))
        (111370,)
    """
    person = TaxProfile(is_individual=True, residence=JAPAN)
    low, high = net_minor, net_minor * 2 + 1
    while low < high:
        middle = (low + high) // 2
        if _net(person, middle, paid_on) < net_minor:
            low = middle + 1
        else:
            high = middle
    found = []
    while _net(person, low, paid_on) == net_minor:
        found.append(low)
        low += 1
    return tuple(found)


def _net(person: TaxProfile, gross: int, paid_on: dt.date) -> int:
    return gross - withhold(person, gross, paid_on).tax_minor


def _resident(profile: TaxProfile, base: int, paid_on: dt.date, income: str) -> Withholding:
    if not profile.is_individual:
        return Withholding(base, 0, "none-domestic-company", None)
    if income not in _NAMED_FOR_INDIVIDUALS:
        return Withholding(base, 0, "none-not-named", None)
    rate = rate_on("withholding.individual", paid_on)
    below = min(base, rate.threshold_minor)
    upper = rate.upper_rate or rate.rate
    # Both parts over one denominator, cut once: fractions of the two must not be cut apart.
    exact = below * rate.rate[0] * upper[1] + (base - below) * upper[0] * rate.rate[1]
    return Withholding(base, exact // (rate.rate[1] * upper[1]), "individual", rate)


def _at_rate(rule: str, rate_id: str, base: int, paid_on: dt.date) -> Withholding:
    rate = rate_on(rate_id, paid_on)
    return Withholding(base, floor_toward_zero(base, *rate.rate), rule, rate)
