"""The name that somebody types to sign in: one spelling, found by a MAC, shown in part.

The rules kept here, in order:

1. Half-width and full-width, capital and small letters are the same login: NFKC, then casefold.
2. No column holds a login that can be read: it is sealed, under the person's own key where the
   register knows the person, and found through a MAC that only this register can make.
3. Lists show the first letters alone.
"""

import re
import unicodedata
from typing import Final

from ledger.errors import RuleViolation
from ledger.vault.beside import Beside

MOST: Final = 200
LEAST: Final = 3
_SHOWN: Final = 2
_FORM: Final = re.compile(r"[^\s\x00-\x1f\x7f]+")


def normal(login: str) -> str:
    """Return the one spelling of a login."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def checked(login: str) -> str:
    """Return the one spelling of a new login.

    Raises:
        RuleViolation: It is too short, too long, or has blanks in it.
    """
    found = normal(login)
    if not LEAST <= len(found) <= MOST or not _FORM.fullmatch(found) or not found.isprintable():
        raise RuleViolation(
            "login-malformed",
            field="login",
            value=ascii(login)[:MOST],
            expected=f"{LEAST} to {MOST} characters without blanks, such as an e-mail address",
        )
    return found


def mac_of(beside: Beside, login: str) -> str:
    """Return what a login is found by; known or not, whoever typed it."""
    return beside.mac(f"sign-in login {normal(login)[:MOST]}")


def masked(login: str) -> str:
    """Return as much of a login as a list shows.

    `hoshino@example.jp` is `ho…@e…`, `kaede` is `ka…`, `abc` is `a…`.
    """
    name, at, host = login.partition("@")
    shown = name[: _SHOWN if len(name) > _SHOWN + 1 else 1] + "…"
    return f"{shown}@{host[:1]}…" if at else shown
