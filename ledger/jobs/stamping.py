"""Getting time-stamp tokens over published checkpoints, on request and beside publishing."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography import x509

from ledger.bootstrap import Register
from ledger.errors import LedgerError, NotFound
from ledger.settings import Settings
from ledger.store import checkpoints
from ledger.store.checkpoints import StoredCheckpoint
from ledger.timestamps.authority import request_token
from ledger.timestamps.folder import keep, place_of
from ledger.timestamps.roots import roots_in
from ledger.timestamps.token import check_answer

_LOG: Final = logging.getLogger("daicho.timestamps")


@dataclass(frozen=True, slots=True)
class Authority:
    """A time-stamping authority.

    Attributes:
        url: Where it is asked.
        roots: With them its tokens are verified fully before they are kept.
    """

    url: str
    roots: Sequence[x509.Certificate] = ()


def authority_of(settings: Settings, url: str | None = None) -> Authority | None:
    """Return the authority of the settings, or the one at another URL; None if none is named.

    Raises:
        RuleViolation: The file of roots cannot be read or understood.
    """
    asked = url or settings.tsa_url
    if asked is None:
        return None
    return Authority(asked, roots_in(settings.tsa_roots) if settings.tsa_roots else ())


def checkpoint_of(register: Register, size: int | None) -> StoredCheckpoint:
    """Return the published checkpoint of a size; the latest one for None.

    Raises:
        NotFound: There is none.
    """
    with register.ledger.reading() as conn:
        found = checkpoints.latest(conn) if size is None else checkpoints.at_or_before(conn, size)
    if found is None or size not in {None, found.size}:
        raise NotFound(
            "checkpoint-not-published",
            "no checkpoint of this size has been published",
            field="size",
            value=size,
            expected=f"for instance {found.size}" if found else "daicho checkpoint publish",
        )
    return found


def stamp(home: Path, checkpoint: StoredCheckpoint, authority: Authority) -> Path:
    """Get a token over a checkpoint and keep it; harmless if one is kept already.

    Returns:
        The file.

    Raises:
        Unavailable: The authority gives no answer that can be used.
        SignatureInvalid: Its answer, or the token that is kept, does not hold.
    """
    place = place_of(home, checkpoint.size)
    if place.exists():
        check_answer(place.read_bytes(), checkpoint.note)
        return place
    token = request_token(authority.url, checkpoint.note, authority.roots)
    return keep(home, checkpoint.size, token)


class Stamper:
    """Stamps the checkpoints that a served register publishes, never too often, never failing.

    Args:
        home: Of the register.
        authority: Whom to ask.
        every_seconds: Least time between two tokens: authorities count them.
    """

    def __init__(self, home: Path, authority: Authority, every_seconds: int) -> None:
        self._home = home
        self._authority = authority
        self._every = every_seconds
        self._next = time.monotonic()

    def __call__(self, checkpoint: StoredCheckpoint) -> Path | None:
        """Return the token's file, or None: it is not time yet, or the log says what failed."""
        if time.monotonic() < self._next or place_of(self._home, checkpoint.size).exists():
            return None
        self._next = time.monotonic() + self._every
        try:
            return stamp(self._home, checkpoint, self._authority)
        except LedgerError as error:
            _LOG.warning("no time-stamp over checkpoint %s: %s", checkpoint.size, error)
        return None


def stamper(register: Register, settings: Settings) -> Stamper | None:
    """Return what stamps by the settings; None where they name no authority.

    Raises:
        RuleViolation: The file of roots cannot be read or understood.
    """
    authority = authority_of(settings)
    return Stamper(register.home, authority, settings.tsa_seconds) if authority else None
