"""How far recoupment is, who waits for it, and at what pace it goes."""

from contracts.period import Month
from contracts.position import Position
from contracts.terms import parse_terms
from ledger.jobs.recoupment import Pace, Standing, pace_of, waiting_for

LABEL = {"ja": "名", "en": "name"}
PAYEE = "party_01JN7G1C1GN233MVATK4DG2VCF"


def terms(kind: str, **shared: str) -> dict[str, object]:
    account = {"id": "cost", "kind": kind, "label": LABEL, "target": {"amount": 100}, **shared}
    recoup: dict[str, object] = {
        "id": "recoup", "kind": "recoup/1", "account": "cost", "basis": "remainder",
        "clause": "1", "label": LABEL,
    }  # fmt: skip
    if kind != "memo":
        recoup["payee"] = PAYEE
    source = "excess:cost" if kind == "memo" else "remainder"
    success = {
        "id": "success", "kind": "royalty/1", "basis": source, "payee": PAYEE,
        "rate": {"num": 1, "den": 10}, "clause": "2", "label": LABEL,
    }  # fmt: skip
    return {"terms": 1, "currency": "JPY", "accounts": [account], "steps": [recoup, success]}


def point(first: str, last: str, amount: int) -> tuple[Month, Month, int]:
    return Month.parse(first), Month.parse(last), amount


def test_what_is_to_go_is_divided_by_what_came_in_over_a_year_and_rounded_up() -> None:
    """40 in 12 months; 25 to go are 25 x 12 / 40 = 7.5, so 8: February 2027."""
    points = [point("2025-04", "2025-06", 60), point("2026-04", "2026-06", 100)]
    july = Month.parse("2025-07")
    assert pace_of(points, 25) == Pace(
        july, Month.parse("2026-06"), 12, 40, 8, Month.parse("2027-02")
    )


def test_a_short_history_counts_from_its_first_month() -> None:
    """60 in the six months from January; 20 to go are 2 months more."""
    points = [point("2026-01", "2026-03", 10), point("2026-04", "2026-06", 60)]
    found = pace_of(points, 20)
    assert found is not None
    assert (found.months, found.gained_minor, found.months_to_go) == (6, 60, 2)


def test_nobody_is_told_a_month_where_nothing_comes_in_or_nothing_is_to_go() -> None:
    flat = [point("2025-04", "2025-06", 60), point("2026-04", "2026-06", 60)]
    assert pace_of(flat, 40) is None
    assert pace_of([], 40) is None
    assert pace_of([point("2026-04", "2026-06", 100)], 0) is None


def test_who_is_paid_beyond_a_target_waits_for_it() -> None:
    (found,) = waiting_for(terms("memo"), "cost")
    assert (found.step, found.why, found.payees) == ("success", "beyond", (PAYEE,))


def test_who_stands_behind_a_recovery_in_the_flow_waits_for_it() -> None:
    (found,) = waiting_for(terms("investment"), "cost")
    assert (found.step, found.why) == ("success", "after")


def test_an_account_that_several_fill_is_filled_by_all_of_them() -> None:
    """This agreement filled 30 and another 50 of 100: 20 to go."""
    shared = "acct_01JN7G1C1GN233MVATK4DG2VCF"
    raw = terms("investment", shared=shared)
    standing = Standing(
        raw, parse_terms(raw), Position({"recoup:cost": 30}), {shared: {"a": 30, "b": 50}}
    )
    (meter,) = standing.meters()
    assert (meter.own_minor, meter.filled_minor, meter.left_minor, meter.percent) == (
        30,
        80,
        20,
        80,
    )
