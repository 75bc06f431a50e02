"""What if the clauses were others: computed and answered, never recorded."""

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from api import examples
from api.comparisons import comparison_as_json
from api.names import names_known, with_names
from api.openapi import asks
from api.writing import Call, CallDep
from ledger.jobs.simulate import WhatIf, simulate

router = APIRouter(tags=["payouts"])

_ANSWER = {
    "currency": "JPY",
    "sales_minor": 100001,
    "versions": ["v1", "lead first"],
    "lines": [
        {
            "kind": "clause",
            "id": "window",
            "label": {"ja": "窓口手数料", "en": "Window fee"},
            "amounts_minor": [20000, 18000],
            "differences_minor": [0, -2000],
        }
    ],
    "names": {},
}


@router.post("/payouts/simulate", **asks("Try other clauses", WhatIf, examples.SIMULATION, _ANSWER))
async def try_clauses(call: CallDep) -> JSONResponse:
    """Run drafts over real or supposed revenue beside the clauses in force; nothing is recorded."""
    call.must_not_sign()
    asked = call.read(WhatIf)
    return JSONResponse(await run_in_threadpool(_answer, call, asked))


def _answer(call: Call, asked: WhatIf) -> dict[str, Any]:
    actor = call.caller.actor
    found = simulate(call.register, asked, actor=actor)
    payees = [line.id for line in found.lines if line.kind == "payee"]
    with call.register.ledger.reading() as conn:
        names = names_known(conn, call.register, payees, own=actor.party)
    return with_names(comparison_as_json(found), names)
