"""`daicho cash`: from a bank's file to the comparison, from the command line."""

import re
from pathlib import Path

import pytest
from cash_stage import CashStage, bank_csv
from cli_stage import Daicho
from money_stage import open_money

JAPANESE = re.compile("[぀-ヿ㐀-鿿]")
ROWS = (
    "2026/04/20,,1000000,1050000,ｱｵﾊﾞﾊｲｼﾝ",
    "2026/04/25,,499560,1549560,ｱｵﾊﾞﾊｲｼﾝ",
    "2026/05/07,,30000,1579560,TADA",
    "2026/05/10,330,,1579230,FEE",
)


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Daicho, CashStage, str]:
    """The command on a register with an account, and its first import."""
    stages = open_money(tmp_path / "home")
    stage = CashStage(next(stages))
    assert next(stages, None) is None
    daicho, file = Daicho(tmp_path / "home"), tmp_path / "bank.csv"
    file.write_bytes(bank_csv(*ROWS))
    batch = daicho.recorded("cash", "import", stage.account, str(file))
    return daicho, stage, batch


def test_the_whole_way_of_a_bank_file(kept: tuple[Daicho, CashStage, str]) -> None:
    """By hand: 1,579,230 on the bank less 30,000 nobody explained are 1,549,230 in the book."""
    daicho, stage, batch = kept
    sure = daicho.data("cash", "match", stage.account, "--all-sure")
    assert (sure["matched"], sure["left"]) == ([f"{batch}/1"], 3)
    daicho.data("cash", "match", stage.account, f"{batch}/2", "--fee-clause", "第7条")
    daicho.data("cash", "match", stage.account, f"{batch}/4", "--bank-fee", "330")
    compared = daicho.data("cash", "reconcile", stage.account, "--on", "2026-05-31")
    assert (compared["bank_minor"], compared["book_minor"]) == (1_579_230, 1_549_230)
    assert [one["kind"] for one in compared["differences"]] == ["unmatched_in"]
    assert "unexplained" not in {one["kind"] for one in compared["owed"]}
    daicho.data("cash", "reconcile", stage.account, "--on", "2026-05-31", "--record")
    shown = daicho.data("cash", "show", stage.account)
    assert (shown["reconciled_on"], shown["open_lines"]["in_minor"]) == ("2026-05-31", 30_000)
    (listed,) = daicho.data("cash", "list")["items"]
    assert listed["id"] == stage.account


def test_a_line_is_explained_by_options_and_taken_back(kept: tuple[Daicho, CashStage, str]) -> None:
    daicho, stage, batch = kept
    line = f"{batch}/1"
    daicho.data("cash", "match", stage.account, line, "--report", f"{stage.april}=500000")
    found = daicho.data("cash", "lines", stage.account)["items"][0]
    assert (found["rest_minor"], found["sender"], found["text"]) == (500_000, "", "ｱｵﾊﾞﾊｲｼﾝ")
    daicho.data("cash", "unmatch", stage.account, line, "--reason", "mistaken")
    assert daicho.data("cash", "lines", stage.account)["items"][0]["rest_minor"] == 1_000_000


def test_an_account_is_opened_by_options(kept: tuple[Daicho, CashStage, str]) -> None:
    daicho, stage, _ = kept
    made = daicho.recorded(
        "cash", "account", "--party", stage.lead, "--committee", stage.committee,
        "--name", "second", "--from", "2026-06-01", "--opening", "5",
    )  # fmt: skip
    assert daicho.data("cash", "show", made)["balance_minor"] == 5


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("match", "{account}", "1"), "cash-line-malformed"),
        (("match", "{account}", "{batch}/9"), "cash-line-not-open"),
        (("match", "{account}", "{batch}/3"), "cash-nothing-proposed"),
        (("match", "{account}", "{batch}/1", "--report", "rep_1"), "cash-part-unreadable"),
        (("show", "acct_00000000000000000000000999"), "cash-account-not-found"),
    ],
)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_what_cannot_be_done_is_told_in_one_language(
    kept: tuple[Daicho, CashStage, str], words: tuple[str, ...], code: str, lang: str
) -> None:
    daicho, stage, batch = kept
    given = [word.format(account=stage.account, batch=batch) for word in words]
    said = daicho("--lang", lang, "cash", *given)
    assert said.code != 0
    assert bool(JAPANESE.search(said.err)) == (lang == "ja")
    assert daicho("cash", *given, "--json").error["code"] == code


def test_a_file_that_cannot_be_read_names_line_and_column(
    kept: tuple[Daicho, CashStage, str], tmp_path: Path
) -> None:
    daicho, stage, _ = kept
    bad = tmp_path / "bad.csv"
    bad.write_bytes(bank_csv("2026/05/11,,x,1,FEE"))
    error = daicho("cash", "import", stage.account, str(bad), "--json").error
    assert (error["code"], error["line"], error["column"]) == ("cash-cell-unreadable", 2, 3)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_tables_speak_one_language(kept: tuple[Daicho, CashStage, str], lang: str) -> None:
    daicho, stage, _ = kept
    for words in (("propose", stage.account), ("reconcile", stage.account, "--on", "2026-05-31")):
        said = daicho("--lang", lang, "cash", *words)
        assert said.code == 0
        if lang == "ja":
            assert JAPANESE.search(said.out)
            assert not re.search(r"\b(unmatched|came in|owed)\b", said.out)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_closing_a_month_names_accounts_that_were_not_compared(
    kept: tuple[Daicho, CashStage, str], lang: str
) -> None:
    daicho, stage, _ = kept
    said = daicho("--lang", lang, "periods", "close", "2026-05")
    assert (said.code, "製作委員会口" in said.err) == (0, True)
    daicho.data("cash", "reconcile", stage.account, "--on", "2026-06-30", "--record")
    said = daicho("--lang", lang, "periods", "close", "2026-06")
    assert (said.code, "製作委員会口" in said.err) == (0, False)
