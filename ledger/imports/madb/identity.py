"""What the import calls the things it records, and how it knows its own entries again.

1. Ids follow from the source: a C number names a work, a company's key a party, a name with its
   members a committee. The same source names the same things in every run, on every register.
2. Every work cites its row by C number, kind of file and digest. A run that finds the digest on
   record adds nothing.
3. What somebody else amended is no longer the import's to change.

A person's subject is never derived from the name: whoever guesses the name could test the guess,
even after it was erased.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, cast

from ledger.ids import COMMITTEE, PARTY, WORK, derived_id
from ledger.imports.madb.source import Form
from ledger.imports.madb.works import URI, ParsedWork

ATTRIBUTION: Final = "メディア芸術データベースデータセット（国立アートリサーチセンター）を加工"
"""The provider asks that users name the source and say that they edited it."""

CHANGED: Final = "source changed: "
_CITATION = re.compile(re.escape(URI) + r"(C\d+) (jsonld|csv) sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Citation:
    """The row that a recorded work was read from.

    Attributes:
        madb_id: C number.
        form: Kind of file.
        digest: Of the row's content.
    """

    madb_id: str
    form: Form
    digest: str

    @classmethod
    def of(cls, work: ParsedWork) -> "Citation":
        """Return what cites the row of a work."""
        return cls(work.madb_id, work.form, work.source_digest)

    @classmethod
    def parse(cls, text: str) -> "Citation | None":
        """Read what `str` wrote; None for any other text."""
        found = _CITATION.fullmatch(text)
        return cls(found[1], cast("Form", found[2]), found[3]) if found else None

    def __str__(self) -> str:
        return f"{URI}{self.madb_id} {self.form} sha256:{self.digest}"


def work_id(madb_id: str) -> str:
    """Return the id of the work with a C number.

    Example:
        >>> work_id("C410176")
        'work_1TWMXM4Y5T2RKTN22J34RYP0HW'
    """
    return derived_id(WORK, _digest("work", madb_id))


def party_id(company_key: str) -> str:
    """Return the id of the company whose spellings meet under a key."""
    return derived_id(PARTY, _digest("company", company_key))


def committee_id(name_key: str, parties: Iterable[str]) -> str:
    """Return the id of the committee with this name and exactly these members.

    A committee is a contract, so the same name with other members is another one.
    """
    return derived_id(COMMITTEE, _digest("committee", name_key, *sorted(parties)))


def _digest(*words: str) -> bytes:
    """Hash words so that no two lists of words are the same bytes.

    Source:
        SHA-256, FIPS 180-4; no word holds NUL, because the log holds none.
    """
    return sha256("\x00".join(("madb", *words)).encode()).digest()


@dataclass(frozen=True, slots=True)
class WorkOnRecord:
    """What the import said about a work, and whether anybody else did.

    Attributes:
        citation: The newest row that the import read it from, or None.
        is_untouched: Everything on record about it comes from the import.
    """

    citation: Citation | None
    is_untouched: bool

    @classmethod
    def of(cls, source: str | None, history: Sequence[dict[str, Any]]) -> "WorkOnRecord":
        """Read it from what a work's registration cites, and its amendments with their reasons."""
        texts = [source or "", *(str(step.get("reason")).removeprefix(CHANGED) for step in history)]
        cited = [Citation.parse(text) for text in texts]
        newest = next((citation for citation in reversed(cited) if citation), None)
        return cls(newest, is_untouched=all(cited))
