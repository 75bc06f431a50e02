"""Cash as the register knows it: accounts, the lines on them, and what lines were for.

Only the holder of an account reads it; a grant of the account's id opens it to an auditor.
"""

from typing import Final

from sqlmodel import Field

from ledger.access.views import belongs, involve
from ledger.agreements.views import AgreementRow
from ledger.cash.events import (
    CashAccountOpened,
    CashLinesImported,
    CashMatched,
    CashReconciled,
    CashUnmatched,
)
from ledger.cash.parts import CashPart
from ledger.clock import stamp
from ledger.committees.change_views import CommitteeCallRow
from ledger.event import Event, Place
from ledger.royalties.views import ExpenseRow
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, pack, text, unpack

_OF_ACCOUNT: Final = frozenset({"bank_fee", "other", "own"})
_REFERS: Final = ("report", "call", "payment", "month", "expense")


class CashAccountRow(View, table=True):
    """A bank account that is kept. `balance_minor` is the opening and every line since.

    `changed_index` is the last entry about its lines; `reconciled_on` the last day compared.
    """

    __tablename__ = "v_cash_account"

    id: str = Field(sa_column=text(key=True))
    party: str = Field(sa_column=text(index=True))
    committee: str | None = Field(sa_column=text(null=True, index=True))
    currency: str = Field(sa_column=text())
    name: str = Field(sa_column=text())
    opened_on: str = Field(sa_column=text())
    opening_minor: int = Field(sa_column=integer())
    balance_minor: int = Field(sa_column=integer())
    last_day: str | None = Field(sa_column=text(null=True))
    reconciled_on: str | None = Field(sa_column=text(null=True))
    changed_index: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())


class CashFileRow(View, table=True):
    """Which import of an account a file belongs to, so that none is taken twice."""

    __tablename__ = "v_cash_file"

    account: str = Field(sa_column=text(key=True))
    sha256: str = Field(sa_column=text(key=True))
    batch: str = Field(sa_column=text())


class CashImportRow(View, table=True):
    """A bank's file that was taken."""

    __tablename__ = "v_cash_import"

    id: str = Field(sa_column=text(key=True))
    account: str = Field(sa_column=text(index=True))
    profile: str = Field(sa_column=text())
    first_day: str = Field(sa_column=text())
    last_day: str = Field(sa_column=text())
    lines: int = Field(sa_column=integer())
    in_minor: int = Field(sa_column=integer())
    out_minor: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class CashLineRow(View, table=True):
    """A line of a bank statement. `taken_minor` is what matches explain of it, with its sign."""

    __tablename__ = "v_cash_line"

    batch: str = Field(sa_column=text(key=True))
    n: int = Field(sa_column=integer(key=True))
    account: str = Field(sa_column=text(index=True))
    day: str = Field(sa_column=text())
    amount_minor: int = Field(sa_column=integer())
    taken_minor: int = Field(sa_column=integer())
    matches: int = Field(sa_column=integer())
    balance_minor: int | None = Field(sa_column=integer(null=True))
    digest: str = Field(sa_column=text())


class CashMatchRow(View, table=True):
    """What somebody said about a line, while it stands."""

    __tablename__ = "v_cash_match"

    batch: str = Field(sa_column=text(key=True))
    n: int = Field(sa_column=integer(key=True))
    number: int = Field(sa_column=integer(key=True))
    account: str = Field(sa_column=text(index=True))
    day: str = Field(sa_column=text())
    taken_minor: int = Field(sa_column=integer())
    fee_minor: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class CashPartRow(View, table=True):
    """One thing that a line was for. `amount_minor` has the sign of the line.

    `ref` names the report, call, payment, month or cost; `committee` whose money it is.
    """

    __tablename__ = "v_cash_part"

    batch: str = Field(sa_column=text(key=True))
    n: int = Field(sa_column=integer(key=True))
    number: int = Field(sa_column=integer(key=True))
    part: int = Field(sa_column=integer(key=True))
    account: str = Field(sa_column=text(index=True))
    day: str = Field(sa_column=text())
    kind: str = Field(sa_column=text())
    ref: str | None = Field(sa_column=text(null=True, index=True))
    other: str | None = Field(sa_column=text(null=True))
    committee: str | None = Field(sa_column=text(null=True))
    amount_minor: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())


class CashReceiptRow(View, table=True):
    """The line by which a receipt came; a receipt without a row was recorded by hand."""

    __tablename__ = "v_cash_receipt"

    receipt: str = Field(sa_column=text(key=True))
    account: str = Field(sa_column=text(index=True))
    batch: str = Field(sa_column=text())
    n: int = Field(sa_column=integer())
    day: str = Field(sa_column=text())


class CashReconciliationRow(View, table=True):
    """A comparison of bank and book; the last one of a day counts."""

    __tablename__ = "v_cash_reconciliation"

    account: str = Field(sa_column=text(key=True))
    day: str = Field(sa_column=text(key=True))
    bank_minor: int = Field(sa_column=integer())
    book_minor: int = Field(sa_column=integer())
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


def account_opened(event: CashAccountOpened, state: State, place: Place) -> None:
    """Begin an account's book."""
    state.put(
        CashAccountRow,
        id=event.id,
        party=event.party,
        committee=event.committee,
        currency=event.currency,
        name=event.name,
        opened_on=event.opened_on.isoformat(),
        opening_minor=event.opening_minor,
        balance_minor=event.opening_minor,
        changed_index=place.index,
        entry_index=place.index,
    )
    involve(state, event.id, event.party)


