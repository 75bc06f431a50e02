"""Terms in short words, and runs one after another, for the answers to the given cases."""

from typing import Any

from written_terms import a_step, rate, terms_of

from contracts.position import Position
from contracts.terms import Terms
from contracts.waterfall import Expense, Inputs, Item, Outcome, run

Step = dict[str, Any]
Given = dict[str, Any]


def bps(number: int) -> dict[str, int]:
    return rate(number, 10_000)


def fee(step_id: str, basis: str, hundredths: int, **fields: Any) -> Step:
    """A commission in hundredths of a percent for the payee of the same name."""
    payee = {} if "payees" in fields else {"payee": step_id}
    return a_step(step_id, "commission", basis=basis, rate=bps(hundredths), **payee, **fields)


def royalty(step_id: str, hundredths: int, **fields: Any) -> Step:
    known = {"basis": "gross", "payee": step_id, **fields}
    return a_step(step_id, "royalty", rate=bps(hundredths), **known)


def costs(step_id: str = "costs") -> Step:
    return a_step(step_id, "expense")


def shares(hundredths: dict[str, int]) -> Step:
    payees = [{"payee": name, "share": bps(part)} for name, part in hundredths.items()]
    return a_step("members", "split", payees=payees)


def to_one(name: str = "committee") -> Step:
    return shares({name: 10_000})


def item(amount: int, name: str = "a", **fields: Any) -> Item:
    known = {"reported": "gross", "channel": None, "territory": None, "work": None}
    return Item(id=name, amount_minor=amount, **{**known, "month": "2026-04", **fields})


def reports(*amounts: int, **fields: Any) -> tuple[Item, ...]:
    return tuple(item(amount, f"report-{n:03}", **fields) for n, amount in enumerate(amounts))


def month(
    *items: Item,
    spent: dict[str, int] | None = None,
    period: str = "2026-04",
    currency: str = "JPY",
) -> Inputs:
    evidence = tuple(
        Expense(step, amount, "evidence") for step, amount in (spent or {}).items() if amount
    )
    return Inputs(period, currency, items, evidence)


def play(terms: Terms, *runs: Inputs) -> list[Outcome]:
    outcomes: list[Outcome] = []
    position = Position()
    for inputs in runs:
        outcomes.append(run(terms, position, inputs))
        position = outcomes[-1].position
    return outcomes


def one_month(steps: list[Step], *items: Item, **fields: Any) -> Outcome:
    spent = fields.pop("spent", None)
    currency = fields.get("currency", "JPY")
    return play(terms_of(*steps, **fields), month(*items, spent=spent, currency=currency))[0]


def left_after(outcome: Outcome, step: str) -> int:
    """What stood in the flow after a step."""
    left = next(row for row in outcome.trace if row.id == step).left_minor
    assert left is not None
    return left
