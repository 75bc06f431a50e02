"""Passkeys: a key pair on the person's device, which signs a challenge after knowing its holder.

The rules kept here, in order:

1. A passkey is for one site: the host of the page (`rp_id`) and its origin have to be those that
   the browser says it signed for. A page that looks like ours gets nothing.
2. The device has to know its holder, by finger, face or PIN: so a passkey alone is two proofs.
3. A challenge is good once, for ten minutes, and for what it was made for.
4. A signature counter that does not grow is a copied key: refused. Keys that count nothing say 0.
5. What is kept is the public key, the name of the key, and the counter.

Source:
    W3C Web Authentication Level 3, sections 7.1 and 7.2.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Engine, select
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ledger.entropy import Entropy
from ledger.errors import Forbidden, RuleViolation
from ledger.ids import FACTOR as FACTOR_ID
from ledger.ids import new_id
from ledger.sign_in.accounts import FACTOR, Account
from ledger.sign_in.entrance import Entrance
from ledger.sign_in.factors import ISSUER
from ledger.sign_in.journal import Origin
from ledger.sign_in.sessions import Opened, SignedIn
from ledger.store.engine import read_transaction, write_transaction

_CHALLENGE: Final = 32
_MOST: Final = 20_000
_WRONG: Final = (WebAuthnException, ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class Place:
    """Which site a passkey is for.

    Attributes:
        host: Name of the host, without a port. origin: scheme, host and port of its pages.
    """

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the browser hands to the device.

    Attributes:
        options: As the browser's interface wants them, as JSON. ticket: comes back beside.
    """

    options: str
    ticket: str


