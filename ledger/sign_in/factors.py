"""The second proof: codes of an authenticator app, recovery codes, and which proofs there are.

The rules kept here, in order:

1. The secret of an authenticator is sealed, under the person's own key where she has one.
2. A code is good in its half minute, the one before and the one after, and it counts once: no code
   at or before the last one that was used is looked at again.
3. Ten recovery codes, each good once, kept as MACs; new ones end the old.
4. The last proof of an account cannot be removed: one adds another first.

Source:
    RFC 6238 section 5.2 (one step of delay, no second use); RFC 4226.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import pyotp
from sqlalchemy import Connection, Engine, delete, select, update

from ledger.clock import Clock, stamp
from ledger.entropy import Entropy
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.ids import FACTOR as FACTOR_ID
from ledger.ids import new_id
from ledger.sign_in.accounts import FACTOR, Account
from ledger.sign_in.journal import NOWHERE, Journal, Origin
from ledger.store.engine import read_transaction, write_transaction
from ledger.vault.beside import Beside

Proof = Literal["totp", "passkey", "recovery"]
ISSUER: Final = "Daicho 台帳"
RECOVERY_CODES: Final = 10
STEP_SECONDS: Final = 30
_DIGITS: Final = 6
_SECRET_BYTES: Final = 20  # RFC 4226 section 4, R6: 160 bits
_CODE_BYTES: Final = 10
_CODE_HALF: Final = 5
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MOST_NAME: Final = 60
_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class FactorCard:
    """What is shown of a proof."""

    id: str
    kind: Proof
    name: str
    created_at: str
    used_at: str | None


class Factors:
    """The second proofs of one register's accounts.

    Args:
        engine: Where their table is.
        beside: Seals secrets.
        clock: Times. entropy: secrets and codes.
    """

    def __init__(self, engine: Engine, beside: Beside, clock: Clock, entropy: Entropy) -> None:
        self._engine, self._beside = engine, beside
        self._clock, self._entropy = clock, entropy
        self._journal = Journal(clock, entropy)

    def proposal(self, account: str, binding: str) -> str:
        """Return the secret that a page proposes: the same while the page is the same.

        Args:
            account: Whose.
            binding: What only this page knows: a starting code, the token of a session's forms.
        """
        drawn = self._beside.mac(f"sign-in totp {account} {binding}")
        return _base32(bytes.fromhex(drawn)[:_SECRET_BYTES])

    def uri(self, secret: str, login: str) -> str:
        """Return what an authenticator reads from the picture."""
        return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)

    def add_totp(
        self, conn: Connection, account: Account, secret: str, code: str, name: str = ""
    ) -> None:
        """Add an authenticator that has shown a code.

        Args:
            conn: A write transaction.
            account: Whose.
            secret: The proposed one.
            code: What the authenticator says now.
            name: What she calls it.

        Raises:
            RuleViolation: The code is another, or the name is none.
        """
        step = _step_of(secret, code, self._now_step(), after=0)
        if step is None:
            raise RuleViolation(
                "code-wrong",
                "the code is wrong",
                field="code",
                value="-",
                expected="what the app shows now, 6 digits",
            )
        if self._has_totp(conn, account, secret):  # sent twice: twice, a code would count twice
            return
        id = new_id(FACTOR_ID, self._clock, self._entropy)
        sealed = self._beside.seal(account.subject, _bound(id), secret)
        self.put(
            conn,
            account.id,
            {"id": id, "kind": "totp", "name": name, "secret": sealed, "counter": step},
        )

    def _has_totp(self, conn: Connection, account: Account, secret: str) -> bool:
        mine = (row for row in self.rows(conn, account.id) if row["kind"] == "totp")
        return any(self.secret_of(account, row) == secret for row in mine)

    def put(self, conn: Connection, account: str, values: Mapping[str, Any]) -> None:
        """Add the row of a proof.

        Raises:
            RuleViolation: The name is none. Conflict: There are too many.
        """
        kind = str(values["kind"])
        count = len([one for one in self.rows(conn, account) if one["kind"] == kind])
        if count >= _MOST:
            raise Conflict("factors-many", field="name", value=count, expected=f"under {_MOST}")
        row = {
            "account_id": account,
            "key_id": None,
            "created_at": stamp(self._clock.now()),
            **values,
            "name": _named(str(values.get("name", ""))),
        }
        conn.execute(FACTOR.insert(), row)
        self._journal.note(conn, "factor-added", account, how=kind)

    def use_totp(self, conn: Connection, account: Account, code: str) -> bool:
        """Tell whether a code is one of an authenticator of this account; then it is used up."""
        for row in self.rows(conn, account.id):
            if row["kind"] != "totp":
                continue
            step = _step_of(
                self.secret_of(account, row), code, self._now_step(), after=row["counter"]
            )
            if step is not None and self.advance(conn, row["id"], step):
                return True
        return False

    def secret_of(self, account: Account, row: Mapping[str, Any]) -> str:
        """Open the secret of an authenticator; empty if its person was erased."""
        sealed = bytes(row["secret"])
        return self._beside.open(account.subject, _bound(row["id"]), sealed) or ""

    def advance(self, conn: Connection, factor: str, counter: int) -> bool:
        """Note how far the counter of a proof has come; false where it was that far already."""
        is_further = (FACTOR.c.id == factor) & (FACTOR.c.counter < counter)
        values = {"counter": counter, "used_at": stamp(self._clock.now())}
        return conn.execute(update(FACTOR).where(is_further).values(**values)).rowcount == 1

    def new_recovery(self, conn: Connection, account: str) -> tuple[str, ...]:
        """Draw new recovery codes; the old are gone.

        Returns:
            The codes, shown now and never again.
        """
        codes = tuple(self._code() for _ in range(RECOVERY_CODES))
        is_old = (FACTOR.c.account_id == account) & (FACTOR.c.kind == "recovery")
        conn.execute(delete(FACTOR).where(is_old))
        rows = [
            {
                "id": new_id(FACTOR_ID, self._clock, self._entropy),
                "account_id": account,
                "kind": "recovery",
                "name": "",
                "key_id": None,
                "secret": self._recovery_mac(account, code),
                "counter": 0,
                "created_at": stamp(self._clock.now()),
                "used_at": None,
            }
            for code in codes
        ]
        conn.execute(FACTOR.insert(), rows)
        self._journal.note(conn, "recovery-made", account)
        return tuple(f"{code[:_CODE_HALF]}-{code[_CODE_HALF:]}" for code in codes)

    def use_recovery(self, conn: Connection, account: str, code: str) -> bool:
        """Tell whether a code is a recovery code of this account; then it is gone."""
        given = self._recovery_mac(account, code.replace("-", "").replace(" ", "").upper())
        mine = (FACTOR.c.account_id == account) & (FACTOR.c.kind == "recovery")
        query = delete(FACTOR).where(mine & (FACTOR.c.secret == given))
        return conn.execute(query).rowcount == 1

    def use_code(self, conn: Connection, account: Account, code: str) -> Proof | None:
        """Return what a code proved: an authenticator, a recovery code, or nothing."""
        given = "".join(code.split())
        if len(given) == _DIGITS and given.isascii() and given.isdigit():
            return "totp" if self.use_totp(conn, account, given) else None
        return "recovery" if self.use_recovery(conn, account.id, given) else None

    def remove(self, account: str, factor: str, origin: Origin = NOWHERE) -> None:
        """Remove a proof.

        Raises:
            NotFound: She has no such proof. Conflict: It is her last.
        """
        with write_transaction(self._engine) as conn:
            rows = [row for row in self.rows(conn, account) if row["kind"] != "recovery"]
            found = next((row for row in rows if row["id"] == factor), None)
            if found is None:
                raise NotFound("factor-not-found", field="factor", value=factor[:60])
            if len(rows) == 1:
                raise Conflict(
                    "factor-last",
                    "the last proof stays until there is another",
                    field="factor",
                    expected="another one first",
                )
            conn.execute(delete(FACTOR).where(FACTOR.c.id == factor))
            self._journal.note(conn, "factor-removed", account, how=found["kind"], origin=origin)

    def cards(self, account: str) -> list[FactorCard]:
        """List authenticators and passkeys of an account."""
        with read_transaction(self._engine) as conn:
            rows = [row for row in self.rows(conn, account) if row["kind"] != "recovery"]
        names = ("id", "kind", "name", "created_at", "used_at")
        return [FactorCard(**{name: row[name] for name in names}) for row in rows]

    def recovery_left(self, account: str) -> int:
        """Return how many recovery codes are left."""
        with read_transaction(self._engine) as conn:
            return sum(row["kind"] == "recovery" for row in self.rows(conn, account))

    def rows(self, conn: Connection, account: str) -> list[dict[str, Any]]:
        """Return the rows of an account's proofs, the oldest first."""
        query = select(FACTOR).where(FACTOR.c.account_id == account).order_by(FACTOR.c.id)
        return [dict(row) for row in conn.execute(query).mappings()]

    def _now_step(self) -> int:
        return int(self._clock.now().timestamp()) // STEP_SECONDS

    def _code(self) -> str:
        drawn = self._entropy.bytes(_CODE_BYTES)
        return "".join(_LETTERS[byte % len(_LETTERS)] for byte in drawn)

    def _recovery_mac(self, account: str, code: str) -> bytes:
        return bytes.fromhex(self._beside.mac(f"sign-in recovery {account} {code}"))


