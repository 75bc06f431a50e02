"""`daicho sign-in`: the operator makes accounts and never learns a password."""

from pathlib import Path

import pytest
from cli_stage import ORIGIN, Daicho

LOGIN = "kaede@example.jp"


@pytest.fixture
def daicho(tmp_path: Path) -> Daicho:
    made = Daicho(tmp_path / "home")
    made("init", "--origin", ORIGIN)
    return made


def added(daicho: Daicho, login: str = LOGIN) -> dict[str, str]:
    found: dict[str, str] = daicho.data("sign-in", "add", "--role", "operator", "--login", login)
    return found


def test_an_account_begins_with_an_address_that_is_shown_once(daicho: Daicho) -> None:
    made = added(daicho)
    assert made["address"] == f"/en/account/start/{made['code']}"
    (row,) = daicho.data("sign-in", "list")["items"]
    assert (row["id"], row["login"], row["state"]) == (made["id"], "ka…@e…", "not-started")
    assert made["code"] not in str(daicho("sign-in", "log").out)


def test_a_login_that_is_taken_is_refused_in_both_languages(daicho: Daicho) -> None:
    added(daicho)
    words = ("sign-in", "add", "--role", "operator", "--login", LOGIN.upper())
    assert "somebody has this login" in daicho(*words).err
    japanese = daicho("--lang", "ja", *words)
    assert "このログイン名はすでに使われています。" in japanese.err
    assert japanese.code == 4


def test_somebody_is_disabled_enabled_unlocked_reset_and_removed_by_login(daicho: Daicho) -> None:
    made = added(daicho)
    assert daicho("sign-in", "disable", LOGIN).out.strip() == f"Disabled {made['id']}."
    assert daicho("sign-in", "disable", LOGIN).code == 4
    assert daicho("sign-in", "enable", LOGIN).code == 0
    assert daicho("sign-in", "unlock", made["id"]).code == 0
    again = daicho.data("sign-in", "reset", LOGIN)
    assert again["code"] != made["code"]
    assert daicho("sign-in", "remove", LOGIN).code == 0
    assert daicho("sign-in", "unlock", LOGIN).code == 4
    log = daicho.data("sign-in", "log", "--who", made["id"])["items"]
    assert [row["kind"] for row in log] == [
        "account-removed",
        "reset",
        "unlocked",
        "account-enabled",
        "account-disabled",
        "account-made",
    ]
    assert {row["login"] for row in log} == {""}


def test_the_token_behind_an_account_is_listed_and_revocable(daicho: Daicho) -> None:
    added(daicho)
    (card,) = daicho.data("token", "list")["items"]
    assert card["label"] == "sign-in"
    assert daicho("token", "revoke", card["id"]).code == 0
    assert daicho.data("sign-in", "list")["items"][0]["state"] == "disabled"


def test_codes_are_shown_for_samples_alone(daicho: Daicho) -> None:
    added(daicho)
    assert "[sample-only]" in daicho("sign-in", "code", LOGIN).err
