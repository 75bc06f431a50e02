"""Cash: lines add up and run on, nothing is explained twice, receipts are what lines say.

Money that no line shows, a line that pays two things with the same yen, or a comparison whose sums
were made to fit would hide what is missing from an account of other people's money.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.records import Record, plain
from ledger.log import canonical

OPENED: Final = "cash.account_opened/1"
IMPORTED: Final = "cash.lines_imported/1"
MATCHED: Final = "cash.matched/1"
UNMATCHED: Final = "cash.unmatched/1"
RECONCILED: Final = "cash.reconciled/1"
RECEIVED: Final = "revenue.received/1"
WITHDRAWN: Final = "revenue.receipt_withdrawn/1"
_MATTERS: Final = ("cash.", "revenue.rec")
_OUT: Final = frozenset({"payment", "expense", "tax", "bank_fee", "own", "other"})
_IN: Final = frozenset({"receipt", "capital", "returned", "own", "other"})


@dataclass(slots=True)
class _Line:
    """A line, how much of it is explained, and its matches that stand: number to entry and more."""

    day: Any
    amount_minor: int
    taken_minor: int = 0
    numbers: int = 0
    matches: dict[int, tuple[int, int, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(slots=True)
class _Account:
    """An account's book."""

    party: str
    currency: str
    opening_minor: int
    balance_minor: int
    last_day: Any = None
    files: set[str] = field(default_factory=set)
    lines: dict[tuple[str, int], _Line] = field(default_factory=dict)


