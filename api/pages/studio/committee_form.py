"""Forming a committee: members with exact shares, windows, and the plan for the end."""

from functools import partial
from typing import Any, Final, get_args

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import Response

from api.bodies import to_model
from api.pages.desk import REFUSED, Desk, FormDep, StudioDesk
from api.pages.forms import Form
from api.pages.studio import parties, titles
from api.pages.studio.choices import options
from api.pages.studio.committees import SETS
from api.pages.studio.reading import share, whole
from api.pages.studio.trees import Tree, filled, flat, placed, tree_of
from api.pages.words.book import WORDS
from ledger.committees.commands import Disposition, FormCommittee, Medium
from ledger.ids import COMMITTEE, new_id

router = APIRouter()
ROWS: Final = {"members": 3, "windows": 2, "dispositions": 2}
_ADD: Final = "add-"
_SCHEDULE: Final = ("every_months", "report_after_days", "pay_after_months")
_OUTCOMES: Final = get_args(Disposition.model_fields["outcome"].annotation)


@router.get("/studio/committees/new")
def new_committee(desk: StudioDesk, work: str = "") -> Response:
    """Show the form."""
    return _shown(desk, Form(), {"works": [work]} if work else {})


@router.post("/studio/committees")
def form_committee(desk: StudioDesk, form: FormDep) -> Response:
    """Record a committee, or show the form again."""
    tree = filled(tree_of(form.fields))
    tree["works"] = list(form.many("works"))
    if form.text("do").startswith(_ADD):
        return _shown(desk, form, tree, more=form.text("do").removeprefix(_ADD))
    try:
        with desk.reading() as conn:
            document = body_of(desk, conn, tree)
        recorded = desk.record(to_model(FormCommittee, document), form)
    except REFUSED as error:
        return _shown(desk, form, tree, error=error)
    committee = str(dict(recorded.events[0])["id"])
    return desk.see(f"/studio/committees/{committee}", notice="studio-committees.recorded")


def body_of(desk: Desk, conn: Connection, tree: Tree) -> dict[str, Any]:
    """Return what was typed as the command that the API takes."""
    who = partial(parties.find, desk, conn)
    said: dict[str, Any] = {
        "id": new_id(COMMITTEE, desk.register.clock, desk.register.entropy),
        "name": {**(tree.get("name") or {})},
        "origin": tree.get("origin", ""),
        "works": titles.with_typed(conn, tree["works"], tree.get(titles.FIELD, "")),
        "members": [
            _member(who, one, f"members.{at}") for at, one in enumerate(_rows(tree, "members"))
        ],
        "windows": [
            _window(who, one, f"windows.{at}") for at, one in enumerate(_rows(tree, "windows"))
        ],
    }
    if "lead" in tree:
        said["lead"] = who(tree["lead"], "lead")
    if "formed_on" in tree:
        said["formed_on"] = tree["formed_on"]
    if schedule := tree.get("schedule"):
        known = [name for name in _SCHEDULE if name in schedule]
        said["schedule"] = {name: whole(schedule[name], f"schedule.{name}") for name in known}
    if plan := tree.get("plan"):
        said["plan"] = _plan(who, plan)
    if contract := tree.get("contract"):
        said["contract"] = contract
    return said


def _rows(tree: Tree, name: str) -> list[dict[str, Any]]:
    found = tree.get(name) or []
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _member(who: partial[str], row: dict[str, str], at: str) -> dict[str, Any]:
    """Return a member; a share that is not given is unknown, never zero."""
    shares: dict[str, Any] = {
        name: share(row[name], f"{at}.{name}") for name in SETS if name in row
    }
    return {"party": who(row.get("party", ""), f"{at}.party"), **shares}


def _window(who: partial[str], row: dict[str, str], at: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: row[name] for name in ("medium", "mode", "territory", "clause") if name in row
    }
    said["holder"] = who(row.get("holder", ""), f"{at}.holder")
    if "rate" in row:
        said["rate"] = share(row["rate"], f"{at}.rate")
    return said


def _plan(who: partial[str], plan: dict[str, Any]) -> dict[str, Any]:
    seats = ("contact", "adjustments_debtor")
    said: dict[str, Any] = {seat: who(plan[seat], f"plan.{seat}") for seat in seats if seat in plan}
    said["dispositions"] = [
        _disposition(who, row, f"plan.dispositions.{at}")
        for at, row in enumerate(_rows(plan, "dispositions"))
    ]
    return said


def _disposition(who: partial[str], row: dict[str, str], at: str) -> dict[str, Any]:
    said: dict[str, Any] = {name: row[name] for name in ("outcome", "clause") if name in row}
    said["rights"] = [row["rights"]] if "rights" in row else []
    return {**said, "to": who(row["to"], f"{at}.to")} if "to" in row else said


def _shown(
    desk: Desk, form: Form, tree: Tree, *, more: str = "", error: Exception | None = None
) -> Response:
    with desk.reading() as conn:
        organisations = parties.known(desk, conn)
        works = titles.known(desk, conn, tree.get("works", ()))
    held = {"members": tree, "windows": tree, "dispositions": tree.get("plan") or {}}
    counts = {
        name: max(least, len(_rows(held[name], name)) + (name == more))
        for name, least in ROWS.items()
    }
    return desk.page(
        "studio/committee_new.html",
        title="studio-committees.new",
        status=desk.status_of(error) if error else 200,
        problem=placed(desk.problem(error)) if error else None,
        called=partial(field_called, desk),
        key=form.key or desk.new_key(),
        typed=flat(tree),
        chosen=set(tree.get("works", ())),
        counts=counts,
        organisations=organisations,
        works=works,
        sets=SETS,
        media=options(get_args(Medium), desk.lang),
        outcomes=options(_OUTCOMES, desk.lang),
    )


def field_called(desk: Desk, path: str) -> str:
    """Return what a field of the form is called, with its row."""
    *before, name = path.split(".")
    key = f"studio-committees.{name.replace('_', '-')}"
    told = desk.say(key if key in WORDS else "studio-committees.contract")
    rows = [int(part) + 1 for part in before if part.isdigit()]
    return desk.say("studio-works.in-row", told=told, number=rows[-1]) if rows else told
