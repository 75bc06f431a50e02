"""Random terms that mix the kinds of the beginning with everything that came later."""

from typing import Any

from hypothesis import assume, event
from hypothesis import strategies as st
from random_terms import (
    PARTIES,
    expense_steps,
    filters,
    last_steps,
    rated_steps,
    ratios,
    receivers,
    recoup_steps,
)
from written_terms import a_memo, a_step, an_account, terms_json

from contracts.errors import TermsInvalid
from contracts.terms import parse_terms

Json = dict[str, Any]

limits = st.integers(0, 400)
years = st.fixed_dictionaries(
    {
        "starts": st.sampled_from(["2026-01", "2026-04", "2026-07"]),
        "months": st.sampled_from([3, 6, 12]),
    },
    optional={"years": st.integers(1, 2)},
)
PAYING = ("commission", "royalty", "pool", "usage_rate")
receiver_alone = st.sampled_from(PARTIES).map(lambda payee: {"payee": payee})


def of_version(step: Json, version: int) -> Json:
    return {**step, "kind": f"{step['kind'].partition('/')[0]}/{version}"}


@st.composite
def tiers(draw: st.DrawFn, rate_name: str) -> list[Json]:
    """A table that starts at zero and rises; steps are small enough to be reached."""
    starts = [0, *sorted(draw(st.sets(st.integers(1, 500), max_size=3)))]
    each = ratios if rate_name == "rate" else per_units
    return [{"from": start, rate_name: draw(each)} for start in starts]


per_units = st.sampled_from(
    [{"num": 0, "den": 1}, {"num": 1, "den": 3}, {"num": 5, "den": 2}, {"num": 7, "den": 1}]
)


@st.composite
def royalties_by_quantity(draw: st.DrawFn, number: int) -> Json:
    by_units = draw(st.booleans())
    step = a_step(f"s{number}", "royalty", **draw(receivers), **draw(filters))
    step["basis"] = "units" if by_units else draw(st.sampled_from(["gross", "remainder"]))
    if by_units:
        step["price"] = {"amount": draw(st.integers(1, 20))}
        step |= draw(st.one_of(st.just({}), ratios.map(lambda r: {"share_of_units": r})))
    if draw(st.booleans()):
        step["rounding"] = {"unit": draw(st.sampled_from([1, 10]))}
    if draw(st.booleans()):
        step["rate"] = draw(ratios)
        step |= draw(st.sampled_from([{}, {"scope": "item"}, {"scope": "channel_month"}]))
        if step.get("scope", "total") == "total" and draw(st.booleans()):
            step["cumulative"] = False
        return of_version(step, 2)
    step |= {
        "tiers": draw(tiers("rate")),
        "tier_mode": draw(st.sampled_from(["marginal", "whole"])),
    }
    if step["tier_mode"] == "whole":
        step |= draw(st.sampled_from([{}, {"tier_read": "period_start"}, {"tier_read": "now"}]))
        if not by_units:
            step |= draw(st.sampled_from([{}, {"tiers_by": "units"}]))
    return of_version(step, 2)


@st.composite
def usage_rates(draw: st.DrawFn, number: int) -> Json:
    step = a_step(f"s{number}", "usage_rate", **draw(receivers), **draw(filters))
    step["metric"] = {"name": "views", "source": "monthly report of the platform"}
    step |= {"tiers": draw(tiers("per_unit")), "mode": draw(st.sampled_from(["marginal", "whole"]))}
    spans = st.sampled_from(["period", "cumulative", "year"])
    bounds = draw(st.sampled_from([(), ("floor",), ("cap",), ("floor", "cap")]))
    least, bounded_by = draw(limits), [draw(spans), draw(spans)]
    if "floor" in bounds:
        step["floor"] = {"amount": least, "per": bounded_by[0]}
    if "cap" in bounds:
        step["cap"] = {"amount": least + draw(limits), "per": bounded_by[1]}
    if any(step[one]["per"] == "year" for one in bounds):
        step["year"] = draw(years)
    return step


@st.composite
def pools_by_role(draw: st.DrawFn, number: int) -> Json:
    points = st.integers(1, 4)
    roles = [
        {"role": "director", "points": draw(points), "per": "person"},
        {"role": "design", "points": draw(points), "per": "role"},
    ]
    credits = [
        {"payee": payee, "role": role}
        for payee, role in [("A", "director"), ("B", "design"), ("C", "design"), ("A", "design")]
    ]
    step = a_step(f"s{number}", "pool", rate=draw(ratios), roles=roles)
    step["basis"] = draw(st.sampled_from(["gross", "remainder"]))
    # Everybody in both roles: a role that nobody is credited in is refused.
    step["credits"] = credits[: draw(st.integers(2, 4))]
    return of_version(step, 2)


