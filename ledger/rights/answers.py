"""Answers in one call: is a use free and who must sign, where does a title come from, the picture.

    avails(conn, viewer, asked)     each part of the use with status, causes, holders and signers
    title(conn, viewer, asked)      each part with its chain back to the authors and its defects
    grid(conn, viewer, asked)       media down, territories across
    over_time(conn, viewer, asked, last)    the same question for every day up to a last one

Every answer is for a day in business time and may be as known at an entry of the log. Holders and
signers of a part see the answer, and so does who is granted the work; licensees see their licences.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.rights.avails import Availability, Cause, Part, Question, availability
from contracts.rights.extent import VOCABULARY, Extent, describe
from contracts.rights.grants import Encumbrance, Grants, Licence, Option, Transfer
from contracts.rights.grid import WEIGHT
from contracts.rights.grid import grid as picture
from contracts.rights.holding import Shares
from contracts.rights.shares import written
from contracts.rights.title import Chain, Link, chains
from contracts.rights.vocabulary import tree_of, usual_acts
from ledger.access.views import Viewer, can_read
from ledger.committees.milestone_views import milestone_rows, passed_by
from ledger.errors import NotFound, RuleViolation
from ledger.rights.awaiting import Awaited, awaited, within
from ledger.rights.behind import people_behind
from ledger.rights.checks import in_codes
from ledger.rights.conditions import told_reversion
from ledger.rights.people import People, committee_of, holders_in
from ledger.rights.positions import licensors_on
from ledger.rights.reading import grants_of, resolved
from ledger.rights.views import recorded
from ledger.store.read import LogReader
from ledger.store.views import table_of
from ledger.works.views import WorkRow

_AUDITOR: Final = "auditor"
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a work.

    Attributes:
        media: Codes; all media when empty.
        territories: Codes; the world when empty.
        acts: Codes; when empty those that the media take as a rule.
        day: Day of the use.
        today: Day of asking, from which an option counts.
        known_at: Entry after which nothing is known; everything when left out.
    """

    work: str
    day: date
    media: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    today: date | None = None
    known_at: int | None = None

    def extent(self) -> Extent:
        """Resolve what is asked about, on its one day.

        Raises:
            RuleViolation: A code is unknown; names field and value.
        """
        found = resolved(
            {
                "vocabulary": VOCABULARY,
                "acts": {"include": [*(self.acts or ("all",))]},
                "media": {"include": [*(self.media or ("all",))]},
                "territories": {"include": [*(self.territories or ("WW",))]},
                "first": self.day,
                "until": self.day,
            },
            field="question",
        )
        return found if self.acts else replace(found, acts=usual_acts(found.media))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is on record about a use.

    Attributes:
        reversions: What dated clauses say of the end of grants, by their ids.
        licensors: Who is licensor of each licence on the day.
    """

    grants: Grants
    people: People
    reversions: Mapping[str, Any]
    licensors: Mapping[str, tuple[str, ...]]


def avails(conn: Connection, viewer: Viewer, asked: Asked) -> dict[str, Any]:
    """Tell whether a use is free on a day, until when, by whom not, and who must sign.

    Args:
        conn: A snapshot.
        viewer: Must hold or sign for a part, or be granted the work.
        asked: The question.

    Raises:
        NotFound: No such work, or not for this viewer.
        RuleViolation: The question is malformed.
    """
    return _answered(conn, viewer, asked)[0]


def _answered(
    conn: Connection, viewer: Viewer, asked: Asked
) -> tuple[dict[str, Any], Availability]:
    found, known = _available(conn, viewer, asked, asked.extent())
    answer = {**_head(asked), "is_free": found.is_free}
    waiting = _awaited(conn, asked, known)
    answer["parts"] = [_part(part, known) | _waiting(part, waiting) for part in found.parts]
    seen = {party for part in found.parts for party in part.signing.parties}
    seen |= {holder for part in found.parts for holder, _ in part.shares}
    _must_see(conn, viewer, asked, known, seen)
    return answer, found


def title(conn: Connection, viewer: Viewer, asked: Asked) -> dict[str, Any]:
    """Give the chain of title of each part of a use, from the authors to the holders of a day.

    Raises:
        NotFound: No such work, or not for this viewer.
        RuleViolation: The question is malformed.
    """
    extent = asked.extent()
    # The chain looks back: whatever touches the use by that day, whenever it began.
    known = _read(conn, viewer, asked, extent)
    found = chains(known.grants, extent, asked.day)
    holders = {holder for chain in found for holder, _ in chain.shares}
    _must_see(conn, viewer, asked, known, holders)
    return {**_head(asked), "parts": [_chain(chain, known) for chain in found]}


def grid(conn: Connection, viewer: Viewer, asked: Asked) -> dict[str, Any]:
    """Draw media by territories: in each box every status that occurs, the weightiest first."""
    media = asked.media or top_media()
    territories = asked.territories or ("JP", "US", "CN", "KR", "DE", "FR", "GB", "WW")
    whole = replace(asked, media=tuple(media), territories=tuple(territories))
    extent = replace(whole.extent(), acts=tree_of("acts").all_bits)
    found, known = _available(conn, viewer, whole, extent)
    seen = {party for part in found.parts for party in part.signing.parties}
    seen |= {holder for part in found.parts for holder, _ in part.shares}
    _must_see(conn, viewer, asked, known, seen)
    boxes = picture(found, media, territories)
    rows = [
        {"medium": medium, "boxes": {code: [*boxes[medium, code]] for code in territories}}
        for medium in media
    ]
    return {**_head(whole), "rows": rows}


def over_time(
    conn: Connection, viewer: Viewer, asked: Asked, last: date, media: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Ask `avails` for every day of a period: one answer per stretch in which nothing changes.

    Args:
        conn: A snapshot.
        viewer: As for `avails`; stretches that he may not see are left out.
        asked: The question; its day is the first one.
        last: The last day of the period.
        media: Codes of which each stretch also gives every status, the weightiest first.

    Raises:
        NotFound: No such work, or no day of it is for this viewer.
        RuleViolation: The question is malformed.

    Example:
        SVOD is licensed to 2028-09-30. Asked from 2028-07-01 to 2028-12-31, the stretches are July
        to September, licensed, and October to December, free.
    """
    extent = asked.extent()
    known = _read(conn, viewer, asked, replace(extent, until=None))
    walls = sorted({asked.day, *(day for day in _changes(known) if asked.day < day <= last)})
    ends = [*(day - _ONE_DAY for day in walls[1:]), last]
    found = []
    for first, end in zip(walls, ends, strict=True):
        then = replace(asked, day=first)
        try:
            answer, parts = _answered(conn, viewer, then)
        except NotFound:
            continue
        boxes = picture(parts, media, asked.territories or ("WW",))
        statuses = {
            code: [
                status
                for status in WEIGHT
                if any(status in boxes[at] for at in boxes if at[0] == code)
            ]
            for code in media
        }
        found.append(
            {**answer, "first": first.isoformat(), "last": end.isoformat(), "boxes": statuses}
        )
    if not found:
        raise NotFound("rights-not-found", field="work", value=asked.work)
    return found


