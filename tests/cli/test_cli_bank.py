"""Bank details from the command line: two people, a table of accounts, and our table of banks."""

import pytest
from bank_stage import DOMESTIC
from cli_stage import Daicho, as_json
from stage import digest

PAPER = digest("口座振込依頼書")
ACCOUNT = (
    "--bank", "0001", "--branch", "001", "--type", "普通", "--number", "1234567",
    "--holder", "ｱｵﾊﾞ ｼﾞﾕﾝ", "--evidence", PAPER,
)  # fmt: skip
CALLED = ("--how", "call_back", "--note", "登録済みの番号に折り返した", "--digits", "567")


class Office:
    """Two people at one machine, each with a token."""

    def __init__(self, daicho: Daicho) -> None:
        self.daicho = daicho
        self.first, self.second = (
            (
                "--token",
                str(daicho.data("token", "create", "--role", "operator", "--label", name)["token"]),
            )
            for name in ("kana", "ren")
        )
        self.party = daicho.recorded("parties", "add-company", "--ja", "青葉書房")

    def proposed(self, *more: str) -> str:
        return self.daicho.recorded(*self.first, "bank", "propose", self.party, *ACCOUNT, *more)


@pytest.fixture
def office(daicho: Daicho) -> Office:
    return Office(daicho)


def test_one_proposes_another_confirms_and_both_see_the_last_digits(office: Office) -> None:
    details = office.proposed()
    assert office.daicho.recorded(*office.second, "bank", "confirm", details, *CALLED) == details
    (row,) = office.daicho.data("bank", "show", office.party)["items"]
    assert (row["status"], row["number"]) == ("confirmed", "0001-001 …567")
    told = office.daicho("--lang", "ja", "bank", "show", office.party)
    assert "…567" in told.out
    assert "口座番号" in told.out
    assert "1234567" not in told.out
    full = office.daicho("--lang", "ja", "bank", "show", office.party, "--full")
    assert "1234567" in full.out
    assert "口座名義" in full.out


def test_the_same_person_and_nobody_in_particular_are_refused_in_japanese(office: Office) -> None:
    without = office.daicho("--lang", "ja", "bank", "propose", office.party, *ACCOUNT)
    assert (without.code, "誰が行うのかを示すトークンが要ります" in without.err) == (4, True)
    details = office.proposed()
    same = office.daicho("--lang", "ja", *office.first, "bank", "confirm", details, *CALLED)
    assert "申請した本人は確認できません" in same.err


def test_other_digits_than_the_party_named_are_no_confirmation(office: Office) -> None:
    details = office.proposed()
    wrong = (*CALLED[:-1], "999")
    said = office.daicho("--json", *office.second, "bank", "confirm", details, *wrong)
    assert (said.code, said.error["code"], said.error["field"]) == (
        4,
        "bank-digits-differ",
        "digits",
    )
    assert "567" not in said.err


def test_a_proposal_says_until_when_payments_are_held(office: Office) -> None:
    said = office.daicho("--lang", "ja", *office.first, "bank", "propose", office.party, *ACCOUNT)
    assert "別の人の確認が要ります" in said.err + said.out
    assert "支払は保留されます" in said.err + said.out


def test_what_was_denied_is_listed_first(office: Office) -> None:
    daicho = office.daicho
    other = daicho.recorded("parties", "add-company", "--ja", "月野社")
    waiting = daicho.recorded(*office.first, "bank", "propose", other, *ACCOUNT)
    denied = office.proposed()
    daicho.recorded("bank", "withdraw", denied, "--cause", "not_me", "--reason", "折り返しで否認")
    items = daicho.data("bank", "pending")["items"]
    assert [(one["id"], one["hold"]) for one in items] == [(denied, "frozen"), (waiting, "pending")]
    told = daicho("--lang", "ja", "bank", "pending")
    assert "本人が否認した口座の変更が 1件あります" in told.err + told.out


def test_a_name_is_not_rewritten_unasked(office: Office) -> None:
    account = [word if word != "ｱｵﾊﾞ ｼﾞﾕﾝ" else "アオバ　ジュン" for word in ACCOUNT]
    said = office.daicho("--lang", "ja", *office.first, "bank", "propose", office.party, *account)
    assert "銀行では別の文字で書かれます" in said.err
    assert "ｱｵﾊﾞ ｼﾞﾕﾝ" in said.err
    taken = office.daicho(
        "--lang", "ja", *office.first, "bank", "propose", office.party, *account, "--as-banks-write"
    )
    assert "アオバ　ジュン → ｱｵﾊﾞ ｼﾞﾕﾝ" in taken.err + taken.out


