"""The way in: password, second proof, waiting; and that failures say and leave nothing."""

from datetime import timedelta

import pytest
from sign_in_stage import LOGIN, PASSWORD, SignInStage, Started
from sqlalchemy import select

from ledger.bootstrap import Register
from ledger.errors import Conflict, Forbidden, LedgerError, RuleViolation
from ledger.sign_in.factors import current_code
from ledger.sign_in.journal import Origin, events_page
from ledger.sign_in.passwords import must_do
from ledger.sign_in.waits import counted_address, wait_after
from ledger.store.tables import LOG_METADATA

CAFE = Origin("203.0.113.7", "Firefox")


@pytest.fixture
def stage(register: Register) -> SignInStage:
    return SignInStage(register)


@pytest.fixture
def kaede(stage: SignInStage) -> Started:
    """Somebody who has set her password and an authenticator."""
    return stage.started()


def refusal(call: object, *words: object) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        call(*words)  # type: ignore[operator]
    return caught.value


def kinds(stage: SignInStage, account: str) -> list[str]:
    with stage.register.ledger.reading() as conn:
        return [f"{row['kind']} {row['how']}".strip() for row in events_page(conn, account)]


def test_password_and_code_let_in(stage: SignInStage, kaede: Started) -> None:
    half = stage.entrance.password("ＫＡＥＤＥ@example.jp", PASSWORD, CAFE)
    assert half.kinds == {"totp", "recovery"}
    opened = stage.entrance.second(half.ticket, stage.code(kaede), CAFE)
    found = stage.sessions.of(opened.cookie)
    assert found is not None
    assert (found.account, found.how) == (kaede.id, "password+totp")
    assert kinds(stage, kaede.id)[0] == "signed-in password+totp"


def test_unknown_wrong_and_disabled_hear_the_same_words(stage: SignInStage, kaede: Started) -> None:
    said = {
        str(refusal(stage.entrance.password, login, word, CAFE))
        for login, word in ((LOGIN, "not this one at all"), ("nobody@example.jp", PASSWORD))
    }
    stage.accounts.disable(kaede.id)
    said.add(str(refusal(stage.entrance.password, LOGIN, PASSWORD, CAFE)))
    assert len(said) == 1


def test_no_table_keeps_what_a_stranger_typed(stage: SignInStage) -> None:
    refusal(stage.entrance.password, "stranger@example.jp", "a secret of mine", CAFE)
    with stage.register.ledger.reading() as conn:
        for table in LOG_METADATA.sorted_tables:
            text = str(conn.execute(select(table)).all())
            assert "stranger" not in text
            assert "a secret of mine" not in text
        assert [row["account_id"] for row in events_page(conn)] == [None]


def test_a_code_counts_once(stage: SignInStage, kaede: Started) -> None:
    code = stage.code(kaede)
    stage.entrance.second(stage.entrance.password(LOGIN, PASSWORD, CAFE).ticket, code, CAFE)
    half = stage.entrance.password(LOGIN, PASSWORD, CAFE)
    assert refusal(stage.entrance.second, half.ticket, code, CAFE).code == "code-wrong"


def test_a_code_of_the_step_before_is_good_and_an_older_one_is_not(
    stage: SignInStage, kaede: Started
) -> None:
    stage.later(minutes=5)
    old = current_code(kaede.secret, stage.register.clock)
    stage.later(seconds=60)
    half = stage.entrance.password(LOGIN, PASSWORD, CAFE)
    assert refusal(stage.entrance.second, half.ticket, old, CAFE).code == "code-wrong"
    late = current_code(kaede.secret, stage.register.clock)
    stage.later(seconds=30)
    assert stage.entrance.second(half.ticket, late, CAFE)


def test_a_recovery_code_is_good_once_however_it_is_written(
    stage: SignInStage, kaede: Started
) -> None:
    code = kaede.recovery[0].lower().replace("-", " ")
    half = stage.entrance.password(LOGIN, PASSWORD, CAFE)
    assert stage.entrance.second(half.ticket, code, CAFE)
    assert stage.entrance.factors.recovery_left(kaede.id) == 9
    half = stage.entrance.password(LOGIN, PASSWORD, CAFE)
    assert refusal(stage.entrance.second, half.ticket, code, CAFE).code == "code-wrong"


