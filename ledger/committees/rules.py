"""Rules about committees: a new one is complete, an existing one is recorded as it stands.

1. New: a lead, three explicit share sets that sum to one, and a plan for the end.
2. Existing: what is unknown stays unknown and is flagged; half-known is refused.
3. Amended: a dated version that begins neither before the one it follows nor in months that
   payout runs settled; what was complete or known stays so.
"""

from datetime import date

from contracts.period import Month
from ledger.clock import tokyo_date
from ledger.command import Actor, Command, Context
from ledger.committees.agreement import agreed_by, check_decisions, require_decided
from ledger.committees.commands import AmendCommittee, FormCommittee
from ledger.committees.contract import Contract, Standard, check
from ledger.committees.events import CommitteeAmended, CommitteeFormed
from ledger.committees.shares import SHARE_SETS, known
from ledger.committees.signers import moved
from ledger.committees.versions import ACTIVE, DISSOLVED, DRAFT
from ledger.committees.views import CommitteeRow, CommitteeSettledRow, settled_through
from ledger.errors import Conflict, Forbidden, RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents, needs_consents
from ledger.parties.views import PartyRow
from ledger.periods.views import REGISTER, PeriodRow, is_closed
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
    _must_lead(context.actor, command.lead, "lead", is_draft=command.origin == "draft")
    contract = Contract.of(command)
    _check_exist(contract, command.works, state)
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
    _check_not_dissolved(row)
    is_draft = row["status"] == DRAFT
    _must_lead(context.actor, row["lead"], "committee", is_draft=is_draft)
    _check_says_something(command, is_draft=is_draft)
    _check_effective_from(command.effective_from, row, state)
    before = unpack(row["doc"])
    after = _merged(command, before, status=ACTIVE if command.activate else row["status"])
    contract = Contract.of(after)
    _check_exist(contract, after.works, state)
    flags = check(contract, _standard(after, before))
    _check_nothing_forgotten(command, before)
    check_decisions(after.decisions, after.members)
    check_consents(command.consents, state, context)
    _check_decided(command, before, context)
    return [after.model_copy(update={"flags": flags})]


def _check_not_dissolved(row: Row) -> None:
    if row["status"] == DISSOLVED:
        raise Conflict(
            "committee-dissolved",
            field="committee",
            value=row["id"],
            expected="a committee that has not been wound up",
        )


def _check_decided(command: AmendCommittee, before: Row, context: Context) -> None:
    says_how = before.get("decisions") or command.decisions
    if says_how and before["status"] != DRAFT:
        require_decided(before, agreed_by(context.actor, command.consents))


def _must_lead(actor: Actor, lead: str | None, field: str, *, is_draft: bool) -> None:
    if lead is not None and not is_draft:
        actor.must_act_for(lead, field)
    elif not actor.is_operator:
        raise Forbidden(
            "operator-only",
            "only the operator speaks for a draft, or for a committee without a lead",
            field=field,
            value=lead,
            expected="a committee that you lead",
        )


def _check_exist(contract: Contract, works: tuple[str, ...], state: State) -> None:
    for party, field in contract.parties().items():
        state.require(PartyRow, party, field=field)
    for number, work in enumerate(works):
        state.require(WorkRow, work, field=f"works[{number}]")
        if work in works[:number]:
            raise RuleViolation(
                "work-repeated", field=f"works[{number}]", value=work, expected="each work once"
            )


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


def _check_effective_from(day: date, row: Row, state: State) -> None:
    """Refuse a version inside a month, before its predecessor, or under what is settled."""
    previous, settled = row["effective_from"], settled_through(state, row["id"])
    if day.day != 1:
        code, expected = "effective-inside-month", f"{day:%Y-%m}-01, or the first of another month"
    elif day.isoformat() < previous:
        code, expected = "effective-before-previous", f"{previous} or later"
    elif f"{day:%Y-%m}" <= settled:
        code, expected = "committee-back-dated", f"{Month.parse(settled).plus(1)}-01 or later"
    elif is_closed(state, f"{day:%Y-%m}"):
        code, expected = "period-closed", "the first day of an open month"
    else:
        return
    raise RuleViolation(code, field="effective_from", value=day.isoformat(), expected=expected)


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


def _standard(after: CommitteeAmended, before: Row) -> Standard:
    """What was complete stays complete, and a draft becomes active only when it is."""
    if after.status == DRAFT:
        return "draft"
    was_lacking = before["status"] != DRAFT and before["flags"]
    return "as_it_is" if was_lacking else "complete"


def _check_nothing_forgotten(command: AmendCommittee, before: Row) -> None:
    for share_set in SHARE_SETS:
        was_known = any(share_set in member for member in before["members"])
        if command.members is not None and was_known and not known(command.members, share_set):
            raise RuleViolation(
                "shares-forgotten",
                f"the {share_set} shares are on record and cannot become unknown",
                field=f"members.{share_set}",
                value=None,
                expected="a share for every member",
                share_set=share_set,
            )


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


def whose_shares_move(command: AmendCommittee, state: State) -> list[str]:
    """Return the members whose shares a version moves: those who want it signed must sign."""
    row = state.get(CommitteeRow, command.committee)
    if row is None or command.members is None:
        return []
    return moved(unpack(row["doc"])["members"], command.body()["members"])


HANDLERS: dict[type[Command], Handler] = {
    FormCommittee: Handler(form_committee, needs_form_committee),
    AmendCommittee: Handler(amend_committee, needs_amend_committee, whose_shares_move),
}
