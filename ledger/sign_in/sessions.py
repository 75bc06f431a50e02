"""Sessions: a browser that is signed in, known by a cookie of which the register keeps a hash.

The rules kept here, in order:

1. A cookie is 256 random bits. The store holds SHA-256 of them, so a copy of it opens nothing.
2. A session ends 30 minutes after its last request and 12 hours after its sign-in, when somebody
   signs out, when its account is disabled or reset, and when the token that the account stands on
   is revoked. Nothing is cached.
3. Its last request is written at most once a minute.
4. A new cookie is drawn at the sign-in and at every further proof: one that somebody planted
   before is worth nothing after.
5. For 15 minutes after a further proof of who she is, the person may do grave things. The sign-in
   itself is no such proof: whoever finds an open desk has not given it.
6. The token that every form carries is a MAC under the cookie: no table knows it.

Source:
    OWASP Session Management Cheat Sheet; NIST SP 800-63B-4 section 2.2.3 (AAL2: reauthentication
    after at most 24 hours or 1 hour without activity; both are shorter here).
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Engine, delete, select, update

from ledger.clock import Clock, parse_stamp, stamp
from ledger.command import Actor
from ledger.entropy import Entropy
from ledger.errors import Forbidden, NotFound
from ledger.sign_in.accounts import ACCOUNT, SESSION, TOKEN, Account, account_of
from ledger.sign_in.journal import NOWHERE, Journal, Origin
from ledger.store.engine import read_transaction, write_transaction
from ledger.vault.beside import Beside

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
PROVED: Final = timedelta(minutes=15)
_WRITTEN: Final = timedelta(minutes=1)
_SECRET_BYTES: Final = 32
_COOKIE_LENGTH: Final = 2 * _SECRET_BYTES
_CSRF: Final = b"daicho/csrf"


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that was opened, or went on under a new cookie.

    Attributes:
        cookie: What the browser is given; shown nowhere else.
        ends_at: When it ends at the latest.
    """

    cookie: str
    account: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who sends a cookie.

    Attributes:
        account: Id. login: as she typed it, in its one spelling.
        actor: Whom the register sees; `by` is the token that the account stands on.
        scopes: What she may do. csrf: what every form of the session carries.
        session: Name of the session; opens nothing.
        how: What was proved at the sign-in. proved_until: until when grave things are open.
    """

    account: str
    login: str
    actor: Actor
    scopes: frozenset[str]
    csrf: str
    session: str
    how: str
    created_at: str
    proved_until: str | None = None


class Sessions:
    """The sessions of one register.

    Args:
        engine: Where their table is.
        beside: Opens logins.
        clock: Times. entropy: cookies.
    """

    def __init__(self, engine: Engine, beside: Beside, clock: Clock, entropy: Entropy) -> None:
        self._engine, self._beside = engine, beside
        self._clock, self._entropy = clock, entropy
        self._journal = Journal(clock, entropy)

    def open(self, account: str, how: str, origin: Origin = NOWHERE) -> Opened:
        """Sign somebody in who proved who she is.

        Args:
            account: Id.
            how: What was proved, such as `password+totp`.
            origin: Where the browser is.

        Raises:
            NotFound: There is no such account. Forbidden: It is disabled.
        """
        now = self._clock.now()
        cookie = self._entropy.bytes(_SECRET_BYTES).hex()
        row = {
            "id": _hash(cookie),
            "account_id": account,
            "how": how,
            "created_at": stamp(now),
            "seen_at": stamp(now),
            "ends_at": stamp(now + LONGEST),
            "network": origin.network,
            "browser": origin.browser_shown,
        }
        with write_transaction(self._engine) as conn:
            self._must_be_let_in(conn, account)
            conn.execute(delete(SESSION).where(self._over(now)))
            conn.execute(SESSION.insert(), row)
            self._journal.note(conn, "signed-in", account, how=how, origin=origin)
        return Opened(cookie, account, now + LONGEST)

    def of(self, cookie: str) -> SignedIn | None:
        """Return who sends a cookie; None where it is none, or its session is over."""
        if len(cookie) != _COOKIE_LENGTH or not cookie.isascii():
            return None
        now = self._clock.now()
        with read_transaction(self._engine) as conn:
            row = self._row(conn, _hash(cookie))
        if row is None or _is_over(row, now):
            return None
        account = account_of({**row, "created_at": row["account_made"]}, self._beside)
        if account.disabled_at or not account.login:
            return None
        if now - parse_stamp(row["seen_at"]) >= _WRITTEN:
            self._seen(row["session"], now)
        return _signed_in(cookie, row, account, now)

    def step_up(self, cookie: str, how: str, origin: Origin = NOWHERE) -> Opened:
        """Go on under a new cookie, with grave things open for 15 minutes.

        Args:
            cookie: Of the session.
            how: What was proved anew, such as `totp`.
            origin: Where the browser is.

        Raises:
            Forbidden: The session is over.
        """
        who = self.of(cookie)
        if who is None:
            raise Forbidden("session-over", "the session is over", expected="sign in again")
        now = self._clock.now()
        fresh = self._entropy.bytes(_SECRET_BYTES).hex()
        values = {"id": _hash(fresh), "proved_at": stamp(now), "seen_at": stamp(now)}
        with write_transaction(self._engine) as conn:
            query = update(SESSION).where(SESSION.c.id == _hash(cookie)).values(**values)
            ends = conn.execute(query.returning(SESSION.c.ends_at)).scalar()
            if ends is None:
                raise Forbidden("session-over", "the session is over", expected="sign in again")
            self._journal.note(conn, "proved", who.account, how=how, origin=origin)
        return Opened(fresh, who.account, parse_stamp(ends))

    def end(self, cookie: str, origin: Origin = NOWHERE) -> None:
        """Sign out; a cookie of no session is no mistake."""
        self._end(SESSION.c.id == _hash(cookie), "signed-out", origin)

    def end_named(self, account: str, session: str, origin: Origin = NOWHERE) -> None:
        """End one session of an account by its name.

        Raises:
            NotFound: She has no such session.
        """
        mine = (SESSION.c.account_id == account) & SESSION.c.id.startswith(session)
        if not session.isalnum() or not self._end(mine, "session-ended", origin):
            raise NotFound("session-not-found", field="session", value=session[:64])

    def end_others(self, account: str, keep: str | None, origin: Origin = NOWHERE) -> int:
        """End every session of an account but one.

        Args:
            account: Id.
            keep: Name of the one that goes on; None to end all.
            origin: Where the request comes from.

        Returns:
            How many ended.
        """
        mine = SESSION.c.account_id == account
        if keep:
            mine &= ~SESSION.c.id.startswith(keep)
        return self._end(mine, "session-ended", origin)

    def listed(self, account: str) -> list[Mapping[str, Any]]:
        """List the sessions of an account that are not over, the newest first."""
        now = self._clock.now()
        query = select(SESSION).where(SESSION.c.account_id == account, ~self._over(now))
        with read_transaction(self._engine) as conn:
            rows = conn.execute(query.order_by(SESSION.c.created_at.desc())).mappings().all()
        return [{**row, "id": name_of(row["id"])} for row in rows]

    def _row(self, conn: Connection, id: str) -> Mapping[str, Any] | None:
        columns = (SESSION.c[name] for name in ("how", "seen_at", "ends_at", "proved_at"))
        query = (
            select(
                SESSION.c.id.label("session"),
                SESSION.c.created_at.label("since"),
                *columns,
                *(one for one in ACCOUNT.c if one.name != "created_at"),
                ACCOUNT.c.created_at.label("account_made"),
                *(TOKEN.c[name] for name in ("role", "party_id", "scopes", "revoked_at")),
            )
            .join(ACCOUNT, ACCOUNT.c.id == SESSION.c.account_id)
            .join(TOKEN, TOKEN.c.id == ACCOUNT.c.token_id)
            .where(SESSION.c.id == id)
        )
        row = conn.execute(query).mappings().first()
        return dict(row) if row else None

    def _seen(self, session: str, now: datetime) -> None:
        with write_transaction(self._engine) as conn:
            query = update(SESSION).where(SESSION.c.id == session)
            conn.execute(query.values(seen_at=stamp(now)))

    def _end(self, which: Any, kind: Any, origin: Origin) -> int:
        with write_transaction(self._engine) as conn:
            ended = conn.execute(delete(SESSION).where(which).returning(SESSION.c.account_id)).all()
            for (account,) in ended:
                self._journal.note(conn, kind, account, origin=origin)
        return len(ended)

    def _must_be_let_in(self, conn: Connection, account: str) -> None:
        query = select(ACCOUNT.c.disabled_at, TOKEN.c.revoked_at).join(
            TOKEN, TOKEN.c.id == ACCOUNT.c.token_id
        )
        row = conn.execute(query.where(ACCOUNT.c.id == account)).one_or_none()
        if row is None:
            raise NotFound("account-not-found", field="account", value=account)
        if row.disabled_at or row.revoked_at:
            raise Forbidden("account-disabled", field="account", value=account)

    @staticmethod
    def _over(now: datetime) -> Any:
        return (SESSION.c.ends_at <= stamp(now)) | (SESSION.c.seen_at <= stamp(now - IDLE))


def name_of(id: str) -> str:
    """Return the name of a session: enough of the hash to tell it from others."""
    return id[:16]


def _is_over(row: Mapping[str, Any], now: datetime) -> bool:
    return parse_stamp(row["ends_at"]) <= now or parse_stamp(row["seen_at"]) + IDLE <= now


def _signed_in(cookie: str, row: Mapping[str, Any], account: Account, now: datetime) -> SignedIn:
    until = parse_stamp(row["proved_at"]) + PROVED if row["proved_at"] else None
    is_proved = until is not None and now < until
    actor = Actor(account.role, account.party, account.token_id, stepped_up=is_proved)
    return SignedIn(
        account=account.id,
        login=account.login,
        actor=actor,
        scopes=frozenset(account.scopes),
        csrf=hmac.new(cookie.encode(), _CSRF, sha256).hexdigest(),
        session=name_of(row["session"]),
        how=row["how"],
        created_at=row["since"],
        proved_until=stamp(until) if is_proved and until else None,
    )


def _hash(cookie: str) -> str:
    return sha256(cookie.encode()).hexdigest()