@st.composite
def clawbacks(draw: st.DrawFn, number: int) -> Json:
    step = a_step(f"s{number}", "clawback", payee="agency", **draw(filters))
    cost = draw(st.integers(1, 600))
    step |= {"cost": {"amount": cost}, "grant": {"amount": draw(st.integers(1, cost))}}
    step["basis"] = draw(st.sampled_from(["gross", "remainder"]))
    if draw(st.booleans()):
        step["until"] = draw(st.sampled_from(["2026-02", "2026-03", "2026-06"]))
    return step | draw(st.one_of(st.just({}), limits.map(lambda own: {"own_share": own})))


@st.composite
def guarantees(draw: st.DrawFn, step: Json, steps: list[Json], of: str) -> Json:
    alone = [one["id"] for one in steps if one["kind"] in ("royalty/1", "royalty/2")]
    alone = [one for one in alone if sole(steps, one) and sole(steps, one) == sole(steps, of)]
    others = [one for one in alone if one != of][: draw(st.integers(0, 2))]
    amount, year = draw(limits), draw(years)
    step |= {"amount": amount, "year": year, "recoupable": draw(st.booleans())}
    step["of"] = [{"step": one} for one in (of, *others)]
    if draw(st.booleans()):
        step["cross"] = False
        values = [amount, *(0 for _ in others)]
        if others:
            values[:2] = [amount - amount // 3, amount // 3]
        for one, value in zip(step["of"], values, strict=True):
            one["value"] = value
        assume(amount)
    if draw(st.booleans()) and amount:
        first = amount // 2 or 1
        step["instalments"] = [{"month": year["starts"], "amount": first}]
    return step


def sole(steps: list[Json], step_id: str) -> str:
    """The payee of a step that pays one party; "" for any other."""
    payee: str = next(one for one in steps if one["id"] == step_id).get("payee", "")
    return payee


@st.composite
def modifiers(draw: st.DrawFn, number: int, steps: list[Json]) -> list[Json]:
    """One clause that changes what an earlier step gave, when there is one that gave something."""
    paying = [step["id"] for step in steps if step["kind"].partition("/")[0] in PAYING]
    kind = draw(st.sampled_from(["cap", "floor", "guarantee", "reserve", "reserve", "recoup"]))
    if not paying:
        return []
    of, step_id = draw(st.sampled_from(paying)), f"m{number}"
    if kind == "cap":
        per = draw(st.sampled_from(["period", "cumulative", "year"]))
        more = {"year": draw(years)} if per == "year" else {}
        return [a_step(step_id, "cap", of=of, amount=draw(limits), per=per, **more)]
    if kind == "floor":
        per = draw(st.sampled_from(["period", "cumulative", "month"]))
        return [a_step(step_id, "floor", of=of, amount=draw(limits), per=per)]
    if kind == "recoup":
        return [a_step(step_id, "recoup", account="advance", against=of)]
    if kind == "guarantee":
        if not sole(steps, of):
            return []
        return [draw(guarantees(a_step(step_id, "guarantee"), steps, of))]
    release = draw(
        st.fixed_dictionaries(
            {"after_months": st.integers(1, 6)},
            optional={"parts": st.integers(1, 3), "every_months": st.integers(1, 3)},
        )
    )
    source = draw(st.sampled_from([{"against": of}, {"basis": "remainder"}, {"basis": "gross"}]))
    return [a_step(step_id, "reserve", rate=draw(ratios), release=release, **source)]


@st.composite
def mixed_documents(draw: st.DrawFn) -> Json:
    steps: list[Json] = []
    early = [
        rated_steps,
        expense_steps,
        recoup_steps,
        royalties_by_quantity,
        usage_rates,
        clawbacks,
    ]
    for number in range(draw(st.integers(1, 4))):
        steps.append(
            draw(draw(st.sampled_from([*early, royalties_by_quantity, pools_by_role]))(number))
        )
    for number in range(draw(st.integers(1, 4))):
        steps += draw(modifiers(number, steps))
    steps += draw(last_steps(steps))
    accounts = (
        a_memo("memo", 300),
        an_account("investment", "investment", 250),
        an_account("advance", "advance", 20, rate={"num": 3, "den": 2}),
    )
    document = terms_json(*steps, accounts=accounts) | draw(st.sampled_from([{}, {}, {"unit": 10}]))
    try:
        parse_terms(document)
    except TermsInvalid as error:
        event(error.code)
        assume(False)
    return document
