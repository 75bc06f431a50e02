"""Taxes and originals over HTTP: for the payer, whoever was paid, and the operator."""

import pytest

from api.routes.archive import _media_type
from tests.api.world import Production, World, report
from tests.paper_words import words_of


@pytest.fixture
def paid(world: World, production: Production) -> Production:
    """The lead owes the designer 9,000 for the second quarter, planned for the end of August."""
    report(world, production)
    run = {"agreement": production.agreement, "period": "2026-Q2"}
    assert world.post("payouts", run, production.as_lead).status_code == 201
    issued = world.post(
        "statements", {"payer": production.lead, "period": "2026-Q2"}, production.as_lead
    )
    assert issued.status_code == 201, issued.text
    return production


def test_a_payer_reads_its_month_and_year_and_nobody_elses(world: World, paid: Production) -> None:
    """By hand: 1% of the 900,000 that the window leaves is 9,000; 918 of it is withheld, planned for 31 August."""
    month = {"payer": paid.lead, "month": "2026-08"}
    for who in (paid.as_lead, world.operator):
        told = world.get("tax/withheld", who, **month).json()
        assert (told["withheld_minor"], told["remit_by"]) == (918, "2026-09-10")
    for path, asked in (
        ("tax/withheld", month),
        ("tax/records", {"payer": paid.lead, "year": 2026}),
        ("tax/due", {"payer": paid.lead}),
    ):
        for who in (paid.as_member, paid.as_creator):
            assert world.get(path, who, **asked).status_code == 404
        assert world.get(path, **asked).status_code == 401


def test_records_come_as_values_table_and_paper(world: World, paid: Production) -> None:
    asked = {"payer": paid.lead, "year": 2026}
    told = world.get("tax/records", paid.as_lead, **asked).json()
    mine = [one for one in told["records"] if one["receiver"]["id"] == paid.creator]
    assert [(one["paid_minor"], one["must_file"]) for one in mine] == [(9_000, False)]
    table = world.get("tax/records", paid.as_lead, **asked, format="csv")
    assert "著作権の使用料" in table.content.decode("utf-8-sig")
    paper = world.get("tax/records", paid.as_lead, **asked, format="pdf")
    assert "支払調書" in words_of(paper.content)


def test_whoever_was_paid_reads_her_own_year(world: World, paid: Production) -> None:
    asked = {"payee": paid.creator, "year": 2026}
    told = world.get("tax/records", paid.as_creator, **asked).json()
    assert (told["paid_minor"], told["withheld_minor"]) == (9_000, 918)
    paper = world.get("tax/records", paid.as_creator, **asked, format="pdf", lang="en")
    assert "Whatwaspaidintheyear" in words_of(paper.content)
    assert world.get("tax/records", paid.as_lead, **asked).status_code == 404
    refused = world.get("tax/records", paid.as_lead, year=2026)
    assert (refused.status_code, refused.json()["code"]) == (422, "tax-whose-records")


def test_what_is_due_is_told(world: World, paid: Production) -> None:
    items = world.get("tax/due", paid.as_lead, payer=paid.lead, on="2026-08-20").json()["items"]
    assert [(one["kind"], one["due_on"], one["amount_minor"]) for one in items] == [
        ("remit", "2026-09-10", 918)
    ]


def test_originals_are_found_and_fetched_by_whoever_may_read_them(
    world: World, paid: Production
) -> None:
    asked = {"kind": "statement.issued", "first": "2026-08-01", "amount_min": 9_000}
    seen = {
        name: world.get("archive", who, **asked).json()["items"]
        for name, who in {
            "lead": paid.as_lead,
            "designer": paid.as_creator,
            "operator": world.operator,
        }.items()
    }
    assert len(seen["lead"]) == len(seen["operator"]) > len(seen["designer"]) > 0
    (first, *_) = seen["designer"]
    assert {one["amount_minor"] for one in seen["designer"]} == {9_000}
    answer = world.get(f"archive/{first['sha256']}", paid.as_creator)
    assert (answer.status_code, len(answer.content)) == (200, first["size_bytes"])
    assert "attachment" in answer.headers["Content-Disposition"]
    assert world.get(f"archive/{first['sha256']}", paid.as_member).status_code == 404
    assert world.get("archive").status_code == 401
    page = world.get("archive", paid.as_lead, limit=1).json()
    following = world.get("archive", paid.as_lead, limit=1, after=page["next"]).json()
    assert page["items"][0]["id"] < following["items"][0]["id"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("application/pdf", "application/pdf"),
        ("text/html\r\nSet-Cookie: a=b", "application/octet-stream"),
        ("画像", "application/octet-stream"),
    ],
)
def test_a_type_that_somebody_stated_is_a_header_only_if_it_is_one(said: str, told: str) -> None:
    """It was written by whoever recorded the document, and is read by others."""
    assert _media_type(said) == told
