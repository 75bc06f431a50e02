"""What the rules about rights have in common: what is known, who agreed, and whose right it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from contracts.rights.extent import Extent
from contracts.rights.grants import UNASSIGNED, Grants
from ledger.clock import tokyo_date
from ledger.command import Actor, Context
from ledger.committees.views import CommitteeRow
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.keys.consents import Consent, needs_consents
from ledger.parties.views import PartyRow
from ledger.rights.behind import people_behind
from ledger.rights.checks import Agreed
from ledger.rights.people import People, committee_of, holders_in
from ledger.rights.reading import Recorded, grants_of
from ledger.rights.views import RightRow, recorded
from ledger.store.state import Key, State
from ledger.works.views import WorkRow


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows about the part of a work that a command is about.

    Attributes:
        recorded: Grants that touch it.
        grants: The same as values.
        people: Who stands behind committees that hold.
    """

    recorded: tuple[Recorded, ...]
    grants: Grants
    people: People


def begin(right: str, work: str, state: State) -> None:
    """Refuse an id that somebody used, and a work that is not on the register."""
    if state.get(RightRow, right) is not None:
        raise Conflict("id-taken", field="id", value=right, expected="an id nobody used yet")
    state.require(WorkRow, work, field="work")


def check_holders(holders: Iterable[str], field: str | tuple[str, ...], state: State) -> None:
    """Refuse a party or a committee that is not on the register; names where it stands."""
    for number, holder in enumerate(holders):
        where = field[number] if isinstance(field, tuple) else f"{field}[{number}]"
        committee = committee_of(holder)
        if committee:
            state.require(CommitteeRow, committee, field=where)
        elif holder != UNASSIGNED:
            state.require(PartyRow, holder, field=where)


def check_source(source: str | None, known: Known, field: str, kind: str = "") -> None:
    """Refuse a source that is no grant of this kind on the same part of the work."""
    found = [one for one in known.recorded if one.body["id"] == source]
    if source and not any((one.kind == "licence") == (kind == "licence") for one in found):
        raise NotFound(
            "right-not-found",
            "no such grant on this work touches the extent",
            field=field,
            value=source,
        )


def known_of(state: State, work: str, extent: Extent, holders: Iterable[str]) -> Known:
    """Return what is on record about a part of a work, with those who may sign on its first day."""
    found = tuple(recorded(state, work, extent))
    named = holders_in(grants_of(found)) | set(holders)
    people = people_behind(state, named)
    return Known(found, grants_of(found, people.windows_on(extent.first)), people)


def agreed_by(
    known: Known,
    extent: Extent,
    actor: Actor,
    sides: Iterable[str],
    consents: Iterable[Consent],
) -> Agreed:
    """Return who agreed: the sender and who consented.

    The operator records from the document that its parties signed; nobody else speaks for them.
    """
    present = {consent.party for consent in consents}
    present |= {*sides} if actor.is_operator else {actor.party or ""}
    members = known.people.signing_on(extent.first, present)
    return Agreed(present, members, known.grants.mandates)


def agents_of(known: Known, licensors: Iterable[str]) -> list[str]:
    """Return who may sign for these licensors, or for all co-owners."""
    named = {"", *licensors}
    return [one.representative for one in known.grants.mandates if one.holder in named]


def must_concern(actor: Actor, parties: Iterable[str], field: str) -> None:
    """Refuse whoever is none of those whose right it is; he does not hear who they are."""
    if actor.is_operator:
        return
    if actor.role not in {"studio", "creator"}:
        raise Forbidden("role-may-not-write", role=actor.role, expected="studio or creator")
    if actor.party not in set(parties):
        raise Forbidden(
            "not-your-right", field=field, value=actor.party, expected="a right of your own"
        )


def must_speak_still(context: Context, people: People, first: date) -> None:
    """Refuse who signs as of a past day for a committee whose members or windows changed since.

    Otherwise who left, or whose window ended, could still grant whatever begins before that. What
    was agreed then the operator records, from the document of that time.
    """
    today = tokyo_date(context.at)
    if context.actor.is_operator or first >= today:
        return
    for behind in people.committees.values():
        if behind.has_changed(first, today):
            raise RuleViolation(
                "rights-back-dated",
                "members or windows have changed since; the operator records what was agreed then",
                field="first_day",
                value=first.isoformat(),
                expected=f"{today} or later, or a document that the operator records",
            )


def joined(parties: Iterable[str], more: Iterable[str]) -> list[str]:
    """Return both lists as one, each name once, in order."""
    return list(dict.fromkeys((*parties, *more)))


def needs_of(
    right: str, work: str, holders: Iterable[str], consents: Iterable[Consent]
) -> list[Key]:
    """Return the rows of an id, a work, everybody named and their consents."""
    parties = [holder for holder in holders if holder.startswith("party_")]
    committees = [found for holder in holders if (found := committee_of(holder))]
    return [
        (RightRow, (right,)),
        (WorkRow, (work,)),
        *((PartyRow, (party,)) for party in parties),
        *((CommitteeRow, (committee,)) for committee in committees),
        *needs_consents(consents),
    ]
