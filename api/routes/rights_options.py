"""Options, first refusals and encumbrances on rights in works."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import JSONResponse

from api import rights_examples as examples
from api.openapi import writes
from api.writing import CallDep
from ledger.ids import ENCUMBRANCE, OPTION
from ledger.rights.commands import EncumberRight
from ledger.rights.option_commands import (
    AnswerOffer,
    ExerciseOption,
    ExtendOption,
    GrantOption,
    NotifyOffer,
)

router = APIRouter(tags=["rights"])

OptionIdPath = Annotated[str, Path(max_length=64, examples=[examples.OPTION_ID])]


@router.post(
    "/rights/options",
    **writes("Grant an option", GrantOption, examples.OPTION, chosen=["id"]),
)
async def grant_option(call: CallDep) -> JSONResponse:
    """Promise a licence or a transfer for a time; while it is open, others do not get it."""
    command = call.read(GrantOption, new=("id", OPTION))
    return await call.record(command, location="/v1/rights/{id}")


@router.post(
    "/rights/encumbrances",
    **writes("Record a pledge or an attachment", EncumberRight, examples.PLEDGE, chosen=["id"]),
)
async def encumber_right(call: CallDep) -> JSONResponse:
    """Record a pledge, with the consents of the co-owners, or an attachment."""
    command = call.read(EncumberRight, new=("id", ENCUMBRANCE))
    return await call.record(command, location="/v1/rights/{id}")


@router.post(
    "/rights/{option_id}/extensions",
    **writes("Extend an option", ExtendOption, examples.EXTENSION, in_path=["option"]),
)
async def extend_option(call: CallDep, option_id: OptionIdPath) -> JSONResponse:
    """Make an option longer before it lapses, with those who are bound by it."""
    return await call.record(call.read(ExtendOption, option=option_id))


@router.post(
    "/rights/{option_id}/exercises",
    **writes("Exercise an option", ExerciseOption, examples.EXERCISE, in_path=["option"]),
)
async def exercise_option(call: CallDep, option_id: OptionIdPath) -> JSONResponse:
    """Exercise an option; the licence or transfer that it promised is recorded with it."""
    return await call.record(call.read(ExerciseOption, option=option_id))


@router.post(
    "/rights/{option_id}/offers",
    **writes("Put an offer first", NotifyOffer, examples.OFFER, in_path=["option"]),
)
async def notify_offer(call: CallDep, option_id: OptionIdPath) -> JSONResponse:
    """Put an offer to whoever has the first refusal or the first negotiation."""
    return await call.record(call.read(NotifyOffer, option=option_id))


@router.post(
    "/rights/{option_id}/answers",
    **writes("Answer an offer", AnswerOffer, examples.ANSWER, in_path=["option"]),
)
async def answer_offer(call: CallDep, option_id: OptionIdPath) -> JSONResponse:
    """Take an offer or let it pass; silence beyond its last day lets it pass as well."""
    return await call.record(call.read(AnswerOffer, option=option_id))
