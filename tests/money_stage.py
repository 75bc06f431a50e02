"""A stage with money on it: reports from files, receipts, payout runs and statements by one call."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from stage import Stage

from ledger.access.views import OPERATOR_VIEWER
from ledger.bootstrap import Register, Sample, create_register, open_register
from ledger.command import SYSTEM, Actor
from ledger.entropy import SeededEntropy
from ledger.parties.commands import RegisterPerson
from ledger.revenue.commands import ControlTotals, RecordReceipt
from ledger.revenue.ingest import PreparedReport, ReportMeta, prepare_report
from ledger.royalties.commands import RecordExpense
from ledger.royalties.prepare import PreparedPayout, prepare_payout
from ledger.settings import Settings
from ledger.statements.commands import IssueStatement
from ledger.statements.prepare import prepare_statements, statement_sheet
from ledger.statements.views import show as show_statement
from ledger.values import DocumentRef
from ledger.vault.vault import Secret
from tests.empty_home import ORIGIN, START, copy_of_empty_home

SAMPLE = Sample(1, START)
HEADINGS = "channel,territory,work,month,units,amount"


def csv_of(*lines: str, headings: str = HEADINGS) -> bytes:
    """A file in our own template."""
    return ("\n".join((headings, *lines)) + "\n").encode()


def rate(num: int, den: int) -> dict[str, int]:
    """An exact rate, as terms write it."""
    return {"num": num, "den": den}


def step(id: str, kind: str, **more: Any) -> dict[str, Any]:
    """A clause with a label made of its id."""
    label = {"ja": f"「{id}」", "en": id}
    return {"id": id, "kind": kind, "clause": "第5条1項", "label": label, **more}


def terms(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Clauses in yen."""
    return {"terms": 1, "currency": "JPY", "steps": list(steps), **more}


class Money(Stage):
    """Records what money tests need.

    Args:
        register: An open register of the test's own.
    """

    def __init__(self, register: Register) -> None:
        super().__init__(register.ledger)
        self.register = register
        self.entropy = SeededEntropy(1, "reports")

    def named_person(self, name: str, **more: Any) -> str:
        """Register a person whose name is in the vault."""
        party, subject = self.new("party"), self.new("subj")
        (commit,) = self.register.vault.seal([Secret(subject, "credit_name", name)])
        self.record(RegisterPerson(id=party, subject=subject, credit_name=commit, **more))
        return party

    def prepared(self, agreement: str, reporter: str, file: bytes, **more: Any) -> PreparedReport:
        """Read a file without recording it."""
        stated: dict[str, Any] = {"period": "2026-03", "basis": "net", "id": self.new("rep")}
        meta = ReportMeta(agreement=agreement, reporter=reporter, **(stated | more))
        with self.ledger.reading() as conn:
            return prepare_report(conn, self.register.blobs, file, meta, self.entropy)

    def report(self, agreement: str, reporter: str, file: bytes, **more: Any) -> str:
        """Record a report and return its id."""
        command = self.prepared(agreement, reporter, file, **more).command
        self.record(command)
        return command.id

    def sales(
        self, agreement: str, reporter: str, work: str, amount: int | str, **more: Any
    ) -> str:
        """Record a report of one line of streaming sales."""
        month = more.get("month", more.get("period", "2026-03"))
        more.pop("month", None)
        line = f"streaming,JP,{work},{month},{self._made},{amount}"
        return self.report(agreement, reporter, csv_of(line), **more)

    def receive(self, agreement: str, report: str, amount: int, **more: Any) -> str:
        """Record that money arrived, in the month of the report."""
        command = self.receipt(agreement, report, amount, **more)
        self.record(command)
        return command.id

    def receipt(self, agreement: str, report: str, amount: int, **more: Any) -> RecordReceipt:
        """A receipt, not recorded yet."""
        stated: dict[str, Any] = {
            "id": self.new("rcpt"), "currency": "JPY", "received_on": date(2026, 3, 31),
        }  # fmt: skip
        return RecordReceipt(
            agreement=agreement, report=report, amount_minor=amount, **(stated | more)
        )

    def expense(self, agreement: str, step_id: str, amount: int, **more: Any) -> None:
        """Record a cost."""
        self.record(self.cost(agreement, step_id, amount, **more))

    def cost(self, agreement: str, step_id: str, amount: int, **more: Any) -> RecordExpense:
        """A cost, not recorded yet."""
        self._made += 1
        stated: dict[str, Any] = {
            "period": "2026-03",
            "currency": "JPY",
            "spent_on": date(2026, 3, 15),
            "evidence": DocumentRef(sha256=f"{self._made:064x}"),
        }
        return RecordExpense(
            agreement=agreement, step=step_id, amount_minor=amount, **(stated | more)
        )

    def payout(
        self, agreement: str, period: str = "2026-03", *, empty: bool = False
    ) -> PreparedPayout:
        """Prepare a run without closing it."""
        asked = {"id": self.new("run"), "agreement": agreement, "period": period}
        with self.ledger.reading() as conn:
            return prepare_payout(conn, self.register.blobs, **asked, empty=empty)

    def run(
        self, agreement: str, period: str = "2026-03", *, empty: bool = False
    ) -> PreparedPayout:
        """Prepare and close a run."""
        prepared = self.payout(agreement, period, empty=empty)
        self.record(prepared.command)
        return prepared

    def drafts(self, payer: str, period: str = "2026-03", **more: Any) -> list[IssueStatement]:
        """Prepare statements without issuing them."""
        with self.ledger.reading() as conn:
            return prepare_statements(
                conn, self.register.blobs, self.register.vault, payer, period, **more
            )

    def issue(
        self, payer: str, period: str = "2026-03", actor: Actor = SYSTEM, **more: Any
    ) -> dict[str, IssueStatement]:
        """Prepare and issue statements; by payee."""
        drafts = self.drafts(payer, period, **more)
        for draft in drafts:
            self.record(draft, actor)
        return {draft.payee: draft for draft in drafts}

    def sheet(self, statement: str) -> dict[str, Any]:
        """Read a statement's own JSON file."""
        with self.ledger.reading() as conn:
            shown = show_statement(conn, statement, OPERATOR_VIEWER)
        assert shown is not None
        return statement_sheet(self.register.blobs, shown["files"])


def allocated(prepared: PreparedPayout) -> dict[tuple[str, str], int]:
    """What a run gave, by step and payee."""
    return {(one.step, one.payee): one.amount_minor for one in prepared.outcome.allocations}


def control(rows: int | None = None, amount: int | None = None) -> ControlTotals:
    """What the sender says the file adds up to."""
    return ControlTotals(rows=rows, amount_minor=amount)


def open_money(home: Path, database_url: str | None = None) -> Iterator[Money]:
    """Give a stage on a fresh register."""
    if database_url is None:
        settings = copy_of_empty_home(home)
    else:
        settings = Settings(home=home, database_url=database_url)
        create_register(settings, ORIGIN, sample=SAMPLE)
    yield from money_on(settings)


def money_on(settings: Settings) -> Iterator[Money]:
    """Give a stage on a register that is there."""
    register = open_register(settings, sample=SAMPLE)
    yield Money(register)
    register.close()


@pytest.fixture
def money(tmp_path: Path) -> Iterator[Money]:
    """A stage on a fresh register on SQLite."""
    yield from open_money(tmp_path / "home")


@pytest.fixture
def money_anywhere(either_settings: Settings) -> Iterator[Money]:
    """A stage on a fresh register on either kind of database."""
    yield from money_on(either_settings)
