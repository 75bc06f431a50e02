"""`daicho checkpoint`: publish, show, list, keys, and the guard after a restore."""

import shutil
from pathlib import Path

import pytest

from api.cli.sample import remove_sample
from ledger.bootstrap import Register
from ledger.jobs.log_keys import rotate_log_key
from ledger.jobs.publish import publish_checkpoint
from ledger.log.log_keys import LogKeys
from ledger.log.note import parse_verifier_key, verify_checkpoint
from tests.cli.cli_stage import ORIGIN, Daicho


@pytest.fixture
def daicho(tmp_path: Path) -> Daicho:
    command = Daicho(tmp_path / "home")
    assert command("init", "--origin", ORIGIN).code == 0
    return command


def add(daicho: Daicho, name: str) -> None:
    assert daicho("parties", "add-company", "--ja", name).code == 0


def test_what_is_published_can_be_checked_with_the_printed_key(
    daicho: Daicho, tmp_path: Path
) -> None:
    add(daicho, "甲社")
    made = daicho.data("checkpoint", "publish")
    (key,) = daicho("checkpoint", "key").out.split()
    file = tmp_path / "note"
    assert daicho("checkpoint", "show", "--out", str(file)).code == 0
    read = verify_checkpoint(file.read_bytes(), [parse_verifier_key(key)], ORIGIN)
    assert (read.size, read.root.hex()) == (made["size"], made["root"]) == (1, made["root"])
    assert daicho("checkpoint", "show").out == file.read_text("utf-8")


def test_before_the_first_there_is_none_to_show(daicho: Daicho) -> None:
    said = daicho("checkpoint", "show", "--lang", "ja")
    assert said.code == 4
    assert "まだ公開されていません" in said.err


def test_history_is_listed_and_looked_up_by_size(daicho: Daicho) -> None:
    for name in ("甲社", "乙社", "丙社"):
        add(daicho, name)
        daicho("checkpoint", "publish")
    listed = daicho.data("checkpoint", "list", "--limit", "2")
    assert [item["size"] for item in listed["items"]] == [1, 2]
    rest = daicho.data("checkpoint", "list", "--after", listed["next"])
    assert [item["size"] for item in rest["items"]] == [3]
    assert daicho.data("checkpoint", "show", "--at", "2") == listed["items"][1]
    assert daicho.data("checkpoint", "show", "--at", "99")["size"] == 3


def test_a_key_is_rotated_and_the_older_one_retired(daicho: Daicho) -> None:
    (first,) = daicho.data("checkpoint", "key")["items"]
    made = daicho.data("checkpoint", "rotate-key")
    assert len(daicho("checkpoint", "key").out.split()) == 2
    assert daicho("checkpoint", "retire-key", first["key_id"]).code == 0
    assert daicho("checkpoint", "key").out.split() == [made["key"]]
    assert daicho.data("checkpoint", "publish")["size"] == 2
    assert daicho("verify").code == 3


def test_a_key_that_cannot_be_retired_is_refused(daicho: Daicho) -> None:
    said = daicho("checkpoint", "retire-key", "00000000", "--lang", "ja")
    assert said.code == 4
    assert "引退できるのは" in said.err


def restore(daicho: Daicho, tmp_path: Path) -> None:
    """Bring back the database of yesterday, and nothing else."""
    add(daicho, "甲社")
    shutil.copy(daicho.home / "register.db", tmp_path / "yesterday.db")
    add(daicho, "乙社")
    daicho("checkpoint", "publish")
    shutil.copy(tmp_path / "yesterday.db", daicho.home / "register.db")


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [("ja", "署名済みのチェックポイントより短く"), ("en", "this is an older copy")],
)
def test_a_restored_database_is_refused_in_words(
    daicho: Daicho, tmp_path: Path, lang: str, sentence: str
) -> None:
    restore(daicho, tmp_path)
    said = daicho("parties", "add-company", "--ja", "丙社", "--lang", lang)
    assert said.code == 1
    assert sentence in said.err
    assert "2" in said.err
    report = daicho("verify", "--json")
    assert report.code == 1
    assert [found["code"] for found in report.json["findings"]] == ["guard-ahead"]


def test_an_operator_may_adopt_the_restored_database(daicho: Daicho, tmp_path: Path) -> None:
    restore(daicho, tmp_path)
    assert daicho("checkpoint", "adopt-guard", "--size", "2").code == 4
    adopted = daicho.data("checkpoint", "adopt-guard", "--size", "1")
    keys = LogKeys.of_genesis(daicho.data("log", "head")["genesis"])
    assert keys.verify_checkpoint(Path(adopted["kept"]).read_bytes()).size == 2
    add(daicho, "丙社")
    assert daicho("verify").code == 3


def test_a_sample_leaves_nothing_behind_when_a_fresh_one_is_asked_for(register: Register) -> None:
    """Whatever a register puts into its home goes with it, or the next one cannot be made."""
    home = register.home
    rotate_log_key(register)
    publish_checkpoint(register)
    register.close()
    remove_sample(home)
    assert list(home.iterdir()) == []
