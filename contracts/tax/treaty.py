"""Relief from withholding under a tax treaty: only with a form on file, in time and still good.

1. A form helps from the day after it was filed: 「最初にその支払を受ける日の前日まで」.
2. It helps as long as it is good, and only for the article that it invokes.
3. Where the treaty has an article on limitation of benefits, its own form must be on file too.
4. A treaty that the table does not name gives no relief.

Source:
    租税条約等の実施に伴う所得税法、法人税法及び地方税法の特例等に関する法律の施行に関する省令2条・9条の2.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from contracts.tax.rates import Rate, has_rate, rate_on


@dataclass(frozen=True, slots=True)
class TreatyForm:
    """An application for relief under a tax treaty (租税条約に関する届出書), as it was filed.

    Attributes:
        article: Article of the treaty that it invokes, "12" or "12(2)".
        filed_on: Day it was filed with the tax office through the payer.
        valid_to: Last day it is good for; None while no end is known.
        has_benefits_form: Whether the form on limitation of benefits (特典条項) was filed with it.
        id: Its name on the register, if it is on one.
    """

    article: str
    filed_on: dt.date
    valid_to: dt.date | None = None
    has_benefits_form: bool = False
    id: str = ""


def relief(
    forms: Iterable[TreatyForm | None], residence: str, paid_on: dt.date
) -> TreatyForm | None:
    """Give the form that lowers the tax of a payment of royalties; None when none does.

    Args:
        forms: Forms of this payee with this payer, in any order.
        residence: The payee's country.
        paid_on: Day of payment.

    Returns:
        Of several the one filed last, of equal ones the one whose id sorts last.

    Raises:
        TermsInvalid: "rate-expired": the treaty's rate is known to have ended.
    """
    if not has_rate(treaty_rate(residence), paid_on):
        return None
    rate = rate_on(treaty_rate(residence), paid_on)
    helping = [form for form in forms if form and _helps(form, rate, paid_on)]
    return max(helping, key=lambda form: (form.filed_on, form.id), default=None)


def treaty_rate(residence: str) -> str:
    """Name the line of the table for royalties paid to a country."""
    return f"withholding.treaty.{residence}"


def _helps(form: TreatyForm, rate: Rate, paid_on: dt.date) -> bool:
    in_time = form.filed_on < paid_on
    still_good = form.valid_to is None or paid_on <= form.valid_to
    is_article = form.article.partition("(")[0] == rate.article
    is_complete = form.has_benefits_form or not rate.needs_benefits_form
    return in_time and still_good and is_article and is_complete
