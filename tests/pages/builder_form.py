"""What a browser would send of a form that a page shows, without a browser."""

import re
from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "select":
            self._select = said["name"]
        elif tag == "option" and self._select:
            if "selected" in said or self._select not in self.found:
                self.found[self._select] = said["value"]
        elif tag == "input" and (said.get("type") != "checkbox" or "checked" in said):
            self.found[said.get("name", "")] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


def fields_of(page: str, form: str = "builder") -> dict[str, str]:
    """Fields of the form of a class, as they stand."""
    found = re.search(rf'<form class="{form}".*?</form>', page, re.DOTALL)
    assert found, page[:500]
    parser = _Fields()
    parser.feed(found[0])
    return {name: value for name, value in parser.found.items() if name}


def text_of(page: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
