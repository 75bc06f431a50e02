"""A package is made on one machine and checked on another that has nothing but a key."""

import json
from pathlib import Path

import pytest
from cli_stage import Daicho
from paid_world import Paid

from ledger.bootstrap import register as opened
from ledger.settings import Settings
from tests.ledger.jobs.published import published


@pytest.fixture
def key(on_world: Daicho) -> str:
    """A published checkpoint, and the key that whoever checks has from elsewhere."""
    with opened(Settings(home=on_world.home)) as register:
        return str(published(register))


def statement_of(on_world: Daicho, payee: str) -> str:
    return str(on_world.data("statements", "list", "--payee", payee)["items"][0]["id"])


def test_a_statement_package_is_checked_away_from_the_register(
    on_world: Daicho, world: Paid, key: str, tmp_path: Path
) -> None:
    archive = tmp_path / "statement.zip"
    statement = statement_of(on_world, world.writer)
    on_world.data("disclose", "statement", statement, "--out", str(archive))
    elsewhere = Daicho(tmp_path / "nowhere")
    found = elsewhere.data("disclose", "check", str(archive), "--key", key)
    assert (found["verdict"], found["reader"]) == ("VERIFIED", world.writer)
    assert found["unproved"] == ["reader", "purpose", "files.name", "README.txt", "はじめに.txt"]
    assert [entry["type"] for entry in found["entries"]] == [
        "royalty.payout_closed/1",
        "statement.issued/1",
    ]
    said = elsewhere("disclose", "check", str(archive), "--key", key, "--lang", "ja")
    assert "記録されているとおりです" in said.out


def test_without_a_key_from_outside_the_package_only_fits_together(
    on_world: Daicho, world: Paid, key: str, tmp_path: Path
) -> None:
    archive = tmp_path / "statement.zip"
    on_world.data(
        "disclose", "statement", statement_of(on_world, world.writer), "--out", str(archive)
    )
    said = on_world("disclose", "check", str(archive), "--json")
    assert (said.code, said.json["verdict"]) == (3, "SELF-CONSISTENT")


def test_a_package_of_one_entry_is_damaged_and_fails(
    on_world: Daicho, world: Paid, key: str, tmp_path: Path
) -> None:
    file = tmp_path / "entry.json"
    on_world.data("disclose", "entry", "0", "--reader", world.writer, "--out", str(file))
    assert on_world.data("disclose", "check", str(file), "--key", key)["size"] > 0
    value = json.loads(file.read_bytes())
    value["entries"][0]["parts"][0]["salt"] = "00" * 32
    file.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True))
    said = on_world("disclose", "check", str(file), "--key", key, "--json")
    assert (said.code, said.error["code"]) == (1, "root-differs")


def test_anothers_part_is_refused_and_the_operator_hears_whose_it_is(
    on_world: Daicho, world: Paid, key: str, tmp_path: Path
) -> None:
    run = on_world.data("payouts", "list")["items"][0]["entry_index"]
    words = ("disclose", "entry", str(run), "--reader", world.writer, "--out", str(tmp_path / "x"))
    said = on_world(*words, "--part", f"allocation/{world.platform}", "--json")
    assert (said.code, said.error["code"]) == (4, "part-not-for-reader")
    assert world.platform in said.error["readers"]
    assert not (tmp_path / "x").exists()


def test_nothing_can_be_proved_before_a_checkpoint_is_published(
    on_world: Daicho, world: Paid, tmp_path: Path
) -> None:
    words = ("disclose", "entry", "0", "--reader", world.writer, "--out", str(tmp_path / "x"))
    said = on_world(*words, "--json")
    assert (said.code, said.error["code"]) == (4, "entry-not-covered")


def test_an_unknown_reader_is_named(on_world: Daicho, tmp_path: Path) -> None:
    said = on_world("disclose", "entry", "0", "--reader", "x", "--out", "y", "--json")
    assert (said.code, said.error["code"], said.error["field"]) == (4, "party-not-found", "reader")


@pytest.mark.parametrize("content", [b"", b"{}", b"PK\x03\x04nothing", b"\xff\x00"])
def test_a_file_that_is_no_package_is_refused_without_a_traceback(
    on_world: Daicho, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "x").write_bytes(content)
    assert on_world("disclose", "check", str(tmp_path / "x"), "--json").code in (1, 4)
