"""`daicho notices`: asked for, confirmed, sent, looked at and replayed by hand."""

import re
import subprocess
import sys
import time
from email.message import Message as Mail
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from cli_stage import Daicho

MAIN = "from api.cli.main import main; main()"


@pytest.fixture
def daicho(daicho: Daicho) -> Daicho:
    """The command in Japanese."""
    daicho.environment["LANG"] = "ja_JP.UTF-8"
    return daicho


class Inbox(Message):
    """Keeps what arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Mail] = []

    def handle_message(self, message: Mail) -> None:
        self.mails.append(message)

    def texts(self) -> list[str]:
        """Return the texts of what arrived."""
        return [mail.get_payload(decode=True).decode() for mail in self.mails]  # type: ignore[union-attr]


@pytest.fixture
def inbox(daicho: Daicho, free_tcp_port: int) -> Inbox:
    """A mail server that the command knows."""
    daicho.environment |= {
        "DAICHO_SMTP_HOST": "127.0.0.1",
        "DAICHO_SMTP_PORT": str(free_tcp_port),
        "DAICHO_SMTP_SECURITY": "none",
        "DAICHO_SMTP_FROM": "daicho@example.jp",
    }
    box = Inbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_tcp_port)
    controller.start()
    yield box
    controller.stop()


def test_an_address_is_asked_for_confirmed_tested_and_ended(daicho: Daicho, inbox: Inbox) -> None:
    asked = daicho.data("notices", "subscribe", "--email", "ops@example.jp")
    assert daicho.data("notices", "send")["sent"] == {"sent": 1}
    (text,) = inbox.texts()
    found = re.search("確認コード: ([0-9A-Z]{5}-[0-9A-Z]{5})", text)
    assert found
    said = daicho("notices", "confirm", asked["id"], "00000-00000")
    assert said.code != 0
    assert "確認コードが違うか、期限が過ぎています。" in said.err
    assert daicho.data("notices", "confirm", asked["id"], found[1])["status"] == "in_force"
    test = daicho.data("notices", "test", asked["id"])["id"]
    said = daicho("notices", "send")
    assert "送信待ち 0、送信済み 2、不達 0" in said.out
    assert inbox.texts()[1].startswith("これは試験です。")
    listed = daicho("notices", "list")
    assert "o***@example.jp" in listed.out
    assert "ops@example.jp" not in listed.out
    assert "運営者" in listed.out
    shown = daicho("notices", "log", test)
    assert "送信済み" in shown.out
    assert daicho.data("notices", "replay", test) == {"replayed": 1}
    assert daicho.data("notices", "end", asked["id"])["status"] == "ended"


def test_without_a_mail_server_mails_wait_and_that_is_said(daicho: Daicho) -> None:
    daicho("notices", "subscribe", "--email", "ops@example.jp")
    said = daicho("notices", "send")
    assert said.code == 0
    assert "DAICHO_SMTP_HOST" in said.err
    assert "送信待ち 1" in said.out
    (item,) = daicho.data("notices", "log")["items"]
    assert (item["status"], item["kind"]) == ("waiting", "address.confirm")
    assert "address confirm" not in daicho("--lang", "en", "notices", "log").err


def test_a_secret_is_shown_when_it_is_made_and_never_again(daicho: Daicho) -> None:
    asked = daicho.data("notices", "subscribe", "--webhook", "https://hooks.example.jp/a")
    assert asked["secret"].startswith("whsec_")
    rotated = daicho.data("notices", "rotate", asked["id"])["secret"]
    assert rotated != asked["secret"]
    assert "whsec_" not in daicho("notices", "list", "--json").out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("subscribe",), "notice-target"),
        (("subscribe", "--email", "a@b.jp", "--webhook", "https://a.jp/"), "notice-target"),
        (("subscribe", "--email", "nobody"), "mail-malformed"),
        (("subscribe", "--webhook", "http://a.jp/"), "webhook-malformed"),
        (("subscribe", "--email", "a@b.jp", "--in", "fr"), "notice-lang"),
        (("subscribe", "--email", "a@b.jp", "--kind", "gossip"), "notice-kind"),
        (("subscribe", "--email", "a@b.jp", "--party", "party_x"), "party-not-found"),
        (("subscribe", "--email", "a@b.jp", "--replaces", "addr_x"), "notice-address-not-found"),
        (("confirm", "addr_x", "1"), "notice-address-not-found"),
        (("log", "dlv_x"), "delivery-not-found"),
        (("replay",), "replay-nothing"),
        (("replay", "--since", "yesterday"), "day-malformed"),
    ],
)
def test_what_is_wrong_is_said_in_japanese_by_its_field(
    daicho: Daicho, words: tuple[str, ...], code: str
) -> None:
    said = daicho("notices", *words, "--json")
    assert said.code != 0
    assert said.error["code"] == code
    assert said.error["field"]
    japanese = daicho("notices", *words).err
    assert re.search("[\u3040-\u30ff\u4e00-\u9fff]", japanese)


def test_a_holder_of_a_token_sees_and_asks_for_his_own_alone(daicho: Daicho) -> None:
    company = ("parties", "add-company", "--ja")
    ours = daicho.recorded(*company, "星雲スタジオ")
    theirs = daicho.recorded(*company, "月光スタジオ")
    made = daicho.data("notices", "subscribe", "--party", theirs, "--email", "a@example.jp")["id"]
    token = daicho.data("token", "create", "--role", "studio", "--party", ours)["token"]
    daicho.environment["DAICHO_TOKEN"] = token
    own = daicho.data("notices", "subscribe", "--email", "b@example.jp")["id"]
    assert [one["id"] for one in daicho.data("notices", "list")["items"]] == [own]
    assert {one["party"] for one in daicho.data("notices", "log")["items"]} == {ours}
    for words in (("end", made), ("test", made), ("rotate", made), ("confirm", made, "x")):
        assert daicho("notices", *words, "--json").error["code"] == "notice-address-not-found"
    said = daicho("notices", "subscribe", "--party", theirs, "--email", "c@example.jp", "--json")
    assert said.error["code"] == "not-your-party"
    assert daicho("notices", "send", "--json").error["code"] == "command-of-operator"


def test_a_register_that_is_served_sends_notices_and_ends_with_it(
    daicho: Daicho, inbox: Inbox, free_tcp_port_factory: object, tmp_path: Path
) -> None:
    daicho("notices", "subscribe", "--email", "ops@example.jp")
    port = str(free_tcp_port_factory())  # type: ignore[operator]
    words = [sys.executable, "-c", MAIN, "serve", "--port", port, "--notices"]
    served = subprocess.Popen(
        words, env={**daicho.environment, "DAICHO_CHECKPOINT_SECONDS": "0"},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        end = time.monotonic() + 30
        while not inbox.mails and time.monotonic() < end and served.poll() is None:
            time.sleep(0.1)
        assert len(inbox.mails) == 1
    finally:
        served.terminate()
        _, errors = served.communicate(timeout=20)
    assert "Traceback" not in errors
