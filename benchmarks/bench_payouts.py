"""How fast payouts are computed with their trace, against the same arithmetic in bare integers.

One agreement as committees have it: ten clauses, twenty payees of pool and split, six sales a
month, twelve months, each run starting where the one before ended. Both sides must give the same
yen to everybody, or nothing is measured. In CPU time, in one run:

- `bare`: the same floors and largest remainders, straight down in Python integers. It reads no
  terms, checks nothing, and can explain nothing.
- `engine`: `contracts.waterfall.run`: reads the clauses as data, checks conservation after each of
  them, and leaves a trace row with basis, rate, exact and rounded result for every amount.
- `with files`: the same, and the trace written as the canonical JSON that is kept for auditors.

    python benchmarks/bench_payouts.py
"""

import time
from collections.abc import Callable, Mapping
from math import gcd
from statistics import median
from typing import Any

from contracts.position import Position
from contracts.terms import Terms, parse_terms
from contracts.waterfall import Expense, Inputs, Item, run
from ledger.royalties.result import Computation, write_trace

ROUNDS = 5
YEARS = 20
MONTHS = 12
CREATORS = [f"creator_{number:02d}" for number in range(10)]
MEMBERS = [f"member_{number:02d}" for number in range(10)]
POINTS = [30, 20, 10, 10, 8, 7, 5, 5, 3, 2]
SHARES = [25, 20, 15, 10, 8, 7, 6, 4, 3, 2]
BUDGET = 60_000_000
COST, COST_CAP = 800_000, 5_000_000


def main() -> None:
    """Print both ratios."""
    terms = parse_terms(clauses())
    year = [month(number) for number in range(1, MONTHS + 1)]
    check_same(terms, year)
    count = YEARS * MONTHS
    bare = rate(count, lambda: [bare_year(year) for _ in range(YEARS)])
    print(f"bare integers, no trace: {bare:,.0f} payouts/s")
    engine = rate(count, lambda: [engine_year(terms, year) for _ in range(YEARS)])
    rows = len(run(terms, Position(), year[0]).trace)
    print(
        f"engine, {len(terms.steps)} clauses, {rows} trace rows: {engine:,.0f} payouts/s, "
        f"ratio to bare {engine / bare:.4f} (1/{bare / engine:,.0f})"
    )
    filed = rate(count, lambda: [filed_year(terms, year) for _ in range(YEARS)])
    print(f"with the trace as a file: {filed:,.0f} payouts/s, ratio to bare {filed / bare:.4f}")


def step(id: str, kind: str, **more: Any) -> dict[str, Any]:
    """A clause."""
    return {"id": id, "kind": kind, "clause": "5", "label": {"ja": id, "en": id}, **more}


def clauses() -> dict[str, Any]:
    """Ten clauses in the usual order."""
    return {
        "terms": 1,
        "currency": "JPY",
        "accounts": [
            {
                "id": "budget",
                "kind": "memo",
                "target": {"amount": BUDGET},
                "label": {"ja": "製作費", "en": "production cost"},
            }
        ],
        "steps": [
            step("hold", "hold/1"),
            step(
                "platform", "commission/1", basis="gross", per="gross_only",
                rate=ratio(3, 10), payee="platform",
                where={"channel": ["streaming"]},
            ),
            step("window", "commission/1", basis="remainder", rate=ratio(3, 20), payee="w"),
            step("lead", "commission/1", basis="remainder", rate=ratio(1, 20), payee="l"),
            step(
                "promotion", "expense/1", cap={"amount": COST_CAP, "per": "cumulative"}, payee="l"
            ),
            step("author", "royalty/1", basis="amount:window", rate=ratio(7, 400), payee="a"),
            step("writer", "royalty/1", basis="remainder", rate=ratio(1, 50), payee="s"),
            step("budget_met", "recoup/1", account="budget", basis="remainder"),
            step(
                "pool", "pool/1", basis="excess:budget", rate=ratio(1, 10),
                payees=[{"payee": p, "points": n} for p, n in zip(CREATORS, POINTS, strict=True)],
            ),
            step(
                "members", "split/1",
                payees=[
                    {"payee": p, "share": ratio(n, 100)}
                    for p, n in zip(MEMBERS, SHARES, strict=True)
                ],
            ),
        ],
    }  # fmt: skip


