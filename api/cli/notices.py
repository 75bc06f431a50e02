"""`daicho notices`: who is told what happened, by e-mail or webhook, and what came of it."""

import threading
from collections.abc import Mapping
from datetime import datetime, time
from typing import Annotated, Any, Final, cast

import typer

from api.cli import notices_words as words
from api.cli.inputs import day
from api.cli.known import names_in
from api.cli.options import After, Limit, next_after
from api.cli.session import Session, session_of
from ledger.bootstrap import Register
from ledger.clock import TOKYO, stamp
from ledger.command import Actor
from ledger.errors import RuleViolation
from ledger.event import OPERATOR
from ledger.jobs.notices import addresses_of, follow, send_notices, senders_of
from ledger.notices import outbox
from ledger.notices.addresses import Addresses, NewAddress
from ledger.notices.kinds import Channel, Language
from ledger.notices.outbox import Again
from ledger.store.append import lock_head
from ledger.store.engine import write_transaction

app = typer.Typer(no_args_is_help=True, help="Notices: who is told what, by e-mail or webhook.")
_ADDRESSES: Final = (
    "id", "party", "notice_channel", "notice_target", "notice_lang", "notice_status",
    "notice_kind", "confirmed_at", "ended_at",
)  # fmt: skip
_DELIVERIES: Final = (
    "id", "notice_status", "notice_kind", "party", "about", "entry_index", "made_at", "attempts",
    "next_at", "reason",
)  # fmt: skip
# In tables these fields mean something else than elsewhere, so they go by names of their own.
_CALLED: Final = {
    "channel": "notice_channel",
    "target": "notice_target",
    "lang": "notice_lang",
    "kind": "notice_kind",
    "kinds": "notice_kind",
    "status": "notice_status",
    "address": "notice_address",
}
AddressArgument = Annotated[str, typer.Argument(help="Id of an address, addr_...")]
PartyOption = Annotated[
    str | None, typer.Option("--party", help="Whose; the operator's own if left out.")
]


@app.command()
def subscribe(
    ctx: typer.Context,
    *,
    party: PartyOption = None,
    email: Annotated[str | None, typer.Option(help="An e-mail address.")] = None,
    webhook: Annotated[str | None, typer.Option(help="An https:// address.")] = None,
    language: Annotated[str, typer.Option("--in", help="Of the messages: ja or en.")] = "ja",
    kind: Annotated[
        list[str] | None, typer.Option(help="Like statement.issued; repeatable; else all.")
    ] = None,
    replaces: Annotated[
        str | None, typer.Option(help="The address that ends when this one is confirmed.")
    ] = None,
) -> None:
    """Ask for notices to an address; a code is sent there, and it counts once that is confirmed."""
    session = session_of(ctx)
    channel, target = _target(email, webhook)
    with session.register(for_parties=True) as register:
        actor = _writer(register)
        new = NewAddress(
            party=_acting_for(actor, party),
            channel=channel,
            target=target,
            lang=cast("Language", language),
            kinds=tuple(kind or ()),
            replaces=replaces,
        )
        asked = _addresses(session, register).subscribe(new, actor.by)
    if session.out.as_json:
        secret = {"secret": asked.secret} if asked.secret else {}
        session.out.json({"id": asked.id, "status": "unconfirmed", **secret})
    session.out.note("notice-asked", id=asked.id)
    if asked.secret:
        session.out.note("notice-secret", secret=asked.secret)


def _target(email: str | None, webhook: str | None) -> tuple[Channel, str]:
    if email and not webhook:
        return "email", email
    if webhook and not email:
        return "webhook", webhook
    raise RuleViolation(
        "notice-target", "one target is needed", field="target",
        expected="one of --email, --webhook",
    )  # fmt: skip


def _acting_for(actor: Actor, party: str | None) -> str:
    """Return whose addresses are meant: his own for whoever acts for a party."""
    wanted = party or (OPERATOR if actor.is_operator else actor.party or "")
    actor.must_act_for(wanted, "party")
    return wanted


def _writer(register: Register) -> Actor:
    """Return who acts, whose token must be good for writing."""
    return register.ledger.operator()


def _own(actor: Actor) -> str | None:
    """Return whose things somebody may see and change; None for everybody's."""
    return None if actor.is_operator else actor.party or ""


def _reader(session: Session, register: Register) -> str | None:
    # Loaded here: it is not needed to send.
    from api.cli.acting import actor_of  # noqa: PLC0415

    return _own(actor_of(session, register))


def _addresses(session: Session, register: Register) -> Addresses:
    return addresses_of(register, session.settings())


@app.command()
def confirm(
    ctx: typer.Context,
    address: AddressArgument,
    code: Annotated[str, typer.Argument(help="The code that was sent there.")],
) -> None:
    """Let an address count: whoever reads it has named its code."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        _addresses(session, register).confirm(address, code, _own(_writer(register)))
    _say(session, "notice-confirmed", address, "in_force")


@app.command()
def end(ctx: typer.Context, address: AddressArgument) -> None:
    """End an address; what is important goes there for another thirty days."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        _addresses(session, register).end(address, _own(_writer(register)))
    _say(session, "notice-ended", address, "ended")


def _say(session: Session, key: str, address: str, status: str) -> None:
    if session.out.as_json:
        session.out.json({"id": address, "status": status})
    session.out.note(key, id=address)


