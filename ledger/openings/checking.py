"""What the figures of an opening come to under the clauses, and the refusal if they do not fit."""

from typing import Final

from contracts.opening import Opened, open_position
from contracts.opening_book import Problem
from contracts.terms import parse_terms
from ledger.errors import RuleViolation
from ledger.openings.commands import RecordOpening
from ledger.royalties.reads import Reads

MOST_SHOWN: Final = 50
"""So many problems a refusal names; the import shows all of them."""


def opened_by(command: RecordOpening, reads: Reads, *, is_committee: bool) -> Opened:
    """Return what the figures of a command come to under the clauses that were read."""
    return open_position(
        parse_terms(dict(reads.terms["terms"])),
        reads.holders,
        [entry.figure() for entry in command.entries],
        as_of=command.as_of,
        tolerance_minor=command.tolerance_minor,
        is_committee=is_committee,
        elsewhere=reads.elsewhere,
    )


def refusal(command: RecordOpening, problems: tuple[Problem, ...]) -> RuleViolation:
    """Return the refusal that names the first figure that does not fit, and lists the others."""
    first = problems[0]
    places = {entry.figure().key: number for number, entry in enumerate(command.entries)}
    place = places.get(first.key)
    listed = [
        {"line": " ".join(part for part in one.key if part), "code": one.code,
         "value": one.value, "expected": one.expected}
        for one in problems[:MOST_SHOWN]
    ]  # fmt: skip
    return RuleViolation(
        first.code,
        field="entries" if place is None else f"entries[{place}]",
        line=" ".join(part for part in first.key if part),
        value=first.value,
        expected=first.expected,
        problems=listed,
    )