def lines_imported(event: CashLinesImported, state: State, place: Place) -> None:
    """Put the lines of a file on the account."""
    doc = {"file", "layout", "opening_minor", "closing_minor"}
    said = event.model_dump(mode="json", exclude_none=True, include=doc)
    state.put(
        CashImportRow,
        id=event.id,
        account=event.account,
        profile=event.profile,
        first_day=event.first_day.isoformat(),
        last_day=event.last_day.isoformat(),
        lines=len(event.lines),
        in_minor=event.in_minor,
        out_minor=event.out_minor,
        entry_index=place.index,
        doc=pack(said | {"recorded_at": stamp(place.recorded_at)}),
    )
    state.put(CashFileRow, account=event.account, sha256=event.file.sha256, batch=event.id)
    for line in event.lines:
        state.put(
            CashLineRow,
            batch=event.id,
            n=line.n,
            account=event.account,
            day=line.day.isoformat(),
            amount_minor=line.amount_minor,
            taken_minor=0,
            matches=0,
            balance_minor=line.balance_minor,
            digest=line.digest,
        )
    row = state.require(CashAccountRow, event.account, field="account")
    state.change(
        CashAccountRow,
        event.account,
        balance_minor=row["balance_minor"] + event.in_minor - event.out_minor,
        last_day=event.last_day.isoformat(),
        changed_index=place.index,
    )
    belongs(state, event.id, event.account)
    involve(state, event.id, event.party)


def matched(event: CashMatched, state: State, place: Place) -> None:
    """Note what a line was for."""
    account = state.require(CashAccountRow, event.account, field="account")
    sign = 1 if event.taken_minor > 0 else -1
    key = {"batch": event.batch, "n": event.line, "number": event.number}
    common = {**key, "account": event.account, "day": event.day.isoformat()}
    said = event.model_dump(
        mode="json", exclude_none=True, include={"purposes", "made", "fee_clause", "counted_on"}
    )
    state.put(
        CashMatchRow,
        **common,
        taken_minor=event.taken_minor,
        fee_minor=event.fee_minor,
        entry_index=place.index,
        doc=pack(said | {"recorded_at": stamp(place.recorded_at)}),
    )
    for number, part in enumerate(event.purposes):
        state.put(
            CashPartRow,
            **common,
            part=number,
            kind=part.kind,
            ref=ref_of(part),
            other=part.statement or part.party,
            committee=committee_of(part, account["committee"], state),
            amount_minor=sign * part.amount_minor,
            entry_index=place.index,
        )
        if part.receipt:
            state.put(
                CashReceiptRow,
                receipt=part.receipt,
                account=event.account,
                batch=event.batch,
                n=event.line,
                day=event.day.isoformat(),
            )
    _move(state, event, event.taken_minor, place, matches=event.number)


def _move(
    state: State, event: CashMatched | CashUnmatched, taken: int, place: Place, **more: int
) -> None:
    """Change how much of a line is explained."""
    line = state.require(CashLineRow, event.batch, event.line, field="line")
    state.change(
        CashLineRow, event.batch, event.line, taken_minor=line["taken_minor"] + taken, **more
    )
    state.change(CashAccountRow, event.account, changed_index=place.index)


def unmatched(event: CashUnmatched, state: State, place: Place) -> None:
    """Open again what a match explained; the log keeps that it was said."""
    row = state.require(CashMatchRow, event.batch, event.line, event.number, field="number")
    for number, part in enumerate(unpack(row["doc"])["purposes"]):
        state.delete(CashPartRow, event.batch, event.line, event.number, number)
        if part.get("receipt"):
            state.delete(CashReceiptRow, part["receipt"])
    state.delete(CashMatchRow, event.batch, event.line, event.number)
    _move(state, event, -event.returned_minor, place)


def reconciled(event: CashReconciled, state: State, place: Place) -> None:
    """Note a comparison of bank and book."""
    told = {"differences", "committees", "owed", "document", "size"}
    state.put(
        CashReconciliationRow,
        account=event.account,
        day=event.day.isoformat(),
        bank_minor=event.bank_minor,
        book_minor=event.book_minor,
        entry_index=place.index,
        doc=pack(event.model_dump(mode="json", exclude_none=True, include=told)),
    )
    row = state.require(CashAccountRow, event.account, field="account")
    last = max(row["reconciled_on"] or "", event.day.isoformat())
    state.change(CashAccountRow, event.account, reconciled_on=last)


def ref_of(part: CashPart) -> str | None:
    """Return what a part refers to, as one text."""
    for name in _REFERS:
        if (value := getattr(part, name)) is not None:
            return str(value)
    return None


def committee_of(part: CashPart, of_account: str | None, state: State) -> str | None:
    """Return the committee whose money a part is, as its agreement, call or cost says.

    What names none of them belongs to the committee whose account it crossed, if it is one's alone.
    """
    if part.call:
        return str(state.require(CommitteeCallRow, part.call, field="call")["committee_id"])
    agreement = part.agreement
    if part.expense is not None:
        agreement = state.require(ExpenseRow, part.expense, field="expense")["agreement"]
    if agreement is None:
        return part.committee or (of_account if part.kind in _OF_ACCOUNT else None)
    found = state.require(AgreementRow, agreement, field="agreement")["committee"]
    return None if found is None else str(found)


VIEWS: Final[tuple[type[View], ...]] = (
    CashAccountRow, CashFileRow, CashImportRow, CashLineRow, CashMatchRow, CashPartRow,
    CashReceiptRow, CashReconciliationRow,
)  # fmt: skip
PROJECTIONS: Final[dict[type[Event], Projection]] = {
    CashAccountOpened: account_opened,
    CashLinesImported: lines_imported,
    CashMatched: matched,
    CashUnmatched: unmatched,
    CashReconciled: reconciled,
}