@app.command()
def rotate(ctx: typer.Context, address: AddressArgument) -> None:
    """Give a webhook a new secret and show it, this once; the old one is good for another day."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        secret = _addresses(session, register).rotate(address, _own(_writer(register)))
    if session.out.as_json:
        session.out.json({"id": address, "secret": secret})
    session.out.note("notice-secret", secret=secret)


@app.command()
def test(ctx: typer.Context, address: AddressArgument) -> None:
    """Queue a message that says only that messages arrive."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register:
        made = _addresses(session, register).test(address, _own(_writer(register)))
    if session.out.as_json:
        session.out.json({"id": made, "status": "waiting"})
    session.out.note("notice-test", id=made)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    party: Annotated[str | None, typer.Option(help="Only of this party.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List addresses, masked, and how many messages wait or are dead."""
    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        whose = _reader(session, register)
        wanted = party if whose is None else whose
        items = _addresses(session, register).listed(wanted, after=after, limit=limit)
        known = names_in(register, conn, items, session.lang)
        figures = outbox.figures(conn, wanted)
    following = next_after(items, limit)
    if session.out.as_json:
        names = dict(known)
        page = {"items": items, "display_names": names, "next": following}
        session.out.json({**page, "deliveries": figures})
        return
    session.out.items([_told(item, session.lang) for item in items], _ADDRESSES, known, following)
    session.out.note("notice-figures", **figures)


def _told(item: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Return an address or a delivery as people read it."""
    told = {_CALLED.get(name, name): value for name, value in item.items()}
    told["notice_status"] = words.status(item["status"], lang)
    kinds = item.get("kinds") or [item.get("kind", "")]
    told["notice_kind"] = ", ".join(words.kind(one, lang) for one in kinds if one)
    if item["party"] == OPERATOR:
        told["party"] = words.operator(lang)
    return told


@app.command()
def send(
    ctx: typer.Context,
    *,
    follows: Annotated[
        bool, typer.Option("--follow", help="Go on, every DAICHO_NOTICE_SECONDS.")
    ] = False,
) -> None:
    """Tell everybody what is new, and try again what is due; once, as from a timer."""
    session = session_of(ctx)
    settings = session.settings()
    with session.register() as register:
        senders = senders_of(register, settings)
        if "email" not in senders:
            session.out.remark("notice-no-mail")
        if follows:
            session.out.note("notice-following", seconds=settings.notice_seconds)
            follow(register, senders, settings.notice_seconds, threading.Event())
        with session.out.progress("progress-notices") as progress:
            sent = send_notices(register, senders, progress=progress)
        with register.ledger.reading() as conn:
            figures = outbox.figures(conn)
    if session.out.as_json:
        session.out.json({"entries": sent.entries, "sent": sent.by_status, "deliveries": figures})
    session.out.note("notice-figures", **figures)


@app.command()
def log(
    ctx: typer.Context,
    delivery: Annotated[str | None, typer.Argument(help="Only this one, with attempts.")] = None,
    *,
    status: Annotated[
        str | None, typer.Option(help="dead, nobody, waiting, sent or dropped.")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="Like statement.issued.")] = None,
    address: Annotated[str | None, typer.Option(help="Only to this address.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List deliveries, dead ones first, or show one with its attempts."""
    session = session_of(ctx)
    asked = {"status": status, "kind": kind, "address": address}
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        whose = _reader(session, register)
        if delivery is not None:
            _show(session, outbox.show(conn, delivery, whose))
            return
        items = outbox.page(conn, whose, after=after, limit=limit, **asked)
        known = names_in(register, conn, items, session.lang)
    following = next_after(items, limit, "place")
    rows = items if session.out.as_json else [_told(item, session.lang) for item in items]
    session.out.items(rows, _DELIVERIES, known, following)


def _show(session: Session, found: Mapping[str, Any]) -> None:
    if session.out.as_json:
        session.out.json(found)
        return
    lang = session.lang
    tried = [
        {"at": one["at"], "notice_result": words.status(one["result"], lang),
         "answer": f"{one['status'] or ''} {one['answer']}".strip(), "ms": one["ms"]}
        for one in found["tried"]
    ]  # fmt: skip
    session.out.show({**_told(found, lang), "tried": tried})


@app.command()
def replay(
    ctx: typer.Context,
    delivery: Annotated[str | None, typer.Argument(help="Id of one, dlv_...")] = None,
    *,
    since: Annotated[str | None, typer.Option(help="All dead ones made since this day.")] = None,
    address: Annotated[str | None, typer.Option(help="Only to this address.")] = None,
    sent: Annotated[bool, typer.Option("--sent", help="Also those that arrived.")] = False,
) -> None:
    """Send one again, or all dead ones since a day, with the same ids."""
    session = session_of(ctx)
    if delivery is None and since is None:
        raise RuleViolation(
            "replay-nothing", "say which delivery, or since when", field="since",
            expected="an id, or --since DAY",
        )  # fmt: skip
    start = stamp(datetime.combine(day(since, "since"), time(), TOKYO)) if since else None
    with session.register(for_parties=True) as register:
        whose = _own(_writer(register))
        asked = Again(id=delivery, party=whose, address=address, since=start, sent=sent)
        with write_transaction(register.engine) as conn:
            lock_head(conn)
            count = outbox.replay(conn, register.clock.now(), asked)
    if session.out.as_json:
        session.out.json({"replayed": count})
    session.out.note("notice-replayed", count=count)
