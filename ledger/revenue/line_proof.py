"""Proving one line of a report without showing any other.

The proof holds the line, its code and a path of hashes. Whoever has the root from the fact can
check it with SHA-256 alone; the codes of other lines cannot be computed from it.
"""

from dataclasses import dataclass
from typing import Any

import polars as pl

from ledger.errors import NotFound, ProofInvalid
from ledger.log import canonical
from ledger.log.merkle import node_hash
from ledger.log.proof import inclusion_proof, verify_inclusion
from ledger.revenue.leaves import line_body, line_leaf, line_mac, lines_leaves, read_lines


@dataclass(frozen=True, slots=True)
class LineProof:
    """One line, and its way to the root.

    Attributes:
        body: The line as it was hashed. mac: its code. index: place among the accepted lines.
        size: Number of accepted lines. path: sibling hashes, from the leaf up.
    """

    body: dict[str, Any]
    mac: bytes
    index: int
    size: int
    path: tuple[bytes, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the proof as JSON values."""
        return {
            "line": self.body,
            "mac": self.mac.hex(),
            "index": self.index,
            "size": self.size,
            "path": [step.hex() for step in self.path],
        }

    @classmethod
    def from_dict(cls, obj: dict[str, Any]) -> "LineProof":
        """Read what `to_dict` wrote."""
        path = tuple(bytes.fromhex(step) for step in obj["path"])
        return cls(obj["line"], bytes.fromhex(obj["mac"]), obj["index"], obj["size"], path)


def prove_line(lines: bytes, line: int) -> LineProof:
    """Prove an accepted line.

    Args:
        lines: The report's file of accepted lines.
        line: Number of the line in the sender's file, counted from one.

    Raises:
        NotFound: The line is not among the accepted ones.
    """
    accepted, key = read_lines(lines)
    found = accepted.with_row_index("index").filter(pl.col("line") == line)
    if found.is_empty():
        raise NotFound("line-not-found", field="line", value=line, expected="an accepted line")
    row = found.row(0, named=True)
    index = int(row.pop("index"))
    nodes = _Nodes(list(lines_leaves(accepted, key)))
    path = tuple(inclusion_proof(index, accepted.height, nodes.read))
    return LineProof(line_body(row), line_mac(key, line), index, accepted.height, path)


def verify_line(proof: LineProof, root: bytes, accepted: int) -> dict[str, Any]:
    """Check that a line belongs to a report.

    Args:
        proof: The line and its way to the root.
        root: `lines_root` of the report's fact.
        accepted: `counts.accepted` of the same fact; a path alone does not fix the tree's size.

    Returns:
        The line.

    Raises:
        ProofInvalid: It does not follow.
    """
    if proof.size != accepted:
        raise ProofInvalid("proof-range", field="size", value=proof.size, expected=accepted)
    leaf = line_leaf(proof.mac, canonical.encode(proof.body))
    verify_inclusion(leaf, proof.index, proof.size, proof.path, root)
    return proof.body


class _Nodes:
    """The perfect subtrees over a list of leaves, level by level."""

    def __init__(self, leaves: list[bytes]) -> None:
        self._levels = [leaves]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            pairs = zip(below[::2], below[1::2], strict=False)
            self._levels.append([node_hash(left, right) for left, right in pairs])

    def read(self, level: int, index: int) -> bytes:
        """Return the root of one perfect subtree."""
        return self._levels[level][index]
