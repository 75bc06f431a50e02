"""Voices: 【役】名前 and its variants.

The source prints a second character, a troupe, a reading or the voice of a dubbed version in the
same brackets behind a name. A voice is only taken where the bracket is certain not to hold it.
"""

import re
from collections.abc import Iterator
from typing import Final

from ledger.imports.madb.credit_sheet import Credit, affiliation_of
from ledger.imports.madb.name_edits import CleanName
from ledger.imports.madb.names import clean
from ledger.imports.madb.organisations import (
    has_company_word,
    is_company_among_people,
    is_known_company,
    looks_like_person,
    reads_like_person,
)
from ledger.imports.madb.place import Place
from ledger.imports.madb.roles import is_known, normalise
from ledger.imports.madb.segments import Segment
from ledger.works.commands import Role

CHARACTER = re.compile(r"^◆*(?:[〈<][^〉>]*[〉>]\s*)?【([^【】]*)】\s*(.*)$")
_STAGE_REMARK: Final = re.compile(r"出演|アナウンサー|校長|^[ぁ-ん\s]+$|仮称|芸能|家元")
_LATIN_NAME: Final = re.compile(r"[A-Z][A-Za-z .'-]+")
_VOICE_LIST: Final = re.compile(r"、(?![^(]*\))(?=.)")
_NO_CHARACTER: Final = frozenset({"表記なし", "役名表示なし", "キャスト", "声の出演", "特別出演"})


def behind_character(text: str) -> str:
    """Return what stands behind the character, or the whole entry when nothing does."""
    found = CHARACTER.match(text)
    return (found[2] if found else "") or text


def without_picture_brackets(text: str) -> str:
    """Drop the brackets of names that were printed on a picture: 【[鹿目まどか]】[悠木 碧]."""
    return (
        re.sub(r"(?<=【)\[|\](?=】)|(?<=】)\[|(?<=.)\]$", "", text)
        if text.startswith("【[")
        else text
    )


def read_voices(text: str, role: str, segment: Segment, place: Place) -> Iterator[Credit]:
    """Yield the voices of one entry; none where it is not certain who speaks."""
    found = CHARACTER.match(text)
    character, rest = (found[1].strip(), found[2]) if found else ("", text)
    if not found and not segment.is_explicit:
        character, rest = _character_without_brackets(text)
    names = [_stage_name(printed) for printed in _VOICE_LIST.split(rest)] if rest else []
    if any(not cleaned.text or _is_ambiguous(cleaned) for cleaned in names):
        return
    roles: tuple[Role, ...] = ("voice",)
    if not found and segment.is_explicit and is_known(segment.role):
        # [協力]青二プロダクション stands in the list of voices without being one.
        roles = normalise(segment.role)
    elif not found and segment.is_explicit:
        character = segment.role
    for cleaned in names:
        yield _voice(cleaned, character, (role, roles), segment.text, place)


def _voice(
    cleaned: CleanName,
    character: str,
    role: tuple[str, tuple[Role, ...]],
    printed: str,
    place: Place,
) -> Credit:
    is_company = is_company_among_people(cleaned.text)
    return Credit(
        role_raw=role[0],
        roles=role[1],
        name=cleaned.text,
        printed=printed,
        affiliation=None if is_company else affiliation_of(cleaned.notes),
        is_company=is_company,
        character=clean_character(character),
        place=place,
        notes=cleaned.notes,
        legal_form=cleaned.legal_form,
    )


def clean_character(printed: str) -> str | None:
    """Return a character's name without print marks, or None when none is named."""
    text = re.sub(r"\s*／\s*", "／", printed.replace("[", "").replace("]", "")).strip()
    pieces = text.split()
    text = "".join(pieces) if all(len(piece) == 1 for piece in pieces) else text
    return text if text and text not in _NO_CHARACTER else None


def _stage_name(printed: str) -> CleanName:
    # 藤岡弘、 writes the comma as part of his name.
    if printed.strip() == "藤岡弘、":
        return CleanName("藤岡弘、")
    return clean(printed.removeprefix("CV:"))


def _character_without_brackets(text: str) -> tuple[str, str]:
    """Read オーキド博士(石塚運昇): exactly one pair of brackets at the end holds the name."""
    found = re.fullmatch(r"([^()]+?)\s*\(([^()]+)\)", text)
    return (found[1], found[2]) if found else ("", "")


def _is_ambiguous(cleaned: CleanName) -> bool:
    """Tell whether the person may be the one in brackets: 【ホズル】クリシュナ9世（中村悠一）."""
    notes = [note for note in cleaned.notes if not _STAGE_REMARK.search(note)]
    if not notes or _LATIN_NAME.fullmatch(cleaned.text):
        return False
    note = notes[0]
    if len(notes) > 1 or not _is_person(cleaned.text):
        return not (len(notes) == 1 and (has_company_word(note) or is_known_company(note)))
    return _is_person(note) and not has_company_word(note)


def _is_person(name: str) -> bool:
    return looks_like_person(name) or reads_like_person(name)
