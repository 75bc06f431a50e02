"""`daicho disputes hold`, `release`, `ask`, `carry-out` and `stats`, and where holds are shown."""

import re

import pytest
from cli_stage import Daicho
from paid_world import Paid

JAPANESE = re.compile("[぀-ヿ㐀-鿿]")


@pytest.fixture
def line(on_world: Daicho, world: Paid) -> tuple[str, str, str]:
    """Statement, run and clause of the writer's line."""
    own = on_world.data("statements", "list", "--payee", world.writer)["items"][0]["id"]
    first = on_world.data("statements", "show", own)["lines"][0]
    return own, first["run"], first["step"]


@pytest.fixture
def dispute(on_world: Daicho, world: Paid, line: tuple[str, str, str]) -> str:
    """The studio says that the writer got 900 too much, and holds them."""
    statement, run, step = line
    opened = on_world.data(
        "disputes", "open", "--statement", statement, "--run", run, "--step", step, "--by",
        world.studio, "--claim", "過払いがある。", "--amount", "900", "--currency", "JPY",
        "--answer-by", "2999-12-31",
    )["id"]  # fmt: skip
    on_world.data("disputes", "hold", opened, *_portion(line, 900), "--by", world.studio)
    return str(opened)


def _portion(line: tuple[str, str, str], amount: int) -> tuple[str, ...]:
    statement, run, step = line
    return ("--statement", statement, "--run", run, "--step", step, "--amount", str(amount))


def test_what_is_held_is_shown_wherever_the_money_is(
    on_world: Daicho, line: tuple[str, str, str], dispute: str
) -> None:
    statement, run, _ = line
    assert on_world.data("disputes", "list", "--held")["items"][0]["held_minor"] == 900
    assert on_world.data("statements", "show", statement)["held_minor"] == 900
    listed = on_world.data("statements", "list")["items"]
    assert [one.get("held_minor") for one in listed if one["id"] == statement] == [900]
    shown = on_world.data("payouts", "show", run)["held_by_disputes"]
    assert [(one["dispute_id"], one["amount_minor"]) for one in shown] == [(dispute, 900)]
    for words in (("statements", "show", statement), ("explain", statement)):
        told = on_world("--lang", "ja", *words)
        assert told.code == 0
        assert "支払を保留しています" in told.out
        assert dispute in told.out


def test_a_part_is_released_and_the_rest_waits_until_it_is_carried_out(
    on_world: Daicho, world: Paid, line: tuple[str, str, str], dispute: str
) -> None:
    given = ("--reason", "一部解決", "--by", world.studio)
    on_world.data("disputes", "release", dispute, *_portion(line, 400), *given)
    upheld = ("--outcome", "upheld", "--reason", "過払い", "--by", world.writer, "--granted", "500")
    on_world.data("disputes", "settle", dispute, *upheld)
    (due,) = on_world.data("disputes", "list", "--due")["items"]
    assert (due["id"], due["held_minor"], due["granted_minor"]) == (dispute, 500, 500)
    on_world.data("disputes", "carry-out", dispute, "a" * 64, "--by", world.studio)
    assert on_world.data("disputes", "list", "--due")["items"] == []
    assert on_world.data("disputes", "list", "--held")["items"] == []


def test_the_next_turn_is_asked_for_and_nothing_is_overdue_yet(
    on_world: Daicho, world: Paid, dispute: str
) -> None:
    asked = ("--turn", world.writer, "--answer-by", "2999-12-31", "--by", world.studio)
    on_world.data("disputes", "ask", dispute, *asked)
    assert on_world.data("disputes", "show", dispute)["turn"] == [world.writer]
    assert on_world.data("disputes", "list", "--overdue")["items"] == []


def test_figures_are_drawn_in_one_language(on_world: Daicho, dispute: str) -> None:
    days = ("--from", "2020-01-01", "--to", "2999-12-31")
    told = on_world.data("disputes", "stats", *days)
    assert told["opened"] >= 1
    assert dispute.startswith("dsp_")
    japanese = on_world("--lang", "ja", "disputes", "stats", *days)
    assert (japanese.code, "明細書の行" in japanese.out, "█" in japanese.out) == (0, True, True)
    english = on_world("--lang", "en", "disputes", "stats", *days)
    assert english.code == 0
    assert not JAPANESE.search(english.out)


def test_one_list_at_a_time(on_world: Daicho) -> None:
    both = on_world("disputes", "list", "--held", "--overdue")
    assert both.code != 0
    assert "dispute-filter-ambiguous" in both.err


def test_more_than_is_disputed_is_told_in_japanese(
    on_world: Daicho, world: Paid, line: tuple[str, str, str], dispute: str
) -> None:
    more = on_world(
        "--lang", "ja", "disputes", "hold", dispute, *_portion(line, 1), "--by", world.studio
    )
    assert more.code != 0
    assert "係争額を超えて" in more.err
