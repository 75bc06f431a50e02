"""Sessions: what a cookie opens, for how long, and what ends it."""

import pytest
from sign_in_stage import SignInStage
from sqlalchemy import select

from ledger.access.tokens import Tokens
from ledger.bootstrap import Register
from ledger.errors import Forbidden, NotFound
from ledger.sign_in.accounts import SESSION
from ledger.sign_in.journal import Origin
from ledger.sign_in.sessions import SignedIn


@pytest.fixture
def stage(register: Register) -> SignInStage:
    return SignInStage(register)


def who(stage: SignInStage, cookie: str) -> SignedIn:
    found = stage.sessions.of(cookie)
    assert found is not None
    return found


def test_a_cookie_is_the_person_at_her_seat(stage: SignInStage) -> None:
    account = stage.account()
    found = who(stage, stage.sessions.open(account.id, "password+totp").cookie)
    assert (found.account, found.login) == (account.id, "kaede@example.jp")
    assert (found.actor.role, found.actor.party, found.actor.by) == (
        "studio",
        account.party,
        account.token_id,
    )
    assert found.scopes == {"read", "write"}


def test_the_table_holds_no_cookie(stage: SignInStage) -> None:
    cookie = stage.sessions.open(stage.account().id, "password").cookie
    with stage.register.ledger.reading() as conn:
        rows = str(conn.execute(select(SESSION)).all())
    assert cookie not in rows
    assert who(stage, cookie).csrf not in rows


@pytest.mark.parametrize("cookie", ["", "x", "0" * 64, "é" * 64])
def test_what_is_no_cookie_is_nobody(stage: SignInStage, cookie: str) -> None:
    assert stage.sessions.of(cookie) is None


def test_it_ends_after_half_an_hour_of_silence(stage: SignInStage) -> None:
    cookie = stage.sessions.open(stage.account().id, "password").cookie
    stage.later(minutes=29)
    assert stage.sessions.of(cookie)
    stage.later(minutes=29)
    assert stage.sessions.of(cookie)
    stage.later(minutes=31)
    assert stage.sessions.of(cookie) is None


def test_it_ends_after_twelve_hours_however_busy(stage: SignInStage) -> None:
    cookie = stage.sessions.open(stage.account().id, "password").cookie
    for _ in range(35):
        stage.later(minutes=20)
        assert stage.sessions.of(cookie)
    stage.later(minutes=21)
    assert stage.sessions.of(cookie) is None


def test_its_last_request_is_written_once_a_minute(stage: SignInStage) -> None:
    cookie = stage.sessions.open(stage.account().id, "password").cookie

    def seen() -> str:
        with stage.register.ledger.reading() as conn:
            return str(conn.execute(select(SESSION.c.seen_at)).scalar())

    before = seen()
    stage.later(seconds=50)
    stage.sessions.of(cookie)
    assert seen() == before
    stage.later(seconds=20)
    stage.sessions.of(cookie)
    assert seen() > before


def test_a_further_proof_opens_grave_things_for_a_quarter_of_an_hour(stage: SignInStage) -> None:
    cookie = stage.sessions.open(stage.account().id, "password+totp").cookie
    assert not who(stage, cookie).actor.stepped_up
    proved = stage.sessions.step_up(cookie, "totp").cookie
    assert who(stage, proved).actor.stepped_up
    stage.later(minutes=14)
    assert who(stage, proved).actor.stepped_up
    stage.later(minutes=1)
    assert not who(stage, proved).actor.stepped_up


def test_a_further_proof_goes_on_under_another_cookie(stage: SignInStage) -> None:
    cookie = stage.sessions.open(stage.account().id, "password+totp").cookie
    proved = stage.sessions.step_up(cookie, "totp").cookie
    assert stage.sessions.of(cookie) is None
    assert who(stage, proved).csrf
    with pytest.raises(Forbidden):
        stage.sessions.step_up(cookie, "totp")


def test_signing_out_ends_it(stage: SignInStage) -> None:
    cookie = stage.sessions.open(stage.account().id, "password").cookie
    stage.sessions.end(cookie)
    assert stage.sessions.of(cookie) is None
    stage.sessions.end(cookie)


def test_it_ends_with_the_token_that_the_account_stands_on(stage: SignInStage) -> None:
    account = stage.account()
    cookie = stage.sessions.open(account.id, "password").cookie
    one = stage.register
    Tokens(one.engine, one.clock, one.entropy).revoke(account.token_id)
    assert stage.sessions.of(cookie) is None
    with pytest.raises(Forbidden):
        stage.sessions.open(account.id, "password")


def test_the_other_sessions_are_listed_and_ended(stage: SignInStage) -> None:
    account = stage.account()
    origin = Origin("203.0.113.7", "Firefox\n<script>")
    here, there = (stage.sessions.open(account.id, "password", origin).cookie for _ in range(2))
    listed = stage.sessions.listed(account.id)
    assert {row["network"] for row in listed} == {"203.0.113.0/24"}
    assert {row["browser"] for row in listed} == {"Firefox<script>"}
    assert stage.sessions.end_others(account.id, who(stage, here).session) == 1
    assert stage.sessions.of(there) is None
    assert who(stage, here)


def test_nobody_ends_the_session_of_somebody_else(stage: SignInStage) -> None:
    account = stage.account()
    other = stage.account("other@example.jp", party=account.party)
    cookie = stage.sessions.open(account.id, "password").cookie
    with pytest.raises(NotFound):
        stage.sessions.end_named(other.id, who(stage, cookie).session)
    with pytest.raises(NotFound):
        stage.sessions.end_named(account.id, "%")
    stage.sessions.end_named(account.id, who(stage, cookie).session)
    assert stage.sessions.of(cookie) is None
