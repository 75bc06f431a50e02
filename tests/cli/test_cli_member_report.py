"""`daicho committees report` for machines, people and spreadsheets."""

import csv
from pathlib import Path

from cli_stage import Daicho
from paid_world import Paid


def words(world: Paid, *more: str) -> tuple[str, ...]:
    asked = ("committees", "report", world.committee, "--member", world.partner)
    return (*asked, "--period", "2026-04", *more)


def test_machines_get_lines_with_parts(on_world: Daicho, world: Paid) -> None:
    data = on_world.data(*words(world, "--method", "net"))
    (section,) = data["sections"]
    (line,) = section["lines"]
    assert (line["kind"], line["own_minor"], line["whole_minor"]) == ("result", 148_501, 445_503)
    assert (data["investment"], data["recoupment"]) == (None, None)


def test_people_see_one_language(on_world: Daicho, world: Paid) -> None:
    ja = on_world(*words(world, "--lang", "ja")).out
    en = on_world(*words(world, "--lang", "en")).out
    assert "総額方式" in ja
    assert "148,501円" in ja
    assert "回収率 不明" in ja
    assert "gross method" in en
    assert "JPY 148,501" in en
    assert "recouped: unknown" in en


def test_it_is_written_for_a_spreadsheet(on_world: Daicho, world: Paid, tmp_path: Path) -> None:
    out = tmp_path / "report.csv"
    on_world(*words(world, "--out", str(out), "--lang", "en"))
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["kind"] for row in rows] == ["revenue", "cost", "cost", "difference", "result"]
    assert rows[-1]["share, this period"] == "148501"


def test_a_method_that_does_not_exist_is_refused_by_name(on_world: Daicho, world: Paid) -> None:
    said = on_world(*words(world, "--method", "half", "--lang", "en"))
    assert said.code != 0
    assert "half" in said.err
