"""`daicho works`: notices, registrations, claims, certificates."""

from hashlib import file_digest
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from api.cli.acting import OPERATOR, record
from api.cli.inputs import build, names, read_json, with_id
from api.cli.known import names_in, with_printed_names
from api.cli.options import After, JsonFile, Limit, Query, Reason, next_after, of_file_or
from api.cli.session import session_of
from ledger.bootstrap import Register
from ledger.committees.views import page as committees_of
from ledger.errors import NotFound
from ledger.ids import CLAIM, ELEMENT, WORK
from ledger.jobs.people import PlainCredit, seal_credits
from ledger.log import canonical
from ledger.log.proof import inclusion_proof
from ledger.store.read import LogReader
from ledger.works import certificate as certificates
from ledger.works import queries
from ledger.works.commands import AmendWork, ClaimWork, FileNotice, RegisterElement, RegisterWork

app = typer.Typer(no_args_is_help=True, help="Works and what is claimed about them.")
_COLUMNS = ("id", "title_ja", "title_en", "kind", "status", "first_published", "holder")
_FIRST = (
    "id", "title_ja", "title_kana", "title_en", "holder", "kind", "status", "first_published",
    "first_recorded_at", "data", "credits", "committees", "elements", "claims",
)  # fmt: skip
WorkArgument = Annotated[str, typer.Argument(help="Id of a work.")]
AssetFiles = Annotated[
    list[Path] | None,
    typer.Option("--asset", help="A file; only its hash leaves this machine. Repeatable."),
]


@app.command()
def register(
    ctx: typer.Context,
    *,
    ja: Annotated[str | None, typer.Option(help="Title in Japanese.")] = None,
    kana: Annotated[str | None, typer.Option(help="Its reading.")] = None,
    en: Annotated[str | None, typer.Option(help="Title in English.")] = None,
    kind: Annotated[
        str | None, typer.Option(help="tv, film, short, ona, ova, special or other.")
    ] = None,
    holder: Annotated[str | None, typer.Option(help="Id of the party that registers it.")] = None,
    first_published: Annotated[str | None, typer.Option(help="Day, ISO.")] = None,
    work: Annotated[str | None, typer.Option(help="Id of a notice to convert.")] = None,
    asset: AssetFiles = None,
    file: JsonFile = None,
) -> None:
    """Register a work. In a file, `person` in a credit is a name for the vault."""
    session = session_of(ctx)
    data: dict[str, Any] = read_json(file) if file else {}
    said = {"title": names(ja, kana, en), "kind": kind, "first_published": first_published}
    data["data"] = of_file_or(data.get("data", {}), said)
    data = of_file_or(data, {"id": work, "holder": holder})
    assets = [*data.get("assets", ()), *(_asset(path) for path in asset or ())]
    with session.register() as opened:
        data = _with_sealed_names(opened, with_id({**data, "assets": assets}, WORK, opened))
        command = build(RegisterWork, data)
        record(session, opened, command, command.id)


@app.command()
def notice(
    ctx: typer.Context,
    holder: Annotated[str, typer.Option(help="Id of the party that files it.")],
    title: Annotated[str, typer.Option("--working-title", help="Only the holder reads it.")],
    note: Annotated[str | None, typer.Option(help="Only the holder reads it.")] = None,
    asset: AssetFiles = None,
) -> None:
    """File a pre-production notice: evidence of existence and date, secret until registration."""
    session = session_of(ctx)
    data = {
        "holder": holder,
        "working_title": title,
        "note": note,
        "assets": [_asset(path) for path in asset or ()],
    }
    with session.register() as opened:
        command = build(FileNotice, with_id(data, WORK, opened, "work"))
        record(session, opened, command, command.work)


@app.command()
def amend(
    ctx: typer.Context,
    work: WorkArgument,
    reason: Reason,
    file: Annotated[str, typer.Option("--file", help="data, credits, assets as JSON; - is stdin.")],
) -> None:
    """Replace what is said about a work; what was said before stays on record."""
    session = session_of(ctx)
    data = {**read_json(file), "work": work, "reason": reason}
    with session.register() as opened:
        command = build(AmendWork, _with_sealed_names(opened, data))
        record(session, opened, command, work)


@app.command()
def element(
    ctx: typer.Context,
    work: WorkArgument,
    file: Annotated[str, typer.Option("--file", help="The element as JSON; - reads stdin.")],
) -> None:
    """Register a character, a design or a version that belongs to a work."""
    session = session_of(ctx)
    data = {**read_json(file), "work": work}
    with session.register() as opened:
        data = _with_sealed_names(opened, with_id(data, ELEMENT, opened))
        command = build(RegisterElement, data)
        record(session, opened, command, command.id)


@app.command()
def claim(
    ctx: typer.Context,
    work: WorkArgument,
    claimant: Annotated[str, typer.Option(help="Id of the party that claims.")],
    kind: Annotated[
        str, typer.Option(help="author, maker, copyright_holder, original_author or other.")
    ],
    statement: Annotated[str, typer.Option(help="What is claimed, in words.")],
) -> None:
    """Record a claim beside what others claim; the register does not judge."""
    session = session_of(ctx)
    data = {"work": work, "claimant": claimant, "claim": kind, "statement": statement}
    with session.register() as opened:
        command = build(ClaimWork, with_id(data, CLAIM, opened))
        record(session, opened, command, command.id)


