"""Rules about works.

1. An id names one work, an identifier names one work, a credit names somebody.
2. Only the holder and the operator speak for a work; anybody may claim beside it.
3. A notice reserves its id: the work that grows from it keeps the notice's date.
"""

from collections.abc import Iterable
from datetime import date

from ledger.clock import TOKYO
from ledger.command import Actor, Command, Context
from ledger.errors import Conflict, Forbidden, RuleViolation
from ledger.event import Event
from ledger.parties.views import PartyRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.works.commands import (
    AmendWork,
    Asset,
    ClaimWork,
    Credit,
    FileNotice,
    RegisterElement,
    RegisterWork,
    WorkData,
)
from ledger.works.credits import check_credits, credited_parties
from ledger.works.events import (
    ElementRegistered,
    NoticeFiled,
    WorkAmended,
    WorkClaimed,
    WorkRegistered,
)
from ledger.works.identifiers import canonical, scope_of
from ledger.works.views import ClaimRow, ElementRow, NoticeRow, WorkIdentifierRow, WorkRow

_FIRST_YEAR = 1900  # no anime is older; an earlier year is a slip of the hand


def file_notice(command: FileNotice, state: State, context: Context) -> list[Event]:
    """Record that a work in preparation exists, for its holder alone to read."""
    _refuse_taken(state, context.actor, command.work, "work")
    if state.get(NoticeRow, command.work) is not None:
        raise Conflict("id-taken", field="work", value=command.work, expected="a new id")
    context.actor.must_act_for(command.holder, "holder")
    state.require(PartyRow, command.holder, field="holder")
    _check_assets(command.assets)
    return [
        NoticeFiled(
            work=command.work,
            holder=command.holder,
            working_title=command.working_title,
            note=command.note,
            assets=command.assets,
        )
    ]


def register_work(command: RegisterWork, state: State, context: Context) -> list[Event]:
    """Put a work on the register, with the date of its notice if there was one."""
    _refuse_taken(state, context.actor, command.id, "id")
    notice = state.get(NoticeRow, command.id)
    holder = _holder(command, notice, context.actor)
    if holder is not None:
        state.require(PartyRow, holder, field="holder")
    _check_data(command.data, state, context, work=command.id, holder=holder)
    check_credits(command.credits, state)
    _check_assets(command.assets)
    return [
        WorkRegistered(
            id=command.id,
            holder=holder,
            data=command.data,
            credits=command.credits,
            assets=command.assets,
            notice_index=notice["entry_index"] if notice else None,
            source=command.source,
        )
    ]


def amend_work(command: AmendWork, state: State, context: Context) -> list[Event]:
    """Replace data or credits, or add files; nothing said before is lost."""
    row = _speaking_for(command.work, state, context.actor)
    if command.data is None and command.credits is None and not command.assets:
        raise RuleViolation(
            "nothing-to-amend",
            field="data",
            value=None,
            expected="at least one of data, credits, assets",
        )
    if command.data is not None:
        _check_data(command.data, state, context, work=command.work, holder=row["holder"])
    check_credits(command.credits or (), state)
    _check_assets(command.assets)
    return [
        WorkAmended(
            work=command.work,
            by=context.actor.party,
            reason=command.reason,
            data=command.data,
            credits=command.credits,
            assets=command.assets,
        )
    ]


def register_element(command: RegisterElement, state: State, context: Context) -> list[Event]:
    """Put a character, a design or a version under its work."""
    if state.get(ElementRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="a new id")
    _speaking_for(command.work, state, context.actor)
    if command.of is not None:
        parent = state.require(ElementRow, command.of, field="of")
        if parent["work_id"] != command.work:
            raise RuleViolation(
                "element-of-other-work",
                field="of",
                value=command.of,
                expected=f"an element of {command.work}",
            )
    check_credits(command.credits, state)
    _check_assets(command.assets)
    return [
        ElementRegistered(
            id=command.id,
            work=command.work,
            kind=command.kind,
            name=command.name,
            of=command.of,
            credits=command.credits,
            assets=command.assets,
        )
    ]


def claim_work(command: ClaimWork, state: State, context: Context) -> list[Event]:
    """Record a claim beside the others; the register does not judge."""
    if state.get(ClaimRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="a new id")
    state.require(WorkRow, command.work, field="work")
    context.actor.must_act_for(command.claimant, "claimant")
    state.require(PartyRow, command.claimant, field="claimant")
    return [
        WorkClaimed(
            id=command.id,
            work=command.work,
            claimant=command.claimant,
            claim=command.claim,
            statement=command.statement,
            evidence=command.evidence,
        )
    ]


def _refuse_taken(state: State, actor: Actor, work: str, field: str) -> None:
    """Refuse an id that a work has, or that somebody else's notice reserves."""
    if state.get(WorkRow, work) is not None:
        raise Conflict("id-taken", field=field, value=work, expected="a new id")
    notice = state.get(NoticeRow, work)
    if notice is not None and not actor.is_operator and actor.party != notice["holder"]:
        # Says that the id cannot be used, not by whom or for what it is reserved.
        raise Forbidden("work-id-reserved", field=field, value=work, expected="a new id")


