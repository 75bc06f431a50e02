"""What is known about parties: who they are, what they are called, what numbers they have.

Personal names are not here: a person's row holds the subject and commitments, and
`ledger.parties.display` joins the names from the vault.
"""

from typing import Any, Final

from sqlmodel import Field

from ledger.access.views import involve
from ledger.clock import stamp
from ledger.event import Event, Place
from ledger.parties.endings import PartyEndRow, noted_end, noted_return
from ledger.parties.events import (
    AliasAdded,
    CompanyRegistered,
    PartyEnded,
    PartyReturned,
    PayeeSet,
    PersonRegistered,
    RegistrationNoted,
    Succeeded,
)
from ledger.parties.names import match_key
from ledger.parties.payees import PayeeRow, payee_set
from ledger.parties.registered import REGISTERED
from ledger.parties.registrations import RegistrationRow, registration_noted
from ledger.parties.succession import SuccessionRow, SuccessorRow, succeeded
from ledger.store.handler import Projection
from ledger.store.state import State
from ledger.store.views import View, integer, pack, text, unpack

CORPORATE_NUMBER: Final = "corporate_number"
INVOICE_NUMBER: Final = "invoice_number"
SUBJECT: Final = "subject"


class PartyRow(View, table=True):
    """One company, organisation or person. A person has a subject and no names here.

    `data_use` is `restricted` or `erased` where people's data may no longer be used as before.
    """

    __tablename__ = "v_party"

    id: str = Field(sa_column=text(key=True))
    kind: str = Field(sa_column=text())
    name_ja: str | None = Field(sa_column=text(null=True))
    name_kana: str | None = Field(sa_column=text(null=True))
    name_en: str | None = Field(sa_column=text(null=True))
    country: str = Field(sa_column=text())
    corporate_number: str | None = Field(sa_column=text(null=True))
    invoice_number: str | None = Field(sa_column=text(null=True))
    subject: str | None = Field(sa_column=text(null=True, index=True))
    credit_commit: str | None = Field(sa_column=text(null=True))
    kana_commit: str | None = Field(sa_column=text(null=True))
    status: str = Field(sa_column=text())
    data_use: str | None = Field(sa_column=text(null=True))
    entry_index: int = Field(sa_column=integer())
    doc: str = Field(sa_column=text())


class PartyNameRow(View, table=True):
    """A search key under which an organisation is found."""

    __tablename__ = "v_party_name"

    match_key: str = Field(sa_column=text(key=True))
    party_id: str = Field(sa_column=text(key=True))


class NameOwnersRow(View, table=True):
    """All owners of one search key in one row, so that rules find them by key."""

    __tablename__ = "v_name_owners"

    match_key: str = Field(sa_column=text(key=True))
    doc: str = Field(sa_column=text())


class PartyNumberRow(View, table=True):
    """Whose number this is: corporate number, invoice number, or subject of the vault."""

    __tablename__ = "v_party_number"

    scheme: str = Field(sa_column=text(key=True))
    number: str = Field(sa_column=text(key=True))
    party_id: str = Field(sa_column=text())


def owners_of(state: State, key: str) -> dict[str, str]:
    """Return who is found under a search key, and as what: `name`, `kana` or `alias`."""
    row = state.get(NameOwnersRow, key)
    owners: dict[str, str] = unpack(row["doc"]) if row else {}
    return owners


def company_registered(event: CompanyRegistered, state: State, place: Place) -> None:
    """Make a company or another organisation known."""
    names = event.names
    _put_party(
        state,
        place,
        event,
        country=event.country,
        name_ja=names.ja,
        name_kana=names.kana,
        name_en=names.en,
        corporate_number=event.corporate_number,
        doc={
            "legal_form": event.legal_form,
            "aliases": [alias.model_dump() for alias in event.aliases],
            "source": event.source,
        },
    )
    # From weak to strong: what is a reading and an alias is an alias, what is also a name a name.
    _own_name(state, event.id, names.kana, "kana")
    for alias in event.aliases:
        _own_name(state, event.id, alias.text, "alias")
    _own_name(state, event.id, names.en, "name")
    _own_name(state, event.id, names.ja, "name")
    if event.corporate_number:
        _own_number(state, event.id, CORPORATE_NUMBER, event.corporate_number)


