"""Signing in with a company's own service: a real one, and tokens that somebody forged."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey
from sign_in_stage import SignInStage

from ledger.bootstrap import Register
from ledger.clock import stamp
from ledger.errors import Forbidden, NotFound, RuleViolation, Unavailable
from ledger.sign_in.accounts import LINK, NewAccount
from ledger.sign_in.companies import Back, Companies
from ledger.sign_in.journal import NOWHERE, events_page
from ledger.sign_in.providers import Provider, Providers, Said, is_private, read_providers
from ledger.store.engine import write_transaction

BACK = "https://daicho.example/ja/sign-in/back"
DOOR = "what this browser has"
NONCE = "n" * 64


@pytest.fixture
def stage(register: Register) -> SignInStage:
    return SignInStage(register)


def provider(tmp_path: Path, party: str, issuer: str, **more: Any) -> Provider:
    secret = tmp_path / "secret"
    secret.write_text("the secret of ours\n")
    said = {
        "name": "nebula",
        "label_ja": "星雲のサインイン",
        "label_en": "Nebula sign-in",
        "issuer": issuer,
        "client_id": "daicho",
        "client_secret_file": secret,
        "party": party,
        "role": "studio",
    }
    return Provider.model_validate({**said, **more})


def companies(stage: SignInStage, *providers: Provider) -> Companies:
    one = stage.register
    found = Providers(providers, one.clock)
    return Companies(one.engine, one.vault.beside, stage.entrance, found)


class TestARealService:
    """Canaille on this machine."""

    @pytest.fixture
    def person(self, iam_server: Any) -> Iterator[Any]:
        """Somebody who is signed in at her company."""
        user = iam_server.random_user(emails=["hoshino@nebula.example"])
        client = iam_server.models.Client(
            client_id="daicho",
            client_secret="the secret of ours",
            client_name="Daicho",
            client_uri="https://daicho.example",
            redirect_uris=[BACK],
            grant_types=["authorization_code"],
            response_types=["code"],
            token_endpoint_auth_method="client_secret_post",
            scope=["openid", "email"],
        )
        iam_server.backend.save(client)
        iam_server.backend.update(client, audience=[client])
        iam_server.backend.save(client)
        iam_server.login(user)
        iam_server.consent(user)
        yield user
        iam_server.logout()
        iam_server.backend.delete(client)
        iam_server.backend.delete(user)

    @pytest.fixture
    def party(self, stage: SignInStage) -> str:
        stage.to_the_present()  # the service knows no other time
        return stage.company()

    def test_brings_nobody_in_by_an_address_that_nobody_checked(
        self, stage: SignInStage, person: Any, service: Provider, party: str
    ) -> None:
        stage.made("hoshino@nebula.example", party=party)
        door = companies(stage, service.model_copy(update={"emails_are_checked": False}))
        with pytest.raises(Forbidden) as refused:
            door.come_back(self.way(door), NOWHERE)
        assert refused.value.code == "provider-unknown-person"

    @pytest.fixture
    def service(self, iam_server: Any, tmp_path: Path, party: str) -> Provider:
        return provider(tmp_path, party, iam_server.url.rstrip("/"), emails_are_checked=True)

    def way(self, door: Companies) -> Back:
        """Go to the service as a browser does, and come back with what it says."""
        there = urlsplit(door.set_out("nebula", BACK, DOOR, lang="en", to="/studio/works"))
        http = HTTPConnection(there.netloc, timeout=10)
        http.request("GET", f"{there.path}?{there.query}")
        led = http.getresponse().headers["Location"]
        http.close()
        assert led.startswith(BACK), led
        said = {name: values[0] for name, values in parse_qs(urlsplit(led).query).items()}
        return Back(said["state"], said.get("code", ""), said.get("iss", ""), DOOR)

    def test_lets_in_whom_it_vouches_for(
        self, stage: SignInStage, person: Any, service: Provider, party: str
    ) -> None:
        made = stage.made("hoshino@nebula.example", party=party)
        door = companies(stage, service)
        arrived = door.come_back(self.way(door), NOWHERE)
        assert (arrived.opened.account, arrived.lang, arrived.to) == (
            made.id, "en", "/studio/works",
        )  # fmt: skip
        who = stage.sessions.of(arrived.opened.cookie)
        assert who is not None
        assert (who.how, who.actor.party) == ("company", party)
        again = door.come_back(self.way(door), NOWHERE)
        assert again.opened.account == made.id

    def test_brings_nobody_in_under_the_account_of_who_had_the_address_before(
        self, stage: SignInStage, person: Any, service: Provider, party: str
    ) -> None:
        """Until the operator resets the account, which ends what the former had."""
        made = stage.made("hoshino@nebula.example", party=party)
        row = {
            "issuer": service.issuer, "person_mac": "0" * 64, "account_id": made.id,
            "created_at": stamp(stage.register.clock.now()),
        }  # fmt: skip
        with write_transaction(stage.register.engine) as conn:
            conn.execute(LINK.insert(), row)
        door = companies(stage, service)
        with pytest.raises(Forbidden) as refused:
            door.come_back(self.way(door), NOWHERE)
        assert refused.value.code == "provider-unknown-person"
        stage.accounts.reset(made.id)
        assert door.come_back(self.way(door), NOWHERE).opened.account == made.id

    def test_brings_nobody_in_who_has_no_account(
        self, stage: SignInStage, person: Any, service: Provider
    ) -> None:
        door = companies(stage, service)
        with pytest.raises(Forbidden) as refused:
            door.come_back(self.way(door), NOWHERE)
        assert refused.value.code == "provider-unknown-person"
        assert stage.accounts.page() == []

    def test_makes_an_account_where_the_operator_lets_it(
        self, stage: SignInStage, person: Any, service: Provider, party: str
    ) -> None:
        door = companies(stage, service.model_copy(update={"creates": True}))
        arrived = door.come_back(self.way(door), NOWHERE)
        account = stage.accounts.of(arrived.opened.account)
        assert (account.login, account.party, account.state) == (
            "hoshino@nebula.example", party, "in-use",
        )  # fmt: skip

    def test_signs_in_nobody_of_another_party(
        self, stage: SignInStage, person: Any, service: Provider
    ) -> None:
        stage.accounts.add(NewAccount("hoshino@nebula.example", "operator"))
        door = companies(stage, service)
        with pytest.raises(Forbidden) as refused:
            door.come_back(self.way(door), NOWHERE)
        assert refused.value.code == "provider-unknown-person"

    def test_is_good_once_and_for_one_browser(
        self, stage: SignInStage, person: Any, service: Provider, party: str
    ) -> None:
        stage.made("hoshino@nebula.example", party=party)
        door = companies(stage, service)
        back = self.way(door)
        other = Back(back.state, back.code, back.issuer, "another browser")
        for shown in (other, back):
            with pytest.raises(Forbidden) as refused:
                door.come_back(shown, NOWHERE)
            assert refused.value.code == "sign-in-over"

    def test_a_code_that_it_did_not_give_is_refused(
        self, stage: SignInStage, person: Any, service: Provider
    ) -> None:
        door = companies(stage, service)
        back = self.way(door)
        with pytest.raises((Forbidden, Unavailable)):
            door.come_back(Back(back.state, "forged", back.issuer, DOOR), NOWHERE)


ISSUER = "https://id.nebula.example"
KEY = RSAKey.generate_key(2048, {"kid": "now"})


class Forged(Providers):
    """Services whose keys are those of a test; asked again, they have a newer one, too."""

    def said(self, provider: Provider, *, again: bool = False) -> Said:
        del provider
        keys = [KEY, NEXT] if again else [KEY]
        return Said(self.clock.now(), f"{ISSUER}/a", f"{ISSUER}/t", KeySet(keys))


NEXT = RSAKey.generate_key(2048, {"kid": "next"})
STRANGE = RSAKey.generate_key(2048, {"kid": "now"})


@pytest.fixture
def forged(stage: SignInStage, tmp_path: Path) -> tuple[Companies, Provider, dict[str, Any]]:
    """A door to a service of which we have the key, and what a good token of it says."""
    made = provider(tmp_path, stage.company(), ISSUER)
    one = stage.register
    found = Forged((made,), one.clock)
    now = int(one.clock.now().timestamp())
    claims = {
        "iss": ISSUER, "aud": "daicho", "sub": "person-1", "nonce": NONCE,
        "iat": now, "exp": now + 300, "email": "x@nebula.example", "email_verified": True,
    }  # fmt: skip
    return Companies(one.engine, one.vault.beside, stage.entrance, found), made, claims


def signed(claims: dict[str, Any], key: Any = KEY, **header: str) -> str:
    return jwt.encode({"alg": "RS256", "kid": key.kid, **header}, claims, key, ["RS256", "ES256"])


def test_a_good_token_says_who_it_is(forged: Any) -> None:
    door, made, claims = forged
    assert door.checked(made, signed(claims), {}, NONCE)["sub"] == "person-1"


def test_a_key_that_is_new_is_asked_for(forged: Any) -> None:
    door, made, claims = forged
    assert door.checked(made, signed(claims, NEXT), {}, NONCE)["sub"] == "person-1"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://id.nebula.example/"},
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": ["daicho", "another"]},
        {"aud": ["daicho", "another"], "azp": "another"},
        {"nonce": "m" * 64},
        {"exp": 1},
        {"iat": 4_000_000_000},
        {"nbf": 4_000_000_000},
        {"sub": ""},
        {"sub": 5},
    ],
)
def test_a_token_for_somebody_else_or_another_time_is_refused(
    forged: Any, change: dict[str, Any]
) -> None:
    door, made, claims = forged
    with pytest.raises(Exception):  # noqa: B017 - each library has its own
        door.checked(made, signed({**claims, **change}), {}, NONCE)


@pytest.mark.parametrize("missing", ["iss", "aud", "sub", "exp", "iat", "nonce"])
def test_a_token_that_says_too_little_is_refused(forged: Any, missing: str) -> None:
    door, made, claims = forged
    del claims[missing]
    with pytest.raises(Exception):  # noqa: B017
        door.checked(made, signed(claims), {}, NONCE)


def test_a_signature_of_another_key_is_refused(forged: Any) -> None:
    door, made, claims = forged
    with pytest.raises(Exception):  # noqa: B017
        door.checked(made, signed(claims, STRANGE), {}, NONCE)


def test_a_token_without_signature_or_signed_with_the_public_key_is_refused(forged: Any) -> None:
    door, made, claims = forged
    head, body, _ = signed(claims).split(".")
    pem = KEY.as_pem(private=False)
    hmac_key = OctKey.import_key(pem.hex())
    tokens = [
        "eyJhbGciOiJub25lIn0." + body + ".",
        head + "." + body + ".",
        jwt.encode({"alg": "HS256", "kid": "now"}, claims, hmac_key, ["HS256"]),
        signed(claims, ECKey.generate_key("P-256", {"kid": "now"}), alg="ES256"),
        "",
        "x.y.z",
    ]
    for token in tokens:
        with pytest.raises(Exception):  # noqa: B017
            door.checked(made, token, {}, NONCE)


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://id.example", True),
        ("http://localhost:5000", True),
        ("http://127.0.0.1:5000", True),
        ("http://id.example", False),
        ("http://localhost.evil.example", False),
        ("https://user@id.example", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_services_are_asked_over_https_or_on_this_machine(url: str, good: bool) -> None:
    assert is_private(url) is good


def test_the_operator_s_file_is_read_or_named(stage: SignInStage, tmp_path: Path) -> None:
    good = provider(tmp_path, stage.company(), ISSUER).model_dump(mode="json")
    file = tmp_path / "oidc.json"
    clock = stage.register.clock
    file.write_text(json.dumps([good]))
    found = read_providers(file, clock)
    assert found.named("nebula").secret() == "the secret of ours"
    with pytest.raises(NotFound):
        found.named("other")
    for field, items in {
        "role": [{**good, "role": "operator"}],
        "issuer": [{**good, "issuer": "http://id.example"}],
        "client_secret_file": [{**good, "client_secret_file": "/nowhere"}],
        "name": [good, good],
        "file": [],
    }.items():
        file.write_text(json.dumps(items) if field != "file" else "{")
        with pytest.raises(RuleViolation) as refused:
            read_providers(file, clock)
        assert (refused.value.code, refused.value.fields["field"]) == ("provider-malformed", field)
    assert read_providers(None, clock).providers == ()


def test_what_a_service_does_wrong_is_written_down(stage: SignInStage, tmp_path: Path) -> None:
    door = companies(stage, provider(tmp_path, stage.company(), "http://127.0.0.1:9"))
    with pytest.raises(Unavailable):
        door.set_out("nebula", BACK, DOOR)
    with stage.register.ledger.reading() as conn:
        assert events_page(conn) == []
