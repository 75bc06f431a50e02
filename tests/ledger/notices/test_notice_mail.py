"""E-mail against a real SMTP server on this machine: taken, put off, refused, hanging, encrypted."""

import email
import email.policy
import smtplib
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from loopback import answering, certificate, parcel

from ledger.clock import SteppingClock
from ledger.errors import RuleViolation
from ledger.jobs.notices_mail import Mail, Mailbox, judge, mailbox_of
from ledger.notices.retry import Outcome
from ledger.settings import Settings

PARCEL = parcel("hanako@example.jp")


class Inbox:
    """Keeps what arrives, and answers recipients as it is told."""

    def __init__(self, rcpt: str = "250 OK", data: str = "250 OK") -> None:
        self.rcpt, self.data = rcpt, data
        self.messages: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.encrypted: list[bool] = []

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        if self.data.startswith("250"):
            read = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(read, EmailMessage)
            self.messages.append(read)
            self.envelopes.append(envelope)
            self.encrypted.append(session.ssl is not None)
        return self.data


@contextmanager
def serving(inbox: Inbox, port: int, **more: Any) -> Iterator[None]:
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@pytest.fixture
def box(free_tcp_port: int) -> Mailbox:
    return Mailbox("127.0.0.1", free_tcp_port, "daicho@example.jp", security="none", seconds=5)


def send(box: Mailbox, clock: SteppingClock) -> Outcome:
    return Mail(box, clock)(PARCEL)


def test_a_message_arrives_whole_and_in_japanese(box: Mailbox, clock: SteppingClock) -> None:
    inbox = Inbox()
    with serving(inbox, box.port):
        outcome = send(box, clock)
    assert (outcome.result, outcome.status) == ("sent", 250)
    (message,), (envelope,) = inbox.messages, inbox.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("daicho@example.jp", ["hanako@example.jp"])
    assert message["Subject"] == "支払明細書を発行しました"
    assert message["Message-ID"] == "<dlv_01KAM3Z4TJA2B3C4D5E6F7G8HA@example.jp>"
    assert message["Date"].datetime == clock.now().replace(microsecond=0)
    assert "対象期間 2026-Q2 の支払明細書を発行しました。" in message.get_content()
    assert message.get_content_type() == "text/plain"
    assert list(message.iter_attachments()) == []


@pytest.mark.parametrize(
    ("inbox", "result", "status"),
    [
        (Inbox(rcpt="451 4.7.1 greylisted, try later"), "later", 451),
        (Inbox(rcpt="550 5.1.1 no such user"), "never", 550),
        (Inbox(data="452 4.3.1 disk full"), "later", 452),
        (Inbox(data="554 5.7.1 not wanted"), "never", 554),
    ],
)
def test_what_the_server_says_of_recipient_and_message_decides(
    box: Mailbox, clock: SteppingClock, inbox: Inbox, result: str, status: int
) -> None:
    with serving(inbox, box.port):
        outcome = send(box, clock)
    assert (outcome.result, outcome.status) == (result, status)
    assert outcome.answer


def test_what_is_wrong_with_our_own_name_is_tried_again() -> None:
    assert judge(smtplib.SMTPSenderRefused(550, b"who?", "a@b.jp")).result == "later"
    assert judge(smtplib.SMTPAuthenticationError(535, b"no")).result == "later"
    assert judge(smtplib.SMTPHeloError(504, b"no")).result == "later"
    assert judge(smtplib.SMTPServerDisconnected("gone")) == Outcome(
        "later", "SMTPServerDisconnected: gone"
    )


def test_a_server_that_is_away_is_tried_again(box: Mailbox, clock: SteppingClock) -> None:
    outcome = send(box, clock)
    assert (outcome.result, outcome.status) == ("later", 0)


