"""Long work that goes on while the page is closed, opened again, or sent twice.

The rules kept here, in order:

1. One piece of work of a name runs at a time: who asks for it again sees the one that runs.
2. What it does is on record piece by piece. If the process ends, what was recorded stays, and the
   same button does the rest.
3. What went wrong with one piece is kept, and the others go on.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Final

from ledger.errors import LedgerError

_LOG: Final = logging.getLogger("daicho.pages")
_KEPT: Final = 200


@dataclass(slots=True)
class Work:
    """One piece of work.

    Attributes:
        name: What it is of: kind, party, period.
        total: Pieces in all; 0 while that is not known. wrong: what a piece was about, and why.
        is_over: Whether it ended. broke: whether it ended by a mistake of ours.
    """

    name: tuple[str, ...]
    total: int = 0
    done: int = 0
    wrong: list[tuple[str, Exception]] = field(default_factory=list)
    is_over: bool = False
    broke: bool = False

    def progress(self, done: int, total: int) -> None:
        """Note how far it is."""
        self.done, self.total = done, total

    def attempt(self, about: str, step: Callable[[], object]) -> None:
        """Do one piece; a refusal is kept beside what it is about."""
        try:
            step()
        except LedgerError as error:
            self.wrong.append((about, error))
        self.done += 1


class Works:
    """The work of one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[tuple[str, ...], Work] = {}

    def start(self, name: tuple[str, ...], doing: Callable[[Work], None]) -> Work:
        """Begin a piece of work in a thread of its own, unless one of this name runs."""
        with self._lock:
            known = self._known.get(name)
            if known is not None and not known.is_over:
                return known
            self._known.pop(name, None)
            while len(self._known) >= _KEPT:
                self._known.pop(next(iter(self._known)))
            made = self._known[name] = Work(name)
        Thread(target=_done, args=(made, doing), name="-".join(name), daemon=True).start()
        return made

    def of(self, name: tuple[str, ...]) -> Work | None:
        """Return the last work of a name."""
        with self._lock:
            return self._known.get(name)


def _done(work: Work, doing: Callable[[Work], None]) -> None:
    try:
        doing(work)
    except LedgerError as error:
        work.wrong.append(("", error))
    except Exception:
        _LOG.exception("%s failed", work.name)
        work.broke = True
    finally:
        work.is_over = True


WORKS: Final = Works()
"""All work of this process."""
