"""What disputes hold: the disputed amount of others' lines, and nothing that was paid."""

from typing import Any

import pytest
from disputes_stage import DECISION, Disputes
from money_stage import Money
from rights_stage import consent
from stage import studio

from ledger.access.views import OPERATOR_VIEWER
from ledger.command import Actor
from ledger.disputes.commands import DisputeSubject
from ledger.disputes.holding import held_by, held_of, payable_by_income
from ledger.disputes.holding_commands import HoldDisputed, LinePortion, ReleaseDisputed
from ledger.disputes.holding_views import tell_payment
from ledger.jobs.verify import verify_register
from ledger.statements.views import StatementRow
from ledger.statements.views import page as statements
from ledger.statements.views import show as show_statement
from ledger.store.engine import write_transaction
from ledger.store.state import State


@pytest.fixture
def disputes(money: Money) -> Disputes:
    return Disputes(money)


def of(disputes: Disputes, payee: str, *, is_other: bool = False) -> dict[str, Any]:
    """The statement of a payee that shows the contested run, or the other one."""
    with disputes.money.ledger.reading() as conn:
        own = statements(conn, OPERATOR_VIEWER, payee=payee)
        shown = [show_statement(conn, one["id"], OPERATOR_VIEWER) for one in own]
    (found,) = [one for one in shown if one and (disputes.run not in one["runs"]) == is_other]
    return found


def portion(statement: dict[str, Any], amount: int) -> LinePortion:
    line = statement["lines"][0]
    return LinePortion(
        statement=statement["id"], run=line["run"], step=line["step"], amount_minor=amount
    )


def hold(disputes: Disputes, dispute: str, *lines: LinePortion, **more: Any) -> HoldDisputed:
    return HoldDisputed(**({"dispute": dispute, "by": disputes.paid.studio, "lines": lines} | more))


def held(disputes: Disputes, statement: str) -> dict[str, int]:
    with disputes.money.ledger.reading() as conn:
        found = held_of(conn, [statement]).get(statement)
        in_state = held_of(State(conn), [statement]).get(statement)
    assert found == in_state
    return found.by_income() if found else {}


def opened(disputes: Disputes, **more: Any) -> str:
    command = disputes.open(**more)
    disputes.money.record(command)
    return str(command.id)


def test_what_the_writer_misses_is_held_of_who_would_bear_it(money_anywhere: Money) -> None:
    """The writer got 4,500 of 450,000 (or 450,003) and says that 1,000 are missing.

    By hand: 445,500 (445,503) was split, and a third of it, 148,500 (148,501), is the partner's, of
    which a third of 1,000 is held, 333. He is paid the rest on the day, the writer her 4,500.
    """
    disputes = Disputes(money_anywhere)
    paid = disputes.paid
    dispute = opened(disputes)
    partner = of(disputes, paid.partner)
    assert partner["payable_minor"] in (148_500, 148_501)
    disputes.money.record(hold(disputes, dispute, portion(partner, 333)), studio(paid.studio))
    assert held(disputes, partner["id"]) == {"partnership": 333}
    assert held(disputes, disputes.statement) == {}
    assert verify_register(disputes.money.register).findings == ()
    assert verify_register(disputes.money.register, commands=True).findings == ()


def test_who_says_too_little_is_paid_what_nobody_contests(disputes: Disputes) -> None:
    dispute = opened(disputes)
    own = hold(disputes, dispute, portion(of(disputes, disputes.paid.writer), 100))
    assert disputes.money.refused(own).code == "hold-own-claim"


def test_a_payer_who_says_too_much_holds_the_line_itself(disputes: Disputes) -> None:
    dispute = opened(disputes, by=disputes.paid.studio)
    disputes.money.record(hold(disputes, dispute, portion(of(disputes, disputes.paid.writer), 900)))
    assert held(disputes, disputes.statement) == {"copyright": 900}


def test_no_more_is_held_than_is_disputed_in_all(disputes: Disputes) -> None:
    dispute = opened(disputes)
    partner = of(disputes, disputes.paid.partner)
    disputes.money.record(hold(disputes, dispute, portion(partner, 600)))
    refusal = disputes.money.refused(hold(disputes, dispute, portion(partner, 401)))
    assert (refusal.code, refusal.fields["expected"]) == ("hold-exceeds-dispute", "at most 400")
    disputes.money.record(hold(disputes, dispute, portion(partner, 400)))
    assert held(disputes, partner["id"]) == {"partnership": 1_000}


def test_no_more_is_held_of_a_line_than_it_gives(disputes: Disputes) -> None:
    dispute = opened(disputes, by=disputes.paid.studio, amount_minor=9_000)
    writer = of(disputes, disputes.paid.writer)
    refusal = disputes.money.refused(hold(disputes, dispute, portion(writer, 4_501)))
    assert (refusal.code, refusal.fields["expected"]) == ("hold-exceeds-line", "at most 4500")


def test_two_disputes_do_not_hold_the_same_money_twice(disputes: Disputes) -> None:
    first = opened(disputes, by=disputes.paid.studio, amount_minor=4_000)
    second = opened(disputes, by=disputes.paid.studio, amount_minor=4_000)
    writer = of(disputes, disputes.paid.writer)
    disputes.money.record(hold(disputes, first, portion(writer, 4_000)))
    refusal = disputes.money.refused(hold(disputes, second, portion(writer, 501)))
    assert refusal.fields["expected"] == "at most 500"


def test_a_line_of_another_run_is_other_money(disputes: Disputes) -> None:
    dispute = opened(disputes)
    later = of(disputes, disputes.paid.partner, is_other=True)
    refusal = disputes.money.refused(hold(disputes, dispute, portion(later, 10)))
    assert refusal.code == "hold-not-disputed"


