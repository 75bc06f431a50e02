"""Answers about rights in the shape of a page: verdicts, stretches, a picture, a calendar.

The rules kept here:

1. Free is what may be licensed as it is wanted: a use licensed to some is free for one more, and
   not free for somebody who wants it alone.
2. Somebody can be asked where a promise or an option stands in the way, or where the licensee may
   license others; nobody can where no holder is on record.
3. Stretches of days that read the same are one.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from api.cli.labels import coded
from api.pages.studio.avails_ask import Ask, months_of
from api.pages.studio.named import Names, called, told
from contracts.figures import Language
from contracts.rights.grid import WEIGHT
from contracts.rights.vocabulary import tree_of

FREE, ASK, TAKEN, UNKNOWN, PARTLY = "free", "ask", "taken", "unknown", "partly"
_WEIGHT: Final = (UNKNOWN, TAKEN, ASK)
_CLOSING: Final = frozenset(("exclusive", "sole"))
Plain = Mapping[str, Any]


def verdict_of(part: Plain, *, exclusive: bool) -> str:
    """Say of one part whether it is free as it is wanted.

    Example:
        >>> part = {"status": "licensed", "may_license": "non_exclusive", "causes": []}
        >>> verdict_of(part, exclusive=False), verdict_of(part, exclusive=True)
        ('free', 'taken')
    """
    if part["status"] == "unassigned":
        return UNKNOWN
    if part["may_license"] == "exclusive" or (
        part["may_license"] == "non_exclusive" and not exclusive
    ):
        return FREE
    can_ask = part["status"] in {"optioned", "held-back"} or any(
        cause.get("may_sublicense") for cause in part["causes"] if cause["kind"] in _CLOSING
    )
    return ASK if can_ask else TAKEN


def overall(verdicts: Iterable[str]) -> str:
    """Say in one word what several parts say.

    Example:
        >>> overall(["free", "taken"]), overall(["free"]), overall(["ask", "taken"])
        ('partly', 'free', 'taken')
    """
    found = set(verdicts)
    if found & {FREE, PARTLY}:
        return FREE if found == {FREE} else PARTLY
    return next(one for one in _WEIGHT if one in found)


def stretches_of(
    found: Sequence[Plain], ask: Ask, names: Names, lang: Language
) -> list[dict[str, Any]]:
    """Return what holds in each stretch of days, part by part."""
    shaped: list[dict[str, Any]] = []
    for one in found:
        parts = [_part(part, ask, names, lang) for part in one["parts"]]
        if shaped and shaped[-1]["parts"] == parts:
            shaped[-1]["last"] = one["last"]
            continue
        verdict = overall(part["verdict"] for part in parts)
        shaped.append(
            {"first": one["first"], "last": one["last"], "verdict": verdict, "parts": parts}
        )
    return shaped


def _part(part: Plain, ask: Ask, names: Names, lang: Language) -> dict[str, Any]:
    return {
        "verdict": verdict_of(part, exclusive=ask.exclusive),
        "what": _reach(part["extent"], lang),
        "status": part["status"],
        "may_license": coded(part["may_license"], lang),
        "until": part["until"] or "",
        "causes": [_cause(cause, names, lang) for cause in part["causes"]],
        "holders": [
            {"name": called(one["holder"], names), "share": one["share"]} for one in part["shares"]
        ],
        "signers": [
            {"name": called(one["party"] or "", names), "why": called(one[lang], names)}
            for one in part["signers"]
        ],
        "can_be_signed": part["can_be_signed"],
        "awaiting": [
            f"{called(one['holder'], names)}: {told(one['name'], lang)}"
            for one in part.get("awaiting_approval", ())
        ],
    }


def _cause(cause: Plain, names: Names, lang: Language) -> dict[str, Any]:
    return {
        "kind": coded(cause["kind"], lang),
        "party": called(cause["party"], names),
        "right": cause["grant"],
        "until": cause.get("until", ""),
        "may_sublicense": bool(cause.get("may_sublicense")),
        "reversion": told(cause["reversion_told"], lang) if cause.get("reversion_told") else "",
    }


def _reach(extent: Plain, lang: Language) -> str:
    """Say which media in which territories, without days and acts."""
    words = []
    for axis in ("media", "territories"):
        tree = tree_of(axis)
        said = extent.get(axis)
        bits = tree.resolve(said, axis) if said else tree.all_bits
        words.append(tree.told(bits, lang))
    return "・".join(words) if lang == "ja" else ", ".join(words)


def picture_of(data: Plain, ask: Ask, lang: Language) -> dict[str, Any]:
    """Return media down and territories across; each cell leads to the question about itself."""
    media, places = tree_of("media"), tree_of("territories")
    codes = [*data["rows"][0]["boxes"]] if data["rows"] else []
    rows = []
    for row in data["rows"]:
        medium = row["medium"]
        cells = [
            {
                "statuses": statuses,
                "is_asked": medium in ask.media and code in ask.territories,
                "to": ask.address(works=(data["work"],), media=(medium,), territories=(code,)),
            }
            for code, statuses in row["boxes"].items()
        ]
        is_asked = medium in ask.media
        rows.append({"name": media.name(medium, lang), "cells": cells, "is_asked": is_asked})
    return {"columns": [places.name(code, lang) for code in codes], "rows": rows}


def calendar_of(
    found: Sequence[Plain], ask: Ask, media: Sequence[str], lang: Language
) -> dict[str, Any]:
    """Return media down and months across, with every status that a month has a day of."""
    months = months_of(ask.first, ask.last)
    tree = tree_of("media")
    rows = []
    for medium in media:
        cells = []
        for month in months:
            seen = {
                status
                for one in found
                if one["first"][:7] <= month <= one["last"][:7]
                for status in one["boxes"][medium]
            }
            cells.append([status for status in WEIGHT if status in seen])
        rows.append({"name": tree.name(medium, lang), "cells": cells})
    years: dict[str, int] = {}
    for month in months:
        years[month[:4]] = years.get(month[:4], 0) + 1
    return {"months": [int(month[5:]) for month in months], "years": years, "rows": rows}


def lines_of(work: str, stretches: Sequence[Plain], lang: Language) -> list[list[str]]:
    """Return the answer as lines of a spreadsheet: one per stretch and part."""
    join = "、" if lang == "ja" else "; "
    return [
        [
            work,
            one["first"],
            one["last"],
            part["what"],
            coded(part["status"], lang),
            part["may_license"],
            part["until"],
            join.join(f"{each['kind']}: {each['party']}" for each in part["causes"]),
            join.join(each["right"] for each in part["causes"]),
            join.join(f"{each['name']} {each['share']}" for each in part["holders"]),
            join.join(each["name"] for each in part["signers"] if each["name"]),
        ]
        for one in stretches
        for part in one["parts"]
    ]


def tree_choices(axis: str, lang: Language, chosen: Sequence[str]) -> list[dict[str, Any]]:
    """Return the nodes of a tree below its root by group, for boxes to tick."""
    tree = tree_of(axis)
    root = next(iter(tree.nodes))
    return [
        {
            "code": code,
            "name": tree.name(code, lang),
            "is_chosen": code in chosen,
            "below": [
                {"code": each, "name": tree.name(each, lang), "is_chosen": each in chosen}
                for each, inner in tree.nodes.items()
                if inner.parent == code
            ],
        }
        for code, node in tree.nodes.items()
        if node.parent == root
    ]


def countries(lang: Language, chosen: Sequence[str]) -> list[dict[str, Any]]:
    """Return every country by name, for a list to choose from."""
    tree = tree_of("territories")
    rows = [
        {"code": code, "name": tree.name(code, lang), "is_chosen": code in chosen}
        for code in tree.leaves
    ]
    return rows if lang == "ja" else sorted(rows, key=lambda row: row["name"])
