"""Period closes, computed again from the facts: both roots must come out.

A close states the log of some size at or before its own entry, because others may write while it is
computed. So the book can go back: it remembers what each of the latest entries replaced.
"""

from calendar import monthrange
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Final

from ledger.audit.family import Entry, Family, Setting, Tally
from ledger.audit.identifiers import public_identifier
from ledger.audit.rates import currency_of
from ledger.audit.records import Record, plain
from ledger.audit.waiting import ASSUMED, RECORDED, WaitingBook
from ledger.committees.versions import FORMED, VERSIONS
from ledger.log import state_leaves
from ledger.log.state_tree import IdentifierTree, PrivateTree, TreeState
from ledger.statements.waiting import Changed, total_of

STATE_CLOSED: Final = "state.closed/1"
SINCE_EVER: Final = "0001-01-01"
MOST_BEHIND: Final = 100_000
"""How many entries a close may lie behind: what was replaced longer ago is forgotten."""

Key = tuple[str, ...]
Version = tuple[str, str, list[dict[str, Any]]]
"""A committee's first day, status and members, in one version of its contract."""
_ABSENT: Final = object()


class StateBook:
    """What a close is made of, as the facts seen so far say, and for the latest sizes before."""

    def __init__(self) -> None:
        self._now: dict[Key, Any] = {}
        self._replaced: deque[tuple[int, Key, Any]] = deque()
        self.waiting = WaitingBook()

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry, in the order of the log."""
        take = _TAKERS.get(entry.event_type)
        if take is not None:
            take(self, entry)
        while self._replaced and self._replaced[0][0] < entry.index - MOST_BEHIND:
            self._replaced.popleft()

    def get(self, *key: str, default: Any = None) -> Any:
        """Return what stands under a key now."""
        return self._now.get(key, default)

    def put(self, index: int, *key: str, value: Any) -> None:
        """Replace what stands under a key."""
        self._replaced.append((index, key, self._now.get(key, _ABSENT)))
        self._now[key] = value

    def _at(self, size: int) -> dict[Key, Any]:
        """Return everything as it stood when the log had this size."""
        found = dict(self._now)
        for index, key, before in reversed(self._replaced):
            if index < size:
                break
            if before is _ABSENT:
                found.pop(key, None)
            else:
                found[key] = before
        return found

    def private_leaves(self, size: int, month: str) -> Iterator[bytes]:
        """Yield balances, positions, carried amounts and the holdings of a month's last day."""
        day = last_day(month)
        for (kind, *names), value in self._at(size).items():
            if kind == "balance":
                yield state_leaves.balance(names[0], names[1], names[2], value)
            elif kind == "position":
                yield from state_leaves.positions(names[0], value)
            elif kind == "carried":
                last, waiting = value
                if last or waiting:  # who assumed it and stated nothing names where it came from
                    statement = last or waiting[-1].part.statement
                    yield state_leaves.carried(
                        names[0], names[1], names[2], total_of(waiting), statement
                    )
            elif kind == "committee":
                yield from _holdings(names[0], value, day)

    def identifiers(self, size: int) -> Iterator[str]:
        """Yield public identifiers and the ids of what is public."""
        for (kind, *names), _ in self._at(size).items():
            if kind in ("work", "committee", "party"):
                yield f"{kind}:{names[0]}"
            elif kind == "identifier":
                yield names[0]


def last_day(month: str) -> str:
    """Return the last day of a month.

    Example:
        >>> last_day("2028-02")
        '2028-02-29'
    """
    year, number = map(int, month.split("-"))
    return f"{month}-{monthrange(year, number)[1]:02}"


def _holdings(committee: str, versions: tuple[Version, ...], day: str) -> Iterator[bytes]:
    begun = ((version[0], number) for number, version in enumerate(versions))
    number = state_leaves.latest_begun(begun, day)
    if number is not None:
        _, status, members = versions[number]
        yield from state_leaves.holdings(committee, status, members)


def _payout(book: StateBook, entry: Entry) -> None:
    fact = entry.fact
    book.waiting.see(entry)
    for posting in fact.postings:
        currency = currency_of(posting) or fact.currency
        key = ("balance", fact.agreement, posting.account, currency)
        book.put(entry.index, *key, value=book.get(*key, default=0) + posting.amount_minor)
    book.put(entry.index, "position", fact.agreement, value=fact.position)


def _statement(book: StateBook, entry: Entry) -> None:
    fact = entry.fact
    changed = book.waiting.take_statement(entry.index, fact)
    _waiting(book, entry.index, changed)
    key = ("carried", fact.payer, fact.payee, fact.currency)
    book.put(entry.index, *key, value=(fact.id, book.get(*key)[1]))


