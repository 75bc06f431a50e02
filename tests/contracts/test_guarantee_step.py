"""`guarantee/1`, by hand: true-up, instalments, titles with values, years skipped, paid back."""

from typing import Any

import pytest
from written_terms import (
    a_step,
    amounts_in,
    an_account,
    an_item,
    inputs_of,
    members,
    rate,
    terms_of,
)

from contracts.errors import TermsInvalid
from contracts.position import Position
from contracts.terms import Terms
from contracts.trace import TraceRow
from contracts.waterfall import Outcome, run

ROYALTY = a_step("author", "royalty", basis="gross", rate=rate(100), payee="author")
APRIL = {"starts": "2026-04"}


def a_guarantee(amount: int, **fields: Any) -> dict[str, Any]:
    given = {"of": [{"step": "author"}], "year": APRIL, **fields}
    return a_step("mg", "guarantee", clause="第7条3項", amount=amount, **given)


def played(terms: Terms, *periods: tuple[str, int]) -> list[Outcome]:
    """Run one amount of revenue per period, one after the other; all of it is royalty."""
    outcomes, position = [], Position()
    for period, amount in periods:
        outcomes.append(run(terms, position, amounts_in(amount, period=period)))
        position = outcomes[-1].position
    return outcomes


def topped(outcomes: list[Outcome]) -> list[int]:
    return [one.amounts["mg"] for one in outcomes]


def row_of(outcome: Outcome, row_id: str) -> TraceRow:
    return next(row for row in outcome.trace if row.id == row_id)


def test_what_is_missing_is_topped_up_when_the_year_ends() -> None:
    """Case RS-02: 10,000 guaranteed, 8,000 earned; with the year's last month 2,000 are due."""
    outcomes = played(
        terms_of(ROYALTY, a_guarantee(10_000)),
        ("2026-Q2", 5_000),
        ("2026-Q3", 3_000),
        ("2026-Q4", 0),
        ("2027-Q1", 0),
    )

    assert topped(outcomes) == [0, 0, 0, 2_000]
    assert outcomes[3].identity["guarantees"] == 2_000


def test_until_the_year_ends_the_guarantee_forecasts() -> None:
    """5,000 of 10,000 are earned in the first quarter: 5,000 would be topped up."""
    (first,) = played(terms_of(ROYALTY, a_guarantee(10_000)), ("2026-Q2", 5_000))

    row = row_of(first, "mg")
    assert (row.note, row.rule, row.month) == ("forecast:5000", "guarantee-forecast", "2027-03")
    assert row_of(first, "mg/2026-04").note == "guaranteed:0"


def test_an_instalment_is_earned_back_and_the_next_one_makes_up_the_difference() -> None:
    """Case MG-11: 20,000, of it 10,000 paid in April. 12,000 are earned in May.

    The royalty is 12,000, the guarantee -10,000: an overage of 2,000. The second instalment makes
    20,000 of guarantee due to date; 12,000 are earned, so 8,000 are topped up.
    """
    instalments = [
        {"month": "2026-04", "amount": 10_000},
        {"month": "2026-06", "amount": 10_000},
    ]
    outcomes = played(
        terms_of(ROYALTY, a_guarantee(20_000, instalments=instalments)),
        ("2026-04", 0),
        ("2026-05", 12_000),
        ("2026-06", 0),
        ("2027-03", 0),
    )

    assert topped(outcomes) == [10_000, -10_000, 8_000, 0]
    assert [one.owed().get("author", 0) for one in outcomes] == [10_000, 2_000, 8_000, 0]


def titles(**fields: Any) -> Terms:
    """Case MG-10: one guarantee of 3,000,000 over three titles valued 1.8, 0.5 and 0.7 million."""
    works = {"a": 1_800_000, "b": 500_000, "c": 700_000}
    royalties = [
        a_step(
            work,
            "royalty",
            basis="gross",
            rate=rate(100),
            payee="licensor",
            where={"work": [work.upper()]},
        )
        for work in works
    ]
    of = [{"step": work, "value": value} for work, value in works.items()]
    return terms_of(*royalties, a_guarantee(3_000_000, of=of, **fields))


def applied(terms: Terms, last: dict[str, int]) -> Outcome:
    """Apply 1,000,000, 200,000 and 100,000 first, then what is given."""
    before = {"A": 1_000_000, "B": 200_000, "C": 100_000}
    outcomes, position = [], Position()
    for period, amounts in (("2026-Q2", before), ("2026-Q3", last)):
        items = [an_item(amount, work, work=work) for work, amount in amounts.items()]
        outcomes.append(run(terms, position, inputs_of(*items, period=period)))
        position = outcomes[-1].position
    return outcomes[-1]


