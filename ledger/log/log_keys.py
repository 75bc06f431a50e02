"""Which keys sign the checkpoints of a log, at every size: from the genesis text and the log alone.

The genesis text names the first key. An entry may bring the next key: its statement is signed by
the key before it, so that whoever trusts that one can follow, and by the new key itself, so that
nobody can claim a key that is another's. Both sign until an entry retires the older one. A key
never comes back, so an old statement cannot be used again.

Source:
    docs/LOG-FORMAT.md chapter 14. Statements are signed notes (c2sp.org/signed-note).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.errors import SignatureInvalid
from ledger.log.genesis import parse_genesis
from ledger.log.note import (
    Checkpoint,
    VerifierKey,
    parse_checkpoint,
    parse_note,
    parse_verifier_key,
    sign_note,
    verifier_key,
    verify_note,
)

ROTATED: Final = "log.key_rotated/1"
RETIRED: Final = "log.key_retired/1"
_HEADINGS: Final = {ROTATED: "daicho log key rotation 1", RETIRED: "daicho log key retirement 1"}


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A key and the sizes at which it signs.

    Attributes:
        key: The key, under the origin as its name.
        since: Smallest size that it signs.
        until: Smallest size that it no longer signs; None while it is in force.
    """

    key: VerifierKey
    since: int = 0
    until: int | None = None

    def covers(self, size: int) -> bool:
        """Tell whether the key signs checkpoints of this size."""
        return self.since <= size and (self.until is None or size < self.until)


@dataclass(frozen=True, slots=True)
class LogKeys:
    """Every key that a log ever had, oldest first."""

    origin: str
    terms: tuple[KeyTerm, ...]

    @classmethod
    def of_genesis(cls, genesis: str) -> Self:
        """Return the keys of a log that has no entries: the one of its genesis text."""
        read = parse_genesis(genesis)
        return cls(read.origin, (KeyTerm(VerifierKey(read.origin, read.public_key)),))

    def at(self, size: int) -> tuple[VerifierKey, ...]:
        """Return the keys that sign a checkpoint of this size, oldest first."""
        return tuple(term.key for term in self.terms if term.covers(size))

    def in_force(self) -> tuple[VerifierKey, ...]:
        """Return the keys that sign now, oldest first."""
        return tuple(term.key for term in self.terms if term.until is None)

    @property
    def newest(self) -> VerifierKey:
        """Return the key that came last."""
        return self.terms[-1].key

    def after(self, index: int, event_type: str, body: Mapping[str, Any]) -> "LogKeys":
        """Return the keys after one more entry; entries of other types change nothing.

        Args:
            index: Place of the entry.
            event_type: As its leaf says.
            body: Of its part `facts`.

        Raises:
            SignatureInvalid: The entry's statement does not hold; nothing was changed.
        """
        if event_type == ROTATED:
            key = self.check_rotation(*_texts(body, "previous", "key", "note"))
            return replace(self, terms=(*self.terms, KeyTerm(key, index + 1)))
        if event_type == RETIRED:
            gone = self.check_retirement(*_texts(body, "key", "note"))
            terms = (
                replace(term, until=index + 1) if term.key == gone else term for term in self.terms
            )
            return replace(self, terms=tuple(terms))
        return self

    def check_rotation(self, previous: str, key: str, note: str) -> VerifierKey:
        """Check the statement that brings a new key.

        Args:
            previous: The newest key so far, as `name+key id+base64`.
            key: The new key.
            note: The statement of `rotation_text`, signed by both and nobody else.

        Returns:
            The new key.

        Raises:
            SignatureInvalid: One of them is not what it must be.
        """
        if previous != str(self.newest):
            raise _wrong("previous", previous, str(self.newest))
        new = parse_verifier_key(key)
        if new.name != self.origin:
            raise _wrong("key", key, f"a key named {self.origin}")
        if any(term.key.key_id == new.key_id for term in self.terms):
            raise _wrong("key", key, "a key that this log never had")
        text = rotation_text(self.origin, self.newest, new)
        _check_statement(note, text, (self.newest, new))
        return new

    def check_retirement(self, key: str, note: str) -> VerifierKey:
        """Check the statement that retires a key; a newer one must remain.

        Returns:
            The key that goes.

        Raises:
            SignatureInvalid: The key is not in force, or is the newest, or the statement does not
                hold.
        """
        older = [each for each in self.in_force() if each != self.newest]
        gone = next((each for each in older if str(each) == key), None)
        if gone is None:
            raise _wrong("key", key, [str(each) for each in older] or "a newer key first")
        _check_statement(note, retirement_text(self.origin, gone, self.newest), (self.newest,))
        return gone

    def verify_checkpoint(self, data: bytes) -> Checkpoint:
        """Check a checkpoint of this log, of any size, against the keys in force at that size.

        Raises:
            SignatureInvalid: It is malformed, of another log, or no key in force signed it.
        """
        read = parse_checkpoint(parse_note(data).text)
        if read.origin != self.origin:
            raise SignatureInvalid("origin-differs", value=read.origin, expected=self.origin)
        verify_note(data, self.at(read.size))
        return read


def rotation_text(origin: str, previous: VerifierKey, key: VerifierKey) -> str:
    """Return the four lines that bring a new key."""
    return f"{_HEADINGS[ROTATED]}\n{origin}\n{previous}\n{key}\n"


def retirement_text(origin: str, gone: VerifierKey, stays: VerifierKey) -> str:
    """Return the four lines that retire a key, and name the one that signs them."""
    return f"{_HEADINGS[RETIRED]}\n{origin}\n{gone}\n{stays}\n"


def sign_rotation(origin: str, previous: Ed25519PrivateKey, new: Ed25519PrivateKey) -> str:
    """Return the statement that brings a new key, signed by the one before it and by itself."""
    text = rotation_text(origin, verifier_key(origin, previous), verifier_key(origin, new))
    return sign_with(text, origin, (previous, new)).decode()


def sign_retirement(origin: str, gone: VerifierKey, stays: Ed25519PrivateKey) -> str:
    """Return the statement that retires a key, signed by the newest one."""
    text = retirement_text(origin, gone, verifier_key(origin, stays))
    return sign_with(text, origin, (stays,)).decode()


def sign_with(text: str, name: str, keys: Sequence[Ed25519PrivateKey]) -> bytes:
    """Return a note signed by several keys of one name, in their order."""
    first, *others = (sign_note(text, name, key) for key in keys)
    line_at = len(text.encode()) + 1
    return first + b"".join(note[line_at:] for note in others)


def _check_statement(note: str, text: str, signers: Sequence[VerifierKey]) -> None:
    read, found = verify_note(note.encode(), signers)
    if read.text != text:
        raise _wrong("note", read.text, text)
    if set(found) != set(signers) or len(read.signatures) != len(signers):
        names = [str(key) for key in signers]
        raise _wrong("note", [str(key) for key in found], f"signed by {names} and nobody else")


def _texts(body: Mapping[str, Any], *names: str) -> list[str]:
    found = [body.get(name) for name in names]
    texts = [text for text in found if isinstance(text, str)]
    if len(texts) != len(names) or len(body) != len(names):
        raise _wrong("facts", sorted(body), list(names))
    return texts


def _wrong(field: str, value: object, expected: object) -> SignatureInvalid:
    return SignatureInvalid("log-key-statement", field=field, value=value, expected=expected)
