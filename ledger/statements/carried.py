"""What the register knows of amounts that wait: carried parts, and smallest payments of terms."""

from collections.abc import Iterable, Mapping
from typing import Any

from ledger.agreements.views import TermsRow
from ledger.ids import RUN, is_id
from ledger.royalties.views import RunRow
from ledger.statements.books import RunBook
from ledger.statements.carrying import UNASSIGNED, Carried, smallest_payment
from ledger.store.state import State
from ledger.store.views import unpack


def carried_by(statement: Mapping[str, Any] | None) -> tuple[Carried, ...]:
    """Return the parts of what a statement carries out, oldest first.

    Args:
        statement: Its row; None when there is no statement yet.
    """
    if statement is None:
        return ()
    parts = unpack(statement["doc"]).get("carried", [])
    if not parts and statement["carried_out_minor"]:
        # Statements by the older rules carried a deficit, and did not say of what kind.
        amount = statement["carried_out_minor"]
        return (Carried(statement["id"], UNASSIGNED, "distribution", amount),)
    return tuple(Carried(**part) for part in parts)


def minimum_of(state: State, runs: Iterable[str]) -> int:
    """Return the smallest payment that the terms of all these runs make; 0 to pay every amount.

    Of an agreement with several of the runs, the clauses of its last one count.
    """
    latest: dict[str, int] = {}
    for run in runs:
        row = state.get(RunRow, run)
        if row is not None:
            latest[row["agreement"]] = max(latest.get(row["agreement"], 0), row["terms_version"])
    return smallest_payment(
        _minimum(state.require(TermsRow, *key, field="runs")) for key in sorted(latest.items())
    )


def _minimum(row: Mapping[str, Any]) -> int:
    clause: Mapping[str, int] = unpack(row["doc"])["terms"].get("minimum_payment", {})
    return clause.get("amount", 0)


def minimum_of_books(books: Iterable[RunBook]) -> int:
    """Return the same of runs that were opened for a statement."""
    latest: dict[str, RunBook] = {}
    for book in books:
        if is_id(book.run["id"], RUN):
            before = latest.get(book.agreement["id"])
            if before is None or before.run["terms_version"] <= book.run["terms_version"]:
                latest[book.agreement["id"]] = book
    return smallest_payment(book.standing.parsed.minimum_payment_minor for book in latest.values())
