"""`daicho papers`: what the register prints, in both languages, and checking what it printed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from api.cli import exits
from api.cli.session import Session, session_of
from ledger.errors import RuleViolation

if TYPE_CHECKING:
    from ledger.papers.blocks import Paper
    from ledger.papers.printer import Printer
    from ledger.papers.texts import Generated

# What prints is loaded by the command that prints: nobody else waits for the typesetter.
app = typer.Typer(no_args_is_help=True, help="Papers: explanations, chains of title, texts.")
_LANGUAGES: Final = ("ja", "en")
_COLUMNS: Final = (
    "id",
    "kind",
    "paper_language",
    "paper_template",
    "made_of",
    "sha256",
    "entry_index",
)

PaperLanguage = Annotated[
    Literal["ja", "en", "both"], typer.Option("--language", help="Of the paper.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Folder, or the file of one paper.")]
Reader = Annotated[
    str | None, typer.Option("--reader", help="Print only what this party may read.")
]
Address = Annotated[
    str, typer.Option("--address", help="Printed as a QR code: where to ask again.")
]
Codes = Annotated[list[str] | None, typer.Option(help="Code; may be given again.")]


@app.command()
def committee(
    ctx: typer.Context,
    committees: Annotated[list[str], typer.Argument(help="Ids of committees.")],
    *,
    edition: Annotated[
        Literal["public", "partner", "members"],
        typer.Option(help="public: credits; partner: without shares; members: all."),
    ] = "partner",
    language: PaperLanguage = "both",
    out: Out = None,
    reader: Reader = None,
    address: Address = "",
) -> None:
    """Print one page on each committee: who signs for which right."""
    from ledger.papers.committee import committee_paper  # noqa: PLC0415

    session = session_of(ctx)
    with _printers(session, language, reader, address) as printers:
        papers = [
            (f"{one}.{printer.lang}.pdf", committee_paper(printer, one, edition))
            for one in committees
            for printer in printers
        ]
    _hand_out(session, papers, out)


@app.command()
def title(
    ctx: typer.Context,
    work: Annotated[str, typer.Argument(help="Id of a work.")],
    *,
    media: Codes = None,
    territory: Codes = None,
    act: Codes = None,
    on: Annotated[str | None, typer.Option("--on", help="Day; today if left out.")] = None,
    known_at: Annotated[int | None, typer.Option(help="As known at this entry.")] = None,
    language: PaperLanguage = "both",
    out: Out = None,
    reader: Reader = None,
    address: Address = "",
) -> None:
    """Print a chain of title; --out FILE.zip makes the pack with proofs and documents."""
    from api.cli.acting import today  # noqa: PLC0415
    from api.cli.inputs import day  # noqa: PLC0415
    from ledger.jobs.title_pack import title_pack  # noqa: PLC0415
    from ledger.jobs.writing import write_file  # noqa: PLC0415
    from ledger.papers.chain import chain_paper, dossier  # noqa: PLC0415
    from ledger.rights.answers import Asked  # noqa: PLC0415

    session = session_of(ctx)
    is_pack = out is not None and out.suffix == ".zip"
    with session.register() as register:
        asked = Asked(
            work,
            day(on, "on") if on else today(register),
            tuple(media or ()),
            tuple(territory or ()),
            tuple(act or ()),
            known_at=known_at,
        )
        with _printers_of(register, language, reader, address) as printers:
            if is_pack and out is not None:
                write_file(out, title_pack(printers[0], asked, register.blobs))
                _say_saved(session, [out])
                return
            papers = [
                (f"{work}.{printer.lang}.pdf", chain_paper(printer, dossier(printer, asked)))
                for printer in printers
            ]
    _hand_out(session, papers, out)


@app.command()
def texts(
    ctx: typer.Context,
    ids: Annotated[list[str], typer.Argument(help="Committees, agreements, licences.")],
    *,
    language: PaperLanguage = "both",
    out: Out = None,
    reader: Reader = None,
    address: Address = "",
    record: Annotated[
        bool, typer.Option("--record", help="Put the hashes on record beside the terms.")
    ] = False,
) -> None:
    """Generate agreement texts from what is on record, as templates for counsel."""
    from ledger.papers.texts import text_of  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register:
        with _printers_of(register, language, reader, address) as printers:
            made = [text_of(printer, one) for one in ids for printer in printers]
        papers = [(f"{one.of}.{one.paper.lang}.pdf", one.paper) for one in made]
        plain = {f"{one.of}.{one.paper.lang}.txt": one.plain.encode() for one in made}
        saved = _print(session, papers, out, plain) if out else []
        recorded = [_record(register, one) for one in made] if record else []
    answer = [_told(one) | entry for one, entry in _paired(made, recorded)]
    if session.out.as_json:
        session.out.json({"items": answer, "files": [str(file) for file in saved]})
        return
    if not saved:
        for one in made:
            session.out.text(one.plain)
    session.out.items([_row(one) for one in answer], _COLUMNS)
    for file in saved:
        session.out.note("saved", file=file)


@app.command("list")
def list_(
    ctx: typer.Context, of: Annotated[str, typer.Argument(help="What they were made from.")]
) -> None:
    """List the generated texts of a committee, agreement or licence that are on record."""
    from api.cli.acting import OPERATOR  # noqa: PLC0415
    from ledger.papers.views import papers_of  # noqa: PLC0415

    session = session_of(ctx)
    with session.register() as register, register.ledger.reading() as conn:
        items = papers_of(conn, of, OPERATOR)
    session.out.items(items if session.out.as_json else [_row(one) for one in items], _COLUMNS)


@app.command()
def known(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A generated text, as .txt.")],
) -> None:
    """Say whether a text that somebody holds is on record; exit 1 if it is not."""
    from api.cli.acting import OPERATOR  # noqa: PLC0415
    from ledger.papers.views import paper_with  # noqa: PLC0415

    session = session_of(ctx)
    digest = sha256(file.read_bytes()).hexdigest()
    with session.register() as register, register.ledger.reading() as conn:
        found = paper_with(conn, digest, OPERATOR)
    if session.out.as_json:
        session.out.json({"sha256": digest, "paper": found})
    elif found:
        session.out.note("paper-known", of=found["of"], entry=found["entry_index"])
    else:
        session.out.note("paper-unknown", sha256=digest)
    if found is None:
        raise typer.Exit(exits.FAIL)


@app.command()
def check(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="The .zip of a chain of title.")],
    key: Annotated[
        list[str] | None,
        typer.Option("--key", help="Verifier key of the log, or a file of them; repeatable."),
    ] = None,
) -> None:
    """Check a chain-of-title pack offline; exit 1 if it does not hold, 3 without a key."""
    from api.cli.verifier_keys import keys_of, read_at_most  # noqa: PLC0415
    from ledger.jobs.title_archive import MOST_BYTES, PROOF, check_pack, read_pack  # noqa: PLC0415
    from ledger.log.log_keys import LogKeys  # noqa: PLC0415
    from ledger.log.package import read_package  # noqa: PLC0415

    session = session_of(ctx)
    data = read_at_most(file, MOST_BYTES)
    keys = [found for text in key or () for found in keys_of(text)]
    own = [] if keys else [LogKeys.of_genesis(read_package(read_pack(data)[PROOF]).genesis).newest]
    found = check_pack(data, keys or own)
    checkpoint = found.established.checkpoint
    session.out.show(
        {
            "verdict": "VERIFIED" if keys else "SELF-CONSISTENT",
            "origin": checkpoint.origin,
            "size": checkpoint.size,
            "root": checkpoint.root.hex(),
            "work": found.chain["answer"].get("work"),
            "entries": [entry.index for entry in found.established.entries],
            "files": [{"name": name, "sha256": sha} for name, sha in found.files.items()],
        }
    )
    session.out.note("pack-holds" if keys else "pack-needs-key")
    if not keys:
        raise typer.Exit(exits.SELF_CONSISTENT)


@contextmanager
def _printers(
    session: Session, language: str, reader: str | None, address: str
) -> Iterator[list["Printer"]]:
    """Open the register, and yield a printer for each language."""
    with (
        session.register() as register,
        _printers_of(register, language, reader, address) as printers,
    ):
        yield printers


@contextmanager
def _printers_of(
    register: Any, language: str, reader: str | None, address: str
) -> Iterator[list["Printer"]]:
    from api.cli.acting import today  # noqa: PLC0415
    from ledger.access.views import OPERATOR_VIEWER, Viewer  # noqa: PLC0415
    from ledger.papers.printer import Printer  # noqa: PLC0415

    day = today(register)
    viewer = Viewer("studio", reader, day) if reader else OPERATOR_VIEWER
    with register.ledger.reading() as conn:
        yield [
            Printer(conn, register.vault, viewer, lang, day, address)
            for lang in _LANGUAGES
            if language in (lang, "both")
        ]


def _hand_out(session: Session, papers: Sequence[tuple[str, "Paper"]], out: Path | None) -> None:
    """Write papers as files, print them as JSON, or show their words."""
    from ledger.papers.blocks import as_data, as_text  # noqa: PLC0415

    saved = _print(session, papers, out, {}) if out else []
    if session.out.as_json:
        items = [{**as_data(paper), **paper.data} for _, paper in papers]
        session.out.json({"items": items, "files": [str(file) for file in saved]})
        return
    if not saved:
        for _, paper in papers:
            session.out.text(as_text(paper))
    for file in saved:
        session.out.note("saved", file=file)


def _print(
    session: Session,
    papers: Sequence[tuple[str, "Paper"]],
    out: Path,
    plain: dict[str, bytes],
) -> list[Path]:
    """Typeset papers and write them: one into a file, several into a folder."""
    from ledger.jobs.writing import write_file  # noqa: PLC0415
    from ledger.papers.typesetting import typeset  # noqa: PLC0415

    is_file = out.suffix == ".pdf"
    if is_file and len(papers) > 1:
        raise RuleViolation(
            "paper-out-missing",
            "several papers do not fit into one file",
            field="out",
            value=str(out),
            expected="a folder, or --language ja",
        )
    saved = []
    with session.out.progress("progress-papers") as progress:
        for number, (name, paper) in enumerate(papers, 1):
            file = out if is_file else out / name
            write_file(file, typeset(paper))
            saved.append(file)
            progress(number, len(papers))
    folder = out.parent if is_file else out
    for name, content in plain.items():
        write_file(folder / name, content)
        saved.append(folder / name)
    return saved


def _record(register: Any, text: "Generated") -> dict[str, int]:
    from ledger.command import SYSTEM  # noqa: PLC0415

    recorded = register.ledger.record(text.command(), actor=SYSTEM)
    return {"entry_index": recorded.first_index}


def _paired(
    made: Sequence["Generated"], recorded: Sequence[dict[str, int]]
) -> Iterator[tuple["Generated", dict[str, int]]]:
    for number, one in enumerate(made):
        yield one, recorded[number] if recorded else {}


def _told(text: "Generated") -> dict[str, Any]:
    return text.command().body()


def _row(text: Mapping[str, Any]) -> dict[str, Any]:
    """Return a text as a row for people, under names that have their labels."""
    row = {"id": text["of"], "kind": text["kind"], "sha256": text["sha256"]}
    row |= {"paper_language": text["language"], "paper_template": text["template"]}
    return {**row, "made_of": text["entry"], "entry_index": text.get("entry_index", "-")}


def _say_saved(session: Session, files: Sequence[Path]) -> None:
    if session.out.as_json:
        session.out.json({"files": [str(file) for file in files]})
    for file in files:
        session.out.note("saved", file=file)
