"""The journal behind the register: documents that balance, worked by hand."""

from datetime import date

import pytest
from cash_stage import CashStage
from money_stage import Money, rate, step, terms
from payment_stage import PAY_ON, Payer
from set_off_stage import SetOffStage

from ledger.clock import tokyo_date
from ledger.errors import NotFound, RuleViolation
from ledger.invoices.sales import SaleAsked
from ledger.jobs.accounting import Journal, journal_of
from ledger.jobs.accounting_lines import JournalDocument, balances_of
from ledger.jobs.invoices import issue_invoice
from ledger.revenue.commands import RecordInvoice

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)


def journal(money: Money, payer: str, **more: int) -> Journal:
    with money.ledger.reading() as conn:
        return journal_of(conn, payer, FIRST, LAST, **more)


def told(document: JournalDocument) -> list[tuple[str, int]]:
    return [(line.account, line.amount_minor) for line in document.separated().lines]


def by_kind(found: Journal, kind: str) -> list[JournalDocument]:
    return [one for one in found.documents if one.kind == kind]


def test_one_statement_from_the_report_to_the_bank_comes_to_zero(money: Money) -> None:
    """By hand: 100,000 are reported and stated to an individual without a number.

    Report: accrued 100,000 / sales 100,000. Statement: royalties 100,000 / payable 100,000.
    Payment: payable 100,000 / withheld 10,210 and bank 89,790. Payable ends at zero; debits are
    300,000 and credits are 300,000.
    """
    payer = Payer(money)
    writer = payer.person()
    payer.with_account(writer)
    payer.owe({writer: 100_000})
    payment, _ = payer.sent()
    payer.confirm(payment)
    found = journal(money, payer.studio)
    assert [(one.kind, told(one)) for one in found.documents] == [
        ("report", [("accrued", 100_000), ("sales", -100_000)]),
        ("statement", [("royalties", 100_000), ("payable", -100_000)]),
        ("payment", [("payable", 100_000), ("withheld", -10_210), ("bank", -89_790)]),
    ]
    assert found.totals() == {"JPY": 300_000}
    balances = balances_of(found.documents)
    assert (balances["payable"], sum(balances.values())) == (0, 0)
    assert found.documents[-1].day == PAY_ON
    (cost,) = [line for line in found.documents[1].lines if line.account == "royalties"]
    assert cost.tax_class == "purchase_70"  # from October 2026 on seven tenths may be credited


def test_tax_of_a_registered_payee_stands_beside_its_cost(money: Money) -> None:
    """By hand: 100,000 and 10,000 of tax to a registered company: payable 110,000."""
    payer = Payer(money)
    company = money.company("原作工房", invoice_number="T8000012010038", country="JP")
    payer.owe({company: 100_000})
    (statement,) = by_kind(journal(money, payer.studio), "statement")
    assert told(statement) == [
        ("royalties", 100_000), ("tax_paid", 10_000), ("payable", -110_000),
    ]  # fmt: skip
    (cost,) = [line for line in statement.lines if line.account == "royalties"]
    assert (cost.tax_class, cost.tax_minor) == ("purchase", 10_000)


def test_what_a_window_keeps_is_revenue_and_is_cleared_by_its_statement(money: Money) -> None:
    """By hand: 1,000 reported, 900 promised: the window keeps its fee of 100.

    Report: accrued 900 and kept 100 / sales 1,000. Statement of the window: fees 100 / kept 100.
    """
    lead, window, work = money.company("幹事"), money.company("窓口"), money.work("星の図書館")
    clauses = terms(
        step("window", "commission/1", basis="received", rate=rate(1, 10), payee=window),
        step("rest", "split/1", payees=[{"payee": lead, "share": rate(1, 1)}]),
    )
    agreement = money.agreement(lead, clauses, distribute_on="report", parties=(lead, window))
    money.sales(agreement, window, work, 1_000, remittance_minor=900)
    money.run(agreement)
    money.issue(lead)
    found = journal(money, lead)
    (report,) = by_kind(found, "report")
    assert told(report) == [("accrued", 900), ("window_kept", 100), ("sales", -1_000)]
    stated = {one.party: told(one) for one in by_kind(found, "statement")}
    assert stated[window] == [("fees", 100), ("window_kept", -100)]
    assert stated[lead][-1] == ("own_income", -900)
    assert balances_of(found.documents)["window_kept"] == 0


