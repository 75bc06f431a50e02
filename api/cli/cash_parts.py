"""What a line was for, as options of the command line say it: WHAT=AMOUNT."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from ledger.errors import NotFound, RuleViolation
from ledger.revenue.views import ReportRow
from ledger.store.views import table_of

_KIND_OF: Final = {"report": "receipt"}
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "report": ("report",),
    "payment": ("payment", "statement"),
    "returned": ("payment", "statement"),
    "capital": ("call", "party"),
    "expense": ("expense",),
    "tax": ("month",),
    "bank_fee": (),
    "own": ("reason",),
    "other": ("reason",),
}


def purposes_of(
    conn: Connection, said: Mapping[str, Sequence[str] | None], new_receipt: Callable[[], str]
) -> list[dict[str, Any]]:
    """Return the parts that options name.

    Args:
        conn: A snapshot: it knows the agreements of reports.
        said: Option to its values, WHAT=AMOUNT.
        new_receipt: Makes the id of a receipt.

    Raises:
        RuleViolation: `cash-part-unreadable`.
        NotFound: There is no such report.
    """
    parts = list(_parts(said))
    for part in parts:
        if part["kind"] == "receipt":
            part |= {"agreement": _agreement(conn, part["report"]), "receipt": new_receipt()}
    return parts


def _parts(said: Mapping[str, Sequence[str] | None]) -> Iterator[dict[str, Any]]:
    for option, texts in said.items():
        for text in texts or ():
            what, _, amount = text.rpartition("=")
            if not amount.isascii() or not amount.isdigit():
                raise _unreadable(option, text)
            yield {
                "kind": _KIND_OF.get(option, option),
                "amount_minor": int(amount),
                **_named(option, what, text),
            }


def _named(option: str, what: str, text: str) -> dict[str, Any]:
    names = _NAMES[option]
    values = what.split("/") if len(names) > 1 else [what] if names else []
    if any(not value for value in values) or len(values) > len(names):
        raise _unreadable(option, text)
    found: dict[str, Any] = dict(zip(names, values, strict=False))
    if option == "expense":
        if not (what.isascii() and what.isdigit()):
            raise _unreadable(option, text)
        found["expense"] = int(what)
    return found


def _unreadable(option: str, text: str) -> RuleViolation:
    names = "/".join(_NAMES[option]).upper()
    return RuleViolation(
        "cash-part-unreadable",
        field=f"--{option.replace('_', '-')}",
        value=text,
        expected=f"{names}=AMOUNT, the amount in the smallest unit of the currency",
    )


def _agreement(conn: Connection, report: str) -> str:
    table = table_of(ReportRow)
    found = conn.execute(select(table.c.agreement).where(table.c.id == report)).scalar()
    if found is None:
        raise NotFound("report-not-found", field="--report", value=report)
    return str(found)
