"""`/studio/avails/title`: where title to a use comes from, as a page, on paper, with evidence."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response

from api.cli.labels import coded
from api.pages.desk import Desk, StudioDesk
from api.pages.studio.avails_ask import Ask, asked_of
from api.pages.studio.named import Names, called, names_in, told
from contracts.figures import Language
from ledger.errors import NotFound
from ledger.jobs.title_pack import title_pack
from ledger.papers.chain import chain_paper, dossier
from ledger.papers.chain_words import GROUNDS, KINDS, UNDERLYING
from ledger.papers.printer import Printer
from ledger.papers.typesetting import typeset
from ledger.rights.answers import Asked, title

router = APIRouter()
_PDF: Final = "application/pdf"
_ZIP: Final = "application/zip"
Plain = Mapping[str, Any]


@router.get("/studio/avails/title")
def show_title(desk: StudioDesk) -> HTMLResponse:
    """Show the chain of title of a use, back to the authors, with its defects."""
    ask, asked = _asked(desk)
    with desk.reading() as conn:
        found = title(conn, desk.viewer, asked)
        names = names_in(desk, conn, found)
    return desk.page(
        "studio/title.html",
        title="chain.title",
        ask=ask,
        work=names.get(asked.work, asked.work),
        query=ask.address(works=(asked.work,)),
        parts=[chain_of(part, names, desk.lang) for part in found["parts"]],
    )


@router.get("/studio/avails/title.pdf")
def print_title(desk: StudioDesk) -> Response:
    """Print the chain of title."""
    _, asked = _asked(desk)
    with desk.reading() as conn:
        printer = _printer(desk, conn)
        paper = chain_paper(printer, dossier(printer, asked))
    return _file(typeset(paper), f"{asked.work}.{desk.lang}.pdf", _PDF)


@router.get("/studio/avails/title.zip")
def pack_title(desk: StudioDesk) -> Response:
    """Give the chain on paper and as data, with the entries, their proofs and the documents."""
    _, asked = _asked(desk)
    with desk.reading() as conn:
        archive = title_pack(_printer(desk, conn), asked, desk.register.blobs)
    return _file(archive, f"{asked.work}.zip", _ZIP)


def _asked(desk: Desk) -> tuple[Ask, Asked]:
    ask = asked_of(desk.request.query_params, desk.today)
    if not ask.works:
        raise NotFound("work-not-found", field="work", value="")
    return ask, ask.of(ask.works[0], desk.today)


def _printer(desk: Desk, conn: Connection) -> Printer:
    return Printer(conn, desk.register.vault, desk.viewer, desk.lang, desk.today)


def _file(content: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def chain_of(part: Plain, names: Names, lang: Language) -> dict[str, Any]:
    """Return one part of a chain in words: what it covers, its links, its holders, its defects."""
    return {
        "what": told(part["extent_told"], lang),
        "holders": _shares(part["shares"], names),
        "links": [_link(link, names, lang) for link in part["links"]],
        "burdens": [
            f"{coded(one['kind'], lang)}: {called(one['creditor'], names)}"
            for one in part["burdens"]
        ],
        "defects": [called(one[lang], names) for one in part["defects"]],
    }


def _link(link: Plain, names: Names, lang: Language) -> dict[str, Any]:
    notes = [told(link["reversion_told"], lang)] if "reversion_told" in link else []
    notes += [
        f"{UNDERLYING[one['kind']][lang]}: {called(one['reference'], names)}"
        for one in link.get("underlying", ())
    ]
    notes += [link["moral_rights"]] if link.get("moral_rights") else []
    return {
        "kind": KINDS[link["kind"]][lang],
        "right": link["right"],
        "since": link["since_day"],
        "ground": GROUNDS[link["ground"]][lang] if link.get("ground") in GROUNDS else "",
        "givers": _shares(link["givers"], names),
        "takers": _shares(link["takers"], names),
        "registration": (link.get("registration") or {}).get("number", ""),
        "notes": notes,
    }


def _shares(shares: list[Plain], names: Names) -> list[dict[str, str]]:
    return [{"name": called(one["holder"], names), "share": one["share"]} for one in shares]
