"""Returns that a later report brings go back into the run of the month of their sale."""

from datetime import date

import pytest
from money_stage import Money, rate, step, terms
from returns_world import Returning
from revision_world import Windows, differences, is_sound
from stage import member, plan, shared_among

from ledger.agreements.commands import AddTerms
from ledger.committees.commands import AmendCommittee
from ledger.jobs.payouts import Asked, close_run
from ledger.jobs.revisions import draft_revision, revise, waiting
from ledger.royalties.held_views import held
from ledger.royalties.views import balances, trial_balance

SALE, BACK = ("2026-02", 500), ("2026-01", -100)
FEBRUARY = date(2026, 2, 28)


@pytest.fixture
def world(money: Money) -> Returning:
    """1,000 of January were run at 20%: fee 200, rest 800 = 480 + 320. February bears 10%."""
    world = Returning(money)
    world.sales(1000)
    assert world.run() == {world.net: 200, world.lead: 480, world.other: 320}
    return world


def test_returns_give_back_the_fee_that_was_paid(world: Returning) -> None:
    """100 of January come back with 500 of February: 20% of 100, 20, is given back, not 10.

    January stands on 900: fee 180, rest 720 = 432 + 288. February: fee 50, rest 450 = 270 + 180.
    """
    world.reported(SALE, BACK)
    done = world.closed()
    (revision,) = done.revisions
    assert world.changed(revision) == {
        (world.net, "2026-01"): (200, 180),
        (world.lead, "2026-01"): (480, 432),
        (world.other, "2026-01"): (320, 288),
    }
    assert world.gave(done.id) == {world.net: 50, world.lead: 270, world.other: 180}
    is_sound(world.money)


def test_a_statement_shows_returns_in_a_line_of_their_own_month(world: Returning) -> None:
    world.reported(SALE, BACK)
    world.closed()
    issued = world.money.issue(world.lead, "2026-02")[world.net]
    lines = [(line.period, line.kind, line.amount_minor) for line in issued.lines]
    assert lines == [
        ("2026-01", "adjustment", -20), (None, "royalty", 200), (None, "royalty", 50),
    ]  # fmt: skip
    first = world.money.sheet(issued.id)["lines"][0]
    assert first["label"]["ja"] == "訂正 2026年1月分（返品）: 「net」"
    assert first["label"]["en"] == "Correction for 2026-01 (returns): net"
    is_sound(world.money)


def test_a_report_of_returns_alone_leaves_the_run_that_takes_it_nothing(world: Returning) -> None:
    world.reported(BACK)
    done = world.closed()
    (revision,) = done.revisions
    assert world.changed(revision)[world.net, "2026-01"] == (200, 180)
    assert world.gave(done.id) == {}
    assert world.closed("2026-03", empty=True).revisions == ()
    is_sound(world.money)


def test_returns_are_taken_at_once_however_the_rest_is_paid(money: Money) -> None:
    """1,000 sold, 100 returned, 900 promised; 450 arrive in February and 450 in March.

    The 100 go back whole before February; of the rest 500 flow in February and 500 in March.
    """
    world = Returning(money, distribute_on="receipt")
    first = world.sales(1000)
    money.receive(world.agreement, first, 1000, received_on=world.day)
    world.run()
    second = world.reported(("2026-02", 1000), BACK, remittance_minor=900)
    money.receive(world.agreement, second, 450, received_on=FEBRUARY)
    done = world.closed()
    assert world.changed(done.revisions[0])[world.net, "2026-01"] == (200, 180)
    assert world.gave(done.id)[world.net] == 50
    money.receive(world.agreement, second, 450, received_on=date(2026, 3, 31))
    again = world.closed("2026-03")
    assert again.revisions == ()
    assert world.gave(again.id)[world.net] == 50
    is_sound(money)