def _holder(command: RegisterWork, notice: Row | None, actor: Actor) -> str | None:
    """Return who will hold the work: as the notice says, else as the command says."""
    holder = command.holder
    if notice is not None:
        holder = holder or notice["holder"]
        if holder != notice["holder"]:
            raise RuleViolation(
                "holder-differs-from-notice",
                field="holder",
                value=holder,
                expected=notice["holder"],
            )
    if holder is not None:
        actor.must_act_for(holder, "holder")
    elif not actor.is_operator:
        raise Forbidden("holder-missing", field="holder", value=None, expected=actor.party)
    return holder


def _speaking_for(work: str, state: State, actor: Actor) -> Row:
    """Return the work's row if the actor may speak for it."""
    row = state.require(WorkRow, work, field="work")
    if row["holder"] is not None:
        actor.must_act_for(row["holder"], "work")
    elif not actor.is_operator:
        raise Forbidden(
            "operator-only",
            "nobody holds this work yet: claim it, or let the operator amend it",
            field="work",
            value=work,
            expected="a work that you hold",
        )
    return row


def _check_data(
    data: WorkData, state: State, context: Context, *, work: str, holder: str | None
) -> None:
    _check_first_published(data, context)
    seen: set[tuple[str, str]] = set()
    for number, item in enumerate(data.identifiers):
        field = f"data.identifiers[{number}]"
        value = canonical(item, field)
        if (item.scheme, value) in seen:
            raise RuleViolation("identifier-repeated", field=field, value=item.value)
        seen.add((item.scheme, value))
        other = state.get(WorkIdentifierRow, item.scheme, value, scope_of(item.scheme, holder))
        if other is not None and other["work_id"] != work:
            raise Conflict(
                "identifier-taken",
                f"{item.scheme} {item.value} belongs to another work",
                field=field,
                value=item.value,
                expected="an identifier of this work alone",
                work=other["work_id"],
            )


def _check_first_published(data: WorkData, context: Context) -> None:
    if data.first_published is None:
        return
    today = context.at.astimezone(TOKYO).date()
    if data.first_published < date(_FIRST_YEAR, 1, 1):
        expected = f"{_FIRST_YEAR}-01-01 or later"
    elif data.first_published > today and data.status == "released":
        expected = f"{today} or earlier for a released work"
    else:
        return
    raise RuleViolation(
        "first-published-impossible",
        field="data.first_published",
        value=data.first_published.isoformat(),
        expected=expected,
    )


def _check_assets(assets: tuple[Asset, ...]) -> None:
    seen: set[str] = set()
    for number, asset in enumerate(assets):
        if asset.sha256 in seen:
            raise RuleViolation(
                "asset-repeated",
                field=f"assets[{number}].sha256",
                value=asset.sha256,
                expected="each file once",
            )
        seen.add(asset.sha256)


def needs_file_notice(command: FileNotice) -> list[Key]:
    """Return the rows of the id and the holder."""
    return [
        (WorkRow, (command.work,)),
        (NoticeRow, (command.work,)),
        (PartyRow, (command.holder,)),
    ]


def needs_register_work(command: RegisterWork) -> list[Key]:
    """Return the rows of the id, the identifiers and everybody named."""
    keys: list[Key] = [(WorkRow, (command.id,)), (NoticeRow, (command.id,))]
    keys += _identifier_keys(command.data, command.holder)
    return keys + _party_keys(command.holder, command.credits)


def needs_amend_work(command: AmendWork) -> list[Key]:
    """Return the rows of the work, the identifiers and everybody named."""
    keys: list[Key] = [(WorkRow, (command.work,))]
    if command.data is not None:
        keys += _identifier_keys(command.data, None)
    return keys + _party_keys(None, command.credits or ())


def needs_register_element(command: RegisterElement) -> list[Key]:
    """Return the rows of the work, the elements and everybody named."""
    elements = [item for item in (command.id, command.of) if item]
    keys: list[Key] = [(WorkRow, (command.work,)), *((ElementRow, (item,)) for item in elements)]
    return keys + _party_keys(None, command.credits)


def needs_claim_work(command: ClaimWork) -> list[Key]:
    """Return the rows of the work, the claim and the claimant."""
    return [
        (WorkRow, (command.work,)),
        (ClaimRow, (command.id,)),
        (PartyRow, (command.claimant,)),
    ]


def _identifier_keys(data: WorkData, holder: str | None) -> list[Key]:
    keys: list[Key] = []
    for item in data.identifiers:
        try:
            key = (item.scheme, canonical(item), scope_of(item.scheme, holder))
        except RuleViolation:
            continue  # the rule refuses it by name
        keys.append((WorkIdentifierRow, key))
    return keys


def _party_keys(holder: str | None, lines: Iterable[Credit]) -> list[Key]:
    named = [*credited_parties(lines), *([holder] if holder else [])]
    return [(PartyRow, (party,)) for party in named]


HANDLERS: dict[type[Command], Handler] = {
    FileNotice: Handler(file_notice, needs_file_notice),
    RegisterWork: Handler(register_work, needs_register_work),
    AmendWork: Handler(amend_work, needs_amend_work),
    RegisterElement: Handler(register_element, needs_register_element),
    ClaimWork: Handler(claim_work, needs_claim_work),
}
