"""Fixtures of the pages: a served sample, a browser, a visit that notices every complaint."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.pages.browsing import Visit, launched
from tests.pages.stand import Site, standing


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A served copy of the sample year that every test of this process shares: add, do not spoil."""
    with standing() as made:
        yield made


@pytest.fixture
def own_site() -> Iterator[Site]:
    """A served copy of the sample year for one test alone; dear, so only for what spoils it."""
    with standing() as made:
        yield made


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium, started once."""
    with launched(Path(tmp_path_factory.mktemp("fonts"))) as started:
        yield started


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """Opens pages of the shared site; ends with what the browser complained about."""
    made = Visit(browser, site)
    yield made
    made.end()


@pytest.fixture
def own_visit(browser: Browser, own_site: Site) -> Iterator[Visit]:
    """The same on a site of the test's own."""
    made = Visit(browser, own_site)
    yield made
    made.end()
