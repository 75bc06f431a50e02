"""Passwords: what is asked of one, and what is kept of it.

The rules kept here, in order:

1. 12 to 200 characters of any kind, in one spelling (NFKC). No rule asks for digits or signs, and
   nobody has to change a password because time passed.
2. A password is not the login, not the name of this register, not one of those that everybody
   tries first, and not a few characters over and over.
3. What is kept is Argon2id of it, with a salt of its own. Parameters that grew since are applied
   at the next sign-in.
4. Nobody known is checked like somebody known: the same work against a hash of nothing.
5. Four are checked at a time: each takes 64 MiB, and a crowd at the door must not fill the house.

Source:
    NIST SP 800-63B-4 section 3.1.1.2 (length, blocklist, no composition, normalisation); RFC 9106
    section 4, second recommended option: t=3, 64 MiB, p=4, as of November 2026.
"""

import threading
import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from ledger.entropy import Entropy
from ledger.errors import RuleViolation
from ledger.sign_in.logins import normal

LEAST: Final = 12
MOST: Final = 200
SINCE: Final = "2026-11"
"""When the parameters were last looked at."""

_HASHER: Final = PasswordHasher(
    time_cost=3, memory_cost=65_536, parallelism=4, hash_len=32, salt_len=16, type=Type.ID
)
_AT_A_TIME: Final = threading.BoundedSemaphore(4)
_DISTINCT: Final = 5
_NAMES: Final = ("daicho", "台帳")
_TRIED_FIRST: Final = frozenset(
    {
        "123456789012", "1234567890123", "12345678901234", "123456789012345", "1234567890123456",
        "012345678910", "qwertyuiop12", "qwertyuiop123", "qwertyuiopasdf", "qwertyuiopasdfgh",
        "1q2w3e4r5t6y", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "password1234", "password12345",
        "password123456", "passwordpassword", "administrator", "administrator1", "iloveyou1234",
        "correcthorsebatterystaple", "letmeinletmein", "welcome12345", "changemechangeme",
    }
)  # fmt: skip


class Passwords:
    """Makes and checks what is kept of passwords.

    Args:
        entropy: Draws salts.
    """

    def __init__(self, entropy: Entropy) -> None:
        self._entropy = entropy

    def kept(self, password: str, login: str) -> str:
        """Return what is kept of a new password.

        Args:
            password: As typed.
            login: Of the account, in its one spelling.

        Raises:
            RuleViolation: The password will not do; the refusal never repeats it.
        """
        spelled = _spelled(password)
        must_do(spelled, login)
        with _AT_A_TIME:
            return _HASHER.hash(spelled, salt=self._entropy.bytes(_HASHER.salt_len))

    def fits(self, kept: str | None, password: str) -> bool:
        """Tell whether a password is the one of which this was kept; with None, work and say no."""
        with _AT_A_TIME:
            try:
                _HASHER.verify(kept or _of_nobody(), _spelled(password)[:MOST])
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    @staticmethod
    def is_stale(kept: str) -> bool:
        """Tell whether it was made with parameters of another time."""
        return _HASHER.check_needs_rehash(kept)

    def again(self, password: str) -> str:
        """Return what is kept of a password that was just shown to be right."""
        with _AT_A_TIME:
            return _HASHER.hash(_spelled(password), salt=self._entropy.bytes(_HASHER.salt_len))


def must_do(password: str, login: str) -> None:
    """Refuse a password that will not do.

    Raises:
        RuleViolation: As said.
    """
    spelled = _spelled(password)
    if not LEAST <= len(spelled) <= MOST:
        raise RuleViolation(
            "password-length", "the password is too short or too long", field="password",
            value=f"{len(spelled)} characters",
            expected=f"{LEAST} to {MOST} characters",
        )  # fmt: skip
    folded = spelled.casefold()
    short = normal(login).partition("@")[0]
    repeated = {name * (len(folded) // len(name)) for name in (*_NAMES, short) if name}
    is_guessed = folded in {normal(login), *_TRIED_FIRST} or folded in repeated
    if is_guessed or len(set(folded)) < _DISTINCT:
        raise RuleViolation(
            "password-guessed", "this password is guessed too easily", field="password", value="-",
            expected="something that nobody tries first: several words that only you put together",
        )  # fmt: skip


def _spelled(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


@cache
def _of_nobody() -> str:
    return _HASHER.hash("nobody", salt=bytes(_HASHER.salt_len))
