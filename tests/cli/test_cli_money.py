"""From a licensee's file to a creator's statement, all from the command line."""

import json
from pathlib import Path

import pytest
from cli_stage import Daicho, as_json
from paid_world import Paid


@pytest.fixture
def april_file(world: Paid, tmp_path: Path) -> Path:
    """A licensee's file with a good, a held and a rejected row."""
    file = tmp_path / "may.csv"
    file.write_text(
        "channel,territory,work,month,units,amount\n"
        f"streaming,JP,{world.work},2026-05,3,200000\n"
        "streaming,JP,no such work,2026-05,1,50\n"
        f"streaming,JP,{world.work},2026-05,1,12x\n",
        encoding="utf-8",
    )
    return file


def submit(daicho: Daicho, world: Paid, file: Path | str, *more: str) -> tuple[str, ...]:
    return (
        "reports", "submit", str(file), "--agreement", world.agreement, "--reporter",
        world.platform, "--period", "2026-05", "--basis", "net", *more,
    )  # fmt: skip


def test_from_a_file_to_a_statement(on_world: Daicho, world: Paid, april_file: Path) -> None:
    """200,000 arrived: 20,000 to the platform; 180,000 x 1% = 1,800 to the author."""
    submitted = on_world.data(*submit(on_world, world, april_file))
    assert submitted["summary"]["accepted"] == 1
    report = submitted["id"]
    on_world.recorded(
        "reports",
        "invoice",
        report,
        "--amount",
        "200000",
        "--issued-on",
        "2026-06-01",
        "--due-on",
        "2026-06-30",
    )
    on_world.recorded(
        "reports",
        "receive",
        report,
        "--amount",
        "200000",
        "--received-on",
        "2026-05-31",
        "--bank-reference",
        "B-1",
    )
    shown = on_world.data("reports", "show", report)
    assert (shown["reported_minor"], shown["invoiced_minor"], shown["received_minor"]) == (
        200_000,
    ) * 3

    run = on_world.data("payouts", "run", "--agreement", world.agreement, "--period", "2026-05")
    assert run["run"]["identity"]["sales"] == 200_000
    assert on_world.data("payouts", "show", run["id"])["period"] == "2026-05"

    issued = on_world.data("statements", "issue", "--payer", world.studio, "--period", "2026-05")
    by_payee = {item["payee"]: item for item in issued["items"]}
    assert by_payee[world.writer]["payable_minor"] == 1_800
    statement = on_world.data("statements", "show", by_payee[world.writer]["id"])
    assert statement["lines"][0]["explanation"]["en"]

    verified = on_world("verify", "--views", "--json")
    assert (verified.code, verified.json["findings"]) == (3, [])


def test_a_submission_tells_people_what_became_of_each_row(
    on_world: Daicho, world: Paid, april_file: Path
) -> None:
    said = on_world(
        *submit(on_world, world, april_file, "--control-rows", "3", "--control-amount", "200050")
    )
    assert "1 rows accepted, 1 held, 1 rejected" in said.out
    assert "12x" in said.out
    assert "JPY 200,000" in said.out


def test_the_same_file_twice_is_refused(on_world: Daicho, world: Paid, april_file: Path) -> None:
    words = submit(on_world, world, april_file)
    assert on_world(*words).code == 0
    again = on_world(*words, "--json")
    assert (again.code, again.error["code"]) == (4, "report-duplicate")


def test_a_file_may_come_from_standard_input_in_cp932(
    on_world: Daicho, world: Paid, april_file: Path
) -> None:
    data = (
        april_file.read_text(encoding="utf-8")
        .replace("no such work", "知らない作品")
        .encode("cp932")
    )
    done = on_world.data(*submit(on_world, world, "-", "--encoding", "cp932"), stdin=data)
    assert done["summary"]["encoding"] == "cp932"


