"""Runs follow each other, use every yen once, and carry what cannot be paid."""

from datetime import date

import pytest
from money_stage import Money, allocated, rate, step, terms
from stage import member, shared_among

from ledger.access.views import OPERATOR_VIEWER
from ledger.agreements.commands import AddTerms
from ledger.committees.commands import AmendCommittee
from ledger.errors import LogCorrupt, RuleViolation
from ledger.log import canonical
from ledger.parties.commands import RegisterCompany
from ledger.revenue.views import show as show_report
from ledger.royalties.commands import RunResult
from ledger.royalties.held_views import held
from ledger.royalties.result import read_trace, recompute, result_of
from ledger.royalties.views import balances, show, trial_balance
from ledger.values import Names

PERIODS = [f"2026-{month:02}" for month in range(1, 7)]


class World:
    """A committee of two at 60 and 40 percent that shares everything."""

    def __init__(self, money: Money, **more: str) -> None:
        self.money = money
        self.lead, self.other, self.licensee = (
            money.company(name) for name in ("幹事社", "出資社", "配信社")
        )
        self.committee = money.committee(member(self.lead, "3/5"), member(self.other, "2/5"))
        self.work = money.work("星の庭")
        self.agreement = money.agreement(
            self.lead,
            shared_among(self.committee),
            kind="committee",
            committee=self.committee,
            works=(self.work,),
            **more,
        )

    def sales(self, amount: int, period: str = "2026-03", **more: object) -> str:
        return self.money.sales(
            self.agreement, self.licensee, self.work, amount, period=period, **more
        )

    def run(self, period: str = "2026-03", *, empty: bool = False) -> dict[str, int]:
        found = allocated(self.money.run(self.agreement, period, empty=empty))
        return {party: amount for (_, party), amount in found.items()}


@pytest.fixture
def world(money: Money) -> World:
    return World(money)


def test_deficits_are_carried_until_the_pool_is_positive(money: Money) -> None:
    """CM-05: pools of -100, 30, 50, 80, -40, -100 make 0, 0, 0, 60, -40, -20 to distribute."""
    world = World(money, distribute_on="report")
    shares = []
    for period, amount in zip(PERIODS, (-100, 30, 50, 80, -40, -100), strict=True):
        world.sales(amount, period)
        run = world.run(period)
        shares.append((run.get(world.lead, 0), run.get(world.other, 0)))
    assert shares == [(0, 0), (0, 0), (0, 0), (36, 24), (-24, -16), (-12, -8)]


def test_the_largest_remainder_decides_about_odd_yen(money: Money) -> None:
    """CM-04: 101 over 3333, 3333 and 3334 gives 34, 33 and 34."""
    parties = [money.company(name) for name in ("甲社", "乙社", "丙社")]
    shares = ("3333/10000", "3333/10000", "1667/5000")
    committee = money.committee(*(member(p, s) for p, s in zip(parties, shares, strict=True)))
    agreement = money.agreement(
        parties[0], shared_among(committee), kind="committee", committee=committee
    )
    report = money.sales(agreement, parties[0], money.work("作品"), 101)
    money.receive(agreement, report, 101)
    found = allocated(money.run(agreement))
    assert [found["members", party] for party in parties] == [34, 33, 34]


def test_investors_recover_their_stake_before_there_is_a_profit(money: Money) -> None:
    """FW-01: 500,000 less 25%, 25,000, 10% and 10,000 leaves 305,000; investors get 300,000."""
    payer, distributor, agents, investors, point, rest = (
        money.company(name) for name in ("製作社", "配給社", "代理社", "投資社", "監督社", "残余社")
    )
    clauses = terms(
        step("distributor", "commission/1", basis="gross", rate=rate(1, 4), payee=distributor),
        step("marketing", "expense/1"),
        step("agents", "commission/1", basis="remainder", rate=rate(1, 10), payee=agents),
        step("agent-costs", "expense/1"),
        step("investors", "recoup/1", account="stake", basis="remainder", payee=investors),
        step("point", "royalty/1", basis="remainder", rate=rate(1, 20), payee=point),
        step("rest", "split/1", payees=[{"payee": rest, "share": rate(1, 1)}]),
        accounts=[
            {
                "id": "stake",
                "kind": "investment",
                "target": {"amount": 250_000, "rate": rate(6, 5)},
                "label": {"ja": "出資の回収", "en": "Investment"},
            }
        ],
    )
    agreement = money.agreement(payer, clauses)
    report = money.sales(agreement, distributor, money.work("作品"), 500_000, basis="gross")
    money.receive(agreement, report, 500_000)
    money.expense(agreement, "marketing", 25_000)
    money.expense(agreement, "agent-costs", 10_000)
    found = allocated(money.run(agreement))
    assert found == {
        ("distributor", distributor): 125_000,
        ("agents", agents): 35_000,
        ("investors", investors): 300_000,
        ("point", point): 250,
        ("rest", rest): 4_750,
    }


