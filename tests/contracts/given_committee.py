"""Answers to the given cases of theatres and committees: box office, fees, shares, deficits."""

from itertools import accumulate
from typing import Any

from given_play import (
    Given,
    bps,
    costs,
    fee,
    item,
    left_after,
    month,
    one_month,
    play,
    reports,
    royalty,
    shares,
    to_one,
)
from written_terms import a_memo, a_step, an_account, terms_of

from contracts.errors import ReconciliationDifference, TermsInvalid
from contracts.reconcile import reconcile
from contracts.waterfall import Outcome


def theatrical(given: Given, box_office: int, p_and_a: int) -> Outcome:
    steps = [
        fee("theatre", "gross", given["theatre_bps"]),
        fee("distributor", "after:theatre", given["distributor_fee_bps"]),
        costs("p_and_a"),
        to_one(),
    ]
    return one_month(steps, item(box_office), spent={"p_and_a": p_and_a})


def th_01(given: Given) -> Given:
    """Per ticket of 1,800: its part of the P&A is 1,800 x 300M / 1,000M = 540."""
    box_office, spent = given["box_office"], given["p_and_a"]
    whole = theatrical(given, box_office, spent)
    ticket = theatrical(given, 1_800, 1_800 * spent // box_office)
    return {
        "theatre": whole.amounts["theatre"],
        "haikyu": left_after(whole, "theatre"),
        "distributor_fee": whole.amounts["distributor"],
        "p_and_a": whole.amounts["p_and_a"],
        "to_committee": whole.owed()["committee"],
        "per_ticket_1800": {
            "theatre": ticket.amounts["theatre"],
            "p_and_a": ticket.amounts["p_and_a"],
            "distributor_fee": ticket.amounts["distributor"],
            "profit": ticket.owed()["committee"],
        },
    }


def th_02(given: Given) -> Given:
    points = [{"payee": "director", "points": 1}]
    steps = [
        fee("theatre", "gross", given["theatre_bps"]),
        fee("distributor", "after:theatre", given["distributor_fee_bps"]),
        costs("p_and_a"),
        a_step("target", "recoup", account="production"),
        a_step(
            "success",
            "pool",
            basis="excess:production",
            rate=bps(given["success_fee_bps"]),
            payees=points,
        ),
        to_one(),
    ]
    outcome = one_month(
        steps,
        item(given["box_office"]),
        spent={"p_and_a": given["p_and_a"]},
        accounts=(a_memo("production", given["production_cost"]),),
    )
    return {
        "theatre": outcome.amounts["theatre"],
        "distributor_fee": outcome.amounts["distributor"],
        "after_p_and_a": left_after(outcome, "p_and_a"),
        "profit_after_recoup": outcome.position["excess:production"],
        "success_fee": outcome.amounts["success"],
    }


def th_04(given: Given) -> Given:
    """The article's remainder is what the reconciliation finds to differ."""
    outcome = theatrical(given, given["box_office"], given["p_and_a"])
    stated = 8_800_000_000
    try:
        reconcile({"remaining": stated}, {"remaining": outcome.owed()["committee"]})
    except ReconciliationDifference as error:
        found: Any = error.fields["differences"]
        return {
            "article_remaining": found["remaining"]["stated"],
            "recomputed_fee_on_haikyu": outcome.amounts["distributor"],
            "recomputed_remaining": found["remaining"]["recomputed"],
            "difference": found["remaining"]["difference"],
        }
    return {}


def th_05(given: Given) -> Given:
    steps = [costs("top_off"), fee("local", "after:top_off", given["local_fee_bps"]), to_one()]
    outcome = one_month(steps, item(given["haikyu_rounded"]), spent={"top_off": given["p_and_a"]})
    return {
        "after_topoff": left_after(outcome, "top_off"),
        "local_distribution_fee": outcome.amounts["local"],
    }


def th_08(given: Given) -> Given:
    steps = [
        fee("theatre", "gross", 10_000 - given["distributor_share_bps"]),
        to_one("distributor"),
    ]
    outcome = one_month(steps, item(given["box_office"]))
    return {"theatre": outcome.amounts["theatre"], "haikyu": outcome.owed()["distributor"]}


def th_09(given: Given) -> Given:
    """Fewest admissions after which the production cost is recovered in full."""
    kept = given["ticket"] - given["ticket"] * given["theatre_bps"] // 10_000
    steps = [
        fee("theatre", "gross", given["theatre_bps"]),
        fee("distributor", "gross", (kept - given["back_to_producer"]) * 10_000 // given["ticket"]),
        a_step("producer", "recoup", account="production", payee="producer"),
        to_one(),
    ]
    accounts = (an_account("production", "investment", given["production_cost"]),)
    low, high = 0, 2 * given["production_cost"]
    while low < high:
        middle = (low + high) // 2
        outcome = one_month(steps, item(middle * given["ticket"]), accounts=accounts)
        if outcome.amounts["producer"] == given["production_cost"]:
            high = middle
        else:
            low = middle + 1
    return {"break_even_admissions": low}


def tv_01(given: Given) -> Given:
    steps = [fee("window", "received", given["window_fee_bps"]), to_one()]
    outcome = one_month(steps, item(given["receipt"], reported="net"))
    return {"window_fee": outcome.amounts["window"], "remit": outcome.owed()["committee"]}


def committee_month(given: Given) -> Given:
    """CC-01 to CC-04; the platform charges only what was reported gross."""
    reported = "gross" if "gross" in given else "net"
    amounts = given.get("reports") or [given.get("gross", given.get("net_reported"))]
    steps = [
        fee("platform", "gross", given.get("platform_bps", 0), scope="item", per="gross_only"),
        fee("window", "received", given["window_bps"]),
        fee("lead", "after:window", given.get("lead_bps", 0)),
        costs(),
        shares(given["members"]),
    ]
    spent = {"costs": given.get("expense", 0)}
    outcome = one_month(steps, *reports(*amounts, reported=reported), spent=spent)
    received = sum(amounts) - outcome.amounts["platform"]
    return {
        "platform": outcome.amounts["platform"],
        "net": received,
        "window_fee": outcome.amounts["window"],
        "lead_fee": outcome.amounts["lead"],
        "pool": outcome.position["pool"],
        **{name: outcome.owed().get(name, 0) for name in given["members"]},
        "residual": outcome.identity.get("retained", 0) + outcome.identity["carried"],
    }


def cm_01(given: Given) -> Given:
    return {
        "out": [
            one_month([fee("window", "received", share)], item(amount)).amounts["window"]
            for amount, share in given["cases"]
        ]
    }


def cm_02(given: Given) -> Given:
    def ordered(one: str, other: str) -> Given:
        steps = [
            fee(one, "received", given[f"{one}_bps"]),
            fee(other, f"after:{one}", given[f"{other}_bps"]),
            to_one(),
        ]
        outcome = one_month(steps, item(given["base"], reported="net"))
        taken = {name: outcome.amounts[name] for name in (one, other)}
        return {**taken, "rest": outcome.owed()["committee"]}

    return {
        "window_first": ordered("window", "manager"),
        "manager_first": ordered("manager", "window"),
    }


def cm_03(given: Given) -> Given:
    def charged(scope: str) -> Outcome:
        steps = [fee("platform", "gross", given["rate_bps"], scope=scope)]
        return one_month(steps, *reports(*given["reports"]))

    each = charged("item")
    rows = [row.amount_minor for row in each.trace if row.kind == "commission/1"]
    return {
        "per_report": rows,
        "total": each.amounts["platform"],
        "if_summed_first": charged("total").amounts["platform"],
    }


def weighted(amount: int, weights: dict[str, int]) -> Given:
    """A whole amount to several payees of one clause."""
    payees = [{"payee": name, "weight": weight} for name, weight in weights.items()]
    return one_month([fee("window", "received", 10_000, payees=payees)], item(amount)).owed()


def cm_04(given: Given) -> Given:
    weights = dict(zip("ABC", given["shares_bps"], strict=True))
    return {"out": [weighted(total, weights) for total in given["total"]]}


def cm_05(given: Given) -> Given:
    steps = [costs(), shares(dict(zip("AB", given["shares_bps"], strict=True)))]
    months = [
        month(*([item(pool)] if pool > 0 else []), spent={"costs": max(0, -pool)})
        for pool in given["monthly_pool"]
    ]
    outcomes = play(terms_of(*steps), *months)
    pools = [one.position["pool"] for one in outcomes]
    given_out = list(accumulate(one.amounts["members"] for one in outcomes))
    return {
        "cum": pools,
        "distributable": given_out,
        "distribution": [one.amounts["members"] for one in outcomes],
        "undistributed": [pool - out for pool, out in zip(pools, given_out, strict=True)],
        "A": [one.owed().get("A", 0) for one in outcomes],
    }


def cm_07(given: Given) -> Given:
    return weighted(given["window_fee"], given["shares"])


def cm_08(given: Given) -> Given:
    listed = {f"member{n}": part for n, part in enumerate(given["shares_bps"])}
    try:
        terms_of(shares(listed))
    except TermsInvalid as error:
        return {"error": error.code == "shares-not-one"}
    return {"error": False}


def fw_01(given: Given) -> Given:
    investors = a_step("investors", "recoup", account="investment", payee="investors")
    target = an_account(
        "investment", "investment", given["investment"], rate=bps(given["recoup_bps"])
    )
    steps = [
        fee("distributor", "gross", given["distributor_bps"]),
        costs("marketing"),
        fee("agents", "remainder", given["agents_bps_of_received"]),
        costs("agent_expenses"),
        investors,
        royalty("point", 500, basis="after:investors"),
        to_one("producer"),
    ]
    spent = {name: given[name] for name in ("marketing", "agent_expenses")}
    outcome = one_month(
        steps, item(given["sales"]), spent=spent, currency="USD", accounts=(target,)
    )
    return {
        "after_distributor": left_after(outcome, "distributor"),
        "after_marketing": left_after(outcome, "marketing"),
        "after_agents": left_after(outcome, "agents"),
        "after_agent_expenses": left_after(outcome, "agent_expenses"),
        "investors": outcome.amounts["investors"],
        "net_profit": left_after(outcome, "investors"),
        "five_percent_point": outcome.amounts["point"],
    }


def rv_01(given: Given) -> Given:
    """100 are sold and 80 paid; then 1,000 more come in and the 100 are refunded."""
    steps = [royalty("author", given["share_bps"])]
    refunded = given["sales_later_refunded"]
    first, second = play(
        terms_of(*steps),
        month(item(refunded)),
        month(item(given["sales_kept"], "b"), item(-refunded, "c"), period="2026-05"),
    )
    paid_again = first.owed()["author"] + given["paid_to_date"]
    return {
        "due_to_date": second.position["due:author"],
        "owed": second.owed()["author"],
        "wrong_answer_seen_in_the_field": second.position["due:author"] - paid_again,
    }


ANSWERS = {
    "TH-01": th_01,
    "TH-02": th_02,
    "TH-04": th_04,
    "TH-05": th_05,
    "TH-08": th_08,
    "TH-09": th_09,
    "TV-01": tv_01,
    **dict.fromkeys(("CC-01", "CC-02", "CC-03", "CC-04"), committee_month),
    "CM-01": cm_01,
    "CM-02": cm_02,
    "CM-03": cm_03,
    "CM-04": cm_04,
    "CM-05": cm_05,
    "CM-07": cm_07,
    "CM-08": cm_08,
    "FW-01": fw_01,
    "RV-01": rv_01,
}
