"""Journals, forecasts and guarantees from the command line."""

from pathlib import Path

import pytest
from cli_stage import Daicho
from money_stage import open_money
from openpyxl import load_workbook
from payment_stage import Payer

DAYS = ("--from", "2026-01-01", "--to", "2027-12-31")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A studio that paid a writer 100,000 and owes her 50,000."""
    home = tmp_path_factory.mktemp("books") / "home"
    for money in open_money(home):
        payer = Payer(money)
        writer = payer.person("青空 太郎")
        payer.with_account(writer)
        payer.owe({writer: 100_000})
        payment, _ = payer.sent()
        payer.confirm(payment)
        payer.owe({writer: 50_000})
        studio = payer.studio
    return home, studio


@pytest.fixture
def on_books(books: tuple[Path, str]) -> Daicho:
    return Daicho(books[0])


def test_a_journal_is_exported_with_its_totals_and_twice_the_same(
    on_books: Daicho, books: tuple[Path, str], tmp_path: Path
) -> None:
    """By hand: 100,000 and 50,000 reported and stated, 100,000 paid: 400,000 on either side."""
    mapping, first, again = tmp_path / "map.toml", tmp_path / "1.csv", tmp_path / "2.csv"
    assert on_books("accounting", "mapping", "--write", str(mapping)).code == 0
    words = ("accounting", "export", "--payer", books[1], *DAYS, "--layout", "yayoi",
             "--mapping", str(mapping))  # fmt: skip
    told = on_books.data(*words, "--out", str(first))
    assert (told["debit_minor"], told["credit_minor"], told["documents"]) == (400_000, 400_000, 5)
    assert on_books(*words, "--out", str(again)).code == 0
    assert first.read_bytes() == again.read_bytes()
    next_time = on_books.data(*words, "--out", str(again), "--after-entry", str(told["last_entry"]))
    assert (next_time["documents"], next_time["debit_minor"]) == (0, 0)
    said = on_books("--lang", "ja", *words, "--out", str(again))
    for text in ("借方 400,000円 = 貸方 400,000円", "確認してください", "--after-entry"):
        assert text in said.out


def test_a_mapping_is_never_written_over(on_books: Daicho, tmp_path: Path) -> None:
    file = tmp_path / "map.toml"
    file.write_text("mine")
    said = on_books("accounting", "mapping", "--write", str(file), "--json")
    assert (said.code, said.error["code"]) == (4, "accounting-file-exists")
    assert file.read_text() == "mine"


def test_what_a_mapping_lacks_is_named_with_its_line(on_books: Daicho, tmp_path: Path) -> None:
    file = tmp_path / "map.toml"
    assert on_books("accounting", "mapping", "--write", str(file)).code == 0
    assert on_books("accounting", "check", str(file)).code == 0
    file.write_text(file.read_text().replace("payable = {", "payabel = {", 1))
    said = on_books("accounting", "check", str(file), "--json")
    assert said.code == 4
    found = [(one["field"], one["reason"]) for one in said.json["items"]]
    assert ("accounts.payabel", "unknown") in found
    assert ("accounts.payable", "missing") in found
    assert all(one["line"] > 0 for one in said.json["items"] if one["reason"] == "unknown")
    assert "不明な名前" in on_books("--lang", "ja", "accounting", "check", str(file)).out


def test_nothing_is_exported_while_an_account_lacks_its_name(
    on_books: Daicho, books: tuple[Path, str], tmp_path: Path
) -> None:
    mapping, out = tmp_path / "map.toml", tmp_path / "out.csv"
    on_books("accounting", "mapping", "--write", str(mapping))
    kept = [line for line in mapping.read_text().splitlines() if not line.startswith("bank =")]
    mapping.write_text("\n".join(kept))
    said = on_books(
        "accounting", "export", "--payer", books[1], *DAYS, "--layout", "generic",
        "--mapping", str(mapping), "--out", str(out), "--json",
    )  # fmt: skip
    assert (said.code, said.error["code"]) == (4, "accounting-unmapped")
    assert "accounts.bank" in str(said.error)
    assert not out.exists()


def test_a_forecast_is_shown_and_written_as_a_workbook(
    on_books: Daicho, books: tuple[Path, str], tmp_path: Path
) -> None:
    """By hand: 50,000 less 5,105 withheld are to be paid: 44,895."""
    out = tmp_path / "forecast.xlsx"
    words = ("accounting", "forecast", "--payer", books[1], "--on", "2027-02-28", "--months", "12")
    told = on_books.data(*words, "--out", str(out))
    stated = [row for row in told["rows"] if row["sure"] == "stated"]
    assert [(row["direction"], row["amount_minor"]) for row in stated] == [("out", 44_895)]
    assert load_workbook(out).sheetnames == ["月別", "明細", "遅延日数別", "保証残高"]
    said = on_books("--lang", "ja", *words)
    for text in ("支払明細済み", "青空 太郎", "44,895円"):
        assert text in said.out
    assert on_books(*words, "--out", str(tmp_path / "x.pdf")).code == 4


def test_guarantees_are_listed(on_books: Daicho, books: tuple[Path, str]) -> None:
    assert on_books.data("accounting", "guarantees", "--party", books[1])["items"] == []
    assert on_books("--lang", "ja", "accounting", "guarantees", "--party", books[1]).code == 0
