"""The first visit: with the operator's code the person sets what only she will know.

The rules kept here, in order:

1. The code is good once, until its 72 hours are over. A code that is over says so to whoever has
   it, and nothing about anybody to whoever has none.
2. Password and second proof are set together: no account is ever half protected.
3. Recovery codes are shown once, then.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select, update

from ledger.clock import Clock, stamp
from ledger.errors import Forbidden
from ledger.sign_in.accounts import ACCOUNT, Account, start_hash
from ledger.sign_in.entrance import Entrance
from ledger.sign_in.journal import Origin
from ledger.sign_in.sessions import Opened
from ledger.store.engine import read_transaction, write_transaction

Put = Callable[[Connection, Account], None]


@dataclass(frozen=True, slots=True)
class Started:
    """An account that was started: its session, and codes that are shown this once."""

    opened: Opened
    recovery: tuple[str, ...]


class Starting:
    """Starts accounts.

    Args:
        engine: Where the tables are.
        entrance: Of the register.
        clock: Times.
    """

    def __init__(self, engine: Engine, entrance: Entrance, clock: Clock) -> None:
        self._engine, self._entrance, self._clock = engine, entrance, clock

    def look(self, code: str) -> Account:
        """Return the account that a code starts.

        Raises:
            Forbidden: The code is none, was used, or is over.
        """
        with read_transaction(self._engine) as conn:
            return self._account(conn, code)

    def secret(self, code: str) -> str:
        """Return the authenticator's secret that the page of a code proposes."""
        return self._entrance.factors.proposal("start", start_hash(code))

    def with_code(self, code: str, password: str, proof: str, origin: Origin) -> Started:
        """Start an account with a password and an authenticator.

        Args:
            code: Of the operator.
            password: Her own.
            proof: What the authenticator shows.
            origin: Where she is.

        Raises:
            Forbidden: The code is none any more.
            RuleViolation: Password or proof will not do; nothing was set.
        """
        secret = self.secret(code)

        def put(conn: Connection, account: Account) -> None:
            self._entrance.factors.add_totp(conn, account, secret, proof)

        return self.start(code, password, put, origin, "password+totp")

    def start(self, code: str, password: str, put: Put, origin: Origin, how: str) -> Started:
        """Start an account with a password and the proof that `put` adds."""
        account = self.look(code)
        kept = self._entrance.passwords.kept(password, account.login)
        with write_transaction(self._engine) as conn:
            account = self._account(conn, code)
            put(conn, account)
            values = {"password": kept, "password_at": stamp(self._clock.now())}
            query = update(ACCOUNT).where(ACCOUNT.c.start_hash == start_hash(code))
            done = conn.execute(query.values(start_hash=None, start_until=None, **values))
            if done.rowcount != 1:
                raise _over()
            recovery = self._entrance.factors.new_recovery(conn, account.id)
            self._entrance.journal.note(conn, "account-started", account.id, origin=origin)
        return Started(self._entrance.sessions.open(account.id, how, origin), recovery)

    def _account(self, conn: Connection, code: str) -> Account:
        good = (ACCOUNT.c.start_hash == start_hash(code)) & ACCOUNT.c.disabled_at.is_(None)
        good &= ACCOUNT.c.start_until > stamp(self._clock.now())
        id = conn.execute(select(ACCOUNT.c.id).where(good)).scalar()
        if id is None:
            raise _over()
        return self._entrance.accounts.of(id)


def _over() -> Forbidden:
    return Forbidden(
        "start-code-over",
        "the starting code is wrong or over: ask the operator for a new one",
        field="code",
        value="-",
        expected="a new code",
    )