def test_returns_wait_while_nothing_of_their_report_is_paid(money: Money) -> None:
    world = Returning(money, distribute_on="receipt")
    first = world.sales(1000)
    money.receive(world.agreement, first, 1000, received_on=world.day)
    world.run()
    second = world.reported(("2026-02", 1000), BACK)
    assert world.closed(empty=True).revisions == ()
    money.receive(world.agreement, second, 900, received_on=date(2026, 3, 31))
    done = world.closed("2026-03")
    assert world.changed(done.revisions[0])[world.net, "2026-01"] == (200, 180)
    assert world.gave(done.id)[world.net] == 100
    is_sound(money)


def test_what_a_reporter_kept_is_divided_like_the_report(money: Money) -> None:
    """It keeps 30% of 900: 300 of the 1,000 sold, and -30 of the 100 returned.

    January's fee of 30% falls by 30, all of it kept: nothing is to be paid back. Of February's
    40%, 400, it kept 300.
    """
    world = Returning(money, dear=30, cheap=40, distribute_on="receipt")
    first = world.sales(1000, remittance_minor=700)
    money.receive(world.agreement, first, 700, received_on=world.day)
    world.run()
    second = world.reported(("2026-02", 1000), BACK, remittance_minor=630)
    money.receive(world.agreement, second, 630, received_on=FEBRUARY)
    done = world.closed()
    (revision,) = done.revisions
    assert world.changed(revision)[world.net, "2026-01"] == (300, 270)
    assert world.kept(revision) == {world.net: -30}
    assert world.kept(done.id) == {world.net: 300}
    is_sound(money)


def test_returns_of_several_months_go_back_each_into_its_own(money: Money) -> None:
    """January at 20%, February at 15%, March at 10%: 100 of each come back, 20 and 15; 10 flow."""
    world = Returning(money, dear=20, cheap=15)
    money.record(world.adding("2026-03", world.clauses(net=10)))
    for month in ("2026-01", "2026-02", "2026-03"):
        world.sales(1000, month=month)
        world.run(month)
    world.reported(*((f"2026-0{n}", -100) for n in (1, 2, 3)), ("2026-04", 50), month="2026-04")
    done = world.closed("2026-04")
    (revision,) = done.revisions
    fees = {key: value for key, value in world.changed(revision).items() if key[0] == world.net}
    assert fees == {(world.net, "2026-01"): (200, 180), (world.net, "2026-02"): (150, 135)}
    assert world.gave(done.id)[world.net] == -5
    is_sound(money)


def test_under_the_same_terms_returns_flow_in_the_run_that_takes_them(money: Money) -> None:
    """500 of February less 100 of January, at 10%: 40, in one run, and no revision."""
    world = Windows(money)
    world.sales(1000)
    world.run()
    more = f"channel,work,month,amount\nstreaming,{world.work},2026-02,500\n"
    back = f"streaming,{world.work},2026-01,-100\n"
    report = money.report(world.agreement, world.net, (more + back).encode(), period="2026-02")
    prepared = money.payout(world.agreement, "2026-02")
    assert prepared.command.consumed == {report: 400}
    done = close_run(money.register, Asked(world.agreement, "2026-02"))
    assert done.revisions == ()
    assert prepared.outcome.owed()[world.net] == 40
    is_sound(money)


