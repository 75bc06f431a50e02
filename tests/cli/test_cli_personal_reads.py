"""`daicho subjects reads`: whose names a command opened is written down, and can be asked for."""

import json
from pathlib import Path

from cli_stage import Daicho
from paid_world import Paid


def test_a_command_that_shows_a_name_is_written_down(on_world: Daicho, world: Paid) -> None:
    assert "青空" in on_world("--lang", "ja", "parties", "show", world.writer).out
    (read,) = on_world.data("subjects", "reads", "--subject", world.writer)["items"]
    assert (read["kind"], read["role"], read["why"]) == (
        "credit_name",
        "operator",
        "daicho parties",
    )


def test_who_showed_a_token_is_named(on_world: Daicho, world: Paid) -> None:
    made = on_world.data("token", "create", "--role", "operator", "--label", "kana")
    card = on_world.data("token", "list")["items"][0]["id"]
    on_world.data("--token", made["token"], "parties", "show", world.writer)
    (read,) = on_world.data("subjects", "reads", "--by", card)["items"]
    assert read["by"] == card


def test_what_opens_no_name_leaves_nothing(on_world: Daicho, world: Paid) -> None:
    on_world.data("works", "list")
    on_world("verify")
    assert on_world.data("subjects", "reads")["items"] == []


def test_reads_are_written_as_csv_and_handed_to_the_person(
    on_world: Daicho, world: Paid, tmp_path: Path
) -> None:
    on_world.data("parties", "show", world.writer)
    on_world.data("subjects", "reads", "--out", str(tmp_path / "reads.csv"))
    lines = (tmp_path / "reads.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "at,subject,kind,role,party,by,why"
    assert len(lines) == 2
    on_world.data("subjects", "export", world.writer, "--out", str(tmp_path / "hers"))
    data = json.loads((tmp_path / "hers" / "data.json").read_text(encoding="utf-8"))
    assert [read["why"] for read in data["reads"]] == ["daicho parties"]
    text = (tmp_path / "hers" / "あなたのデータ.txt").read_text(encoding="utf-8")
    assert "閲覧の記録" in text


def test_a_person_nobody_knows_is_named(on_world: Daicho) -> None:
    said = on_world("--json", "subjects", "reads", "--subject", "subj_01KAM3Z4T0V6S8Q2YB5C9D7E1F")
    assert said.error["code"] == "subject-not-found"
