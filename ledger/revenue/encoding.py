"""Turning a licensee's bytes into text without ever guessing wrong in silence.

Three encodings are read: UTF-8, UTF-8 with a byte order mark, and cp932 (what Excel in Japan
writes as Shift_JIS). The rules, in order:

1. A declared encoding is taken at its word; the first byte that contradicts it is named.
2. Undeclared bytes that are UTF-8 are UTF-8.
3. Undeclared bytes are cp932 only if they cannot be EUC-JP as well: much EUC-JP text also decodes
   as cp932, into half-width katakana nobody wrote.
4. Text that shows earlier damage (U+FFFD, NUL, characters cp932 leaves undefined) is refused.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from ledger.errors import RuleViolation

Encoding = Literal["utf-8", "cp932"]

_BOM: Final = b"\xef\xbb\xbf"
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_DAMAGE: Final = re.compile("[\x00\ufffd]")
_CP932_UNDEFINED: Final = re.compile("[\x80\xa0\uf8f0-\uf8f3]")
_EXPECTED: Final = "UTF-8, UTF-8 with BOM, or cp932 (Shift_JIS)"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text as UTF-8 without a byte order mark, and the encoding it came in."""

    data: bytes
    encoding: Encoding


def decode(source: bytes, declared: Encoding | None = None) -> Decoded:
    """Return the text of a file as UTF-8.

    Args:
        source: The file, byte for byte.
        declared: What the sender says the encoding is; None to detect it.

    Raises:
        RuleViolation: `report-encoding`, naming the line and the byte, what was found there and
            which encodings are read.
    """
    if source[:2] in _UTF16_MARKS:
        raise _refusal(source, 0, "UTF-16", declared)
    encoding = declared or _detect(source)
    body = source.removeprefix(_BOM) if encoding == "utf-8" else source
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        place = error.start + len(source) - len(body)
        raise _refusal(source, place, encoding, declared) from error
    _refuse_damage(text, encoding)
    return Decoded(body if encoding == "utf-8" else text.encode(), encoding)


def _detect(source: bytes) -> Encoding:
    utf8_problem = _first_problem(source, "utf-8")
    if utf8_problem is None:
        return "utf-8"
    cp932_problem = _first_problem(source, "cp932")
    if cp932_problem is not None:
        raise _refusal(source, cp932_problem, "neither UTF-8 nor cp932", None)
    if _first_problem(source, "euc_jp") is None:
        raise _refusal(source, utf8_problem, "cp932 and EUC-JP both fit: say which it is", None)
    return "cp932"


def _first_problem(source: bytes, encoding: str) -> int | None:
    try:
        source.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _refuse_damage(text: str, encoding: Encoding) -> None:
    found = _DAMAGE.search(text)
    if found is None and encoding == "cp932":
        found = _CP932_UNDEFINED.search(text)
    if found is None:
        return
    line = text.count("\n", 0, found.start()) + 1
    message = f"line {line} holds a character that only damaged text has"
    value = f"U+{ord(found.group()):04X}"
    raise RuleViolation(
        "report-encoding", message, field="file", line=line, value=value, expected=_EXPECTED
    )


def _refusal(source: bytes, place: int, found: str, declared: Encoding | None) -> RuleViolation:
    line = source.count(b"\n", 0, place) + 1
    in_line = place - (source.rfind(b"\n", 0, place) + 1) + 1
    message = f"line {line}, byte {in_line} of it, cannot be read ({declared or found})"
    return RuleViolation(
        "report-encoding",
        message,
        field="file",
        line=line,
        byte=place,
        value=source[place : place + 4].hex(" "),
        found=found,
        expected=declared or _EXPECTED,
    )
