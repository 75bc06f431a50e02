"""Every statement follows from runs on record: its lines, its carried amounts, its taxes.

Runs may be shown to a payee once. Taxes are computed again from the dated rates of this version.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from contracts.errors import TermsError
from ledger.audit.findings import Findings
from ledger.errors import LedgerError
from ledger.event import Event
from ledger.parties.events import CompanyRegistered, PersonRegistered
from ledger.royalties.events import PayoutClosed
from ledger.statements.commands import StatementTotals
from ledger.statements.events import StatementIssued
from ledger.statements.totals import Payment, SameDay, figures_of

_Amount = tuple[str, str, int]  # clause, row of the trace, minor units


class Statements:
    """Sees the facts in order and checks each statement when it comes.

    Args:
        findings: Where findings go.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._parties: dict[str, dict[str, Any]] = {}
        self._given: dict[tuple[str, str], list[_Amount]] = {}
        self._kept: dict[tuple[str, str], list[_Amount]] = {}
        self._shown: set[tuple[str, str]] = set()
        self._last: dict[tuple[str, str, str], StatementIssued] = {}
        self._same_day: dict[tuple[str, str, str, date], SameDay] = {}
        self._count = 0
        self._failed = 0

    def see(self, index: int, event: Event) -> None:
        """Take the fact of one entry."""
        if isinstance(event, StatementIssued):
            self._statement(index, event)
        elif isinstance(event, PayoutClosed):
            self._run(event)
        elif isinstance(event, CompanyRegistered):
            self._party(event.id, event.kind, event.country, event.invoice_number)
        elif isinstance(event, PersonRegistered):
            self._party(event.id, event.kind, event.residence, event.invoice_number)

    def finish(self) -> None:
        """Close the check."""
        self._findings.done("statements", self._count, self._findings.total - self._failed)

    def _party(self, id: str, kind: str, country: str, invoice_number: str | None) -> None:
        row = {"kind": kind, "country": country, "invoice_number": invoice_number}
        self._parties[id] = row

    def _run(self, run: PayoutClosed) -> None:
        for allocation in run.allocations:
            key = (run.id, allocation.party)
            self._given[key] = sorted(
                (line.step, line.row, line.amount_minor) for line in allocation.lines
            )
            self._kept[key] = sorted(
                (line.step, line.row, -line.kept_minor)
                for line in allocation.lines
                if line.kept_minor
            )

    def _statement(self, index: int, statement: StatementIssued) -> None:
        self._count += 1
        before = self._findings.total
        try:
            for code, expected, found in self._differences(statement):
                if expected != found:
                    self._findings.add(index, code, expected, found)
        except (LedgerError, TermsError) as error:
            self._findings.add(index, "statement-not-computable", "computable taxes", error)
        self._failed += self._findings.total - before
        key = (statement.payer, statement.payee, statement.currency)
        self._last[key] = statement

    def _differences(self, statement: StatementIssued) -> Iterator[tuple[str, Any, Any]]:
        """Yield (code, expected, found) for everything that must be equal."""
        last = self._last.get((statement.payer, statement.payee, statement.currency))
        carried = last.totals.carried_out if last else 0
        yield "statement-carried", carried, statement.totals.carried_in
        yield "statement-previous", last.id if last else None, statement.previous
        yield from self._lines(statement)
        receiver = self._parties.get(statement.paid_to)
        yield "statement-receiver", True, receiver is not None
        if receiver is None:
            return
        day = (statement.payer, statement.paid_to, statement.currency, statement.payment_date)
        before = self._same_day.get(day, SameDay())
        figures = figures_of(statement.lines, carried, _payment(statement, receiver, before))
        self._same_day[day] = before.plus(figures.tax, figures.totals.withholding)
        yield "statement-totals", StatementTotals.of(figures.totals), statement.totals
        yield "statement-tax", figures.tax, statement.tax

    def _lines(self, statement: StatementIssued) -> Iterator[tuple[str, Any, Any]]:
        for run in statement.runs:
            key = (run, statement.payee)
            yield "statement-run-shown-twice", False, key in self._shown
            self._shown.add(key)
            lines = [line for line in statement.lines if line.run == run]
            given = [line for line in lines if line.kind != "adjustment"]
            kept = [line for line in lines if line.kind == "adjustment"]
            yield "statement-lines", self._given.get(key, []), _amounts(given)
            yield "statement-kept", self._kept.get(key, []), _amounts(kept)
        others = {line.run for line in statement.lines} - set(statement.runs)
        yield "statement-runs", set(), others


def _payment(statement: StatementIssued, receiver: Mapping[str, Any], same_day: SameDay) -> Payment:
    return Payment(
        payee=receiver,
        currency=statement.currency,
        paid_on=statement.payment_date,
        is_own=statement.paid_to == statement.payer,
        same_day=same_day,
    )


def _amounts(lines: list[Any]) -> list[_Amount]:
    return sorted((line.step, line.row, line.amount_minor) for line in lines)
