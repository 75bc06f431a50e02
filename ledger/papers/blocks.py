"""A paper as data: blocks from top to bottom, in one language; printed, read aloud or sent as JSON.

as_data(paper) -> dict      what `--json` and the typesetter get
as_text(paper) -> str       the same words in lines, for a text file and for its hash
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final, Literal

Lang = Literal["ja", "en"]
_INDENT: Final = "  "
_RARE: Final = ("right", "sums")


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a small one is a remark."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """What is said under a name: rows of a name and its text."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; widths are parts of the page.

    Attributes:
        right: Numbers of the columns that are set to the right, such as amounts; from zero.
        sums: How many rows at the end are sums of those above.
    """

    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    sums: int = 0


@dataclass(frozen=True, slots=True)
class Items:
    """A list without numbers."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of an agreement.

    Attributes:
        labels: Numbers of the items, as many as there are; an item may have none.
    """

    number: str
    title: str
    items: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Names with room to sign."""

    names: tuple[str, ...]


Block = Heading | Text | Pairs | Table | Items | Clause | Signatures

_KIND_OF: Final[Mapping[type, str]] = {
    Heading: "heading",
    Text: "text",
    Pairs: "pairs",
    Table: "table",
    Items: "items",
    Clause: "clause",
    Signatures: "signatures",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """Something to print.

    Attributes:
        day: Date of the paper; the same paper of the same day is the same bytes.
        mark: Stands on every page, such as "template".
        footer: Lines at the foot of every page: where in the log, which hash.
        address: Where to ask again; printed as a QR code. Empty for none.
        one_page: Letters are made smaller until it fits on one page, down to 6 points.
    """

    lang: Lang
    title: str
    day: date
    blocks: tuple[Block, ...]
    subtitle: str = ""
    mark: str = ""
    footer: tuple[str, ...] = ()
    address: str = ""
    one_page: bool = False
    # What machines want besides the words: ids, entries, codes.
    data: Mapping[str, Any] = field(default_factory=dict)


def as_data(paper: Paper) -> dict[str, Any]:
    """Return a paper as plain JSON values."""
    return {
        "lang": paper.lang,
        "title": paper.title,
        "subtitle": paper.subtitle,
        "day": paper.day.isoformat(),
        "mark": paper.mark,
        "blocks": [_block(block) for block in paper.blocks],
        "footer": list(paper.footer),
        "address": paper.address,
        "one_page": paper.one_page,
    }


def _block(block: Block) -> dict[str, Any]:
    """Return a block as plain values; a table without the rarer fields has none of them."""
    plain = {"kind": _KIND_OF[type(block)], **asdict(block)}
    if isinstance(block, Table):
        return {name: value for name, value in plain.items() if name not in _RARE or value}
    return plain


def as_text(paper: Paper) -> str:
    """Return the words of a paper in lines, without what each page repeats."""
    lines = [paper.mark, paper.title, paper.subtitle]
    for block in paper.blocks:
        lines += ["", *_WRITE[type(block)](block)]
    kept = [line.rstrip() for line in lines if line or lines]
    return "\n".join(kept).strip() + "\n"


def _clause(block: Clause) -> Iterator[str]:
    yield f"{block.number} {block.title}".strip()
    for label, item in zip(block.labels, block.items, strict=True):
        lines = item.split("\n")
        yield f"{_INDENT}{label} {lines[0]}" if label else f"{_INDENT}{lines[0]}"
        yield from (f"{_INDENT * 2}{line}" for line in lines[1:])


def _rows(rows: Iterable[Iterable[str]], join: str) -> list[str]:
    return [_INDENT + join.join(row).replace("\n", " / ") for row in rows]


_WRITE: Final[Mapping[type, Callable[[Any], Iterable[str]]]] = {
    Heading: lambda block: [f"■ {block.text}"],
    Text: lambda block: block.text.split("\n"),
    Pairs: lambda block: _rows(block.rows, ": "),
    Table: lambda block: _rows((block.head, *block.rows), " | "),
    Items: lambda block: [f"{_INDENT}- {item}" for item in block.items],
    Clause: _clause,
    Signatures: lambda block: [f"{_INDENT}{name}  ____________________" for name in block.names],
}
