"""Every page that can be reached by links, for each kind of people, in both languages."""

import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from ledger.command import Role
from tests.pages.stand import Site

MOST = 160
"""Pages of one role and language: of each kind of page a few are enough."""
_ALIKE = 3
_ID = re.compile(r"\b[a-z]+_[0-9A-HJKMNP-TV-Z]{26}\b|\b\d+\b|=[^&]*")
_VOID = frozenset(["meta", "link", "input", "br", "img", "hr"])
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")


class Page(HTMLParser):
    """What a page links to, and what no page may have."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.defects: list[str] = []
        self.lang = ""
        self.foreign: list[str] = []
        self._stack: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if "id" in given:
            self.ids.append(given["id"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "style" in given or any(name.startswith("on") for name in given):
            self.defects.append(f"<{tag} {sorted(given)}>")
        if tag == "script" and "src" not in given:
            self.defects.append("a script in the page")
        if tag in {"input", "select", "textarea"} and not self._is_labelled(given):
            self.defects.append(f"<{tag} name={given.get('name')}> without a label")
        if tag not in _VOID:
            self._stack.append((tag, given.get("lang", "")))

    def _is_labelled(self, given: dict[str, str]) -> bool:
        if given.get("type") in {"hidden", "submit"} or {"id", "aria-label"} & set(given):
            return True
        if given.get("tabindex") == "-1":  # for password managers; hidden from everybody else
            return True
        return any(tag == "label" for tag, _ in self._stack)

    def handle_endtag(self, tag: str) -> None:
        while self._stack and self._stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        inside = next((lang for _, lang in reversed(self._stack) if lang), "")
        if inside == "en" and _KANA.search(data):
            self.foreign.append(data.strip()[:60])


def faults_of(path: str, html: str) -> list[str]:
    page = Page(html)
    found = [f"{path}: {defect}" for defect in page.defects]
    repeated = sorted({one for one in page.ids if page.ids.count(one) > 1})
    if repeated:
        found.append(f"{path}: ids twice {repeated[:3]}")
    if page.headings.count(1) != 1 or page.headings[:1] != [1]:
        found.append(f"{path}: headings {page.headings[:5]}")
    if page.lang != path[1:3]:
        found.append(f"{path}: lang {page.lang}")
    return found


def crawl(http: TestClient, lang: str, start: str) -> tuple[list[str], int]:
    """Follow links from a page; of pages that differ in their ids alone, a few are looked at."""
    waiting, seen, alike, faults = deque([f"/{lang}{start}", f"/{lang}/"]), set(), {}, []
    while waiting and len(seen) < MOST:
        path = waiting.popleft()
        shape = _ID.sub("#", path)
        if path in seen or alike.get(shape, 0) >= _ALIKE:
            continue
        seen.add(path)
        alike[shape] = alike.get(shape, 0) + 1
        answer = http.get(path, follow_redirects=True)
        if answer.status_code >= 400:
            faults.append(f"{path}: {answer.status_code}")
            continue
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        faults += faults_of(answer.url.path, answer.text)
        for link in Page(answer.text).links:
            to = urlsplit(link)
            if to.netloc or to.scheme or not to.path.startswith(f"/{lang}/"):
                continue
            if to.path.endswith(("/look", "/sign-out")):
                continue
            waiting.append(to.path + (f"?{to.query}" if to.query else ""))
    return faults, len(seen)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    ("role", "start", "least"),
    [
        ("public", "/", 8),
        ("creator", "/my", 10),
        ("studio", "/studio", 15),
        ("auditor", "/audit", 8),
    ],
)
def test_every_link_leads_to_a_whole_page(
    site: Site, role: Role, start: str, least: int, lang: str
) -> None:
    with site.client(role) as http:
        faults, seen = crawl(http, lang, start)
    assert faults == []
    assert seen >= least
