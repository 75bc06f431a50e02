"""The CSV of a statement in another encoding, for programs that read nothing but Shift_JIS.

The file on record is UTF-8. A copy in another encoding says the same or is refused: no character is
replaced by another.
"""

import csv
import io
from typing import Final

from ledger.errors import RuleViolation

ENCODINGS: Final = ("utf-8", "cp932")
_MOST_SHOWN: Final = 80


def encoded(data: bytes, encoding: str) -> bytes:
    """Return a CSV file of a statement in an encoding.

    Args:
        data: The file as issued.
        encoding: `utf-8` for the very bytes, or `cp932`.

    Raises:
        RuleViolation: `csv-encoding-unknown`; or `character-not-in-encoding`, naming row, column
            and character of the first that the encoding lacks.
    """
    if encoding not in ENCODINGS:
        raise RuleViolation(
            "csv-encoding-unknown", field="encoding", value=encoding, expected=list(ENCODINGS)
        )
    if encoding == ENCODINGS[0]:
        return data
    text = data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    for number, row in enumerate(rows, 1):
        for heading, cell in zip(rows[0], row, strict=True):
            _check(cell, encoding, (number, heading))
    return text.encode(encoding)


def _check(cell: str, encoding: str, place: tuple[int, str]) -> None:
    try:
        cell.encode(encoding)
    except UnicodeEncodeError as error:
        row, column = place
        lacking = cell[error.start]
        raise RuleViolation(
            "character-not-in-encoding",
            f"{encoding} has no {lacking!r}; take the file in UTF-8",
            field="encoding",
            value=cell[:_MOST_SHOWN],
            row=row,
            column=column,
            character=lacking,
            code_point=f"U+{ord(lacking):04X}",
            expected=f"characters of {encoding}",
        ) from None
