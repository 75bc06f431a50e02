"""One line of a report can be proved without showing its neighbours."""

import pytest
from money_stage import csv_of
from test_report_files import read

from ledger.errors import LogCorrupt, NotFound, ProofInvalid
from ledger.log.merkle import EMPTY_ROOT
from ledger.revenue.leaves import lines_root, read_lines, write_lines
from ledger.revenue.line_proof import LineProof, prove_line, verify_line

KEY = bytes(range(32))
ACCEPTED = read(csv_of(*(f"SVOD,JP,星の庭,2026-03,1,{n}" for n in range(7)))).accepted
LINES, ROOT = write_lines(ACCEPTED, KEY), lines_root(ACCEPTED, KEY)


@pytest.mark.parametrize("line", range(2, 9))
def test_every_line_has_a_proof_that_verifies(line: int) -> None:
    proof = LineProof.from_dict(prove_line(LINES, line).to_dict())
    assert verify_line(proof, ROOT, 7)["line"] == line
    assert verify_line(proof, ROOT, 7)["amount_micro"] == str((line - 2) * 10**6)


@pytest.mark.parametrize(
    "change", [{"body": {"line": 3}}, {"mac": bytes(32)}, {"index": 2}, {"size": 8}, {"path": ()}]
)
def test_a_proof_damaged_anywhere_fails(change: dict[str, object]) -> None:
    proof = prove_line(LINES, 3)
    fields = {name: getattr(proof, name) for name in LineProof.__slots__}
    with pytest.raises(ProofInvalid):
        verify_line(LineProof(**(fields | change)), ROOT, 7)


def test_a_line_that_was_not_accepted_has_no_proof() -> None:
    with pytest.raises(NotFound):
        prove_line(LINES, 99)


def test_the_same_lines_are_the_same_bytes() -> None:
    assert write_lines(ACCEPTED, KEY) == LINES
    assert write_lines(ACCEPTED, bytes(32)) != LINES


def test_lines_are_read_back_with_their_key() -> None:
    frame, key = read_lines(LINES)
    assert frame.equals(ACCEPTED)
    assert key == KEY


def test_another_key_gives_another_root() -> None:
    assert lines_root(ACCEPTED, bytes(32)) != ROOT
    assert lines_root(ACCEPTED.clear(), KEY) == EMPTY_ROOT


def test_a_file_that_is_not_ours_is_corrupt() -> None:
    with pytest.raises(LogCorrupt):
        read_lines(b"PAR1 no")


def test_progress_is_told_while_lines_are_hashed() -> None:
    many = ACCEPTED.sample(100_000, with_replacement=True, seed=1)
    told: list[tuple[int, int]] = []
    lines_root(many, KEY, lambda done, total: told.append((done, total)))
    assert told == [(100_000, 100_000)]
