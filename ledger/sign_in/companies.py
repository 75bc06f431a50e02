"""Signing in with a company's own service: OpenID Connect, authorization code with PKCE.

The rules kept here, in order:

1. The way there and back is one browser's: state, nonce and verifier are drawn for it, kept sealed
   for ten minutes, and good once.
2. What comes back is a token that the service signed, with an asymmetric key of its own, for us
   (`aud`), about this way (`nonce`), from the very issuer, and not over.
3. A person is who the service says she is (`iss`, `sub`). The first time she is found by her e-mail
   address, if the service says that it is verified, among the accounts of the company's party and
   role alone, and not where another person of the service is in already: addresses are given to
   the next one, and the operator's reset ends what the former had. Whoever is not found is
   refused, unless the operator lets the service make accounts.
4. A service signs in nobody of another party, and never an operator.

Source:
    OpenID Connect Core 1.0 section 3.1; RFC 7636; RFC 9207; RFC 9700 section 2.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode

from authlib.common.errors import AuthlibBaseError
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from sqlalchemy import Engine, select, update

from ledger.clock import Clock, stamp
from ledger.entropy import Entropy
from ledger.errors import Forbidden
from ledger.fetch import Ask, fetch
from ledger.sign_in.accounts import ACCOUNT, LINK, Account, NewAccount
from ledger.sign_in.entrance import Entrance
from ledger.sign_in.journal import Origin
from ledger.sign_in.providers import Provider, Providers, parsed
from ledger.sign_in.sessions import Opened
from ledger.store.engine import read_transaction, write_transaction
from ledger.vault.beside import Beside

HOW: Final = "company"
_ALGORITHMS: Final = [
    "RS256",
    "PS256",
    "ES256",
    "ES384",
    "RS384",
    "RS512",
    "PS384",
    "PS512",
    "Ed25519",
    "EdDSA",
]
_FORM: Final = "application/x-www-form-urlencoded"
_LEEWAY_SECONDS: Final = 60
_LIMIT: Final = 262_144
_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Back:
    """What the browser brings back from a service.

    Attributes:
        state: Of the way. code: for the token. issuer: who says so, if said.
        door: What the browser that set out has, and no other.
    """

    state: str
    code: str
    issuer: str
    door: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """Who came back: her session, the language she set out in, and where she wanted to go."""

    opened: Opened
    lang: str
    to: str


class Companies:
    """Signing in with the services that were set up.

    Args:
        engine: Where the tables are. beside: makes MACs.
        entrance: Of the register.
        providers: The services.
    """

    def __init__(
        self, engine: Engine, beside: Beside, entrance: Entrance, providers: Providers
    ) -> None:
        self._engine, self._beside = engine, beside
        self._entrance, self._providers = entrance, providers
        self._clock: Clock = entrance.journal.clock
        self._entropy: Entropy = entrance.journal.entropy

    def set_out(self, name: str, redirect: str, door: str, **kept: str) -> str:
        """Return where a browser goes to sign in.

        Args:
            name: Of the service.
            redirect: Where it comes back to.
            door: What this browser has, and no other.
            **kept: `lang` and `to`, for afterwards.

        Raises:
            NotFound: There is no such service. Unavailable: It does not answer.
        """
        provider = self._providers.named(name)
        said = self._providers.said(provider)
        nonce, verifier = (self._entropy.bytes(_BYTES).hex() for _ in range(2))
        data = {
            **kept,
            "provider": name,
            "redirect": redirect,
            "nonce": nonce,
            "verifier": verifier,
            "door": _hash(door),
        }
        with write_transaction(self._engine) as conn:
            state = self._entrance.tickets.make(conn, "provider", None, data)
        asked = {
            "response_type": "code",
            "client_id": provider.client_id,
            "redirect_uri": redirect,
            "scope": "openid email",
            "state": state,
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
        return str(add_params_to_uri(said.authorization, asked.items()))

    def language_of(self, state: str) -> str | None:
        """Return the language in which somebody set out; None where the way is over."""
        with read_transaction(self._engine) as conn:
            way = self._entrance.tickets.look(conn, "provider", state)
        found = str(way.data.get("lang", "")) if way else ""
        return found if found in ("ja", "en") else None

    def come_back(self, back: Back, origin: Origin) -> Arrived:
        """Let in whom a service vouches for.

        Raises:
            Forbidden: The way is over or another browser's; the token will not do; or the person
                has no account here.
            Unavailable: The service does not answer.
        """
        with write_transaction(self._engine) as conn:
            way = self._entrance.tickets.take(conn, "provider", back.state)
        if way is None or way.data["door"] != _hash(back.door):
            raise Forbidden("sign-in-over", "too much time went by", expected="sign in again")
        provider = self._providers.named(str(way.data["provider"]))
        if not back.code or back.issuer not in ("", provider.issuer):
            raise self._refused(provider, "no code of this service", origin)
        claims = self._claims(provider, way.data, back.code, origin)
        account = self._account(provider, claims, origin)
        opened = self._entrance.sessions.open(account.id, HOW, origin)
        return Arrived(opened, str(way.data.get("lang", "ja")), str(way.data.get("to", "")))

    def _claims(
        self, provider: Provider, way: Mapping[str, Any], code: str, origin: Origin
    ) -> Mapping[str, Any]:
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": way["redirect"],
            "client_id": provider.client_id,
            "client_secret": provider.secret(),
            "code_verifier": way["verifier"],
        }
        ask = Ask(
            self._providers.said(provider).token,
            urlencode(sent).encode(),
            _FORM,
            seconds=10,
            limit_bytes=_LIMIT,
        )
        token = parsed(provider, fetch(ask))
        try:
            return self.checked(provider, str(token.get("id_token", "")), token, way["nonce"])
        except (JoseError, AuthlibBaseError, ValueError, KeyError, TypeError) as error:
            raise self._refused(provider, type(error).__name__, origin) from error

    def checked(
        self, provider: Provider, id_token: str, token: Mapping[str, Any], nonce: str
    ) -> Mapping[str, Any]:
        """Return what a token says, if it is signed, for us, about this way, and not over.

        Raises:
            JoseError: Or another of its kind; what does not hold.
        """
        read = self._signed(provider, id_token)
        options = {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
        }
        params = {
            "nonce": nonce,
            "client_id": provider.client_id,
            "access_token": token.get("access_token"),
        }
        claims = CodeIDToken(read.claims, read.header, options, params)
        claims.validate(now=int(self._clock.now().timestamp()), leeway=_LEEWAY_SECONDS)
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise ValueError("sub")
        return dict(claims)

    def _signed(self, provider: Provider, id_token: str) -> jwt.Token:
        """Read a token, asking once more for keys where none of those known fits."""
        try:
            keys = self._providers.said(provider).keys
            return jwt.decode(id_token, keys, algorithms=_ALGORITHMS)
        except (JoseError, ValueError):
            keys = self._providers.said(provider, again=True).keys
            return jwt.decode(id_token, keys, algorithms=_ALGORITHMS)

    def _account(self, provider: Provider, claims: Mapping[str, Any], origin: Origin) -> Account:
        person = self._beside.mac(f"sign-in person {provider.issuer} {claims['sub']}")
        is_it = (LINK.c.issuer == provider.issuer) & (LINK.c.person_mac == person)
        with read_transaction(self._engine) as conn:
            known = conn.execute(select(LINK.c.account_id).where(is_it)).scalar()
        if known:
            account = self._entrance.accounts.of(known)
        else:
            account = self._first_time(provider, claims, person, origin)
        if (account.party, account.role) != (provider.party, provider.role):
            raise self._refused(provider, "an account of another party or role", origin, account)
        return account

    def _first_time(
        self, provider: Provider, claims: Mapping[str, Any], person: str, origin: Origin
    ) -> Account:
        email = claims.get("email")
        is_checked = claims.get("email_verified", provider.emails_are_checked)
        is_sure = is_checked is True and isinstance(email, str)
        account = self._entrance.accounts.by_login(str(email)) if is_sure else None
        if account is None and is_sure and provider.creates:
            new = NewAccount(str(email), provider.role, provider.party)
            account = self._entrance.accounts.of(self._entrance.accounts.add(new).id)
        is_of_theirs = account and (account.party, account.role) == (provider.party, provider.role)
        if account is None or not is_of_theirs or self._is_somebody_s(provider, account):
            with write_transaction(self._engine) as conn:
                self._entrance.journal.note(conn, "refused", None, how=HOW, origin=origin)
            raise Forbidden(
                "provider-unknown-person", "you have no account in this register",
                field="provider", value=provider.name, expected="ask the operator for one",
            )  # fmt: skip
        row = {
            "issuer": provider.issuer,
            "person_mac": person,
            "account_id": account.id,
            "created_at": stamp(self._clock.now()),
        }
        with write_transaction(self._engine) as conn:
            conn.execute(LINK.insert(), row)
            # Who comes by the company's service needs no starting code of the operator any more.
            mine = ACCOUNT.c.id == account.id
            conn.execute(update(ACCOUNT).where(mine).values(start_hash=None, start_until=None))
            self._entrance.journal.note(conn, "linked", account.id, how=HOW, origin=origin)
        return account

    def _is_somebody_s(self, provider: Provider, account: Account) -> bool:
        """Tell whether somebody else of the service is in under this account already."""
        is_it = (LINK.c.issuer == provider.issuer) & (LINK.c.account_id == account.id)
        with read_transaction(self._engine) as conn:
            return conn.execute(select(LINK.c.account_id).where(is_it)).first() is not None

    def _refused(
        self, provider: Provider, found: str, origin: Origin, account: Account | None = None
    ) -> Forbidden:
        with write_transaction(self._engine) as conn:
            name = account.id if account else None
            self._entrance.journal.note(conn, "refused", name, how=HOW, origin=origin)
        return Forbidden(
            "provider-refused", "what the company's sign-in said cannot be accepted",
            field="provider", value=provider.name, found=found, expected="sign in again",
        )  # fmt: skip


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
