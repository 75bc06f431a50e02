"""Which details are in force, which wait, and why a party cannot be paid on a day.

The rules kept here, in order:

1. Of confirmed details that have begun, those that began last are in force, until they end.
2. What ended does not bring back what was before it.
3. While details are proposed, or confirmed and still waiting, the party is not paid in that
   currency: the old account or the new one may be the thief's.
4. Once the party said "not me", nobody pays it anything until details that were proposed later are
   confirmed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Table, select
from sqlmodel import Field

from ledger.access.views import involve
from ledger.bank_details.events import (
    BankDetailsConfirmed,
    BankDetailsProposed,
    BankDetailsWithdrawn,
    BankWaitingSet,
)
from ledger.bank_details.waiting import days_on
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.store.handler import Projection
from ledger.store.state import Row, State
from ledger.store.views import View, integer, pack, table_of, text, unpack

Source = State | Connection
Hold = Literal["missing", "pending", "frozen", "ended", "returned", "other_currency"]

PROPOSED: Final = "proposed"
CONFIRMED: Final = "confirmed"
WITHDRAWN: Final = "withdrawn"
RETURNED: Final = "returned"
NOT_ME: Final = "not_me"
_PER_QUERY: Final = 500


class BankDetailsRow(View, table=True):
    """One account of a party in a currency, as far as the log knows it: by its commitment.

    `status` is proposed, confirmed, withdrawn or returned; `is_alarm` is 1 where the party said
    that it was not the one who asked. `ended_on` is the first day on which it no longer holds.
    """

    __tablename__ = "v_bank_details"

    id: str = Field(sa_column=text(key=True))
    party: str = Field(sa_column=text(index=True))
    kind: str = Field(sa_column=text())
    currency: str = Field(sa_column=text())
    subject: str = Field(sa_column=text())
    commit: str = Field(sa_column=text())
    status: str = Field(sa_column=text(index=True))
    effective_from: str = Field(sa_column=text())
    waiting_until: str = Field(sa_column=text())
    in_force_from: str | None = Field(sa_column=text(null=True))
    ended_on: str | None = Field(sa_column=text(null=True))
    proposed_by: str = Field(sa_column=text())
    confirmed_by: str | None = Field(sa_column=text(null=True))
    is_alarm: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    changed_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class BankWaitingRow(View, table=True):
    """How long new details wait from a day on, in the order in which it was set."""

    __tablename__ = "v_bank_waiting"

    entry_index: int = Field(sa_column=integer(key=True))
    effective_from: str = Field(sa_column=text())
    days: int = Field(sa_column=integer())


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a party can be paid in a currency on a day.

    Attributes:
        row: The details in force; None where it cannot be paid.
        hold: Why not; None where it can.
        about: Id of the details that stand in the way, if any.
    """

    row: Row | None
    hold: Hold | None = None
    about: str | None = None


def details_proposed(event: BankDetailsProposed, state: State, place: Place) -> None:
    """Note proposed details; they hold the party's payments until they are decided."""
    doc = {"evidence", "warnings", "replaces", "shown", "waiting_days"}
    state.put(
        BankDetailsRow,
        id=event.id,
        party=event.party,
        kind=event.kind,
        currency=event.currency,
        subject=event.subject,
        commit=event.details,
        status=PROPOSED,
        effective_from=event.effective_from.isoformat(),
        waiting_until=event.waiting_until.isoformat(),
        proposed_by=event.proposed_by,
        is_alarm=0,
        entry_index=place.index,
        changed_index=place.index,
        doc=pack(
            {
                **event.model_dump(mode="json", exclude_none=True, include=doc),
                "proposed_on": event.proposed_on.isoformat(),
                "recorded_at": stamp(place.recorded_at),
            }
        ),
    )
    involve(state, event.id, event.party)


def details_confirmed(event: BankDetailsConfirmed, state: State, place: Place) -> None:
    """Let details be in force from their day."""
    doc = {"how", "note", "evidence", "confirmed_for", "confirmed_on"}
    _change(
        state,
        event.id,
        place,
        {"confirmed": event.model_dump(mode="json", exclude_none=True, include=doc)},
        status=CONFIRMED,
        confirmed_by=event.confirmed_by,
        in_force_from=event.in_force_from.isoformat(),
    )


def details_withdrawn(event: BankDetailsWithdrawn, state: State, place: Place) -> None:
    """End details, and note the alarm where the party said that it did not ask."""
    said = {"cause": event.cause, "reason": event.reason, "index": place.index}
    _change(
        state,
        event.id,
        place,
        {"withdrawn": said},
        status=WITHDRAWN,
        ended_on=event.withdrawn_on.isoformat(),
        is_alarm=int(event.cause == NOT_ME),
    )


def note_returned(state: State, details: str, place: Place, day: date) -> None:
    """End details because the bank sent money back; called by the projection of payments."""
    row = state.get(BankDetailsRow, details)
    if row is None or row["status"] != CONFIRMED:
        return
    said = {"returned": {"index": place.index}}
    _change(state, details, place, said, status=RETURNED, ended_on=day.isoformat())


def _change(state: State, details: str, place: Place, said: dict[str, Any], **columns: Any) -> None:
    row = state.require(BankDetailsRow, details, field="id")
    doc = pack(unpack(row["doc"]) | said)
    state.change(BankDetailsRow, details, doc=doc, changed_index=place.index, **columns)


