"""`daicho keys`: authors' keys, on this machine and on the register."""

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.acting import OPERATOR, say_recorded
from api.cli.author import Place, opened, passphrase, signed
from api.cli.inputs import build
from api.cli.known import names_in
from api.cli.options import After, Limit, Reason, next_after
from api.cli.session import Session, session_of
from ledger.bootstrap import Register
from ledger.client import asset_of
from ledger.command import SYSTEM, Command
from ledger.entropy import SystemEntropy
from ledger.errors import NotFound
from ledger.keys import views
from ledger.keys.commands import RegisterKey, RevokeKey, RotateKey, SetKeyPolicy
from ledger.keys.key_files import keep_in_keyring, new_key, write_key_file
from ledger.log.authorship import Signature, key_id

app = typer.Typer(no_args_is_help=True, help="Authors' keys, and which commands need them.")
_COLUMNS = ("id", "party", "status", "valid_from", "valid_until", "label")

KeyArgument = Annotated[str, typer.Argument(help="Name of a key, key_...")]
PartyOption = Annotated[str, typer.Option("--party", help="Id of the party.")]
Label = Annotated[str | None, typer.Option("--label", help="What people call the key.")]
NewFile = Annotated[Path | None, typer.Option("--key-file", help="File of the new key.")]
NewName = Annotated[
    str | None, typer.Option("--key-name", help="Name of the new key in the system's keyring.")
]
Evidence = Annotated[
    Path | None,
    typer.Option("--evidence", help="Document in which the party says so; its hash is recorded."),
]


@app.command()
def create(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="A new file, under a passphrase.")] = None,
    *,
    in_keyring: Annotated[
        bool, typer.Option("--keyring", help="Keep it in the system's keyring instead.")
    ] = False,
) -> None:
    """Draw a key on this machine; the private half never leaves it."""
    session, entropy = session_of(ctx), SystemEntropy()
    key = new_key(entropy)
    public = key.public_key().public_bytes_raw()
    name = key_id(public)
    Place(file, name if in_keyring else None).must_be_one()
    if file is not None:
        words = passphrase(session.settings(), session.lang, new=True)
        write_key_file(file, key, words, entropy)
    else:
        keep_in_keyring(key)
    if session.out.as_json:
        session.out.json({"id": name, "public_key": public.hex()})
    session.out.note("key-created", id=name, public_key=public.hex())


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    party: Annotated[str | None, typer.Option(help="Only keys of this party.")] = None,
    status: Annotated[str | None, typer.Option(help="in_force, rotated or revoked.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List the keys on the register."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        items = views.page(conn, after=after, limit=limit, party=party, status=status)
        known = names_in(register, conn, items, session.lang)
    session.out.items(items, _COLUMNS, known, next_after(items, limit))


@app.command()
def show(ctx: typer.Context, key: KeyArgument) -> None:
    """Show a key: whose it is, from which entry to which it signs, and what is contested."""
    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        data = views.show(conn, key)
        if data is None:
            raise NotFound("key-not-found", field="key", value=key)
        known = names_in(register, conn, data, session.lang)
    session.out.show(data, known)


@app.command()
def register(
    ctx: typer.Context,
    party: PartyOption,
    *,
    key_file: NewFile = None,
    key_name: NewName = None,
    label: Label = None,
    evidence: Evidence = None,
) -> None:
    """Register a key of a party; it signs its own registration."""
    session = session_of(ctx)
    with session.register() as register:
        key = opened(_place(session, key_file, key_name), session.settings(), session.lang)
        public = key.public_key().public_bytes_raw()
        data = {"party": party, "public_key": public.hex(), "label": label}
        command = build(RegisterKey, {**data, "evidence": _document(evidence)})
        signatures = [signed(register, key, command, party)]
        if Place(key_file, key_name) in (Place(), _configured(session)):
            register.ledger.author = None  # the key at hand is the new one: it signs once
        _record(session, register, command, key_id(public), signatures)


@app.command()
def rotate(
    ctx: typer.Context,
    key: KeyArgument,
    *,
    key_file: NewFile = None,
    key_name: NewName = None,
    label: Label = None,
) -> None:
    """Put a new key in the place of the one that this machine signs with; both sign."""
    session = session_of(ctx)
    with session.register() as register:
        with register.ledger.reading() as conn:
            old = views.show(conn, key)
        if old is None:
            raise NotFound("key-not-found", field="key", value=key)
        new = opened(Place(key_file, key_name), session.settings(), session.lang)
        public = new.public_key().public_bytes_raw()
        data = {"party": old["party"], "replaces": key, "public_key": public.hex()}
        command = build(RotateKey, {**data, "label": label})
        signatures = [signed(register, new, command, old["party"])]
        _record(session, register, command, key_id(public), signatures)


@app.command()
def revoke(
    ctx: typer.Context,
    key: KeyArgument,
    reason: Reason,
    *,
    cause: Annotated[str, typer.Option(help="compromised, lost or retired.")],
    last_trusted_index: Annotated[
        int | None, typer.Option(min=0, help="What it signed after this entry is contested.")
    ] = None,
    evidence: Evidence = None,
) -> None:
    """End a key of a party, by the document in which the party asks for it."""
    session = session_of(ctx)
    with session.register() as register:
        register.ledger.author = None  # whoever lost a key cannot sign its end
        with register.ledger.reading() as conn:
            known = views.show(conn, key)
        if known is None:
            raise NotFound("key-not-found", field="key", value=key)
        said = {"party": known["party"], "key": key, "cause": cause, "reason": reason}
        said |= {"last_trusted_index": last_trusted_index, "evidence": _document(evidence)}
        _record(session, register, build(RevokeKey, said), key)


@app.command()
def policy(
    ctx: typer.Context,
    party: Annotated[str, typer.Argument(help="Id of a party.")],
    *,
    demand: Annotated[
        list[str] | None,
        typer.Option(help="Type such as AmendCommittee/1, repeatable; * for all."),
    ] = None,
    end: Annotated[bool, typer.Option("--end", help="Demand no signatures any more.")] = False,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Needed for a change; stays on record.")
    ] = None,
    evidence: Evidence = None,
) -> None:
    """Show which commands of a party need a signature, or change that."""
    session = session_of(ctx)
    with session.register() as register:
        if demand or end:
            said = {"party": party, "commands": [] if end else demand, "reason": reason}
            command = build(SetKeyPolicy, {**said, "evidence": _document(evidence)})
            _record(session, register, command, party)
            return
        with register.ledger.reading() as conn:
            found = views.show_policy(conn, party, OPERATOR)
            known = names_in(register, conn, found, session.lang)
        if found is None:
            raise NotFound("key-policy-not-found", field="party", value=party)
        session.out.show(found, known)


def _record(
    session: Session,
    register: Register,
    command: Command,
    name: str,
    signatures: list[Signature] | None = None,
) -> None:
    recorded = register.ledger.record(command, SYSTEM, None, signatures or ())
    say_recorded(session, name, recorded)


def _configured(session: Session) -> Place:
    settings = session.settings()
    return Place(settings.key_file, settings.key_name)


def _place(session: Session, file: Path | None, name: str | None) -> Place:
    """Return where the new key lies: as said, else the key that this machine signs with."""
    given = Place(file, name)
    return _configured(session) if given == Place() else given


def _document(path: Path | None) -> dict[str, Any] | None:
    """Describe a document by its hash; it stays where it is."""
    if path is None:
        return None
    asset = asset_of(path)
    found = {"sha256": asset.sha256, "media_type": asset.media_type}
    return {
        **{name: value for name, value in found.items() if value},
        "size_bytes": asset.size_bytes,
    }
