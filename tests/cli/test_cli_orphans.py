"""`daicho parties end` and `daicho committees orphans`, as people and machines see them."""

import csv
import re
from pathlib import Path

from cli_stage import Daicho
from paid_world import Paid

JAPANESE = re.compile("[぀-ヿ㐀-鿿]")


def ended(daicho: Daicho, party: str) -> None:
    daicho.data("parties", "end", party, "--ground", "liquidation", "--on", "2024-05-31",
                "--source", "官報（2024年6月3日）")  # fmt: skip


def test_machines_get_the_orphans_with_their_reasons(on_world: Daicho, world: Paid) -> None:
    assert on_world.data("committees", "orphans")["totals"]["orphans"] == 0
    ended(on_world, world.studio)
    data = on_world.data("committees", "orphans")
    assert data["totals"] == {
        "committees": 1, "orphans": 1, "dissolved": 0, "drafts": 0, "synthetic": 0,
    }  # fmt: skip
    reasons = [one["reason"] for one in data["items"][0]["reasons"]]
    assert reasons == ["member-ended"]


def test_people_see_one_language(on_world: Daicho, world: Paid) -> None:
    ended(on_world, world.studio)
    ja = on_world("committees", "orphans", "--lang", "ja").out
    en = on_world("committees", "orphans", "--lang", "en").out
    assert "1件が孤児です" in ja
    assert "存在しなくなった構成員" in ja
    assert "1 of 1 committees" in en
    assert "a member that is no longer there" in en


def test_all_of_them_are_written_for_a_spreadsheet(
    on_world: Daicho, world: Paid, tmp_path: Path
) -> None:
    ended(on_world, world.studio)
    out = tmp_path / "orphans.csv"
    on_world("committees", "orphans", "--out", str(out), "--lang", "en")
    (row,) = csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines())
    assert (row["id"], row["a member that is no longer there"]) == (world.committee, "1")


def test_a_party_that_is_gone_is_shown_so_until_it_returns(on_world: Daicho, world: Paid) -> None:
    ended(on_world, world.studio)
    shown = on_world.data("parties", "show", world.studio)
    assert (shown["status"], shown["end"]["ground"]) == ("ended", "liquidation")
    assert "解散・清算" in on_world("parties", "show", world.studio, "--lang", "ja").out
    on_world.data("parties", "return", world.studio, "--on", "2026-01-31", "--source", "回答")
    assert on_world.data("parties", "show", world.studio)["status"] == "active"


def test_a_ground_that_is_none_is_refused_by_name(on_world: Daicho, world: Paid) -> None:
    said = on_world(
        "parties", "end", world.studio, "--ground", "death_without_heirs", "--on", "2024-05-31",
        "--source", "官報", "--lang", "ja",
    )  # fmt: skip
    assert said.code != 0
    assert "この当事者の種類には、その終了の事由はありません" in said.err
