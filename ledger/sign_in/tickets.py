"""Tickets: what is good once, for minutes, for whoever shows the secret.

A first proof that waits for the second, a challenge that a passkey has to sign, the state of a way
to a company's own sign-in. The table holds a hash of the secret; what a ticket says is sealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final, Literal

from sqlalchemy import Connection, delete, select

from ledger.clock import Clock, stamp
from ledger.entropy import Entropy
from ledger.log import canonical
from ledger.sign_in.accounts import TICKET
from ledger.vault.beside import Beside

Purpose = Literal["second", "passkey", "provider"]
MINUTES: Final = 10
_SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket that was shown."""

    account: str | None
    data: Mapping[str, Any]


class Tickets:
    """The tickets of one register.

    Args:
        beside: Seals what tickets say. clock: Times. entropy: Secrets.
    """

    def __init__(self, beside: Beside, clock: Clock, entropy: Entropy) -> None:
        self._beside, self._clock, self._entropy = beside, clock, entropy

    def make(
        self, conn: Connection, purpose: Purpose, account: str | None, data: Mapping[str, Any]
    ) -> str:
        """Make a ticket; those that are over are thrown away.

        Returns:
            Its secret.
        """
        now = self._clock.now()
        secret = self._entropy.bytes(_SECRET_BYTES).hex()
        id = _hash(secret)
        row = {
            "id": id,
            "purpose": purpose,
            "account_id": account,
            "data": self._beside.seal(None, _bound(id), canonical.encode(dict(data)).decode()),
            "until": stamp(now + timedelta(minutes=MINUTES)),
        }
        conn.execute(delete(TICKET).where(TICKET.c.until <= stamp(now)))
        conn.execute(TICKET.insert(), row)
        return secret

    def look(self, conn: Connection, purpose: Purpose, secret: str) -> Ticket | None:
        """Return what a ticket says; it stays good."""
        good = self._good(purpose, secret)
        row = conn.execute(select(TICKET).where(good)).mappings().first()
        return self._read(dict(row)) if row else None

    def take(self, conn: Connection, purpose: Purpose, secret: str) -> Ticket | None:
        """Return what a ticket says, this once."""
        query = delete(TICKET).where(self._good(purpose, secret)).returning(*TICKET.c)
        row = conn.execute(query).mappings().first()
        return self._read(dict(row)) if row else None

    def _good(self, purpose: Purpose, secret: str) -> Any:
        now = stamp(self._clock.now())
        is_it = (TICKET.c.id == _hash(secret)) & (TICKET.c.purpose == purpose)
        return is_it & (TICKET.c.until > now)

    def _read(self, row: Mapping[str, Any]) -> Ticket:
        text = self._beside.open(None, _bound(row["id"]), bytes(row["data"])) or "{}"
        return Ticket(row["account_id"], canonical.decode(text.encode()))


def _bound(id: str) -> str:
    return f"sign-in|ticket|{id}"


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
