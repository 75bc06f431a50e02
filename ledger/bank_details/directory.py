"""Banks and branches of Japan, as of the day of the table that came with the package `zengin-code`.

A branch that is not in the table may have closed, been merged, or be younger than the table: the
refusal says the table's day, so that whoever reads it can ask which.

Source:
    The package `zengin-code` (MIT), made from 金融機関コード・支店コード as banks publish them.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from ledger.errors import LogCorrupt, RuleViolation

_PACKAGE: Final = "zengin_code"


@dataclass(frozen=True, slots=True)
class Bank:
    """One bank: four digits, its name, and its reading in full-width kana."""

    code: str
    name: str
    reading: str


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of a bank: three digits, its name, and its reading in full-width kana."""

    bank: Bank
    code: str
    name: str
    reading: str


@lru_cache(maxsize=1)
def _folder() -> Path:
    """Return where the tables are, without importing the package, which would read all of them.

    Raises:
        LogCorrupt: The package is not installed.
    """
    found = find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise LogCorrupt("bank-directory-missing", expected=f"the package {_PACKAGE}")
    return Path(next(iter(found.submodule_search_locations))) / "source-data" / "data"


@lru_cache(maxsize=1)
def table_day() -> date:
    """Return the day as of which the table is."""
    text = (_folder() / "updated_at").read_text("ascii").strip()
    return datetime.strptime(text + "+0900", "%Y%m%d%z").date()


@lru_cache(maxsize=1)
def banks() -> dict[str, Bank]:
    """Return all banks by their code."""
    rows = _table(_folder() / "banks.json")
    return {code: Bank(code, row["name"], row["kana"]) for code, row in rows.items()}


@lru_cache(maxsize=256)
def branches(bank: str) -> dict[str, Branch]:
    """Return the branches of a bank by their code; none if the bank is unknown."""
    known = banks().get(bank)
    if known is None:
        return {}
    rows = _table(_folder() / "branches" / f"{known.code}.json")
    return {code: Branch(known, code, row["name"], row["kana"]) for code, row in rows.items()}


def _table(path: Path) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return rows


def check_bank(bank: str) -> Bank:
    """Return a bank.

    Raises:
        RuleViolation: `bank-unknown`.
    """
    found = banks().get(bank)
    if found is None:
        raise RuleViolation(
            "bank-unknown",
            f"no bank has this number in the table of {table_day()}",
            field="bank",
            value=bank,
            expected="four digits of a bank, such as 0001",
            table_of=table_day().isoformat(),
        )
    return found


def check_branch(bank: str, branch: str) -> Branch:
    """Return a branch of a bank.

    Raises:
        RuleViolation: `bank-unknown`, or `branch-unknown`: closed, merged, or younger than the
            table.
    """
    known = check_bank(bank)
    found = branches(bank).get(branch)
    if found is None:
        raise RuleViolation(
            "branch-unknown",
            f"{known.name} has no such branch in the table of {table_day()}: it closed, was merged,"
            " or is younger than the table",
            field="branch",
            value=branch,
            expected=f"three digits of a branch of {known.name}; ask for today's",
            bank=bank,
            table_of=table_day().isoformat(),
        )
    return found
