"""Accounts of a sample: with a password and a secret that everybody may read.

A register of a real world refuses them: somebody would forget to take them away.
"""

from dataclasses import dataclass

from sqlalchemy import Engine

from ledger.clock import Clock
from ledger.entropy import Entropy
from ledger.errors import Forbidden, NotFound
from ledger.log.genesis import parse_genesis
from ledger.sign_in.accounts import Account, NewAccount
from ledger.sign_in.entrance import Entrance
from ledger.sign_in.factors import current_code
from ledger.sign_in.journal import NOWHERE
from ledger.sign_in.starting import Starting
from ledger.store.engine import read_transaction
from ledger.vault.beside import Beside


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """An account whose proofs are known.

    Attributes:
        new: Login, role and party. password: hers. secret: the authenticator's, base 32.
    """

    new: NewAccount
    password: str
    secret: str


class SampleAccounts:
    """Makes accounts of a sample.

    Args:
        engine: Where the tables are.
        beside: Seals and opens.
        clock: Times. entropy: secrets.
    """

    def __init__(self, engine: Engine, beside: Beside, clock: Clock, entropy: Entropy) -> None:
        self._entrance = Entrance(engine, beside, clock, entropy)
        self._starting = Starting(engine, self._entrance, clock)
        self._clock = clock

    def make(self, genesis: str, sample: SampleAccount) -> Account:
        """Make and start an account; one that is there already stays as it is.

        Args:
            genesis: Of the register.
            sample: What is wanted.

        Raises:
            Forbidden: The register is of no sample.
        """
        if parse_genesis(genesis).sample_seed is None:
            raise Forbidden("sample-only", field="genesis", value="-", expected="a sample register")
        known = self._entrance.accounts.by_login(sample.new.login)
        if known:
            return known
        made = self._entrance.accounts.add(sample.new)
        factors = self._entrance.factors

        started = self._starting.start(
            made.code,
            sample.password,
            lambda conn, account: factors.add_totp(
                conn, account, sample.secret, current_code(sample.secret, self._clock)
            ),
            NOWHERE,
            "sample",
        )
        self._entrance.sessions.end(started.opened.cookie)
        return self._entrance.accounts.of(made.id)


def sample_code(entrance: Entrance, engine: Engine, account: Account) -> str:
    """Return what the authenticator of a sample's account shows now.

    Raises:
        NotFound: It has none.
    """
    with read_transaction(engine) as conn:
        rows = [row for row in entrance.factors.rows(conn, account.id) if row["kind"] == "totp"]
    if not rows:
        raise NotFound("factor-not-found", field="account", value=account.id)
    secret = entrance.factors.secret_of(account, rows[0])
    return current_code(secret, entrance.journal.clock)
