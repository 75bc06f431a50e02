"""A change of the past that cannot be run again must never stop an agreement for good."""

from typing import Any

import pytest
from money_stage import Money, rate, step, terms
from revision_world import Windows, differences, is_sound
from stage import studio

from ledger.errors import Forbidden, NotFound, RuleViolation
from ledger.jobs.trying import try_past
from ledger.royalties.views import balances
from ledger.store.read import LogReader


class Reserved(Windows):
    """A licensor gets 10% of the gross, of which a tenth is held back for half a year."""

    def clauses(self, *_: Any, reserved: int | None = 10, **__: Any) -> Any:
        """The royalty, and the reserve at so many percent; None for no reserve."""
        royalty = step("royalty", "royalty/1", basis="received", rate=rate(1, 10), payee=self.other)
        if reserved is None:
            return terms(royalty)
        held = rate(1, 100 // reserved) if reserved else rate(0, 1)
        release = {"after_months": 6}
        return terms(
            royalty, step("returns", "reserve/1", against="royalty", rate=held, release=release)
        )


@pytest.fixture
def world(money: Money) -> Reserved:
    return Reserved(money)


def test_a_reserve_dropped_for_a_settled_month_goes_on_holding(world: Reserved) -> None:
    """Of January's 1,000, 100 are held. February gave 1,000 less 100, and without it 1,000.

    The next run asks for the reserve; at a rate of zero it releases January's 100 in July.
    """
    for month, amount in (("2026-01", 10_000), ("2026-02", 10_001)):
        world.sales(amount, month=month)
        world.run(month)
    world.money.record(world.adding("2026-02", world.clauses(reserved=None)))
    (revision,) = world.revised()
    assert differences(revision) == {("2026-02", world.other, "returns"): (-100, 0)}
    world.sales(10_002, month="2026-07")
    with pytest.raises(RuleViolation) as refusal:
        world.run("2026-07")
    assert refusal.value.code == "reserve-forgotten"

    world.money.record(world.adding("2026-07", world.clauses(reserved=0)))
    assert world.run("2026-07") == {world.other: 1_000 + 100}  # 30,003 to date give 3,000
    is_sound(world.money)


def test_a_corrected_month_may_hold_in_a_reserve_that_was_dropped_since(world: Reserved) -> None:
    """Nothing came in January, so the reserve held nothing and could go; then 5,000 had."""
    first = world.sales(0, month="2026-01", goods=1)
    world.run("2026-01")
    world.money.record(world.adding("2026-02", world.clauses(reserved=None)))
    world.sales(7_000, month="2026-02")
    world.run("2026-02")
    world.sales(5_000, month="2026-01", supersedes=first)
    (revision,) = world.revised()
    assert differences(revision) == {
        ("2026-01", world.other, "royalty"): (0, 500),
        ("2026-01", world.other, "returns"): (0, -50),
    }
    with world.money.ledger.reading() as conn:
        known = {row["account"]: row["amount_minor"] for row in balances(conn, world.agreement)}
    assert known["held:returns"] == 50
    is_sound(world.money)


def test_terms_whose_amounts_outgrow_the_past_are_refused_before_they_are_recorded(
    world: Reserved,
) -> None:
    """10% of 1,000, and a fixed fee of 2^53 - 1 to the same: the sum can never be stated."""
    world.sales(1000)
    world.run()
    clauses = world.clauses(reserved=None)
    fee = step("fee", "commission/1", basis="received", fixed=2**53 - 1, payee=world.other)
    clauses["steps"].append(fee)
    with pytest.raises(RuleViolation) as refusal:
        try_past(world.money.register, world.adding("2026-01", clauses))
    assert refusal.value.code == "amount-too-large"
    assert refusal.value.fields["period"] == "2026-01"


def test_terms_that_can_be_run_again_are_tried_without_a_trace(world: Reserved) -> None:
    world.sales(1000)
    world.run()
    with world.money.ledger.reading() as conn:
        before = LogReader(conn).size()
    try_past(world.money.register, world.adding("2026-01", world.clauses(reserved=None)))
    with world.money.ledger.reading() as conn:
        assert LogReader(conn).size() == before


def test_only_the_payer_tries_terms_on_his_past(world: Reserved) -> None:
    command = world.adding("2026-01", world.clauses(reserved=None))
    with pytest.raises(Forbidden):
        try_past(world.money.register, command, actor=studio(world.other))
    with pytest.raises(NotFound):
        try_past(world.money.register, command, actor=studio(world.shop))