def current_code(secret: str, clock: Clock) -> str:
    """Return what an authenticator with this secret shows now; for samples and tests."""
    return pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // STEP_SECONDS)


def must_be_good(is_good: object) -> None:
    """Refuse a code that proved nothing.

    Raises:
        Forbidden: As said.
    """
    if not is_good:
        raise Forbidden(
            "code-wrong",
            "the code is wrong, or was used before",
            field="code",
            value="-",
            expected="the code of now, unused",
        )


def _step_of(secret: str, code: str, now: int, *, after: int) -> int | None:
    """Return the half minute that a code is of, later than the last that was used."""
    given = "".join(code.split())
    found = None
    for step in (now - 1, now, now + 1):
        wanted = pyotp.TOTP(secret).generate_otp(step) if secret else ""
        if hmac.compare_digest(wanted.encode(), given.encode()) and step > after and secret:
            found = step
    return found


def _bound(factor: str) -> str:
    return f"sign-in|{factor}|secret"


def _named(name: str) -> str:
    found = name.strip()
    if len(found) > _MOST_NAME or not (found.isprintable() or not found):
        raise RuleViolation(
            "factor-name", field="name", value=ascii(found)[:_MOST_NAME],
            expected=f"up to {_MOST_NAME} printable characters",
        )  # fmt: skip
    return found


def _base32(secret: bytes) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    number = int.from_bytes(secret, "big")
    return "".join(letters[(number >> shift) & 31] for shift in range(155, -1, -5))
