"""How a committee ends, from the command line: a table first, then the record."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cli_stage import Daicho
from paid_world import Paid

from api import rights_examples

DOCUMENT = rights_examples.TITLE["document"]
JAPANESE = re.compile("[぀-ヿ㐀-鿿]")


def consents(*parties: str) -> list[dict[str, Any]]:
    return [
        {
            "party": party, "method": "seal", "document": DOCUMENT, "attested_by": "operator",
            "consented_on": "2026-04-20",
        }
        for party in parties
    ]  # fmt: skip


@pytest.fixture
def titled(on_world: Daicho, world: Paid, tmp_path: Path) -> Daicho:
    """The world's committee holds its work."""
    title = {
        **rights_examples.TITLE,
        "work": world.work,
        "stakes": [
            {
                "holder": f"committee:{world.committee}/copyright",
                "share": {"num": 1, "den": 1},
            }
        ],
    }
    file = tmp_path / "title.json"
    file.write_text(json.dumps(title), encoding="utf-8")
    on_world.recorded("rights", "title-record", world.work, "--file", str(file))
    return on_world


def plan(world: Paid, tmp_path: Path, **more: Any) -> str:
    """The contract's plan from May 2026 on, as a file."""
    both = (world.studio, world.partner)
    begin = {
        "ground": "resolution", "ground_day": "2026-04-20",
        "resolution": {"day": "2026-04-20", "document": DOCUMENT},
        "liquidators": [{"party": world.studio, "authority": "members"}],
        "consents": consents(*both),
    }  # fmt: skip
    complete = {"transfer_day": "2026-05-01", "money_from": "2026-05", "report": DOCUMENT}
    file = tmp_path / "plan.json"
    file.write_text(json.dumps({"begin": begin, "complete": complete | more}), encoding="utf-8")
    return str(file)


def test_a_dry_run_prints_before_and_after_in_one_language_and_records_nothing(
    titled: Daicho, world: Paid, tmp_path: Path
) -> None:
    asked = ("committees", "dissolve", world.committee, "--plan", plan(world, tmp_path))
    ja, en = (titled(*asked, "--dry-run", "--lang", lang) for lang in ("ja", "en"))
    assert (ja.code, en.code) == (0, 0)
    assert "権利: 終了前と終了後" in ja.out
    assert "星雲スタジオ 2/3、銀河出版 1/3" in ja.out
    assert "Rights: before and after" in en.out
    assert not JAPANESE.search(en.out.replace("星", "").split("\n")[1])
    assert titled("committees", "dissolved", world.committee).code != 0


def test_what_was_shown_is_recorded_and_shown_again(
    titled: Daicho, world: Paid, tmp_path: Path
) -> None:
    asked = ("committees", "dissolve", world.committee, "--plan", plan(world, tmp_path))
    tried = titled.data(*asked, "--dry-run")
    recorded = titled.recorded(*asked)
    shown = titled.data("committees", "dissolved", world.committee)
    assert (shown["id"], shown["phase"]) == (recorded, "completed")
    assert shown["completed"]["cells"] == tried["cells"]
    assert shown["completed"]["result_sha256"] == tried["result_sha256"]
    told = titled("committees", "dissolved", world.committee, "--lang", "ja")
    assert "清算結了" in told.out
    left = titled.data("committees", "tasks", world.committee)["tasks"]
    assert "register-transfers" in {one["code"] for one in left}
    assert "77条" in titled("committees", "tasks", world.committee, "--lang", "ja").out


def test_nothing_is_begun_when_it_could_not_be_completed(
    titled: Daicho, world: Paid, tmp_path: Path
) -> None:
    """The plan leaves a ten-thousandth, and names it."""
    short = [
        {
            "outcome": "co_ownership",
            "shares": [
                {"party": world.studio, "share": {"num": 1, "den": 2}},
                {"party": world.partner, "share": {"num": 4999, "den": 10000}},
            ],
        }
    ]
    more = {"dispositions": short, "consents": consents(world.studio, world.partner)}
    asked = ("committees", "dissolve", world.committee, "--plan", plan(world, tmp_path, **more))
    said = titled(*asked, "--lang", "ja")
    assert said.code != 0
    assert "1/10000" in said.err
    assert "dissolution-leaves-open" in said.err
    assert titled("committees", "dissolved", world.committee).code != 0


def test_it_can_be_begun_and_completed_another_day(
    titled: Daicho, world: Paid, tmp_path: Path
) -> None:
    asked = ("committees", "dissolve", world.committee, "--plan", plan(world, tmp_path))
    assert titled(*asked, "--begin-only").code == 0
    begun = titled("committees", "dissolved", world.committee, "--lang", "ja")
    assert "清算中" in begun.out
    assert "清算人: 星雲スタジオ" in begun.out
    titled.recorded(*asked)
    assert titled.data("committees", "show", world.committee)["status"] == "dissolved"


def test_an_end_that_happened_is_recorded_with_what_it_left(
    titled: Daicho, world: Paid, tmp_path: Path
) -> None:
    file = tmp_path / "found.json"
    said = {"cause": "insolvency", "ended": "2026-04", "document": DOCUMENT}
    file.write_text(json.dumps(said), encoding="utf-8")
    id = titled.recorded("committees", "found-dissolved", world.committee, "--file", str(file))
    shown = titled.data("committees", "dissolved", world.committee)
    assert (shown["id"], shown["phase"]) == (id, "found")
    told = titled("committees", "dissolved", world.committee, "--lang", "en")
    assert "found to have ended" in told.out


def test_a_declaration_says_that_its_outcome_is_open(
    titled: Daicho, world: Paid, tmp_path: Path
) -> None:
    file = tmp_path / "said.json"
    said = {
        "committee": world.committee, "declarant": world.studio, "authority": "holder",
        "intention": "ask", "contact": world.studio,
    }  # fmt: skip
    file.write_text(json.dumps(said), encoding="utf-8")
    answer = titled("committees", "declare", "--file", str(file), "--lang", "ja")
    assert answer.code == 0, answer.err
    assert "保証するものではありません" in answer.err


def test_a_plan_that_says_nothing_of_the_beginning_is_refused(
    titled: Daicho, world: Paid, tmp_path: Path
) -> None:
    file = tmp_path / "plan.json"
    complete = {"transfer_day": "2026-05-01", "money_from": "2026-05", "report": DOCUMENT}
    file.write_text(json.dumps({"complete": complete}), encoding="utf-8")
    said = titled("committees", "dissolve", world.committee, "--plan", str(file), "--json")
    assert said.error["code"] == "dissolution-not-begun"
