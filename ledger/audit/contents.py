"""The checks on what entries say, in one pass, for the live register and for a bundle alike.

What is read here was found to be canonical and committed to before; here it is asked whether it is
true by the rules: facts are well-formed, money adds up, results come out again from the facts that
they cite. Each family of checks is a module of its own and keeps state, never the history.

Who audits a part of the register (one party's, one period's) calls `missing` for entries that are
not disclosed in full: what cannot be checked for want of them is counted, never a failure.
"""

from collections.abc import Mapping
from typing import Any, Final

from ledger.audit.family import Entry, Family, Setting, Tally
from ledger.audit.files import Files
from ledger.audit.findings import Findings
from ledger.audit.records import FactMalformed, fact_reader
from ledger.audit.terms import Terms

FAMILIES: Final[tuple[type[Family], ...]] = (Terms,)
"""Every family, in the order in which they see an entry and report; one line each."""


class ContentAudit:
    """Sees every entry once, in order, and knows in the end what does not fit.

    Args:
        findings: Where findings and the list of checks go.
        files: Files that facts cite, by hash.
        jobs: Processes for what can be computed apart; the findings are the same for any number.
    """

    def __init__(self, findings: Findings, files: Files, jobs: int = 1) -> None:
        self._facts = Tally(findings, "facts")
        self._reader = fact_reader()
        self._families = [family(Setting(findings, files, jobs)) for family in FAMILIES]

    def see(self, index: int, event_type: str, parts: Mapping[str, Mapping[str, Any]]) -> None:
        """Take an entry whose parts are all at hand.

        Args:
            index: Its place in the log.
            event_type: As its leaf says.
            parts: Part name to body, `command` and `signatures` included.
        """
        self._facts.count += 1
        if not self._reader.knows(event_type):
            self._facts.add(index, "unknown-fact", "a type in ledger/facts.py", event_type)
            return
        try:
            fact = self._reader.read(event_type, parts)
        except FactMalformed as error:
            wrong = error.fields
            expected = f"{wrong['field']}: {wrong['expected']}"
            self._facts.add(index, "fact-malformed", expected, wrong["found"])
            return
        entry = Entry(index, event_type, fact, parts)
        for family in self._families:
            family.see(entry)

    def missing(self, index: int, event_type: str) -> None:
        """Take note of an entry some of whose parts are not at hand."""
        self._facts.unavailable += 1
        for family in self._families:
            family.missing(index, event_type)

    def finish(self) -> None:
        """Close all checks; nothing may be seen afterwards."""
        self._facts.close()
        for family in self._families:
            family.finish()
