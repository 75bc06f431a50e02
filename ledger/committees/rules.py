"""Rules about committees: a new one is complete, an existing one is recorded as it stands.

1. New: a lead, three explicit share sets that sum to one, and a plan for the end.
2. Existing: what is unknown stays unknown and is flagged; half-known is refused.
3. Amended: a dated version that begins neither before the one it follows nor in months that
   payout runs settled; what was complete or known stays so.
4. Once a contract says how its members decide, every amendment is decided that way, and to say it
   for the first time all agree. A contract that says nothing is amended by its lead, as before.
"""

from datetime import date

from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.committees.agreement import (
    agreed_by,
    check_decisions,
    require_decided,
    require_from,
)
from ledger.committees.capital_rules import (
    call_capital,
    record_contribution,
    record_notice,
    set_status,
)
from ledger.committees.changes import (
    AdmitMember,
    AnswerShareOffer,
    CallCapital,
    OfferShare,
    RecordContribution,
    RecordInvoiceNotice,
    RecordLeaving,
    SetCommitteeStatus,
    SettleLeaving,
    SucceedMember,
    TransferMemberShare,
)
from ledger.committees.commands import AmendCommittee, FormCommittee
from ledger.committees.contract import Contract, Standard, check
from ledger.committees.events import CommitteeAmended, CommitteeFormed
from ledger.committees.member_rules import (
    admit_member,
    needs_change,
    record_leaving,
    settle_leaving,
    succeed_member,
)
from ledger.committees.share_rules import answer_offer, needs_transfer, offer_share, transfer_share
from ledger.committees.signers import concerned, losing
from ledger.committees.versioning import (
    check_effective_from,
    check_exist,
    check_not_dissolved,
    check_nothing_forgotten,
    must_lead,
    standard_of,
)
from ledger.committees.versions import ACTIVE, DRAFT
from ledger.committees.views import CommitteeRow, CommitteeSettledRow
from ledger.errors import Conflict, RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents, needs_consents
from ledger.parties.views import PartyRow
from ledger.periods.views import REGISTER, PeriodRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import pack, unpack
from ledger.works.views import WorkRow

_STANDARDS: dict[str, Standard] = {"new": "complete", "existing": "as_it_is", "draft": "draft"}
_AMENDABLE = (
    "works", "members", "lead", "windows", "schedule", "plan", "decisions", "first_refusal",
    "contract",
)  # fmt: skip


def form_committee(command: FormCommittee, state: State, context: Context) -> list[Event]:
    """Put a committee on the register."""
    if state.get(CommitteeRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="a new id")
    must_lead(context.actor, command.lead, "lead", is_draft=command.origin == "draft")
    contract = Contract.of(command)
    check_exist(contract, command.works, state)
    _check_formed_on(command.formed_on, context)
    check_consents(command.consents, state, context)
    flags = check(contract, _STANDARDS[command.origin])
    check_decisions(command.decisions, command.members)
    status = DRAFT if command.origin == "draft" else ACTIVE
    stated = {name: value for name, value in command if name != "origin"}
    return [CommitteeFormed(**stated, status=status, flags=flags)]


def amend_committee(command: AmendCommittee, state: State, context: Context) -> list[Event]:
    """Add a version of a committee, in force from the first day of a month on."""
    row = state.require(CommitteeRow, command.committee, field="committee")
    check_not_dissolved(row)
    is_draft = row["status"] == DRAFT
    must_lead(context.actor, row["lead"], "committee", is_draft=is_draft)
    _check_says_something(command, is_draft=is_draft)
    check_effective_from(command.effective_from, row, state)
    before = unpack(row["doc"])
    after = _merged(command, before, status=ACTIVE if command.activate else row["status"])
    contract = Contract.of(after)
    check_exist(contract, after.works, state)
    flags = check(contract, standard_of(after, before))
    check_nothing_forgotten(command.members, before)
    check_decisions(after.decisions, after.members)
    check_consents(command.consents, state, context)
    _check_decided(command, before, context)
    return [after.model_copy(update={"flags": flags})]