def test_an_account_may_come_as_json(office: Office) -> None:
    words = ("bank", "propose", office.party, "--file", "-", "--evidence", PAPER)
    office.daicho.recorded(*office.first, *words, stdin=as_json(DOMESTIC))


def sheet(office: Office, *rows: str) -> str:
    headings = "party,bank,branch,account_type,account_number,holder,evidence"
    return "\n".join((headings, *(row.format(party=office.party) for row in rows))) + "\n"


def test_a_table_is_checked_row_by_row_and_nothing_is_recorded(office: Office) -> None:
    before = office.daicho.data("log", "head")["size"]
    rows = sheet(
        office,
        f"{{party}},0001,001,普通,1234567,ｱｵﾊﾞ,{PAPER}",
        f"{{party}},0001,998,普通,1234567,ｱｵﾊﾞ,{PAPER}",
        f"{{party}},0001,001,普通,12345678,ｱｵﾊﾞ,{PAPER}",
        f"party_x,0001,001,普通,1234567,ｱｵﾊﾞ,{PAPER}",
    )
    said = office.daicho("--json", "bank", "check", "-", stdin=rows)
    assert (said.code, said.json["rows"], said.json["good"], said.json["bad"]) == (4, 4, 1, 3)
    told = [(one["row"], one["field"], one["code"]) for one in said.json["problems"]]
    assert told == [
        (3, "branch", "branch-unknown"),
        (4, "account_number", "bank-account-number-wrong"),
        (5, "party", "party-not-found"),
    ]
    assert office.daicho.data("log", "head")["size"] == before
    shown = office.daicho("--lang", "ja", "bank", "check", "-", stdin=rows)
    assert "4行のうち 1行は申請できます。3行は直してください。" in shown.out + shown.err
    assert "支店は一覧表にありません" in shown.out


def test_right_rows_of_a_table_are_proposed_and_the_others_told(office: Office) -> None:
    rows = sheet(
        office,
        f"{{party}},0001,001,普通,1234567,ｱｵﾊﾞ,{PAPER}",
        f"{{party}},0009,999,普通,1,ｱｵﾊﾞ,{PAPER}",
    )
    said = office.daicho("--json", *office.first, "bank", "propose", "--from", "-", stdin=rows)
    assert (said.code, said.json["good"], said.json["bad"]) == (0, 1, 1)
    (pending,) = office.daicho.data("bank", "pending")["items"]
    assert pending["id"] == said.json["accepted"][0]["id"]
    again = office.daicho("--json", *office.first, "bank", "propose", "--from", "-", stdin=rows)
    assert (again.code, again.json["good"]) == (4, 0)
    assert again.json["problems"][0]["code"] == "bank-details-pending"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("party,bank\nx,y\n", "csv-columns"),
        ("party,holder,pin\nx,y,z\n", "csv-columns"),
        ("party,holder\nx,y,z\n", "bank-sheet-unreadable"),
        ("party,holder\n金,銀\n".encode("cp932"), "csv-encoding"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_as_a_whole(
    daicho: Daicho, text: str | bytes, code: str
) -> None:
    said = daicho("--json", "bank", "check", "-", stdin=text)
    assert (said.code, said.error["code"]) == (4, code)


def test_a_bank_is_looked_up_with_the_day_of_the_table(daicho: Daicho) -> None:
    (found,) = daicho.data("bank", "directory", "0001", "001")["items"]
    assert (found["bank_name"], found["reading"]) == ("みずほ", "トウキヨウ")
    assert len(daicho.data("bank", "directory", "9900")["items"]) > 50
    said = daicho("--lang", "ja", "bank", "directory", "0001", "998")
    assert (said.code, "支店は一覧表にありません" in said.err) == (4, True)
    assert found["table_of"] in said.err or "998" in said.err


def test_the_wait_is_set_and_not_shortened_at_once(daicho: Daicho) -> None:
    words = ("bank", "waiting", "--days", "1", "--from", "2026-11-22", "--reason", "急ぎ")
    said = daicho("--lang", "ja", *words)
    assert "待機期間の短縮は、これまでの待機期間が過ぎてから" in said.err
    daicho.recorded("bank", "waiting", "--days", "5", "--from", "2199-01-01", "--reason", "内規")
