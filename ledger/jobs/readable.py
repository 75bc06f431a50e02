"""Which parts of an entry somebody may open: the parts' readers, and grants to auditors."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from ledger.access.views import EVERYTHING, Viewer, can_read
from ledger.door import decode_fact
from ledger.event import PUBLIC
from ledger.log.entry import parse_part
from ledger.store.read import StoredPart

_NAMED_BY: Final = ("id", "agreement", "work", "committee", "party", "purchase")


def readable_parts(
    conn: Connection, viewer: Viewer, event_type: str, parts: Sequence[StoredPart]
) -> list[bool]:
    """Tell for each part of an entry whether a viewer may open it.

    Args:
        conn: A snapshot; knows the grants.
        viewer: Who reads.
        event_type: Type of the entry.
        parts: All its parts.
    """
    if _opens_all(conn, viewer, event_type, parts):
        return [True] * len(parts)
    return [_may_open(viewer, parse_part(part.data).readers) for part in parts]


def _may_open(viewer: Viewer, readers: Sequence[str]) -> bool:
    if viewer.role == "operator" or PUBLIC in readers:
        return True
    return viewer.party is not None and viewer.party in readers


def _opens_all(
    conn: Connection, viewer: Viewer, event_type: str, parts: Sequence[StoredPart]
) -> bool:
    """Tell whether a grant opens the entry: an auditor reads all about what he was granted."""
    if viewer.role != "auditor":
        return viewer.role == "operator"
    fields = dict(decode_fact(event_type, parts))
    subject = next((str(fields[name]) for name in _NAMED_BY if fields.get(name)), EVERYTHING)
    return can_read(conn, viewer, subject)
