"""What every rule about an end asks first: which committee, who sends, who agreed."""

from collections.abc import Iterable, Mapping
from datetime import date

from ledger.clock import tokyo_date
from ledger.command import Actor, Context
from ledger.committees.agreement import agreed_by, require_decided
from ledger.committees.versions import DISSOLVED
from ledger.committees.views import CommitteeRow
from ledger.dissolutions.views import BEGUN, of_committee
from ledger.errors import Conflict, Forbidden, RuleViolation
from ledger.keys.consents import Consent
from ledger.parties.succession import successors_on
from ledger.store.state import Row, State


def not_ended(state: State, committee: str, *, under_way: str | None = None) -> Row:
    """Return the row of a committee that has not ended, and of which no other end is under way.

    Args:
        state: The views.
        committee: Its id.
        under_way: The end that may be under way.

    Raises:
        NotFound: There is no such committee.
        Conflict: It has ended, or another end is under way; names that one.
    """
    row = state.require(CommitteeRow, committee, field="committee")
    found = of_committee(state, committee)
    if found is None and row["status"] != DISSOLVED:
        return row
    if found is not None and found["phase"] == BEGUN:
        if found["id"] == under_way:
            return row
        raise Conflict(
            "dissolution-under-way",
            "another dissolution of this committee is on record",
            field="committee",
            value=committee,
            expected=f"the dissolution {found['id']} completed",
        )
    raise Conflict(
        "committee-dissolved",
        field="committee",
        value=committee,
        expected="a committee that has not been wound up",
    )


def must_be_among(actor: Actor, parties: Iterable[str], field: str) -> None:
    """Refuse whoever is neither the operator nor one of these parties."""
    if actor.is_operator:
        return
    if actor.role not in {"studio", "creator"}:
        raise Forbidden("role-may-not-write", role=actor.role, expected="studio or creator")
    if actor.party not in set(parties):
        raise Forbidden(
            "not-your-committee",
            "only its members, and those who wind it up, speak for a committee",
            field=field,
            value=actor.party,
            expected="a committee that you are a member of, or wind up",
        )


def must_be_operator(actor: Actor, field: str) -> None:
    """Refuse everybody but the operator, who records what a document shows."""
    if not actor.is_operator:
        raise Forbidden(
            "operator-only",
            "what came about without anybody's will is recorded from the document that shows it",
            field=field,
            value=actor.party,
            expected="the operator, or an end that all members agreed to",
        )


def must_be_decided(doc: Row, consents: Iterable[Consent], state: State, context: Context) -> None:
    """Refuse unless the members decided, all of them or as their contract says.

    A member whose place others took has agreed when all of them did.

    Raises:
        RuleViolation: `consent-missing`, naming each that could still agree.
    """
    agreed = agreed_by(context.actor, consents)
    day = tokyo_date(context.at)
    stand_in = {
        member["party"]
        for member in doc["members"]
        if {party for party, _ in successors_on(state, member["party"], day)} <= agreed
    }
    require_decided(doc, agreed | stand_in)


def parties_in(doc: Row, more: Iterable[str] = ()) -> list[str]:
    """Return who reads what concerns an end: the members, and others named."""
    members: list[Mapping[str, str]] = doc["members"]
    return list(dict.fromkeys((*(member["party"] for member in members), *more)))


def not_in_future(day: date, field: str, context: Context) -> None:
    """Refuse a day to come for something that is said to have happened.

    Raises:
        RuleViolation: `day-in-future`, with the field.
    """
    today = tokyo_date(context.at)
    if day > today:
        raise RuleViolation(
            "dissolution-in-future",
            field=field,
            value=day.isoformat(),
            expected=f"{today} or earlier",
        )
