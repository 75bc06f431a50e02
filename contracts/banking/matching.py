"""What a deposit pays (入金消込): proposals for a person to confirm, the sure ones first.

    propose(deposits, open_items, fees=(440, 660)) -> list[Proposal], one for each deposit, in order

Rules kept here:
1. A deposit pays items of whoever its name says, or items whose reference it carries. Nothing is
   matched by its amount alone: two licensees may owe the same.
2. Whole before parts: one item exactly; all items of the debtor; the oldest in a row; else the only
   choice of items that adds up. Two choices that add up are no choice: a person decides.
3. Short by just the fee of a transfer: the item is paid, and the fee is told apart.
4. Otherwise the oldest items are paid first; what is left over stays `rest_minor`, in nobody's
   name but the sender's, until somebody says what it is for.
5. What one deposit pays is not open for the next. Parts and rest are the deposit, to the yen; with
   a fee they are the deposit and the fee.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final, Literal

Kind = Literal["exact", "several", "fee", "partial", "excess", "ambiguous", "unknown"]

_WORD: Final = re.compile(r"\w+")
_MOST_CHOSEN: Final = 6
_MOST_SEARCHED: Final = 18
"""Choices of up to six among eighteen items are looked at: 31,179 at most."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something that is to be paid to us.

    Attributes:
        id: Invoice or report.
        debtor: Who owes it.
        names: Names under which the debtor pays, in the letters of banks.
        open_minor: What is still to be paid.
        due_on: Day it is due; earlier is older.
        references: What the debtor may write beside the money, in the letters of banks.
    """

    id: str
    debtor: str
    names: frozenset[str]
    open_minor: int
    due_on: date
    references: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Arrival:
    """Money that arrived.

    Attributes:
        id: Of the line on the account.
        name: Of the sender, in the letters of banks. reference: what came with it.
    """

    id: str
    amount_minor: int
    name: str
    reference: str = ""

    def carries(self, reference: str) -> bool:
        """Tell whether a reference came with it, as a whole: INV-1 is not in INV-10."""
        return bool(re.search(rf"(?<!\w){re.escape(reference)}(?!\w)", self.reference))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a deposit pays, as far as it can be told.

    Attributes:
        arrival: Id of the deposit.
        kind: How sure it is: `exact` and `several` add up; the others need a person.
        parts: Items with what each gets.
        fee_minor: Borne by us or the debtor, as the contract says; part of what the item gets.
        rest_minor: What belongs to no item.
    """

    arrival: str
    kind: Kind
    parts: tuple[tuple[str, int], ...] = ()
    fee_minor: int = 0
    rest_minor: int = 0


def propose(
    arrivals: Iterable[Arrival], items: Iterable[OpenItem], fees: Sequence[int] = ()
) -> list[Proposal]:
    """Propose what deposits pay.

    Args:
        arrivals: In the order of the account; each positive.
        items: Everything open.
        fees: What a transfer may have cost its sender.

    Example:
        By hand: P owes 100,000 (due in April) and 50,000 (May). 150,000 from P pays both. 49,560
        with a fee of 440 pays the one of May. 120,000 pays April's and 20,000 of May's.
    """
    index = _Index(items)
    left = index.left
    found = []
    for arrival in arrivals:
        candidates = index.candidates(arrival)
        proposal = _choose(arrival, candidates, sorted(fees))
        for item, amount in proposal.parts:
            left[item] -= amount
            if not left[item]:
                del left[item]
        found.append(proposal)
    return found


