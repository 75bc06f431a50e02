"""Findings of the last audit, and running one with its progress shown."""

from functools import partial

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.pages.auditor.last_audit import (
    KEY,
    audit_register,
    checks_shown,
    findings_shown,
    last_audit,
    reads_everything,
)
from api.pages.desk import REFUSED, AuditorDesk, Desk, FormDep
from api.pages.working import working_of

router = APIRouter()


@router.get("/audit/findings")
def show_findings(desk: AuditorDesk) -> HTMLResponse:
    """Show how far the audit has come, and what the last one said."""
    return _page(desk)


@router.post("/audit/findings")
def run_audit(desk: AuditorDesk, form: FormDep) -> Response:
    """Verify the register behind the page."""
    del form  # it only had to be ours
    try:
        working_of(desk.request.app.state).start(KEY, partial(audit_register, desk.register))
    except REFUSED as error:
        return _page(desk, error)
    return desk.see("/audit/findings")


def _page(desk: Desk, error: Exception | None = None) -> HTMLResponse:
    job = working_of(desk.request.app.state).of(KEY)
    data = last_audit(desk.register)
    with desk.reading() as conn:
        in_full = reads_everything(conn, desk.viewer)
    if error is None and job is not None and job.error is not None:
        error = job.error
    return desk.page(
        "auditor/findings.html",
        title="auditor.findings",
        status=desk.status_of(error) if error and not job else 200,
        job=job,
        audit=data,
        in_full=in_full,
        checks=checks_shown(data, desk.lang) if data else [],
        findings=findings_shown(data, desk.lang, in_full=in_full) if data else [],
        problem=desk.problem(error) if error else None,
    )
