"""Forms of people who are not signed in yet: nobody else's page can send them.

A browser that opens such a form gets a random cookie; the form carries a MAC of it that only this
register can make. Another site can send neither. Once there is a session, its own token counts.

Source:
    OWASP Cross-Site Request Forgery Prevention: signed double-submit cookie.
"""

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.pages import forms
from api.pages.account.cookies import is_secure, must_be_private
from api.pages.desk import Desk
from api.pages.forms import Form, read_form

SECURE: Final = "__Host-daicho-door"
LOCAL: Final = "daicho-door"
SECOND_SECURE: Final = "__Host-daicho-second"
SECOND_LOCAL: Final = "daicho-second"
_FORM: Final = re.compile(r"[0-9a-f]{64}")
_MINUTES: Final = 10
_MOST_BYTES: Final = 100_000  # nobody is known yet, and no form of a door has a file


class Door:
    """The cookie of a browser that is not signed in, and what its forms carry.

    Args:
        desk: Of the request.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        found = desk.request.cookies.get(SECURE if is_secure(desk.request) else LOCAL, "")
        self._is_new = not _FORM.fullmatch(found)
        self._value = desk.register.entropy.bytes(32).hex() if self._is_new else found

    @property
    def csrf(self) -> str:
        """What a form carries."""
        return self._desk.register.vault.beside.mac(f"sign-in door {self._value}")

    def open(self, answer: Response) -> Response:
        """Give the browser the cookie, if it has none."""
        if self._is_new:
            secure = is_secure(self._desk.request)
            answer.set_cookie(
                SECURE if secure else LOCAL,
                self._value,
                path="/",
                secure=secure,
                httponly=True,
                samesite="lax",
            )
        return answer

    async def sent(self) -> Form:
        """Read a form that a page of this door sent.

        Raises:
            Forbidden: Another site sent it, or it came over a way that others read.
        """
        must_be_private(self._desk.request)
        form = await read_form(self._desk.request, _MOST_BYTES)
        forms.must_be_ours(self._desk.request, form, self.csrf)
        return form


def give_second(request: Request, answer: Response, ticket: str) -> None:
    """Give the browser the ticket of the second proof."""
    secure = is_secure(request)
    answer.set_cookie(
        SECOND_SECURE if secure else SECOND_LOCAL,
        ticket,
        max_age=_MINUTES * 60,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def second_of(request: Request) -> str:
    """Return the ticket of the second proof; empty if there is none."""
    return request.cookies.get(SECOND_SECURE if is_secure(request) else SECOND_LOCAL, "")


def take_second(request: Request, answer: Response) -> None:
    """Take the ticket away."""
    secure = is_secure(request)
    answer.delete_cookie(
        SECOND_SECURE if secure else SECOND_LOCAL, path="/", secure=secure, httponly=True
    )
