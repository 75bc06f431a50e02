"""Which files a statement has, and how they are made: each is a function of its JSON alone.

JSON and CSV are made here. What is printed, and workbooks, come from makers that a caller hands in,
because papers lie above statements.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from ledger.errors import RuleViolation
from ledger.statements.render import CSV_TYPE, JSON_TYPE, write_csv, write_json

Sheet = dict[str, Any]

_THREADS: Final = 4
_AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class Made:
    """A file of a statement.

    Attributes:
        suffix: What its name has after the id, such as `csv` or `ja.pdf`.
    """

    suffix: str
    media_type: str
    data: bytes


Maker = Callable[[Sheet], Sequence[Made]]

PLAIN: Final[Mapping[str, Maker]] = {
    "json": lambda sheet: (Made("json", JSON_TYPE, write_json(sheet)),),
    "csv": lambda sheet: (Made("csv", CSV_TYPE, write_csv(sheet)),),
}


def made_of(
    sheets: Sequence[Sheet], makers: Mapping[str, Maker]
) -> Iterator[tuple[Made, ...] | RuleViolation]:
    """Make the files of statements, some at a time; in the order of the statements.

    Threads help because the typesetter works outside the interpreter. A process that has printed
    must not fork, so processes are never used.

    Args:
        sheets: The JSON of each statement.
        makers: Format to what makes its files.

    Yields:
        The files of each, or why they cannot be made.
    """
    if set(makers) <= set(PLAIN):
        yield from (_files(sheet, makers) for sheet in sheets)
        return
    with ThreadPoolExecutor(_THREADS) as pool:
        for start in range(0, len(sheets), _AT_ONCE):
            some: list[Future[tuple[Made, ...] | RuleViolation]] = [
                pool.submit(_files, sheet, makers) for sheet in sheets[start : start + _AT_ONCE]
            ]
            yield from (future.result() for future in some)


def _files(sheet: Sheet, makers: Mapping[str, Maker]) -> tuple[Made, ...] | RuleViolation:
    try:
        return tuple(made for maker in makers.values() for made in maker(sheet))
    except RuleViolation as refusal:
        return refusal


def file_of(
    files: Sequence[Mapping[str, Any]], format: str, lang: str = "ja"
) -> Mapping[str, Any] | None:
    """Find a file of a statement by its format, and by language where there is one of each.

    Args:
        files: References, as the statement's fact lists them.
        format: `json`, `csv`, `pdf` or `xlsx`.
        lang: "ja" or "en".
    """
    for suffix in (f".{lang}.{format}", f".{format}"):
        for file in files:
            title = str(file.get("title", ""))
            stem = title.removesuffix(suffix)
            if title.endswith(suffix) and "." not in stem:
                return file
    return None
