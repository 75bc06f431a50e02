"""The past is changed on the command line: refused with a list, confirmed, revised, and told."""

import json
from pathlib import Path

from cli_stage import Daicho
from paid_world import Paid


def changed(daicho: Daicho, world: Paid, file: Path) -> Path:
    """Write the clauses in force with a window fee of 20% instead of 10%."""
    shown = daicho.data("agreements", "show", world.agreement)
    clauses = shown["terms"][0]["terms"]
    clauses["steps"][0]["rate"] = {"num": 1, "den": 5}
    file.write_text(json.dumps(clauses), encoding="utf-8")
    return file


def test_a_back_dated_window_fee_is_refused_confirmed_and_shown_in_the_next_statement(
    on_world: Daicho, world: Paid, tmp_path: Path
) -> None:
    """March and April: 500,000 and 500,003 at 10% gave 50,000 each; at 20% 100,000 each."""
    file = str(changed(on_world, world, tmp_path / "terms.json"))
    adding = (
        "agreements", "add-terms", world.agreement, "--from", "2026-03", "--reason", "覚書",
        "--file", file,
    )  # fmt: skip
    refused = on_world(*adding, "--json")
    assert refused.code != 0
    problem = json.loads(refused.err or refused.out)
    assert problem["code"] == "terms-back-dated"
    assert {one["period"] for one in problem["statements"]} == {"2026-03", "2026-04"}
    told = on_world(*adding, "--lang", "ja")
    assert "影響する発行済みの明細書" in (told.err or told.out)
    assert problem["confirm"] in (told.err or told.out)
    on_world.recorded(*adding, "--confirm", problem["confirm"])

    waiting = on_world.data("payouts", "pending", "--agreement", world.agreement)
    assert [(one["kind"], one["ref"]) for one in waiting["items"]] == [("terms", "2")]
    asked = ("payouts", "revise", "--agreement", world.agreement)
    drafted = on_world.data(*asked, "--dry-run")["items"]
    fees = {one["period"]: one["amount_minor"] for one in drafted if one["step"] == "window"}
    assert fees == {"2026-03": 50_000, "2026-04": 50_000}
    said = on_world(*asked, "--lang", "ja")
    assert said.code == 0
    assert "訂正後" in said.out
    left = on_world.data("payouts", "pending", "--agreement", world.agreement)
    assert left["items"] == []

    on_world.data(
        "payouts", "run", "--agreement", world.agreement, "--period", "2026-05", "--empty"
    )
    issued = on_world.data("statements", "issue", "--payer", world.studio, "--period", "2026-05")
    by_payee = {item["payee"]: item for item in issued["items"]}
    assert by_payee[world.platform]["payable_minor"] == 100_000
    assert by_payee[world.writer]["carried_out_minor"] == -1_000
    shown = on_world.data("statements", "show", by_payee[world.platform]["id"])
    lines = [line for line in shown["lines"] if line.get("cause") == "terms/2"]
    assert [(line["period"], line["amount_minor"]) for line in lines] == [
        ("2026-03", 50_000),
        ("2026-04", 50_000),
    ]
    assert "訂正 2026年3月分（条件の改訂 第2版）" in lines[0]["label"]["ja"]
    explained = on_world("explain", by_payee[world.platform]["id"], "1", "--lang", "ja")
    assert explained.code == 0
    assert "訂正前の計算" in explained.out

    verified = on_world("verify", "--views", "--commands", "--json")
    assert verified.json["findings"] == []


def test_a_payout_says_which_revisions_it_recorded_first(
    on_world: Daicho, world: Paid, tmp_path: Path
) -> None:
    file = str(changed(on_world, world, tmp_path / "terms.json"))
    adding = (
        "agreements", "add-terms", world.agreement, "--from", "2026-04", "--reason", "覚書",
        "--file", file,
    )  # fmt: skip
    refused = on_world(*adding, "--json")
    confirm = json.loads(refused.err or refused.out)["confirm"]
    on_world.recorded(*adding, "--confirm", confirm)
    run = ("payouts", "run", "--agreement", world.agreement, "--period", "2026-05", "--empty")
    done = on_world.data(*run)
    assert len(done["revisions"]) == 1
    shown = on_world("payouts", "show", done["revisions"][0], "--lang", "ja")
    assert (shown.code, "訂正前" in shown.out, "2026-04" in shown.out) == (0, True, True)
    unknown = on_world("payouts", "show", f"rev_{'0' * 26}", "--lang", "ja")
    assert (unknown.code, "その訂正はありません。" in unknown.err) == (4, True)
    assert on_world("payouts", "revise", "--agreement", world.agreement).code == 0
