"""The sign-in services of companies: which there are, where they are, and their keys.

The rules kept here, in order:

1. A service is set up by the operator, for one party and one role. It says nothing about others.
2. Everything is asked over https; over http on this machine alone.
3. What a service says of itself has to name the very issuer that was set up.
4. Its keys are kept for ten minutes. A signature by a key that is not among them makes us ask once
   more, at most once a minute: keys rotate, and nobody is to make us ask all day.

Source:
    OpenID Connect Discovery 1.0 sections 3 and 4; RFC 8414.
"""

import ipaddress
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ledger.clock import Clock
from ledger.errors import NotFound, RuleViolation, Unavailable
from ledger.fetch import Ask, Reply, fetch
from ledger.ids import PartyId

_WELL_KNOWN: Final = "/.well-known/openid-configuration"
_KEPT: Final = timedelta(minutes=10)
_AGAIN: Final = timedelta(minutes=1)
_LIMIT: Final = 262_144
_OK: Final = 200
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Provider(BaseModel):
    """One service, as the operator's file sets it up.

    Attributes:
        name: In addresses. label_ja, label_en: on the page.
        issuer: Exactly as its tokens say.
        client_id: Ours, there. client_secret_file: its secret, in a file of its own.
        party, role: Whom its people act for, and as what.
        creates: Whether people whom nobody made an account for get one.
        emails_are_checked: Whether every address that it names is one that the company itself
            gave out, where it says nothing of `email_verified`, as many services do.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    label_ja: str = Field(min_length=1, max_length=80)
    label_en: str = Field(min_length=1, max_length=80)
    issuer: str = Field(pattern=r"^https?://[!-~]{1,300}$")
    client_id: str = Field(min_length=1, max_length=200)
    client_secret_file: Path
    party: PartyId
    role: Literal["studio", "creator", "auditor"]
    creates: bool = False
    emails_are_checked: bool = False

    def label(self, lang: str) -> str:
        """Return what the page calls it."""
        return self.label_ja if lang == "ja" else self.label_en

    def secret(self) -> str:
        """Read the secret.

        Raises:
            RuleViolation: The file cannot be read.
        """
        try:
            return self.client_secret_file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise _malformed("client_secret_file", str(self.client_secret_file)) from error


@dataclass(frozen=True, slots=True)
class Said:
    """What a service says of itself, and its keys."""

    at: datetime
    authorization: str
    token: str
    keys: KeySet


@dataclass(slots=True)
class Providers:
    """The services that were set up.

    Attributes:
        providers: In the order of the file. clock: for what is kept.
    """

    providers: Sequence[Provider]
    clock: Clock
    _kept: dict[str, Said] = field(default_factory=dict)

    def named(self, name: str) -> Provider:
        """Return a service.

        Raises:
            NotFound: There is none of this name.
        """
        for one in self.providers:
            if one.name == name:
                return one
        raise NotFound("provider-not-found", field="provider", value=name[:40])

    def said(self, provider: Provider, *, again: bool = False) -> Said:
        """Return what a service says of itself.

        Args:
            provider: Which.
            again: Ask anew for keys, unless that was done a moment ago.

        Raises:
            Unavailable: It does not answer, or not as it should.
        """
        kept, now = self._kept.get(provider.name), self.clock.now()
        if kept and now - kept.at < (_AGAIN if again else _KEPT):
            return kept
        body = _read(provider, provider.issuer.rstrip("/") + _WELL_KNOWN)
        if body.get("issuer") != provider.issuer:
            raise _unusable(provider, f"it calls itself {body.get('issuer')!s:.200}")
        ends = {name: str(body.get(name, "")) for name in _ENDPOINTS}
        for name, url in ends.items():
            if not is_private(url):
                raise _unusable(provider, f"{name} is not https")
        keys = _keys(provider, _read(provider, ends["jwks_uri"]))
        said = Said(now, ends["authorization_endpoint"], ends["token_endpoint"], keys)
        self._kept[provider.name] = said
        return said


def read_providers(path: Path | None, clock: Clock) -> Providers:
    """Read the operator's file: a JSON list of services; without a file there are none.

    Raises:
        RuleViolation: It cannot be read, or does not say what it should; names where.
    """
    if path is None:
        return Providers((), clock)
    try:
        items = json.loads(path.read_text("utf-8"))
        found = tuple(Provider.model_validate(one) for one in items)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise _malformed(".".join(map(str, first["loc"])), str(first["input"])) from error
    except (OSError, ValueError, TypeError) as error:
        raise _malformed("file", str(path)) from error
    for one in found:
        if not is_private(one.issuer):
            raise _malformed("issuer", one.issuer)
        one.secret()
    if len({one.name for one in found}) < len(found):
        raise _malformed("name", "twice")
    return Providers(found, clock)


def is_private(url: str) -> bool:
    """Tell whether nobody reads along: https, or http that stays on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        has_user = parts.username is not None
    except ValueError:
        return False
    if has_user or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_here(host))


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _read(provider: Provider, url: str) -> Mapping[str, Any]:
    return parsed(provider, fetch(Ask(url, seconds=10, limit_bytes=_LIMIT)))


def parsed(provider: Provider, reply: Reply) -> Mapping[str, Any]:
    """Return the JSON object of an answer.

    Raises:
        Unavailable: It is none.
    """
    try:
        body = json.loads(reply.body) if reply.status == _OK else None
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise _unusable(provider, f"status {reply.status}")
    return body


def _keys(provider: Provider, body: Mapping[str, Any]) -> KeySet:
    try:
        return KeySet.import_key_set(dict(body))  # type: ignore[arg-type]
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise _unusable(provider, "its keys cannot be read") from error


def _unusable(provider: Provider, found: str) -> Unavailable:
    return Unavailable(
        "provider-unavailable", "the company's sign-in does not answer as it should",
        field="provider", value=provider.name, found=found, expected=provider.issuer,
    )  # fmt: skip


def _malformed(field: str, value: str) -> RuleViolation:
    return RuleViolation(
        "provider-malformed", "the file of sign-in services cannot be used", field=field,
        value=value[:200], expected="see docs/SIGN-IN.md",
    )  # fmt: skip