def test_a_ticket_is_good_once_and_for_ten_minutes(stage: SignInStage, kaede: Started) -> None:
    half = stage.entrance.password(LOGIN, PASSWORD, CAFE)
    stage.entrance.second(half.ticket, stage.code(kaede), CAFE)
    again = refusal(stage.entrance.second, half.ticket, stage.code(kaede), CAFE)
    assert again.code == "sign-in-over"
    half = stage.entrance.password(LOGIN, PASSWORD, CAFE)
    stage.later(minutes=10)
    late = refusal(stage.entrance.second, half.ticket, stage.code(kaede), CAFE)
    assert late.code == "sign-in-over"


@pytest.mark.parametrize("login", [LOGIN, "nobody@example.jp"])
def test_after_five_failures_one_waits_known_or_not(
    stage: SignInStage, kaede: Started, login: str
) -> None:
    for _ in range(5):
        assert refusal(stage.entrance.password, login, "wrong wrong wrong", CAFE).code == (
            "sign-in-refused"
        )
    assert refusal(stage.entrance.password, login, PASSWORD, CAFE).code == "sign-in-wait"
    stage.later(seconds=61)
    assert refusal(stage.entrance.password, login, "wrong wrong wrong", CAFE).code == (
        "sign-in-refused"
    )
    stage.later(seconds=61)  # the second wait is two minutes
    assert refusal(stage.entrance.password, login, PASSWORD, CAFE).code == "sign-in-wait"


def test_the_operator_ends_the_waiting(stage: SignInStage, kaede: Started) -> None:
    for _ in range(5):
        refusal(stage.entrance.password, LOGIN, "wrong wrong wrong", CAFE)
    stage.entrance.unlock(kaede.id, by="tok_of_operator")
    assert stage.entrance.password(LOGIN, PASSWORD, CAFE)
    assert "unlocked" in kinds(stage, kaede.id)


def test_codes_are_counted_apart_and_the_right_password_does_not_forget_them(
    stage: SignInStage, kaede: Started
) -> None:
    for _ in range(5):
        half = stage.entrance.password(LOGIN, PASSWORD, CAFE)
        assert refusal(stage.entrance.second, half.ticket, "000000", CAFE).code == "code-wrong"
    half = stage.entrance.password(LOGIN, PASSWORD, CAFE)
    waits = refusal(stage.entrance.second, half.ticket, stage.code(kaede), CAFE)
    assert waits.code == "sign-in-wait"
    assert kinds(stage, kaede.id)[0] == "waits second"


def test_from_one_address_thirty_logins_may_be_tried(stage: SignInStage) -> None:
    """Each of another login, so that no login waits."""
    from ledger.sign_in.waits import Waits  # noqa: PLC0415
    from ledger.store.engine import write_transaction  # noqa: PLC0415

    waits = Waits(stage.register.vault.beside, stage.register.clock)
    for _ in range(30):
        with write_transaction(stage.register.engine) as conn:
            waits.take(conn, "address", "203.0.113.7")
    assert refusal(stage.entrance.password, LOGIN, PASSWORD, CAFE).code == "sign-in-wait"
    elsewhere = Origin("198.51.100.4")
    assert refusal(stage.entrance.password, LOGIN, PASSWORD, elsewhere).code == "sign-in-refused"


@pytest.mark.parametrize(
    ("failures", "wait"),
    [(4, None), (5, 1), (6, 2), (7, 4), (15, 1024), (16, 1440), (500, 1440)],
)
def test_waits_double_up_to_a_day(failures: int, wait: int | None) -> None:
    assert wait_after("login", failures) == (timedelta(minutes=wait) if wait else None)


def test_a_network_of_ipv6_is_one_address() -> None:
    assert counted_address("2001:db8:1:2:3::4") == "2001:db8:1:2::/64"
    assert counted_address("::ffff:203.0.113.7") == "203.0.113.7"
    assert counted_address("testclient") == ""


