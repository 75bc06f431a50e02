"""The part of docs/TERMS.md about published rates, written from the table itself."""

from collections.abc import Iterable
from itertools import groupby

from contracts.figures import percent
from contracts.templates.table import Template, templates

_GROUPS = {
    "directors": "Directors (監督)",
    "writers": "Script writers (脚本)",
    "authors": "Original authors (原作)",
    "merchandise": "Merchandise (商品化)",
    "creators": "Creators' return (クリエイター還元)",
    "fees": "Fees (手数料)",
}

_INTRO = """## Published rates

A clause may start from a rate that somebody has published (`daicho terms templates`, `daicho terms
draft`). There is no tariff that binds a committee: what is offered is a default
(公表料率による初期値), to be changed to what is agreed. The clause keeps the id of the line in
`template`, so that a reader sees where its rate came from and what was changed; no amount depends
on it. Lines are never edited; a new rate is a new line with the next number. Sums paid once are
listed, but are no clauses.

Before relying on a line, read its page: *undated* means that the page does not say from when its
figures hold, *secondary* that they were read in an article, and *to be confirmed* that an expert
has to be asked.
"""


def templates_section() -> str:
    """Give the section as Markdown."""
    groups = groupby(templates(), key=lambda one: one.group)
    return "\n".join([_INTRO, *(_group(name, lines) for name, lines in groups)])


def _group(name: str, lines: Iterable[Template]) -> str:
    rows = [
        "| template | clause | offers | left to the contract | read |",
        "|---|---|---|---|---|",
        *(_row(one) for one in lines),
    ]
    return f"### {_GROUPS[name]}\n\n" + "\n".join(rows) + "\n"


def _row(one: Template) -> str:
    source = one.source
    dated = "" if source.page_dated else ", undated"
    read = f"[{source.by_en}]({source.url}), {source.confidence}{dated}, {source.checked_on}"
    name = f"{one.ja}<br>{one.en}: {one.note_en}"
    return f"| `{one.id}` | {name} | {_offers(one)} | {', '.join(one.needs)} | {read} |"


def _offers(one: Template) -> str:
    if not one.kind:
        return f"{one.sum_minor:,} yen once"
    parts = [f"`{one.kind}`"]
    for field in ("rate", "share_of_units"):
        if field in one.fields:
            rate = percent((one.fields[field]["num"], one.fields[field]["den"]))
            parts.append(rate if field == "rate" else f"{rate} of the units")
    if one.spread:
        parts.append(f"usual {one.spread[0]} to {one.spread[1]}")
    if "basis" in one.fields:
        parts.append(f"of {one.fields['basis']}")
    if "where" in one.fields:
        parts.append(f"where {', '.join(one.fields['where']['channel'])}")
    return ", ".join(parts)
