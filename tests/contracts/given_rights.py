"""Answers to the given cases of authors, guarantees, reserves and tiers."""

from typing import Any

from given_play import (
    Given,
    bps,
    costs,
    item,
    month,
    one_month,
    play,
    royalty,
    to_one,
)
from written_terms import a_step, an_account, terms_of

from contracts.waterfall import Expense, Inputs

YEAR = {"starts": "2026-04"}


def second(step: dict[str, Any]) -> dict[str, Any]:
    """The same clause in its second version."""
    return {**step, "kind": step["kind"].replace("/1", "/2")}


def per_copy(step_id: str, price: int, hundredths: int, **fields: Any) -> dict[str, Any]:
    return second(royalty(step_id, hundredths, basis="units", price={"amount": price}, **fields))


def tv_03(given: Given) -> Given:
    """Episodes are charged one by one, each with its evidence."""
    evidence = tuple(
        Expense("costs", given["cost_per_episode"], f"episode-{n:03}")
        for n in range(given["episodes"])
    )
    (outcome,) = play(terms_of(costs(), to_one()), Inputs("2026-04", "JPY", (), evidence))
    return {"production": outcome.amounts["costs"]}


def tv_06(given: Given) -> Given:
    price, share = given["price_ex_tax"], given["rate_bps"]
    steps = [
        per_copy("writer", price, share),
        per_copy("director", price, share, share_of_units=bps(9_000)),
        per_copy("earlier", price, share, share_of_units=bps(8_000)),
    ]
    sold = item(price * given["units"], channel="video", units=given["units"])
    amounts = one_month(steps, sold).amounts
    return {
        "writer_full_units": amounts["writer"],
        "director_90": amounts["director"],
        "director_80": amounts["earlier"],
    }


def tv_08(given: Given) -> Given:
    published = {"terrestrial": 400, "bs": 360, "cs": 400}
    steps = [
        royalty(channel, share, where={"channel": [channel]})
        for channel, share in published.items()
    ]
    sold = [item(given["sale_price"], channel, channel=channel) for channel in published]
    return dict(one_month(steps, *sold).amounts)


def mg_01(given: Given) -> Given:
    step = per_copy("author", given["price"], given["rate_bps"])
    made = item(0, channel="goods", units=given["units"])
    return {"royalty": one_month([step], made).amounts["author"]}


def mg_02(given: Given) -> Given:
    """Fewest dollars of sales with which the advance is recouped in full."""
    cents = given["advance_usd"] * 100
    steps = [
        royalty("author", given["rate_bps"]),
        a_step("advance", "recoup", account="advance", against="author"),
    ]
    low, high = 0, 1_000 * given["advance_usd"]
    while low < high:
        middle = (low + high) // 2
        outcome = one_month(
            steps,
            item(middle * 100),
            currency="USD",
            accounts=(an_account("advance", "advance", cents),),
        )
        low, high = (low, middle) if outcome.amounts["advance"] == cents else (middle + 1, high)
    return {"sales_at_recoup_usd": low}


def mg_03(given: Given) -> Given:
    minimum = a_step("minimum", "floor", of="author", amount=given["monthly_minimum"], per="month")
    steps = [royalty("author", given["rate_bps"]), minimum]
    return {"due_low": one_month(steps, item(given["sales_low"])).owed()["author"]}


def guarantee(amount: int, *steps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return a_step("guarantee", "guarantee", of=list(steps), amount=amount, year=YEAR, **fields)


def instalments(*amounts: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"month": when, "amount": amount} for when, amount in amounts]


def mg_04(given: Given) -> Given:
    signing = given["mg"] * given["signing_bps"] // 10_000
    promised = instalments(("2026-04", signing), ("2026-06", given["mg"] - signing))
    steps = [
        royalty("licensor", 1_000),
        guarantee(given["mg"], {"step": "licensor"}, instalments=promised),
    ]
    at_signing, _, at_delivery = play(
        terms_of(*steps), *(month(period=f"2026-{number:02}") for number in (4, 5, 6))
    )
    return {
        "signing": at_signing.owed()["licensor"],
        "delivery": at_delivery.owed()["licensor"],
    }