def person_registered(event: PersonRegistered, state: State, place: Place) -> None:
    """Make a person known, by commitments alone."""
    _put_party(
        state,
        place,
        event,
        country=event.residence,
        subject=event.subject,
        credit_commit=event.credit_name,
        kana_commit=event.kana,
        doc={},
    )
    _own_number(state, event.id, SUBJECT, event.subject)


def _put_party(
    state: State,
    place: Place,
    event: CompanyRegistered | PersonRegistered,
    *,
    doc: dict[str, Any],
    **columns: str | None,
) -> None:
    recorded = {"first_recorded_at": stamp(place.recorded_at), "warnings": list(event.warnings)}
    state.put(
        PartyRow,
        id=event.id,
        kind=event.kind,
        invoice_number=event.invoice_number,
        status="active",
        entry_index=place.index,
        doc=pack(doc | recorded),
        **columns,
    )
    involve(state, event.id, event.id)
    if event.invoice_number:
        _own_number(state, event.id, INVOICE_NUMBER, event.invoice_number)


def alias_added(event: AliasAdded, state: State, place: Place) -> None:
    """Let an organisation be found under another spelling."""
    row = state.require(PartyRow, event.party, field="party")
    doc = unpack(row["doc"])
    aliases = [*doc["aliases"], {**event.alias.model_dump(), "entry_index": place.index}]
    state.change(PartyRow, event.party, doc=pack(doc | {"aliases": aliases}))
    _own_name(state, event.party, event.alias.text, "alias")


def party_succeeded(event: Succeeded, state: State, place: Place) -> None:
    """Note that others took a party's place."""
    succeeded(event, state, place)
    state.change(PartyRow, event.party, status="succeeded")


def party_ended(event: PartyEnded, state: State, place: Place) -> None:
    """Note that a party is gone; the public is told of companies that are no more."""
    noted_end(event, state, place)
    _say(state, event.party, "active" if event.is_private else "ended")


def party_returned(event: PartyReturned, state: State, place: Place) -> None:
    """Note that a party is there after all."""
    noted_return(event, state, place)
    _say(state, event.party, "active")


def party_registration_noted(event: RegistrationNoted, state: State, place: Place) -> None:
    """Note a registration that began or ended; whose number it was stays known."""
    registration_noted(event, state, place)
    if event.kind == REGISTERED:
        _own_number(state, event.party, INVOICE_NUMBER, event.number)


def _say(state: State, party: str, status: str) -> None:
    """Say how a party stands; who was succeeded stays so."""
    if state.get(SuccessionRow, party) is None:
        state.change(PartyRow, party, status=status)


def _own_name(state: State, party: str, name: str | None, kind: str) -> None:
    key = match_key(name) if name else ""
    if not key:
        return
    state.put(PartyNameRow, match_key=key, party_id=party)
    owners = owners_of(state, key)
    # A name stays a name when it is listed as an alias or a reading, too.
    if owners.get(party) != "name":
        state.put(NameOwnersRow, match_key=key, doc=pack(owners | {party: kind}))


def _own_number(state: State, party: str, scheme: str, number: str) -> None:
    state.put(PartyNumberRow, scheme=scheme, number=number, party_id=party)


VIEWS: Final[tuple[type[View], ...]] = (
    PartyRow,
    PartyNameRow,
    NameOwnersRow,
    PartyNumberRow,
    PayeeRow,
    SuccessionRow,
    SuccessorRow,
    PartyEndRow,
    RegistrationRow,
)
PROJECTIONS: Final[dict[type[Event], Projection]] = {
    CompanyRegistered: company_registered,
    PersonRegistered: person_registered,
    AliasAdded: alias_added,
    PayeeSet: payee_set,
    Succeeded: party_succeeded,
    PartyEnded: party_ended,
    PartyReturned: party_returned,
    RegistrationNoted: party_registration_noted,
}
