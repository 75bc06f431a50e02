"""A fee by use: a table of rates for each view or hour, within a floor and a cap, to date.

The amount by the table is rounded once, to date. A floor is held against it, then a cap against
the two together. Where there is neither, the row of the table is the row of the step.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from contracts.anew import forget_if_empty, start_anew
from contracts.bounds import Bound, Reach, bounded, settle_years
from contracts.contract_year import ContractYear
from contracts.flow import Flow, Portion
from contracts.money import floor_toward_zero
from contracts.rated import Rated, levy
from contracts.step import Footprint, Head
from contracts.tier_rows import PER_UNIT, record_reached, record_slices
from contracts.tiers import Tier, reached, slices, worth
from contracts.trace import TraceRow


@dataclass(frozen=True, slots=True)
class Used:
    """A fee by use, ready to run.

    Attributes:
        rated: Head, filter, rounding and payees.
        metric: What is counted: "views", "hours" ...
        tiers: Minor units for each counted unit.
        mode: "marginal" or "whole".
        floor: Least that is paid; None for none.
        cap: Most that is paid; None for none.
        year: How contract years are counted; None where nothing is per year.
    """

    rated: Rated
    metric: str
    tiers: tuple[Tier, ...]
    mode: str
    floor: Bound | None
    cap: Bound | None
    year: ContractYear | None

    @property
    def head(self) -> Head:
        """The common fields."""
        return self.rated.head

    def footprint(self) -> Footprint:
        """What it reads and takes."""
        return replace(self.rated.footprint(), counts_units=True)

    def apply(self, flow: Flow) -> None:
        """Compute, take, and hand out."""
        state, key = flow.to_date, self.head.id
        start_anew(state, key, self._spelled(), _by_table(state, key))
        levy(flow, self.rated, self._charge)
        forget_if_empty(state, key)

    def _charge(self, flow: Flow, portion: Portion) -> TraceRow:
        """Compute the amount by the table, and what floor and cap make of it."""
        key = self.head.id
        before = _by_table(flow.to_date, key)
        row = self._table_row(flow, portion, before)
        bounds = [bound for bound in (self.floor, self.cap) if bound]
        if not bounds:
            return row
        used = replace(row, id=f"{row.id}/use", kind="use", payee="", flow=())
        rows, amount = [flow.record(used)], row.amount_minor
        was = [flow.to_date.get(f"{bound.name}:{key}", 0) for bound in bounds]
        settle_years(flow, key, bounds, self.year, before)
        reach = Reach(before, before, before + amount)
        for bound, done_before in zip(bounds, was, strict=True):
            settled = flow.to_date.get(f"{bound.name}:{key}", 0)
            done, looked = bounded(flow, key, bound, reach, self.year)
            told = self._bound_row(flow, row, bound, (looked, done, done_before))
            rows.append(flow.record(told))
            amount += told.amount_minor
            reach = Reach(
                reach.before_minor + done_before,
                reach.settled_minor + settled,
                reach.to_date_minor + done,
            )
        return _sum_row(row, amount, rows)

    def _table_row(self, flow: Flow, portion: Portion, before: int) -> TraceRow:
        """Compute units to date by the table, less what was due by it before."""
        head, state = self.head, flow.to_date
        units = flow.add(f"basis:{head.id}", portion.basis_minor)
        base = state.get(f"base:{head.id}", 0)
        is_whole = self.mode == "whole"
        parts = [reached(self.tiers, units)] if is_whole else slices(self.tiers, units)
        if is_whole:
            told = record_reached(flow, head, portion.row, parts[0], "tier-reached-units")
        else:
            told = record_slices(flow, head, portion.row, parts, ((1, 1), PER_UNIT))
        exact = worth(parts)
        rounded = floor_toward_zero(1, *exact, self.rated.unit)
        weights = self.rated.payees.weights
        return TraceRow(
            id=portion.row,
            step=head.id,
            kind=head.kind,
            clause=head.clause,
            label_ja=head.label_ja,
            label_en=head.label_en,
            currency=flow.inputs.currency,
            basis="units",
            basis_minor=units,
            added_minor=portion.basis_minor,
            rate=parts[0].tier.rate if is_whole else None,
            exact=exact,
            unit=self.rated.unit,
            rounded_minor=rounded,
            prior_minor=before - base,
            amount_minor=rounded - (before - base),
            rule="used-to-date" if is_whole else "tiers-to-date",
            payee=weights[0][0] if len(weights) == 1 else "",
            note=";".join(filter(None, ("since-change" if base else "", f"metric={self.metric}"))),
            parents=(*portion.parents, *told),
        )

    def _bound_row(
        self, flow: Flow, row: TraceRow, bound: Bound, figures: tuple[int, int, int]
    ) -> TraceRow:
        looked, done, before = figures
        return TraceRow(
            id=f"{row.id}/{bound.name}",
            step=row.step,
            kind="bound",
            clause=row.clause,
            label_ja=row.label_ja,
            label_en=row.label_en,
            currency=flow.inputs.currency,
            basis="use",
            basis_minor=looked,
            exact=(done, 1),
            rounded_minor=done,
            prior_minor=before,
            amount_minor=done - before,
            rule=f"{bound.name}-per-{bound.per}",
            note=f"limit={bound.amount_minor}",
        )

    def _spelled(self) -> str:
        lines = (f"{tier.starts}:{tier.rate[0]}/{tier.rate[1]}" for tier in self.tiers)
        return f"{self.metric} {self.mode} {' '.join(lines)}"


def _by_table(state: dict[str, int], step: str) -> int:
    """Give what was due by the table alone: the amount to date without floor and cap."""
    added = state.get(f"floor:{step}", 0) + state.get(f"cut:{step}", 0)
    return state.get(f"due:{step}", 0) - added


def _sum_row(row: TraceRow, amount: int, parents: Iterable[str]) -> TraceRow:
    """Give the row of the step: the table's amount, what a floor adds, what a cap cuts."""
    return replace(
        row,
        basis="use",
        basis_minor=amount,
        added_minor=None,
        rate=None,
        exact=(amount, 1),
        unit=1,
        rounded_minor=amount,
        prior_minor=0,
        amount_minor=amount,
        rule="bounded",
        note="",
        parents=tuple(parents),
    )
