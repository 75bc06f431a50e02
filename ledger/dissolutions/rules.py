"""Rules about the end of committees, by command; what each decides is in a module of its own."""

from typing import Final

from ledger.command import Command
from ledger.committees.signers import concerned
from ledger.committees.views import CommitteeRow
from ledger.dissolutions.beginning import begin_dissolution
from ledger.dissolutions.commands import (
    BeginDissolution,
    CompleteDissolution,
    DeclareUse,
    RecordPastDissolution,
)
from ledger.dissolutions.completing import complete_dissolution
from ledger.dissolutions.declaring import declare_use
from ledger.dissolutions.finding import record_past_dissolution
from ledger.dissolutions.views import DissolutionRow
from ledger.keys.consents import needs_consents
from ledger.parties.views import PartyRow
from ledger.periods.views import REGISTER, PeriodRow
from ledger.store.handler import Handler
from ledger.store.state import Key, State
from ledger.store.views import unpack
from ledger.works.views import WorkRow


def needs_begin(command: BeginDissolution) -> list[Key]:
    """Return the rows of the committee, the id and everybody named."""
    return [
        (CommitteeRow, (command.committee,)),
        (DissolutionRow, (command.id,)),
        *((PartyRow, (one.party,)) for one in command.liquidators),
        *needs_consents(command.consents),
    ]


def needs_declare(command: DeclareUse) -> list[Key]:
    """Return the rows of what is spoken about, who speaks and who is asked."""
    return [
        *([(CommitteeRow, (command.committee,))] if command.committee else []),
        *([(WorkRow, (command.work,))] if command.work else []),
        (PartyRow, (command.declarant,)),
        (PartyRow, (command.contact,)),
    ]


def needs_complete(command: CompleteDissolution) -> list[Key]:
    """Return the rows of the dissolution, the first month and everybody who agrees."""
    return [
        (DissolutionRow, (command.dissolution,)),
        (PeriodRow, (REGISTER, command.money_from)),
        *((PartyRow, (one.debtor,)) for one in command.debtors),
        *needs_consents(command.consents),
    ]


def needs_record_past(command: RecordPastDissolution) -> list[Key]:
    """Return the rows of the committee and the id."""
    return [(CommitteeRow, (command.committee,)), (DissolutionRow, (command.dissolution,))]


def whose_committee_ends(
    command: BeginDissolution | CompleteDissolution, state: State
) -> list[str]:
    """Return the members whose will ends their committee: those who want it signed must sign."""
    row = state.get(CommitteeRow, _committee(command, state) or "")
    return concerned(command.TYPE, command.body(), unpack(row["doc"])["members"]) if row else []


def _committee(command: BeginDissolution | CompleteDissolution, state: State) -> str | None:
    if isinstance(command, BeginDissolution):
        return command.committee
    found = state.get(DissolutionRow, command.dissolution)
    return str(found["committee"]) if found else None


HANDLERS: Final[dict[type[Command], Handler]] = {
    BeginDissolution: Handler(begin_dissolution, needs_begin, whose_committee_ends),
    CompleteDissolution: Handler(complete_dissolution, needs_complete, whose_committee_ends),
    RecordPastDissolution: Handler(record_past_dissolution, needs_record_past),
    DeclareUse: Handler(declare_use, needs_declare),
}
