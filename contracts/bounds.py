"""A floor or a cap on an amount to date: for the whole term, per contract year, or run by run.

Kept here:
1. A cap binds at once; a yearly floor is made up for in the run that ends the year, or in the next
   one when no run ended it.
2. A finished year stays as it was; a new one starts anew. Years without any run count, too.
3. A changed figure holds for the current span; what finished spans gave or cut stays, and a lowered
   cap claims nothing back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.contract_year import ContractYear
from contracts.fields import Fields
from contracts.flow import Flow
from contracts.period import Month, Period
from contracts.schema import AMOUNT, Schema

_SPANS = ("period", "year", "cumulative")

BOUND: Schema = {
    "type": "object",
    "properties": {"amount": AMOUNT, "per": {"enum": list(_SPANS)}},
    "required": ["amount", "per"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Bound:
    """A floor or a cap.

    Attributes:
        name: "floor" or "cut": what the position remembers it under.
        amount_minor: The least, or the most.
        per: "period", "year" or "cumulative".
    """

    name: str
    amount_minor: int
    per: str

    def difference(self, value_minor: int, kept_minor: int = 0) -> int:
        """Give by how much an amount has to change: up to a floor, down to a cap.

        Args:
            value_minor: The amount.
            kept_minor: What was paid of it before. A lowered cap claims nothing back.

        Example:
            >>> Bound("floor", 50, "period").difference(20), Bound("cut", 50, "year").difference(70)
            (30, -20)
        """
        if self.name == "floor":
            return max(0, self.amount_minor - value_minor)
        return min(0, max(self.amount_minor, kept_minor) - value_minor)


@dataclass(frozen=True, slots=True)
class Reach:
    """An amount before a bound.

    Attributes:
        before_minor: To date, before this run.
        settled_minor: The same with what this run adds for years that were over before it.
        to_date_minor: To date.
    """

    before_minor: int
    settled_minor: int
    to_date_minor: int


def read_bound(fields: Fields, field: str, name: str) -> Bound | None:
    """Read `floor` or `cap`; None when it is not given.

    Raises:
        TermsInvalid: `bound-without-year`: it is counted per contract year, and there is none.
    """
    if not fields.has(field):
        return None
    part = fields.part(field)
    amount, per = part.integer("amount", least=0), part.choice("per", _SPANS)
    part.close()
    if per == "year" and not fields.has("year"):
        fields.refuse(
            "bound-without-year",
            f"A {field} per contract year needs to know when the years start.",
            field="year",
            expected='{"starts": "2026-04"}',
        )
    return Bound(name, amount, per)


def settle_years(
    flow: Flow, step: str, bounds: Sequence[Bound], years: ContractYear | None, before_minor: int
) -> None:
    """Close the contract years that were over before this run, each bound after the other.

    What a floor adds for such a year belongs to that year, so the cap of that year sees it, and
    the cap of the current one does not.

    Args:
        flow: The run.
        step: Id of the step.
        bounds: In the order they are held against the amount.
        years: How contract years are counted; None where no bound is per year.
        before_minor: Amount to date before this run and before any bound.

    Source:
        Worked by hand: a floor and a cap of 1 per year of three months, nothing earned. The first
        run closes in June: 1 for the first year and 1 for the second.
    """
    state, period = flow.to_date, Period.parse(flow.inputs.period)
    if years is None or all(bound.per != "year" for bound in bounds):
        return
    current = years.of(period)
    for year in years.begun(period):
        is_open = _ordinal(year.first) >= state.get(f"settled:{step}", 0)
        if is_open and year != current:
            _settle(state, step, bounds, before_minor)
            state[f"settled:{step}"] = _ordinal(year.last) + 1


def bounded(
    flow: Flow, step: str, bound: Bound, reach: Reach, years: ContractYear | None
) -> tuple[int, int]:
    """Give what a bound has added to an amount (or cut from it, negative) to date.

    Args:
        flow: The run; what the bound did to date is brought up to date.
        step: Id of the step.
        bound: Floor or cap.
        reach: The amount it is about.
        years: How contract years are counted; None where no bound is per year.

    Returns:
        What it did to date, and the amount of the current span that it looked at.

    Source:
        A yearly floor of 100,000: 30,000 in the first half and 40,000 in the second leave 30,000
        to add in the run that ends the year. A yearly cap of 100,000 on 70,000 and 60,000 cuts
        30,000 in the second run at once.
    """
    state, key = flow.to_date, f"{bound.name}:{step}"
    done = state.get(key, 0)
    if bound.per == "year" and years is not None:
        done, looked = _in_year(flow, key, bound, reach, years)
    elif bound.per == "period":
        looked = reach.to_date_minor - reach.before_minor
        done += bound.difference(looked)
    else:
        looked = reach.to_date_minor
        done = bound.difference(looked, reach.before_minor + done)
    state[key] = done
    return done, looked


def _in_year(
    flow: Flow, key: str, bound: Bound, reach: Reach, years: ContractYear
) -> tuple[int, int]:
    """Look at the amount since the current contract year began."""
    state, period = flow.to_date, Period.parse(flow.inputs.period)
    current, past, done = years.of(period), state.get(f"{key}:past", 0), state.get(key, 0)
    if current is None:
        # Before the first year and after the last nothing is bounded; what comes in starts anew.
        state[f"{key}:start"] = reach.to_date_minor
        return past, reach.to_date_minor - reach.before_minor
    start = state.get(f"{key}:start", 0)
    looked = reach.to_date_minor - start
    if bound.name == "floor" and not current.ends_with(period):
        return past, looked
    kept = reach.settled_minor - start + done - past
    return past + bound.difference(looked, kept), looked


def _settle(state: dict[str, int], step: str, bounds: Sequence[Bound], value_minor: int) -> None:
    """Close one contract year with what had come in before this run."""
    for bound in bounds:
        key = f"{bound.name}:{step}"
        if bound.per == "year":
            past, year = state.get(f"{key}:past", 0), value_minor - state.get(f"{key}:start", 0)
            kept = year + state.get(key, 0) - past
            state[key] = state[f"{key}:past"] = past + bound.difference(year, kept)
            state[f"{key}:start"] = value_minor
        value_minor += state.get(key, 0)


def _ordinal(month: Month) -> int:
    """Number months, so that a position can hold which ones are settled."""
    return month.year * 12 + month.month
