"""A creator in the browser: from the first page to the reason of a line, on a phone and a desk."""

import pytest

from tests.pages.browsing import Size, Visit, axe, shot

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("lang", "size", "theme"), [("ja", "phone", "light"), ("en", "desktop", "dark")]
)
def test_a_creator_finds_out_why_she_is_paid_this_amount(
    visit: Visit, lang: str, size: Size, theme: str
) -> None:
    page = visit("/my", "creator", lang=lang, size=size, theme=theme)  # type: ignore[arg-type]
    name = f"{lang}-{size}-{theme}"
    axe(page)
    shot(page, f"creator-home-{name}")
    page.get_by_role(
        "link", name="すべての明細書を見る" if lang == "ja" else "All statements"
    ).click()
    axe(page)
    shot(page, f"creator-statements-{name}")
    page.locator("main tbody tr", has_text="3,685,132").get_by_role("link").first.click()
    axe(page)
    shot(page, f"creator-statement-{name}")
    page.locator(".lines").get_by_role("link").first.click()
    flows = page.locator("svg.flow")
    assert [flows.nth(number).is_visible() for number in (0, 1)] == (
        [False, True] if size == "phone" else [True, False]
    )
    axe(page)
    shot(page, f"creator-line-{name}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.evaluate("window.innerWidth")
    question = "この行について問い合わせる" if lang == "ja" else "Question this line"
    assert page.get_by_role("link", name=question).is_visible()
    to = "この契約とリクープの状況" if lang == "ja" else "This agreement and its recoupment"
    page.get_by_role("link", name=to).click()
    assert page.locator("svg.meter").count() == 1
    axe(page)
    shot(page, f"creator-agreement-{name}")


def test_a_statement_prints_on_one_page(visit: Visit) -> None:
    page = visit("/my/statements", "creator")
    page.locator("main tbody tr", has_text="3,685,132").get_by_role("link").first.click()
    page.wait_for_selector(".lines")
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