def test_only_what_arrived_by_the_end_of_the_period_is_distributed(world: World) -> None:
    report = world.sales(1000, remittance_minor=1000)
    world.money.receive(world.agreement, report, 300)
    world.money.receive(world.agreement, report, 700, received_on=date(2026, 5, 10))
    assert world.run("2026-03") == {world.lead: 180, world.other: 120}
    assert world.run("2026-04", empty=True) == {}
    prepared = world.money.run(world.agreement, "2026-05")
    assert allocated(prepared)["members", world.lead] == 420
    (item,) = [row for row in prepared.outcome.trace if row.kind == "item"]
    assert item.month == "2026-03"


def test_late_reports_of_earlier_months_flow_into_the_next_run(world: World) -> None:
    report = world.sales(100)
    world.money.receive(world.agreement, report, 100)
    world.run("2026-03")
    late = world.sales(50, "2026-02")
    world.money.receive(world.agreement, late, 50)
    assert world.run("2026-04") == {world.lead: 30, world.other: 20}


def test_reports_of_later_months_wait_for_their_run(world: World) -> None:
    report = world.sales(100, "2026-05")
    world.money.receive(world.agreement, report, 100)
    with pytest.raises(RuleViolation) as refusal:
        world.run("2026-03")
    assert (refusal.value.code, refusal.value.fields["value"]) == ("payout-empty", "2026-03")
    assert world.run("2026-Q2") == {world.lead: 60, world.other: 40}


def test_what_arrived_beyond_the_promise_stays_undistributed(world: World) -> None:
    report = world.sales(100, remittance_minor=100)
    world.money.receive(world.agreement, report, 150)
    prepared = world.money.run(world.agreement)
    assert prepared.outcome.identity["sales"] == 100
    assert f"receipt-exceeds-report: {report} by 50" in prepared.warnings


def test_where_reports_count_nothing_waits_for_money(money: Money) -> None:
    world = World(money, distribute_on="report")
    world.sales(100)
    assert world.run() == {world.lead: 60, world.other: 40}


def test_a_corrected_report_counts_once(world: World) -> None:
    first = world.sales(100)
    second = world.sales(200, supersedes=first)
    world.money.receive(world.agreement, second, 200)
    assert world.run() == {world.lead: 120, world.other: 80}


def test_a_report_knows_how_much_of_it_was_used(world: World) -> None:
    report = world.sales(100)
    world.money.receive(world.agreement, report, 40)
    run = world.money.run(world.agreement).command.id
    with world.money.ledger.reading() as conn:
        shown = show_report(conn, report)
    assert shown is not None
    assert (shown["distributed_minor"], shown["run_id"]) == (40, run)


def test_books_balance_after_every_run(money: Money) -> None:
    world = World(money, distribute_on="report")
    for period, amount in zip(PERIODS, (-100, 30, 50, 80, -40, -100), strict=True):
        world.sales(amount, period)
        world.run(period)
        with money.ledger.reading() as conn:
            assert trial_balance(conn) == {"JPY": 0}
    with money.ledger.reading() as conn:
        owed = {row["account"]: row["amount_minor"] for row in balances(conn, world.agreement)}
    assert owed == {"carried": -80, "sales": 80}


def test_a_run_is_computed_again_from_its_trace(world: World) -> None:
    report = world.sales(1001)
    world.money.receive(world.agreement, report, 777)
    prepared = world.money.run(world.agreement)
    trace = world.money.register.blobs.get(prepared.command.trace.sha256)
    again = recompute(trace, shared_among(world.committee))
    assert RunResult.of(result_of(again)).digest() == prepared.command.result_sha256


def test_a_trace_of_an_unknown_engine_is_not_read() -> None:
    with pytest.raises(LogCorrupt):
        read_trace(canonical.encode({"engine": "waterfall/99"}))


def test_open_months_and_missing_money_are_pointed_out(world: World) -> None:
    report = world.sales(100)
    world.money.receive(world.agreement, report, 60)
    warnings = world.money.payout(world.agreement).warnings
    assert warnings == ("month-open: 2026-03", f"not-received-in-full: {report} lacks 40")


