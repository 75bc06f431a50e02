"""Rules about payout runs: nothing changed since the preparation, everything adds up.

The arithmetic is not done again here; an auditor does that from the log. What is checked is cheap:
that the run starts where the last one ended, that terms, holders and revenue are still those it
was computed from, that its hash fits, and that postings and allocations agree.
"""

from collections import defaultdict

from contracts.period import Month, Period
from ledger.agreements.views import AgreementRow, TermsRow
from ledger.approvals.asking import asked
from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.errors import Conflict, RuleViolation
from ledger.event import Event
from ledger.periods.views import closing_keys
from ledger.revenue.rules import known_agreement, parties_of, refuse_closed, refuse_currency
from ledger.revenue.views import ACTIVE, FeedRow, ReportRow
from ledger.royalties.approving import refuse_unapproved_run
from ledger.royalties.commands import AllocationLine, ClosePayout, RecordExpense, RunResult
from ledger.royalties.events import ExpenseRecorded, PayoutClosed
from ledger.royalties.exchange_rules import balance_of, changed_rate
from ledger.royalties.prepare import read_period, refuse_empty, refuse_out_of_order
from ledger.royalties.reads import Reads, reads_of
from ledger.royalties.revision_rules import refuse_pending
from ledger.royalties.views import ExpenseEvidenceRow, ExpenseRow, PositionRow, RunHeadRow, RunRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import unpack

_PAYABLE = "payable:"


def record_expense(command: RecordExpense, state: State, context: Context) -> list[Event]:
    """Record a cost under an expense clause; the same document and amount only once."""
    agreement = known_agreement(state, context.actor, command.agreement)
    context.actor.must_act_for(agreement["payer"], "agreement")
    refuse_currency(command.currency, agreement)
    if command.amount_minor == 0:
        raise RuleViolation("amount-zero", field="amount_minor", value=0, expected="not zero")
    if command.spent_on > tokyo_date(context.at):
        raise RuleViolation(
            "day-in-future",
            field="spent_on",
            value=command.spent_on.isoformat(),
            expected=f"{tokyo_date(context.at)} or earlier",
        )
    read_period(command.period)
    refuse_closed(state, command.period, command.agreement)
    _check_clause(command, agreement, state)
    _refuse_charged(command, state)
    return [ExpenseRecorded(**dict(command), parties=parties_of(agreement))]


def _check_clause(command: RecordExpense, agreement: Row, state: State) -> None:
    """Refuse a cost for which the newest clauses have no expense step."""
    terms = state.require(
        TermsRow, command.agreement, agreement["terms_version"], field="agreement"
    )
    steps = [
        step["id"]
        for step in unpack(terms["doc"])["terms"]["steps"]
        if step["kind"].startswith("expense/")
    ]
    if command.step not in steps:
        raise RuleViolation(
            "expense-unknown-step", field="step", value=command.step, expected=sorted(steps)
        )


def _refuse_charged(command: RecordExpense, state: State) -> None:
    key = (command.agreement, command.step, command.evidence.sha256, command.amount_minor)
    known = state.get(ExpenseEvidenceRow, *key)
    if known is not None:
        raise Conflict(
            "expense-duplicate",
            f"this amount was charged on this document in entry {known['entry_index']}",
            field="evidence",
            value=command.evidence.sha256,
            entry=known["entry_index"],
            expected="a document not charged yet",
        )


def close_payout(command: ClosePayout, state: State, context: Context) -> list[Event]:
    """Close a run that was prepared on a snapshot, if nothing has changed since."""
    if state.get(RunRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="an id nobody used yet")
    agreement = known_agreement(state, context.actor, command.agreement)
    context.actor.must_act_for(agreement["payer"], "agreement")
    refuse_currency(command.currency, agreement)
    period = read_period(command.period)
    _refuse_unfinished(period, context)
    _check_previous(command, period, state)
    refuse_pending(state, command.agreement)
    reads = reads_of(state, command.agreement, command.period)
    _check_unchanged(command, reads, state)
    refuse_unapproved_run(command, state)
    _check_result(command, reads)
    result = command.result
    refuse_empty(command.period, command.inputs, result, is_meant=command.empty)
    return [
        PayoutClosed(
            id=command.id,
            agreement=command.agreement,
            payer=agreement["payer"],
            period=command.period,
            currency=command.currency,
            engine=command.engine,
            terms_version=command.terms_version,
            terms_sha256=command.terms_sha256,
            inputs=command.inputs,
            consumed=command.consumed,
            converted=command.converted,
            trace=command.trace,
            previous=command.previous,
            allocations=result.allocations,
            postings=result.postings,
            held=result.held,
            identity=result.identity,
            position=result.position,
            holders=result.holders,
            parties=parties_of(agreement),
        ),
        *asked(state, context, agreement["payer"], "runs", command.id),
    ]


def _refuse_unfinished(period: Period, context: Context) -> None:
    """Refuse a run for months that are not over: money may still arrive in them."""
    this_month = Month.of(tokyo_date(context.at))
    if period.last >= this_month:
        raise RuleViolation(
            "period-not-over",
            field="period",
            value=period.name,
            expected=f"a period that ended before {this_month}",
        )


