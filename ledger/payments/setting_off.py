"""Setting what a report still owes off against what a statement still pays.

The rules kept here, in order:

1. A clause between the two is in force on the day (`ledger/set_offs`).
2. The same two, in one currency: who reports is who is paid, who is paid by whoever he owes.
3. Never more than either side still owes. What is in a payment under way is not there to be set
   off, and nothing of a statement is while a part of it is held by a dispute.
4. The report counts as paid to that amount; the taxes of the statement stay: what is set off was
   paid, too.

Source:
    民法505条1項, 506条. That tax is withheld from the whole although less is transferred is to be
    confirmed by an expert.
"""

from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.disputes.holding import held_of
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.event import Event
from ledger.ids import RECEIPT, SET_OFF
from ledger.payments.views import LIVING, PaymentItemRow
from ledger.revenue.commands import RecordReceipt
from ledger.revenue.rules import known_agreement, record_receipt
from ledger.revenue.views import ReceiptRow, ReportRow
from ledger.set_offs.commands import RecordSetOff
from ledger.set_offs.events import SetOffRecorded
from ledger.set_offs.views import SetOffClauseRow, SetOffRow, holds_on, set_off_of
from ledger.statements.views import StatementRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import unpack


def record_set_off(command: RecordSetOff, state: State, context: Context) -> list[Event]:
    """Record a set-off, and the receipt that the report has by it."""
    if state.get(SetOffRow, command.set_off) is not None:
        raise Conflict(
            "id-taken", field="set_off", value=command.set_off, expected="an id nobody used yet"
        )
    report = _report(command, state)
    agreement = known_agreement(state, context.actor, report["agreement"])
    context.actor.must_act_for(agreement["payer"], "report")
    statement = state.get(StatementRow, command.statement)
    if statement is None or statement["payer"] != agreement["payer"]:
        raise NotFound(
            "statement-not-found", field="statement", value=command.statement,
            expected="a statement of whoever the report is made to",
        )  # fmt: skip
    _must_be_the_same_two(statement, report)
    clause = _clause(command, report, statement["payer"], state)
    _refuse_future(command, context)
    _refuse_too_much(command, report, statement, state)
    recorded = SetOffRecorded(
        **dict(command),
        agreement=report["agreement"],
        payer=statement["payer"],
        party=report["reporter"],
        currency=report["currency"],
        clause=clause,
        receipt=receipt_of(command.set_off),
    )
    return [*record_receipt(_receipt(command, report), state, context), recorded]


def _report(command: RecordSetOff, state: State) -> Row:
    report = state.get(ReportRow, command.report)
    if report is None:
        raise NotFound("report-not-found", field="report", value=command.report)
    return report


def _must_be_the_same_two(statement: Row, report: Row) -> None:
    receivers = {statement["payee"], statement["paid_to"]}
    if receivers != {report["reporter"]}:
        raise RuleViolation(
            "set-off-between-others",
            "debts are set off between the same two",
            field="statement",
            value=sorted(receivers),
            expected=report["reporter"],
        )
    if statement["currency"] != report["currency"]:
        raise RuleViolation(
            "set-off-currencies-differ",
            field="statement",
            value=statement["currency"],
            expected=report["currency"],
        )


def _clause(command: RecordSetOff, report: Row, payer: str, state: State) -> str:
    """Return the clause that allows it.

    Raises:
        RuleViolation: `set-off-not-allowed`.
    """
    row = state.get(SetOffClauseRow, report["agreement"], report["reporter"])
    if row is None or row["payer"] != payer or not holds_on(row, command.day):
        raise RuleViolation(
            "set-off-not-allowed",
            "no clause between the two is on record for that day",
            field="day",
            value=command.day.isoformat(),
            expected="a clause recorded by `daicho set-off allow`, in force on the day",
        )
    return str(unpack(row["doc"])["body"]["clause"])


def _refuse_future(command: RecordSetOff, context: Context) -> None:
    today = tokyo_date(context.at)
    if command.day > today:
        raise RuleViolation(
            "day-in-future", field="day", value=command.day.isoformat(),
            expected=f"{today} or earlier",
        )  # fmt: skip


def _refuse_too_much(command: RecordSetOff, report: Row, statement: Row, state: State) -> None:
    """Refuse more than either side still owes.

    Raises:
        Conflict: `set-off-disputed` or `set-off-too-much`.
    """
    if held_of(state, [statement["id"]]).get(statement["id"]):
        raise Conflict(
            "set-off-disputed",
            "a part of the statement is held until its dispute is over",
            field="statement",
            value=statement["id"],
            expected="a statement of which nothing is held",
        )
    owed = report["remittance_minor"] - report["received_minor"]
    most = max(0, min(owed, still_to_transfer(statement, state)))
    if command.amount_minor > most:
        raise Conflict(
            "set-off-too-much",
            "no more is set off than the report still owes and the statement still pays",
            field="amount_minor",
            value=command.amount_minor,
            expected=f"at most {most}",
        )


def still_to_transfer(statement: Row, state: State) -> int:
    """Return what of a statement was neither set off nor is in a payment, in minor units."""
    items = state.select(PaymentItemRow, statement_id=statement["id"])
    taken = sum(row["transfer_minor"] for row in items if row["status"] in LIVING)
    before = set_off_of(state, [statement["id"]]).get(statement["id"], 0)
    return int(statement["transfer_minor"]) - int(taken) - before


def receipt_of(set_off: str) -> str:
    """Return the id of the receipt that a set-off makes."""
    return f"{RECEIPT}_{set_off.removeprefix(f'{SET_OFF}_')}"


def _receipt(command: RecordSetOff, report: Row) -> RecordReceipt:
    return RecordReceipt(
        id=receipt_of(command.set_off),
        agreement=report["agreement"],
        report=command.report,
        currency=report["currency"],
        amount_minor=command.amount_minor,
        received_on=command.day,
        bank_reference=command.set_off,
    )


def needs_set_off(command: RecordSetOff) -> list[Key]:
    """Return the rows of the set-off, its two sides and its receipt."""
    return [
        (SetOffRow, (command.set_off,)),
        (StatementRow, (command.statement,)),
        (ReportRow, (command.report,)),
        (ReceiptRow, (receipt_of(command.set_off),)),
    ]


HANDLERS: dict[type[Command], Handler] = {
    RecordSetOff: Handler(record_set_off, needs_set_off),
}
