"""Whatever a fact names was introduced before: parties, works, committees, agreements and the rest.

An id says what it names and is introduced once. A fact that names something no entry introduced
was not decided by the rules, which refuse exactly that.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from ledger.audit.family import Entry, Family, Setting, Tally
from ledger.audit.records import Record

INTRODUCED: Final = {
    "agreement.recorded/1": "id",
    "bank_details.proposed/1": "id",
    "cash.account_opened/1": "id",
    "cash.lines_imported/1": "id",
    "committee.capital_called/1": "id",
    "committee.dissolution_begun/1": "id",
    "committee.dissolution_found/1": "dissolution",
    "committee.formed/1": "id",
    "committee.share_offered/1": "id",
    "dispute.opened/1": "id",
    "party.company_registered/1": "id",
    "party.person_registered/1": "id",
    "revenue.interest_charged/1": "id",
    "payment.prepared/1": "id",
    "purchase.presented/1": "id",
    "revenue.invoiced/1": "id",
    "revenue.received/1": "id",
    "revenue.reported/1": "id",
    "rights.licensed/1": "id",
    "rights.title_recorded/1": "id",
    "rights.transferred/1": "id",
    "royalty.opened/1": "id",
    "royalty.payout_closed/1": "id",
    "royalty.revised/1": "id",
    "royalty_audit.requested/1": "id",
    "set_off.recorded/1": "set_off",
    "statement.issued/1": "id",
    "work.claimed/1": "id",
    "work.element_registered/1": "id",
    "work.notice_filed/1": "work",
    "work.registered/1": "id",
}
"""Fact to the field that introduces an id."""

# A work's notice and its registration introduce it together.
_MAY_REPEAT: Final = {"work.registered/1", "committee.dissolution_found/1"}
# A grant may name what does not exist yet: it gives nothing that is not there.
_FREE: Final = ("access.",)
_BODY: Final = "[0-7][0-9A-HJKMNP-TV-Z]{25}"
_ID: Final = re.compile(
    "(?:party|bank|work|cmt|dis|agr|rep|opn|run|stmt|inv|rcpt|elem|claim|offer|call|right|dsp|pay|pinv"
    f"|acct|imp|aud)_{_BODY}"
)
_HOLDERS: Final = re.compile(f"committee:(cmt_{_BODY})/[a-z]+")


class References(Family):
    """Knows every id introduced so far."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "references")
        self._known: set[str] = set()
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if entry.event_type.startswith(_FREE):
            return
        field = INTRODUCED.get(entry.event_type)
        own = getattr(entry.fact, field) if field else None
        if own in self._known and entry.event_type not in _MAY_REPEAT:
            self._tally.add(entry.index, "id-repeated", "an id that names one thing", own)
        if own is not None:
            self._known.add(own)
        unknown = sorted(set(named(entry.fact)) - self._known)
        pair = ("reference-unknown", "ids introduced before", unknown or "ids introduced before")
        self._tally.compare(entry.index, [pair], blind=self._is_blind)

    def missing(self, index: int, event_type: str) -> None:
        """It may have introduced something."""
        self._is_blind = self._is_blind or event_type in INTRODUCED

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()


def named(value: Any) -> Iterator[str]:
    """Yield every id that a value names, alone or as the committee of a holder reference."""
    if isinstance(value, str):
        if found := _ID.fullmatch(value) or _HOLDERS.fullmatch(value):
            yield found[1] if found.re is _HOLDERS else value
        return
    for inner in _inside(value):
        yield from named(inner)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, Record):
        return (inner for _, inner in value)
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, tuple | list) else ()
