"""Records of fixed length: fields one after another, numbers to the right, texts to the left.

    record((Field("bank", "N", 4), Field("name", "C", 15)), {"bank": 9, "name": "ｱｵﾊﾞ"})

Rules kept here:
1. Numbers are filled with zeros from the left, texts with spaces from the right.
2. A value that is too long is refused, never cut: a name that was cut is another name.
3. Every letter is one byte of JIS X 0201.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from contracts.errors import TermsInvalid

ENCODING: Final = "cp932"
"""Its half-width letters are the single bytes of JIS X 0201."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    Attributes:
        name: What it holds.
        kind: "N" for digits, "C" for letters.
        length: In bytes.
        fixed: What it always holds, if it always holds the same.
    """

    name: str
    kind: Literal["N", "C"]
    length: int
    fixed: str | None = None


Layout = tuple[Field, ...]


def length_of(layout: Layout) -> int:
    """Return how many bytes a record has."""
    return sum(field.length for field in layout)


def record(layout: Layout, values: Mapping[str, str | int], place: str = "") -> bytes:
    """Write a record.

    Args:
        layout: Its fields in order.
        values: By name of the field; a field without a value and without a fixed one is blank.
        place: Stands before the name of a field in refusals, such as `transfers[3].`.

    Raises:
        TermsInvalid: `bank-field-too-long`, `bank-field-not-digits` or `bank-letter-unknown`.
    """
    return b"".join(_field(field, values, place) for field in layout)


def _field(field: Field, values: Mapping[str, str | int], place: str) -> bytes:
    value = str(values.get(field.name, "") if field.fixed is None else field.fixed)
    where = f"{place}{field.name}"
    if field.kind == "N" and not (value.isascii() and (value.isdigit() or not value)):
        raise TermsInvalid(
            "bank-field-not-digits",
            "this field takes digits",
            field=where,
            value=value,
            expected="digits only",
        )
    try:
        encoded = value.encode(ENCODING)
    except UnicodeEncodeError:
        encoded = b""
    if len(encoded) != len(value):
        raise TermsInvalid(
            "bank-letter-unknown",
            "this field takes letters of one byte",
            field=where,
            value=value,
            expected="letters written by bank_letters",
        )
    if len(encoded) > field.length:
        raise TermsInvalid(
            "bank-field-too-long",
            f"{len(encoded)} letters, and {field.length} are the most",
            field=where,
            value=value,
            expected=f"at most {field.length} letters; nothing is cut",
        )
    return encoded.rjust(field.length, b"0") if field.kind == "N" else encoded.ljust(field.length)


def split_records(data: bytes, length: int) -> list[bytes]:
    """Divide a file into its records, with CR LF between them or with nothing.

    Raises:
        TermsInvalid: `bank-file-uneven`: the file is not made of records of this length.
    """
    body = data.removesuffix(b"\x1a")
    lines = body.split(b"\r\n") if b"\r\n" in body else list(_pieces(body, length))
    if lines and not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, start=1):
        if len(line) != length:
            raise TermsInvalid(
                "bank-file-uneven",
                f"record {number} has {len(line)} bytes",
                field=f"records[{number}]",
                value=len(line),
                expected=f"records of {length} bytes, with CR LF between them or nothing",
            )
    return lines


def _pieces(body: bytes, length: int) -> Iterable[bytes]:
    return (body[start : start + length] for start in range(0, len(body), length))


def read(layout: Layout, line: bytes) -> dict[str, str]:
    """Read a record into texts by name of the field; spaces around them are gone."""
    found, start = {}, 0
    for field in layout:
        found[field.name] = line[start : start + field.length].decode(ENCODING).strip()
        start += field.length
    return found
