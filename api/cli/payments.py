"""`daicho payments`: prepare, approve, export, confirm: money to the bank, once."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from sqlalchemy import Connection

from api.cli import unclaimed
from api.cli.acting import actor_of, record, say_recorded, viewer_of
from api.cli.amounts import amount
from api.cli.approvals import Yes, ask
from api.cli.inputs import build, day, read_bytes, read_json
from api.cli.known import names_in
from api.cli.look import Look, listing
from api.cli.options import After, Limit, next_after
from api.cli.payments_asked import received_of, toward_of
from api.cli.session import Session, session_of
from ledger.access.views import Viewer
from ledger.approvals.commands import Approve
from ledger.bootstrap import Register
from ledger.errors import NotFound, RuleViolation
from ledger.jobs.payments import (
    ExportOptions,
    Outcome,
    all_paid,
    confirm_payment,
    export_payment,
    prepare_payments,
)
from ledger.payments.commands import CancelPayment, ConfirmPayment, Returned
from ledger.payments.prepare import Wanted
from ledger.payments.reasons import LeftOut
from ledger.payments.results import ResultProfile
from ledger.payments.shown import left_out_of, looked_at, page
from ledger.payments.shown import show as describe_payment
from ledger.values import DocumentRef

app = typer.Typer(no_args_is_help=True, help="Payments: what goes to the bank, and came of it.")
_COLUMNS: Final = (
    "id", "pay_on", "currency", "status", "count", "transfer_minor", "left_out_count",
    "left_out_minor",
)  # fmt: skip
_ITEMS: Final = (
    "statement_id", "payee", "paid_to", "amount_minor", "consumption_tax_minor",
    "withholding_minor", "set_off_minor", "held_minor", "transfer_minor", "route", "status",
    "paid_on", "reason",
)  # fmt: skip
_LOOKED_AT: Final = ("statement_id", "paid_to", "transfer_minor", "last_minor", "route")
_LEFT_OUT: Final = ("statement_id", "payee", "amount_minor", "why_left_out", "to_do")
_OWNER_ONLY: Final = 0o600
PaymentArgument = Annotated[str, typer.Argument(help="Id of a payment.")]


@app.command()
def prepare(
    ctx: typer.Context,
    *,
    payer: Annotated[str, typer.Option(help="Id of the party that pays.")],
    due: Annotated[str | None, typer.Option(help="Statements up to this day of payment.")] = None,
    statements: Annotated[
        list[str] | None, typer.Option("--statement", help="These alone; repeatable.")
    ] = None,
    pay_on: Annotated[
        str | None, typer.Option(help="One day for all; else each statement's own.")
    ] = None,
    currency: Annotated[str | None, typer.Option(help="This one alone, like JPY.")] = None,
    toward: Annotated[
        str, typer.Option(help="A day on which banks rest moves before or after.")
    ] = "before",
    received: Annotated[
        list[str] | None,
        typer.Option(help="stmt_...=2027-04-01: when commissioned work came in; repeatable."),
    ] = None,
    as_stated: Annotated[
        list[str] | None,
        typer.Option(help="stmt_...: both agree to its tax, registered or not; repeatable."),
    ] = None,
    combine: Annotated[
        bool, typer.Option("--combine", help="One transfer for all statements of an account.")
    ] = False,
    divide: Annotated[
        bool, typer.Option("--divide", help="More than ten digits go as several transfers.")
    ] = False,
) -> None:
    """Put what is due together, and list what is left out and why."""
    session = session_of(ctx)
    wanted = Wanted(
        payer,
        due=_day(due, "due"),
        statements=tuple(statements or ()),
        currency=currency,
        pay_on=_day(pay_on, "pay_on"),
        toward=toward_of(toward),
        received=received_of(received or []),
        as_stated=tuple(as_stated or ()),
        combine=combine,
        divide=divide,
    )
    with session.register(for_parties=True) as register:
        with session.out.progress("progress-pay") as progress:
            actor = actor_of(session, register)
            outcome = prepare_payments(register, wanted, actor=actor, progress=progress)
        _tell_prepared(session, register, outcome)
    if not outcome.payments:
        raise RuleViolation(
            "nothing-to-pay",
            "nothing is payable",
            field="due",
            value=due,
            left_out=len(outcome.left_out),
            expected="statements that are due and in no payment",
        )


def _day(text: str | None, field: str) -> date | None:
    return day(text, field) if text else None


def _tell_prepared(session: Session, register: Register, outcome: Outcome) -> None:
    """Say first what is late, then what was prepared, then what was left out and why."""
    with register.ledger.reading() as conn:
        viewer = viewer_of(session, register)
        payments = [_described(conn, put.id, viewer) for put in outcome.payments]
        left = [one.as_data() for one in outcome.left_out]
        known = names_in(register, conn, [payments, left], session.lang)
    if session.out.as_json:
        shown = {"payments": payments, "left_out": left, "late": list(outcome.late)}
        session.out.json({**shown, "display_names": known})
        return
    for late in outcome.late:
        session.out.note(
            "payment-late", statement=late["statement"], due=late["due_on"], day=late["pay_on"],
            law=late["law"],
        )  # fmt: skip
    for payment in payments:
        session.out.note(
            "payment-prepared", payment=payment["id"], count=payment["count"],
            day=payment["pay_on"],
        )  # fmt: skip
        look = Look(session.lang, known, currency=payment["currency"])
        session.out.draw(listing(payment["items"], _ITEMS, look))
    _tell_left_out(session, outcome.left_out, known)


def _tell_left_out(session: Session, some: Sequence[LeftOut], known: Mapping[str, str]) -> None:
    """Draw a table for each currency, with the sum above it."""
    for currency in sorted({one.currency for one in some}):
        ours = [one for one in some if one.currency == currency]
        total = amount(sum(one.amount_minor for one in ours), currency, session.lang)
        session.out.note("payment-left-out", count=len(ours), total=total)
        rows = [_row(one, session) for one in ours]
        session.out.draw(listing(rows, _LEFT_OUT, Look(session.lang, known, currency=currency)))


def _row(one: LeftOut, session: Session) -> dict[str, Any]:
    why, to_do = one.told(session.lang)
    about = ", ".join(str(value) for value in one.about.values())
    row = {"statement_id": one.statement, "payee": one.payee, "amount_minor": one.amount_minor}
    return {**row, "why_left_out": f"{why} {about}".strip(), "to_do": to_do}


@app.command()
def approve(
    ctx: typer.Context,
    payment: PaymentArgument,
    *,
    total: Annotated[
        int | None, typer.Option(help="The sum that was looked at; refused if it differs.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="What was checked.")] = None,
    yes: Yes = False,
) -> None:
    """Look at a payment, be asked, and approve it; by another person's token than prepared it."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        with register.ledger.reading() as conn:
            shown = _described(conn, payment, viewer_of(session, register))
            look = looked_at(conn, shown)
            known = names_in(register, conn, look, session.lang)
        if total is not None and total != look["transfer_minor"]:
            raise RuleViolation(
                "total-differs", field="total", value=total, expected=look["transfer_minor"]
            )
        _tell_looked_at(session, look, known)
        if not yes and total is None:
            ask(session)
        asked = shown.get("approval", {}).get("asked_index", 0)
        command = Approve(kind="payments", subject=payment, asked=asked, note=note)
        recorded = register.ledger.record(command, actor_of(session, register))
        say_recorded(session, payment, recorded)


