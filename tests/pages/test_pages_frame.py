"""The frame that every page stands in."""

import pytest

from tests.pages.browsing import Visit, axe, shot
from tests.pages.stand import HOST, Site


def test_pages_are_never_framed_sniffed_or_kept(site: Site) -> None:
    with site.client() as http:
        answer = http.get("/ja/")
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


def test_a_browser_that_came_by_https_comes_by_nothing_else(site: Site) -> None:
    with site.client() as http:
        assert "strict-transport-security" not in http.get("/ja/help").headers
        safe = http.get(f"https://{HOST}/ja/help")
    assert safe.headers["strict-transport-security"] == "max-age=31536000"


def test_no_cookie_opens_the_interface_for_machines(site: Site) -> None:
    with site.client("creator") as http:
        assert http.get("/ja/").status_code == 200
        assert http.get("/v1/statements").status_code == 401


def test_what_is_not_there_is_said_on_a_page(site: Site) -> None:
    with site.client() as http:
        for lang, words in (("ja", "見つかりません"), ("en", "Not found")):
            answer = http.get(f"/{lang}/nothing")
            assert answer.status_code == 404
            assert words in answer.text


def test_people_who_are_not_signed_in_are_led_there_and_back(site: Site) -> None:
    with site.client() as http:
        answer = http.get("/ja/my")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/ja/sign-in?next=/my"


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_frame_is_fit_for_everybody(visit: Visit, theme: str) -> None:
    page = visit("/", theme=theme)  # type: ignore[arg-type]
    axe(page)
    shot(page, f"public-home-ja-{theme}")
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
