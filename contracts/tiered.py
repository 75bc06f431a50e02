"""The tier table of a royalty: what is counted, how the table is read, and when.

Three ways to read a table, named in the contract:
- marginal, now: each slice of the quantity to date has its own rate;
- whole, now: the rate of the tier that the quantity to date reached holds for the basis to date;
- whole, period_start: the rate of the tier reached before the run holds for what the run adds.
"""

from dataclasses import dataclass

from contracts.fields import Fields
from contracts.rated import Rated
from contracts.schema import Schema
from contracts.tiers import MODES, Tier, read_tiers
from contracts.units import UNITS

_READS = ("now", "period_start")
_COUNTS = ("units", "money")

TABLE: dict[str, Schema] = {
    "tiers_by": {"enum": list(_COUNTS)},
    "tier_mode": {"enum": list(MODES)},
    "tier_read": {"enum": list(_READS)},
}
"""JSON Schema of the fields beside `tiers`."""


@dataclass(frozen=True, slots=True)
class Table:
    """Tiers, and how they are read.

    Attributes:
        tiers: In rising order.
        counts: "units" or "money": what the starts of the tiers are compared with.
        mode: "marginal" or "whole".
        at_start: Whether the tier is the one reached before the run.
    """

    tiers: tuple[Tier, ...]
    counts: str
    mode: str
    at_start: bool

    def spelled(self) -> str:
        """Give the table as text, equal for equal tables."""
        lines = (f"{tier.starts}:{tier.rate[0]}/{tier.rate[1]}" for tier in self.tiers)
        return f"{self.counts} {self.mode} {self.at_start} {' '.join(lines)}"


def read_table(fields: Fields, rated: Rated) -> Table:
    """Read `tiers`, `tiers_by`, `tier_mode` and `tier_read`.

    Args:
        fields: The step.
        rated: What was read of it before: its basis and scope.

    Raises:
        TermsInvalid: A table that cannot be read the way the terms say; see docs/TERMS.md.
    """
    if rated.scope != "total" or not rated.cumulative:
        fields.refuse(
            "tiers-need-total",
            "Tiers are counted to date, on the total.",
            field="scope",
            value=rated.scope,
            expected="scope total, cumulative",
        )
    counts_units = rated.basis == UNITS
    counts = fields.choice("tiers_by", _COUNTS, default=_COUNTS[0 if counts_units else 1])
    mode = fields.choice("tier_mode", MODES)
    read = fields.choice("tier_read", _READS, default="now")
    if mode == "marginal" and read != "now":
        fields.refuse(
            "tier-read-needs-whole",
            "Slices of a quantity to date cannot be read at the start of a period.",
            field="tier_read",
            value=read,
            expected="tier_mode whole",
        )
    if (counts == "units") != counts_units and (counts_units or mode == "marginal"):
        fields.refuse(
            "tiers-count-another-basis",
            "Slices are cut from the basis: units from units, money from money.",
            field="tiers_by",
            value=counts,
            expected="units" if counts_units else "money, or tier_mode whole",
        )
    return Table(read_tiers(fields), counts, mode, read != "now")
