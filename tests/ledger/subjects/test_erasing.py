"""Erasing a person: decided first, destroyed second, said last; and refused while it is needed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from money_stage import Money
from people import Writer, leave, paid_in, subject_of
from stage import data

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.audit.auditor import audit
from ledger.command import Actor
from ledger.errors import Forbidden, NotFound, RuleViolation, Unavailable
from ledger.jobs.bundle import export_bundle
from ledger.jobs.disclose import Discloser
from ledger.jobs.erase import erase_people, reconcile, restrict_instead
from ledger.jobs.people import PlainCredit, seal_credits
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.statement_files import FORMATS, makers_of
from ledger.jobs.verify import verify_register
from ledger.parties.display import names_of
from ledger.rebuild import compare_views
from ledger.statements.prepare import prepare_statements
from ledger.statements.views import page
from ledger.statements.views import show as show_statement
from ledger.store.nodes import TileCache
from ledger.store.read import LogReader
from ledger.subjects.commands import OrderErasure, RecordErasure, ReleaseSubject, RestrictUse
from ledger.subjects.queries import standing
from ledger.vault.vault import Secret
from ledger.works.commands import RegisterWork
from tests.cli.cli_stage import Daicho


def statements(money: Money) -> list[dict[str, Any]]:
    """All statements on record."""
    with money.ledger.reading() as conn:
        return page(conn, OPERATOR_VIEWER)


def types_of(money: Money) -> list[str]:
    """Types of all entries, in order."""
    with money.ledger.reading() as conn:
        reader = LogReader(conn)
        return [entry.header().event_type for entry in reader.leaves(0, reader.size())]


def name_of(money: Money, party: str, *, hides: bool = False) -> str:
    """What a party is called."""
    with money.ledger.reading() as conn:
        return names_of(conn, money.register.vault, [party], hides_restricted=hides)[party].ja


def refused(money: Money, named: str) -> RuleViolation:
    """The refusal to erase somebody; nothing is recorded."""
    before = len(types_of(money))
    with pytest.raises(RuleViolation, match="data-still-needed") as caught:
        erase_people(money.register, named)
    assert len(types_of(money)) == before
    return caught.value


@pytest.fixture
def gone(money_anywhere: Money) -> Writer:
    """Somebody whose last payment is so long ago that nothing needs her data."""
    writer = paid_in(money_anywhere, 2014)
    leave(money_anywhere, writer, "2014-04")
    return writer


def test_an_erased_person_has_no_name_anywhere_and_all_else_verifies(
    money_anywhere: Money, gone: Writer
) -> None:
    money = money_anywhere
    size = len(types_of(money))
    outcome = erase_people(money.register, gone.party)
    assert (outcome.subjects, outcome.files) == ((gone.subject,), 2)
    assert types_of(money)[size:] == ["subject.erasure_ordered/1", "subject.erased/1"]
    assert name_of(money, gone.party) == "（消去済み）"
    assert money.register.vault.find("青空 太郎") == []
    assert money.register.vault.left_of([gone.subject]) == set()
    assert compare_views(money.register.engine)[1] == []
    report = verify_register(money.register, views=True, commands=True)
    assert (report.verdict, report.findings) == ("SELF-CONSISTENT", ())


def test_no_byte_of_the_home_holds_the_name_afterwards(money: Money) -> None:
    writer = paid_in(money, 2014)
    leave(money, writer, "2014-04")
    name = "青空 太郎".encode()
    home = money.register.home
    assert any(name in path.read_bytes() for path in home.rglob("*") if path.is_file())
    erase_people(money.register, writer.party)
    assert [path for path in home.rglob("*") if path.is_file() and name in path.read_bytes()] == []


def test_erasing_again_changes_nothing(money: Money) -> None:
    writer = paid_in(money, 2014)
    leave(money, writer, "2014-04")
    erase_people(money.register, writer.party)
    size = len(types_of(money))
    again = erase_people(money.register, writer.subject)
    assert (again.files, len(types_of(money))) == (0, size)


def test_papers_that_tax_law_keeps_refuse_with_date_and_law(money: Money) -> None:
    writer = paid_in(money, 2025)
    leave(money, writer, "2025-04")
    refusal = refused(money, writer.party)
    (need,) = refusal.fields["needs"]
    assert (need["reason"], need["until"]) == ("tax_retention", "2033-06-30")
    assert "第59条" in need["law"]
    assert refusal.fields["possible_from"] == "2033-07-01"
    assert name_of(money, writer.party) == "青空 太郎"


def test_an_agreement_that_still_pays_her_refuses_without_a_date(money: Money) -> None:
    writer = paid_in(money, 2014)
    refusal = refused(money, writer.party)
    assert [(need["reason"], need["about"]) for need in refusal.fields["needs"]] == [
        ("agreement", [writer.agreement])
    ]
    assert refusal.fields["possible_from"] is None


def test_money_that_no_statement_shows_yet_refuses(money: Money) -> None:
    writer = paid_in(money, 2014)
    report = money.sales(writer.agreement, writer.payer, writer.work, 5_000, period="2014-04")
    money.receive(writer.agreement, report, 5_000, received_on=date(2014, 4, 30))
    run = money.run(writer.agreement, "2014-04")
    leave(money, writer, "2014-05")
    (need,) = refused(money, writer.party).fields["needs"]
    assert (need["reason"], need["about"]) == ("open_payment", [run.command.id])


def test_a_dispute_refuses_until_it_is_released(money: Money) -> None:
    party = money.named_person("月野 二郎")
    subject = subject_of(money, party)
    money.record(RestrictUse(subject=subject, reason="dispute"))
    assert refused(money, subject).fields["needs"][0]["reason"] == "dispute"
    money.record(ReleaseSubject(subject=subject, reason="和解"))
    erase_people(money.register, subject)
    assert name_of(money, party) == "（消去済み）"


def test_instead_of_erasing_the_use_is_restricted_until_the_law_lets_go(money: Money) -> None:
    writer = paid_in(money, 2025)
    leave(money, writer, "2025-04")
    restrict_instead(money.register, writer.party, refused(money, writer.party))
    with money.ledger.reading() as conn:
        found = standing(conn, writer.subject)
    assert (found["reason"], found["until"]) == ("tax_retention", "2033-06-30")
    assert name_of(money, writer.party, hides=True) == "（利用停止中）"
    assert name_of(money, writer.party) == "青空 太郎"
    assert compare_views(money.register.engine)[1] == []


def test_a_party_is_erased_with_the_credits_that_name_it(money: Money) -> None:
    party = money.named_person("山田 はなこ")
    credits = seal_credits(
        money.register,
        [
            PlainCredit(role="director", person="山田 はなこ", party=party),
            PlainCredit(role="music", person="月野 二郎"),
        ],
    )
    money.record(RegisterWork(id=money.new("work"), data=data("月の庭"), credits=credits))
    outcome = erase_people(money.register, party)
    assert set(outcome.subjects) == {subject_of(money, party), credits[0].subject}
    vault = money.register.vault
    assert vault.find("山田 はなこ") == []
    assert vault.find("月野 二郎") == [credits[1].subject]


def test_only_the_operator_may_ask(money: Money) -> None:
    party = money.named_person("月野 二郎")
    subject = subject_of(money, party)
    for actor in (Actor("creator", party), Actor("studio", "party_x"), Actor("auditor", party)):
        for command in (
            OrderErasure(subject=subject),
            RecordErasure(subject=subject),
            RestrictUse(subject=subject, reason="dispute"),
            ReleaseSubject(subject=subject, reason="x"),
        ):
            assert isinstance(money.refused(command, actor), Forbidden)


def test_somebody_whom_no_entry_knows_is_not_found(money: Money) -> None:
    for named in ("subj_00000000000000000000000009", money.company("星雲"), "x", ""):
        with pytest.raises(NotFound, match="subject-not-found"):
            erase_people(money.register, named)


def test_nobody_is_said_to_be_erased_whose_erasure_was_not_ordered(money: Money) -> None:
    subject = subject_of(money, money.named_person("月野 二郎"))
    assert money.refused(RecordErasure(subject=subject)).code == "erasure-not-ordered"


def test_an_erased_person_cannot_be_sealed_again(money: Money) -> None:
    subject = subject_of(money, money.named_person("月野 二郎"))
    erase_people(money.register, subject)
    with pytest.raises(RuleViolation, match="subject-erased"):
        money.register.vault.seal([Secret(subject, "credit_name", "月野 二郎")])


def test_an_order_that_was_interrupted_is_carried_out_later(money: Money) -> None:
    subject = subject_of(money, money.named_person("月野 二郎"))
    money.record(OrderErasure(subject=subject))
    report = verify_register(money.register)
    assert report.verdict == "SELF-CONSISTENT"
    assert reconcile(money.register) == (subject,)
    assert reconcile(money.register) == ()
    with money.ledger.reading() as conn:
        assert standing(conn, subject)["status"] == "erased"


def test_a_statement_prepared_before_the_erasure_is_not_issued_after_it(money: Money) -> None:
    writer = paid_in(money, 2014)
    report = money.sales(writer.agreement, writer.payer, writer.work, 40, period="2014-04")
    money.receive(writer.agreement, report, 40, received_on=date(2014, 4, 30))
    money.run(writer.agreement, "2014-04")  # one percent of forty yen is nothing
    drafts = {draft.payee: draft for draft in money.drafts(writer.payer, "2014-04")}
    leave(money, writer, "2014-05")
    erase_people(money.register, writer.party)
    assert money.refused(drafts[writer.party]).code == "payee-erased"
    money.record(drafts[writer.payer])
    refusals: list[RuleViolation] = []
    with money.ledger.reading() as conn:
        left = prepare_statements(
            conn, money.register.blobs, money.register.vault, writer.payer, "2014-04",
            refused=refusals.append,
        )  # fmt: skip
    assert (left, [refusal.code for refusal in refusals]) == ([], ["payee-erased"])


def test_an_erasure_that_leaves_something_is_not_called_done(
    money: Money, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = subject_of(money, money.named_person("月野 二郎"))
    monkeypatch.setattr(money.register.vault, "erase", lambda subjects: None)
    with pytest.raises(Unavailable, match="erasure-unfinished"):
        erase_people(money.register, subject)
    assert types_of(money)[-1] == "subject.erasure_ordered/1"


def test_a_statement_whose_files_were_erased_says_so(money: Money) -> None:
    writer = paid_in(money, 2014)
    leave(money, writer, "2014-04")
    statement = next(row["id"] for row in statements(money) if row["payee"] == writer.party)
    erase_people(money.register, writer.party)
    with pytest.raises(NotFound, match="statement-file-gone"):
        money.sheet(statement)
    publish_checkpoint(money.register)
    with money.ledger.reading() as conn:
        maker = Discloser(conn, TileCache(), Viewer("creator", writer.party))
        with pytest.raises(NotFound, match="statement-file-gone"):
            maker.statement(statement, money.register.blobs)
    show = Daicho(money.register.home)
    assert show.data("statements", "show", statement)["payee"] == writer.party
    assert show("statements", "export", statement, "--save", "x").code == 4


def test_a_bundle_that_is_exported_again_lets_go_of_the_erased(
    money: Money, tmp_path: Path
) -> None:
    writer = paid_in(money, 2014)
    leave(money, writer, "2014-04")
    publish_checkpoint(money.register)
    export_bundle(money.register, tmp_path / "b", with_personal=True)
    erase_people(money.register, writer.party)
    publish_checkpoint(money.register)
    for asked in (False, True):
        export_bundle(money.register, tmp_path / "b", with_personal=asked)
        files = [path for path in (tmp_path / "b").rglob("*") if path.is_file()]
        assert [path for path in files if "青空".encode() in path.read_bytes()] == []
        assert audit(tmp_path / "b").findings == ()


def test_paper_and_workbooks_go_with_the_other_files_of_a_statement(money: Money) -> None:
    writer = paid_in(money, 2014, makers=makers_of(FORMATS))
    leave(money, writer, "2014-04")
    row = next(row for row in statements(money) if row["payee"] == writer.party)
    with money.ledger.reading() as conn:
        shown = show_statement(conn, row["id"], OPERATOR_VIEWER)
    assert shown is not None
    hashes = [file["sha256"] for file in shown["files"]]
    assert len(hashes) == 6
    assert all(money.register.blobs.exists(digest) for digest in hashes)
    erase_people(money.register, writer.party)
    assert not any(money.register.blobs.exists(digest) for digest in hashes)