def _tell_looked_at(session: Session, look: Mapping[str, Any], known: Mapping[str, str]) -> None:
    """Draw new accounts first, then the largest transfers beside what each got last time."""
    currency = look["currency"]
    total = amount(look["transfer_minor"], currency, session.lang)
    first = look["first_to_account"]
    session.out.note("payment-looked-at", count=look["count"], total=total, first=len(first))
    shown = Look(session.lang, known, currency=currency)
    for key, rows in (("payment-first", first), ("payment-largest", look["largest"])):
        if rows:
            session.out.note(key)
            session.out.draw(listing(rows, _LOOKED_AT, shown))


@app.command()
def export(
    ctx: typer.Context,
    payment: PaymentArgument,
    *,
    folder: Annotated[Path, typer.Option("--to", help="Folder for the files.")],
    client_code: Annotated[
        str, typer.Option(help="Ten digits that the bank gave (委託者コード).")
    ] = "",
    payer_bic: Annotated[str, typer.Option(help="For payments abroad from Japan.")] = "",
    payer_name: Annotated[str, typer.Option(help="The payer in Latin letters.")] = "",
    line_end: Annotated[str, typer.Option(help="crlf after each record, or none.")] = "crlf",
) -> None:
    """Write the files of an approved payment for the bank; again, the same bytes."""
    session = session_of(ctx)
    ends = {"crlf": b"\r\n", "none": b""}
    if line_end not in ends:
        raise RuleViolation(
            "payment-option-wrong", field="line_end", value=line_end, expected="crlf, none"
        )
    options = ExportOptions(client_code, payer_bic, payer_name, ends[line_end])
    with session.register(for_parties=True) as register:
        actor = actor_of(session, register)
        made = export_payment(register, payment, options, actor=actor)
    folder.mkdir(parents=True, exist_ok=True)
    files = [_saved(folder / name, data) for name, data in sorted(made.files.items())]
    if session.out.as_json:
        shown = {"payment": payment, "files": files, "is_new": made.is_new}
        session.out.json({**shown, "exported": made.exported})
        return
    if not made.is_new:
        by = made.exported.get("by") or "-"
        session.out.note("payment-exported-before", at=made.exported["at"], by=by)
    for file in files:
        session.out.note("payment-file", file=file)