def waiting_set(event: BankWaitingSet, state: State, place: Place) -> None:
    """Note how long new details wait from a day on."""
    state.put(
        BankWaitingRow,
        entry_index=place.index,
        effective_from=event.effective_from.isoformat(),
        days=event.days,
    )


def waiting_days(source: Source, day: date) -> int:
    """Return how many working days a proposal of this day waits."""
    if isinstance(source, State):
        rows = source.select(BankWaitingRow)
    else:
        table = table_of(BankWaitingRow)
        query = select(table).order_by(table.c.entry_index)
        rows = [dict(row) for row in source.execute(query).mappings()]
    return days_on([(date.fromisoformat(row["effective_from"]), row["days"]) for row in rows], day)


def rows_of(source: Source, parties: Iterable[str]) -> dict[str, list[Row]]:
    """Return all details of these parties in the order of their proposals."""
    wanted = sorted(set(parties))
    found: dict[str, list[Row]] = {party: [] for party in wanted}
    for row in sorted(_rows(source, wanted), key=lambda row: row["entry_index"]):
        found[row["party"]].append(row)
    return found


def _rows(source: Source, wanted: list[str]) -> list[Row]:
    found: list[Row] = []
    for start in range(0, len(wanted), _PER_QUERY):
        among = partial(_of_parties, wanted[start : start + _PER_QUERY])
        if isinstance(source, State):
            found += source.where(BankDetailsRow, among)
            continue
        table = table_of(BankDetailsRow)
        rows = source.execute(select(table).where(*among(table))).mappings()
        found += [dict(row) for row in rows]
    return found


def _of_parties(parties: list[str], table: Table) -> list[ColumnElement[bool]]:
    return [table.c.party.in_(parties)]


def in_force(source: Source, party: str, currency: str, day: date) -> Row | None:
    """Return the details in force for a party in a currency on a day.

    What is in force may still be held: ask `standing_of` before paying.
    """
    return _in_force(rows_of(source, [party])[party], currency, day)


def _in_force(rows: list[Row], currency: str, day: date) -> Row | None:
    on = day.isoformat()
    begun = [
        row
        for row in rows
        if row["currency"] == currency and row["in_force_from"] and row["in_force_from"] <= on
    ]
    if not begun:
        return None
    last = max(begun, key=lambda row: (row["in_force_from"], row["entry_index"]))
    return None if last["ended_on"] is not None and last["ended_on"] <= on else last


def pending(source: Source, party: str, today: date | None = None) -> list[Row]:
    """Return the details of a party that are proposed, or confirmed and still waiting today."""
    return [row for row in rows_of(source, [party])[party] if is_pending(row, today)]


def is_pending(row: Row, today: date | None) -> bool:
    """Tell whether details still wait for somebody, or for the end of their wait.

    What is confirmed and begins on a later day by its own wish does not hold anybody up.
    """
    if row["status"] == PROPOSED:
        return True
    is_waiting = today is not None and row["waiting_until"] > today.isoformat()
    return row["status"] == CONFIRMED and is_waiting


def is_frozen(rows: list[Row]) -> str | None:
    """Return the details about which the party raised the alarm, if nothing settled it since."""
    alarms = [row for row in rows if row["is_alarm"]]
    if not alarms:
        return None
    last = max(alarms, key=lambda row: row["changed_index"])
    settled = any(
        row["status"] == CONFIRMED and row["entry_index"] > last["changed_index"] for row in rows
    )
    return None if settled else str(last["id"])


def standing_of(
    source: Source, parties: Iterable[str], currency: str, pay_on: date, *, today: date
) -> dict[str, Standing]:
    """Tell for each party whether and where it can be paid; one query for all.

    Args:
        source: The state of the writer, or a snapshot.
        parties: Whom the money is for.
        currency: Of the payment.
        pay_on: On which it is to be made: whose account is in force then.
        today: On which it is asked: a wait that is not over today may still end in an alarm.
    """
    found = rows_of(source, parties)
    return {party: _standing(rows, currency, pay_on, today) for party, rows in found.items()}


def _standing(rows: list[Row], currency: str, day: date, today: date) -> Standing:
    if alarm := is_frozen(rows):
        return Standing(None, "frozen", alarm)
    ours = [row for row in rows if row["currency"] == currency]
    if waiting := [row for row in ours if is_pending(row, today)]:
        return Standing(None, "pending", waiting[-1]["id"])
    if row := _in_force(rows, currency, day):
        return Standing(row)
    return _nowhere(rows, ours, day)


def _nowhere(rows: list[Row], ours: list[Row], day: date) -> Standing:
    """Say why no details are in force, as exactly as the rows tell."""
    if ours and ours[-1]["status"] in (WITHDRAWN, RETURNED):
        hold: Hold = "returned" if ours[-1]["status"] == RETURNED else "ended"
        return Standing(None, hold, ours[-1]["id"])
    has_other = any(_in_force(rows, row["currency"], day) for row in rows)
    return Standing(None, "other_currency" if has_other else "missing")


VIEWS: Final[tuple[type[View], ...]] = (BankDetailsRow, BankWaitingRow)
PROJECTIONS: Final[dict[type[Event], Projection]] = {
    BankDetailsProposed: details_proposed,
    BankDetailsConfirmed: details_confirmed,
    BankDetailsWithdrawn: details_withdrawn,
    BankWaitingSet: waiting_set,
}
