"""What somebody who sees a page for the first time must not have to guess."""

import re
from typing import Any

import pytest
from sqlalchemy import Connection

from api.pages.creator.nothing import why_nothing
from ledger.access.views import Viewer
from ledger.statements import views
from ledger.statements.payee_views import listed
from tests.pages.stand import Site


def standing(**changed: Any) -> dict[str, Any]:
    return {"level": "full", "is_waiting": False, "deficit": None, **changed}


def test_a_zero_is_told_to_wait_only_while_a_target_or_a_deficit_is_open() -> None:
    assert why_nothing(standing(is_waiting=True), has_revenue=True) == "waits"
    assert why_nothing(standing(deficit=object()), has_revenue=True) == "waits"
    assert why_nothing(standing(), has_revenue=True) == "no-share"
    assert why_nothing(standing(), has_revenue=False) == "no-revenue"


def test_who_may_not_see_revenue_does_not_learn_that_there_was_none() -> None:
    for level in ("rate", "aggregate"):
        assert why_nothing(standing(level=level), has_revenue=False) == "no-share"


@pytest.fixture
def mine(site: Site) -> list[dict[str, Any]]:
    """The creator's statements."""
    viewer = Viewer("creator", site.party_of("creator"))
    with site.register.ledger.reading() as conn:
        return [_shown(conn, row["statement_id"], viewer) for row in listed(conn, viewer)]


def _shown(conn: Connection, statement: str, viewer: Viewer) -> dict[str, Any]:
    shown = views.show(conn, statement, viewer)
    assert shown is not None
    return shown


def test_a_zero_beside_other_lines_is_named_with_its_agreement_and_its_reason(
    site: Site, mine: list[dict[str, Any]]
) -> None:
    """Two runs of one payer are in the statement; only one of them gave lines."""
    partly = next(
        one
        for one in mine
        if one["lines"] and {line["run"] for line in one["lines"]} < set(one["runs"])
    )
    with site.client("creator") as http:
        ja, en = (http.get(f"/{lang}/my/statements/{partly['id']}").text for lang in ("ja", "en"))
    for text, heading in ((ja, "今回は0円の契約"), (en, "Agreements that gave nothing this time")):
        told = text.split(heading)[1].split("</main>")[0]
        assert len(re.findall(r'href="/\w\w/my/agreements/agr_', told)) == 1
    assert "取り分は生じませんでした" in ja or "入った売上はありません" in ja


def test_a_statement_of_nothing_says_for_each_agreement_what_it_waits_for(
    site: Site, mine: list[dict[str, Any]]
) -> None:
    empty = next(one for one in mine if not one["lines"])
    with site.client("creator") as http:
        text = http.get(f"/ja/my/statements/{empty['id']}").text
    told = text.split("今回は0円の契約")[1]
    assert "この契約の計算に入った売上はありません" in told
    assert '<svg class="meter"' in told


def test_an_auditor_chooses_a_run_by_the_name_of_its_agreement(site: Site) -> None:
    with site.client("auditor") as http:
        ja = http.get("/ja/audit/recompute").text
        first = re.search(r"\?run=(run_\w+)", ja)
        assert first is not None
        one = http.get(f"/en/audit/recompute?run={first[1]}").text
    assert "製作委員会 共同事業契約" in ja
    assert not re.search(r"<td[^>]*><code>agr_", ja)
    assert "Production Committee agreement" in one


def test_a_number_of_the_studios_own_is_called_so_in_both_languages(site: Site) -> None:
    with site.client("public") as http:
        found = re.search(r'href="/ja(/works/work_\w+)"', http.get("/ja/works").text)
        assert found is not None
        ja, en = (http.get(f"/{lang}{found[1]}").text for lang in ("ja", "en"))
    assert "自社番号 <code>SAMPLE-" in ja
    assert "own number <code>SAMPLE-" in en


def test_english_pages_call_an_agreement_by_its_english_title(site: Site) -> None:
    with site.client("studio", party=site.party_of("lead")) as http:
        for path in ("/studio", "/studio/agreements", "/studio/recoupment"):
            text = http.get(f"/en{path}").text
            assert "Production Committee agreement" in text, path
            assert "共同事業契約" not in text, path
        assert "共同事業契約" in http.get("/ja/studio/recoupment").text


def test_a_statement_whose_day_is_over_without_a_payment_says_what_the_first_page_says(
    site: Site, mine: list[dict[str, Any]]
) -> None:
    """The sample's last period is stated and not paid; its day is long over by now."""
    late = max(
        (one for one in mine if one["totals"]["transfer"] > 0), key=lambda one: one["payment_date"]
    )
    told = "予定日を過ぎても、支払いの記録がありません"
    with site.client("creator") as http:
        home, text = (http.get(f"/ja/my{to}").text for to in ("", f"/statements/{late['id']}"))
    assert (told in home) == (told in text)
    assert "に支払われる予定です" not in text or told not in home
