"""Reports in dollars, won and dinars under an agreement in yen; every example worked by hand."""

from datetime import date
from typing import Any

import pytest
from money_stage import Money, allocated, csv_of, rate, step, terms

from ledger.errors import Refused, RuleViolation
from ledger.fx.commands import PublishedRate, RecordRates
from ledger.royalties.views import balances, trial_balance
from ledger.values import DocumentRef

SOURCE = "kawase"


def clauses(payee: str, **fx: Any) -> dict[str, Any]:
    """Ten percent for the window; what is left stays with the payer."""
    fee = step("window", "commission/1", basis="gross", rate=rate(1, 10), payee=payee)
    stated = {"source": SOURCE, "day": "period_end", "convert": "line", "clause": "第9条"} | fx
    return terms(fee, fx=stated)


def quote(money: Money, base: str, day: date, num: int, den: int, **more: Any) -> int:
    """Record one rate in yen; return its entry."""
    line = PublishedRate(base=base, quote="JPY", date=day, num=num, den=den, **more)
    sheet = DocumentRef(sha256="a" * 64)
    return money.record(RecordRates(source=SOURCE, document=sheet, rates=(line,))).first_index


class World:
    """A payer, a licensee abroad, a work, an agreement."""

    def __init__(self, money: Money, distribute_on: str = "report", **fx: Any) -> None:
        self.money = money
        self.payer, self.abroad = money.company("幹事社"), money.company("海外配信", country="US")
        self.work = money.work("星の図書館", self.payer)
        self.agreement = money.agreement(
            self.payer, clauses(self.abroad, **fx), works=(self.work,),
            parties=(self.payer, self.abroad), distribute_on=distribute_on,
        )  # fmt: skip

    def sales(self, amount: str, currency: str = "USD", **more: Any) -> str:
        """Report one line of gross sales."""
        return self.money.sales(
            self.agreement, self.abroad, self.work, amount, currency=currency, basis="gross", **more
        )

    def lines(self, *amounts: str, **more: Any) -> str:
        """Report lines of several territories, so that each is a group of its own."""
        places = ("US", "CA", "MX", "BR")
        rows = [
            f"streaming,{place},{self.work},2026-03,1,{amount}"
            for place, amount in zip(places, amounts, strict=False)
        ]
        stated = {"currency": "USD", "basis": "gross"} | more
        return self.money.report(self.agreement, self.abroad, csv_of(*rows), **stated)

    def run(self, period: str = "2026-03") -> dict[str, int]:
        """Close a run; return its named sums."""
        return dict(self.money.run(self.agreement, period).outcome.identity)


def test_a_dollar_report_becomes_yen_at_the_last_day_of_its_period(money: Money) -> None:
    """100.00 x 151.23 = 15,123 yen; ten percent are 1,512.3, cut to 1,512."""
    world = World(money)
    entry = quote(money, "USD", date(2026, 3, 31), 15123, 100)
    report = world.sales("100.00")
    run = money.run(world.agreement)
    assert run.outcome.identity["sales"] == 15_123
    assert allocated(run) == {("window", world.abroad): 1_512}
    assert run.command.consumed == {report: 10_000}
    assert run.command.converted is not None
    assert run.command.converted[report][0].entry == entry
    assert entry in run.command.inputs


@pytest.mark.parametrize(
    ("currency", "num", "den", "amount", "yen"),
    [
        ("KRW", 1097, 10_000, "10001", 1_097),  # 10,001 x 0.1097 = 1,097.1097
        ("KWD", 9841, 20, "1.234", 607),  # 1.234 x 492.05 = 607.1897
    ],
)
def test_every_currency_has_its_own_minor_unit(
    money: Money, currency: str, num: int, den: int, amount: str, yen: int
) -> None:
    world = World(money)
    quote(money, currency, date(2026, 3, 31), num, den)
    world.sales(amount, currency)
    assert world.run()["sales"] == yen


@pytest.mark.parametrize(("how", "yen"), [("line", 147), ("total", 149)])
def test_lines_and_total_are_rounded_where_the_terms_say(money: Money, how: str, yen: int) -> None:
    """Three lines of 0.33 at 151.23: 49.9059 each, 147 in all; the total 149.7177 gives 149."""
    world = World(money, convert=how)
    quote(money, "USD", date(2026, 3, 31), 15123, 100)
    world.lines("0.33", "0.33", "0.33")
    assert world.run()["sales"] == yen


