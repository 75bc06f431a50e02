"""The engine against a second waterfall, and what must hold whatever the terms say."""

import json
from dataclasses import asdict, replace
from math import gcd
from typing import Any

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from oracle import Oracle
from written_terms import a_memo, a_step, an_account, terms_json

from contracts.errors import TermsInvalid
from contracts.terms import Terms, parse_terms
from contracts.trace import TraceRow
from contracts.waterfall import Expense, Inputs, Item, Outcome, Position, run

CHANNELS = ["streaming", "video", "overseas"]
COMMITTEE = "committee:c1/investment"
PARTIES = ["A", "B", "C"]

moderate = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)

rates = st.tuples(st.integers(0, 12), st.integers(1, 13)).filter(lambda r: r[0] <= r[1])


def reduced(rate: tuple[int, int]) -> dict[str, int]:
    divisor = gcd(*rate)
    return {"num": rate[0] // divisor, "den": rate[1] // divisor}


ratios = rates.map(reduced)
filters = st.one_of(
    st.just({}),
    st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=2, unique=True).map(
        lambda names: {"where": {"channel": names}}
    ),
    st.just({"where": {"territory": ["JP"]}}),
)
receivers = st.one_of(
    st.sampled_from([*PARTIES, "window:w1", COMMITTEE]).map(lambda payee: {"payee": payee}),
    st.lists(st.integers(0, 5), min_size=2, max_size=3)
    .filter(any)
    .map(
        lambda weights: {
            "payees": [
                {"payee": payee, "weight": weight}
                for payee, weight in zip(["A", COMMITTEE, "B"], weights, strict=False)
            ]
        }
    ),
)


@st.composite
def rated_steps(draw: st.DrawFn, number: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(["commission", "commission", "royalty"]))
    earlier = [f"s{n}" for n in range(number)]
    reading = [f"{how}:{name}" for how in ("after", "amount") for name in earlier]
    basis = draw(st.sampled_from(["gross", "received", "remainder", *reading]))
    step = a_step(f"s{number}", kind, basis=basis, **draw(receivers))
    if basis in ("gross", "received", "remainder"):
        step |= draw(filters)
        step |= draw(
            st.sampled_from(
                [{}, {}, {"scope": "item"}, {"scope": "channel_month"}, {"per": "gross_only"}]
            )
        )
    step |= draw(
        st.one_of(ratios.map(lambda r: {"rate": r}), st.integers(0, 50).map(lambda f: {"fixed": f}))
    )
    if draw(st.booleans()):
        step["rounding"] = {"unit": draw(st.sampled_from([1, 10]))}
    if step.get("scope", "total") == "total" and draw(st.booleans()):
        step["cumulative"] = draw(st.booleans())
    return step


@st.composite
def expense_steps(draw: st.DrawFn, number: int) -> dict[str, Any]:
    step = a_step(f"s{number}", "expense")
    if draw(st.booleans()):
        per = draw(st.sampled_from(["period", "cumulative"]))
        step["cap"] = {"amount": draw(st.integers(0, 200)), "per": per}
    return step | draw(st.one_of(st.just({}), receivers))


@st.composite
def recoup_steps(draw: st.DrawFn, number: int) -> dict[str, Any]:
    account = draw(st.sampled_from(["memo", "investment"]))
    step = a_step(f"s{number}", "recoup", account=account, basis="remainder", **draw(filters))
    return step if account == "memo" else step | {"payee": draw(st.sampled_from(PARTIES))}


@st.composite
def terms_documents(draw: st.DrawFn) -> dict[str, Any]:
    steps: list[dict[str, Any]] = []
    if draw(st.booleans()):
        steps.append(a_step("hold", "hold", channels=draw(st.permutations(CHANNELS))[:2]))
    for number in range(draw(st.integers(1, 5))):
        of_kind = draw(st.sampled_from([rated_steps, rated_steps, expense_steps, recoup_steps]))
        steps.append(draw(of_kind(number)))
    steps += draw(last_steps(steps))
    accounts = (
        a_memo("memo", 300),
        an_account("investment", "investment", 250),
        an_account("advance", "advance", 20, rate={"num": 3, "den": 2}),
    )
    document = terms_json(*steps, accounts=accounts)
    try:
        parse_terms(document)
    except TermsInvalid as error:
        event(error.code)
        assume(False)
    return document


