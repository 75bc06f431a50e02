"""What an end would meet and what would follow, in the shape of a page."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from markupsafe import Markup
from sqlalchemy import Connection, select

from api.cli import readiness_words as words
from api.cli.labels import coded
from api.pages import charts, formats
from api.pages.desk import Desk, Problem
from api.pages.studio.dissolution_form import Situation
from api.pages.studio.named import Names, called
from contracts.dissolution.table import Section, table
from contracts.dissolution.telling import Told
from contracts.figures import Language, unit
from contracts.money import minor_unit
from contracts.rights.extent import describe
from ledger.jobs.readiness import Ending
from ledger.jobs.readiness_reasons import Finding
from ledger.keys.consents import GRADES
from ledger.rights.reading import extent_of
from ledger.rights.views import RightRow, read_right
from ledger.store.views import table_of

Plain = Mapping[str, Any]
_AMOUNT: Final = re.compile(r"[△-]?[\d,]+(\.\d+)?(円| [A-Z]{3})|-?[A-Z]{3} [\d,]+(\.\d+)?")
_KEPT: Final = ("end", "defects")
"""Sections that are told apart from the table of before and after."""


def ready_told(one: Ending, names: Names, lang: Language) -> dict[str, Any]:
    """Return what is missing for an end, whom it concerns, and what money it would meet."""
    return {
        "is_ready": one.is_ready,
        "findings": [finding_told(each, names, lang) for each in one.findings],
        "money": [
            {
                "account": words.account(each.account, lang),
                "amount": formats.money(each.amount_minor, each.currency, lang),
                "holder": names.get(each.holder, each.holder),
                "agreements": [names.get(id, id) for id in each.agreements],
            }
            for each in one.money
        ],
    }


def finding_told(one: Finding, names: Names, lang: Language) -> dict[str, Any]:
    """Return one reason with what it concerns."""
    concerns = [coded(medium, lang) for medium in one.media]
    concerns += [names.get(id, id) for id in (*one.parties, *one.works)]
    return {
        "code": one.code,
        "said": words.reason(one.code, lang),
        "effect": words.effect(one.effect, lang),
        "is_grave": one.effect == "orphans",
        "concerns": concerns,
    }


def sections_of(end: Plain, names: Names, lang: Language) -> dict[str, Any]:
    """Return an end as tables: its summary, what is open, and before and after."""
    found = [one for one in table(end, Told(language=lang, names=names)) if one.rows]
    by_code = {one.code: one for one in found}
    return {
        "summary": by_code.get("end"),
        "open": by_code.get("defects"),
        "tables": [(one, numeric(one)) for one in found if one.code not in _KEPT],
        "counts": counts_of(end),
    }


def numeric(section: Section) -> set[int]:
    """Return which columns hold amounts.

    Example:
        >>> numeric(Section("x", "", ("a", "b"), (("A", "△1,000円"), ("B", "0円"))))
        {1}
    """
    columns = range(len(section.columns))
    return {at for at in columns if all(_AMOUNT.fullmatch(row[at]) for row in section.rows)}


def counts_of(end: Plain) -> dict[str, int]:
    """Return how many rights, licences, accounts and claims an end moves or meets."""
    return {
        "cells": len(end.get("cells", ())),
        "licences": len(end.get("running", ())),
        "balances": len(end.get("balances", ())),
        "claims": len(end.get("continuing", ())),
    }


def licences_in(conn: Connection, end: Plain, lang: Language) -> dict[str, str]:
    """Return what each licence that goes on is about."""
    ids = [one["licence"] for one in end.get("running", ())]
    rights = table_of(RightRow)
    rows = conn.execute(select(rights).where(rights.c.id.in_(ids))).mappings()
    bodies = [read_right(dict(row)).body for row in rows]
    return {body["id"]: describe(extent_of(body), lang) for body in bodies}


def members_told(
    situation: Situation, consents: Iterable[Plain], lang: Language
) -> list[dict[str, Any]]:
    """Return every member with how it agreed, or that it has not."""
    by_party = {one["party"]: one for one in consents}
    found = []
    for party in situation.members:
        one = by_party.get(party)
        method = GRADES[one["method"]] if one else None
        found.append(
            {
                "name": situation.names.get(party, party),
                "agreed": one is not None,
                "how": method["name"][lang] if method else "",
                "basis": method["basis"][lang] if method else "",
                "day": one["consented_on"] if one else "",
            }
        )
    return found


def residue_picture(end: Plain, names: Names, desk: Desk) -> Markup | None:
    """Draw what each one receives and pays in the settlement."""
    settled = end.get("settled")
    if not settled or not settled["parts"]:
        return None
    scale = 10 ** minor_unit(settled["currency"])
    rows = []
    for one in settled["parts"]:
        part, offset = one["part_minor"], one["set_off_minor"]
        gets = max(part, 0) - offset
        pays = one["price_minor"] - offset + max(-part, 0)
        name = called(one["party"], names)
        rows += [
            {"name": name, "part": desk.say("ending.receives"), "amount": gets / scale},
            {"name": name, "part": desk.say("ending.pays"), "amount": -pays / scale},
        ]
    spec = charts.bars(
        rows,
        across=("name", desk.say("ending.party")),
        up=("amount", desk.say("ending.amount", currency=unit(settled["currency"], desk.lang))),
        colour=("part", ""),
        height=180,
    )
    return charts.chart(
        spec, title=desk.say("ending.residue"), told=desk.say("ending.residue-told")
    )


def relocated(problem: Problem, fields: Iterable[str]) -> Problem:
    """Return a problem whose field goes by its name in the form.

    Example:
        A command says `transfer_day`, the form asks it as `complete.transfer_day`.
    """
    known = [*fields]
    return replace(
        problem,
        field=_placed(problem.field, known),
        more=tuple(replace(one, field=_placed(one.field, known)) for one in problem.more),
    )


def _placed(name: str, known: Sequence[str]) -> str:
    for prefix in ("", "complete.", "begin."):
        wanted = f"{prefix}{name}"
        for one in known:
            if name and (one == wanted or one.startswith(f"{wanted}.")):
                return one
    return name
