"""Verify a register from the inside: bytes, chain, tree, contents, files, money, views.

The checks, in order; every one reports all it finds:

1. `schema`: tables, columns and append-only guards are what they must be.
2. `log`: every leaf and part is canonical, the chain has no gap, every part opens its commitment.
3. `tree`: size, root, last leaf and time of the head, and every stored tile, are those of the log.
4. `checkpoints`: each is signed by a key in force and states the root of its size; `guard`: the
   last one signed is one of them; `log-key`: the keys that sign are those of the log.
5. `requests`: every idempotency key stands for the entries of one command.
6. `facts`: every entry is a fact of a type known here.
7. `terms`, `postings`: hashed as cited, balanced.
8. `payouts`, `statements`: each comes out again from the facts before it.
9. `personal`: every commitment to a person's data opens, or the data is unavailable (erased).
10. `files`: every file that the register made and cites is there, and hashes to its name.
11. `views`, on request: each is what the log says, and SQLite finds its own file sound.

Without a checkpoint from outside the best verdict is SELF-CONSISTENT: whoever holds the database
can rewrite everything in it consistently.
"""

from collections.abc import Callable, Sequence

import orjson
from pydantic import ValidationError
from sqlalchemy import Connection

from ledger.audit.findings import Findings, VerifyReport
from ledger.bootstrap import Register
from ledger.errors import LedgerError, LogCorrupt
from ledger.event import Event
from ledger.facts import FACTS
from ledger.jobs.verify_checkpoints import Checkpoints
from ledger.jobs.verify_contents import Contents
from ledger.jobs.verify_payouts import Payouts
from ledger.jobs.verify_requests import Requests
from ledger.jobs.verify_statements import Statements
from ledger.log.merkle import root_of
from ledger.log.tiles import TILE_WIDTH, split
from ledger.log.verify import EntryCopy, LogVerifier, Verified
from ledger.rebuild import compare_views
from ledger.store.census import integrity_problems, last_to_read, stored_tiles, stray_rows
from ledger.store.read import Head, LogReader, StoredEntry, StoredPart
from ledger.store.schema import check_schema

Progress = Callable[[int, int], None]
_PROGRESS_EVERY = 500


def verify_register(
    register: Register, *, views: bool = False, progress: Progress | None = None
) -> VerifyReport:
    """Check everything that can be checked with what the register itself holds.

    Args:
        register: The register, open.
        views: Also build every view afresh and compare; writers wait meanwhile.
        progress: Called with (entries done, entries in all).

    Returns:
        Size, root, what was checked and every finding.
    """
    findings = Findings()
    _check_schema(register, findings)
    notes = Checkpoints(register, findings)
    with register.ledger.reading() as conn:
        verified = _check_log(register, conn, findings, notes, progress)
    if views:
        _check_views(register, findings, progress)
    return VerifyReport(
        verdict="FAIL" if findings.total else "SELF-CONSISTENT",
        origin=register.origin,
        size=verified.size,
        root=verified.root.hex(),
        checks=tuple(findings.checks),
        findings=tuple(findings.kept),
        total=findings.total,
    )


def _check_schema(register: Register, findings: Findings) -> None:
    before = findings.total
    try:
        check_schema(register.engine)
    except LedgerError as error:
        findings.add_error(None, error)
    findings.done("schema", 1, before)


def _check_log(
    register: Register,
    conn: Connection,
    findings: Findings,
    notes: Checkpoints,
    progress: Progress | None,
) -> Verified:
    reader = LogReader(conn)
    head = reader.head()
    if head.genesis != register.genesis:
        findings.add(None, "genesis", register.genesis, head.genesis)
    verifier = LogVerifier(register.genesis)
    contents, statements = Contents(findings), Statements(findings)
    payouts, requests = Payouts(register.blobs, findings), Requests(findings)
    hashes: list[bytes] = []
    before = findings.total
    notes.begin(conn, verifier.result().root)
    # Rows beyond the head are read too, so that an entry smuggled in behind it is named.
    stop = last_to_read(conn)
    for done, (entry, parts) in enumerate(reader.iterate(0, stop), 1):
        sound = _check_entry(verifier, entry, parts, findings)
        hashes.append(entry.leaf_hash)
        requests.see(entry.index, parts)
        if sound and (event := _fact(entry, parts, findings)) is not None:
            for family in (notes, contents, payouts, statements):
                family.see(entry.index, event)
        if notes.wants(done):
            notes.reached(done, verifier.result().root)
        if progress and (done % _PROGRESS_EVERY == 0 or done == stop):
            progress(done, stop)
    verified = verifier.result()
    findings.done("log", verified.size, before)
    _check_tree(conn, head, verified, hashes, findings)
    notes.finish(conn)
    requests.finish(conn)
    contents.finish(register)
    payouts.finish()
    statements.finish()
    return verified


