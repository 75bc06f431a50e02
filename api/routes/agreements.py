"""Agreements: contracts on record, and their money clauses by version."""

import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from api import answers, examples
from api.auth import ReaderDep
from api.filters import AgreementFilters
from api.names import names_known, with_names
from api.openapi import lists, reads, writes
from api.paging import PageDep
from api.reading import RegisterDep
from api.writing import CallDep
from ledger.access.views import may_read
from ledger.agreements import views
from ledger.agreements.commands import AddTerms, RecordAgreement
from ledger.clock import tokyo_date
from ledger.debtors.commands import AssumeDebt
from ledger.debtors.forms import forms_missing
from ledger.debtors.views import debtors
from ledger.errors import NotFound
from ledger.ids import AGREEMENT
from ledger.jobs.trying import try_past
from ledger.royalties.held_views import held
from ledger.royalties.views import balances

router = APIRouter(tags=["agreements"])

_PARTY: Final = re.compile(r"party_[0-9A-Z]{26}")
AgreementIdPath = Annotated[str, Path(max_length=64, examples=[examples.AGREEMENT_ID])]


@router.post(
    "/agreements",
    **writes("Record an agreement", RecordAgreement, examples.AGREEMENT, chosen=["id"]),
)
async def record_agreement(call: CallDep) -> JSONResponse:
    """Record an agreement with the first version of its money clauses."""
    command = call.read(RecordAgreement, new=("id", AGREEMENT))
    return await call.record(command, location="/v1/agreements/{id}")


@router.post(
    "/agreements/{agreement_id}/terms",
    **writes("Add terms", AddTerms, examples.TERMS, in_path=["agreement"]),
)
async def add_terms(call: CallDep, agreement_id: AgreementIdPath) -> JSONResponse:
    """Add a version of the money clauses, in force from a month on."""
    command = call.read(AddTerms, agreement=agreement_id)
    if not call.prepares:
        actor, key = call.caller.actor, call.key
        await run_in_threadpool(try_past, call.register, command, actor=actor, request=key)
    return await call.record(command, knows=[agreement_id])


@router.post(
    "/agreements/{agreement_id}/debtors",
    **writes("Assume a debt", AssumeDebt, examples.ASSUMPTION, in_path=["agreement"]),
)
async def assume_debt(call: CallDep, agreement_id: AgreementIdPath) -> JSONResponse:
    """Record that somebody else owes what an agreement promises, from a month on."""
    command = call.read(AssumeDebt, agreement=agreement_id)
    return await call.record(command, knows=[agreement_id])


@router.get("/agreements/{agreement_id}/debtors", **reads("Show debtors", answers.DEBTORS))
def show_debtors(
    register: RegisterDep, caller: ReaderDep, agreement_id: AgreementIdPath
) -> JSONResponse:
    """Show who owes an agreement, who is liable beside him, and who owed it before."""
    with register.ledger.reading() as conn:
        shown = debtors(conn, agreement_id, caller.viewer)
        if shown is None:
            raise NotFound("agreement-not-found", field="id", value=agreement_id)
        missing = forms_missing(conn, agreement_id, tokyo_date(register.clock.now()))
        steps = shown["assumptions"]
        named = {shown["debtor"], *missing, *(step["payer"] for step in steps)}
        named |= {party for step in steps for party in step["liable"]}
        names = names_known(conn, register, named, of_persons=True)
    return JSONResponse(with_names({**shown, "forms_missing": missing}, names))


@router.get("/agreements", **lists("List agreements", answers.AGREEMENT_LISTED))
def list_agreements(
    register: RegisterDep,
    caller: ReaderDep,
    page: PageDep,
    filters: Annotated[AgreementFilters, Query()],
) -> JSONResponse:
    """List the agreements that this caller may read, in order of id."""
    asked = filters.given()
    with register.ledger.reading() as conn:
        items = views.page(conn, caller.viewer, after=page.after, limit=page.fetch, **asked)
    return page.answer(items)


@router.get("/agreements/{agreement_id}", **reads("Show an agreement", answers.AGREEMENT_SHOWN))
def show_agreement(
    register: RegisterDep, caller: ReaderDep, agreement_id: AgreementIdPath
) -> JSONResponse:
    """Show an agreement with all versions of its clauses."""
    with register.ledger.reading() as conn:
        shown = views.show(conn, agreement_id, caller.viewer)
        if shown is None:
            raise NotFound("agreement-not-found", field="id", value=agreement_id)
        names = names_known(conn, register, _named(shown), of_persons=True)
    return JSONResponse(with_names(shown, names))


@router.get(
    "/agreements/{agreement_id}/accounts",
    **reads("Show an agreement's accounts", answers.ACCOUNTS),
)
def show_accounts(
    register: RegisterDep, caller: ReaderDep, agreement_id: AgreementIdPath
) -> JSONResponse:
    """Show the balances after all payout runs, and what is held and why."""
    with register.ledger.reading() as conn:
        may_read(conn, caller.viewer, agreement_id)
        accounts = {"balances": balances(conn, agreement_id), "held": held(conn, agreement_id)}
    return JSONResponse(accounts)


def _named(agreement: dict[str, Any]) -> set[str]:
    """Return the parties that an agreement and its clauses name."""
    reporters = {duty["reporter"] for duty in agreement.get("duties", ())}
    clauses = {str(version["terms"]) for version in agreement["terms"]}
    payees = {party for text in clauses for party in _PARTY.findall(text)}
    return {agreement["payer"], *agreement["parties"], *reporters, *payees}
