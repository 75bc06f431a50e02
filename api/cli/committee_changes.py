"""`daicho committees admit`, `leave`, `transfer-share` ...: what happens while a committee lives.

Consents and lists of members come in --file, as JSON; what an option says stands above it.
"""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from api.cli.acting import OPERATOR, record, today
from api.cli.committee_told import tell_invoices, tell_life
from api.cli.inputs import build, day, read_json, with_id
from api.cli.known import names_in
from api.cli.options import of_file_or
from api.cli.session import session_of
from ledger.command import Command
from ledger.committees import changes
from ledger.ids import CAPITAL_CALL, SHARE_OFFER
from ledger.jobs.committee_life import committee_invoices, committee_life, sentences

Committee = Annotated[str, typer.Argument(help="Id of a committee.")]
FileOrNone = Annotated[str | None, typer.Option("--file", help="The rest as JSON; - reads stdin.")]
From = Annotated[str | None, typer.Option("--from", help="First day of a month, ISO.")]
Reason = Annotated[str | None, typer.Option(help="Why; it stays on record.")]
Lead = Annotated[str | None, typer.Option(help="Who leads from then on.")]
Document = Annotated[str | None, typer.Option(help="SHA-256 of the document.")]
Party = Annotated[str | None, typer.Option(help="Id of the party.")]
On = Annotated[str | None, typer.Option("--on", help="Day, ISO.")]
Amount = Annotated[int | None, typer.Option(help="In minor units.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group of committees."""
    app.command()(admit)
    app.command()(leave)
    app.command()(settle)
    app.command()(succeed)
    app.command("transfer-share")(transfer_share)
    app.command()(offer)
    app.command()(answer)
    app.command()(call)
    app.command()(paid)
    app.command()(status)
    app.command()(notify)
    app.command()(invoices)
    app.command()(life)


def admit(
    ctx: typer.Context,
    committee: Committee,
    *,
    party: Party = None,
    effective_from: From = None,
    reason: Reason = None,
    file: FileOrNone = None,
) -> None:
    """Take a new member in; --file holds all members with their shares, and the consents."""
    given: dict[str, object] = {"party": party, "effective_from": effective_from, "reason": reason}
    _record(ctx, changes.AdmitMember, given, file, committee=committee)


def leave(
    ctx: typer.Context,
    committee: Committee,
    *,
    party: Party = None,
    ground: Annotated[
        str | None,
        typer.Option(help="withdrawal, death, bankruptcy, guardianship or expulsion."),
    ] = None,
    left_on: On = None,
    effective_from: From = None,
    reason: Reason = None,
    lead: Lead = None,
    document: Document = None,
    net_assets: Annotated[
        int | None, typer.Option(help="Assets less debts on that day, in minor units.")
    ] = None,
    accounts: Annotated[str | None, typer.Option(help="SHA-256 of the balance sheet.")] = None,
    file: FileOrNone = None,
) -> None:
    """Record that a member left, and what it is paid (民法678-681条)."""
    account = {"net_assets_minor": net_assets, "document": _document(accounts)}
    given: dict[str, object] = {
        "party": party,
        "ground": ground,
        "left_on": left_on,
        "effective_from": effective_from,
        "reason": reason,
        "lead": lead,
        "document": _document(document),
        "account": {name: value for name, value in account.items() if value is not None} or None,
    }
    _record(ctx, changes.RecordLeaving, given, file, committee=committee)


def settle(
    ctx: typer.Context,
    committee: Committee,
    *,
    party: Party = None,
    net_assets: Annotated[
        int | None, typer.Option(help="Assets less debts on the day of leaving, in minor units.")
    ] = None,
    accounts: Annotated[str | None, typer.Option(help="SHA-256 of the balance sheet.")] = None,
    file: FileOrNone = None,
) -> None:
    """Say what a member that left earlier is paid, once its accounts are closed (681条3項)."""
    account = {"net_assets_minor": net_assets, "document": _document(accounts)}
    stated = {name: value for name, value in account.items() if value is not None}
    given: dict[str, object] = {"party": party, "account": stated or None}
    _record(ctx, changes.SettleLeaving, given, file, committee=committee)


def succeed(
    ctx: typer.Context,
    committee: Committee,
    *,
    party: Party = None,
    effective_from: From = None,
    reason: Reason = None,
    lead: Lead = None,
    clause: Annotated[str | None, typer.Option(help="Lets heirs continue.")] = None,
    file: FileOrNone = None,
) -> None:
    """Write in who took a member's place by merger, renaming or inheritance."""
    given: dict[str, object] = {"party": party, "effective_from": effective_from, "reason": reason}
    given |= {"lead": lead, "clause": clause}
    _record(ctx, changes.SucceedMember, given, file, committee=committee)


def transfer_share(
    ctx: typer.Context,
    committee: Committee,
    *,
    giver: Annotated[str | None, typer.Option(help="Who gives.")] = None,
    taker: Annotated[str | None, typer.Option(help="Who takes.")] = None,
    effective_from: From = None,
    reason: Reason = None,
    lead: Lead = None,
    offer: Annotated[str | None, typer.Option(help="Id of the offer to the members.")] = None,
    price: Amount = None,
    document: Document = None,
    file: FileOrNone = None,
) -> None:
    """Record that a member's share passed to another; --file holds the consents (65条1項)."""
    given: dict[str, object] = {
        "giver": giver,
        "taker": taker,
        "effective_from": effective_from,
        "reason": reason,
    }
    given |= {"lead": lead, "offer": offer, "price_minor": price}
    given |= {"document": _document(document)}
    _record(ctx, changes.TransferMemberShare, given, file, committee=committee)


def offer(
    ctx: typer.Context,
    committee: Committee,
    *,
    giver: Annotated[str | None, typer.Option(help="Who wants to sell.")] = None,
    taker: Annotated[str | None, typer.Option(help="The third party, if known.")] = None,
    price: Amount = None,
    offered_on: On = None,
    answer_by: Annotated[str | None, typer.Option(help="Last day for answers, ISO.")] = None,
    document: Document = None,
    file: FileOrNone = None,
) -> None:
    """Offer a share to the other members before it is sold to somebody else."""
    given: dict[str, object] = {
        "giver": giver,
        "taker": taker,
        "price_minor": price,
        "offered_on": offered_on,
    }
    given |= {"answer_by": answer_by, "document": _document(document)}
    _record(ctx, changes.OfferShare, given, file, new=SHARE_OFFER, committee=committee)


def answer(
    ctx: typer.Context,
    offered: Annotated[str, typer.Argument(help="Id of the offer.")],
    said: Annotated[str, typer.Argument(help="accept or decline.")],
    *,
    party: Party = None,
    answered_on: On = None,
    document: Document = None,
    file: FileOrNone = None,
) -> None:
    """Record that a member takes an offered share, or lets it go."""
    given: dict[str, object] = {"party": party, "answered_on": answered_on, "answer": said}
    given |= {"document": _document(document)}
    _record(ctx, changes.AnswerShareOffer, given, file, offer=offered)


def call(
    ctx: typer.Context,
    committee: Committee,
    *,
    amount: Amount = None,
    due: Annotated[str | None, typer.Option(help="Day by which it is due, ISO.")] = None,
    purpose: Annotated[str | None, typer.Option(help="What the money is for.")] = None,
    decided_on: On = None,
    document: Document = None,
    file: FileOrNone = None,
) -> None:
    """Call for contributions, divided by investment shares; --file holds the consents."""
    given: dict[str, object] = {"amount_minor": amount, "due_on": due, "purpose": purpose}
    given |= {"decided_on": decided_on, "document": _document(document)}
    _record(ctx, changes.CallCapital, given, file, new=CAPITAL_CALL, committee=committee)


def paid(
    ctx: typer.Context,
    called: Annotated[str, typer.Argument(help="Id of the call.")],
    *,
    party: Party = None,
    amount: Amount = None,
    paid_on: On = None,
    document: Document = None,
    file: FileOrNone = None,
) -> None:
    """Record that a member paid what was called for, or a part of it."""
    given: dict[str, object] = {"party": party, "amount_minor": amount, "paid_on": paid_on}
    given |= {"document": _document(document)}
    _record(ctx, changes.RecordContribution, given, file, call=called)


def status(
    ctx: typer.Context,
    committee: Committee,
    said: Annotated[str, typer.Argument(help="active or dormant.")],
    *,
    effective_from: From = None,
    reason: Reason = None,
    document: Document = None,
) -> None:
    """Say that nothing happens in a committee any more, or that it works again."""
    given: dict[str, object] = {"status": said, "effective_from": effective_from, "reason": reason}
    given |= {"document": _document(document)}
    _record(ctx, changes.SetCommitteeStatus, given, None, committee=committee)


def notify(
    ctx: typer.Context,
    committee: Committee,
    kind: Annotated[str, typer.Argument(help="filed, unregistered or registered.")],
    *,
    on: On = None,
    party: Party = None,
    document: Document = None,
) -> None:
    """Record a filing, or that a member's registration as an invoice issuer ended or began."""
    given: dict[str, object] = {
        "kind": kind,
        "day": on,
        "party": party,
        "document": _document(document),
    }
    _record(ctx, changes.RecordInvoiceNotice, given, None, committee=committee)


def invoices(ctx: typer.Context, committee: Committee, *, on: On = None) -> None:
    """Say whether a committee may issue qualified invoices on a day, and since when not."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        asked = day(on, "on") if on else today(register)
        found = committee_invoices(conn, OPERATOR, committee, asked)
        known = names_in(register, conn, found, session.lang)
    tell_invoices(session, found, known)


def life(ctx: typer.Context, committee: Committee, *, on: On = None) -> None:
    """Show members, how they decide, offers, calls for capital, and what is still to be done."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        asked = day(on, "on") if on else today(register)
        found = committee_life(conn, OPERATOR, committee, asked)
        known = names_in(register, conn, found, session.lang)
    tell_life(session, found, known)


def _document(sha256: str | None) -> dict[str, str] | None:
    return {"sha256": sha256} if sha256 else None


def _record(
    ctx: typer.Context,
    kind: type[Command],
    given: Mapping[str, Any],
    file: str | None,
    *,
    new: str | None = None,
    **place: str,
) -> None:
    """Build a command of options and file, record it, and say what deserves a look."""
    session = session_of(ctx)
    data = of_file_or(read_json(file) if file else {}, {**given, **place})
    with session.register() as register:
        data = with_id(data, new, register) if new else data
        name = str(data["id"] if new else next(iter(place.values())))
        recorded = record(session, register, build(kind, data), name)
    session.out.warn(sentences(recorded.events[0]))
