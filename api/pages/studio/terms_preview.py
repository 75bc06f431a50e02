"""The waterfall of a draft on supposed revenue, as a picture and a table; nothing is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter
from markupsafe import Markup
from sqlalchemy import Connection
from starlette.responses import Response

from api.pages import formats, render
from api.pages.charts import COLOURS, chart
from api.pages.desk import REFUSED, Desk, FormDep, Problem, StudioDesk
from api.pages.forms import Form
from api.pages.studio.named import called, names_in
from api.pages.studio.reading import month, whole
from api.pages.studio.terms_builder import Draft, at_clause, draft_of, sentences, terms_of
from api.pages.studio.trees import placed, tree_of
from contracts.errors import TermsError
from contracts.figures import percent
from contracts.money import lowest_terms, minor_unit
from contracts.period import Month
from contracts.whatif import Comparison
from ledger.errors import RuleViolation
from ledger.jobs import simulate
from ledger.jobs.simulate import SupposedCost, SupposedItem, SupposedPeriod, WhatIf

router = APIRouter()
SAMPLE: Final = {"amount": "100,000,000", "months": "1", "channel": "", "reported": "gross"}
_MOST_MONTHS: Final = 60
_BAR: Final = 30
_WIDTH: Final = 420
_EXPENSE: Final = "expense/"


@dataclass(frozen=True, slots=True)
class Preview:
    """What supposed revenue becomes.

    Attributes:
        sales: Of all months. clauses: (name, takes, left after it).
        payees: (name, amount, part of revenue). rest: (what, amount).
        problem: Why it cannot be computed.
    """

    currency: str = ""
    sales: int = 0
    clauses: tuple[tuple[str, int, int], ...] = ()
    payees: tuple[tuple[str, int, str], ...] = ()
    rest: tuple[tuple[str, int], ...] = ()
    picture: Markup | None = None
    problem: Problem | None = None


@router.post("/studio/terms/preview")
def show_preview(desk: StudioDesk, form: FormDep) -> Response:
    """Answer with the preview alone, for the script that keeps it up to date."""
    draft = draft_of(tree_of(form.fields))
    with desk.reading() as conn:
        found = preview_of(desk, conn, draft, form)
        said, _ = sentences(desk, conn, {**draft, "currency": form.text("currency")})
    context = {"desk": desk, "preview": found, "sentences": said}
    return render.answer(render.html("studio/terms_preview.html", desk.lang, context))


def preview_of(desk: Desk, conn: Connection, draft: Draft, form: Form) -> Preview:
    """Compute a draft on what the form supposes; a refusal is shown, not raised."""
    currency = form.text("currency") or "JPY"
    if not draft["steps"]:
        return Preview(currency)
    try:
        terms = terms_of(desk, conn, draft, currency)
        asked = WhatIf(
            drafts=(simulate.Draft(name="draft", terms=terms),),
            supposed=supposed(form, terms, currency, desk),
        )
        found = simulate.simulate(desk.register, asked, actor=desk.actor)
    except REFUSED as error:
        return Preview(currency, problem=at_clause(placed(desk.problem(error)), draft))
    payees = [line.id for line in found.lines if line.kind == "payee"]
    return told(desk, found, names_in(desk, conn, payees, of_persons=True))


def supposed(
    form: Form, terms: Mapping[str, Any], currency: str, desk: Desk
) -> tuple[SupposedPeriod, ...]:
    """Return the revenue that the form supposes, spread evenly over its months.

    Example:
        By hand: 100 over 3 months are 33, 33 and 34: the rest comes last.
    """
    total = _minor(form.text("sample_amount") or SAMPLE["amount"], currency)
    count = whole(form.text("sample_months") or SAMPLE["months"], "sample_months")
    if not 1 <= count <= _MOST_MONTHS:
        raise RuleViolation(
            "months-out-of-range",
            "so many months cannot be computed here",
            field="sample_months",
            value=count,
            expected=f"1-{_MOST_MONTHS}",
        )
    units = whole(form.text("sample_units") or "0", "sample_units")
    costs = _costs(form, terms, currency)
    first = _first(form, desk)
    return tuple(
        SupposedPeriod(
            period=str(first.plus(at)),
            items=(
                SupposedItem(
                    amount_minor=_part(total, at, count),
                    reported="net" if form.text("sample_reported") == "net" else "gross",
                    channel=form.given("sample_channel"),
                    units=_part(units, at, count),
                ),
            ),
            expenses=costs if at == 0 else (),
        )
        for at in range(count)
    )


def _first(form: Form, desk: Desk) -> Month:
    """Return the month from which the clauses are in force; this month while none is typed."""
    try:
        return Month.parse(month(form.text("effective_month")))
    except TermsError:
        return Month.parse(desk.today.isoformat()[:7])


def _part(total: int, at: int, count: int) -> int:
    part = total // count
    return part if at < count - 1 else total - part * (count - 1)


def _minor(text: str, currency: str) -> int:
    scale: int = 10 ** minor_unit(currency)
    return whole(text, "sample_amount") * scale


def _costs(form: Form, terms: Mapping[str, Any], currency: str) -> tuple[SupposedCost, ...]:
    amount = form.text("sample_cost")
    if not amount:
        return ()
    minor = whole(amount, "sample_cost") * 10 ** minor_unit(currency)
    steps = [step["id"] for step in terms["steps"] if step["kind"].startswith(_EXPENSE)]
    return tuple(SupposedCost(step=step, amount_minor=minor) for step in steps)


def told(desk: Desk, found: Comparison, names: Mapping[str, str]) -> Preview:
    """Return a computation as the page shows it.

    Example:
        By hand: of 1,000 a fee of 10% leaves 900; a split of 900 leaves 0.
    """
    left, clauses = found.sales, []
    for line in found.lines:
        if line.kind == "clause":
            takes = line.amounts[0] or 0
            left -= takes
            clauses.append((line.label_ja if desk.lang == "ja" else line.label_en, takes, left))
    payees = tuple(
        (called(line.id, names), line.amounts[0] or 0, _part_of(line.amounts[0] or 0, found.sales))
        for line in found.lines
        if line.kind == "payee"
    )
    rest = tuple(
        (desk.say(f"terms.rest.{line.id}"), line.amounts[0] or 0)
        for line in found.lines
        if line.kind == "rest"
    )
    picture = waterfall(desk, found.sales, clauses, found.currency)
    return Preview(found.currency, found.sales, tuple(clauses), payees, rest, picture)


def _part_of(amount: int, sales: int) -> str:
    """Return a part of the revenue in percent, to one decimal, cut."""
    return percent(lowest_terms(amount * 1000 // sales, 1000)) if sales and amount >= 0 else ""


def waterfall(
    desk: Desk, sales: int, clauses: list[tuple[str, int, int]], currency: str
) -> Markup | None:
    """Draw revenue as one bar, and under it what each clause takes off its end."""
    scale = 10 ** minor_unit(currency)
    start = desk.say("terms.revenue")
    rows: list[dict[str, Any]] = [{"n": 0, "name": start, "a": 0, "b": sales // scale, "in": 1}]
    rows += [
        {"n": number, "name": name, "a": left // scale, "b": (left + takes) // scale, "in": 0}
        for number, (name, takes, left) in enumerate(clauses, start=1)
        if takes
    ]
    if len(rows) == 1:
        return None
    spec = {
        "width": _WIDTH,
        "height": {"step": _BAR},
        "data": {"values": [{**row, "key": f"{row['n'] + 1}. {row['name']}"} for row in rows]},
        "mark": {"type": "bar", "cornerRadius": 2},
        "encoding": {
            "y": {"field": "key", "type": "nominal", "title": None, "sort": None,
                  "axis": {"labelLimit": 220}},
            "x": {"field": "a", "type": "quantitative", "title": currency,
                  "axis": {"format": ",d", "tickCount": 4}},
            "x2": {"field": "b"},
            "color": {"field": "in", "type": "nominal", "legend": None,
                      "scale": {"domain": [1, 0], "range": [COLOURS[0], COLOURS[1]]}},
        },
    }  # fmt: skip
    return chart(
        spec,
        title=desk.say("terms.flow"),
        told=desk.say("terms.flow-told", sales=formats.money(sales, currency, desk.lang)),
    )
