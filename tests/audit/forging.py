"""Everything that a register says, to be forged in parts, and what an auditor then finds."""

from typing import Any

from money_stage import Money

from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.blobs.blobs import Blobs
from ledger.log.entry import parse_part
from ledger.store.read import LogReader

Parts = dict[str, dict[str, Any]]
Said = list[tuple[int, str, Parts]]


def told_by(money: Money) -> tuple[Said, Blobs]:
    """Every entry with the bodies of its parts, and the files that facts cite."""
    said: Said = []
    with money.ledger.reading() as conn:
        reader = LogReader(conn)
        for entry, stored in reader.iterate(0, reader.size()):
            parts = [parse_part(part.data) for part in stored]
            bodies: Parts = {part.name: dict(part.body) for part in parts}
            said.append((entry.index, entry.header().event_type, bodies))
    return said, money.register.blobs


def found(said: Said, blobs: Blobs) -> set[tuple[str, int | None]]:
    """Codes and entries of all findings."""
    findings = Findings()
    contents = ContentAudit(findings, blobs, 1)
    for index, event_type, parts in said:
        contents.see(index, event_type, parts)
    contents.finish()
    return {(finding.code, finding.index) for finding in findings.kept}