class Passkeys:
    """The passkeys of one register.

    Args:
        engine: Where the tables are.
        entrance: Of the register.
        place: Which site asks.
        entropy: Draws challenges.
    """

    def __init__(self, engine: Engine, entrance: Entrance, place: Place, entropy: Entropy) -> None:
        self._engine, self._entrance = engine, entrance
        self._place, self._entropy = place, entropy

    def to_create(self, account: Account) -> Challenge:
        """Ask a device for a new key of an account."""
        challenge = self._entropy.bytes(_CHALLENGE)
        options = generate_registration_options(
            rp_id=self._place.host,
            rp_name=ISSUER,
            user_id=account.id.encode(),
            user_name=account.login,
            challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=self._known(account.id),
        )
        return Challenge(options_to_json(options), self._ticket("create", account.id, challenge))

    def to_show(self, account: str | None = None) -> Challenge:
        """Ask a device to show a key: any of this site, or one of an account."""
        challenge = self._entropy.bytes(_CHALLENGE)
        options = generate_authentication_options(
            rp_id=self._place.host,
            challenge=challenge,
            allow_credentials=self._known(account) if account else None,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return Challenge(options_to_json(options), self._ticket("show", account, challenge))

    def add(
        self, conn: Connection, account: Account, credential: str, ticket: str, name: str = ""
    ) -> None:
        """Add the key that a device made.

        Args:
            conn: A write transaction.
            account: Whose.
            credential: What the browser sent, as JSON.
            ticket: Of the challenge.
            name: What she calls it.

        Raises:
            RuleViolation: It is no key for this challenge and this site.
        """
        challenge = self._challenge(conn, "create", account.id, ticket)
        try:
            made = verify_registration_response(
                credential=credential[:_MOST],
                expected_challenge=challenge,
                expected_rp_id=self._place.host,
                expected_origin=self._place.origin,
                require_user_verification=True,
            )
        except _WRONG as error:
            raise RuleViolation(
                "passkey-unusable", "the device sent no passkey for this page", field="passkey",
                expected="a new try with the same device or another",
            ) from error  # fmt: skip
        values = {
            "id": new_id(FACTOR_ID, self._entrance.journal.clock, self._entropy),
            "kind": "passkey",
            "name": name,
            "key_id": bytes_to_base64url(made.credential_id),
            "secret": made.credential_public_key,
            "counter": made.sign_count,
        }
        known = select(FACTOR.c.id).where(FACTOR.c.key_id == values["key_id"])
        if conn.execute(known).first():
            raise RuleViolation(
                "passkey-known", "this passkey is registered already", field="passkey",
                expected="another one",
            )  # fmt: skip
        self._entrance.factors.put(conn, account.id, values)

    def sign_in(
        self, credential: str, ticket: str, origin: Origin, of: str | None = None
    ) -> Opened:
        """Let in whoever shows a passkey.

        Args:
            credential: What the browser sent, as JSON.
            ticket: Of the challenge.
            origin: Where the browser is.
            of: The account that it has to be of, where a password was shown before.

        Raises:
            Forbidden: It is none of this register, or not for this challenge and site.
        """
        account = self._shown(credential, ticket, of, origin)
        return self._entrance.sessions.open(account, "passkey", origin)

    def prove(
        self, who: SignedIn, cookie: str, credential: str, ticket: str, origin: Origin
    ) -> Opened:
        """Prove anew who one is with a passkey of the account.

        Raises:
            Forbidden: As for `sign_in`.
        """
        self._shown(credential, ticket, who.account, origin)
        return self._entrance.sessions.step_up(cookie, "passkey", origin)

    def _shown(self, credential: str, ticket: str, of: str | None, origin: Origin) -> str:
        """Return whose passkey was shown; the challenge is used up whatever comes of it."""
        with write_transaction(self._engine) as conn:
            challenge = self._challenge(conn, "show", of, ticket)
        row: Mapping[str, Any] | None = None
        with write_transaction(self._engine) as conn:
            row = self._row(conn, credential)
            shown = self._verified(row, credential, challenge)
            is_good = row is not None and shown is not None and of in (None, row["account_id"])
            if is_good and row and shown:
                is_good = not shown.new_sign_count or self._entrance.factors.advance(
                    conn, row["id"], shown.new_sign_count
                )
            if not is_good:
                name = str(row["account_id"]) if row else None
                self._entrance.journal.note(conn, "refused", name, how="passkey", origin=origin)
        if not is_good or row is None:
            raise Forbidden(
                "passkey-refused", "this passkey does not open this register", field="passkey",
                expected="a passkey that was added to an account here",
            )  # fmt: skip
        return str(row["account_id"])

    def _verified(
        self, row: Mapping[str, Any] | None, credential: str, challenge: bytes
    ) -> VerifiedAuthentication | None:
        if row is None:
            return None
        try:
            return verify_authentication_response(
                credential=credential[:_MOST],
                expected_challenge=challenge,
                expected_rp_id=self._place.host,
                expected_origin=self._place.origin,
                credential_public_key=bytes(row["secret"]),
                credential_current_sign_count=row["counter"],
                require_user_verification=True,
            )
        except _WRONG:
            return None

    def _row(self, conn: Connection, credential: str) -> Mapping[str, Any] | None:
        try:
            key = str(json.loads(credential[:_MOST])["id"])
        except (ValueError, LookupError, TypeError):
            return None
        query = select(FACTOR).where((FACTOR.c.key_id == key) & (FACTOR.c.kind == "passkey"))
        row = conn.execute(query).mappings().first()
        return dict(row) if row else None

    def _known(self, account: str) -> list[PublicKeyCredentialDescriptor]:
        with read_transaction(self._engine) as conn:
            rows = self._entrance.factors.rows(conn, account)
        keys = [row["key_id"] for row in rows if row["key_id"]]
        return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key)) for key in keys]

    def _ticket(self, use: str, account: str | None, challenge: bytes) -> str:
        data = {"use": use, "challenge": challenge.hex(), "host": self._place.host}
        with write_transaction(self._engine) as conn:
            return self._entrance.tickets.make(conn, "passkey", account, data)

    def _challenge(self, conn: Connection, use: str, account: str | None, ticket: str) -> bytes:
        found = self._entrance.tickets.take(conn, "passkey", ticket)
        is_it = found and found.account == account and found.data["use"] == use
        if not found or not is_it or found.data["host"] != self._place.host:
            raise Forbidden(
                "passkey-over", "too much time went by, or the page is another one",
                field="passkey", expected="a new try",
            )  # fmt: skip
        return bytes.fromhex(str(found.data["challenge"]))
