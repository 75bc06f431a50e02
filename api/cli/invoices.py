"""`daicho invoices`: purchase documents of a payer, and invoices to licensees."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from api.cli.acting import actor_of, record, today, viewer_of
from api.cli.inputs import build, day, read_json
from api.cli.invoices_asked import decided, document, overrides, sent
from api.cli.invoices_words import told
from api.cli.known import names_in
from api.cli.language import Lang
from api.cli.options import After, JsonFile, Limit, next_after, of_file_or
from api.cli.session import Session, session_of
from ledger.bootstrap import Register
from ledger.errors import NotFound
from ledger.invoices.commands import AgreePurchases, ConfirmPurchase, ObjectPurchase
from ledger.invoices.drafting import Asked
from ledger.invoices.reading import invoices, purchases, show_invoice, show_purchase
from ledger.invoices.sales import SaleAsked
from ledger.invoices.summary import summary, summary_csv
from ledger.jobs.invoice_files import FORMATS, file_among
from ledger.jobs.invoices import issue_invoice
from ledger.jobs.purchases import Presented, present_period, present_statement
from ledger.parties.commands import NoteRegistration
from ledger.statements.prepare import statement_file

app = typer.Typer(no_args_is_help=True, help="Purchase documents, and invoices to licensees.")
_PURCHASES: Final = (
    "id", "payee", "supplier", "payment_date", "total_minor", "is_qualified", "standing",
    "confirm_by", "since",
)  # fmt: skip
_INVOICES: Final = (
    "id", "number_of_invoice", "invoice_kind", "debtor", "issued_on", "tax_class", "amount_minor",
    "tax_minor", "total_minor",
)  # fmt: skip
_SUMMARY: Final = (
    "side", "currency", "tax_class", "tax_rate", "payer_credit", "count", "base_minor", "tax_minor",
    "creditable_minor",
)  # fmt: skip
_LEFT_OUT: Final = ("statement", "payee", "payable_minor", "code")
DocumentOption = Annotated[str | None, typer.Option("--document", help="SHA-256 of a document.")]
DayOption = Annotated[str | None, typer.Option("--day", help="Like 2026-04-01.")]
PurchaseArgument = Annotated[str, typer.Argument(help="Id of a purchase document.")]
ByOption = Annotated[str | None, typer.Option("--by", help="Who says so; else whoever is paid.")]
ReportOption = Annotated[str, typer.Option("--report", help="The report in force.")]
PlainOption = Annotated[
    bool, typer.Option("--plain", help="Claim no qualified invoice, and print no number.")
]


@app.command()
def agree(
    ctx: typer.Context,
    *,
    payer: Annotated[str | None, typer.Option(help="Who pays.")] = None,
    payee: Annotated[str | None, typer.Option(help="Whoever is paid.")] = None,
    from_day: DayOption = None,
    days: Annotated[
        int | None, typer.Option(help="Without an objection; left out: the clause ends.")
    ] = None,
    document_sha256: DocumentOption = None,
    clause: Annotated[str | None, typer.Option(help="Where in the agreement.")] = None,
    file: JsonFile = None,
) -> None:
    """Record a clause by which silence confirms purchase documents, or its end."""
    session = session_of(ctx)
    given: dict[str, Any] = {"payer": payer, "payee": payee, "day": from_day, "days": days}
    given |= {"clause": clause, "document": document(document_sha256)}
    data = of_file_or(read_json(file) if file else {}, given)
    with session.register(for_parties=True) as register:
        record(session, register, build(AgreePurchases, data), data.get("payee", ""))


@app.command()
def present(
    ctx: typer.Context,
    *,
    payer: Annotated[str | None, typer.Option(help="With --period: all of a payer's.")] = None,
    period: Annotated[str | None, typer.Option(help="As the statements were issued.")] = None,
    statement: Annotated[str | None, typer.Option(help="Just one statement.")] = None,
    sent_on: Annotated[
        str | None, typer.Option("--sent", help="Day of sending; else today.")
    ] = None,
    method: Annotated[
        str, typer.Option(help="register (it lies open there), email, post or hand.")
    ] = "register",
    document_sha256: DocumentOption = None,
    services_in: Annotated[
        str, typer.Option(help="Where services were done: home, abroad or unknown.")
    ] = "unknown",
    override: Annotated[
        list[str] | None,
        typer.Option("--line", help="N=CLASS for a line of another class; repeatable."),
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why, for --line; with --document.")] = None,
    replaces: Annotated[str | None, typer.Option(help="One that was objected to.")] = None,
) -> None:
    """Present statements to their payees as the payer's purchase documents."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        notice = sent(method, sent_on, document_sha256, today(register))
        actor = actor_of(session, register)
        if statement is not None:
            lines = overrides(override, reason, document_sha256)
            asked = Asked(notice, services_in, lines, replaces)  # type: ignore[arg-type]
            one = present_statement(register, statement, asked, actor=actor)
            done = Presented((one,), (), 0)
        else:
            with session.out.progress("progress-present") as progress:
                done = present_period(
                    register, payer or "", period or "", notice, actor=actor, progress=progress
                )
        _tell_presented(session, register, done)


