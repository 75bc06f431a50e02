"""Floors, caps, guarantees and advances over clauses that count."""

from typing import Any

from written_terms import a_step, an_account, an_item, inputs_of, rate, terms_of

from contracts.waterfall import Outcome, Position, run

UNITS = {
    **a_step("author", "royalty", basis="units", price={"amount": 1_000}, rate=rate(10)),
    "kind": "royalty/2",
    "payee": "author",
}
USED = a_step(
    "author",
    "usage_rate",
    metric={"name": "views", "source": "platform"},
    tiers=[{"from": 0, "per_unit": {"num": 1, "den": 1}}],
    mode="marginal",
    payee="author",
)
YEAR = {"starts": "2026-03", "months": 1}


def paid(units: int, *clauses: dict[str, Any], **fields: Any) -> Outcome:
    item = an_item(1_000_000, units=units)
    return run(terms_of(*clauses, **fields), Position(), inputs_of(item))


def test_a_monthly_minimum_lifts_a_royalty_on_units() -> None:
    """MG-03 on discs: 100 at 1,000 and 10% are 10,000; 40,000 make it 50,000."""
    least = a_step("least", "floor", of="author", amount=50_000, per="month")
    assert paid(100, UNITS, least).owed() == {"author": 50_000}


def test_a_cap_cuts_a_royalty_on_units() -> None:
    """100 discs are 10,000; no more than 7,000."""
    most = a_step("most", "cap", of="author", amount=7_000, per="cumulative")
    assert paid(100, UNITS, most).owed() == {"author": 7_000}


def test_a_guarantee_tops_up_a_fee_by_use_at_the_end_of_the_year() -> None:
    """RS-02: 8,000 earned, 10,000 guaranteed, 2,000 on top."""
    guarantee = a_step("guarantee", "guarantee", of=[{"step": "author"}], amount=10_000, year=YEAR)
    outcome = paid(8_000, USED, guarantee)
    assert outcome.amounts == {"author": 8_000, "guarantee": 2_000}


def test_an_advance_is_recouped_from_a_royalty_on_units() -> None:
    """10,000 due, 6,000 of them go back to the advance."""
    back = a_step("recoup", "recoup", account="advance", against="author")
    advance = (an_account("advance", "advance", 6_000),)
    assert paid(100, UNITS, back, accounts=advance).owed() == {"author": 4_000}


def test_a_later_fee_reads_what_a_royalty_on_units_took_and_left() -> None:
    """10,000 of 1,000,000 for the discs; 10% of them, then 10% of the 990,000 left after them."""
    of_it = a_step("agent", "commission", basis="amount:author", rate=rate(10), payee="agent")
    after = a_step("lead", "commission", basis="after:author", rate=rate(10), payee="lead")
    assert paid(100, UNITS, of_it, after).amounts == {
        "author": 10_000,
        "agent": 1_000,
        "lead": 99_000,
    }
