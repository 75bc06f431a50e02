"""Whom the subject of a dispute concerns, and who is the other side.

The rules kept here, in order:

1. A line of a statement: its payer, its payee, and whoever is paid for the payee.
2. A right: the parties of its grant, which are holders, members of committees and licensees.
3. A committee: everybody who was a member in any version. Who left may contest his refund.
4. An agreement: its parties, and everybody whom a run of it gave something. Its creators do not
   read of each other: a dispute about it concerns its sides alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ledger.agreements.views import AgreementPartyRow, AgreementRow
from ledger.committees.views import CommitteeRow, CommitteeVersionRow
from ledger.disputes.commands import DisputeSubject
from ledger.errors import NotFound
from ledger.rights.views import RightRow
from ledger.royalties.views import RunPayeeRow
from ledger.statements.views import StatementRow
from ledger.store.state import Row, State
from ledger.store.views import View, unpack


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom a subject concerns.

    Attributes:
        parties: All of them, as far as they are few.
        payer: Who pays, where one does.
        is_open: Everybody concerned reads that there is a dispute; else its sides alone.
    """

    parties: tuple[str, ...]
    payer: str | None = None
    is_open: bool = True

    def other_side(self, by: str) -> tuple[str, ...]:
        """Return the other side where the opener names none."""
        if self.payer is not None and self.payer != by:
            return (self.payer,)
        return tuple(party for party in self.parties if party != by)


def concerned(subject: DisputeSubject, sides: tuple[str, ...], state: State) -> Concerned:
    """Return whom a subject concerns.

    Args:
        subject: What is contested.
        sides: Who contests it and against whom: of an agreement's payees only these are looked for.
        state: The register.

    Raises:
        NotFound: There is no such statement, right, committee or agreement; who is not concerned
            by one that there is hears the same.
    """
    return _READERS[subject.kind](subject, sides, state)


def check_line(subject: DisputeSubject, state: State) -> None:
    """Refuse a line that the statement does not have.

    Raises:
        NotFound: No line of the statement is of this run and clause.
    """
    if subject.kind != "statement_line":
        return
    lines = unpack(_row(StatementRow, subject, state)["doc"])["lines"]
    if not any((line["run"], line["step"]) == (subject.run, subject.step) for line in lines):
        raise NotFound(
            "statement-line-not-found",
            field="subject.step",
            value=f"{subject.run} / {subject.step}",
            expected="run and step of a line of this statement",
        )


def not_found(subject: DisputeSubject) -> NotFound:
    """Return what a stranger hears, whether there is something of this id or not."""
    return NotFound("dispute-subject-not-found", field="subject.id", value=subject.id)


def _row(view: type[View], subject: DisputeSubject, state: State) -> Row:
    row = state.get(view, subject.id)
    if row is None:
        raise not_found(subject)
    return row


def _of_line(subject: DisputeSubject, sides: tuple[str, ...], state: State) -> Concerned:
    del sides
    row = _row(StatementRow, subject, state)
    parties = dict.fromkeys((row["payer"], row["payee"], row["paid_to"]))
    return Concerned(tuple(parties), row["payer"])


def _of_grant(subject: DisputeSubject, sides: tuple[str, ...], state: State) -> Concerned:
    del sides
    row = _row(RightRow, subject, state)
    return Concerned(tuple(unpack(row["doc"])["body"]["parties"]))


def _of_committee(subject: DisputeSubject, sides: tuple[str, ...], state: State) -> Concerned:
    del sides
    _row(CommitteeRow, subject, state)
    versions = state.select(CommitteeVersionRow, committee_id=subject.id)
    named = [
        member["party"] for version in versions for member in unpack(version["doc"])["members"]
    ]
    return Concerned(tuple(dict.fromkeys(named)))


def _of_agreement(subject: DisputeSubject, sides: tuple[str, ...], state: State) -> Concerned:
    row = _row(AgreementRow, subject, state)
    named = [each["party_id"] for each in state.select(AgreementPartyRow, agreement_id=subject.id)]
    named += [side for side in sides if _was_paid(subject.id, side, state)]
    return Concerned(tuple(dict.fromkeys((row["payer"], *named))), row["payer"], is_open=False)


def _was_paid(agreement: str, party: str, state: State) -> bool:
    return bool(state.select(RunPayeeRow, agreement=agreement, party_id=party))


_READERS: Final[dict[str, Callable[[DisputeSubject, tuple[str, ...], State], Concerned]]] = {
    "statement_line": _of_line,
    "grant": _of_grant,
    "committee": _of_committee,
    "agreement": _of_agreement,
}
