"""`/studio/committees/{id}/end/found`: it had ended; a register may refuse orders, not facts."""

from typing import Any, Final, get_args

from fastapi import APIRouter
from starlette.responses import Response

from api.bodies import to_model
from api.cli.dissolution_words import GROUNDS
from api.pages.desk import REFUSED, Desk, FormDep, StudioDesk
from api.pages.studio import dissolution_shape as shape
from api.pages.studio.choices import options
from api.pages.studio.dissolution import Committee, lists_of
from api.pages.studio.dissolution_form import fields_read, situation_of, starting_found
from api.pages.studio.trees import placed
from ledger.committees.plan import MEDIA
from ledger.dissolutions.commands import RecordPastDissolution
from ledger.dissolutions.written import EndClause
from ledger.ids import DISSOLUTION, new_id
from ledger.jobs.readiness import readiness

router = APIRouter()
_OUTCOMES: Final = get_args(EndClause.model_fields["outcome"].annotation)
_CAUSES: Final = (
    "insolvency", "term", "resolution", "agreement", "purpose_achieved", "purpose_impossible",
    "unknown",
)  # fmt: skip


@router.get("/studio/committees/{committee}/end/found")
def found(desk: StudioDesk, committee: Committee) -> Response:
    """Ask what is known about an end that happened."""
    return _form(desk, committee, {}, desk.new_key())


@router.post("/studio/committees/{committee}/end/found")
def record_found(desk: StudioDesk, committee: Committee, form: FormDep) -> Response:
    """Record it, with every defect that it left."""
    fields = {name: texts[0] for name, texts in form.fields.items() if not name.startswith("_")}
    try:
        with desk.reading() as conn:
            situation = situation_of(desk, conn, committee, {})
            said = fields_read(desk, conn, form.fields, situation)
        body = {**said, "committee": committee, "dissolution": _id(desk)}
        desk.record(to_model(RecordPastDissolution, body), form)
    except REFUSED as error:
        return _form(desk, committee, fields, form.key or desk.new_key(), error)
    return desk.see(f"/studio/committees/{committee}/end", notice="ending.recorded")


def _id(desk: Desk) -> str:
    return new_id(DISSOLUTION, desk.register.clock, desk.register.entropy)


def _form(
    desk: Desk,
    committee: str,
    fields: dict[str, Any],
    key: str,
    error: Exception | None = None,
) -> Response:
    with desk.reading() as conn:
        readiness(conn, desk.viewer, desk.today, committee)
        situation = situation_of(desk, conn, committee, {})
    at = 0 if desk.lang == "ja" else 1
    shown = fields or starting_found(situation)
    return desk.page(
        "studio/end_found.html",
        title="ending.found",
        status=desk.status_of(error) if error else 200,
        problem=shape.relocated(placed(desk.problem(error)), shown) if error else None,
        situation=situation,
        fields=shown,
        key=key,
        counts=lists_of(shown),
        media=[
            (str(number), word, label)
            for number, (word, label) in enumerate(options(MEDIA, desk.lang))
        ],
        outcomes=options(_OUTCOMES, desk.lang),
        causes=[(code, GROUNDS[code][at]) for code in _CAUSES],
    )
