"""Random terms of the kinds that were there from the beginning, for hypothesis."""

from math import gcd
from typing import Any

from hypothesis import assume, event
from hypothesis import strategies as st
from written_terms import a_memo, a_step, an_account, terms_json

from contracts.errors import TermsInvalid
from contracts.terms import parse_terms

CHANNELS = ["streaming", "video", "overseas"]
COMMITTEE = "committee:c1/investment"
PARTIES = ["A", "B", "C"]

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
