"""Several names in one entry: where they are separated, and where a sign belongs to a name."""

import re
from typing import Final

from ledger.imports.madb.organisations import (
    has_company_word,
    is_division,
    is_known_company,
    looks_like_person,
    reads_like_person,
)
from ledger.imports.madb.roles import is_known

_LIST = re.compile(r"[、，](?![^(]*\))|。(?=[\u4e00-\u9fff]{3})|(?<![.,])\s*/\s*(?![^(]*\))")
_DOT = re.compile(r"[・･](?![^(]*\))")
_REPEATED = re.compile(r"\s*([^()]+?)\s*\(([^()]*)\)")
_ROLE_IN_FRONT = re.compile(r"^([^\s:：/()]{2,12})[:：/]\s*(.+)$")
# A slash inside a name, and a separator that was lost.
_REPAIRS: Final = {"CBS/ソニー": "CBS・ソニー", "I.GXEBEC": "I.G、XEBEC"}
_KANJI: Final = "\u4e00-\u9fff"
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9 .'-]{2,}")
_KATAKANA = re.compile(r"[\u30a0-\u30ff]+")
_SHORTEST_NAME: Final = 3
_TEAM = re.compile(r"^(8PAN|V1 ?Studio|3[×x]?CUBE)$", re.IGNORECASE)


def split_names(text: str) -> list[tuple[str, str]]:
    """Separate the names of one entry.

    Commas and slashes always separate. A middle dot separates only where both sides are names
    of their own: ソニー・ミュージックエンタテインメント is one company, 電通・東映 are two.

    Args:
        text: The entry behind its role.

    Returns:
        Pairs of a name as printed and the remark printed for it alone.

    Example:
        >>> split_names("湯山邦彦(監督)飯島正勝(演出)")
        [('湯山邦彦', '監督'), ('飯島正勝', '演出')]
    """
    for broken, repaired in _REPAIRS.items():
        text = text.replace(broken, repaired)
    found = _ROLE_IN_FRONT.match(text)
    if found and is_known(found[1]) and not has_company_word(found[1]):
        return [(found[2], found[1])]
    return _with_own_remarks(text) or [(name, "") for name in _listed(text)]


def _with_own_remarks(text: str) -> list[tuple[str, str]]:
    """Read 名前(役)名前(役), where every name carries the role it had."""
    pairs = _REPEATED.findall(text)
    whole = "".join(f"{name}({remark})" for name, remark in pairs)
    is_list = len(pairs) > 1 and all(is_known(remark) for _name, remark in pairs)
    if is_list and whole == re.sub(r"\s+(?=\()", "", text):
        return [(name.strip(), remark) for name, remark in pairs]
    return []


def _listed(text: str) -> list[str]:
    names: list[str] = []
    for piece in _LIST.split(text):
        plain = piece.strip()
        if plain and not _TEAM.match(plain) and not (names and plain.endswith(("より", "刊"))):
            names.extend(_dotted(plain))
    return names


def _dotted(text: str) -> list[str]:
    pieces = _DOT.split(text)
    names = [pieces[0]]
    for piece in pieces[1:]:
        if stands_alone(names[-1]) and stands_alone(piece) and not is_known_company(text):
            names.append(piece)
        else:
            names[-1] = f"{names[-1]}・{piece}"
    return [name.strip() for name in names if name.strip()]


def stands_alone(name: str) -> bool:
    """Tell whether a piece between middle dots is a name of its own."""
    plain = name.strip()
    if is_known_company(plain) or looks_like_person(plain) or reads_like_person(plain):
        return True
    if is_division(plain) or len(plain) < _SHORTEST_NAME or _KATAKANA.fullmatch(plain):
        return False
    has_kanji = re.search(f"[{_KANJI}]", plain) is not None
    return bool(_LATIN_WORD.fullmatch(plain)) or (has_kanji and has_company_word(plain))