def test_money_of_a_committee_is_held_and_a_line_of_the_bank_fills_what_is_owed(
    money: Money,
) -> None:
    """By hand: 1,000,000 and 500,000 reported: held for the committee, no sales. 1,000,000 come."""
    stage = CashStage(money)
    stage.take("2026/04/30,,1000000,1050000,ｶ)ｱｵﾊﾞﾊｲｼﾝ")
    (line,) = stage.proposed()
    stage.confirm(line)
    found = journal(money, stage.lead)
    (receipt,) = by_kind(found, "receipt")
    assert told(receipt) == [("bank", 1_000_000), ("accrued", -1_000_000)]
    assert [line.place for line in receipt.lines] == ["製作委員会口", None]
    balances = balances_of(found.documents)
    assert (balances["deposits"], balances["accrued"]) == (-1_500_000, 500_000)
    assert "sales" not in balances


def test_a_set_off_lowers_what_is_payable_and_no_bank_moves(money: Money) -> None:
    """By hand: 400,000 are payable to the window; 400,000 of what it owes are set off."""
    stage = SetOffStage(money)
    stage.allow()
    stage.money.record(stage.set_off(400_000))
    found = journal(money, stage.lead)
    (document,) = by_kind(found, "set_off")
    assert told(document) == [("payable", 400_000), ("accrued", -400_000)]
    assert document.lines[0].party == stage.window
    assert balances_of(found.documents)["payable"] == 0


def test_a_correction_is_the_difference_and_takes_up_what_was_too_much(money: Money) -> None:
    """By hand: 1,000 reported, 1,300 arrive: 300 wait. Corrected to 1,200: 200 more are revenue and
    200 of what waits are theirs; 100 go on waiting."""
    studio, platform, work = money.company("幹事"), money.company("配信"), money.work("星の図書館")
    clauses = terms(step("rest", "split/1", payees=[{"payee": studio, "share": rate(1, 1)}]))
    agreement = money.agreement(studio, clauses)
    report = money.sales(agreement, platform, work, 1_000, remittance_minor=1_000)
    money.receive(agreement, report, 1_300)
    money.sales(agreement, platform, work, 1_200, remittance_minor=1_200, supersedes=report)
    found = journal(money, studio)
    (receipt,), (correction,) = by_kind(found, "receipt"), by_kind(found, "correction")
    assert told(receipt) == [("bank", 1_300), ("accrued", -1_000), ("suspense", -300)]
    assert told(correction) == [
        ("accrued", 200), ("sales", -200), ("suspense", 200), ("accrued", -200),
    ]  # fmt: skip


def test_an_invoice_is_filled_by_what_arrived_before_it(money: Money) -> None:
    """By hand: 1,000 reported and received, then invoiced: nothing is open any more."""
    studio, platform, work = money.company("幹事"), money.company("配信"), money.work("星の図書館")
    clauses = terms(step("rest", "split/1", payees=[{"payee": studio, "share": rate(1, 1)}]))
    agreement = money.agreement(studio, clauses)
    report = money.sales(agreement, platform, work, 1_000, remittance_minor=1_000)
    money.receive(agreement, report, 1_000)
    money.record(
        RecordInvoice(
            id=money.new("inv"), agreement=agreement, report=report, debtor=platform,
            currency="JPY", amount_minor=1_000, issued_on=date(2026, 4, 1), due_on=LAST,
        )
    )  # fmt: skip
    balances = balances_of(journal(money, studio).documents)
    assert (balances["accrued"], balances["receivable"]) == (0, 0)
    assert (balances["bank"], balances["sales"]) == (1_000, -1_000)