def test_the_rate_of_the_last_working_day_counts(money: Money) -> None:
    """31 January 2026 is a Saturday: the rate of Friday the 30th counts."""
    world = World(money)
    quote(money, "USD", date(2026, 1, 30), 150, 1)
    world.sales("1.00", period="2026-01")
    run = money.run(world.agreement, "2026-01")
    assert run.outcome.identity["sales"] == 150
    (item,) = (row.fx for row in run.outcome.trace if row.fx)
    assert item.date == "2026-01-30"


def test_a_missing_rate_refuses_the_whole_run_and_names_pair_day_and_clause(money: Money) -> None:
    world = World(money)
    quote(money, "USD", date(2026, 3, 23), 150, 1)  # eight days before the end
    report = world.sales("100.00")
    with pytest.raises(RuleViolation) as refusal:
        money.payout(world.agreement)
    assert refusal.value.code == "fx-rate-missing"
    assert refusal.value.fields["value"] == "USD/JPY 2026-03-31"
    assert refusal.value.fields["report"] == report
    assert refusal.value.fields["clause"] == "第9条"


def test_two_payments_are_converted_at_the_rates_of_their_days(money: Money) -> None:
    """Reported 1,000.00, promised 500.00. 200.00 arrive at 150: 400.00 x 150 = 60,000 yen.
    300.00 arrive at 160: 600.00 x 160 = 96,000 yen."""
    world = World(money, "receipt", day="receipt")
    quote(money, "USD", date(2026, 3, 31), 150, 1)
    quote(money, "USD", date(2026, 4, 20), 160, 1)
    report = world.sales("1000.00", remittance_minor=50_000)
    money.receive(world.agreement, report, 20_000, currency="USD")
    assert world.run()["sales"] == 60_000
    money.receive(world.agreement, report, 30_000, currency="USD", received_on=date(2026, 4, 20))
    assert world.run("2026-04")["sales"] == 96_000


def test_two_payments_in_one_run_keep_their_own_rates(money: Money) -> None:
    """As above, in one run: 60,000 + 96,000 = 156,000 yen, as two items."""
    world = World(money, "receipt", day="receipt")
    quote(money, "USD", date(2026, 3, 10), 150, 1)
    quote(money, "USD", date(2026, 3, 20), 160, 1)
    report = world.sales("1000.00", remittance_minor=50_000)
    money.receive(world.agreement, report, 30_000, currency="USD", received_on=date(2026, 3, 20))
    money.receive(world.agreement, report, 20_000, currency="USD", received_on=date(2026, 3, 10))
    run = money.run(world.agreement)
    assert run.outcome.identity["sales"] == 156_000
    assert [row.id for row in run.outcome.trace if row.fx] == [
        f"item/{report}/0/1", f"item/{report}/0/1.1"
    ]  # fmt: skip


def test_part_payments_at_one_rate_do_not_drift(money: Money) -> None:
    """Reported and promised 0.99 at 151.23 (149.7177): three payments of 0.33 give 49, 50 and 50."""
    world = World(money, "receipt")
    quote(money, "USD", date(2026, 3, 31), 15123, 100)
    report = world.sales("0.99")
    found = []
    for month in (3, 4, 5):
        money.receive(
            world.agreement, report, 33, currency="USD", received_on=date(2026, month, 28)
        )
        found.append(world.run(f"2026-0{month}")["sales"])
    assert found == [49, 50, 50]


def test_a_report_can_be_corrected_before_a_run_takes_it(money: Money) -> None:
    """100.00 were meant to be 110.00: 110.00 x 151.23 = 16,635.3 gives 16,635 yen."""
    world = World(money)
    quote(money, "USD", date(2026, 3, 31), 15123, 100)
    first = world.sales("100.00")
    world.sales("110.00", supersedes=first)
    assert world.run()["sales"] == 16_635


def test_both_legs_are_balances_and_each_currency_sums_to_zero(money: Money) -> None:
    world = World(money)
    quote(money, "USD", date(2026, 3, 31), 15123, 100)
    world.sales("100.00")
    world.run()
    with money.ledger.reading() as conn:
        found = {
            (one["account"], one["currency"]): one["amount_minor"]
            for one in balances(conn, world.agreement)
        }
        assert trial_balance(conn) == {"JPY": 0, "USD": 0}
    assert found["sales", "USD"] == -10_000
    assert found["fx:USD", "USD"] == 10_000
    assert found["fx:JPY", "JPY"] == -15_123


