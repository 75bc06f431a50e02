"""A register on which every kind of fact happened at least once."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from money_stage import Money, rate, step, terms
from paid_world import pay, reported_world
from sqlalchemy.engine import make_url
from stage import asset, data, identified, member, plan, shared_among, studio, window_fee

from ledger.access.commands import GrantAccess, RevokeAccess
from ledger.accounts.commands import OpenAccount
from ledger.agreements.commands import AddTerms, ReportDuty
from ledger.bootstrap import Register, create_register, register
from ledger.committees.commands import AmendCommittee, Schedule
from ledger.jobs.closing import close_state
from ledger.jobs.erase import erase_people
from ledger.jobs.log_keys import log_keys, retire_log_key, rotate_log_key
from ledger.jobs.people import PlainCredit, seal_credits
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.revisions import revise
from ledger.keys.commands import RegisterKey, RevokeKey, RotateKey, SetKeyPolicy
from ledger.parties.commands import (
    AddAlias,
    Alias,
    EndParty,
    RecordSuccession,
    ReturnParty,
    SetPayee,
    Successor,
)
from ledger.periods.commands import ClosePeriod, OpenPeriod, ReopenPeriod
from ledger.revenue.commands import RecordInvoice
from ledger.settings import Settings
from ledger.subjects.commands import ReleaseSubject, RestrictUse
from ledger.tax_forms.commands import FileTreatyForm
from ledger.values import DocumentRef, Names
from ledger.works.commands import (
    AmendWork,
    ClaimWork,
    Credit,
    FileNotice,
    RegisterElement,
    RegisterWork,
)
from tests.faults.abroad import co_produce
from tests.faults.approved import approve_rates
from tests.faults.assumed import assume_debts
from tests.faults.audited import audit
from tests.faults.banked import open_accounts
from tests.faults.cash_kept import keep_cash
from tests.faults.contested import contest
from tests.faults.ended import end_committees
from tests.faults.exchanged import pay_in_dollars, record_rates
from tests.faults.granted import grant_rights
from tests.faults.invoiced import invoice_everything
from tests.faults.lived import live
from tests.faults.opened import open_books
from tests.faults.paid_out import pay_out
from tests.faults.papered import record_text
from tests.faults.setting_off import set_off
from tests.faults.world import ORIGIN, SAMPLE
from tests.pens import Pen

_BUILT: dict[str, Settings] = {}  # once for all modules that name these fixtures


@pytest.fixture(scope="session")
def everything_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The register on SQLite, closed, to be copied."""
    home = tmp_path_factory.mktemp("everything") / "home"
    return _BUILT.get("sqlite") or _build("sqlite", Settings(home=home))


@pytest.fixture(scope="session")
def everything_on_postgresql(
    tmp_path_factory: pytest.TempPathFactory, new_postgresql: Callable[..., str]
) -> Settings:
    """The register on PostgreSQL, closed, to be copied."""
    if "postgresql" in _BUILT:
        return _BUILT["postgresql"]
    home = tmp_path_factory.mktemp("everything") / "home"
    return _build("postgresql", Settings(home=home, database_url=new_postgresql()))


def _build(kind: str, settings: Settings) -> Settings:
    create_register(settings, ORIGIN, sample=SAMPLE)
    with register(settings, sample=SAMPLE) as opened:
        record_everything(opened)
    _BUILT[kind] = settings
    return settings


@pytest.fixture
def everything(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Register]:
    """A copy of the register, open, on each of the two databases."""
    template: Settings = request.getfixturevalue(f"everything_on_{database_kind}")
    home = tmp_path / "everything"
    shutil.copytree(template.home, home)
    url = None
    if database_kind == "postgresql":
        url = request.getfixturevalue("passing_postgresql")(make_url(template.url).database)
    with register(Settings(home=home, database_url=url)) as opened:
        yield opened


