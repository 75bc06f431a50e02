"""Tax withheld, payment records and what is due, from the command line."""

from datetime import date
from pathlib import Path

import pytest
from cli_stage import Daicho
from money_stage import open_money
from paper_words import words_of
from tax_stage import Payer

WRITER = "青空 太郎"


@pytest.fixture(scope="module")
def year_home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A studio that paid a writer 60,000 in May, a company 100,000, and somebody abroad 600,000."""
    home = tmp_path_factory.mktemp("taxes") / "home"
    for money in open_money(home):
        payer = Payer(money, "星雲スタジオ", corporate_number="7000012050002")
        writer = money.named_person(WRITER)
        studio = money.company("作画社", corporate_number="8010001017514")
        jane = money.named_person("ジェーン・ドウ", residence="US")
        payer.pays(writer, 60_000, date(2026, 5, 29))
        payer.pays(studio, 100_000, date(2026, 6, 30), "2026-04", income="fee")
        payer.pays(jane, 600_000, date(2026, 7, 31), "2026-05")
    return home, payer.id, writer


@pytest.fixture
def on_year(year_home: tuple[Path, str, str]) -> Daicho:
    return Daicho(year_home[0])


def test_a_month_is_shown_with_the_day_for_paying_over(
    on_year: Daicho, year_home: tuple[Path, str, str]
) -> None:
    """By hand: 10.21% of 60,000 is 6,126, by 10 June 2026, a Wednesday."""
    _, payer, _ = year_home
    data = on_year.data("tax", "withheld", "--payer", payer, "--month", "2026-05")
    assert (data["withheld_minor"], data["remit_by"]) == (6_126, "2026-06-10")
    said = on_year("--lang", "ja", "tax", "withheld", "--payer", payer, "--month", "2026-05")
    for text in (
        WRITER,
        "著作権の使用料",
        "6,126円",
        "2026-06-10（",
        "日経過",
        "支払予定日で数えています",
    ):
        assert text in said.out, text


def test_a_month_that_is_none_is_refused(on_year: Daicho, year_home: tuple[Path, str, str]) -> None:
    said = on_year("tax", "withheld", "--payer", year_home[1], "--month", "2026-13", "--json")
    assert said.code != 0
    assert said.error["value"] == "2026-13"


def test_records_are_listed_with_sums_and_without_my_number(
    on_year: Daicho, year_home: tuple[Path, str, str]
) -> None:
    _, payer, _ = year_home
    data = on_year.data("tax", "records", "--payer", payer, "--year", "2026")
    assert (data["filed"], data["below"], data["withheld_minor"]) == (3, 0, 128_646)
    people = {one["receiver"]["ja"]: one for one in data["records"]}
    assert people["作画社"]["corporate_number"] == "8010001017514"
    assert people[WRITER]["my_number"] == "not-kept"
    assert people[WRITER]["corporate_number"] is None
    said = on_year("--lang", "ja", "tax", "records", "--payer", payer, "--year", "2026")
    assert "個人番号は台帳に保管していません" in said.out


def test_records_are_written_as_table_paper_and_folder(
    on_year: Daicho, year_home: tuple[Path, str, str], tmp_path: Path
) -> None:
    """By hand: three records that are filed, each with the copy for whoever was paid."""
    _, payer, _ = year_home
    for name in ("records.csv", "records.pdf", "records"):
        on_year.data(
            "tax", "records", "--payer", payer, "--year", "2026", "--out", str(tmp_path / name)
        )
    assert WRITER in (tmp_path / "records.csv").read_text("utf-8-sig")
    said = words_of((tmp_path / "records.pdf").read_bytes())
    for text in ("支払調書", "青空太郎", "60,000", "6,126", "8010001017514", "手書きしてください"):
        assert text in said, text
    assert len(list((tmp_path / "records").glob("*.pdf"))) == 6


def test_the_copy_of_whoever_was_paid_has_no_box_for_a_number(
    on_year: Daicho, year_home: tuple[Path, str, str], tmp_path: Path
) -> None:
    _, payer, writer = year_home
    folder = tmp_path / "records"
    on_year.data("tax", "records", "--payer", payer, "--year", "2026", "--out", str(folder))
    (copy,) = folder.glob(f"2026-{writer}-*-copy.pdf")
    (filed,) = set(folder.glob(f"2026-{writer}-*.pdf")) - {copy}
    assert "個人番号" not in words_of(copy.read_bytes())
    assert "個人番号はこの台帳に保管していません" in words_of(filed.read_bytes())


def test_a_payee_has_her_year_in_both_languages(
    on_year: Daicho, year_home: tuple[Path, str, str], tmp_path: Path
) -> None:
    _, _, writer = year_home
    data = on_year.data("tax", "records", "--payee", writer, "--year", "2026")
    assert (data["paid_minor"], data["withheld_minor"]) == (60_000, 6_126)
    assert "my_number" not in str(data)
    for lang, text in (("ja", "年間の支払の明細"), ("en", "Whatwaspaidintheyear")):
        file = tmp_path / f"{lang}.pdf"
        on_year.data(
            "--lang", lang, "tax", "records", "--payee", writer, "--year", "2026",
            "--out", str(file),
        )  # fmt: skip
        assert text in words_of(file.read_bytes())


def test_layout_309_is_marked_to_be_confirmed(
    on_year: Daicho, year_home: tuple[Path, str, str], tmp_path: Path
) -> None:
    _, payer, _ = year_home
    file = tmp_path / "309.csv"
    words = ("tax", "records", "--payer", payer, "--year", "2026", "--layout", "309")
    said = on_year("--lang", "ja", *words, "--encoding", "cp932", "--out", str(file))
    assert said.code == 0
    assert "専門家に確認してください" in said.err
    assert file.read_bytes().decode("cp932").startswith("309,")
    assert on_year("--lang", "ja", *words).code == 4


@pytest.mark.parametrize(
    ("words", "japanese"),
    [
        (("--year", "2026"), "--payer か --payee"),
        (("--year", "1999", "--payer", "PAYER"), "法定調書の定めを収録していません"),
        (("--year", "2026", "--payer", "PAYER", "--out", "x.docx"), ".csv、.pdf"),
        (("--year", "2020", "--payer", "PAYER", "--out", "x.pdf"), "該当する支払がありません"),
    ],
)
def test_what_cannot_be_made_is_refused_in_japanese(
    on_year: Daicho, year_home: tuple[Path, str, str], words: tuple[str, ...], japanese: str
) -> None:
    given = [year_home[1] if word == "PAYER" else word for word in words]
    said = on_year("--lang", "ja", "tax", "records", *given)
    assert said.code == 4
    assert japanese in said.err


def test_what_is_due_is_listed_with_days_and_reasons(
    on_year: Daicho, year_home: tuple[Path, str, str]
) -> None:
    """By hand: 20.42% of 600,000 is 122,520; the form for the USA is due the day before."""
    _, payer, _ = year_home
    items = on_year.data("tax", "due", "--payer", payer, "--on", "2026-07-20")["items"]
    assert [(one["kind"], one["due_on"], one["amount_minor"]) for one in items] == [
        ("form-missing", "2026-07-30", 600_000),
        ("remit", "2026-08-10", 122_520),
    ]
    said = on_year("--lang", "ja", "tax", "due", "--payer", payer, "--on", "2026-07-20")
    for text in ("源泉徴収税の納付", "届出書の未提出", "ジェーン・ドウ"):
        assert text in said.out, text


def test_a_name_that_cannot_be_printed_stops_nobody_else(tmp_path: Path) -> None:
    """By hand: one of two records is printed with its copy; the other is listed with 70,000."""
    for money in open_money(tmp_path / "home"):
        payer = Payer(money, "星雲スタジオ")
        awkward, writer = money.named_person("祝😀"), money.named_person(WRITER)
        payer.pays(awkward, 70_000, date(2026, 5, 29))
        payer.pays(writer, 60_000, date(2026, 6, 30), "2026-04")
    daicho, folder = Daicho(tmp_path / "home"), tmp_path / "records"
    words = ("tax", "records", "--payer", payer.id, "--year", "2026", "--out", str(folder))
    told = daicho.data(*words)
    assert len(told["files"]) == len(list(folder.glob("*.pdf"))) == 2
    (left,) = told["left_out"]
    assert (left["receiver"], left["code"], left["paid_minor"]) == (
        awkward, "glyph-missing", 70_000,
    )  # fmt: skip
    assert "1件（支払金額 計70,000円）は作成していません" in daicho("--lang", "ja", *words).out
