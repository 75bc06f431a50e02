"""`daicho cash`: the book of a bank account on which others' money lies."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from api.cli.acting import actor_of, record, viewer_of
from api.cli.cash_parts import purposes_of
from api.cli.cash_told import comparison_lists, line_row, proposal_row
from api.cli.inputs import build, day, read_bytes, read_json
from api.cli.known import names_in
from api.cli.options import After, JsonFile, Limit, Reason, next_after, of_file_or
from api.cli.session import Session, session_of
from ledger.bootstrap import Register
from ledger.cash.commands import MatchCash, OpenCashAccount, UnmatchCash
from ledger.cash.profiles import CashProfile, read_profile
from ledger.cash.proposing import FEES, Proposed
from ledger.cash.shown import page
from ledger.errors import RuleViolation
from ledger.ids import CASH_ACCOUNT, RECEIPT, new_id
from ledger.jobs.cash import (
    account_row,
    compare,
    confirm_sure,
    import_cash,
    match_of,
    proposal_data,
    propose,
)
from ledger.jobs.cash_lines import lines_of
from ledger.values import DocumentRef

app = typer.Typer(no_args_is_help=True, help="Bank accounts: lines, what they were for, balances.")
_ACCOUNTS: Final = (
    "id", "name", "party", "committee", "currency", "balance_minor", "last_day", "reconciled_on",
)  # fmt: skip
_LINES: Final = ("line", "bank_day", "amount_minor", "rest_minor", "sender", "matched_as")
_PROPOSALS: Final = (
    "line", "bank_day", "amount_minor", "sender", "proposal", "purpose", "fee_minor", "rest_minor",
)  # fmt: skip
AccountArgument = Annotated[str, typer.Argument(help="Id of an account.")]
LineArgument = Annotated[str, typer.Argument(help="A line, as import/number.")]
Parts = list[str] | None


@app.command()
def account(
    ctx: typer.Context,
    *,
    party: Annotated[str | None, typer.Option(help="Whose account it is.")] = None,
    committee: Annotated[
        str | None, typer.Option(help="Whose money lies on it, if one committee's alone.")
    ] = None,
    currency: Annotated[str | None, typer.Option(help="JPY if left out.")] = None,
    name: Annotated[str | None, typer.Option(help="What people call it.")] = None,
    opened_on: Annotated[str | None, typer.Option("--from", help="First day of the book.")] = None,
    opening: Annotated[
        int | None, typer.Option(help="On it when that day began, in the smallest unit.")
    ] = None,
    file: JsonFile = None,
) -> None:
    """Begin the book of an account."""
    given = {
        "party": party, "committee": committee, "currency": currency, "name": name,
        "opened_on": opened_on, "opening_minor": opening,
    }  # fmt: skip
    session = session_of(ctx)
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register(for_parties=True) as register:
        data.setdefault("id", new_id(CASH_ACCOUNT, register.clock, register.entropy))
        command = build(OpenCashAccount, data)
        record(session, register, command, command.id)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    party: Annotated[str | None, typer.Option(help="Only of this holder.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List accounts."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        viewer = viewer_of(session, register)
        items = page(conn, viewer, after=after, limit=limit, party=party)
        known = names_in(register, conn, items, session.lang)
    session.out.items(items, _ACCOUNTS, known, next_after(items, limit))


@app.command()
def show(ctx: typer.Context, account: AccountArgument) -> None:
    """Show an account with its imports, what is open, and how it was compared."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        data = account_row(conn, account, viewer_of(session, register))
        known = names_in(register, conn, data, session.lang)
    session.out.show(data, known)


