"""The vault: personal data outside the log, sealed under one key per person.

The rules kept here, in order:

1. A value is committed to with a fresh random key and sealed under its subject's key.
2. Keys are durable before the values they seal: after a crash there may be a key without values,
   never a value without its key.
3. What cannot be opened because its key is gone is absent, not an error: it was erased.
4. Names are found through a keyed hash of their folded spelling, so that no column holds one.
"""

import hmac
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ledger.entropy import Entropy
from ledger.errors import Conflict, LogCorrupt, RuleViolation
from ledger.ids import SUBJECT, is_id
from ledger.vault.beside import Beside
from ledger.vault.files import answering, open_database, transaction
from ledger.vault.keys import KEYS_SCHEMA, MasterKey, SubjectKeys
from ledger.vault.secret import (
    KEY_BYTES,
    NAME_FIELDS,
    NONCE_BYTES,
    Opening,
    check,
    commit_to,
    seal,
    unseal,
)
from ledger.vault.secret import Secret as Secret
from ledger.vault.spelling import fold
from ledger.vault.watching import note

Pair = tuple[str, str]
_Row = tuple[str, str, str, bytes, bytes]

MASTER_FILE: Final = "master.key"
VALUES_FILE: Final = "vault.db"
KEYS_FILE: Final = "keys.db"

