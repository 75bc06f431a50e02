"""Papers that people send along: the log has their hash, the archive the paper itself.

A file's name is not recorded: it may name somebody.
"""

import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter
from fastapi import Path as PathParameter
from starlette.responses import Response

from api.pages.desk import CreatorDesk, Desk, StudioDesk
from api.pages.forms import Form, Upload
from ledger.jobs import archive
from ledger.values import DocumentRef

router = APIRouter()
DigestPath = Annotated[str, PathParameter(pattern="^[0-9a-f]{64}$")]


def reference(upload: Upload | None) -> DocumentRef | None:
    """Return what an entry says of a file, or None where none was chosen."""
    if upload is None or not upload.data:
        return None
    return DocumentRef(sha256=sha256(upload.data).hexdigest(), size_bytes=len(upload.data))


def keep(desk: Desk, form: Form, name: str) -> None:
    """Put a file whose hash is on record now into the archive, for whoever may read the entry."""
    upload = form.file(name)
    if upload is None or not upload.data:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paper"
        file.write_bytes(upload.data)
        with desk.reading() as conn:
            archive.add(desk.register, conn, desk.viewer, file)


@router.get("/my/papers/{digest}")
def fetch(desk: CreatorDesk, digest: DigestPath) -> Response:
    """Hand out a paper that an entry cites which this creator may read."""
    return _handed_out(desk, digest)


@router.get("/studio/papers/{digest}")
def fetch_at_studio(desk: StudioDesk, digest: DigestPath) -> Response:
    """Hand out a paper that an entry cites which this studio may read."""
    return _handed_out(desk, digest)


def _handed_out(desk: Desk, digest: str) -> Response:
    """Answer with a file to be kept; never with something that is shown as a page of ours."""
    with desk.reading() as conn:
        content = archive.fetch(desk.register, conn, desk.viewer, digest)
    headers = {"Content-Disposition": f'attachment; filename="{digest[:16]}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)
