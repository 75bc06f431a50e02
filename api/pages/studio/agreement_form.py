"""Recording an agreement with its clauses, which are built on the same page."""

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
from api.pages.studio.reading import month, whole
from api.pages.studio.terms_builder import Draft, act, at_clause, draft_of, shown, terms_of
from api.pages.studio.terms_fields import field_label
from api.pages.studio.terms_preview import SAMPLE, preview_of
from api.pages.studio.terms_values import MEDIA
from api.pages.studio.trees import Tree, filled, flat, placed, tree_of
from api.pages.words.book import WORDS
from contracts.errors import TermsError
from ledger.agreements.commands import RecordAgreement
from ledger.approvals.events import ApprovalAsked
from ledger.committees import views as committees
from ledger.door import Recorded
from ledger.errors import LedgerError
from ledger.ids import AGREEMENT, new_id

router = APIRouter()
_KINDS: Final = get_args(RecordAgreement.model_fields["kind"].annotation)
_BASES: Final = get_args(RecordAgreement.model_fields["distribute_on"].annotation)
ROWS: Final = {"parties": 2, "duties": 1}
_MOST: Final = 100
_RECORD: Final = "record"
_DUTY_NUMBERS: Final = ("every_months", "report_after_days", "pay_after_months")


@router.get("/studio/agreements/new")
def new_agreement(desk: StudioDesk, committee: str = "", work: str = "") -> Response:
    """Show an empty form."""
    tree: dict[str, Tree] = {
        "kind": "committee" if committee else "",
        "works": [work] if work else [],
    }
    return page_of(desk, Form(), tree | {"committee": committee}, draft_of({}))


@router.post("/studio/agreements")
def record_agreement(desk: StudioDesk, form: FormDep) -> Response:
    """Record an agreement, or show the form again after whatever button was used."""
    tree = filled(tree_of(form.fields))
    tree["works"] = list(form.many("works"))
    do = form.text("do")
    if do != _RECORD:
        return again(desk, form, tree, do)
    draft = draft_of(tree)
    try:
        with desk.reading() as conn:
            document = body_of(desk, conn, tree, draft)
        recorded = desk.record(to_model(RecordAgreement, document), form)
    except REFUSED as error:
        return page_of(desk, form, tree, draft, error=error)
    agreement = str(dict(recorded.events[0])["id"])
    return desk.see(f"/studio/agreements/{agreement}", notice=notice_of(recorded))


def again(desk: Desk, form: Form, tree: Tree, do: str) -> Response:
    """Show the form after a button that changes the draft, or only computes it."""
    draft = draft_of(tree)
    try:
        draft = act(draft, do, form.text)
    except (LedgerError, TermsError) as error:
        return page_of(desk, form, tree, draft, error=error)
    return page_of(desk, form, tree, draft, do=do)


def notice_of(recorded: Recorded) -> str:
    """Return what to say after recording: that is all, or somebody else has to approve."""
    waits = any(isinstance(event, ApprovalAsked) for event in recorded.events)
    return "studio-agreements.waits" if waits else "studio-agreements.recorded"


def body_of(desk: Desk, conn: Connection, tree: Tree, draft: Draft) -> dict[str, Any]:
    """Return what was typed as the command that the API takes."""
    who = partial(parties.find, desk, conn)
    currency = str(tree.get("currency", "JPY"))
    payer = desk.actor.party or who(tree.get("payer", ""), "payer")
    named = [one for one in tree.get("parties", []) if isinstance(one, str)]
    others = [who(one, f"parties.{at}") for at, one in enumerate(named)]
    said: dict[str, Any] = {
        "id": new_id(AGREEMENT, desk.register.clock, desk.register.entropy),
        "title": tree.get("title") or {},
        "kind": tree.get("kind", ""),
        "payer": payer,
        "parties": list(dict.fromkeys((payer, *others))),
        "works": titles.with_typed(conn, tree["works"], tree.get(titles.FIELD, "")),
        "currency": currency,
        "distribute_on": tree.get("distribute_on", "receipt"),
        "effective_month": month(tree.get("effective_month", "")),
        "duties": [_duty(who, one, at) for at, one in enumerate(tree.get("duties", []))],
        "terms": terms_of(desk, conn, draft, currency),
    }
    optional = {name: tree[name] for name in ("committee", "document") if tree.get(name)}
    return said | optional


def _duty(who: partial[str], row: Tree, at: int) -> dict[str, Any]:
    given = row if isinstance(row, dict) else {}
    path = f"duties.{at}"
    said: dict[str, Any] = {"schedule": {}}
    for name, text in given.items():
        if name in _DUTY_NUMBERS:
            said["schedule"][name] = whole(text, f"{path}.{name}")
        elif name in {"starts", "ends"}:
            said[name] = month(text)
        else:
            said[name] = who(text, f"{path}.reporter") if name == "reporter" else text
    return said


def page_of(
    desk: Desk,
    form: Form,
    tree: Tree,
    draft: Draft,
    *,
    error: Exception | None = None,
    do: str = "",
) -> Response:
    """Show the form as it stands."""
    with desk.reading() as conn:
        works = titles.known(desk, conn, tree.get("works", ()))
        member = {"member": desk.actor.party} if desk.actor.party else {}
        joined = committees.page(conn, desk.viewer, limit=_MOST, **member)
        context = builder_context(desk, conn, form, draft, do)
    return desk.page(
        "studio/agreement_new.html",
        title="studio-agreements.new",
        status=desk.status_of(error) if error else 200,
        problem=at_clause(placed(desk.problem(error)), draft) if error else None,
        key=form.key or desk.new_key(),
        typed=flat(tree),
        chosen=set(tree.get("works", ())),
        counts={
            name: max(least, len(tree.get(name, ())) + (do == f"add-{name}"))
            for name, least in ROWS.items()
        },
        works=works,
        committees=[(one["id"], one["name_ja"]) for one in joined],
        agreement_kinds=options(_KINDS, desk.lang),
        distribute_on=[(one, desk.say(f"studio-agreements.on-{one}")) for one in _BASES],
        **context,
    )


def builder_context(
    desk: Desk, conn: Connection, form: Form, draft: Draft, do: str
) -> dict[str, Any]:
    """Return what the form of the clauses and its preview show."""
    return {
        "builder": shown(desk, conn, {**draft, "currency": form.text("currency")}, do),
        "preview": preview_of(desk, conn, draft, form),
        "steps": len(draft["steps"]),
        "organisations": parties.known(desk, conn),
        "sample": {
            name: form.text(f"sample_{name}", default)
            for name, default in (*SAMPLE.items(), ("units", ""), ("cost", ""))
        },
        "media": options(MEDIA, desk.lang),
        "called": partial(field_called, desk),
    }


def field_called(desk: Desk, path: str) -> str:
    """Return what a field of the form is called, with its clause or row.

    Example:
        `terms.steps.1.rate` is "Rate (clause 2)".
    """
    *before, name = path.split(".")
    key = f"studio-agreements.{name.replace('_', '-')}"
    in_terms = before[:1] == ["terms"]
    if name.isdigit():
        told = desk.say("terms.clause" if in_terms else "studio-agreements.row")
        before = [*before, name]
    else:
        told = field_label(desk, name) if in_terms or key not in WORDS else desk.say(key)
    rows = [int(part) + 1 for part in before if part.isdigit()]
    if not rows:
        return told
    if in_terms:
        return desk.say("studio-agreements.in-clause", told=told, number=rows[0])
    return desk.say("studio-works.in-row", told=told, number=rows[-1])
