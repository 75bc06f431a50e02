"""From one field of a row to its list entries: role as printed, text as printed.

The source prints a field as one text: `[監督]明比正行　／　[原画]...`. Entries are separated by ／;
an entry without a role continues the role before it. A text stops at 255 characters, in the middle
of a name if need be: the last entry of such a text is left out, never guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ledger.imports.madb.roles import is_known

TEXT_LIMIT: Final = 254
"""Characters after which the source cuts a text (255, or 254 when the last one was a space)."""

_SEPARATOR = re.compile(r"\s*／\s*|\s*/\s*(?=【)|(?<=\s)/\s+(?=\[)")
_WIDE_BRACKETS: Final = str.maketrans("［］（）｢｣＜＞", "[]()「」<>")
_OPENING: Final = "(【"
_CLOSING: Final = ")】"
_NEXT_ROLE = re.compile(r"[\s、／]+\[([^\[\]]+)\](?=\S)")
_HALF_ROLE = re.compile(r"^[\[「]?([^\[\]「」]{1,24})[\]」]+(?=\S)")
_OPEN_ROLE = re.compile(r"^\[([^\[\]]+)$")
_LOGO = re.compile(r"^(ロゴ|logo)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Segment:
    """One entry of a field.

    Attributes:
        number: One-based number of the entry in the field.
        role: Role as printed, or that of the entry before; empty when none was printed yet.
        text: What stands behind the role.
        is_explicit: The role is printed in this very entry.
    """

    number: int
    role: str
    text: str
    is_explicit: bool


@dataclass(frozen=True, slots=True)
class Segments:
    """A field taken apart.

    Attributes:
        entries: What could be separated.
        cut: The entry in which the source stops in the middle, or None.
    """

    entries: tuple[Segment, ...]
    cut: str | None = None


def read_segments(text: str) -> Segments:
    """Take a field apart.

    Args:
        text: The field as printed.

    Returns:
        Entries in printed order, without empty ones.

    Example:
        >>> [(entry.role, entry.text) for entry in read_segments("[製作]東映 ／ 電通").entries]
        [('製作', '東映'), ('製作', '電通')]
    """
    pieces = split_entries(text)
    cut = None
    if len(text) >= TEXT_LIMIT and pieces and not text.rstrip().endswith("／"):
        cut = pieces.pop()
    entries: list[Segment] = []
    role = ""
    for number, piece in enumerate(pieces, start=1):
        for printed, rest in _heads(piece):
            role = printed or role
            if rest or printed:
                entries.append(Segment(number, role, rest, is_explicit=bool(printed)))
    return Segments(tuple(entries), cut)


def split_entries(text: str) -> list[str]:
    """Split a text at ／, except inside brackets that are closed again."""
    plain = text.translate(_WIDE_BRACKETS)
    protected = _protected(plain)
    pieces: list[str] = []
    start = 0
    for found in _SEPARATOR.finditer(plain):
        if not any(left < found.start() < right for left, right in protected):
            pieces.append(plain[start : found.start()])
            start = found.end()
    return [piece.strip() for piece in (*pieces, plain[start:]) if piece.strip()]


def _protected(text: str) -> list[tuple[int, int]]:
    open_at: list[int] = []
    spans: list[tuple[int, int]] = []
    for index, char in enumerate(text):
        if char in _OPENING:
            open_at.append(index)
        elif char in _CLOSING and open_at:
            opening = open_at.pop()
            if _CLOSING.index(char) == _OPENING.index(text[opening]):
                spans.append((opening, index))
    return spans


def _heads(piece: str) -> Iterator[tuple[str, str]]:
    role, rest = _head(piece)
    while found := _next_role(rest):
        yield role, rest[: found.start()].strip()
        role, rest = found[1], rest[found.end() :].strip()
    yield role, rest


def _next_role(text: str) -> re.Match[str] | None:
    spans = _protected(text)
    for found in _NEXT_ROLE.finditer(text):
        is_inside = any(left < found.start() < right for left, right in spans)
        if is_known(found[1]) and not is_inside:
            return found
    return None


def _head(piece: str) -> tuple[str, str]:
    """Separate the role from the rest; the role is empty when the entry prints none."""
    if piece.startswith("([") and piece.endswith(")"):
        piece = piece[1:-1]
    end = _closing(piece) if piece.startswith("[") else 0
    if end:
        inner, rest = piece[1:end].strip(), piece[end + 1 :].lstrip("] ")
        return _head(rest) if _LOGO.match(inner) else (_role_text(inner), _unwrap(rest))
    found = _HALF_ROLE.match(piece)
    if found and is_known(found[1]) and not piece.startswith("[「"):
        return found[1].strip(), piece[found.end() :].strip()
    opened = _OPEN_ROLE.match(piece)
    return _open_head(opened[1]) if opened else ("", piece.lstrip("]").strip())


def _closing(piece: str) -> int:
    depth = 0
    for index, char in enumerate(piece):
        depth += (char == "[") - (char == "]")
        if depth == 0:
            return index
    # [[製作]電通: one bracket too many in front; the first closing one ends the role.
    return piece.find("]") if piece.startswith("[[") else 0


def _role_text(inner: str) -> str:
    text = re.sub(r"\]\s*\[", "、", inner)
    return re.sub(r"[\[\]]", "", text).strip(" ※*")


def _unwrap(rest: str) -> str:
    if rest.startswith("[") and (end := _closing(rest)):
        inner = rest[1:end].strip()
        if _LOGO.match(inner):
            return rest[end + 1 :].strip()
        if end == len(rest) - 1:
            return inner
    if rest.startswith("(") and (0, len(rest) - 1) in _protected(rest):
        return rest[1:-1].strip()
    return rest.strip()


def _open_head(text: str) -> tuple[str, str]:
    # [監督出崎統: the bracket is never closed; a known role in front of a name can still be read.
    for length in range(len(text) - 2, 1, -1):
        if text[:length] in _OPEN_ROLES:
            return text[:length], text[length:].strip()
    return "", text.strip()


_OPEN_ROLES: Final = frozenset(
    {"監督", "作曲", "音楽", "脚本", "演出", "原画", "作画監督", "美術監督"}
)
