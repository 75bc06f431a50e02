"""What payees kept before the money came in.

Platforms and theatres take their share before they remit, windows usually keep their fee. A report
says how much: reported less promised remittance. The clauses allocate those shares all the same,
so that every step is explained; but nobody is to be paid again what he kept.

The rules kept here, in order:

1. What a reporter kept is laid against the money it was kept of: shares of clauses that concern
   his sales. What belongs to items set aside waits with them.
2. His own fees and shares come out of what he kept himself, never out of what another kept.
3. Shares of platforms, theatres and distributors, who stand before everybody else in the flow, come
   out of what is beyond the reporters' own; for one who does not report himself, out of all of it.
4. No more is laid against an allocation than its amount, and nothing of the opposite sign.
5. A share that a cap or a reserve makes smaller counts as what is left of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from contracts.flow import attributes_of
from contracts.inputs import Item
from contracts.money import floor_toward_zero
from contracts.step import covers
from ledger.royalties.outcome import Allocated, Line

_UPSTREAM: Final = ("platform", "distribution")
_COMMISSION: Final = "commission/"
_CHANGES: Final = ("cap/", "floor/", "reserve/")


@dataclass(frozen=True, slots=True)
class Remittance:
    """A report that gives a run money, and what was promised on it.

    Attributes:
        amount_minor: Reported. remittance_minor: promised.
        before_minor: What earlier runs used of it. used_minor: what they and this run use.
    """

    reporter: str
    amount_minor: int
    remittance_minor: int
    before_minor: int
    used_minor: int

    def kept_of(self, used_minor: int) -> int:
        """Return what the reporter kept of a part of the report."""
        return kept_of_report(self.amount_minor, self.remittance_minor, used_minor)

    @property
    def kept_minor(self) -> int:
        """What he kept of what this run uses."""
        return self.kept_of(self.used_minor) - self.kept_of(self.before_minor)


def kept_of_report(amount_minor: int, remittance_minor: int, used_minor: int) -> int:
    """Return what the reporter kept of the part of a report that runs have used.

    Args:
        amount_minor: Reported.
        remittance_minor: Promised payment on it.
        used_minor: Distributable to date.

    Source:
        floor(used x (reported - promised) / reported), toward zero. Reported 100,000, promised
        40,000, used 50,000: kept 30,000.
    """
    kept = amount_minor - remittance_minor
    if amount_minor == 0 or (kept < 0) != (amount_minor < 0):
        return 0
    return floor_toward_zero(used_minor, abs(kept), abs(amount_minor))


def kept_in_run(
    remittances: Mapping[str, Remittance],
    items: Iterable[Item],
    held_before: Iterable[str],
    held_after: Iterable[str],
) -> dict[str, int]:
    """Return for each reporter what he kept of the money that flows in a run.

    Args:
        remittances: Report to what was promised on it.
        items: Revenue of the run.
        held_before: Ids of the items that earlier runs set aside.
        held_after: Ids of the items that are set aside after the run.

    Source:
        Reported 1,000, promised 900, and 400 of it set aside: 100 less 40 are kept now, and 40 in
        the run that releases the 400.
    """
    kept: dict[str, int] = defaultdict(int)
    for remittance in remittances.values():
        kept[remittance.reporter] += remittance.kept_minor
    before, after = set(held_before), set(held_after)
    for item in items:
        if (item.id in before) != (item.id in after):
            remittance = remittances[_report_of(item)]
            part = remittance.kept_of(item.amount_minor)
            kept[remittance.reporter] += part if item.id in before else -part
    return dict(kept)


def items_by_reporter(
    remittances: Mapping[str, Remittance], items: Iterable[Item]
) -> dict[str, tuple[Item, ...]]:
    """Return for each reporter his items of a run."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[remittances[_report_of(item)].reporter].append(item)
    return {reporter: tuple(some) for reporter, some in found.items()}


def _report_of(item: Item) -> str:
    return item.id.partition("/")[0]


def lay_kept(
    allocations: tuple[Allocated, ...],
    terms: Mapping[str, Any],
    kept_by: Mapping[str, int],
    items: Mapping[str, tuple[Item, ...]] | None = None,
) -> tuple[Allocated, ...]:
    """Say of each allocation how much its payee kept already.

    Args:
        allocations: What the clauses gave whom.
        terms: The clauses; their order, categories and filters decide.
        kept_by: Reporter to what he kept, in this run; zero for one who remitted all.
        items: Reporter to his sales, for clauses that concern a part of them only.

    Returns:
        The same allocations with `kept_minor` filled in.

    Source:
        A theatre remits all of 1,000 and is due half; a window keeps its 100 of another 1,000. The
        100 are laid against the window's fee, nothing against the theatre's 500.
    """
    laid, _ = _lay(allocations, terms, kept_by, items or {})
    return tuple(
        Allocated(
            party=one.party,
            lines=tuple(
                replace(line, kept_minor=laid.get((one.party, line.step, line.row), 0))
                for line in one.lines
            ),
        )
        for one in allocations
    )


