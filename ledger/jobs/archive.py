"""The archive's documents themselves: fetched, added by their owner, packed, and listed when old.

    fetch(register, conn, viewer, sha256) -> bytes
    add(register, conn, viewer, content) -> row       an original whose hash is on record
    pack(register, found, out) -> Packed              ZIP of originals with a table of contents
    destroyable(conn, viewer, day, with_losses) -> iterator of rows

Rules kept here:
1. Nothing is handed out that does not hash to what the entry says.
2. What is added is on record by its hash; statements are the register's own and never added.
3. Nothing is destroyed here. The list names papers about payments alone: contracts, titles and
   consents are needed as long as the rights last.
"""

import csv
import io
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256 as hash_of
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from ledger.access.views import Viewer
from ledger.archive.queries import Wanted, cited, everything
from ledger.blobs.blobs import Blobs
from ledger.bootstrap import Register
from ledger.errors import NotFound, RuleViolation
from ledger.statements.render import defused
from ledger.subjects.retention import kept_until

Progress = Callable[[int, int], None]
COLUMNS: Final = (
    "day", "kind", "currency", "amount_minor", "parties", "title", "sha256", "size_bytes",
    "entry_index", "object_id", "is_here",
)  # fmt: skip
CONTENTS: Final = "index.csv"
_OWN: Final = "statement.issued"
_ABOUT_PAYMENTS: Final = (
    "statement.", "revenue.", "payment.", "purchase.", "invoice.", "cash.", "set_off.", "fx.",
    "royalty.expense_recorded",
)  # fmt: skip
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_OWNER_READS: Final = 0o600 << 16
_MOST: Final = 100_000
_LONGEST_ENDING: Final = 12  # longer ones are no endings, and no file system takes 300 letters


@dataclass(frozen=True, slots=True)
class Packed:
    """What a ZIP holds.

    Attributes:
        documents: How many. absent: how many are with their owner, are sealed, or went with a
            person's data.
    """

    documents: int
    absent: int


def with_places(blobs: Blobs, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows that say whether the document is here."""
    return [{**row, "is_here": blobs.exists(row.get("stored", row["sha256"]))} for row in rows]


def fetch(register: Register, conn: Connection, viewer: Viewer, sha256: str) -> bytes:
    """Return a document.

    Args:
        register: Its blobs hold it.
        conn: A snapshot.
        viewer: Who asks.
        sha256: Of the document.

    Raises:
        NotFound: No entry that he may read cites it, or it is not here.
        RuleViolation: It is stored sealed, because people's accounts are in it.
    """
    row = cited(conn, viewer, sha256)
    if row["stored"] is not None:
        raise RuleViolation(
            "document-sealed",
            "it holds people's accounts and is opened by the command that made it",
            field="sha256",
            value=sha256,
            expected=f"daicho payments or cash, for {row['object_id']}",
        )
    if not register.blobs.exists(sha256):
        raise NotFound(
            "document-not-here",
            field="sha256",
            value=sha256,
            expected="a document that was stored; its owner can add it: daicho archive add",
        )
    return register.blobs.get(sha256)


def add(register: Register, conn: Connection, viewer: Viewer, content: Path) -> dict[str, Any]:
    """Store an original that an entry cites; harmless when it is here already.

    Raises:
        NotFound: No entry that he may read cites this very file.
        RuleViolation: It is a statement: those are made here, and go with a person's data.
    """
    digest = _digest(content)
    row = cited(conn, viewer, digest)
    if row["kind"] == _OWN:
        raise RuleViolation(
            "document-of-register",
            field="file",
            value=content.name,
            expected="an original of somebody else",
        )
    register.blobs.put(content, title=row["title"], media_type=row["media_type"])
    return row


def _digest(file: Path) -> str:
    digest = hash_of()
    with file.open("rb") as source:
        while chunk := source.read(2**20):
            digest.update(chunk)
    return digest.hexdigest()


def pack(
    register: Register, found: list[dict[str, Any]], out: Path, progress: Progress | None = None
) -> Packed:
    """Write originals and a table of contents as one ZIP, each document once.

    Args:
        register: Its blobs hold them.
        found: Rows as `find` gives them.
        out: Where.
        progress: Called with (documents done, documents in all).
    """
    rows = with_places(register.blobs, found)
    here = {row["sha256"]: row for row in rows if row["is_here"] and not row["is_sealed"]}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_member(CONTENTS), contents_csv(rows))
        for done, (digest, row) in enumerate(sorted(here.items()), 1):
            member = _member(_file_name(row))
            with register.blobs.open(digest) as source, archive.open(member, "w") as target:
                shutil.copyfileobj(source, target)
            if progress:
                progress(done, len(here))
    absent = {row["sha256"] for row in rows} - here.keys()
    return Packed(len(here), len(absent))


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.external_attr = _OWNER_READS
    return info


def _file_name(row: dict[str, Any]) -> str:
    """Return a name that no archive can lead out of its folder: day, kind, hash and ending."""
    ending = Path(row.get("title", "")).suffix
    is_plain = ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= _LONGEST_ENDING
    return f"{row['day']}-{row['kind']}-{row['sha256'][:16]}{ending if is_plain else ''}"


def contents_csv(rows: Iterable[dict[str, Any]]) -> bytes:
    """Return documents as a table in UTF-8 with a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        told = {**row, "parties": " ".join(row.get("parties", ()))}
        writer.writerow([defused(str(told.get(name, ""))) for name in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def destroyable(
    conn: Connection, viewer: Viewer, day: date, *, with_losses: bool
) -> Iterator[dict[str, Any]]:
    """Yield papers about payments that need not be kept any more on a day.

    Args:
        conn: A snapshot.
        viewer: Who asks.
        day: On which.
        with_losses: Ten years instead of seven, where business years may have had losses.

    Source:
        `ledger.subjects.retention`: of 30 April 2026, kept until 30 June 2034, or 2037.
    """
    for row in everything(conn, viewer, Wanted(last=day)):
        if not row["kind"].startswith(_ABOUT_PAYMENTS):
            continue
        kept = kept_until(date.fromisoformat(row["day"]), with_losses=with_losses)
        if kept is not None and kept.until < day:
            yield {**row, "kept_until": kept.until.isoformat(), "law": kept.rule.law}
        elif kept is not None:
            return  # later days are kept for longer


def check_many(count: int) -> None:
    """Refuse a ZIP of more documents than one archive should hold.

    Raises:
        RuleViolation: `archive-too-large`.
    """
    if count > _MOST:
        raise RuleViolation(
            "archive-too-large", field="zip", value=count, expected=f"at most {_MOST} documents"
        )
