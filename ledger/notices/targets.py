"""Where a notice may go: e-mail addresses and webhook addresses, checked and masked: pure.

The rules kept here, in order:

1. An e-mail address is plain ASCII and has no character that means anything in a header.
2. A webhook is `https`, without a name and password, on a public host. `http` and this machine are
   for tests alone, and only where a setting says so.
3. What a name resolves to is looked at every time something is sent: it may have changed.
4. Nobody is shown more of an address than it takes to know it again.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from ledger.errors import RuleViolation

_MAIL: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])"
)
_LONGEST_MAIL: Final = 254  # RFC 5321 section 4.5.3.1.3, less the angle brackets
_LONGEST_LOCAL: Final = 64
_LONGEST_URL: Final = 500
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:.]{2,45}")
_NAT64: Final = 0x0064_FF9B << 96
_LOW_32: Final = 2**32 - 1
_NOT_PUBLIC: Final = (
    IPv6Network("64:ff9b:1::/48"),  # translated by the own network, RFC 8215
    IPv6Network("::ffff:0:0:0/96"),  # translated without a table, RFC 7915
    IPv6Network("3fff::/20"),  # for documentation, RFC 9637
    IPv6Network("5f00::/16"),  # segments of one's own network, RFC 9602
)
"""Younger or older than the registries that `ipaddress` knows; where they lead is not public."""
_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A webhook's address, taken apart.

    Attributes:
        path: With the query.
    """

    scheme: str
    host: str
    port: int
    path: str


def check_mail(text: str) -> str:
    """Return an e-mail address that can be written to.

    Raises:
        RuleViolation: It is none; the refusal does not repeat it.

    Source:
        RFC 5322 section 3.4.1, `dot-atom@domain`, without comments, quotes and other alphabets.
    """
    local = text.partition("@")[0]
    is_short = len(text) <= _LONGEST_MAIL and len(local) <= _LONGEST_LOCAL
    if not is_short or not _MAIL.fullmatch(text):
        raise RuleViolation(
            "mail-malformed", field="target", value="no e-mail address", expected="name@example.jp"
        )
    return text


def check_url(text: str, *, local: bool = False) -> Endpoint:
    """Take a webhook's address apart.

    Args:
        text: Such as `https://example.jp/hooks/daicho`.
        local: Whether `http` and this machine may be named.

    Raises:
        RuleViolation: It is none that may be called; the refusal does not repeat it.
    """
    try:
        parts = urlsplit(text)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise _no_url("an address that cannot be read") from None
    host = parts.hostname or ""
    if not text.isascii() or not text.isprintable() or " " in text or len(text) > _LONGEST_URL:
        raise _no_url("more than 500 characters, or other than visible ASCII")
    if parts.scheme not in (_PORTS if local else ("https",)):
        raise _no_url("another scheme")
    if parts.username is not None or parts.fragment or not _HOST.fullmatch(host):
        raise _no_url("a name, password or fragment in it, or no host")
    _must_be_public(host, local=local)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Endpoint(parts.scheme, host, port, path)


def _must_be_public(host: str, *, local: bool) -> None:
    """Refuse a number of this machine or of a private net; names are looked up when sending."""
    try:
        number = ip_address(host)
    except ValueError:
        return
    if not may_call(str(number), local=local):
        raise _no_url("a private net")


def _no_url(found: str) -> RuleViolation:
    return RuleViolation(
        "webhook-malformed", field="target", value=found, expected="https://example.jp/path"
    )


def may_call(number: str, *, local: bool = False) -> bool:
    """Tell whether something may be sent to an IP address.

    An IPv4 address inside an IPv6 address is looked at, too: it is where the packets go.

    Args:
        number: What a name resolved to.
        local: Whether this machine itself may be called.

    Source:
        IANA special-purpose address registries, as `ipaddress` has them; RFC 6052 and RFC 3056.
    """
    address = _innermost(ip_address(number.partition("%")[0]))
    if local and address.is_loopback:
        return True
    if isinstance(address, IPv6Address):
        is_near = address.is_site_local or any(address in net for net in _NOT_PUBLIC)
        return address.is_global and not address.is_multicast and not is_near
    return address.is_global and not address.is_multicast


def _innermost(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 address stands for, or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    inside = address.ipv4_mapped or address.sixtofour
    if address.teredo:
        inside = address.teredo[1]
    elif int(address) & ~_LOW_32 in (_NAT64, 0) and int(address) > 1:
        inside = IPv4Address(int(address) & _LOW_32)
    return inside or address


def masked(channel: str, target: str) -> str:
    """Return as much of an address as it takes to know it again.

    Example:
        `hanako@example.jp` is `h***@example.jp`, `https://example.jp/hooks/7f3a` is
        `https://example.jp/***`.
    """
    if channel == "email":
        local, _, domain = target.partition("@")
        return f"{local[:1]}***@{domain}"
    parts: SplitResult = urlsplit(target)
    return f"{parts.scheme}://{parts.netloc}/***"
