"""`cap/1`, by hand: per run, to date, per contract year; cut, given back, lowered, stacked."""

from typing import Any

import pytest
from written_terms import a_step, amounts_in, an_account, members, rate, terms_of

from contracts.errors import TermsInvalid
from contracts.position import Position
from contracts.terms import Terms
from contracts.waterfall import Outcome, run

FEE = a_step("fee", "commission", basis="received", rate=rate(10), payee="w")
YEAR = {"starts": "2026-04", "years": 2}


def a_cap(amount: int, per: str, **fields: Any) -> dict[str, Any]:
    return a_step("limit", "cap", of="fee", amount=amount, per=per, **fields)


def played(terms: Terms, *periods: tuple[str, int]) -> list[Outcome]:
    """Run one amount of revenue per period, one after the other."""
    outcomes, position = [], Position()
    for period, amount in periods:
        outcomes.append(run(terms, position, amounts_in(amount, period=period)))
        position = outcomes[-1].position
    return outcomes


def owed(outcomes: list[Outcome], payee: str = "w") -> list[int]:
    return [one.owed().get(payee, 0) for one in outcomes]


def test_what_is_above_the_cap_to_date_is_cut_and_stays_in_the_flow() -> None:
    """10% of 8,000 is 800; 10% of 5,000 more makes 1,300: 300 above 1,000 are cut, 200 are left.

    Of the second 5,000 the members get 5,000 - 500 + 300 = 4,800.
    """
    outcomes = played(
        terms_of(FEE, a_cap(1_000, "cumulative"), members(A=10_000)),
        ("2026-03", 8_000),
        ("2026-04", 5_000),
    )

    assert owed(outcomes) == [800, 200]
    assert outcomes[1].owed()["A"] == 4_800
    assert outcomes[1].identity["capped"] == -300


def test_what_was_cut_returns_when_revenue_is_taken_back() -> None:
    """1,300 were due and 300 cut; 4,000 come back: 900 are due, nothing is above 1,000.

    The fee is -400, the cut of 300 returns: the payee gives 100 back and keeps 900.
    """
    outcomes = played(
        terms_of(FEE, a_cap(1_000, "cumulative")),
        ("2026-03", 13_000),
        ("2026-04", -4_000),
    )

    assert owed(outcomes) == [1_000, -100]
    assert outcomes[1].amounts["limit"] == -300


def test_a_cap_per_run_looks_at_each_run_by_itself() -> None:
    """Fees of 700, 500 and 100 with 400 a run: 400, 400 and 100."""
    outcomes = played(
        terms_of(FEE, a_cap(400, "period")),
        ("2026-03", 7_000),
        ("2026-04", 5_000),
        ("2026-05", 1_000),
    )

    assert owed(outcomes) == [400, 400, 100]


def test_a_cap_per_year_starts_anew_and_leaves_finished_years_alone() -> None:
    """600 a year from April 2026 for two years.

    March 2026 lies before the first: 900 uncut. April 500, March 2027 400: 900 - 600 = 300 cut,
    so 100. April 2027 starts anew: 700 - 600 = 100 cut, 600. April 2028 is after the last: 900.
    """
    outcomes = played(
        terms_of(FEE, a_cap(600, "year", year=YEAR)),
        ("2026-03", 9_000),
        ("2026-04", 5_000),
        ("2027-03", 4_000),
        ("2027-04", 7_000),
        ("2028-04", 9_000),
    )

    assert owed(outcomes) == [900, 500, 100, 600, 900]


def test_a_run_across_two_contract_years_is_refused() -> None:
    """The first half of 2026 has three months before the year from April and three in it."""
    terms = terms_of(FEE, a_cap(600, "year", year=YEAR))

    with pytest.raises(TermsInvalid) as refusal:
        run(terms, Position(), amounts_in(1, period="2026-H1"))

    assert refusal.value.code == "period-across-contract-year"
    assert (refusal.value.fields["step"], refusal.value.fields["clause"]) == ("limit", "第5条1項")


@pytest.mark.parametrize(
    ("per", "fields"), [("cumulative", {}), ("year", {"year": {"starts": "2026-01"}})]
)
def test_a_lowered_cap_claims_nothing_back(per: str, fields: dict[str, Any]) -> None:
    """900 of 1,000 were paid when the cap becomes 600: the next fee of 200 is cut whole.

    After a return of 5,000 the fee to date is 600: 1,100 - 500, of which nothing is cut; the 200
    that were cut return, so the payee gives back 300 and keeps 600.
    """
    before = run(terms_of(FEE, a_cap(1_000, per, **fields)), Position(), amounts_in(9_000)).position
    lowered = terms_of(FEE, a_cap(600, per, **fields))

    first = run(lowered, before, amounts_in(2_000, period="2026-04"))
    second = run(lowered, first.position, amounts_in(-5_000, period="2026-05"))

    assert owed([first, second]) == [0, -300]


def test_adding_and_taking_back_leaves_no_trace_in_the_position() -> None:
    """20,000 come and go in one contract year: everything to date is zero, and nothing is kept."""
    terms = terms_of(FEE, a_cap(600, "year", year=YEAR))

    _, after = played(terms, ("2026-04", 20_000), ("2026-05", -20_000))

    assert not [key for key in after.position.values if not key.startswith("rate:")]


def test_several_payees_bear_the_cut_in_their_proportions() -> None:
    """Of 1,000 at 2 to 1 the payees have 667 and 333; 400 cut are 267 and 133."""
    shared = a_step(
        "fee",
        "royalty",
        basis="gross",
        rate=rate(10),
        payees=[{"payee": "a", "weight": 2}, {"payee": "b", "weight": 1}],
    )

    (outcome,) = played(terms_of(shared, a_cap(600, "cumulative")), ("2026-03", 10_000))

    assert outcome.owed() == {"a": 400, "b": 200}


def test_a_cap_behind_an_advance_sees_what_is_left_after_it() -> None:
    """A royalty of 1,000 pays an advance of 300 back: 700 are net, above a cap of 500 200 are cut.

    The other way round 500 are cut first, and the advance takes its 300 of the 500 that are left.
    """
    royalty = a_step("fee", "royalty", basis="gross", rate=rate(10), payee="w")
    back = a_step("back", "recoup", account="advance", against="fee")
    advance = (an_account("advance", "advance", 300),)
    cap = a_cap(500, "cumulative")

    (after,) = played(terms_of(royalty, back, cap, accounts=advance), ("2026-03", 10_000))
    (before,) = played(terms_of(royalty, cap, back, accounts=advance), ("2026-03", 10_000))

    assert (after.amounts["limit"], owed([after])) == (200, [500])
    assert (before.amounts["limit"], before.amounts["back"], owed([before])) == (500, 300, [200])


def test_an_advance_behind_a_cap_recoups_no_more_than_the_cap_left() -> None:
    """A royalty of 1,000 is capped at 100; an advance of 300 can take 100 and no more."""
    royalty = a_step("fee", "royalty", basis="gross", rate=rate(10), payee="w")
    back = a_step("back", "recoup", account="advance", against="fee")
    terms = terms_of(
        royalty,
        a_cap(100, "cumulative"),
        back,
        accounts=(an_account("advance", "advance", 300),),
    )

    (outcome,) = played(terms, ("2026-03", 10_000))

    assert (outcome.amounts["back"], owed([outcome])) == (100, [0])
    row = next(row for row in outcome.trace if row.id == "back")
    assert row.parents == ("fee", "limit")