def _tell_presented(session: Session, register: Register, done: Presented) -> None:
    """List what was presented, and what was left out with its sum."""
    ids = {str(getattr(one.events[0], "id", "")) for one in done.recorded}
    left: list[dict[str, Any]] = [
        {
            **one.refusal.fields,
            "statement": one.statement,
            "payee": one.payee,
            "payable_minor": one.payable_minor,
            "code": one.refusal.code,
        }
        for one in done.left_out
    ]
    with register.ledger.reading() as conn:
        viewer, on = viewer_of(session, register), today(register)
        shown = [show_purchase(conn, id, viewer, on) for id in sorted(ids)]
        items = [{name: one.get(name) for name in _PURCHASES} for one in shown if one]
        names = names_in(register, conn, [items, left], session.lang)
    if session.out.as_json:
        session.out.json({"items": items, "left_out": left, "unpaid": done.unpaid})
        return
    session.out.items(items, _PURCHASES, names)
    if done.unpaid:
        session.out.note("purchase-unpaid", count=done.unpaid)
    if left:
        total = sum(one["payable_minor"] for one in left)
        session.out.note("purchase-left-out", count=len(left), total=f"{total:,}")
        session.out.items(left, _LEFT_OUT, names)


@app.command()
def confirm(
    ctx: typer.Context,
    purchase: PurchaseArgument,
    by: ByOption = None,
    document_sha256: DocumentOption = None,
) -> None:
    """Confirm a purchase document, as whoever is paid by it."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        who = by or _supplier(session, register, purchase)
        data = {"purchase": purchase, "by": who, "document": document(document_sha256)}
        record(session, register, build(ConfirmPurchase, data), purchase)


@app.command("object")
def object_(
    ctx: typer.Context,
    purchase: PurchaseArgument,
    reason: Annotated[str, typer.Option(help="What is wrong.")],
    by: ByOption = None,
    line: Annotated[int | None, typer.Option(help="Of the statement, where it is one.")] = None,
    document_sha256: DocumentOption = None,
) -> None:
    """Object to a purchase document: silence is no confirmation any more."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        who = by or _supplier(session, register, purchase)
        data: dict[str, Any] = {"purchase": purchase, "by": who, "reason": reason, "line": line}
        data |= {"document": document(document_sha256)}
        record(session, register, build(ObjectPurchase, data), purchase)


def _supplier(session: Session, register: Register, purchase: str) -> str:
    return str(_described(session, register, purchase)["supplier"])


def _described(session: Session, register: Register, id: str) -> dict[str, Any]:
    viewer = viewer_of(session, register)
    with register.ledger.reading() as conn:
        if id.startswith("inv_"):
            found = show_invoice(conn, id, viewer)
        else:
            found = show_purchase(conn, id, viewer, today(register))
    if found is None:
        raise NotFound("invoice-not-found", field="id", value=id)
    return found


@app.command()
def issue(
    ctx: typer.Context,
    report: ReportOption,
    due: Annotated[str, typer.Option(help="Last day for payment.")],
    *,
    on: Annotated[str | None, typer.Option("--on", help="Day of issue; else today.")] = None,
    subject: Annotated[
        str, typer.Option(help="royalty, service, damages, late_interest or remittance.")
    ] = "royalty",
    services_in: Annotated[
        str, typer.Option(help="Where services were done: home, abroad or unknown.")
    ] = "unknown",
    plain: PlainOption = False,
    tax_class: Annotated[
        str | None, typer.Option("--class", help="Another class; with --reason, --document.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why, for --class.")] = None,
    document_sha256: DocumentOption = None,
) -> None:
    """Invoice a licensee for what a report promises and was not invoiced yet."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        issued_on = day(on, "on") if on else today(register)
        asked = SaleAsked(
            "invoice", report, issued_on, day(due, "due"),
            subject,  # type: ignore[arg-type]
            services_in,  # type: ignore[arg-type]
            decided(tax_class, reason, document_sha256), plain,
        )  # fmt: skip
        _issued(session, register, asked)


@app.command()
def credit(
    ctx: typer.Context,
    report: ReportOption,
    on: Annotated[str | None, typer.Option("--on", help="Day of issue; else today.")] = None,
    plain: PlainOption = False,
) -> None:
    """Credit what was invoiced too high, as the corrected report says."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        issued_on = day(on, "on") if on else today(register)
        asked = SaleAsked("credit", report, issued_on, issued_on, is_plain=plain)
        _issued(session, register, asked)


