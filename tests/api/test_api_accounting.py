"""Journals, forecasts and guarantees over HTTP: for a payer itself and the operator alone."""

import io

import pytest
from openpyxl import load_workbook

from tests.api.world import Production, World, produce, report

DAYS = {"from": "2026-01-01", "to": "2027-12-31"}


@pytest.fixture
def stated(world: World, production: Production) -> Production:
    """The lead's second quarter is reported, run and stated."""
    report(world, production)
    run = {"agreement": production.agreement, "period": "2026-Q2"}
    assert world.post("payouts", run, production.as_lead).status_code == 201
    body = {"payer": production.lead, "period": "2026-Q2"}
    assert world.post("statements", body, production.as_lead).status_code == 201
    return production


def test_a_payers_books_are_for_itself_and_the_operator(world: World, stated: Production) -> None:
    for path, asked in (
        ("accounting/journal", {"payer": stated.lead, **DAYS}),
        ("accounting/forecast", {"payer": stated.lead}),
        ("accounting/guarantees", {"party": stated.lead}),
    ):
        for who in (stated.as_lead, world.operator):
            assert world.get(path, who, **asked).status_code == 200
        for who in (stated.as_member, stated.as_creator):
            refused = world.get(path, who, **asked)
            assert (refused.status_code, refused.json()["code"]) == (404, "party-not-found")
        assert world.get(path, **asked).status_code == 401


def test_a_journal_balances_and_comes_as_a_file(world: World, stated: Production) -> None:
    asked = {"payer": stated.lead, **DAYS}
    told = world.get("accounting/journal", stated.as_lead, **asked).json()
    assert told["totals"]["JPY"] > 0
    assert sum(told["balances"]["JPY"].values()) == 0
    for one in told["documents"]:
        assert sum(line["amount_minor"] + line["tax_minor"] for line in one["lines"]) == 0
    file = world.get("accounting/journal", stated.as_lead, **asked, format="csv", layout="yayoi")
    assert file.status_code == 200
    assert file.content.decode("cp932").startswith("2")
    unknown = world.get("accounting/journal", stated.as_lead, **asked, format="csv", layout="x")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "accounting-layout-unknown")


def test_a_forecast_comes_as_values_table_and_workbook(world: World, stated: Production) -> None:
    asked = {"payer": stated.lead, "on": "2026-07-31"}
    told = world.get("accounting/forecast", stated.as_lead, **asked).json()
    assert {row["direction"] for row in told["rows"]} <= {"in", "out"}
    table = world.get("accounting/forecast", stated.as_lead, **asked, format="csv")
    assert "期日" in table.content.decode("utf-8-sig")
    book = world.get("accounting/forecast", stated.as_lead, **asked, format="xlsx", lang="en")
    assert load_workbook(io.BytesIO(book.content)).sheetnames[0] == "Months"


def test_another_studios_people_find_nothing(world: World, stated: Production) -> None:
    other = produce(world, "別のスタジオ")
    for path, asked in (
        ("accounting/journal", {"payer": stated.lead, **DAYS}),
        ("accounting/forecast", {"payer": stated.lead, "format": "xlsx"}),
        ("accounting/guarantees", {"party": stated.lead}),
    ):
        for who in (other.as_lead, other.as_member, other.as_creator):
            refused = world.get(path, who, **asked)
            assert refused.status_code == 404
            assert stated.agreement not in refused.text
