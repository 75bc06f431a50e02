"""Charts: drawn on the server, safe in a page, readable by day and by night."""

import re

from api.pages.charts import bars, chart

ROWS = [{"month": "4月", "yen": 1_000}, {"month": "5月", "yen": -250}]


def drawn(rows: list[dict[str, object]]) -> str:
    return str(
        chart(bars(rows, across=("month", "月"), up=("yen", "円")), title="支払い", told="2か月")
    )


def test_a_chart_says_what_it_shows() -> None:
    svg = drawn(list(ROWS))
    assert svg.startswith("<svg ")
    assert 'role="img"' in svg
    assert "<title>支払い</title><desc>2か月</desc>" in svg
    assert "4月" in svg


def test_a_chart_has_no_style_no_script_and_no_colour_of_letters_of_its_own() -> None:
    svg = drawn(list(ROWS))
    assert not re.search(r"style=|<script|<style|onload|href=", svg)
    assert 'fill="currentColor"' in svg


def test_what_a_label_holds_is_shown_as_text() -> None:
    svg = drawn([{"month": '<script>alert(1)</script>"&', "yen": 1}])
    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg


def test_the_title_is_escaped() -> None:
    svg = str(
        chart(bars(ROWS, across=("month", "月"), up=("yen", "円")), title="<b>", told="</svg>")
    )
    assert "<title>&lt;b&gt;</title><desc>&lt;/svg&gt;</desc>" in svg


def test_the_same_description_gives_the_same_picture() -> None:
    assert drawn(list(ROWS)) == drawn(list(ROWS))
