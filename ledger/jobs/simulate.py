"""What if: drafts of clauses over real or supposed revenue, beside the clauses in force.

Nothing is recorded and nothing is stored. Real revenue is what a closed run used, or what the next
run would use; supposed revenue is whatever the asker writes down.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from pydantic import Field
from sqlalchemy import Connection, select

from contracts.errors import TermsError
from contracts.inputs import Expense, Inputs, Item
from contracts.period import Period
from contracts.position import Position
from contracts.terms import parse_terms
from contracts.whatif import Comparison, Version, compare
from ledger.access.views import Viewer, can_read, may_read
from ledger.agreements.terms import check_terms, committees_of
from ledger.agreements.views import AgreementRow, TermsRow, terms_in_force
from ledger.blobs.blobs import Blobs
from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor
from ledger.errors import Forbidden, NotFound, RuleViolation
from ledger.royalties.prepare import compute_run, position_of, read_period
from ledger.royalties.reads import holder_sets, row_of, weights_of
from ledger.royalties.result import inputs_of, read_trace
from ledger.royalties.views import RunRow
from ledger.store.views import table_of, unpack
from ledger.values import AmountMinor, Count, MonthText, PeriodText, Text, Value

MOST_PERIODS: Final = 240
MOST_ITEMS: Final = 10_000

Holders = Mapping[str, tuple[tuple[str, int], ...]]


class SupposedItem(Value):
    """Revenue that somebody supposes; one line."""

    amount_minor: AmountMinor
    reported: Literal["gross", "net"] = "gross"
    channel: Text | None = None
    territory: Text | None = None
    work: Text | None = None
    month: MonthText | None = None
    units: Count = 0


class SupposedCost(Value):
    """A cost that somebody supposes, for an expense clause."""

    step: Text
    amount_minor: AmountMinor


class SupposedPeriod(Value):
    """The revenue and costs of one period, as somebody supposes them."""

    period: PeriodText
    items: tuple[SupposedItem, ...] = Field(default=(), max_length=MOST_ITEMS)
    expenses: tuple[SupposedCost, ...] = Field(default=(), max_length=MOST_ITEMS)


class Draft(Value):
    """Clauses to try, under a name; they need not be on the register."""

    name: Text
    terms: dict[str, Any]


class WhatIf(Value):
    """A question.

    Attributes:
        drafts: Clauses to try.
        agreement: Its clauses in force come first, and it says where the money starts from.
        version: Other clauses of the agreement than those in force in the last period.
        periods: Real periods of the agreement; closed ones with the revenue their runs used.
        history: All closed runs of the agreement instead.
        supposed: Revenue to be used instead of real one.
    """

    drafts: tuple[Draft, ...] = ()
    agreement: Text | None = None
    version: int | None = Field(default=None, ge=1)
    periods: tuple[PeriodText, ...] = Field(default=(), max_length=MOST_PERIODS)
    history: bool = False
    supposed: tuple[SupposedPeriod, ...] = Field(default=(), max_length=MOST_PERIODS)


@dataclass(frozen=True, slots=True)
class _Start:
    """Where the versions begin, and what they go through."""

    before: Position
    periods: tuple[Inputs, ...]


def simulate(register: Register, asked: WhatIf, *, actor: Actor = SYSTEM) -> Comparison:
    """Run the versions over the revenue and put them side by side.

    Args:
        register: Is only read.
        asked: The question.
        actor: Who asks: a party of the agreement, or the operator.

    Raises:
        NotFound: No such agreement, version, or run for this actor.
        Forbidden: A draft names a committee whose shares are not for this actor to read.
        RuleViolation: Clauses cannot be computed, or the question is not one.
    """
    _check(asked)
    with register.ledger.reading() as conn:
        viewer = Viewer.of(actor, register.clock)
        if asked.agreement is not None and not actor.is_operator:
            may_read(conn, viewer, asked.agreement)
        currency = _currency(conn, asked)
        start = _start(conn, register.blobs, asked, currency)
        drafts = [*_in_force(conn, asked, start), *asked.drafts]
        for draft in asked.drafts:
            _check_draft(draft, currency)
        for draft in () if actor.is_operator else drafts:
            _refuse_strangers(conn, draft, viewer)
        holders = _holders(conn, drafts, start.periods)
    return _compared(drafts, start.before, [_with(inputs, holders) for inputs in start.periods])


def suppose(asked: WhatIf) -> Comparison:
    """Run drafts over supposed revenue without any register: holders to look up are unknown.

    Raises:
        RuleViolation: Clauses cannot be computed, or the question needs a register.
    """
    _check(asked)
    currency = _currency_of(asked.drafts[0])
    for draft in asked.drafts:
        _check_draft(draft, currency)
    return _compared(asked.drafts, Position(), [*_supposed(asked.supposed, currency)])


def _compared(drafts: Sequence[Draft], before: Position, periods: Sequence[Inputs]) -> Comparison:
    versions = [Version(draft.name, parse_terms(draft.terms)) for draft in drafts]
    try:
        return compare(versions, before, periods)
    except TermsError as error:
        raise RuleViolation(error.code, error.message, **error.fields) from error


def _check(asked: WhatIf) -> None:
    """Refuse a question with two sources of revenue, or none.

    Raises:
        RuleViolation: `revenue-ambiguous`, `agreement-needed` or `version-missing`.
    """
    given = [name for name in ("periods", "history", "supposed") if getattr(asked, name)]
    if len(given) != 1:
        raise RuleViolation(
            "revenue-ambiguous",
            "name one kind of revenue: that of periods, the history, or a supposed one",
            field=given[1] if given else "supposed",
            value=given,
            expected="one of periods, history and supposed",
        )
    if asked.agreement is None and (given != ["supposed"] or asked.version):
        raise RuleViolation(
            "agreement-needed",
            field="agreement",
            value=None,
            expected="the agreement whose periods or versions are meant",
        )
    if asked.agreement is None and not asked.drafts:
        raise RuleViolation(
            "drafts-missing",
            "there are no clauses to try",
            field="drafts",
            value=[],
            expected="clauses, or the agreement that has them",
        )


def _currency(conn: Connection, asked: WhatIf) -> str:
    if asked.agreement is None:
        return _currency_of(asked.drafts[0])
    row = row_of(conn, AgreementRow, asked.agreement)
    if row is None:
        raise NotFound("agreement-not-found", field="agreement", value=asked.agreement)
    return str(row["currency"])


def _currency_of(draft: Draft) -> str:
    return str(draft.terms.get("currency", ""))


def _start(conn: Connection, blobs: Blobs, asked: WhatIf, currency: str) -> _Start:
    if asked.supposed:
        before = position_of(conn, asked.agreement) if asked.agreement else Position()
        return _Start(before, tuple(_supposed(asked.supposed, currency)))
    agreement = asked.agreement or ""
    runs = _closed(conn, agreement)
    names = tuple(runs) if asked.history else asked.periods
    starts = [_real(conn, blobs, agreement, name, runs.get(name)) for name in names]
    if not starts:
        raise NotFound(
            "run-not-found", field="agreement", value=agreement, expected="a closed payout run"
        )
    return _Start(starts[0].before, tuple(inputs for one in starts for inputs in one.periods))


def _closed(conn: Connection, agreement: str) -> dict[str, str]:
    """Return the closed periods of an agreement in order, with the trace of each run."""
    table = table_of(RunRow)
    query = (
        select(table.c.period, table.c.trace_sha256)
        .where(table.c.agreement == agreement)
        .order_by(table.c.entry_index)
    )
    return {row.period: row.trace_sha256 for row in conn.execute(query)}


def _real(conn: Connection, blobs: Blobs, agreement: str, period: str, trace: str | None) -> _Start:
    """Return what the run of a period used, or would use if it were closed now."""
    if trace is None:
        computation = compute_run(conn, blobs, agreement, period).computation
        return _Start(computation.before, (computation.inputs,))
    recorded = read_trace(blobs.get(trace))
    return _Start(Position.from_dict(recorded["before"]), (inputs_of(recorded),))


def _supposed(periods: Sequence[SupposedPeriod], currency: str) -> Iterator[Inputs]:
    for number, supposed in enumerate(periods, start=1):
        last = str(read_period(supposed.period).last)
        items = tuple(
            Item(
                id=f"supposed/{number}/{place}",
                amount_minor=one.amount_minor,
                reported=one.reported,
                channel=one.channel,
                territory=one.territory,
                work=one.work,
                month=one.month or last,
                units=one.units,
            )
            for place, one in enumerate(supposed.items)
        )
        costs = tuple(
            Expense(one.step, one.amount_minor, f"supposed/{number}/{place}")
            for place, one in enumerate(supposed.expenses)
        )
        try:
            yield Inputs(supposed.period, currency, items, costs)
        except TermsError as error:
            raise RuleViolation(error.code, error.message, **error.fields) from error


def _in_force(conn: Connection, asked: WhatIf, start: _Start) -> list[Draft]:
    """Return the clauses of the agreement that the drafts are compared with."""
    if asked.agreement is None:
        return []
    if asked.version is not None:
        table = table_of(TermsRow)
        query = select(table.c.doc).where(
            table.c.agreement_id == asked.agreement, table.c.version == asked.version
        )
        doc = conn.execute(query).scalar_one_or_none()
        if doc is None:
            raise NotFound("terms-version-not-found", field="version", value=asked.version)
        return [Draft(name=f"v{asked.version}", terms=unpack(doc)["terms"])]
    last = str(Period.parse(start.periods[-1].period).last)
    found = terms_in_force(conn, asked.agreement, last)
    return [Draft(name=f"v{found['version']}", terms=dict(found["terms"]))] if found else []


def _check_draft(draft: Draft, currency: str) -> None:
    try:
        check_terms(draft.terms, currency)
    except RuleViolation as error:
        fields = {**error.fields, "draft": draft.name}
        raise RuleViolation(error.code, error.message, **fields) from error


def _refuse_strangers(conn: Connection, draft: Draft, viewer: Viewer) -> None:
    """Refuse to show the shares of committees in which the asker has no part."""
    for committee in committees_of(draft.terms):
        if not can_read(conn, viewer, committee):
            raise Forbidden(
                "committee-of-others",
                field="terms",
                value=committee,
                expected="a committee that you are a member of",
            )


def _holders(
    conn: Connection, drafts: Sequence[Draft], periods: Sequence[Inputs]
) -> dict[str, Holders]:
    """Return for each period the holders behind every reference that any version makes."""
    found: dict[str, Holders] = {}
    for inputs in periods:
        day = Period.parse(inputs.period).last_day
        known = {
            reference: weights_of(holders)
            for draft in drafts
            for reference, holders in holder_sets(conn, draft.terms, day).items()
        }
        # What a closed run pinned stays as it was then.
        found[inputs.period] = {**known, **inputs.holders}
    return found


def _with(inputs: Inputs, holders: Mapping[str, Holders]) -> Inputs:
    return replace(inputs, holders=holders[inputs.period])
