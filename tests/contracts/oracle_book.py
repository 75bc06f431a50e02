"""What the second waterfall keeps: the money still flowing, and the history of every step."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from oracle_arithmetic import Json, Shares, cut, fraction, matches, toward_zero
from oracle_months import last_month


@dataclass
class Bucket:
    """Money that is looked at as one amount."""

    items: list[Json]
    amount: int
    where: Json


class Book:
    """Everything that was computed, run by run; steps read and extend it."""

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
        self.lasts: list[int] = []
        self.counted: dict[str, list[Any]] = {}
        self.effects: dict[str, list[tuple[int, int, int]]] = {}

    def start(self, period: str, items: list[Json], expenses: list[Json], holders: Json) -> None:
        self.period = period
        self.lasts.append(last_month(period))
        self.items = sorted(items, key=lambda item: item["id"])
        self.expenses, self.holders = expenses, holders
        self.owed: dict[str, int] = {}
        self.out: dict[str, int] = {}
        self.left: dict[str, int] = {}
        self.summed: list[tuple[Json, list[str]]] = []
        self.excess: dict[str, int] = {}
        self.waiting = self.carried = self.reserved = 0
        self.buckets = [Bucket([item], item["amount_minor"], {}) for item in self.items]
        for item in self.items:
            self.waiting -= self.held.pop(item["id"], 0)

    def place(self, step_id: str) -> int:
        return [step["id"] for step in self.terms["steps"]].index(step_id)

    def step_named(self, step_id: str) -> Json:
        step: Json = self.terms["steps"][self.place(step_id)]
        return step

    def unit(self, step: Json) -> int:
        unit: int = step.get("rounding", {"unit": self.terms.get("unit", 1)})["unit"]
        return unit

    def pay(self, step: Json, amount: int) -> None:
        if "payee" in step:
            weights = [(step["payee"], 1)]
        elif "credits" in step:
            weights = points_of(step)
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


def points_of(step: Json) -> list[tuple[str, int]]:
    """Points by role: each person's own, or the role's divided among its people; then summed."""
    roles = {role["role"]: role for role in step["roles"]}
    people = [credit["role"] for credit in step["credits"]]
    points: dict[str, Fraction] = {}
    for credit in step["credits"]:
        role = roles[credit["role"]]
        each = Fraction(role["points"])
        if role["per"] == "role":
            each /= people.count(credit["role"])
        points[credit["payee"]] = points.get(credit["payee"], Fraction(0)) + each
    whole = lcm(*(share.denominator for share in points.values()))
    return [(payee, int(share * whole)) for payee, share in points.items()]
