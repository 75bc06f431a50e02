"""Sending a notice by SMTP: one message, one recipient, and what the server said.

The rules kept here, in order:

1. The connection is encrypted, and the server's certificate is good, unless a setting says that the
   server is on this machine. A server that cannot encrypt gets nothing: there is no falling back.
2. Only what the server says of the recipient or of the message is final. What is wrong with the
   server, with our name there, or with the way to it, is tried again.

Source:
    RFC 5321 section 4.2.1 for the reply codes, RFC 3207 for STARTTLS, RFC 8314 for TLS.
"""

import smtplib
import ssl
import time
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Final, Literal

from ledger.clock import Clock
from ledger.errors import RuleViolation
from ledger.notices.message import Parcel, mail_of
from ledger.notices.retry import Outcome, one_line
from ledger.notices.targets import check_mail
from ledger.settings import Settings

_FOR_GOOD: Final = 500
_LOCAL: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The server that takes our mail.

    Attributes:
        sender: The address that messages are from.
        security: `starttls`, `tls`, or `none` for a server on this machine.
        seconds: Longest wait for each answer.
    """

    host: str
    port: int
    sender: str
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None
    seconds: int = 20


def mailbox_of(settings: Settings) -> Mailbox | None:
    """Return the server that the settings name; None if they name none.

    Raises:
        RuleViolation: They contradict themselves.
    """
    if not settings.smtp_host:
        return None
    if not settings.smtp_from:
        raise RuleViolation("smtp-settings", field="smtp_from", value="", expected="an address")
    if settings.smtp_security == "none" and settings.smtp_host not in _LOCAL:
        raise RuleViolation(
            "smtp-settings", field="smtp_security", value="none", expected="starttls or tls"
        )
    password = None
    if settings.smtp_password_file:
        try:
            password = settings.smtp_password_file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise RuleViolation(
                "smtp-settings", field="smtp_password_file", expected="a file that can be read"
            ) from None
    return Mailbox(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=check_mail(settings.smtp_from),
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=password,
        ca_file=settings.smtp_ca_file,
        seconds=settings.smtp_seconds,
    )


class Mail:
    """Sends parcels by SMTP.

    Args:
        mailbox: Where to.
        clock: Dates of messages.
    """

    def __init__(self, mailbox: Mailbox, clock: Clock) -> None:
        self._mailbox = mailbox
        self._clock = clock

    def __call__(self, parcel: Parcel) -> Outcome:
        """Send one parcel; never raises."""
        began = time.monotonic()
        try:
            message = mail_of(parcel, self._mailbox.sender, self._clock.now())
            outcome = self._sent(message, parcel.target)
        except smtplib.SMTPException as error:
            outcome = judge(error)
        except (OSError, ssl.SSLError) as error:
            outcome = Outcome("later", one_line(f"{type(error).__name__}: {error}"))
        except ValueError as error:  # an address that no header may have
            outcome = Outcome("never", one_line(str(error)))
        return replace(outcome, ms=int((time.monotonic() - began) * 1000))

    def _sent(self, message: EmailMessage, to: str) -> Outcome:
        box = self._mailbox
        with self._connected() as server:
            if box.security == "starttls":
                server.starttls(context=self._context())
            if box.user:
                server.login(box.user, box.password or "")
            server.sendmail(box.sender, [to], message.as_bytes())
        return Outcome("sent", "accepted", 250)

    def _connected(self) -> smtplib.SMTP:
        box = self._mailbox
        name = box.sender.rpartition("@")[2]
        if box.security == "tls":
            return smtplib.SMTP_SSL(
                box.host, box.port, name, timeout=box.seconds, context=self._context()
            )
        return smtplib.SMTP(box.host, box.port, name, timeout=box.seconds)

    def _context(self) -> ssl.SSLContext:
        cafile = str(self._mailbox.ca_file) if self._mailbox.ca_file else None
        return ssl.create_default_context(cafile=cafile)


def judge(error: smtplib.SMTPException) -> Outcome:
    """Say what an answer of the server means for the delivery.

    Example:
        550 to the recipient is final; 550 to our own name is not, and 451 to anything is not.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _answered(code, said, final=True)
    if isinstance(error, smtplib.SMTPResponseException):
        is_ours = isinstance(error, smtplib.SMTPDataError)
        return _answered(error.smtp_code, error.smtp_error, final=is_ours)
    return Outcome("later", one_line(f"{type(error).__name__}: {error}"))


def _answered(code: int, said: bytes | str, *, final: bool) -> Outcome:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    result: Literal["never", "later"] = "never" if final and code >= _FOR_GOOD else "later"
    return Outcome(result, one_line(text), code)