_PER_QUERY: Final = 400
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS personal (
  subject TEXT NOT NULL, field TEXT NOT NULL, commit_ TEXT NOT NULL,
  nonce BLOB NOT NULL, ciphertext BLOB NOT NULL, PRIMARY KEY (subject, commit_)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS name_index (
  token BLOB NOT NULL, subject TEXT NOT NULL, PRIMARY KEY (token, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS name_index_subject ON name_index (subject);
CREATE TABLE IF NOT EXISTS uncited (name TEXT PRIMARY KEY, seen_at TEXT NOT NULL)
  STRICT, WITHOUT ROWID;
"""
_COLUMNS: Final = "subject, field, commit_, nonce, ciphertext"


@dataclass(frozen=True, slots=True)
class VaultReport:
    """What `verify` established: how many values open, and how many have no key any more."""

    subjects: int
    values: int
    unavailable: int


class Vault(AbstractContextManager["Vault"]):
    """The vault of one register. Use `create` once, then `open`; whoever opens it closes it.

    Args:
        folder: Where `vault.db` is.
        master: Key of the vault.
        keys: Store of people's keys.
        entropy: Draws commitment keys and nonces.
    """

    def __init__(
        self, folder: Path, master: MasterKey, keys: SubjectKeys, entropy: Entropy
    ) -> None:
        self._keys = keys
        self._entropy = entropy
        self._index_key = master.derive("name-index")
        self._lock = threading.RLock()
        self.beside = Beside(keys, master, entropy, self._lock)
        self._conn = open_database(folder / VALUES_FILE, _SCHEMA)

    @classmethod
    def create(cls, home: Path, entropy: Entropy) -> None:
        """Make the empty vault of a new register in a folder that has none.

        The master key comes last: where it is, the other two files are.

        Raises:
            Conflict: A file of a vault is there already.
        """
        for name in (MASTER_FILE, VALUES_FILE, KEYS_FILE):
            if (home / name).exists():
                raise Conflict("vault-exists", field="home", value=name, expected="no vault here")
        open_database(home / VALUES_FILE, _SCHEMA).close()
        open_database(home / KEYS_FILE, KEYS_SCHEMA).close()
        MasterKey.create(home / MASTER_FILE, entropy)

    @classmethod
    def open(cls, home: Path, entropy: Entropy) -> Self:
        """Open the vault in the folder of a register.

        Args:
            home: The folder.
            entropy: Source of keys and nonces.

        Raises:
            LogCorrupt: Master key, values and people's keys belong together, and one is missing
                or is another vault's.
        """
        for name in (VALUES_FILE, KEYS_FILE):
            if not (home / name).is_file():
                raise LogCorrupt("vault-incomplete", field="home", value=name, expected="a file")
        master = MasterKey.read(home / MASTER_FILE)
        keys = SubjectKeys(home / KEYS_FILE, master, entropy)
        try:
            return cls(home, master, keys, entropy)
        except BaseException:
            keys.close()
            raise

    def close(self) -> None:
        """Close both stores."""
        with self._lock:
            self._conn.close()
            self._keys.close()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def seal(self, items: Iterable[Secret]) -> list[str]:
        """Put personal data into the vault; durable on return.

        Args:
            items: Any number; all go in together, or none.

        Returns:
            The commitments, in the order of the items: what the log may hold.

        Raises:
            RuleViolation: A subject or a value is malformed; the refusal never repeats a value.
        """
        return self._put([(secret, None) for secret in items])

    def restore(self, items: Iterable[tuple[Secret, bytes]]) -> list[str]:
        """Put personal data back under the commitment keys that the log's commitments have.

        Args:
            items: Each with its commitment key of 32 bytes.

        Returns:
            The commitments, in the order of the items.

        Raises:
            RuleViolation: As for `seal`.
        """
        return self._put(list(items))

    def _put(self, items: Sequence[tuple[Secret, bytes | None]]) -> list[str]:
        secrets = [secret for secret, _ in items]
        for secret in secrets:
            if not is_id(secret.subject, SUBJECT):
                raise RuleViolation(
                    "subject-malformed", field="subject", value=secret.subject, expected="subj_..."
                )
            check(secret)
        with self._lock:
            keys = self._keys.ensure(secret.subject for secret in secrets)
            rows = [self._sealed(secret, keys[secret.subject], key) for secret, key in items]
            with transaction(self._conn):
                self._conn.executemany("INSERT INTO personal VALUES (?, ?, ?, ?, ?)", rows)
                self._conn.executemany(
                    "INSERT OR IGNORE INTO name_index VALUES (?, ?)",
                    [(self._token(s.value), s.subject) for s in secrets if s.field in NAME_FIELDS],
                )
        return [row[2] for row in rows]

    def _sealed(self, secret: Secret, subject_key: bytes, commit_key: bytes | None) -> _Row:
        commit_key = commit_key or self._entropy.bytes(KEY_BYTES)
        nonce = self._entropy.bytes(NONCE_BYTES)
        ciphertext = seal(secret, subject_key=subject_key, commit_key=commit_key, nonce=nonce)
        commit = commit_to(secret.value, commit_key)
        return secret.subject, secret.field, commit, nonce, ciphertext

    def open_many(self, pairs: Iterable[Pair]) -> dict[Pair, str]:
        """Return the values behind commitments.

        Args:
            pairs: Subject and commitment of each.

        Returns:
            Values by pair; what is unknown or erased is absent.

        Raises:
            LogCorrupt: A value or a key was altered.
        """
        return {pair: opening.value for pair, opening in self.openings(pairs).items()}

    def openings(self, pairs: Iterable[Pair]) -> dict[Pair, Opening]:
        """Return values with their commitment keys, so that a holder can prove them to anyone."""
        wanted = sorted(set(pairs))
        found: dict[Pair, Opening] = {}
        for start in range(0, len(wanted), _PER_QUERY):
            chunk = wanted[start : start + _PER_QUERY]
            marks = ",".join(["(?, ?)"] * len(chunk))
            query = f"SELECT {_COLUMNS} FROM personal WHERE (subject, commit_) IN (VALUES {marks})"  # noqa: S608 - marks only
            flat = [text for pair in chunk for text in pair]
            with self._lock, answering():
                found |= self._unsealed(self._conn.execute(query, flat).fetchall())
        note((subject, opening.field) for (subject, _), opening in found.items())
        return found

    def _unsealed(self, rows: Sequence[_Row]) -> dict[Pair, Opening]:
        keys = self._keys.find(row[0] for row in rows)
        return {
            (subject, commit): unseal(
                subject=subject,
                name=name,
                commit=commit,
                subject_key=keys[subject],
                nonce=nonce,
                ciphertext=ciphertext,
            )
            for subject, name, commit, nonce, ciphertext in rows
            if subject in keys
        }

    def find(self, name: str) -> list[str]:
        """Return the subjects who bear a name, however it is spelled; whole names only."""
        if not fold(name):
            return []
        query = "SELECT subject FROM name_index WHERE token = ? ORDER BY subject"
        with self._lock, answering():
            return [row[0] for row in self._conn.execute(query, (self._token(name),))]

    def erase(self, subjects: Iterable[str]) -> None:
        """Destroy people's keys, then what they sealed; harmless when repeated.

        The keys go first: whatever happens after that, nobody can read the rest.
        """
        gone = sorted(set(subjects))
        with self._lock:
            self._keys.destroy(gone)
            with transaction(self._conn):
                for table in ("personal", "name_index"):
                    query = f"DELETE FROM {table} WHERE subject = ?"  # noqa: S608 - constant names
                    self._conn.executemany(query, [(subject,) for subject in gone])

    def left_of(self, subjects: Iterable[str]) -> set[str]:
        """Return of whom there is still a key or a sealed value."""
        wanted = sorted(set(subjects))
        with self._lock, answering():
            found = self._keys.held(wanted)
            for start in range(0, len(wanted), _PER_QUERY):
                chunk = wanted[start : start + _PER_QUERY]
                marks = ",".join("?" * len(chunk))
                query = f"SELECT DISTINCT subject FROM personal WHERE subject IN ({marks})"  # noqa: S608 - marks only
                found |= {row[0] for row in self._conn.execute(query, chunk)}
        return found

    def held_keys(self, subjects: Iterable[str]) -> set[str]:
        """Return which of these people have a key."""
        with self._lock, answering():
            return self._keys.held(subjects)

    def values_of(self, subject: str) -> dict[str, Opening]:
        """Return everything about a person, by commitment; nothing if the key is gone."""
        query = f"SELECT {_COLUMNS} FROM personal WHERE subject = ? ORDER BY commit_"  # noqa: S608 - constant columns
        with self._lock, answering():
            rows = self._conn.execute(query, (subject,)).fetchall()
            found = {commit: opening for (_, commit), opening in self._unsealed(rows).items()}
        note((subject, opening.field) for opening in found.values())
        return found

    def pairs(self) -> Iterator[Pair]:
        """Iterate over subject and commitment of every sealed value."""
        last = ("", "")
        while rows := self._page(last):
            for row in rows:
                yield row[0], row[2]
            last = (rows[-1][0], rows[-1][2])

    def mark_uncited(self, names: Collection[str], now: str, *, before: str) -> set[str]:
        """Remember what nothing cites; what is cited again is no longer remembered.

        Returns:
            Those that were remembered already at the moment `before`.
        """
        with self._lock, transaction(self._conn):
            known = {row[0]: row[1] for row in self._conn.execute("SELECT * FROM uncited")}
            over = [(name,) for name in known if name not in names]
            self._conn.executemany("DELETE FROM uncited WHERE name = ?", over)
            new = [(name, now) for name in names if name not in known]
            self._conn.executemany("INSERT INTO uncited VALUES (?, ?)", new)
        return {name for name, seen_at in known.items() if name in names and seen_at <= before}

    def forget(self, pairs: Iterable[Pair]) -> int:
        """Remove sealed values for good, with the key of whoever has none left.

        Returns:
            How many were here.
        """
        gone = sorted(set(pairs))
        subjects = {subject for subject, _ in gone}
        with self._lock:
            with transaction(self._conn):
                before = self._conn.total_changes
                self._conn.executemany(
                    "DELETE FROM personal WHERE subject = ? AND commit_ = ?", gone
                )
                count = self._conn.total_changes - before
                self._conn.executemany(
                    "DELETE FROM name_index WHERE subject = ?", [(name,) for name in subjects]
                )
                left = {name: self.values_of(name) for name in subjects}
                tokens = [
                    (self._token(opening.value), name)
                    for name, values in left.items()
                    for opening in values.values()
                    if opening.field in NAME_FIELDS
                ]
                self._conn.executemany("INSERT OR IGNORE INTO name_index VALUES (?, ?)", tokens)
            self._keys.forget(name for name, values in left.items() if not values)
        return count

    def back_up_keys(self, target: Path, taken_at: str) -> None:
        """Copy people's keys into a new file; see `SubjectKeys.back_up`."""
        with self._lock:
            self._keys.back_up(target, taken_at)

    def last_key_backup(self) -> str | None:
        """Return when people's keys were last backed up, or None if they never were."""
        with self._lock:
            return self._keys.last_backup()

    def subjects(self) -> Iterator[str]:
        """Iterate over everyone the vault knows, in order."""
        with answering():
            yield from self._keys.subjects()

    def verify(self) -> VaultReport:
        """Open everything.

        Raises:
            LogCorrupt: Something in the vault was altered; names subject and field.
        """
        subjects: set[str] = set()
        values = unavailable = 0
        last = ("", "")
        while rows := self._page(last):
            opened = self._unsealed(rows)
            values += len(opened)
            unavailable += len(rows) - len(opened)
            subjects.update(subject for subject, _ in opened)
            last = (rows[-1][0], rows[-1][2])
        return VaultReport(len(subjects), values, unavailable)

    def _page(self, after: Pair) -> list[_Row]:
        query = (
            f"SELECT {_COLUMNS} FROM personal WHERE (subject, commit_) > (?, ?)"  # noqa: S608 - constant columns
            " ORDER BY subject, commit_ LIMIT ?"
        )
        with self._lock, answering():
            return self._conn.execute(query, (*after, _PER_QUERY)).fetchall()

    def _token(self, name: str) -> bytes:
        """Return the blind index of a name: HMAC-SHA256 of its folded spelling.

        Source:
            RFC 2104; the key is derived from the master key for this purpose alone.
        """
        return hmac.new(self._index_key, fold(name).encode(), sha256).digest()
