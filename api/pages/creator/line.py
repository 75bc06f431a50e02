"""Why one line of a statement is what it is: as a picture, and in sentences with the numbers."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse

from api.pages.creator.flow import Flow, flow_to
from api.pages.creator.flow_drawing import NARROW, WIDE, draw
from api.pages.creator.flow_folding import MOST_NARROW, MOST_WIDE, folded
from api.pages.creator.flow_words import Told
from api.pages.creator.statements import StatementPath
from api.pages.desk import CreatorDesk, Desk
from api.reasons import Explainers
from contracts.figures import money

router = APIRouter()
LinePath = Annotated[int, Path(ge=1, le=1_000_000)]


@router.get("/my/statements/{statement_id}/lines/{line}")
def my_line(desk: CreatorDesk, statement_id: StatementPath, line: LinePath) -> HTMLResponse:
    """Show the whole way from revenue to a line, as far as the agreement discloses it."""
    with desk.reading() as conn:
        explainers = Explainers(conn, desk.register, desk.viewer)
        (reason,) = explainers.reasons(statement_id, [line])
        told = explainers.told(reason, desk.lang)
        graph = reason.graph()
        names = explainers.names(reason, desk.lang)
    flow = flow_to(graph, reason.traced.rows, reason.sight, desk.lang, names)
    return desk.page(
        "creator/line.html",
        title=desk.say("line.title", label=told["label"]),
        told=told,
        statement=reason.statement,
        clause=next((node.clause for node in graph.nodes if node.ref == told["step"]), ""),
        lines=len(reason.statement["lines"]),
        pictures=_pictures(desk, flow, told, Told(desk.lang, graph.currency, names)),
        in_words=flow.sentences(),
    )


def _pictures(desk: Desk, flow: Flow, told: dict[str, Any], writer: Told) -> list[Any]:
    """Draw the flow for a wide screen and for a phone; nothing where nothing flows."""
    if not flow.bands:
        return []
    amount = money((told["amount_minor"], 1), told["currency"], desk.lang)
    title = desk.say("flow.title")
    said = desk.say("flow.desc", label=told["label"], amount=amount)
    return [
        draw(folded(flow, most, writer), width, title, said)
        for width, most in ((WIDE, MOST_WIDE), (NARROW, MOST_NARROW))
    ]