def test_a_profile_may_be_a_file(on_world: Daicho, world: Paid, tmp_path: Path) -> None:
    profile = tmp_path / "own.json"
    profile.write_text(
        as_json({
            "name": "own/1", "basis": "net",
            "columns": {"work": ["作品"], "month": ["月"], "amount": ["額"]},
            "defaults": {"channel": "streaming", "territory": "JP"},
        }),
        encoding="utf-8",
    )  # fmt: skip
    data = f"作品,月,額\n{world.work},2026-05,7\n".encode()
    done = on_world.data(*submit(on_world, world, "-", "--profile", str(profile)), stdin=data)
    assert done["summary"]["amount_minor"] == 7


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--basis", "brutto"), "value-not-allowed"),
        (("--encoding", "utf-7"), "value-not-allowed"),
        (("--profile", "nobody/1"), "profile-unknown"),
        (("--currency", "USD"), "currency-differs"),
        (("--currency", "XXX"), "unknown-currency"),
        (("--period", "2026-13"), "period-unreadable"),
        (("--agreement", "agr_x"), "agreement-not-found"),
    ],
)
def test_bad_submissions_are_refused(
    on_world: Daicho, world: Paid, april_file: Path, more: tuple[str, ...], code: str
) -> None:
    said = on_world(*submit(on_world, world, april_file, *more), "--json")
    assert (said.code, said.error["code"]) == (4, code)


def test_reports_are_listed(on_world: Daicho, world: Paid) -> None:
    listed = on_world.data("reports", "list", "--agreement", world.agreement)["items"]
    assert [item["id"] for item in listed] == [world.report]
    assert "1,000,003" in on_world("reports", "list").out
    assert on_world("reports", "show", "rep_x").code == 4
    assert (
        on_world("reports", "receive", "rep_x", "--amount", "1", "--received-on", "2026-05-01").code
        == 4
    )
    assert (
        on_world(
            "reports",
            "invoice",
            "rep_x",
            "--amount",
            "1",
            "--issued-on",
            "2026-05-01",
            "--due-on",
            "2026-05-02",
        ).code
        == 4
    )


def test_expected_reports_come_from_duties(on_world: Daicho, world: Paid) -> None:
    given = {
        "title": {"ja": "報告義務のある契約"}, "kind": "licence", "payer": world.studio,
        "parties": [world.studio], "effective_month": "2026-01",
        "terms": {"terms": 1, "currency": "JPY", "steps": [{
            "id": "fee", "kind": "commission/1", "clause": "第1条", "basis": "received",
            "label": {"ja": "手数料", "en": "Fee"}, "payee": world.platform,
            "rate": {"num": 1, "den": 10},
        }]},
        "duties": [{
            "reporter": world.platform, "medium": "streaming", "starts": "2026-01",
            "schedule": {"every_months": 3, "report_after_days": 45, "pay_after_months": 2},
        }],
    }  # fmt: skip
    on_world.recorded("agreements", "record", "--file", "-", stdin=as_json(given))
    found = on_world.data("reports", "expected", "--until", "2026-06-30")["items"]
    assert [(item["period"], item["status"]) for item in found] == [("2026-Q1", "overdue")]
    assert (
        on_world.data("reports", "expected", "--until", "2026-06-30", "--status", "due")["items"]
        == []
    )
    assert "overdue" in on_world("reports", "expected").out
    assert on_world("reports", "expected", "--until", "soon").code == 4
    assert on_world("reports", "expected", "--status", "late").code == 4


def test_a_cost_is_recorded_under_its_clause(on_world: Daicho, world: Paid) -> None:
    words = ("payouts", "expense", "--agreement", world.agreement, "--step", "promotion", "--period", "2026-05",
             "--amount", "1000", "--spent-on", "2026-05-02", "--evidence", "ab" * 32)  # fmt: skip
    said = on_world(*words, "--json")
    assert (said.code, said.error["code"]) == (4, "expense-unknown-step")


def test_runs_are_shown_with_names_and_amounts(on_world: Daicho, world: Paid) -> None:
    runs = on_world.data("payouts", "list", "--period", "2026-03")["items"]
    assert len(runs) == 1
    text = on_world("payouts", "show", runs[0]["id"]).out
    assert "青空 太郎" in text
    assert "JPY 4,500" in text
    assert "4,500円" in on_world("payouts", "show", runs[0]["id"], "--lang", "ja").out
    assert "2026-03" in on_world("payouts", "list").out
    assert on_world("payouts", "show", "run_x").code == 4


