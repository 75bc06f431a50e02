"""A licence abroad, from dollars to a statement in yen; then everybody recomputes it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from money_stage import Money, rate, step, terms

from ledger.audit.auditor import audit
from ledger.audit.report import AuditReport
from ledger.fx.commands import PublishedRate, RecordRates
from ledger.jobs.bundle import export_bundle
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.verify import verify_register
from ledger.statements.commands import IssueStatement

DAYS = (date(2026, 3, 10), date(2026, 3, 31), date(2026, 4, 20))


@dataclass
class Abroad:
    """A register on which dollars became yen, and the author's two statements."""

    money: Money
    march: IssueStatement
    april: IssueStatement

    def sheet(self, statement: IssueStatement) -> str:
        """A statement's own file, as text."""
        sheet: dict[str, Any] = self.money.sheet(statement.id)
        return repr(sheet)


@pytest.fixture
def abroad(money_anywhere: Money) -> Abroad:
    """1,000.00 dollars reported, 200.00 and 300.00 of 500.00 paid: 60,000 and 96,000 yen.

    The agent's tenth is 6,000 and 9,600 yen, the author's hundredth of the rest 540 and 864.
    """
    money = money_anywhere
    studio, agent = money.company("星雲スタジオ"), money.company("海外代理店", country="US")
    writer = money.named_person("青空 太郎")
    work = money.work("星の図書館", studio)
    clauses = terms(
        step("agent", "commission/1", basis="gross", rate=rate(1, 10), payee=agent),
        step("author", "royalty/1", basis="remainder", rate=rate(1, 100), payee=writer),
        fx={"source": "kawase", "day": "receipt", "convert": "total", "clause": "第9条"},
    )
    agreement = money.agreement(
        studio, clauses, works=(work,), parties=(studio, agent), distribute_on="receipt"
    )
    lines = [
        PublishedRate(base="USD", quote="JPY", date=day, num=num, den=1)
        for day, num in zip(DAYS, (150, 155, 160), strict=True)
    ]
    sheet = money.register.blobs.put(b"kawase", media_type="text/plain")
    money.record(RecordRates(source="kawase", document=sheet, rates=tuple(lines)))
    report = money.sales(
        agreement, agent, work, "1000.00", currency="USD", basis="gross", remittance_minor=50_000
    )
    issued = []
    for period, amount, day in (("2026-03", 20_000, DAYS[0]), ("2026-04", 30_000, DAYS[2])):
        money.receive(agreement, report, amount, currency="USD", received_on=day)
        money.run(agreement, period)
        issued.append(money.issue(studio, period)[writer])
    return Abroad(money, *issued)


def bundled(money: Money, folder: Path) -> AuditReport:
    publish_checkpoint(money.register)
    export_bundle(money.register, folder)
    return audit(folder)


def test_every_command_and_every_view_comes_out_again(abroad: Abroad) -> None:
    report = verify_register(abroad.money.register, views=True, commands=True)
    assert [(one.code, one.expected, one.found) for one in report.findings] == []
    assert {check.check: check.count for check in report.checks}["rates"] == 1


def test_the_bundle_is_audited_without_the_register(abroad: Abroad, tmp_path: Path) -> None:
    report = bundled(abroad.money, tmp_path / "bundle")
    assert [(one.code, one.expected, one.found) for one in report.findings] == []
    assert {check.check: check.count for check in report.checks}["payouts"] == 2


def test_the_statement_is_in_yen_and_tells_how_the_dollars_became_yen(abroad: Abroad) -> None:
    """54,000 yen are left of March's 60,000; a hundredth is 540. In April 86,400 give 864."""
    assert (abroad.march.totals.royalties, abroad.april.totals.royalties) == (540, 864)
    assert "USD 600.00 x 160 (kawase, published for 2026-04-20) = JPY 96,000" in abroad.sheet(
        abroad.april
    )
