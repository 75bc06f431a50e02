"""A second waterfall, slow and obvious, written from the rules and not from the engine.

It imports nothing of `contracts`. It keeps the whole history instead of a position, computes with
Fraction, and looks at single revenue items as long as nobody has summed them.
"""

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


@dataclass
class Bucket:
    """Money that is looked at as one amount."""

    items: list[Json]
    amount: int
    where: Json


class Oracle:
    """Runs one agreement period by period."""

    def __init__(self, terms: Json) -> None:
        self.terms = terms
        self.targets = {
            account["id"]: toward_zero(
                Fraction(account["target"]["amount"])
                * fraction(account["target"].get("rate", {"num": 1, "den": 1})),
                1,
            )
            for account in terms.get("accounts", [])
        }
        self.memos = {a["id"] for a in terms.get("accounts", []) if a["kind"] == "memo"}
        self.bases: dict[str, list[int]] = {}
        self.amounts: dict[str, list[int]] = {}
        self.inflows: dict[str, list[int]] = {}
        self.recovered: dict[str, int] = {}
        self.spent: dict[str, list[int]] = {}
        self.shares: dict[str, Shares] = {}
        self.pool: list[int] = []
        self.held: dict[str, int] = {}

    def run(self, items: list[Json], expenses: list[Json], holders: Json) -> Json:
        self.items = sorted(items, key=lambda item: item["id"])
        self.expenses, self.holders = expenses, holders
        self.owed: dict[str, int] = {}
        self.out: dict[str, int] = {}
        self.left: dict[str, int] = {}
        self.summed: list[tuple[Json, list[str]]] = []
        self.excess: dict[str, int] = {}
        self.recouped: dict[str, int] = {}
        self.waiting = self.carried = 0
        self.buckets = [Bucket([item], item["amount_minor"], {}) for item in self.items]
        for item in self.items:
            self.waiting -= self.held.pop(item["id"], 0)
        for step in self.terms["steps"]:
            getattr(self, "step_" + step["kind"].partition("/")[0])(step)
        return {
            "amounts": self.out,
            "owed": {payee: amount for payee, amount in self.owed.items() if amount},
            "carried": self.carried,
            "held": self.waiting,
            "retained": sum(bucket.amount for bucket in self.buckets),
        }

    def step_hold(self, step: Json) -> None:
        total = 0
        for bucket in list(self.buckets):
            item = bucket.items[0]
            listed = step.get("channels")
            in_filter = "where" in step and matches(item, step["where"])
            unknown = item["channel"] is None and (listed is not None or "where" not in step)
            unlisted = listed is not None and item["channel"] not in listed
            if in_filter or unknown or unlisted:
                self.buckets.remove(bucket)
                self.held[item["id"]] = item["amount_minor"]
                total += item["amount_minor"]
        self.waiting += total
        self.out[step["id"]] = total

    def step_commission(self, step: Json) -> None:
        self.rated(step, step.get("cumulative", False), zero=False)

    def step_royalty(self, step: Json) -> None:
        self.rated(step, step.get("cumulative", step.get("scope", "total") == "total"), zero=False)

    def step_pool(self, step: Json) -> None:
        self.rated(step, True, zero=True)

    def rated(self, step: Json, cumulative: bool, *, zero: bool) -> None:
        where = dict(step.get("where", {}))
        if step.get("per") == "gross_only":
            where["reported"] = ["gross"]
        total = left = 0
        for bucket in self.gather(where, step.get("scope", "total"), step["basis"] == "gross"):
            basis = self.basis(step["basis"], bucket, where)
            amount = self.charge(step, basis, cumulative, zero=zero)
            bucket.amount -= amount
            total += amount
            left += bucket.amount
        self.finish(step, total, left)
        self.pay(step, total)

    def charge(self, step: Json, basis: int, cumulative: bool, *, zero: bool) -> int:
        if "fixed" in step:
            return step["fixed"]
        unit = step.get("rounding", {"unit": self.terms.get("unit", 1)})["unit"]
        if not cumulative:
            return toward_zero(basis * fraction(step["rate"]), unit)
        history = self.bases.setdefault(step["id"], [])
        history.append(basis)
        to_date = max(0, sum(history)) if zero else sum(history)
        due = toward_zero(to_date * fraction(step["rate"]), unit)
        return due - sum(self.amounts.get(step["id"], []))

    def step_expense(self, step: Json) -> None:
        costs = [c["amount_minor"] for c in self.expenses if c["step"] == step["id"]]
        spent = sum(costs) + step.get("fixed", 0)
        history = self.spent.setdefault(step["id"], [])
        history.append(spent)
        cap = step.get("cap")
        amount = spent
        if cap and cap["per"] == "period":
            amount = min(spent, cap["amount"])
        elif cap:
            charged = sum(self.amounts.get(step["id"], []))
            amount = min(sum(history), cap["amount"]) - charged
        (bucket,) = self.gather(step.get("where", {}), "total", False)
        bucket.amount -= amount
        self.finish(step, amount, bucket.amount)
        self.pay(step, amount)

    def step_recoup(self, step: Json) -> None:
        account, target = step["account"], self.targets[step["account"]]
        if account in self.memos:
            inflow = self.inflows.setdefault(account, [])
            found = [b for b in self.buckets if self.inside(b, step.get("where", {}))]
            before = max(0, sum(inflow) - target)
            inflow.append(self.flow_basis(step, found))
            change = max(0, sum(inflow) - target) - before
            self.excess[account] = self.excess.get(account, 0) + change
            self.finish(step, 0, sum(bucket.amount for bucket in found))
            return
        against = step.get("against")
        bucket = None
        if not against or "payee" not in step:
            (bucket,) = self.gather(step.get("where", {}), "total", False)
        basis = 0 if against else self.basis(step["basis"], bucket, {})
        if against:
            basis = self.out[against] - self.recouped.get(against, 0)
        self.inflows.setdefault(step["id"], []).append(basis)
        first = [
            sum(self.inflows.get(one["id"], []))
            for one in self.terms["steps"][: self.terms["steps"].index(step)]
            if one.get("account") == account
        ]
        upto = max(0, min(sum(first) + sum(self.inflows[step["id"]]), target))
        reached = upto - max(0, min(sum(first), target))
        amount = reached - self.recovered.get(step["id"], 0)
        self.recovered[step["id"]] = reached
        if against:
            self.recouped[against] = self.recouped.get(against, 0) + amount
            payer = next(one for one in self.terms["steps"] if one["id"] == against)
            self.pay({**payer, "id": step["id"] + "/debtors"}, -amount)
        if bucket:
            bucket.amount += amount if against else -amount
        self.finish(step, amount, bucket.amount if bucket else 0)
        if "payee" in step:
            self.pay(step, amount)

    def flow_basis(self, step: Json, buckets: list[Bucket]) -> int:
        return sum(bucket.amount for bucket in buckets)

    def step_split(self, step: Json) -> None:
        (bucket,) = self.gather({}, "total", False)
        before = max(0, sum(self.pool))
        self.pool.append(bucket.amount)
        amount = max(0, sum(self.pool)) - before
        self.carried = bucket.amount - amount
        bucket.amount = 0
        self.finish(step, amount, 0)
        if "holders" in step:
            self.pay({**step, "payee": step["holders"]}, amount)
            return
        given = sum((fraction(p["share"]) for p in step["payees"] if "share" in p), Fraction(0))
        shares = [
            fraction(payee["share"]) if "share" in payee else 1 - given for payee in step["payees"]
        ]
        whole = 1
        for share in shares:
            whole *= share.denominator
        weights = [
            (payee["payee"], int(share * whole))
            for payee, share in zip(step["payees"], shares, strict=True)
        ]
        self.hand_out(step["id"], amount, weights, step.get("rule", "hamilton"))

    def pay(self, step: Json, amount: int) -> None:
        if "payee" in step:
            weights = [(step["payee"], 1)]
        elif "payees" in step:
            key = "points" if step["kind"] == "pool/1" else "weight"
            weights = [(payee["payee"], payee[key]) for payee in step["payees"]]
        else:
            return
        self.hand_out(step["id"], amount, weights, step.get("rule", "hamilton"))

    def hand_out(self, key: str, amount: int, weights: list[tuple[str, int]], rule: str) -> None:
        parts = self.shares.setdefault(key, Shares()).add(amount, weights, rule)
        for payee, part in parts.items():
            if ":" not in payee:
                self.owed[payee] = self.owed.get(payee, 0) + part
                continue
            known = [tuple(pair) for pair in self.holders.get(payee, ()) if pair[1]]
            inner = self.shares.setdefault(f"{key}/{payee}", Shares())
            waited = inner.unpaid
            for holder, share in inner.add(part, known, rule).items():
                self.owed[holder] = self.owed.get(holder, 0) + share
            self.waiting += inner.unpaid - waited

    def finish(self, step: Json, amount: int, left: int) -> None:
        self.amounts.setdefault(step["id"], []).append(amount)
        self.out[step["id"]] = amount
        self.left[step["id"]] = left

    def basis(self, basis: str, bucket: Bucket | None, where: Json) -> int:
        kind, _, ref = basis.partition(":")
        if kind == "gross":
            assert bucket is not None
            return sum(
                item["amount_minor"]
                for item in bucket.items
                if item["reported"] == "gross" and matches(item, where)
            )
        if kind in ("received", "remainder"):
            assert bucket is not None
            return bucket.amount
        return {"after": self.left, "amount": self.out, "excess": self.excess}[kind][ref]

    def gather(self, where: Json, scope: str, may_take_from_all: bool) -> list[Bucket]:
        """Sum the buckets the filter means; a bucket it means in part was summed too early."""
        if may_take_from_all and scope == "total" and any(cut(*one, where) for one in self.summed):
            where = {}
        if scope != "item":
            kept = ["channel", "month"] if scope == "channel_month" else []
            self.summed.append((where, kept))
        inside = [bucket for bucket in self.buckets if self.inside(bucket, where)]
        if scope == "item":
            return inside
        others = [bucket for bucket in self.buckets if not self.inside(bucket, where)]
        groups: dict[Any, list[Bucket]] = {} if scope == "channel_month" else {None: []}
        for bucket in inside:
            key = None
            if scope == "channel_month":
                key = (bucket.items[0]["channel"], bucket.items[0]["month"])
            groups.setdefault(key, []).append(bucket)
        summed = [
            Bucket([i for b in one for i in b.items], sum(b.amount for b in one), where)
            for one in groups.values()
        ]
        self.buckets = others + summed
        return summed

    def inside(self, bucket: Bucket, where: Json) -> bool:
        if bucket.items:
            return all(matches(item, where) for item in bucket.items)
        return all(
            name in bucket.where and set(bucket.where[name]) <= set(values)
            for name, values in where.items()
        )


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
