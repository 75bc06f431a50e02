"""A register on which money has gone all the way from a report to statements."""

from dataclasses import dataclass
from datetime import date

from money_stage import Money, rate, step, terms
from stage import member


@dataclass
class Paid:
    """What is on the register.

    Attributes:
        studio: Leads the committee and pays. partner: the other member, with a third.
        writer: A person, with one percent. platform: keeps ten percent and reports.
    """

    money: Money
    studio: str
    partner: str
    writer: str
    platform: str
    work: str
    committee: str
    agreement: str
    report: str


def reported_world(money: Money) -> Paid:
    """A committee of two, a window fee, an author, a split; half of a month's sales have arrived."""
    studio, partner = money.company("星雲スタジオ"), money.company("銀河出版")
    platform = money.company("配信プラットフォーム")
    writer = money.named_person("青空 太郎")
    work = money.work("星の図書館", studio)
    committee = money.committee(member(studio, "2/3"), member(partner, "1/3"), works=(work,))
    clauses = terms(
        step("window", "commission/1", basis="received", rate=rate(1, 10), payee=platform),
        step("author", "royalty/1", basis="remainder", rate=rate(1, 100), payee=writer),
        step("members", "split/1", holders=f"committee:{committee}/investment"),
    )
    agreement = money.agreement(
        studio,
        clauses,
        kind="committee",
        committee=committee,
        works=(work,),
        parties=(studio, partner),
    )
    report = money.sales(agreement, platform, work, 1_000_003)
    money.receive(agreement, report, 500_000)
    return Paid(money, studio, partner, writer, platform, work, committee, agreement, report)


def pay(world: Paid) -> Paid:
    """Run and state March; the rest of the money arrives in April, which is run and stated too."""
    money = world.money
    money.run(world.agreement, "2026-03")
    money.issue(world.studio, "2026-03")
    money.receive(world.agreement, world.report, 500_003, received_on=date(2026, 4, 20))
    money.run(world.agreement, "2026-04")
    money.issue(world.studio, "2026-04")
    return world
