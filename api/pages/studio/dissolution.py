"""`/studio/committees/{id}/end`: from "could it end" over a plan and its dry run to the record.

Every step carries the whole plan in its form; nothing is kept between two pages, and nothing is
recorded before the last one. What is recorded is what was shown: its digest goes with it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Final, get_args

import orjson
from fastapi import APIRouter, Path
from sqlalchemy import Connection
from starlette.responses import Response

from api.cli.dissolution_words import AUTHORITIES, GROUNDS
from api.cli.dissolution_words import told as ending_told
from api.cli.inputs import parse_json
from api.endings import ending_of, trial_of
from api.pages.desk import REFUSED, Desk, FormDep, StudioDesk
from api.pages.forms import KEY, Form
from api.pages.studio import dissolution_shape as shape
from api.pages.studio.choices import options
from api.pages.studio.dissolution_form import (
    Situation,
    document_of,
    fields_of,
    situation_of,
    starting,
)
from api.pages.studio.named import names_in
from api.pages.studio.trees import placed
from api.readiness import endings_as_json
from ledger.committees.plan import MEDIA
from ledger.dissolutions.trial import Ending, Trial
from ledger.dissolutions.views import BEGUN, of_committee, show
from ledger.dissolutions.written import Authority, EndClause, Ground
from ledger.errors import Conflict, RuleViolation
from ledger.jobs.readiness import readiness

router = APIRouter()
_NOTE: Final = "ending.recorded"
_SPARE_ROWS: Final = 2
_OUTCOMES: Final = get_args(EndClause.model_fields["outcome"].annotation)
Committee = Annotated[str, Path(max_length=64)]
Plan = dict[str, Any]


@router.get("/studio/committees/{committee}/end")
def end(desk: StudioDesk, committee: Committee) -> Response:
    """Show whether a committee could end, what is missing and whom to ask; or how it ended."""
    return _overview(desk, committee)


def _overview(desk: Desk, committee: str, error: Exception | None = None) -> Response:
    with desk.reading() as conn:
        try:
            (ending,) = readiness(conn, desk.viewer, desk.today, committee).endings
        except Conflict:
            return _ended(desk, conn, committee)
        names = names_in(desk, conn, [committee, endings_as_json([ending])], of_persons=True)
        under_way = of_committee(conn, committee)
        lines = _lines(desk, conn, committee)
    return desk.page(
        "studio/end.html",
        title="ending.title",
        status=desk.status_of(error) if error else 200,
        problem=desk.problem(error) if error else None,
        committee=committee,
        name=names.get(committee, committee),
        ready=shape.ready_told(ending, names, desk.lang),
        lines=lines,
        is_begun=bool(under_way and under_way["phase"] == BEGUN),
    )


def _lines(desk: Desk, conn: Connection, committee: str) -> list[str]:
    shown = show(conn, committee, desk.viewer)
    if shown is None:
        return []
    names = names_in(desk, conn, shown, of_persons=True)
    return [*ending_told(shown, names, desk.lang)]


def _ended(desk: Desk, conn: Connection, committee: str) -> Response:
    """Show how a committee ended, as it is on record."""
    shown = desk.found(show(conn, committee, desk.viewer), "dissolution", committee)
    names = names_in(desk, conn, shown, of_persons=True)
    steps = [shown[step] for step in ("completed", "found") if "cells" in shown.get(step, {})]
    told = []
    for step in steps:
        whole = {**step, "declaration": next(iter(shown["declarations"]), None)}
        all_names = {**names, **shape.licences_in(conn, step, desk.lang)}
        told.append(shape.sections_of(whole, all_names, desk.lang))
    return desk.page(
        "studio/ended.html",
        title="ending.ended",
        name=names.get(committee, committee),
        committee=committee,
        lines=[*ending_told(shown, names, desk.lang)],
        steps=told,
    )


@router.get("/studio/committees/{committee}/end/plan")
def plan(desk: StudioDesk, committee: Committee) -> Response:
    """Show the plan as a form, beginning with what the contract says."""
    with desk.reading() as conn:
        readiness(conn, desk.viewer, desk.today, committee)
        situation = situation_of(desk, conn, committee, {})
    fields = fields_of(starting(situation), situation)
    return _form(desk, situation, fields, desk.new_key())


@router.post("/studio/committees/{committee}/end/plan")
def plan_again(desk: StudioDesk, committee: Committee, form: FormDep) -> Response:
    """Show the form filled from a file, or from the plan that was tried."""
    try:
        file = form.file("plan")
        data = file.data if file else form.needed("document").encode()
        document = parse_json(data, file.name if file else "document")
        with desk.reading() as conn:
            readiness(conn, desk.viewer, desk.today, committee)
            ending = ending_of(document, committee, conn, desk.register)
            said = _said(ending)
            situation = situation_of(desk, conn, committee, said)
    except REFUSED as error:
        return _overview(desk, committee, error)
    return _form(desk, situation, fields_of(said, situation), desk.new_key())


def _said(ending: Ending) -> Plan:
    """Return a plan as plain JSON, without the ids that the register makes."""
    complete = ending.complete.body()
    complete.pop("dissolution")
    found: Plan = {"complete": complete}
    if ending.begin is not None:
        begin = ending.begin.body()
        found["begin"] = {name: begin[name] for name in begin if name != "committee"}
    return found


def _form(
    desk: Desk,
    situation: Situation,
    fields: Mapping[str, str],
    key: str,
    error: Exception | None = None,
) -> Response:
    with desk.reading() as conn:
        under_way = of_committee(conn, situation.committee)
    problem = shape.relocated(placed(desk.problem(error)), fields) if error else None
    at = 0 if desk.lang == "ja" else 1
    return desk.page(
        "studio/end_plan.html",
        title="ending.plan",
        status=desk.status_of(error) if error else 200,
        problem=problem,
        situation=situation,
        fields=fields,
        key=key,
        is_begun=bool(under_way and under_way["phase"] == BEGUN),
        counts=lists_of(fields),
        media=[
            (str(number), word, label)
            for number, (word, label) in enumerate(options(MEDIA, desk.lang))
        ],
        outcomes=options(_OUTCOMES, desk.lang),
        grounds=[(code, GROUNDS[code][at]) for code in get_args(Ground)],
        authorities=[(code, AUTHORITIES[code][at]) for code in get_args(Authority)],
    )


_LISTS: Final = {
    "dispositions": "complete.dispositions", "liquidators": "begin.liquidators",
    "assets": "complete.settlement.assets", "debts": "complete.settlement.debts",
    "successors": "complete.successor_agreements", "custody": "complete.custody",
}  # fmt: skip


def lists_of(fields: Mapping[str, str]) -> dict[str, int]:
    """Return how many rows each list of the form shows."""
    return {name: _rows(fields, name) for name in _LISTS}


def _rows(fields: Mapping[str, str], name: str) -> int:
    """Return how many rows a list shows: those there are, and some to spare."""
    prefix = f"{_LISTS[name]}."
    used = {
        path.removeprefix(prefix).partition(".")[0] for path in fields if path.startswith(prefix)
    }
    return max((int(number) + 1 for number in used if number.isdigit()), default=0) + _SPARE_ROWS


@router.post("/studio/committees/{committee}/end/try")
def try_plan(desk: StudioDesk, committee: Committee, form: FormDep) -> Response:
    """Show before and after, what would be left open, who has not agreed; record nothing."""
    fields = {name: texts[0] for name, texts in form.fields.items() if "." in name}
    with desk.reading() as conn:
        readiness(conn, desk.viewer, desk.today, committee)
        typed = {"complete": {
            "transfer_day": fields.get("complete.transfer_day"),
            "money_from": fields.get("complete.money_from"),
        }}  # fmt: skip
        situation = situation_of(desk, conn, committee, typed)
        try:
            document = document_of(desk, conn, form.fields, situation)
            tried = _try(desk, conn, committee, document)
        except REFUSED as error:
            failure = error
        else:
            return _tried(desk, conn, situation, tried)
    return _form(desk, situation, fields, form.key or desk.new_key(), failure)


def _try(desk: Desk, conn: Connection, committee: str, document: Plan) -> tuple[Ending, Trial]:
    ending = ending_of(document, committee, conn, desk.register)
    return ending, trial_of(ending, committee, conn, desk.register, desk.actor)


def _tried(
    desk: Desk,
    conn: Connection,
    situation: Situation,
    tried: tuple[Ending, Trial],
    *,
    key: str = "",
    error: Exception | None = None,
) -> Response:
    ending, trial = tried
    data = trial.as_data()
    names = {**situation.names, **names_in(desk, conn, data, of_persons=True)}
    names |= shape.licences_in(conn, data, desk.lang)
    consents = [*ending.complete.consents, *(ending.begin.consents if ending.begin else ())]
    said = _said(ending)
    only_open = [one for one in trial.refusals if not one.fields.get("defects")]
    return desk.page(
        "studio/end_try.html",
        title="ending.try",
        status=desk.status_of(error) if error else 200,
        problem=desk.problem(error) if error else None,
        situation=situation,
        told=shape.sections_of(data, names, desk.lang),
        picture=shape.residue_picture(data, names, desk),
        refusals=[desk.problem(one) for one in trial.refusals],
        members=shape.members_told(
            situation, [one.model_dump(mode="json") for one in consents], desk.lang
        ),
        document=orjson.dumps(said).decode(),
        digest=data["result_sha256"],
        can_record=not trial.refusals,
        can_begin=bool(trial.refusals) and not only_open and ending.begin is not None,
        key=key or desk.new_key(),
    )


@router.post("/studio/committees/{committee}/end/record")
def record_end(desk: StudioDesk, committee: Committee, form: FormDep) -> Response:
    """Record the end as it was shown, or its beginning alone; refuse what has changed since."""
    document = parse_json(form.needed("document").encode(), "document")
    begins_only = form.text("do") == "begin"
    address = f"/studio/committees/{committee}/end"
    with desk.reading() as conn:
        found = of_committee(conn, committee)
        if found is not None and found["phase"] != BEGUN:
            # Sent twice, or ended by somebody else: what is on record is shown.
            is_own = found["id"] == (document.get("begin") or {}).get("id")
            return desk.see(address, notice=_NOTE if is_own else "")
        readiness(conn, desk.viewer, desk.today, committee)
        situation = situation_of(desk, conn, committee, document)
        tried = _try(desk, conn, committee, document)
        try:
            _must_be_confirmed(form)
            _must_be_as_shown(form, tried[1])
            for refusal in tried[1].refusals:
                if not (begins_only and refusal.fields.get("defects")):
                    raise refusal
        except REFUSED as error:
            return _tried(desk, conn, situation, tried, key=form.key, error=error)
    try:
        _record(desk, form, tried[0], begins_only=begins_only)
    except REFUSED as error:
        return _overview(desk, committee, error)
    return desk.see(address, notice="ending.begun" if begins_only else _NOTE)


def _must_be_confirmed(form: Form) -> None:
    if not form.flag("confirmed"):
        raise RuleViolation(
            "confirmation-needed",
            "say that you know what cannot be undone",
            field="confirmed",
            value="",
            expected="a tick",
        )


def _must_be_as_shown(form: Form, trial: Trial) -> None:
    """Refuse before anything is recorded what the door would refuse after the beginning is."""
    digest, shown = trial.end.conclusion.digest(), form.text("result_sha256")
    if shown != digest:
        raise Conflict(
            "dissolution-outdated",
            "something was recorded since this result was shown",
            field="result_sha256",
            value=shown,
            expected=digest,
        )


def _record(desk: Desk, form: Form, ending: Ending, *, begins_only: bool) -> None:
    """Record the beginning and the completion, each under a key of its own."""
    if ending.begin is not None:
        desk.record(ending.begin, _keyed(form, "begin"))
    if not begins_only:
        shown = ending.complete.model_copy(update={"result_sha256": form.given("result_sha256")})
        desk.record(shown, _keyed(form, "complete"))


def _keyed(form: Form, step: str) -> Form:
    return replace(form, fields={**form.fields, KEY: (f"{form.key}-{step}",)}) if form.key else form
