"""The money of one run while the steps work on it.

Rules kept here, in order:
1. Revenue starts as one cell per item, in the order of item ids, so input order is irrelevant.
2. A step that computes on a sum joins the cells it covers; a joined cell is never divided again
   (terms that would need it are refused when they are registered).
3. Every amount taken leaves a cell and enters a posting; after each step, all postings and all
   cells together are zero.
4. Nothing is forgotten: what cannot be paid is held, what is negative is carried.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile

from contracts.accounts import Account
from contracts.errors import ConservationBroken, TermsInvalid
from contracts.inputs import Inputs, Item
from contracts.item_rows import item_row, sum_gross
from contracts.money import check_amount
from contracts.payees import Payees
from contracts.position import Position
from contracts.step import Attributes, Basis, Footprint, Head, Modifier, Scope, covers
from contracts.trace import TraceRow
from contracts.units import UNITS, count_units, with_held_units

OPENING = Head(id="", kind="item", clause="", label_ja="", label_en="")
"""Stands where a step would stand, for rows made before the first step."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One leg of the run: an account, an amount, the trace row it comes from.

    Attributes:
        currency: Only where it is not the run's own.
    """

    account: str
    amount_minor: int
    row: str
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Allocation:
    """What one payee receives from one step in this run; may be negative."""

    payee: str
    step: str
    amount_minor: int
    row: str


@dataclass(slots=True)
class Cell:
    """A part of the flow that is treated as one amount.

    Attributes:
        attributes: What is known of the money in it.
        amount_minor: What is left of it.
        items: The revenue it was made of.
        rows: Trace rows its amount can be read from.
    """

    attributes: Attributes
    amount_minor: int
    items: tuple[Item, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Portion:
    """One computation of a step: its basis, and the cell the amount leaves.

    Attributes:
        row: Id of the trace row it will have.
        basis_minor: Amount to compute on.
        parents: Rows whose amount the basis is.
        flow: Rows whose remainder the basis is.
        cell: What the amount leaves.
    """

    row: str
    basis_minor: int
    parents: tuple[str, ...]
    flow: tuple[str, ...]
    cell: Cell


@dataclass(frozen=True, slots=True)
class Frame:
    """What the terms tell the flow before any step runs.

    Attributes:
        accounts: Recoupment accounts by id.
        feeders: Account to the steps that feed it, in order.
        whole: Steps that take from everything although they look at a part of the gross.
        modifiers: Step to those that change what it gave, in order.
        counts_units: Whether any step counts units.
    """

    accounts: Mapping[str, Account]
    feeders: Mapping[str, list[str]] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    modifiers: Mapping[str, list[Modifier]] = field(default_factory=dict)
    counts_units: bool = False


class Flow:
    """Cells, postings, trace and amounts to date of one run.

    Attributes:
        to_date: Amounts to date; starts as the given position.
        taken: Step to the amount it took in this run.
        left: Step to what it left of the money it looked at.
        row_of: Step or account to the trace row that states its amount.
        excess: Account to the change of its excess in this run.
        charged: Category to amount, for the identity.
        payees: Step to those it pays.
        recouped: Step to what its modifiers took back from its payees in this run.
        altered: Step to the rows that say so, advances aside.
        foreign: Postings in other currencies than the run's; those of each sum to zero.
        before: The position the run starts from.
        accounts: Recoupment accounts by id.
        feeders: Account to the steps that feed it.
        counts_units: Whether any step counts units.
    """

    def __init__(self, inputs: Inputs, position: Position, frame: Frame) -> None:
        self.inputs = inputs
        self.before = position
        self.accounts, self.feeders = frame.accounts, frame.feeders
        self.modifiers, self._whole = frame.modifiers, frame.whole
        self.counts_units = frame.counts_units
        self.to_date: dict[str, int] = dict(position.values)
        self.cells: list[Cell] = []
        self.rows: list[TraceRow] = []
        self.postings: list[Posting] = []
        self.foreign: list[Posting] = []
        self.allocations: list[Allocation] = []
        self.taken: dict[str, int] = {}
        self.left: dict[str, int] = {}
        self.row_of: dict[str, str] = {}
        self.excess: dict[str, int] = {}
        self.charged: dict[str, int] = {}
        self.payees: dict[str, Payees] = {}
        self.recouped: dict[str, int] = {}
        self.altered: dict[str, list[str]] = {}
        self._row_ids: set[str] = set()
        self._known = tuple(position.values)  # sorted by Position
        self._recalled: set[str] = set()
        self._open()

    def _open(self) -> None:
        """Turn revenue into cells; an item held before comes out of what is held."""
        incoming: dict[str, list[Item]] = {}
        for given in sorted(self.inputs.items, key=lambda item: item.id):
            item = with_held_units(self.to_date, given)
            held = self.to_date.pop(f"held:{item.id}", 0)
            if held not in (0, item.amount_minor):
                raise TermsInvalid(
                    "held-item-differs",
                    f"Item {item.id} was held with another amount.",
                    value=item.amount_minor,
                    expected=held,
                )
            source = "held:items" if held else self._source(item)
            row = self.record(item_row(item, self.inputs.currency, source))
            incoming.setdefault(source, []).append(item)
            self.cells.append(Cell(attributes_of(item), item.amount_minor, (item,), (row,)))
        for source, items in incoming.items():
            amount = sum(item.amount_minor for item in items)
            parents = [f"item/{item.id}" for item in items]
            self.post(source, -amount, self.sum_row(OPENING, f"from/{source}", amount, parents))

    def _source(self, item: Item) -> str:
        """Give the account an item comes from: sales, by way of a change of money where it must be.

        Both legs are on record: 100 dollars leave `sales` for `fx:USD`, 15,123 yen leave `fx:JPY`.
        """
        if item.fx is None:
            return "sales"
        row, currency = f"item/{item.id}", item.fx.currency
        for account, sign in (("sales", -1), (f"fx:{currency}", 1)):
            amount = check_amount(sign * item.fx.amount_minor, account)
            self.foreign.append(Posting(account, amount, row, currency))
        return f"fx:{self.inputs.currency}"

    def record(self, row: TraceRow) -> str:
        """Append a trace row and give its id."""
        if row.id in self._row_ids:
            raise ConservationBroken("row-twice", f"Trace row {row.id} was made twice.", row=row.id)
        self._row_ids.add(row.id)
        self.rows.append(row)
        return row.id

    def post(self, account: str, amount_minor: int, row: str) -> None:
        """Append a posting unless it moves nothing."""
        if amount_minor:
            self.postings.append(Posting(account, check_amount(amount_minor, account), row))

    def allocate(self, head: Head, payee: str, amount_minor: int, row: str) -> None:
        """Append an allocation and its posting unless it moves nothing."""
        if amount_minor:
            self.allocations.append(Allocation(payee, head.id, amount_minor, row))
            self.post(f"payable:{payee}", amount_minor, row)
            self.add(f"entitled:{payee}", amount_minor)

    def add(self, key: str, amount_minor: int) -> int:
        """Add to an amount to date and give the new amount."""
        self.to_date[key] = self.to_date.get(key, 0) + amount_minor
        return self.to_date[key]

    def recall(self, prefix: str) -> dict[str, int]:
        """Give the rest of the key and the amount for what is known to date under a beginning.

        Keys that this run made are looked for one by one only where it asks a second time: an
        agreement with many payees remembers many amounts, and each step asks for its own.
        """
        if prefix in self._recalled:
            keys = [key for key in self.to_date if key.startswith(prefix)]
        else:
            start = bisect_left(self._known, prefix)
            keys = list(
                takewhile(lambda key: key.startswith(prefix), islice(self._known, start, None))
            )
        self._recalled.add(prefix)
        found = ((key[len(prefix) :], self.to_date.get(key, 0)) for key in keys)
        return {rest: amount for rest, amount in found if amount}

    def charge(self, category: str, amount_minor: int) -> None:
        """Count an amount under its name in the identity of the period."""
        self.charged[category] = self.charged.get(category, 0) + amount_minor

    def portions(self, head: Head, needs: Footprint) -> list[Portion]:
        """Give the computations of a step, joining cells as its scope says."""
        where: Attributes = {} if head.id in self._whole else needs.where
        groups = self._groups(where, needs.scope)
        kept = [cell for cell in self.cells if not covers(where, cell.attributes)]
        portions = [
            self._portion(head, needs, key, self._join(head, key, needs.scope, where, cells))
            for key, cells in groups.items()
        ]
        if needs.takes:
            self.cells = kept + [portion.cell for portion in portions]
        return portions

    def take(self, portion: Portion, amount_minor: int, row: TraceRow) -> str:
        """Take an amount out of the cell of a portion and record the row that says so."""
        portion.cell.amount_minor -= amount_minor
        left = portion.cell.amount_minor
        flow = tuple(dict.fromkeys((*row.flow, *portion.cell.rows)))
        row_id = self.record(replace(row, left_minor=left, flow=flow))
        portion.cell.rows = (row_id,)
        return row_id

    def close_step(self, head: Head, portions: list[Portion], amount_minor: int, row: str) -> None:
        """Remember what a step took and left, for the steps that read it."""
        self.taken[head.id] = amount_minor
        self.left[head.id] = sum(portion.cell.amount_minor for portion in portions)
        self.row_of[head.id] = row

    def check(self, step: str) -> None:
        """Refuse to go on when money appeared or vanished.

        Raises:
            ConservationBroken: In is not out plus held plus carried plus what is still flowing.
        """
        moved = sum(posting.amount_minor for posting in self.postings)
        flowing = sum(cell.amount_minor for cell in self.cells)
        if moved + flowing:
            raise ConservationBroken(
                "conservation-broken",
                f"After {step}, {moved + flowing} minor units are unaccounted for.",
                step=step,
                value=moved + flowing,
                expected=0,
            )

    def sum_row(self, head: Head, row_id: str, amount_minor: int, rows: Iterable[str]) -> str:
        """Record a row that only adds other rows up.

        What it adds follows from its id: `.../flow` and `retained` add remainders, others amounts.
        """
        of_left = row_id.endswith("/flow") or row_id == "retained"
        return self.record(
            TraceRow(
                id=row_id,
                step=head.id,
                kind="sum",
                clause=head.clause,
                label_ja=head.label_ja,
                label_en=head.label_en,
                currency=self.inputs.currency,
                basis="remainder" if of_left else "",
                basis_minor=amount_minor,
                exact=(amount_minor, 1),
                rounded_minor=amount_minor,
                amount_minor=amount_minor,
                left_minor=amount_minor if of_left else None,
                rule="sum-gross" if row_id.endswith("/gross") else "sum",
                parents=() if of_left else tuple(rows),
                flow=tuple(rows) if of_left else (),
            )
        )

    def _groups(self, where: Attributes, scope: Scope) -> dict[str, list[Cell]]:
        groups: dict[str, list[Cell]] = {"": []} if scope == "total" else {}
        for cell in self.cells:
            if covers(where, cell.attributes):
                groups.setdefault(_group_key(cell, scope), []).append(cell)
        return groups

    def _join(
        self, head: Head, key: str, scope: Scope, where: Attributes, cells: list[Cell]
    ) -> Cell:
        if len(cells) == 1 and scope == "item":
            return cells[0]
        attributes = dict(where)
        if scope == "channel_month":
            attributes |= {name: cells[0].attributes[name] for name in ("channel", "month")}
        amount = sum(cell.amount_minor for cell in cells)
        rows = tuple(dict.fromkeys(row for cell in cells for row in cell.rows))
        if len(rows) > 1:
            rows = (self.sum_row(head, _row_id(head, key) + "/flow", amount, rows),)
        return Cell(attributes, amount, tuple(item for cell in cells for item in cell.items), rows)

    def _portion(self, head: Head, needs: Footprint, key: str, cell: Cell) -> Portion:
        row = _row_id(head, key)
        if needs.basis.kind in ("received", "remainder"):
            return Portion(row, cell.amount_minor, (), cell.rows, cell)
        if needs.basis.kind in ("gross", "units"):
            items = covered_items(cell, needs.where)
            counted = count_units if needs.basis == UNITS else sum_gross
            return Portion(row, *counted(self, head, row, items), (), cell)
        amount, read = self._read(needs.basis), (self.row_of[needs.basis.ref],)
        if needs.basis.kind == "after":
            return Portion(row, amount, (), read, cell)
        return Portion(row, amount, read, (), cell)

    def _read(self, basis: Basis) -> int:
        """Read the amount of an earlier step or account; registration proved that it is there."""
        book = {"after": self.left, "amount": self.taken, "excess": self.excess}[basis.kind]
        return book[basis.ref]


def attributes_of(item: Item) -> Attributes:
    """Give what is known of one item, in the shape filters use."""
    return {
        "channel": frozenset((item.channel,)),
        "territory": frozenset((item.territory,)),
        "work": frozenset((item.work,)),
        "month": frozenset((item.month,)),
        "reported": frozenset((item.reported,)),
    }


def covered_items(cell: Cell, where: Attributes) -> list[Item]:
    """Give the items of a cell that pass a filter, in the order of their ids."""
    covered = (item for item in cell.items if covers(where, attributes_of(item)))
    return sorted(covered, key=lambda item: item.id)


def _group_key(cell: Cell, scope: Scope) -> str:
    if scope == "total":
        return ""
    if scope == "item":
        return f"item/{cell.items[0].id}"
    values = [next(iter(cell.attributes[name])) for name in ("channel", "month")]
    return "/".join(("by", *(value or "-" for value in values)))


def _row_id(head: Head, key: str) -> str:
    return f"{head.id}/{key}" if key else head.id