@st.composite
def last_steps(draw: st.DrawFn, steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    last: list[dict[str, Any]] = []
    paid = [s["id"] for s in steps if s["kind"] == "royalty/1"]
    if paid and draw(st.booleans()):
        royalty = draw(st.sampled_from(paid))
        for account in draw(st.sampled_from([["investment"], ["advance", "investment"]])):
            against = a_step(f"by_{account}", "recoup", account=account, against=royalty)
            last.append(against | draw(st.sampled_from([{}, {"payee": "B"}])))
    if any(s.get("account") == "memo" for s in steps):
        points = [{"payee": "A", "points": 2}, {"payee": "C", "points": 3}]
        last.append(
            a_step("creators", "pool", basis="excess:memo", rate=draw(ratios), payees=points)
        )
    ends: list[list[dict[str, Any]]] = [[]]
    ends.append([a_step("members", "split", holders=COMMITTEE)])
    shares = [("A", 3, 10), ("B", 1, 7), (COMMITTEE, 0, 1)]
    payees = [{"payee": p, "share": {"num": n, "den": d}} for p, n, d in shares]
    ends.append([a_step("members", "split", payees=[*payees, {"payee": "C", "remaining": True}])])
    return last + draw(st.sampled_from(ends))


amounts = st.integers(-300, 1_000)
items = st.fixed_dictionaries(
    {
        "amount_minor": amounts,
        "reported": st.sampled_from(["gross", "net"]),
        "channel": st.sampled_from([*CHANNELS, None]),
        "territory": st.sampled_from(["JP", "US", None]),
        "work": st.none(),
        "month": st.sampled_from(["2026-03", "2026-04"]),
    }
)
holders = st.fixed_dictionaries(
    {},
    optional={
        COMMITTEE: st.sampled_from(
            [(("A", 60), ("B", 40)), (("A", 6), ("B", 4)), (("C", 1), ("B", 2)), (("A", 0),), ()]
        ),
        "window:w1": st.sampled_from([(("W", 1),), (("W", 1), ("V", 2))]),
    },
)
periods = st.lists(
    st.tuples(st.lists(items, max_size=5), st.lists(amounts, max_size=2), holders),
    min_size=1,
    max_size=4,
)


def made(document: dict[str, Any], period: Any, number: int) -> Inputs:
    revenue, costs, known = period
    charged = [step["id"] for step in document["steps"] if step["kind"] == "expense/1"]
    return Inputs(
        period="2026-04",
        currency="JPY",
        items=tuple(Item(id=f"{number}-{n}", **item) for n, item in enumerate(revenue)),
        expenses=tuple(
            Expense(step, amount, f"e{n}") for step in charged for n, amount in enumerate(costs)
        ),
        holders=known,
    )


def played(terms: Terms, runs: list[Inputs], start: Position | None = None) -> list[Outcome]:
    outcomes: list[Outcome] = []
    position = start or Position()
    for inputs in runs:
        outcomes.append(run(terms, position, inputs))
        position = outcomes[-1].position
    return outcomes


def as_bytes(outcome: Outcome) -> bytes:
    return json.dumps(outcome.to_dict()).encode()


@moderate
@given(terms_documents(), periods)
def test_the_engine_agrees_with_a_second_waterfall(document: dict[str, Any], given_: Any) -> None:
    oracle, terms = Oracle(document), parse_terms(document)
    runs = [made(document, period, number) for number, period in enumerate(given_)]
    for inputs, outcome in zip(runs, played(terms, runs), strict=True):
        known = {name: list(pairs) for name, pairs in inputs.holders.items()}
        expected = oracle.run(
            [asdict(item) for item in inputs.items], [asdict(c) for c in inputs.expenses], known
        )
        assert outcome.amounts == expected["amounts"]
        assert {p: a for p, a in outcome.owed().items() if a} == expected["owed"]
        assert outcome.identity["carried"] == expected["carried"]
        assert outcome.identity["held"] == expected["held"]
        assert outcome.identity.get("retained", 0) == expected["retained"]


@moderate
@given(terms_documents(), periods)
def test_nothing_appears_and_nothing_vanishes(document: dict[str, Any], given_: Any) -> None:
    runs = [made(document, period, number) for number, period in enumerate(given_)]
    for inputs, outcome in zip(runs, played(parse_terms(document), runs), strict=True):
        assert sum(posting.amount_minor for posting in outcome.postings) == 0
        parts = dict(outcome.identity)
        assert parts.pop("sales") == sum(item.amount_minor for item in inputs.items)
        assert sum(parts.values()) == sum(item.amount_minor for item in inputs.items)


@moderate
@given(terms_documents(), periods, st.randoms(use_true_random=False))
def test_the_order_of_items_and_costs_changes_no_byte(
    document: dict[str, Any], given_: Any, random: Any
) -> None:
    terms = parse_terms(document)
    inputs = made(document, given_[0], 0)
    shuffled, costs = list(inputs.items), list(inputs.expenses)
    random.shuffle(shuffled)
    random.shuffle(costs)
    again = replace(inputs, items=tuple(shuffled), expenses=tuple(costs))
    assert as_bytes(run(terms, Position(), inputs)) == as_bytes(run(terms, Position(), again))


@moderate
@given(terms_documents(), periods)
def test_a_rerun_gives_the_same_bytes(document: dict[str, Any], given_: Any) -> None:
    runs = [made(document, period, number) for number, period in enumerate(given_)]
    first = played(parse_terms(document), runs)
    assert list(map(as_bytes, first)) == list(map(as_bytes, played(parse_terms(document), runs)))


def is_reversible(document: dict[str, Any]) -> bool:
    """A fixed sum is charged again, a period's cap cuts costs but not what comes back."""
    return not any(
        "fixed" in step or step.get("cap", {}).get("per") == "period" for step in document["steps"]
    )


def standing(position: Position) -> dict[str, int]:
    """Amounts to date, without what is only remembered for comparison and without held items."""
    notes = ("rate:", "target:", "weight:", "base:", "held:")
    return {key: v for key, v in position.to_dict().items() if not key.startswith(notes)}


@moderate
@given(terms_documents().filter(is_reversible), periods)
def test_revenue_that_is_taken_back_leaves_everything_as_it_was(
    document: dict[str, Any], given_: Any
) -> None:
    terms = parse_terms(document)
    everybody = {COMMITTEE: (("A", 60), ("B", 40)), "window:w1": (("W", 1),)}
    runs = [
        replace(made(document, period, number), holders=everybody)
        for number, period in enumerate(given_)
    ]
    taken_back = replace(
        runs[-1],
        items=tuple(
            replace(item, id=f"back-{item.id}", amount_minor=-item.amount_minor)
            for item in runs[-1].items
        ),
        expenses=tuple(replace(c, amount_minor=-c.amount_minor) for c in runs[-1].expenses),
    )
    outcomes = played(terms, [*runs, taken_back])
    before = outcomes[-3].position if len(outcomes) > 2 else Position()
    assert standing(outcomes[-1].position) == standing(before)
    for payee in {*outcomes[-1].owed(), *outcomes[-2].owed()}:
        assert outcomes[-1].owed().get(payee, 0) == -outcomes[-2].owed().get(payee, 0)


@moderate
@given(terms_documents(), periods)
def test_position_and_trace_survive_writing_and_reading(
    document: dict[str, Any], given_: Any
) -> None:
    outcome = run(parse_terms(document), Position(), made(document, given_[0], 0))
    written = json.loads(json.dumps(outcome.to_dict()))
    assert Position.from_dict(written["position"]) == outcome.position
    assert tuple(TraceRow.from_dict(row) for row in written["trace"]) == outcome.trace


@moderate
@given(terms_documents(), periods)
def test_a_weight_of_zero_receives_nothing(document: dict[str, Any], given_: Any) -> None:
    for step in document["steps"]:
        for payee in step.get("payees", []):
            if 0 in (payee.get("weight"), payee.get("share", {}).get("num")):
                payee["payee"] = "nobody"
    assume("nobody" in json.dumps(document))
    ids = [json.dumps(step).count('"nobody"') for step in document["steps"]]
    assume(max(ids) == 1)
    runs = [made(document, period, number) for number, period in enumerate(given_)]
    for outcome in played(parse_terms(document), runs):
        assert outcome.owed().get("nobody", 0) == 0


@moderate
@given(terms_documents(), periods)
def test_every_amount_can_be_walked_back_to_what_it_was_made_of(
    document: dict[str, Any], given_: Any
) -> None:
    outcome = run(parse_terms(document), Position(), made(document, given_[0], 0))
    seen: set[str] = set()
    for row in outcome.trace:
        assert {*row.parents, *row.flow} <= seen
        seen.add(row.id)
    assert {posting.row for posting in outcome.postings} <= seen
    assert {allocation.row for allocation in outcome.allocations} <= seen
