"""What people do by mistake: they send twice, choose the wrong column, type a wrong number."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.cli.labels import coded, label
from api.pages.forms import Form
from api.pages.reading_forms import amount_in
from api.pages.studio.reading import share
from api.pages.studio.terms_builder import KINDS, OTHERS
from api.pages.words.book import WORDS
from contracts.terms import json_schema
from ledger.errors import RuleViolation
from tests.pages.stand import Site
from tests.pages.test_pages_studio_reports import (
    HEAD,
    agreement_of,
    columns_of,
    looked,
    pieces,
    title_of,
)


def again(http: TestClient, sent: dict[str, str], **typed: str) -> tuple[int, str]:
    """Send the form of a file that was looked at with something else typed."""
    answer = http.post("/ja/studio/reports/new", data={**sent, "do": "look", **typed})
    return answer.status_code, answer.text


@pytest.fixture
def one_line(site: Site) -> str:
    """A file of one good line."""
    with site.client("studio") as http:
        return f"{HEAD}\n配信,{title_of(site, agreement_of(http)[0])},2026/07,10,4321\n"


def test_a_report_that_is_sent_twice_leads_to_the_same_report(
    own_site: Site, one_line: str
) -> None:
    with own_site.client("studio") as http:
        page = looked(http, agreement_of(http), "2026-07", one_line)
        sent = {**pieces(page), **columns_of(page), "do": "record"}
        first, second = (http.post("/ja/studio/reports/new", data=sent) for _ in range(2))
        assert first.status_code == 303, first.text
        assert second.status_code == 303, second.text
        assert second.headers["location"] == first.headers["location"]


def test_columns_that_cannot_be_read_so_are_refused_at_their_field(
    site: Site, one_line: str
) -> None:
    with site.client("studio") as http:
        page = looked(http, agreement_of(http), "2026-07", one_line)
        sent = {**pieces(page), **columns_of(page), "reading": "columns"}
        for typed, told in (
            ({"header_line": "-3"}, "見出しの行は、1から数えた番号"),
            ({"separator": "ab"}, "separator"),
            ({"col_units": "金額(税抜)"}, "この列は、ほかの項目にも選ばれています"),
        ):
            status, text = again(http, sent, **typed)
            assert (status, told in text) == (422, True), typed


def test_a_wrong_period_is_put_right_without_choosing_the_file_or_columns_again(
    site: Site, one_line: str
) -> None:
    with site.client("studio") as http:
        page = looked(http, agreement_of(http), "2026-07", one_line)
        sent = {**pieces(page), **columns_of(page), "reading": "columns", "col_units": ""}
        status, text = again(http, sent, period="2026-Q9", control_rows="5")
        assert status == 422
        assert 'value="2026-Q9"' in text
        assert "売上.csv" in text
        kept = pieces(text) | {"basis": "net", "currency": "JPY", "reporter": sent["reporter"]}
        assert kept["col_units"] == ""
        status, text = again(http, kept, period="2026-Q3", control_rows="5")
        assert status == 200, text
        assert "4,321円" in text
        assert "行数が控えと異なります: 控え 5行、ファイル 1行" in text


def test_an_empty_file_is_said_to_be_empty(site: Site) -> None:
    with site.client("studio") as http:
        agreement, reporter = agreement_of(http)
        form = http.get(f"/ja/studio/reports/new?agreement={agreement}&reporter={reporter}").text
        fields = {"reporter": reporter, "period": "2026-10", "basis": "net", "currency": "JPY"}
        answer = http.post(
            "/ja/studio/reports/new",
            data=pieces(form) | fields,
            files={"file": ("空.csv", b"\n")},
        )
        assert answer.status_code == 422
        assert "報告書に行がありません" in answer.text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1,234,567", 1_234_567),
        ("１，２３４円", 1234),
        ("△1,000", -1000),
        ("12 000", 12_000),
        ("1,5", None),
        ("10,50", None),
        ("1,2345", None),
        ("0,125", None),
        ("1,,000", None),
        ("1 5", None),
    ],
)
def test_a_number_is_read_with_separators_only_where_they_group_by_threes(
    typed: str, read: int | None
) -> None:
    form = Form({"amount": (typed,)})
    if read is None:
        with pytest.raises(RuleViolation, match="whole-number-malformed"):
            form.whole("amount")
    else:
        assert form.whole("amount") == read


def test_a_sum_with_a_decimal_comma_is_refused_instead_of_a_hundred_times_as_much() -> None:
    """By hand: "1,50" in EUR is 1.50 to whoever types it; without its comma it would be 150."""
    assert amount_in(Form({"sum": ("1,234.5",)}), "sum", "EUR") == 123_450
    assert amount_in(Form({"sum": ("１２，０００円",)}), "sum", "JPY") == 12_000
    with pytest.raises(RuleViolation, match="page-amount-malformed"):
        amount_in(Form({"sum": ("1,50",)}), "sum", "EUR")


def test_a_share_with_a_decimal_comma_is_refused_instead_of_ten_times_as_much() -> None:
    """By hand: "1,5%" is 1.5% to whoever types it; without its comma it would be 15%."""
    for typed in ("1,5%", "10,5％", "1 5%"):
        with pytest.raises(RuleViolation, match="ratio-unreadable"):
            share(typed, "rate")
    assert share("333,000,000/1,000,000,000", "share") == {"num": 333, "den": 1000}
    assert share(" 12.5 ％", "rate") == {"num": 1, "den": 8}


def test_every_field_and_choice_of_the_clauses_has_japanese_words() -> None:
    """Whoever chooses between `rate` and `aggregate` chooses blindly."""
    no_words = {
        name
        for name, choice in _fields({"properties": {**_OTHERS, **KINDS}})
        if name not in KINDS and not _is_told(name, choice)
    }
    assert no_words == set()


_SCHEMA: Mapping[str, Any] = json_schema()
_OTHERS: Mapping[str, Any] = {name: _SCHEMA["properties"][name] for name in (*OTHERS, "accounts")}


def _fields(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, inner in schema.get("properties", {}).items():
        yield name, ""
        for choice in inner.get("enum", ()):
            yield name, str(choice)
        yield from _fields(inner)
        yield from _fields(inner.get("items", {}))


def _is_told(name: str, choice: str) -> bool:
    key = f"terms.value.{name}.{choice}" if choice else f"terms.field.{name}"
    told = coded(choice, "ja") if choice else label(name, "ja")
    return key in WORDS or not told.isascii()