def _check_entry(
    verifier: LogVerifier,
    entry: StoredEntry,
    parts: Sequence[StoredPart],
    findings: Findings,
) -> bool:
    """Check one entry's bytes; tell whether its contents are worth reading."""
    rows = [(part.salt, part.data) for part in parts]
    wrong = verifier.check(EntryCopy(entry.leaf, entry.leaf_hash, rows))
    for item in wrong:
        findings.add(item.index, f"entry-{item.check}", item.expected, item.found)
    return not any(item.check in ("leaf", "part", "commit") for item in wrong)


def _fact(entry: StoredEntry, parts: Sequence[StoredPart], findings: Findings) -> Event | None:
    """Read an entry's fact; its parts were found to be canonical and committed to."""
    values = [(part.name, orjson.loads(part.data)) for part in parts]
    for column, value in values:
        # Parts are looked up by this column, which is outside the bytes that are hashed.
        if column != value["part"]:
            findings.add(entry.index, "part-name", value["part"], column)
    event_type = entry.header().event_type
    kind = FACTS.get(event_type)
    if kind is None:
        findings.add(entry.index, "unknown-fact", "a type in ledger/facts.py", event_type)
        return None
    try:
        return kind.from_parts({value["part"]: value["body"] for _, value in values})
    except (LedgerError, ValidationError, KeyError, TypeError) as error:
        findings.add(entry.index, "fact-malformed", "the fields of its type", error)
        return None


def _check_tree(
    conn: Connection, head: Head, verified: Verified, hashes: list[bytes], findings: Findings
) -> None:
    before = findings.total
    try:
        root = head.root().hex()
    except LedgerError as error:
        root = str(error)
    pairs = {
        "head-size": (head.size, verified.size),
        "head-root": (root, verified.root.hex()),
        "head-last-leaf": (head.last_leaf.hex(), verified.last_leaf.hex()),
        "head-last-time": (head.last_time, verified.last_time),
    }
    for code, (expected, found) in pairs.items():
        if expected != found:
            findings.add(None, code, expected, found)
    for code, count in stray_rows(conn, head.size).items():
        findings.add(None, code, 0, count)
    tiles = _check_tiles(conn, hashes, findings)
    findings.done("tree", tiles, before)


def _check_tiles(conn: Connection, hashes: list[bytes], findings: Findings) -> int:
    """Compare stored tiles with those of the log's leaf hashes; return how many there must be."""
    expected: dict[tuple[int, int], bytes] = {}
    level = 0
    while len(hashes) >= TILE_WIDTH:
        full = len(hashes) // TILE_WIDTH
        groups = [hashes[at * TILE_WIDTH : (at + 1) * TILE_WIDTH] for at in range(full)]
        expected |= {(level, at): b"".join(group) for at, group in enumerate(groups)}
        hashes = [root_of(group) for group in groups]
        level += 1
    missing = set(expected)
    for at, index, stored in stored_tiles(conn):
        missing.discard((at, index))
        if expected.get((at, index)) != stored:
            where = f"tile {at}/{index}"
            findings.add(None, "tile-altered", f"{where} of the log", _first(split(stored)))
    for at, index in sorted(missing):
        findings.add(None, "tile-missing", f"tile {at}/{index}", "none")
    return len(expected)


def _first(hashes: list[bytes]) -> str:
    return f"{hashes[0].hex()} and so on" if hashes else "nothing"


def _check_views(register: Register, findings: Findings, progress: Progress | None) -> None:
    before = findings.total
    with register.ledger.reading() as conn:
        for problem in integrity_problems(conn):
            findings.add(None, "database-integrity", "ok", problem)
    try:
        size, differences = compare_views(register.engine, progress)
    except LogCorrupt as error:
        size, differences = 0, []
        findings.add_error(None, error)
    for item in differences:
        findings.add(None, "view-differs", f"{item.table}: {item.problem}", item.row)
    findings.done("views", size, before)