def _check_previous(command: ClosePayout, period: Period, state: State) -> None:
    head = state.get(RunHeadRow, command.agreement)
    refuse_out_of_order(period, head)
    previous = head["run_id"] if head else None
    if command.previous != previous:
        raise _outdated("previous", command.previous, previous)


def _check_unchanged(command: ClosePayout, reads: Reads, state: State) -> None:
    """Refuse a result computed from what is no longer so.

    Raises:
        Conflict: `payout-outdated`, naming what changed; prepare the run again.
    """
    for name in sorted({*command.read_set, *reads.entries}):
        if command.read_set.get(name) != reads.entries.get(name):
            raise _outdated(name, command.read_set.get(name), reads.entries.get(name))
    if command.terms_sha256 != reads.terms["terms_sha256"]:
        raise _outdated("terms_sha256", command.terms_sha256, reads.terms["terms_sha256"])
    if command.terms_version != reads.terms["version"]:
        raise _outdated("terms_version", command.terms_version, reads.terms["version"])
    for report in command.consumed:
        row = state.require(ReportRow, report, field="consumed")
        if row["agreement"] != command.agreement or row["status"] != ACTIVE:
            raise _outdated("consumed", report, "a report of this agreement that is in force")
    changed = changed_rate(command.converted or {}, reads.terms["terms"], state)
    if changed is not None:
        raise _outdated(*changed)


def _outdated(field: str, value: object, expected: object) -> Conflict:
    return Conflict(
        "payout-outdated",
        f"{field} changed after the run was prepared; prepare it again",
        field=field,
        value=value,
        expected=expected,
    )


def _check_result(command: ClosePayout, reads: Reads) -> None:
    """Refuse a result that is not the one cited, or that does not add up.

    Raises:
        RuleViolation: `result-differs`, `holders-differ`, `postings-unbalanced`,
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
    if result.holders != reads.pinned:
        raise RuleViolation("holders-differ", field="result.holders", expected=reads.pinned)
    for currency, balance in balance_of(result.postings).items():
        if balance:
            field = f"result.postings.{currency}" if currency else "result.postings"
            raise RuleViolation("postings-unbalanced", field=field, value=balance, expected=0)
    _check_allocations(result)
    _check_identity(result)


def _check_allocations(result: RunResult) -> None:
    """Refuse allocations that are not what the postings owe, payee by payee."""
    allocated: dict[str, int] = defaultdict(int)
    for allocation in result.allocations:
        for line in allocation.lines:
            allocated[allocation.party] += line.amount_minor
            _check_kept(line)
    owed: dict[str, int] = defaultdict(int)
    for posting in result.postings:
        if posting.account.startswith(_PAYABLE):
            owed[posting.account.removeprefix(_PAYABLE)] += posting.amount_minor
    for party in sorted({*allocated, *owed}):
        if allocated.get(party, 0) != owed.get(party, 0):
            raise RuleViolation(
                "allocations-differ",
                field=f"result.allocations.{party}",
                value=allocated.get(party, 0),
                expected=owed.get(party, 0),
            )


def _check_kept(line: AllocationLine) -> None:
    """Refuse that somebody kept more than he was due, or the opposite of it."""
    if not min(0, line.amount_minor) <= line.kept_minor <= max(0, line.amount_minor):
        raise RuleViolation(
            "kept-beyond-allocation",
            field=f"result.allocations.{line.row}",
            value=line.kept_minor,
            expected=f"between zero and {line.amount_minor}",
        )


def _check_identity(result: RunResult) -> None:
    """Refuse sums of which sales are not fees, costs, royalties, pool, distribution and the rest.

    Source:
        Period identity: sales = platform share + window fees + lead fees + expenses + royalties
        + pool + distributed + held + carried + retained.
    """
    parts = dict(result.identity)
    sales = parts.pop("sales", 0)
    if sales != sum(parts.values()):
        raise RuleViolation(
            "identity-broken", field="result.identity", value=sum(parts.values()), expected=sales
        )


def needs_expense(command: RecordExpense) -> list[Key]:
    """Return the rows that recording a cost looks at."""
    key = (command.agreement, command.step, command.evidence.sha256, command.amount_minor)
    months = map(str, Period.parse(command.period).months)
    return [
        (AgreementRow, (command.agreement,)),
        (ExpenseEvidenceRow, key),
        *closing_keys(months, command.agreement),
    ]


def needs_payout(command: ClosePayout) -> list[Key]:
    """Return the rows that closing a run looks at and moves."""
    return [
        (RunRow, (command.id,)),
        (AgreementRow, (command.agreement,)),
        (RunHeadRow, (command.agreement,)),
        (PositionRow, (command.agreement,)),
        (FeedRow, (command.agreement,)),
        *((ReportRow, (report,)) for report in command.consumed),
        *((ExpenseRow, (index,)) for index in command.inputs),
    ]


HANDLERS: dict[type[Command], Handler] = {
    RecordExpense: Handler(record_expense, needs_expense),
    ClosePayout: Handler(close_payout, needs_payout),
}
