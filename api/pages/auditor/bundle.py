"""The page that exports an audit bundle for whoever asks, shows its progress, and hands it out."""

from fastapi import APIRouter
from starlette.responses import FileResponse, HTMLResponse, Response

from api.pages.auditor.bundles import (
    bundle_at_hand,
    file_of_bundle,
    key_of,
    make_bundle,
    remove_bundle,
    scope_for,
)
from api.pages.desk import REFUSED, AuditorDesk, Desk, FormDep
from api.pages.working import Job, Progress, working_of
from ledger.errors import NotFound

router = APIRouter()


@router.get("/audit/bundle")
def show_bundle(desk: AuditorDesk) -> HTMLResponse:
    """Show the bundle at hand, or how far it has come."""
    return _page(desk)


@router.post("/audit/bundle")
def export(desk: AuditorDesk, form: FormDep) -> Response:
    """Export a bundle behind the page; one at a time for each reader."""
    del form  # it only had to be ours
    key, working = key_of(desk), working_of(desk.request.app.state)
    try:
        scope = scope_for(desk)

        def work(progress: Progress) -> object:
            return make_bundle(desk.register, key, scope, progress)

        if (job := working.of(key)) is None or not job.is_running:
            remove_bundle(desk.register, key)
        working.start(key, work)
    except REFUSED as error:
        return _page(desk, error)
    return desk.see("/audit/bundle")


@router.get("/audit/bundle/file")
def save_bundle(desk: AuditorDesk) -> Response:
    """Hand the file out."""
    found = bundle_at_hand(desk.register, key_of(desk), scope_for(desk))
    if found is None:
        raise NotFound("bundle-not-found", field="bundle", value="-")
    path = file_of_bundle(desk.register, key_of(desk))
    return FileResponse(path, media_type="application/zip", filename=found["name"])


def _page(desk: Desk, error: Exception | None = None) -> HTMLResponse:
    job: Job | None = working_of(desk.request.app.state).of(key_of(desk))
    scope, is_running = scope_for(desk), bool(job and job.is_running)
    bundle = None if is_running else bundle_at_hand(desk.register, key_of(desk), scope)
    status = desk.status_of(error) if error else 200
    if error is None and job is not None and bundle is None:
        error = job.error
    return desk.page(
        "auditor/bundle.html",
        title="auditor.bundle",
        status=status,
        job=job,
        bundle=bundle,
        scope=scope.kind,
        problem=desk.problem(error) if error else None,
    )