@pytest.mark.parametrize("kind", ["agreement", "committee"])
def test_a_dispute_about_the_whole_reaches_every_run(disputes: Disputes, kind: Any) -> None:
    paid = disputes.paid
    id = {"agreement": paid.agreement, "committee": paid.committee}[kind]
    subject = DisputeSubject(kind=kind, id=id)
    dispute = opened(disputes, subject=subject, by=paid.partner, against=(paid.studio,))
    writer = of(disputes, paid.writer, is_other=True)
    disputes.money.record(hold(disputes, dispute, portion(writer, 10)))
    assert held(disputes, writer["id"]) == {"copyright": 10}


def test_a_dispute_about_a_right_reaches_what_stands_on_its_work(disputes: Disputes) -> None:
    rights = disputes.granted()
    title = rights.title(work=disputes.paid.work)
    disputes.money.record(title)
    subject = DisputeSubject(kind="grant", id=title.id)
    dispute = opened(disputes, subject=subject, by=rights.a)
    writer = of(disputes, disputes.paid.writer)
    disputes.money.record(hold(disputes, dispute, portion(writer, 10), by=None))
    assert held(disputes, writer["id"]) == {"copyright": 10}


def test_only_who_pays_holds(disputes: Disputes) -> None:
    paid = disputes.paid
    dispute = opened(disputes)
    asked = hold(disputes, dispute, portion(of(disputes, paid.partner), 10))
    assert disputes.money.refused(asked, Actor("creator", paid.writer)).code == "not-your-party"
    own = asked.model_copy(update={"by": paid.writer})
    assert disputes.money.refused(own, Actor("creator", paid.writer)).code == "statement-not-found"
    unnamed = asked.model_copy(update={"by": None})
    refusal = disputes.money.refused(unnamed, Actor("creator", paid.writer))
    assert refusal.code == "dispute-speaker-missing"


def test_a_dispute_about_no_money_holds_none(disputes: Disputes) -> None:
    dispute = opened(disputes, amount_minor=None, currency=None)
    asked = hold(disputes, dispute, portion(of(disputes, disputes.paid.partner), 1))
    assert disputes.money.refused(asked).code == "hold-exceeds-dispute"


def test_what_a_payment_takes_cannot_be_held_and_its_day_is_told(disputes: Disputes) -> None:
    money, partner = disputes.money, of(disputes, disputes.paid.partner)
    dispute = opened(disputes)
    asked = hold(disputes, dispute, portion(partner, 333))
    told: dict[str, Any] = {
        "pay_on": "2026-12-25",
        "taken": {"partnership": partner["payable_minor"] - 300},
    }
    with write_transaction(money.register.engine) as conn:
        state = State(conn)
        tell_payment(state, partner["id"], "pay_1", status="exported", **told)
        state.flush()
    refusal = money.refused(asked)
    assert (refusal.code, refusal.fields["paid_on"]) == ("hold-paid", "2026-12-25")
    assert refusal.fields["expected"] == "at most 300"
    with write_transaction(money.register.engine) as conn:
        state = State(conn)
        tell_payment(state, partner["id"], "pay_1", status="returned", **told)
        state.flush()
    money.record(asked)


def test_a_part_is_released_by_who_opened(disputes: Disputes) -> None:
    paid, partner = disputes.paid, of(disputes, disputes.paid.partner)
    dispute = opened(disputes)
    disputes.money.record(hold(disputes, dispute, portion(partner, 333)))
    release = ReleaseDisputed(
        dispute=dispute, by=paid.writer, lines=(portion(partner, 133),), reason="一部は解決した。"
    )
    disputes.money.record(release, Actor("creator", paid.writer))
    assert held(disputes, partner["id"]) == {"partnership": 200}
    again = release.model_copy(update={"lines": (portion(partner, 201),)})
    refusal = disputes.money.refused(again)
    assert (refusal.code, refusal.fields["expected"]) == ("release-exceeds-hold", "at most 200")
    assert verify_register(disputes.money.register).findings == ()


def test_a_claim_that_fell_releases_all_at_once(disputes: Disputes) -> None:
    partner = of(disputes, disputes.paid.partner)
    dispute = opened(disputes)
    disputes.money.record(hold(disputes, dispute, portion(partner, 333)))
    disputes.money.record(disputes.settle(dispute))
    assert held(disputes, partner["id"]) == {}
    asked = hold(disputes, dispute, portion(partner, 1))
    assert disputes.money.refused(asked).code == "dispute-settled"


def test_what_was_granted_stays_held_until_it_is_carried_out(disputes: Disputes) -> None:
    partner = of(disputes, disputes.paid.partner)
    dispute = opened(disputes)
    disputes.money.record(hold(disputes, dispute, portion(partner, 333)))
    agreed = disputes.settle(
        dispute, outcome="agreed", granted_minor=200, consents=consent(disputes.paid.studio)
    )
    disputes.money.record(agreed)
    assert held(disputes, partner["id"]) == {"partnership": 333}
    disputes.money.record(disputes.carried_out(dispute, DECISION))
    assert held(disputes, partner["id"]) == {}
    with disputes.money.ledger.reading() as conn:
        assert held_by(conn, dispute) == []


def test_a_statement_says_itself_what_it_pays_of_which_income(disputes: Disputes) -> None:
    with disputes.money.ledger.reading() as conn:
        state = State(conn)
        rows = state.select(StatementRow)
    assert rows
    for row in rows:
        own = row["payer"] == row["paid_to"]
        assert sum(payable_by_income(row).values()) == (0 if own else row["payable_minor"])