def test_a_server_that_hangs_is_given_up_in_time(box: Mailbox, clock: SteppingClock) -> None:
    with answering(lambda peer: peer.recv(1)) as port:
        began = time.monotonic()
        outcome = send(replace(box, port=port, seconds=1), clock)
    assert outcome.result == "later"
    assert time.monotonic() - began < 4


def test_starttls_encrypts_and_logs_in(box: Mailbox, clock: SteppingClock, tmp_path: Path) -> None:
    root, context = certificate(tmp_path)
    seen: list[tuple[bytes, bytes]] = []

    def authenticate(
        _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        seen.append((data.login, data.password))
        return AuthResult(success=True)

    inbox = Inbox()
    more = {"tls_context": context, "authenticator": authenticate, "auth_required": True}
    with serving(inbox, box.port, require_starttls=True, **more):
        known = replace(box, security="starttls", ca_file=root, user="daicho", password="s3cret")
        assert send(known, clock).result == "sent"
    assert inbox.encrypted == [True]
    assert seen == [(b"daicho", b"s3cret")]


def test_tls_from_the_first_byte(box: Mailbox, clock: SteppingClock, tmp_path: Path) -> None:
    root, context = certificate(tmp_path)
    inbox = Inbox()
    with serving(inbox, box.port, ssl_context=context):
        assert send(replace(box, security="tls", ca_file=root), clock).result == "sent"
    assert len(inbox.messages) == 1


def test_a_certificate_of_somebody_else_gets_nothing(
    box: Mailbox, clock: SteppingClock, tmp_path: Path
) -> None:
    _, context = certificate(tmp_path)
    inbox = Inbox()
    with serving(inbox, box.port, tls_context=context, require_starttls=True):
        outcome = send(replace(box, security="starttls"), clock)
    assert outcome.result == "later"
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.answer
    assert inbox.messages == []


def test_a_server_that_cannot_encrypt_gets_nothing(box: Mailbox, clock: SteppingClock) -> None:
    inbox = Inbox()
    with serving(inbox, box.port):
        outcome = send(replace(box, security="starttls"), clock)
    assert (outcome.result, inbox.messages) == ("later", [])


def test_an_address_that_no_header_may_have_is_refused_for_good(
    box: Mailbox, clock: SteppingClock
) -> None:
    inbox = Inbox()
    with serving(inbox, box.port):
        outcome = Mail(box, clock)(parcel("a@example.jp\r\nBcc: x@example.jp"))
    assert (outcome.result, inbox.messages) == ("never", [])


def test_settings_name_the_server_and_its_password_lies_in_a_file(tmp_path: Path) -> None:
    assert mailbox_of(Settings(home=tmp_path)) is None
    password = tmp_path / "password"
    password.write_text("s3cret\n")
    box = mailbox_of(
        Settings(
            home=tmp_path, smtp_host="smtp.example.jp", smtp_from="d@example.jp",
            smtp_user="d", smtp_password_file=password,
        )
    )  # fmt: skip
    assert box == Mailbox(
        "smtp.example.jp", 587, "d@example.jp", "starttls", "d", "s3cret", seconds=20
    )
    assert "s3cret" not in repr(box)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({}, "smtp_from"),
        ({"smtp_from": "d@example.jp", "smtp_security": "none"}, "smtp_security"),
        ({"smtp_from": "nobody"}, "target"),
        (
            {"smtp_from": "d@example.jp", "smtp_password_file": Path("/nowhere/at/all")},
            "smtp_password_file",
        ),
    ],
)
def test_settings_that_contradict_themselves_are_named(
    tmp_path: Path, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleViolation) as caught:
        mailbox_of(Settings(home=tmp_path, smtp_host="smtp.example.jp", **more))
    assert caught.value.fields["field"] == field


def test_a_server_that_breaks_off_is_tried_again(box: Mailbox, clock: SteppingClock) -> None:
    def talk(peer: socket.socket) -> None:
        peer.sendall(b"220 hello\r\n")
        peer.recv(100)

    with answering(talk) as port:
        assert send(replace(box, port=port), clock).result == "later"
