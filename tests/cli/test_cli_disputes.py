"""`daicho disputes`: opened, answered, settled and shown from the command line."""

import re

import pytest
from cli_stage import Daicho
from paid_world import Paid

JAPANESE = re.compile("[぀-ヿ㐀-鿿]")


@pytest.fixture
def contested(on_world: Daicho, world: Paid) -> str:
    """The partner contests something in the committee."""
    done = on_world.data(
        "disputes", "open", "--committee", world.committee, "--by", world.partner, "--claim",
        "分配の計算に誤りがある。", "--amount", "5000", "--currency", "JPY", "--evidence", "a" * 64,
        "--answer-by", "2999-12-31",
    )  # fmt: skip
    return str(done["id"])


def test_a_dispute_is_opened_answered_and_settled(
    on_world: Daicho, world: Paid, contested: str
) -> None:
    assert on_world.data("disputes", "list", "--status", "open")["items"][0]["id"] == contested
    on_world.data("disputes", "say", contested, "--by", world.studio, "--text", "確認します。")
    said = ("--outcome", "upheld", "--reason", "誤りがあった。", "--by", world.studio)
    on_world.data("disputes", "settle", contested, *said)
    shown = on_world.data("disputes", "show", contested)
    assert (shown["status"], shown["against"]) == ("upheld", [world.studio])
    assert on_world.data("disputes", "list", "--status", "open")["items"] == []


def test_a_dispute_is_shown_in_one_language(on_world: Daicho, world: Paid, contested: str) -> None:
    on_world.data("disputes", "say", contested, "--by", world.studio, "--text", "We will look.")
    shown = on_world("--lang", "ja", "disputes", "show", contested)
    assert shown.code == 0
    for word in ("申立ての内容", "相手方", "発言者", "5,000"):
        assert word in shown.out
    assert "claim" not in shown.out
    english = on_world("--lang", "en", "disputes", "list")
    assert english.code == 0
    assert "opened by" in english.out
    headings = english.out.split("dsp_")[0]
    assert not JAPANESE.search(headings)


def test_one_subject_is_named_at_a_time(on_world: Daicho, world: Paid) -> None:
    both = on_world(
        "disputes", "open", "--committee", world.committee, "--agreement", world.agreement,
        "--by", world.partner, "--claim", "x", "--answer-by", "2999-12-31",
    )  # fmt: skip
    assert both.code != 0
    assert "dispute-subject-ambiguous" in both.err


def test_a_dispute_that_is_not_there_is_named(on_world: Daicho) -> None:
    missing = on_world("disputes", "show", "dsp_01KAM3Z4T0V6S8Q2YB5C9D7E1F")
    assert missing.code != 0
    assert "dispute-not-found" in missing.err
