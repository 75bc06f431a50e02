"""Opening one part of an entry for one reader, without its neighbours.

The reader gets the part's bytes, its salt, and the hashes beside its path to the commitment. Of
the other parts she learns their number and, for some, a salted hash that tells her nothing.

Source:
    docs/LOG-FORMAT.md chapter 3; RFC 9162 section 2.1.3 over the tree of parts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.errors import NotFound
from ledger.log.entry import Part, parse_part, part_leaf
from ledger.log.merkle import root_of
from ledger.log.proof import inclusion_proof, verify_inclusion


@dataclass(frozen=True, slots=True)
class PartOpening:
    """One part, with what is needed to hold it against the entry's commitment.

    Attributes:
        ordinal: Zero-based place among the entry's parts. count: how many parts there are.
        salt: 32 bytes. data: canonical bytes of the part.
        path: Inclusion proof in the tree of parts.
    """

    ordinal: int
    count: int
    salt: bytes
    data: bytes
    path: tuple[bytes, ...]


def open_part(parts: Sequence[tuple[bytes, bytes]], ordinal: int) -> PartOpening:
    """Return the opening of one part, given (salt, bytes) of all parts in order.

    Raises:
        NotFound: There is no part at this place.
    """
    if not 0 <= ordinal < len(parts):
        raise NotFound("part-not-found", field="ordinal", value=ordinal)
    leaves = [part_leaf(salt, data) for salt, data in parts]

    def node(level: int, index: int) -> bytes:
        return root_of(leaves[index << level : (index + 1) << level])

    salt, data = parts[ordinal]
    path = inclusion_proof(ordinal, len(leaves), node)
    return PartOpening(ordinal, len(leaves), salt, data, tuple(path))


def verify_part(commit: bytes, opening: PartOpening) -> Part:
    """Check an opening against the commitment in an entry's leaf.

    Returns:
        The part.

    Raises:
        ProofInvalid: The opening does not lead to the commitment.
        RuleViolation: The bytes are not a part.
    """
    leaf = part_leaf(opening.salt, opening.data)
    verify_inclusion(leaf, opening.ordinal, opening.count, opening.path, commit)
    return parse_part(opening.data)
