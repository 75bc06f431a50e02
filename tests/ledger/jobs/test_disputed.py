"""What open disputes mean elsewhere: warnings at runs, notes on statements, ends of committees."""

from datetime import date

import pytest
from disputes_stage import Disputes
from money_stage import Money
from stage import studio

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.disputes.commands import DisputeSubject
from ledger.jobs.disputed import disputed, held_for, held_in_run, held_told
from ledger.jobs.payouts import Asked, close_run
from ledger.jobs.readiness import readiness
from ledger.jobs.statement_files import FORMATS
from ledger.jobs.statements import issue_statements
from ledger.statements.views import page
from ledger.statements.views import show as show_statement


@pytest.fixture
def disputes(money: Money) -> Disputes:
    return Disputes(money)


def test_whoever_closes_a_run_is_told_what_is_contested(disputes: Disputes) -> None:
    paid, money = disputes.paid, disputes.money
    subject = DisputeSubject(kind="committee", id=paid.committee)
    opened = disputes.open(subject=subject, by=paid.partner)
    money.record(opened, studio(paid.partner))
    rights = disputes.granted()
    title = rights.title(work=paid.work)
    money.record(title)
    with money.ledger.reading() as conn:
        assert disputed(conn, paid.agreement) == (f"disputed: {opened.id} answer-by 2026-12-31",)
    about = DisputeSubject(kind="grant", id=title.id)
    other = disputes.open(subject=about, by=rights.a)
    money.record(other)
    report = money.sales(paid.agreement, paid.platform, paid.work, 1_000, period="2026-05")
    money.receive(paid.agreement, report, 1_000, received_on=date(2026, 5, 31))
    run = close_run(money.register, Asked(paid.agreement, "2026-05"))
    assert {one.split()[1] for one in run.warnings if one.startswith("disputed")} == {
        opened.id, other.id,
    }  # fmt: skip


def test_what_is_held_is_told_on_the_statement_and_the_next(disputes: Disputes) -> None:
    """The payer holds 700 of the writer's line; her next statement says so."""
    paid, money = disputes.paid, disputes.money
    opened = disputes.open(by=paid.studio)
    money.record(opened)
    money.record(disputes.hold(opened.id, 700))
    with money.ledger.reading() as conn:
        shown = show_statement(conn, disputes.statement, OPERATOR_VIEWER)
        assert shown is not None
        (japanese,), (english,) = held_told(conn, shown, "ja"), held_told(conn, shown, "en")
        (line,) = held_in_run(conn, Viewer("creator", paid.writer), disputes.run)
        assert held_in_run(conn, Viewer("studio", paid.partner), disputes.run) == []
        assert held_for(conn, paid.writer, [disputes.run]) == {"JPY": 700}
        assert held_for(conn, paid.partner, [disputes.run]) == {}
    assert "700" in japanese
    assert opened.id in english
    assert line["amount_minor"] == 700
    report = money.sales(paid.agreement, paid.platform, paid.work, 100_000, period="2026-05")
    money.receive(paid.agreement, report, 100_000, received_on=date(2026, 5, 31))
    money.run(paid.agreement, "2026-05")
    issue_statements(money.register, payer=paid.studio, period="2026-05", formats=FORMATS[:1])
    with money.ledger.reading() as conn:
        (own,) = page(conn, OPERATOR_VIEWER, payee=paid.writer, period="2026-05")
    notes = money.sheet(own["id"])["notes"]
    assert any("700" in note and opened.id in note for note in notes["ja"])
    assert any("held because of dispute" in note for note in notes["en"])


def test_a_committee_in_dispute_cannot_end_and_late_answers_come_first(
    disputes: Disputes,
) -> None:
    paid, money = disputes.paid, disputes.money
    money.record(disputes.open())
    subject = DisputeSubject(kind="agreement", id=paid.agreement)
    money.record(disputes.open(subject=subject, answer_by=date(2026, 11, 30)))
    codes = []
    for on in (date(2026, 11, 23), date(2026, 12, 1)):
        with money.ledger.reading() as conn:
            told = readiness(conn, OPERATOR_VIEWER, on)
        (ending,) = [one for one in told.endings if one.id == paid.committee]
        codes.append([one.code for one in ending.findings if one.code.startswith("disputes")])
    assert codes == [["disputes-open"], ["disputes-overdue", "disputes-open"]]
