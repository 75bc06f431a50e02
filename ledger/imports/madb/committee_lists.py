"""Lists of companies in which a committee is named: where it begins, and who belongs to it.

The entry that names a committee begins it. Entries behind it are members, until a heading of
another kind stands in front of one.
"""

import re

from ledger.imports.madb.committee_drafts import (
    COMMITTEE_HEADING,
    COMMITTEE_WORD,
    LEAD_ROLE,
    NAME_KEYS,
    Draft,
    add_member,
    is_project,
    name_draft,
    plain_name,
)
from ledger.imports.madb.names import clean, match_key
from ledger.imports.madb.place import Place
from ledger.imports.madb.segments import Segment, read_segments

MEMBER_ROLE = re.compile(r"^(?:企画・?)?(?:共同)?製作(?:幹事|参画)?$|^製作著作$|^ロゴ$")
_BRACKET_LIST = re.compile(r"^(.*?\S)\s*\((.*)\)?$", re.DOTALL)


def list_drafts(name: str, text: str, place: Place) -> list[Draft]:
    """Return what one field prints of committees, one draft for each, in printed order.

    Args:
        name: Name of the field.
        text: The field as printed, or empty.
        place: The row.
    """
    drafts: list[Draft] = []
    current: Draft | None = None
    for segment in read_segments(text).entries if text else ():
        where = place.at(name, segment.number)
        started = _start(segment, current, where, is_list=name == "productionCompany")
        if started:
            if started is not current:
                drafts.append(started)
            current = started
        elif current and not current.name and segment.is_explicit and is_project(segment.text):
            current.name = plain_name(clean(segment.text, is_title=True).text)
        elif current and _continues(segment, current):
            current.role = segment.role
            add_member(current, segment.text, where, is_lead=bool(LEAD_ROLE.search(segment.role)))
        elif segment.is_explicit:
            current = None
    return drafts


def _start(segment: Segment, current: Draft | None, place: Place, *, is_list: bool) -> Draft | None:
    """Return the draft that this entry begins or goes on with, or None when it begins none."""
    head, inner = _bracket_list(segment.text)
    if COMMITTEE_WORD.search(head) or (
        is_list and len(inner) > 1 and MEMBER_ROLE.match(segment.role)
    ):
        return _named(head, inner, segment, current, place)
    is_heading = COMMITTEE_HEADING.match(segment.role) is not None
    is_under_heading = current is not None and COMMITTEE_HEADING.match(current.role)
    is_new = current is None or (current.members and not is_under_heading)
    if is_heading and segment.is_explicit and is_new:
        return _headed(segment, place)
    if segment.is_explicit and not is_heading and COMMITTEE_WORD.search(segment.role):
        return _under_own_name(segment, current, place)
    return None


def _named(
    head: str, inner: list[str], segment: Segment, current: Draft | None, place: Place
) -> Draft:
    draft = Draft(place, role=segment.role)
    name_draft(draft, head)
    if current and match_key(current.name) in {match_key(draft.name), ""} and not current.members:
        current.members.update(draft.members)
        current.name, current.role = draft.name or current.name, segment.role
        draft = current
    for printed in inner:
        add_member(draft, printed, place)
    return draft


def _headed(segment: Segment, place: Place) -> Draft:
    """Begin a list under 製作委員会: its first entry is the name or already a member."""
    draft = Draft(place, role=segment.role)
    text = plain_name(clean(segment.text, is_title=True).text)
    if match_key(text) in NAME_KEYS or is_project(text):
        draft.name = text
    else:
        add_member(draft, segment.text, place)
    return draft


def _under_own_name(segment: Segment, current: Draft | None, place: Place) -> Draft:
    """Begin a list whose heading is the committee itself: [映画聲の形製作委員会]."""
    name = plain_name(clean(segment.role, is_title=True).text)
    draft = current if current and match_key(current.name) == match_key(name) else None
    draft = draft or Draft(place, name=name)
    draft.role = segment.role
    add_member(draft, segment.text, place)
    return draft


def _continues(segment: Segment, current: Draft) -> bool:
    if not segment.is_explicit or segment.role == current.role:
        return True
    return bool(MEMBER_ROLE.match(segment.role) or COMMITTEE_HEADING.match(segment.role))


def _bracket_list(text: str) -> tuple[str, list[str]]:
    """Separate 製作委員会(講談社 ／ 日本テレビ) into the name and the names in its brackets."""
    found = _BRACKET_LIST.match(text.strip())
    if not found or COMMITTEE_WORD.search(found[2]):
        return text, []
    inner = [
        re.sub(r"^\s*\[[^\]]*\]", "", part).strip(" )\u3000")
        for part in re.split(r"[／、]", found[2])
    ]
    return found[1], [part for part in inner if part]
