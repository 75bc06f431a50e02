"""Who read a creator's data, in words that need no manual."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from api.pages.desk import CreatorDesk, Desk
from ledger.access.personal_reads import Asked, reads_page
from ledger.errors import NotFound
from ledger.subjects.queries import people_of

router = APIRouter()
_PAGE: Final = 50
_WHY: Final = (
    ("bank", "bank"),
    ("statement", "statements"),
    ("payment", "payments"),
    ("tax", "taxes"),
    ("dispute", "disputes"),
    ("agreement", "agreements"),
    ("committee", "committees"),
    ("work", "works"),
    ("details", "details"),
    ("part", "parties"),
    ("my", "own"),
)
KINDS: Final = frozenset({"credit_name", "kana", "bank_details"})


@router.get("/my/reads")
def show(
    desk: CreatorDesk,
    after: Annotated[str | None, Query(max_length=200)] = None,
    own: Literal["yes", "no"] = "no",
) -> HTMLResponse:
    """List who else read her data, the newest first; on request her own reads, too."""
    with desk.reading() as conn:
        items = _items(desk, conn, after, with_own=own == "yes")
        names = desk.names(conn, [item.get("party") for item in items])
    shown = items[:_PAGE]
    return desk.page(
        "creator/reads.html",
        title="creator-reads.title",
        items=[told(item) for item in shown],
        names=names,
        following=shown[-1]["key"] if len(items) > _PAGE else None,
        is_first=after is None,
        own=own,
    )


def _items(
    desk: Desk, conn: Connection, after: str | None, *, with_own: bool
) -> list[dict[str, Any]]:
    """Return the reads of her data; of a company there are none, as its names are public."""
    try:
        people = tuple(people_of(conn, desk.party))
    except NotFound:
        return []
    asked = Asked(people, not_by_party=None if with_own else desk.party)
    return reads_page(conn, asked, after=after, limit=_PAGE + 1, is_newest_first=True)


def told(item: dict[str, Any]) -> dict[str, Any]:
    """Say one read: what it was for by the address or the command that opened the data.

    Example:
        GET /statements/{statement_id} was for a statement.
    """
    why = str(item["why"]).lower()
    reason = next((word for part, word in _WHY if part in why), "other")
    kind = item["kind"] if item["kind"] in KINDS else "other"
    return {**item, "reason": reason, "kind": kind}
