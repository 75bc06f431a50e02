"""What is taken back, split in two, or added on top, whatever the terms say."""

from dataclasses import replace
from typing import Any

from effort import few
from hypothesis import assume, given
from hypothesis import strategies as st
from random_clauses import mixed_documents
from random_revenue import EVERYBODY, all_made, calendars, items, periods, played, until_refused
from random_terms import terms_documents
from written_terms import a_memo, a_step, an_account, members, rate, terms_json

from contracts.terms import parse_terms
from contracts.waterfall import Inputs, Item, Position

Json = dict[str, Any]


def depends_on_the_run(step: Json) -> bool:
    """A fixed sum comes again in every run; what is bounded per run forgets the run before."""
    bounds = [step, step.get("cap", {}), step.get("floor", {})]
    return (
        "fixed" in step
        or step.get("tier_read") == "period_start"
        or any(isinstance(one, dict) and one.get("per") in ("period", "month") for one in bounds)
    )


def is_reversible(document: Json) -> bool:
    return not any(depends_on_the_run(step) for step in document["steps"])


def is_to_date(document: Json) -> bool:
    """Everything is computed on amounts to date: nothing rounds by itself in a run."""
    alone = [
        step
        for step in document["steps"]
        if step.get("scope", "total") != "total"
        or not step.get("cumulative", step["kind"] != "commission/1")
    ]
    return is_reversible(document) and not alone


def backwards(inputs: Inputs) -> Inputs:
    """The same period again with everything taken back."""
    return replace(
        inputs,
        items=tuple(
            replace(item, id=f"back-{item.id}", amount_minor=-item.amount_minor, units=-item.units)
            for item in inputs.items
        ),
        expenses=tuple(replace(one, amount_minor=-one.amount_minor) for one in inputs.expenses),
    )


def with_everybody(runs: list[Inputs]) -> list[Inputs]:
    return [replace(inputs, holders=EVERYBODY) for inputs in runs]


def standing(position: Position) -> dict[str, int]:
    """Amounts to date, without items that are held: those are told one by one."""
    return {key: v for key, v in position.to_dict().items() if not key.startswith("held:")}


def ended(document: Json, runs: list[Inputs]) -> dict[str, int] | None:
    outcomes = [outcome for _, outcome in until_refused(parse_terms(document), runs)]
    return standing(outcomes[-1].position) if len(outcomes) == len(runs) else None


@few
@given(mixed_documents().filter(is_reversible), periods, calendars)
def test_what_is_added_and_taken_back_leaves_the_position_of_two_empty_runs(
    document: Json, given_: Any, calendar: Any
) -> None:
    runs = with_everybody(all_made(document, given_, calendar))
    empty = replace(runs[-1], items=(), expenses=())
    there_and_back = ended(document, [*runs, backwards(runs[-1])])
    assume(there_and_back is not None)
    assert there_and_back == ended(document, [*runs[:-1], empty, empty])


@few
@given(terms_documents().filter(is_reversible), periods)
def test_what_everybody_got_is_taken_back_to_the_last_unit(document: Json, given_: Any) -> None:
    runs = with_everybody(all_made(document, given_))
    there, back = played(parse_terms(document), [*runs, backwards(runs[-1])])[-2:]
    for payee in {*there.owed(), *back.owed()}:
        assert back.owed().get(payee, 0) == -there.owed().get(payee, 0)


@few
@given(mixed_documents().filter(is_to_date), periods, calendars, st.data())
def test_a_period_in_two_runs_comes_to_the_same_as_in_one(
    document: Json, given_: Any, calendar: Any, data: Any
) -> None:
    runs = with_everybody(all_made(document, given_, calendar))
    last = runs[-1]
    cut = data.draw(st.integers(0, len(last.items)))
    spent = data.draw(st.integers(0, len(last.expenses)))
    first = replace(last, items=last.items[:cut], expenses=last.expenses[:spent])
    second = replace(last, items=last.items[cut:], expenses=last.expenses[spent:])
    at_once = ended(document, runs)
    assume(at_once is not None)
    assert at_once == ended(document, [*runs[:-1], first, second])


rates = st.integers(0, 10).map(lambda part: rate(part, 40))


@st.composite
def committees(draw: st.DrawFn) -> Json:
    """Fees off what is left, one royalty off the gross, an account to recover, a pool, a split.

    The royalty is at most a quarter of the gross, so the flow never shrinks when revenue grows.
    """
    two = [{"payee": "A", "weight": 2}, {"payee": "W", "weight": 3}]
    points = [{"payee": "B", "points": 3}, {"payee": "D", "points": 2}]
    steps = [
        a_step("author", "royalty", basis="gross", rate=draw(rates), payee="author"),
        a_step("window", "commission", basis="received", rate=draw(rates), payees=two),
        a_step("lead", "commission", basis="remainder", rate=draw(rates), payee="A"),
        a_step("watch", "recoup", account="target"),
        a_step("creators", "pool", basis="excess:target", rate=draw(rates), payees=points),
        a_step("back", "recoup", account="investment", payee="C"),
        a_step("least", "floor", of="author", amount=draw(st.integers(0, 300)), per="cumulative"),
        members(A=3333, B=3333, C=3334),
    ]
    chosen = [step for step in steps if step["id"] in ("watch", "author") or draw(st.booleans())]
    if not any(step["id"] == "watch" for step in chosen):
        chosen = [step for step in chosen if step["id"] != "creators"]
    return terms_json(
        *chosen, accounts=(a_memo("target", 400), an_account("investment", "investment", 250))
    )


def divisions(document: Json, payee: str) -> int:
    """In how many steps the payee shares an amount with others."""
    listed = [step["payees"] for step in document["steps"] if "payees" in step]
    return sum(any(one["payee"] == payee for one in payees) for payees in listed)


@few
@given(committees(), periods, items, st.integers(1, 900))
def test_more_revenue_lowers_nobody_by_more_than_one_unit_for_each_division(
    document: Json, given_: Any, extra: Json, amount: int
) -> None:
    """Largest remainders are not monotone: a part can fall by one when the total grows."""
    runs = [replace(inputs, expenses=()) for inputs in all_made(document, given_)]
    more = Item(**{**extra, "id": "more", "amount_minor": amount, "reported": "gross"})
    richer = [*runs[:-1], replace(runs[-1], items=(*runs[-1].items, more))]
    less_to_date = played(parse_terms(document), runs)[-1].position
    more_to_date = played(parse_terms(document), richer)[-1].position
    for payee in ("author", "A", "B", "C", "D", "W"):
        fall = less_to_date[f"entitled:{payee}"] - more_to_date[f"entitled:{payee}"]
        assert fall <= divisions(document, payee)


@few
@given(terms_documents(), periods)
def test_a_weight_of_zero_receives_nothing(document: Json, given_: Any) -> None:
    text = str(document)
    for step in document["steps"]:
        for payee in step.get("payees", []):
            if 0 in (payee.get("weight"), payee.get("share", {}).get("num")):
                payee["payee"] = "nobody"
    assume(str(document) != text)
    assume(all(str(step).count("'nobody'") <= 1 for step in document["steps"]))
    for outcome in played(parse_terms(document), all_made(document, given_)):
        assert outcome.owed().get("nobody", 0) == 0
