"""Every commitment to a person's data opens, or the data was erased and the log says so.

Commitments are gathered while facts go by, and opened set-wise in the end. Three states differ:

    key and values are here        they open
    key is gone, erasure recorded  unavailable, which is no failure
    key is gone, nothing recorded  lost: a finding; so is a value gone whose key is here, and a key
                                   that is here although the log says that it was destroyed

Bank details are counted apart: a bundle never carries them, so a register made from one has none
and pays nobody until they are proposed again. What is here must open.
"""

from collections.abc import Mapping
from typing import Any, Final

from ledger.audit.cited import cited_commitments
from ledger.audit.erasures import Gone
from ledger.audit.findings import Check, Findings
from ledger.errors import LogCorrupt
from ledger.vault.vault import Vault

Pair = tuple[str, str]
_PAIRS_PER_QUERY: Final = 2_000
_OF_COMMAND: Final = "command"
_BANK_DETAILS: Final = "bank_details.proposed/1"


class People:
    """Gathers the commitments that facts hold.

    Args:
        findings: Where findings go.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._pairs: dict[Pair, int] = {}
        self._accounts: dict[Pair, int] = {}
        self._gone = Gone()

    def see(self, index: int, event_type: str, parts: Mapping[str, Mapping[str, Any]]) -> None:
        """Take the parts of one entry; its command says again what its facts say."""
        self._gone.see(index, event_type, parts)
        for name, body in parts.items():
            if not name.startswith(_OF_COMMAND):
                for subject, _, commit in cited_commitments(body):
                    self._pairs.setdefault((subject, commit), index)
        if event_type == _BANK_DETAILS:
            facts = parts["facts"]
            self._accounts[facts["subject"], facts["details"]] = index

    def finish(self, vault: Vault) -> None:
        """Open everything."""
        check_people(vault, self._pairs, self._gone, self._findings)
        _check_accounts(vault, self._accounts, self._findings)


def check_people(vault: Vault, pairs: dict[Pair, int], gone: Gone, findings: Findings) -> None:
    """Open every commitment, and hold what does not open against the erasures on record."""
    before, wanted = findings.total, sorted(pairs)
    opened: set[Pair] = set()
    for start in range(0, len(wanted), _PAIRS_PER_QUERY):
        chunk = wanted[start : start + _PAIRS_PER_QUERY]
        try:
            opened |= vault.open_many(chunk).keys()
        except LogCorrupt:
            opened |= _one_by_one(vault, chunk, pairs, findings)
    keys = vault.held_keys({subject for subject, _ in wanted} | gone.erased.keys())
    lost = [pair for pair in wanted if pair not in opened and not gone.has(pair[0])]
    for subject, commit in lost:
        index = pairs[subject, commit]
        if subject in keys:
            findings.add(index, "vault-value-missing", commit, f"nothing of {subject}")
        else:
            findings.add(index, "subject-key-lost", f"the key of {subject}", "none, and no erasure")
    for subject in sorted(keys & gone.erased.keys()):
        findings.add(gone.erased[subject], "subject-not-erased", "no key", f"the key of {subject}")
    findings.done("personal", len(opened), before)
    if erased := len(wanted) - len(opened) - len(lost):
        findings.checks.append(Check("personal-unavailable", erased, "unavailable"))


def _check_accounts(vault: Vault, pairs: dict[Pair, int], findings: Findings) -> None:
    """Open the bank details that are here; say how many are not."""
    if not pairs:
        return
    before, wanted = findings.total, sorted(pairs)
    opened: set[Pair] = set()
    for start in range(0, len(wanted), _PAIRS_PER_QUERY):
        chunk = wanted[start : start + _PAIRS_PER_QUERY]
        try:
            opened |= vault.open_many(chunk).keys()
        except LogCorrupt:
            opened |= _one_by_one(vault, chunk, pairs, findings)
    findings.done("bank-accounts", len(opened), before)
    if absent := len(wanted) - len(opened):
        findings.checks.append(Check("bank-accounts-unavailable", absent, "unavailable"))


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
