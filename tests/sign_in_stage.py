"""A register with accounts: made by one call, on a clock that a test can move."""

from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from stage import Stage

from ledger.bootstrap import Register
from ledger.clock import SteppingClock
from ledger.command import Role
from ledger.sign_in.accounts import Account, Accounts, Made, NewAccount
from ledger.sign_in.sessions import Sessions

LOGIN = "kaede@example.jp"


@dataclass(frozen=True)
class SignInStage:
    """Accounts and sessions of one register."""

    register: Register

    @property
    def parts(self) -> tuple[object, object, object, object]:
        one = self.register
        return one.engine, one.vault.beside, one.clock, one.entropy

    @property
    def accounts(self) -> Accounts:
        one = self.register
        return Accounts(one.engine, one.vault.beside, one.clock, one.entropy)

    @property
    def sessions(self) -> Sessions:
        one = self.register
        return Sessions(one.engine, one.vault.beside, one.clock, one.entropy)

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

    def later(self, **passed: int) -> None:
        """Let time pass."""
        clock = cast("SteppingClock", self.register.clock)
        clock.advance_to(clock.now() + timedelta(**passed))
