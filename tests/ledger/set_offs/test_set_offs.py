"""What a window owes the lead is set off against what it is distributed, where a clause says so."""

from datetime import date

import pytest
from money_stage import Money
from set_off_stage import SetOffStage
from stage import studio

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.command import Actor
from ledger.jobs.verify import verify_register
from ledger.revenue.views import ReportRow
from ledger.set_offs.views import clauses, page, set_off_of
from ledger.statements.views import StatementRow
from ledger.store.views import table_of

CREATOR = "creator"


@pytest.fixture
def stage(money_anywhere: Money) -> SetOffStage:
    """A window that is owed 400,000 and owes 600,000, on either database."""
    return SetOffStage(money_anywhere)


def received(stage: SetOffStage, report: str) -> int:
    with stage.money.ledger.reading() as conn:
        table = table_of(ReportRow)
        row = conn.execute(table.select().where(table.c.id == report)).mappings().one()
    return int(row["received_minor"])


def test_the_report_is_paid_and_the_transfer_is_less_by_as_much(stage: SetOffStage) -> None:
    """By hand: 600,000 owed, 400,000 to be transferred. 400,000 set off: 200,000 stay owed, and
    nothing is transferred any more; what the statement states stays 400,000."""
    stage.allow()
    stage.money.record(stage.set_off(400_000))
    assert received(stage, stage.owed) == 400_000
    with stage.money.ledger.reading() as conn:
        assert set_off_of(conn, [stage.statement]) == {stage.statement: 400_000}
        table = table_of(StatementRow)
        row = conn.execute(table.select().where(table.c.id == stage.statement)).mappings().one()
        listed = page(conn, OPERATOR_VIEWER, statement=stage.statement)
    assert row["transfer_minor"] == 400_000
    assert [(one["amount_minor"], one["clause"]) for one in listed] == [(400_000, "第14条")]


def test_two_set_offs_add_up_and_never_pass_what_is_to_be_transferred(stage: SetOffStage) -> None:
    """250,000 and 150,000 are 400,000: one yen more has nothing to meet."""
    stage.allow()
    stage.money.record(stage.set_off(250_000))
    refused = stage.money.refused(stage.set_off(150_001))
    assert refused.code == "set-off-too-much"
    assert refused.fields["expected"] == "at most 150000"
    stage.money.record(stage.set_off(150_000))
    assert received(stage, stage.owed) == 400_000


def test_no_more_is_set_off_than_the_report_owes(stage: SetOffStage) -> None:
    """Of 600,000 arrive 500,000: 100,000 are left to be set off."""
    stage.allow()
    stage.money.receive(stage.agreement, stage.owed, 500_000, received_on=date(2026, 5, 20))
    refused = stage.money.refused(stage.set_off(100_001))
    assert refused.fields["expected"] == "at most 100000"
    stage.money.record(stage.set_off(100_000))


def test_nothing_is_set_off_without_a_clause(stage: SetOffStage) -> None:
    """A payer who helps himself lowers what others are paid."""
    assert stage.money.refused(stage.set_off(1)).code == "set-off-not-allowed"


@pytest.mark.parametrize("day", [date(2026, 4, 9), date(2026, 5, 31)])
def test_a_clause_holds_between_its_days(stage: SetOffStage, day: date) -> None:
    """From 10 April to 30 May."""
    stage.allow(since=date(2026, 4, 10), until=date(2026, 5, 30))
    assert stage.money.refused(stage.set_off(1, day=day)).code == "set-off-not-allowed"
    stage.money.record(stage.set_off(1, day=date(2026, 5, 30)))


def test_a_clause_that_ended_allows_nothing_from_that_day_on(stage: SetOffStage) -> None:
    """It ends with 19 May; what was set off before stays."""
    stage.allow()
    stage.money.record(stage.set_off(1, day=date(2026, 5, 19)))
    stage.money.record(stage.end(date(2026, 5, 20)))
    refused = stage.money.refused(stage.set_off(1, day=date(2026, 5, 20)))
    assert refused.code == "set-off-not-allowed"
    stage.allow(since=date(2026, 5, 21))
    stage.money.record(stage.set_off(1, day=date(2026, 5, 21)))


