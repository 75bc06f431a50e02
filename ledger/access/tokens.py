"""Access tokens: who somebody is, shown by a secret that the register does not keep.

The rules kept here, in order:

1. A token reads `dk_<id>_<secret>`: 26 characters that name it, 64 that prove it.
2. The store holds SHA-256 of the secret. The secret has 256 random bits, so a fast hash is enough.
3. Nothing is cached: a revoked token is dead with the next request.
4. Whoever shows a wrong secret learns nothing about which part of it was wrong.
5. A step-up token is made for the holder of another, lasts a quarter of an hour at most, and ends
   with it. Who shows it is on record under the id of the other: it is the same person.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, Literal

from sqlalchemy import Connection, Engine, RowMapping, select, update

from ledger.access.views import InvolvementRow
from ledger.clock import Clock, parse_stamp, stamp
from ledger.command import Actor, Role
from ledger.entropy import Entropy
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.ids import TOKEN, new_id
from ledger.store.engine import read_transaction, write_transaction
from ledger.store.tables import LOG_METADATA
from ledger.store.views import table_of

Scope = Literal["read", "write"]

_SECRET_BYTES: Final = 32
_FORM: Final = re.compile(r"dk_([0-9A-Z]{26})_([0-9a-f]{64})")
_NOBODY: Final = bytes(32)
_MAX_LABEL: Final = 200
_ROLES: Final = ("operator", "studio", "creator", "auditor")
_READS_ONLY: Final = "auditor"
_TABLE: Final = LOG_METADATA.tables["token"]
_STEP_UP: Final = LOG_METADATA.tables["step_up"]
_STEP_UP_LABEL: Final = "step-up"
MOST_MINUTES: Final = 15


@dataclass(frozen=True, slots=True)
class NewToken:
    """What a token is to be.

    Attributes:
        role: Role of whoever holds it.
        party: Party they act for; None for the operator alone.
        label: What it is for, for people.
        scopes: `read`, or `read` and `write`.
        expires_at: When it stops; None for never.
    """

    role: Role
    party: str | None = None
    label: str = "token"
    scopes: tuple[Scope, ...] = ("read", "write")
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TokenCard:
    """What the register knows about a token; never the secret."""

    id: str
    role: Role
    party: str | None
    label: str
    scopes: tuple[str, ...]
    created_at: str
    expires_at: str | None
    revoked_at: str | None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who showed a token, and what the token is good for."""

    token_id: str
    actor: Actor
    scopes: frozenset[str]

    def must_have(self, scope: Scope) -> None:
        """Refuse what the token is not good for.

        Raises:
            Forbidden: The scope is missing.
        """
        if scope not in self.scopes:
            raise Forbidden("token-scope", field="scope", value=sorted(self.scopes), expected=scope)


