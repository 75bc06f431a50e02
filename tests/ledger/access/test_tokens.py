"""A token proves who somebody is for as long as it is meant to, and the store cannot forge it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from ledger.access.tokens import NewToken, Tokens
from ledger.access.views import involve
from ledger.clock import SteppingClock
from ledger.command import Actor
from ledger.entropy import SeededEntropy
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.store.engine import read_transaction, write_transaction
from ledger.store.state import State
from ledger.store.tables import LOG_METADATA
from ledger.store.views import VIEW_METADATA

STUDIO = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"
NEW = NewToken("studio", STUDIO, "workstation")


@pytest.fixture
def tokens(engine: Engine, clock: SteppingClock, entropy: SeededEntropy) -> Tokens:
    VIEW_METADATA.create_all(engine)
    with write_transaction(engine) as conn:
        state = State(conn)
        involve(state, STUDIO, STUDIO)
        state.flush()
    return Tokens(engine, clock, entropy)


def id_of(token: str) -> str:
    return "tok_" + token.split("_")[1]


def test_a_token_says_who_holds_it_and_what_for(tokens: Tokens) -> None:
    identity = tokens.authenticate(tokens.create(NEW))
    assert identity.actor == Actor("studio", STUDIO, identity.token_id)
    assert identity.scopes == {"read", "write"}
    identity.must_have("write")


def test_the_operators_token_has_no_party(tokens: Tokens) -> None:
    assert tokens.authenticate(tokens.create(NewToken("operator"))).actor.is_operator


def test_a_token_for_reading_does_not_write(tokens: Tokens) -> None:
    identity = tokens.authenticate(tokens.create(NewToken("auditor", STUDIO, scopes=("read",))))
    identity.must_have("read")
    with pytest.raises(Forbidden, match="token-scope"):
        identity.must_have("write")


def test_the_store_does_not_hold_the_secret(tokens: Tokens, engine: Engine) -> None:
    secret = tokens.create(NEW).split("_")[2]
    with read_transaction(engine) as conn:
        row = conn.execute(LOG_METADATA.tables["token"].select()).one()
    assert secret not in repr(row)
    assert bytes.fromhex(secret) not in row.token_hash


def test_a_wrong_secret_and_an_unknown_id_sound_alike(tokens: Tokens) -> None:
    token = tokens.create(NEW)
    wrong_secret = token[:-1] + ("0" if token[-1] != "0" else "1")
    wrong_id = "dk_" + "0" * 26 + token[29:]
    heard = []
    for text in (wrong_secret, wrong_id):
        with pytest.raises(Forbidden) as caught:
            tokens.authenticate(text)
        heard.append((caught.value.code, caught.value.fields))
    assert heard[0] == heard[1]
    assert heard[0][0] == "token-unknown"


@pytest.mark.parametrize(
    "text", ["", "dk_", "Bearer x", "dk_x_y\x00", "dk_" + "é" * 26 + "_" + "0" * 64]
)
def test_what_is_no_token_is_unknown(tokens: Tokens, text: str) -> None:
    with pytest.raises(Forbidden, match="token-unknown"):
        tokens.authenticate(text)


def test_a_revoked_token_is_dead_at_once(tokens: Tokens) -> None:
    token = tokens.create(NEW)
    tokens.authenticate(token)
    tokens.revoke(id_of(token))
    with pytest.raises(Forbidden, match="token-revoked"):
        tokens.authenticate(token)
    with pytest.raises(Conflict, match="token-revoked-already"):
        tokens.revoke(id_of(token))


def test_revoking_what_does_not_exist_is_refused(tokens: Tokens) -> None:
    with pytest.raises(NotFound, match="token-not-found"):
        tokens.revoke("tok_none")


def test_a_token_stops_at_its_hour(tokens: Tokens, clock: SteppingClock) -> None:
    end = datetime(2026, 12, 1, tzinfo=UTC)
    token = tokens.create(replace(NEW, expires_at=end))
    clock.advance_to(end - timedelta(milliseconds=1))
    tokens.authenticate(token)
    with pytest.raises(Forbidden, match="token-expired"):
        tokens.authenticate(token)


def test_the_list_shows_labels_and_states(tokens: Tokens) -> None:
    first = tokens.create(NEW)
    tokens.create(NewToken("operator", label="console"))
    tokens.revoke(id_of(first))
    cards = tokens.cards()
    assert [(card.label, card.role, card.revoked_at is not None) for card in cards] == [
        ("workstation", "studio", True),
        ("console", "operator", False),
    ]
    assert tokens.cards(party=STUDIO) == cards[:1]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewToken("public"), "token-role"),
        (NewToken("studio"), "token-party"),
        (NewToken("operator", STUDIO), "token-party"),
        (NewToken("auditor", STUDIO), "token-scopes"),
        (replace(NEW, scopes=()), "token-scopes"),
        (replace(NEW, label=" "), "token-label"),
        (replace(NEW, label="a\x00b"), "token-label"),
        (replace(NEW, label="x" * 201), "token-label"),
        (replace(NEW, expires_at=datetime(2020, 1, 1, tzinfo=UTC)), "token-expiry"),
    ],
)
def test_a_token_that_makes_no_sense_is_not_made(tokens: Tokens, new: NewToken, code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        tokens.create(new)
    assert tokens.cards() == []


def test_a_token_for_an_unknown_party_is_not_made(tokens: Tokens) -> None:
    unknown: Any = replace(NEW, party="party_01KAM3Z4T0V6S8Q2YB5C9D7E1G")
    with pytest.raises(NotFound, match="party-not-found"):
        tokens.create(unknown)
