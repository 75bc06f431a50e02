"""From a register to a verdict on the command line, and what is said about a database that went back."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from cli_stage import Daicho

from ledger.audit import bundle_format as layout


@pytest.fixture
def bundle(on_world: Daicho, tmp_path: Path) -> Path:
    assert on_world("export", "bundle", str(tmp_path / "b")).code == 0
    return tmp_path / "b"


def test_a_bundle_is_self_consistent_and_with_a_kept_checkpoint_verified(
    on_world: Daicho, bundle: Path, tmp_path: Path
) -> None:
    said = on_world("audit", str(bundle))
    assert said.code == 3
    assert said.out.startswith("Verdict: SELF-CONSISTENT")
    shutil.copy(bundle / layout.CHECKPOINT, tmp_path / "kept")
    on_world.recorded("parties", "add-company", "--ja", "銀河映像")
    assert on_world("export", "bundle", str(bundle)).code == 0
    said = on_world("audit", str(bundle), "--checkpoint", str(tmp_path / "kept"))
    assert said.code == 0
    assert said.out.startswith("Verdict: VERIFIED")


def test_the_report_for_people_is_in_one_language(on_world: Daicho, bundle: Path) -> None:
    said = on_world("--lang", "ja", "audit", str(bundle))
    assert said.out.startswith("判定：SELF-CONSISTENT")
    assert "Findings" not in said.out


def test_machines_get_one_document_and_people_a_page(
    on_world: Daicho, bundle: Path, tmp_path: Path
) -> None:
    said = on_world("--json", "audit", str(bundle), "--report", str(tmp_path / "report.html"))
    assert said.json["verdict"] == "SELF-CONSISTENT"
    assert said.json["findings"] == []
    assert "SELF-CONSISTENT" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_flipped_byte_fails_and_names_the_place(on_world: Daicho, bundle: Path) -> None:
    path = next(p for p in (bundle / "parts").rglob("*") if p.is_file())
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    said = on_world("audit", str(bundle))
    assert said.code == 1
    assert said.out.startswith("Verdict: FAIL")
    assert str(path.relative_to(bundle)) in said.out
    found = on_world("--json", "audit", str(bundle)).json["findings"]
    (entry,) = {item["index"] for item in found if item["code"] == "entry-commit"}
    assert entry > 0  # the file begins with entry 0
    assert f"The first entry that does not hold is {entry};" in said.out


def test_an_older_database_is_exported_and_fails(on_world: Daicho, tmp_path: Path) -> None:
    assert on_world("export", "bundle", str(tmp_path / "first")).code == 0
    database = on_world.home / "register.db"
    shutil.copy(database, tmp_path / "last-week.db")
    for name in ("甲社", "乙社"):
        on_world.recorded("parties", "add-company", "--ja", name)
    assert on_world("export", "bundle", str(tmp_path / "second")).code == 0
    for leftover in on_world.home.glob("register.db*"):
        leftover.unlink()
    shutil.copy(tmp_path / "last-week.db", database)
    said = on_world("export", "bundle", str(tmp_path / "third"))
    assert said.code == 0
    assert "guard-ahead" in said.err
    audited = on_world("--json", "audit", str(tmp_path / "third"))
    assert audited.code == 1
    assert [item["code"] for item in audited.json["findings"]] == ["log-shortened"]
    # Over the longer bundle that is there already it is not written at all.
    said = on_world("--json", "export", "bundle", str(tmp_path / "second"))
    assert (said.code, said.error["code"]) == (1, "bundle-is-longer")


def test_the_last_ten_entries_deleted_from_the_database_fail(
    on_world: Daicho, tmp_path: Path
) -> None:
    assert on_world("export", "bundle", str(tmp_path / "first")).code == 0
    conn = sqlite3.connect(on_world.home / "register.db")
    with conn:
        for (name,) in conn.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            conn.execute(f'DROP TRIGGER "{name}"')
        (size,) = conn.execute("SELECT size FROM head").fetchone()
        for table in ("entry", "part"):
            conn.execute(f"DELETE FROM {table} WHERE idx >= ?", (size - 10,))
    conn.close()
    said = on_world("--json", "export", "bundle", str(tmp_path / "second"))
    assert said.code == 1
    assert f'"index": {size - 10}' in said.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--party", "nobody"), "party-malformed"),
        (("--first", "2025-04"), "month-malformed"),
        (("--first", "2025-13", "--last", "2026-01"), "month-malformed"),
        (("--first", "2025-05", "--last", "2025-04"), "months-reversed"),
        (("--party", "party_01JN7G1C2R59QD5VMV437M292Q", "--last", "2025-04"), "scope-ambiguous"),
    ],
)
def test_a_scope_that_is_none_is_refused(
    on_world: Daicho, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    said = on_world("--json", "export", "bundle", str(tmp_path / "b"), *words)
    assert (said.code, said.error["code"]) == (4, code)


def test_a_folder_with_other_files_is_left_alone(on_world: Daicho, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "letter.txt").write_text("dear")
    said = on_world("--json", "export", "bundle", str(tmp_path / "b"))
    assert (said.code, said.error["code"]) == (4, "bundle-folder-foreign")
    assert (tmp_path / "b" / "letter.txt").read_text() == "dear"


def test_a_bundle_that_is_not_there_is_refused(on_world: Daicho, tmp_path: Path) -> None:
    said = on_world("--json", "audit", str(tmp_path / "nothing"))
    assert (said.code, said.error["code"]) == (2, "bundle-not-found")


def test_a_file_that_is_no_checkpoint_says_nothing_about_the_register(
    on_world: Daicho, tmp_path: Path
) -> None:
    """The auditor took the wrong file: that is no verdict, least of all FAIL."""
    (tmp_path / "kept.note").write_text("# README\n", encoding="utf-8")
    asked = ("audit", str(tmp_path), "--checkpoint", str(tmp_path / "kept.note"))
    said = on_world("--json", *asked)
    assert (said.code, said.error["code"]) == (2, "kept-not-a-checkpoint")
    assert "署名済みチェックポイントではありません" in on_world(*asked, "--lang", "ja").err


def test_publishing_again_says_that_nothing_is_new(on_world: Daicho) -> None:
    assert "Published a checkpoint" in on_world("checkpoint", "publish").out
    assert "Nothing is new" in on_world("checkpoint", "publish").out


def test_a_bundle_is_exported_although_the_quorum_is_away(
    on_world: Daicho, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An auditor gets what was published before the witnesses went away."""
    assert on_world("checkpoint", "publish").code == 0
    assert on_world("parties", "add-company", "--ja", "後日の会社").code == 0
    log_key = on_world("checkpoint", "key").out.strip()
    witness = Daicho(tmp_path / "unused")
    made = witness.data(
        "witness", "init", "--dir", str(tmp_path / "w"), "--name", "witness.example/w1"
    )
    policy = tmp_path / "policy"
    policy.write_text(
        f"log {log_key}\nwitness w1 {made['key']} http://127.0.0.1:9/\nquorum w1\n", "utf-8"
    )
    monkeypatch.setitem(on_world.environment, "DAICHO_WITNESS_POLICY", str(policy))
    assert on_world("checkpoint", "publish").code == 5
    said = on_world("export", "bundle", str(tmp_path / "b"))
    assert said.code == 0, said.err
    assert "quorum-not-reached" in said.err
    assert on_world("audit", str(tmp_path / "b")).code == 3


def test_a_checkpoint_file_that_is_not_there_is_a_mistake_in_the_command(
    on_world: Daicho, bundle: Path, tmp_path: Path
) -> None:
    said = on_world("--json", "audit", str(bundle), "--checkpoint", str(tmp_path / "none"))
    assert (said.code, said.error["code"]) == (2, "file-unreadable")
