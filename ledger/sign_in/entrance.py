"""The way in: a login with its password, then a second proof; and proving it anew inside.

The rules kept here, in order:

1. Whoever is unknown, disabled, not started or wrong hears the same words after the same work.
2. A try is counted before it is looked at; see `waits`.
3. The right password opens nothing: it gives a ticket of ten minutes, with which a code is shown.
4. What is written down is who, when, from which network and how it went.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Engine, select, update

from ledger.clock import Clock, stamp
from ledger.entropy import Entropy
from ledger.errors import Forbidden
from ledger.sign_in.accounts import ACCOUNT, Account, Accounts
from ledger.sign_in.factors import Factors, must_be_good
from ledger.sign_in.journal import Journal, Origin
from ledger.sign_in.logins import normal
from ledger.sign_in.passwords import Passwords
from ledger.sign_in.sessions import Opened, Sessions, SignedIn
from ledger.sign_in.tickets import Tickets
from ledger.sign_in.waits import Waits, Which, counted_address
from ledger.store.engine import read_transaction, write_transaction
from ledger.vault.beside import Beside

_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Half:
    """Somebody who showed the right password.

    Attributes:
        ticket: Good for the second proof, for ten minutes.
        kinds: Which second proofs she has.
    """

    account: str
    ticket: str
    kinds: frozenset[str]


class Entrance:
    """The way in of one register.

    Args:
        engine: Where the tables are.
        beside: Seals and opens.
        clock: Times. entropy: secrets.
    """

    def __init__(self, engine: Engine, beside: Beside, clock: Clock, entropy: Entropy) -> None:
        self._engine, self._clock = engine, clock
        self.accounts = Accounts(engine, beside, clock, entropy)
        self.sessions = Sessions(engine, beside, clock, entropy)
        self.factors = Factors(engine, beside, clock, entropy)
        self.tickets = Tickets(beside, clock, entropy)
        self.passwords = Passwords(entropy)
        self.journal = Journal(clock, entropy)
        self._waits = Waits(beside, clock)

    def password(self, login: str, password: str, origin: Origin) -> Half:
        """Look at a login and its password.

        Raises:
            Forbidden: `sign-in-refused`, whatever is wrong; `sign-in-wait` after too many.
        """
        who = normal(login)[:_MOST]
        account = self.accounts.by_login(login)
        self._count("login", who, account, origin)
        kept = self._kept(account) if account and not account.disabled_at else None
        if not self.passwords.fits(kept, password[:_MOST]) or account is None:
            with write_transaction(self._engine) as conn:
                name = account.id if account else None
                self.journal.note(conn, "refused", name, how="password", origin=origin)
            raise Forbidden(
                "sign-in-refused",
                "the login or the password is wrong",
                field="login",
                value="-",
                expected="a login and its password",
            )
        with write_transaction(self._engine) as conn:
            self._waits.clear(conn, "login", who)
            self._give_address_back(conn, origin)
            if kept and self.passwords.is_stale(kept):
                values = {"password": self.passwords.again(password)}
                conn.execute(update(ACCOUNT).where(ACCOUNT.c.id == account.id).values(**values))
            ticket = self.tickets.make(conn, "second", account.id, {"how": "password"})
            rows = self.factors.rows(conn, account.id)
        return Half(account.id, ticket, frozenset(row["kind"] for row in rows))

    def half_of(self, ticket: str) -> Half | None:
        """Return who showed the right password, by the ticket; None if it is over."""
        with read_transaction(self._engine) as conn:
            found = self.tickets.look(conn, "second", ticket)
            if found is None or found.account is None:
                return None
            rows = self.factors.rows(conn, found.account)
        return Half(found.account, ticket, frozenset(row["kind"] for row in rows))

    def second(self, ticket: str, code: str, origin: Origin) -> Opened:
        """Look at the second proof, and let in.

        Raises:
            Forbidden: The ticket is over; the code is wrong; or one has to wait.
        """
        half = self.half_of(ticket)
        if half is None:
            raise Forbidden("sign-in-over", "too much time went by", expected="sign in again")
        account = self.accounts.of(half.account)
        proof = self._prove(account, code, origin, "refused")
        with write_transaction(self._engine) as conn:
            if self.tickets.take(conn, "second", ticket) is None:
                raise Forbidden("sign-in-over", "too much time went by", expected="sign in again")
        return self.sessions.open(account.id, f"password+{proof}", origin)

    def prove(self, who: SignedIn, cookie: str, code: str, origin: Origin) -> Opened:
        """Prove anew who one is, and go on with grave things open.

        Raises:
            Forbidden: The code is wrong, or one has to wait.
        """
        proof = self._prove(self.accounts.of(who.account), code, origin, "proof-refused")
        return self.sessions.step_up(cookie, proof, origin)

    def change_password(self, who: SignedIn, old: str, new: str, origin: Origin) -> None:
        """Change one's own password, and end one's other sessions.

        Raises:
            Forbidden: The old one is wrong, or one has to wait. RuleViolation: The new one will
                not do.
        """
        account = self.accounts.of(who.account)
        self._count("login", normal(account.login), account, origin)
        if not self.passwords.fits(self._kept(account), old[:_MOST]):
            with write_transaction(self._engine) as conn:
                self.journal.note(conn, "refused", account.id, how="password", origin=origin)
            raise Forbidden(
                "password-old-wrong",
                "the present password is another",
                field="old",
                value="-",
                expected="the one of now",
            )
        values = {"password": self.passwords.kept(new, account.login)}
        with write_transaction(self._engine) as conn:
            self._waits.clear(conn, "login", normal(account.login))
            self._give_address_back(conn, origin)
            at = stamp(self._clock.now())
            conn.execute(
                update(ACCOUNT).where(ACCOUNT.c.id == account.id).values(password_at=at, **values)
            )
            self.journal.note(conn, "password-changed", account.id, origin=origin)
        self.sessions.end_others(account.id, who.session, origin)

    def unlock(self, account: str, by: str | None = None) -> None:
        """End the waiting of an account: the operator knows who is at the door.

        Raises:
            NotFound: There is no such account.
        """
        found = self.accounts.of(account)
        with write_transaction(self._engine) as conn:
            self._waits.clear(conn, "login", normal(found.login))
            self._waits.clear(conn, "second", found.id)
            self.journal.note(conn, "unlocked", found.id, by=by)

    def _prove(self, account: Account, code: str, origin: Origin, kind: str) -> str:
        self._count("second", account.id, account, origin)
        with write_transaction(self._engine) as conn:
            proof = self.factors.use_code(conn, account, code[:_MOST])
            if proof:
                self._waits.clear(conn, "second", account.id)
                self._give_address_back(conn, origin)
            elif kind == "refused":
                self.journal.note(conn, "refused", account.id, how="code", origin=origin)
            else:
                self.journal.note(conn, "proof-refused", account.id, how="code", origin=origin)
        must_be_good(proof)
        return str(proof)

    def _count(self, which: Which, who: str, account: Account | None, origin: Origin) -> None:
        """Count a try, and commit, before anything is looked at."""
        address = counted_address(origin.address)
        name = account.id if account else None
        try:
            with write_transaction(self._engine) as conn:
                if address:
                    self._waits.take(conn, "address", address)
                self._waits.take(conn, which, who)
        except Forbidden:
            with write_transaction(self._engine) as conn:
                self.journal.note(conn, "waits", name, how=which, origin=origin)
            raise

    def _give_address_back(self, conn: Connection, origin: Origin) -> None:
        if address := counted_address(origin.address):
            self._waits.give_back(conn, "address", address)

    def _kept(self, account: Account) -> str | None:
        with read_transaction(self._engine) as conn:
            query = select(ACCOUNT.c.password).where(ACCOUNT.c.id == account.id)
            return conn.execute(query).scalar()
