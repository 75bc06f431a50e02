"""The whole way in on either database."""

from collections.abc import Iterator

import pytest
from sign_in_stage import LOGIN, NOWHERE, PASSWORD, SignInStage
from sqlalchemy import exc

from ledger.bootstrap import Register, Sample, open_register
from ledger.errors import Forbidden
from ledger.jobs.verify import verify_register
from ledger.settings import Settings
from ledger.store.engine import write_transaction
from tests.conftest import START


@pytest.fixture
def register(either_settings: Settings) -> Iterator[Register]:
    opened = open_register(either_settings, sample=Sample(1, START))
    yield opened
    opened.close()


def test_from_the_first_visit_to_the_last(register: Register) -> None:
    stage = SignInStage(register)
    kaede = stage.started()
    with pytest.raises(Forbidden):
        stage.entrance.password(LOGIN, "wrong wrong wrong", NOWHERE)
    half = stage.entrance.password(LOGIN, PASSWORD, NOWHERE)
    cookie = stage.entrance.second(half.ticket, stage.code(kaede), NOWHERE).cookie
    who = stage.sessions.of(cookie)
    assert who is not None
    cookie = stage.entrance.prove(who, cookie, kaede.recovery[0], NOWHERE).cookie
    proved = stage.sessions.of(cookie)
    assert proved is not None
    assert proved.actor.stepped_up
    assert stage.sessions.end_others(kaede.id, proved.session) == 0
    assert stage.accounts.remove([kaede.id]) == 1
    assert stage.sessions.of(cookie) is None


def test_what_happened_is_never_changed(register: Register) -> None:
    SignInStage(register).made(role="operator")
    statements = [
        "UPDATE sign_in_event SET kind = 'x'",
        "DELETE FROM sign_in_event",
        "INSERT INTO sign_in_event SELECT * FROM sign_in_event",
    ]
    if register.engine.dialect.name == "postgresql":
        statements.append("TRUNCATE sign_in_event")
    for statement in statements:
        with pytest.raises(exc.DBAPIError) as refused, write_transaction(register.engine) as conn:
            conn.exec_driver_sql(statement)
        assert "daicho: sign_in_event" in str(refused.value.orig)


def test_a_register_with_accounts_verifies(register: Register) -> None:
    SignInStage(register).made(role="operator")
    assert verify_register(register, views=True).findings == ()
