"""The whole way in on either database."""

from collections.abc import Iterator

import pytest
from sign_in_stage import LOGIN, NOWHERE, PASSWORD, SignInStage

from ledger.bootstrap import Register, Sample, open_register
from ledger.errors import Forbidden
from ledger.settings import Settings
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
