"""One pass over the entries of a bundle: bytes, chain, tree, signed notes, and what they say.

Memory holds one entry's parts, the right edge of the tree, one tile per level and the state of the
content checks; with several processes, a few chunks of 256 entries on their way.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, Final

from ledger.audit.bundle_format import Manifest
from ledger.audit.chunks import AuditedEntry, Item, read_chunk, read_chunk_at_once
from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Finding, Findings
from ledger.audit.folder import Folder
from ledger.audit.notes import Notes
from ledger.audit.personal import PersonalAudit
from ledger.audit.scopes import must_open
from ledger.audit.tree_files import TileCheck
from ledger.errors import Unavailable
from ledger.log.merkle import EMPTY_ROOT
from ledger.log.tiles import TILE_WIDTH
from ledger.log.verify import LogVerifier

Progress = Callable[[int, int], None]
_CHUNKS_PER_PROCESS: Final = 4  # fewer are done before a process has started
_CONTENT_SPOILED: Final = frozenset({"leaf", "part", "commit"})


class ChainAudit:
    """Reads the entries in order and hands each to everything that has to see it.

    Args:
        folder: The bundle.
        manifest: What it claims.
        findings: Where findings go.
        notes: Signed notes to be compared on the way.
        contents: Sees what the entries say.

    `personal` sees people's data in the bundle, if there is any; to be finished after `run`.
    """

    def __init__(
        self,
        folder: Folder,
        manifest: Manifest,
        findings: Findings,
        notes: Notes,
        contents: ContentAudit,
    ) -> None:
        self._folder = folder
        self._size = manifest.size
        self._scope = manifest.scope
        self._findings = findings
        self._notes = notes
        self._contents = contents
        self._verifier = LogVerifier(manifest.genesis)
        self._tiles = TileCheck(folder, findings)
        self.personal = PersonalAudit(folder, findings)

    def run(self, progress: Progress, jobs: int = 1) -> tuple[int, bytes]:
        """Audit every entry.

        Args:
            progress: Called with (entries done, entries in all).
            jobs: Processes that read and examine; the findings are the same for any number.

        Returns:
            How many entries there were, and the root of the tree over them.

        Raises:
            Unavailable: A process that examined entries was killed.
        """
        before = self._findings.total
        if self._notes.due == 0:
            self._notes.at(0, EMPTY_ROOT)
        for items in self._chunks(jobs):
            progress(self._verifier.size, self._size)
            self._take(items)
            if self._verifier.size % TILE_WIDTH:
                break  # the last chunk, or one that ends too early
        size, root = self._verifier.size, self._verifier.root()
        progress(size, self._size)
        if size == self._size:
            self._tiles.finish()
        self._findings.done("log", size, before)
        return size, root

    def _chunks(self, jobs: int) -> Iterator[Iterable[Item]]:
        numbers = range((self._size + TILE_WIDTH - 1) // TILE_WIDTH)
        places = (
            (self._folder.root, number, min(TILE_WIDTH, self._size - number * TILE_WIDTH))
            for number in numbers
        )
        jobs = min(jobs, len(numbers) // _CHUNKS_PER_PROCESS)
        if jobs <= 1:
            for place in places:
                before = self._verifier.size
                yield read_chunk(*place)
                if self._verifier.size == before:
                    return  # nothing could be read: what follows has nothing to continue
            return
        yield from self._in_processes(places, jobs)

    def _in_processes(self, places: Iterator[tuple[Any, ...]], jobs: int) -> Iterator[list[Item]]:
        waiting: deque[Future[list[Item]]] = deque()
        with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
            try:
                while True:
                    while len(waiting) < 2 * jobs and (place := next(places, None)):
                        waiting.append(pool.submit(read_chunk_at_once, *place))
                    if not waiting:
                        return
                    before = self._verifier.size
                    yield waiting.popleft().result()
                    if self._verifier.size == before:
                        return
            except BrokenProcessPool as error:
                raise Unavailable("audit-process-ended", field="jobs", value=jobs) from error
            finally:
                for future in waiting:
                    future.cancel()

    def _take(self, items: Iterable[Item]) -> None:
        for item in items:
            if isinstance(item, Finding):
                self._findings.keep(item)
            else:
                self._entry(item)

    def _entry(self, entry: AuditedEntry) -> None:
        index, examined = self._verifier.size, entry.examined
        wrong = self._verifier.place(examined)
        self._tiles.add(examined.leaf_hash)
        for item in wrong:
            self._findings.add(item.index, f"entry-{item.check}", item.expected, item.found)
        if examined.header is not None:
            sound = not any(item.check in _CONTENT_SPOILED for item in wrong)
            bodies = {part.name: part.body for part in examined.parts} if sound else {}
            self._notes.entry(index, examined.header.event_type, bodies.get("facts"))
            self.personal.see(bodies.values())
            if entry.closed and must_open(self._scope, examined.header):
                self._findings.add(
                    index,
                    "parts-withheld",
                    "every part, as the scope says",
                    f"{entry.closed} closed",
                )
            if sound and entry.complete:
                self._contents.see(index, examined.header.event_type, bodies)
            else:
                self._contents.missing(index, examined.header.event_type, bodies)
        if self._notes.due == index + 1:
            self._notes.at(index + 1, self._verifier.root())
