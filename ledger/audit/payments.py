"""Payments pay what statements state, once, and go to the bank after another approved them.

1. Of a statement one payment is under way at a time; what all of them pay is never more than it
   states, and exactly that when nothing of it is left.
2. A payment was approved by somebody else than who prepared it before its files were made.
3. The files sum up to the items; what became of an item is said after that, once, by day.
4. The first part of a statement is paid on a day on which its payee is registered as an invoice
   issuer if it adds consumption tax, and only then, unless the item says that both agreed.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record
from ledger.audit.registrations import Registrations

PREPARED: Final = "payment.prepared/1"
EXPORTED: Final = "payment.exported/1"
CONFIRMED: Final = "payment.confirmed/1"
CANCELLED: Final = "payment.cancelled/1"
_STATEMENT: Final = "statement.issued/1"
_APPROVED: Final = "approval.given/1"
_SET_OFF: Final = "set_off.recorded/1"
_MATTERS: Final = ("statement.", "payment.", "approval.", "set_off.")
_LIVING: Final = ("prepared", "exported", "paid")
_KIND: Final = "payments"
_PARTIES: Final = "party."
_BY_NUMBER: Final = {"registered": True, "no-invoice-number": False}

_Sums = tuple[int, int, int]


@dataclass(slots=True)
class _Payment:
    """A payment on record, and how far it came.

    Attributes:
        status: Of each statement in it.
    """

    fact: Record
    status: dict[str, str]
    is_exported: bool = False
    is_confirmed: bool = False
    items: dict[str, Record] = field(default_factory=dict)


class Payments(Family):
    """Follows every payment from its statements to the bank's word."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "payments")
        self._statements: dict[str, Record] = {}
        self._payments: dict[str, _Payment] = {}
        self._of_statement: dict[str, list[str]] = defaultdict(list)
        self._approved: dict[str, str] = {}
        self._set_off: dict[str, int] = defaultdict(int)
        self._results: set[str] = set()
        self._registrations = Registrations()
        self._knows_parties = True
        self._is_blind = False
        self._looks = {
            PREPARED: self._prepared,
            EXPORTED: self._exported,
            CONFIRMED: self._confirmed,
            CANCELLED: self._cancelled,
        }

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        fact = entry.fact
        self._registrations.see(entry)
        if look := self._looks.get(entry.event_type):
            self._tally.compare(entry.index, list(look(fact)), blind=self._is_blind)
        elif entry.event_type == _STATEMENT:
            self._statements[fact.id] = fact
        elif entry.event_type == _APPROVED and fact.kind == _KIND:
            self._approved[fact.subject] = fact.given_by
        elif entry.event_type == _SET_OFF:
            self._set_off[fact.statement] += fact.amount_minor

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may explain what does not fit."""
        self._is_blind = self._is_blind or event_type.startswith(_MATTERS)
        self._knows_parties = self._knows_parties and not event_type.startswith(_PARTIES)

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()

    def _prepared(self, fact: Record) -> Iterator[Difference]:
        yield "payment-unknown", False, fact.id in self._payments
        yield "payment-totals", _totals(fact.items), _stated_totals(fact.totals)
        for item in fact.items:
            yield from self._item(fact, item)
            self._of_statement[item.statement].append(fact.id)
        statuses = {item.statement: "prepared" for item in fact.items}
        items = {item.statement: item for item in fact.items}
        self._payments[fact.id] = _Payment(fact, statuses, items=items)

    def _item(self, fact: Record, item: Record) -> Iterator[Difference]:
        statement = self._statements.get(item.statement)
        yield "payment-statement", True, statement is not None
        if statement is None:
            return
        named = (statement.payer, statement.payee, statement.paid_to, statement.currency)
        yield "payment-statement", named, (fact.payer, item.payee, item.paid_to, fact.currency)
        taxes = item.consumption_tax_minor - item.withholding_minor
        transfer = item.amount_minor + taxes - item.set_off_minor
        yield "payment-item-sum", transfer, item.transfer_minor
        yield "payment-item-sum", sum(item.incomes.values()), item.amount_minor
        earlier = list(self._living(item.statement))
        under_way = [one for one in earlier if one[0] != "paid"]
        yield "payment-twice", [], [payment for _, payment, _ in under_way]
        yield from self._to_date(statement, item, [one for _, _, one in earlier])
        if not earlier and self._knows_parties and not item.as_stated:
            yield from self._registration(statement, fact)

    def _registration(self, statement: Record, fact: Record) -> Iterator[Difference]:
        rule = statement.tax.get("consumption_rule")
        if rule in _BY_NUMBER:
            number = self._registrations.number_on(statement.paid_to, fact.pay_on.isoformat())
            yield "payment-registration", number is not None, _BY_NUMBER[rule]

    def _living(self, statement: str) -> Iterator[tuple[str, str, Record]]:
        for id in self._of_statement[statement]:
            payment = self._payments.get(id)
            if payment is not None and payment.status[statement] in _LIVING:
                yield payment.status[statement], id, payment.items[statement]

    def _to_date(
        self, statement: Record, item: Record, earlier: list[Record]
    ) -> Iterator[Difference]:
        """Yield what all payments of a statement pay together, beside what it states."""
        every = [*earlier, item]
        sums: _Sums = (
            sum(one.amount_minor for one in every),
            sum(one.consumption_tax_minor for one in every),
            sum(one.withholding_minor for one in every),
        )
        totals = statement.totals
        stated: _Sums = (totals.payable, totals.consumption_tax, totals.withholding)
        if item.is_rest:
            yield "payment-not-the-rest", stated, sums
        else:
            most = tuple(min(pair) for pair in zip(sums, stated, strict=True))
            yield "payment-too-much", most, sums
        set_off = sum(one.set_off_minor for one in every)
        allowed = min(set_off, self._set_off[item.statement])
        yield "payment-set-off", allowed, set_off

    def _exported(self, fact: Record) -> Iterator[Difference]:
        payment = self._payments.get(fact.payment)
        yield "payment-unknown", True, payment is not None
        if payment is None:
            return
        by = self._approved.get(fact.payment)
        yield "payment-not-approved", True, by is not None and by != payment.fact.made_by
        yield "payment-sent-twice", False, payment.is_exported
        yield "payment-over", False, "cancelled" in payment.status.values()
        yield "payment-files", _by_route(payment), _in_files(fact)
        payment.is_exported = True
        payment.status = dict.fromkeys(payment.status, "exported")

    def _confirmed(self, fact: Record) -> Iterator[Difference]:
        payment = self._payments.get(fact.payment)
        yield "payment-unknown", True, payment is not None
        if payment is None:
            return
        yield "payment-not-sent", True, payment.is_exported
        yield "payment-day", True, fact.on >= payment.fact.pay_on
        if fact.result is not None:
            yield "payment-result-twice", False, fact.result.sha256 in self._results
            self._results.add(fact.result.sha256)
        for outcome in fact.outcomes:
            item = payment.items.get(outcome.statement)
            stated = (item.details, item.transfer_minor) if item else None
            yield "payment-outcome", stated, (outcome.details, outcome.transfer_minor)
            before = payment.status.get(outcome.statement)
            may = before == "exported" or (before == "paid" and outcome.status == "returned")
            yield "payment-outcome-twice", True, may
            payment.status[outcome.statement] = outcome.status
        payment.is_confirmed = True

    def _cancelled(self, fact: Record) -> Iterator[Difference]:
        payment = self._payments.get(fact.payment)
        yield "payment-unknown", True, payment is not None
        if payment is None:
            return
        yield "payment-over", False, payment.is_confirmed
        yield "payment-sent", True, not payment.is_exported or fact.not_sent is not None
        payment.status = dict.fromkeys(payment.status, "cancelled")


def _totals(items: tuple[Record, ...]) -> tuple[int, ...]:
    return (
        len(items),
        sum(item.amount_minor for item in items),
        sum(item.consumption_tax_minor for item in items),
        sum(item.withholding_minor for item in items),
        sum(item.set_off_minor for item in items),
        sum(item.transfer_minor for item in items),
        sum(item.held_minor for item in items),
    )


def _stated_totals(totals: Record) -> tuple[int, ...]:
    names = ("count", "amount", "consumption_tax", "withholding", "set_off", "transfer", "held")
    return tuple(getattr(totals, name) for name in names)


def _by_route(payment: _Payment) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for item in payment.items.values():
        found[item.route] += item.transfer_minor
    return dict(found)


def _in_files(fact: Record) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for file in fact.files:
        found[file.route] += file.total_minor
    return dict(found)
