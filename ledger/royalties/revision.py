"""A correction of what was paid: past runs are run again, and only the differences are recorded.

No run is ever edited. When clauses are changed for settled months, or a report that runs used is
corrected, the agreement's runs are replayed from the first one concerned, in their order, with that
one cause changed and everything else as it was. The rules kept here, in order:

1. Inputs are those recorded in the latest trace of each run: items, costs, and what reporters kept.
2. Clauses are those in force in the run's last month, as of the cause's entry.
3. A corrected report's items are replaced one by one by its successor's, as far as these would have
   been distributable in that run: with the money recorded before it and received by its period's
   end. So what moves from one window to another moves between their fees.
4. What is set aside follows the replay: an item that the clauses let through in an earlier run does
   not flow again later, and one they set aside is given again to the next run.
5. Holders are as pinned then. Holders of a set that the clauses name for the first time are those
   of that period's last day.
6. Positions are chained: each run starts where the replayed run before it ended.
7. Returns that a later report brings are added to the run that settled the month of their sale:
   whole groups, under the clauses it stands on and with its holders.

Source:
    Cumulative due-to-date minus paid-to-date: a window fee of 20% instead of 10% on 1,000 in
    January, and 500 in February, gives 100 for January and 50 for February as differences.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Final

from contracts.inputs import Inputs, Item
from contracts.period import Period
from contracts.position import Position
from ledger.agreements.versions import Version, in_force
from ledger.errors import LedgerError, LogCorrupt, RuleViolation
from ledger.fx.lookup import Lookup
from ledger.revenue.distributable import distributable_minor
from ledger.royalties.book import (
    Files,
    Receipt,
    Reported,
    arrived_for,
    counts_units,
    flows,
    new_items,
    remittance_of,
)
from ledger.royalties.exchange import Converted, Exchange
from ledger.royalties.kept import Remittance
from ledger.royalties.past import REPORT as REPORT
from ledger.royalties.past import RETURNS as RETURNS
from ledger.royalties.past import TERMS as TERMS
from ledger.royalties.past import Cause as Cause
from ledger.royalties.past import Past as Past
from ledger.royalties.result import Computation, compute, recompute, write_trace
from ledger.royalties.returns import Returns
from ledger.royalties.taking import Taking, take
from ledger.royalties.weights import weights_of_shares

_HELD: Final = ("held:", "held-units:")
_COMMITTEE: Final = "committee:"
_PAYEE_FIELDS: Final = ("payee", "holders")

Pin = Mapping[str, Any]
"""A holder set as a fact states it: `entry`, and `shares` as pairs of party and share."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A report that corrects others which runs used.

    Attributes:
        report: The successor; nothing of it is used yet.
        replaces: The report it corrects, what that one corrected, and so on.
        receipts: All of the agreement.
        lookup: The rates on record, for a report in another currency.
    """

    report: Reported
    replaces: frozenset[str]
    receipts: list[Receipt]
    distribute_on: str
    lookup: Lookup

    def total(self, past: Past) -> int:
        """Return what would have been distributable of the successor in a run."""
        return distributable_minor(
            self.report.rest_minor,
            self.report.remittance_minor,
            sum(receipt.amount_minor for receipt in self.paid(past)),
            self.distribute_on,
        )

    def paid(self, past: Past) -> Sequence[Receipt]:
        """Return what had arrived for it when a run was made."""
        arrived = arrived_for(self.receipts, past.period, self._head_of, before=past.entry)
        return arrived.receipts.get(self.report.id, ())

    def without(self, returns: Returns) -> "Correction":
        """Return it without the returns that go back into earlier runs."""
        return replace(self, report=replace(self.report, returned=returns.amounts))

    def _head_of(self, report: str) -> str:
        return self.report.id if report in self.replaces else report


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a replay reads.

    Attributes:
        past: The runs from the first one concerned on, in order.
        versions: All versions of the clauses.
        files: Traces, and the groups of reports.
        holders: Gives the holders of a set on the last day of a period; None when nobody knows.
        reports: All of the agreement, by id.
        used_before: Those that runs before the first one concerned used.
        correction: For a report, what it changes.
        returns: Groups that go back into the runs of the months of their sale.
    """

    cause: Cause
    past: Sequence[Past]
    versions: Sequence[Version]
    files: Files
    holders: Callable[[str, Period], Pin | None]
    reports: Mapping[str, Reported]
    used_before: frozenset[str] = frozenset()
    correction: Correction | None = None
    returns: Returns | None = None


