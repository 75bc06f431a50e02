"""Corrections of reports whose money was converted: replayed at the rates of the same days."""

from datetime import date
from typing import Any

from money_stage import Money, csv_of, rate, step, terms

from ledger.fx.commands import PublishedRate, RecordRates
from ledger.jobs.revisions import revise
from ledger.jobs.verify import verify_register
from ledger.revenue.commands import RegisterReport
from ledger.royalties.views import balances, trial_balance

SOURCE = "kawase"


class Licence:
    """A licence abroad: a tenth for the agent; the rest stays with the payer."""

    def __init__(self, money: Money, distribute_on: str, **fx: Any) -> None:
        self.money = money
        self.payer, self.agent = money.company("幹事社"), money.company("海外代理店", country="US")
        self.work = money.work("海を渡る星", self.payer)
        fee = step("agent", "commission/1", basis="gross", rate=rate(1, 10), payee=self.agent)
        stated = {"source": SOURCE, "day": "period_end", "convert": "total"} | fx
        self.agreement = money.agreement(
            self.payer, terms(fee, fx=stated), works=(self.work,),
            parties=(self.payer, self.agent), distribute_on=distribute_on,
        )  # fmt: skip

    def quote(self, day: date, num: int, replaces: int | None = None) -> int:
        line = PublishedRate(base="USD", quote="JPY", date=day, num=num, den=1, replaces=replaces)
        sheet = self.money.register.blobs.put(b"kawase", media_type="text/plain")
        command = RecordRates(source=SOURCE, document=sheet, rates=(line,))
        return self.money.record(command).first_index

    def reported(self, amount: str, **more: Any) -> RegisterReport:
        line = f"streaming,US,{self.work},2026-03,1,{amount}"
        stated = {"currency": "USD", "basis": "gross"} | more
        return self.money.prepared(self.agreement, self.agent, csv_of(line), **stated).command

    def report(self, amount: str, **more: Any) -> str:
        command = self.reported(amount, **more)
        self.money.record(command)
        return command.id

    def correct(self, report: str, amount: str, **more: Any) -> str:
        """Correct a report that runs used; what it touches is confirmed."""
        command = self.reported(amount, supersedes=report, **more)
        touched = self.money.refused(command)
        assert touched.code == "report-restates"
        self.money.record(command.model_copy(update={"confirm": touched.fields["confirm"]}))
        return command.id

    def due(self) -> int:
        """What the agent is due to date."""
        with self.money.ledger.reading() as conn:
            found = {one["account"]: one["amount_minor"] for one in balances(conn, self.agreement)}
            assert set(trial_balance(conn).values()) == {0}
        return found[f"payable:{self.agent}"]


def verified(money: Money) -> None:
    report = verify_register(money.register, views=True, commands=True)
    assert [(one.code, one.expected, one.found) for one in report.findings] == []


def test_a_converted_report_is_corrected_at_the_rate_of_its_day(money_anywhere: Money) -> None:
    """100.00 at 150 are 15,000 yen, a tenth 1,500. It was 110.00: 16,500 and 1,650, 150 more."""
    licence = Licence(money_anywhere, "report")
    licence.quote(date(2026, 3, 31), 150)
    first = licence.report("100.00")
    money_anywhere.run(licence.agreement)
    money_anywhere.issue(licence.payer)
    assert licence.due() == 1_500
    licence.correct(first, "110.00")
    (revised,) = revise(money_anywhere.register, licence.agreement)
    (fact,) = revised.recorded.events
    legs = {(one.account, one.currency): one.amount_minor for one in fact.postings}  # type: ignore[attr-defined]
    assert legs["fx:USD", "USD"] == 1_000
    assert legs["fx:JPY", None] == -1_500
    assert licence.due() == 1_650
    verified(money_anywhere)


def test_each_payment_is_replayed_at_its_own_rate_and_the_next_goes_on(money: Money) -> None:
    """1,000.00 reported, 500.00 promised; 200.00 at 150 and 200.00 at 160: 400.00 each, 60,000 and
    64,000. It was 2,000.00: 800.00 each, 120,000 and 128,000, a tenth 24,800. The last 100.00 at
    170 are 400.00 of it: 68,000, a tenth 6,800, in all 31,600."""
    licence = Licence(money, "receipt", day="receipt")
    days = (date(2026, 3, 20), date(2026, 4, 20), date(2026, 5, 20))
    for day, num in zip(days, (150, 160, 170), strict=True):
        licence.quote(day, num)
    report = licence.report("1000.00", remittance_minor=50_000)
    for day, period in zip(days[:2], ("2026-03", "2026-04"), strict=True):
        money.receive(licence.agreement, report, 20_000, currency="USD", received_on=day)
        money.run(licence.agreement, period)
        money.issue(licence.payer, period)
    assert licence.due() == 12_400
    report = licence.correct(report, "2000.00", remittance_minor=50_000)
    revise(money.register, licence.agreement)
    assert licence.due() == 24_800
    money.receive(licence.agreement, report, 10_000, currency="USD", received_on=days[2])
    run = money.run(licence.agreement, "2026-05")
    assert run.outcome.identity["sales"] == 68_000
    assert licence.due() == 31_600
    verified(money)


def test_a_correction_of_a_correction_comes_out_too(money: Money) -> None:
    """100.00, then 110.00, then 90.00 at 150: a tenth of 13,500 yen in the end."""
    licence = Licence(money, "report")
    licence.quote(date(2026, 3, 31), 150)
    report = licence.report("100.00")
    money.run(licence.agreement)
    money.issue(licence.payer)
    for amount in ("110.00", "90.00"):
        report = licence.correct(report, amount)
        revise(money.register, licence.agreement)
    assert licence.due() == 1_350
    verified(money)


def test_a_rate_corrected_meanwhile_counts_for_the_correction(money: Money) -> None:
    """100.00 at 150; the rate is corrected to 160 and the report to 110.00: 17,600, a tenth 1,760."""
    licence = Licence(money, "report")
    entry = licence.quote(date(2026, 3, 31), 150)
    report = licence.report("100.00")
    money.run(licence.agreement)
    money.issue(licence.payer)
    licence.quote(date(2026, 3, 31), 160, replaces=entry)
    assert licence.due() == 1_500
    licence.correct(report, "110.00")
    revise(money.register, licence.agreement)
    assert licence.due() == 1_760
    verified(money)


def test_a_correction_in_another_currency_is_refused(money: Money) -> None:
    licence = Licence(money, "report")
    report = licence.report("100.00")
    command = licence.reported("15000", currency="JPY", supersedes=report)
    refusal = money.refused(command)
    assert (refusal.code, refusal.fields["expected"]) == ("currency-differs", "USD")
