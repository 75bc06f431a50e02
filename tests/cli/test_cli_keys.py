"""`daicho keys`: a key is made, registered, used for everything, replaced and ended."""

from pathlib import Path

import keyring
import pytest

from tests.cli.cli_stage import Daicho
from tests.ledger.keys.test_key_files import Memory, memory

__all__ = ["memory"]

PASSPHRASE = "正しい馬と電池の留め金"


class Office:
    """A company, its papers, and the machine at which it works."""

    def __init__(self, daicho: Daicho, folder: Path) -> None:
        self.daicho, self.folder = daicho, folder
        self.passphrase = folder / "passphrase"
        self.passphrase.write_text(PASSPHRASE + "\n", encoding="utf-8")
        daicho.environment["DAICHO_KEY_PASSPHRASE_FILE"] = str(self.passphrase)
        self.letter = folder / "letter.pdf"
        self.letter.write_bytes(b"%PDF-")
        self.party = daicho.recorded("parties", "add-company", "--ja", "星見映像")

    def key(self, name: str = "author.pem") -> str:
        return str(self.daicho.data("keys", "create", str(self.folder / name))["id"])

    def register(self, *more: str) -> None:
        words = ("keys", "register", "--party", self.party, "--evidence", str(self.letter))
        self.daicho.recorded(*words, *more)

    def use(self, name: str = "author.pem") -> None:
        self.daicho.environment["DAICHO_KEY_FILE"] = str(self.folder / name)

    def alias(self, text: str) -> dict[str, object]:
        found: dict[str, object] = self.daicho.data(
            "parties", "alias", self.party, text, "--reason", "表記"
        )
        return found


@pytest.fixture
def office(daicho: Daicho, tmp_path: Path) -> Office:
    return Office(daicho, tmp_path)


def parts(office: Office, index: object) -> list[str]:
    entry = office.daicho.data("log", "show", str(index))
    return [part["part"] for part in entry["parts"]]


def test_a_key_signs_everything_that_this_machine_records(office: Office) -> None:
    key = office.key()
    office.use()
    office.register("--label", "法務部")
    shown = office.daicho.data("keys", "show", key)
    assert (shown["party"], shown["status"], shown["label"]) == (
        office.party,
        "in_force",
        "法務部",
    )
    office.daicho.recorded("keys", "policy", office.party, "--demand", "*", "--reason", "内規")
    assert parts(office, office.alias("ホシミ")["first_index"])[:2] == ["command", "signatures"]
    assert office.daicho("verify").code in (0, 3)


def test_the_passphrase_is_asked_for_and_never_shown(office: Office) -> None:
    del office.daicho.environment["DAICHO_KEY_PASSPHRASE_FILE"]
    path = str(office.folder / "asked.pem")
    typed = f"{PASSPHRASE}\n{PASSPHRASE}\n"
    said = office.daicho("keys", "create", path, "--lang", "ja", stdin=typed)
    assert said.code == 0, said.err
    assert "パスフレーズ" in said.err
    assert PASSPHRASE not in said.out + said.err
    words = ("keys", "register", "--party", office.party, "--evidence", str(office.letter))
    said = office.daicho(*words, "--key-file", path, stdin="wrong horse\n")
    assert said.code == 2 or "key-file-unreadable" in said.err


def test_a_machine_whose_key_is_not_registered_records_nothing(office: Office) -> None:
    office.key()
    office.use()
    said = office.daicho("parties", "add-company", "--ja", "他社", "--json")
    assert said.error["code"] == "key-not-found"
    assert "daicho keys register" in said.error["expected"]


def test_a_first_key_needs_the_partys_document(office: Office) -> None:
    office.key()
    office.use()
    said = office.daicho("keys", "register", "--party", office.party, "--json")
    assert said.error["code"] == "evidence-missing"


def test_a_key_is_replaced_with_the_signatures_of_both(office: Office) -> None:
    old = office.key()
    office.use()
    office.register()
    new = office.key("new.pem")
    path = str(office.folder / "new.pem")
    recorded = office.daicho.data("keys", "rotate", old, "--key-file", path)
    entry = office.daicho.data("log", "show", str(recorded["first_index"]))
    signatures = entry["parts"][1]["body"]["signatures"]
    assert {row["key"] for row in signatures} == {old, new}
    listed = office.daicho.data("keys", "list", "--status", "in_force")["items"]
    assert [item["id"] for item in listed] == [new]


def test_a_second_key_is_registered_beside_the_first(office: Office) -> None:
    office.key()
    office.use()
    office.register()
    office.key("second.pem")
    office.register("--key-file", str(office.folder / "second.pem"))
    listed = office.daicho.data("keys", "list", "--party", office.party)["items"]
    assert [item["status"] for item in listed] == ["in_force", "in_force"]


def test_a_lost_key_ends_by_a_document_and_what_it_signed_is_contested(office: Office) -> None:
    key = office.key()
    office.use()
    office.register()
    last = office.alias("ホシミ")["first_index"]
    office.alias("ほしみ二")
    del office.daicho.environment["DAICHO_KEY_FILE"]
    words = ("keys", "revoke", key, "--cause", "lost", "--reason", "紛失")
    words = (*words, "--last-trusted-index", str(last))
    assert office.daicho(*words, "--json").error["code"] == "evidence-missing"
    office.daicho.recorded(*words, "--evidence", str(office.letter))
    assert office.daicho.data("keys", "show", key)["contested"]
    said = office.daicho("keys", "show", key, "--lang", "ja")
    assert "争いのある範囲" in said.out


def test_a_policy_is_shown_and_ended(office: Office) -> None:
    office.key()
    office.use()
    office.register()
    policy = ("keys", "policy", office.party)
    assert office.daicho(*policy, "--json").error["code"] == "key-policy-not-found"
    office.daicho.recorded(*policy, "--demand", "AddAlias/1", "--reason", "内規")
    assert office.daicho.data(*policy)["commands"] == ["AddAlias/1"]
    office.daicho.recorded(*policy, "--end", "--reason", "改定")
    assert office.daicho.data(*policy)["commands"] == []


def test_a_key_may_live_in_the_keyring(office: Office, memory: Memory) -> None:
    key = office.daicho.data("keys", "create", "--keyring")["id"]
    assert isinstance(keyring.get_keyring(), Memory)
    office.daicho.environment["DAICHO_KEY_NAME"] = key
    office.register()
    assert parts(office, office.alias("ホシミ")["first_index"])[1] == "signatures"


@pytest.mark.parametrize("words", [(), ("author.pem", "--keyring")])
def test_a_key_is_made_in_one_place(office: Office, words: tuple[str, ...]) -> None:
    said = office.daicho("keys", "create", *words, "--json")
    assert said.error["code"] == "key-where"


def test_the_same_file_is_not_written_twice(office: Office) -> None:
    office.key()
    said = office.daicho("keys", "create", str(office.folder / "author.pem"), "--lang", "ja")
    assert "この名前のファイルがすでにあります" in said.err


def test_an_empty_passphrase_file_is_named(office: Office) -> None:
    office.passphrase.write_text("\n", encoding="utf-8")
    said = office.daicho("keys", "create", str(office.folder / "k.pem"), "--json")
    assert said.error["code"] == "passphrase-file-empty"
