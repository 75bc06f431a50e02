"""A guarantee and a reserve over four quarters: runs, statements, what is said, and the auditor."""

from datetime import date
from typing import Any

import pytest
from money_stage import Money, allocated, rate, step, terms

from ledger.jobs.verify import verify_register
from ledger.statements.commands import IssueStatement

QUARTERS = {"2025-Q4": 20_000, "2026-Q1": 40_000, "2026-Q2": 10_000, "2026-Q3": 0}
DAYS = {
    "2025-Q4": date(2026, 1, 30),
    "2026-Q1": date(2026, 4, 30),
    "2026-Q2": date(2026, 7, 31),
    "2026-Q3": date(2026, 10, 30),
}


class Licence:
    """10% of gross sales for an author, 12,000 a year guaranteed, a tenth held for half a year.

    Worked by hand, in yen:

    | | 2025-Q4 | 2026-Q1 | 2026-Q2 | 2026-Q3 |
    |---|---|---|---|---|
    | royalty | 2,000 | 4,000 | 1,000 | 0 |
    | guaranteed to date | 3,000 | 3,000 | 3,000 | 12,000 |
    | guarantee | 1,000 | -1,000 | 0 | 5,000 |
    | withheld | 300 | 300 | 100 | 500 |
    | released | | | 300 | 300 |
    | to the author | 2,700 | 2,700 | 1,200 | 4,800 |

    Together 11,400; the reserve still holds 600 of the 12,000.
    """

    def __init__(self, money: Money, **more: Any) -> None:
        self.money = money
        self.studio, self.shop = money.company("制作社"), money.company("販売社")
        self.author = money.named_person("山田花子")
        self.work = money.work("星の庭")
        self.agreement = money.agreement(
            self.studio,
            terms(
                step("author", "royalty/1", basis="gross", rate=rate(1, 10), payee=self.author),
                step("mg", "guarantee/1", of=[{"step": "author"}], amount=12_000,
                     year={"starts": "2025-10"},
                     instalments=[{"month": "2025-10", "amount": 3_000}]),
                step("returns", "reserve/1", against="author", rate=rate(1, 10),
                     release={"after_months": 6}),
                **more,
            ),
            distribute_on="report",
            works=(self.work,),
            effective_month="2025-10",
        )  # fmt: skip

    def quarter(self, period: str) -> dict[str, int]:
        """Report, run, and give what the author got by clause."""
        amount = QUARTERS[period]
        if amount:
            last = {"2025-Q4": "2025-12", "2026-Q1": "2026-03", "2026-Q2": "2026-06"}[period]
            self.money.sales(
                self.agreement, self.shop, self.work, amount, basis="gross", period=last
            )
        prepared = self.money.run(self.agreement, period, empty=not amount)
        return {clause: given for (clause, _), given in allocated(prepared).items()}

    def statement(self, period: str) -> IssueStatement:
        """Issue the author's statement of a quarter."""
        issued = self.money.issue(self.studio, period, payment_date=DAYS[period])
        return issued[self.author]


@pytest.fixture
def licence(money: Money) -> Licence:
    return Licence(money)


def test_four_quarters_come_out_to_the_yen_and_the_auditor_agrees(licence: Licence) -> None:
    """The figures of the table, quarter by quarter; then everything is computed again."""
    given, statements = {}, {}
    for period in QUARTERS:
        given[period] = licence.quarter(period)
        statements[period] = licence.statement(period)

    assert given == {
        "2025-Q4": {"author": 2_000, "mg": 1_000, "returns": -300},
        "2026-Q1": {"author": 4_000, "mg": -1_000, "returns": -300},
        "2026-Q2": {"author": 1_000, "returns": 200},
        "2026-Q3": {"mg": 5_000, "returns": -200},
    }
    payable = [one.totals.payable for one in statements.values()]
    assert payable == [2_700, 2_700, 1_200, 4_800]
    report = verify_register(licence.money.register, views=True, commands=True)
    assert report.findings == ()


