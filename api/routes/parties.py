"""Parties: companies and persons, their spellings, who is paid for them, who follows them."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.responses import JSONResponse

from api import answers, examples
from api.auth import PublicDep
from api.filters import PartyFilters
from api.openapi import lists, reads, writes
from api.paging import PageDep, best_matches
from api.reading import RegisterDep, found
from api.writing import CallDep
from ledger.access.views import Viewer
from ledger.bootstrap import Register
from ledger.door import Recorded
from ledger.ids import PARTY
from ledger.jobs.people import Person, register_person
from ledger.parties import queries
from ledger.parties.commands import (
    AddAlias,
    EndParty,
    RecordSuccession,
    RegisterCompany,
    ReturnParty,
    SetPayee,
)
from ledger.parties.display import names_of

router = APIRouter(tags=["parties"])

PartyIdPath = Annotated[str, Path(max_length=64, examples=[examples.PARTY_ID])]
_AT_PARTY = "/v1/parties/{id}"


@router.post(
    "/parties/companies",
    **writes("Register a company", RegisterCompany, examples.COMPANY, chosen=["id"]),
)
async def register_company(call: CallDep) -> JSONResponse:
    """Register a company or another organisation."""
    return await call.record(call.read(RegisterCompany, new=("id", PARTY)), location=_AT_PARTY)


@router.post("/parties/persons", **writes("Register a person", Person, examples.PERSON))
async def register_a_person(call: CallDep) -> JSONResponse:
    """Register a natural person; the names go into the vault, never into the log."""
    person = call.read(Person)

    def job() -> Recorded:
        return register_person(call.register, person, actor=call.caller.actor, request=call.key)

    return await call.work(job, location=_AT_PARTY)


@router.post(
    "/parties/{party_id}/aliases",
    **writes("Add a spelling", AddAlias, examples.ALIAS, in_path=["party"]),
)
async def add_alias(call: CallDep, party_id: PartyIdPath) -> JSONResponse:
    """Let a company be found under another spelling."""
    return await call.record(call.read(AddAlias, party=party_id))


@router.post(
    "/parties/{party_id}/payees",
    **writes("Say who is paid", SetPayee, examples.PAYEE, in_path=["party"]),
)
async def set_payee(call: CallDep, party_id: PartyIdPath) -> JSONResponse:
    """Say who is paid for a party from a day on."""
    return await call.record(call.read(SetPayee, party=party_id))


@router.post(
    "/parties/{party_id}/successions",
    **writes("Record a succession", RecordSuccession, examples.SUCCESSION, in_path=["party"]),
)
async def record_succession(call: CallDep, party_id: PartyIdPath) -> JSONResponse:
    """Record that others took a party's place: heirs, a merger, a new company."""
    return await call.record(call.read(RecordSuccession, party=party_id))


@router.post(
    "/parties/{party_id}/ends",
    **writes("Say that a party is gone", EndParty, examples.PARTY_END, in_path=["party"]),
)
async def end_party(call: CallDep, party_id: PartyIdPath) -> JSONResponse:
    """Record that a party is gone and nobody is known who took its place."""
    return await call.record(call.read(EndParty, party=party_id))


@router.post(
    "/parties/{party_id}/returns",
    **writes("Say that a party is there", ReturnParty, examples.PARTY_RETURN, in_path=["party"]),
)
async def return_party(call: CallDep, party_id: PartyIdPath) -> JSONResponse:
    """Record that a party is there after all."""
    return await call.record(call.read(ReturnParty, party=party_id))


@router.get("/parties", **lists("List or search parties", answers.PARTY_SHOWN, public=True))
def list_parties(
    register: RegisterDep,
    caller: PublicDep,
    page: PageDep,
    filters: Annotated[PartyFilters, Query()],
) -> JSONResponse:
    """List parties in order of id, or with `q` the best matches first; persons by whole name."""
    viewer, q = caller.viewer, filters.q
    subjects = register.vault.find(q) if q else []
    with register.ledger.reading() as conn:
        if q is not None:
            items = queries.search(conn, viewer, q, subjects=subjects, limit=page.limit)
            return best_matches(_named(conn, register, viewer, items))
        asked = filters.given()
        items = queries.page(conn, viewer, after=page.after, limit=page.fetch, **asked)
        return page.answer(_named(conn, register, viewer, items))


@router.get("/parties/{party_id}", **reads("Show a party", answers.PARTY_SHOWN, public=True))
def show_party(register: RegisterDep, caller: PublicDep, party_id: PartyIdPath) -> JSONResponse:
    """Show a party as far as the caller may know it."""
    with register.ledger.reading() as conn:
        party = queries.show(conn, party_id, caller.viewer)
        named = _named(conn, register, caller.viewer, [party] if party else [])
    return found(named[0] if named else None, "party", party_id)


def _named(
    conn: Connection, register: Register, viewer: Viewer, parties: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Add the names of those persons whose private data the caller may read anyway."""
    persons = {party["id"] for party in parties if party.get("subject")}
    own = persons if viewer.role == "operator" else persons & {viewer.party}
    names = names_of(conn, register.vault, own)
    names |= names_of(conn, register.vault, persons - own, hides_restricted=True)
    for party in parties:
        if name := names.get(party["id"]):
            party["names"] = {"ja": name.ja, "kana": name.kana, "en": name.en}
            party["is_erased"] = name.is_erased
    return parties
