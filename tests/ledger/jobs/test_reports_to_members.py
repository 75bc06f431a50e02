"""A member's report over recorded runs: who may ask, what sums, what came back of an investment."""

from datetime import date
from typing import Any

import pytest
from money_stage import Money, rate, step, terms
from paid_world import Paid, pay, reported_world
from rights_stage import DOCUMENT, consent
from stage import member

from contracts.member_report import METHODS, Reported
from ledger.access.views import OPERATOR_VIEWER, PUBLIC_VIEWER, Viewer
from ledger.agreements.commands import AddTerms
from ledger.committees.changes import CallCapital, RecordContribution
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.jobs.member_report import (
    Asked,
    MemberReport,
    member_report,
    read_method,
    read_period,
)
from ledger.jobs.revisions import revise
from ledger.royalties.views import page, show

NOW = date(2026, 11, 22)


def asked(
    world: Paid, party: str, period: str = "2026-04", viewer: Viewer = OPERATOR_VIEWER, **more: Any
) -> MemberReport:
    question = Asked(
        world.committee, party, read_period(period), read_method(more.pop("method", "gross"))
    )
    with world.money.ledger.reading() as conn:
        return member_report(conn, world.money.register.blobs, viewer, question)


def lines(found: MemberReport) -> dict[str, Reported]:
    (section,) = found.sections
    return {line.code: line for line in section.lines}


def test_a_third_of_april_by_hand(money_anywhere: Money) -> None:
    """500,003 came in; 50,000 for the window and 4,500 for the author leave 445,503.

    The partner has 166,668 of revenue, 16,667 and 1,500 of the fees and 148,501 of the result:
    166,668 - 16,667 - 1,500 = 148,501. To date 445,500 and 445,503: 297,001 of 891,003.
    """
    world = pay(reported_world(money_anywhere))
    found = lines(asked(world, world.partner))
    assert {code: line.own_minor for code, line in found.items()} == {
        "sales/streaming": 166_668, "window": 16_667, "author": 1_500, "rounding": 0,
        "result": 148_501,
    }  # fmt: skip
    assert found["result"].own_to_date_minor == 297_001
    assert found["result"].whole_to_date_minor == 891_003


@pytest.fixture
def world(money: Money) -> Paid:
    return pay(reported_world(money))


def test_the_results_of_all_members_are_what_the_runs_allocated(world: Paid) -> None:
    with world.money.ledger.reading() as conn:
        runs = [show(conn, row["id"], OPERATOR_VIEWER) for row in page(conn, OPERATOR_VIEWER)]
    allocated = sum(
        one["amount_minor"]
        for run in runs
        if run is not None
        for one in run["allocations"]
        if one["step"] == "members"
    )
    for method in METHODS:
        parts = [
            lines(asked(world, party, "2026", method=method))["result"].own_minor
            for party in (world.studio, world.partner)
        ]
        assert sum(part or 0 for part in parts) == allocated == 891_003


def test_the_member_the_lead_and_the_operator_may_ask_and_nobody_else(world: Paid) -> None:
    for party in (world.partner, world.studio):
        assert asked(world, world.partner, viewer=Viewer("studio", party, NOW)).sections
    for viewer in (
        Viewer("studio", world.platform, NOW), Viewer("creator", world.writer, NOW), PUBLIC_VIEWER
    ):  # fmt: skip
        with pytest.raises(NotFound, match="committee-not-found"):
            asked(world, world.partner, viewer=viewer)
    with pytest.raises(NotFound, match="committee-not-found"):
        asked(world, world.studio, viewer=Viewer("studio", world.partner, NOW))


def test_who_never_was_a_member_has_no_report(world: Paid) -> None:
    with pytest.raises(RuleViolation, match="not-a-member"):
        asked(world, world.writer)


def test_a_period_without_runs_is_told_to_date_only(world: Paid) -> None:
    found = lines(asked(world, world.partner, "2026-12"))
    assert (found["result"].own_minor, found["result"].own_to_date_minor) == (0, 297_001)
    assert asked(world, world.partner, "2026-01").sections == ()