def _saved(path: Path, data: bytes) -> str:
    """Write a file that nobody but its owner reads, from its first byte on."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        path.chmod(_OWNER_ONLY)  # one that was there may have been open to others
        file.write(data)
    return str(path)


@app.command()
def confirm(
    ctx: typer.Context,
    payment: PaymentArgument,
    *,
    result: Annotated[str | None, typer.Option(help="The bank's CSV; - for stdin.")] = None,
    profile: Annotated[
        str | None, typer.Option(help="JSON: which column of the CSV is what.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all-paid", help="Everything was paid.")] = False,
    paid: Annotated[list[str] | None, typer.Option(help="A statement; repeatable.")] = None,
    returned: Annotated[
        list[str] | None, typer.Option(help="A statement whose money came back; repeatable.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why it came back.")] = None,
    on: Annotated[str | None, typer.Option(help="The bank's day; else the planned.")] = None,
) -> None:
    """Record what became of a payment, from the bank's file or by hand."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        actor, when = actor_of(session, register), _day(on, "on")
        if result is not None:
            columns = build(ResultProfile, read_json(profile) if profile else {})
            data = read_bytes(result)
            recorded = confirm_payment(register, payment, data, columns, on=when, actor=actor)
        else:
            with register.ledger.reading() as conn:
                shown = _described(conn, payment, viewer_of(session, register))
            chosen = when or date.fromisoformat(shown["pay_on"])
            if all_:
                command = all_paid(register, payment, chosen, actor)
            else:
                command = _by_hand(payment, chosen, (paid or [], returned or [], reason))
            recorded = register.ledger.record(command, actor)
        say_recorded(session, payment, recorded)


def _by_hand(
    payment: str, on: date, said: tuple[Sequence[str], Sequence[str], str | None]
) -> ConfirmPayment:
    paid, returned, reason = said
    if not (paid or returned) or (returned and not reason):
        raise RuleViolation(
            "result-option-needed",
            "say what became of it",
            field="paid",
            value=None,
            expected="--result FILE, --all-paid, --paid STATEMENT, or --returned with --reason",
        )
    came_back = tuple(Returned(statement=name, reason=reason or "") for name in returned)
    return ConfirmPayment(payment=payment, on=on, paid=tuple(paid), returned=came_back)


@app.command()
def cancel(
    ctx: typer.Context,
    payment: PaymentArgument,
    *,
    reason: Annotated[str, typer.Option(help="Why.")],
    not_sent: Annotated[
        str | None,
        typer.Option(help="SHA-256 of what shows that no bank has it; after an export."),
    ] = None,
) -> None:
    """Call a payment off; what it was to pay is payable again."""
    session = session_of(ctx)
    document = DocumentRef(sha256=not_sent) if not_sent else None
    with session.register(for_parties=True) as register:
        command = CancelPayment(payment=payment, reason=reason, not_sent=document)
        record(session, register, command, payment)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    payer: Annotated[str | None, typer.Option(help="Only those of this payer.")] = None,
    status: Annotated[
        str | None, typer.Option(help="prepared, exported, done or cancelled.")
    ] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List payments."""
    session = session_of(ctx)
    filters = {name: value for name, value in (("payer", payer), ("status", status)) if value}
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        viewer = viewer_of(session, register)
        items = page(conn, viewer, after=after, limit=limit, newest=False, **filters)
        known = names_in(register, conn, items, session.lang)
    session.out.items(items, _COLUMNS, known, next_after(items, limit))


@app.command()
def show(ctx: typer.Context, payment: PaymentArgument) -> None:
    """Show a payment with every item; a payee sees the items that pay him."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        data = _described(conn, payment, viewer_of(session, register))
        known = names_in(register, conn, data, session.lang)
    if session.out.as_json:
        session.out.json({**data, "display_names": known})
        return
    head = {name: value for name, value in data.items() if name not in ("items", "left_out")}
    session.out.show(head, known)
    look = Look(session.lang, known, currency=data["currency"])
    session.out.draw(listing(data["items"], _ITEMS, look))


@app.command("left-out")
def left_out(ctx: typer.Context, payment: PaymentArgument) -> None:
    """List what a payment left out, with the reason and what to do."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        data = _described(conn, payment, viewer_of(session, register))
        some = left_out_of(register.blobs, data)
        known = names_in(register, conn, [one.as_data() for one in some], session.lang)
    if session.out.as_json:
        session.out.json({"items": [one.as_data() for one in some], "display_names": known})
        return
    if not some:
        session.out.note("nothing")
    _tell_left_out(session, some, known)


def _described(conn: Connection, payment: str, viewer: Viewer) -> dict[str, Any]:
    data = describe_payment(conn, payment, viewer)
    if data is None:
        raise NotFound("payment-not-found", field="payment", value=payment)
    return data


unclaimed.add_to(app)
