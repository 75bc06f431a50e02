"""Checks on what entries say: money adds up, terms hash as cited, files and names are there.

Facts are seen once, in order; what must be looked up elsewhere is gathered and looked up set-wise.
"""

from collections.abc import Callable, Iterable, Iterator
from hashlib import file_digest
from typing import Any, Final

from ledger.agreements.events import TermsAdded
from ledger.audit.findings import Check, Findings
from ledger.blobs.blobs import Blobs
from ledger.bootstrap import Register
from ledger.errors import LogCorrupt
from ledger.event import Event
from ledger.log import canonical
from ledger.parties.events import PersonRegistered
from ledger.revenue.events import RevenueReported
from ledger.royalties.events import PayoutClosed
from ledger.statements.events import StatementIssued
from ledger.values import DocumentRef
from ledger.vault.vault import Vault
from ledger.works.commands import Credit
from ledger.works.events import ElementRegistered, WorkAmended, WorkRegistered

Pair = tuple[str, str]
_PAIRS_PER_QUERY: Final = 2_000


class Contents:
    """Sees every fact once and knows in the end what does not fit.

    Args:
        findings: Where findings go.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._facts = 0
        self._seen: dict[str, int] = {"terms": 0, "postings": 0}
        self._failed: set[str] = set()
        self._files: dict[str, int] = {}
        self._people: dict[Pair, int] = {}
        self._terms: dict[tuple[str, int], str] = {}
        self._last_run: dict[str, str] = {}
        self._checks: dict[type[Event], Callable[[int, Any], None]] = {
            TermsAdded: self._terms_added,
            PayoutClosed: self._payout_closed,
        }

    def see(self, index: int, event: Event) -> None:
        """Take the fact of one entry."""
        self._facts += 1
        if check := self._checks.get(type(event)):
            check(index, event)
        for document in files_of(event):
            self._files.setdefault(document.sha256, index)
        for pair in commitments_of(event):
            self._people.setdefault(pair, index)

    def finish(self, register: Register) -> None:
        """Look up files and people's data, and close all checks."""
        self._findings.checks.append(Check("facts", self._facts, "ok"))
        for name, count in self._seen.items():
            status: Any = "failed" if name in self._failed else "ok"
            self._findings.checks.append(Check(name, count, status))
        check_people(register.vault, self._people, self._findings)
        check_files(register.blobs, self._files, self._findings)

    def _must_equal(self, check: str, index: int, code: str, pair: tuple[object, object]) -> None:
        expected, found = pair
        if expected != found:
            self._failed.add(check)
            self._findings.add(index, code, expected, found)

    def _terms_added(self, index: int, event: TermsAdded) -> None:
        self._seen["terms"] += 1
        digest = canonical.digest(event.terms)
        self._must_equal("terms", index, "terms-hash", (digest, event.terms_sha256))
        self._terms[event.agreement, event.version] = event.terms_sha256

    def _payout_closed(self, index: int, event: PayoutClosed) -> None:
        self._seen["postings"] += 1
        total = sum(posting.amount_minor for posting in event.postings)
        self._must_equal("postings", index, "postings-unbalanced", (0, total))
        terms = self._terms.get((event.agreement, event.terms_version))
        self._must_equal("postings", index, "payout-terms", (terms, event.terms_sha256))
        previous = self._last_run.get(event.agreement)
        self._must_equal("postings", index, "payout-previous", (previous, event.previous))
        self._last_run[event.agreement] = event.id


def files_of(event: Event) -> list[DocumentRef]:
    """Return the files that the register stored for a fact; others stay with their owners."""
    if isinstance(event, RevenueReported):
        made = [event.file, event.lines, event.groups, event.problems]
        return [document for document in made if document is not None]
    if isinstance(event, PayoutClosed):
        return [event.trace]
    return list(event.files) if isinstance(event, StatementIssued) else []


def commitments_of(event: Event) -> Iterator[Pair]:
    """Yield the (subject, commitment) pairs that a fact holds."""
    if isinstance(event, PersonRegistered):
        yield event.subject, event.credit_name
        if event.kana:
            yield event.subject, event.kana
    elif isinstance(event, WorkRegistered | WorkAmended | ElementRegistered):
        yield from _credited(event.credits or ())


def _credited(credits: Iterable[Credit]) -> Iterator[Pair]:
    for credit in credits:
        if credit.subject and credit.name:
            yield credit.subject, credit.name


def check_people(vault: Vault, pairs: dict[Pair, int], findings: Findings) -> None:
    """Open every commitment; what was erased is unavailable, which is no failure.

    Erasing destroys a person's key. Data that is gone while its key is here was lost or removed.
    """
    before, wanted = findings.total, sorted(pairs)
    opened: set[Pair] = set()
    for start in range(0, len(wanted), _PAIRS_PER_QUERY):
        chunk = wanted[start : start + _PAIRS_PER_QUERY]
        try:
            opened |= vault.open_many(chunk).keys()
        except LogCorrupt:
            opened |= _one_by_one(vault, chunk, pairs, findings)
    known = set(vault.subjects())
    for subject, commit in (pair for pair in wanted if pair not in opened and pair[0] in known):
        findings.add(pairs[subject, commit], "vault-value-missing", commit, f"nothing of {subject}")
    findings.done("personal", len(opened), before)
    if erased := sum(subject not in known for subject, _ in wanted):
        findings.checks.append(Check("personal-unavailable", erased, "unavailable"))


def _one_by_one(
    vault: Vault, chunk: list[Pair], pairs: dict[Pair, int], findings: Findings
) -> set[Pair]:
    """Return what opened, or was found to be altered, pair by pair."""
    seen: set[Pair] = set()
    for pair in chunk:
        try:
            seen |= vault.open_many([pair]).keys()
        except LogCorrupt as error:
            seen.add(pair)
            findings.add(pairs[pair], error.code, f"what {pair[0]} was sealed with", error.fields)
    return seen


def check_files(blobs: Blobs, cited: dict[str, int], findings: Findings) -> None:
    """Hash every cited file."""
    before = findings.total
    for sha256, index in cited.items():
        if not blobs.exists(sha256):
            findings.add(index, "blob-missing", sha256, "no such file")
            continue
        try:
            with blobs.path(sha256).open("rb") as file:
                found = file_digest(file, "sha256").hexdigest()
        except OSError as error:
            found = f"unreadable: {error.strerror}"
        if found != sha256:
            findings.add(index, "blob-altered", sha256, found)
    findings.done("files", len(cited), before)
