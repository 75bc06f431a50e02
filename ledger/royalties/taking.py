"""What a run takes of one report: group by group, and converted where that has to be.

A report is used cumulatively: what is distributable to date, less what earlier runs used.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, Protocol, cast

from contracts.conversion import Fx
from contracts.inputs import Item
from contracts.period import Period
from ledger.revenue.distributable import by_group
from ledger.revenue.groups import Group, read_groups
from ledger.royalties.exchange import Changed, Converted, Exchange, Paid, Taken
from ledger.royalties.kept import Remittance


class Files(Protocol):
    """Files by the SHA-256 of their bytes; holds the groups of reports."""

    def get(self, sha256: str) -> bytes:
        """Return a file's bytes, its hash checked."""
        ...


@dataclass(slots=True)
class Reported:
    """A report with what runs have used of it so far.

    Attributes:
        index: Its entry. groups: hash of the file with its groups.
        used: Distributable to date after the last run; None before the first.
        currency: Of its amounts; empty for the agreement's own.
        converted: For another currency, what runs converted of it, rate by rate.
        returned: Groups that went back into the runs of the months of their sale, to their
            amounts; runs leave them out.
    """

    index: int
    id: str
    period: Period
    reporter: str
    basis: str
    amount_minor: int
    remittance_minor: int
    groups: str
    used: int | None = None
    is_superseded: bool = False
    currency: str = ""
    converted: tuple[Converted, ...] = ()
    returned: Mapping[int, int] = field(default_factory=dict)

    @property
    def rest_minor(self) -> int:
        """What is reported without the returns that earlier runs have."""
        return self.amount_minor - sum(self.returned.values())


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that arrived for a report."""

    index: int
    report: str
    amount_minor: int
    received_on: date


@dataclass(frozen=True, slots=True)
class Taking:
    """How the reports of a run are taken.

    Attributes:
        number: 1 for the agreement's first run, then one more each time.
        files: Holds the groups of reports.
        distribute_on: `report` or `receipt`.
        with_units: The clauses count units: see `new_items`.
        exchange: Converts reports in other currencies.
    """

    number: int
    files: Files
    distribute_on: str
    with_units: bool = False
    exchange: Exchange | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What a run takes of one report.

    Attributes:
        converted: All that was converted of it; empty for one in the agreement's own currency.
        rates: Entries of the rates that were looked up.
    """

    items: tuple[Item, ...]
    remittance: Remittance
    converted: tuple[Converted, ...] = ()
    rates: tuple[int, ...] = ()


def take(one: Reported, total: int, receipts: Sequence[Receipt], taking: Taking) -> Part:
    """Take what is distributable of a report, converted where it must be.

    Args:
        one: The report, with what earlier runs used of it.
        total: Distributable to date.
        receipts: What had arrived for it.
        taking: How reports are taken in this run.
    """
    exchange = taking.exchange
    if exchange is None or not exchange.is_foreign(one.currency):
        with_units = taking.with_units
        items = new_items(one, total, taking.number, taking.files, with_units=with_units)
        return Part(tuple(items), remittance_of(one, total))
    groups = read_groups(taking.files.get(one.groups))
    changed = exchange.change(_taken(one, total, receipts, taking, groups))
    remittance = replace(
        remittance_of(one, total),
        before_minor=changed.before_minor,
        used_minor=changed.used_minor,
    )
    found = tuple(_foreign_items(one, changed, groups, taking))
    return Part(found, remittance, changed.converted, changed.entries)


def _taken(
    one: Reported,
    total: int,
    receipts: Sequence[Receipt],
    taking: Taking,
    groups: tuple[Group, ...],
) -> Taken:
    waits = taking.distribute_on == "receipt" and one.remittance_minor > 0
    return Taken(
        report=one.id,
        currency=one.currency,
        amount_minor=one.amount_minor,
        remittance_minor=one.remittance_minor,
        used=one.used,
        total=total,
        last_day=one.period.last_day,
        paid=[Paid(r.index, r.amount_minor, r.received_on) for r in receipts] if waits else (),
        converted=one.converted,
        weights=[group.amount_minor for group in groups],
    )


def _foreign_items(
    one: Reported, changed: Changed, groups: tuple[Group, ...], taking: Taking
) -> Iterator[Item]:
    """Yield a converted report's items: per group, and per rate where several days counted."""
    waiting = {ordinal for ordinal, group in enumerate(groups) if group.units}
    if one.used is not None:
        waiting.clear()
    for line in changed.lines:
        number = f"{taking.number}.{line.place}" if line.place else str(taking.number)
        group, place = groups[line.ordinal], (line.ordinal, number)
        units = group.units if line.ordinal in waiting else 0
        waiting.discard(line.ordinal)
        yield item_of(one, group, place, line.amount_minor, units, line.fx)
    for ordinal in sorted(waiting) if taking.with_units else ():
        yield item_of(one, groups[ordinal], (ordinal, taking.number), 0, groups[ordinal].units)


def flows(one: Reported, total: int) -> bool:
    """Tell whether a run takes anything of a report of which a total is distributable to date.

    A report of nothing at all (amounts of both signs that cancel included) waits for no money.
    """
    return (one.rest_minor == 0 or total != 0) and one.used != total


def remittance_of(one: Reported, total: int) -> Remittance:
    """Return what was promised on a report of which runs have now used a total."""
    return Remittance(
        reporter=one.reporter,
        amount_minor=one.amount_minor,
        remittance_minor=one.remittance_minor,
        before_minor=one.used or 0,
        used_minor=total,
    )


def new_items(
    one: Reported, total: int, number: int, files: Files, *, with_units: bool = False
) -> Iterator[Item]:
    """Yield what a run adds of a report, group by group.

    Args:
        one: The report, with what earlier runs used of it.
        total: Distributable to date.
        number: Of the run.
        files: Holds its groups.
        with_units: Give groups without money, too, for the units in them: views that earned
            nothing by themselves, or sales and returns of one group that cancel. Clauses that do
            not count units never had them, and runs of old must come out as they did.

    Source:
        Groups of 120 and -20, 50 of their 100 distributable for the first time: 60 and -10. A
        report of +100 and -100 gives both: two windows may bear different fees. Of 1,000 and -100,
        the latter returned to an earlier run, 500 of the 1,000 are distributable: 500 and nothing.
    """
    groups = read_groups(files.get(one.groups))
    gone = one.returned
    weights = [0 if n in gone else group.amount_minor for n, group in enumerate(groups)]
    is_first = one.used is None
    before = [0] * len(groups) if one.used is None else by_group(one.used, weights)
    pairs = zip(groups, by_group(total, weights), before, strict=True)
    for ordinal, (group, now, then) in enumerate(pairs):
        units = group.units if is_first and ordinal not in gone else 0
        if now != then or (with_units and units):
            yield item_of(one, group, (ordinal, number), now - then, units)


def item_of(
    one: Reported,
    group: Group,
    place: tuple[int, int | str],
    amount_minor: int,
    units: int,
    fx: Fx | None = None,
) -> Item:
    """Make the item of a group; `place` is its number in the report, and that of the run."""
    ordinal, number = place
    return Item(
        id=f"{one.id}/{ordinal}/{number}",
        amount_minor=amount_minor,
        reported=cast("Literal['gross', 'net']", one.basis),
        channel=group.channel,
        territory=group.territory,
        work=group.work,
        month=group.month,
        units=units,
        source=f"entry:{one.index}/group:{ordinal}",
        fx=fx,
    )
