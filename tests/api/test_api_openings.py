"""An agreement is taken over through the API: the template, the filled file, the opening."""

import io
from typing import Any

import openpyxl

from tests.api.world import Production, World

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template(world: World, production: Production, who: dict[str, str]) -> Any:
    path = f"agreements/{production.agreement}/opening/template"
    return world.get(path, who, as_of="2026-04")


def fill(data: bytes, **amounts: int) -> bytes:
    """Enter amounts by kind; everything else is zero."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows(min_row=5):
            if row[0].value and row[0].value != "total":
                row[6].value = amounts.get(row[0].value.replace("-", "_"), 0)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def send(world: World, production: Production, data: bytes, **said: Any) -> Any:
    asked = {"as_of": "2026-04", "approved_by": production.member, **said}
    return world.http.post(
        f"/v1/agreements/{production.agreement}/opening",
        params=asked,
        content=data,
        headers={**production.as_lead, "Content-Type": XLSX},
    )


def test_a_filled_template_opens_an_agreement(world: World, production: Production) -> None:
    data = fill(template(world, production, production.as_lead).content)
    answer = send(world, production, data)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"/v1/agreements/{production.agreement}/opening"
    shown = world.get(f"agreements/{production.agreement}/opening", production.as_member).json()
    assert (shown["id"], shown["as_of"]) == (answer.json()["id"], "2026-04")
    again = send(world, production, data)
    assert (again.status_code, again.json()["code"]) == (409, "opening-exists")


def test_a_bad_cell_is_a_problem_with_its_place(world: World, production: Production) -> None:
    data = fill(template(world, production, production.as_lead).content, pool=5)
    answer = send(world, production, data)
    assert answer.status_code == 422
    problem = answer.json()
    assert (problem["code"], problem["field"]) == ("opening-difference", "繰越欠損 G6")
    assert problem["problems"][0]["expected"] == "5 (-5)"


def test_strangers_hear_of_no_agreement(world: World, production: Production) -> None:
    stranger = world.token("studio", world.company("よそ"))
    assert template(world, production, stranger).status_code == 404
    path = f"agreements/{production.agreement}/opening"
    assert world.get(path, stranger).status_code == 404
    assert world.get(path, production.as_lead).json()["code"] == "opening-not-found"
