"""Whether a committee may issue qualified invoices on a day, and since when not; pure.

    asked = invoicing(versions, registered, notices, "2026-07-31")
    asked.may_issue, asked.warnings

The rules kept here, in order:

1. Every member of the day is registered as an issuer, and the committee filed its notification.
2. What was filed ends on the day on which an unregistered member joins or a member loses its
   registration; it must be filed again, even if that member registers later.
3. Nothing here refuses anything: who comes and goes is for the members.

Source:
    消費税法57条の6 (任意組合等の組合員全員が適格請求書発行事業者である旨の届出, and its end);
    that a new notification is needed after a gap is to be confirmed by an expert.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

FILED: Final = "filed"
ENDED: Final = "unregistered"
BEGUN: Final = "registered"
NOTICE_OF: Final = {"ended": ENDED, "registered": BEGUN}
"""What a note in the party register means here."""


class Version(NamedTuple):
    """Members from a day on, in the form of ISO 8601."""

    since: str
    parties: tuple[str, ...]


class Notice(NamedTuple):
    """What the committee filed, or what happened to a member's registration."""

    day: str
    kind: str
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """Why no qualified invoice may be issued.

    Attributes:
        code: `member-not-registered`, `not-notified` or `notification-ended`.
        party: The member that causes it.
        since_day: First day on which it was so.
    """

    code: str
    party: str | None
    since_day: str


@dataclass(frozen=True, slots=True)
class Invoicing:
    """The answer for a day.

    Attributes:
        filed_on: The notification that counts, if there is one.
        members: Each member of the day, and whether it is registered.
    """

    day: str
    may_issue: bool
    filed_on: str | None
    members: tuple[tuple[str, bool], ...]
    warnings: tuple[Lack, ...]


def invoicing(
    versions: Sequence[Version],
    registered: Mapping[str, bool],
    notices: Sequence[Notice],
    day: str,
) -> Invoicing:
    """Say whether the committee may issue qualified invoices on a day.

    Args:
        versions: In the order in which they were recorded, not empty.
        registered: Whether the party register has a number (登録番号) for each party.
        notices: In the order in which they were recorded.
        day: In the form of ISO 8601.

    Example:
        A and B are registered, and the notification was filed on 10 January. C without a number
        joins on 1 July: from then on the answer is no, with C since 1 July and the notification
        ended on 1 July. C registers on 1 September: still no, until the committee files again.
    """
    book = _Book(tuple(versions), registered, tuple(notices))
    parties = book.members_on(day)
    warnings = [
        Lack("member-not-registered", party, book.unregistered_since(party, day))
        for party in parties
        if not book.is_registered(party, day)
    ]
    filings = [notice.day for notice in notices if notice.kind == FILED and notice.day <= day]
    filed = max(filings, default=None)
    if filed is None:
        warnings.append(Lack("not-notified", None, versions[0].since))
    elif gap := book.first_gap(filed, day):
        warnings.append(Lack("notification-ended", gap[1], gap[0]))
    members = tuple((party, book.is_registered(party, day)) for party in parties)
    return Invoicing(day, not warnings, filed, members, tuple(warnings))


@dataclass(frozen=True, slots=True)
class _Book:
    versions: tuple[Version, ...]
    registered: Mapping[str, bool]
    notices: tuple[Notice, ...]

    def members_on(self, day: str) -> tuple[str, ...]:
        begun = [
            (version.since, number)
            for number, version in enumerate(self.versions)
            if version.since <= day
        ]
        return self.versions[max(begun)[1]].parties if begun else self.versions[0].parties

    def is_registered(self, party: str, day: str) -> bool:
        """Return what the changes on record say, else what the party register says."""
        changes = sorted(
            (notice for notice in self.notices if notice.party == party),
            key=lambda notice: notice.day,
        )
        made = [notice for notice in changes if notice.day <= day]
        if made:
            return made[-1].kind == BEGUN
        # Whoever loses a registration had one; whoever regains it had none.
        return changes[0].kind == ENDED if changes else self.registered.get(party, False)

    def unregistered_since(self, party: str, day: str) -> str:
        """Return since when a member has been one without registration, up to a day."""
        since = day
        for each in reversed(self._days(until=day)):
            if party not in self.members_on(each) or self.is_registered(party, each):
                break
            since = each
        return since

    def first_gap(self, filed: str, day: str) -> tuple[str, str] | None:
        """Return the first day from the filing on with a member who was not registered, and who."""
        for each in (filed, *self._days(after=filed, until=day)):
            for party in self.members_on(each):
                if not self.is_registered(party, each):
                    return each, party
        return None

    def _days(self, *, until: str, after: str = "") -> list[str]:
        """Return the days on which something changed."""
        days = {version.since for version in self.versions}
        days |= {notice.day for notice in self.notices}
        return sorted(day for day in days if after < day <= until)
