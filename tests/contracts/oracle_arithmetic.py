"""Arithmetic of the second waterfall: rounding, dividing, remembering who got what."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Json = dict[str, Any]


def toward_zero(amount: Fraction, unit: int) -> int:
    units = amount / unit
    whole = abs(units.numerator) // units.denominator
    return unit * (whole if units >= 0 else -whole)


def largest_remainder(total: int, weights: list[int]) -> list[int]:
    if total < 0:
        return [-part for part in largest_remainder(-total, weights)]
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    parts = [int(quota) for quota in exact]
    while sum(parts) < total:
        gaps = [quota - part for quota, part in zip(exact, parts, strict=True)]
        parts[gaps.index(max(gaps))] += 1
    return parts


def from_the_first_on(total: int, weights: list[int]) -> list[int]:
    if total < 0:
        return [-part for part in from_the_first_on(-total, weights)]
    parts = [total * weight // sum(weights) for weight in weights]
    place = 0
    while sum(parts) < total:
        if weights[place]:
            parts[place] += 1
        place += 1
    return parts


@dataclass
class Shares:
    """What a step handed out so far: one list of (weights, total) per set of holders."""

    eras: list[tuple[list[tuple[str, int]], int]] = field(default_factory=list)
    paid: dict[str, int] = field(default_factory=dict)
    unpaid: int = 0

    def add(self, amount: int, weights: list[tuple[str, int]], rule: str) -> dict[str, int]:
        """Hand out what is new and what waited; give what each payee gets now."""
        amount += self.unpaid
        self.unpaid = 0
        if not weights:
            self.unpaid = amount
            return {}
        if not self.eras or not same(self.eras[-1][0], weights):
            self.eras.append((weights, 0))
        self.eras[-1] = (weights, self.eras[-1][1] + amount)
        divide = largest_remainder if rule == "hamilton" else from_the_first_on
        due: dict[str, int] = {}
        for holders, total in self.eras:
            parts = divide(total, [weight for _, weight in holders])
            for (payee, _), part in zip(holders, parts, strict=True):
                due[payee] = due.get(payee, 0) + part
        now = {payee: part - self.paid.get(payee, 0) for payee, part in due.items()}
        self.paid = due
        return now


def same(one: list[tuple[str, int]], other: list[tuple[str, int]]) -> bool:
    """Equal holders: the same parties with the same proportions."""

    def shares(weights: list[tuple[str, int]]) -> dict[str, Fraction]:
        whole = sum(weight for _, weight in weights)
        return {payee: Fraction(weight, whole) for payee, weight in weights if weight}

    return shares(one) == shares(other)


def cut(summed: Json, kept_apart: list[str], where: Json) -> bool:
    """Tell whether a filter means a part only of what an earlier step summed.

    It is a question about the two clauses, not about the money: the same terms must mean the same
    in a month without revenue.
    """
    if any(not {*values} & {*summed.get(name, values)} for name, values in where.items()):
        return False
    return any(
        name not in kept_apart and not (name in summed and {*summed[name]} <= {*values})
        for name, values in where.items()
    )


def matches(item: Json, where: Json) -> bool:
    return all(item[name] in values for name, values in where.items())


def fraction(rate: Json) -> Fraction:
    return Fraction(rate["num"], rate["den"])
