"""Credits of a work: who did what, as printed and as roles of the register.

A credit is only made of what is printed. What cannot be read for certain becomes an `Unread` with
its place, so that a person can look at it; headings and remarks are dropped and counted.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ledger.imports.madb.credit_sheet import Credit, CreditSheet, Unread, affiliation_of
from ledger.imports.madb.name_edits import CleanName
from ledger.imports.madb.names import clean
from ledger.imports.madb.organisations import (
    has_company_word,
    is_company_among_companies,
    is_company_among_people,
    is_known_company,
    looks_like_person,
)
from ledger.imports.madb.person_lists import split_names
from ledger.imports.madb.place import Place
from ledger.imports.madb.remarks import is_heading, is_remark, is_section
from ledger.imports.madb.roles import is_known, normalise
from ledger.imports.madb.segments import Segment, read_segments
from ledger.imports.madb.voices import (
    CHARACTER,
    behind_character,
    read_voices,
    without_picture_brackets,
)
from ledger.works.commands import Role

LONGEST_NAME: Final = 60
_COMPANY_ROLES: Final = frozenset({"production", "production_cooperation"})
_DEFAULT_ROLE: Final[dict[str, tuple[str, Role]]] = {
    "creator": ("監督", "director"),
    "originalWorkCreator": ("原作", "original_work"),
    "productionCompany": ("製作", "production"),
    "publisher": ("配給", "other"),
    "actor": ("声の出演", "voice"),
    "copyrightHolder": ("著作権表示", "other"),
}
_COMPANY_FIELDS: Final = frozenset({"productionCompany", "publisher", "copyrightHolder"})
_UNREADABLE = re.compile(
    r"[\[\]【】|]|[。?？](?=[^」』]*$)(?=.)|要修正|^[\d\W]+$|^\S$|[^\x00-\x7f][:：]\S|\(\d\)"
)
_CRAFT = re.compile(
    r"(人形|イラスト|モデル|設定|映像|MMD|担当|小道具)[製制]作|デザイナー|コーディネーター"
)
_TITLE = re.compile(r"^(?:「[^「」]+」|『[^『』]+』)$")
_PUBLISHED = re.compile(r"^(\S+)\s+(\S+?)\s*[「『].*刊$")
_TITLE_IN_FRONT = re.compile(r"^(?:「[^「」]+」|『[^『』]+』)\s+(?=\S)")


def read_credits(sheet: CreditSheet, name: str, text: str, place: Place) -> None:
    """Read one field into a sheet.

    Args:
        sheet: Collects credits, unread parts and remarks.
        name: Name of the field in the source, such as `contributor`.
        text: The field as printed.
        place: The row.
    """
    segments = read_segments(text)
    start = len(sheet.credits)
    for segment in segments.entries:
        _read_segment(sheet, name, segment, place.at(name, segment.number))
    if name == "creator":
        sheet.credits[start:] = _with_directors(sheet.credits[start:])
    if segments.cut is not None:
        last = segments.entries[-1].number + 1 if segments.entries else 1
        sheet.remarks.append(Unread(place.at(name, last), segments.cut, "cut-by-source"))


def _with_directors(made: list[Credit]) -> list[Credit]:
    """Read 演出 as the director where the field of directors names nobody as 監督.

    The field `creator` holds the directors of the work; older films print them as 演出.
    """
    if any({"director", "chief_director"} & set(credit.roles) for credit in made):
        return made
    return [
        replace(credit, roles=("director",)) if credit.role_raw == "演出" else credit
        for credit in made
    ]


def _read_segment(sheet: CreditSheet, name: str, segment: Segment, place: Place) -> None:
    if not segment.text or is_remark(segment.text) or is_remark(behind_character(segment.text)):
        if segment.text:
            sheet.remarks.append(Unread(place, segment.text, "remark"))
        return
    if is_section(segment.text):
        sheet.remarks.append(Unread(place, segment.text, "heading"))
        return
    role = segment.role or _DEFAULT_ROLE.get(name, ("", "other"))[0]
    made = list(_credits_of(name, segment, role, place))
    if made and not any(_is_unreadable(credit) for credit in made):
        sheet.credits.extend(made)
    elif is_heading(segment.text, is_actor=name == "actor"):
        sheet.remarks.append(Unread(place, segment.text, "heading"))
    else:
        sheet.unread.append(Unread(place, segment.text, "unreadable-credit"))


def _is_unreadable(credit: Credit) -> bool:
    has_open_quote = credit.printed.count("“") > 1 and "”" not in credit.printed
    is_too_long = len(credit.name) > LONGEST_NAME
    return has_open_quote or is_too_long or _UNREADABLE.search(credit.name) is not None


def _credits_of(name: str, segment: Segment, role: str, place: Place) -> Iterator[Credit]:
    text = without_picture_brackets(segment.text)
    if name == "actor" or CHARACTER.match(text):
        yield from read_voices(
            text, role if name == "actor" else _DEFAULT_ROLE["actor"][0], segment, place
        )
        return
    for printed, remark in split_names(text):
        cleaned = _without_title(printed)
        cleaned = cleaned.noting(cleaned.text, remark) if remark else cleaned
        if cleaned.text and not is_remark(cleaned.text):
            yield _credit(name, role, cleaned, segment.text, place)


def _without_title(printed: str) -> CleanName:
    """Clean a name that may stand behind the title of its book, or be missing behind it."""
    plain = _TITLE_IN_FRONT.sub("", printed.strip())
    if (published := _PUBLISHED.match(plain)) and is_known_company(published[2]):
        return clean(published[1]).noting(clean(published[1]).text, published[2])
    if _TITLE.match(plain):
        return CleanName("")
    cleaned = clean(plain)
    if _TITLE.match(cleaned.text):
        owner = next(iter(cleaned.notes), "")
        return replace(clean(owner), notes=(cleaned.text,)) if owner else CleanName("")
    return cleaned


def _credit(name: str, role: str, cleaned: CleanName, printed: str, place: Place) -> Credit:
    role, roles, cleaned = _roles(name, role, cleaned)
    is_craft = _CRAFT.search(role) is not None
    expects_company = name in _COMPANY_FIELDS or (
        bool(_COMPANY_ROLES & set(roles)) and not is_craft
    )
    is_company = bool(cleaned.legal_form) or (
        is_company_among_companies(cleaned.text)
        if expects_company
        else is_company_among_people(cleaned.text)
    )
    credit = Credit(
        role_raw=role,
        roles=roles,
        name=cleaned.text,
        printed=printed,
        affiliation=None if is_company else affiliation_of(cleaned.notes),
        is_company=is_company,
        character=None,
        place=place,
        notes=cleaned.notes,
        legal_form=cleaned.legal_form,
    )
    return _person_of_company(credit)


def _roles(name: str, role: str, cleaned: CleanName) -> tuple[str, tuple[Role, ...], CleanName]:
    """Return the role, with what the name itself says about it: 湯山邦彦（監督）, 構成:今西隆志."""
    raw, default = _DEFAULT_ROLE.get(name, ("", "other"))
    roles: tuple[Role, ...] = (default,) if role == raw else normalise(role)
    note = next(iter(cleaned.notes), "")
    is_plain = bool(note) and not re.search(r"[\[「/:：“]", note) and not has_company_word(note)
    if is_plain and is_known(note):
        return f"{role}（{note}）", normalise(note), replace(cleaned, notes=cleaned.notes[1:])
    return role, roles, cleaned


def _person_of_company(credit: Credit) -> Credit:
    """Separate コニカミノルタプラネタリウム株式会社 三輪綾子 into a person and an affiliation."""
    company, _space, person = credit.printed.rpartition(" ")
    if not has_company_word(company) or not looks_like_person(person):
        return credit
    return replace(
        credit, name=person, is_company=False, affiliation=clean(company).text, legal_form=""
    )
