"""What every new version of a committee has in common: who speaks, from when, to what standard.

A version begins with a month that payout runs have not settled, and not before the one it follows.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from contracts.money import CURRENCIES
from contracts.period import Month
from ledger.command import Actor, Context
from ledger.committees.commands import Member
from ledger.committees.contract import Contract, Standard, check
from ledger.committees.events import CommitteeVersion
from ledger.committees.shares import SHARE_SETS, known
from ledger.committees.versions import DISSOLVED, DISSOLVING, DRAFT
from ledger.committees.views import CommitteeRow, settled_through
from ledger.errors import Conflict, Forbidden, RuleViolation
from ledger.parties.views import PartyRow
from ledger.periods.views import is_closed
from ledger.store.state import Row, State
from ledger.store.views import pack, unpack
from ledger.works.views import WorkRow

VersionT = TypeVar("VersionT", bound=CommitteeVersion)


def committee_at_work(
    committee: str, state: State, *, may_be_dissolving: bool = True
) -> tuple[Row, Row]:
    """Return a committee with members of its own: its row, and its newest contract.

    Raises:
        NotFound: It is not on the register.
        Conflict: It is a draft, or has been wound up, or is being wound up where that matters.
    """
    row = state.require(CommitteeRow, committee, field="committee")
    check_not_dissolved(row)
    if row["status"] == DRAFT:
        raise Conflict(
            "committee-is-draft",
            field="committee",
            value=committee,
            expected="a committee with shares; activate the draft first",
        )
    if row["status"] == DISSOLVING and not may_be_dissolving:
        raise Conflict(
            "committee-dissolving",
            field="committee",
            value=committee,
            expected="a committee that is not being wound up",
        )
    return row, unpack(row["doc"])


def check_currency(currency: str, field: str) -> None:
    """Refuse what is no currency."""
    if currency not in CURRENCIES:
        raise RuleViolation(
            "unknown-currency", field=field, value=currency, expected="ISO 4217 code"
        )


def may_speak(context: Context, contract: Row, *also: str) -> None:
    """Refuse whoever is neither the operator, nor the lead, nor one of the parties concerned."""
    if context.actor.party not in also:
        must_lead(context.actor, contract.get("lead"), "committee", is_draft=False)


def resulting(
    kind: type[VersionT], before: Row, changes: Mapping[str, Any], state: State
) -> VersionT:
    """Return the fact of a version: the whole state before it, with what changes.

    Args:
        kind: Class of the fact.
        before: The newest contract, as plain JSON values.
        changes: The same for what changes, `effective_from` and `reason` included; None is left
            out, so that what nobody says stays as it is.
        state: To look up whoever is named.

    Raises:
        Refused: What results contradicts itself, or is less complete than before.
    """
    body = {name: before[name] for name in CommitteeVersion.model_fields if name in before}
    body |= {"flags": [], "consents": []}
    body |= {name: value for name, value in changes.items() if value is not None}
    after = kind.model_validate_json(pack(body))
    contract = Contract.of(after)
    check_exist(contract, after.works, state)
    flags = check(contract, standard_of(after, before))
    check_nothing_forgotten(after.members, before)
    return after.model_copy(update={"flags": flags})


def check_not_dissolved(row: Row) -> None:
    """Refuse a committee that has been wound up."""
    if row["status"] == DISSOLVED:
        raise Conflict(
            "committee-dissolved",
            field="committee",
            value=row["id"],
            expected="a committee that has not been wound up",
        )


def must_lead(actor: Actor, lead: str | None, field: str, *, is_draft: bool) -> None:
    """Refuse whoever does not lead the committee and is not the operator."""
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


def check_exist(contract: Contract, works: tuple[str, ...], state: State) -> None:
    """Refuse parties and works that are not on the register, and works named twice."""
    for party, field in contract.parties().items():
        state.require(PartyRow, party, field=field)
    for number, work in enumerate(works):
        state.require(WorkRow, work, field=f"works[{number}]")
        if work in works[:number]:
            raise RuleViolation(
                "work-repeated", field=f"works[{number}]", value=work, expected="each work once"
            )


def check_effective_from(day: date, row: Row, state: State) -> None:
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


def standard_of(after: CommitteeVersion, before: Row) -> Standard:
    """Return the standard: what was complete stays so; a draft becomes active when it is."""
    if after.status == DRAFT:
        return "draft"
    was_lacking = before["status"] != DRAFT and before["flags"]
    return "as_it_is" if was_lacking else "complete"


def check_nothing_forgotten(members: tuple[Member, ...] | None, before: Row) -> None:
    """Refuse to forget shares that are on record."""
    for share_set in SHARE_SETS:
        was_known = any(share_set in member for member in before["members"])
        if members is not None and was_known and not known(members, share_set):
            raise RuleViolation(
                "shares-forgotten",
                f"the {share_set} shares are on record and cannot become unknown",
                field=f"members.{share_set}",
                value=None,
                expected="a share for every member",
                share_set=share_set,
            )
