"""Rules about what a line was for: no more than the line, each thing once, receipts in one stroke.

1. Parts with what the sender kept for the fee are the line, or a part of it; never more.
2. The fee of a transfer counts as received only where a clause says that the payer bears it.
3. A receipt is recorded by the same command, or is one that was recorded by hand before and that no
   line has shown yet.
4. What was matched is taken back as long as no run has used a receipt made by it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.period import Month
from ledger.cash.commands import MatchCash, UnmatchCash
from ledger.cash.events import CashMatched, CashUnmatched
from ledger.cash.owners import check_committee, kept_account
from ledger.cash.paid import check_payment
from ledger.cash.parts import IN, OUT, CashPart
from ledger.cash.views import (
    CashAccountRow,
    CashLineRow,
    CashMatchRow,
    CashPartRow,
    CashReceiptRow,
)
from ledger.clock import tokyo_date
from ledger.command import Context
from ledger.committees.change_views import CommitteeCallRow
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.event import Event
from ledger.periods.views import closing_keys
from ledger.revenue.commands import RecordReceipt
from ledger.revenue.events import RevenueReceived
from ledger.revenue.rules import known_agreement, record_receipt
from ledger.revenue.views import ReceiptRow, ReportRow
from ledger.revenue.withdrawing import withdraw_receipt
from ledger.royalties.views import ExpenseRow
from ledger.set_offs.views import SetOffRow
from ledger.store.state import Key, Row, State
from ledger.store.views import unpack


@dataclass(frozen=True, slots=True)
class _Case:
    """A line, what is said about it, and who says so."""

    command: MatchCash
    account: Row
    line: Row
    state: State
    context: Context


def match_cash(command: MatchCash, state: State, context: Context) -> list[Event]:
    """Put on record what a line was for, with the receipts that follow."""
    account = kept_account(command.account, state, context)
    line = _line(command, state)
    taken, rest = _amounts(command, line)
    _check_counted_on(command, line, context)
    _refuse_twice(command)
    receipts: list[RevenueReceived] = []
    for number, part in enumerate(command.purposes):
        case = _Case(command, account, line, state, context)
        receipts += _checked(part, f"purposes[{number}]", case)
    event = CashMatched(
        **dict(command),
        party=account["party"],
        made=tuple(receipt.id for receipt in receipts),
        number=line["matches"] + 1,
        day=_day(line),
        taken_minor=taken,
        rest_minor=rest,
    )
    return [*receipts, event]


def _line(command: MatchCash | UnmatchCash, state: State) -> Row:
    line = state.get(CashLineRow, command.batch, command.line)
    if line is None or line["account"] != command.account:
        raise NotFound(
            "cash-line-not-found",
            field="line",
            value=f"{command.batch}/{command.line}",
            expected="a line of this account",
        )
    return line


def _amounts(command: MatchCash, line: Row) -> tuple[int, int]:
    """Return how much of the line is taken, and what is left of it, both with its sign.

    Example:
        By hand: 99,560 came; a report of 100,000 is paid and 440 is the fee by clause: the parts
        are 100,000, less the fee 99,560, so all of the line is taken.
    """
    open_minor = line["amount_minor"] - line["taken_minor"]
    sign = 1 if line["amount_minor"] > 0 else -1
    _check_fee(command, sign)
    taken = sum(part.amount_minor for part in command.purposes) - command.fee_minor
    if not 0 < taken <= sign * open_minor:
        raise Conflict(
            "cash-line-exceeded",
            "parts and fee explain more of the line than is open, or nothing of it",
            field="purposes",
            value=taken,
            expected=f"1 to {sign * open_minor}",
        )
    return sign * taken, open_minor - sign * taken


def _check_fee(command: MatchCash, sign: int) -> None:
    if not command.fee_minor and command.fee_clause is None:
        return
    is_clear = bool(command.fee_minor) and command.fee_clause is not None
    if not is_clear or sign < 0 or any(part.kind != "receipt" for part in command.purposes):
        raise RuleViolation(
            "cash-fee-without-clause",
            "the fee of a transfer is borne by who receives only where a clause says so",
            field="fee_minor",
            value=command.fee_minor,
            expected="the clause beside the fee, on money that came in for reports; else a part "
            "of the report stays unpaid",
        )


def _check_counted_on(command: MatchCash, line: Row, context: Context) -> None:
    if command.counted_on is None:
        return
    today = tokyo_date(context.at)
    if not line["day"] <= command.counted_on.isoformat() <= today.isoformat():
        raise RuleViolation(
            "cash-counted-outside",
            field="counted_on",
            value=command.counted_on.isoformat(),
            expected=f"{line['day']} to {today}",
        )


def _refuse_twice(command: MatchCash) -> None:
    """Refuse one thing named twice: it could not be told which part is which."""
    seen: set[tuple[Any, ...]] = set()
    for number, part in enumerate(command.purposes):
        key = tuple(value for name, value in part if name not in ("amount_minor", "receipt"))
        if key in seen:
            raise RuleViolation(
                "cash-part-twice",
                field=f"purposes[{number}]",
                value=part.kind,
                expected="each thing once, with all of its amount",
            )
        seen.add(key)


def _checked(part: CashPart, field: str, case: _Case) -> list[RevenueReceived]:
    """Check one part; return the receipt that it makes, if it makes one."""
    account, line, state = case.account, case.line, case.state
    kinds = IN if line["amount_minor"] > 0 else OUT
    if part.kind not in kinds:
        raise RuleViolation(
            "cash-direction-wrong",
            "what comes in and what goes out are for different things",
            field=f"{field}.kind",
            value=part.kind,
            expected=sorted(kinds),
        )
    check_committee(part.committee, account["party"], f"{field}.committee", state)
    if part.kind == "receipt":
        return _receipt(part, field, case)
    if part.kind == "capital":
        _check_capital(part, field, account, state)
    elif part.kind == "expense":
        _check_expense(part, field, case)
    elif part.kind in ("payment", "returned"):
        check_payment(part, field, account, state)
    return []


def _receipt(part: CashPart, field: str, case: _Case) -> list[RevenueReceived]:
    command, account, line = case.command, case.account, case.line
    state, context = case.state, case.context
    agreement = known_agreement(state, context.actor, part.agreement or "")
    if agreement["payer"] != account["party"]:
        raise RuleViolation(
            "cash-agreement-of-another",
            "money for an agreement arrives on an account of its payer",
            field=f"{field}.agreement",
            value=part.agreement,
            expected="an agreement whose payer holds the account",
        )
    by_hand = state.get(ReceiptRow, part.receipt)
    if by_hand is not None:
        _check_by_hand(part, field, by_hand, (account, state))
        return []
    receipt = RecordReceipt(
        id=part.receipt or "",
        agreement=part.agreement or "",
        report=part.report or "",
        currency=account["currency"],
        amount_minor=part.amount_minor,
        received_on=command.counted_on or _day(line),
        bank_reference=f"{command.batch}/{command.line}",
    )
    (event,) = record_receipt(receipt, state, context)
    return [event] if isinstance(event, RevenueReceived) else []


def _check_by_hand(part: CashPart, field: str, receipt: Row, about: tuple[Row, State]) -> None:
    """Refuse a receipt that a line shows already, that was set off, or that is another one."""
    account, state = about
    shown = state.get(CashReceiptRow, receipt["id"])
    if shown is not None:
        raise Conflict(
            "cash-receipt-matched",
            field=f"{field}.receipt",
            value=part.receipt,
            expected=f"a receipt that no line shows; this one is {shown['batch']}/{shown['n']}",
        )
    stated = (part.agreement, part.report, account["currency"], part.amount_minor)
    found = (
        receipt["agreement"], receipt["report"], receipt["currency"], receipt["amount_minor"],
    )  # fmt: skip
    if stated != found or state.select(SetOffRow, receipt=receipt["id"]):
        raise RuleViolation(
            "cash-receipt-differs",
            "the receipt on record is of another agreement, report or amount, or was set off",
            field=f"{field}.receipt",
            value=list(stated),
            expected=list(found),
        )


def _check_capital(part: CashPart, field: str, account: Row, state: State) -> None:
    call = state.require(CommitteeCallRow, part.call, field=f"{field}.call")
    check_committee(call["committee_id"], account["party"], f"{field}.call", state)
    doc = unpack(call["doc"])
    owed = sum(one["amount_minor"] for one in doc["owed"] if one["party"] == part.party)
    paid = sum(
        row["amount_minor"]
        for row in state.select(CashPartRow, ref=part.call)
        if row["other"] == part.party
    )
    if doc["currency"] != account["currency"] or part.amount_minor > owed - paid:
        raise RuleViolation(
            "cash-capital-exceeds",
            "more than this member still owes of the call, or in another currency",
            field=f"{field}.amount_minor",
            value=part.amount_minor,
            expected=f"{owed - paid} {doc['currency']} or less",
        )


def _check_expense(part: CashPart, field: str, case: _Case) -> None:
    account, state, context = case.account, case.state, case.context
    cost = state.require(ExpenseRow, part.expense, field=f"{field}.expense")
    agreement = known_agreement(state, context.actor, cost["agreement"])
    paid = sum(
        -row["amount_minor"]
        for row in state.select(CashPartRow, ref=str(part.expense))
        if row["kind"] == "expense"
    )
    is_own = agreement["payer"] == account["party"]
    is_same = unpack(cost["doc"])["currency"] == account["currency"]
    if not (is_own and is_same) or part.amount_minor > cost["amount_minor"] - paid:
        raise RuleViolation(
            "cash-expense-exceeds",
            "more than is left of this cost, in another currency, or another payer's cost",
            field=f"{field}.amount_minor",
            value=part.amount_minor,
            expected=f"{cost['amount_minor'] - paid} or less, of an agreement of the holder",
        )


def unmatch_cash(command: UnmatchCash, state: State, context: Context) -> list[Event]:
    """Take back what was said about a line, with the receipts that it made."""
    account = kept_account(command.account, state, context)
    _line(command, state)
    match = state.get(CashMatchRow, command.batch, command.line, command.number)
    if match is None:
        raise NotFound(
            "cash-match-not-found",
            field="number",
            value=command.number,
            expected="a match of this line that stands",
        )
    event = CashUnmatched(
        **dict(command),
        party=account["party"],
        entry=match["entry_index"],
        returned_minor=match["taken_minor"],
    )
    made = unpack(match["doc"]).get("made", ())  # those recorded by hand before it stay
    return [event, *(withdraw_receipt(id, command.reason, state, context) for id in made)]


def _day(line: Row) -> date:
    return date.fromisoformat(line["day"])


def needs_match(command: MatchCash) -> Iterable[Key]:
    """Return the rows of the account, the line, and what the parts name."""
    keys: list[Key] = [
        (CashAccountRow, (command.account,)),
        (CashLineRow, (command.batch, command.line)),
    ]
    for part in command.purposes:
        if part.kind == "receipt":
            keys += [(ReportRow, (part.report,)), (ReceiptRow, (part.receipt,))]
        if part.agreement and command.counted_on:
            keys += closing_keys([str(Month.of(command.counted_on))], part.agreement)
    return keys


def needs_unmatch(command: UnmatchCash) -> Iterable[Key]:
    """Return the rows of the account, the line and the match."""
    return [
        (CashAccountRow, (command.account,)),
        (CashLineRow, (command.batch, command.line)),
        (CashMatchRow, (command.batch, command.line, command.number)),
    ]
