"""Money held back against returns: by month of origin, until the schedule releases it.

What the position remembers:

    basis:<id>             base to date since the rate last changed
    withheld:<id>          withheld to date, released or not
    base:<id>              of it, what was withheld before the rate last changed
    rate:<id>:num, :den    the rate
    reserve:<id>/<month>   withheld with this month of origin, until all of it is released
    released:<id>/<month>  of it, released to date
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from contracts.errors import TermsInvalid
from contracts.fields import Fields
from contracts.flow import Flow
from contracts.modifiers import Stated, row_of
from contracts.money import Ratio, floor_toward_zero, lowest_terms
from contracts.period import Month, Period
from contracts.step import Basis, Head

_TWELVE = 12
_MOST = 1200


@dataclass(frozen=True, slots=True)
class Schedule:
    """When money held back is released.

    Attributes:
        after_months: From the month of origin to the first release.
        parts: In how many equal parts.
        every_months: From one part to the next.
    """

    after_months: int
    parts: int = 1
    every_months: int = 1

    def due(self, origin: Month, last: Month) -> int:
        """Count the parts that are due when a period ends with a month.

        Example:
            >>> Schedule(6, parts=2, every_months=3).due(Month(2026, 3), Month(2026, 12))
            2
        """
        passed = (last.year - origin.year) * _TWELVE + last.month - origin.month
        return max(0, min(self.parts, (passed - self.after_months) // self.every_months + 1))

    def last(self, origin: Month) -> Month:
        """Give the month in which the last part is due."""
        return origin.plus(self.after_months + (self.parts - 1) * self.every_months)


def read_schedule(fields: Fields) -> Schedule:
    """Read the field `release` of a reserve.

    Raises:
        TermsInvalid: It releases at once, in no part, or beyond a century.
    """
    part = fields.part("release")
    schedule = Schedule(
        after_months=part.integer("after_months", least=1),
        parts=part.integer("parts", least=1, default=1),
        every_months=part.integer("every_months", least=1, default=1),
    )
    part.close()
    months = schedule.after_months + (schedule.parts - 1) * schedule.every_months
    if months > _MOST:
        fields.refuse(
            "number-too-large",
            f"The last part would be released after {months} months.",
            field="release",
            value=months,
            expected=f"<= {_MOST} months",
        )
    return schedule


def refuse_forgotten(held: Iterable[str], reserves: Collection[str]) -> None:
    """Refuse terms that no longer have a reserve which still holds money: nobody would release it.

    Args:
        held: Reserve and month of origin of everything that is held, "returns/2026-03".
        reserves: Ids of the reserves that the terms have.

    Raises:
        TermsInvalid: `reserve-forgotten`.
    """
    for key in held:
        step, _, month = key.partition("/")
        if step not in reserves:
            raise TermsInvalid(
                "reserve-forgotten",
                f"The reserve {step} holds money of {month}, and these terms do not have it.",
                step=step,
                field="steps",
                value=month,
                expected="the reserve, at a rate of zero if nothing more is to be held back",
            )


class Store:
    """What one reserve holds, in one run."""

    def __init__(self, flow: Flow, head: Head, period: Period) -> None:
        self._flow, self._head, self._period = flow, head, period

    def withhold(
        self,
        basis: Basis,
        added_minor: int,
        rate: Ratio,
        parents: Iterable[str],
        flow_rows: tuple[str, ...] = (),
    ) -> str:
        """Hold back the rate of a base to date, less what was held back before; give the row."""
        prior = self._prior(rate)
        base = self._flow.add(self._key("basis"), added_minor)
        rounded = floor_toward_zero(base, *rate)
        stated = Stated(
            rule="withheld-to-date",
            basis=str(basis),
            basis_minor=base,
            added_minor=added_minor,
            rate=rate,
            exact=lowest_terms(base * rate[0], rate[1]),
            rounded_minor=rounded,
            prior_minor=prior,
            part="withheld",
            month=str(self._period.last),
            note="since-change" if self._flow.to_date.get(self._key("base")) else "",
            parents=parents,
        )
        row = replace(row_of(self._flow, self._head, stated), flow=flow_rows)
        self._flow.add(self._key("withheld"), stated.amount_minor)
        self._flow.add(f"{self._key('reserve')}/{self._period.last}", stated.amount_minor)
        if not base:
            self._forget_rate()
        return self._flow.record(row)

    def release(self, schedule: Schedule) -> list[str]:
        """Release what is due of every origin; give the rows that say so."""
        state, prefix = self._flow.to_date, f"{self._key('reserve')}/"
        rows = []
        for key in sorted(key for key in state if key.startswith(prefix)):
            origin, amount = Month.parse(key.removeprefix(prefix)), state[key]
            parts = schedule.due(origin, self._period.last)
            row = self._release(schedule, origin, amount, parts)
            rows += [row] if row else []
            if parts == schedule.parts:
                state.pop(key)
                state.pop(f"{self._key('released')}/{origin}", None)
        return rows

    @staticmethod
    def held(flow: Flow, head: Head) -> int:
        """Give what a reserve holds: withheld and not released yet."""
        kept = sum(v for k, v in flow.to_date.items() if k.startswith(f"reserve:{head.id}/"))
        gone = sum(v for k, v in flow.to_date.items() if k.startswith(f"released:{head.id}/"))
        return kept - gone

    def _release(self, schedule: Schedule, origin: Month, amount: int, parts: int) -> str:
        key = f"{self._key('released')}/{origin}"
        before = self._flow.to_date.get(key, 0)
        due = floor_toward_zero(amount, parts, schedule.parts)
        # A schedule that new terms stretch takes nothing back that was released.
        if abs(due) <= abs(before):
            return ""
        stated = Stated(
            rule="reserve-released",
            basis="origin",
            basis_minor=amount,
            rate=lowest_terms(parts, schedule.parts),
            exact=lowest_terms(amount * parts, schedule.parts),
            rounded_minor=due,
            prior_minor=before,
            part=f"released/{origin}",
            month=str(origin),
        )
        self._flow.add(key, stated.amount_minor)
        return self._flow.record(row_of(self._flow, self._head, stated))

    def _prior(self, rate: Ratio) -> int:
        """Give what was withheld before at this rate; at a new rate, start anew from here."""
        state, names = self._flow.to_date, (self._key("rate") + ":num", self._key("rate") + ":den")
        if (state.get(names[0], 0), state.get(names[1], 0)) != rate:
            state[self._key("basis")] = 0
            state[self._key("base")] = state.get(self._key("withheld"), 0)
            state[names[0]], state[names[1]] = rate
        return state.get(self._key("withheld"), 0) - state.get(self._key("base"), 0)

    def _forget_rate(self) -> None:
        """Remember nothing once all that was counted is taken back."""
        for name in ("basis", "base", "rate:num", "rate:den"):
            first, _, rest = name.partition(":")
            self._flow.to_date.pop(self._key(first) + (f":{rest}" if rest else ""), None)

    def _key(self, name: str) -> str:
        return f"{name}:{self._head.id}"
