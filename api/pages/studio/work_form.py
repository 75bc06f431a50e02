"""Registering a work: its titles, credits, and files that stay where they are.

The page hashes chosen files in the browser; what is sent is name, size, type and hash. The field by
which files are chosen has no name, so that no browser ever sends their bytes.
"""

import re
from dataclasses import replace
from functools import partial
from typing import Any, Final, get_args

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import Response

from api.auth import WRITE
from api.bodies import to_model
from api.credits import WorkBody
from api.pages.desk import REFUSED, Desk, FormDep, Problem, StudioDesk
from api.pages.forms import Form
from api.pages.studio import parties
from api.pages.studio.choices import options
from api.pages.studio.reading import whole
from api.pages.studio.trees import Tree, filled, flat, placed, tree_of
from ledger.door import Recorded
from ledger.ids import WORK, new_id
from ledger.jobs.people import seal_credits
from ledger.works.commands import Identifier, RegisterWork, Role, WorkKind, WorkStatus

router = APIRouter()
ROWS: Final = {"credits": 3, "assets": 1, "identifiers": 1}
_ADD: Final = "add-"
_NUMBERS: Final = ("length_minutes", "episodes")
_WHO: Final = re.compile(r"\.(person|organisation|party)$")
_CALLED: Final = {
    "holder": "holder", "title.ja": "title-ja", "title.kana": "title-kana",
    "title.en": "title-en", "kind": "kind", "status": "status",
    "first_published": "first-published", "length_minutes": "length", "episodes": "episodes",
    "genre": "genre", "note": "note", "scheme": "identifier-scheme", "value": "identifier-value",
    "role": "role", "name": "who", "role_printed": "role-printed", "label": "file",
    "size_bytes": "size-bytes", "media_type": "media-type", "sha256": "hash",
}  # fmt: skip


@router.get("/studio/works/new")
def new_work(desk: StudioDesk) -> Response:
    """Show the form."""
    return _shown(desk, Form(), {})


@router.post("/studio/works")
def register_work(desk: StudioDesk, form: FormDep) -> Response:
    """Register a work, or show the form again: with one more row, or with what is wrong."""
    tree = tree_of(form.fields)
    tree |= {"credits": filled(_credits(tree)), "assets": filled(tree.get("assets") or [])}
    if form.text("do").startswith(_ADD):
        return _shown(desk, form, tree, more=form.text("do").removeprefix(_ADD))
    try:
        recorded = _record(desk, form, tree)
    except REFUSED as error:
        return _shown(desk, form, tree, error=error)
    work = str(dict(recorded.events[0])["id"])
    return desk.see(f"/studio/works/{work}", notice="studio-works.recorded")


def _credits(tree: Tree) -> list[dict[str, str]]:
    """Return the lines of the credits without those in which nobody is named."""
    lines = tree.get("credits") or []
    named = [line for line in lines if isinstance(line, dict)]
    return [line for line in named if line.get("name") or line.get("role")]


def _record(desk: Desk, form: Form, tree: Tree) -> Recorded:
    """Seal the names of people, then record, as the API does; the same form again does neither."""
    desk.caller.must_have(WRITE)
    ledger, key = desk.register.ledger, desk.request_key(form)
    if key and (earlier := ledger.replay(RegisterWork, key)):
        return earlier
    with desk.reading() as conn:
        document = body_of(desk, conn, tree)
    body = to_model(WorkBody, document)
    desk.actor.must_act_for(body.holder or "", "holder")
    sealed = seal_credits(desk.register, body.credits)
    command = RegisterWork(**{**dict(body), "credits": sealed})
    return ledger.record(command, desk.actor, key)


def body_of(desk: Desk, conn: Connection, tree: Tree) -> dict[str, Any]:
    """Return what was typed as the body that the API takes."""
    data = {"title": {}, **filled(tree.get("data") or {})}
    for name in _NUMBERS:
        if name in data:
            data[name] = whole(data[name], f"data.{name}")
    assets = [
        {**asset, **_size(asset, number)} for number, asset in enumerate(filled(tree["assets"]))
    ]
    holder = desk.actor.party or parties.find(desk, conn, tree.get("holder") or "", "holder")
    return {
        "id": new_id(WORK, desk.register.clock, desk.register.entropy),
        "holder": holder,
        "data": data,
        "credits": [
            _credit(desk, conn, line, number) for number, line in enumerate(tree["credits"])
        ],
        "assets": assets,
    }


def _size(asset: dict[str, str], number: int) -> dict[str, int]:
    if "size_bytes" not in asset:
        return {}
    return {"size_bytes": whole(asset["size_bytes"], f"assets.{number}.size_bytes")}


def _credit(desk: Desk, conn: Connection, line: dict[str, str], number: int) -> dict[str, str]:
    """Return a line of the credits as the API takes it: a person, an organisation, or a party."""
    names = ("role", "role_printed", "character")
    said = {name: line[name] for name in names if line.get(name)}
    who, name = line.get("is", "person"), line.get("name", "")
    if who == "party":
        return {**said, "party": parties.find(desk, conn, name, f"credits.{number}.name")}
    return {**said, "organisation" if who == "organisation" else "person": name}


def _shown(
    desk: Desk, form: Form, tree: Tree, *, more: str = "", error: Exception | None = None
) -> Response:
    with desk.reading() as conn:
        known = parties.known(desk, conn)
    counts = {
        name: max(least, len(tree.get(name) or _inside(tree, name)) + (name == more))
        for name, least in ROWS.items()
    }
    return desk.page(
        "studio/work_new.html",
        title="studio-works.new",
        status=desk.status_of(error) if error else 200,
        problem=_placed(desk, error) if error else None,
        called=partial(field_called, desk),
        key=form.key or desk.new_key(),
        typed=flat(tree),
        counts=counts,
        organisations=known,
        choices={
            "kind": options(get_args(WorkKind), desk.lang),
            "status": options(get_args(WorkStatus), desk.lang),
            "role": options(get_args(Role), desk.lang),
            "scheme": options(get_args(Identifier.model_fields["scheme"].annotation), desk.lang),
        },
    )


def _placed(desk: Desk, error: Exception) -> Problem:
    """Return what is wrong, at the fields of this form."""
    problem = placed(desk.problem(error))
    at = [replace(one, field=_WHO.sub(".name", one.field)) for one in problem.more]
    return replace(problem, field=_WHO.sub(".name", problem.field), more=tuple(at))


def field_called(desk: Desk, path: str) -> str:
    """Return what a field of the form is called.

    Example:
        `credits.1.role` is "Role (row 2)".
    """
    *before, name = path.split(".")
    key = _CALLED.get(name, "data")
    called = _CALLED.get(".".join((*before[-1:], name)), key)
    told = desk.say(f"studio-works.{called}")
    rows = [int(part) + 1 for part in before if part.isdigit()]
    return desk.say("studio-works.in-row", told=told, number=rows[-1]) if rows else told


def _inside(tree: Tree, name: str) -> list[Tree]:
    found = (tree.get("data") or {}).get(name) or []
    return found if isinstance(found, list) else []