@dataclass(frozen=True, slots=True)
class Replayed:
    """A run as it was, and as it is after the change.

    Attributes:
        was: As recorded. now: run again.
        consumed: Report to what this and all earlier runs use of it now.
        pins: Holder sets that the clauses name for the first time.
        converted: A corrected report in another currency to what was converted of it to date.
        returned: Reports of which it has returns only.
    """

    past: Past
    version: Version
    was: Computation
    now: Computation
    consumed: Mapping[str, int]
    pins: Mapping[str, Pin]
    trace: bytes = field(repr=False)
    converted: Mapping[str, tuple[Converted, ...]] = field(default_factory=dict)
    returned: frozenset[str] = frozenset()

    @property
    def trace_sha256(self) -> str:
        """Hash of the new trace."""
        return sha256(self.trace).hexdigest()


def replay(case: Case) -> list[Replayed]:
    """Run the runs concerned again; see the rules of this module.

    Raises:
        RuleViolation: The changed clauses cannot be computed over what a run started from; names
            the run.
        LogCorrupt: A trace is not that of its run.
    """
    again = _Again(case)
    return [again.run(past) for past in case.past]


class _Again:
    """The replay under way: what one run hands to the next."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._position: Position | None = None
        self._known: dict[str, Item] = {}
        self._promised: dict[str, Remittance] = {}
        self._used: int | None = None
        self._converted: tuple[Converted, ...] = ()
        self._begun = set(case.used_before)

    def run(self, past: Past) -> Replayed:
        """Run one run again."""
        before, after = self._version(past), self._version_after(past)
        was = recompute(self._case.files.get(past.trace), before.terms, is_past=True)
        if was.inputs.period != past.period.name:
            raise LogCorrupt("trace-of-another-run", value=was.inputs.period, expected=past.run)
        self._known |= {item.id: item for item in was.inputs.items}
        self._promised |= was.remittances
        start = was.before if self._position is None else self._position
        consumed, items = self._flowing(past, was, after)
        if counts_units(after.terms) and not counts_units(before.terms):
            items += self._units(past, consumed, items)
        returned = self._returned_in(past) & set(consumed)
        self._begun |= set(consumed) - returned
        held = [self._known[name] for prefix in _HELD for name, _ in start.starting(prefix)]
        pins = self._new_pins(before, after, past.period)
        inputs = replace(
            was.inputs, items=(*items, *held), holders=_holders(was.inputs, after, pins)
        )
        now = self._compute(
            past,
            after,
            (start, inputs, {**_needed(was.pinned, after), **pins}, self._kept(consumed, held)),
        )
        self._known |= {item.id: item for item in items}
        self._position = now.outcome.position
        return Replayed(
            past=past,
            version=after,
            was=was,
            now=now,
            consumed=consumed,
            pins=pins,
            trace=write_trace(now),
            converted=self._conversions(),
            returned=frozenset(returned),
        )

    def _returned_in(self, past: Past) -> frozenset[str]:
        """Return the reports of which a run has returns only, as it was or as it is."""
        returns = self._case.returns
        own = returns is not None and returns.in_run(past.number)
        return past.returned | ({returns.report.id} if returns and own else set())

    def _conversions(self) -> dict[str, tuple[Converted, ...]]:
        correction = self._case.correction
        return {correction.report.id: self._converted} if correction and self._converted else {}

    def _version_after(self, past: Past) -> Version:
        """Return the version a run is run again under: returns come under that it stands on."""
        cause = self._case.cause
        return self._version(past, as_of=None if cause.kind == RETURNS else cause.entry)

    def _version(self, past: Past, as_of: int | None = None) -> Version:
        """Return the version a run stands on, or the one in force as of an entry."""
        versions = self._case.versions
        if as_of is not None:
            found = in_force(versions, str(past.period.last), as_of)
        else:
            found = next((one for one in versions if one.version == past.terms_version), None)
        if found is None:
            raise LogCorrupt("terms-missing", value=past.run, expected="terms of the run")
        return found

    def _flowing(
        self, past: Past, was: Computation, after: Version
    ) -> tuple[dict[str, int], list[Item]]:
        """Return what the run uses of each report, and its new items, corrected ones replaced."""
        correction = self._case.correction
        gone = correction.replaces if correction else frozenset[str]()
        consumed = {report: total for report, total in past.consumed.items() if report not in gone}
        items = [
            item
            for item in was.inputs.items
            if not any(was.before[prefix + item.id] for prefix in _HELD)
            and _report_of(item) not in gone
        ]
        if correction and correction.report.period.last <= past.period.last:
            one = replace(correction.report, used=self._used, converted=self._converted)
            total = correction.total(past)
            if flows(one, total):
                part = take(
                    one, total, correction.paid(past), self._taking(past, after, correction)
                )
                consumed[one.id] = self._used = total
                self._converted = part.converted
                self._promised[one.id] = part.remittance
                items += part.items
        if self._case.returns:
            items += self._returns(past, consumed, self._case.returns)
        return consumed, items

    def _returns(self, past: Past, consumed: dict[str, int], returns: Returns) -> list[Item]:
        """Return the returned sales of a run, and note how much of their report they are."""
        groups = returns.in_run(past.number)
        if groups:
            one, before = returns.report, returns.upto(past.number)
            now = before + sum(group.amount_minor for group in groups)
            consumed[one.id] = now
            self._promised[one.id] = replace(
                remittance_of(one, now), before_minor=before, used_minor=now
            )
        return returns.items(past.number, self._case.files)

    def _taking(self, past: Past, after: Version, correction: Correction) -> Taking:
        return Taking(
            number=past.number,
            files=self._case.files,
            distribute_on=correction.distribute_on,
            with_units=counts_units(after.terms),
            exchange=Exchange.of(after.terms, correction.lookup),
        )

    def _units(self, past: Past, consumed: Mapping[str, int], items: list[Item]) -> Iterator[Item]:
        """Yield the items without money, which clauses that count no units never had."""
        known = {item.id for item in items}
        for report in sorted(set(consumed) - self._begun - self._returned_in(past)):
            one = replace(self._case.reports[report], used=None)
            files, number = self._case.files, past.number
            for item in new_items(one, consumed[report], number, files, with_units=True):
                if not item.amount_minor and item.id not in known:
                    yield item

    def _kept(self, consumed: Mapping[str, int], held: list[Item]) -> dict[str, Remittance]:
        """Return what was promised on every report that gives the run something."""
        found = {report: self._promised[report] for report in consumed}
        for item in held:
            one = self._promised[_report_of(item)]
            found.setdefault(_report_of(item), replace(one, before_minor=one.used_minor))
        return found

    def _new_pins(self, before: Version, after: Version, period: Period) -> dict[str, Pin]:
        known = set(references_of(before.terms))
        found = (
            (reference, self._case.holders(reference, period))
            for reference in references_of(after.terms)
            if reference not in known
        )
        return {reference: pin for reference, pin in found if pin is not None}

    def _compute(
        self,
        past: Past,
        version: Version,
        given: tuple[Position, Inputs, Mapping[str, Any], Mapping[str, Remittance]],
    ) -> Computation:
        try:
            return compute(version.terms, *given, is_past=True)
        except LedgerError as error:
            raise RuleViolation(
                error.code,
                f"{error.message} (run again for {past.period.name} under version "
                f"{version.version} of the terms)",
                **{**error.fields, "run": past.run, "period": past.period.name},
            ) from error


def _report_of(item: Item) -> str:
    return item.id.partition("/")[0]


def _needed(pins: Mapping[str, Any], version: Version) -> dict[str, Any]:
    wanted = references_of(version.terms)
    return {reference: pins[reference] for reference in wanted if reference in pins}


def _holders(
    inputs: Inputs, version: Version, pins: Mapping[str, Pin]
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return the holders as pinned then; whom nobody knew then stays unknown."""
    old = _needed(inputs.holders, version)
    new = {reference: weights_of_shares(pin["shares"]) for reference, pin in pins.items()}
    return {**old, **new}


def references_of(value: Any) -> list[str]:
    """Return the holder sets that clauses pay, each once, in their order."""
    return list(dict.fromkeys(_references(value)))


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in _PAYEE_FIELDS and isinstance(inner, str) and inner.startswith(_COMMITTEE):
                yield inner
            yield from _references(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _references(inner)


def first_use(past: Sequence[Past], reports: frozenset[str]) -> int | None:
    """Return the number of the first run that ever used one of these reports."""
    return next((one.number for one in past if one.reports & reports), None)
