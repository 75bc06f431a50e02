"""Verify a register from the inside: bytes, chain, tree, contents, files, money, views.

The checks, in order; every one reports all it finds:

1. `schema`: tables, columns and append-only guards are what they must be.
2. `log`: every leaf and part is canonical, the chain has no gap, every part opens its commitment.
3. `tree`: size, root, last leaf and time of the head, and every stored tile, are those of the log.
4. `checkpoints`: each is signed by a key in force and states the root of its size; `guard`: the
   last one signed is one of them; `log-key`: the keys that sign are those of the log.
5. `requests`: every idempotency key stands for the entries of one command.
6. `facts` and the families of `ledger.audit.contents`: what entries say is well-formed and comes
   out again from the facts before it, files included; the offline auditor runs the same code.
7. `personal`: every commitment to a person's data opens, or the data is unavailable (erased).
8. `views`, on request: each is what the log says, and SQLite finds its own file sound.
9. `decisions`, on request: every command is decided again by its rule, and gives the same facts.

Without a checkpoint from outside the best verdict is SELF-CONSISTENT: whoever holds the database
can rewrite everything in it consistently.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import orjson
from sqlalchemy import Connection

from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings, VerifyReport
from ledger.bootstrap import Register
from ledger.errors import LedgerError, LogCorrupt
from ledger.jobs.verify_checkpoints import Checkpoints
from ledger.jobs.verify_commands import Commands
from ledger.jobs.verify_people import People
from ledger.jobs.verify_requests import Requests
from ledger.jobs.verify_tiles import Tiles
from ledger.log.verify import EntryCopy, LogVerifier, Verified
from ledger.rebuild import Difference, compare_views
from ledger.revenue.leaves import lines_root, read_lines
from ledger.store.census import integrity_problems, last_to_read, stray_rows
from ledger.store.read import Head, LogReader, StoredEntry, StoredPart
from ledger.store.schema import check_schema

Progress = Callable[[int, int], None]
_PROGRESS_EVERY = 500
_SPOILS_CONTENTS: Final = frozenset({"leaf", "part", "commit"})


def verify_register(
    register: Register,
    *,
    views: bool = False,
    commands: bool = False,
    progress: Progress | None = None,
) -> VerifyReport:
    """Check everything that can be checked with what the register itself holds.

    Args:
        register: The register, open.
        views: Also build every view afresh and compare; writers wait meanwhile.
        commands: Also decide every command again while the views are built.
        progress: Called with (entries done, entries in all).

    Returns:
        Size, root, what was checked and every finding.
    """
    findings = Findings()
    _check_schema(register, findings)
    notes = Checkpoints(register, findings)
    with register.ledger.reading() as conn:
        verified = _check_log(register, conn, findings, notes, progress)
    if views or commands:
        again = Commands(findings) if commands else None
        _check_views(register, findings, progress, again)
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
    verifier, tiles = LogVerifier(register.genesis), Tiles(conn)
    requests, said = Requests(findings), Said(register, findings)
    wrong = 0
    notes.begin(conn, verifier.result().root)
    # Rows beyond the head are read too, so that an entry smuggled in behind it is named.
    stop = last_to_read(conn)
    for done, (entry, parts) in enumerate(reader.iterate(0, stop), 1):
        problems = _check_entry(verifier, entry, parts, findings)
        wrong += len(problems)
        tiles.add(entry.leaf_hash)
        requests.see(entry.index, parts)
        said.see(entry, parts, notes, is_sound=problems.isdisjoint(_SPOILS_CONTENTS))
        if notes.wants(done):
            notes.reached(done, verifier.result().root)
        if progress and (done % _PROGRESS_EVERY == 0 or done == stop):
            progress(done, stop)
    verified = verifier.result()
    findings.done("log", verified.size, findings.total - wrong)
    _check_tree(conn, head, verified, tiles, findings)
    notes.finish(conn)
    requests.finish(conn)
    said.finish()
    return verified


class Said:
    """What entries say: checked as an auditor would, and names opened besides.

    Args:
        register: Whose entries they are.
        findings: Where findings go.
    """

    def __init__(self, register: Register, findings: Findings) -> None:
        self._findings = findings
        self._vault = register.vault
        self._people = People(findings)
        self._contents = ContentAudit(
            findings, register.blobs, lines_root=root_of_lines, origin=register.origin
        )

    def see(
        self,
        entry: StoredEntry,
        parts: Sequence[StoredPart],
        notes: Checkpoints,
        *,
        is_sound: bool,
    ) -> None:
        """Take one entry, unless its bytes are not those that were committed to."""
        if not is_sound:
            return
        event_type = entry.header().event_type
        bodies = _bodies(entry, parts, self._findings)
        notes.see(entry.index, event_type, bodies)
        self._people.see(entry.index, event_type, bodies)
        self._contents.see(entry.index, event_type, bodies)

    def finish(self) -> None:
        """Close the checks."""
        self._contents.finish()
        self._people.finish(self._vault)


def root_of_lines(data: bytes) -> str:
    """Return the root over the lines of a report, read from their Parquet file, in hexadecimal."""
    return lines_root(*read_lines(data)).hex()


def _check_entry(
    verifier: LogVerifier,
    entry: StoredEntry,
    parts: Sequence[StoredPart],
    findings: Findings,
) -> set[str]:
    """Check one entry's bytes; return the names of the checks that did not hold."""
    rows = [(part.salt, part.data) for part in parts]
    wrong = verifier.check(EntryCopy(entry.leaf, entry.leaf_hash, rows))
    for item in wrong:
        findings.add(item.index, f"entry-{item.check}", item.expected, item.found)
    return {item.check for item in wrong}


def _bodies(
    entry: StoredEntry, parts: Sequence[StoredPart], findings: Findings
) -> dict[str, dict[str, Any]]:
    """Return the bodies of an entry's parts; they were found canonical and committed to."""
    bodies = {}
    for part in parts:
        value = orjson.loads(part.data)
        # Parts are looked up by this column, which is outside the bytes that are hashed.
        if part.name != value["part"]:
            findings.add(entry.index, "part-name", value["part"], part.name)
        bodies[value["part"]] = value["body"]
    return bodies


def _check_tree(
    conn: Connection, head: Head, verified: Verified, tiles: Tiles, findings: Findings
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
    findings.done("tree", tiles.finish(findings), before)


def _check_views(
    register: Register, findings: Findings, progress: Progress | None, again: Commands | None
) -> None:
    wrong, size = findings.total, 0
    differences: list[Difference] = []
    with register.ledger.reading() as conn:
        for problem in integrity_problems(conn):
            findings.add(None, "database-integrity", "ok", problem)
    wrong = findings.total - wrong
    try:
        before = again.see if again else None
        size, differences = compare_views(register.engine, progress, before)
    except LogCorrupt as error:
        findings.add_error(None, error)
        wrong += 1
    if again:
        again.finish()
    start = findings.total - wrong
    for item in differences:
        findings.add(None, "view-differs", f"{item.table}: {item.problem}", item.row)
    findings.done("views", size, start)
