"""Corrections of past runs: run again with one cause changed, recorded as differences."""

from datetime import date

import pytest
from money_stage import Money, rate, step, terms
from revision_world import Windows, differences, is_sound
from stage import member, plan, shared_among, studio

from ledger.agreements.commands import AddTerms
from ledger.agreements.settled import pending_of
from ledger.committees.commands import AmendCommittee
from ledger.jobs.payouts import Asked, close_run
from ledger.periods.commands import ClosePeriod
from ledger.royalties.held_views import held
from ledger.royalties.views import balances, trial_balance


@pytest.fixture
def world(money: Money) -> Windows:
    return Windows(money)


def test_what_was_refunded_after_it_was_paid_is_subtracted_once(money: Money) -> None:
    """Case RV-01. 100 sold in January, 80% paid: 80. They are refunded; 1,000 sold in February.

    Due to date 800 - paid 80 = 720, of which -80 correct January: 800 - 80 = 720.
    """
    lead, author = money.company("支払者"), money.company("著者")
    clauses = terms(
        step("author", "royalty/1", basis="received", rate=rate(4, 5), payee=author),
    )
    work = money.work("作品")
    agreement = money.agreement(lead, clauses, distribute_on="report")
    first = money.sales(agreement, author, work, 100, period="2026-01")
    money.run(agreement, "2026-01")
    assert money.issue(lead, "2026-01")[author].totals.payable == 80
    correction = {"period": "2026-01", "supersedes": first}
    refusal = money.refused(money.prepared(agreement, author, _line(work, 0), **correction).command)
    money.report(agreement, author, _line(work, 0), confirm=refusal.fields["confirm"], **correction)
    money.sales(agreement, author, work, 1000, period="2026-02")
    close_run(money.register, Asked(agreement, "2026-02"))
    totals = money.issue(lead, "2026-02")[author].totals
    assert (totals.royalties, totals.adjustments, totals.payable) == (800, -80, 720)
    is_sound(money)


def _line(work: str, amount: int) -> bytes:
    return f"channel,work,month,units,amount\nstreaming,{work},2026-01,1,{amount}\n".encode()


def test_a_window_fee_changed_for_a_month_that_was_paid(world: Windows) -> None:
    """1,000 at 10%: fee 100, rest 900 = 540 + 360. At 20%: fee 200, rest 800 = 480 + 320."""
    world.sales(1000)
    assert world.run() == {world.net: 100, world.lead: 540, world.other: 360}
    world.money.record(world.adding())
    (revision,) = world.revised()
    assert differences(revision) == {
        ("2026-01", world.net, "net"): (100, 200),
        ("2026-01", world.lead, "members"): (540, 480),
        ("2026-01", world.other, "members"): (360, 320),
    }
    assert world.revised() == []
    is_sound(world.money)


def test_every_month_from_the_first_concerned_is_run_again(world: Windows) -> None:
    """From February on: 500 at 20% instead of 10%, and March stands on February's position."""
    for month in ("2026-01", "2026-02", "2026-03"):
        world.sales(500, month=month)
        world.run(month)
    world.money.record(world.adding("2026-02"))
    (revision,) = world.revised()
    assert [run.period for run in revision.result.runs] == ["2026-02", "2026-03"]
    assert {period for period, _, _ in differences(revision)} == {"2026-02", "2026-03"}
    assert differences(revision)["2026-02", world.net, "net"] == (50, 100)


def test_terms_of_a_month_that_another_version_governs_change_nothing(world: Windows) -> None:
    world.money.record(world.adding("2026-02"))
    world.sales(500, month="2026-02")
    world.run("2026-02")
    world.money.record(world.adding("2026-01", world.clauses(net=30)))
    assert world.revised() == []


def test_money_that_moves_between_windows_moves_between_their_fees(world: Windows) -> None:
    """1,000 were reported as streaming: 10% = 100. In truth 600 were goods: 40 and 30% = 180.

    Rest 900 becomes 780: 540 to 468 and 360 to 312.
    """
    first = world.sales(1000)
    world.run()
    world.sales(400, 600, supersedes=first)
    (revision,) = world.revised()
    assert differences(revision) == {
        ("2026-01", world.net, "net"): (100, 40),
        ("2026-01", world.shop, "shop"): (0, 180),
        ("2026-01", world.lead, "members"): (540, 468),
        ("2026-01", world.other, "members"): (360, 312),
    }
    is_sound(world.money)


def test_a_corrected_report_counts_once_in_the_months_that_follow(world: Windows) -> None:
    first = world.sales(1000)
    world.run()
    world.sales(400, 600, supersedes=first)
    world.sales(100, month="2026-02")
    assert world.through_the_job() == 1
    assert world.run("2026-02") == {world.net: 10, world.lead: 54, world.other: 36}
    is_sound(world.money)


