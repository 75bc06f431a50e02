"""Returns at the rate that was paid: they go back into the run that settled the month of the sale.

A later report may bring returns of months that were run under other clauses than those in force
now. The rules kept here, in order:

1. Returns are groups of a report with an amount below zero. They are looked for once: before the
   first run that would take anything of that report.
2. Those whose month lies in the period of an earlier run that stands on another version of the
   terms than the coming run go back to that run, whole and at once. All others flow as ever.
3. Reports in another currency flow as ever: what was paid then was converted at the rate of then.

Source:
    A window bore 20% of January and bears 10% since February. 100 of January come back in
    February's report: the window gives back 20, not 10.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.inputs import Item
from contracts.period import Period
from ledger.agreements.versions import Version, in_force
from ledger.revenue.distributable import distributable_minor
from ledger.revenue.groups import read_groups
from ledger.royalties.book import Book
from ledger.royalties.past import REPORT, RETURNS, Cause, Past
from ledger.royalties.taking import Files, Reported, flows, item_of


@dataclass(frozen=True, slots=True)
class Returned:
    """A group of a report that goes back into a run.

    Attributes:
        number: Of the run. run: its id.
        group: Its place in the report.
        amount_minor: Below zero.
    """

    number: int
    run: str
    group: int
    amount_minor: int

    def to_dict(self) -> dict[str, Any]:
        """Return it as a revision states it."""
        return {"run": self.run, "group": self.group, "amount_minor": self.amount_minor}


@dataclass(frozen=True, slots=True)
class Returns:
    """The returns of one report."""

    report: Reported
    groups: tuple[Returned, ...]

    @property
    def amounts(self) -> dict[int, int]:
        """Group to its amount."""
        return {one.group: one.amount_minor for one in self.groups}

    def in_run(self, number: int) -> list[Returned]:
        """Return what goes back into a run."""
        return [one for one in self.groups if one.number == number]

    def upto(self, number: int) -> int:
        """Return what goes back into the runs before one."""
        return sum(one.amount_minor for one in self.groups if one.number < number)

    def items(self, number: int, files: Files) -> list[Item]:
        """Return what a run gets of them, with the units that came back."""
        groups = read_groups(files.get(self.report.groups)) if self.in_run(number) else ()
        return [
            item_of(
                self.report,
                groups[one.group],
                (one.group, number),
                one.amount_minor,
                groups[one.group].units,
            )
            for one in self.in_run(number)
        ]

    def cause(self, period: Period) -> Cause:
        """Return why the runs concerned are run again before the run of a period."""
        first = min(one.number for one in self.groups)
        return Cause(RETURNS, self.report.index, self.report.id, first, period.name)


def returns_due(
    book: Book, period: Period, version: Version, past: Sequence[Past], files: Files
) -> Iterator[Returns]:
    """Yield the returns that have to go back before a coming run, report by report.

    Args:
        book: The agreement before the run.
        period: Of the run.
        version: Of the terms, in force in its last month.
        past: All earlier runs as they stand.
        files: Holds the groups of reports.
    """
    older = [one for one in past if one.terms_version != version.version]
    if not older:
        return
    arrived = book.arrived(period).amounts
    used = frozenset[str]().union(*(one.reports for one in past))
    for one in book.reports.values():
        is_late = one.period.last > period.last
        if one.is_superseded or one.id in used or is_late or _is_foreign(one, version):
            continue
        total = distributable_minor(
            one.amount_minor, one.remittance_minor, arrived.get(one.id, 0), book.distribute_on
        )
        if flows(one, total) and (groups := returned_groups(one, older, files)):
            yield Returns(one, groups)


def returned_groups(report: Reported, older: Sequence[Past], files: Files) -> tuple[Returned, ...]:
    """Return the groups of a report that belong to runs under other clauses."""
    return tuple(
        Returned(run.number, run.run, ordinal, group.amount_minor)
        for ordinal, group in enumerate(read_groups(files.get(report.groups)))
        if group.amount_minor < 0
        for run in older
        if str(run.period.first) <= group.month <= str(run.period.last)
    )


def returns_of(
    book: Book, cause: Cause, past: Sequence[Past], versions: Sequence[Version], files: Files
) -> Returns | None:
    """Return what goes back of the report that causes a revision.

    Args:
        book: Of the agreement.
        cause: Of the revision.
        past: All runs, as they stand before it.
        versions: All versions of the clauses.
        files: Holds the groups of reports.

    Returns:
        None where nothing does: terms bring no returns, and a report that corrects others replaces
        what flowed where it flowed, unless returns of those went back already.
    """
    if cause.kind == RETURNS and cause.period is not None:
        period = Period.parse(cause.period)
        version = in_force(versions, str(period.last))
        due = returns_due(book, period, version, past, files) if version else iter(())
        return next((one for one in due if one.report.id == cause.ref), None)
    if cause.kind == REPORT and any(book.replaced_by(cause.ref) & one.returned for one in past):
        return _again(book.reports[cause.ref], cause, past, versions, files)
    return None


def _again(
    report: Reported,
    cause: Cause,
    past: Sequence[Past],
    versions: Sequence[Version],
    files: Files,
) -> Returns | None:
    """Return what goes back of a report that corrects one whose returns went back.

    A month before the first run concerned is not run again; its returns flow with the rest.
    """
    concerned = [one for one in past if one.number >= cause.first]
    taker = next((one for one in concerned if one.period.last >= report.period.last), None)
    if taker is None or _is_foreign(report, versions[0]):
        return None
    older = [
        one
        for one in concerned
        if one.number < taker.number and one.terms_version != taker.terms_version
    ]
    groups = returned_groups(report, older, files)
    return Returns(report, groups) if groups else None


def _is_foreign(one: Reported, version: Version) -> bool:
    return one.currency not in ("", version.terms["currency"])
