"""What is sealed of an address: where it leads, its code, its secrets; and its ticket."""

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from ledger.clock import stamp
from ledger.errors import NotFound
from ledger.log import canonical
from ledger.vault.beside import Beside

_TICKET: Final = 32
_CODE_HALF: Final = 5
Secrets = list[dict[str, str]]


class Sealed:
    """Seals and opens what belongs to addresses; a row is one of their table.

    Args:
        beside: Of the vault.
    """

    def __init__(self, beside: Beside) -> None:
        self._beside = beside

    def seal(self, row: Mapping[str, Any], field: str, value: str) -> bytes:
        """Seal a field of an address, under its person's key if it has one.

        Raises:
            RuleViolation: The person was erased.
        """
        return self._beside.seal(row["subject"], _bound(row, field), value)

    def target_of(self, row: Mapping[str, Any]) -> str | None:
        """Return where an address leads; None if its person was erased."""
        return self._open(row, "target")

    def code_of(self, row: Mapping[str, Any]) -> str:
        """Return the code that confirms an address; empty if there is none."""
        return self._open(row, "code") or ""

    def secrets_of(self, row: Mapping[str, Any], now: datetime) -> Secrets:
        """Return the secrets of a webhook that are good now, the newest first."""
        kept: Secrets = canonical.decode((self._open(row, "secrets") or "[]").encode())
        return [one for one in kept if one.get("until", "9999") > stamp(now)]

    def seal_secrets(self, row: Mapping[str, Any], secrets: Sequence[Mapping[str, str]]) -> bytes:
        """Seal the secrets of a webhook, the newest first."""
        text = canonical.encode([dict(one) for one in secrets]).decode()
        return self.seal(row, "secrets", text)

    def ticket_of(self, address: str) -> str:
        """Return what lets a reader of a message quieten its address without a token."""
        return f"{address}.{self._beside.mac(f'quieten {address}')[:_TICKET]}"

    def address_of(self, ticket: str) -> str:
        """Return the address that a ticket is for.

        Raises:
            NotFound: It is none of ours.
        """
        address = ticket.partition(".")[0]
        if not hmac.compare_digest(self.ticket_of(address).encode(), ticket.encode()):
            raise NotFound("notice-address-not-found", field="ticket", value=address[:40])
        return address

    def _open(self, row: Mapping[str, Any], field: str) -> str | None:
        sealed = row[field]
        if sealed is None:
            return None
        return self._beside.open(row["subject"], _bound(row, field), bytes(sealed))


def with_dash(code: str) -> str:
    """Write a code as people read it."""
    return f"{code[:_CODE_HALF]}-{code[_CODE_HALF:]}" if code else ""


def _bound(row: Mapping[str, Any], field: str) -> str:
    return f"notice|{row['id']}|{field}"
