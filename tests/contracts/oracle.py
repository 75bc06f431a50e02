"""A second waterfall, slow and obvious, written from the rules and not from the engine.

It imports nothing of `contracts`. It keeps the whole history instead of a position, computes with
Fraction, and looks at single revenue items as long as nobody has summed them.
"""

from fractions import Fraction

from oracle_arithmetic import Json, fraction, matches, toward_zero
from oracle_book import Bucket
from oracle_quantities import Quantities


class Oracle(Quantities):
    """Runs one agreement period by period."""

    def run(
        self, items: list[Json], expenses: list[Json], holders: Json, period: str = "2026-04"
    ) -> Json:
        self.start(period, items, expenses, holders)
        for step in self.terms["steps"]:
            kind, _, version = step["kind"].partition("/")
            getattr(self, f"step_{kind}" + (f"_{version}" if version != "1" else ""))(step)
        return {
            "amounts": self.out,
            "owed": {payee: amount for payee, amount in self.owed.items() if amount},
            "carried": self.carried,
            "held": self.waiting,
            "reserved": self.reserved,
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
        unit = self.unit(step)
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
        is_paid = "payee" in step or "payees" in step
        if not against or not is_paid:
            (bucket,) = self.gather(step.get("where", {}), "total", False)
        basis = 0 if against else self.basis(step.get("basis", "remainder"), bucket, {})
        if against:
            basis = self.net_run(against, step["id"])
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
            self.to_payees(step, against, -amount)
        if bucket:
            bucket.amount += amount if against else -amount
        self.finish(step, amount, bucket.amount if bucket else 0)
        if is_paid:
            self.pay(step, amount)

    def flow_basis(self, step: Json, buckets: list[Bucket]) -> int:
        return sum(bucket.amount for bucket in buckets)

    def step_split(self, step: Json) -> None:
        (bucket,) = self.gather({}, "total", False)
        before = toward_zero(Fraction(max(0, sum(self.pool))), self.unit(step))
        self.pool.append(bucket.amount)
        amount = toward_zero(Fraction(max(0, sum(self.pool))), self.unit(step)) - before
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
