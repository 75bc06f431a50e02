"""Forms as people send them: fields as text, files as bytes, a key against sending twice.

The rules kept here, in order:

1. A form comes from a page of ours: its token is the session's, and the browser says that the
   sender is this site (`Sec-Fetch-Site`, or `Origin`).
2. Every form carries a key that its page drew. Sent twice, it records once.
3. What was typed stays typed: a refused form is shown again with its fields.

Source:
    W3C Fetch Metadata Request Headers; OWASP synchroniser token pattern.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.types import Message, Receive

from api.errors import too_large
from api.pages.separators import ungrouped
from ledger.errors import Forbidden, RuleViolation

CSRF: Final = "_csrf"
KEY: Final = "_key"
_MOST_DIGITS: Final = 16
_MOST_FIELDS: Final = 2_000
_MOST_FILES: Final = 20
_MOST_TEXT: Final = 1_000_000
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
_MOST_BYTES: Final = 80 * 2**20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was sent.

    Attributes:
        fields: Every text of a name, in order.
        files: Every file of a name that is not empty.
        path: Where it was sent to, for the fingerprint of the request.
    """

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[Upload, ...]] = field(default_factory=dict)
    path: str = ""

    def text(self, name: str, default: str = "") -> str:
        """Return a field without blanks around it, or the default where it was not sent."""
        found = self.fields.get(name)
        return found[0].strip() if found else default

    def given(self, name: str) -> str | None:
        """Return a field, or None where it is empty."""
        return self.text(name) or None

    def needed(self, name: str) -> str:
        """Return a field that has to be filled in.

        Raises:
            RuleViolation: It is empty.
        """
        text = self.text(name)
        if not text:
            raise RuleViolation(
                "field-needed", "this has to be filled in", field=name, value="", expected="a value"
            )
        return text

    def many(self, name: str) -> tuple[str, ...]:
        """Return every filled-in field of a name, in order."""
        return tuple(text.strip() for text in self.fields.get(name, ()) if text.strip())

    def flag(self, name: str) -> bool:
        """Tell whether a box is ticked."""
        return bool(self.text(name))

    def whole(self, name: str) -> int | None:
        """Return a whole number, also one written with separators, △ or full-width digits.

        Raises:
            RuleViolation: It is something else.
        """
        text = ungrouped(self.text(name))
        if not text:
            return None
        sign = -1 if text[0] in "△▲-−" else 1
        digits = text.lstrip("△▲-−").removesuffix("円")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
            raise RuleViolation(
                "whole-number-malformed",
                "this is no whole number",
                field=name,
                value=self.text(name),
                expected="1,234,567",
            )
        return sign * int(digits)

    def file(self, name: str) -> Upload | None:
        """Return the file of a name, if one was chosen."""
        found = self.files.get(name)
        return found[0] if found else None

    @property
    def key(self) -> str:
        """The key that the page drew; empty where it drew none."""
        return self.text(KEY)

    @property
    def fingerprint(self) -> bytes:
        """What makes two sendings the same: address, fields and files."""
        digest = sha256(self.path.encode())
        for name in sorted(self.fields):
            if name != CSRF:
                digest.update(repr((name, self.fields[name])).encode())
        for name in sorted(self.files):
            for file in self.files[name]:
                digest.update(repr((name, file.name)).encode() + sha256(file.data).digest())
        return digest.digest()


async def read_form(request: Request, most: int = _MOST_BYTES) -> Form:
    """Read what was sent.

    Args:
        request: What a browser sends.
        most: Bytes, counted while they stream in: what a sender announces proves nothing.

    Raises:
        HttpProblem: It is larger than that.
        RuleViolation: A text has something in it that no database holds.
    """
    if int(request.headers.get("content-length", "0") or 0) > most:
        raise too_large(most)
    texts: dict[str, list[str]] = {}
    files: dict[str, list[Upload]] = {}
    async with Request(request.scope, _counted(request.receive, most)).form(
        max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_MOST_TEXT
    ) as sent:
        for name, value in sent.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    _must_be_storable(name, value.filename)
                    files.setdefault(name, []).append(Upload(value.filename, await value.read()))
                continue
            _must_be_storable(name, value)
            texts.setdefault(name, []).append(value)
    return Form(
        {name: tuple(values) for name, values in texts.items()},
        {name: tuple(values) for name, values in files.items()},
        request.url.path,
    )


def _counted(receive: Receive, most: int) -> Receive:
    """Return what receives a body until it is too long."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise too_large(most)
        return message

    return counted


def _must_be_storable(name: str, value: str) -> None:
    """Refuse NUL, and half a letter, which a sender who names his own encoding can send."""
    if _UNSTORABLE.search(name) or _UNSTORABLE.search(value):
        raise RuleViolation(
            "text-with-nul",
            "the text has a control character in it that cannot be kept",
            field=_UNSTORABLE.sub("", name),
            value="NUL" if "\0" in name + value else "surrogate",
            expected="text in UTF-8 without NUL",
        )


def must_be_an_address(request: Request) -> None:
    """Refuse an address with NUL in it, which no database looks for.

    Raises:
        RuleViolation: As said.
    """
    if "\0" in request.url.path or "%00" in request.url.query:
        raise RuleViolation(
            "address-with-nul",
            "the address has NUL in it",
            field="address",
            value="NUL",
            expected="no NUL",
        )


def must_be_ours(request: Request, form: Form, csrf: str) -> None:
    """Refuse a form that another site made the browser send.

    Args:
        request: With what the browser says about the sender.
        form: With the token that the page had.
        csrf: The session's.

    Raises:
        Forbidden: As said.
    """
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    is_same = not origin or urlsplit(origin).netloc == request.headers.get("host")
    if site not in {"same-origin", "none"} or not is_same:
        raise Forbidden(
            "form-from-elsewhere",
            "this was not sent from a page of this register",
            field="Origin",
            value=origin or site,
        )
    if not hmac.compare_digest(form.text(CSRF).encode(), csrf.encode()):
        raise Forbidden(
            "form-old",
            "this page is too old: open it again and send it once more",
            field=CSRF,
            expected="the token of this session",
        )
