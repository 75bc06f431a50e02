"""From runs to transfers: forms on file, kinds of income on one day, small amounts that wait."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from money_stage import Money, rate, step, terms
from stage import digest

from ledger.access.views import OPERATOR_VIEWER
from ledger.jobs.bundle import export_bundle
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.statements import issue_statements
from ledger.jobs.verify import verify_register
from ledger.statements.commands import CarriedAmount, IssueStatement
from ledger.statements.payment_told import payment_told
from ledger.statements.views import page
from ledger.tax_forms.commands import FileTreatyForm
from ledger.values import DocumentRef
from tests.audit.audited import audited

PAID_ON = date(2026, 5, 29)


class Author:
    """An agreement that gives somebody a tenth of what comes in, by clauses of one's own."""

    def __init__(self, money: Money, payee: str, payer: str = "", **more: Any) -> None:
        self.money, self.payee = money, payee
        self.payer = payer or money.company("幹事社")
        clause = {"id": "author", "kind": "royalty/1"} | more.pop("clause", {})
        clauses = terms(step(basis="received", rate=rate(1, 10), payee=payee, **clause), **more)
        self.agreement = money.agreement(self.payer, clauses, distribute_on="report")
        self.work = money.work(f"作品{self.agreement}")

    def earns(self, amount: int, period: str = "2026-03") -> None:
        """Let ten times the amount come in."""
        self.money.sales(self.agreement, self.payer, self.work, amount * 10, period=period)
        self.money.run(self.agreement, period)

    def stated(self, period: str = "2026-03", **more: Any) -> IssueStatement:
        return self.money.issue(self.payer, period, **more)[self.payee]

    def form(self, filed_on: date, **more: Any) -> None:
        stated: dict[str, Any] = {
            "id": self.money.new("form"), "payer": self.payer, "payee": self.payee,
            "country": "US", "article": "12", "has_benefits_form": True,
            "document": DocumentRef(sha256=digest("form")),
        }  # fmt: skip
        self.money.record(FileTreatyForm(filed_on=filed_on, **(stated | more)))


def check(money: Money, folder: Path | None = None) -> None:
    """Everything verifies: facts, views, commands; and a bundle, if there is room for one."""
    report = verify_register(money.register, views=True, commands=True)
    assert report.findings == ()
    if folder is not None:
        publish_checkpoint(money.register)
        export_bundle(money.register, folder)
        assert audited(folder).findings == ()


def test_a_designer_in_the_usa_with_and_without_a_form(
    money_anywhere: Money, tmp_path: Path
) -> None:
    """1,234,567 in March without a form: 252,098. In April with one: nothing."""
    author = Author(money_anywhere, money_anywhere.named_person("ジェーン・ドウ", residence="US"))
    author.earns(1_234_567)
    first = author.stated(payment_date=date(2026, 4, 30))
    author.form(date(2026, 4, 30))
    author.earns(1_234_567, "2026-04")
    second = author.stated("2026-04", payment_date=PAID_ON)
    assert [one.totals.withholding for one in (first, second)] == [252_098, 0]
    assert second.totals.transfer == 1_234_567
    assert second.tax["withholding_copyright_rule"] == "treaty"
    assert second.tax["treaty_article"] == "12"
    check(money_anywhere, tmp_path / "bundle")


@pytest.mark.parametrize(
    "more",
    [
        {"filed_on": PAID_ON},
        {"filed_on": date(2023, 1, 1), "valid_to": date(2026, 5, 28)},
        {"filed_on": date(2026, 4, 1), "has_benefits_form": False},
        {"filed_on": date(2026, 4, 1), "article": "10"},
    ],
)
def test_a_form_that_is_late_over_incomplete_or_another_helps_nobody(
    money: Money, more: dict[str, Any]
) -> None:
    """20.42% of 1,000 is 204."""
    author = Author(money, money.named_person("ジェーン・ドウ", residence="US"))
    author.earns(1_000)
    author.form(**more)
    assert author.stated(payment_date=PAID_ON).totals.withholding == 204


def test_a_form_with_one_payer_does_not_help_another(money: Money) -> None:
    designer = money.named_person("ジェーン・ドウ", residence="US")
    author, other = Author(money, designer), Author(money, designer)
    author.form(date(2026, 4, 1))
    other.earns(1_000)
    assert other.stated(payment_date=PAID_ON).totals.withholding == 204


def test_a_form_filed_after_the_statement_was_prepared_outdates_it(money: Money) -> None:
    author = Author(money, money.named_person("ジェーン・ドウ", residence="US"))
    author.earns(1_000)
    (draft,) = money.drafts(author.payer, payment_date=PAID_ON)
    author.form(date(2026, 4, 1))
    assert money.refused(draft).code == "statement-outdated"


def test_royalties_and_fees_of_one_day_are_two_bases(money_anywhere: Money) -> None:
    """600,000 of royalties, 600,000 for directing: 61,260 each, on one statement for one day."""
    director = money_anywhere.named_person("監督太郎")
    royalty = Author(money_anywhere, director)
    fee = Author(money_anywhere, director, royalty.payer, clause={"income": "fee"})
    for agreement in (royalty, fee):
        agreement.earns(600_000)
    statement = royalty.stated()
    assert {line.income for line in statement.lines} == {"copyright", "fee"}
    assert statement.totals.withholding == 122_520
    check(money_anywhere)


