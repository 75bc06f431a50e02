"""What happened at the door: every sign-in and every failure, for the person and for the operator.

The rules kept here, in order:

1. A row is added and never changed; the database refuses anything else.
2. No password, and no login: who is unknown stays unknown, known only by the network.
3. Of an address the network is kept: /24 of IPv4, /48 of IPv6. It says which café, not which table.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, select

from ledger.clock import Clock, stamp
from ledger.entropy import Entropy
from ledger.ids import SIGN_IN_EVENT, new_id
from ledger.store.tables import LOG_METADATA

Kind = Literal[
    "account-made", "account-started", "account-disabled", "account-enabled", "account-removed",
    "reset", "unlocked", "signed-in", "signed-out", "refused", "waits", "proved", "proof-refused",
    "password-changed", "factor-added", "factor-removed", "recovery-made", "session-ended",
    "linked",
]  # fmt: skip
_TABLE: Final = LOG_METADATA.tables["sign_in_event"]
_IPV4: Final = 24
_IPV6: Final = 48
_MOST_BROWSER: Final = 120


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from.

    Attributes:
        address: Of the sender, in full; kept nowhere.
        browser: What the browser says it is.
    """

    address: str = ""
    browser: str = ""

    @property
    def network(self) -> str:
        """The network of the address; empty where there is none."""
        try:
            address = ipaddress.ip_address(self.address)
        except ValueError:
            return ""
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        bits = _IPV4 if address.version == 4 else _IPV6  # noqa: PLR2004 - the two versions
        return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))

    @property
    def browser_shown(self) -> str:
        """What the browser says, as far as a list shows it."""
        return "".join(c for c in self.browser if c.isprintable())[:_MOST_BROWSER]


NOWHERE: Final = Origin()


@dataclass(frozen=True, slots=True)
class Journal:
    """Writes and reads what happened.

    Attributes:
        clock: When. entropy: Draws the ids of rows.
    """

    clock: Clock
    entropy: Entropy

    def note(
        self,
        conn: Connection,
        kind: Kind,
        account: str | None,
        *,
        how: str = "",
        origin: Origin = NOWHERE,
        by: str | None = None,
    ) -> None:
        """Add a row.

        Args:
            conn: A write transaction.
            kind: What happened.
            account: Whose; None where nobody of that name is known.
            how: By which proof.
            origin: Where it came from.
            by: Token of whoever did it, if somebody else.
        """
        row = {
            "id": new_id(SIGN_IN_EVENT, self.clock, self.entropy),
            "account_id": account,
            "at": stamp(self.clock.now()),
            "kind": kind,
            "how": how,
            "network": origin.network,
            "by": by,
        }
        conn.execute(_TABLE.insert(), row)


def events_page(
    conn: Connection, account: str | None = None, *, before: str | None = None, limit: int = 50
) -> list[Mapping[str, Any]]:
    """List what happened, the newest first.

    Args:
        conn: A snapshot.
        account: Only to this one; None for all, strangers included.
        before: Id of the last row of the page before.
        limit: Most rows.
    """
    query = select(_TABLE).order_by(_TABLE.c.id.desc()).limit(limit)
    if account is not None:
        query = query.where(_TABLE.c.account_id == account)
    if before is not None:
        query = query.where(_TABLE.c.id < before)
    return [dict(row) for row in conn.execute(query).mappings()]
