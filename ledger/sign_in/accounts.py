"""Accounts: one person at one seat, who signs in under a login of her own.

The rules kept here, in order:

1. An account has the role and the party of a token. It stands on a row of the table of tokens
   whose secret nobody ever had: its id is who did something (`Actor.by`), so that two pairs of
   eyes, revocation and the record of reads hold for people as for machines.
2. The operator makes an account and hands over a code that is good once, for 72 hours. With it the
   person sets password and second proof herself; nobody else ever knows them.
3. A reset takes all proofs and sessions away and gives a new code.
4. An account of a person is sealed under that person's key: it goes with the key.
5. Who leaves is disabled; her account's row stays while what she did is asked about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Connection, Engine, delete, select, update

from ledger.access.tokens import NewToken, Tokens
from ledger.clock import Clock, stamp
from ledger.command import Role
from ledger.entropy import Entropy
from ledger.errors import Conflict, NotFound
from ledger.ids import SIGN_IN, new_id
from ledger.parties.views import PartyRow
from ledger.sign_in.journal import Journal, Kind
from ledger.sign_in.logins import checked, mac_of, masked
from ledger.store.engine import read_transaction, write_transaction
from ledger.store.tables import LOG_METADATA
from ledger.store.views import table_of
from ledger.vault.beside import Beside

START_HOURS: Final = 72
LABEL: Final = "sign-in"
ACCOUNT: Final = LOG_METADATA.tables["sign_in_account"]
FACTOR: Final = LOG_METADATA.tables["sign_in_factor"]
LINK: Final = LOG_METADATA.tables["sign_in_link"]
SESSION: Final = LOG_METADATA.tables["sign_in_session"]
TICKET: Final = LOG_METADATA.tables["sign_in_ticket"]
WAIT: Final = LOG_METADATA.tables["sign_in_wait"]
TOKEN: Final = LOG_METADATA.tables["token"]
_SECRET_BYTES: Final = 20
_PROOFS: Final = (FACTOR, SESSION, TICKET, LINK)
_READS_ONLY: Final = "auditor"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account that is to be.

    Attributes:
        login: An e-mail address or a name; one per account in the whole register.
        role: As of a token. party: whom she acts for; None for the operator alone.
    """

    login: str
    role: Role
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of an account. A login that was erased is empty."""

    id: str
    token_id: str
    role: Role
    party: str | None
    subject: str | None
    login: str
    created_at: str
    has_password: bool
    start_until: str | None
    disabled_at: str | None
    scopes: tuple[str, ...]

    @property
    def login_masked(self) -> str:
        """The login as lists show it."""
        return masked(self.login) if self.login else ""

    @property
    def state(self) -> str:
        """One of `disabled`, `not-started`, `in-use`."""
        if self.disabled_at:
            return "disabled"
        return "not-started" if self.start_until else "in-use"


@dataclass(frozen=True, slots=True)
class Made:
    """An account that was made or reset, and the code that starts it: shown now, never again."""

    id: str
    code: str
    until: str


class Accounts:
    """The accounts of one register.

    Args:
        engine: Where their tables are.
        beside: Seals logins.
        clock: Times. entropy: ids and codes.
    """

    def __init__(self, engine: Engine, beside: Beside, clock: Clock, entropy: Entropy) -> None:
        self._engine, self._beside = engine, beside
        self._clock, self._entropy = clock, entropy
        self._journal = Journal(clock, entropy)

    def add(self, new: NewAccount, by: str | None = None) -> Made:
        """Make an account.

        Args:
            new: What it is to be.
            by: Token of who makes it.

        Raises:
            RuleViolation: The login is none, or role and party do not fit together.
            NotFound: The register does not know the party.
            Conflict: There is an account with this login.
        """
        login = checked(new.login)
        mac = mac_of(self._beside, login)
        # Looked at first, so that a refusal leaves no token behind; the database says it again.
        with read_transaction(self._engine) as conn:
            self._must_be_free(conn, mac)
            subject = _subject_of(conn, new.party)
        id = new_id(SIGN_IN, self._clock, self._entropy)
        sealed = self._beside.seal(subject, bound(id), login)
        token = self._token(new)
        code, row = self._start(id)
        row |= {
            "id": id,
            "token_id": token,
            "subject": subject,
            "login_mac": mac,
            "login": sealed,
            "created_at": stamp(self._clock.now()),
            "created_by": by,
        }
        with write_transaction(self._engine) as conn:
            self._must_be_free(conn, mac)
            conn.execute(ACCOUNT.insert(), row)
            self._journal.note(conn, "account-made", id, by=by)
        return Made(id, code, str(row["start_until"]))

    def reset(self, account: str, by: str | None = None) -> Made:
        """Take every proof and session of an account away, and give a new code to start again.

        Raises:
            NotFound: There is no such account.
        """
        code, values = self._start(account)
        with write_transaction(self._engine) as conn:
            _require(conn, account)
            self._forget_proofs(conn, account)
            conn.execute(
                update(ACCOUNT)
                .where(ACCOUNT.c.id == account)
                .values(password=None, password_at=None, **values)
            )
            self._journal.note(conn, "reset", account, by=by)
        return Made(account, code, str(values["start_until"]))

    def disable(self, account: str, by: str | None = None) -> None:
        """Let nobody in under an account any more, and end its sessions.

        Raises:
            NotFound: There is no such account. Conflict: It is disabled already.
        """
        self._switch(account, stamp(self._clock.now()), "account-disabled", by)

    def enable(self, account: str, by: str | None = None) -> None:
        """Let an account in again.

        Raises:
            NotFound: There is no such account. Conflict: It is not disabled.
        """
        self._switch(account, None, "account-enabled", by)

    def remove(self, accounts: Iterable[str], by: str | None = None) -> int:
        """Remove accounts with all that proves them; what happened stays, under an id without name.

        Returns:
            How many there were.
        """
        count = 0
        with write_transaction(self._engine) as conn:
            for account in sorted(set(accounts)):
                token = conn.execute(
                    select(ACCOUNT.c.token_id).where(ACCOUNT.c.id == account)
                ).scalar()
                if token is None:
                    continue
                self._forget_proofs(conn, account)
                conn.execute(delete(ACCOUNT).where(ACCOUNT.c.id == account))
                ends = (TOKEN.c.id == token) & TOKEN.c.revoked_at.is_(None)
                now = stamp(self._clock.now())
                conn.execute(update(TOKEN).where(ends).values(revoked_at=now))
                self._journal.note(conn, "account-removed", account, by=by)
                count += 1
        return count

    def of(self, account: str) -> Account:
        """Return an account.

        Raises:
            NotFound: There is no such account.
        """
        found = self._where(ACCOUNT.c.id == account)
        if not found:
            raise NotFound("account-not-found", field="account", value=account)
        return found[0]

    def by_login(self, login: str) -> Account | None:
        """Return the account of a login, however it is spelled."""
        found = self._where(ACCOUNT.c.login_mac == mac_of(self._beside, login))
        return found[0] if found else None

    def named(self, text: str) -> Account:
        """Return an account by its id or its login.

        Raises:
            NotFound: There is none.
        """
        found = None if text.startswith(f"{SIGN_IN}_") else self.by_login(text)
        return found or self.of(text)

    def of_subject(self, subject: str) -> list[Account]:
        """Return the accounts of a person."""
        return self._where(ACCOUNT.c.subject == subject)

    def page(
        self, party: str | None = None, *, after: str | None = None, limit: int = 50
    ) -> list[Account]:
        """List accounts in the order of their ids.

        Args:
            party: Only of this one.
            after: Last id of the page before.
            limit: Most rows.
        """
        condition = ACCOUNT.c.id > (after or "")
        if party is not None:
            condition &= TOKEN.c.party_id == party
        return self._where(condition, limit)

    def _where(self, condition: ColumnElement[bool], limit: int | None = None) -> list[Account]:
        query = select(ACCOUNT, TOKEN.c.role, TOKEN.c.party_id, TOKEN.c.scopes, TOKEN.c.revoked_at)
        query = query.join(TOKEN, TOKEN.c.id == ACCOUNT.c.token_id).where(condition)
        with read_transaction(self._engine) as conn:
            rows = conn.execute(query.order_by(ACCOUNT.c.id).limit(limit)).mappings().all()
        return [account_of(dict(row), self._beside) for row in rows]

    def _must_be_free(self, conn: Connection, mac: str) -> None:
        if conn.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.login_mac == mac)).first():
            raise Conflict(
                "login-taken",
                "somebody has this login",
                field="login",
                expected="a login that nobody has",
            )

    def _token(self, new: NewAccount) -> str:
        """Make the token that the account stands on; its secret is dropped unseen."""
        scopes = ("read",) if new.role == _READS_ONLY else ("read", "write")
        tokens = Tokens(self._engine, self._clock, self._entropy)
        made = tokens.create(NewToken(new.role, new.party, LABEL, scopes))  # type: ignore[arg-type]
        return f"tok_{made.split('_')[1]}"

    def _start(self, account: str) -> tuple[str, dict[str, Any]]:
        code = f"{account.partition('_')[2]}{self._entropy.bytes(_SECRET_BYTES).hex()}"
        until = stamp(self._clock.now() + timedelta(hours=START_HOURS))
        return code, {"start_hash": start_hash(code), "start_until": until}

    def _switch(self, account: str, disabled_at: str | None, kind: Kind, by: str | None) -> None:
        with write_transaction(self._engine) as conn:
            row = _require(conn, account)
            if (row["disabled_at"] is None) == (disabled_at is None):
                code = "account-not-disabled" if disabled_at is None else "account-disabled-already"
                raise Conflict(code, field="account", value=account)
            conn.execute(
                update(ACCOUNT).where(ACCOUNT.c.id == account).values(disabled_at=disabled_at)
            )
            conn.execute(delete(SESSION).where(SESSION.c.account_id == account))
            self._journal.note(conn, kind, account, by=by)

    def _forget_proofs(self, conn: Connection, account: str) -> None:
        for table in _PROOFS:
            conn.execute(delete(table).where(table.c.account_id == account))


def start_hash(code: str) -> str:
    """Return what is kept of a code that starts an account."""
    return sha256(code.encode()).hexdigest()


def bound(account: str) -> str:
    """Return what a login is sealed as."""
    return f"sign-in|{account}|login"


def account_of(row: Mapping[str, Any], beside: Beside) -> Account:
    """Return an account out of its row, joined with its token's."""
    return Account(
        id=row["id"],
        token_id=row["token_id"],
        role=cast("Role", row["role"]),
        party=row["party_id"],
        subject=row["subject"],
        login=beside.open(row["subject"], bound(row["id"]), bytes(row["login"])) or "",
        created_at=row["created_at"],
        has_password=row["password"] is not None,
        start_until=row["start_until"],
        disabled_at=row["disabled_at"] or row["revoked_at"],
        scopes=tuple(row["scopes"].split()),
    )


def _require(conn: Connection, account: str) -> Mapping[str, Any]:
    row = conn.execute(select(ACCOUNT).where(ACCOUNT.c.id == account)).mappings().first()
    if row is None:
        raise NotFound("account-not-found", field="account", value=account)
    return dict(row)


def _subject_of(conn: Connection, party: str | None) -> str | None:
    """Return the subject of a party that is a person; a company's people are sealed otherwise."""
    table = table_of(PartyRow)
    return conn.execute(select(table.c.subject).where(table.c.id == party)).scalar()