def test_what_was_paid_in_advance_is_earned_back_as_a_recoupment(licence: Licence) -> None:
    """Second quarter: royalty 4,000 and -300 held back are due, 1,000 of the instalment are earned back."""
    licence.quarter("2025-Q4")
    licence.statement("2025-Q4")
    licence.quarter("2026-Q1")

    statement = licence.statement("2026-Q1")

    kinds = {line.step: (line.kind, line.amount_minor) for line in statement.lines}
    assert kinds == {
        "author": ("royalty", 4_000),
        "mg": ("recoupment", -1_000),
        "returns": ("royalty", -300),
    }
    assert (statement.totals.royalties, statement.totals.recouped) == (3_700, 1_000)


def test_a_statement_says_what_is_still_to_come(licence: Licence) -> None:
    """After two quarters 6,000 of 12,000 are missing; 600 are held, of which the first 300 are released in June."""
    for period in ("2025-Q4", "2026-Q1"):
        licence.quarter(period)
        statement = licence.statement(period)

    notes = licence.money.sheet(statement.id)["notes"]

    assert notes["ja"][:2] == [
        "「mg」: 2026年9月に終わる契約年度の保証額まで、現時点であと 6,000円 です。"
        "足りない額は年度の終わりに補います。",
        "「returns」: 返品などに備えて 600円 を留保しています。次の解除は2026年6月です。",
    ]
    assert notes["en"][:2] == [
        "mg: JPY 6,000 to go to the guarantee of the contract year that ends with 2026-09;"
        " what is missing then is topped up.",
        "returns: JPY 600 are held back against returns; the next release is 2026-06.",
    ]


def test_who_may_read_sums_only_is_told_without_amounts(money: Money) -> None:
    """The terms disclose the aggregate: neither the missing 10,000 nor the 300 held are told."""
    licence = Licence(money, disclosure={"default": "aggregate"})
    licence.quarter("2025-Q4")

    notes = money.sheet(licence.statement("2025-Q4").id)["notes"]

    assert notes["ja"][:2] == [
        "「mg」: 2026年9月に終わる契約年度の保証額に達していません"
        "（額は監査人が検証済み・非開示）。",
        "「returns」: 返品などに備えて留保している額があります"
        "（額は監査人が検証済み・非開示）。次の解除は2026年6月です。",
    ]


def test_a_guaranteed_window_without_sales_learns_what_is_missing(money: Money) -> None:
    """A distributor guarantees a fee of 500 a year; nothing came in, and 500 are missing."""
    payer, window = money.company("幹事社"), money.company("窓口社")
    agreement = money.agreement(
        payer,
        terms(
            step("fee", "commission/1", basis="received", rate=rate(1, 10), payee=window),
            step("mg", "guarantee/1", of=[{"step": "fee"}], amount=500,
                 year={"starts": "2026-01"}),
        ),
        distribute_on="report",
    )  # fmt: skip
    money.run(agreement, "2026-Q1", empty=True)

    issued = money.issue(payer, "2026-Q1", payment_date=date(2026, 4, 30))

    assert money.sheet(issued[window].id)["notes"]["ja"][0] == (
        "「mg」: 2026年12月に終わる契約年度の保証額まで、現時点であと 500円 です。"
        "足りない額は年度の終わりに補います。"
    )


def test_what_a_reserve_holds_is_on_the_run(licence: Licence) -> None:
    """The first quarter holds 300 back: a held account of its own, with its reason, and a name in the identity."""
    licence.money.sales(
        licence.agreement, licence.shop, licence.work, 20_000, basis="gross", period="2025-12"
    )
    result = licence.money.run(licence.agreement, "2025-Q4").command.result

    assert [(one.account, one.amount_minor, one.reason) for one in result.held] == [
        ("held:returns", 300, "reserved")
    ]
    assert (result.identity["reserved"], result.identity["withheld"]) == (300, -300)