@app.command("import")
def import_(
    ctx: typer.Context,
    account: AccountArgument,
    file: Annotated[Path, typer.Argument(help="The bank's file.")],
    *,
    profile: Annotated[
        str, typer.Option(help="in-out-columns/1, signed-amount/1 or zengin-deposits/1.")
    ] = "in-out-columns/1",
    layout: Annotated[
        str | None, typer.Option(help="A layout of your own, as JSON, instead of --profile.")
    ] = None,
) -> None:
    """Take a bank's file: all of its lines, or none and the reason."""
    session, data = session_of(ctx), read_bytes(str(file))
    how: str | CashProfile = read_profile(read_bytes(layout)) if layout else profile
    with session.register(for_parties=True) as register:
        actor = actor_of(session, register)
        taken = import_cash(register, account, data, profile=how, title=file.name, actor=actor)
    session.out.show(taken.as_data())


@app.command()
def lines(
    ctx: typer.Context,
    account: AccountArgument,
    *,
    open_only: Annotated[bool, typer.Option("--open", help="Only what nobody explained.")] = False,
) -> None:
    """List the lines of an account, with who sent the money and what it was for."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        found = lines_of(register, account, viewer_of(session, register), open_only=open_only)
    rows = found if session.out.as_json else [line_row(one, session.lang) for one in found]
    session.out.items(rows, _LINES)


@app.command("propose")
def propose_(
    ctx: typer.Context,
    account: AccountArgument,
    *,
    fee: Annotated[
        list[int] | None, typer.Option("--fee", help="What a transfer may cost its sender.")
    ] = None,
) -> None:
    """Propose what open lines were for; nothing is recorded."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        found = propose(register, account, viewer_of(session, register), fee or FEES)
        data = [proposal_data(one) for one in found]
        with register.ledger.reading() as conn:
            known = names_in(register, conn, data, session.lang)
    rows = data if session.out.as_json else [proposal_row(one, session.lang) for one in found]
    session.out.items(rows, _PROPOSALS, known)


@app.command()
def match(
    ctx: typer.Context,
    account: AccountArgument,
    line: Annotated[str | None, typer.Argument(help="A line, as import/number.")] = None,
    *,
    all_sure: Annotated[
        bool, typer.Option("--all-sure", help="Confirm every proposal that adds up.")
    ] = False,
    report: Annotated[Parts, typer.Option(help="REPORT=AMOUNT; repeatable.")] = None,
    payment: Annotated[
        Parts, typer.Option(help="PAYMENT=AMOUNT, or PAYMENT/STATEMENT=AMOUNT.")
    ] = None,
    returned: Annotated[Parts, typer.Option(help="PAYMENT/STATEMENT=AMOUNT, sent back.")] = None,
    capital: Annotated[Parts, typer.Option(help="CALL/PARTY=AMOUNT.")] = None,
    expense: Annotated[Parts, typer.Option(help="ENTRY=AMOUNT, a cost on record.")] = None,
    tax: Annotated[Parts, typer.Option(help="MONTH=AMOUNT, withheld tax paid over.")] = None,
    bank_fee: Annotated[int | None, typer.Option(help="What the bank charged.")] = None,
    own: Annotated[Parts, typer.Option(help="REASON=AMOUNT, the holder's own money.")] = None,
    other: Annotated[Parts, typer.Option(help="REASON=AMOUNT.")] = None,
    fee_clause: Annotated[
        str | None, typer.Option(help="Clause by which the sender may keep the transfer's fee.")
    ] = None,
    fee: Annotated[int | None, typer.Option(help="That fee, if not as proposed.")] = None,
    excess_to: Annotated[
        str | None, typer.Option(help="Report at which what is left over stays as excess.")
    ] = None,
    counted_on: Annotated[
        str | None, typer.Option(help="Later day from which receipts count.")
    ] = None,
    file: JsonFile = None,
) -> None:
    """Say what a line was for, confirm its proposal, or confirm all that are sure."""
    session = session_of(ctx)
    said = {
        "report": report, "payment": payment, "returned": returned, "capital": capital,
        "expense": expense, "tax": tax, "own": own, "other": other,
        "bank_fee": [f"={bank_fee}"] if bank_fee else None,
    }  # fmt: skip
    about = {"fee_minor": fee, "fee_clause": fee_clause, "counted_on": counted_on}
    with session.register(for_parties=True) as register:
        if all_sure:
            _confirm_all(session, register, account)
            return
        batch, number = _line(line)
        with register.ledger.reading() as conn:
            purposes = purposes_of(conn, said, lambda: _receipt_id(register))
        if purposes or file:
            given = {"account": account, "batch": batch, "line": number, "purposes": purposes}
            data = of_file_or(read_json(file) if file else {}, given | about)
            command = build(MatchCash, data)
        else:
            found = _proposed(propose(register, account, viewer_of(session, register)), line)
            command = match_of(
                register, account, found, fee_clause=fee_clause, excess_to=excess_to,
                counted_on=day(counted_on, "counted_on") if counted_on else None,
            )  # fmt: skip
        record(session, register, command, f"{batch}/{number}")