def test_items_of_a_channel_without_window_are_held_and_released(money: Money) -> None:
    payer, licensee = money.company("幹事社"), money.company("配信社")
    work = money.work("星の庭")

    def clauses(*channels: str) -> dict[str, object]:
        return terms(
            step("hold", "hold/1", channels=list(channels)),
            step("fee", "commission/1", basis="remainder", rate=rate(1, 10), payee=licensee),
        )

    agreement = money.agreement(payer, clauses("video"), distribute_on="report")
    money.sales(agreement, licensee, work, 1000)
    first = money.run(agreement)
    assert allocated(first) == {}
    with money.ledger.reading() as conn:
        (line,) = held(conn, agreement)
    assert (line["amount_minor"], line["reason"]) == (1000, "channel-without-window")

    money.record(
        AddTerms(
            agreement=agreement,
            effective_month="2026-04",
            terms=clauses("video", "streaming"),
            reason="配信窓口の追加",
        )
    )
    second = money.run(agreement, "2026-04")
    assert allocated(second) == {("fee", licensee): 100}
    with money.ledger.reading() as conn:
        assert held(conn, agreement) == []
        assert trial_balance(conn) == {"JPY": 0}


def test_money_for_unknown_holders_is_held_until_they_are_known(money: Money) -> None:
    lead, other = money.company("幹事社"), money.company("出資社")
    members = (
        member(lead, copyright="1/2", profit="1/2"), member(other, copyright="1/2", profit="1/2"),
    )  # fmt: skip
    committee = money.committee(*members, origin="existing")
    agreement = money.agreement(
        lead,
        shared_among(committee),
        kind="committee",
        committee=committee,
        distribute_on="report",
    )
    money.sales(agreement, lead, money.work("作品"), 100)
    assert allocated(money.run(agreement)) == {}
    with money.ledger.reading() as conn:
        (line,) = held(conn, agreement)
    assert (line["amount_minor"], line["reason"]) == (100, "holders-unknown")

    money.record(
        AmendCommittee(
            committee=committee,
            effective_from=date(2026, 4, 1),
            reason="出資比率の判明",
            members=(member(lead, "3/5"), member(other, "2/5")),
        )
    )
    assert allocated(money.run(agreement, "2026-04")) == {
        ("members", lead): 60,
        ("members", other): 40,
    }
    with money.ledger.reading() as conn:
        assert held(conn, agreement) == []


def test_holders_are_those_of_the_last_day_of_the_period(world: World) -> None:

    for period in ("2026-03", "2026-04"):
        report = world.sales(100, period)
        world.money.receive(
            world.agreement, report, 100, received_on=date(2026, int(period[-1]), 28)
        )
    world.money.record(
        AmendCommittee(
            committee=world.committee,
            effective_from=date(2026, 4, 1),
            reason="持分の譲渡",
            members=(member(world.lead, "1/5"), member(world.other, "4/5")),
        )
    )
    assert world.run("2026-03") == {world.lead: 60, world.other: 40}
    assert world.run("2026-04") == {world.lead: 20, world.other: 80}


def test_a_run_names_its_entries_and_pins_its_holders(world: World) -> None:
    report = world.sales(100)
    world.money.receive(world.agreement, report, 100)
    command = world.money.run(world.agreement).command
    reference = f"committee:{world.committee}/investment"
    with world.money.ledger.reading() as conn:
        shown = show(conn, command.id, OPERATOR_VIEWER)
    assert shown is not None
    assert len(shown["inputs"]) == 2
    assert shown["holders"][reference]["shares"][0] == [world.lead, {"num": 3, "den": 5}]
    assert shown["identity"] == {"carried": 0, "distributed": 100, "held": 0, "sales": 100}


def test_a_pool_of_many_creators_fits_into_the_log(money: Money) -> None:
    """400 creators at one point each share 10% of 4,000,000: 1,000 yen each."""

    payer = money.company("幹事社")
    creators = [money.new("party") for _ in range(250)]
    futures = [
        money.ledger.submit(RegisterCompany(id=id, names=Names(ja=f"作家{n:03}")))
        for n, id in enumerate(creators)
    ]
    for future in futures:
        future.result()
    pool = step(
        "pool", "pool/1", basis="received", rate=rate(1, 10),
        payees=[{"payee": creator, "points": 1} for creator in creators],
    )  # fmt: skip
    agreement = money.agreement(payer, terms(pool), distribute_on="report")
    money.sales(agreement, payer, money.work("作品"), 2_500_000)
    found = allocated(money.run(agreement))
    assert set(found.values()) == {1000}
    assert len(found) == 250
