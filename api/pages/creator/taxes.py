"""A creator's taxes: what each payer paid and withheld in a year, and the forms behind it."""

from datetime import date
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response

from api.pages import charts
from api.pages.creator.taxes_told import Year, form_state, pieces, year_told, years_before
from api.pages.desk import CreatorDesk, Desk
from api.pages.formats import era_year
from ledger.jobs.tax_record_files import CSV_TYPE, records_csv
from ledger.jobs.tax_records import YearRecords, own_payments
from ledger.parties import queries
from ledger.tax_forms import views as forms

router = APIRouter()
_PDF: Final = "application/pdf"
_MOST_BARS: Final = 12
_MOST_FORMS: Final = 50
YearQuery = Annotated[int | None, Query(ge=2013, le=2100)]


@router.get("/my/taxes")
def show(desk: CreatorDesk, year: YearQuery = None) -> HTMLResponse:
    """Show a year, payer by payer."""
    chosen = year or desk.today.year
    with desk.reading() as conn:
        found = own_payments(conn, desk.register.vault, desk.party, chosen)
        treaty = forms.page(conn, desk.viewer, limit=_MOST_FORMS, payee=desk.party)
        filed_by = desk.names(conn, [form["payer"] for form in treaty])
        country = _country(conn, desk)
    told = year_told(found, desk.lang)
    today = desk.today.isoformat()
    return desk.page(
        "creator/taxes.html",
        title="creator-taxes.title",
        year=chosen,
        both=_both_calendars(chosen, desk.lang),
        years=[(one, _both_calendars(one, desk.lang)) for one in years_before(desk.today, chosen)],
        told=told,
        picture=_picture(told, desk) if told.payers else "",
        treaty=[{**one, "state": form_state(one.get("valid_to"), today)} for one in treaty],
        filed_by=filed_by,
        is_abroad=country != "JP",
    )


def _country(conn: Connection, desk: Desk) -> str:
    party = queries.show(conn, desk.party, desk.viewer)
    return str((party or {}).get("country") or "JP")


def _both_calendars(year: int, lang: str) -> str:
    """Return a year as forms write it: 2026年（令和8年）.

    The era is that of its last day, as returns of the year name it.
    """
    return f"{year}年（{era_year(date(year, 12, 31))}）" if lang == "ja" else str(year)


def _picture(told: Year, desk: Desk) -> str:
    names = (desk.say("creator-taxes.arrived"), desk.say("creator-taxes.withheld"))
    shown = Year(told.payers[:_MOST_BARS], ())
    yen = {"field": "yen", "type": "quantitative", "title": desk.say("creator-taxes.yen")}
    spec = {
        "width": 300,
        "height": {"step": 34},
        "data": {"values": pieces(shown, names)},
        "mark": "bar",
        "encoding": {
            "x": {**yen, "axis": {"format": ",d", "tickCount": 3}},
            "y": {"field": "payer", "type": "nominal", "title": None, "sort": None},
            "order": {"field": "place"},
            "color": {
                "field": "piece",
                "type": "nominal",
                "title": None,
                "sort": list(names),
                "legend": {"orient": "top"},
            },
        },
    }
    return charts.chart(
        spec,
        title=desk.say("creator-taxes.picture"),
        told=desk.say("creator-taxes.picture-told"),
    )


@router.get("/my/taxes/{year}/{name}")
def download(
    desk: CreatorDesk, year: int, name: Literal["year.pdf", "year.csv", "year-cp932.csv"]
) -> Response:
    """Hand out the year as a paper or a table."""
    with desk.reading() as conn:
        found = own_payments(conn, desk.register.vault, desk.party, year)
    headers = {"Content-Disposition": f'attachment; filename="{year}-{name}"'}
    if name == "year.pdf":
        return Response(_pdf(desk, found), media_type=_PDF, headers=headers)
    encoding = "cp932" if "cp932" in name else "utf-8"
    charset = "Shift_JIS" if encoding == "cp932" else "utf-8"
    table = records_csv(found, desk.lang, encoding)
    return Response(table, media_type=f"{CSV_TYPE}; charset={charset}", headers=headers)


def _pdf(desk: Desk, found: YearRecords) -> bytes:
    # Only who prints loads the typesetter.
    from ledger.jobs.tax_record_papers import year_paper  # noqa: PLC0415
    from ledger.papers.typesetting import typeset  # noqa: PLC0415

    return typeset(year_paper(found, desk.party, desk.today, desk.lang, is_own=True))