def _changes(known: _Known) -> Iterator[date]:
    """Give the days on which what is on record begins or is over."""
    grants = known.grants
    extents = [one.extent for one in grants.titles]
    for some in (grants.transfers, grants.licences, grants.options, grants.encumbrances):
        extents += map(_reach, some)
    extents += [held.extent for one in grants.licences for held in one.holdbacks]
    for extent in extents:
        yield extent.first
        if extent.until:
            yield extent.until + _ONE_DAY
    for option in grants.options:
        yield from (option.first, option.until + _ONE_DAY)
    yield from (ending.first_day for ending in grants.endings)
    for behind in known.people.committees.values():
        yield from (date.fromisoformat(version.since[:10]) for version in behind.versions)


def _reach(grant: Transfer | Licence | Option | Encumbrance) -> Extent:
    return grant.extent


def top_media() -> tuple[str, ...]:
    """Return the codes below the root of the tree of media."""
    nodes = tree_of("media").nodes
    root = next(iter(nodes))
    return tuple(code for code, node in nodes.items() if node.parent == root)


def _available(
    conn: Connection, viewer: Viewer, asked: Asked, extent: Extent
) -> tuple[Availability, _Known]:
    # Not only that day: what begins later says until when a use is free.
    known = _read(conn, viewer, asked, replace(extent, until=None))
    question = Question(extent, asked.day, asked.today)
    return availability(known.grants, question, known.people.members_on(asked.day)), known


