"""What changes on the register when another owes an agreement, and who owed it when."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from ledger.access.views import Viewer, involve
from ledger.accounts.views import SharedAccountRow
from ledger.agreements.views import AgreementRow, hand_over
from ledger.agreements.views import show as show_agreement
from ledger.clock import stamp
from ledger.debtors.events import AgreementAssumed
from ledger.debtors.shared import movable
from ledger.event import Event, Place
from ledger.openings.views import OpeningRow
from ledger.revenue.views import InvoiceRow, ReceiptRow, ReportRow, feed
from ledger.royalties.revision_views import RevisionRow
from ledger.royalties.views import RunRow
from ledger.statements.waiting_views import keep_passed_on
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View

_ABOUT: tuple[type[View], ...] = (
    InvoiceRow, OpeningRow, ReceiptRow, ReportRow, RevisionRow, RunRow,
)  # fmt: skip
"""What belongs to an agreement and is read with it; the new debtor goes on from there."""


def agreement_assumed(event: AgreementAssumed, state: State, place: Place) -> None:
    """Let the new debtor owe the agreement, read all of it, and carry what waits."""
    row = state.require(AgreementRow, event.agreement, field="agreement")
    for account in list(movable(row, state)):
        state.change(SharedAccountRow, account, payer=event.debtor)
        involve(state, account, event.debtor)
    said = {"from_month", "manner", "liable", "ground", "document", "dissolution", "consents"}
    step = {
        **event.model_dump(mode="json", exclude_none=True, include={"payer", "debtor", *said}),
        "entry_index": place.index,
        "recorded_at": stamp(place.recorded_at),
    }
    hand_over(state, row, step, event.parties, place)
    for object_id in _objects(event.agreement, state):
        involve(state, object_id, event.debtor)
    keep_passed_on(event.agreement, event.payer, event.debtor, state)
    feed(state, event.agreement, place)  # a run that was prepared before is prepared again


def _objects(agreement: str, state: State) -> Iterator[str]:
    for view in _ABOUT:
        yield from (row["id"] for row in state.select(view, agreement=agreement))


def debtors(conn: Connection, agreement: str, viewer: Viewer) -> dict[str, Any] | None:
    """Tell who owes an agreement, who is liable beside him, and who owed it before.

    Returns:
        None when there is no such agreement for this viewer.
    """
    shown = show_agreement(conn, agreement, viewer)
    if shown is None:
        return None
    steps = shown.get("assumptions", [])
    return {
        "agreement": agreement,
        "debtor": shown["payer"],
        "liable": steps[-1]["liable"] if steps else [],
        "assumptions": steps,
    }


VIEWS: tuple[type[View], ...] = ()

PROJECTIONS: dict[type[Event], Projection] = {AgreementAssumed: agreement_assumed}
