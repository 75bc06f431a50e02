"""What the register knows of the smallest payments that terms make."""

from collections.abc import Iterable, Mapping
from typing import Any

from ledger.agreements.views import AgreementRow, TermsRow
from ledger.ids import REVISION
from ledger.statements.books import RunBook
from ledger.statements.carrying import smallest_payment
from ledger.statements.links import VIEW_OF, kind_of
from ledger.store.state import State
from ledger.store.views import unpack


def minimum_of(state: State, links: Iterable[str]) -> int:
    """Return the smallest payment that the terms behind all these links make; 0 to pay all.

    Of an agreement with several of them, the latest clauses count. A run and an opening stand on
    the clauses that they cite, a correction on those of today.
    """
    latest: dict[str, int] = {}
    for link in links:
        if cited := _cited(state, link):
            agreement, version = cited
            latest[agreement] = max(latest.get(agreement, 0), version)
    return smallest_payment(
        _minimum(state.require(TermsRow, *key, field="runs")) for key in sorted(latest.items())
    )


def _cited(state: State, link: str) -> tuple[str, int] | None:
    row = state.get(VIEW_OF[kind_of(link)], link) if kind_of(link) in VIEW_OF else None
    if row is None:
        return None
    if kind_of(link) == REVISION:
        row = state.require(AgreementRow, row["agreement"], field="runs")
        return row["id"], row["terms_version"]
    return row["agreement"], row["terms_version"]


def _minimum(row: Mapping[str, Any]) -> int:
    clause: Mapping[str, int] = unpack(row["doc"])["terms"].get("minimum_payment", {})
    return clause.get("amount", 0)


def minimum_of_books(books: Iterable[RunBook]) -> int:
    """Return the same of links that were opened for a statement."""
    latest: dict[str, tuple[int, int]] = {}
    for book in books:
        agreement = book.agreement["id"]
        latest[agreement] = max(latest.get(agreement, (0, 0)), book.smallest_payment)
    return smallest_payment(minimum for _, minimum in latest.values())