def record_everything(register: Register) -> None:
    """Record a world with money paid, and whatever else there is to record."""
    money = Money(register)
    paid = pay(reported_world(money))
    _works(money, paid.studio, paid.work)
    _parties(money, paid.writer)
    _treaty_form(money, paid.studio)
    co_produce(money)
    record_rates(money)
    pay_in_dollars(money, paid.studio, paid.partner)
    _agreements(money, paid.studio, paid.partner)
    _held(money, paid.studio, paid.partner, paid.work)
    open_books(money, paid.studio, paid.partner)
    _revised(money, paid.studio, paid.work)
    _months(money)
    money.record(
        RecordInvoice(
            id=money.new("inv"), agreement=paid.agreement, debtor=paid.platform,
            report=paid.report, currency="JPY", amount_minor=1_000_003,
            issued_on=date(2026, 4, 1), due_on=date(2026, 4, 30),
        )
    )  # fmt: skip
    grants, auditor = (money.new("grant"), money.new("grant")), money.company("監査法人")
    for grant in grants:
        money.record(
            GrantAccess(id=grant, grantee=auditor, objects=(paid.agreement,), reason="会計監査")
        )
    money.record(RevokeAccess(id=grants[0], reason="監査が終わったため"))
    _shared_account(money, paid.studio, paid.partner)
    pay_out(money)
    grant_rights(money)
    live(money)
    end_committees(money)
    contest(money, paid)
    audit(money)
    assume_debts(money)
    record_text(money, paid.agreement)
    approve_rates(money)
    keep_cash(money)
    invoice_everything(money)
    open_accounts(money)
    set_off(money)
    _keys(register, paid.partner)
    _people(money)
    _log_keys(register)


def _people(money: Money) -> None:
    """Restrict somebody's data, let go of it, erase it; somebody else is credited and restricted."""
    lines = [
        PlainCredit(role="director", person="月野 二郎"),
        PlainCredit(role="script", person="星野 海"),
    ]
    first, second = seal_credits(money.register, lines)
    work = RegisterWork(id=money.new("work"), data=data("つきのにわ"), credits=(first, second))
    money.record(work)
    assert first.subject
    assert second.subject
    money.record(RestrictUse(subject=first.subject, reason="dispute", until=date(2030, 3, 31)))
    money.record(ReleaseSubject(subject=first.subject, reason="和解"))
    erase_people(money.register, first.subject)
    money.record(RestrictUse(subject=second.subject, reason="order", law="仮処分"))


def _log_keys(register: Register) -> None:
    """Publish under the first key, under both, and under the second alone."""
    publish_checkpoint(register)
    first = log_keys(register).newest
    rotate_log_key(register)
    publish_checkpoint(register)
    retire_log_key(register, first.key_id.hex())
    publish_checkpoint(register)


def _keys(register: Register, party: str) -> None:
    """Register a key, put another in its place, demand its signature, and end it."""
    old, new = Pen(register.origin, party, "old"), Pen(register.origin, party, "new")
    sent = (
        (RegisterKey(party=party, public_key=old.public, label="法務部"), (old,)),
        (RotateKey(party=party, replaces=old.id, public_key=new.public), (old, new)),
        (SetKeyPolicy(party=party, commands=("AmendCommittee/1",), reason="内規"), (new,)),
        (RevokeKey(party=party, key=new.id, cause="retired", reason="担当者の交代"), (new,)),
    )
    for command, pens in sent:
        register.ledger.record(command, studio(party), None, [pen.sign(command) for pen in pens])


def _works(money: Money, studio: str, work: str) -> None:
    secret = money.new("work")
    money.record(
        FileNotice(work=secret, holder=studio, working_title="企画Ａ", assets=(asset("a"),))
    )
    said = data("星の図書館　完全版", identifiers=identified("madb", "C1"))
    lines = (Credit(role="production", party=studio),)
    money.record(AmendWork(work=work, reason="題名の訂正", data=said, credits=lines))
    money.record(
        RegisterElement(
            id=money.new("elem"), work=work, kind="character", name=Names(ja="司書のヒカリ")
        )
    )
    money.record(
        ClaimWork(
            id=money.new("claim"), work=work, claimant=studio, claim="maker", statement="当社が製作"
        )
    )


