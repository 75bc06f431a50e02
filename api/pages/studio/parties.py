"""Parties on a form: typed by name or by id, found as the register's own search finds them."""

import re
from typing import Any, Final

from sqlalchemy import Connection

from api.pages.desk import Desk
from ledger.errors import RuleViolation
from ledger.parties import queries

_ID: Final = re.compile(r"party_[0-9A-Z]{26}", re.ASCII)
_MOST: Final = 200
_SHOWN: Final = 5


def known(desk: Desk, conn: Connection) -> list[str]:
    """Return names of organisations to choose from, the first of the register."""
    rows = queries.page(conn, desk.viewer, limit=_MOST)
    return sorted({_name(desk, row["names"]) for row in rows if "names" in row})


def find(desk: Desk, conn: Connection, text: str, field: str) -> str:
    """Return the id of a party that somebody typed.

    Raises:
        RuleViolation: Nobody is called so, or several are.
    """
    if _ID.fullmatch(text):
        return text
    subjects = desk.register.vault.find(text)
    found = queries.search(conn, desk.viewer, text, subjects=subjects)
    whole = [one for one in found if one["matched"] == "whole"] or found
    if len(whole) == 1:
        return str(whole[0]["id"])
    code = "party-name-ambiguous" if whole else "party-name-unknown"
    raise RuleViolation(
        code,
        "several parties are called so" if whole else "no party is called so",
        field=field,
        value=text,
        expected=", ".join(one["id"] for one in whole[:_SHOWN]) or "party_…",
    )


def _name(desk: Desk, names: dict[str, Any]) -> str:
    return str(names["en"] if desk.lang == "en" and names["en"] else names["ja"])
