"""The shares of a committee: a set is unknown, or complete and exactly one; successors share all.

Source:
    Civil Code of Japan, articles 667 and 674; Copyright Act, article 65. The same rule as
    `ledger.committees.shares`.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record
from ledger.committees.versions import VERSIONS

_SUCCEEDED: Final = "party.succeeded/1"
SHARE_SETS: Final = ("investment", "copyright", "profit")


class Shares(Family):
    """Adds up every share set of every state of a committee."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "shares")

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if entry.event_type in VERSIONS:
            self._tally.compare(entry.index, _sums(entry.fact.members))
        elif entry.event_type == _SUCCEEDED:
            total = sum(Fraction(one.share.num, one.share.den) for one in entry.fact.successors)
            self._tally.compare(entry.index, [("shares-do-not-sum", 1, total)])

    def missing(self, index: int, event_type: str) -> None:
        """Shares of others are not disclosed."""
        if event_type in (*VERSIONS, _SUCCEEDED):
            self._tally.unavailable += 1

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()


def _sums(members: tuple[Record, ...]) -> Iterator[Difference]:
    """Yield for each set that is stated whether all members have a share, and their sum.

    Source:
        1/3, 1/3 and 3333/10000 sum to 29999/30000: a finding.
    """
    for share_set in SHARE_SETS:
        stated = [getattr(member, share_set) for member in members]
        known = [Fraction(share.num, share.den) for share in stated if share is not None]
        if known:
            yield "shares-missing", f"{len(members)} {share_set}", f"{len(known)} {share_set}"
            yield "shares-do-not-sum", f"{share_set} 1", f"{share_set} {sum(known)}"