def test_an_unknown_investment_gives_no_rate(world: Paid) -> None:
    found = asked(world, world.partner)
    assert (found.investment, found.recoupment) == (None, None)


def test_what_was_paid_on_a_call_is_the_investment(world: Paid) -> None:
    """1,500,000 called: the partner owes and pays 500,000; 297,001 came back."""
    money = world.money
    call = CallCapital(
        id=money.new("call"), committee=world.committee, amount_minor=1_500_000,
        due_on=date(2026, 2, 28), purpose="製作費", decided_on=date(2026, 1, 10),
        document=DOCUMENT, consents=consent(world.studio, world.partner),
    )  # fmt: skip
    money.record(call)
    money.record(
        RecordContribution(
            call=call.id, party=world.partner, amount_minor=500_000, paid_on=date(2026, 1, 25),
            document=DOCUMENT,
        )
    )  # fmt: skip
    found = asked(world, world.partner)
    assert found.investment == ("JPY", 500_000)
    assert found.recoupment == (297_001, 500_000)
    assert asked(world, world.studio).investment is None


def test_money_in_accounts_is_told_by_the_gross_method_with_the_members_part(
    world: Paid,
) -> None:
    work = world.work
    report = world.money.sales(world.agreement, world.partner, work, 900, period="2026-05")
    world.money.receive(world.agreement, report, 300, received_on=date(2026, 6, 1))
    (section,) = asked(world, world.partner).sections
    assets = {one.account: (one.amount_minor, own) for one, own in section.assets}
    assert assets == {"not_distributed": (300, 100), "receivable": (600, 200)}
    (net,) = asked(world, world.partner, method="net").sections
    assert net.assets == ()


def test_corrected_runs_are_told_as_they_stand_and_named(world: Paid) -> None:
    """The window takes 20% from April on: 100,000 of 500,003; 1% of 400,003 is 4,000."""
    clauses = terms(
        step("window", "commission/1", basis="received", rate=rate(1, 5), payee=world.platform),
        step("author", "royalty/1", basis="remainder", rate=rate(1, 100), payee=world.writer),
        step("members", "split/1", holders=f"committee:{world.committee}/investment"),
    )
    change: dict[str, Any] = {
        "agreement": world.agreement, "effective_month": "2026-04", "terms": clauses,
        "reason": "覚書",
    }  # fmt: skip
    with pytest.raises(Conflict) as refused:
        world.money.record(AddTerms(**change))
    world.money.record(AddTerms(confirm=refused.value.fields["confirm"], **change))
    revise(world.money.register, world.agreement)
    found = asked(world, world.partner)
    assert lines(found)["window"].whole_minor == 100_000
    assert len(found.sections[0].revised) == 1


def test_shares_that_nobody_knows_leave_parts_unknown(money: Money) -> None:
    studio, partner = money.company("幹事"), money.company("構成員")
    committee = money.committee(member(studio), member(partner), origin="existing", plan=None)
    clauses = terms(step("members", "split/1", holders=f"committee:{committee}/investment"))
    agreement = money.agreement(studio, clauses, kind="committee", committee=committee)
    work = money.work("作品", studio)
    report = money.sales(agreement, partner, work, 777, period="2026-07")
    money.receive(agreement, report, 777, received_on=date(2026, 7, 31))
    money.run(agreement, "2026-07")
    world = Paid(money, studio, partner, "", "", work, committee, agreement, report)
    found = lines(asked(world, partner, "2026-07"))
    assert found["sales/streaming"].own_minor is None
    assert (found["held"].whole_minor, found["held"].own_minor) == (777, None)
    assert found["result"].own_minor == 0


def test_a_period_and_a_method_that_do_not_exist_are_named() -> None:
    for read, text, field in ((read_period, "2026-13", "period"), (read_method, "half", "method")):
        with pytest.raises(RuleViolation) as refused:
            read(text)
        assert refused.value.fields["field"] == field
        assert refused.value.fields["value"] == text
