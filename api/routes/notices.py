"""Notices: where a party is written to, and what came of it.

What is asked for here is not on record: addresses are the register's own, and nothing of them is in
the log. So no answer names an entry.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api import notices_examples as examples
from api.auth import ReaderDep
from api.filters import DeliveryFilters
from api.openapi import changes, lists, reads
from api.paging import PageDep
from api.reading import RegisterDep
from api.writing import Call, CallDep
from ledger.bootstrap import Register
from ledger.command import Actor
from ledger.jobs.notices import addresses_of
from ledger.notices import outbox
from ledger.notices.addresses import Addresses, NewAddress
from ledger.notices.kinds import Channel, Language
from ledger.notices.outbox import Again
from ledger.settings import Settings
from ledger.store.append import lock_head
from ledger.store.engine import write_transaction

router = APIRouter(tags=["notices"])

AddressIdPath = Annotated[str, Path(max_length=64, examples=[examples.ADDRESS_ID])]
DeliveryIdPath = Annotated[str, Path(max_length=64, examples=[examples.DELIVERY_ID])]
_Text = Annotated[str, Field(max_length=500)]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Subscription(_Body):
    """An address that somebody asks for; see docs/NOTICES.md for the kinds."""

    party: Annotated[str, Field(max_length=64)]
    channel: Channel
    target: _Text
    lang: Language = "ja"
    kinds: Annotated[tuple[str, ...], Field(max_length=32)] = ()
    replaces: Annotated[str | None, Field(max_length=64)] = None


class Confirmation(_Body):
    """The code that was sent to the address."""

    code: Annotated[str, Field(max_length=40)]


class Reason(_Body):
    """Why, for whoever reads the request; it is kept nowhere."""

    reason: _Text = ""


def _own(actor: Actor) -> str | None:
    """Return whose things somebody may see and change; None for everybody's."""
    return None if actor.is_operator else actor.party or ""


def _addresses(register: Register) -> Addresses:
    return addresses_of(register, Settings(home=register.home))


async def _done(call: Call, job: Callable[[], Mapping[str, Any]]) -> JSONResponse:
    call.must_not_sign()
    return JSONResponse(dict(await run_in_threadpool(job)))


@router.post(
    "/notice-addresses",
    **changes("Ask for notices", Subscription, examples.SUBSCRIPTION, examples.SUBSCRIBED),
)
async def subscribe(call: CallDep) -> JSONResponse:
    """Ask for notices to an address; a code is sent there, and it counts once it is confirmed."""
    asked = call.read(Subscription)
    actor = call.caller.actor
    await call.must_know([asked.party])
    actor.must_act_for(asked.party, "party")
    new = NewAddress(**asked.model_dump())

    def job() -> Mapping[str, Any]:
        made = _addresses(call.register).subscribe(new, actor.by)
        secret = {"secret": made.secret} if made.secret else {}
        return {"id": made.id, "status": "unconfirmed", **secret}

    return await _done(call, job)


@router.post(
    "/notice-addresses/{address_id}/confirmation",
    **changes("Confirm an address", Confirmation, examples.CODE, examples.CHANGED),
)
async def confirm(call: CallDep, address_id: AddressIdPath) -> JSONResponse:
    """Let an address count: whoever reads it has named its code."""
    code = call.read(Confirmation).code

    def job() -> Mapping[str, Any]:
        _addresses(call.register).confirm(address_id, code, _own(call.caller.actor))
        return {"id": address_id, "status": "in_force"}

    return await _done(call, job)


@router.post(
    "/notice-addresses/{address_id}/ending",
    **changes("End an address", Reason, examples.NOTHING, examples.CHANGED),
)
async def end(call: CallDep, address_id: AddressIdPath) -> JSONResponse:
    """End an address; what is important goes there for another thirty days."""
    call.read(Reason)

    def job() -> Mapping[str, Any]:
        _addresses(call.register).end(address_id, _own(call.caller.actor))
        return {"id": address_id, "status": "ended"}

    return await _done(call, job)


