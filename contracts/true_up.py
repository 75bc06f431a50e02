"""The contract years of a guarantee, brought up to date by one run.

A finished year is final. When no run ended in its last month, the next run settles it, with what
was earned up to the run before. What the position remembers, with <part> = <year>, or
<year>/<step> where every step has a value of its own:

    earned:<id>/<year>/<step>  net of a step since the year began
    topped:<id>/<part>         topped up to date
    repaid:<id>/<year>         of earlier years' top-ups, paid back to date
    owed:<id>                  top-ups of finished years that are still to be paid back
    settled:<id>               last month of the last finished year, 202703
"""

from collections.abc import Mapping

from contracts.contract_year import Year
from contracts.flow import Flow
from contracts.modifiers import Net, Stated, row_of
from contracts.period import Month, Period
from contracts.promise import Lot, Promise
from contracts.step import Head

_HUNDRED = 100


class TrueUp:
    """One guarantee in one run.

    Attributes:
        period: The run's period.
        amount_minor: What the run pays on the guarantee so far; negative when it is earned back.
        rows: Trace rows that say so.
    """

    def __init__(self, flow: Flow, head: Head, promise: Promise, period: Period) -> None:
        self.period = period
        self.amount_minor = 0
        self.rows: list[str] = []
        self._flow, self._head, self._promise = flow, head, promise

    def earn(self, year: Year, nets: Mapping[str, Net]) -> None:
        """Count what this run gave into its contract year."""
        for step, net in nets.items():
            self._flow.add(self._key("earned", f"{year}/{step}"), net.run_minor)

    def bring_up(self, year: Year, nets: Mapping[str, Net]) -> None:
        """Bring a year up to date: the run's own, or one that ended without being settled.

        Args:
            year: The year; they come in order.
            nets: What this run gave, in the run's own year; nothing for the others.
        """
        if nets or not self._is_settled(year):
            guaranteed = self._promise.guaranteed(year, self.period)
            lots = self._promise.lots(guaranteed, self._earned(year))
            self._regroup(year, [self._part(year, lot) for lot in lots])
            for lot in lots:
                self._top_up(year, lot, nets)
            if self._promise.recoupable:
                self._pay_back(year, nets)
        if not nets:
            self._forget(year)

    def remember(self) -> None:
        """Remember up to which month every year is settled."""
        ended = [
            year for year in self._promise.years.begun(self.period) if year.ends_with(self.period)
        ]
        if ended:
            state, key = self._flow.to_date, self._key("settled")
            state[key] = max(state.get(key, 0), _number(ended[-1].last))

    def forecast(self, year: Year) -> int:
        """Give what the top-up of a year would be if nothing more were earned in it."""
        lots = self._promise.lots(self._promise.amount, self._earned(year))
        return sum(lot.missing_minor for lot in lots)

    def _top_up(self, year: Year, lot: Lot, nets: Mapping[str, Net]) -> None:
        concerned = [net for step, net in nets.items() if lot.step in ("", step)]
        part = self._part(year, lot)
        stated = Stated(
            rule="guarantee-shortfall-of-step" if lot.step else "guarantee-shortfall",
            basis=f"earned:{lot.step}" if lot.step else "earned",
            basis_minor=lot.earned_minor,
            added_minor=sum(net.run_minor for net in concerned),
            rounded_minor=lot.missing_minor,
            prior_minor=self._flow.to_date.get(self._key("topped", part), 0),
            part=part,
            month=str(year),
            note=f"guaranteed:{lot.guaranteed_minor}",
            parents=[row for net in concerned for row in net.rows],
        )
        self._move("topped", part, stated, 1)

    def _pay_back(self, year: Year, nets: Mapping[str, Net]) -> None:
        """Take top-ups of finished years out of what this year earned above the guarantee."""
        owed = self._flow.to_date.get(self._key("owed"), 0)
        if not owed:
            return
        excess = max(0, sum(self._earned(year)) - self._promise.amount)
        stated = Stated(
            rule="guarantee-paid-back",
            basis="earned-above-guarantee",
            basis_minor=excess,
            rounded_minor=min(owed, excess),
            prior_minor=self._flow.to_date.get(self._key("repaid", str(year)), 0),
            part=f"{year}/back",
            month=str(year),
            note=f"owed:{owed}",
            parents=[row for net in nets.values() for row in net.rows],
        )
        self._move("repaid", str(year), stated, -1)

    def _move(self, name: str, part: str, stated: Stated, sign: int) -> None:
        """Record a row and count its change; the past is silent where nothing changes."""
        if not stated.amount_minor and not self._is_running(stated.month):
            return
        self.rows.append(self._flow.record(row_of(self._flow, self._head, stated)))
        self._flow.add(self._key(name, part), stated.amount_minor)
        self.amount_minor += sign * stated.amount_minor

    def _forget(self, year: Year) -> None:
        """Close the books of a finished year; what it topped up may be owed from then on."""
        state, open_minor = self._flow.to_date, 0
        for name, sign in (("earned", 0), ("topped", 1), ("repaid", -1)):
            for key in self._keys(name, year):
                open_minor += sign * state.pop(key)
        if self._promise.recoupable:
            self._flow.add(self._key("owed"), open_minor)

    def _regroup(self, year: Year, parts: list[str]) -> None:
        """Count what was topped up under parts that new terms no longer have with the first one."""
        state = self._flow.to_date
        keys = {self._key("topped", part) for part in parts}
        others = [key for key in self._keys("topped", year) if key not in keys]
        if others:
            self._flow.add(self._key("topped", parts[0]), sum(state.pop(key) for key in others))

    def _earned(self, year: Year) -> tuple[int, ...]:
        """Give what every step earned; where all count together, what steps gone by earned, too."""
        state = self._flow.to_date
        keys = [self._key("earned", f"{year}/{step}") for step in self._promise.steps]
        known = tuple(state.get(key, 0) for key in keys)
        if not self._promise.cross:
            return known
        gone = sum(state[key] for key in self._keys("earned", year) if key not in keys)
        return (*known, gone)

    def _is_settled(self, year: Year) -> bool:
        return _number(year.last) <= self._flow.to_date.get(self._key("settled"), 0)

    def _is_running(self, month: str) -> bool:
        year = self._promise.years.of(self.period)
        return year is not None and str(year) == month

    def _keys(self, name: str, year: Year) -> list[str]:
        """List what is remembered of a year under a name."""
        own = self._key(name, str(year))
        return [key for key in self._flow.to_date if key == own or key.startswith(f"{own}/")]

    def _part(self, year: Year, lot: Lot) -> str:
        return f"{year}/{lot.step}" if lot.step else str(year)

    def _key(self, name: str, part: str = "") -> str:
        return f"{name}:{self._head.id}/{part}" if part else f"{name}:{self._head.id}"


def _number(month: Month) -> int:
    return month.year * _HUNDRED + month.month
