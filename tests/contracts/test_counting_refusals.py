"""What is refused of clauses that count, follow tables or credit people: step, clause, reason."""

from typing import Any

import pytest
from written_terms import a_step, rate, terms_of

from contracts.errors import TermsInvalid

TWO = [{"from": 0, "rate": rate(5)}, {"from": 10, "rate": rate(8)}]
USES = [{"from": 0, "per_unit": {"num": 1, "den": 2}}]
CREDITS = [{"payee": "a", "role": "direction"}]
ROLES = [{"role": "direction", "points": 3, "per": "person"}]


def without_none(step: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in step.items() if value is not None}


def royalty(**fields: Any) -> dict[str, Any]:
    step = a_step("author", "royalty", basis="gross", rate=rate(5), payee="a")
    return without_none({**step, "kind": "royalty/2", **fields})


def tiers(*lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return royalty(**{"rate": None, "tiers": list(lines), "tier_mode": "marginal", **fields})


def units(**fields: Any) -> dict[str, Any]:
    return royalty(**{"basis": "units", "price": {"amount": 100}, **fields})


def used(**fields: Any) -> dict[str, Any]:
    metric = {"name": "views", "source": "platform"}
    step = a_step("author", "usage_rate", metric=metric, tiers=USES, mode="whole", payee="a")
    return without_none({**step, **fields})


def pool(**fields: Any) -> dict[str, Any]:
    step = a_step("author", "pool", basis="gross", rate=rate(5), roles=ROLES, credits=CREDITS)
    return without_none({**step, "kind": "pool/2", **fields})


def bound(amount: int, per: str) -> dict[str, Any]:
    return {"amount": amount, "per": per}


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("tiers-out-of-order", tiers({"from": 1, "rate": rate(5)})),
    ("tiers-out-of-order", tiers(TWO[0], TWO[1], TWO[1])),
    ("tiers-out-of-order", tiers(TWO[0], {"from": 20, "rate": rate(1)}, TWO[1])),
    ("tiers-out-of-order", used(tiers=[*USES, *USES])),
    ("tier-without-rate", tiers(TWO[0], {"from": 10})),
    ("tier-without-rate", used(tiers=[{"from": 0, "rate": rate(5)}])),
    ("rate-above-one", tiers({"from": 0, "rate": {"num": 3, "den": 2}})),
    ("rate-negative", used(tiers=[{"from": 0, "per_unit": {"num": -1, "den": 2}}])),
    ("list-malformed", tiers()),
    ("number-too-small", tiers({"from": -1, "rate": rate(5)})),
    ("field-unknown", tiers({"from": 0, "rate": rate(5), "to": 10})),
    ("field-missing", tiers(*TWO, tier_mode=None)),
    ("choice-unknown", tiers(*TWO, tier_mode="sliding")),
    ("tier-read-needs-whole", tiers(*TWO, tier_read="period_start")),
    ("tiers-need-total", tiers(*TWO, scope="item")),
    ("tiers-need-total", tiers(*TWO, cumulative=False)),
    ("tiers-count-another-basis", tiers(*TWO, tiers_by="units")),
    (
        "tiers-count-another-basis",
        tiers(*TWO, basis="units", price={"amount": 1}, tiers_by="money", tier_mode="whole"),
    ),
    ("rate-or-tiers", tiers(*TWO, rate=rate(5))),
    ("rate-or-tiers", tiers(*TWO, fixed=5)),
    ("rate-or-tiers", units(rate=None)),
    ("rate-or-tiers", units(rate=None, fixed=5)),
    ("rate-or-fixed", royalty(rate=None)),
    ("price-missing", units(price=None)),
    ("price-needs-units", royalty(price={"amount": 100})),
    ("price-needs-units", tiers(*TWO, share_of_units=rate(90))),
    ("number-too-small", units(price={"amount": 0})),
    ("rate-above-one", units(share_of_units={"num": 11, "den": 10})),
    ("cumulative-needs-total", units(scope="item", cumulative=True)),
    ("field-unknown", royalty(tier_mode="whole")),
    ("flag-malformed", royalty(survives="yes")),
    ("field-missing", royalty(basis=None)),
    ("unknown-basis", royalty(basis="copies")),
    ("metric-without-source", used(metric={"name": "views"})),
    ("text-missing", used(metric={"name": "views", "source": ""})),
    ("choice-unknown", used(metric={"name": "likes", "source": "platform"})),
    ("field-missing", used(metric=None)),
    ("field-missing", used(mode=None)),
    ("bound-without-year", used(floor=bound(5, "year"))),
    ("bound-without-year", used(cap=bound(5, "year"))),
    ("choice-unknown", used(cap=bound(5, "month"))),
    ("floor-above-cap", used(floor=bound(6, "period"), cap=bound(5, "period"))),
    ("role-unknown", pool(credits=[{"payee": "a", "role": "music"}])),
    ("role-uncredited", pool(roles=[*ROLES, {"role": "music", "points": 1, "per": "role"}])),
    ("list-malformed", pool(credits=[])),
    ("zero-points", pool(roles=[{"role": "direction", "points": 0, "per": "person"}])),
    ("credit-repeated", pool(credits=CREDITS * 2)),
    ("duplicate-id", pool(roles=ROLES * 2)),
    ("choice-unknown", pool(roles=[{"role": "direction", "points": 1, "per": "team"}])),
    ("text-missing", pool(credits=[{**CREDITS[0], "credit": {"ja": "監督", "en": ""}}])),
    ("field-missing", pool(roles=None)),
    ("field-unknown", pool(payee="a")),
    ("pool-needs-total", pool(scope="item")),
]


@pytest.mark.parametrize(
    ("code", "step"), REFUSED, ids=[f"{n:02}-{case[0]}" for n, case in enumerate(REFUSED)]
)
def test_clauses_that_cannot_be_counted_are_refused_by_step_and_clause(
    code: str, step: dict[str, Any]
) -> None:
    with pytest.raises(TermsInvalid) as error:
        terms_of(step)
    assert error.value.code == code
    assert error.value.fields["step"] == "author"
    assert error.value.fields["clause"] == "第5条1項"
