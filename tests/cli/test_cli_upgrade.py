"""`daicho upgrade`: what it says before, and what refusals of an older register say."""

import sqlite3
from pathlib import Path

import pytest
from cli_stage import ORIGIN, Daicho

from ledger.store.migrations.versions import log_0003, log_0004


@pytest.fixture
def older(tmp_path: Path) -> Daicho:
    """A register as revision log_0002 left it."""
    daicho = Daicho(tmp_path / "home")
    daicho("init", "--origin", ORIGIN)
    conn = sqlite3.connect(daicho.home / "register.db", isolation_level=None)
    for table in (*log_0003.TABLES, *log_0004.TABLES):
        conn.execute(f"DROP TABLE {table}")
    conn.execute("UPDATE alembic_version SET version_num = 'log_0002'")
    conn.close()
    return daicho


@pytest.mark.parametrize("words", [("works", "list"), ("verify",)])
def test_an_older_register_names_the_command_in_both_languages(
    older: Daicho, words: tuple[str, ...]
) -> None:
    english, japanese = older(*words), older("--lang", "ja", *words)
    assert english.code == japanese.code == 1
    assert "back it up, then `daicho upgrade`" in english.err
    assert "バックアップを取り、daicho upgrade を実行してください。" in japanese.err


def test_it_says_what_it_will_do_and_does_it_when_told(older: Daicho) -> None:
    asked = older("upgrade")
    assert "back the register up" in asked.out
    assert "from revision log_0002 to log_0004" in asked.out
    assert older("works", "list").code == 1
    assert older("upgrade", "--yes", "--json").json["is_done"] is True
    assert older("verify", "--views").code == 3
    assert "stay" in older("upgrade").out
