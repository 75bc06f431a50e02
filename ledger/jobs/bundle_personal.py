"""People's data in a bundle: what the disclosed commitments stand for, and how that is shown.

Only on request, and only what the vault still opens: what was erased is simply not there.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from ledger.jobs.writing import write_chunks
from ledger.log import canonical
from ledger.vault.vault import Vault

_AT_ONCE: Final = 1_000


class Commitments:
    """Remembers which commitments to people's data were disclosed; bounded by the people."""

    def __init__(self) -> None:
        self._pairs: set[tuple[str, str]] = set()

    def add(self, found: Iterable[tuple[str, str, str]]) -> None:
        """Take (subject, field, commitment) of what parts cite."""
        self._pairs.update((subject, commit) for subject, _, commit in found)

    def write(self, path: Path, vault: Vault) -> None:
        """Write one line per commitment that the vault opens, in their order."""
        write_chunks(path, self._lines(vault))

    def _lines(self, vault: Vault) -> Iterator[bytes]:
        ordered = iter(sorted(self._pairs))
        while some := list(islice(ordered, _AT_ONCE)):
            for (subject, commit), opening in sorted(vault.openings(some).items()):
                line = {
                    "commit": commit,
                    "field": opening.field,
                    "key": opening.key.hex(),
                    "subject": subject,
                    "value": opening.value,
                }
                yield canonical.encode(line) + b"\n"
