"""The log's key, its last checkpoint, and how anybody verifies."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse

from api.pages.desk import DeskDep
from ledger.log_keys.views import keys_of
from ledger.store import checkpoints
from ledger.store.read import LogReader

router = APIRouter()
KEYS: Final = (
    ("/", "search"),
    ("l", "language"),
    ("1–9", "places"),
    ("Esc", "leave"),
    ("?", "help"),
)
WORDS_TOLD: Final = (
    "committee", "lead", "window", "window-fee", "lead-fee", "recoup", "guarantee", "carried",
    "held", "withholding", "invoice", "entry", "checkpoint", "proof", "witness",
)  # fmt: skip


@router.get("/log")
def log(desk: DeskDep) -> HTMLResponse:
    """Show by what the log is known, and with what it is verified."""
    with desk.reading() as conn:
        head = LogReader(conn).head()
        latest = checkpoints.latest(conn)
        keys = keys_of(conn)
    return desk.page(
        "public/log.html",
        title="public.log-title",
        origin=desk.register.origin,
        genesis=desk.register.genesis,
        size=head.size,
        checkpoint=latest,
        note=latest.note.decode() if latest else "",
        keys=keys,
    )


@router.get("/help")
def help_page(desk: DeskDep) -> HTMLResponse:
    """Explain the words, the keys, and what the register promises and what not."""
    return desk.page("public/help.html", title="public.help-title", keys=KEYS, told=WORDS_TOLD)


async def robots(_request: Request) -> PlainTextResponse:
    """Let searchers read what is public, and nothing that asks for a sign-in."""
    closed = ("my", "studio", "audit", "account", "sign-in", "look")
    lines = [f"Disallow: /{lang}/{place}" for lang in ("ja", "en") for place in closed]
    return PlainTextResponse("\n".join(["User-agent: *", *lines, "Disallow: /v1/"]) + "\n")
