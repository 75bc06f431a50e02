"""The public register: found by any spelling, and nothing in it that is not public."""

import re

import pytest

from ledger.access.views import Viewer
from ledger.command import SYSTEM
from ledger.committees.views import show as show_committee
from ledger.works import queries
from tests.pages.browsing import Visit, axe, shot
from tests.pages.stand import Site


def text_of(html: str) -> str:
    return re.sub(r"<[^>]*>|\s+", " ", html)


def test_the_first_page_leads_everybody_to_his_door(site: Site) -> None:
    with site.client() as http:
        for lang in ("ja", "en"):
            html = http.get(f"/{lang}/").text
            for place in ("/works", "/sign-in?next=/my", "/sign-in?next=/studio", "/check"):
                assert f'href="/{lang}{place}"' in html


def test_a_work_is_found_by_kana_latin_letters_and_english(site: Site) -> None:
    work = site.sample.open_next["work"]
    with site.client() as http:
        for typed in (
            "迷子の喫茶店",
            "まいごのきっさてん",
            "ﾏｲｺﾞﾉｷｯｻﾃﾝ",
            "maigo no kissaten",
            "Lost Coffee",
        ):
            assert f"/ja/works/{work}" in http.get("/ja/works", params={"q": typed}).text, typed


def test_what_is_not_found_is_said_with_what_to_try(site: Site) -> None:
    with site.client() as http:
        assert "ローマ字" in http.get("/ja/works", params={"q": "存在しない題名"}).text
        assert "Latin letters" in http.get("/en/works", params={"q": "no such title"}).text


def test_a_search_for_markup_shows_it_as_text(site: Site) -> None:
    with site.client() as http:
        html = http.get("/ja/works", params={"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_work_says_whom_to_ask_and_names_no_person(site: Site) -> None:
    work = site.sample.open_next["work"]
    with site.register.ledger.reading() as conn:
        shown = queries.show(conn, work)
    assert shown
    person = site.sample.explained.payee
    with site.client() as http:
        html = text_of(http.get(f"/ja/works/{work}").text)
    assert "利用の問合せ先" in html
    assert "製作委員会" in html
    assert person.ja not in html
    assert (person.kana or "―") not in html


def test_a_committee_is_shown_without_its_shares(site: Site) -> None:
    committee = site.sample.open_next["committee"]
    with site.register.ledger.reading() as conn:
        whole = show_committee(conn, committee, Viewer.of(SYSTEM, site.register.clock))
    assert whole
    with site.client() as http:
        html = text_of(http.get(f"/ja/committees/{committee}").text)
    for member in whole["members"]:
        share = member["investment"]
        assert f"{share['num']}/{share['den']}" not in html
    assert "幹事" in html


def test_committees_are_listed_by_their_state(site: Site) -> None:
    with site.client() as http:
        assert "「劇場版" in http.get("/ja/committees?status=active").text
        assert (
            "当てはまる製作委員会はありません" in http.get("/ja/committees?status=dissolved").text
        )
        assert http.get("/ja/committees?status=nonsense").status_code == 404


def test_the_key_of_the_log_stands_on_a_page(site: Site) -> None:
    with site.client() as http:
        html = http.get("/en/log").text
    assert site.register.origin in html
    assert "+" in html


@pytest.mark.parametrize("path", ["/works/work_00000000000000000000000000", "/committees/x"])
def test_what_is_unknown_is_not_found(site: Site, path: str) -> None:
    with site.client() as http:
        assert http.get(f"/ja{path}").status_code == 404


def test_searchers_are_told_what_is_not_for_them(site: Site) -> None:
    with site.client() as http:
        assert "Disallow: /ja/my" in http.get("/robots.txt").text
        assert http.get("/favicon.ico").headers["content-type"] == "image/svg+xml"


@pytest.mark.browser
@pytest.mark.parametrize(("lang", "size"), [("ja", "phone"), ("en", "desktop")])
def test_somebody_who_wants_to_use_a_work_finds_whom_to_ask(
    visit: Visit, site: Site, lang: str, size: str
) -> None:
    page = visit("/", lang=lang, size=size)  # type: ignore[arg-type]
    page.locator("#find").fill("maigo")
    page.locator("#find").press("Enter")
    shot(page, f"public-works-{lang}-{size}")
    page.locator(f"a[href$='{site.sample.open_next['work']}']").first.click()
    axe(page)
    shot(page, f"public-work-{lang}-{size}")
    page.locator("main a[href*='/committees/']").first.click()
    axe(page)
    shot(page, f"public-committee-{lang}-{size}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.keyboard.press("?")
    page.wait_for_url("**/help")
    axe(page)
