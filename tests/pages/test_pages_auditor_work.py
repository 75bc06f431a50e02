"""Work behind the auditor's pages: an audit and a bundle, on a register of a few hundred entries."""

import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.pages.auditor.bundles import bundle_at_hand, make_bundle, remove_bundle
from ledger.audit.auditor import audit
from ledger.audit.bundle_format import Scope
from tests.pages.small_site import Small, small_site

_SECONDS = 60


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    """A served register of a few hundred entries."""
    with small_site(tmp_path_factory.mktemp("small")) as made:
        yield made


def sent(http: TestClient, path: str) -> None:
    """Send the one form of a page, and wait until its work ended."""
    text = http.get(path).text
    token = text.split('name="_csrf" value="')[-1].split('"')[0]
    assert http.post(path, data={"_csrf": token}).status_code == 303
    end = time.monotonic() + _SECONDS
    while 'http-equiv="refresh"' in http.get(path).text:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_bundle_is_gone_once_it_was_removed_or_is_damaged(small: Small) -> None:
    register = small.site.register
    made = make_bundle(register, "bundle/a", Scope(), lambda _done, _total: None)
    found = bundle_at_hand(register, "bundle/a", Scope())
    assert found is not None
    assert (found["sha256"], found["until"] > found["made_at"]) == (made["sha256"], True)
    assert bundle_at_hand(register, "bundle/b", Scope()) is None
    remove_bundle(register, "bundle/a")
    assert bundle_at_hand(register, "bundle/a", Scope()) is None


def test_a_bundle_is_not_handed_out_after_its_day(small: Small) -> None:
    """Made on a day that is long past, it is removed when it is looked for."""
    register = small.site.register
    make_bundle(register, "bundle/old", Scope(), lambda _done, _total: None)
    (place,) = (path for path in (register.home / "bundles").glob("*.json"))
    text = place.read_text()
    made_at = text.split('"made_at":"')[1].split('"')[0]
    place.write_text(text.replace(made_at, "2001-01-01T00:00:00.000000Z"))
    assert bundle_at_hand(register, "bundle/old", Scope()) is None
    assert not list((register.home / "bundles").glob("*"))


def test_an_audit_runs_behind_the_page_and_is_kept_with_its_day_and_size(small: Small) -> None:
    with small.site.client("operator") as http:
        assert "監査の結果はまだありません" in http.get("/ja/audit/findings").text
        sent(http, "/ja/audit/findings")
        text = http.get("/ja/audit/findings").text
    assert 'data-verdict="SELF-CONSISTENT"' in text
    assert "不一致はありません" in text
    # Another process that opens the same home shows it as well: it is a file.
    with small.site.client("operator") as http:
        assert "SELF-CONSISTENT" in http.get("/en/audit/findings").text


def test_a_bundle_is_made_behind_the_page_and_passes_an_audit(small: Small, tmp_path: Path) -> None:
    with small.site.client("operator") as http:
        sent(http, "/ja/audit/bundle")
        assert "束ができました" in http.get("/ja/audit/bundle").text
        data = http.get("/ja/audit/bundle/file").content
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path)
    report = audit(tmp_path / "daicho-bundle")
    assert (report.verdict, report.scope["kind"]) == ("SELF-CONSISTENT", "full")
    # It is the reader's own: the next one has none yet.
    with small.site.client("operator", login="second@demo.example") as http:
        assert http.get("/ja/audit/bundle/file").status_code == 404
