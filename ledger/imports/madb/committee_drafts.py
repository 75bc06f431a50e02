"""Collecting what is printed of one committee: its name, its members, the people among them."""

import re
from dataclasses import dataclass, field
from typing import Final

from ledger.imports.madb.name_edits import CleanName
from ledger.imports.madb.names import clean, match_key
from ledger.imports.madb.organisations import (
    company_key,
    is_known_company,
    looks_like_person,
    reads_like_person,
)
from ledger.imports.madb.person_lists import split_names
from ledger.imports.madb.place import Place
from ledger.imports.madb.remarks import is_remark

COMMITTEE_WORD = re.compile(
    r"[製制]作(?:実行)?委員会|film\s?partners|フィルムパートナーズ|partnership|committee$",
    re.IGNORECASE,
)
COMMITTEE_HEADING = re.compile(r"^[※*]?(?:資料用)?「?[製制]作委員会」?(?:抜粋)?$")
LEAD_ROLE = re.compile(r"幹事")
_PROJECT = re.compile(
    r"(?:プロジェクト|project|partners|パートナーズ)(?:\s?[12]?\d{1,4})?$", re.IGNORECASE
)
_JOINED = re.compile(r"^(.*(?:パートナーズ|委員会)\s?(?:19|20)\d\d)([^\d\s].*)$")

# Names of committees that no word gives away.
NAME_KEYS: Final = frozenset(
    match_key(name)
    for name in (
        "第501統合戦闘航空団活動写真",
        "第501統合戦闘航空団2014",
        "FCイナズマイレブンGO vs プロジェクトダンボール戦機",
    )
)


@dataclass(frozen=True, slots=True)
class Member:
    """A company that is printed as a member.

    Attributes:
        name: Cleaned name.
        printed: Entry as printed.
        key: Key under which accepted spellings meet.
        legal_form: Such as 有限会社, or empty.
        episodes: The episodes it is printed for, or empty.
    """

    name: str
    printed: str
    key: str
    place: Place
    legal_form: str = ""
    episodes: str = ""


@dataclass(slots=True)
class Draft:
    """A committee while its list is being read.

    Attributes:
        role: Heading under which the committee was named.
    """

    place: Place
    name: str = ""
    role: str = ""
    members: dict[str, Member] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    lead: str | None = None


def is_committee_name(text: str) -> bool:
    """Tell whether a name is that of a committee and not of a company."""
    return COMMITTEE_WORD.search(text) is not None or match_key(text) in NAME_KEYS


def is_project(text: str) -> bool:
    """Tell whether a name is that of a project, which some committees are called."""
    return _PROJECT.search(text) is not None and not is_known_company(text)


def name_draft(draft: Draft, printed: str) -> None:
    """Give a draft its name; a member that is printed in the same breath becomes its first.

    A bare 製作委員会 is a heading and no name.
    """
    name, _sep, first_member = printed.partition("会[")
    if first_member and not re.match(r"[\d～~]", first_member):
        printed = f"{name}会"
        add_member(draft, first_member, draft.place)
    elif joined := _JOINED.match(printed):
        printed = joined[1]
        add_member(draft, joined[2], draft.place)
    cleaned = clean(re.sub(r"\s\*\d.*$", "", printed), is_title=True)
    inner = next((note for note in cleaned.notes if COMMITTEE_WORD.search(note)), None)
    text = plain_name(inner or cleaned.text)
    draft.name = "" if COMMITTEE_HEADING.match(text) else text


def plain_name(name: str) -> str:
    """Return the name of a committee without spaces around quotes and the word 製作委員会."""
    name = re.sub(r"\s*([「」『』])\s*", r"\1", name)
    return re.sub(r"\s+(?=(?:映画|劇場版)?[製制]作(?:実行)?委員会)", "", name)


def add_member(draft: Draft, printed: str, place: Place, *, is_lead: bool = False) -> None:
    """Add the names of one entry: companies as members, people as people, remarks as nothing."""
    if is_remark(printed) or re.match(r"^[\[［].*協力[\]］]", printed.strip()):
        return
    for name, _remark in split_names(printed):
        cleaned = clean(name)
        if not cleaned.text or is_remark(cleaned.text) or is_committee_name(cleaned.text):
            continue
        if looks_like_person(cleaned.text) or reads_like_person(cleaned.text):
            draft.people.append(cleaned.text)
            continue
        member = _member(cleaned, printed, place)
        draft.members.setdefault(member.key, member)
        if is_lead or any(LEAD_ROLE.search(note) for note in cleaned.notes):
            draft.lead = member.key


def _member(cleaned: CleanName, printed: str, place: Place) -> Member:
    return Member(
        name=cleaned.text,
        printed=printed,
        key=company_key(cleaned.text),
        place=place,
        legal_form=cleaned.legal_form,
        episodes=cleaned.episodes,
    )
