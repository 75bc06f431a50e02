"""What follows for tax where a partner in a committee resides abroad: flags, dated, with the law.

    consequences(partner, last_day) -> tuple[Consequence, ...]
    deemed_paid_on(last_day) -> date

Rules kept here:
1. Profit of the partnership is Japanese income of a partner with a permanent establishment here;
   tax is withheld at the rate of `rates.toml` on the day on which it counts as paid.
2. What is not paid out counts as paid two months after the end of the period of computation.
3. Nothing here decides whether there is an establishment: whether this partner's part of the common
   business is one is the question to be asked first.

Source:
    所得税法 161条1項4号, 212条5項, 213条; 法人税法 138条; 法人税基本通達 14-1-2; 消費税法 57条の6
    (with its ordinance on partnerships). None of these texts was read for this; all lines are to be
    confirmed by a tax accountant. Example by hand: the period ends on 2026-12-31; two months later
    is 2027-02-28, and the rate of that day is 20.42%.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from contracts.money import Ratio
from contracts.period import Month
from contracts.tax.rates import rate_on

CONFIRM: Final = "to be confirmed by an expert"
CHECKED_ON: Final = dt.date(2026, 11, 22)
_PARTNERSHIP: Final = "withholding.non_resident_partnership"
_TWO_MONTHS: Final = 2


@dataclass(frozen=True, slots=True)
class Partner:
    """A member that resides abroad.

    Attributes:
        country: Two letters.
        is_registered: Whether it has a Japanese invoice number.
        forms: Treaty forms on file with the payers of the committee's agreements.
        currencies: Of the windows that it holds.
        window_territories: Where it holds windows.
        is_paid_in: Currencies in which the committee's agreements pay.
    """

    country: str
    is_registered: bool = False
    forms: int = 0
    currencies: tuple[str, ...] = ()
    window_territories: tuple[str, ...] = ()
    is_paid_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing to look at.

    Attributes:
        code: Stable name.
        ja, en: In words.
        law: Where it is written.
        day: A day that follows, such as the one on which profit counts as paid.
        rate: A rate that applies on that day.
    """

    code: str
    ja: str
    en: str
    law: str
    day: dt.date | None = None
    rate: Ratio | None = None
    confidence: str = CONFIRM
    checked_on: dt.date = CHECKED_ON


def deemed_paid_on(last_day: dt.date) -> dt.date:
    """Give the day on which undistributed profit of a period counts as paid.

    Args:
        last_day: Of the period of computation; a period ends with a month.

    Example:
        >>> deemed_paid_on(dt.date(2026, 12, 31))
        datetime.date(2027, 2, 28)
    """
    return Month.of(last_day).plus(_TWO_MONTHS).last_day


def consequences(partner: Partner, last_day: dt.date) -> tuple[Consequence, ...]:
    """Give what follows for a partner abroad, in the order in which it should be looked at.

    Args:
        partner: The member.
        last_day: Of the period of computation that is asked about.

    Raises:
        TermsInvalid: "rate-expired": no rate is known for the day.
    """
    return tuple(_all(partner, last_day))


def _all(partner: Partner, last_day: dt.date) -> Iterator[Consequence]:
    day = deemed_paid_on(last_day)
    rate = rate_on(_PARTNERSHIP, day)
    yield Consequence(
        "permanent-establishment",
        "共同事業が日本における恒久的施設（PE）に当たるおそれ。次の源泉徴収の前提となる。",
        "The common business may be a permanent establishment in Japan; withholding depends on it.",
        "法人税法138条、所得税法161条1項4号",
    )
    yield Consequence(
        "partnership-withholding",
        "組合の利益の源泉徴収（日本に恒久的施設を有する組合員に限る）。分配がなくても、計算期間の"
        "末日の翌日から2か月を経過する日に支払ったものとみなす。",
        "Withholding on the partnership's profit, for a partner with an establishment in Japan; it "
        "counts as paid two months after the period even if nothing is paid out.",
        f"{rate.law}、所得税法212条5項",
        day,
        rate.rate,
    )
    yield Consequence(
        "treaty-form",
        "租税条約の届出書は使用料の条項についてのもの。組合の利益に及ぶかは条約ごとに確認が必要"
        f"（登録済みの届出書 {partner.forms}件）。",
        "Forms under a treaty concern its article on royalties; whether a treaty covers a "
        f"partnership's profit has to be asked of each ({partner.forms} on file).",
        "租税条約等実施特例法3条の2ほか",
    )
    yield Consequence(
        "foreign-tax-credit",
        "居住地国での外国税額控除には、収入と費用の内訳（総額方式または中間方式）が要ることがある。",
        "A credit in its own country may need revenue and cost (gross or intermediate method).",
        "法人税基本通達14-1-2、居住地国の法令",
    )
    yield from _money(partner)
    yield from _consumption_tax(partner)


def _money(partner: Partner) -> Iterator[Consequence]:
    foreign = [one for one in partner.currencies if one not in partner.is_paid_in]
    if foreign:
        yield Consequence(
            "window-currency",
            f"窓口の通貨（{_listed(foreign)}）が契約の支払通貨（{_listed(partner.is_paid_in)}）と"
            "異なる。源泉徴収は円で行うため、換算の定めが要る。",
            f"Its window is in {_listed(foreign)}, the agreements pay in "
            f"{_listed(partner.is_paid_in)}; tax is withheld in yen, so a rate has to be agreed.",
            "所得税法基本通達213-1",
        )
    if partner.window_territories:
        yield Consequence(
            "window-abroad",
            f"窓口の地域（{_listed(partner.window_territories)}）の許可・外貨送金・現地の源泉徴収を"
            "確認する。",
            f"Approvals, remittance and tax withheld abroad in "
            f"{_listed(partner.window_territories)} have to be looked at.",
            "現地の法令",
        )


def _consumption_tax(partner: Partner) -> Iterator[Consequence]:
    yield Consequence(
        "distribution-out-of-scope",
        "構成員への分配は消費税の対象外（不課税）。",
        "Distributions to members are outside the scope of consumption tax.",
        "消費税法基本通達1-3-1",
    )
    if not partner.is_registered:
        yield Consequence(
            "invoices-blocked",
            "適格請求書発行事業者でない構成員がいるため、委員会は適格請求書を交付できない。",
            "It is not registered, so the committee may not issue qualified invoices.",
            "消費税法57条の6第1項、消費税法施行令70条の14",
        )


def _listed(values: Sequence[str]) -> str:
    return ", ".join(values) or "-"