def test_a_correction_is_used_as_far_as_its_money_had_arrived(money: Money) -> None:
    """Received 500 of 1,000 in January and 500 in February; the correction says 2,000 for 1,000.

    January: 2,000 x 500 / 1,000 = 1,000 instead of 500, so the fee is 100 instead of 50; February
    the same.
    """
    world = Windows(money, distribute_on="receipt")
    first = world.sales(1000)
    money.receive(world.agreement, first, 500, received_on=date(2026, 1, 31))
    world.run()
    money.receive(world.agreement, first, 500, received_on=date(2026, 2, 28))
    world.run("2026-02")
    world.sales(2000, supersedes=first, remittance_minor=1000)
    (revision,) = world.revised()
    fees = {key[0]: value for key, value in differences(revision).items() if key[2] == "net"}
    assert fees == {"2026-01": (50, 100), "2026-02": (50, 100)}
    is_sound(money)


def test_money_that_arrived_after_the_correction_flows_into_the_next_run(money: Money) -> None:
    world = Windows(money, distribute_on="receipt")
    first = world.sales(1000)
    money.receive(world.agreement, first, 500, received_on=date(2026, 1, 31))
    world.run()
    second = world.sales(2000, supersedes=first)
    money.receive(world.agreement, second, 1500, received_on=date(2026, 2, 28))
    world.revised()
    assert world.run("2026-02")[world.net] == 150
    is_sound(money)


def test_two_causes_are_revised_in_the_order_of_their_entries(world: Windows) -> None:
    """First the fee (100 to 200 of 1,000), then the report (20% of 1,000 to 20% of 500)."""
    first = world.sales(1000)
    world.run()
    world.money.record(world.adding())
    world.sales(500, supersedes=first)
    one, two = world.revised()
    assert (one.cause.kind, two.cause.kind) == ("terms", "report")
    assert two.previous == one.id
    assert differences(one)["2026-01", world.net, "net"] == (100, 200)
    assert differences(two)["2026-01", world.net, "net"] == (200, 100)
    is_sound(world.money)


def test_a_revision_of_a_revision_starts_from_what_the_run_stands_on(world: Windows) -> None:
    world.sales(1000)
    world.run()
    world.money.record(world.adding())
    world.revised()
    world.money.record(world.adding(clauses=world.clauses(net=30)))
    (again,) = world.revised()
    assert differences(again)["2026-01", world.net, "net"] == (200, 300)
    is_sound(world.money)


def test_a_change_taken_back_restores_every_sum_to_the_yen(world: Windows) -> None:
    for month, amount in (("2026-01", 1001), ("2026-02", 333)):
        world.sales(amount, 77, month=month)
        world.run(month)
    before = _balances(world)
    world.money.record(world.adding(clauses=world.clauses(net=17, members=(5, 2))))
    world.revised()
    assert _balances(world) != before
    world.money.record(world.adding(clauses=world.clauses()))
    world.revised()
    assert _balances(world) == before
    is_sound(world.money)


def _balances(world: Windows) -> list[dict[str, object]]:
    with world.money.ledger.reading() as conn:
        assert trial_balance(conn) == {"JPY": 0}
        return balances(conn, world.agreement)


def test_revised_or_known_from_the_beginning_the_sums_are_the_same(money: Money) -> None:
    late, early = Windows(money), Windows(money)
    money.record(early.adding())
    for world in (late, early):
        for month, amount in (("2026-01", 1001), ("2026-02", 333)):
            world.sales(amount, 77, month=month)
            world.run(month)
    money.record(late.adding())
    late.revised()
    for one, other in ((late.net, early.net), (late.lead, early.lead), (late.other, early.other)):
        assert _owed(late, one) == _owed(early, other)


def _owed(world: Windows, party: str) -> object:
    return [row["amount_minor"] for row in _balances(world) if row["account"] == f"payable:{party}"]


def test_what_terms_let_through_earlier_does_not_flow_again(money: Money) -> None:
    """600 of goods were held in January because the window was unknown, and released in March.

    Named from January on, they flow in January: 30% of 600 = 180, and nothing is left for March.
    """
    world = Windows(money)
    hold = step("wait", "hold/1", channels=["streaming"])
    known = world.clauses()
    unknown = {**known, "steps": [hold, known["steps"][0], known["steps"][2]]}
    money.record(world.adding("2026-01", unknown))
    money.record(world.adding("2026-03", known))
    world.sales(0, 600)
    world.run("2026-01", empty=True)
    world.run("2026-02", empty=True)
    assert world.run("2026-03")[world.shop] == 180
    money.record(world.adding("2026-01", known))
    (revision,) = world.revised()
    fees = {key[0]: value for key, value in differences(revision).items() if key[2] == "shop"}
    assert fees == {"2026-01": (0, 180), "2026-03": (180, 0)}
    with money.ledger.reading() as conn:
        assert held(conn, world.agreement) == []
    is_sound(money)


