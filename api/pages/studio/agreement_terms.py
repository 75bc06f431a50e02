"""New clauses for an agreement: built from those in force, confirmed where they change the past."""

from typing import Any, Final

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import Response

from api.bodies import to_model
from api.pages.desk import REFUSED, Desk, FormDep, StudioDesk
from api.pages.forms import Form
from api.pages.studio.agreement_form import builder_context, notice_of
from api.pages.studio.named import names_in
from api.pages.studio.reading import month
from api.pages.studio.terms_builder import (
    Draft,
    act,
    at_clause,
    draft_of,
    terms_of,
    typed_terms,
)
from api.pages.studio.trees import filled, flat, placed, tree_of
from contracts.whatif import Comparison
from ledger.access.views import may_read
from ledger.agreements import views
from ledger.agreements.commands import AddTerms
from ledger.jobs import simulate
from ledger.jobs.trying import try_past

router = APIRouter()
_BACK_DATED: Final = "terms-back-dated"
_COMPARE: Final = "compare"


@router.get("/studio/agreements/{agreement_id}/terms")
def new_terms(desk: StudioDesk, agreement_id: str) -> Response:
    """Show the clauses in force, ready to be changed."""
    with desk.reading() as conn:
        agreement = _payers(desk, conn, agreement_id)
    terms = agreement["terms"][-1]["terms"]
    form = Form({"currency": (agreement["currency"],)})
    return _shown(desk, form, agreement, typed_terms(terms))


@router.post("/studio/agreements/{agreement_id}/terms")
def add_terms(desk: StudioDesk, form: FormDep, agreement_id: str) -> Response:
    """Record new clauses, or show the form again after whatever button was used."""
    with desk.reading() as conn:
        agreement = _payers(desk, conn, agreement_id)
    do, draft = form.text("do"), draft_of(filled(tree_of(form.fields)))
    try:
        if do not in {"record", "confirm"}:
            return _shown(desk, form, agreement, act(draft, do, form.text), do=do)
        command = _command(desk, form, agreement, draft)
        try_past(desk.register, command, actor=desk.actor, request=desk.request_key(form))
        recorded = desk.record(command, form)
    except REFUSED as error:
        return _shown(desk, form, agreement, draft, error=error)
    return desk.see(f"/studio/agreements/{agreement_id}", notice=notice_of(recorded))


def _payers(desk: Desk, conn: Connection, id: str) -> dict[str, Any]:
    """Return an agreement that the reader owes.

    Raises:
        NotFound: There is none for this reader.
        Forbidden: Somebody else owes it.
    """
    may_read(conn, desk.viewer, id)
    found = desk.found(views.show(conn, id, desk.viewer), "agreement", id)
    desk.actor.must_act_for(found["payer"], "agreement")
    return found


def _command(desk: Desk, form: Form, agreement: dict[str, Any], draft: Draft) -> AddTerms:
    with desk.reading() as conn:
        terms = terms_of(desk, conn, draft, agreement["currency"])
    said: dict[str, Any] = {
        "agreement": agreement["id"],
        "effective_month": month(form.text("effective_month")),
        "reason": form.text("reason"),
        "terms": terms,
    }
    if form.given("document"):
        said["document"] = {"sha256": form.text("document")}
    if form.text("do") == "confirm" and form.given("confirm"):
        said["confirm"] = form.text("confirm")
    return to_model(AddTerms, said)


def _shown(
    desk: Desk,
    form: Form,
    agreement: dict[str, Any],
    draft: Draft,
    *,
    error: Exception | None = None,
    do: str = "",
) -> Response:
    problem = at_clause(placed(desk.problem(error)), draft) if error else None
    data = (problem.data or {}) if problem else {}
    is_past = problem is not None and problem.code == _BACK_DATED
    with desk.reading() as conn:
        context = builder_context(desk, conn, form, draft, do)
        compared = _compared(desk, conn, agreement, draft) if do == _COMPARE else None
        found = [line.id for line in compared.lines] if compared else []
        names = names_in(desk, conn, [agreement["title"], found, data], of_persons=True)
    title = agreement["title"]
    return desk.page(
        "studio/agreement_terms.html",
        title="studio-agreements.change",
        status=desk.status_of(error) if error else 200,
        problem=None if is_past else problem,
        touched=data if is_past else None,
        key=desk.new_key() if is_past else form.key or desk.new_key(),
        agreement=agreement,
        agreement_title=(desk.lang == "en" and title.get("en")) or title["ja"],
        typed=flat(filled(tree_of(form.fields))),
        compared=compared,
        names=names,
        **context,
    )


def _compared(
    desk: Desk, conn: Connection, agreement: dict[str, Any], draft: Draft
) -> Comparison | None:
    """Run the draft over what the closed periods brought, beside the clauses in force."""
    terms = terms_of(desk, conn, draft, agreement["currency"])
    asked = simulate.WhatIf(
        drafts=(simulate.Draft(name="draft", terms=terms),),
        agreement=agreement["id"],
        history=True,
    )
    return simulate.simulate(desk.register, asked, actor=desk.actor)
