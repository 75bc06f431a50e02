"""Invoices to licensees: by the committee that may, numbered without gaps, credited when corrected."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from invoice_stage import MARCH, NUMBERS, PAPER, Bought, bought_world
from money_stage import Money, csv_of

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.committees.changes import RecordInvoiceNotice
from ledger.errors import Refused
from ledger.invoices.commands import IssueInvoice, SaleClass
from ledger.invoices.reading import invoices, show_invoice
from ledger.invoices.sales import SaleAsked
from ledger.invoices.summary import summary
from ledger.invoices.views import totals_of
from ledger.jobs.invoices import issue_invoice
from ledger.log import canonical
from ledger.rebuild import compare_views
from ledger.revenue.views import show as show_report


@pytest.fixture
def world(money: Money) -> Bought:
    found = bought_world(money)
    found.register_members()
    return found


def asked(world: Bought, **more: Any) -> SaleAsked:
    today = world.today()
    stated: dict[str, Any] = {
        "kind": "invoice", "report": world.report, "issued_on": today,
        "due_on": today + timedelta(days=30),
    }  # fmt: skip
    return SaleAsked(**(stated | more))


def issued(world: Bought, **more: Any) -> dict[str, Any]:
    recorded = issue_invoice(world.money.register, asked(world, **more))
    with world.money.ledger.reading() as conn:
        shown = show_invoice(conn, recorded.events[0].id, OPERATOR_VIEWER)  # type: ignore[attr-defined]
    assert shown is not None
    return shown


def refusal(world: Bought, **more: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        issue_invoice(world.money.register, asked(world, **more))
    return refused.value


def test_a_committee_whose_members_are_all_registered_invoices_in_its_name(world: Bought) -> None:
    """1,000,000 and a tenth of tax: 1,100,000, under the lead's number and the committee's name."""
    found = issued(world)
    assert (found["amount_minor"], found["tax_minor"], found["total_minor"]) == (
        1_000_000, 100_000, 1_100_000,
    )  # fmt: skip
    assert (found["issuer"], found["by"], found["registration"]) == (
        world.committee, world.lead, NUMBERS[0],
    )  # fmt: skip
    assert found["number"] == f"{world.today().year}-0001"
    sheet = sheet_of(world, found)
    assert (sheet["issuer"]["id"], sheet["debtor"]["ja"]) == (
        world.committee, "配信プラットフォーム",
    )  # fmt: skip
    with world.money.ledger.reading() as conn:
        report = show_report(conn, world.report)
        assert totals_of(conn, [found["id"]]) == {found["id"]: 1_100_000}
    assert report is not None
    assert report["invoiced_minor"] == 1_000_000  # beside what was reported, without tax


def sheet_of(world: Bought, found: dict[str, Any]) -> dict[str, Any]:
    (file,) = [one for one in found["files"] if one["title"].endswith(".json")]
    return canonical.decode(world.money.register.blobs.get(file["sha256"]))  # type: ignore[no-any-return]


def test_without_a_notification_nothing_qualified_is_issued_and_the_reason_is_named(
    money: Money,
) -> None:
    world = bought_world(money)
    refused = refusal(world)
    assert refused.code == "invoice-committee-not-registered"
    assert [one["code"] for one in refused.fields["warnings"]] == ["not-notified"]
    plain = issued(world, is_plain=True)
    assert (plain["is_qualified"], "registration" in plain) == (False, False)


def test_the_member_that_lost_its_registration_is_named_with_the_day(world: Bought) -> None:
    day = world.today() - timedelta(days=10)
    world.money.record(
        RecordInvoiceNotice(
            committee=world.committee, kind="unregistered", party=world.partner, day=day,
            document=PAPER,
        )
    )  # fmt: skip
    warnings = refusal(world).fields["warnings"]
    assert {"code": "member-not-registered", "party": world.partner, "since": str(day)} in warnings


def test_a_licence_to_a_licensee_abroad_is_export_exempt(money: Money) -> None:
    world = bought_world(money, country="US")
    found = issued(world)
    assert (found["tax_class"], found["rule"], found["tax_minor"], found["is_qualified"]) == (
        "export_exempt", "royalty.foreign_buyer", 0, False,
    )  # fmt: skip
    assert "施行令17条2項6号" in sheet_of(world, found)["law"]


def test_a_class_that_somebody_decided_is_recorded_with_its_reason(money: Money) -> None:
    world = bought_world(money, country="US")
    world.register_members()
    decided = SaleClass(tax_class="standard", reason="国内の支店への貸付け", document=PAPER)
    found = issued(world, override=decided)
    assert (found["rule"], found["tax_minor"]) == ("override", 100_000)
    assert found["override"]["reason"] == "国内の支店への貸付け"


def test_nothing_is_invoiced_twice(world: Bought) -> None:
    issued(world)
    assert refusal(world).code == "invoice-nothing"
    assert refusal(world, kind="credit").code == "credit-nothing"


def corrected(world: Bought, sales: int) -> str:
    line = f"streaming,JP,{world.work},{MARCH},9,{sales}"
    return world.money.report(
        world.agreement, world.licensee, csv_of(line), supersedes=world.report
    )


def test_a_corrected_report_is_credited_and_numbers_have_no_gap(world: Bought) -> None:
    """1,000,000 was invoiced, 940,000 is reported now: -60,000 and -6,000 of tax."""
    first = issued(world)
    report = corrected(world, 940_000)
    assert refusal(world).code == "report-superseded"
    credit = issued(world, kind="credit", report=report)
    assert (credit["amount_minor"], credit["tax_minor"], credit["of"]) == (
        -60_000, -6_000, [first["id"]],
    )  # fmt: skip
    year = world.today().year
    assert (first["number"], credit["number"]) == (f"{year}-0001", f"{year}-0002")
    (original,) = sheet_of(world, credit)["of"]
    assert original["number"] == first["number"]
    with world.money.ledger.reading() as conn:
        rows = summary(conn, world.lead, date(year, 1, 1), date(year, 12, 31), world.today())
    assert [(row["side"], row["base_minor"], row["tax_minor"]) for row in rows] == [
        ("credit_note", -60_000, -6_000), ("sale", 1_000_000, 100_000),
    ]  # fmt: skip


def test_more_in_a_corrected_report_is_one_more_invoice(world: Bought) -> None:
    issued(world)
    more = issued(world, report=corrected(world, 1_000_335))
    assert (more["amount_minor"], more["tax_minor"]) == (335, 33)


def test_a_number_that_another_took_is_refused_and_given_anew(world: Bought) -> None:
    register = world.money.register
    found = issued(world)
    today = world.today()
    late = IssueInvoice(
        id=world.money.new("inv"), kind="invoice", report=corrected(world, 1_000_335),
        issued_on=today, due_on=today, number=found["number"], amount_minor=335, tax_minor=33,
        files=(),
    )  # fmt: skip
    assert world.money.refused(late).code == "invoice-outdated"
    assert issue_invoice(register, asked(world, report=late.report)).count == 2


def test_each_year_begins_with_one(world: Bought) -> None:
    last = date(world.today().year - 1, 12, 31)
    assert refusal(world, issued_on=last).code == "invoice-committee-not-registered"
    found = issued(world, issued_on=last, is_plain=True)
    assert found["number"] == f"{last.year}-0001"


def test_days_are_checked(world: Bought) -> None:
    today = world.today()
    assert refusal(world, issued_on=today + timedelta(days=1)).code == "day-in-future"
    assert refusal(world, due_on=today - timedelta(days=1)).code == "due-before-issue"


def test_the_licensee_reads_the_invoice_and_creators_do_not(world: Bought) -> None:
    found = issued(world)
    with world.money.ledger.reading() as conn:
        for party, seen in ((world.licensee, 1), (world.partner, 1), (world.writer, 0)):
            viewer = Viewer("studio", party)
            assert len(invoices(conn, viewer)) == seen
            assert (show_invoice(conn, found["id"], viewer) is not None) == bool(seen)


def test_views_of_invoices_follow_from_the_facts(money_anywhere: Money) -> None:
    world = bought_world(money_anywhere)
    world.register_members()
    issued(world)
    issued(world, kind="credit", report=corrected(world, 900_000))
    assert compare_views(money_anywhere.register.engine)[1] == []


def test_many_at_once_have_numbers_without_a_gap(money_anywhere: Money) -> None:
    """Four reports invoiced by four threads: whoever lost a number prints with the next one."""
    world = bought_world(money_anywhere)
    world.register_members()
    months = [f"2026-{month:02}" for month in range(4, 7)]
    reports = [world.report] + [
        money_anywhere.sales(
            world.agreement, world.licensee, world.work, 1_000 + number, period=month
        )
        for number, month in enumerate(months)
    ]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda report: issued(world, report=report), reports))
    with money_anywhere.ledger.reading() as conn:
        numbers = sorted(one["number"] for one in invoices(conn, OPERATOR_VIEWER))
    year = world.today().year
    assert numbers == [f"{year}-{number:04d}" for number in range(1, 5)]
