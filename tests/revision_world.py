"""A licence with two windows, whose past the tests change."""

from datetime import date
from math import gcd
from typing import Any

from money_stage import Money, csv_of, rate, step, terms

from ledger.agreements.commands import AddTerms
from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.jobs.revisions import revise
from ledger.jobs.verify_commands import Commands
from ledger.log.entry import parse_part
from ledger.rebuild import compare_views
from ledger.royalties.revision_commands import CloseRevision
from ledger.royalties.revision_prepare import PreparedRevision, prepare_revision
from ledger.store.read import LogReader

HEADINGS = "channel,work,month,amount"


class Windows:
    """Streaming is sold by one window, goods by another; two members share what is left.

    Streaming bears 10% and goods 30%; `clauses` says otherwise.
    """

    day = date(2026, 1, 31)

    def __init__(self, money: Money, **more: Any) -> None:
        self.money = money
        self.lead, self.other = money.company("幹事"), money.company("出資者")
        self.net, self.shop = money.company("配信窓口"), money.company("商品化窓口")
        self.work = money.work("星の図書館", self.lead)
        stated: dict[str, Any] = {
            "distribute_on": "report",
            "works": (self.work,),
            "parties": (self.lead, self.other, self.net),
        }
        self.agreement = money.agreement(self.lead, self.clauses(), **stated | more)

    def clauses(self, net: int = 10, shop: int = 30, members: tuple[int, int] = (3, 2)) -> Any:
        """The clauses with these fees in percent, and these weights of the members."""
        weights = zip((self.lead, self.other), members, strict=True)
        return terms(
            step("net", "commission/1", basis="received", rate=_percent(net), payee=self.net,
                 where={"channel": ["streaming"]}),
            step("shop", "commission/1", basis="received", rate=_percent(shop), payee=self.shop,
                 where={"channel": ["merchandise"]}),
            step("members", "split/1",
                 payees=[{"payee": who, "share": rate(*_lowest(n, sum(members)))} for who, n in weights]),
        )  # fmt: skip

    def sales(self, streaming: int, goods: int = 0, month: str = "2026-01", **more: Any) -> str:
        """Report a month's sales by the streaming window."""
        lines = [("streaming", streaming), ("merchandise", goods)]
        rows = [f"{channel},{self.work},{more.get('sold', month)},{n}" for channel, n in lines if n]
        more.pop("sold", None)
        return self.money.report(
            self.agreement, self.net, csv_of(*rows, headings=HEADINGS), period=month, **more
        )

    def run(self, month: str = "2026-01", **more: Any) -> dict[str, int]:
        """Run a month; by payee, without zeros."""
        outcome = self.money.run(self.agreement, month, **more).outcome
        return {who: amount for who, amount in outcome.owed().items() if amount}

    def adding(self, month: str = "2026-01", clauses: Any = None, **more: Any) -> AddTerms:
        """Terms of a month on."""
        return AddTerms(
            agreement=self.agreement,
            effective_month=month,
            terms=clauses or self.clauses(net=20),
            reason="覚書",
            **more,
        )

    def revised(self) -> list[CloseRevision]:
        """Record what waits."""
        found = []
        while prepared := self.draft():
            self.money.record(prepared.command)
            found.append(prepared.command)
        return found

    def draft(self) -> PreparedRevision | None:
        """Prepare the next revision without recording it."""
        id = self.money.new("rev")
        with self.money.ledger.reading() as conn:
            return prepare_revision(
                conn, self.money.register.blobs, id=id, agreement=self.agreement
            )

    def through_the_job(self) -> int:
        """Record what waits as the command line does."""
        return len(revise(self.money.register, self.agreement))


def differences(command: CloseRevision) -> dict[tuple[str, str, str], tuple[int, int]]:
    """What was and what is, by period, payee and clause."""
    periods = {run.run: run.period for run in command.result.runs}
    return {
        (periods[line.run], one.party, line.step): (line.was_minor, line.now_minor)
        for one in command.result.allocations
        for line in one.lines
    }


def _percent(number: int) -> dict[str, int]:
    return rate(*_lowest(number, 100))


def _lowest(num: int, den: int) -> tuple[int, int]:
    common = gcd(num, den)
    return num // common, den // common


def is_sound(money: Money) -> None:
    """Assert that the auditor, the replayed commands and rebuilt views find nothing."""
    findings, said = Findings(), Findings()
    audit, commands = ContentAudit(findings, money.register.blobs), Commands(said)
    with money.ledger.reading() as conn:
        reader = LogReader(conn)
        for entry, stored in reader.iterate(0, reader.size()):
            parts = [parse_part(part.data) for part in stored]
            bodies = {part.name: dict(part.body) for part in parts}
            audit.see(entry.index, entry.header().event_type, bodies)
    audit.finish()
    assert findings.kept == []
    assert compare_views(money.register.engine, before=commands.see)[1] == []
    commands.finish()
    assert said.kept == []
