"""Waiting after failures: so long that guessing takes years, so short that a person comes in again.

The rules kept here, in order:

1. A try is counted before it is looked at, so that many at once are many tries. Who succeeds is
   forgotten.
2. Under one login five tries are free, known or not. From the fifth failure on one waits a
   minute, then two, four and so on, a day at most. Two days without a failure and it is forgotten.
3. Codes of the second proof are counted the same way, by account, apart from passwords.
4. From one address 30 tries are free; then a minute, doubling to an hour, forgotten after an hour.
   A network of IPv6 is one address (/64).
5. While one waits nothing is looked at: the right password says no more than a wrong one. The
   operator ends the wait of an account. Passkeys cannot be guessed, and do not wait.

A guesser gets 16 tries in the first 34 hours and fewer after. Against a code of six digits of
which three are good at a time that is 3 x 16 / 1,000,000: one in 20,000, for whoever has the
password already.

Source:
    NIST SP 800-63B-4 section 3.2.2 (rate limiting; 100 failures in a row at most).
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ledger.clock import Clock, parse_stamp, stamp
from ledger.errors import Forbidden
from ledger.sign_in.accounts import WAIT
from ledger.store.engine import POSTGRESQL
from ledger.vault.beside import Beside

Which = Literal["login", "second", "address"]
_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_FIRST: Final = timedelta(minutes=1)
_IPV6: Final = 64


@dataclass(frozen=True, slots=True)
class _Patience:
    free: int
    longest: timedelta
    forgotten: timedelta


_PATIENCE: Final[dict[Which, _Patience]] = {
    "login": _Patience(5, _DAY, 2 * _DAY),
    "second": _Patience(5, _DAY, 2 * _DAY),
    "address": _Patience(30, _HOUR, _HOUR),
}


def wait_after(which: Which, failures: int) -> timedelta | None:
    """Return how long one waits after so many failures.

    Under a login: nothing after 4, a minute after 5, 4 minutes after 7, a day after 16 and more
    (2^11 minutes would be 34 hours).
    """
    patience = _PATIENCE[which]
    if failures < patience.free:
        return None
    doublings = min(failures - patience.free, 20)
    return min(_FIRST * (1 << doublings), patience.longest)


class Waits:
    """Counts failures.

    Args:
        beside: Makes the MACs by which somebody is known.
        clock: When.
    """

    def __init__(self, beside: Beside, clock: Clock) -> None:
        self._beside, self._clock = beside, clock

    def take(self, conn: Connection, which: Which, who: str) -> None:
        """Count a try, before it is looked at.

        Args:
            conn: A write transaction, committed before the try is looked at.
            which: What is tried.
            who: By whom: a login in its one spelling, an account, an address.

        Raises:
            Forbidden: One has to wait; nothing was counted.
        """
        id, now = self._id(which, who), self._clock.now()
        row = self._row(conn, id, now, which)
        if row["until"] and parse_stamp(row["until"]) > now:
            raise Forbidden(
                "sign-in-wait",
                "too many failures: wait a while",
                field="login",
                value=row["until"],
                expected="try again later",
            )
        wait = wait_after(which, row["failures"] + 1)
        conn.execute(
            update(WAIT)
            .where(WAIT.c.id == id)
            .values(
                failures=row["failures"] + 1,
                last_at=stamp(now),
                until=stamp(now + wait) if wait else None,
            )
        )

    def clear(self, conn: Connection, which: Which, who: str) -> None:
        """Forget the failures of somebody."""
        conn.execute(delete(WAIT).where(WAIT.c.id == self._id(which, who)))

    def give_back(self, conn: Connection, which: Which, who: str) -> None:
        """Take one counted try back: it was none."""
        query = update(WAIT).where((WAIT.c.id == self._id(which, who)) & (WAIT.c.failures > 0))
        conn.execute(query.values(failures=WAIT.c.failures - 1, until=None))

    def _id(self, which: Which, who: str) -> str:
        return self._beside.mac(f"sign-in wait {which} {who}")

    def _row(self, conn: Connection, id: str, now: datetime, which: Which) -> Any:
        """Lock the row of somebody; a new one where the last failure was forgotten."""
        old = stamp(now - _PATIENCE[which].forgotten)
        waiting = WAIT.c.until.is_not(None) & (WAIT.c.until > stamp(now))
        conn.execute(delete(WAIT).where((WAIT.c.id == id) & (WAIT.c.last_at < old) & ~waiting))
        make = postgresql.insert if conn.dialect.name == POSTGRESQL else sqlite.insert
        fresh = {"id": id, "failures": 0, "last_at": stamp(now), "until": None}
        conn.execute(make(WAIT).values(fresh).on_conflict_do_nothing())
        query = select(WAIT).where(WAIT.c.id == id)
        if conn.dialect.name == POSTGRESQL:
            query = query.with_for_update()
        return conn.execute(query).mappings().one()


def counted_address(address: str) -> str:
    """Return what counts as one address; empty where there is none to count."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.ip_network(f"{found}/{_IPV6}", strict=False))
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else found
    return str(mapped)
