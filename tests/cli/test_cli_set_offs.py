"""`daicho set-off`, `reports late` and `charge-interest`, from the command line."""

import re
from pathlib import Path

import pytest
from cli_stage import Daicho
from money_stage import open_money
from set_off_stage import SetOffStage

JAPANESE = re.compile("[぀-ヿ㐀-鿿]")


@pytest.fixture
def owed(tmp_path: Path) -> tuple[Daicho, SetOffStage]:
    """The command on a register where a window owes 600,000 and is owed 400,000."""
    stages = open_money(tmp_path / "home")
    stage = SetOffStage(next(stages))
    assert next(stages, None) is None  # the register is closed: the command opens it
    return Daicho(tmp_path / "home"), stage


def allowed(daicho: Daicho, stage: SetOffStage) -> None:
    daicho.data(
        "set-off", "allow", "--agreement", stage.agreement, "--party", stage.window,
        "--clause", "第14条", "--since", "2026-04-01", "--document", "a" * 64,
    )  # fmt: skip


def record(stage: SetOffStage, amount: str) -> tuple[str, ...]:
    return (
        "set-off", "record", "--statement", stage.statement, "--report", stage.owed,
        "--amount", amount, "--on", "2026-05-31",
    )  # fmt: skip


def test_a_set_off_is_allowed_recorded_listed_and_ended(owed: tuple[Daicho, SetOffStage]) -> None:
    """What is on record is listed; after the end nothing more is recorded."""
    daicho, stage = owed
    allowed(daicho, stage)
    made = daicho.recorded(*record(stage, "400000"))
    (listed,) = daicho.data("set-off", "list", "--statement", stage.statement)["items"]
    assert (listed["id"], listed["amount_minor"]) == (made, 400_000)
    ended = ("--from", "2026-05-01", "--reason", "改訂")
    daicho.data("set-off", "end", "--agreement", stage.agreement, "--party", stage.window, *ended)
    (clause,) = daicho.data("set-off", "clauses")["items"]
    assert clause["until"] == "2026-04-30"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_refusal_is_told_in_the_readers_language(
    owed: tuple[Daicho, SetOffStage], lang: str
) -> None:
    """Without a clause nothing is set off."""
    daicho, stage = owed
    said = daicho("--lang", lang, *record(stage, "1"))
    assert said.code == 4
    assert bool(JAPANESE.search(said.err)) is (lang == "ja")
    assert "2026-05-31" in said.err


def test_late_money_is_listed_with_its_interest_and_charged(
    owed: tuple[Daicho, SetOffStage],
) -> None:
    """600,000 due on 31 May are 61 days late on 31 July: 3,008."""
    daicho, stage = owed
    days = ("--issued-on", "2026-05-01", "--due-on", "2026-05-31")
    daicho.data("reports", "invoice", stage.owed, "--amount", "600000", *days)
    until = "2026-07-31"
    (late,) = daicho.data("reports", "late", "--payer", stage.lead, "--on", until)["items"]
    assert (late["days_late"], late["to_charge_minor"]) == (61, 3_008)
    assert late["delays"][0]["formula"] == "600,000 × 3% × 61 / 365"
    charged = ("reports", "charge-interest", stage.owed, "--until", until, "--amount")
    refused = daicho(*charged, "3009", "--json")
    assert refused.error["expected"] == 3_008
    daicho.data(*charged, "3008")
    (late,) = daicho.data("reports", "late", "--payer", stage.lead, "--on", until)["items"]
    assert late["to_charge_minor"] == 0
    table = daicho("--lang", "ja", "reports", "late", "--payer", stage.lead, "--on", until)
    assert "遅延損害金" in table.out
    assert "3,008" in table.out


@pytest.mark.parametrize("rate", ["14.6", "x%", "-3%"])
def test_a_rate_that_is_none_is_named(owed: tuple[Daicho, SetOffStage], rate: str) -> None:
    """It is a percentage or a fraction."""
    daicho, stage = owed
    said = daicho("reports", "late", "--payer", stage.lead, f"--rate={rate}", "--json")
    assert said.code == 4
    assert (said.error["field"], said.error["value"]) == ("rate", rate)


@pytest.mark.parametrize(
    ("lang", "why"), [("ja", "口座が登録されていません"), ("en", "no bank account")]
)
def test_money_that_waits_for_an_account_is_listed(
    owed: tuple[Daicho, SetOffStage], lang: str, why: str
) -> None:
    """The window's 400,000 were to be paid and no account is on record."""
    daicho, stage = owed
    asked = ("payments", "unclaimed", "--payer", stage.lead, "--on", "2027-06-01")
    (one,) = daicho.data(*asked)["items"]
    assert (one["statement"], one["reason"]) == (stage.statement, "no-bank-details")
    assert one["claimable_until"] > one["due_on"]
    table = daicho("--lang", lang, *asked)
    assert why in table.out
    assert bool(JAPANESE.search(table.out.replace("配信窓口", ""))) is (lang == "ja")