def ratio(num: int, den: int) -> dict[str, int]:
    """A rate in lowest terms."""
    divisor = gcd(num, den)
    return {"num": num // divisor, "den": den // divisor}


def month(number: int) -> Inputs:
    """Six sales and one cost; the amounts differ from month to month."""
    name = f"2026-{number:02d}"
    items = tuple(
        Item(
            id=f"{name}/{place}",
            amount_minor=9_123_457 + 1_000_003 * place * number,
            reported="gross" if place % 2 else "net",
            channel="streaming" if place % 2 else "video",
            territory="JP",
            work=None,
            month=name,
        )
        for place in range(6)
    )
    return Inputs(name, "JPY", items, (Expense("promotion", COST, f"cost/{number}"),))


def engine_year(terms: Terms, year: list[Inputs]) -> dict[str, int]:
    """What everybody is due after a year, by the engine."""
    position = Position()
    for inputs in year:
        position = run(terms, position, inputs).position
    return {name: amount for name, amount in position.starting("entitled:") if amount}


def filed_year(terms: Terms, year: list[Inputs]) -> int:
    """The size of the year's traces as files."""
    position, size = Position(), 0
    for inputs in year:
        outcome = run(terms, position, inputs)
        size += len(write_trace(Computation({}, position, inputs, {}, {}, outcome)))
        position = outcome.position
    return size


def bare_year(year: list[Inputs]) -> dict[str, int]:  # noqa: PLR0915 - straight down on purpose
    """The same arithmetic, straight down."""
    due: dict[str, int] = {}
    window_basis = writer_basis = inflow = pool_basis = total = cost = 0
    author_paid = writer_paid = pool_paid = split_paid = cost_paid = excess = 0
    creators, members = [0] * 10, [0] * 10
    for inputs in year:
        left = sum(item.amount_minor for item in inputs.items)
        gross = sum(
            item.amount_minor
            for item in inputs.items
            if item.reported == "gross" and item.channel == "streaming"
        )
        platform = gross * 3 // 10
        left -= platform
        window = left * 3 // 20
        left -= window
        lead = left // 20
        left -= lead
        cost += sum(one.amount_minor for one in inputs.expenses)
        charged = min(cost, COST_CAP) - cost_paid
        cost_paid += charged
        left -= charged
        window_basis += window
        author = window_basis * 7 // 400 - author_paid
        author_paid += author
        left -= author
        writer_basis += left
        writer = writer_basis // 50 - writer_paid
        writer_paid += writer
        left -= writer
        inflow += left
        pool_basis += max(0, inflow - BUDGET) - excess
        excess = max(0, inflow - BUDGET)
        pool = pool_basis // 10 - pool_paid
        pool_paid += pool
        left -= pool
        now = largest_remainder(pool_paid, POINTS)
        give(due, CREATORS, now, creators)
        creators = now
        total += left
        split_paid = max(0, total)
        now = largest_remainder(split_paid, SHARES)
        give(due, MEMBERS, now, members)
        members = now
        for payee, amount in (
            ("platform", platform), ("w", window), ("l", lead + charged), ("a", author),
            ("s", writer),
        ):  # fmt: skip
            due[payee] = due.get(payee, 0) + amount
    return {payee: amount for payee, amount in due.items() if amount}


def give(due: dict[str, int], payees: list[str], now: list[int], before: list[int]) -> None:
    """Add to everybody what is new."""
    for payee, amount, paid in zip(payees, now, before, strict=True):
        due[payee] = due.get(payee, 0) + amount - paid


def largest_remainder(total: int, weights: list[int]) -> list[int]:
    """Parts of a total that is not negative."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    rests = [-(total * weight % whole) for weight in weights]
    for place in sorted(range(len(weights)), key=rests.__getitem__)[: total - sum(parts)]:
        parts[place] += 1
    return parts


def check_same(terms: Terms, year: list[Inputs]) -> None:
    """Refuse to measure two different things."""
    engine: Mapping[str, int] = engine_year(terms, year)
    bare = bare_year(year)
    if engine != bare:
        differing = {name for name in {*engine, *bare} if engine.get(name) != bare.get(name)}
        raise SystemExit(f"the two sides differ for {sorted(differing)}")


def rate(count: int, work: Callable[[], object]) -> float:
    """How many per second of CPU time, the median of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return count / median(seconds)


if __name__ == "__main__":
    main()