def test_what_terms_set_aside_afterwards_waits_for_the_run_that_releases_it(money: Money) -> None:
    world = Windows(money)
    world.sales(0, 600)
    assert world.run()[world.shop] == 180
    known = world.clauses()
    hold = step("wait", "hold/1", channels=["streaming"])
    unknown = {**known, "steps": [hold, known["steps"][0], known["steps"][2]]}
    money.record(world.adding("2026-01", unknown))
    (revision,) = world.revised()
    assert differences(revision)["2026-01", world.shop, "shop"] == (180, 0)
    with money.ledger.reading() as conn:
        assert [row["amount_minor"] for row in held(conn, world.agreement)] == [600]
    money.record(world.adding("2026-02", known))
    assert world.run("2026-02")[world.shop] == 180
    is_sound(money)


def test_corrections_of_old_months_follow_the_holders_of_then(money: Money) -> None:
    """B sold his half to A in February: what January gives more is A's and B's, half and half.

    January 1,000 becomes 2,000: 1,000 each. February's 100 are A's alone.
    """
    one, two = money.company("Ａ社"), money.company("Ｂ社")
    committee = money.committee(member(one, "1/2"), member(two, "1/2"))
    agreement = money.agreement(
        one, shared_among(committee), committee=committee, kind="committee",
        distribute_on="report",
    )  # fmt: skip
    work = money.work("作品", one)
    first = money.sales(agreement, two, work, 1000, period="2026-01")
    money.run(agreement, "2026-01")
    money.record(
        AmendCommittee(
            committee=committee, effective_from=date(2026, 2, 1), reason="譲渡",
            members=(member(one, "1"),), plan=plan(one),
        )
    )  # fmt: skip
    money.sales(agreement, two, work, 2000, period="2026-01", supersedes=first)
    money.sales(agreement, two, work, 100, period="2026-02")
    done = close_run(money.register, Asked(agreement, "2026-02"))
    assert len(done.revisions) == 1
    with money.ledger.reading() as conn:
        owed = {row["account"]: row["amount_minor"] for row in balances(conn, agreement)}
    assert owed[f"payable:{one}"] == 1100
    assert owed[f"payable:{two}"] == 1000
    is_sound(money)


def test_a_payout_waits_for_the_revisions_and_records_them_first(world: Windows) -> None:
    world.sales(1000)
    world.run()
    world.sales(100, month="2026-02")
    prepared = world.money.payout(world.agreement, "2026-02")
    world.money.record(world.adding())
    refusal = world.money.refused(prepared.command)
    assert refusal.code == "payout-outdated"
    done = close_run(world.money.register, Asked(world.agreement, "2026-02"))
    assert len(done.revisions) == 1
    with world.money.ledger.reading() as conn:
        assert pending_of(conn, world.agreement) == []
    is_sound(world.money)


def test_a_revision_prepared_before_another_was_recorded_is_outdated(world: Windows) -> None:
    world.sales(1000)
    world.run()
    world.money.record(world.adding())
    first, second = world.draft(), world.draft()
    assert first is not None
    assert second is not None
    world.money.record(first.command)
    assert world.money.refused(second.command).code == "revision-outdated"
    assert world.money.refused(first.command).code == "id-taken"


def test_only_the_payer_revises(world: Windows) -> None:
    world.sales(1000)
    world.run()
    world.money.record(world.adding())
    draft = world.draft()
    assert draft is not None
    assert world.money.refused(draft.command, studio(world.net)).code == "not-your-party"
    world.money.record(draft.command, studio(world.lead))


def test_terms_without_the_clause_of_a_charged_cost_are_refused(money: Money) -> None:
    world = Windows(money)
    costs = step("promotion", "expense/1")
    clauses = world.clauses()
    *fees, members = clauses["steps"]
    money.record(world.adding("2026-01", {**clauses, "steps": [*fees, costs, members]}))
    money.expense(world.agreement, "promotion", 100, period="2026-01")
    world.sales(1000)
    world.run()
    refusal = money.refused(world.adding("2026-01", clauses))
    assert (refusal.code, refusal.fields["expected"]) == ("terms-lack-expense", ["promotion"])


def test_amounts_of_both_signs_that_cancel_flow_group_by_group(world: Windows) -> None:
    """+100 of goods and -100 of streaming: fees 30 and -10, and the rest is -20."""
    world.sales(-100, 100)
    prepared = world.money.run(world.agreement, "2026-01")
    owed = prepared.outcome.owed()
    assert (owed[world.net], owed[world.shop]) == (-10, 30)
    assert prepared.outcome.identity["sales"] == 0
    is_sound(world.money)


