"""The single edits that the rules for names are made of.

An edit either changes the text of a name, or takes a part off it and keeps that part.
"""

import html
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from ledger.imports.madb.legal_forms import strip_legal_form

_EPISODES = re.compile(
    r"\s*[(\[]?\s*\*?((?:第?[0-9一二三四五六七八九十～~\-–、,・]+[話章回巻部])[^()\[\]]*)[)\]]?$"
)
_NOTE = re.compile(
    r"\s*(?:\((?!USA|JAPAN)([^()]*)\)|〔([^〔〕]*)〕|《([^《》]*)》|〈([^〈〉]*)〉|<([^<>]*)>|【([^【】]*)】)\s*$"
)
_QUOTED_SOURCE = re.compile(
    r"(?<=[^\s「『])\s*[「『][^」』]*[」』]\s*(?:より|など|から|連載|刊)?/?$"
)
_UNIT = re.compile(
    r"^(OLM|オーエルエム|TMS|トムス・エンタテインメント|サンライズ)"
    r"(?:,\s*Inc\.)?[\s,/|]*"
    r"((?:OLM )?Digital.*|(?:TEAM|V1|8PAN|3[×x]?CUBE|D\.I\.D\.|Koitabashi).*)$",
    re.IGNORECASE,
)
_CJK = "\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff"
_EDITOR = re.compile(r"[\s:：(]*(?:日本アニメーション映画史|日本アニメーション映画P|NFC)(?!\)).*$")
_PAIRS: Final = ("()", "[]", "「」", "『』", "〈〉", "《》", "<>", "“”")


@dataclass(frozen=True, slots=True)
class CleanName:
    """A name and what was taken off it.

    Attributes:
        text: The name itself.
        legal_form: Such as 株式会社, or empty.
        episodes: The episodes it is printed for, or empty.
        unit: A team inside the company, which is no company of its own, or empty.
        notes: What stood in brackets behind it, in printed order.
        has_others: The print goes on with ほか: not everybody is named.
    """

    text: str
    legal_form: str = ""
    episodes: str = ""
    unit: str = ""
    notes: tuple[str, ...] = ()
    has_others: bool = False

    def noting(self, text: str, note: str) -> "CleanName":
        """Return the name shortened to `text`, with one note more in front."""
        return replace(self, text=text, notes=(note, *self.notes) if note else self.notes)


def unescape(text: str) -> str:
    """Restore characters that were written as numbers."""
    return html.unescape(text.replace("＆＃", "&#").replace("＆copy;", "&copy;"))


def to_plain_width(text: str) -> str:
    """Return Latin, digits and signs in half width, and wave dashes in one form."""
    kept = {"～": "～", "〜": "～", "＝": "＝", "℃": "℃", "゜": "゜", "…": "…", "\u2010": "-"}
    pieces = (kept.get(char, unicodedata.normalize("NFKC", char)) for char in text)
    return unicodedata.normalize("NFC", "".join(pieces).replace("\u3099", "゛"))


def widen_kana(text: str) -> str:
    """Return half-width kana in full width, voicing marks included."""
    return re.sub(
        r"[\uff61-\uff9f]+", lambda found: unicodedata.normalize("NFKC", found.group()), text
    )


def drop_glyph_remark(text: str) -> str:
    """Drop remarks and marks about the shape of a character."""
    text = re.sub(r"^※「[^」]*」は.*?(つきます|です)", "", text)
    text = re.sub(r"(?<=.)※\s*「.*$", "", text)
    return text.replace("※", "").replace("*", "")


def join_lines(text: str) -> str:
    """Join a name that is printed on several lines."""
    text = re.sub(r"(?<=[A-Za-z.])\|(?=[A-Za-z])", " ", text)
    return text.replace("|", "")


def drop_logo(text: str) -> str:
    """Drop the mark of a logo, and signs that describe one."""
    text = re.sub(r"\[(ロゴ|logo)\]", " ", text, flags=re.IGNORECASE)
    text = re.sub(r"^[□○◇◎▽△☆●■]\s*(?:おっ!\s*)?", "", text.strip())
    return re.sub(r"\s*[△▲▽▼■●]$", "", text)


def drop_copyright_mark(text: str) -> str:
    """Drop a copyright mark in front."""
    text = re.sub(r"^(?:©|Ⓒ|[(〔][Cc][)〕]|Copyright)\s*", "", text)
    return re.sub(r"^C(?:\*\s*|-(?=TBS))", "", text)


