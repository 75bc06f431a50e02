"""A run is closed only if nothing changed since it was prepared, and if it adds up."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from money_stage import Money, rate, step, terms
from stage import member, shared_among, studio
from test_runs import World

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.agreements.commands import AddTerms
from ledger.command import Actor
from ledger.committees.commands import AmendCommittee
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.periods.commands import ClosePeriod
from ledger.royalties.commands import ClosePayout, HeldLine, PostingLine, RunResult
from ledger.royalties.views import page, show


@pytest.fixture
def world(money: Money) -> World:
    made = World(money)
    report = made.sales(1000)
    money.receive(made.agreement, report, 600)
    made.report = report  # type: ignore[attr-defined]
    return made


def test_one_period_has_one_run(world: World) -> None:
    closed = world.money.run(world.agreement).command
    with pytest.raises(Conflict) as caught:
        world.money.payout(world.agreement)
    assert (caught.value.code, caught.value.fields["run"]) == ("payout-exists", closed.id)


def test_two_runs_prepared_at_once_do_not_both_close(world: World) -> None:
    first, second = world.money.payout(world.agreement), world.money.payout(world.agreement)
    world.money.record(first.command)
    assert world.money.refused(second.command).code == "payout-exists"


def test_a_period_before_the_last_run_is_refused(world: World) -> None:
    world.money.run(world.agreement)
    for period in ("2026-02", "2026-Q1"):
        with pytest.raises(RuleViolation) as caught:
            world.money.payout(world.agreement, period)
        assert caught.value.code == "payout-out-of-order"
        assert caught.value.fields["expected"] == "2026-04 or later"


def test_a_period_that_is_not_over_is_refused(world: World) -> None:
    prepared = world.money.payout(world.agreement, "2026-11")
    assert world.money.refused(prepared.command).code == "period-not-over"


def test_a_period_without_terms_is_refused(world: World) -> None:
    with pytest.raises(RuleViolation) as caught:
        world.money.payout(world.agreement, "2025-12")
    assert caught.value.code == "terms-missing"


def test_a_text_that_is_no_period_is_refused(world: World) -> None:
    with pytest.raises(RuleViolation) as caught:
        world.money.payout(world.agreement, "2026-Q7")
    assert caught.value.fields["field"] == "period"


def test_an_unknown_agreement_has_no_run(world: World) -> None:
    with pytest.raises(NotFound):
        world.money.payout(world.money.new("agr"))


def receive_more(world: World) -> None:
    world.money.receive(world.agreement, world.report, 400)  # type: ignore[attr-defined]


def report_more(world: World) -> None:
    world.sales(5)


def change_terms(world: World) -> None:
    changed = shared_among(world.committee, "profit")
    world.money.record(
        AddTerms(agreement=world.agreement, effective_month="2026-02", terms=changed, reason="変更")
    )


def change_holders(world: World) -> None:
    world.money.record(
        AmendCommittee(
            committee=world.committee,
            effective_from=date(2026, 3, 1),
            reason="持分の譲渡",
            members=(member(world.lead, "1/2"), member(world.other, "1/2")),
        )
    )


@pytest.mark.parametrize("change", [receive_more, report_more, change_terms, change_holders])
def test_whatever_changes_after_the_preparation_makes_it_outdated(
    world: World, change: Callable[[World], None]
) -> None:
    prepared = world.money.payout(world.agreement)
    change(world)
    assert world.money.refused(prepared.command).code == "payout-outdated"
    world.money.run(world.agreement)


def tampered(command: ClosePayout, **changes: Any) -> ClosePayout:
    result = RunResult(**{**dict(command.result), **changes})
    return command.model_copy(update={"result": result, "result_sha256": result.digest()})


def test_a_result_that_is_not_the_one_cited_is_refused(world: World) -> None:
    command = world.money.payout(world.agreement).command
    wrong = command.model_copy(update={"result_sha256": "0" * 64})
    assert world.money.refused(wrong).code == "result-differs"


def test_a_result_that_does_not_add_up_is_refused(world: World) -> None:
    command = world.money.payout(world.agreement).command
    result = command.result
    line = result.allocations[0].lines[0]
    more = result.allocations[0].model_copy(
        update={"lines": (line.model_copy(update={"amount_minor": line.amount_minor + 1}),)}
    )
    kept = result.allocations[0].model_copy(
        update={"lines": (line.model_copy(update={"kept_minor": -1}),)}
    )
    rest = result.allocations[1:]
    cases = [
        (tampered(command, postings=result.postings[1:]), "postings-unbalanced"),
        (tampered(command, allocations=(more, *rest)), "allocations-differ"),
        (tampered(command, allocations=rest), "allocations-differ"),
        (tampered(command, allocations=(kept, *rest)), "kept-beyond-allocation"),
        (tampered(command, identity={**result.identity, "sales": 1}), "identity-broken"),
        (tampered(command, holders={}), "holders-differ"),
    ]
    for wrong, code in cases:
        assert world.money.refused(wrong).code == code


def test_surroundings_that_are_not_those_of_the_register_are_refused(world: World) -> None:
    command = world.money.payout(world.agreement).command
    other = world.money.sales(
        world.money.agreement(world.lead, shared_among(world.committee)),
        world.licensee,
        world.work,
        7,
    )
    cases: list[dict[str, Any]] = [
        {"previous": world.money.new("run")},
        {"read_set": {**command.read_set, "party_x": 1}},
        {"read_set": {}},
        {"terms_sha256": "0" * 64},
        {"terms_version": 2},
        {"consumed": {other: 7}},
    ]
    for change in cases:
        assert world.money.refused(command.model_copy(update=change)).code == "payout-outdated"
    unknown = command.model_copy(update={"consumed": {world.money.new("rep"): 7}})
    assert world.money.refused(unknown).code == "report-not-found"


def test_only_the_payer_closes_a_run(world: World) -> None:
    command = world.money.payout(world.agreement).command
    refusal = world.money.refused(command, studio(world.licensee))
    assert refusal.code in ("agreement-not-found", "not-your-party")
    assert world.money.refused(command, Actor("auditor", world.lead)).code == "role-may-not-write"
    world.money.record(command, studio(world.lead))
    again = command.model_copy(update={"period": "2026-04"})
    assert world.money.refused(again).code == "id-taken"


def test_a_payee_reads_his_own_lines_and_nobody_elses(world: World) -> None:
    run = world.money.run(world.agreement).command.id
    with world.money.ledger.reading() as conn:
        own = show(conn, run, Viewer("studio", world.other))
        full = show(conn, run, Viewer("studio", world.lead))
        assert own is not None
        assert full is not None
        assert [line["amount_minor"] for line in own["allocations"]] == [240]
        assert "identity" not in own
        assert "trace_sha256" not in own
        assert [line["party"] for line in full["allocations"]] == sorted((world.lead, world.other))
        assert show(conn, run, Viewer("studio", world.licensee)) is None
        assert [row["id"] for row in page(conn, Viewer("studio", world.other))] == [run]
        assert page(conn, Viewer("studio", world.licensee)) == []
        assert page(conn, OPERATOR_VIEWER, after=run, period="2026-03") == []


def test_each_payees_part_of_the_log_is_his_own(world: World) -> None:
    recorded = world.money.record(world.money.payout(world.agreement).command)
    (event,) = recorded.events
    readers = {part.name: part.readers for part in event.parts()}
    assert readers[f"allocation/{world.other}"] == ("operator", world.lead, world.other)
    assert world.other not in readers["facts"]
    assert type(event).from_parts({part.name: part.body for part in event.parts()}) == event


@pytest.fixture
def costs(money: Money) -> tuple[Money, str, str]:
    payer = money.company("幹事社")
    clauses = terms(
        step("costs", "expense/1"),
        step("fee", "commission/1", basis="remainder", rate=rate(1, 10), payee=payer),
    )
    return money, payer, money.agreement(payer, clauses, distribute_on="report")


def test_a_cost_is_deducted_once(costs: tuple[Money, str, str]) -> None:
    """1,000 less 300 leaves 700; 10% of it is 70."""
    money, payer, agreement = costs
    money.sales(agreement, payer, money.work("作品"), 1000)
    money.expense(agreement, "costs", 300)
    assert money.run(agreement).outcome.owed() == {payer: 70}
    assert money.run(agreement, "2026-04", empty=True).outcome.owed() == {}


def test_a_cost_needs_its_clause_evidence_and_an_open_month(costs: tuple[Money, str, str]) -> None:
    money, payer, agreement = costs
    good = money.cost(agreement, "costs", 300)
    money.record(good, studio(payer))
    refusal = money.refused(good)
    assert (refusal.code, refusal.fields["field"]) == ("expense-duplicate", "evidence")
    changes: list[tuple[dict[str, Any], str]] = [
        ({"step": "fee"}, "expense-unknown-step"),
        ({"amount_minor": 0}, "amount-zero"),
        ({"currency": "USD"}, "currency-differs"),
        ({"spent_on": date(2027, 1, 1)}, "day-in-future"),
        ({"agreement": money.new("agr")}, "agreement-not-found"),
    ]
    for change, code in changes:
        assert money.refused(good.model_copy(update=change)).code == code
    money.record(ClosePeriod(month="2026-03", agreement=agreement))
    other = money.cost(agreement, "costs", 1)
    assert money.refused(other).code == "period-closed"


def test_a_cost_whose_clause_is_not_in_force_stops_the_run(costs: tuple[Money, str, str]) -> None:
    money, payer, agreement = costs
    money.expense(agreement, "costs", 300)
    without = terms(step("fee", "commission/1", basis="remainder", rate=rate(1, 10), payee=payer))
    money.record(
        AddTerms(agreement=agreement, effective_month="2026-02", terms=without, reason="変更")
    )
    with pytest.raises(RuleViolation) as caught:
        money.payout(agreement)
    assert caught.value.code == "expense-unknown-step"


def test_held_lines_and_postings_are_plain_values() -> None:
    assert HeldLine(account="held:x", amount_minor=1, reason="y").amount_minor == 1
    with pytest.raises(ValueError, match="amount_minor"):
        PostingLine(account="x", amount_minor=2**53)
