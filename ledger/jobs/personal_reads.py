"""Who read whose data, as a file for whoever keeps watch over it, and for the person herself."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from ledger.access.personal_reads import Asked, reads_page
from ledger.jobs.writing import write_file

COLUMNS: Final = ("at", "subject", "kind", "role", "party", "by", "why")
_PAGE: Final = 1000


def all_reads(conn: Connection, asked: Asked) -> Iterator[dict[str, Any]]:
    """Yield every read that is looked for, oldest first."""
    after = None
    while some := reads_page(conn, asked, after=after, limit=_PAGE):
        yield from some
        after = some[-1]["key"]


def write_reads(conn: Connection, asked: Asked, out: Path) -> int:
    """Write reads as CSV: UTF-8 with a mark, so that spreadsheets read it.

    Returns:
        How many lines there are below the heading.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    count = 0
    for row in all_reads(conn, asked):
        writer.writerow([row.get(name, "") for name in COLUMNS])
        count += 1
    write_file(out, text.getvalue().encode("utf-8-sig"))
    return count