def test_a_guarantee_over_three_titles_is_filled_by_all_of_them() -> None:
    """Case MG-10: to date A 1,400,000, B 450,000, C 450,000: 2,300,000; 700,000 remain."""
    outcome = applied(titles(), {"A": 400_000, "B": 250_000, "C": 350_000})

    assert outcome.position["due:a"] == 1_400_000
    assert row_of(outcome, "mg/2026-04").basis_minor == 2_300_000
    assert row_of(outcome, "mg").note == "forecast:700000"


def test_a_corrected_row_is_not_counted_twice() -> None:
    """Case MG-10: B's 300,000 came in first; it is taken back and 250,000 come in its place."""
    terms = titles()
    wrong = applied(terms, {"A": 400_000, "B": 300_000, "C": 350_000})
    again = inputs_of(
        an_item(-300_000, "B-back", work="B"),
        an_item(250_000, "B-right", work="B"),
        period="2026-Q3",
    )

    outcome = run(terms, wrong.position, again)

    assert row_of(outcome, "mg/2026-04").basis_minor == 2_300_000
    assert row_of(outcome, "mg").note == "forecast:700000"


def test_without_crossing_one_titles_excess_fills_no_others_gap() -> None:
    """A earned 2,000,000 of its 1,800,000, B 450,000 of 500,000, C 450,000 of 700,000.

    Crossed, 100,000 are missing; by title 0 + 50,000 + 250,000 = 300,000.
    """
    last = {"A": 1_000_000, "B": 250_000, "C": 350_000}

    assert row_of(applied(titles(), last), "mg").note == "forecast:100000"
    apart = applied(titles(cross=False), last)
    assert row_of(apart, "mg").note == "forecast:300000"


def test_instalments_are_divided_by_the_values_of_the_titles() -> None:
    """An instalment of 300,001 over 1.8, 0.5, 0.7 of 3 million: 180,001, 50,000 and 70,000.

    A earned 1,000,000 and B 200,000, C nothing: only C's 70,000 are missing.
    """
    terms = titles(cross=False, instalments=[{"month": "2026-04", "amount": 300_001}])
    items = [an_item(1_000_000, "A", work="A"), an_item(200_000, "B", work="B")]

    outcome = run(terms, Position(), inputs_of(*items, period="2026-Q2"))

    assert row_of(outcome, "mg/2026-04/a").note == "guaranteed:180001"
    assert row_of(outcome, "mg/2026-04/c").amount_minor == 70_000
    assert outcome.amounts["mg"] == 70_000


def test_a_year_whose_end_no_run_saw_is_settled_by_the_next_run() -> None:
    """8,000 of 10,000 in 2026-04; the next run is 2027-05 with 11,000 of its own.

    The first year's 2,000 are settled then, with what was earned in it; the second year is above.
    """
    outcomes = played(
        terms_of(ROYALTY, a_guarantee(10_000)), ("2026-04", 8_000), ("2027-05", 11_000)
    )

    assert topped(outcomes) == [0, 2_000]
    assert row_of(outcomes[1], "mg/2026-04").added_minor == 0


def test_years_without_any_run_are_settled_too() -> None:
    """Three years of 10,000 passed before the first run: 30,000 are due."""
    outcomes = played(terms_of(ROYALTY, a_guarantee(10_000)), ("2029-04", 500), ("2029-05", 0))

    assert topped(outcomes) == [30_000, 0]


def test_before_the_first_year_and_after_the_last_nothing_is_guaranteed() -> None:
    """One year from April 2026: March 2026 counts for nothing, April 2027 settles and is done."""
    outcomes = played(
        terms_of(ROYALTY, a_guarantee(10_000, year={"starts": "2026-04", "years": 1})),
        ("2026-03", 9_000),
        ("2026-04", 4_000),
        ("2027-04", 9_000),
        ("2027-05", 0),
    )

    assert topped(outcomes) == [0, 0, 6_000, 0]


def test_a_finished_year_is_final_when_the_amount_changes() -> None:
    """2,000 were topped up of 10,000; from 2027-04 the guarantee is 50,000 a year.

    The finished year stays; 50,000 less 1,000 earned are due when the second year ends.
    """
    before = played(terms_of(ROYALTY, a_guarantee(10_000)), ("2027-03", 8_000))[-1].position
    raised = terms_of(ROYALTY, a_guarantee(50_000))

    first = run(raised, before, amounts_in(1_000, period="2027-04"))
    second = run(raised, first.position, amounts_in(0, period="2028-03"))

    assert topped([first, second]) == [0, 49_000]


