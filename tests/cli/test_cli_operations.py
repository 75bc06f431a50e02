"""Verifying, rebuilding, tokens, reading rights, serving, and making room for a sample."""

import re
import socket
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from cli_stage import ORIGIN, Daicho
from paid_world import Paid

from api.cli import home
from api.cli.language import Lang
from api.cli.output import Output
from api.cli.sample import next_commands, remove_sample, tell, tell_next
from api.cli.session import Session
from ledger.bootstrap import Sample, create_register
from ledger.errors import Conflict
from ledger.parties.display import DisplayName
from ledger.settings import Settings
from seeds.demo import DemoResult, Explained, Received


def test_a_sound_register_is_self_consistent_which_is_exit_code_3(
    on_world: Daicho, world: Paid
) -> None:
    said = on_world("verify")
    assert said.code == 3
    assert "Verdict: SELF-CONSISTENT" in said.out
    assert re.search(r"Root: [0-9a-f]{64}", said.out)
    assert "データベース構造" in on_world("verify", "--lang", "ja").out


def test_a_damaged_register_fails_with_exit_code_1_and_the_entry(
    on_world: Daicho, world: Paid
) -> None:
    blob = next(path for path in (on_world.home / "blobs").rglob("*") if path.is_file())
    blob.write_bytes(b"other")
    said = on_world("verify")
    assert said.code == 1
    assert "blob-altered" in said.out
    as_data = on_world("verify", "--json")
    assert (as_data.code, as_data.json["verdict"]) == (1, "FAIL")


def test_a_register_that_does_not_open_fails(on_world: Daicho, world: Paid) -> None:
    conn = sqlite3.connect(on_world.home / "register.db", isolation_level=None)
    (name,) = conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchone()
    conn.execute(f"DROP TRIGGER {name}")
    conn.close()
    said = on_world("verify", "--json")
    assert (said.code, said.json["verdict"]) == (1, "FAIL")
    assert said.json["findings"][0]["code"].startswith("schema")
    assert "Verdict: FAIL" in on_world("verify").out


def test_views_are_rebuilt_and_counted(on_world: Daicho, world: Paid) -> None:
    before = on_world.data("views", "count")
    assert before["v_run"] == 2
    conn = sqlite3.connect(on_world.home / "register.db", isolation_level=None)
    conn.execute("DELETE FROM v_run")
    conn.close()
    assert on_world("verify", "--views").code == 1
    assert on_world.data("views", "rebuild")["entries"] == on_world.data("log", "head")["size"]
    assert on_world.data("views", "count") == before
    assert "v_run" in on_world("views", "count").out
    assert "Rebuilt" in on_world("views", "rebuild").out


def test_an_entry_is_shown_with_its_parts(on_world: Daicho, world: Paid) -> None:
    shown = on_world.data("log", "show", "0")
    assert {part["part"] for part in shown["parts"]} >= {"command", "facts"}
    assert "readers" in on_world("log", "show", "0").out
    beyond = on_world("log", "show", "999", "--json")
    assert (beyond.code, beyond.error["code"]) == (4, "entry-not-found")


def test_a_token_is_shown_once_listed_without_its_secret_and_revoked(daicho: Daicho) -> None:
    party = daicho.recorded("parties", "add-company", "--ja", "銀河")
    made = daicho.data("token", "create", "--role", "studio", "--party", party, "--days", "7")
    assert made["token"].startswith("dk_")
    assert "dk_" in daicho("token", "create", "--role", "operator").out
    cards = daicho.data("token", "list", "--party", party)["items"]
    assert [(card["role"], card["scopes"]) for card in cards] == [("studio", ["read", "write"])]
    assert made["token"].rpartition("_")[2] not in daicho("token", "list").out
    assert daicho("token", "revoke", cards[0]["id"]).code == 0
    assert daicho.data("token", "list", "--party", party)["items"][0]["revoked_at"]
    assert (
        daicho("token", "revoke", cards[0]["id"], "--json").error["code"] == "token-revoked-already"
    )


def test_an_auditors_token_only_reads(daicho: Daicho) -> None:
    party = daicho.recorded("parties", "add-company", "--ja", "監査法人")
    daicho.data("token", "create", "--role", "auditor", "--party", party)
    assert daicho.data("token", "list")["items"][0]["scopes"] == ["read"]
    said = daicho("token", "create", "--role", "auditor", "--party", party, "--scope", "write")
    assert said.code == 4


