"""Rules about revisions: the oldest change that waits comes first, and everything adds up.

The past is not run again here; an auditor does that from the log. What is checked is cheap: that
the revision is of the change that waits, that it follows the last link of the chain, that it is of
the very runs concerned, and that in each of them postings and allocations agree.
"""

from collections import defaultdict

from contracts.period import Period
from ledger.agreements.settled import pending_of, runs_of
from ledger.agreements.versions import in_force
from ledger.agreements.views import AgreementRow, versions_of
from ledger.approvals.asking import asked
from ledger.command import Command, Context
from ledger.errors import Conflict, RuleViolation
from ledger.event import Event
from ledger.revenue.rules import known_agreement, parties_of, refuse_currency
from ledger.revenue.views import ReportRow
from ledger.royalties.approving import refuse_unapproved_revision
from ledger.royalties.exchange_rules import changed_rate
from ledger.royalties.past import RETURNS
from ledger.royalties.reads import holders_behind, pin_of
from ledger.royalties.returns_rules import check_returns, first_with_returns, outdated
from ledger.royalties.revision_commands import CloseRevision, RevisedRun, RevisionResult
from ledger.royalties.revision_events import RoyaltyRevised
from ledger.royalties.revision_views import RevisionRow
from ledger.royalties.views import PositionRow, RunHeadRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State

_PAYABLE = "payable:"


def close_revision(command: CloseRevision, state: State, context: Context) -> list[Event]:
    """Record the differences of a change of the past that were prepared on a snapshot."""
    if state.get(RevisionRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="an id nobody used yet")
    agreement = known_agreement(state, context.actor, command.agreement)
    context.actor.must_act_for(agreement["payer"], "agreement")
    refuse_currency(command.currency, agreement)
    _check_chain(command, state)
    first = _first_concerned(command, state, context)
    _check_runs(command, first, state)
    refuse_unapproved_revision(command, state)
    _check_result(command)
    result = command.result
    return [
        RoyaltyRevised(
            id=command.id,
            agreement=command.agreement,
            payer=agreement["payer"],
            currency=command.currency,
            engine=command.engine,
            cause=command.cause,
            previous=command.previous,
            runs=result.runs,
            allocations=result.allocations,
            postings=result.postings,
            held=result.held,
            consumed=result.consumed,
            position=result.position,
            converted=result.converted,
            returned=result.returned,
            parties=parties_of(agreement),
        ),
        *asked(state, context, agreement["payer"], "runs", command.id),
    ]


def refuse_pending(state: State, agreement: str) -> None:
    """Refuse a payout run while changes of the past wait for their revision.

    Raises:
        Conflict: `payout-outdated`, naming the entry of the oldest; record its revision first.
    """
    for row in pending_of(state, agreement)[:1]:
        raise Conflict(
            "payout-outdated",
            f"entry {row['entry_index']} changed what earlier runs rest on; its revision comes "
            "first",
            field="previous",
            value=row["ref"],
            entry=row["entry_index"],
            expected="the revision of that change recorded",
        )


def _check_chain(command: CloseRevision, state: State) -> None:
    head = state.get(RunHeadRow, command.agreement)
    last = head["run_id"] if head else None
    if command.previous != last:
        raise outdated("previous", command.previous, last)


def _first_concerned(command: CloseRevision, state: State, context: Context) -> int:
    """Return the first run concerned; refuse another change than the next that waits."""
    waiting = pending_of(state, command.agreement)
    cause = command.cause
    if cause.kind == RETURNS and not waiting:
        check_returns(command, state, context)
        return first_with_returns(command, state)
    stated = (cause.entry, cause.kind, cause.ref)
    if not waiting or stated != tuple(waiting[0][name] for name in ("entry_index", "kind", "ref")):
        expected = waiting[0]["entry_index"] if waiting else "a change that waits"
        raise outdated("cause", cause.entry, expected)
    return int(waiting[0]["first_number"])


def _check_runs(command: CloseRevision, first: int, state: State) -> None:
    """Refuse other runs than those concerned, and other clauses and holders than theirs."""
    concerned = [row for row in runs_of(state, command.agreement) if row["number"] >= first]
    stands = [(run.run, run.period, run.replaced_trace) for run in command.result.runs]
    wanted = [(row["run_id"], row["period"], row["trace_sha256"]) for row in concerned]
    if stands != wanted:
        raise outdated("result.runs", [run for run, *_ in stands], [run for run, *_ in wanted])
    for run, row in zip(command.result.runs, concerned, strict=True):
        _check_run(command, run, row, state)
    _check_rates(command, concerned[-1], state)