def test_running_a_month_tells_people_what_is_still_open(on_world: Daicho, world: Paid) -> None:
    asked = ("payouts", "run", "--agreement", world.agreement, "--period", "2026-05")
    early = on_world(*asked, "--json")
    assert (early.code, early.error["code"]) == (4, "payout-empty")
    said = on_world(*asked, "--empty")
    assert said.code == 0
    assert "2026-05 is not closed" in said.err
    again = on_world(*asked, "--json")
    assert (again.code, again.error["code"]) == (4, "payout-exists")


def test_balances_of_an_agreement_sum_to_zero(on_world: Daicho, world: Paid) -> None:
    words = ("payouts", "balances", "--agreement", world.agreement)
    items = on_world.data(*words)["items"]
    assert "payable: 青空 太郎" in on_world(*words).out
    assert sum(item["amount_minor"] for item in items) == 0


def statement_of(on_world: Daicho, payee: str) -> str:
    items = on_world.data("statements", "list", "--payee", payee, "--period", "2026-03")["items"]
    return str(items[0]["id"])


def test_a_statement_is_japanese_unless_a_language_was_asked_for(
    on_world: Daicho, world: Paid
) -> None:
    statement = statement_of(on_world, world.writer)
    default = on_world("statements", "show", statement).out
    assert default == on_world("statements", "show", statement, "--lang", "ja").out
    assert "差引支払額" in default
    assert "4,041円" in default
    english = on_world("statements", "show", statement, "--lang", "en").out
    assert "JPY 4,041" in english
    assert "差引支払額" not in english


def test_statements_are_listed_for_people(on_world: Daicho, world: Paid) -> None:
    assert "青空 太郎" in on_world("statements", "list", "--payer", world.studio).out
    assert on_world("statements", "show", "stmt_x").code == 4


def test_files_come_out_as_they_were_issued(on_world: Daicho, world: Paid, tmp_path: Path) -> None:
    statement = statement_of(on_world, world.writer)
    table, sheet = tmp_path / "a.csv", tmp_path / "a.json"
    assert on_world("statements", "export", statement, "--save", str(table)).code == 0
    assert table.read_bytes().startswith("\ufeff".encode())
    said = on_world.data(
        "statements", "export", statement, "--save", str(sheet), "--format", "json"
    )
    assert said["file"] == str(sheet)
    assert json.loads(sheet.read_bytes())["id"] == statement
    words = ("statements", "export", statement, "--save", str(table), "--format")
    missing = on_world(*words, "pdf", "--json")
    assert (missing.code, missing.error["code"]) == (4, "statement-file-not-found")
    assert missing.error["expected"] == [f"{statement}.json", f"{statement}.csv"]


def test_a_table_comes_out_in_cp932_too(on_world: Daicho, world: Paid, tmp_path: Path) -> None:
    statement = statement_of(on_world, world.writer)
    table = tmp_path / "a.csv"
    words = ("statements", "export", statement, "--save", str(table), "--encoding")
    assert on_world(*words, "cp932").code == 0
    assert table.read_bytes().decode("cp932").startswith("区分,支払先")
    assert on_world(*words, "latin-1", "--json").error["code"] == "csv-encoding-unknown"
    refused = on_world(*words, "cp932", "--format", "json", "--json")
    assert refused.error["code"] == "encoding-not-for-format"


def test_a_format_that_there_is_not_is_refused_before_anything_is_issued(
    on_world: Daicho, world: Paid
) -> None:
    words = ("statements", "issue", "--payer", world.studio, "--period", "2026-05")
    refused = on_world(*words, "--format", "docx", "--json")
    assert (refused.code, refused.error["code"]) == (4, "statement-format-unknown")


def test_issuing_again_is_refused(on_world: Daicho, world: Paid) -> None:
    said = on_world("statements", "issue", "--payer", world.studio, "--period", "2026-04", "--json")
    assert (said.code, said.error["code"]) == (4, "statement-exists")
    bad = on_world(
        "statements", "issue", "--payer", world.studio, "--period", "2026-05", "--payment-date", "x"
    )
    assert bad.code == 4