def _issued(session: Session, register: Register, asked: SaleAsked) -> None:
    recorded = issue_invoice(register, asked, actor=actor_of(session, register))
    id = str(getattr(recorded.events[0], "id", ""))
    _show(session, register, id)


def _show(session: Session, register: Register, id: str) -> None:
    data = _described(session, register, id)
    with register.ledger.reading() as conn:
        names = names_in(register, conn, data, session.lang)
    if session.out.as_json:
        session.out.json({**data, "display_names": names})
        return
    session.out.show(told(data), names)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    sales: Annotated[bool, typer.Option("--sales", help="Invoices to licensees.")] = False,
    payer: Annotated[str | None, typer.Option(help="Only of this payer.")] = None,
    payee: Annotated[str | None, typer.Option(help="Only to this payee.")] = None,
    debtor: Annotated[str | None, typer.Option(help="Only to this licensee.")] = None,
    on: Annotated[str | None, typer.Option("--on", help="How each stands on a day.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List purchase documents and how each stands, or invoices to licensees."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        viewer, asked = viewer_of(session, register), {"after": after, "limit": limit}
        if sales:
            items = invoices(conn, viewer, **asked, debtor=debtor, issued_by=payer)  # type: ignore[arg-type]
        else:
            stands = day(on, "on") if on else today(register)
            items = purchases(conn, viewer, stands, **asked, payer=payer, payee=payee)  # type: ignore[arg-type]
        names = names_in(register, conn, items, session.lang)
    columns = _INVOICES if sales else _PURCHASES
    items = items if session.out.as_json else [told(item) for item in items]
    session.out.items(items, columns, names, next_after(items, limit))


@app.command()
def show(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(help="Id of a purchase document or an invoice.")],
) -> None:
    """Show a purchase document or an invoice; what may be credited, to its payer alone."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        _show(session, register, id)


@app.command()
def export(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(help="Id of a purchase document or an invoice.")],
    save: Annotated[Path, typer.Option("--save", help="Where to write the file.")],
    kind: Annotated[str, typer.Option("--format", help="pdf or json.")] = "pdf",
    language: Annotated[Lang | None, typer.Option(help="Of a PDF.")] = None,
) -> None:
    """Write a file of a purchase document or an invoice exactly as it was made."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        data = _described(session, register, id)
        if kind not in FORMATS:
            raise NotFound(
                "invoice-file-not-found", field="format", value=kind, expected=list(FORMATS)
            )
        found = file_among(data["files"], kind, language or session.document_lang)
        save.write_bytes(statement_file(register.blobs, found))
    if session.out.as_json:
        session.out.json({"id": id, "file": str(save)})
    session.out.note("saved", file=save)


@app.command("summary")
def summary_(
    ctx: typer.Context,
    payer: Annotated[str, typer.Option(help="Who pays the one and issues the other.")],
    first: Annotated[str, typer.Option("--from", help="First day.")],
    last: Annotated[str, typer.Option("--to", help="Last day.")],
    on: Annotated[str | None, typer.Option("--on", help="What is confirmed on a day.")] = None,
    save: Annotated[Path | None, typer.Option("--save", help="Write it as CSV.")] = None,
) -> None:
    """Sum purchases and sales by class and rate, with what may be credited, for a tax return."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        actor_of(session, register).must_act_for(payer, "payer")
        stands: date = day(on, "on") if on else today(register)
        rows = summary(conn, payer, day(first, "from"), day(last, "to"), stands)
    if save is not None:
        save.write_bytes(summary_csv(rows))
        session.out.note("saved", file=save)
    if session.out.as_json:
        session.out.items(rows, _SUMMARY, {})
        return
    session.out.items([told(row) for row in rows], _SUMMARY, {})


@app.command()
def registration(
    ctx: typer.Context,
    party: Annotated[str, typer.Argument(help="Whose registration.")],
    *,
    kind: Annotated[str, typer.Option(help="registered or ended.")],
    from_day: Annotated[str, typer.Option("--day", help="First day on which it is so.")],
    number: Annotated[str, typer.Option(help="T and 13 digits.")],
    source: Annotated[str, typer.Option(help="Where that is seen.")],
    document_sha256: DocumentOption = None,
) -> None:
    """Record that a party's registration as invoice issuer began or ended."""
    session = session_of(ctx)
    data = {"party": party, "kind": kind, "day": from_day, "number": number, "source": source}
    with session.register(for_parties=True) as register:
        shown = {"document": document(document_sha256)}
        record(session, register, build(NoteRegistration, {**data, **shown}), party)
