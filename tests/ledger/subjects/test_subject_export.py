"""Everything about one person goes to that person, and nothing about others does."""

import json
import zipfile
from pathlib import Path

import pytest
from money_stage import Money
from people import leave, paid_in

from ledger.errors import Conflict, NotFound
from ledger.jobs.erase import erase_people
from ledger.jobs.subject_export import export_subject
from ledger.vault.secret import commit_to


def test_an_export_holds_values_statements_and_entries(money: Money, tmp_path: Path) -> None:
    writer = paid_in(money, 2025)
    count = export_subject(money.register, writer.party, tmp_path / "out")
    data = json.loads((tmp_path / "out" / "data.json").read_bytes())
    (value,) = data["people"][0]["values"]
    assert (value["field"], value["value"]) == ("credit_name", "青空 太郎")
    assert commit_to(value["value"], bytes.fromhex(value["key"])) == value["commit"]
    assert [row["payee"] for row in data["statements"]] == [writer.party]
    assert len(data["entries"]) == count
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0
    kinds = {entry["type"] for entry in data["entries"]}
    assert {"party.person_registered/1", "statement.issued/1"} <= kinds
    assert len(list((tmp_path / "out" / "statements").iterdir())) == 2
    text = (tmp_path / "out" / "あなたのデータ.txt").read_text()
    assert "credit_name: 青空 太郎" in text
    assert "Names and other values" in (tmp_path / "out" / "YOUR-DATA.txt").read_text()


def test_no_amount_of_another_payee_is_in_it(money: Money, tmp_path: Path) -> None:
    writer = paid_in(money, 2025)
    export_subject(money.register, writer.party, tmp_path / "out.zip")
    assert (tmp_path / "out.zip").stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        data = json.loads(archive.read("data.json"))
        assert "990000" not in archive.read("data.json").decode()
    run = next(one for one in data["entries"] if one["type"] == "royalty.payout_closed/1")
    assert [part["part"] for part in run["parts"]] == [f"allocation/{writer.party}"]
    assert run["closed_parts"] > 0


def test_an_erased_person_has_entries_and_no_values(money: Money, tmp_path: Path) -> None:
    writer = paid_in(money, 2014)
    leave(money, writer, "2014-04")
    erase_people(money.register, writer.party)
    export_subject(money.register, writer.party, tmp_path / "out")
    data = json.loads((tmp_path / "out" / "data.json").read_bytes())
    assert (data["people"][0]["status"], data["people"][0]["values"]) == ("erased", [])
    assert not (tmp_path / "out" / "statements").exists()


def test_nothing_is_written_over_and_nobody_is_made_up(money: Money, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine")
    with pytest.raises(Conflict, match="file-exists"):
        export_subject(money.register, money.named_person("月野"), tmp_path)
    with pytest.raises(NotFound, match="subject-not-found"):
        export_subject(money.register, "subj_x", tmp_path / "out")
    assert not (tmp_path / "out").exists()