def _receipt_id(register: Register) -> str:
    return new_id(RECEIPT, register.clock, register.entropy)


def _confirm_all(session: Session, register: Register, account: str) -> None:
    actor = actor_of(session, register)
    with session.out.progress("cash-matching") as report:
        done = confirm_sure(register, account, actor=actor, progress=report)
    if session.out.as_json:
        session.out.json(done.as_data())
        return
    session.out.note("cash-matched", count=len(done.matched), left=done.left)
    for line, error in done.refused:
        session.out.remark("cash-line-refused", line=line, reason=error.code)


def _line(text: str | None) -> tuple[str, int]:
    batch, _, number = (text or "").partition("/")
    if not number.isascii() or not number.isdigit():
        raise RuleViolation(
            "cash-line-malformed", field="line", value=text, expected="import/number, or --all-sure"
        )
    return batch, int(number)


def _proposed(found: list[Proposed], line: str | None) -> Proposed:
    for one in found:
        if f"{one.batch}/{one.n}" == line:
            return one
    raise RuleViolation(
        "cash-line-not-open", field="line", value=line, expected="a line of `daicho cash propose`"
    )


@app.command()
def unmatch(
    ctx: typer.Context,
    account: AccountArgument,
    line: LineArgument,
    *,
    reason: Reason,
    number: Annotated[int, typer.Option(help="Which of its matches.")] = 1,
) -> None:
    """Take back what was said about a line, with the receipts that it made."""
    session = session_of(ctx)
    batch, n = _line(line)
    with session.register(for_parties=True) as register:
        given = {"account": account, "batch": batch, "line": n, "number": number, "reason": reason}
        record(session, register, build(UnmatchCash, given), line)


@app.command()
def reconcile(
    ctx: typer.Context,
    account: AccountArgument,
    *,
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="At its end.")],
    stated: Annotated[
        int | None, typer.Option(help="The bank's balance, if not as its lines give it.")
    ] = None,
    committee: Annotated[str | None, typer.Option(help="Show only this committee.")] = None,
    put: Annotated[bool, typer.Option("--record", help="Put the comparison on record.")] = False,
    document: Annotated[str | None, typer.Option(help="SHA-256 of the bank's paper.")] = None,
) -> None:
    """Compare bank and book, name every difference, and say to whom the money is owed."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        viewer = viewer_of(session, register)
        found = compare(register, account, on.date(), stated=stated, viewer=viewer)
        with register.ledger.reading() as conn:
            data = found.as_data()
            known = names_in(register, conn, data, session.lang)
        if put:
            paper = DocumentRef(sha256=document) if document else None
            record(session, register, found.command(paper), account)
            return
    if session.out.as_json:
        session.out.json({**data, "display_names": known})
        return
    _tell(session, data, known, committee)


def _tell(
    session: Session, data: dict[str, Any], known: dict[str, str], committee: str | None
) -> None:
    """Print the equation, the committees and whom the money is owed to, as three tables."""
    for columns, rows in comparison_lists(data, session.lang, committee):
        if rows:
            session.out.items(rows, columns, known)
    if not data["is_only"]:
        session.out.remark("cash-several-accounts")