class Tokens:
    """The tokens of one register.

    Args:
        engine: Where the accounts are.
        clock: Times of creation and expiry.
        entropy: Draws ids and secrets.
    """

    def __init__(self, engine: Engine, clock: Clock, entropy: Entropy) -> None:
        self._engine = engine
        self._clock = clock
        self._entropy = entropy

    def create(self, new: NewToken) -> str:
        """Make a token.

        Returns:
            The token, to be handed over now: it cannot be shown again.

        Raises:
            RuleViolation: Role, scopes, label or expiry do not fit together.
            NotFound: The register does not know the party.
        """
        _check(new, self._clock.now())
        token = new_id(TOKEN, self._clock, self._entropy)
        secret = self._entropy.bytes(_SECRET_BYTES).hex()
        row = {
            "id": token,
            "token_hash": _hash(secret),
            "party_id": new.party,
            "role": new.role,
            "scopes": " ".join(new.scopes),
            "label": new.label,
            "created_at": stamp(self._clock.now()),
            "expires_at": stamp(new.expires_at) if new.expires_at else None,
        }
        with write_transaction(self._engine) as conn:
            _require_party(conn, new.party)
            conn.execute(_TABLE.insert(), row)
        return f"dk_{token.removeprefix(f'{TOKEN}_')}_{secret}"

    def step_up(
        self, token: str, minutes: int = MOST_MINUTES, *, by: str | None = None
    ) -> tuple[str, datetime]:
        """Make a token of a few minutes for the holder of another, who proved anew who he is.

        Args:
            token: Id of the other.
            minutes: How long it lasts.
            by: Token of who makes it; nobody vouches for himself.

        Returns:
            The token, to be handed over now, and when it ends: never after the other one.

        Raises:
            NotFound: There is no such token.
            Forbidden: It ended, is itself one of a few minutes, or is the maker's own.
            RuleViolation: Too many minutes, or none.
        """
        if not 1 <= minutes <= MOST_MINUTES:
            raise RuleViolation(
                "step-up-minutes", field="minutes", value=minutes, expected=f"1 to {MOST_MINUTES}"
            )
        if by == token:
            raise Forbidden(
                "step-up-by-holder", field="id", value=token, expected="a token of somebody else"
            )
        now = self._clock.now()
        id = new_id(TOKEN, self._clock, self._entropy)
        secret = self._entropy.bytes(_SECRET_BYTES).hex()
        with write_transaction(self._engine) as conn:
            row = _row_of(conn, token)
            if row is None:
                raise NotFound("token-not-found", field="id", value=token)
            if row["parent_id"] is not None:
                raise Forbidden("step-up-of-step-up", field="id", value=token, expected="a token")
            _must_be_in_force(row, now)
            ends = min(filter(None, (now + timedelta(minutes=minutes), _end_of(row))))
            made = {name: row[name] for name in ("party_id", "role", "scopes")} | {
                "id": id,
                "token_hash": _hash(secret),
                "label": _STEP_UP_LABEL,
                "created_at": stamp(now),
                "expires_at": stamp(ends),
            }
            conn.execute(_TABLE.insert(), made)
            conn.execute(_STEP_UP.insert(), {"id": id, "parent_id": token})
        return f"dk_{id.removeprefix(f'{TOKEN}_')}_{secret}", ends

    def cards(self, *, party: str | None = None) -> list[TokenCard]:
        """List what is known about tokens, oldest first.

        Args:
            party: Only those of this party.
        """
        query = select(_TABLE).order_by(_TABLE.c.id)
        if party is not None:
            query = query.where(_TABLE.c.party_id == party)
        with read_transaction(self._engine) as conn:
            return [_card(row) for row in conn.execute(query).mappings()]

    def revoke(self, token: str) -> None:
        """End a token, from the next request on.

        Raises:
            NotFound: There is no such token.
            Conflict: It was revoked already.
        """
        with write_transaction(self._engine) as conn:
            revoked_at = conn.execute(
                select(_TABLE.c.revoked_at).where(_TABLE.c.id == token)
            ).one_or_none()
            if revoked_at is None:
                raise NotFound("token-not-found", field="id", value=token)
            if revoked_at[0] is not None:
                raise Conflict("token-revoked-already", field="id", value=token)
            now = stamp(self._clock.now())
            conn.execute(update(_TABLE).where(_TABLE.c.id == token).values(revoked_at=now))

    def authenticate(self, text: str) -> Identity:
        """Return who shows a token.

        Raises:
            Forbidden: `token-unknown`, `token-revoked` or `token-expired`; the two last are said
                only to whoever has the secret.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise Forbidden("token-unknown", expected="dk_<id>_<secret>")
        token, secret = match.groups()
        with read_transaction(self._engine) as conn:
            row = _row_of(conn, f"{TOKEN}_{token}")
            parent = _row_of(conn, row["parent_id"]) if row and row["parent_id"] else None
        known = row["token_hash"] if row else _NOBODY
        if not hmac.compare_digest(_hash(secret), known) or row is None:
            raise Forbidden("token-unknown", expected="a token of this register")
        for one in filter(None, (row, parent)):
            _must_be_in_force(one, self._clock.now())
        who = row["parent_id"] or row["id"]
        actor = Actor(row["role"], row["party_id"], who, stepped_up=parent is not None)
        return Identity(row["id"], actor, frozenset(row["scopes"].split()))


def _row_of(conn: Connection, token: str) -> RowMapping | None:
    """Return a token by its id, with the one it was made for."""
    joined = _TABLE.outerjoin(_STEP_UP, _STEP_UP.c.id == _TABLE.c.id)
    query = select(_TABLE, _STEP_UP.c.parent_id).select_from(joined).where(_TABLE.c.id == token)
    return conn.execute(query).mappings().first()


def _end_of(row: RowMapping) -> datetime | None:
    return parse_stamp(row["expires_at"]) if row["expires_at"] else None


def _must_be_in_force(row: RowMapping, now: datetime) -> None:
    if row["revoked_at"] is not None:
        raise Forbidden("token-revoked", value=row["revoked_at"])
    ends = _end_of(row)
    if ends is not None and ends <= now:
        raise Forbidden("token-expired", value=row["expires_at"])


def _hash(secret: str) -> bytes:
    """Return what the store keeps of a secret.

    Source:
        FIPS 180-4, SHA-256 over the 64 hexadecimal characters.
    """
    return sha256(secret.encode()).digest()


def _card(row: RowMapping) -> TokenCard:
    return TokenCard(
        id=row["id"],
        role=row["role"],
        party=row["party_id"],
        label=row["label"],
        scopes=tuple(row["scopes"].split()),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
    )


def _check(new: NewToken, now: datetime) -> None:
    if new.role not in _ROLES:
        raise RuleViolation("token-role", field="role", value=new.role, expected=list(_ROLES))
    if (new.party is None) != (new.role == "operator"):
        expected = "no party" if new.role == "operator" else "the party it acts for"
        raise RuleViolation("token-party", field="party", value=new.party, expected=expected)
    allowed = ("read",) if new.role == _READS_ONLY else ("read", "write")
    if not new.scopes or not set(new.scopes) <= set(allowed):
        raise RuleViolation(
            "token-scopes", field="scopes", value=list(new.scopes), expected=list(allowed)
        )
    if not new.label.isprintable() or not new.label.strip() or len(new.label) > _MAX_LABEL:
        raise RuleViolation(
            "token-label",
            field="label",
            value=ascii(new.label)[:_MAX_LABEL],
            expected=f"1 to {_MAX_LABEL} printable characters",
        )
    if new.expires_at is not None and new.expires_at <= now:
        raise RuleViolation(
            "token-expiry", field="expires_at", value=stamp(new.expires_at), expected="the future"
        )


def _require_party(conn: Connection, party: str | None) -> None:
    """Refuse a party that the register does not know: every known party is involved in itself."""
    table = table_of(InvolvementRow)
    query = select(table.c.level).where(table.c.object_id == party, table.c.party_id == party)
    if party is not None and conn.execute(query).first() is None:
        raise NotFound("party-not-found", field="party", value=party)
