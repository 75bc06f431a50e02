"""Authors' keys: public, so that anyone who holds a signed command can check it."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import JSONResponse

from api import answers, examples
from api.auth import PublicDep, ReaderDep
from api.filters import KeyFilters
from api.openapi import lists, reads, writes
from api.paging import PageDep
from api.reading import RegisterDep, found
from api.routes.parties import PartyIdPath
from api.writing import CallDep
from ledger.keys import views
from ledger.keys.commands import RegisterKey, RevokeKey, RotateKey, SetKeyPolicy

router = APIRouter(tags=["keys"])

KeyIdPath = Annotated[str, Path(max_length=64, examples=[examples.KEY_ID])]
_AT_KEY = "/v1/keys/{id}"


@router.post("/keys", **writes("Register a key", RegisterKey, examples.KEY))
async def register_key(call: CallDep) -> JSONResponse:
    """Register a key of a party; the new key signs the request."""
    return await call.record(call.read(RegisterKey), location=_AT_KEY)


@router.post(
    "/keys/{key_id}/rotations",
    **writes("Replace a key", RotateKey, examples.KEY_ROTATION, in_path=["replaces"]),
)
async def rotate_key(call: CallDep, key_id: KeyIdPath) -> JSONResponse:
    """Put a new key in the place of this one; both sign the request."""
    return await call.record(call.read(RotateKey, replaces=key_id), location=_AT_KEY)


@router.post(
    "/keys/{key_id}/revocations",
    **writes("Revoke a key", RevokeKey, examples.KEY_REVOCATION, in_path=["key"]),
)
async def revoke_key(call: CallDep, key_id: KeyIdPath) -> JSONResponse:
    """End a key; what it signed after the last trusted entry is contested."""
    return await call.record(call.read(RevokeKey, key=key_id), location=_AT_KEY)


@router.post(
    "/parties/{party_id}/key-policies",
    **writes("Demand signatures", SetKeyPolicy, examples.KEY_POLICY, in_path=["party"]),
)
async def set_key_policy(call: CallDep, party_id: PartyIdPath) -> JSONResponse:
    """Say which commands of a party are recorded only with a signature of one of its keys."""
    return await call.record(call.read(SetKeyPolicy, party=party_id))


@router.get("/keys", **lists("List keys", answers.KEY_SHOWN, public=True))
def list_keys(
    register: RegisterDep,
    _caller: PublicDep,
    page: PageDep,
    filters: Annotated[KeyFilters, Query()],
) -> JSONResponse:
    """List keys in the order of their names."""
    with register.ledger.reading() as conn:
        items = views.page(conn, after=page.after, limit=page.fetch, **filters.given())
    return page.answer(items)


@router.get("/keys/{key_id}", **reads("Show a key", answers.KEY_SHOWN, public=True))
def show_key(register: RegisterDep, _caller: PublicDep, key_id: KeyIdPath) -> JSONResponse:
    """Show a key: whose it is, from which entry to which it signs, and what is contested."""
    with register.ledger.reading() as conn:
        return found(views.show(conn, key_id), "key", key_id)


@router.get(
    "/parties/{party_id}/key-policy", **reads("Show a key policy", answers.KEY_POLICY_SHOWN)
)
def show_key_policy(
    register: RegisterDep, caller: ReaderDep, party_id: PartyIdPath
) -> JSONResponse:
    """Show which commands of a party need a signature, to the party and the operator."""
    with register.ledger.reading() as conn:
        return found(views.show_policy(conn, party_id, caller.viewer), "key-policy", party_id)
