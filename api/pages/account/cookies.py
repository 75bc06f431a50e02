"""The cookie of a session, and from it to who is signed in.

The rules kept here, in order:

1. Over https the cookie is `__Host-daicho`: Secure, for this host and every path, never set by
   another. No script reads it (HttpOnly), and no other site's form sends it (SameSite=Lax).
2. Over plain http there is a cookie only where browser and server are on one machine, under the
   name `daicho`. Anybody on the way could read it elsewhere.
3. A cookie ends with the browser; the register ends the session earlier.

Source:
    RFC 6265bis section 4.1.3.2 (`__Host-` prefix).
"""

import ipaddress
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from ledger.bootstrap import Register
from ledger.errors import Forbidden
from ledger.sign_in.journal import Origin
from ledger.sign_in.sessions import Opened, Sessions, SignedIn

SECURE: Final = "__Host-daicho"
LOCAL: Final = "daicho"
_LOCALHOST: Final = "localhost"


def is_secure(request: Request) -> bool:
    """Tell whether the browser came over https."""
    return request.url.scheme == "https"


def may_sign_in(request: Request) -> bool:
    """Tell whether what the browser sends is read by nobody on the way."""
    if is_secure(request):
        return True
    client = request.client.host if request.client else ""
    return _is_here(client) and _is_here(request.url.hostname or "")


def must_be_private(request: Request) -> None:
    """Refuse whoever would send a password where others read it.

    Raises:
        Forbidden: The page came over plain http from another machine.
    """
    if not may_sign_in(request):
        raise Forbidden(
            "sign-in-needs-https",
            "nobody signs in over a connection that is not encrypted",
            field="address",
            value=request.url.scheme,
            expected="https, or http on this machine",
        )


def sessions_of(register: Register) -> Sessions:
    """Return the sessions of a register."""
    return Sessions(register.engine, register.vault.beside, register.clock, register.entropy)


def cookie_of(request: Request) -> str | None:
    """Return the cookie that counts for this request, if it was sent."""
    if not may_sign_in(request):
        return None
    return request.cookies.get(SECURE if is_secure(request) else LOCAL)


def session_of(register: Register, request: Request) -> SignedIn | None:
    """Return who is signed in."""
    cookie = cookie_of(request)
    return sessions_of(register).of(cookie) if cookie else None


def origin_of(request: Request) -> Origin:
    """Return where a request comes from."""
    client = request.client.host if request.client else ""
    return Origin(client, request.headers.get("user-agent", ""))


def give(request: Request, answer: Response, opened: Opened) -> None:
    """Give the browser the cookie of a session."""
    secure = is_secure(request)
    answer.set_cookie(
        SECURE if secure else LOCAL,
        opened.cookie,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def take(request: Request, answer: Response) -> None:
    """Take the cookie away from the browser."""
    secure = is_secure(request)
    answer.delete_cookie(
        SECURE if secure else LOCAL, path="/", secure=secure, httponly=True, samesite="lax"
    )


def _is_here(host: str) -> bool:
    if host == _LOCALHOST:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