def _recorded(book: StateBook, entry: Entry) -> None:
    book.waiting.see(entry)


def _assumed(book: StateBook, entry: Entry) -> None:
    _waiting(book, entry.index, book.waiting.take_assumption(entry.fact))


def _waiting(book: StateBook, index: int, changed: Changed) -> None:
    """Keep what waits in accounts, each with the last statement of its payer, if there is one."""
    for account, waiting in changed.items():
        last, _ = book.get("carried", *account, default=(None, ()))
        book.put(index, "carried", *account, value=(last, waiting))


def _committee(book: StateBook, entry: Entry) -> None:
    fact = entry.fact
    is_first = entry.event_type == FORMED
    since = fact.formed_on if is_first else fact.effective_from
    text = since.isoformat() if since else SINCE_EVER
    version = text, fact.status, plain(fact.members)
    before = book.get("committee", fact.id, default=())
    book.put(entry.index, "committee", fact.id, value=(*before, version))


def _work(book: StateBook, entry: Entry) -> None:
    fact = entry.fact
    book.put(entry.index, "work", fact.id, value=fact.holder)
    _identifiers(book, entry.index, fact.data, fact.holder)


def _amendment(book: StateBook, entry: Entry) -> None:
    if entry.fact.data is not None:
        holder = book.get("work", entry.fact.work)
        _identifiers(book, entry.index, entry.fact.data, holder)


def _identifiers(book: StateBook, index: int, data: Record, holder: str | None) -> None:
    for item in data.identifiers:
        identifier = public_identifier(item.scheme, item.value, holder)
        book.put(index, "identifier", identifier, value=True)


def _company(book: StateBook, entry: Entry) -> None:
    book.put(entry.index, "party", entry.fact.id, value=True)


_PRIVATE: Final[dict[str, Callable[[StateBook, Entry], None]]] = {
    "royalty.opened/1": _payout,
    "royalty.payout_closed/1": _payout,
    "royalty.revised/1": _payout,
    ASSUMED: _assumed,
    "statement.issued/1": _statement,
    **dict.fromkeys(VERSIONS, _committee),
}
_PUBLIC: Final[dict[str, Callable[[StateBook, Entry], None]]] = {
    "work.registered/1": _work,
    "work.amended/1": _amendment,
    "party.company_registered/1": _company,
}
# Who owes an agreement in the first place; nothing waits for its sake before somebody assumes it.
_SILENT: Final[dict[str, Callable[[StateBook, Entry], None]]] = {RECORDED: _recorded}
_TAKERS: Final = {**_PRIVATE, **_PUBLIC, **_SILENT}
RELEVANT: Final = frozenset(_TAKERS)
"""Types of the facts that a state is made of."""


class State(Family):
    """Computes the two roots of every period close again."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._tally = Tally(self.findings, "state")
        self._book = StateBook()
        self._blind_to_balances = False
        self._blind_to_identifiers = False

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry."""
        if entry.event_type == STATE_CLOSED:
            self._check(entry.index, entry.fact)
        else:
            self._book.see(entry)

    def missing(self, index: int, event_type: str) -> None:
        """Take note of an entry without which a root cannot come out."""
        del index
        if event_type == STATE_CLOSED:
            self._tally.unavailable += 1
        self._blind_to_balances |= event_type in _PRIVATE
        # A committee's id is public, too, and its facts come in one piece or not at all.
        self._blind_to_identifiers |= event_type in _PUBLIC or event_type in VERSIONS

    def _check(self, index: int, fact: Record) -> None:
        earliest = max(0, index - MOST_BEHIND)
        if not earliest <= fact.size <= index:
            self._tally.compare(index, [("state-size", f"{earliest} to {index}", fact.size)])
            return
        tree = IdentifierTree(self._book.identifiers(fact.size)).state
        self._tally.compare(
            index,
            [("state-identifiers-root", _said(tree), _stated(fact.identifiers))],
            blind=self._blind_to_identifiers,
        )
        leaves = self._book.private_leaves(fact.size, fact.month)
        balances = PrivateTree(bytes.fromhex(fact.key), leaves).state
        self._tally.compare(
            index,
            [("state-balances-root", _said(balances), _stated(fact.balances))],
            blind=self._blind_to_balances,
        )

    def finish(self) -> None:
        """Close the check."""
        self._tally.close()


def _said(tree: TreeState) -> str:
    return f"{tree.count} leaves, root {tree.root.hex()}"


def _stated(tree: Record) -> str:
    return f"{tree.count} leaves, root {tree.root}"