def drop_editor_remark(name: CleanName) -> CleanName:
    """Take off a comparison with the editors' reference books."""
    found = _EDITOR.search(name.text)
    if not found or not found.start():
        return name
    return name.noting(name.text[: found.start()].strip(), found.group().strip(" :("))


def take_unclosed_note(name: CleanName) -> CleanName:
    """Take off a remark whose closing bracket is missing."""
    found = re.search(r"(?<=\S)\s*\(([^()]*)$", name.text)
    return name.noting(name.text[: found.start()].strip(), found[1].strip()) if found else name


def take_part(name: CleanName) -> CleanName:
    """Take off the part of the work that a name is printed for."""
    found = re.search(r"(?<=\S)\s+(アニメーションパート|実写パート|アニメパート)$", name.text)
    return name.noting(name.text[: found.start()], found[1]) if found else name


def drop_stray_brackets(text: str) -> str:
    """Drop brackets without a partner."""
    drop: set[int] = set()
    for opening, closing in _PAIRS:
        open_at: list[int] = []
        for index, char in enumerate(text):
            if char == opening:
                open_at.append(index)
            elif char == closing and not open_at:
                drop.add(index)
            elif char == closing:
                open_at.pop()
        drop.update(open_at)
    return "".join(char for index, char in enumerate(text) if index not in drop)


def unwrap(text: str) -> str:
    """Take a name out of brackets or quotes around the whole."""
    text = text.strip()
    for opening, closing in (*_PAIRS, "””", '""'):
        inner = text[1:-1]
        if len(text) > 2 and text[0] == opening and text[-1] == closing and closing not in inner:  # noqa: PLR2004
            return unwrap(inner.strip(" /"))
    return text


def join_single_characters(text: str) -> str:
    """Join a name whose every character stands alone: 電　通."""
    text = re.sub(r"\s+", " ", text).strip()
    pieces = text.split(" ")
    if (
        len(pieces) > 1
        and all(len(piece) == 1 for piece in pieces)
        and re.search(f"[{_CJK}]", text)
    ):
        return "".join(pieces)
    return text


def drop_inner_spaces(text: str) -> str:
    """Drop spaces between two kanji or hiragana."""
    return re.sub(
        r"(?<=[\u3005-\u3007\u3041-\u3096\u3400-\u9fff]) (?=[\u3005-\u3096\u3400-\u9fff])", "", text
    )


def take_episodes(name: CleanName) -> CleanName:
    """Take off the episodes that a name is printed for."""
    found = _EPISODES.search(name.text)
    if not found or not found.group().strip().startswith(("(", "[", "*")):
        return name
    return replace(name, text=name.text[: found.start()].strip(), episodes=found.group(1).strip())


def take_unit(name: CleanName) -> CleanName:
    """Take off a team inside a company."""
    found = _UNIT.match(name.text)
    return replace(name, text=found[1], unit=found[2].strip(" |")) if found else name


def take_legal_form(name: CleanName) -> CleanName:
    """Take off the type of company."""
    text, form = strip_legal_form(name.text)
    return replace(name, text=text, legal_form=form) if form and text else name


def take_notes(name: CleanName) -> CleanName:
    """Take off remarks in brackets behind the name."""
    while found := _NOTE.search(name.text):
        if found.start() == 0:
            break
        note = next((group for group in found.groups() if group), "")
        name = name.noting(name.text[: found.start()].strip(), note.strip())
    return name


def take_trailing_bracket(name: CleanName) -> CleanName:
    """Take off a remark in square brackets behind the name."""
    found = re.search(r"(?<=.)\s*\[([^\[\]]*)\]$", name.text)
    return name.noting(name.text[: found.start()].strip(), found[1]) if found else name


def take_others(name: CleanName) -> CleanName:
    """Take off ほか, which says that more were there."""
    text = re.sub(r"(?:\s+|(?<=[^\s]))(?:ほか|他多数|など)$|\s+他$", "", name.text).strip()
    return replace(name, text=text, has_others=True) if text != name.text else name


def take_romanised(name: CleanName) -> CleanName:
    """Take off the same name in Latin letters."""
    found = re.search(r"(?<=[\u4e00-\u9fff])\s+([A-Z]{2,} [A-Z]{2,})$", name.text)
    return name.noting(name.text[: found.start()], found[1]) if found else name


def take_quoted_source(name: CleanName) -> CleanName:
    """Take off the book or magazine behind the name."""
    found = _QUOTED_SOURCE.search(name.text)
    return name.noting(name.text[: found.start()].strip(), found.group().strip()) if found else name
