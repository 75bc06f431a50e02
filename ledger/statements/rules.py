"""Rules about statements: every run is shown once, every figure follows from the lines.

Figures and taxes are computed again here from the lines, by the same pure functions that prepared
them, so that no statement is on record whose identity does not hold.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from contracts.period import Period
from contracts.tax.withholding import JAPAN
from ledger.approvals.asking import asked
from ledger.approvals.views import require_all_approved
from ledger.command import Command, Context
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.event import Event
from ledger.ids import RUN
from ledger.parties.payees import payee_on
from ledger.parties.registrations import as_registered
from ledger.parties.succession import gone_on
from ledger.parties.views import PartyRow
from ledger.royalties.prepare import read_period
from ledger.royalties.views import RunPayeeRow
from ledger.statements.carried import minimum_of
from ledger.statements.commands import CarriedAmount, IssueStatement, StatementTotals
from ledger.statements.events import StatementIssued
from ledger.statements.links import kind_of, link_keys, link_of
from ledger.statements.rule_sets import rules_named
from ledger.statements.taxed import refuse_other_kinds
from ledger.statements.totals import RULES as OLDEST_RULES
from ledger.statements.totals import Payment, SameDay
from ledger.statements.views import StatementHeadRow, StatementRow
from ledger.statements.waiting_views import WaitingRow, waiting_at
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import unpack
from ledger.tax_forms.views import forms_of

_BEFORE: Final = (
    "withholding_statements_before",
    "treaty_form",
    "minimum_payment",
    "invoice_number",
)
"""What may have come to the register since the statement was prepared."""

_RATES: Final = "rates_sha256"


def issue_statement(command: IssueStatement, state: State, context: Context) -> list[Event]:
    """Issue a statement that was prepared on a snapshot."""
    context.actor.must_act_for(command.payer, "payer")
    head = state.get(StatementHeadRow, command.payer, command.payee, command.currency)
    refuse_issued(read_period(command.period), head)
    if state.get(StatementRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="an id nobody used yet")
    _check_previous(command, head)
    _check_runs(command, state)
    require_all_approved(state, (("runs", run) for run in command.runs), "runs")
    _check_paid_to(command, state)
    for party in (command.payee, command.paid_to):
        refuse_erased(state.require(PartyRow, party, field="payee"))
    _check_figures(command, head, state)
    names = set(StatementIssued.model_fields)
    issued = StatementIssued(**{name: value for name, value in command if name in names})
    return [issued, *asked(state, context, command.payer, "statements", command.id)]


def refuse_issued(period: Period, head: Row | None) -> None:
    """Refuse a second statement for a period, and one before the last.

    Raises:
        Conflict: `statement-exists`, naming it.
        RuleViolation: `statement-out-of-order`.
    """
    if head is None or str(period.last) > head["last_month"]:
        return
    fields = {
        "field": "period",
        "value": period.name,
        "statement": head["statement_id"],
        "expected": f"a period that ends after {head['last_month']}",
    }
    if period.name == head["period"]:
        raise Conflict("statement-exists", f"it was issued as {head['statement_id']}", **fields)
    raise RuleViolation("statement-out-of-order", **fields)


def _check_previous(command: IssueStatement, head: Row | None) -> None:
    previous = head["statement_id"] if head else None
    if command.previous != previous:
        raise _outdated("previous", command.previous, previous)


def _check_runs(command: IssueStatement, state: State) -> None:
    """Refuse runs of others, runs shown before, and lines that are not the run's amounts."""
    stated: dict[str, int] = defaultdict(int)
    kept: dict[str, int] = defaultdict(int)
    for line in command.lines:
        if line.kind == "adjustment":
            kept[line.run] -= line.amount_minor
        else:
            stated[line.run] += line.amount_minor
    if unknown := sorted({*stated, *kept} - set(command.runs)):
        raise RuleViolation("run-not-listed", field="lines", value=unknown, expected=command.runs)
    for run in command.runs:
        link = link_of(state, run)
        if link is None or (link.payer, link.currency) != (command.payer, command.currency):
            raise NotFound("run-not-found", field="runs", value=run, expected="a run of this payer")
        if command.read_set.get(run) != link.entry_index:
            raise _outdated(run, command.read_set.get(run), link.entry_index)
        _check_run(command, run, (stated[run], kept[run]), state)


def _check_run(command: IssueStatement, run: str, stated: tuple[int, int], state: State) -> None:
    row = state.get(RunPayeeRow, run, command.payee)
    if row is not None and row["statement_id"] is not None:
        raise Conflict(
            "run-on-statement",
            f"the statement {row['statement_id']} shows this run",
            field="runs",
            value=run,
            statement=row["statement_id"],
            expected="runs not shown to this payee yet",
        )
    expected = (row["amount_minor"], row["kept_minor"]) if row else (0, 0)
    if kind_of(run) != RUN:  # all its lines are adjustments
        expected = (0, expected[1] - expected[0])
    if stated != expected:
        raise RuleViolation("lines-differ", field="lines", run=run, value=stated, expected=expected)


