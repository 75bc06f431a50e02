"""Whether a use is free, on pages."""

import csv
import io
from datetime import date

import pytest
from starlette.datastructures import QueryParams

from api.pages.studio.avails_ask import Ask, asked_of, media_rows, months_of
from api.pages.studio.avails_shape import calendar_of, overall, verdict_of
from ledger.errors import RuleViolation
from tests.pages.stand import Site

TODAY = date(2026, 11, 23)
WORK = "work_01JN7G1C4YCPTTEVNT2GS7FYQT"  # of the sample: SVOD in Taiwan is licensed to 2028-09


def asked(text: str) -> Ask:
    return asked_of(QueryParams(text), TODAY)


def test_a_question_asks_for_a_year_from_today_unless_it_says_otherwise() -> None:
    assert (asked("").first, asked("").last) == (TODAY, date(2027, 11, 22))
    assert asked("first=2027-04-01").last == date(2028, 3, 31)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("first=tomorrow", "first"),
        ("first=2027-04-01&last=2027-03-31", "last"),
        ("first=2027-04-01&last=2030-04-01", "last"),
        ("media=radio", "media"),
        ("territory=XX", "territory"),
        ("known_at=-1", "known_at"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(text: str, field: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        asked(text)
    assert refused.value.fields["field"] == field


def test_the_address_of_a_question_asks_it_again() -> None:
    one = asked(f"work={WORK}&media=svod&territory=DE&exclusive=on&known_at=12")
    assert asked(one.address()) == one


def test_a_picture_shows_what_was_asked_for_among_its_neighbours() -> None:
    assert media_rows(["svod"]) == ("streaming", "svod", "tvod", "est", "avod", "fast")
    assert "theatrical" in media_rows([])
    assert media_rows(["publishing"]) == ("publishing",)


def test_a_use_that_somebody_may_license_on_can_be_asked_for() -> None:
    cause = {"kind": "exclusive", "may_sublicense": True}
    part = {"status": "licensed", "may_license": "nothing", "causes": [cause]}
    assert verdict_of(part, exclusive=False) == "ask"
    closed = {**part, "causes": [{**cause, "may_sublicense": False}]}
    assert verdict_of(closed, exclusive=False) == "taken"
    assert verdict_of({**part, "status": "unassigned"}, exclusive=False) == "unknown"


def test_one_word_says_what_several_parts_say() -> None:
    assert overall(["free", "free"]) == "free"
    assert overall(["free", "partly"]) == "partly"
    assert overall(["ask", "unknown"]) == "unknown"


def test_a_month_shows_every_status_that_it_has_a_day_of() -> None:
    """Licensed to 15 March and free from the 16th: March has both."""
    ask = Ask(date(2027, 2, 1), date(2027, 4, 30))
    found = [
        {"first": "2027-02-01", "last": "2027-03-15", "boxes": {"svod": ["licensed"]}},
        {"first": "2027-03-16", "last": "2027-04-30", "boxes": {"svod": ["free"]}},
    ]
    (row,) = calendar_of(found, ask, ["svod"], "ja")["rows"]
    assert months_of(ask.first, ask.last) == ["2027-02", "2027-03", "2027-04"]
    assert row["cells"] == [["licensed"], ["licensed", "free"], ["free"]]


def test_a_studio_is_told_what_is_free_who_has_the_rest_and_who_signs(site: Site) -> None:
    query = f"work={WORK}&media=svod&territory=DE&territory=TW&first=2027-04-01"
    with site.client("studio") as http:
        japanese = http.get(f"/ja/studio/avails?{query}").text
        english = http.get(f"/en/studio/avails?{query}").text
    for words in ("一部が空いています", "独占", "2028年9月30日まで", "著作権法65条4項"):
        assert words in japanese
    for words in ("Partly free", "exclusive", "until 30 September 2028", "× licensed"):
        assert words in english


def test_an_answer_is_also_lines_for_a_spreadsheet(site: Site) -> None:
    with site.client("studio") as http:
        answer = http.get(f"/en/studio/avails.csv?work={WORK}&media=svod&first=2027-04-01")
    rows = [*csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))]
    assert rows[0][:5] == ["work", "from", "to", "use", "status"]
    assert {row[4] for row in rows[1:]} == {"free", "licensed"}


def test_a_work_of_others_says_nothing_but_that(site: Site) -> None:
    with site.client("studio", "party_01JN7G1C0Z9N7X899AG7CD9J5B") as http:
        answer = http.get(f"/ja/studio/avails?work={WORK}")
        nothing = http.get("/ja/studio/avails?work=work_none")
        assert http.get(f"/ja/studio/avails/title?work={WORK}X").status_code == 404
    for page in (answer, nothing):
        assert page.status_code == 200
    assert "この作品の権利は、あなたには公開されていないか" in nothing.text


def test_a_question_that_cannot_be_read_is_said_on_the_page(site: Site) -> None:
    with site.client("studio") as http:
        for query in ("known_at=999999999", "first=2027-13-01"):
            answer = http.get(f"/ja/studio/avails?work={WORK}&{query}")
            assert answer.status_code == 422
            assert 'role="alert"' in answer.text


def test_a_chain_of_title_is_a_page_a_paper_and_a_pack(site: Site) -> None:
    query = f"work={WORK}&media=svod&territory=DE&first=2027-04-01"
    with site.client("studio") as http:
        assert "映画製作者（29条）" in http.get(f"/ja/studio/avails/title?{query}").text
        assert http.get(f"/ja/studio/avails/title.pdf?{query}").content.startswith(b"%PDF-")
        assert http.get(f"/ja/studio/avails/title.zip?{query}").content.startswith(b"PK")


def test_rights_are_not_for_creators(site: Site) -> None:
    with site.client("creator") as http:
        assert http.get("/ja/studio/avails").status_code == 403
    with site.client() as http:
        assert http.get("/ja/studio/avails").status_code == 303
