"""Every statement follows from runs on record: its lines, its carried amounts, its taxes.

Runs may be shown to a payee once. Taxes are computed again by the rules that the statement names,
from the dated rates of this version, the clauses in force, and the treaty forms on file.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from contracts.errors import TermsError
from contracts.opening_balances import UNPAID_FIELDS
from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record, plain
from ledger.audit.registrations import Registrations
from ledger.audit.statement_facts import MATTERS, StatementFacts, stated_parts
from ledger.audit.waiting import WaitingBook
from ledger.errors import LedgerError
from ledger.statements.carrying import Carried
from ledger.statements.rule_sets import RULE_SETS
from ledger.statements.totals import Payment, SameDay
from ledger.statements.waiting import Account

ISSUED: Final = "statement.issued/1"
_MATTERS: Final = (
    "party.",
    "royalty.opened",
    "royalty.payout",
    "royalty.revised",
    "statement.",
    *MATTERS,
)
_RATES: Final = "rates_sha256"
_NAMES: Final = tuple(RULE_SETS)

_Amount = tuple[str, str, int]  # clause, row of the trace, minor units


class Statements(Family):
    """Checks each statement when it comes."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "statements")
        self._parties: dict[str, dict[str, Any]] = {}
        self._payees: dict[str, dict[date, str]] = defaultdict(dict)
        self._given: dict[tuple[str, str], list[_Amount]] = {}
        self._kept: dict[tuple[str, str], list[_Amount]] = {}
        self._runs: dict[str, tuple[str, str]] = {}
        self._told: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        self._shown: set[tuple[str, str]] = set()
        self._facts = StatementFacts()
        self._registrations = Registrations()
        self._last: dict[Account, str] = {}
        self._waiting = WaitingBook()
        self._newest: dict[Account, int] = {}
        self._same_day: dict[tuple[str, str, str, date], SameDay] = {}
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact = entry.fact
        self._facts.see(entry)
        self._registrations.see(entry)
        self._waiting.see(entry)
        if entry.event_type == ISSUED:
            self._statement(entry.index, fact)
        elif entry.event_type == "royalty.payout_closed/1":
            self._run(fact)
        elif entry.event_type == "royalty.revised/1":
            self._revision(fact)
        elif entry.event_type == "royalty.opened/1":
            self._opening(fact)
        elif entry.event_type == "party.company_registered/1":
            self._party(fact, fact.country)
        elif entry.event_type == "party.person_registered/1":
            self._party(fact, fact.residence)
        elif entry.event_type == "party.payee_set/1":
            self._payees[fact.party][fact.effective_from] = fact.payee

    def missing(self, index: int, event_type: str) -> None:
        """From here on a difference may have a reason that is not disclosed."""
        self._is_blind = self._is_blind or event_type.startswith(_MATTERS)

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _party(self, fact: Record, country: str) -> None:
        self._parties[fact.id] = {"kind": fact.kind, "country": country}

    def _run(self, run: Record) -> None:
        self._runs[run.id] = run.payer, run.currency
        for allocation in run.allocations:
            key = (run.id, allocation.party)
            lines = allocation.lines
            self._given[key] = sorted((line.step, line.row, line.amount_minor) for line in lines)
            self._kept[key] = sorted(
                (line.step, line.row, -line.kept_minor) for line in lines if line.kept_minor
            )

    def _revision(self, revision: Record) -> None:
        """A correction is shown as adjustments, each with the period and the cause it is of."""
        self._runs[revision.id] = revision.payer, revision.currency
        periods = {run.run: run.period for run in revision.runs}
        cause = f"{revision.cause.kind}/{revision.cause.ref}"
        for allocation in revision.allocations:
            key = (revision.id, allocation.party)
            kept = [
                (
                    line.step,
                    (*line.rows, *line.replaced_rows)[0],
                    line.amount_minor - line.kept_minor,
                )
                for line in allocation.lines
            ]
            told = [(periods[line.run], line.step, cause) for line in allocation.lines]
            # A payee may have several parts.
            self._kept[key] = sorted([*self._kept.get(key, []), *kept])
            self._told[key] = sorted([*self._told.get(key, []), *told])

    def _opening(self, opening: Record) -> None:
        """What was unpaid at a cut-over is shown as adjustments, by kind of income."""
        self._runs[opening.id] = opening.payer, opening.currency
        for balance in opening.unpaid:
            key = (opening.id, balance.party)
            self._kept[key] = sorted(
                ("opening", f"{kind}/{balance.party}", amount)
                for kind, field in UNPAID_FIELDS.items()
                if (amount := getattr(balance, field))
            )
            self._told[key] = [(opening.as_of, "opening", "opening") for _ in self._kept[key]]
        if opening.supersedes is not None:
            self._runs.pop(opening.supersedes, None)

    def _statement(self, index: int, statement: Record) -> None:
        try:
            differences = list(self._differences(statement))
        except (LedgerError, TermsError) as error:
            differences = [("statement-not-computable", "computable taxes", error)]
        self._tally.compare(index, differences, blind=self._is_blind)
        self._last[statement.payer, statement.payee, statement.currency] = statement.id
        self._waiting.take_statement(index, statement)

    def _differences(self, statement: Record) -> Iterator[Difference]:
        key = (statement.payer, statement.payee, statement.currency)
        carried = tuple(one.part for one in self._waiting.at(key))
        amount = sum(part.amount_minor for part in carried)
        yield "statement-carried", amount, statement.totals.carried_in
        yield "statement-previous", self._last.get(key), statement.previous
        yield from self._lines(statement)
        yield from self._incomes(statement)
        paid_to = self._payee_on(statement.payee, statement.payment_date)
        yield "statement-paid-to", paid_to, statement.paid_to
        receiver = self._parties.get(statement.paid_to)
        yield "statement-receiver", True, receiver is not None
        named = statement.tax.get("rules", "")
        allowed = _NAMES[self._newest.get(key, 0) :]
        yield "statement-rules", named if named in allowed else sorted(allowed), named
        if receiver is not None and named in RULE_SETS:
            self._newest[key] = max(self._newest.get(key, 0), _NAMES.index(named))
            yield from self._figures(statement, carried, receiver)

    def _payee_on(self, party: str, day: date) -> str:
        """Return who is paid for a party on a day: whoever was set last for a day until then."""
        begun = [start for start in self._payees[party] if start <= day]
        return self._payees[party][max(begun)] if begun else party

    def _figures(
        self,
        statement: Record,
        carried: tuple[Carried, ...],
        receiver: Mapping[str, Any],
    ) -> Iterator[Difference]:
        day = (statement.payer, statement.paid_to, statement.currency, statement.payment_date)
        before = self._same_day.get(day, SameDay())
        on = statement.payment_date
        number = self._registrations.number_on(statement.paid_to, on.isoformat())
        payment = Payment(
            payee={**receiver, "invoice_number": number},
            currency=statement.currency,
            paid_on=on,
            is_own=statement.paid_to == statement.payer,
            same_day=before,
            forms=self._facts.forms(statement.payer, statement.paid_to),
            statement=statement.id,
            carried=carried,
            minimum_minor=self._facts.minimum(statement.runs),
            is_final=bool(statement.final),
        )
        rules = RULE_SETS[statement.tax["rules"]]
        figures = rules(statement.lines, sum(part.amount_minor for part in carried), payment)
        self._same_day[day] = before.plus(figures.tax, figures.totals.withholding)
        yield "statement-totals", asdict(figures.totals), plain(statement.totals)
        # A longer table of rates has another hash; every rate taken from it is compared itself.
        yield "statement-carried-parts", stated_parts(figures), plain(statement.carried)
        yield "statement-tax", _without_hash(figures.tax), _without_hash(statement.tax)
        yield "statement-rates", _RATES in figures.tax, _RATES in statement.tax

    def _incomes(self, statement: Record) -> Iterator[Difference]:
        """Yield the kind of income of each line and its treatment, as its clause has them."""
        is_older = statement.tax.get("rules") == _NAMES[0]  # its lines name no kinds
        for line in statement.lines:
            taxed = None if is_older else self._facts.taxed(line)
            if taxed is not None:
                yield "statement-income", taxed, (line.income, line.treatment)

    def _lines(self, statement: Record) -> Iterator[Difference]:
        for run in statement.runs:
            key = (run, statement.payee)
            yield "statement-run-shown-twice", False, key in self._shown
            self._shown.add(key)
            head = (statement.payer, statement.currency)
            yield "statement-run-of-others", self._runs.get(run), head
            lines = [line for line in statement.lines if line.run == run]
            given = [line for line in lines if line.kind != "adjustment"]
            kept = [line for line in lines if line.kind == "adjustment"]
            yield "statement-lines", self._given.get(key, []), _amounts(given)
            yield "statement-kept", self._kept.get(key, []), _amounts(kept)
            told = sorted((line.period, line.step, line.cause) for line in kept if line.cause)
            yield "statement-correction", self._told.get(key, []), told
        others = {line.run for line in statement.lines} - set(statement.runs)
        yield "statement-runs", set(), others


def _without_hash(tax: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in tax.items() if name != _RATES}


def _amounts(lines: list[Record]) -> list[_Amount]:
    return sorted((line.step, line.row, line.amount_minor) for line in lines)
