"""What there is to be audited: how many of each kind, their control totals, and samples of them.

Control totals are sums by currency over everything of a kind; an auditor compares them with the
books outside before drawing a sample.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger.audit.family import Entry, Family, Setting
from ledger.audit.records import Record
from ledger.audit.sampling import KIND_OF, KINDS, Drawer, Sampling

Totals = dict[str, dict[str, int]]
"""Currency to name of the amount to minor units."""


@dataclass(slots=True)
class Population:
    """Everything of one kind.

    Attributes:
        count: Entries. undisclosed: of them, those whose contents are not at hand.
        totals: Sums over the others.
    """

    kind: str
    count: int = 0
    undisclosed: int = 0
    totals: Totals = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    def as_data(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "kind": self.kind,
            "count": self.count,
            "undisclosed": self.undisclosed,
            "totals": {one: dict(sums) for one, sums in sorted(self.totals.items())},
        }


@dataclass(frozen=True, slots=True)
class Drawn:
    """One entry of a sample.

    Attributes:
        fact: What it states; None where that is not disclosed.
        terms: For a payout run, the clauses that it cites, if they are at hand.
    """

    index: int
    event_type: str
    fact: Record | None
    terms: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample and how it was drawn."""

    sampling: Sampling
    entries: tuple[Drawn, ...]

    def as_data(self) -> dict[str, Any]:
        """Return it as plain JSON values: what was drawn, not what it says."""
        return {
            "kind": self.sampling.kind,
            "seed": self.sampling.seed,
            "size": self.sampling.size,
            "entries": [
                {"index": one.index, "type": one.event_type, "id": getattr(one.fact, "id", None)}
                for one in self.entries
            ],
        }


class Populations(Family):
    """Counts and adds up everything, and draws the samples that were asked for."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._all = {kind: Population(kind) for kind in KINDS}
        self._drawers: list[Drawer[Drawn]] = [Drawer(one) for one in setting.samplings]
        self._terms: dict[tuple[str, int], Mapping[str, Any]] = {}

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact, kind = entry.fact, KIND_OF.get(entry.event_type)
        if entry.event_type == "agreement.terms_added/1":
            self._terms[fact.agreement, fact.version] = fact.terms
        if kind is None:
            return
        population = self._all[kind]
        population.count += 1
        for name, amount in _amounts(entry.event_type, fact):
            population.totals[fact.currency][name] += amount
        terms = None
        if kind == "payouts":
            terms = self._terms.get((fact.agreement, fact.terms_version))
        self._offer(kind, Drawn(entry.index, entry.event_type, fact, terms))

    def missing(self, index: int, event_type: str) -> None:
        """It belongs to its population all the same: type and index are public."""
        kind = KIND_OF.get(event_type)
        if kind is not None:
            self._all[kind].count += 1
            self._all[kind].undisclosed += 1
            self._offer(kind, Drawn(index, event_type, None))

    def populations(self) -> tuple[Population, ...]:
        """Return what was counted, kind by kind."""
        return tuple(self._all.values())

    def samples(self) -> tuple[Sample, ...]:
        """Return the samples that were asked for, in that order."""
        return tuple(
            Sample(drawer.sampling, tuple(drawn for _, drawn in drawer.drawn()))
            for drawer in self._drawers
        )

    def _offer(self, kind: str, drawn: Drawn) -> None:
        for drawer in self._drawers:
            if drawer.sampling.kind == kind:
                drawer.offer(drawn.index, drawn)


def _amounts(event_type: str, fact: Record) -> Iterator[tuple[str, int]]:
    """Yield the named amounts of a fact."""
    if event_type == "royalty.payout_closed/1":
        yield "sales", fact.identity.get("sales", 0)
        for allocation in fact.allocations:
            for line in allocation.lines:
                yield "allocated", line.amount_minor
                yield "kept_before_remittance", line.kept_minor
    elif event_type == "statement.issued/1":
        for name in ("payable", "consumption_tax", "withholding", "transfer"):
            yield name, getattr(fact.totals, name)
    elif event_type == "revenue.reported/1":
        yield "reported", fact.amount_minor
        yield "promised", fact.remittance_minor
    elif event_type == "revenue.received/1":
        yield "received", fact.amount_minor
