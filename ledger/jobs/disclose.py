"""Disclosure packages for one reader: what she may read, with what proves it, and nothing else.

The operator can open everything; a package is made with the reader's rights, never with the
operator's. Every package stands on a checkpoint that was published, so that it convinces whoever
holds the log's key.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from ledger.access.views import Viewer
from ledger.blobs.blobs import Blobs
from ledger.errors import Forbidden, NotFound
from ledger.event import OPERATOR, PUBLIC
from ledger.jobs.readable import readable_parts
from ledger.log.disclosure import open_part
from ledger.log.entry import parse_part
from ledger.log.package import EntryOpening, Package, PackedFile
from ledger.log.proof import inclusion_proof
from ledger.log_keys.views import LogKeyRow
from ledger.statements.links import VIEW_OF
from ledger.statements.prepare import statement_file
from ledger.statements.views import show as show_statement
from ledger.store.checkpoints import StoredCheckpoint, latest
from ledger.store.nodes import TileCache
from ledger.store.read import LogReader, StoredPart
from ledger.store.views import table_of

ENTRY_PURPOSE: Final = {
    "ja": "台帳の記録のうち、閲覧できる部分の開示",
    "en": "Disclosure of those parts of an entry that the reader may read",
}
STATEMENT_PURPOSE: Final = {
    "ja": "支払明細書の内容が台帳に記録されていることの証明",
    "en": "Evidence that a statement is on record as it was issued",
}


@dataclass(frozen=True, slots=True)
class Discloser:
    """Makes packages from one snapshot, for one reader.

    Attributes:
        conn: The snapshot. cache: tiles read before.
        viewer: The reader; her rights decide.
        tells_readers: Whether a refusal may say whose a part is; for the operator alone.
    """

    conn: Connection
    cache: TileCache
    viewer: Viewer
    tells_readers: bool = False

    @property
    def reader(self) -> str:
        """How a package names the reader."""
        return self.viewer.party or (OPERATOR if self.viewer.role == OPERATOR else PUBLIC)

    def entry(self, index: int, names: Collection[str] = ()) -> Package:
        """Return a package of one entry.

        Args:
            index: The entry.
            names: Parts wanted; all that the reader may read if none is named.

        Raises:
            NotFound: There is no such entry, or no published checkpoint covers it yet.
            Forbidden: The reader may not read a part, or none at all.
        """
        checkpoint = self._checkpoint(index)
        opened = self._opened(index, checkpoint, names)
        return self._package(checkpoint, {index: opened}, ENTRY_PURPOSE, ())

    def statement(self, statement: str, blobs: Blobs) -> Package:
        """Return the package of a statement: its lines, what each run allocated, its files.

        The lines and the explanations are the payee's own. Of every run only the payee's
        allocation is opened.

        Raises:
            NotFound: There is no such statement for this reader, or no checkpoint covers it yet.
        """
        shown = show_statement(self.conn, statement, self.viewer)
        if shown is None:
            raise NotFound("statement-not-found", field="id", value=statement)
        checkpoint = self._checkpoint(shown["entry_index"])
        own = f"allocation/{shown['payee']}"
        entries = {
            index: opening
            for index in self._runs(shown["runs"])
            if (
                opening := self._opened(index, checkpoint, self._own(index, own), if_any=True)
            ).parts
        }
        index = shown["entry_index"]
        facts = [name for name in self._names(index) if name.partition(".")[0] == "facts"]
        entries[index] = self._opened(index, checkpoint, facts)
        files = tuple(_packed(blobs, file) for file in shown["files"])
        return self._package(checkpoint, entries, STATEMENT_PURPOSE, files)

    def facts(self, indexes: Iterable[int], purpose: Mapping[str, str]) -> Package:
        """Return a package of what several entries state, without commands and signatures.

        Raises:
            NotFound: There is no such entry, or no published checkpoint covers it yet.
            Forbidden: The reader may not read the facts of one of them.
        """
        wanted = sorted({*indexes})
        checkpoint = self._checkpoint(max(wanted, default=0))
        entries = {}
        for index in wanted:
            names = [name for name in self._names(index) if name.partition(".")[0] == "facts"]
            entries[index] = self._opened(index, checkpoint, names)
        return self._package(checkpoint, entries, purpose, ())

    def _package(
        self,
        checkpoint: StoredCheckpoint,
        entries: Mapping[int, EntryOpening],
        purpose: Mapping[str, str],
        files: tuple[PackedFile, ...],
    ) -> Package:
        keys = {
            index: self._opened(index, checkpoint, ("facts",))
            for index in self._key_entries()
            if index < checkpoint.size and index not in entries
        }
        shown = keys | dict(entries)
        return Package(
            genesis=LogReader(self.conn).head().genesis,
            checkpoint=checkpoint.note,
            reader=self.reader,
            purpose=purpose,
            entries=tuple(shown[index] for index in sorted(shown)),
            files=files,
        )

    def _checkpoint(self, index: int) -> StoredCheckpoint:
        """Return the latest published checkpoint.

        Raises:
            NotFound: There is no such entry, or the checkpoint does not cover it yet.
        """
        LogReader(self.conn).entry(index)
        found = latest(self.conn)
        if found is None or index >= found.size:
            raise NotFound(
                "entry-not-covered",
                "no published checkpoint covers this entry yet; publish one first",
                field="index",
                value=index,
                expected=f"below {found.size if found else 0}",
            )
        return found

    def _key_entries(self) -> set[int]:
        """Return where keys of the log came and went: they lead from the first key to today's."""
        table = table_of(LogKeyRow)
        rows = self.conn.execute(select(table.c.since, table.c.until)).all()
        return {size - 1 for row in rows for size in row if size}

    def _runs(self, runs: Sequence[str]) -> list[int]:
        found: list[int] = []
        for table in map(table_of, VIEW_OF.values()):
            query = select(table.c.entry_index).where(table.c.id.in_(list(runs)))
            found += self.conn.execute(query).scalars()
        return sorted(found)

    def _own(self, index: int, own: str) -> list[str]:
        """Return the names of a payee's parts; a long correction fills several."""
        return [own, *(name for name in self._names(index) if name.startswith(f"{own}/"))]

    def _names(self, index: int) -> list[str]:
        return [parse_part(part.data).name for part in LogReader(self.conn).parts(index)]

    def _opened(
        self,
        index: int,
        checkpoint: StoredCheckpoint,
        names: Collection[str],
        *,
        if_any: bool = False,
    ) -> EntryOpening:
        """Open the named parts of an entry, or all that the reader may read.

        Args:
            index: The entry.
            checkpoint: Covers it.
            names: Parts wanted.
            if_any: Leave out what is not there or not hers, instead of refusing.
        """
        log = LogReader(self.conn, self.cache)
        stored, parts = log.entry(index), log.parts(index)
        readable = readable_parts(self.conn, self.viewer, stored.header().event_type, parts)
        own = {
            parse_part(part.data).name: part.ordinal
            for part, is_open in zip(parts, readable, strict=True)
            if is_open
        }
        if not if_any:
            self._refuse(index, parts, own, names)
        wanted = sorted(ordinal for name, ordinal in own.items() if not names or name in names)
        pairs = [(part.salt, part.data) for part in parts]
        path = inclusion_proof(index, checkpoint.size, log.hash_reader(checkpoint.size))
        return EntryOpening(
            index=index,
            leaf=stored.leaf,
            inclusion=tuple(path),
            part_count=len(parts),
            parts=tuple(open_part(pairs, ordinal) for ordinal in wanted),
        )

    def _refuse(
        self,
        index: int,
        parts: Sequence[StoredPart],
        own: Mapping[str, int],
        names: Collection[str],
    ) -> None:
        """Refuse parts that are not the reader's; to strangers "none" and "not yours" are one.

        Raises:
            Forbidden: As said.
        """
        if not own:
            raise Forbidden(
                "no-part-for-reader",
                "no part of this entry is for this reader",
                field="index",
                value=index,
                reader=self.reader,
            )
        for name in sorted(set(names) - own.keys()):
            readers = [
                parsed.readers
                for part in parts
                if (parsed := parse_part(part.data)).name == name and self.tells_readers
            ]
            whose = {"readers": list(readers[0])} if readers else {}
            raise Forbidden(
                "part-not-for-reader",
                "the reader is not among those who may read this part",
                field="part",
                value=name,
                reader=self.reader,
                expected=sorted(own),
                **whose,
            )


def _packed(blobs: Blobs, file: Mapping[str, Any]) -> PackedFile:
    digest = str(file["sha256"])
    name = str(file.get("title") or digest)
    media_type = str(file.get("media_type") or "application/octet-stream")
    return PackedFile(digest, name, media_type, statement_file(blobs, file))