@app.command()
def show(ctx: typer.Context, work: WorkArgument) -> None:
    """Show a work with its credits, elements, claims and committees; or its notice."""
    session = session_of(ctx)
    with session.register() as opened, opened.ledger.reading() as conn:
        data = queries.show(conn, work)
        if data is None:
            data = queries.show_notice(conn, OPERATOR, work)
        else:
            data["committees"] = committees_of(conn, OPERATOR, work=work)
            data = with_printed_names(opened, data)
        if data is None:
            raise NotFound("work-not-found", field="work", value=work)
        known = names_in(opened, conn, data, session.lang)
    if session.out.as_json:
        session.out.show(data, known)
    else:
        session.out.show(_for_people(data), known)


@app.command("list")
def list_(
    ctx: typer.Context,
    holder: Annotated[str | None, typer.Option(help="Only works of this party.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only this kind.")] = None,
    credited: Annotated[str | None, typer.Option(help="Only works that credit this party.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> None:
    """List works."""
    session = session_of(ctx)
    filters = {"holder": holder, "kind": kind, "credited": credited}
    with session.register() as opened, opened.ledger.reading() as conn:
        items = queries.page(conn, after=after, limit=limit, **filters)
        known = names_in(opened, conn, items, session.lang)
    session.out.items(items, _COLUMNS, known, next_after(items, limit))


@app.command()
def notices(ctx: typer.Context, after: After = None, limit: Limit = 50) -> None:
    """List pre-production notices."""
    session = session_of(ctx)
    with session.register() as opened, opened.ledger.reading() as conn:
        items = queries.notices(conn, OPERATOR, after=after, limit=limit)
        known = names_in(opened, conn, items, session.lang)
    columns = ("work", "working_title", "holder", "recorded_at")
    session.out.items(items, columns, known, next_after(items, limit, "work"))


@app.command()
def search(ctx: typer.Context, query: Query, limit: Limit = 20) -> None:
    """Find works by any title they ever had, by reading, or by number."""
    session = session_of(ctx)
    with session.register() as opened, opened.ledger.reading() as conn:
        items = queries.search(conn, query, limit=limit)
        known = names_in(opened, conn, items, session.lang)
    session.out.items(items, _COLUMNS, known)


@app.command()
def certificate(
    ctx: typer.Context,
    work: WorkArgument,
    save: Annotated[Path | None, typer.Option("--save", help="Write the JSON there.")] = None,
) -> None:
    """Make the certificate of a work: what was registered, since when, and how to check it."""
    session = session_of(ctx)
    with session.register() as opened, opened.ledger.reading() as conn:
        data = queries.show(conn, work)
        if data is None:
            raise NotFound("work-not-found", field="work", value=work)
        evidence = [_evidence(conn, index) for index in certificates.evidence_indexes(data)]
        made = certificates.build(
            data, evidence, origin=opened.origin, issued_at=opened.clock.now()
        )
    if save:
        save.write_bytes(canonical.encode(made))
        session.out.note("saved", file=save)
    if session.out.as_json:
        session.out.json(made)
    elif not save:
        for line in made["statement"][session.document_lang]:
            session.out.text(line)
        session.out.show({"work": work, "evidence": made["evidence"]}, lang=session.document_lang)


@app.command("hash")
def hash_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Any file; it stays where it is.")],
) -> None:
    """Hash a file, and say which works registered it, the earliest first."""
    session = session_of(ctx)
    asset = _asset(file)
    with session.register() as opened, opened.ledger.reading() as conn:
        found = queries.registrations_of(conn, OPERATOR, asset["sha256"])
        known = names_in(opened, conn, found, session.lang)
    if session.out.as_json:
        session.out.json({**asset, "registrations": found, "display_names": known})
        return
    session.out.note(
        "file-hash", sha256=asset["sha256"], size=f"{asset['size_bytes']:,}", file=file
    )
    session.out.note("first-registered" if found else "never-registered")
    if found:
        session.out.items(found, ("work", "label", "entry_index", "recorded_at"), known)


def _asset(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return {"sha256": digest, "size_bytes": path.stat().st_size, "label": path.name}


def _with_sealed_names(opened: Register, data: dict[str, Any]) -> dict[str, Any]:
    """Put persons' names that stand in credits in plain text into the vault."""
    lines = data.get("credits") or []
    if not any("person" in line for line in lines if isinstance(line, dict)):
        return data
    sealed = seal_credits(opened, [build(PlainCredit, line) for line in lines])
    return {**data, "credits": [line.model_dump(mode="json", exclude_none=True) for line in sealed]}


def _evidence(conn: Connection, index: int) -> certificates.Evidence:
    reader = LogReader(conn)
    head = reader.head()
    entry = reader.entry(index)
    return certificates.Evidence(
        index=index,
        event_type=entry.header().event_type,
        leaf_hash=entry.leaf_hash,
        tree_size=head.size,
        root=head.root(),
        path=tuple(inclusion_proof(index, head.size, reader.hash_reader(head.size))),
    )


def _for_people(data: dict[str, Any]) -> dict[str, Any]:
    """Put first what people ask first, and leave out commitments behind printed names."""
    shown = {name: data[name] for name in _FIRST if name in data} | data
    for holder in (shown, *shown.get("elements", ())):
        if "credits" in holder:
            holder["credits"] = [
                {name: value for name, value in line.items() if name not in ("subject", "name")}
                for line in holder["credits"]
            ]
    return shown