@pytest.mark.parametrize(
    "word",
    [
        "tanzaku", "x" * 201, LOGIN, "aaaaaaaaaaaaaaaa", "123456789012", "daichodaicho",
        "kaedekaedekaede", "PasswordPassword",
    ],
)  # fmt: skip
def test_a_password_that_will_not_do_is_refused_and_never_repeated(word: str) -> None:
    refused = refusal(must_do, word, LOGIN)
    assert isinstance(refused, RuleViolation)
    assert word not in str(refused)


@pytest.mark.parametrize("word", ["星の庭を歩く猫は夜に歌う", "only four plain words", "x y" * 50])
def test_no_signs_or_digits_are_asked_for(word: str) -> None:
    if len(set(word)) >= 5:
        must_do(word, LOGIN)


def test_a_first_visit_sets_both_proofs_or_none(stage: SignInStage) -> None:
    made = stage.made()
    secret = stage.starting.secret(made.code)
    assert refusal(stage.starting.with_code, made.code, PASSWORD, "000000", CAFE).code == (
        "code-wrong"
    )
    assert refusal(
        stage.starting.with_code, made.code, "tanzaku", stage.shown(secret), CAFE
    ).code == ("password-length")
    assert not stage.accounts.of(made.id).has_password
    started = stage.starting.with_code(made.code, PASSWORD, stage.shown(secret), CAFE)
    assert len(started.recovery) == 10
    assert stage.sessions.of(started.opened.cookie)
    assert refusal(stage.starting.look, made.code).code == "start-code-over"


def test_a_starting_code_is_over_after_three_days(stage: SignInStage) -> None:
    made = stage.made()
    stage.later(hours=73)
    assert refusal(stage.starting.look, made.code).code == "start-code-over"


def test_proving_anew_opens_grave_things(stage: SignInStage, kaede: Started) -> None:
    half = stage.entrance.password(LOGIN, PASSWORD, CAFE)
    cookie = stage.entrance.second(half.ticket, stage.code(kaede), CAFE).cookie
    who = stage.sessions.of(cookie)
    assert who is not None
    assert refusal(stage.entrance.prove, who, cookie, "123456", CAFE).code == "code-wrong"
    opened = stage.entrance.prove(who, cookie, stage.code(kaede), CAFE)
    proved = stage.sessions.of(opened.cookie)
    assert proved is not None
    assert proved.actor.stepped_up


def test_a_new_password_ends_the_other_sessions(stage: SignInStage, kaede: Started) -> None:
    here = stage.sessions.open(kaede.id, "x").cookie
    there = stage.sessions.open(kaede.id, "x").cookie
    who = stage.sessions.of(here)
    assert who is not None
    wrong = refusal(stage.entrance.change_password, who, "not this one", "a new one here", CAFE)
    assert isinstance(wrong, Forbidden)
    stage.entrance.change_password(who, PASSWORD, "several other words", CAFE)
    assert stage.sessions.of(there) is None
    assert stage.sessions.of(here)
    assert stage.entrance.password(LOGIN, "several other words", CAFE)


def test_the_last_proof_stays_until_there_is_another(stage: SignInStage, kaede: Started) -> None:
    (card,) = stage.entrance.factors.cards(kaede.id)
    assert isinstance(refusal(stage.entrance.factors.remove, kaede.id, card.id), Conflict)


def test_old_parameters_are_renewed_at_the_next_sign_in(stage: SignInStage, kaede: Started) -> None:
    from argon2 import PasswordHasher  # noqa: PLC0415
    from sqlalchemy import update  # noqa: PLC0415

    from ledger.sign_in.accounts import ACCOUNT  # noqa: PLC0415
    from ledger.store.engine import write_transaction  # noqa: PLC0415

    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with write_transaction(stage.register.engine) as conn:
        conn.execute(update(ACCOUNT).values(password=weak))
    stage.entrance.password(LOGIN, PASSWORD, CAFE)
    with stage.register.ledger.reading() as conn:
        assert "m=65536,t=3,p=4" in str(conn.execute(select(ACCOUNT.c.password)).scalar())
