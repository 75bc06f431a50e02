"""Guarantees, minimums and advances of the given cases, from the report to what arrives.

All payees are companies in Japan without an invoice number, so that nothing is withheld or added
and what the clause gives is what arrives.
"""

from typing import Any

import pytest
from bank_stage import typed
from money_stage import Money, csv_of, rate, step, terms
from payment_stage import STATED, Payer

LICENSOR = "原作者の会社"


@pytest.fixture
def payer(money_anywhere: Money) -> Payer:
    """A studio with a licensor whom it pays, on either database."""
    return Payer(money_anywhere)


def licensor(payer: Payer, kind: str = "domestic", **account: Any) -> str:
    company = payer.money.company(LICENSOR, country="JP")
    payer.with_account(company, kind, **account)
    return company


def promised(amount: int, *parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A guarantee for the contract year from April 2026."""
    of = list(parts) or [{"step": "royalty"}]
    return step(
        "mg", "guarantee/1", amount=amount, of=of, year={"starts": "2026-04", "months": 12}, **more
    )  # fmt: skip


def royalty(payee: str, num: int, den: int, id: str = "royalty", **more: Any) -> dict[str, Any]:
    return step(id, "royalty/1", basis="gross", rate=rate(num, den), payee=payee, **more)


def run(payer: Payer, agreement: str, period: str, *sales: tuple[str, int]) -> None:
    """Report sales by work, and run the month; a month without sales is closed all the same."""
    source = payer.money.company("配信会社")
    if sales:
        lines = [f"streaming,JP,{work},{period},1,{amount}" for work, amount in sales]
        payer.money.report(agreement, source, csv_of(*lines), period=period, basis="gross")
    payer.money.run(agreement, period, empty=not sales)


def stated(payer: Payer, period: str) -> int:
    """State a month and send it to the bank; what arrives."""
    payer.money.issue(payer.studio, period, payment_date=STATED)
    payment, exported = payer.sent()
    (data,) = exported.files.values()
    shown = payer.show(payment)
    assert str(shown["transfer_minor"]).encode() in data
    return int(shown["transfer_minor"])


def test_units_made_are_paid_whatever_was_sold(payer: Payer) -> None:
    """MG-01: 10 copies of 1,000 at 5% are 500, although nothing was sold."""
    company = licensor(payer)
    clause = step(
        "royalty", "royalty/2", basis="units", price={"amount": 1_000}, rate=rate(1, 20),
        payee=company,
    )  # fmt: skip
    agreement = payer.money.agreement(payer.studio, terms(clause), distribute_on="report")
    work = payer.money.work("星の図書館", payer.studio)
    row = csv_of(f"merchandise,{work},2026-05,10,0", headings="channel,work,month,units,amount")
    payer.money.report(agreement, payer.money.company("玩具"), row, period="2026-05")
    payer.money.run(agreement, "2026-05")
    assert stated(payer, "2026-05") == 500


def test_a_monthly_minimum_arrives(payer: Payer) -> None:
    """MG-03: 10% of 100,000 is 10,000; the minimum of 50,000 a month arrives."""
    company = licensor(payer)
    least = step("least", "floor/1", of="royalty", amount=50_000, per="month")
    agreement = payer.money.agreement(
        payer.studio, terms(royalty(company, 1, 10), least), distribute_on="report"
    )
    work = payer.money.work("星の図書館", payer.studio)
    run(payer, agreement, "2026-05", (work, 100_000))
    assert stated(payer, "2026-05") == 50_000


@pytest.mark.parametrize(
    ("guarantee", "first", "second"),
    [(10_000_000, 2_000_000, 8_000_000)],
)
def test_instalments_arrive_when_they_are_due(
    payer: Payer, guarantee: int, first: int, second: int
) -> None:
    """MG-04: 20% of 10,000,000 at signature, 80% with the materials."""
    company = licensor(payer)
    instalments = [
        {"month": "2026-04", "amount": first}, {"month": "2026-06", "amount": second},
    ]  # fmt: skip
    agreement = payer.money.agreement(
        payer.studio,
        terms(royalty(company, 1, 1), promised(guarantee, instalments=instalments)),
        distribute_on="report", effective_month="2026-04",
    )  # fmt: skip
    run(payer, agreement, "2026-04")
    assert stated(payer, "2026-04") == first
    run(payer, agreement, "2026-06")
    assert stated(payer, "2026-06") == second


def test_overage_is_paid_against_what_was_paid_to_date(payer: Payer) -> None:
    """MG-11: 20,000, of it 10,000 in April. 12,000 are earned in May: 2,000 arrive. In June 8,000
    of the second 10,000 are left."""
    company = licensor(payer)
    instalments = [{"month": "2026-04", "amount": 10_000}, {"month": "2026-06", "amount": 10_000}]
    agreement = payer.money.agreement(
        payer.studio,
        terms(royalty(company, 1, 1), promised(20_000, instalments=instalments)),
        distribute_on="report", effective_month="2026-04",
    )  # fmt: skip
    work = payer.money.work("星の図書館", payer.studio)
    run(payer, agreement, "2026-04")
    assert stated(payer, "2026-04") == 10_000
    run(payer, agreement, "2026-05", (work, 12_000))
    assert stated(payer, "2026-05") == 2_000
    run(payer, agreement, "2026-06")
    assert stated(payer, "2026-06") == 8_000


def test_one_guarantee_over_three_titles_tops_up_what_all_of_them_lack(payer: Payer) -> None:
    """MG-10: 1,400,000, 450,000 and 450,000 are 2,300,000 of 3,000,000. When the year ends the
    700,000 that remain arrive."""
    company = licensor(payer)
    works = {title: payer.money.work(f"題名{title}", payer.studio) for title in ("a", "b", "c")}
    royalties = [royalty(company, 1, 1, title, where={"work": [works[title]]}) for title in works]
    values = {"a": 1_800_000, "b": 500_000, "c": 700_000}
    parts = [{"step": title, "value": value} for title, value in values.items()]
    year = {"starts": "2026-04", "months": 6}
    guarantee = step("mg", "guarantee/1", amount=3_000_000, of=parts, year=year)
    agreement = payer.money.agreement(
        payer.studio, terms(*royalties, guarantee), distribute_on="report",
        effective_month="2026-04",
    )  # fmt: skip
    sales = {"a": 1_400_000, "b": 450_000, "c": 450_000}
    run(payer, agreement, "2026-05", *((works[title], sales[title]) for title in works))
    assert stated(payer, "2026-05") == 2_300_000
    run(payer, agreement, "2026-09")
    assert stated(payer, "2026-09") == 700_000


def test_an_advance_holds_royalties_until_it_is_recouped(money_anywhere: Money) -> None:
    """MG-02 in dollars: of an advance of 5,000.00 at 5% nothing arrives until 100,000.00 were
    sold; 20,000.00 more bring 1,000.00, in dollars, abroad."""
    payer = Payer(money_anywhere, own=typed("foreign", holder="Seiun Studio"))
    company = licensor(payer, "foreign")
    label = {"ja": "前払金", "en": "advance"}
    clauses = {
        **terms(
            royalty(company, 1, 20),
            step("recoup", "recoup/1", account="advance", against="royalty"),
            accounts=[
                {"id": "advance", "kind": "advance", "target": {"amount": 500_000}, "label": label}
            ],
        ),
        "currency": "USD",
    }  # fmt: skip
    agreement = payer.money.agreement(payer.studio, clauses, distribute_on="report", currency="USD")
    work, source = payer.money.work("星の図書館", payer.studio), payer.money.company("海外配信")
    for period, amount in (("2026-05", 100_000), ("2026-06", 20_000)):
        line = csv_of(f"streaming,US,{work},{period},1,{amount}.00")
        payer.money.report(agreement, source, line, period=period, basis="gross", currency="USD")
        payer.money.run(agreement, period)
    issued = payer.money.issue(payer.studio, "2026-06", payment_date=STATED)
    (draft,) = [draft for draft in issued.values() if draft.payee == company]
    assert (draft.currency, draft.totals.recouped, draft.totals.transfer) == (
        "USD", 500_000, 100_000,
    )  # fmt: skip
    payment = payer.one(currency="USD")
    payer.approve(payment)
    exported = payer.export(payment)
    (data,) = exported.files.values()
    assert b'<InstdAmt Ccy="USD">1000.00</InstdAmt>' in data
