"""`daicho committees report` for machines, people and spreadsheets."""

import csv
from pathlib import Path

from cli_stage import Daicho
from openpyxl import load_workbook
from paid_world import Paid
from pypdf import PdfReader


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


def test_it_is_printed_and_put_into_a_workbook(
    on_world: Daicho, world: Paid, tmp_path: Path
) -> None:
    """The result of April is 445,503 in all and 148,501 for a third of it."""
    for lang, title in (("ja", "収支報告書"), ("en", "Income report")):
        paper, book = tmp_path / f"{lang}.pdf", tmp_path / f"{lang}.xlsx"
        for out in (paper, book):
            assert on_world(*words(world, "--out", str(out), "--lang", lang)).code == 0
        (page,) = (each.extract_text() for each in PdfReader(paper).pages)
        assert title in page
        assert "148,501" in page
        rows = list(load_workbook(book).active.iter_rows(values_only=True))
        assert rows[-1][4:] == (445_503, 148_501, *rows[-1][6:])
        assert [type(cell) for cell in rows[-1][6:]] == [int, int]


def test_a_file_of_another_kind_is_refused_before_it_is_computed(
    on_world: Daicho, world: Paid, tmp_path: Path
) -> None:
    refused = on_world(*words(world, "--out", str(tmp_path / "a.doc"), "--json"))
    assert (refused.code, refused.error["code"]) == (4, "report-format-unknown")
    assert list(tmp_path.glob("*.doc")) == []


def test_a_method_that_does_not_exist_is_refused_by_name(on_world: Daicho, world: Paid) -> None:
    said = on_world(*words(world, "--method", "half", "--lang", "en"))
    assert said.code != 0
    assert "half" in said.err
