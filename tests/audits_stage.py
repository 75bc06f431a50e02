"""A stage for royalty audits: a licence whose licensee reports, and one call for each command."""

from datetime import date
from typing import Any

from money_stage import Money, rate, step, terms
from stage import digest

from ledger.royalty_audits.commands import (
    CloseRoyaltyAudit,
    CorrectedReport,
    FindInRoyaltyAudit,
    RecordAuditRight,
    ReportFinding,
    RequestRoyaltyAudit,
    SayInRoyaltyAudit,
)
from ledger.values import DocumentRef, Ratio

CLAUSE = DocumentRef(sha256=digest("licence with an audit clause"))
SHEET = DocumentRef(sha256=digest("sheet of the auditor"))
SETTLEMENT = DocumentRef(sha256=digest("settlement of the audit"))


class Audits:
    """A studio pays an author a tenth of what a licensee reports of two months.

    Args:
        money: The stage it stands on.
        is_paid: Whether both months were run and stated.
    """

    def __init__(self, money: Money, *, is_paid: bool = False) -> None:
        self.money, self._is_paid = money, is_paid
        self.studio, self.licensee = money.company("支払者"), money.company("配信社")
        self.author = money.company("著者")
        self.work = money.work("作品")
        clauses = terms(
            step("author", "royalty/1", basis="received", rate=rate(1, 10), payee=self.author),
        )
        self.agreement = money.agreement(self.studio, clauses, distribute_on="report")
        self.march = self.reported(1_000_000, "2026-03")
        self.april = self.reported(500_000, "2026-04")
        for month in ("2026-03", "2026-04") if is_paid else ():
            money.run(self.agreement, month)
            money.issue(self.studio, month)

    def reported(self, amount: int, period: str, **more: Any) -> str:
        """The licensee reports a month; a correction of a settled one is confirmed."""
        return self.money.report(self.agreement, self.licensee, self.file(amount, period),
                                 period=period, **more)  # fmt: skip

    def corrected(self, amount: int, period: str, old: str) -> str:
        """The licensee corrects a month; what was paid needs a confirmation."""
        if not self._is_paid:
            return self.reported(amount, period, supersedes=old)
        stated = {"period": period, "supersedes": old}
        file = self.file(amount, period)
        asked = self.money.prepared(self.agreement, self.licensee, file, **stated).command
        refusal = self.money.refused(asked)
        return self.reported(amount, period, supersedes=old, confirm=refusal.fields["confirm"])

    def file(self, amount: int, period: str) -> bytes:
        """A file with one line."""
        return (
            f"channel,work,month,units,amount\nstreaming,{self.work},{period},1,{amount}\n".encode()
        )

    def right(self, **more: Any) -> RecordAuditRight:
        """Three years back, two weeks of notice, a month to object, once a year, cost at 5%."""
        stated: dict[str, Any] = {
            "agreement": self.agreement, "auditor": self.studio, "audited": self.licensee,
            "look_back_years": 3, "notice_days": 14, "objection_days": 30, "every_months": 12,
            "cost_threshold": Ratio(num=1, den=20), "document": CLAUSE,
        }  # fmt: skip
        return RecordAuditRight(**(stated | more))

    def request(self, **more: Any) -> RequestRoyaltyAudit:
        """March and April; today is 22 November 2026 in Japan."""
        stated: dict[str, Any] = {
            "id": self.money.new("aud"), "agreement": self.agreement, "by": self.studio,
            "audited": self.licensee, "first_month": "2026-03", "last_month": "2026-04",
            "starts_on": date(2026, 12, 7),
        }  # fmt: skip
        return RequestRoyaltyAudit(**(stated | more))

    def say(self, audit: str, **more: Any) -> SayInRoyaltyAudit:
        """The licensee hands over its sales ledger."""
        stated: dict[str, Any] = {
            "audit": audit, "by": self.licensee, "kind": "document",
            "text": "売上台帳を提出しました。", "evidence": (SHEET,),
        }  # fmt: skip
        return SayInRoyaltyAudit(**(stated | more))

    def finding(self, period: str, report: str | None, found: int, **more: Any) -> ReportFinding:
        """What a report should have said; it was due on the last day of April."""
        stated: dict[str, Any] = {
            "period": period, "report": report, "found_minor": found,
            "due_on": date(2026, 4, 30), "evidence": SHEET,
        }  # fmt: skip
        return ReportFinding(**(stated | more))

    def find(self, audit: str, **more: Any) -> FindInRoyaltyAudit:
        """100,000 are missing of March, April has 20,000 too much; it cost 300,000."""
        stated: dict[str, Any] = {
            "audit": audit, "by": self.studio, "currency": "JPY", "cost_minor": 300_000,
            "as_of": date(2026, 7, 31), "document": SHEET,
            "findings": (
                self.finding("2026-03", self.march, 1_100_000),
                self.finding("2026-04", self.april, 480_000, due_on=date(2026, 5, 31)),
            ),
        }  # fmt: skip
        return FindInRoyaltyAudit(**(stated | more))

    def close(self, audit: str, *reports: tuple[str, str], **more: Any) -> CloseRoyaltyAudit:
        """The licensee accepts what was found."""
        corrections = tuple(CorrectedReport(period=one, report=id) for one, id in reports)
        stated: dict[str, Any] = {
            "audit": audit, "by": self.licensee, "outcome": "agreed", "corrections": corrections,
        }  # fmt: skip
        return CloseRoyaltyAudit(**(stated | more))

    def found(self) -> str:
        """An audit that found something; returns its id."""
        self.money.record(self.right())
        asked = self.request()
        self.money.record(asked)
        self.money.record(self.find(asked.id))
        return asked.id
