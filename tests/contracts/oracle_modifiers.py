"""Steps that change what the payees of an earlier step get: cap, floor, guarantee, reserve.

Each is computed anew from the whole history: what is due to date, less what it did before.
"""

from fractions import Fraction

from oracle_arithmetic import Json, fraction, largest_remainder, toward_zero
from oracle_book import Book
from oracle_months import contract_years, month, months


class Modifiers(Book):
    """What an earlier step gave, after every modifier between it and the one that asks."""

    def net(self, of: str, reader: str, runs: int) -> int:
        """To date, over so many runs from the first."""
        place = self.place(reader)
        given = sum(self.amounts[of][:runs])
        effects = self.effects.get(of, [])
        return given + sum(amount for run, by, amount in effects if run < runs and by < place)

    def net_run(self, of: str, reader: str) -> int:
        now = len(self.lasts)
        return self.net(of, reader, now) - self.net(of, reader, now - 1)

    def to_payees(self, step: Json, of: str, amount: int) -> None:
        """Give the payees of another step more, or less, in their proportions."""
        effect = (len(self.lasts) - 1, self.place(step["id"]), amount)
        self.effects.setdefault(of, []).append(effect)
        self.pay({**self.step_named(of), "id": step["id"] + "/debtors"}, amount)

    def from_flow(self, step: Json, amount: int, where: Json | None = None) -> None:
        (bucket,) = self.gather(where or {}, "total", False)
        bucket.amount -= amount
        self.finish(step, amount, bucket.amount)

    def runs_until(self, last: int) -> int:
        """How many of the runs so far end by a month."""
        return sum(one <= last for one in self.lasts)

    def years(self, step: Json) -> list[tuple[int, int, bool]]:
        """Of every year that has begun: runs before it, runs by its end, whether it is over."""
        if not step.get("year"):
            return []
        now = self.lasts[-1]
        found = contract_years(step["year"], now)
        return [(self.runs_until(a - 1), self.runs_until(z), z <= now) for a, z in found]

    def step_cap(self, step: Json) -> None:
        of, limit = step["of"], step["amount"]
        before = sum(self.amounts.get(step["id"], []))
        if step["per"] == "period":
            cut = max(0, self.net_run(of, step["id"]) - limit)
        elif step["per"] == "cumulative":
            cut = max(0, self.net(of, step["id"], len(self.lasts)) - limit) - before
        else:
            cuts = [
                max(0, self.net(of, step["id"], until) - self.net(of, step["id"], start) - limit)
                for start, until, _ in self.years(step)
            ]
            cut = sum(cuts) - before
        self.to_payees(step, of, -cut)
        self.from_flow(step, -cut)
        self.amounts[step["id"]][-1] = cut
        self.out[step["id"]] = cut

    def step_floor(self, step: Json) -> None:
        of, least = step["of"], step["amount"]
        if step["per"] == "cumulative":
            net = self.net(of, step["id"], len(self.lasts))
            added = max(0, least - net) - sum(self.amounts.get(step["id"], []))
        else:
            first, last = months(self.period)
            times = last - first + 1 if step["per"] == "month" else 1
            added = max(0, least * times - self.net_run(of, step["id"]))
        self.to_payees(step, of, added)
        self.from_flow(step, added)

    def step_guarantee(self, step: Json) -> None:
        before = sum(self.amounts.get(step["id"], []))
        owed, outstanding = 0, 0
        for (start, until, over), (begins, ends) in zip(
            self.years(step), contract_years(step["year"], self.lasts[-1]), strict=True
        ):
            due = sum(
                one["amount"]
                for one in step.get("instalments", [])
                if begins <= month(one["month"]) <= min(ends, self.lasts[-1])
            )
            due = step["amount"] if over else due
            earned = [
                self.net(one["step"], step["id"], until) - self.net(one["step"], step["id"], start)
                for one in step["of"]
            ]
            topped = max(0, due - sum(earned))
            if not step.get("cross", True):
                parts = largest_remainder(due, [one["value"] for one in step["of"]])
                topped = sum(max(0, g - e) for g, e in zip(parts, earned, strict=True))
            back = min(outstanding, max(0, sum(earned) - step["amount"]))
            owed += topped
            if step.get("recoupable", False):
                owed -= back
                outstanding += topped - back if over else 0
        amount = owed - before
        first = step["of"][0]["step"]
        self.to_payees(step, first, amount)
        self.from_flow(step, amount)

    def step_reserve(self, step: Json) -> None:
        against = step.get("against")
        if against:
            base = self.net(against, step["id"], len(self.lasts))
            where: Json = {}
        else:
            where = step.get("where", {})
            (bucket,) = self.gather(where, "total", step["basis"] == "gross")
            history = self.bases.setdefault(step["id"], [])
            history.append(self.basis(step["basis"], bucket, where))
            base = sum(history)
        to_date = toward_zero(base * fraction(step["rate"]), 1)
        origins = self.counted.setdefault(step["id"], [])
        origins.append((self.lasts[-1], to_date - sum(amount for _, amount in origins)))
        released = sum(
            self.released(step, sum(a for at, a in origins if at == one), one)
            for one in {at for at, _ in origins}
        )
        before = sum(self.amounts.get(step["id"], []))
        amount = to_date - released - before
        if against:
            self.to_payees(step, against, -amount)
            self.finish(step, amount, 0)
        else:
            bucket.amount -= amount
            self.finish(step, amount, bucket.amount)
        self.reserved += amount

    def released(self, step: Json, amount: int, origin: int) -> int:
        release = step["release"]
        parts, every = release.get("parts", 1), release.get("every_months", 1)
        due = [
            self.lasts[-1] >= origin + release["after_months"] + part * every
            for part in range(parts)
        ]
        return toward_zero(Fraction(amount * sum(due), parts), 1)