def test_a_clause_that_new_terms_rename_keeps_what_it_earned_in_the_year() -> None:
    """4,000 were earned as `author`; the clause is renamed and earns 3,000 more: 3,000 missing."""
    before = played(terms_of(ROYALTY, a_guarantee(10_000)), ("2026-04", 4_000))[-1].position
    renamed = terms_of({**ROYALTY, "id": "pen"}, a_guarantee(10_000, of=[{"step": "pen"}]))

    outcome = run(renamed, before, amounts_in(3_000, period="2027-03"))

    assert topped([outcome]) == [3_000]


def test_crossing_that_begins_within_a_year_tops_nothing_up_twice() -> None:
    """70,000 of an instalment were topped up for title C alone; then the titles count together.

    1,200,000 were earned against the instalment of 300,001: the 70,000 are earned back.
    """
    instalments = [{"month": "2026-04", "amount": 300_001}]
    items = [an_item(1_000_000, "A", work="A"), an_item(200_000, "B", work="B")]
    apart = titles(cross=False, instalments=instalments)
    first = run(apart, Position(), inputs_of(*items, period="2026-Q2"))

    second = run(titles(instalments=instalments), first.position, inputs_of(period="2026-Q3"))

    assert topped([first, second]) == [70_000, -70_000]


def test_top_ups_are_paid_back_by_what_later_years_earn_above_the_guarantee() -> None:
    """10,000 a year, recoupable, over three years.

    Year 1 earns 4,000: 6,000 are topped up and owed. Year 2 earns 12,500: 2,500 are paid back,
    3,500 stay owed. Year 3 earns 15,000: 3,500 of the 5,000 above go back, then nothing is owed.
    """
    outcomes = played(
        terms_of(ROYALTY, a_guarantee(10_000, recoupable=True)),
        ("2027-03", 4_000),
        ("2027-Q2", 12_500),
        ("2028-03", 0),
        ("2028-04", 15_000),
        ("2029-03", 0),
        ("2029-04", 0),
    )

    assert topped(outcomes) == [6_000, -2_500, 0, -3_500, 0, 0]
    assert outcomes[3].owed()["author"] == 11_500
    assert not [key for key in outcomes[5].position.values if key.startswith("owed:")]


def test_a_year_below_the_guarantee_adds_to_what_is_owed() -> None:
    """Year 1 owes 6,000, year 2 tops 3,000 up: 9,000 are owed; year 3 earns 10,000 more."""
    outcomes = played(
        terms_of(ROYALTY, a_guarantee(10_000, recoupable=True)),
        ("2027-03", 4_000),
        ("2028-03", 7_000),
        ("2029-03", 20_000),
    )

    assert topped(outcomes) == [6_000, 3_000, -9_000]


def test_not_recoupable_top_ups_stay_with_the_payee() -> None:
    """Year 1 tops 6,000 up; year 2 earns 30,000, and nothing goes back."""
    outcomes = played(
        terms_of(ROYALTY, a_guarantee(10_000)), ("2027-03", 4_000), ("2028-03", 30_000)
    )

    assert topped(outcomes) == [6_000, 0]


def test_a_return_in_the_last_month_changes_the_years_top_up() -> None:
    """8,000 earned and 2,000 topped up in March 2027; 3,000 come back in a second run of March."""
    outcomes = played(
        terms_of(ROYALTY, a_guarantee(10_000)), ("2027-03", 8_000), ("2027-03", -3_000)
    )

    assert topped(outcomes) == [2_000, 3_000]


@pytest.mark.parametrize("period", ["2026-05", "2027-03"])
def test_what_comes_and_goes_leaves_the_position_of_idle_runs(period: str) -> None:
    """12,000 come and go in one contract year: the position is that of two runs without revenue."""
    instalments = [{"month": "2026-04", "amount": 4_000}]
    terms = terms_of(ROYALTY, a_guarantee(10_000, instalments=instalments, recoupable=True))

    moved = played(terms, (period, 12_000), (period, -12_000))[-1].position
    idle = played(terms, (period, 0), (period, 0))[-1].position

    assert moved == idle


