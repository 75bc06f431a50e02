"""A real browser, and pages that fail the test on whatever the browser complains about."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import noto_cjk_sans_jp_regular
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from ledger.command import Role
from tests.pages.stand import HOST, Site

SHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
SIZES = {"phone": {"width": 360, "height": 780}, "desktop": {"width": 1280, "height": 900}}
Size = Literal["phone", "desktop"]
_GRAVE = ("serious", "critical")


def chromium() -> str:
    """Where the system's Chromium is; `apt-get install chromium` brings it."""
    found = os.environ.get("DAICHO_CHROMIUM") or shutil.which("chromium")
    assert found, "the tests of the pages need Chromium: install it, or name it by DAICHO_CHROMIUM"
    return found


@contextmanager
def launched(fonts: Path) -> Iterator[Browser]:
    """A browser that writes Japanese in the font of our papers, whatever the machine has."""
    (fonts / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{Path(noto_cjk_sans_jp_regular.__file__).parent}</dir>"
        f"<cachedir>{fonts}</cachedir></fontconfig>"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-dev-shm-usage"],
            env={**os.environ, "FONTCONFIG_FILE": str(fonts / "fonts.conf")},
        )
        yield browser
        browser.close()


class Visit:
    """Opens pages for one test, and remembers what the browser complained about."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self._browser, self._site = browser, site
        self._contexts: list[BrowserContext] = []
        self._complaints: list[str] = []
        self._expected: list[str] = []

    def __call__(
        self,
        path: str = "/",
        role: Role = "public",
        *,
        lang: str = "ja",
        size: Size = "desktop",
        party: str | None = None,
        login: str = "",
        theme: Literal["light", "dark"] = "light",
        host: str = HOST,
    ) -> Page:
        """Open an address (without its language) as somebody of a role."""
        context = self._browser.new_context(
            viewport=SIZES[size],  # type: ignore[arg-type]
            color_scheme=theme,
            locale="ja-JP" if lang == "ja" else "en-GB",
            timezone_id="Asia/Tokyo",
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        if role != "public":
            cookie = self._site.cookie(role, party, login)
            context.add_cookies([{"name": "daicho", "value": cookie, "domain": host, "path": "/"}])
        page = context.new_page()
        self._listen(page)
        page.goto(f"{self._site.url.replace(HOST, host)}/{lang}{path}")
        return page

    def expects(self, complaint: str) -> None:
        """Say that the browser will complain so (a regular expression): a refused form is 422."""
        self._expected.append(complaint)

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self._complaints.append(f"error: {error}"))
        page.on(
            "console",
            lambda said: (
                said.type in {"error", "warning"}
                and self._complaints.append(f"console: {said.text}")
            ),
        )
        page.on(
            "requestfailed",
            lambda request: (
                "ERR_ABORTED" not in str(request.failure)
                and self._complaints.append(f"failed: {request.url} {request.failure}")
            ),
        )

    def end(self) -> None:
        """Close every page; fail on what the browser complained about."""
        for context in self._contexts:
            context.close()
        unexpected = [
            said
            for said in self._complaints
            if not any(re.search(expected, said) for expected in self._expected)
        ]
        assert unexpected == []


def axe(page: Page) -> None:
    """Fail on serious findings of axe-core on the page as it stands."""
    found = Axe().run(page)
    grave = [
        f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']][:4]}"
        for one in found.response["violations"]
        if one["impact"] in _GRAVE
    ]
    assert grave == []


def shot(page: Page, name: str) -> Path:
    """Keep a picture of the whole page as output of the build."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    target = SHOTS / f"{name}.png"
    page.screenshot(path=target, full_page=True)
    return target
