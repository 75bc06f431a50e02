"""Every commitment to a person's data opens, or the data is unavailable because it was erased.

Commitments are gathered while facts go by, and opened set-wise in the end.
"""

from collections.abc import Mapping
from typing import Any, Final

from ledger.audit.cited import cited_commitments
from ledger.audit.findings import Check, Findings
from ledger.errors import LogCorrupt
from ledger.vault.vault import Vault

Pair = tuple[str, str]
_PAIRS_PER_QUERY: Final = 2_000
_OF_COMMAND: Final = "command"


class People:
    """Gathers the commitments that facts hold.

    Args:
        findings: Where findings go.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._pairs: dict[Pair, int] = {}

    def see(self, index: int, parts: Mapping[str, Mapping[str, Any]]) -> None:
        """Take the parts of one entry; its command says again what its facts say."""
        for name, body in parts.items():
            if not name.startswith(_OF_COMMAND):
                for subject, _, commit in cited_commitments(body):
                    self._pairs.setdefault((subject, commit), index)

    def finish(self, vault: Vault) -> None:
        """Open everything."""
        check_people(vault, self._pairs, self._findings)


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