def test_two_statements_of_one_day_go_on_kind_by_kind(money: Money) -> None:
    """Royalties of 600,000 in March and in April, paid on one day: 61,260, then 81,680."""
    author = Author(money, money.named_person("甲"))
    author.earns(600_000)
    first = author.stated(payment_date=PAID_ON)
    author.earns(600_000, "2026-04")
    second = author.stated("2026-04", payment_date=PAID_ON)
    assert [one.totals.withholding for one in (first, second)] == [61_260, 81_680]
    check(money)


def test_small_amounts_wait_three_quarters_and_are_paid_with_their_sources(
    money_anywhere: Money, tmp_path: Path
) -> None:
    """1,800 a quarter, 5,000 at least: 0, 0, then 5,400 less 551 of tax, 4,849."""
    author = Author(
        money_anywhere, money_anywhere.named_person("甲"), minimum_payment={"amount": 5_000}
    )
    quarters = []
    for month in ("2026-01", "2026-04", "2026-07"):
        author.earns(1_800, month)
        quarters.append(author.stated(month))
    first, second, third = quarters
    assert [one.totals.payable for one in quarters] == [0, 0, 5_400]
    assert [one.totals.carried_out for one in quarters] == [1_800, 3_600, 0]
    assert second.carried == tuple(
        CarriedAmount(statement=one.id, income="copyright", treatment="taxable", amount_minor=1_800)
        for one in (first, second)
    )
    assert first.tax["rule"] == "below-minimum"
    assert (third.totals.withholding, third.totals.transfer) == (551, 4_849)
    sheet = money_anywhere.sheet(third.id)
    assert [part["statement"] for part in sheet["carried_in"]] == [first.id, second.id]
    assert f"明細書 {first.id}: 1,800円" in sheet["notes"]["ja"][0]
    check(money_anywhere, tmp_path / "bundle")


def test_the_final_payment_pays_what_waits_although_nothing_is_new(money: Money) -> None:
    """1,800 waits; the final statement has no line, pays 1,800, withholds 183."""
    author = Author(money, money.named_person("甲"), minimum_payment={"amount": 5_000})
    author.earns(1_800)
    author.stated()
    issue_statements(money.register, payer=author.payer, period="2026-04", is_final=True)
    with money.ledger.reading() as conn:
        (last,) = page(conn, OPERATOR_VIEWER, payer=author.payer, period="2026-04")
    assert (last["payable_minor"], last["withholding_minor"]) == (1_800, 183)
    check(money)


def test_an_agreement_without_a_minimum_pays_what_waits_at_another(money: Money) -> None:
    writer = money.named_person("甲")
    small = Author(money, writer, minimum_payment={"amount": 5_000})
    small.earns(1_000)
    assert small.stated().totals.payable == 0
    free = Author(money, writer, small.payer)
    free.earns(10, "2026-04")
    assert free.stated("2026-04").totals.payable == 1_010


def test_a_line_of_another_kind_than_its_clause_is_refused(money: Money) -> None:
    author = Author(money, money.named_person("甲"))
    author.earns(1_000)
    (draft,) = money.drafts(author.payer)
    for change in (
        {"income": "partnership"}, {"treatment": "distribution"}, {"income": None},
    ):  # fmt: skip
        lines = tuple(line.model_copy(update=change) for line in draft.lines)
        assert money.refused(draft.model_copy(update={"lines": lines})).code == "income-differs"


def test_a_table_of_rates_that_has_grown_since_still_decides_old_statements(
    money: Money,
) -> None:
    """The hash of the table is stated and not compared; a rate taken from it is."""
    author = Author(money, money.named_person("甲"))
    author.earns(1_000)
    (draft,) = money.drafts(author.payer)
    other = draft.tax | {"withholding_copyright_rate": "10%"}
    without = {name: value for name, value in draft.tax.items() if name != "rates_sha256"}
    for tax in (other, without):
        assert money.refused(draft.model_copy(update={"tax": tax})).code == "tax-differs"
    money.record(draft.model_copy(update={"tax": draft.tax | {"rates_sha256": "0" * 64}}))
    check(money)


def test_carried_parts_and_a_final_payment_follow_from_what_is_on_record(money: Money) -> None:
    author = Author(money, money.named_person("甲"), minimum_payment={"amount": 5_000})
    author.earns(1_000)
    (draft,) = money.drafts(author.payer)
    assert draft.carried is not None
    other = (draft.carried[0].model_copy(update={"income": "partnership"}),)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"carried": other}, "carried-differs"),
        ({"carried": None}, "carried-differs"),
        ({"final": True}, "totals-differ"),
        ({"tax": draft.tax | {"rules": "statement/1"}}, "statement-outdated"),
    ]
    for change, code in cases:
        assert money.refused(draft.model_copy(update=change)).code == code


def test_a_statement_of_what_waits_says_why_nothing_is_paid(money: Money) -> None:
    """1,800 of 5,000: no tax yet, and both languages say so."""
    author = Author(money, money.named_person("甲"), minimum_payment={"amount": 5_000})
    author.earns(1_800)
    statement = author.stated().model_dump(mode="json")
    japanese, english = payment_told(statement, "ja"), payment_told(statement, "en")
    assert "源泉徴収税: 0円（最低支払額に満たないため今回は支払なし）。" in japanese
    assert any("less than the smallest payment" in sentence for sentence in english)
    assert any("支払対象額 0円 + 翌期繰越 1,800円" in sentence for sentence in japanese)
