"""Pages of lists: a limit, and an opaque cursor that continues after the last item."""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import Depends, Query
from starlette.responses import JSONResponse

from ledger.errors import RuleViolation

MAX_LIMIT: Final = 200
DEFAULT_LIMIT: Final = 50
_KEY: Final = re.compile(r"[!-~]{1,200}")


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for.

    Attributes:
        limit: Most items of the answer.
        after: Key of the last item seen, or None for the start.
    """

    limit: int
    after: str | None

    @property
    def fetch(self) -> int:
        """How many items to read: one more than asked, to know whether there are more."""
        return self.limit + 1

    def answer(self, items: Sequence[dict[str, Any]], key: str = "id") -> JSONResponse:
        """Return the page, with the cursor of the next one if there are more items.

        Args:
            items: At most `fetch` items, in order of their key.
            key: Member that holds the key.
        """
        shown = items[: self.limit]
        more = len(items) > self.limit
        following = encode_cursor(str(shown[-1][key])) if more else None
        return JSONResponse({"items": list(shown), "next": following})


def best_matches(items: Sequence[dict[str, Any]]) -> JSONResponse:
    """Return the results of a search, which has no further pages."""
    return JSONResponse({"items": list(items), "next": None})


async def page(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Most items to return.")] = (
        DEFAULT_LIMIT
    ),
    after: Annotated[
        str | None, Query(max_length=400, description="`next` of the page before.")
    ] = None,
) -> Page:
    """Read limit and cursor from the query."""
    return Page(limit, decode_cursor(after) if after else None)


PageDep = Annotated[Page, Depends(page)]


def encode_cursor(key: str) -> str:
    """Write a key as a cursor."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> str:
    """Read what `encode_cursor` wrote.

    Raises:
        RuleViolation: It is no cursor of ours.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        key = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (ValueError, binascii.Error):
        key = ""
    if not _KEY.fullmatch(key):
        raise RuleViolation(
            "cursor-malformed", field="after", value=cursor, expected="`next` of the page before"
        )
    return key
