"""This week: what is late, near, or can be done now, each with its day, its sum and its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter
from starlette.responses import Response

from api.pages import charts, formats
from api.pages.desk import Desk
from api.pages.studio.seat import Seat, SeatDep, called, chosen
from ledger.jobs.week import Task, WhoAsks, week_of

router = APIRouter()

_MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A task as the page shows it: what it says, and where it is done."""

    task: Task
    is_late: bool
    says: str
    more: tuple[str, ...]
    to: str


@router.get("/studio")
def home(seat: SeatDep) -> Response:
    """Show what is to be done."""
    if not seat.party:
        return chosen(seat, "/studio")
    desk = seat.desk
    with desk.reading() as conn:
        tasks = week_of(conn, desk.viewer, WhoAsks(seat.party, desk.today, desk.actor.by))
        named = [_named(task) for task in tasks]
        names = called(desk, conn, [*named, seat.party])
    shown = [
        _shown(seat, task, [names[one] for one in ids if one in names])
        for task, ids in zip(tasks, named, strict=True)
    ]
    return desk.page(
        "studio/home.html",
        title="week.title",
        seat=seat,
        company=names.get(seat.party, seat.party),
        groups=grouped(shown),
        picture=_picture(desk, tasks),
    )


def grouped(shown: Sequence[Shown]) -> list[tuple[str, list[Shown]]]:
    """Part tasks into what is late, what has a day, and what can be done now; empty ones go."""
    late = [one for one in shown if one.is_late]
    near = [one for one in shown if not one.is_late and one.task.by]
    free = [one for one in shown if not one.task.by]
    parts = (("late", late), ("near", near), ("now", free))
    return [(name, some) for name, some in parts if some]


def _named(task: Task) -> list[str]:
    about = task.about
    found = [one["reporter"] for one in about.get("reports", ())] or list(
        about.get("agreements", ())
    )
    found += [about[name] for name in ("payee", "committee") if about.get(name)]
    return list(dict.fromkeys(found))[:_MOST_NAMED]


def _shown(seat: Seat, task: Task, named: Sequence[str]) -> Shown:
    desk, about = seat.desk, task.about
    more = tuple(named) if task.kind != "ending" else (str(about["name"]),)
    told: dict[str, Any] = {"count": f"{task.count:,}", "period": period_in_words(desk, task)}
    told["kind"] = desk.say(f"approvals.kind-{about['kind']}") if "kind" in about else ""
    told["about"] = about.get("about") or about.get("country") or ""
    says = desk.say(f"week.{task.kind}", **told)
    return Shown(task, task.is_late(desk.today), says, more, place_of(seat, task))


def period_in_words(desk: Desk, task: Task) -> str:
    """Return the period that a task is about; one that fits no calendar stays as it is."""
    text = str(task.about.get("period", ""))
    return formats.period(text, desk.lang) if text and "/" not in text else text


def place_of(seat: Seat, task: Task) -> str:
    """Return where a task is done."""
    about: Mapping[str, Any] = task.about
    period = str(about.get("period", ""))
    if task.kind == "pay" and task.by:
        day = max(task.by, seat.desk.today)
        return seat.to("/studio/payments/new", due=day.isoformat())
    places = {
        "run-due": seat.to("/studio/close", period=period),
        "state": seat.to("/studio/close"),
        "approve": seat.to("/studio/approvals", kind=about.get("kind")),
        "export": seat.to(f"/studio/payments/{about.get('payment')}"),
        "confirm": seat.to(f"/studio/payments/{about.get('payment')}"),
        "answer": seat.to(f"/studio/disputes/{about.get('dispute')}"),
        "ending": seat.to(f"/studio/committees/{about.get('committee')}"),
    }
    is_report = task.kind.endswith("report") or task.kind.startswith("report")
    fallback = seat.to("/studio/reports/new") if is_report else ""
    return places.get(task.kind, fallback)


def _picture(desk: Desk, tasks: Sequence[Task]) -> Any:
    """Draw what is to be paid, by its day."""
    rows = [
        {"day": task.by.isoformat(), "amount": task.amount_minor}
        for task in tasks
        if task.kind == "pay" and task.currency == "JPY" and task.by
    ]
    if len(rows) < len(("one", "another")):
        return None
    spec = charts.bars(
        rows,
        across=("day", desk.say("studio-money.day")),
        up=("amount", desk.say("reports.amount-in", currency="JPY")),
        width=420,
        height=140,
    )
    comma = "、" if desk.lang == "ja" else ", "
    told = comma.join(f"{row['day']} {row['amount']:,}" for row in rows)
    return charts.chart(spec, title=desk.say("week.picture"), told=told)