def _check_rates(command: CloseRevision, last: Row, state: State) -> None:
    """Refuse a corrected report converted at other rates than those on record."""
    if command.result.converted:
        versions = versions_of(state, command.agreement)
        terms = in_force(versions, last["last_month"], command.cause.entry)
        changed = changed_rate(command.result.converted, terms.terms if terms else {}, state)
        if changed is not None:
            raise outdated(*changed)


def _check_run(command: CloseRevision, run: RevisedRun, row: Row, state: State) -> None:
    """Refuse other clauses than those in force, and other holders than those on record."""
    versions = versions_of(state, command.agreement)
    if command.cause.kind == RETURNS:
        found = next((one for one in versions if one.version == row["terms_version"]), None)
    else:
        found = in_force(versions, row["last_month"], command.cause.entry)
    if found is None or (found.version, found.sha256) != (run.terms_version, run.terms_sha256):
        expected = found.version if found else None
        raise outdated("result.runs.terms_version", run.terms_version, expected)
    for reference, pin in run.holders.items():
        holders = holders_behind(state, reference, Period.parse(run.period).last_day)
        if holders is None or pin_of(holders) != pin:
            raise outdated(reference, pin, pin_of(holders) if holders else None)


def _check_result(command: CloseRevision) -> None:
    """Refuse a result that is not the one cited, or that does not add up run by run.

    Raises:
        RuleViolation: `result-differs`, `revision-arithmetic`, `postings-unbalanced`,
            `allocations-differ` or `identity-broken`.
    """
    result = command.result
    if result.digest() != command.result_sha256:
        raise RuleViolation(
            "result-differs",
            field="result_sha256",
            value=command.result_sha256,
            expected=result.digest(),
        )
    _check_lines(result)
    owed = _owed(result)
    allocated: dict[tuple[str, str], int] = defaultdict(int)
    for allocation in result.allocations:
        for line in allocation.lines:
            allocated[line.run, allocation.party] += line.amount_minor
    for key in sorted({*owed, *allocated}):
        if owed.get(key, 0) != allocated.get(key, 0):
            raise RuleViolation(
                "allocations-differ",
                field="result.allocations",
                run=key[0],
                party=key[1],
                value=allocated.get(key, 0),
                expected=owed.get(key, 0),
            )
    _check_identities(result)


def _check_lines(result: RevisionResult) -> None:
    """Refuse a difference that is not now less was."""
    for allocation in result.allocations:
        for line in allocation.lines:
            difference = line.now_minor - line.was_minor
            kept = line.kept_now_minor - line.kept_was_minor
            if (line.amount_minor, line.kept_minor) != (difference, kept):
                raise RuleViolation(
                    "revision-arithmetic",
                    field=f"result.allocations.{allocation.party}.{line.step}",
                    value=[line.amount_minor, line.kept_minor],
                    expected=[difference, kept],
                )


def _owed(result: RevisionResult) -> dict[tuple[str, str], int]:
    """Return what the postings owe, by run and payee; those of each run and currency balance."""
    balance: dict[tuple[str, str | None], int] = defaultdict(int)
    owed: dict[tuple[str, str], int] = defaultdict(int)
    for posting in result.postings:
        balance[posting.run, posting.currency] += posting.amount_minor
        if posting.account.startswith(_PAYABLE):
            owed[posting.run, posting.account.removeprefix(_PAYABLE)] += posting.amount_minor
    for (run, _), amount in balance.items():
        if amount:
            raise RuleViolation(
                "postings-unbalanced", field="result.postings", run=run, value=amount, expected=0
            )
    return owed


def _check_identities(result: RevisionResult) -> None:
    for run in result.runs:
        parts = dict(run.identity)
        sales = parts.pop("sales", 0)
        if sales != sum(parts.values()):
            raise RuleViolation(
                "identity-broken",
                field="result.runs.identity",
                run=run.run,
                value=sum(parts.values()),
                expected=sales,
            )


def needs_revision(command: CloseRevision) -> list[Key]:
    """Return the rows that recording a revision looks at and moves."""
    return [
        (RevisionRow, (command.id,)),
        (AgreementRow, (command.agreement,)),
        (RunHeadRow, (command.agreement,)),
        (PositionRow, (command.agreement,)),
        (ReportRow, (command.cause.ref,)),
    ]


HANDLERS: dict[type[Command], Handler] = {CloseRevision: Handler(close_revision, needs_revision)}
