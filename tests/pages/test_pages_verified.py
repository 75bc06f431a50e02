"""In a real browser: what was handed out is verified there, and a changed byte is named."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route

from ledger.log_keys.views import keys_of
from tests.pages.browsing import Visit, axe, shot
from tests.pages.small_site import Small, small_site

pytestmark = pytest.mark.browser
_MARKER = "#report[data-count='{}']"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    """A served register with a statement in every format."""
    with small_site(tmp_path_factory.mktemp("verified")) as made:
        yield made


@pytest.fixture
def see(browser: Browser, small: Small) -> Iterator[Visit]:
    """Opens its pages; ends with what the browser complained about."""
    made = Visit(browser, small.site)
    yield made
    made.end()


class Checking:
    """A page that verifies, and how often it has."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def wait(self) -> str:
        """Wait for the next report; return its verdict."""
        self.count += 1
        self.page.locator(_MARKER.format(self.count)).wait_for()
        self.page.locator("#verify:not([disabled])").wait_for()
        return str(self.page.locator("[data-verdict]").get_attribute("data-verdict"))

    def drop(self, name: str, data: bytes) -> str:
        """Choose a file; return the verdict."""
        file = FilePayload(name=name, mimeType="application/octet-stream", buffer=data)
        self.page.locator("#f-files").set_input_files([file])
        return self.wait()

    def failed(self) -> list[str]:
        """The checks that did not hold, by their names in the page."""
        rows = self.page.locator("tr[data-result='bad']")
        return [str(row.get_attribute("data-check")) for row in rows.all()]


def flipped(data: bytes) -> bytes:
    """The same with one byte changed, in its middle."""
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize(
    ("lang", "size", "named", "outcome"),
    [
        ("ja", "phone", "ファイルのハッシュが、記録された明細書のもの", "不一致"),
        ("en", "desktop", "The hash of the file is that of a statement on record", "FAILED"),
    ],
)
def test_one_changed_byte_of_a_statement_file_names_the_check_that_failed(
    see: Visit, small: Small, lang: str, size: str, named: str, outcome: str
) -> None:
    checking = Checking(see("/check", lang=lang, size=size))  # type: ignore[arg-type]
    kinds = [name for name in small.files if name.startswith("stmt_")]
    assert {name.rpartition(".")[2] for name in kinds} == {"json", "csv", "pdf", "xlsx"}
    for name in kinds:
        assert checking.drop(name, small.files[name]) == "SELF-CONSISTENT", name
        assert checking.failed() == []
        assert checking.drop(name, flipped(small.files[name])) == "FAIL", name
        assert checking.failed()[-1:] == ["statement-file"], name
    report = checking.page.locator("#report").inner_text()
    assert named in report
    assert outcome in report
    axe(checking.page)
    shot(checking.page, f"check-changed-{lang}-{size}")


def test_the_evidence_of_a_statement_is_verified_and_a_changed_byte_named(
    see: Visit, small: Small
) -> None:
    checking = Checking(see("/check", lang="en"))
    with small.site.register.ledger.reading() as conn:
        key = str(keys_of(conn).newest)
    data = small.files["evidence.zip"]
    assert checking.drop("evidence.zip", data) == "SELF-CONSISTENT"
    checking.page.locator("details.trust summary").click()
    checking.page.locator("#f-key").fill(key)
    assert checking.drop("evidence.zip", data) == "VERIFIED"
    assert checking.drop("evidence.zip", flipped(data)) == "FAIL"
    assert "Findings: 1" in checking.page.locator("#report").inner_text()


def test_a_code_leads_to_a_page_that_proves_itself(see: Visit, small: Small) -> None:
    from hashlib import sha256  # noqa: PLC0415

    name, data = next(one for one in small.files.items() if one[0].endswith(".json"))
    id, digest = name.removesuffix(".json"), sha256(data).hexdigest()
    page = see(f"/check/statements/{id}?sha256={digest}", size="phone")
    page.locator("[data-outcome='good']").wait_for()
    axe(page)
    shot(page, "check-code-ja-phone")
    other = see(f"/check/statements/{id}?sha256={'0' * 64}", lang="en", size="phone")
    assert "Does not match" in other.locator("main").inner_text()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_log_is_verified_from_its_tiles_against_a_kept_checkpoint_while_it_grows(
    see: Visit, small: Small, lang: str
) -> None:
    checking = Checking(see("/audit/verify", "operator", lang=lang))
    page = checking.page
    page.locator("#f-index").fill("3")
    page.locator("#f-whole").check()
    page.locator("#verify").click()
    assert checking.wait() == "SELF-CONSISTENT"
    page.locator("#f-kept-text").fill(small.kept.decode())
    page.locator("#verify").click()
    assert checking.wait() == "VERIFIED"
    assert checking.failed() == []
    axe(page)
    shot(page, f"audit-verify-{lang}")


def test_a_forged_tile_is_found_and_named(see: Visit, small: Small) -> None:
    checking = Checking(see("/audit/verify", "operator"))
    page = checking.page

    def forge(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=flipped(answer.body()))

    page.route("**/tile/0/000", forge)
    page.locator("#f-index").fill("3")
    page.locator("#verify").click()
    assert checking.wait() == "FAIL"
    assert checking.failed() == ["inclusion"]
    assert "tile/0/000" in page.locator("tr[data-result='bad']").inner_text()
    shot(page, "audit-forged-ja")


def test_the_auditors_pages_are_fit_for_everybody(see: Visit) -> None:
    for lang in ("ja", "en"):
        for path in ("", "/checkpoints", "/findings", "/recompute", "/bundle"):
            page = see(f"/audit{path}", "operator", lang=lang, size="desktop")
            axe(page)
            shot(page, f"audit{path.replace('/', '-')}-{lang}")
