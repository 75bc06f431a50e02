"""Our own style sheet, scripts and the second verifier's modules, held in memory.

One hash over all of them is part of every address: what a browser kept is never out of date, and a
module that imports its neighbour gets the neighbour of the same version.
"""

import gzip
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.errors import problem

_HERE: Final = Path(__file__).parent / "static"
_VERIFIER: Final = Path(__file__).parent.parent / "verifier"
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_LONG: Final = 1024


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file: its type, its bytes, and the same compressed where that is shorter."""

    media_type: str
    data: bytes
    packed: bytes | None


class StaticFiles:
    """All files, by name."""

    def __init__(self) -> None:
        paths = [(path.name, path) for path in sorted(_HERE.iterdir())]
        paths += [(f"verifier/{path.name}", path) for path in sorted(_VERIFIER.glob("*.mjs"))]
        self._files = {name: _read(path) for name, path in paths if path.suffix in _TYPES}
        digest = sha256()
        for name, file in self._files.items():
            digest.update(name.encode() + b"\0" + sha256(file.data).digest())
        self.version = digest.hexdigest()[:16]

    def address(self, name: str) -> str:
        """Return where a browser finds a file.

        Raises:
            KeyError: There is no such file: a mistake of ours.
        """
        if name not in self._files:
            raise KeyError(name)
        return f"/static/{self.version}/{name}"

    def answer(self, version: str, name: str, *, packed: bool) -> Response:
        """Return a file, for ever where the address names this version."""
        file = self._files.get(name)
        if file is None or version != self.version:
            return problem(HTTPStatus.NOT_FOUND, "http-not-found", "there is no such file")
        headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
        if packed and file.packed:
            headers["Content-Encoding"] = "gzip"
        return Response(
            file.packed if packed and file.packed else file.data,
            media_type=file.media_type,
            headers=headers,
        )


def _read(path: Path) -> StaticFile:
    data = path.read_bytes()
    packed = gzip.compress(data, mtime=0) if len(data) > _LONG else None
    return StaticFile(_TYPES[path.suffix], data, packed)


STATIC: Final = StaticFiles()


async def favicon(_request: Request) -> Response:
    """Answer what browsers ask for without being told to."""
    return STATIC.answer(STATIC.version, "seal.svg", packed=False)


async def static_file(request: Request) -> Response:
    """Answer `/static/<version>/<name>`."""
    packed = "gzip" in request.headers.get("accept-encoding", "")
    version, name = request.path_params["version"], request.path_params["name"]
    return STATIC.answer(version, name, packed=packed)
