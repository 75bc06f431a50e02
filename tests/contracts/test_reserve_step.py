"""`reserve/1`, by hand: held back, released on schedule, on a basis or against a step's payees."""

from typing import Any

import pytest
from written_terms import a_step, amounts_in, members, rate, terms_of

from contracts.errors import TermsInvalid
from contracts.period import Month
from contracts.position import Position
from contracts.release import Schedule
from contracts.terms import Terms
from contracts.waterfall import Outcome, run

ROYALTY = a_step("author", "royalty", basis="received", rate=rate(10), payee="author")


def a_reserve(num: int = 10, after: int = 6, **fields: Any) -> dict[str, Any]:
    release = {"after_months": after, **fields.pop("release", {})}
    return a_step("returns", "reserve", rate=rate(num), release=release, **fields)


def played(terms: Terms, *periods: tuple[str, int]) -> list[Outcome]:
    outcomes, position = [], Position()
    for period, amount in periods:
        outcomes.append(run(terms, position, amounts_in(amount, period=period)))
        position = outcomes[-1].position
    return outcomes


def owed(outcomes: list[Outcome]) -> list[int]:
    return [one.owed().get("author", 0) for one in outcomes]


def held(outcomes: list[Outcome]) -> list[int]:
    return [one.amounts["returns"] for one in outcomes]


def test_a_reserve_on_sales_and_one_on_earnings_give_the_same_royalty() -> None:
    """Case RS-01: of 10,000 1,000 are held, 10% of 9,000 is 900; or 1,000 less 100 is 900."""
    on_sales = terms_of(a_reserve(basis="received"), ROYALTY)
    on_earnings = terms_of(ROYALTY, a_reserve(against="author"))

    (sales,), (earnings,) = (
        played(terms, ("2026-03", 10_000)) for terms in (on_sales, on_earnings)
    )

    assert (owed([sales]), held([sales])) == ([900], [1_000])
    assert (owed([earnings]), held([earnings])) == ([900], [100])
    assert earnings.identity == {
        "sales": 10_000,
        "carried": 0,
        "held": 0,
        "reserved": 100,
        "retained": 9_000,
        "royalties": 1_000,
        "withheld": -100,
    }


def test_what_was_held_of_the_flow_comes_back_before_later_steps() -> None:
    """1,000 of March are released in September: the royalty is 10% of 2,000 - 200 + 1,000 = 280."""
    outcomes = played(
        terms_of(a_reserve(basis="received"), ROYALTY),
        ("2026-03", 10_000),
        ("2026-08", 0),
        ("2026-09", 2_000),
    )

    assert held(outcomes) == [1_000, 0, 200 - 1_000]
    assert owed(outcomes) == [900, 0, 280]


def test_a_release_comes_in_parts_that_sum_to_what_was_held() -> None:
    """100 held in three parts from the first month on: 33, then 66 - 33, then 100 - 66 = 34."""
    terms = terms_of(ROYALTY, a_reserve(against="author", after=1, release={"parts": 3}))

    outcomes = played(terms, ("2026-03", 10_000), *((f"2026-0{n}", 0) for n in (4, 5, 6, 7)))

    assert held(outcomes) == [100, -33, -33, -34, 0]
    assert owed(outcomes) == [900, 33, 33, 34, 0]
    assert not [key for key in outcomes[4].position.values if key.startswith(("rel", "res"))]


def test_a_part_that_no_run_saw_is_released_with_the_next() -> None:
    """Parts due in May and August; the first run after March is in December: all 100 at once."""
    schedule = {"parts": 2, "every_months": 3}
    terms = terms_of(ROYALTY, a_reserve(against="author", after=2, release=schedule))

    outcomes = played(terms, ("2026-03", 10_000), ("2026-12", 0))

    assert held(outcomes) == [100, -100]


def test_every_month_of_origin_has_its_own_schedule() -> None:
    """100 of March and 50 of April, released after three months each: June and July."""
    terms = terms_of(ROYALTY, a_reserve(against="author", after=3))

    outcomes = played(
        terms, ("2026-03", 10_000), ("2026-04", 5_000), ("2026-06", 0), ("2026-07", 0)
    )

    assert held(outcomes) == [100, 50, -100, -50]


def test_returns_take_from_the_reserve_with_the_same_schedule() -> None:
    """100 are held of 1,000; 4,000 come back in May: -400, of which the reserve bears 40.

    In September the 100 of March are released, in November the -40 of May: 60 in all.
    """
    outcomes = played(
        terms_of(ROYALTY, a_reserve(against="author")),
        ("2026-03", 10_000),
        ("2026-05", -4_000),
        ("2026-09", 0),
        ("2026-11", 0),
    )

    assert held(outcomes) == [100, -40, -100, 40]
    assert owed(outcomes) == [900, -360, 100, -40]
    assert sum(owed(outcomes)) == 600