class Cash(Family):
    """Keeps every account again, line by line."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "cash")
        self._accounts: dict[str, _Account] = {}
        # Receipt to its entry, report, agreement, currency and amount; and to the line showing it.
        self._receipts: dict[str, tuple[int, str, str, str, int]] = {}
        self._shown: dict[str, int] = {}
        self._to_withdraw: dict[str, int] = {}
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if entry.event_type == RECEIVED:
            fact = entry.fact
            said = (fact.report, fact.agreement, fact.currency, fact.amount_minor)
            self._receipts[fact.id] = (entry.index, *said)
        elif entry.event_type == WITHDRAWN:
            self._compare(entry.index, self._withdrawn(entry.fact))
        elif entry.event_type == OPENED:
            fact = entry.fact
            opening = fact.opening_minor
            self._accounts[fact.id] = _Account(fact.party, fact.currency, opening, opening)
        elif entry.event_type in (IMPORTED, MATCHED, UNMATCHED, RECONCILED):
            self._of_account(entry)

    def missing(self, index: int, event_type: str) -> None:
        """An unseen entry may hold lines, matches or receipts."""
        self._is_blind = self._is_blind or event_type.startswith(_MATTERS)

    def finish(self) -> None:
        """Close the check: the receipts of every match that was taken back went with it."""
        for id, index in sorted(self._to_withdraw.items()):
            self._compare(index, [("cash-receipt-stays", f"{id} withdrawn", None)])
        self._tally.close()

    def _compare(self, index: int, differences: Any) -> None:
        self._tally.compare(index, differences, blind=self._is_blind)

    def _of_account(self, entry: Entry) -> None:
        fact = entry.fact
        account = self._accounts.get(fact.account)
        if account is None:
            self._compare(entry.index, [("cash-account-unknown", True, False)])
            return
        checks = {
            IMPORTED: self._import,
            MATCHED: self._match,
            UNMATCHED: self._unmatch,
            RECONCILED: self._reconciled,
        }
        holder: Difference = ("cash-holder", account.party, fact.party)
        differences = [holder, *checks[entry.event_type](entry.index, fact, account)]
        self._compare(entry.index, differences)

    def _import(self, index: int, fact: Record, account: _Account) -> Iterator[Difference]:
        amounts = [line.amount_minor for line in fact.lines]
        days = [line.day for line in fact.lines]
        yield "cash-file-twice", False, fact.file.sha256 in account.files
        yield "cash-lines-hash", _digest(fact.lines), fact.lines_sha256
        yield "cash-lines-order", list(range(1, len(days) + 1)), [line.n for line in fact.lines]
        yield "cash-lines-order", sorted([fact.first_day, *days, fact.last_day]), [
            fact.first_day, *days, fact.last_day,
        ]  # fmt: skip
        is_late = account.last_day is not None and fact.first_day < account.last_day
        yield "cash-lines-order", False, is_late
        yield "cash-sums", sum(one for one in amounts if one > 0), fact.in_minor
        yield "cash-sums", -sum(one for one in amounts if one < 0), fact.out_minor
        yield from _balances(fact, account)
        account.files.add(fact.file.sha256)
        account.last_day = fact.last_day
        for line in fact.lines:
            account.lines[fact.id, line.n] = _Line(line.day, line.amount_minor)

    def _match(self, index: int, fact: Record, account: _Account) -> Iterator[Difference]:
        line = account.lines.get((fact.batch, fact.line))
        yield "cash-line-unknown", True, line is not None
        if line is None:
            return
        sign = 1 if line.amount_minor > 0 else -1
        total = sum(part.amount_minor for part in fact.purposes)
        yield "cash-match-number", line.numbers + 1, fact.number
        yield "cash-match-sum", sign * (total - fact.fee_minor), fact.taken_minor
        yield "cash-match-day", line.day, fact.day
        line.taken_minor += fact.taken_minor
        rest = line.amount_minor - line.taken_minor
        yield "cash-match-rest", rest, fact.rest_minor
        is_within = 0 <= sign * rest < sign * line.amount_minor
        yield "cash-line-twice", True, is_within
        yield "cash-fee-clause", bool(fact.fee_minor), fact.fee_clause is not None
        kinds = {part.kind for part in fact.purposes}
        yield "cash-direction", [], sorted(kinds - (_IN if sign > 0 else _OUT))
        line.numbers = fact.number
        line.matches[fact.number] = (index, fact.taken_minor, tuple(fact.made))
        yield from self._shown_by(index, fact, account)

    def _shown_by(self, index: int, fact: Record, account: _Account) -> Iterator[Difference]:
        """Yield what a match says of receipts: they are on record, its own just before it."""
        named = [part for part in fact.purposes if part.receipt]
        yield "cash-receipt-made", [], sorted({*fact.made} - {part.receipt for part in named})
        for part in named:
            said = [part.report, part.agreement, account.currency, part.amount_minor]
            known = self._receipts.get(part.receipt)
            yield "cash-receipt-differs", said, list(known[1:]) if known else None
            yield "cash-receipt-twice", None, self._shown.get(part.receipt)
            self._shown[part.receipt] = index
            if known and part.receipt in fact.made:
                yield "cash-receipt-made", True, index - len(fact.made) <= known[0] < index

    def _unmatch(self, index: int, fact: Record, account: _Account) -> Iterator[Difference]:
        line = account.lines.get((fact.batch, fact.line))
        match = line.matches.pop(fact.number, None) if line else None
        yield "cash-match-unknown", True, match is not None
        if line is None or match is None:
            return
        at, taken, made = match
        yield "cash-match-entry", at, fact.entry
        yield "cash-match-sum", taken, fact.returned_minor
        line.taken_minor -= taken
        for id in [id for id, shown in self._shown.items() if shown == at]:
            del self._shown[id]
        self._to_withdraw |= dict.fromkeys(made, index)

    def _reconciled(self, index: int, fact: Record, account: _Account) -> Iterator[Difference]:
        bank = account.opening_minor + sum(
            line.amount_minor for line in account.lines.values() if line.day <= fact.day
        )
        stated = sum(one.amount_minor for one in fact.differences if one.kind == "bank_stated")
        named = sum(one.amount_minor for one in fact.differences)
        yield "cash-bank-balance", bank, fact.bank_minor + stated
        yield "cash-equation", fact.book_minor, fact.bank_minor + named
        parts = sum(one.amount_minor for one in fact.committees)
        yield "cash-equation", fact.book_minor, parts
        if fact.owed:
            yield "cash-equation", fact.book_minor, sum(one.amount_minor for one in fact.owed)
        yield "cash-size", True, fact.size <= index

    def _withdrawn(self, fact: Record) -> Iterator[Difference]:
        known = self._receipts.pop(fact.receipt, None)
        said = (fact.entry, fact.report, fact.agreement, fact.currency, fact.amount_minor)
        yield "cash-withdrawn-differs", list(known) if known else None, list(said)
        asked = self._to_withdraw.pop(fact.receipt, None)
        yield "cash-withdrawn-unasked", True, asked is not None


def _digest(lines: Any) -> str:
    """Return the hash of lines as they are cited: what the bank did not say is left out."""
    said = (plain(line) for line in lines)
    return canonical.digest(
        [{name: value for name, value in one.items() if value is not None} for one in said]
    )


def _balances(fact: Record, account: _Account) -> Iterator[Difference]:
    """Yield what the bank states and what its lines give, from the account's balance on."""
    if fact.opening_minor is not None:
        yield "cash-balance", account.balance_minor, fact.opening_minor
    for line in fact.lines:
        account.balance_minor += line.amount_minor
        if line.balance_minor is not None:
            yield "cash-balance", account.balance_minor, line.balance_minor
    if fact.closing_minor is not None:
        yield "cash-balance", account.balance_minor, fact.closing_minor
