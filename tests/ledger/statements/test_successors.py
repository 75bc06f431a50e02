"""Nobody whose place others have taken is paid: the heirs say who is."""

from datetime import date

import pytest
from money_stage import Money
from sqlalchemy import select
from test_one_payment import author

from ledger.errors import RuleViolation
from ledger.jobs.statements import issue_statements
from ledger.parties.commands import RecordSuccession, SetPayee, Successor
from ledger.statements.views import StatementRow
from ledger.store.views import table_of
from ledger.values import Ratio


def succession(money: Money, writer: str, day: date) -> tuple[str, str]:
    heirs = (money.named_person("長女"), money.named_person("次女"))
    money.record(
        RecordSuccession(
            party=writer,
            ground="inheritance",
            successors=tuple(Successor(party=heir, share=Ratio(num=1, den=2)) for heir in heirs),
            effective_from=day,
        )
    )
    return heirs


def receivers(money: Money) -> dict[str, str]:
    table = table_of(StatementRow)
    with money.ledger.reading() as conn:
        rows = conn.execute(select(table.c.payee, table.c.paid_to)).all()
    return {row.payee: row.paid_to for row in rows}


def test_the_dead_are_not_paid_and_the_living_are(money: Money) -> None:
    payer, writer, other = (
        money.company("幹事社"),
        money.named_person("甲"),
        money.named_person("乙"),
    )
    author(money, payer, writer, 10_000)
    author(money, payer, other, 10_000)
    succession(money, writer, date(2026, 4, 1))
    with pytest.raises(RuleViolation) as caught:
        issue_statements(money.register, payer=payer, period="2026-03")
    assert caught.value.code == "payee-succeeded"
    assert caught.value.fields["payee"] == writer
    assert receivers(money) == {other: other}


def test_whom_the_heirs_name_is_paid(money: Money) -> None:
    payer, writer = money.company("幹事社"), money.named_person("甲")
    author(money, payer, writer, 10_000)
    first, _ = succession(money, writer, date(2026, 4, 1))
    money.record(
        SetPayee(party=writer, payee=first, relation="assignee", effective_from=date(2026, 4, 1))
    )
    issue_statements(money.register, payer=payer, period="2026-03")
    assert receivers(money) == {writer: first}


def test_before_its_day_a_succession_changes_nothing(money: Money) -> None:
    payer, writer = money.company("幹事社"), money.named_person("甲")
    author(money, payer, writer, 10_000)
    succession(money, writer, date(2026, 6, 1))
    issue_statements(money.register, payer=payer, period="2026-03")
    assert receivers(money) == {writer: writer}
