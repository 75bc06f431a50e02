"""Tokens of a few minutes: made for the holder of another, and gone with it."""

from datetime import timedelta

import pytest
from stage import Stage

from ledger.access.tokens import NewToken, Tokens
from ledger.bootstrap import Register
from ledger.errors import Forbidden, NotFound, RuleViolation


@pytest.fixture
def tokens(register: Register) -> Tokens:
    return Tokens(register.engine, register.clock, register.entropy)


@pytest.fixture
def party(register: Register) -> str:
    return Stage(register.ledger).company("星雲スタジオ")


@pytest.fixture
def kana(tokens: Tokens, party: str) -> str:
    """Id of somebody's own token."""
    return tokens.authenticate(tokens.create(NewToken("studio", party))).token_id


def test_who_steps_up_is_the_same_person_with_the_same_rights(
    tokens: Tokens, kana: str, party: str
) -> None:
    made, _ = tokens.step_up(kana)
    who = tokens.authenticate(made)
    assert (who.actor.by, who.actor.party, who.actor.stepped_up) == (kana, party, True)
    assert who.scopes == {"read", "write"}


def test_an_ordinary_token_is_not_stepped_up(tokens: Tokens, party: str) -> None:
    assert not tokens.authenticate(tokens.create(NewToken("studio", party))).actor.stepped_up


def test_it_ends_after_its_minutes(tokens: Tokens, kana: str, register: Register) -> None:
    _, ends = tokens.step_up(kana, 10)
    assert timedelta(minutes=9) < ends - register.clock.now() <= timedelta(minutes=10)


def test_it_ends_when_the_token_it_was_made_for_ends(
    tokens: Tokens, party: str, register: Register
) -> None:
    soon = register.clock.now() + timedelta(minutes=2)
    short = tokens.authenticate(tokens.create(NewToken("studio", party, expires_at=soon)))
    assert tokens.step_up(short.token_id)[1] == soon


def test_it_is_revoked_with_the_token_it_was_made_for(tokens: Tokens, kana: str) -> None:
    made, _ = tokens.step_up(kana)
    tokens.revoke(kana)
    with pytest.raises(Forbidden) as refused:
        tokens.authenticate(made)
    assert refused.value.code == "token-revoked"


@pytest.mark.parametrize("minutes", [0, 16])
def test_it_lasts_a_quarter_of_an_hour_at_most(tokens: Tokens, kana: str, minutes: int) -> None:
    with pytest.raises(RuleViolation) as refused:
        tokens.step_up(kana, minutes)
    assert refused.value.code == "step-up-minutes"


def test_nobody_vouches_for_himself(tokens: Tokens, kana: str) -> None:
    with pytest.raises(Forbidden) as refused:
        tokens.step_up(kana, by=kana)
    assert refused.value.code == "step-up-by-holder"


def test_one_does_not_lead_to_another(tokens: Tokens, kana: str) -> None:
    made, _ = tokens.step_up(kana)
    with pytest.raises(Forbidden) as refused:
        tokens.step_up(tokens.authenticate(made).token_id)
    assert refused.value.code == "step-up-of-step-up"


def test_a_token_that_ended_is_not_stepped_up(tokens: Tokens, kana: str) -> None:
    tokens.revoke(kana)
    with pytest.raises(Forbidden) as refused:
        tokens.step_up(kana)
    assert refused.value.code == "token-revoked"


def test_an_unknown_token_is_named(tokens: Tokens) -> None:
    with pytest.raises(NotFound):
        tokens.step_up("tok_01KAM3Z4T0V6S8Q2YB5C9D7E1F")
