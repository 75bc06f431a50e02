"""The last audit of the whole register: run behind the page, kept as a file of the home.

What it found may state values of entries, so values are shown to those who may read everything;
whoever reads less learns which entry and which check.
"""

from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import Connection

from api.pages.working import Progress
from contracts.figures import Language
from ledger.access.views import EVERYTHING, Viewer, can_read
from ledger.audit.findings import printable
from ledger.audit.words import check_name, problem_of, status_name
from ledger.bootstrap import Register
from ledger.clock import stamp
from ledger.jobs.verify import verify_register
from ledger.jobs.writing import write_file

KEY: Final = "audit"
_FOLDER: Final = "audits"
_NAME: Final = "last.json"
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class FindingShown:
    """One finding as a reader may see it; values are empty where he may not."""

    entry: int | None
    problem: str
    expected: str
    found: str


def audit_register(register: Register, progress: Progress) -> dict[str, Any]:
    """Verify the register as `daicho verify` does, and keep what came of it."""
    report = verify_register(register, progress=progress)
    data = {**report.as_data(), "made_at": stamp(register.clock.now())}
    write_file(register.home / _FOLDER / _NAME, orjson.dumps(data))
    return data


def last_audit(register: Register) -> dict[str, Any] | None:
    """Return what the last audit said; None before the first, or where its file is damaged."""
    try:
        data = orjson.loads((register.home / _FOLDER / _NAME).read_bytes())
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) and "made_at" in data else None


def reads_everything(conn: Connection, viewer: Viewer) -> bool:
    """Tell whether a viewer may read all there is."""
    return can_read(conn, viewer, EVERYTHING)


def findings_shown(data: dict[str, Any], lang: Language, *, in_full: bool) -> list[FindingShown]:
    """Return the first findings in the reader's language.

    Args:
        data: As `audit_register` keeps it.
        lang: Of names of checks.
        in_full: Whether the reader may see values.
    """
    return [
        FindingShown(
            one["index"],
            problem_of(one["code"], lang),
            printable(one["expected"]) if in_full else "",
            printable(one["found"]) if in_full else "",
        )
        for one in data["findings"][:_MOST]
    ]


def checks_shown(data: dict[str, Any], lang: Language) -> list[tuple[str, int, str, str]]:
    """Return (name, how many were looked at, how it went, kind of badge) of each check."""
    kinds = {"ok": "good", "failed": "bad"}
    return [
        (
            _check_name(one["check"], lang),
            one["count"],
            status_name(one["status"], one["count"], lang),
            kinds.get(one["status"], "wait") if one["count"] else "",
        )
        for one in data["checks"]
    ]


_OWN: Final[dict[str, tuple[str, str]]] = {
    "dissolutions": ("製作委員会の終了", "Committees that ended"),
    "schema": ("表と追記の守り", "Tables and append-only guards"),
    "tree": ("ハッシュ木と末尾", "Hash tree and head"),
    "guard": ("ガード", "Guard"),
    "log-key": ("台帳の鍵", "Keys of the log"),
    "requests": ("依頼の重複防止", "Idempotency keys"),
}


def _check_name(name: str, lang: Language) -> str:
    if name in _OWN:
        return _OWN[name][0 if lang == "ja" else 1]
    return check_name(name, lang)