def test_a_cap_behind_a_guarantee_over_one_step_sees_the_top_up() -> None:
    """8,000 earned, 2,000 topped up, a cap of 9,000 on the net: 1,000 are cut."""
    cap = a_step("limit", "cap", of="author", amount=9_000, per="cumulative")

    (outcome,) = played(terms_of(ROYALTY, a_guarantee(10_000), cap), ("2027-03", 8_000))

    assert (outcome.amounts["limit"], outcome.owed()["author"]) == (1_000, 9_000)


def test_a_guarantee_counts_what_an_advance_left() -> None:
    """8,000 less an advance of 3,000 is a net of 5,000: 5,000 of 10,000 are missing."""
    back = a_step("back", "recoup", account="advance", against="author")
    terms = terms_of(
        ROYALTY, back, a_guarantee(10_000), accounts=(an_account("advance", "advance", 3_000),)
    )

    (outcome,) = played(terms, ("2027-03", 8_000))

    assert outcome.amounts["mg"] == 5_000
    assert row_of(outcome, "mg/2026-04").parents == ("author", "back")


def test_what_the_flow_cannot_bear_is_carried() -> None:
    """The members of a committee bear the top-up of 2,000 out of nothing: -2,000 are carried."""
    terms = terms_of(ROYALTY, a_guarantee(10_000), members(A=10_000))

    (outcome,) = played(terms, ("2027-03", 8_000))

    assert outcome.identity["carried"] == -2_000


OTHER = a_step("other", "royalty", basis="gross", rate=rate(1), payee="other")
SHARED = a_step(
    "shared",
    "royalty",
    basis="gross",
    rate=rate(1),
    payees=[{"payee": "author", "weight": 1}, {"payee": "other", "weight": 1}],
)
BOTH = [{"step": "author"}, {"step": "again"}]


@pytest.mark.parametrize(
    ("code", "steps"),
    [
        ("guarantee-without-year", [ROYALTY, {**a_guarantee(1), "year": None}]),
        (
            "guarantee-payees-differ",
            [ROYALTY, OTHER, a_guarantee(1, of=[{"step": "author"}, {"step": "other"}])],
        ),
        ("guarantee-payees-differ", [SHARED, a_guarantee(1, of=[{"step": "shared"}])]),
        (
            "guarantee-values-not-sum",
            [ROYALTY, a_guarantee(10, of=[{"step": "author", "value": 9}])],
        ),
        ("guarantee-values-not-sum", [ROYALTY, a_guarantee(10, cross=False)]),
        (
            "instalments-exceed-guarantee",
            [
                ROYALTY,
                a_guarantee(10, instalments=[{"month": f"2026-0{n}", "amount": 6} for n in (4, 5)]),
            ],
        ),
        (
            "instalment-outside-years",
            [ROYALTY, a_guarantee(10, instalments=[{"month": "2026-03", "amount": 1}])],
        ),
        (
            "month-malformed",
            [ROYALTY, a_guarantee(10, instalments=[{"month": "April", "amount": 1}])],
        ),
        ("reads-later-step", [a_guarantee(10), ROYALTY]),
        ("step-unknown", [ROYALTY, a_guarantee(10, of=[{"step": "nobody"}])]),
        ("duplicate-id", [ROYALTY, a_guarantee(10, of=[{"step": "author"}] * 2)]),
        (
            "against-pays-nobody",
            [a_step("costs", "expense"), a_guarantee(10, of=[{"step": "costs"}])],
        ),
        (
            "behind-guarantee",
            [
                ROYALTY,
                {**ROYALTY, "id": "again"},
                a_guarantee(10, of=BOTH),
                a_step("limit", "cap", of="again", amount=1, per="period"),
            ],
        ),
        ("number-too-small", [ROYALTY, a_guarantee(0)]),
    ],
)
def test_a_guarantee_that_cannot_be_computed_is_refused(
    code: str, steps: list[dict[str, Any]]
) -> None:
    """Each refusal names the step and its clause."""
    given = [{name: v for name, v in step.items() if v is not None} for step in steps]

    with pytest.raises(TermsInvalid) as refusal:
        terms_of(*given)

    assert refusal.value.code == code
    assert refusal.value.fields["step"] == ("limit" if code == "behind-guarantee" else "mg")
    assert refusal.value.fields["clause"]


def test_the_received_guarantee_behind_a_paid_one_is_named_and_nothing_else() -> None:
    """A link changes no yen: 2,000 are due as without it."""
    linked = {"agreement": "agr_upstream", "step": "mg"}

    (outcome,) = played(terms_of(ROYALTY, a_guarantee(10_000, linked=linked)), ("2027-03", 8_000))

    assert topped([outcome]) == [2_000]
