"""State proofs: what a period close says about one holder, or about one identifier.

A file holds a disclosure package of the entry that closed the state, with the parts that the claim
needs, and the claims themselves. A third person checks the file with a key of the log alone.

The rules kept here, in order:

1. The package holds (`ledger.log.established`), and shows exactly one entry `state.closed/1`.
2. Every claim is opened by the roots in the parts that are shown.

Source:
    docs/LOG-FORMAT.md chapter 10.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ledger.log import canonical
from ledger.log.established import Established, ShownEntry, verify_package
from ledger.log.note import VerifierKey
from ledger.log.package import Package, malformed, write_package
from ledger.log.state_tree import (
    Absence,
    Neighbour,
    Opened,
    TreeState,
    verify_absence,
    verify_presence,
    verify_private,
)

FORMAT: Final = "daicho-state-proof/1"
SUFFIX: Final = ".state-proof.json"
STATE_CLOSED: Final = "state.closed/1"
MAX_BYTES: Final = 64 * 2**20
_MAX_PATH: Final = 64
_HEX: Final = "hexadecimal digits, small"


@dataclass(frozen=True, slots=True)
class Found:
    """The claim that an identifier is on record."""

    identifier: str
    place: Neighbour


@dataclass(frozen=True, slots=True)
class Missing:
    """The claim that an identifier is not on record."""

    identifier: str
    absence: Absence


Claim = Opened | Found | Missing


@dataclass(frozen=True, slots=True)
class Shown:
    """What a state proof established.

    Attributes:
        package: Checkpoint, signers and the entry.
        month: Month of the close. size: the state is that of the log of this size.
        leaves: Private leaves, decoded. present, absent: identifiers.
    """

    package: Established
    entry: ShownEntry
    month: str
    size: int
    leaves: tuple[Mapping[str, Any], ...]
    present: tuple[str, ...]
    absent: tuple[str, ...]


def write_state_proof(package: Package, claims: Sequence[Claim]) -> bytes:
    """Return the canonical bytes of a state proof."""
    evidence = canonical.decode(write_package(package))
    claimed = [_as_data(claim) for claim in claims]
    return canonical.encode({"format": FORMAT, "evidence": evidence, "claims": claimed})


def _as_data(claim: Claim) -> dict[str, Any]:
    if isinstance(claim, Opened):
        return {
            "kind": "private",
            "data": claim.data.decode(),
            "salt": claim.salt.hex(),
            "index": claim.index,
            "path": [item.hex() for item in claim.path],
        }
    if isinstance(claim, Found):
        place = _neighbour_as_data(claim.place)
        return {"kind": "present", "identifier": claim.identifier, "place": place}
    return {
        "kind": "absent",
        "identifier": claim.identifier,
        "left": _neighbour_as_data(claim.absence.left),
        "right": _neighbour_as_data(claim.absence.right),
    }


def _neighbour_as_data(found: Neighbour | None) -> dict[str, Any] | None:
    if found is None:
        return None
    path = [item.hex() for item in found.path]
    return {"index": found.index, "key": found.key.hex(), "path": path}


def verify_state_proof(data: bytes, keys: Sequence[VerifierKey]) -> Shown:
    """Check a state proof against the keys that one trusts.

    Raises:
        VerificationFailed: Something does not hold; the error names the place.
        RuleViolation: Bytes within it are not what they must be.

    Source:
        docs/LOG-FORMAT.md chapter 10.
    """
    if len(data) > MAX_BYTES:
        raise malformed("file", len(data), f"at most {MAX_BYTES} bytes")
    value = _members(canonical.decode(data), "file", {"format", "evidence", "claims"})
    if value["format"] != FORMAT:
        raise malformed("format", value["format"], FORMAT)
    package = verify_package(canonical.encode(value["evidence"]), keys)
    closed = [entry for entry in package.entries if entry.event_type == STATE_CLOSED]
    if len(closed) != 1:
        raise malformed("evidence.entries", len(closed), f"one entry {STATE_CLOSED}")
    claims = [_claim(item, f"claims[{n}]") for n, item in enumerate(_list(value, "claims", "file"))]
    return _established(package, closed[0], claims)


def _established(package: Established, entry: ShownEntry, claims: Sequence[Claim]) -> Shown:
    bodies = {part.name: part.body for part in entry.parts}
    facts = _members(bodies.get("facts"), "facts", {"month", "size", "identifiers"})
    leaves: list[Mapping[str, Any]] = []
    present: list[str] = []
    absent: list[str] = []
    for claim in claims:
        if isinstance(claim, Opened):
            balances = _members(bodies.get("balances"), "balances", {"balances"})["balances"]
            leaves.append(canonical.decode(verify_private(_tree(balances, "balances"), claim)))
            continue
        identifiers = _tree(facts["identifiers"], "identifiers")
        if isinstance(claim, Found):
            verify_presence(identifiers, claim.identifier, claim.place)
            present.append(claim.identifier)
        else:
            verify_absence(identifiers, claim.identifier, claim.absence)
            absent.append(claim.identifier)
    if not claims:
        raise malformed("claims", "none", "at least one claim")
    shown = tuple(leaves), tuple(present), tuple(absent)
    return Shown(package, entry, facts["month"], facts["size"], *shown)


def _tree(value: Any, place: str) -> TreeState:
    tree = _members(value, place, {"count", "root"})
    return TreeState(_count(tree, "count", place), _digest(tree, "root", place))


def _claim(value: Any, place: str) -> Claim:
    kind = value.get("kind") if isinstance(value, dict) else None
    if kind == "private":
        members = _members(value, place, {"kind", "data", "salt", "index", "path"})
        return Opened(
            _text(members, "data", place).encode(),
            _digest(members, "salt", place),
            _count(members, "index", place),
            _path(members, place),
        )
    if kind == "present":
        members = _members(value, place, {"kind", "identifier", "place"})
        found = _neighbour(members["place"], f"{place}.place")
        return Found(_text(members, "identifier", place), found)
    if kind == "absent":
        members = _members(value, place, {"kind", "identifier", "left", "right"})
        left, right = (
            None if members[side] is None else _neighbour(members[side], f"{place}.{side}")
            for side in ("left", "right")
        )
        return Missing(_text(members, "identifier", place), Absence(left, right))
    raise malformed(f"{place}.kind", kind, "private, present or absent")


def _neighbour(value: Any, place: str) -> Neighbour:
    members = _members(value, place, {"index", "key", "path"})
    key = _digest(members, "key", place)
    return Neighbour(_count(members, "index", place), key, _path(members, place))


def _members(value: Any, place: str, names: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict) or value.keys() != names:
        found = sorted(value) if isinstance(value, dict) else type(value).__name__
        raise malformed(place, found, f"exactly {', '.join(sorted(names))}")
    return value


def _list(members: Mapping[str, Any], name: str, place: str) -> list[Any]:
    value = members[name]
    if not isinstance(value, list):
        raise malformed(f"{place}.{name}", type(value).__name__, "a list")
    return value


def _text(members: Mapping[str, Any], name: str, place: str) -> str:
    value = members[name]
    if not isinstance(value, str):
        raise malformed(f"{place}.{name}", type(value).__name__, "text")
    return value


def _count(members: Mapping[str, Any], name: str, place: str) -> int:
    value = members[name]
    if type(value) is not int or value < 0:
        raise malformed(f"{place}.{name}", value, "an integer, zero or more")
    return value


def _digest(members: Mapping[str, Any], name: str, place: str) -> bytes:
    return _hash(members[name], f"{place}.{name}")


def _path(members: Mapping[str, Any], place: str) -> tuple[bytes, ...]:
    items = _list(members, "path", place)
    if len(items) > _MAX_PATH:
        raise malformed(f"{place}.path", len(items), f"at most {_MAX_PATH} hashes")
    return tuple(_hash(item, f"{place}.path") for item in items)


def _hash(value: Any, place: str) -> bytes:
    text = value if isinstance(value, str) else ""
    if len(text) != 64 or set(text) - set("0123456789abcdef"):  # noqa: PLR2004 - of 32 bytes
        raise malformed(place, value, f"64 {_HEX}")
    return bytes.fromhex(text)
