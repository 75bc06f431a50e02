"""Generated texts: made from an entry about the same thing, and one text for the same inputs.

The auditor does not generate texts again: the sentences of an old template may be gone. What he
holds is a file, and its hash says whether it is a text on record.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record

GENERATED: Final = "paper.generated/1"
_ABOUT: Final = ("committee.", "agreement.", "rights.licensed/")
_PREFIXES: Final = {"committee": "cmt_", "licence": "right_", "agreement": "agr_"}
_NAMED_BY: Final = ("id", "agreement", "committee")


class Papers(Family):
    """Knows which entries are about what, and the text of each set of inputs."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "papers")
        self._entries: dict[str, set[int]] = defaultdict(set)
        self._texts: dict[tuple[str, ...], str] = {}
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact = entry.fact
        if entry.event_type == GENERATED:
            self._tally.compare(entry.index, self._differences(fact), blind=self._is_blind)
            self._texts.setdefault(_key(fact), fact.sha256)
        elif entry.event_type.startswith(_ABOUT):
            for name in _NAMED_BY:
                named = getattr(fact, name, None)
                if isinstance(named, str):
                    self._entries[named].add(entry.index)

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may be the one that a text was made from."""
        self._is_blind = self._is_blind or event_type.startswith(_ABOUT)

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _differences(self, paper: Record) -> Iterator[Difference]:
        prefix = _PREFIXES.get(paper.kind, "-")
        yield "paper-kind", True, paper.of.startswith(prefix)
        yield "paper-kind", paper.kind, paper.template.partition("/")[0]
        yield "paper-entry", True, paper.entry in self._entries[paper.of]
        yield "paper-text", self._texts.get(_key(paper), paper.sha256), paper.sha256


def _key(paper: Record) -> tuple[str, ...]:
    return (paper.of, paper.language, paper.template, paper.inputs)