def test_nothing_sold_in_two_currencies_are_two_reports(money: Money) -> None:
    world = World(money)
    dollars = world.lines("0.00")
    assert world.lines("0", currency="KRW") != dollars
    with pytest.raises(Refused) as refusal:
        world.lines("0.0", currency="KRW")
    assert refusal.value.code == "report-duplicate"


def test_yen_and_dollars_flow_together(money: Money) -> None:
    """1,000 yen and 15,123 yen of dollars are 16,123."""
    world = World(money)
    quote(money, "USD", date(2026, 3, 31), 15123, 100)
    world.sales("100.00")
    world.sales("1000", "JPY")
    assert world.run()["sales"] == 16_123


def test_lines_that_cancel_come_out_at_zero(money: Money) -> None:
    """+100.00 and -100.00 are 15,123 and -15,123 yen: each may bear its own fee."""
    world = World(money, convert="total")
    quote(money, "USD", date(2026, 3, 31), 15123, 100)
    world.lines("100.00", "-100.00")
    run = money.run(world.agreement)
    assert run.outcome.identity["sales"] == 0
    assert sorted(row.amount_minor for row in run.outcome.trace if row.fx) == [-15_123, 15_123]


def test_a_rate_corrected_after_the_preparation_outdates_the_run(money: Money) -> None:
    world = World(money)
    first = quote(money, "USD", date(2026, 3, 31), 15123, 100)
    world.sales("100.00")
    prepared = money.payout(world.agreement)
    quote(money, "USD", date(2026, 3, 31), 15133, 100, replaces=first)
    refusal = money.refused(prepared.command)
    assert (refusal.code, refusal.fields["field"]) == ("payout-outdated", "fx/kawase/USD/JPY")
    assert world.run()["sales"] == 15_133


def test_what_was_converted_keeps_its_rate(money: Money) -> None:
    """0.33 of 0.66 at 150 gives 49; the rate is corrected to 160: the rest is still 99 - 49 = 50."""
    world = World(money, "receipt")
    first = quote(money, "USD", date(2026, 3, 31), 150, 1)
    report = world.sales("0.66")
    money.receive(world.agreement, report, 33, currency="USD")
    assert world.run()["sales"] == 49
    quote(money, "USD", date(2026, 3, 31), 160, 1, replaces=first)
    money.receive(world.agreement, report, 33, currency="USD", received_on=date(2026, 4, 20))
    assert world.run("2026-04")["sales"] == 50


def test_what_the_licensee_kept_is_counted_in_yen(money: Money) -> None:
    """Reported 100.00, remitted 90.00 at 151.23: of 15,123 yen a tenth, 1,512, was kept, and that
    is what the window's fee of 1,512 comes to."""
    world = World(money, "receipt")
    quote(money, "USD", date(2026, 3, 31), 15123, 100)
    report = world.sales("100.00", remittance_minor=9_000)
    money.receive(world.agreement, report, 9_000, currency="USD")
    run = money.run(world.agreement)
    (one,) = run.command.result.allocations
    assert (one.lines[0].amount_minor, one.lines[0].kept_minor) == (1_512, 1_512)


def test_money_is_received_and_invoiced_in_the_currency_of_the_report(money: Money) -> None:
    world = World(money, "receipt")
    report = world.sales("100.00")
    refusal = money.refused(money.receipt(world.agreement, report, 15_000))
    assert (refusal.code, refusal.fields["expected"]) == ("currency-differs", "USD")


def test_without_a_clause_another_currency_is_refused(money: Money) -> None:
    payer = money.company("幹事社")
    work = money.work("星の図書館", payer)
    fee = step("window", "commission/1", basis="gross", rate=rate(1, 10), payee=payer)
    agreement = money.agreement(payer, terms(fee), works=(work,))
    with pytest.raises(Refused) as refusal:
        money.sales(agreement, payer, work, "1.00", currency="USD")
    assert refusal.value.code == "currency-differs"
    assert "clauses with `fx`" in str(refusal.value.fields["expected"])
