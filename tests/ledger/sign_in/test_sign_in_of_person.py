"""A person's sign-ins: told to whoever may ask for all her data, and gone with her."""

import pytest
from sign_in_stage import LOGIN, PASSWORD, SignInStage, Started
from sqlalchemy import select
from stage import Stage

from ledger.bootstrap import Register
from ledger.errors import Forbidden
from ledger.jobs.erase import erase_people
from ledger.jobs.subject_export import gather
from ledger.jobs.subject_text import readable_text
from ledger.sign_in.accounts import ACCOUNT, FACTOR, SESSION, NewAccount
from ledger.sign_in.factors import current_code
from ledger.sign_in.journal import NOWHERE, events_page
from ledger.sign_in.sample import SampleAccount, SampleAccounts, sample_code
from ledger.vault.vault import Secret

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def stage(register: Register) -> SignInStage:
    return SignInStage(register)


@pytest.fixture
def person(stage: SignInStage) -> str:
    """A person whom the vault knows."""
    party = Stage(stage.register.ledger).person("楓")
    stage.register.vault.seal([Secret("subj_00000000000000000000000002", "credit_name", "楓")])
    return party


@pytest.fixture
def kaede(stage: SignInStage, person: str) -> Started:
    return stage.started(role="creator", party=person)


def test_her_data_have_her_account_and_what_happened(
    stage: SignInStage, kaede: Started, person: str
) -> None:
    stage.sessions.open(kaede.id, "password+totp")
    with stage.register.ledger.reading() as conn:
        told = gather(stage.register, conn, person)
    (account,) = told["accounts"]
    assert (account["login"], account["proofs"][0]["kind"]) == (LOGIN, "totp")
    assert account["events"][0]["kind"] == "signed-in"
    assert kaede.secret not in str(told)
    for lang in ("ja", "en"):
        assert LOGIN in readable_text(told, lang)


def test_erasing_her_removes_account_proofs_and_sessions(
    stage: SignInStage, kaede: Started, person: str
) -> None:
    cookie = stage.sessions.open(kaede.id, "password+totp").cookie
    erase_people(stage.register, person)
    assert stage.sessions.of(cookie) is None
    with stage.register.ledger.reading() as conn:
        for table in (ACCOUNT, FACTOR, SESSION):
            assert conn.execute(select(table)).all() == []
        assert events_page(conn, kaede.id)[0]["kind"] == "account-removed"
    with pytest.raises(Forbidden):
        stage.entrance.password(LOGIN, PASSWORD, NOWHERE)


def samples(stage: SignInStage) -> SampleAccounts:
    one = stage.register
    return SampleAccounts(one.engine, one.vault.beside, one.clock, one.entropy)


def test_a_sample_has_accounts_whose_proofs_are_known(stage: SignInStage) -> None:
    wanted = SampleAccount(NewAccount(LOGIN, "studio", stage.company()), PASSWORD, SECRET)
    made = samples(stage).make(stage.register.genesis, wanted)
    assert samples(stage).make(stage.register.genesis, wanted) == made
    assert stage.sessions.listed(made.id) == []
    stage.later(seconds=60)
    shown = sample_code(stage.entrance, stage.register.engine, made)
    assert shown == current_code(SECRET, stage.register.clock)
    half = stage.entrance.password(LOGIN, PASSWORD, NOWHERE)
    assert stage.entrance.second(half.ticket, shown, NOWHERE)


def test_a_real_register_refuses_them(stage: SignInStage) -> None:
    genesis = stage.register.genesis
    real = "\n".join(line for line in genesis.split("\n") if "sample" not in line)
    wanted = SampleAccount(NewAccount(LOGIN, "operator"), PASSWORD, SECRET)
    with pytest.raises(Forbidden) as refused:
        samples(stage).make(real, wanted)
    assert refused.value.code == "sample-only"
