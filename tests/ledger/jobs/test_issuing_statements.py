"""Issuing statements: one entry per payee, missing ones can be issued later, changes are noticed."""

from dataclasses import replace
from datetime import date

import pytest
from paid_world import Paid
from test_running_payouts import MeddlingBlobs

from ledger.audit.findings import VerifyReport
from ledger.command import Actor
from ledger.errors import Conflict, Forbidden, NotFound
from ledger.jobs.payouts import Asked, run_payout
from ledger.jobs.statements import issue_statements
from ledger.jobs.verify import verify_register
from ledger.parties.commands import SetPayee
from ledger.statements.events import StatementIssued


@pytest.fixture
def closed(reported: Paid) -> Paid:
    """March was run, and nothing is stated."""
    run_payout(reported.money.register, Asked(reported.agreement, "2026-03"))
    return reported


def issued(world: Paid, **more: object) -> dict[str, StatementIssued]:
    recorded = issue_statements(
        world.money.register,
        payer=world.studio,
        period="2026-03",
        **more,  # type: ignore[arg-type]
    )
    events = [event for item in recorded for event in item.events]
    return {event.payee: event for event in events if isinstance(event, StatementIssued)}


def test_every_payee_gets_a_statement(closed: Paid) -> None:
    """500,000 arrived: 10% to the platform, 1% of the rest to the author, the rest 2:1.

    50,000; 450,000 x 1% = 4,500; 445,500 x 2/3 = 297,000 and 148,500. Of the author's 4,500,
    10.21% is withheld: 459.45, cut to 459, so 4,041 are transferred.
    """
    statements = issued(closed)
    payable = {payee: one.totals.payable for payee, one in statements.items()}
    assert payable == {
        closed.platform: 50_000,
        closed.writer: 4_500,
        closed.studio: 297_000,
        closed.partner: 148_500,
    }
    assert statements[closed.writer].totals.transfer == 4_041


def test_progress_tells_how_many_are_issued(closed: Paid) -> None:
    seen: list[tuple[int, int]] = []
    issued(closed, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_statements_are_issued_once(closed: Paid) -> None:
    issued(closed)
    with pytest.raises(Conflict) as caught:
        issued(closed)
    assert caught.value.code == "statement-exists"


def test_after_an_interruption_the_missing_ones_are_issued(closed: Paid) -> None:
    first, *_ = closed.money.drafts(closed.studio)
    closed.money.record(first)
    rest = issued(closed)
    assert len(rest) == 3
    assert first.payee not in rest


def test_a_payer_without_runs_has_nothing_to_state(reported: Paid) -> None:
    with pytest.raises(NotFound) as caught:
        issued(reported)
    assert caught.value.code == "nothing-to-state"


def test_only_the_payer_and_the_operator_issue(closed: Paid) -> None:
    with pytest.raises(Forbidden):
        issued(closed, actor=Actor("studio", closed.partner))
    assert len(issued(closed, actor=Actor("studio", closed.studio))) == 4


def test_a_payee_changed_meanwhile_is_on_the_statement(closed: Paid) -> None:
    agent = closed.money.company("青空事務所")
    waiting = [
        SetPayee(
            party=closed.writer,
            payee=agent,
            relation="agent_company",
            effective_from=date(2026, 1, 1),
        )
    ]

    def change_payee() -> None:
        if waiting:
            closed.money.record(waiting.pop())

    register = closed.money.register
    blobs = MeddlingBlobs(register.home / "blobs", change_payee)
    recorded = issue_statements(
        replace(register, blobs=blobs), payer=closed.studio, period="2026-03"
    )
    events = [event for item in recorded for event in item.events]
    assert len(events) == 4
    assert [e.paid_to for e in events if e.payee == closed.writer] == [agent]  # type: ignore[attr-defined]
    report: VerifyReport = verify_register(register)
    assert report.findings == ()