def test_a_quarter_belongs_to_its_last_month() -> None:
    """What the first quarter holds back has March as origin: due after six months, with Q3."""
    terms = terms_of(ROYALTY, a_reserve(against="author"))

    outcomes = played(terms, ("2026-Q1", 10_000), ("2026-Q2", 0), ("2026-Q3", 0))

    assert held(outcomes) == [100, 0, -100]


def test_dust_is_not_held_twice() -> None:
    """10% of 15 to date is 1, of 30 it is 3: two runs of 15 hold 1 and 2."""
    terms = terms_of(a_reserve(basis="received"))

    assert held(played(terms, ("2026-03", 15), ("2026-04", 15))) == [1, 2]


def test_a_changed_rate_holds_of_what_comes_later_only() -> None:
    """100 were held at 10%; at 50% 200 more are earned: 100 of them, not 500 of all."""
    before = played(terms_of(ROYALTY, a_reserve(against="author")), ("2026-03", 10_000))[0].position
    raised = terms_of(ROYALTY, a_reserve(50, against="author"))

    outcome = run(raised, before, amounts_in(2_000, period="2026-04"))

    assert held([outcome]) == [100]


def test_what_comes_and_goes_in_one_month_leaves_nothing() -> None:
    """10,000 come and go in March: nothing is held, and nothing is remembered of the reserve."""
    _, after = played(
        terms_of(ROYALTY, a_reserve(against="author")), ("2026-03", 10_000), ("2026-03", -10_000)
    )

    assert not [key for key in after.position.values if "returns" in key]


def test_terms_that_drop_a_reserve_with_money_in_it_are_refused() -> None:
    """100 are held; terms without the reserve would never release them."""
    before = played(terms_of(ROYALTY, a_reserve(against="author")), ("2026-03", 10_000))[0].position

    with pytest.raises(TermsInvalid) as refusal:
        run(terms_of(ROYALTY), before, amounts_in(1, period="2026-04"))

    assert refusal.value.code == "reserve-forgotten"
    assert refusal.value.fields["step"] == "returns"


def test_a_reserve_at_a_rate_of_zero_only_releases() -> None:
    """Terms that hold nothing more back still release the 100 in September."""
    before = played(terms_of(ROYALTY, a_reserve(against="author")), ("2026-03", 10_000))[0].position
    empty = terms_of(ROYALTY, a_reserve(0, against="author"))

    assert held([run(empty, before, amounts_in(5_000, period="2026-09"))]) == [-100]


def test_a_stretched_schedule_takes_nothing_back() -> None:
    """All 100 were due; half of them had been released when the release becomes four parts.

    A quarter is due by the new schedule: nothing moves until the third part makes 75.
    """
    two = {"parts": 2, "every_months": 6}
    four = {"parts": 4, "every_months": 1}
    terms = terms_of(ROYALTY, a_reserve(against="author", after=1, release=two))
    before = played(terms, ("2026-03", 10_000), ("2026-04", 0))[1].position
    position = before
    moved = []
    stretched = terms_of(ROYALTY, a_reserve(against="author", after=2, release=four))
    for month in ("2026-05", "2026-06", "2026-07", "2026-08"):
        outcome = run(stretched, position, amounts_in(0, period=month))
        position = outcome.position
        moved.append(outcome.amounts["returns"])

    assert moved == [0, 0, -25, -25]


def test_what_is_held_is_posted_and_the_members_share_the_rest() -> None:
    """Of 10,000 1,000 are held, 900 go to the author, 8,100 to the member."""
    (outcome,) = played(
        terms_of(a_reserve(basis="received"), ROYALTY, members(A=10_000)), ("2026-03", 10_000)
    )

    posted = {posting.account: posting.amount_minor for posting in outcome.postings}
    assert posted == {
        "sales": -10_000,
        "held:returns": 1_000,
        "payable:author": 900,
        "payable:A": 8_100,
    }


def test_the_last_part_of_a_schedule_can_be_foretold() -> None:
    """After six months, then two more parts every three: twelve months after March 2026."""
    assert Schedule(6, parts=3, every_months=3).last(Month(2026, 3)) == Month(2027, 3)


@pytest.mark.parametrize(
    ("code", "steps"),
    [
        ("basis-and-against", [ROYALTY, a_reserve(against="author", basis="received")]),
        ("field-missing", [ROYALTY, a_reserve()]),
        ("rate-above-one", [ROYALTY, a_reserve(10_001, against="author")]),
        ("number-too-small", [ROYALTY, a_reserve(against="author", after=0)]),
        ("number-too-large", [ROYALTY, a_reserve(against="author", after=1_201)]),
        ("reads-later-step", [a_reserve(against="author"), ROYALTY]),
    ],
)
def test_a_reserve_that_cannot_be_computed_is_refused(
    code: str, steps: list[dict[str, Any]]
) -> None:
    """Each refusal names the step and its clause."""
    with pytest.raises(TermsInvalid) as refusal:
        terms_of(*steps)

    assert refusal.value.code == code
    assert (refusal.value.fields["step"], refusal.value.fields["clause"]) == ("returns", "第5条1項")
