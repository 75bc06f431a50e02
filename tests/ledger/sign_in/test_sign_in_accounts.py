"""Accounts: what they stand on, what lists show, and what ends with them."""

import pytest
from sign_in_stage import LOGIN, SignInStage
from sqlalchemy import exc, select

from ledger.access.tokens import Tokens
from ledger.bootstrap import Register
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.sign_in.accounts import ACCOUNT, NewAccount
from ledger.sign_in.journal import Origin, events_page
from ledger.sign_in.logins import masked, normal
from ledger.store.engine import write_transaction
from ledger.store.tables import LOG_METADATA
from ledger.vault.vault import Secret


@pytest.fixture
def stage(register: Register) -> SignInStage:
    return SignInStage(register)


def test_an_account_stands_on_a_token_that_nobody_can_show(stage: SignInStage) -> None:
    account = stage.account()
    one = stage.register
    cards = Tokens(one.engine, one.clock, one.entropy).cards(party=account.party)
    assert [(card.id, card.role, card.label) for card in cards] == [
        (account.token_id, "studio", "sign-in")
    ]


def test_no_column_holds_the_login(stage: SignInStage) -> None:
    stage.made()
    with write_transaction(stage.register.engine) as conn:
        for table in LOG_METADATA.sorted_tables:
            assert LOGIN not in str(conn.execute(select(table)).all())


@pytest.mark.parametrize(
    "spelled", ["kaede@example.jp", "KAEDE@Example.JP", "ｋａｅｄｅ＠ｅｘａｍｐｌｅ.jp"]
)
def test_a_login_is_found_however_it_is_spelled(stage: SignInStage, spelled: str) -> None:
    account = stage.account()
    assert stage.accounts.by_login(spelled) == account


def test_two_people_do_not_have_the_same_login(stage: SignInStage) -> None:
    party = str(stage.account().party)
    with pytest.raises(Conflict) as refused:
        stage.made("Kaede@EXAMPLE.jp", party=party)
    assert refused.value.code == "login-taken"
    assert len(Tokens(*token_parts(stage)).cards()) == 1


def token_parts(stage: SignInStage) -> tuple[object, object, object]:
    return stage.register.engine, stage.register.clock, stage.register.entropy


@pytest.mark.parametrize("login", ["", "ab", "a b c", "x" * 201, "a\nb@c"])
def test_a_malformed_login_is_refused(stage: SignInStage, login: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        stage.accounts.add(NewAccount(login, "operator"))
    assert refused.value.fields["field"] == "login"


def test_role_and_party_fit_together_as_they_do_for_tokens(stage: SignInStage) -> None:
    with pytest.raises(RuleViolation):
        stage.accounts.add(NewAccount(LOGIN, "studio"))
    with pytest.raises(NotFound):
        stage.accounts.add(NewAccount(LOGIN, "studio", "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"))


def test_an_auditor_may_only_read(stage: SignInStage) -> None:
    assert stage.account(role="auditor").scopes == ("read",)


@pytest.mark.parametrize(
    ("login", "shown"),
    [("hoshino@example.jp", "ho…@e…"), ("kaede", "ka…"), ("abc", "a…"), ("ab@x", "a…@x…")],
)
def test_lists_show_the_first_letters(login: str, shown: str) -> None:
    assert masked(normal(login)) == shown


def test_a_person_s_login_goes_with_her_key(stage: SignInStage) -> None:
    from stage import Stage  # noqa: PLC0415

    setting = Stage(stage.register.ledger)
    party = setting.person("楓")
    subject = "subj_00000000000000000000000002"
    stage.register.vault.seal([Secret(subject, "credit_name", "楓")])
    account = stage.account(role="creator", party=party)
    assert account.subject == subject
    cookie = stage.sessions.open(account.id, "password").cookie
    stage.register.vault.erase([subject])
    assert stage.accounts.of(account.id).login == ""
    assert stage.sessions.of(cookie) is None


def test_a_disabled_account_is_let_in_by_nobody(stage: SignInStage) -> None:
    account = stage.account()
    cookie = stage.sessions.open(account.id, "password").cookie
    stage.accounts.disable(account.id)
    assert stage.sessions.of(cookie) is None
    assert stage.accounts.of(account.id).state == "disabled"
    with pytest.raises(Conflict):
        stage.accounts.disable(account.id)
    stage.accounts.enable(account.id)
    assert stage.sessions.of(cookie) is None  # it ended for good


def test_a_reset_gives_another_code_and_ends_the_sessions(stage: SignInStage) -> None:
    made = stage.made()
    cookie = stage.sessions.open(made.id, "password").cookie
    again = stage.accounts.reset(made.id)
    assert again.code != made.code
    assert stage.sessions.of(cookie) is None


def test_what_is_removed_leaves_its_story_without_a_name(stage: SignInStage) -> None:
    account = stage.account()
    assert stage.accounts.remove([account.id]) == 1
    assert stage.accounts.remove([account.id]) == 0
    assert stage.accounts.by_login(LOGIN) is None
    with stage.register.ledger.reading() as conn:
        kinds = [row["kind"] for row in events_page(conn, account.id)]
        assert conn.execute(select(ACCOUNT)).all() == []
    assert kinds == ["account-removed", "account-made"]


def test_the_story_of_the_door_is_append_only(stage: SignInStage) -> None:
    stage.made()
    for statement in (
        "UPDATE sign_in_event SET kind = 'x'",
        "DELETE FROM sign_in_event",
        "INSERT OR REPLACE INTO sign_in_event SELECT * FROM sign_in_event",
    ):
        with pytest.raises(exc.IntegrityError), write_transaction(stage.register.engine) as conn:
            conn.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("testclient", ""),
    ],
)
def test_of_an_address_the_network_is_kept(address: str, network: str) -> None:
    assert Origin(address).network == network


def test_accounts_are_listed_page_by_page(stage: SignInStage) -> None:
    party = stage.company()
    made = [stage.account(f"person{n}", party=party) for n in range(3)]
    first = stage.accounts.page(party, limit=2)
    assert [*first, *stage.accounts.page(party, after=first[-1].id)] == made
    assert stage.accounts.page("party_00000000000000000000000009") == []