def _read(conn: Connection, viewer: Viewer, asked: Asked, extent: Extent) -> _Known:
    work = table_of(WorkRow)
    if conn.execute(select(work.c.id).where(work.c.id == asked.work)).first() is None:
        # Whoever may not see rights does not hear either whether there is such a work.
        code = "work-not-found" if viewer.role == "operator" else "rights-not-found"
        raise NotFound(code, field="work", value=asked.work)
    if asked.known_at is not None:
        size = LogReader(conn).size()
        if not 0 <= asked.known_at < size:
            raise RuleViolation(
                "known-at-out-of-range",
                field="known_at",
                value=asked.known_at,
                expected=f"an entry from 0 to {size - 1}",
            )
    found = recorded(conn, asked.work, extent, asked.known_at)
    people = people_behind(conn, holders_in(grants_of(found)), asked.known_at)
    reversions = {one.body["id"]: said for one in found if (said := told_reversion(one.body))}
    licences = [one for one in found if one.kind == "licence"]
    return _Known(
        grants_of(found, people.windows_on(asked.day)),
        people,
        reversions,
        {one.body["id"]: licensors_on(one, asked.day) for one in licences},
    )


def _must_see(
    conn: Connection, viewer: Viewer, asked: Asked, known: _Known, seen: Iterable[str]
) -> None:
    """Refuse whoever neither holds nor signs for any part; he hears that there is no such work."""
    if viewer.role == "operator":
        return
    parties = known.people.parties(seen, asked.day)
    if viewer.party is not None and viewer.party in parties:
        return
    if viewer.role == _AUDITOR and can_read(conn, viewer, asked.work):
        return
    raise NotFound("rights-not-found", field="work", value=asked.work)


def _head(asked: Asked) -> dict[str, Any]:
    head = {"work": asked.work, "day": asked.day.isoformat()}
    return head | ({"known_at": asked.known_at} if asked.known_at is not None else {})


def _part(part: Part, known: _Known) -> dict[str, Any]:
    return {
        "extent": in_codes(part.extent),
        "extent_told": _told(part.extent),
        "status": part.status,
        "may_license": part.may_license,
        "until": part.until.isoformat() if part.until else None,
        "causes": [_cause(cause, known) for cause in part.causes],
        "shares": _shares(part.shares),
        "signers": [asdict(signer) for signer in part.signing.signers],
        "can_be_signed": part.signing.is_possible,
    }


def _cause(cause: Cause, known: _Known) -> dict[str, Any]:
    plain = _plain(asdict(cause))
    if licensors := known.licensors.get(cause.grant):
        plain["licensors"] = [*licensors]
    if reversion := known.reversions.get(cause.grant):
        plain["reversion_told"] = reversion
    return plain


def _awaited(conn: Connection, asked: Asked, known: _Known) -> list[Awaited]:
    holders = [*known.people.committees]
    rows = milestone_rows(conn, filter(None, map(committee_of, holders)))
    passed = passed_by(rows, asked.day, asked.known_at)
    return awaited(known.people, holders, asked.day, passed)


def _waiting(part: Part, waiting: list[Awaited]) -> dict[str, Any]:
    """Say what windows of those who hold a part wait for; a day of asking does not end it."""
    holders = {holder for holder, _ in part.shares}
    found = [
        one
        for one in within(waiting, part.extent)
        if f"committee:{one.committee}/copyright" in holders
    ]
    return {"awaiting_approval": [one.told() for one in found]} if found else {}


def _chain(chain: Chain, known: _Known) -> dict[str, Any]:
    return {
        "extent": in_codes(chain.extent),
        "extent_told": _told(chain.extent),
        "shares": _shares(chain.shares),
        "links": [_link(link, known) for link in chain.links],
        "burdens": [
            {"right": each.id, "kind": each.kind, "holder": each.holder, "creditor": each.creditor}
            for each in chain.burdens
        ],
        "defects": [asdict(defect) for defect in chain.defects],
    }


def _link(link: Link, known: _Known) -> dict[str, Any]:
    plain = _plain(
        {
            "kind": link.kind,
            "right": link.grant,
            "since_day": link.since,
            "ground": link.ground,
            "source": link.source,
            "moral_rights": link.moral_rights,
        }
    )
    plain |= {"givers": _shares(link.givers), "takers": _shares(link.takers)}
    if link.kind == "transfer" and link.grant in known.reversions:
        plain["reversion_told"] = known.reversions[link.grant]
    if link.registration:
        plain["registration"] = _plain(asdict(link.registration))
    if link.underlying:
        plain["underlying"] = [_plain(asdict(each)) for each in link.underlying]
    return plain


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as JSON has them; what is not there is left out."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value not in (None, "")
    }


def _shares(shares: Shares) -> list[dict[str, str]]:
    return [{"holder": holder, "share": written(share)} for holder, share in shares]


def _told(extent: Extent) -> dict[str, str]:
    return {"ja": describe(extent, "ja"), "en": describe(extent, "en")}
