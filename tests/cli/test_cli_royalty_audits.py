"""`daicho royalty-audits`: from the clause of the agreement to the report that corrects it."""

import json
import re
from pathlib import Path

import pytest
from cli_stage import Daicho
from paid_world import Paid

JAPANESE = re.compile("[぀-ヿ㐀-鿿]")


@pytest.fixture
def audit(on_world: Daicho, world: Paid) -> str:
    """The studio asks to audit what the platform reported for March."""
    on_world.data(
        "royalty-audits", "right", "--agreement", world.agreement, "--auditor", world.studio,
        "--audited", world.platform, "--look-back", "3", "--notice", "14", "--objection", "30",
        "--threshold", "5%", "--document", "a" * 64,
    )  # fmt: skip
    asked = on_world.data(
        "royalty-audits", "request", "--agreement", world.agreement, "--audited", world.platform,
        "--from", "2026-03", "--to", "2026-03", "--starts-on", "2999-12-01", "--by", world.studio,
    )  # fmt: skip
    return str(asked["id"])


@pytest.fixture
def findings(world: Paid, tmp_path: Path) -> Path:
    """100,000 were missing of March."""
    file = tmp_path / "findings.json"
    row = {
        "period": "2026-03", "report": world.report, "found_minor": 1_100_003,
        "due_on": "2026-04-30", "evidence": {"sha256": "b" * 64},
    }  # fmt: skip
    file.write_text(json.dumps({"currency": "JPY", "findings": [row]}), encoding="utf-8")
    return file


def test_an_audit_is_asked_for_found_and_closed(
    on_world: Daicho, world: Paid, audit: str, findings: Path
) -> None:
    """100,000 of 1,000,003 is above 5%: the cost passes. 92 days at 3% are 756."""
    (right,) = on_world.data("royalty-audits", "rights")["items"]
    assert right["look_back_years"] == 3
    said = ("--kind", "document", "--text", "台帳を提出しました。", "--by", world.platform)
    on_world.data("royalty-audits", "say", audit, *said)
    given = ("--cost", "300000", "--as-of", "2026-07-31", "--by", world.studio)
    on_world.data("royalty-audits", "find", audit, "--file", str(findings), *given)
    shown = on_world.data("royalty-audits", "show", audit)
    assert (shown["under_minor"], shown["interest_minor"]) == (100_000, 756)
    assert shown["cost_of_audited_minor"] == 300_000
    short = on_world(
        "--lang", "ja", "royalty-audits", "close", audit, "--outcome", "agreed",
        "--by", world.platform,
    )  # fmt: skip
    assert (short.code != 0, "まだ報告されていません" in short.err) == (True, True)
    ended = ("--outcome", "withdrawn", "--by", world.studio)
    on_world.data("royalty-audits", "close", audit, *ended)
    (listed,) = on_world.data("royalty-audits", "list", "--status", "withdrawn")["items"]
    assert listed["id"] == audit


def test_an_audit_is_shown_in_one_language(
    on_world: Daicho, world: Paid, audit: str, findings: Path
) -> None:
    said = ("--kind", "document", "--text", "handed over", "--by", world.platform)
    on_world.data("royalty-audits", "say", audit, *said)
    given = ("--as-of", "2026-07-31", "--by", world.studio)
    on_world.data("royalty-audits", "find", audit, "--file", str(findings), *given)
    japanese = on_world("--lang", "ja", "royalty-audits", "show", audit)
    for word in ("過少報告額", "遅延損害金", "資料の提出", "監査の結果"):
        assert word in japanese.out
    for word in ("under_minor", "assessed", "said_as"):
        assert word not in japanese.out
    english = on_world("--lang", "en", "royalty-audits", "list")
    assert english.code == 0
    assert not JAPANESE.search(english.out.split("aud_")[0])


def test_months_too_far_back_name_the_first_allowed(
    on_world: Daicho, world: Paid, audit: str
) -> None:
    assert audit.startswith("aud_")
    early = on_world(
        "royalty-audits", "request", "--agreement", world.agreement, "--audited", world.platform,
        "--from", "2019-01", "--to", "2019-02", "--starts-on", "2999-12-01", "--by", world.studio,
    )  # fmt: skip
    assert early.code != 0
    assert "audit-outside-look-back" in early.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("right", "--threshold", "much"), "ratio-malformed"),
        (("close", "aud_x", "--report", "2026-03"), "audit-report-malformed"),
        (("show", "aud_01KAM3Z4T0V6S8Q2YB5C9D7E1F"), "royalty-audit-not-found"),
    ],
)
def test_what_cannot_be_read_is_named(on_world: Daicho, words: tuple[str, ...], code: str) -> None:
    asked = on_world("royalty-audits", *words)
    assert asked.code != 0
    assert code in asked.err
