"""All data about one person, for machines and for the person: what the law calls disclosure.

What the vault holds, what was decided, statements, grants, and every entry that names the person,
with those parts that the person may read. Parts of others stay closed; their entries are listed.

Source:
    個人情報保護法 article 33 (disclosure of retained personal data). To be confirmed by counsel.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from ledger.access.personal_reads import Asked
from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.access.views import page as grants_page
from ledger.bootstrap import Register
from ledger.clock import stamp
from ledger.errors import Conflict, NotFound
from ledger.jobs.doors import entrance_of
from ledger.jobs.personal_reads import all_reads
from ledger.jobs.readable import readable_parts
from ledger.jobs.subject_text import readable_text
from ledger.jobs.writing import write_file
from ledger.log import canonical
from ledger.log.entry import parse_part
from ledger.notices.address_rows import disclosed
from ledger.notices.sealed import Sealed
from ledger.parties.queries import show as show_party
from ledger.sign_in.of_person import disclosed as disclosed_accounts
from ledger.statements.views import page as statements_page
from ledger.statements.views import show as show_statement
from ledger.store.read import LogReader
from ledger.subjects.queries import people_of, standing

FORMAT: Final = "daicho-subject/1"
DATA_FILE: Final = "data.json"
_PAGE: Final = 500
_OWNER_FILE: Final = 0o600
_OWNER_FOLDER: Final = 0o700
_ROLES: Final = ("payee", "paid_to", "payer")
_TEXTS: Final = {"ja": "あなたのデータ.txt", "en": "YOUR-DATA.txt"}


def export_subject(register: Register, named: str, out: Path) -> int:
    """Write all data about a person.

    Args:
        register: Where.
        named: `subj_...` or `party_...`.
        out: A folder that does not exist or is empty, or a file that ends in `.zip`.

    Returns:
        How many entries name the person.

    Raises:
        NotFound: Nobody is meant by it.
        Conflict: There is something in the way.
    """
    _must_be_free(out)
    with register.ledger.reading() as conn:
        data = gather(register, conn, named)
        files = dict(_statement_files(register, conn, data["statements"]))
    members = {DATA_FILE: canonical.encode(data), **files}
    members |= {name: readable_text(data, lang).encode() for lang, name in _TEXTS.items()}
    if out.suffix == ".zip":
        write_file(out, _zipped(members))
        out.chmod(_OWNER_FILE)
    else:
        out.mkdir(mode=_OWNER_FOLDER, parents=True, exist_ok=True)
        for name, content in members.items():
            write_file(out / name, content)
    return len(data["entries"])


def gather(register: Register, conn: Connection, named: str) -> dict[str, Any]:
    """Return all data about a person as plain JSON values."""
    people = people_of(conn, named)
    parties = sorted({party for party in people.values() if party})
    return {
        "format": FORMAT,
        "origin": register.origin,
        "made_at": stamp(register.clock.now()),
        "people": [
            {**standing(conn, subject), "values": _values(register, subject)} for subject in people
        ],
        "parties": [show_party(conn, party, OPERATOR_VIEWER) for party in parties],
        "statements": [row for party in parties for row in _statements(conn, party)],
        "grants": [row for party in parties for row in _grants(conn, party)],
        "contacts": disclosed(conn, Sealed(register.vault.beside), parties),
        "accounts": disclosed_accounts(conn, entrance_of(register), people),
        "reads": list(all_reads(conn, Asked(tuple(people)))),
        "entries": list(_entries(conn, {*people, *parties}, parties)),
    }


def _values(register: Register, subject: str) -> list[dict[str, str]]:
    """Return what the vault holds, each with the key that opens its commitment to anybody."""
    return [
        {"field": one.field, "value": one.value, "commit": commit, "key": one.key.hex()}
        for commit, one in sorted(register.vault.values_of(subject).items())
    ]


def _statements(conn: Connection, party: str) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for role in _ROLES:
        after = None
        while some := statements_page(
            conn, OPERATOR_VIEWER, after=after, limit=_PAGE, **{role: party}
        ):
            rows |= {row["id"]: row for row in some}
            after = some[-1]["id"]
    return [rows[name] for name in sorted(rows)]


def _grants(conn: Connection, party: str) -> list[dict[str, Any]]:
    return [
        row
        for role in ("grantee", "granted_by")
        for row in grants_page(conn, OPERATOR_VIEWER, limit=_PAGE, **{role: party})
    ]


def _entries(conn: Connection, ids: set[str], parties: list[str]) -> Iterator[dict[str, Any]]:
    """Yield every entry that names one of the ids, with the parts that the person may read."""
    wanted = [name.encode() for name in ids]
    viewer = Viewer("creator", parties[0] if parties else None)
    reader = LogReader(conn)
    for entry, parts in reader.iterate(0, reader.size()):
        if not any(name in part.data for part in parts for name in wanted):
            continue
        header = entry.header()
        opens = readable_parts(conn, viewer, header.event_type, parts)
        yield {
            "index": entry.index,
            "type": header.event_type,
            "recorded_at": header.recorded_at,
            "leaf_hash": entry.leaf_hash.hex(),
            "parts": [
                {"part": opened.name, "body": opened.body}
                for opened in (
                    parse_part(part.data)
                    for part, is_open in zip(parts, opens, strict=True)
                    if is_open
                )
            ],
            "closed_parts": opens.count(False),
        }


def _statement_files(
    register: Register, conn: Connection, rows: list[Mapping[str, Any]]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of statements, where they were not removed with somebody's data."""
    for row in rows:
        shown = show_statement(conn, row["id"], OPERATOR_VIEWER)
        for file in shown["files"] if shown else ():
            try:
                yield f"statements/{file['title']}", register.blobs.get(file["sha256"])
            except NotFound:
                continue


def _must_be_free(out: Path) -> None:
    taken = out.exists() and (out.suffix == ".zip" or not out.is_dir() or any(out.iterdir()))
    if taken:
        raise Conflict("file-exists", field="out", value=str(out), expected="a new name")


def _zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()
