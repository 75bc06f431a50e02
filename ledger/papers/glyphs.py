"""What the font of papers can print: text with a character it lacks is refused by name.

A typesetter is silent about a missing glyph: a name would be printed with a hole in it, and the
paper would be signed. So every string is held against the font before anything is set.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from fontTools.ttLib import TTFont
from noto_cjk_sans_jp_regular import FONT_PATH

from ledger.errors import RuleViolation

FONT: Final = Path(str(FONT_PATH))
FAMILY: Final = "Noto Sans CJK JP"
_MOST_SHOWN: Final = 80
_BREAK: Final = "\n"


@cache
def characters() -> frozenset[int]:
    """Return the code points that have a glyph; read once, in 0.2 seconds."""
    with TTFont(FONT, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def variants() -> frozenset[tuple[int, int]]:
    """Return the pairs of a character and a variation selector that the font knows (葛󠄀)."""
    with TTFont(FONT, lazy=True) as font:
        tables = [table for table in font["cmap"].tables if table.format == 14]  # noqa: PLR2004
        return frozenset(
            (base, selector)
            for table in tables
            for selector, pairs in table.uvsDict.items()
            for base, _ in pairs
        )


def check_glyphs(data: object) -> None:
    """Refuse data in which any string has a character that cannot be printed.

    Args:
        data: Plain JSON values.

    Raises:
        RuleViolation: `glyph-missing` names the text, the character and its code point.
    """
    for place, text in _strings(data, ""):
        missing = missing_in(text)
        if missing is not None:
            raise RuleViolation(
                "glyph-missing",
                f"the font of papers has no {_named(missing)}",
                field=place,
                value=text[:_MOST_SHOWN],
                character=missing,
                code_point=" ".join(f"U+{ord(each):04X}" for each in missing),
                expected=f"characters of {FAMILY}",
            )


def missing_in(text: str) -> str | None:
    """Return the first character of a text that cannot be printed, with its selector if it has one.

    Example:
        >>> missing_in("𠮷田 한국 哔哩"), missing_in("祝😀")
        (None, '😀')
    """
    known, before = characters(), ""
    for each in text:
        if _is_selector(each):
            if (ord(before or "\0"), ord(each)) not in variants():
                return before + each
        elif each != _BREAK and ord(each) not in known:
            return each
        before = each
    return None


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _strings(data: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, str):
        yield place or "text", data
    elif isinstance(data, Mapping):
        for name, value in data.items():
            yield from _strings(value, f"{place}.{name}" if place else str(name))
    elif isinstance(data, list | tuple):
        for number, value in enumerate(data):
            yield from _strings(value, f"{place}[{number}]")


def _named(character: str) -> str:
    name: Any = unicodedata.name(character[-1], "")
    return f"{character!r} ({name})" if name else repr(character)
