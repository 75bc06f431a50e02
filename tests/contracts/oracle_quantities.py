"""Fees on what was counted: royalties by units and tiers, usage by a table of rates, points."""

from fractions import Fraction
from itertools import accumulate, pairwise

from oracle_arithmetic import Json, fraction, matches, toward_zero
from oracle_book import Bucket
from oracle_modifiers import Modifiers
from oracle_months import contract_years, month


class Quantities(Modifiers):
    """Second versions of royalty and pool, and the usage rate."""

    def step_pool_2(self, step: Json) -> None:
        self.rated(step, True, zero=True)

    def step_royalty_2(self, step: Json) -> None:
        where = dict(step.get("where", {}))
        if step.get("per") == "gross_only":
            where["reported"] = ["gross"]
        scope = step.get("scope", "total")
        cumulative = step.get("cumulative", scope == "total")
        total = left = 0
        for bucket in self.gather(where, scope, step["basis"] in ("gross", "units")):
            amount = self.by_quantity(step, bucket, where, cumulative)
            bucket.amount -= amount
            total += amount
            left += bucket.amount
        self.finish(step, total, left)
        self.pay(step, total)

    def by_quantity(self, step: Json, bucket: Bucket, where: Json, cumulative: bool) -> int:
        """The amount of this run: due to date less before, or of the run by itself."""
        units, price = counted_units(bucket, where), Fraction(1)
        basis = Fraction(units)
        if step["basis"] == "units":
            share = fraction(step.get("share_of_units", {"num": 1, "den": 1}))
            price = step["price"]["amount"] * share
        else:
            basis = Fraction(self.basis(step["basis"], bucket, where))
        if "fixed" in step:
            fixed: int = step["fixed"]
            return fixed
        by_units = step.get("tiers_by", "units" if step["basis"] == "units" else "money") == "units"
        count = Fraction(units) if by_units else basis * price
        history = self.counted.setdefault(step["id"], [])
        known = sum(one for one, _ in history) if cumulative else Fraction(0)
        spent = sum(one for _, one in history) if cumulative else Fraction(0)
        history.append((count, basis * price))
        unit = self.unit(step)
        if "tiers" in step and step.get("tier_read", "now") == "period_start":
            rate = fraction(reached(step["tiers"], known)["rate"])
            return toward_zero(basis * price * rate, unit)
        exact = self.exact(step, known + count, spent + basis * price, price if by_units else 1)
        before = sum(self.amounts.get(step["id"], [])) if cumulative else 0
        return toward_zero(exact, unit) - before

    def exact(
        self, step: Json, count: Fraction, money: Fraction, price: Fraction | int
    ) -> Fraction:
        if "tiers" not in step:
            return money * fraction(step["rate"])
        if step.get("tier_mode", "marginal") == "whole":
            return money * fraction(reached(step["tiers"], count)["rate"])
        return price * slices(step["tiers"], count, "rate")

    def step_clawback(self, step: Json) -> None:
        """A grant goes back out of what exceeds one's own burden; late revenue does not count."""
        where = step.get("where", {})
        (bucket,) = self.gather(where, "total", step["basis"] == "gross")
        basis = self.basis(step["basis"], bucket, where)
        if "until" in step and self.lasts[-1] > month(step["until"]):
            basis = 0
        history = self.bases.setdefault(step["id"], [])
        history.append(basis)
        grant, cost = step["grant"]["amount"], step["cost"]["amount"]
        above = max(0, sum(history) - step.get("own_share", cost - grant))
        due = min(grant, toward_zero(above * Fraction(grant, cost), 1))
        amount = due - sum(self.amounts.get(step["id"], []))
        bucket.amount -= amount
        self.finish(step, amount, bucket.amount)
        self.pay(step, amount)

    def step_usage_rate(self, step: Json) -> None:
        where = step.get("where", {})
        (bucket,) = self.gather(where, "total", True)
        history = self.counted.setdefault(step["id"], [])
        history.append(counted_units(bucket, where))
        due = [0]
        for runs in range(1, len(history) + 1):
            count = Fraction(sum(history[:runs]))
            if step.get("mode", "marginal") == "whole":
                exact = count * fraction(reached(step["tiers"], count)["per_unit"])
            else:
                exact = slices(step["tiers"], count, "per_unit")
            due.append(toward_zero(exact, self.unit(step)))
        before = sum(self.amounts.get(step["id"], []))
        amount = self.bounded(step, due) - before
        bucket.amount -= amount
        self.finish(step, amount, bucket.amount)
        self.pay(step, amount)

    def bounded(self, step: Json, due: list[int]) -> int:
        """To date, within the floor and then the cap; in a year that has both, within both."""
        floor, cap = step.get("floor"), step.get("cap")
        if floor and cap and floor["per"] == cap["per"] == "year":
            return self.bound(step, due, floor["amount"], cap["amount"], "year")[-1]
        if floor:
            due = self.bound(step, due, floor["amount"], None, floor["per"])
        if cap:
            due = self.bound(step, due, None, cap["amount"], cap["per"])
        return due[-1]

    def bound(
        self, step: Json, due: list[int], least: int | None, most: int | None, per: str
    ) -> list[int]:
        """After every run, to date; `due` begins with the zero before the first run."""
        if per == "cumulative":
            return [0, *(within(one, least, most) for one in due[1:])]
        if per == "period":
            moved = [within(now - then, least, most) for then, now in pairwise(due)]
            return [0, *accumulate(moved)]
        kept = [0]
        for runs in range(1, len(due)):
            total = due[runs]
            for begins, ends in contract_years(step["year"], self.lasts[runs - 1]):
                start = min(runs, self.runs_until(begins - 1))
                until = min(runs, self.runs_until(ends))
                year, over = due[until] - due[start], ends <= self.lasts[runs - 1]
                total += within(year, least if over else None, most) - year
            kept.append(total)
        return kept


def within(amount: int, least: int | None, most: int | None) -> int:
    if least is not None:
        amount = max(least, amount)
    return amount if most is None else min(most, amount)


def counted_units(bucket: Bucket, where: Json) -> int:
    return sum(item.get("units", 0) for item in bucket.items if matches(item, where))


def reached(tiers: list[Json], count: Fraction | int) -> Json:
    """The last tier whose beginning the count, whatever its sign, has reached."""
    return [tier for tier in tiers if tier["from"] <= abs(count)][-1]


def slices(tiers: list[Json], count: Fraction, rate: str) -> Fraction:
    """Each part of the count between two beginnings at its own rate; below zero mirrored."""
    total = Fraction(0)
    ends = [*(tier["from"] for tier in tiers[1:]), None]
    for tier, end in zip(tiers, ends, strict=True):
        top = abs(count) if end is None else min(abs(count), Fraction(end))
        total += max(Fraction(0), top - tier["from"]) * fraction(tier[rate])
    return total if count >= 0 else -total
