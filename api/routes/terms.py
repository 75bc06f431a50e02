"""Drafting clauses: the schema, published rates to start from, and a check before recording."""

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from api import examples
from api.auth import PublicDep
from api.openapi import asks, reads
from api.writing import CallDep
from contracts.templates.table import template, templates
from contracts.templates.told import as_json
from contracts.terms import json_schema
from ledger.agreements.drafts import check_draft
from ledger.values import Value

router = APIRouter(tags=["agreements"])

_CHECKED = {
    "currency": "JPY",
    "sha256": "5f2d3c1b0a99887766554433221100ffeeddccbbaa99887766554433221100ff",
    "steps": [
        {
            "id": "director",
            "kind": "royalty/2",
            "clause": "第6条",
            "label": {"ja": "監督の追加報酬", "en": "Director"},
            "template": "dgj.net-other/1",
            "departures": [
                {
                    "field": "rate",
                    "default": {"num": 7, "den": 200},
                    "agreed": {"num": 1, "den": 50},
                }
            ],
        }
    ],
    "survives": [],
}
_TEMPLATES = {"items": [as_json(template("dgj.net-other/1"))]}


class DraftBody(Value):
    """Clauses to be checked."""

    terms: dict[str, Any]


@router.get(
    "/terms/schema",
    **reads("JSON Schema of clauses", {"title": "Terms of an agreement"}, public=True),
)
async def show_schema(_caller: PublicDep) -> JSONResponse:
    """Answer with the JSON Schema of money clauses, for editors."""
    return JSONResponse(json_schema())


@router.get("/terms/templates", **reads("Published rates", _TEMPLATES, public=True))
async def list_templates(_caller: PublicDep) -> JSONResponse:
    """List published rates that clauses can start from, each with its source and date."""
    return JSONResponse({"items": [as_json(one) for one in templates()]})


@router.post(
    "/terms/check",
    **asks("Check a draft", DraftBody, {"terms": examples.TERMS_1}, _CHECKED),
)
async def check_clauses(call: CallDep) -> JSONResponse:
    """Check a draft as if it were recorded, parties and works aside; nothing is recorded."""
    call.must_not_sign()
    draft = call.read(DraftBody)
    return JSONResponse(await run_in_threadpool(check_draft, draft.terms))
