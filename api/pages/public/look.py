"""How pages look to one reader: light or dark, kept in a cookie that says nothing else."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query
from starlette.responses import RedirectResponse

from api.pages.desk import THEME, DeskDep

router = APIRouter()
_YEAR: Final = 365 * 24 * 3600


@router.get("/look")
def look(
    desk: DeskDep,
    theme: Literal["light", "dark"],
    back: Annotated[str, Query(max_length=2000)] = "/",
) -> RedirectResponse:
    """Keep the theme, and lead back."""
    answer = desk.see(local_path(back))
    answer.set_cookie(THEME, theme, max_age=_YEAR, path="/", httponly=True, samesite="lax")
    return answer


def local_path(path: str) -> str:
    """Return an address of ours as it is, and the first page for any other.

    Example:
        >>> local_path("/my?x=1"), local_path("//evil.example"), local_path("https://evil.example")
        ('/my?x=1', '/', '/')
    """
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_ours and "\\" not in path else "/"
