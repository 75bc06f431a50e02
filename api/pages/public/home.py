"""The first page: what this register is, and where to go."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.pages.desk import DeskDep

router = APIRouter()


@router.get("/")
def home(desk: DeskDep) -> HTMLResponse:
    """Show what this register is."""
    return desk.page("public/home.html", title="shared.name")
