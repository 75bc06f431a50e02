"""A royalty on counted units at a price, or by a table of tiers: due to date less due before.

Kept here:
1. Every amount to date is rounded once; slices and prices are exact until then.
2. A changed price, share, rate or table starts anew: what was due stays, and only what comes later
   is counted, from zero, by the new clause.
3. When everything that was counted is taken back, nothing of it is remembered.
"""

from dataclasses import dataclass, replace

from contracts.anew import forget_if_empty, start_anew
from contracts.flow import Flow, Portion, covered_items
from contracts.money import Ratio, floor_toward_zero, lowest_terms
from contracts.rated import Rated, levy
from contracts.step import Footprint, Head
from contracts.tier_rows import record_reached, record_slices
from contracts.tiered import Table
from contracts.tiers import reached, slices, worth
from contracts.trace import TraceRow
from contracts.units import UNITS, count_units

_RULES = {
    (False, False): "floor-toward-zero",
    (False, True): "to-date-floor-toward-zero",
    (True, False): "units-alone",
    (True, True): "units-to-date",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One amount before it is rounded.

    Attributes:
        basis_minor: What it is computed on: money or units, to date or of this run.
        rate: Its one rate; None when slices have rates of their own.
        exact: The exact result.
        prior_minor: What of it was due before.
        rule: Name of the arithmetic.
        parents: Rows that say how the rate was found.
    """

    basis_minor: int
    rate: Ratio | None
    exact: Ratio
    prior_minor: int
    rule: str
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Priced:
    """One such royalty, ready to run.

    Attributes:
        rated: What it has in common with a royalty on money; its rate is None with a table.
        price: Minor units for each unit; None when the basis is money.
        share: Part of the units that is counted.
        table: Tiers; None with one rate.
    """

    rated: Rated
    price: int | None
    share: Ratio
    table: Table | None

    @property
    def head(self) -> Head:
        """The common fields."""
        return self.rated.head

    def footprint(self) -> Footprint:
        """What it reads and takes."""
        return replace(self.rated.footprint(), counts_units=True)

    def apply(self, flow: Flow) -> None:
        """Compute, take, and hand out."""
        key = self.head.id
        if self.rated.cumulative:
            start_anew(flow.to_date, key, self._spelled(), flow.to_date.get(f"due:{key}", 0))
        levy(flow, self.rated, self._charge)
        forget_if_empty(flow.to_date, key)

    def _charge(self, flow: Flow, portion: Portion) -> TraceRow:
        """Compute one amount: exact, rounded, and what of it is new."""
        if self.table is not None:
            reading = self._by_table(flow, portion, self.table)
        else:
            reading = self._at_rate(flow, portion.basis_minor, self.rated.rate or (0, 1))
        head, unit = self.head, self.rated.unit
        rounded = floor_toward_zero(1, *reading.exact, unit)
        weights = self.rated.payees.weights
        return TraceRow(
            id=portion.row,
            step=head.id,
            kind=head.kind,
            clause=head.clause,
            label_ja=head.label_ja,
            label_en=head.label_en,
            currency=flow.inputs.currency,
            basis=str(self.rated.basis),
            basis_minor=reading.basis_minor,
            added_minor=portion.basis_minor if self._is_to_date() else None,
            rate=reading.rate,
            exact=reading.exact,
            unit=unit,
            rounded_minor=rounded,
            prior_minor=reading.prior_minor,
            amount_minor=rounded - reading.prior_minor,
            rule=reading.rule,
            payee=weights[0][0] if len(weights) == 1 else "",
            note=self._note(flow),
            parents=(*portion.parents, *reading.parents),
            flow=portion.flow,
        )

    def _is_to_date(self) -> bool:
        return self.rated.cumulative and not (self.table and self.table.at_start)

    def _at_rate(
        self, flow: Flow, added: int, rate: Ratio, parents: tuple[str, ...] = ()
    ) -> Reading:
        """Take one rate of the basis, to date or of this run alone."""
        basis, prior = added, 0
        to_date = flow.add(f"basis:{self.head.id}", added) if self.rated.cumulative else 0
        if self._is_to_date():
            basis, prior = to_date, self._prior(flow)
        each = self._each()
        exact = lowest_terms(basis * rate[0] * each[0], rate[1] * each[1])
        rule = _RULES[self.price is not None, self._is_to_date()]
        return Reading(basis, rate, exact, prior, rule, parents)

    def _by_table(self, flow: Flow, portion: Portion, table: Table) -> Reading:
        """Read the table: for each slice, for the whole, or as it stood before this run."""
        added, units = self._counted(flow, portion, table)
        key = "units" if table.counts == "units" and self.price is None else "basis"
        before = flow.to_date.get(f"{key}:{self.head.id}", 0)
        if key == "units":
            flow.add(f"units:{self.head.id}", added)
        if table.mode == "marginal":
            return self._in_slices(flow, portion, table)
        one = reached(table.tiers, before if table.at_start else before + added)
        rule = "tier-at-start" if table.at_start else "tier-reached"
        rows = record_reached(flow, self.head, portion.row, one, f"{rule}-{table.counts}")
        return self._at_rate(flow, portion.basis_minor, one.tier.rate, (*units, *rows))

    def _counted(self, flow: Flow, portion: Portion, table: Table) -> tuple[int, tuple[str, ...]]:
        """Give what this run adds to the quantity that tiers are compared with."""
        if table.counts == "money" or self.price is not None:
            return portion.basis_minor, ()
        items = covered_items(portion.cell, self.rated.where)
        return count_units(flow, self.head, portion.row, items)

    def _in_slices(self, flow: Flow, portion: Portion, table: Table) -> Reading:
        """Give every slice of the basis to date its own rate."""
        basis = flow.add(f"basis:{self.head.id}", portion.basis_minor)
        parts, each = slices(table.tiers, basis), self._each()
        rows = record_slices(flow, self.head, portion.row, parts, (each, self._priced()))
        return Reading(basis, None, worth(parts, each), self._prior(flow), "tiers-to-date", rows)

    def _each(self) -> Ratio:
        """Give what a counted unit is worth before the rate; one when the basis is money."""
        return lowest_terms((self.price or 1) * self.share[0], self.share[1])

    def _priced(self) -> str:
        """Spell the worth of a unit for the explanation."""
        if self.price is None:
            return ""
        share = "" if self.share == (1, 1) else f";share={self.share[0]}/{self.share[1]}"
        return f"price={self.price}{share}"

    def _note(self, flow: Flow) -> str:
        changed = self._is_to_date() and flow.to_date.get(f"base:{self.head.id}")
        return ";".join(filter(None, ("since-change" if changed else "", self._priced())))

    def _prior(self, flow: Flow) -> int:
        """Give what was due before by this clause as it is now."""
        state, key = flow.to_date, self.head.id
        return state.get(f"due:{key}", 0) - state.get(f"base:{key}", 0)

    def _spelled(self) -> str:
        """Give all that the amount to date stands on as text."""
        table = self.table.spelled() if self.table else ""
        is_units = self.rated.basis == UNITS
        return f"{is_units} {self.price} {self.share} {self.rated.rate} {table}"
