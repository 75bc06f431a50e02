"""Copyright lines: the committee, and the holders that can be told apart for certain.

Holders are printed with slashes and middle dots between them, and middle dots are also part of
names. A holder is only taken when it is a name of its own: a known company, a name with a word of
an organisation, or a person with a family name. The whole line stays with the work as printed.
"""

import re
from typing import Final

from ledger.imports.madb.committee_drafts import (
    COMMITTEE_HEADING,
    COMMITTEE_WORD,
    Draft,
    add_member,
    is_committee_name,
    plain_name,
)
from ledger.imports.madb.names import clean
from ledger.imports.madb.organisations import (
    has_company_word,
    is_known_company,
    looks_like_person,
    reads_like_person,
)
from ledger.imports.madb.person_lists import split_names, stands_alone
from ledger.imports.madb.place import Place

_SIGN = re.compile(r"©|&#169;|&#9400;|Ⓒ|\([cC]\)|〔[cC]〕|&copy;|Copyright|^c(?=[^a-z\s])")
_YEARS = re.compile(r"\s*(?:19|20)\d\d(?:年)?(?:\s*-\s*(?:19|20)\d\d年?)?[\s\"”]*$")
_FRONT_YEAR = re.compile(r"^\s*(?:19|20)\d\d(?=\D)")
_REST: Final = re.compile(r"(?:刊$|all rights reserved.*$|licensed by.*$)", re.IGNORECASE)
_WIDE: Final = str.maketrans("（）＆＃｢｣", "()&#「」")
_FRONT = re.compile(r"^\s*(?:c(?=[^a-z\s]))?\s*(?:(?:19|20)\d\d\s*)?")


def holders_of(line: str) -> tuple[list[str], list[str]]:
    """Separate a copyright line into holders and the parts that stay unread.

    A committee is no holder of its own: its members hold together.

    Args:
        line: As printed.

    Returns:
        Names of holders in printed order, and parts that are not certain to be one name.

    Example:
        >>> holders_of("©武田綾乃・宝島社/｢響け!｣製作委員会")
        (['武田綾乃', '宝島社'], [])
    """
    names: list[str] = []
    unread: list[str] = []
    for part in _SIGN.split(line.translate(_WIDE)):
        for piece in re.split(r"[/／]", _FRONT_YEAR.sub("", part)):
            for name, _remark in split_names(_YEARS.sub("", _REST.sub("", piece.strip()))):
                text = clean(name).text
                if text and not is_committee_name(text):
                    (names if _is_certain(text) else unread).append(text)
    return names, unread


def _is_certain(name: str) -> bool:
    """Tell whether a name is surely one holder; a word in Latin letters may be anything."""
    is_person = looks_like_person(name) or reads_like_person(name)
    return is_person or is_known_company(name) or has_company_word(name)


def copyright_drafts(text: str, place: Place) -> list[Draft]:
    """Return the committees that a copyright line names."""
    plain = text.translate(_WIDE)
    drafts = []
    for line in _SIGN.split(plain):
        draft = _copyright_draft(line, place)
        if draft:
            drafts.append(draft)
    return drafts


def _copyright_draft(line: str, place: Place) -> Draft | None:
    found = re.search(r"[製制]作(?:実行)?委員会", line)
    if not found:
        return None
    head, tail = line[: found.end()], line[found.end() :]
    own = re.split(r"[/／]|(?<=\S)[\u3000\s]+(?=「)", head)[-1]
    draft = Draft(
        place,
        role="©",
        name=plain_name(clean(_FRONT.sub("", _without_holders(own)), is_title=True).text),
    )
    if re.match(r"\s+\S+/\S+", tail) and not COMMITTEE_WORD.search(tail):
        for name in re.split(r"[/／]", tail):
            add_member(draft, name, place)
    return draft if draft.name and not COMMITTEE_HEADING.match(draft.name) else None


def _without_holders(text: str) -> str:
    """Take off other holders before the committee: 講談社・「攻殻機動隊ARISE」製作委員会."""
    pieces = re.split(r"[・･,]", text)
    start = len(pieces) - 1
    while start and not (stands_alone(pieces[start - 1]) or pieces[start].startswith(("「", "『"))):
        start -= 1
    return "・".join(pieces[start:])
