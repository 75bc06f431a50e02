"""The policy file: which logs and witnesses are trusted, and how many witnesses are enough.

    log <key> [<url>]
    witness <name> <key> [<url>]
    group <name> any|all|<k> <member>...
    quorum <name>|none

One statement per line, items separated by spaces or tabs; `#` begins a comment line. A group may
name only what stands above it, and each name is a member of one group at most, so that no witness
counts twice. Whether a register publishes without a quorum is no matter of this file but a setting
of the register: the file is the same for everybody who checks.

Source:
    C2SP tlog-policy (c2sp.org/tlog-policy). Narrower here: the file is UTF-8.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from ledger.errors import RuleViolation, SignatureInvalid
from ledger.log.cosignature import Cosigned, WitnessKey, parse_witness_key, verify_cosignatures
from ledger.log.note import VerifierKey, parse_note, parse_verifier_key, verify_note

_Key = TypeVar("_Key", VerifierKey, WitnessKey)
NONE: Final = "none"
MAX_POLICY_BYTES: Final = 100_000
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BLANK: Final = re.compile(r"[ \t]+")
_COUNT: Final = re.compile(r"[1-9][0-9]{0,5}")
_URL: Final = re.compile(r"https?://[^\s]+")


@dataclass(frozen=True, slots=True)
class KnownLog:
    """A log whose checkpoints are accepted."""

    key: VerifierKey
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness, under the name that this file gives it.

    Attributes:
        name: Means nothing outside the file.
        key: Of type 0x04.
        url: Its submission prefix; without one nobody can ask it.
    """

    name: str
    key: WitnessKey
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """At least `threshold` of the members."""

    name: str
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy, read from its file."""

    logs: tuple[KnownLog, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    groups: tuple[Group, ...] = ()
    quorum: str = NONE

    def is_reached(self, names: Collection[str]) -> bool:
        """Tell whether these witnesses, by their names in this file, are enough.

        Source:
            C2SP tlog-policy, "Defining a witness group" and "Defining the quorum".
        """
        reached = set(names) & {witness.name for witness in self.witnesses}
        for group in self.groups:  # a group names only what stands above it
            if sum(member in reached for member in group.members) >= group.threshold:
                reached.add(group.name)
        return self.quorum == NONE or self.quorum in reached


def cosigned_by(policy: Policy, note: bytes) -> dict[str, Cosigned]:
    """Return which witnesses of a policy cosigned a note, by their names in it.

    Raises:
        SignatureInvalid: The note is malformed, or a line by one of these witnesses is wrong.
    """
    names = {witness.key: witness.name for witness in policy.witnesses}
    found = verify_cosignatures(parse_note(note), list(names))
    return {names[cosigned.key]: cosigned for cosigned in found}


def is_satisfied(policy: Policy, note: bytes) -> bool:
    """Tell whether a note is signed by a log of the policy, if it names any, and by its quorum.

    Raises:
        SignatureInvalid: The note is malformed, no log of the policy signed it under its origin,
            or a line by a known log or witness is wrong.

    Source:
        C2SP tlog-policy, "What is a policy?" and "Defining a log".
    """
    if policy.logs:
        origin = parse_note(note).text.partition("\n")[0]
        keys = [known.key for known in policy.logs if known.key.name == origin]
        verify_note(note, keys)
    return policy.is_reached(cosigned_by(policy, note))


def parse_policy(data: bytes) -> Policy:
    """Read a policy file.

    Raises:
        RuleViolation: A line is malformed; `line` says which, and `expected` what would be right.

    Source:
        C2SP tlog-policy, "Policy file syntax and structure".
    """
    if len(data) > MAX_POLICY_BYTES:
        raise _wrong(0, f"{len(data)} bytes", f"at most {MAX_POLICY_BYTES} bytes")
    reader = _Reader()
    for number, raw in enumerate(data.split(b"\n"), 1):
        reader.take(number, _decoded(number, raw))
    if reader.quorum is None:
        raise _wrong(0, "no quorum line", "one line: quorum <name> or quorum none")
    return Policy(tuple(reader.logs), tuple(reader.witnesses), tuple(reader.groups), reader.quorum)


def _decoded(number: int, raw: bytes) -> str:
    try:
        line = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise _wrong(number, raw.hex(), "UTF-8") from None
    if _FORBIDDEN.search(line):
        raise _wrong(number, line, "no control characters but tabs and newlines")
    return line.strip(" \t")


@dataclass(slots=True)
class _Reader:
    """Takes line after line, and knows what the lines above have defined."""

    logs: list[KnownLog] = field(default_factory=list)
    witnesses: list[Witness] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    quorum: str | None = None
    members: set[str] = field(default_factory=set)

    def take(self, number: int, line: str) -> None:
        if not line or line.startswith("#"):
            return
        keyword, *items = _BLANK.split(line)
        takers: Mapping[str, Callable[[int, list[str]], None]] = {
            "log": self._log,
            "witness": self._witness,
            "group": self._group,
            "quorum": self._quorum,
        }
        if keyword not in takers:
            raise _wrong(number, keyword, ", ".join(takers))
        takers[keyword](number, items)

    def _log(self, number: int, items: list[str]) -> None:
        if len(items) not in {1, 2}:
            raise _wrong(number, " ".join(items), "log <key> [<url>]")
        key = _read_key(number, items[0], parse_verifier_key)
        if any(known.key.public_key == key.public_key for known in self.logs):
            raise _wrong(number, str(key), "each log key once")
        self.logs.append(KnownLog(key, _url(number, items[1:])))

    def _witness(self, number: int, items: list[str]) -> None:
        if len(items) not in {2, 3}:
            raise _wrong(number, " ".join(items), "witness <name> <key> [<url>]")
        self._must_be_new(number, items[0])
        key = _read_key(number, items[1], parse_witness_key)
        if any(known.key.public_key == key.public_key for known in self.witnesses):
            raise _wrong(number, str(key), "each witness key once")
        self.witnesses.append(Witness(items[0], key, _url(number, items[2:])))

    def _group(self, number: int, items: list[str]) -> None:
        if len(items) < 3:  # noqa: PLR2004 - name, threshold, one member
            raise _wrong(number, " ".join(items), "group <name> any|all|<k> <member>...")
        name, wanted, *members = items
        self._must_be_new(number, name)
        for member in members:
            self._must_be_known(number, member)
            if member in self.members:
                raise _wrong(number, member, "each name in one group, once")
            self.members.add(member)
        threshold = {"any": 1, "all": len(members)}.get(wanted)
        if threshold is None:
            threshold = int(wanted) if _COUNT.fullmatch(wanted) else 0
        if not 1 <= threshold <= len(members):
            raise _wrong(number, wanted, f"any, all, or a number from 1 to {len(members)}")
        self.groups.append(Group(name, threshold, tuple(members)))

    def _quorum(self, number: int, items: list[str]) -> None:
        if len(items) != 1:
            raise _wrong(number, " ".join(items), "quorum <name> or quorum none")
        if self.quorum is not None:
            raise _wrong(number, items[0], "one quorum line")
        if items[0] != NONE:
            self._must_be_known(number, items[0])
        self.quorum = items[0]

    def _names(self) -> set[str]:
        witnesses = {witness.name for witness in self.witnesses}
        return witnesses | {group.name for group in self.groups}

    def _must_be_new(self, number: int, name: str) -> None:
        if name == NONE or name in self._names():
            raise _wrong(number, name, "a name that is not taken")

    def _must_be_known(self, number: int, name: str) -> None:
        if name not in self._names():
            raise _wrong(number, name, "a witness or group of a line above")


def _read_key(number: int, text: str, parse: Callable[[str], _Key]) -> _Key:
    try:
        return parse(text)
    except SignatureInvalid as error:
        raise _wrong(number, text, str(error.fields.get("expected", "a key"))) from error


def _url(number: int, items: list[str]) -> str | None:
    if items and not _URL.fullmatch(items[0]):
        raise _wrong(number, items[0], "a URL that begins with http:// or https://")
    return items[0].rstrip("/") if items else None


def _wrong(number: int, value: str, expected: str) -> RuleViolation:
    return RuleViolation(
        "policy-malformed",
        "the policy file cannot be understood",
        field="policy",
        line=number or None,
        value=value,
        expected=expected,
    )