class _Index:
    """Open items by name, and by the rarest word of each reference: no arrival looks at all.

    Args:
        items: Everything open.
    """

    def __init__(self, items: Iterable[OpenItem]) -> None:
        self._items = {item.id: item for item in items if item.open_minor > 0}
        self.left = {id: item.open_minor for id, item in self._items.items()}
        self._named: dict[str, list[str]] = defaultdict(list)
        self._referred: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for item in self._items.values():
            for name in item.names:
                self._named[name].append(item.id)
        self._refer()

    def _refer(self) -> None:
        """Put each reference under the word that the fewest references have."""
        pairs = [
            (reference, item.id) for item in self._items.values() for reference in item.references
        ]
        words = {reference: _WORD.findall(reference) for reference, _ in pairs}
        common = Counter(word for found in words.values() for word in set(found))
        for reference, id in pairs:
            if words[reference]:
                rarest = min(words[reference], key=lambda word: common[word])
                self._referred[rarest].append((reference, id))

    def candidates(self, arrival: Arrival) -> list[tuple[str, int]]:
        """Give what the sender may pay, oldest first: what is referred to, else all of his."""
        ids = self._carried(arrival) or self._open(self._named.get(arrival.name, ()))
        items = [self._items[id] for id in ids]
        if len({item.debtor for item in items}) > 1:
            return []
        ordered = sorted(items, key=lambda item: (item.due_on, item.id))
        return [(item.id, self.left[item.id]) for item in ordered]

    def _carried(self, arrival: Arrival) -> list[str]:
        words = dict.fromkeys(_WORD.findall(arrival.reference))
        referred = [pair for word in words for pair in self._referred.get(word, ())]
        return self._open(id for reference, id in referred if arrival.carries(reference))

    def _open(self, ids: Iterable[str]) -> list[str]:
        return [id for id in dict.fromkeys(ids) if id in self.left]


def _choose(arrival: Arrival, candidates: list[tuple[str, int]], fees: Sequence[int]) -> Proposal:
    if not candidates:
        return Proposal(arrival.id, "unknown", rest_minor=arrival.amount_minor)
    return (
        _whole(arrival, candidates)
        or _with_fee(arrival, candidates, fees)
        or _in_order(arrival, candidates)
    )


def _whole(arrival: Arrival, candidates: list[tuple[str, int]]) -> Proposal | None:
    """Give the items that add up to the deposit, if there is one best choice of them."""
    amount = arrival.amount_minor
    single = [item for item in candidates if item[1] == amount]
    if single:
        kind: Kind = "exact" if len(single) == 1 else "ambiguous"
        return Proposal(arrival.id, kind, *_taken(kind, single[:1], amount))
    row = _oldest_row(candidates, amount)
    choices = [row] if row else _adding_up(candidates, amount)
    if not choices:
        return None
    kind = "several" if len(choices) == 1 else "ambiguous"
    return Proposal(arrival.id, kind, *_taken(kind, choices[0], amount))


def _taken(
    kind: Kind, chosen: Sequence[tuple[str, int]], amount: int
) -> tuple[tuple[tuple[str, int], ...], int, int]:
    """Give parts, fee and rest: of several equal choices none is taken."""
    return ((), 0, amount) if kind == "ambiguous" else (tuple(chosen), 0, 0)


def _oldest_row(candidates: list[tuple[str, int]], amount: int) -> list[tuple[str, int]]:
    row: list[tuple[str, int]] = []
    for item in candidates:
        row.append(item)
        total = sum(part for _, part in row)
        if total >= amount:
            return row if total == amount else []
    return []


def _adding_up(candidates: list[tuple[str, int]], amount: int) -> list[list[tuple[str, int]]]:
    """Give up to two choices of items that add up: two are enough to know that it is not sure."""
    found: list[list[tuple[str, int]]] = []
    few = [item for item in candidates if item[1] < amount][:_MOST_SEARCHED]
    for count in range(2, min(_MOST_CHOSEN, len(few)) + 1):
        for choice in combinations(few, count):
            if sum(part for _, part in choice) == amount:
                found.append(list(choice))
                if len(found) > 1:
                    return found
    return found


def _with_fee(
    arrival: Arrival, candidates: list[tuple[str, int]], fees: Sequence[int]
) -> Proposal | None:
    """Give the one item, or all of them, from which just the fee of a transfer is missing."""
    everything = sum(part for _, part in candidates)
    for fee in fees:
        wanted = arrival.amount_minor + fee
        single = [item for item in candidates if item[1] == wanted]
        if len(single) == 1:
            return Proposal(arrival.id, "fee", tuple(single), fee_minor=fee)
        if everything == wanted:
            return Proposal(arrival.id, "fee", tuple(candidates), fee_minor=fee)
    return None


def _in_order(arrival: Arrival, candidates: list[tuple[str, int]]) -> Proposal:
    rest, parts = arrival.amount_minor, []
    for item, open_minor in candidates:
        part = min(rest, open_minor)
        if part:
            parts.append((item, part))
            rest -= part
    return Proposal(arrival.id, "excess" if rest else "partial", tuple(parts), rest_minor=rest)