def _check_paid_to(command: IssueStatement, state: State) -> None:
    paid_to = payee_on(state, command.payee, command.payment_date)
    if command.paid_to != paid_to:
        raise _outdated("paid_to", command.paid_to, paid_to)
    refuse_gone(paid_to, gone_on(state, [paid_to], command.payment_date))


def refuse_gone(receiver: str, gone: set[str]) -> None:
    """Refuse to pay somebody whose place others have taken: the dead, the merged, the renamed.

    Who of several heirs is paid is theirs to agree; the register does not divide it for them.

    Raises:
        RuleViolation: `payee-succeeded`.
    """
    if receiver in gone:
        raise RuleViolation(
            "payee-succeeded",
            "others have taken this party's place; say who is paid for it from then on",
            field="paid_to",
            value=receiver,
            expected="a payee set for this party on or before the day of payment",
        )


def refuse_erased(party: Row) -> None:
    """Refuse to name a person whose data were erased: her statement could say nothing of her.

    Raises:
        RuleViolation: `payee-erased`.
    """
    if party["data_use"] == "erased":
        raise RuleViolation(
            "payee-erased",
            "this person's data were erased, so no statement can be made out to her",
            field="payee",
            value=party["id"],
            expected="a payee who is known by name",
        )


def _check_figures(command: IssueStatement, head: Row | None, state: State) -> None:
    """Refuse figures that do not follow from the lines; the identity follows from them.

    Raises:
        Conflict: `statement-outdated`: the receiver is paid more on that day than was known, has
            another treaty form on file, or became or stopped being a registered issuer.
        RuleViolation: `totals-differ`, `tax-differs` or `carried-differs`.
    """
    before = state.require(StatementRow, head["statement_id"], field="previous") if head else None
    doc = unpack(before["doc"]) if before else {}
    rules = rules_named(command.tax.get("rules"), doc.get("tax", {}).get("rules"))
    if command.tax["rules"] != OLDEST_RULES:  # the lines of older statements name no kinds
        refuse_other_kinds(command.lines, state)
    carried = tuple(
        one.part for one in waiting_at(state, (command.payer, command.payee, command.currency))
    )
    carried_in = sum(part.amount_minor for part in carried)
    receiver = state.require(PartyRow, command.paid_to, field="paid_to")
    abroad = [] if receiver["country"] == JAPAN else [command.paid_to]  # no treaty is with oneself
    on = command.payment_date
    payment = Payment(
        payee=as_registered(state, [receiver], on)[command.paid_to],
        currency=command.currency,
        paid_on=on,
        is_own=command.paid_to == command.payer,
        same_day=_same_day(command, state),
        forms=forms_of(state, command.payer, abroad).get(command.paid_to, ()),
        statement=command.id,
        carried=carried,
        minimum_minor=minimum_of(state, command.runs),
        is_final=bool(command.final),
    )
    figures = rules(command.lines, carried_in, payment)
    for name in _BEFORE:
        if command.tax.get(name) != figures.tax.get(name):
            raise _outdated(f"tax.{name}", command.tax.get(name), figures.tax.get(name))
    totals = StatementTotals.of(figures.totals)
    if command.totals != totals:
        raise RuleViolation(
            "totals-differ",
            field="totals",
            value=command.totals.model_dump(),
            expected=totals.model_dump(),
        )
    # The table of rates grows, and old statements are decided again: each rate is compared itself.
    if _stated(command.tax) != _stated(figures.tax) or (_RATES in command.tax) != (
        _RATES in figures.tax
    ):
        raise RuleViolation("tax-differs", field="tax", value=command.tax, expected=figures.tax)
    carried_out = CarriedAmount.of(figures.carried)
    if command.carried != carried_out:
        raise RuleViolation(
            "carried-differs", field="carried", value=command.carried, expected=carried_out
        )


def _stated(tax: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in tax.items() if name != _RATES}


def _same_day(command: IssueStatement, state: State) -> SameDay:
    """Return what earlier statements pay the same receiver on the same day."""
    found = SameDay()
    for row in state.select(
        StatementRow,
        paid_to=command.paid_to,
        payer=command.payer,
        currency=command.currency,
        payment_date=command.payment_date.isoformat(),
    ):
        found = found.plus(unpack(row["doc"])["tax"], row["withholding_minor"])
    return found


def _outdated(field: str, value: object, expected: object) -> Conflict:
    return Conflict(
        "statement-outdated",
        f"{field} changed after the statement was prepared; prepare it again",
        field=field,
        value=value,
        expected=expected,
    )


def needs_statement(command: IssueStatement) -> list[Key]:
    """Return the rows that issuing a statement looks at and moves."""
    return [
        (StatementRow, (command.id,)),
        (StatementHeadRow, (command.payer, command.payee, command.currency)),
        (WaitingRow, (command.payer, command.payee, command.currency)),
        (PartyRow, (command.paid_to,)),
        (PartyRow, (command.payee,)),
        *([(StatementRow, (command.previous,))] if command.previous else []),
        *link_keys(command.runs),
        *((RunPayeeRow, (run, command.payee)) for run in command.runs),
    ]


HANDLERS: dict[type[Command], Handler] = {
    IssueStatement: Handler(issue_statement, needs_statement),
}