def test_an_invoice_of_the_register_bears_its_tax_and_class(money: Money) -> None:
    """By hand: 1,000,000 reported; invoiced with 100,000 of tax: receivable 1,100,000, sales once."""
    studio = money.company("星雲スタジオ", invoice_number="T7000012050002", country="JP")
    platform = money.company("配信プラットフォーム", country="JP")
    work = money.work("星の図書館", studio)
    clauses = terms(step("rest", "split/1", payees=[{"payee": studio, "share": rate(1, 1)}]))
    agreement = money.agreement(studio, clauses)
    report = money.sales(agreement, platform, work, 1_000_000, remittance_minor=1_000_000)
    today = tokyo_date(money.register.clock.now())
    issue_invoice(
        money.register, SaleAsked(kind="invoice", report=report, issued_on=today, due_on=LAST)
    )
    found = journal(money, studio)
    (invoice,) = by_kind(found, "invoice")
    assert told(invoice) == [
        ("receivable", 1_100_000), ("sales", -1_000_000), ("tax_received", -100_000),
        ("sales", 1_000_000), ("accrued", -1_000_000),
    ]  # fmt: skip
    assert invoice.lines[1].tax_class == "sale"
    balances = balances_of(found.documents)
    assert (balances["sales"], balances["accrued"], balances["receivable"]) == (
        -1_000_000, 0, 1_100_000,
    )  # fmt: skip


def test_what_arrived_with_tax_before_the_invoice_fills_all_of_it(money: Money) -> None:
    """By hand: 1,000 reported, 1,100 arrive: 100 wait. Invoiced with 100 of tax: nothing is open."""
    studio = money.company("星雲スタジオ", invoice_number="T7000012050002", country="JP")
    platform = money.company("配信プラットフォーム", country="JP")
    work = money.work("星の図書館", studio)
    clauses = terms(step("rest", "split/1", payees=[{"payee": studio, "share": rate(1, 1)}]))
    agreement = money.agreement(studio, clauses)
    report = money.sales(agreement, platform, work, 1_000, remittance_minor=1_000)
    money.receive(agreement, report, 1_100)
    today = tokyo_date(money.register.clock.now())
    issue_invoice(
        money.register, SaleAsked(kind="invoice", report=report, issued_on=today, due_on=LAST)
    )
    balances = balances_of(journal(money, studio).documents)
    assert [balances[name] for name in ("accrued", "receivable", "suspense")] == [0, 0, 0]
    assert (balances["sales"], balances["tax_received"]) == (-1_000, -100)


def test_a_second_export_has_only_what_the_first_did_not_know(money: Money) -> None:
    payer = Payer(money)
    writer = payer.person()
    payer.owe({writer: 100_000})
    first = journal(money, payer.studio)
    payer.owe({writer: 50_000})
    again = journal(money, payer.studio, after_entry=first.last_entry or 0)
    whole = journal(money, payer.studio)
    assert {one.id for one in first.documents} | {one.id for one in again.documents} == {
        one.id for one in whole.documents
    }
    assert not {one.id for one in first.documents} & {one.id for one in again.documents}


def test_only_the_days_asked_for_count_and_days_reversed_are_refused(money: Money) -> None:
    payer = Payer(money)
    writer = payer.person()
    payer.owe({writer: 100_000})
    today = tokyo_date(money.register.clock.now())
    with money.ledger.reading() as conn:
        assert len(journal_of(conn, payer.studio, today, today).documents) == 2
        assert journal_of(conn, payer.studio, FIRST, FIRST).documents == ()
        with pytest.raises(RuleViolation, match="journal-days-reversed"):
            journal_of(conn, payer.studio, LAST, FIRST)
        with pytest.raises(NotFound):
            journal_of(conn, "party_00000000000000000000000009", FIRST, LAST)