def test_a_closed_month_takes_corrections_that_are_confirmed(money_anywhere: Money) -> None:
    money = money_anywhere
    world = Windows(money)
    first = world.sales(1000)
    world.run()
    money.record(ClosePeriod(month="2026-01", agreement=world.agreement))
    asked = {"period": "2026-01", "supersedes": first}
    draft = money.prepared(world.agreement, world.net, _goods(world.work), **asked).command
    refusal = money.refused(draft)
    assert refusal.code == "report-restates"
    assert refusal.fields["closed_months"] == ["2026-01"]
    money.record(draft.model_copy(update={"confirm": refusal.fields["confirm"]}))
    (revision,) = world.revised()
    assert differences(revision)["2026-01", world.net, "net"] == (100, 0)
    is_sound(money)


def _goods(work: str) -> bytes:
    return f"channel,work,month,amount\nmerchandise,{work},2026-01,1000\n".encode()


def test_a_reporter_learns_nothing_of_the_statements_of_others(world: Windows) -> None:
    first = world.sales(1000)
    world.run()
    world.money.issue(world.lead, "2026-01")
    more = {"period": "2026-01", "supersedes": first}
    draft = world.money.prepared(world.agreement, world.net, _goods(world.work), **more).command
    refusal = world.money.refused(draft, studio(world.net))
    assert refusal.code == "report-restates"
    assert not {"statements", "confirm"} & set(refusal.fields)


def test_terms_confirmed_for_another_list_are_refused_again(world: Windows) -> None:
    world.sales(1000)
    world.run()
    world.money.issue(world.lead, "2026-01")
    refusal = world.money.refused(world.adding())
    assert refusal.code == "terms-back-dated"
    told = {(one["payee"], one["period"]) for one in refusal.fields["statements"]}
    assert told == {(who, "2026-01") for who in (world.net, world.lead, world.other)}
    assert world.money.refused(world.adding(confirm="0" * 64)).code == "terms-back-dated"
    assert isinstance(world.adding(confirm=refusal.fields["confirm"]), AddTerms)
    world.money.record(world.adding(confirm=refusal.fields["confirm"]))


def test_terms_that_cut_a_period_that_was_run_are_refused(money: Money) -> None:
    """A quarter was run; a contract year of these terms ends with February."""
    world = Windows(money)
    world.sales(1000)
    world.run("2026-Q1")
    known = world.clauses()
    cap = step(
        "cap", "cap/1", of="net", amount=100, per="year", year={"starts": "2026-03", "months": 12}
    )
    refusal = money.refused(
        world.adding("2026-01", {**known, "steps": [*known["steps"][:2], cap, known["steps"][2]]})
    )
    assert refusal.code == "period-across-contract-year"
    assert "run" in refusal.fields


def test_lines_that_outgrow_a_part_fill_several_and_are_stated_all(
    world: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two lines per part; three months at 20% instead of 10% of 100 are 10 each."""
    monkeypatch.setattr("ledger.royalties.differences.LINES_PER_PART", 2)
    for month in ("2026-01", "2026-02", "2026-03"):
        world.sales(100, month=month)
        world.run(month)
    world.money.record(world.adding())
    (revision,) = world.revised()
    assert [one.party for one in revision.result.allocations].count(world.net) == 2
    assert world.money.issue(world.lead, "2026-03")[world.net].totals.payable == 60
    is_sound(world.money)


def test_terms_that_count_units_afterwards_count_those_without_money(money: Money) -> None:
    """100 views earned 1,000 yen, 50 views nothing. Afterwards: 2 yen per view, 300 in all."""
    studio, author = money.company("支払者"), money.company("著者")
    known = terms(step("flat", "royalty/1", basis="received", rate=rate(1, 10), payee=author))
    agreement = money.agreement(studio, known, distribute_on="report")
    work = money.work("作品", studio)
    lines = f"channel,work,month,units,amount\nstreaming,{work},2026-01,100,1000\n"
    free = f"video,{work},2026-01,50,0\n"
    money.report(agreement, author, (lines + free).encode(), period="2026-01")
    money.run(agreement, "2026-01")
    clause = step(
        "views", "usage_rate/1", metric={"name": "views", "source": "配信事業者の報告"},
        tiers=[{"from": 0, "per_unit": rate(2, 1)}], mode="marginal", payee=author,
    )  # fmt: skip
    money.record(
        AddTerms(agreement=agreement, effective_month="2026-01", terms=terms(clause), reason="覚書")
    )
    close_run(money.register, Asked(agreement, "2026-02", empty=True))
    with money.ledger.reading() as conn:
        owed = {row["account"]: row["amount_minor"] for row in balances(conn, agreement)}
    assert owed[f"payable:{author}"] == 300
    is_sound(money)