def mg_10(given: Given) -> Given:
    """A row of an earlier month is taken back whole, and given again with the right amount."""
    titles = list(given["valued"])
    steps = [
        royalty(f"royalty_{title.lower()}", 10_000, where={"work": [title]}, payee="licensor")
        for title in titles
    ]
    parts = [
        {"step": f"royalty_{title.lower()}", "value": given["valued"][title]} for title in titles
    ]
    replaced = given["replaced_row"]

    def applied(book: dict[str, int], sign: int = 1, name: str = "row") -> list[Any]:
        return [item(sign * book[title], f"{name}-{title}", work=title) for title in book]

    wrong = applied(replaced, name="wrong")
    before = applied({title: given["applied_before"][title] for title in titles}, name="before")
    now = applied(given["applied_now"], name="now")
    taken_back = applied(replaced, -1, "back")
    outcomes = play(
        terms_of(*steps, guarantee(given["guarantee"], *parts)),
        month(*before, *wrong),
        month(*now, *taken_back, period="2026-05"),
    )
    cumulative = {title: outcomes[-1].position[f"due:royalty_{title.lower()}"] for title in titles}
    row = next(row for row in outcomes[-1].trace if row.id == "guarantee")
    return {
        "cumulative": cumulative,
        "cumulative_total": sum(cumulative.values()),
        "remaining": int(row.note.removeprefix("forecast:")),
    }


def mg_11(given: Given) -> Given:
    paid, later = given["paid_to_date"], given["next_instalment_nominal"]
    promised = instalments(("2026-04", paid), ("2026-06", later))
    steps = [
        royalty("licensor", 10_000),
        guarantee(given["guarantee"], {"step": "licensor"}, instalments=promised),
    ]
    _, earned, due = play(
        terms_of(*steps),
        month(),
        month(item(given["earned_to_date"]), period="2026-05"),
        month(period="2026-06"),
    )
    return {
        "overage_invoice": earned.owed()["licensor"],
        "next_instalment": due.owed()["licensor"],
    }


def rs_01(given: Given) -> Given:
    held = {"rate": bps(given["reserve_bps"]), "release": {"after_months": 12}}
    on_sales = [
        a_step("reserve", "reserve", basis="gross", **held),
        royalty("author", given["royalty_bps"], basis="remainder"),
    ]
    on_earnings = [
        royalty("author", given["royalty_bps"]),
        a_step("reserve", "reserve", against="author", **held),
    ]
    sold = item(given["sales"])
    return {
        "on_sales": one_month(on_sales, sold).owed()["author"],
        "on_earnings": one_month(on_earnings, sold).owed()["author"],
    }


def rs_02(given: Given) -> Given:
    """The year ends; what was earned lies below what was guaranteed."""
    steps = [
        royalty("licensor", 10_000),
        guarantee(given["guarantee"], {"step": "licensor"}),
    ]
    first, last = play(terms_of(*steps), month(item(given["earned"])), month(period="2027-03"))
    assert first.amounts["guarantee"] == 0
    return {"due": last.owed()["licensor"]}


def ti_01(given: Given) -> Given:
    tiers = [{"from": start, "rate": bps(share)} for start, share in given["tiers"]]
    step = a_step(
        "author",
        "royalty",
        basis="units",
        price={"amount": given["price_cents"]},
        tiers=tiers,
        tiers_by="units",
        tier_mode="marginal",
        payee="author",
    )
    sold = item(0, units=given["units"])
    return {"royalty_cents": one_month([second(step)], sold, currency="USD").owed()["author"]}


ANSWERS = {
    "TV-03": tv_03,
    "TV-06": tv_06,
    "TV-08": tv_08,
    "MG-01": mg_01,
    "MG-02": mg_02,
    "MG-03": mg_03,
    "MG-04": mg_04,
    "MG-10": mg_10,
    "MG-11": mg_11,
    "RS-01": rs_01,
    "RS-02": rs_02,
    "TI-01": ti_01,
}