def test_reading_rights_are_granted_listed_and_revoked(daicho: Daicho) -> None:
    party = daicho.recorded("parties", "add-company", "--ja", "監査法人")
    grant = daicho.recorded("grant", party, "*", "--reason", "監査", "--until", "2030-03-31")
    listed = daicho.data("grants")["items"]
    assert [(item["id"], item["status"]) for item in listed] == [(grant, "in_force")]
    daicho.recorded("revoke", grant, "--reason", "終了")
    assert daicho.data("grants")["items"][0]["status"] == "revoked"
    assert "監査法人" in daicho("grants").out


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stops every server as soon as it is up, and collects what it answered then."""
    answers: list[str] = []
    startup = uvicorn.Server.startup

    async def answer_and_stop(self: uvicorn.Server, sockets: Any = None) -> None:
        await startup(self, sockets)
        answers.append(self.config.host)
        self.should_exit = True

    monkeypatch.setattr(uvicorn.Server, "startup", answer_and_stop)
    return answers


def free_port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


def test_the_server_starts_on_loopback_and_logs_on_standard_error(
    daicho: Daicho, ready: list[str]
) -> None:
    said = daicho("serve", "--port", free_port(), "--json")
    assert said.code == 0
    assert ready == ["127.0.0.1"]
    assert said.json["origin"] == ORIGIN
    assert "Serving" in daicho("serve", "--port", free_port()).out


def sample(folder: Path) -> Path:
    create_register(
        Settings(home=folder, database_url=None),
        "demo.daicho.example/register",
        sample=Sample(1, datetime(2025, 3, 1, tzinfo=UTC)),
    )
    return folder


def test_an_old_sample_makes_room_and_other_files_stay(tmp_path: Path) -> None:
    folder = sample(tmp_path / "demo")
    (folder / "notes.txt").write_text("mine")
    remove_sample(folder)
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_nothing_is_removed_where_there_is_nothing(tmp_path: Path) -> None:
    remove_sample(tmp_path / "none")
    remove_sample(tmp_path)


def test_a_register_that_is_no_sample_is_never_removed(daicho: Daicho) -> None:
    before = sorted(daicho.home.iterdir())
    with pytest.raises(Conflict) as caught:
        remove_sample(daicho.home)
    assert caught.value.code == "not-a-sample"
    assert sorted(daicho.home.iterdir()) == before
    said = daicho("demo", "--dir", str(daicho.home), "--fresh", "--json")
    assert (said.code, said.error["code"]) == (4, "not-a-sample")


def test_a_folder_with_other_files_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(Conflict) as caught:
        remove_sample(tmp_path)
    assert caught.value.code == "folder-not-empty"


def test_a_sample_is_not_built_over_another_without_asking(tmp_path: Path) -> None:
    folder = sample(tmp_path / "demo")
    said = Daicho(tmp_path / "x")("demo", "--dir", str(folder), "--json")
    assert (said.code, said.error["code"]) == (4, "register-exists")


def outcome(folder: Path) -> DemoResult:
    name = DisplayName("渡邉 蓮", "ワタナベ レン", None)
    why = tuple(f"step {number}" for number in range(30))
    return DemoResult(
        home=folder,
        seed=7,
        size=1234,
        root="00" * 32,
        counts={"works": 40, "committees": 20, "companies": 34, "creators": 60},
        received=(
            Received("party_1", name, "director", 4, 1_000_000, 102_100, "JPY"),
            Received(
                "party_2", DisplayName("風待配給", None, "Kazamachi"), "music", 2, 5, 0, "JPY"
            ),
        ),
        explained=Explained(
            "stmt_1", name, "クリエイター還元", "creators' pool", 637_038, why, why
        ),
        open_next=dict.fromkeys(
            (
                "statement",
                "line",
                "work",
                "committee",
                "agreement",
                "creator",
                "ending",
                "payment",
                "paying",
                "paid_in",
                "owing",
            ),
            "x_1",
        ),
        refused=(("report-duplicate", "video 2025-Q3"),),
    )


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ja", ("監督", "1,000,000円", "ビデオ 2025-Q3")),
        ("en", ("director", "JPY 1,000,000", "Kazamachi")),
    ],
)
def test_the_sample_is_told_in_one_language(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: Lang, expected: tuple[str, ...]
) -> None:
    session = Session(None, lang, lang, Output(as_json=False, lang=lang))
    tell(session, outcome(tmp_path))
    tell_next(session, outcome(tmp_path))
    text = capsys.readouterr().out
    for words in expected:
        assert words in text
    assert "step 29" in text
    assert "step 15" not in text
    assert next_commands(outcome(tmp_path))[0] in text


def test_machines_get_the_sample_in_full(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    session = Session(None, "en", "ja", Output(as_json=True, lang="en"))
    tell(session, outcome(tmp_path))
    tell_next(session, outcome(tmp_path))
    assert '"step 15"' in capsys.readouterr().out
    assert home.demo.__doc__