@router.post(
    "/notice-addresses/{address_id}/secret",
    **changes("Replace a secret", Reason, examples.NOTHING, examples.ROTATED),
)
async def rotate(call: CallDep, address_id: AddressIdPath) -> JSONResponse:
    """Give a webhook a new secret, shown this once; the old one is good for another day."""
    call.read(Reason)

    def job() -> Mapping[str, Any]:
        secret = _addresses(call.register).rotate(address_id, _own(call.caller.actor))
        return {"id": address_id, "secret": secret}

    return await _done(call, job)


@router.post(
    "/notice-addresses/{address_id}/test",
    **changes("Send a test", Reason, examples.NOTHING, examples.QUEUED),
)
async def test_address(call: CallDep, address_id: AddressIdPath) -> JSONResponse:
    """Queue a message that says only that messages arrive."""
    call.read(Reason)

    def job() -> Mapping[str, Any]:
        made = _addresses(call.register).test(address_id, _own(call.caller.actor))
        return {"id": made, "status": "waiting"}

    return await _done(call, job)


@router.get("/notice-addresses", **lists("List addresses", examples.ADDRESS))
def list_addresses(register: RegisterDep, caller: ReaderDep, page: PageDep) -> JSONResponse:
    """List the addresses of this caller, masked; the operator sees all."""
    whose = _own(caller.actor)
    return page.answer(_addresses(register).listed(whose, after=page.after, limit=page.fetch))


@router.get("/notice-addresses/{address_id}", **reads("Show an address", examples.ADDRESS))
def show_address(
    register: RegisterDep, caller: ReaderDep, address_id: AddressIdPath
) -> JSONResponse:
    """Show an address, masked."""
    return JSONResponse(_addresses(register).shown(address_id, _own(caller.actor)))


@router.get("/notice-deliveries", **lists("List deliveries", examples.DELIVERY))
def list_deliveries(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[DeliveryFilters, Query()],
) -> JSONResponse:
    """List what was or will be sent to this caller: dead ones first, the newest first."""
    with register.ledger.reading() as conn:
        asked = filters.given()
        found = outbox.page(conn, _own(caller.actor), after=page.after, limit=page.fetch, **asked)
    return page.answer(found, "place")


@router.get("/notice-deliveries/{delivery_id}", **reads("Show a delivery", examples.DELIVERY_SHOWN))
def show_delivery(
    register: RegisterDep, caller: ReaderDep, delivery_id: DeliveryIdPath
) -> JSONResponse:
    """Show a delivery with every attempt and what was answered."""
    with register.ledger.reading() as conn:
        return JSONResponse(outbox.show(conn, delivery_id, _own(caller.actor)))


@router.post(
    "/notice-deliveries/{delivery_id}/replay",
    **changes("Send again", Reason, examples.NOTHING, examples.QUEUED),
)
async def replay(call: CallDep, delivery_id: DeliveryIdPath) -> JSONResponse:
    """Send a delivery again, with the same id."""
    call.read(Reason)

    def job() -> Mapping[str, Any]:
        now, party = call.register.clock.now(), _own(call.caller.actor)
        with write_transaction(call.register.engine) as conn:
            lock_head(conn)
            outbox.replay(conn, now, Again(id=delivery_id, party=party))
        return {"id": delivery_id, "status": "waiting"}

    return await _done(call, job)


@router.post("/notice-quiet/{ticket}", include_in_schema=False)
async def quieten(register: RegisterDep, ticket: str) -> Response:
    """Stop what can be stopped, for whoever reads the message: its link holds the ticket.

    Source:
        RFC 8058 section 3.2: a POST without cookies or tokens; a GET changes nothing.
    """

    def job() -> None:
        addresses = _addresses(register)
        addresses.quieten(addresses.sealed.address_of(ticket[:200]))

    await run_in_threadpool(job)
    return Response(status_code=HTTPStatus.NO_CONTENT)