def test_a_day_to_come_is_refused(stage: SetOffStage) -> None:
    """The register's day is 2026-11-22."""
    stage.allow()
    refused = stage.money.refused(stage.set_off(1, day=date(2026, 11, 23)))
    assert (refused.code, refused.fields["field"]) == ("day-in-future", "day")


def test_debts_of_others_do_not_meet(stage: SetOffStage) -> None:
    """A report of somebody else is not the window's debt."""
    stage.allow()
    other = stage.money.company("別の配信会社", country="JP")
    report = stage.money.sales(
        stage.agreement, other, stage.work, 1_000, period="2026-04", remittance_minor=1_000
    )
    assert stage.money.refused(stage.set_off(1, report=report)).code == "set-off-between-others"


def test_the_payer_alone_allows_himself_nothing(stage: SetOffStage) -> None:
    """The window has to agree; then it is on record with its consent."""
    lead = studio(stage.lead)
    refused = stage.money.refused(stage.clause(), lead)
    assert (refused.code, refused.fields["value"]) == ("set-off-consent-missing", [stage.window])
    stage.money.record(stage.clause(consents=stage.agreed(stage.window)))
    with stage.money.ledger.reading() as conn:
        (found,) = clauses(conn, Viewer("studio", stage.window))
    assert found["consents"][0]["party"] == stage.window


def test_no_operator_allows_it_over_a_persons_head(stage: SetOffStage) -> None:
    """A person's own consent is on record, or there is no clause."""
    money = stage.money
    person = money.named_person("早瀬 灯")
    agreement = money.agreement(
        stage.lead, {"terms": 1, "currency": "JPY", "steps": []}
        | {"steps": [_all_to(person)]}, works=(stage.work,), parties=(stage.lead, person),
    )  # fmt: skip
    refused = money.refused(stage.clause(agreement=agreement, party=person))
    assert (refused.code, refused.fields["value"]) == ("set-off-consent-missing", [person])
    money.record(stage.clause(agreement=agreement, party=person, consents=stage.agreed(person)))


def _all_to(payee: str) -> dict[str, object]:
    return {
        "id": "author", "kind": "royalty/1", "clause": "第5条", "basis": "received",
        "label": {"ja": "使用料", "en": "royalty"}, "rate": {"num": 1, "den": 1}, "payee": payee,
    }  # fmt: skip


@pytest.mark.parametrize(
    "change", [{"since": date(2026, 4, 2)}, {"since": date(2026, 6, 1), "clause": "第15条"}]
)
def test_one_clause_at_a_time(stage: SetOffStage, change: dict[str, object]) -> None:
    """A second one while the first holds would leave two readings."""
    stage.allow()
    assert stage.money.refused(stage.clause(**change)).code == "set-off-allowed-already"


def test_a_clause_binds_sides_of_the_agreement(stage: SetOffStage) -> None:
    """Neither the payer with himself nor somebody whom the agreement does not name."""
    stranger = stage.money.company("無関係の会社", country="JP")
    for party in (stage.lead, stranger):
        refused = stage.money.refused(stage.clause(party=party))
        assert refused.code == "set-off-party-wrong"


def test_strangers_hear_nothing_and_do_nothing(stage: SetOffStage) -> None:
    """Neither the clause nor the set-off shows, whoever asks from outside."""
    stage.allow()
    stage.money.record(stage.set_off(1))
    stranger = stage.money.company("無関係の会社", country="JP")
    actor = Actor("studio", stranger, "tok_x")
    assert stage.money.refused(stage.set_off(1), actor).code == "agreement-not-found"
    assert stage.money.refused(stage.end(date(2026, 6, 1)), actor).code == (
        "set-off-clause-not-found"
    )
    with stage.money.ledger.reading() as conn:
        assert clauses(conn, Viewer("studio", stranger)) == []
        assert page(conn, Viewer("studio", stranger)) == []
        assert len(page(conn, Viewer("studio", stage.window))) == 1


def test_all_of_it_verifies(stage: SetOffStage) -> None:
    """Bytes, contents, decisions and views."""
    stage.allow()
    stage.money.record(stage.set_off(250_000))
    stage.money.record(stage.end(date(2026, 6, 1)))
    report = verify_register(stage.money.register, views=True, commands=True)
    assert list(report.findings) == []
    assert ("set-offs", "ok") in {(check.check, check.status) for check in report.checks}
