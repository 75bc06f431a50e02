"""What is expected, by due day and how sure it is; as values, table and workbook."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from formulas import Book
from money_stage import Money, rate, step, terms
from openpyxl import load_workbook

from ledger.errors import RuleViolation
from ledger.jobs.accounting_forecast import Expected, Forecast, forecast_of
from ledger.jobs.accounting_workbook import forecast_csv, forecast_workbook
from ledger.revenue.commands import RecordInvoice

DAY = date(2026, 4, 30)
STATED = date(2026, 5, 31)


class Studio:
    """A studio gives an author four tenths; 1,000,000 for January were paid and stated."""

    def __init__(self, money: Money) -> None:
        self.money = money
        self.id, self.author = money.company("星雲スタジオ"), money.company("原作工房")
        self.platform = money.company("配信プラットフォーム")
        self.work = money.work("星の図書館", self.id)
        clauses = terms(
            step("author", "royalty/1", basis="received", rate=rate(2, 5), payee=self.author),
            step("rest", "split/1", payees=[{"payee": self.id, "share": rate(1, 1)}]),
        )
        self.agreement = money.agreement(
            self.id, clauses, distribute_on="report", parties=(self.id, self.author)
        )
        paid = self.report("2026-01", 1_000_000)
        money.receive(self.agreement, paid, 1_000_000)
        money.run(self.agreement, "2026-01")
        money.issue(self.id, "2026-01", payment_date=STATED)

    def report(self, period: str, amount: int) -> str:
        return self.money.sales(
            self.agreement, self.platform, self.work, amount, period=period,
            remittance_minor=amount,
        )  # fmt: skip

    def invoice(self, report: str, amount: int, due_on: date) -> None:
        self.money.record(
            RecordInvoice(
                id=self.money.new("inv"), agreement=self.agreement, report=report,
                debtor=self.platform, currency="JPY", amount_minor=amount,
                issued_on=date(2026, 2, 28), due_on=due_on,
            )
        )  # fmt: skip

    def forecast(self, day: date = DAY, months: int = 12) -> Forecast:
        with self.money.ledger.reading() as conn:
            return forecast_of(conn, self.id, day, months)


@pytest.fixture
def studio(money: Money) -> Studio:
    return Studio(money)


def one(found: Forecast, document: str) -> Expected:
    (row,) = [row for row in found.rows if row.document == document]
    return row


def test_what_is_late_says_how_late_and_what_of_it_goes_on(studio: Studio) -> None:
    """By hand: 600,000 due on 31 March, 30 days late on 30 April; four tenths, 240,000, go on."""
    report = studio.report("2026-02", 600_000)
    studio.invoice(report, 600_000, date(2026, 3, 31))
    row = one(studio.forecast(), report)
    assert (row.sure, row.amount_minor, row.pass_on_minor) == ("overdue", 600_000, 240_000)
    assert (row.age, row.days_late) == ("1-30", 30)
    assert one(studio.forecast(date(2026, 5, 1)), report).age == "31-60"
    assert one(studio.forecast(date(2026, 7, 1)), report).age == "over-90"


def test_without_an_invoice_no_due_day_is_known_and_it_is_only_reported(studio: Studio) -> None:
    report = studio.report("2026-02", 600_000)
    row = one(studio.forecast(), report)
    assert (row.sure, row.due_on, row.age) == ("reported", None, "no-due-day")
    studio.money.receive(studio.agreement, report, 250_000)
    assert one(studio.forecast(), report).amount_minor == 350_000


def test_before_its_day_an_invoice_is_not_late(studio: Studio) -> None:
    report = studio.report("2026-02", 600_000)
    studio.invoice(report, 600_000, date(2026, 6, 30))
    row = one(studio.forecast(), report)
    assert (row.sure, row.due_on, row.age) == ("invoiced", date(2026, 6, 30), "not-due")


def test_where_no_run_was_made_nobody_knows_what_goes_on(money: Money) -> None:
    lead, platform, work = money.company("幹事"), money.company("配信"), money.work("星の図書館")
    clauses = terms(step("rest", "split/1", payees=[{"payee": lead, "share": rate(1, 1)}]))
    agreement = money.agreement(lead, clauses)
    report = money.sales(agreement, platform, work, 1_000, remittance_minor=1_000)
    with money.ledger.reading() as conn:
        (row,) = forecast_of(conn, lead, DAY).rows
    assert (row.document, row.pass_on_minor) == (report, None)


def test_what_is_stated_and_not_paid_goes_out(studio: Studio) -> None:
    """By hand: four tenths of 1,000,000 are 400,000; the author has no number and is a company."""
    (row,) = [row for row in studio.forecast().rows if row.direction == "out"]
    assert (row.sure, row.party, row.amount_minor, row.due_on) == (
        "stated", studio.author, 400_000, STATED,
    )  # fmt: skip


def test_instalments_of_guarantees_come_in_by_their_contract_days(money: Money) -> None:
    """MG-04, by hand: 2,000,000 at signing in May and 8,000,000 on delivery in September."""
    licensee, studio = money.company("配信プラットフォーム"), money.company("星雲スタジオ")
    clauses = terms(
        step("licence", "royalty/1", basis="received", rate=rate(1, 10), payee=studio),
        step(
            "mg", "guarantee/1", of=[{"step": "licence"}], amount=10_000_000,
            year={"starts": "2026-04"},
            instalments=[
                {"month": "2026-05", "amount": 2_000_000},
                {"month": "2026-09", "amount": 8_000_000},
            ],
        ),
    )  # fmt: skip
    money.agreement(licensee, clauses, parties=(licensee, studio))
    with money.ledger.reading() as conn:
        found = forecast_of(conn, studio, DAY)
        short = forecast_of(conn, studio, DAY, months=2)
    assert [(row.sure, row.direction, row.due_on, row.amount_minor) for row in found.rows] == [
        ("contracted", "in", date(2026, 5, 31), 2_000_000),
        ("contracted", "in", date(2026, 9, 30), 8_000_000),
    ]
    assert short.total("in") == 2_000_000


def test_the_workbook_has_formulas_a_picture_and_the_same_bytes(
    studio: Studio, tmp_path: Path
) -> None:
    report = studio.report("2026-02", 600_000)
    studio.invoice(report, 600_000, date(2026, 6, 30))
    found = studio.forecast()
    names = {studio.platform: "配信プラットフォーム", studio.author: "原作工房"}
    data = forecast_workbook(found, names)
    assert data == forecast_workbook(found, names)
    path = tmp_path / "forecast.xlsx"
    path.write_bytes(data)
    formulas, values = load_workbook(path), load_workbook(path, data_only=True)
    june = next(row for row in values["月別"].iter_rows(values_only=True) if row[0] == "2026-06")
    assert june[1:7] == (600_000, 0, 0, 0, 0, 600_000)
    assert str(formulas["月別"]["B4"].value).startswith("=SUMIFS('明細'!$H$2:")
    assert len(formulas["月別"]._charts) == 1
    ages = {row[0]: row[1:3] for row in values["遅延日数別"].iter_rows(values_only=True)}
    assert ages["合計"] == (600_000, 400_000)
    english = tmp_path / "english.xlsx"
    english.write_bytes(forecast_workbook(found, names, "en"))
    assert load_workbook(english).sheetnames == ["Months", "Amounts", "Ages", "Guarantees"]


def test_the_formulas_give_what_was_written_beside_them(studio: Studio, tmp_path: Path) -> None:
    first, second = studio.report("2026-02", 600_000), studio.report("2026-03", 70_000)
    studio.invoice(first, 600_000, date(2026, 6, 30))
    studio.invoice(second, 70_000, date(2026, 3, 31))
    path = tmp_path / "forecast.xlsx"
    path.write_bytes(forecast_workbook(studio.forecast(), {}))
    book, stored = Book(path), load_workbook(path, data_only=True)
    checked = 0
    for sheet in ("月別", "遅延日数別"):
        for row in stored[sheet].iter_rows():
            for cell in row:
                if str(book.raw(sheet, cell.coordinate)).startswith("="):
                    assert book.value(sheet, cell.coordinate) == cell.value, cell.coordinate
                    checked += 1
    assert checked == 12 * 6 + 2 + 7 * 2  # months, the rest, ages with their sums


def test_the_table_has_every_amount(studio: Studio) -> None:
    studio.report("2026-02", 600_000)
    found = studio.forecast()
    rows = list(csv.DictReader(io.StringIO(forecast_csv(found, {}).decode("utf-8-sig"))))
    assert sorted(int(row["金額"]) for row in rows) == [400_000, 600_000]


def test_months_out_of_bounds_are_refused(studio: Studio) -> None:
    with pytest.raises(RuleViolation, match="forecast-months"):
        studio.forecast(months=0)