def _check_decided(command: AmendCommittee, before: Row, context: Context) -> None:
    """Refuse what the members did not decide, and shares that are taken from who did not agree.

    The operator records from the contract that members signed; a lead speaks for itself only.
    """
    if before["status"] == DRAFT:
        return
    agreed = agreed_by(context.actor, command.consents)
    says_how = before.get("decisions") or command.decisions
    if says_how:
        require_decided(before, agreed)
    else:
        agreed |= context.signers  # a signature beside this very command agrees to it
    if command.members is not None and (says_how or not context.actor.is_operator):
        require_from(losing(before["members"], command.body()["members"]), agreed)


def _check_formed_on(formed_on: date | None, context: Context) -> None:
    today = tokyo_date(context.at)
    if formed_on is not None and formed_on > today:
        raise RuleViolation(
            "formed-in-future",
            field="formed_on",
            value=formed_on.isoformat(),
            expected=f"{today} or earlier",
        )


def _check_says_something(command: AmendCommittee, *, is_draft: bool) -> None:
    if command.activate and not is_draft:
        raise Conflict("committee-already-active", field="activate", value=True, expected="a draft")
    if not command.activate and all(getattr(command, name) is None for name in _AMENDABLE):
        raise RuleViolation(
            "nothing-to-amend",
            field="committee",
            value=command.committee,
            expected=f"at least one of {', '.join(_AMENDABLE)}",
        )


def _merged(command: AmendCommittee, before: Row, *, status: str) -> CommitteeAmended:
    """Return the whole state that results: what the command leaves out stays as it is."""
    said = command.body()
    body = {name: before[name] for name in CommitteeAmended.model_fields if name in before}
    body |= {name: said[name] for name in _AMENDABLE if name in said}
    body |= {"status": status, "flags": [], "reason": command.reason}
    body["consents"] = said["consents"]  # to this version, not to those before
    body |= {"effective_from": command.effective_from.isoformat()}
    if command.members is not None:
        body["shares_are_synthetic"] = command.shares_are_synthetic
    return CommitteeAmended.model_validate_json(pack(body))


def needs_form_committee(command: FormCommittee) -> list[Key]:
    """Return the rows of the id and of everybody and everything named."""
    return [
        (CommitteeRow, (command.id,)),
        *((PartyRow, (party,)) for party in Contract.of(command).parties()),
        *((WorkRow, (work,)) for work in command.works),
        *needs_consents(command.consents),
    ]


def needs_amend_committee(command: AmendCommittee) -> list[Key]:
    """Return the rows of the committee, the month, and the parties and works newly named."""
    named = Contract(
        command.members or (), command.lead, command.windows or (), command.plan
    ).parties()
    return [
        (CommitteeRow, (command.committee,)),
        (CommitteeSettledRow, (command.committee,)),
        (PeriodRow, (REGISTER, f"{command.effective_from:%Y-%m}")),
        *((PartyRow, (party,)) for party in named),
        *((WorkRow, (work,)) for work in command.works or ()),
        *needs_consents(command.consents),
    ]


def whose_shares_move(command: Command, state: State) -> list[str]:
    """Return the members whose rights a command moves: those who want it signed must sign."""
    body = command.body()
    row = state.get(CommitteeRow, body["committee"])
    return concerned(command.TYPE, body, unpack(row["doc"])["members"]) if row else []


HANDLERS: dict[type[Command], Handler] = {
    FormCommittee: Handler(form_committee, needs_form_committee),
    AmendCommittee: Handler(amend_committee, needs_amend_committee, whose_shares_move),
    AdmitMember: Handler(admit_member, needs_change, whose_shares_move),
    RecordLeaving: Handler(record_leaving, needs_change, whose_shares_move),
    SettleLeaving: Handler(settle_leaving),
    SucceedMember: Handler(succeed_member, needs_change),
    TransferMemberShare: Handler(transfer_share, needs_transfer, whose_shares_move),
    OfferShare: Handler(offer_share),
    AnswerShareOffer: Handler(answer_offer),
    CallCapital: Handler(call_capital),
    RecordContribution: Handler(record_contribution),
    SetCommitteeStatus: Handler(set_status),
    RecordInvoiceNotice: Handler(record_notice),
}
