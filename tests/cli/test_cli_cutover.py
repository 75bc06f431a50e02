"""`daicho cutover`: a template, the filled file, a trial, the opening, a run beside another."""

import json
from pathlib import Path

import openpyxl
import pytest
from cli_stage import Daicho
from money_stage import rate, step, terms
from paid_world import Paid


@pytest.fixture
def agreement(on_world: Daicho, world: Paid) -> str:
    """A licence without runs: 10% to the writer, the rest stays with the studio."""
    body = {
        "title": {"ja": "原作利用許諾契約"},
        "kind": "licence",
        "payer": world.studio,
        "parties": [world.studio],
        "works": [world.work],
        "distribute_on": "report",
        "effective_month": "2026-01",
        "terms": terms(
            step("author", "royalty/1", basis="remainder", rate=rate(1, 10), payee=world.writer)
        ),
    }
    return on_world.recorded("agreements", "record", "--file", "-", stdin=json.dumps(body))


@pytest.fixture
def books(on_world: Daicho, agreement: str, tmp_path: Path) -> Path:
    """The template, filled in: 12,345 to date, 1,234 due, 1,000 of it paid."""
    file = tmp_path / "books.xlsx"
    on_world.data("cutover", "template", *of(agreement), "--out", str(file))
    fill(file, basis=12_345, due=1_234, paid=1_000, unpaid=234)
    return file


def of(agreement: str) -> tuple[str, ...]:
    return ("--agreement", agreement, "--as-of", "2026-03")


def fill(file: Path, **amounts: int) -> None:
    """Enter amounts by kind, everything else zero."""
    book = openpyxl.load_workbook(file)
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows(min_row=5):
            if row[0].value and row[0].value != "total":
                row[6].value = amounts.get(str(row[0].value), 0)
    book.save(file)


def importing(agreement: str, file: Path, world: Paid, *more: str) -> tuple[str, ...]:
    return (
        "cutover", "import", str(file), *of(agreement), "--approved-by", world.partner, *more
    )  # fmt: skip


def test_a_trial_says_what_would_come_in_and_records_nothing(
    on_world: Daicho, world: Paid, agreement: str, books: Path
) -> None:
    size = on_world.data("log", "head")["size"]
    said = on_world("--lang", "ja", *importing(agreement, books, world, "--dry-run"))
    assert said.code == 0
    assert "受け入れた行: 5、受け入れられない箇所: 0" in said.out
    assert "支払済・未払 の合計: 1,234円" in said.out
    assert "確認のみ行い、何も記録していません。" in said.out
    english = on_world("--lang", "en", *importing(agreement, books, world, "--dry-run"))
    assert "Total of Paid and unpaid: JPY 1,234" in english.out
    assert not any(ord(letter) > 0x2FFF for letter in english.out)
    assert on_world.data("log", "head")["size"] == size


def test_an_opening_is_recorded_and_shown(
    on_world: Daicho, world: Paid, agreement: str, books: Path
) -> None:
    opening = on_world.recorded(*importing(agreement, books, world))
    shown = on_world.data("cutover", "show", "--agreement", agreement)
    assert (shown["id"], shown["as_of"], shown["approved_by"]) == (
        opening,
        "2026-03",
        world.partner,
    )
    people = on_world("--lang", "ja", "cutover", "show", "--agreement", agreement)
    assert "未払（使用料）" in people.out
    again = on_world(*importing(agreement, books, world))
    assert (again.code, "opening-exists" in again.err) == (4, True)


def test_bad_cells_are_told_in_one_language_and_nothing_is_recorded(
    on_world: Daicho, world: Paid, agreement: str, books: Path
) -> None:
    fill(books, basis=12_345, due=1_230, paid=1_000, unpaid=230)
    said = on_world("--lang", "ja", *importing(agreement, books, world))
    assert said.code == 4
    assert "累計売上 G7: 計算と合いません。" in said.err
    assert "正: 1234 (-4)" in said.err
    english = on_world("--lang", "en", *importing(agreement, books, world))
    assert "累計売上 G7: not what follows from the other figures" in english.err
    data = on_world(*importing(agreement, books, world, "--json"))
    assert (data.code, data.json["refused"][0]["cell"], data.json["id"]) == (4, "G7", None)


def test_a_run_is_compared_with_another_sheet(
    on_world: Daicho, world: Paid, agreement: str, books: Path, tmp_path: Path
) -> None:
    """5 more come in: 12,350 in all give 1,235, so 1 is new; their sheet has nothing."""
    on_world.recorded(*importing(agreement, books, world))
    report = tmp_path / "april.csv"
    report.write_text(
        f"channel,territory,work,month,units,amount\nstreaming,JP,{world.work},2026-04,1,5\n",
        encoding="utf-8",
    )
    on_world.recorded(
        "reports", "submit", str(report), "--agreement", agreement, "--reporter", world.studio,
        "--period", "2026-04", "--basis", "net",
    )  # fmt: skip
    theirs, out = tmp_path / "theirs.csv", tmp_path / "diff.xlsx"
    words = ("cutover", "compare", "--agreement", agreement, "--period", "2026-04", "--sheet")
    theirs.write_text(f"payee,step,amount\n{world.writer},author,1\n", encoding="utf-8")
    equal = on_world("--lang", "ja", *words, str(theirs))
    assert (equal.code, "すべての行が一致しました。" in equal.out) == (0, True)
    theirs.write_text(f"payee,step,amount\n{world.writer},author,0\n,author,0\n", encoding="utf-8")
    different = on_world("--lang", "ja", *words, str(theirs), "--out", str(out))
    assert different.code == 1
    assert "2行が異なります。最初に異なる段階: author" in different.out
    assert out.stat().st_size > 0
    data = on_world(*words, str(theirs), "--json")
    assert (data.code, data.json["equal"], data.json["first_step"]) == (1, False, "author")
    theirs.write_text("payee,step,amount\nだれか,author,1\n", encoding="utf-8")
    stranger = on_world("--lang", "ja", *words, str(theirs))
    assert "この契約にない受取人・条項: だれか\n受取人は登録の名称またはID" in stranger.out
    assert "最初に異なる段階: author" in stranger.out


def test_an_agreement_without_an_opening_says_so(on_world: Daicho, agreement: str) -> None:
    said = on_world("--lang", "ja", "cutover", "show", "--agreement", agreement)
    assert (said.code, "引継ぎは記録されていません。" in said.err) == (4, True)