def kept_beyond(
    allocations: tuple[Allocated, ...],
    terms: Mapping[str, Any],
    kept_by: Mapping[str, int],
    items: Mapping[str, tuple[Item, ...]],
) -> dict[str, tuple[str | None, int]]:
    """Return for each reporter his own first clause, and what he kept beyond all that was laid.

    A run only points it out: it is owed, but nobody said why. When a past run is run again with a
    lower fee, what was kept for the higher one is beyond: then it is known what it was kept for.
    """
    _, beyond = _lay(allocations, terms, kept_by, items)
    own: dict[str, str] = {}
    for party, line in _in_order(allocations, terms, set(kept_by)):
        own.setdefault(party, line.step)
    return {reporter: (own.get(reporter), amount) for reporter, amount in beyond.items()}


def _lay(
    allocations: tuple[Allocated, ...],
    terms: Mapping[str, Any],
    kept_by: Mapping[str, int],
    items: Mapping[str, tuple[Item, ...]],
) -> tuple[dict[tuple[str, str, str], int], dict[str, int]]:
    """Return what is laid against each line, and what each reporter kept beyond that."""
    steps = {step["id"]: step for step in terms["steps"]}
    lines = _netted(_in_order(allocations, terms, set(kept_by)), _changes(allocations, steps))
    purses = _Purses(kept_by, lines)
    laid: dict[tuple[str, str, str], int] = {}
    for party, line in lines:
        reached = _reached(steps[line.step], kept_by, items)
        laid[party, line.step, line.row] = purses.lay(party, line, reached)
    return laid, purses.open


class _Purses:
    """What each reporter kept, and what of it is his own, while it is laid against shares."""

    def __init__(self, kept_by: Mapping[str, int], lines: Iterable[tuple[str, Line]]) -> None:
        self._open = dict(kept_by)
        self._own: dict[str, int] = defaultdict(int)
        for party, line in lines:
            self._own[party] += line.amount_minor

    def lay(self, party: str, line: Line, reached: Iterable[str]) -> int:
        """Return how much of a share was kept; `reached` are whose sales its clause concerns."""
        need = line.amount_minor
        need -= self._take(party, need, self._open.get(party, 0))
        self._own[party] -= line.amount_minor
        others = [reporter for reporter in reached if reporter != party]
        for reporter in others:
            own = _overlap(self._own[reporter], self._open[reporter])
            need -= self._take(reporter, need, self._open[reporter] - own)
        if party not in self._open:
            for reporter in others:
                need -= self._take(reporter, need, self._open[reporter])
        return line.amount_minor - need

    @property
    def open(self) -> dict[str, int]:
        """What each reporter kept that is laid against nothing."""
        return dict(self._open)

    def _take(self, reporter: str, need: int, available: int) -> int:
        part = _overlap(need, available)
        if part:
            self._open[reporter] -= part
        return part


def _reached(
    step: Mapping[str, Any], kept_by: Mapping[str, int], items: Mapping[str, tuple[Item, ...]]
) -> list[str]:
    """Return the reporters of whose sales an upstream clause may have been kept."""
    if step.get("category") not in _UPSTREAM:
        return []
    where = {name: frozenset(values) for name, values in step.get("where", {}).items()}
    return sorted(
        reporter
        for reporter in kept_by
        if not where or any(covers(where, attributes_of(one)) for one in items.get(reporter, ()))
    )


def _in_order(
    allocations: tuple[Allocated, ...], terms: Mapping[str, Any], reporters: set[str]
) -> list[tuple[str, Line]]:
    """Return the commissions that may have been kept, upstream ones first, in contract order."""
    steps = [step for step in terms["steps"] if step["kind"].startswith(_COMMISSION)]
    rank = {
        step["id"]: (step.get("category") not in _UPSTREAM, place)
        for place, step in enumerate(steps)
    }
    lines = [
        (party.party, line)
        for party in allocations
        for line in party.lines
        if line.step in rank and (not rank[line.step][0] or party.party in reporters)
    ]
    return sorted(lines, key=lambda pair: (rank[pair[1].step], pair[0], pair[1].row))


def _changes(
    allocations: tuple[Allocated, ...], steps: Mapping[str, Mapping[str, Any]]
) -> dict[tuple[str, str], int]:
    """Return what later clauses change of a payee's share by an earlier one."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for one in allocations:
        for line in one.lines:
            step = steps[line.step]
            if step["kind"].startswith(_CHANGES):
                found[one.party, step.get("of") or step.get("against", "")] += line.amount_minor
    return found


def _netted(
    lines: list[tuple[str, Line]], changes: Mapping[tuple[str, str], int]
) -> list[tuple[str, Line]]:
    """Return shares as what caps and reserves leave of them.

    Source:
        A window fee of 1,000 is capped at 800 and the window kept 1,000: 800 of it are its own,
        and 200 are there for the shares of others.
    """
    still, netted = dict(changes), []
    for party, line in lines:
        cut = _overlap(line.amount_minor, -still.get((party, line.step), 0))
        still[party, line.step] = still.get((party, line.step), 0) + cut
        netted.append((party, replace(line, amount_minor=line.amount_minor - cut)))
    return netted


def _overlap(amount: int, available: int) -> int:
    if (amount < 0) != (available < 0):
        return 0
    part = min(abs(amount), abs(available))
    return -part if amount < 0 else part
