"""One key per person, wrapped by the master key, in a store of its own.

The store is apart from the values so that its backups can be kept for days only: once a person's
key is gone from it and from them, nothing brings the person's data back. It remembers who was
erased, so that nobody gets a second key, and when its last backup was made.

Source:
    AES-256-GCM: NIST SP 800-38D. Keys for one purpose each are derived as HMAC-SHA256 of a label
    under the master key, as in the expand step of RFC 5869.
"""

import hmac
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.entropy import Entropy
from ledger.errors import LogCorrupt, RuleViolation
from ledger.vault.files import answering, open_database, transaction, write_new
from ledger.vault.secret import KEY_BYTES, NONCE_BYTES

_PER_QUERY: Final = 500
KEYS_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS subject_key (
  subject TEXT PRIMARY KEY, wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS erased_subject (subject TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS key_backup (taken_at TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
"""


class MasterKey:
    """The key of the whole vault. Its file is the operator's to keep and to back up apart."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def create(cls, path: Path, entropy: Entropy) -> "MasterKey":
        """Draw a master key and write its file, which must not exist yet."""
        secret = entropy.bytes(KEY_BYTES)
        write_new(path, secret.hex().encode() + b"\n")
        return cls(secret)

    @classmethod
    def read(cls, path: Path) -> "MasterKey":
        """Read the file of a master key.

        Raises:
            LogCorrupt: It is missing, or is not 64 hexadecimal digits.
        """
        try:
            secret = bytes.fromhex(path.read_text("ascii").strip())
        except (FileNotFoundError, IsADirectoryError) as error:
            raise LogCorrupt("master-key-missing", file=path.name) from error
        except ValueError as error:
            raise LogCorrupt("master-key-malformed", file=path.name) from error
        if len(secret) != KEY_BYTES:
            raise LogCorrupt("master-key-malformed", file=path.name, expected="64 hex digits")
        return cls(secret)

    def derive(self, purpose: str) -> bytes:
        """Return the key for one purpose.

        Source:
            RFC 5869 section 2.3, a single block: HMAC-SHA256(master, label || 0x01).
        """
        label = f"daicho/vault/{purpose}".encode() + b"\x01"
        return hmac.new(self._secret, label, sha256).digest()


class SubjectKeys:
    """The store of people's keys, `keys.db`."""

    def __init__(self, path: Path, master: MasterKey, entropy: Entropy) -> None:
        self._wrap = AESGCM(master.derive("wrap"))
        self._entropy = entropy
        self._conn: sqlite3.Connection = open_database(path, KEYS_SCHEMA)

    def close(self) -> None:
        """Close the store."""
        self._conn.close()

    def ensure(self, subjects: Iterable[str]) -> dict[str, bytes]:
        """Return the keys of these people, drawing those that are missing; durable on return.

        Raises:
            RuleViolation: Somebody was erased: a new key would bring the data back.
        """
        wanted = sorted(set(subjects))
        with transaction(self._conn):
            if erased := sorted(self.erased(wanted)):
                raise RuleViolation(
                    "subject-erased", field="subject", value=erased[0], expected="a new subject"
                )
            keys = self.find(wanted)
            missing = [subject for subject in wanted if subject not in keys]
            for subject in missing:
                keys[subject] = self._entropy.bytes(KEY_BYTES)
            self._conn.executemany(
                "INSERT INTO subject_key VALUES (?, ?)",
                [(subject, self._wrapped(subject, keys[subject])) for subject in missing],
            )
        return keys

    def find(self, subjects: Iterable[str]) -> dict[str, bytes]:
        """Return the keys that exist, by subject."""
        rows = self._rows("SELECT subject, wrapped FROM subject_key", subjects)
        return {subject: self._unwrapped(subject, wrapped) for subject, wrapped in rows}

    def held(self, subjects: Iterable[str]) -> set[str]:
        """Return which of these people have a key, without opening any."""
        return {row[0] for row in self._rows("SELECT subject FROM subject_key", subjects)}

    def erased(self, subjects: Iterable[str]) -> set[str]:
        """Return which of these people were erased here."""
        return {row[0] for row in self._rows("SELECT subject FROM erased_subject", subjects)}

    def destroy(self, subjects: Iterable[str]) -> None:
        """Destroy people's keys, and let nobody of them have another; harmless when repeated."""
        gone = [(subject,) for subject in sorted(set(subjects))]
        with transaction(self._conn):
            self._conn.executemany("INSERT OR IGNORE INTO erased_subject VALUES (?)", gone)
            self._conn.executemany("DELETE FROM subject_key WHERE subject = ?", gone)

    def forget(self, subjects: Iterable[str]) -> None:
        """Destroy the keys of people whom no entry knows; they could come again."""
        gone = [(subject,) for subject in sorted(set(subjects))]
        with transaction(self._conn):
            self._conn.executemany("DELETE FROM subject_key WHERE subject = ?", gone)

    def back_up(self, target: Path, taken_at: str) -> None:
        """Copy the store, the note of this backup included, into a file that is not there yet."""
        with transaction(self._conn):
            self._conn.execute("INSERT OR IGNORE INTO key_backup VALUES (?)", (taken_at,))
        with answering(), closing(open_database(target, KEYS_SCHEMA)) as copy:
            self._conn.backup(copy)

    def last_backup(self) -> str | None:
        """Return when the last backup was taken, or None if none was."""
        with answering():
            row = self._conn.execute("SELECT max(taken_at) FROM key_backup").fetchone()
        taken_at: str | None = row[0]
        return taken_at

    def _rows(self, query: str, subjects: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        wanted = sorted(set(subjects))
        for start in range(0, len(wanted), _PER_QUERY):
            chunk = wanted[start : start + _PER_QUERY]
            marks = ",".join("?" * len(chunk))
            yield from self._conn.execute(f"{query} WHERE subject IN ({marks})", chunk)

    def subjects(self) -> Iterator[str]:
        """Iterate over everyone who has a key, in order."""
        last = ""
        query = "SELECT subject FROM subject_key WHERE subject > ? ORDER BY subject LIMIT ?"
        while page := [row[0] for row in self._conn.execute(query, (last, _PER_QUERY))]:
            yield from page
            last = page[-1]

    def _wrapped(self, subject: str, key: bytes) -> bytes:
        nonce = self._entropy.bytes(NONCE_BYTES)
        return nonce + self._wrap.encrypt(nonce, key, subject.encode())

    def _unwrapped(self, subject: str, wrapped: bytes) -> bytes:
        nonce, ciphertext = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return self._wrap.decrypt(nonce, ciphertext, subject.encode())
        except (InvalidTag, ValueError) as error:  # too short for a nonce is a ValueError
            raise LogCorrupt(
                "subject-key-altered",
                "the key does not unwrap: it was altered, or the master key is another vault's",
                subject=subject,
            ) from error