def test_returns_go_back_to_the_holders_of_then(money: Money) -> None:
    """B sold his half to A in February. 100 of January come back: 50 from each, less the fee.

    January bore a fee of 20%, so A and B had 400 each of 1,000 and have 360 each of 900. February's
    500 bear 10%: 450 for A.
    """
    one, two = money.company("Ａ社"), money.company("Ｂ社")
    committee = money.committee(member(one, "1/2"), member(two, "1/2"))
    window = money.company("窓口")

    def clauses(percent: int) -> dict[str, object]:
        fee = step(
            "net", "commission/1", basis="received", rate=rate(1, 100 // percent), payee=window
        )
        return {**shared_among(committee), "steps": [fee, *shared_among(committee)["steps"]]}

    agreement = money.agreement(
        one, clauses(20), committee=committee, kind="committee", distribute_on="report"
    )
    work = money.work("作品", one)
    money.sales(agreement, window, work, 1000, period="2026-01")
    money.run(agreement, "2026-01")
    money.record(
        AmendCommittee(
            committee=committee, effective_from=date(2026, 2, 1), reason="譲渡",
            members=(member(one, "1"),), plan=plan(one),
        )
    )  # fmt: skip
    money.record(
        AddTerms(agreement=agreement, effective_month="2026-02", terms=clauses(10), reason="覚書")
    )
    file = (
        f"channel,work,month,amount\nstreaming,{work},2026-02,500\nstreaming,{work},2026-01,-100\n"
    )
    money.report(agreement, window, file.encode(), period="2026-02")
    assert len(close_run(money.register, Asked(agreement, "2026-02")).revisions) == 1
    with money.ledger.reading() as conn:
        owed = {row["account"]: row["amount_minor"] for row in balances(conn, agreement)}
    assert owed[f"payable:{window}"] == 200 - 20 + 50
    assert owed[f"payable:{one}"] == 400 - 40 + 450
    assert owed[f"payable:{two}"] == 400 - 40
    is_sound(money)


def test_units_come_back_with_their_sales(money: Money) -> None:
    """3 yen per view in January, 2 since February: 10 of January's views come back: 30 yen."""
    studio, author = money.company("支払者"), money.company("著者")

    def clauses(yen: int) -> dict[str, object]:
        return terms(
            step(
                "views", "usage_rate/1", metric={"name": "views", "source": "配信事業者の報告"},
                tiers=[{"from": 0, "per_unit": rate(yen, 1)}], mode="marginal", payee=author,
            )
        )  # fmt: skip

    agreement = money.agreement(studio, clauses(3), distribute_on="report")
    money.record(
        AddTerms(agreement=agreement, effective_month="2026-02", terms=clauses(2), reason="覚書")
    )
    work, head = money.work("作品", studio), "channel,work,month,units,amount\n"
    line = f"streaming,{work},2026-01,100,1000\n"
    money.report(agreement, author, (head + line).encode(), period="2026-01")
    money.run(agreement, "2026-01")
    back, more = f"streaming,{work},2026-01,-10,-100\n", f"streaming,{work},2026-02,50,500\n"
    money.report(agreement, author, (head + back + more).encode(), period="2026-02")
    close_run(money.register, Asked(agreement, "2026-02"))
    with money.ledger.reading() as conn:
        owed = {row["account"]: row["amount_minor"] for row in balances(conn, agreement)}
    is_sound(money)
    assert owed[f"payable:{author}"] == 300 - 30 + 100


def test_returns_of_what_was_held_are_held_too(money: Money) -> None:
    """600 of goods wait for their window since January; 100 come back: 500 wait, and flow at 30%."""
    world = Returning(money)
    known = world.clauses()
    hold = step("wait", "hold/1", channels=["streaming"])
    unknown = {**known, "steps": [hold, known["steps"][0], known["steps"][2]]}
    money.record(world.adding("2026-01", unknown))
    world.sales(0, 600)
    world.run("2026-01", empty=True)
    world.sales(0, -100, month="2026-02", sold="2026-01")
    world.revised()
    revise(money.register, world.agreement)
    with money.ledger.reading() as conn:
        assert sum(row["amount_minor"] for row in held(conn, world.agreement)) == 500
    assert world.gave(world.closed().id)[world.shop] == 150
    is_sound(money)


def test_terms_changed_afterwards_for_the_month_of_the_sale_count_its_returns(
    world: Returning,
) -> None:
    """January stands on 900 after the returns: 30% of them are 270 instead of 180."""
    world.reported(SALE, BACK)
    world.closed()
    world.money.record(world.adding("2026-01", world.clauses(net=30)))
    (revision,) = world.revised()
    assert differences(revision)["2026-01", world.net, "net"] == (180, 270)
    assert {period for period, *_ in differences(revision)} == {"2026-01"}
    is_sound(world.money)


def test_a_corrected_report_takes_its_returns_along_before_any_run(world: Returning) -> None:
    """-100 went back already and becomes -300: January is first 1,000 again, and then 700."""
    first = world.reported(SALE, BACK)
    assert len(revise(world.money.register, world.agreement)) == 1
    world.reported(SALE, ("2026-01", -300), supersedes=first)
    done = world.closed()
    fees = [world.changed(one)[world.net, "2026-01"] for one in done.revisions]
    assert fees == [(180, 200), (200, 140)]
    assert world.gave(done.id)[world.net] == 50
    is_sound(world.money)


def test_a_corrected_report_replaces_the_returns_in_their_month(world: Returning) -> None:
    """After February's run -100 becomes -300, and 500 becomes 600: 20% of 200, and 10% of 100."""
    first = world.reported(SALE, BACK)
    world.closed()
    world.reported(("2026-02", 600), ("2026-01", -300), supersedes=first)
    (revision,) = world.revised()
    fees = {key[0]: value for key, value in differences(revision).items() if key[2] == "net"}
    assert fees == {"2026-01": (180, 140), "2026-02": (50, 60)}
    assert world.closed("2026-03", empty=True).revisions == ()
    is_sound(world.money)


def test_a_correction_of_a_correction_replaces_its_returns_again(world: Returning) -> None:
    first = world.reported(SALE, BACK)
    world.closed()
    second = world.reported(SALE, ("2026-01", -300), supersedes=first)
    world.revised()
    world.reported(SALE, BACK, supersedes=second)
    (revision,) = world.revised()
    fees = {key[0]: value for key, value in differences(revision).items() if key[2] == "net"}
    assert fees == {"2026-01": (140, 180)}
    is_sound(world.money)


def test_returns_are_shown_before_they_are_recorded(world: Returning) -> None:
    report = world.reported(SALE, BACK)
    register = world.money.register
    (row,) = waiting(register, world.agreement)
    assert (row["kind"], row["ref"], row["first_number"]) == ("returns", report, 1)
    draft = draft_revision(register, world.agreement)
    assert draft is not None
    assert differences(draft.command)["2026-01", world.net, "net"] == (200, 180)
    (revised,) = revise(register, world.agreement)
    assert waiting(register, world.agreement) == []
    assert world.changed(revised.id)[world.net, "2026-01"] == (200, 180)


def test_a_run_prepared_past_its_returns_is_refused(world: Returning) -> None:
    report = world.reported(SALE, BACK)
    with pytest.raises(Exception, match="bring") as caught:
        world.money.payout(world.agreement, "2026-02")
    assert caught.value.code == "payout-outdated"
    assert caught.value.fields["value"] == report


def test_returns_of_a_report_corrected_meanwhile_are_outdated(world: Returning) -> None:
    first = world.reported(SALE, BACK)
    draft = draft_revision(world.money.register, world.agreement)
    assert draft is not None
    world.reported(SALE, supersedes=first)
    assert world.money.refused(draft.command).code == "revision-outdated"


def test_returns_recorded_twice_are_refused(world: Returning) -> None:
    world.reported(SALE, BACK)
    first, second = (draft_revision(world.money.register, world.agreement) for _ in range(2))
    assert first is not None
    assert second is not None
    world.money.record(first.command)
    assert world.money.refused(second.command).code == "revision-outdated"


def test_changes_of_the_past_come_before_returns(world: Returning) -> None:
    """The fee of January becomes 30%: 300 of 1,000 first, and 270 of 900 then."""
    world.reported(SALE, BACK)
    draft = draft_revision(world.money.register, world.agreement)
    assert draft is not None
    world.money.record(world.adding("2026-01", world.clauses(net=30)))
    assert world.money.refused(draft.command).code == "revision-outdated"
    done = world.closed()
    fees = [world.changed(one)[world.net, "2026-01"] for one in done.revisions]
    assert fees == [(200, 300), (300, 270)]
    is_sound(world.money)


def test_everything_that_came_back_leaves_nothing_behind(world: Returning) -> None:
    """All 1,000 of January come back: nobody is owed anything, to the yen."""
    world.reported(("2026-01", -1000))
    world.closed()
    with world.money.ledger.reading() as conn:
        assert trial_balance(conn) == {"JPY": 0}
        assert balances(conn, world.agreement) == []
    is_sound(world.money)
