"""Money clauses hash to what their fact says; payout runs cite them by that hash."""

from ledger.audit.family import Entry, Family, Setting, Tally
from ledger.log import canonical


class Terms(Family):
    """Hashes every version of clauses again."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "terms")

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if entry.event_type == "agreement.terms_added/1":
            fact = entry.fact
            digest = canonical.digest(fact.terms)
            self._tally.compare(entry.index, [("terms-hash", digest, fact.terms_sha256)])

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()
