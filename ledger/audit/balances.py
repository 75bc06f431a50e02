"""Balances derived again from postings alone, run by run, and held against positions and sums.

This asks nothing of the clauses: whatever computed a run, its postings must add up to what its
position claims, payee by payee, and its sums must be those of its postings.

Source:
    Double entry: every run's postings sum to zero. Period identity: sales = fees + expenses +
    recouped + royalties + pool + floors + guarantees + capped + reserved + withheld + distributed +
    held + carried + retained.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from ledger.audit.family import Difference, Entry, Family, Setting, Tally
from ledger.audit.rates import currency_of
from ledger.audit.records import Record

_PAYABLE: Final = "payable:"
_CLOSED: Final = "royalty.payout_closed/1"
_OPENED: Final = "royalty.opened/1"
_MOVES: Final = (_CLOSED, _OPENED, "royalty.revised/1")

Sums = dict[str, int]


class Balances(Family):
    """Keeps the balance of every account of every agreement."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "balances")
        self._accounts: dict[str, Sums] = defaultdict(lambda: defaultdict(int))
        self._is_blind = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if entry.event_type not in _MOVES:
            return
        run = entry.fact
        balances = self._accounts[run.agreement]
        for posting in run.postings:
            if currency_of(posting) is None:
                balances[posting.account] += posting.amount_minor
        to_date = [one for one in _to_date(balances, run.position) if one[1] != one[2]]
        if to_date and self._is_blind:
            self._tally.unavailable += 1
            to_date = []
        inside = _inside(run) if entry.event_type == _CLOSED else _moved(run)
        self._tally.compare(entry.index, [*inside, *to_date])

    def missing(self, index: int, event_type: str) -> None:
        """A run that is not disclosed moved balances that are not known."""
        self._is_blind = self._is_blind or event_type in _MOVES

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()


def _inside(run: Record) -> Iterator[Difference]:
    """Yield what must hold within one run.

    Source:
        A run of 1,000: sales -1,000, payable:a 700, held:items 300; identity sales 1,000, held 300
        and 700 in other names; a's lines sum to 700.
    """
    moved: Sums = defaultdict(int)
    for posting in run.postings:
        if currency_of(posting) is None:
            moved[posting.account] += posting.amount_minor
    owed = {name: amount for name, amount in _payable(moved).items() if amount}
    given: Sums = defaultdict(int)
    for allocation in run.allocations:
        for line in allocation.lines:
            given[allocation.party] += line.amount_minor
    yield "allocations-differ", owed, {name: amount for name, amount in given.items() if amount}
    parts = dict(run.identity)
    sales = parts.pop("sales", 0)
    yield "identity-broken", sales, sum(parts.values())
    yield "identity-sales", -moved["sales"] - moved[f"fx:{run.currency}"], sales
    held = sum(amount for name, amount in moved.items() if name.startswith("held:"))
    yield "identity-held", held, parts.get("held", 0) + parts.get("reserved", 0)
    for name in ("carried", "retained"):
        yield f"identity-{name}", moved[name], parts.get(name, 0)


def _moved(fact: Record) -> Iterator[Difference]:
    """Yield what must hold within an opening or a revision: its postings balance."""
    yield "postings-unbalanced", 0, sum(posting.amount_minor for posting in fact.postings)


def _to_date(balances: Sums, position: Mapping[str, int]) -> Iterator[Difference]:
    """Yield what must hold between all postings so far and the position after them."""
    entitled = {
        key.removeprefix("entitled:"): amount
        for key, amount in position.items()
        if key.startswith("entitled:")
    }
    owed = {name: amount for name, amount in _payable(balances).items() if amount}
    yield "balance-payable", owed, entitled
    held = sum(amount for key, amount in position.items() if key.startswith("held:"))
    yield "balance-held", balances["held:items"], held
    yield "balance-retained", balances["retained"], position.get("retained", 0)


def _payable(sums: Mapping[str, int]) -> Sums:
    return {
        account.removeprefix(_PAYABLE): amount
        for account, amount in sums.items()
        if account.startswith(_PAYABLE)
    }
