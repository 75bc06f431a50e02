"""What may be asked about set-offs."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from ledger.command import Command
from ledger.ids import AgreementId, PartyId, ReportId, SetOffId, StatementId
from ledger.keys.consents import Consents
from ledger.values import MAX_SAFE, DocumentRef, Text

SetOffMinor = Annotated[int, Field(gt=0, le=MAX_SAFE)]


class AllowSetOff(Command):
    """Record the clause by which a party's remittances may be set off against its distributions.

    Attributes:
        agreement: Under which the party reports and remits, and whose payer pays it.
        party: Who remits and is paid: a window that is a member, for instance.
        clause: Of the agreement, as it is printed.
        since: First day on which a set-off may be declared. until: last day; none if left out.
        document: Where the clause stands.
        consents: Of the party or the payer, whichever did not send this.
    """

    TYPE: ClassVar[str] = "AllowSetOff/1"

    agreement: AgreementId
    party: PartyId
    clause: Text
    since: date
    until: date | None = None
    document: DocumentRef
    consents: Consents = ()


class EndSetOff(Command):
    """Record that nothing is set off any more by such a clause, from a day on."""

    TYPE: ClassVar[str] = "EndSetOff/1"

    agreement: AgreementId
    party: PartyId
    from_day: date
    reason: Text
    document: DocumentRef | None = None


class RecordSetOff(Command):
    """Set what a report still owes off against what a statement still pays.

    The report gets a receipt of that amount, the transfer is less by as much, and no tax moves.

    Attributes:
        set_off: Id that it gets.
        statement: Of the party, by the payer.
        report: Of the party, to the payer.
        day: On which it was declared.
    """

    TYPE: ClassVar[str] = "RecordSetOff/1"

    set_off: SetOffId
    statement: StatementId
    report: ReportId
    amount_minor: SetOffMinor
    day: date
