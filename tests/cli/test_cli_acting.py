"""Who acts on the command line: the operator at the machine, or the holder of a token."""

import pytest
from cli_stage import Daicho
from paid_world import Paid


@pytest.fixture
def kana(daicho: Daicho) -> str:
    """A token of one of two people who work at the register's machine."""
    return str(daicho.data("token", "create", "--role", "operator", "--label", "kana")["token"])


def envelope(daicho: Daicho, index: int) -> dict[str, object]:
    """The command of an entry as it is on record."""
    parts = daicho.data("log", "show", str(index))["parts"]
    return dict(next(part["body"] for part in parts if part["part"] == "command"))


def test_what_is_recorded_names_the_token_that_was_shown(daicho: Daicho, kana: str) -> None:
    done = daicho.data("--token", kana, "parties", "add-company", "--ja", "甲社")
    said = envelope(daicho, done["first_index"])
    card = daicho.data("token", "list")["items"][0]
    assert said["by"] == card["id"]
    assert kana not in str(said)


def test_without_a_token_the_local_operator_acts(daicho: Daicho) -> None:
    done = daicho.data("parties", "add-company", "--ja", "甲社")
    assert "by" not in envelope(daicho, done["first_index"])


def test_the_environment_may_hold_the_token(daicho: Daicho, kana: str) -> None:
    daicho.environment["DAICHO_TOKEN"] = kana
    done = daicho.data("parties", "add-company", "--ja", "甲社")
    assert "by" in envelope(daicho, done["first_index"])


def test_an_unknown_token_is_refused_in_words(daicho: Daicho) -> None:
    said = daicho("--lang", "ja", "--token", "dk_none", "parties", "list")
    assert said.code != 0
    assert "このトークンは登録されていません" in said.err
    assert "Traceback" not in said.err


def test_a_token_that_only_reads_records_nothing(daicho: Daicho) -> None:
    reading = daicho.data("token", "create", "--role", "operator", "--scope", "read")["token"]
    assert daicho("--token", reading, "parties", "list").code == 0
    said = daicho("--json", "--token", reading, "parties", "add-company", "--ja", "甲社")
    assert said.error["code"] == "token-scope"
    assert daicho.data("parties", "list")["items"] == []


def test_a_revoked_token_is_refused(daicho: Daicho, kana: str) -> None:
    daicho.data("token", "revoke", daicho.data("token", "list")["items"][0]["id"])
    assert daicho("--json", "--token", kana, "parties", "list").error["code"] == "token-revoked"


def test_a_command_of_the_operator_is_refused_to_a_party(on_world: Daicho, world: Paid) -> None:
    created = on_world.data("token", "create", "--role", "studio", "--party", world.studio)
    for words in (("token", "list"), ("views", "rebuild"), ("checkpoint", "list")):
        said = on_world("--json", "--token", created["token"], *words)
        assert said.error["code"] == "command-of-operator", words


def test_a_party_sees_no_name_whose_use_is_restricted(on_world: Daicho, world: Paid) -> None:
    made = on_world.data("token", "create", "--role", "studio", "--party", world.studio)
    words = ("--lang", "ja", "--token", made["token"], "statements", "list")
    assert "青空" in on_world(*words).out
    on_world.data("subjects", "restrict", world.writer, "--reason", "dispute")
    assert "青空" not in on_world(*words).out
    assert "青空" in on_world("--lang", "ja", "statements", "list").out


def test_a_party_reads_its_own_and_no_strangers_money(on_world: Daicho, world: Paid) -> None:
    for party, count in ((world.studio, 1), (world.platform, 0)):
        made = on_world.data("token", "create", "--role", "studio", "--party", party)
        items = on_world.data("--token", made["token"], "agreements", "list")["items"]
        assert len(items) == count
        shown = on_world("--json", "--token", made["token"], "agreements", "show", world.agreement)
        assert (shown.code == 0) == bool(count)


def test_a_party_closes_no_run_of_another(on_world: Daicho, world: Paid) -> None:
    made = on_world.data("token", "create", "--role", "studio", "--party", world.platform)
    said = on_world(
        "--json",
        "--token",
        made["token"],
        "payouts",
        "run",
        "--agreement",
        world.agreement,
        "--period",
        "2026-05",
    )
    assert said.error["code"] == "object-not-found"
