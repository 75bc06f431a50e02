"""What is on record about production committees."""

from datetime import date
from typing import Any, ClassVar

from ledger.committees.commands import (
    Decisions,
    DispositionPlan,
    FirstRefusal,
    Member,
    Schedule,
    Window,
)
from ledger.event import OPERATOR, PUBLIC, Event
from ledger.keys.consents import Consent
from ledger.log.entry import Part
from ledger.log.parts import Joining
from ledger.values import DocumentRef, Names

_CONFIDENTIAL = (
    "members", "windows", "schedule", "plan", "contract", "consents", "decisions", "first_refusal",
)  # fmt: skip


class CommitteeFormed(Event):
    """A committee is on the register.

    Name, works and lead are printed in every credit, so they are public; members with their shares,
    rates and the plan are in a part of their own that only the members read.

    Attributes:
        flags: What is missing or presumed, for instance `no-plan`, `copyright-shares-unknown`.
    """

    TYPE: ClassVar[str] = "committee.formed/1"
    JOINING: ClassVar[Joining] = Joining(merged=("shares",))

    id: str
    name: Names
    status: str
    works: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    lead: str | None = None
    windows: tuple[Window, ...] = ()
    schedule: Schedule | None = None
    plan: DispositionPlan | None = None
    decisions: Decisions | None = None
    first_refusal: FirstRefusal | None = None
    formed_on: date | None = None
    contract: DocumentRef | None = None
    shares_are_synthetic: bool = False
    flags: tuple[str, ...] = ()
    source: str | None = None
    consents: tuple[Consent, ...] = ()

    def parts(self) -> list[Part]:
        """Return public facts and the members' part."""
        return committee_parts(self)


class CommitteeVersion(Event):
    """A committee as it stands from a day on: the base of every fact that changes one.

    The fact holds the whole state that results, so that nobody needs the facts before it to read
    a contract. Subclasses add what changed it; only the members and those concerned read that.

    Attributes:
        effective_from: First day of a month.
    """

    JOINING: ClassVar[Joining] = Joining(merged=("shares",))

    id: str
    name: Names
    status: str
    effective_from: date
    reason: str
    works: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    lead: str | None = None
    windows: tuple[Window, ...] = ()
    schedule: Schedule | None = None
    plan: DispositionPlan | None = None
    decisions: Decisions | None = None
    first_refusal: FirstRefusal | None = None
    formed_on: date | None = None
    contract: DocumentRef | None = None
    shares_are_synthetic: bool = False
    flags: tuple[str, ...] = ()
    consents: tuple[Consent, ...] = ()

    def parts(self) -> list[Part]:
        """Return public facts and the members' part."""
        return committee_parts(self)

    def change(self) -> dict[str, Any]:
        """Return what brought the version about, besides the contract, as plain JSON values."""
        return {}


class CommitteeAmended(CommitteeVersion):
    """The members agreed on another contract."""

    TYPE: ClassVar[str] = "committee.amended/1"


def committee_parts(event: CommitteeFormed | CommitteeVersion) -> list[Part]:
    """Split a committee's fact: what credits print is public, the contract is the members'."""
    body = event.body()
    shares = {field: body.pop(field) for field in _CONFIDENTIAL if field in body}
    readers = (OPERATOR, *dict.fromkeys(member.party for member in event.members))
    return [Part("facts", (PUBLIC,), body), Part("shares", readers, shares)]
