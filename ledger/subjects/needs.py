"""Why a person's data cannot be erased yet: papers kept by law, payments, agreements, disputes.

Source:
    個人情報保護法 (personal information) articles 22 and 35: data are erased when there is no
    further need, and on a request that has grounds; a duty to keep them by another law goes first.
    To be confirmed by counsel.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from ledger.agreements.views import AgreementPartyRow, AgreementRow, TermsRow
from ledger.royalties.views import RunPayeeRow
from ledger.statements.views import StatementRow
from ledger.statements.waiting_views import WaitingRow, waiting_in
from ledger.store.state import Row, State
from ledger.subjects.retention import kept_until
from ledger.subjects.views import SubjectRow

_SHOWN: Final = 10
_ROLES: Final = ("payee", "paid_to", "payer")


@dataclass(frozen=True, slots=True)
class Need:
    """One reason to keep a person's data.

    Attributes:
        reason: Such as `tax_retention`; one of those that a restriction can state.
        about: Ids of what needs them, at most ten.
        law: The provision, if there is one.
        until: Last day; None while no end is known.
    """

    reason: str
    about: tuple[str, ...]
    law: str | None = None
    until: date | None = None

    def as_data(self) -> dict[str, Any]:
        """Return the need as plain JSON values, for a refusal."""
        until = self.until.isoformat() if self.until else None
        data = {"reason": self.reason, "about": list(self.about), "law": self.law, "until": until}
        return {name: value for name, value in data.items() if value is not None}


def needs_of(state: State, subject: str, party: str | None, today: date) -> list[Need]:
    """Return every reason why a person's data must be kept today; none allows erasure.

    Args:
        state: The views.
        subject: The person.
        party: The party that this person is, if any.
        today: In Japan.
    """
    found = list(_held(state, subject, today))
    if party is not None:
        found += [*_papers(state, party, today), *_payments(state, party)]
        found += _agreements(state, party)
    return found


def possible_from(needs: list[Need]) -> date | None:
    """Return the first day on which none of the needs is left; None if that is not known."""
    days = [need.until for need in needs]
    known = [day for day in days if day is not None]
    return max(known) + timedelta(days=1) if known and len(known) == len(days) else None


def _held(state: State, subject: str, today: date) -> Iterator[Need]:
    row = state.get(SubjectRow, subject)
    if row is None or row["reason"] is None or row["reason"] == "request":
        return
    until = date.fromisoformat(row["until"]) if row["until"] else None
    if until is None or until >= today:
        yield Need(row["reason"], (subject,), row["law"], until)


def _papers(state: State, party: str, today: date) -> Iterator[Need]:
    rows = {
        row["id"]: row for role in _ROLES for row in state.select(StatementRow, **{role: party})
    }
    kept = {
        name: found
        for name, row in rows.items()
        if (found := kept_until(date.fromisoformat(row["payment_date"]))) and found.until >= today
    }
    if kept:
        last = max(kept.values(), key=lambda one: one.until)
        yield Need("tax_retention", _some(kept), last.rule.law, last.until)


def _payments(state: State, party: str) -> Iterator[Need]:
    unstated = [
        row["run_id"]
        for row in state.select(RunPayeeRow, party_id=party)
        if row["statement_id"] is None and row["amount_minor"] != row["kept_minor"]
    ]
    carried = {
        one.part.statement
        for row in state.select(WaitingRow, payee=party)
        for one in waiting_in(row)
    }
    if unstated or carried:
        yield Need("open_payment", _some([*unstated, *carried]))


def _agreements(state: State, party: str) -> Iterator[Need]:
    """Name the agreements that the person is a party to, or is paid by as their clauses stand."""
    named = {row["agreement_id"] for row in state.select(AgreementPartyRow, party_id=party)}
    latest: dict[str, Row] = {}
    for row in state.select(TermsRow):  # ordered by agreement and version
        latest[row["agreement_id"]] = row
    for agreement, row in latest.items():
        if party in row["doc"] and state.get(AgreementRow, agreement) is not None:
            named.add(agreement)
    if named:
        yield Need("agreement", _some(named))


def _some(ids: Any) -> tuple[str, ...]:
    return tuple(sorted(ids)[:_SHOWN])
