"""The dated table of published rates: every line with its source and how sure we are."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from contracts.errors import TermsInvalid
from contracts.money import parse_ratio

OFFERED_JA: Final = "公表料率による初期値"
OFFERED_EN: Final = "default from a published rate"
_RATES: Final = ("rate", "share_of_units")


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures were read.

    Attributes:
        by_ja: Who publishes them, in Japanese.
        by_en: The same in English.
        url: The page.
        page_dated: Whether the page says from when its figures hold.
        checked_on: When it was read.
        confidence: "published", "secondary" or "to be confirmed by an expert".
    """

    by_ja: str
    by_en: str
    url: str
    page_dated: bool
    checked_on: dt.date
    confidence: str


@dataclass(frozen=True, slots=True)
class Template:
    """One line of the table.

    Attributes:
        id: Name with number, "dgj.video-sale/1". What it says is never changed.
        group: "directors", "writers", "authors", "merchandise", "creators" or "fees".
        ja: Name in Japanese.
        en: Name in English.
        source: Where it was read.
        kind: Kind of step it fills; "" for a sum that no clause can express.
        fields: Fields of the step as JSON values, rates as {num, den}.
        needs: Fields that only the contract can say.
        spread: Least and most that is usual, as written; empty when one rate is printed.
        sum_minor: Yen paid once, when it is no clause.
        note_ja: What to know, in Japanese.
        note_en: The same in English.
    """

    id: str
    group: str
    ja: str
    en: str
    source: Source
    kind: str
    fields: Mapping[str, Any]
    needs: tuple[str, ...]
    spread: tuple[str, ...]
    sum_minor: int
    note_ja: str
    note_en: str


@cache
def templates() -> tuple[Template, ...]:
    """Give the whole table, in its order."""
    file = resources.files("contracts.templates").joinpath("published.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    sources = {name: Source(**block) for name, block in table["source"].items()}
    return tuple(_read(block, sources) for block in table["template"])


def template(template_id: str) -> Template:
    """Give one line.

    Raises:
        TermsInvalid: `template-unknown`.
    """
    for one in templates():
        if one.id == template_id:
            return one
    raise TermsInvalid(
        "template-unknown",
        f"There is no template {template_id!r}.",
        field="template",
        value=template_id,
        expected="an id such as dgj.video-sale/1; see docs/TERMS.md",
    )


def _read(block: Mapping[str, Any], sources: Mapping[str, Source]) -> Template:
    fields = dict(block.get("fields", {}))
    for name in _RATES:
        if name in fields:
            num, den = parse_ratio(fields[name])
            fields[name] = {"num": num, "den": den}
    return Template(
        id=block["id"],
        group=block["group"],
        ja=block["ja"],
        en=block["en"],
        source=sources[block["source"]],
        kind=block.get("kind", ""),
        fields=fields,
        needs=tuple(block.get("needs", ())),
        spread=(block["from_rate"], block["to_rate"]) if "from_rate" in block else (),
        sum_minor=block.get("sum_minor", 0),
        note_ja=block["note_ja"],
        note_en=block["note_en"],
    )