def _parties(money: Money, writer: str) -> None:
    agent, heir = money.company("青空事務所"), money.named_person("青空 花子")
    money.record(AddAlias(party=agent, alias=Alias(text="ｱｵｿﾞﾗ事務所", reason="表記の揺れ")))
    money.record(
        SetPayee(
            party=writer, payee=agent, relation="agent_company", effective_from=date(2026, 5, 1)
        )
    )
    money.record(
        RecordSuccession(
            party=writer,
            ground="inheritance",
            successors=(Successor(party=heir, share={"num": 1, "den": 1}),),
            effective_from=date(2026, 6, 1),
        )
    )
    gone, said = money.company("解散した会社"), "官報（2020年3月）"
    money.record(EndParty(party=gone, day=date(2020, 3, 1), ground="liquidation", source=said))
    money.record(EndParty(party=agent, day=date(2026, 6, 1), ground="unreachable", source="返送"))
    money.record(ReturnParty(party=agent, day=date(2026, 7, 1), source="電話での回答"))


def _shared_account(money: Money, studio: str, partner: str) -> None:
    """An advance that several agreements may recoup, and one of them that recouped a part."""
    account, label = money.new("acc"), {"ja": "共通の前払金", "en": "common advance"}
    money.record(
        OpenAccount(
            id=account, payer=studio, currency="JPY", kind="advance", target_minor=500,
            label=Names(**label), parties=(partner,),
        )
    )  # fmt: skip
    clauses = terms(
        step("author", "royalty/1", basis="received", rate=rate(1, 2), payee=partner),
        step("recoup", "recoup/1", account="advance", against="author"),
        accounts=[
            {
                "id": "advance", "kind": "advance", "target": {"amount": 500}, "label": label,
                "shared": account,
            }
        ],
    )  # fmt: skip
    agreement = money.agreement(studio, clauses, distribute_on="report")
    money.sales(agreement, partner, money.work("共通の作品", studio), 600, period="2026-07")
    money.run(agreement, "2026-07")


def _treaty_form(money: Money, studio: str) -> None:
    money.record(
        FileTreatyForm(
            id=money.new("form"), payer=studio, payee=money.company("海外作画", country="US"),
            country="US", article="12", filed_on=date(2026, 3, 31), has_benefits_form=True,
            document=DocumentRef(sha256="f" * 64),
        )
    )  # fmt: skip


def _agreements(money: Money, studio: str, partner: str) -> None:
    committee = money.committee(member(studio, "1/2"), member(partner, "1/2"))
    money.record(
        AmendCommittee(
            committee=committee, effective_from=date(2026, 7, 1), reason="持分の譲渡",
            members=(member(studio, "1"),), plan=plan(studio),
        )
    )  # fmt: skip
    costs = step("promotion", "expense/1", cap={"amount": 99_999, "per": "cumulative"})
    quarterly = Schedule(every_months=3, report_after_days=45, pay_after_months=2)
    duty = ReportDuty(reporter=partner, medium="video", schedule=quarterly, starts="2026-04")
    agreement = money.agreement(studio, terms(costs), duties=(duty,))
    money.expense(agreement, "promotion", 12_345)
    money.record(
        AddTerms(
            agreement=agreement, effective_month="2026-09", terms=window_fee(studio), reason="改定"
        )
    )


def _held(money: Money, studio: str, partner: str, work: str) -> None:
    """Money of a committee whose shares nobody knows waits."""
    committee = money.committee(member(studio), member(partner), origin="existing", plan=None)
    agreement = money.agreement(studio, shared_among(committee), committee=committee)
    report = money.sales(agreement, partner, work, 777, period="2026-07")
    money.receive(agreement, report, 777, received_on=date(2026, 7, 31))
    money.run(agreement, "2026-07")


def _revised(money: Money, studio: str, work: str) -> None:
    """Terms are changed under a run and its revision is recorded; another change still waits."""
    window = money.company("窓口")
    agreement = money.agreement(studio, window_fee(window), distribute_on="report")
    money.sales(agreement, window, work, 888, period="2026-07")
    money.run(agreement, "2026-07")
    changed = {"agreement": agreement, "effective_month": "2026-07", "reason": "覚書"}
    money.record(AddTerms(terms=window_fee(window, 1, 5), **changed))
    revise(money.register, agreement)
    money.record(AddTerms(terms=window_fee(window, 1, 4), **changed))


def _months(money: Money) -> None:
    money.record(OpenPeriod(month="2026-01"))
    money.record(ClosePeriod(month="2026-01"))
    close_state(money.register, "2026-01")
    money.record(ReopenPeriod(month="2026-01", reason="報告の差し替え"))
