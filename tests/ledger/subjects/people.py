"""People on a register: one who is credited, one who was paid long ago, one who is paid today."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from money_stage import Money, rate, step, terms
from sqlalchemy import select

from ledger.agreements.commands import AddTerms
from ledger.parties.views import PartyRow
from ledger.store.views import table_of


@dataclass
class Writer:
    """A person who was paid by an agreement.

    Attributes:
        agreement: Pays her one percent. work: what it is about. payer: who pays.
    """

    party: str
    subject: str
    payer: str
    agreement: str
    work: str


def subject_of(money: Money, party: str) -> str:
    """The subject of a person."""
    table = table_of(PartyRow)
    with money.ledger.reading() as conn:
        return str(conn.execute(select(table.c.subject).where(table.c.id == party)).scalar_one())


def paid_in(money: Money, year: int, name: str = "青空 太郎", **issued: Any) -> Writer:
    """A person who was paid and stated for March of a year, and whose agreement pays her still."""
    payer, party = money.company("星雲スタジオ"), money.named_person(name)
    work = money.work("星の図書館", payer)
    clauses = terms(
        step("author", "royalty/1", basis="received", rate=rate(1, 100), payee=party),
        step("rest", "royalty/1", basis="received", rate=rate(99, 100), payee=payer),
    )
    agreement = money.agreement(payer, clauses, works=(work,), effective_month=f"{year}-01")
    month = f"{year}-03"
    report = money.sales(agreement, payer, work, 1_000_000, period=month)
    money.receive(agreement, report, 1_000_000, received_on=date(year, 3, 31))
    money.run(agreement, month)
    money.issue(payer, month, **issued)
    return Writer(party, subject_of(money, party), payer, agreement, work)


def leave(money: Money, writer: Writer, month: str) -> None:
    """End what an agreement pays a person, by new clauses without her."""
    clauses = terms(
        step("rest", "royalty/1", basis="received", rate=rate(1, 1), payee=writer.payer)
    )
    money.record(
        AddTerms(agreement=writer.agreement, terms=clauses, effective_month=month, reason="終了")
    )
