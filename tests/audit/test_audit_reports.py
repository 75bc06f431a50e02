"""Reports say the same to people, machines and browsers, in one language at a time."""

import json
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from audited import Bundled, audited, change, flip, list_again

from ledger.audit.auditor import audit
from ledger.audit.findings import Check, Finding
from ledger.audit.html_report import as_html
from ledger.audit.main import main
from ledger.audit.notes import Outside
from ledger.audit.report import AuditReport
from ledger.audit.sampling import Sampling
from ledger.audit.text_report import as_text
from ledger.audit.words import AMOUNTS, CHECKS, FINDINGS, KINDS, LABELS, LIMITS, STATUSES, VERDICTS

JAPANESE = re.compile("[ぁ-んァ-ン一-龯]")


class Reader(HTMLParser):
    """Collects text and tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def failed(**changes: str) -> AuditReport:
    values = {"code": "entry-commit", "expected": "a", "found": "b", **changes}
    item = Finding(7, values["code"], values["expected"], values["found"], "parts/000.p/9")
    return AuditReport(
        "FAIL", "log.example/x", 9, "00", {"kind": "full"}, None, ((9, None),),
        (Check("log", 9, "failed"), Check("payouts-unavailable", 2, "unavailable")), (item,), 1,
    )  # fmt: skip


def test_every_word_has_both_editions() -> None:
    pairs = [*LIMITS]
    for words in (AMOUNTS, CHECKS, FINDINGS, KINDS, LABELS, STATUSES, VERDICTS):
        pairs += words.values()
    for japanese, english in pairs:
        assert JAPANESE.search(japanese), japanese
        assert not JAPANESE.search(english), english


def test_a_report_names_place_expected_and_found() -> None:
    text = as_text(failed(), "en")
    assert "entry 7, parts/000.p/9: the parts do not open the commitment [entry-commit]" in text
    assert "Expected: a" in text
    assert "Found: b" in text


def test_an_english_report_holds_no_japanese() -> None:
    assert not JAPANESE.search(as_text(failed(), "en"))


def test_what_a_bundle_says_cannot_steer_a_terminal() -> None:
    text = as_text(failed(found="\x1b[31mred\x07\nnew line" + "x" * 500), "en")
    assert "\x1b" not in text
    assert "\\x1b[31mred\\x07\\nnew line" in text
    assert "x" * 200 not in text


def test_what_a_bundle_says_cannot_become_part_of_the_page() -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    page = as_html(failed(code=evil, expected=evil, found=evil))
    tags = set(read(page).tags)
    assert tags.isdisjoint({"script", "img", "link", "iframe", "a"})
    assert "default-src 'none'" in page


def test_the_page_has_both_editions_one_after_the_other(paid_bundle: Bundled) -> None:
    report = audited(paid_bundle.bundle, paid_bundle.kept())
    page = as_html(report)
    japanese, english = page.split('<section lang="en">')
    assert "監査報告" in japanese
    assert "Audit of a register" not in japanese
    own = re.sub(r"<[^>]*>", "", english)
    assert not JAPANESE.search(own)
    assert "VERIFIED" in japanese
    assert "VERIFIED" in english


def test_the_page_loads_nothing(paid_bundle: Bundled) -> None:
    reader = read(as_html(audited(paid_bundle.bundle)))
    assert {name for name, _ in reader.attributes}.isdisjoint({"src", "href", "onload", "action"})


def test_the_page_says_what_the_verdict_does_not_mean(paid_bundle: Bundled) -> None:
    page = as_html(audited(paid_bundle.bundle))
    for japanese, english in LIMITS:
        assert japanese in page
        assert english in page


def test_control_totals_are_stated(paid_bundle: Bundled) -> None:
    data = audited(paid_bundle.bundle).as_data()
    totals = {item["kind"]: item for item in data["populations"]}
    assert totals["receipts"]["totals"]["JPY"]["received"] == 1_000_003
    assert totals["payouts"]["count"] == 2


def test_a_sample_is_the_same_for_everybody(paid_bundle: Bundled) -> None:
    samplings = (Sampling("statements", 3, "2026"),)
    one = audit(paid_bundle.bundle, Outside(), samplings=samplings)
    two = audit(paid_bundle.bundle, Outside(), samplings=samplings, jobs=2)
    assert one.as_data()["samples"] == two.as_data()["samples"]
    assert len(one.samples[0].entries) == 3
    assert "statements:3:2026" in as_html(one)
    assert "statements:3:2026" in as_text(one, "ja")


def said(*words: str, lang: str = "C") -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    code = main(words, out, err, {"LANG": lang})
    return code, out.getvalue(), err.getvalue()


def test_the_language_follows_the_locale_and_the_option_wins(paid_bundle: Bundled) -> None:
    folder = str(paid_bundle.bundle)
    assert said(folder, lang="ja_JP.UTF-8")[1].startswith("判定")
    assert said(folder, "--lang", "en", lang="ja_JP.UTF-8")[1].startswith("Verdict")


def test_machines_read_one_document(paid_bundle: Bundled) -> None:
    code, out, err = said(str(paid_bundle.bundle), "--json", "--sample", "payouts:1:s")
    assert (code, err) == (3, "")
    data = json.loads(out)
    assert data["verdict"] == "SELF-CONSISTENT"
    assert len(data["samples"][0]["entries"]) == 1


@pytest.mark.parametrize("sample", ["", "payouts", "payouts:0:s", "people:3:s", "payouts:3:"])
def test_a_sample_that_is_none_is_a_mistake_in_the_command(
    paid_bundle: Bundled, sample: str
) -> None:
    code, out, err = said(str(paid_bundle.bundle), "--sample", sample)
    assert (code, out) == (2, "")
    assert "sample-malformed" in err


def test_a_token_that_is_not_checked_says_how_it_can_be(paid_bundle: Bundled) -> None:
    size = max(paid_bundle.notes)
    (paid_bundle.bundle / "checkpoints" / f"{size:010}.tsr").write_bytes(b"a token")
    list_again(paid_bundle.bundle)
    report = audited(paid_bundle.bundle)
    assert report.verdict == "SELF-CONSISTENT"
    assert report.tokens == ((size, None),)
    expected = f"openssl ts -verify -data checkpoint -in checkpoints/{size:010}.tsr"
    assert expected in as_text(report, "en")
    assert expected in as_html(report)


def test_a_checked_token_states_its_time(paid_bundle: Bundled) -> None:
    size, note = max(paid_bundle.notes.items())
    (paid_bundle.bundle / "checkpoints" / f"{size:010}.tsr").write_bytes(b"a token")
    list_again(paid_bundle.bundle)
    seen = []

    def check(data: bytes, token: bytes) -> str:
        seen.append((data, token))
        return "2026-11-22T00:00:00.000000Z"

    report = audit(paid_bundle.bundle, Outside(tokens=check))
    assert seen == [(note, b"a token")]
    assert report.tokens == ((size, "2026-11-22T00:00:00.000000Z"),)


def test_more_findings_than_are_shown_are_counted(long_bundle: Bundled) -> None:
    for path in (long_bundle.bundle / "parts").rglob("*"):
        if path.is_file():
            change(path, lambda data: data.replace(b'"salt":"', b'"salt":"00'))
    report = audited(long_bundle.bundle)
    assert report.total > len(report.findings)
    assert f"{report.total - 20:,} more are not shown" in as_text(report, "en")


def test_a_report_is_written_where_it_is_asked_for(paid_bundle: Bundled, tmp_path: Path) -> None:
    change(paid_bundle.bundle / "checkpoint", flip(5))
    code, _, _ = said(str(paid_bundle.bundle), "--report", str(tmp_path / "r.html"))
    assert code == 1
    assert "FAIL" in (tmp_path / "r.html").read_text(encoding="utf-8")
