"""A register with accounts: made by one call, on a clock that a test can move."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from stage import Stage

from ledger.bootstrap import Register
from ledger.clock import SteppingClock
from ledger.command import Role
from ledger.sign_in.accounts import Account, Accounts, Made, NewAccount
from ledger.sign_in.entrance import Entrance
from ledger.sign_in.factors import current_code
from ledger.sign_in.journal import Origin
from ledger.sign_in.sessions import Sessions
from ledger.sign_in.starting import Starting

LOGIN = "kaede@example.jp"
PASSWORD = "paper cranes over the bay"
NOWHERE = Origin()


@dataclass(frozen=True)
class Started:
    """An account that was started, and what its person knows."""

    id: str
    secret: str
    recovery: tuple[str, ...]


@dataclass(frozen=True)
class SignInStage:
    """Accounts and sessions of one register."""

    register: Register

    @property
    def accounts(self) -> Accounts:
        one = self.register
        return Accounts(one.engine, one.vault.beside, one.clock, one.entropy)

    @property
    def sessions(self) -> Sessions:
        one = self.register
        return Sessions(one.engine, one.vault.beside, one.clock, one.entropy)

    @property
    def entrance(self) -> Entrance:
        one = self.register
        return Entrance(one.engine, one.vault.beside, one.clock, one.entropy)

    @property
    def starting(self) -> Starting:
        return Starting(self.register.engine, self.entrance, self.register.clock)

    def shown(self, secret: str) -> str:
        """What an authenticator shows now."""
        return current_code(secret, self.register.clock)

    def code(self, account: Started) -> str:
        """A code that was not used yet: half a minute later."""
        self.later(seconds=30)
        return self.shown(account.secret)

    def started(
        self, login: str = LOGIN, role: str = "studio", party: str | None = None
    ) -> Started:
        """Somebody who has set her password and an authenticator."""
        made = self.made(login, role, party)
        secret = self.starting.secret(made.code)
        done = self.starting.with_code(made.code, PASSWORD, self.shown(secret), NOWHERE)
        self.sessions.end(done.opened.cookie)
        return Started(made.id, secret, done.recovery)

    def company(self) -> str:
        return Stage(self.register.ledger).company("星雲スタジオ")

    def made(self, login: str = LOGIN, role: str = "studio", party: str | None = None) -> Made:
        """An account of somebody, of a company of its own where none is named."""
        of = None if role == "operator" else party or self.company()
        return self.accounts.add(NewAccount(login, cast("Role", role), of))

    def account(
        self, login: str = LOGIN, role: str = "studio", party: str | None = None
    ) -> Account:
        return self.accounts.of(self.made(login, role, party).id)

    def to_the_present(self) -> None:
        """Let the clock show what the machine's shows."""
        cast("SteppingClock", self.register.clock).advance_to(datetime.now(tz=UTC))

    @property
    def from_here(self) -> Origin:
        return NOWHERE

    def later(self, **passed: int) -> None:
        """Let time pass."""
        clock = cast("SteppingClock", self.register.clock)
        clock.advance_to(clock.now() + timedelta(**passed))
