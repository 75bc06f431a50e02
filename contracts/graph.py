"""The money of one run as a graph, and the way of it that leads to one amount.

Two graphs, both read from the trace, nothing computed twice:

- `flow_of`: all the money of a run. Revenue flows through what is left after each step; every
  step passes what it takes on to payees, costs, held accounts, and what is carried or retained.
  At every inner node (what is left, a step) the money edges in and out are equal.
- `way_of`: the rows that one amount was made from, as far as a reader may see them.

An edge of kind "money" says how much moved in this run; a negative amount moved the other way.
An edge of kind "basis" says what a step looked at without moving it, such as a royalty that reads
gross revenue.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from contracts.disclosure import EVERYTHING, Sight
from contracts.errors import TermsInvalid
from contracts.explain import ancestors
from contracts.flow import Posting
from contracts.trace import TraceRow

NodeKind = Literal[
    "source", "left", "step", "sum", "share", "payee", "cost", "held", "carried", "retained",
    "hidden",
]  # fmt: skip
EdgeKind = Literal["money", "basis"]

INNER: Final = ("left", "step")
"""Kinds of nodes of `flow_of` through which money only passes."""

MOST_SOURCES: Final = 12
"""Revenue items that are drawn one by one; more are drawn as one node per channel."""

_ROW_KINDS: Final = ("sum", "share", "held", "cost")
_SOURCE: Final = "from/"
_COUNTING: Final = ("units", "tier", "credit")
_ACCOUNTS: Final[Mapping[str, NodeKind]] = {
    "payable": "payee",
    "cost": "cost",
    "held": "held",
    "carried": "carried",
    "retained": "retained",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A place the money comes from, passes, or reaches.

    Attributes:
        id: Unique in the graph.
        kind: What it is.
        ref: The step, payee, account, item, or channel it is about.
        clause: Clause of the paper contract, for a step.
        label_ja: Its name in Japanese, where the terms give one.
        label_en: Its name in English.
        month: Month of the sale, for revenue.
        amount_minor: What came from it, passed it or reached it.
    """

    id: str
    kind: NodeKind
    ref: str
    amount_minor: int
    clause: str = ""
    label_ja: str = ""
    label_en: str = ""
    month: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """An amount from one node to another."""

    source: str
    target: str
    kind: EdgeKind
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges, in the order of the computation."""

    currency: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the graph as JSON values; empty fields are left out."""
        return {
            "currency": self.currency,
            "nodes": [_plain(node) for node in self.nodes],
            "edges": [_plain(edge) for edge in self.edges],
        }


def flow_of(trace: Sequence[TraceRow], postings: Iterable[Posting]) -> Graph:
    """Draw all the money of a run.

    Args:
        trace: Rows of the run, in order: `outcome.trace`.
        postings: `outcome.postings`: where the money went, and by which row.

    Example:
        Of 1,000 a fee of 10% and a split: source -> left 1,000; left -> fee 100 -> payee;
        left -> left 900 -> split 900 -> holders.
    """
    book = _Drawing(_currency(trace))
    rows = {row.id: row for row in trace}
    total = sum(row.amount_minor for row in trace if row.kind == "item")
    at = book.node(Node("left", "left", "", total))
    names = _sources(book, [row for row in trace if row.kind == "item"])
    for name, amount in _summed(names, trace).items():
        book.edge(name, at, "money", amount)
    moved: dict[str, list[Posting]] = {row.step: [] for row in trace if row.step}
    for posting in postings:
        if not (posting.currency or posting.row.startswith(_SOURCE)):  # how it came is drawn above
            moved.setdefault(rows[posting.row].step, []).append(posting)
    reads: dict[str, str] = {}
    for step, some in moved.items():
        reads[step] = at
        at = _pass_step(book, step, some, at) if step else _retain(book, some, at)
        reads[f"after:{step}"] = at
    for row in trace:
        if f"step/{row.step}" in book.nodes:
            _draw_basis(book, row, rows, (names, reads))
    return book.graph()


def way_of(trace: Sequence[TraceRow], row_id: str, sight: Sight = EVERYTHING) -> Graph:
    """Draw the rows that one amount was made from.

    Args:
        trace: Rows of the run.
        row_id: The row that states the amount; `allocation.row` for what somebody receives.
        sight: What the reader may see; all that he may not is one node.

    Raises:
        TermsInvalid: The trace has no such row.
    """
    rows = {row.id: row for row in trace}
    if row_id not in rows:
        raise TermsInvalid("row-unknown", f"The trace has no row {row_id}.", value=row_id)
    asked = rows[row_id]
    book = _Drawing(asked.currency)
    needed, left = ancestors(rows, row_id)
    told = [row for row in trace if row.id in needed and _is_told(row, asked, sight)]
    if sight.level != "aggregate":
        _draw_way(book, rows, told, left)
    else:
        book.node(Node("hidden", "hidden", "", 0))
        book.node(_row_node(asked, hides=True))
        book.edge("hidden", asked.id, "money", asked.amount_minor)
    if asked.payee:
        payee = f"payable:{asked.payee}"
        book.node(Node(payee, "payee", asked.payee, asked.amount_minor))
        book.edge(asked.id, payee, "money", asked.amount_minor)
    return book.graph()


@dataclass
class _Drawing:
    """A graph under construction; nodes and edges are kept once each, zeros are left out."""

    currency: str
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str, EdgeKind], int] = field(default_factory=dict)

    def node(self, node: Node) -> str:
        self.nodes.setdefault(node.id, node)
        return node.id

    def edge(self, source: str, target: str, kind: EdgeKind, amount_minor: int) -> None:
        key = (source, target, kind)
        self.edges[key] = self.edges.get(key, 0) + amount_minor

    def graph(self) -> Graph:
        edges = tuple(Edge(*key, amount) for key, amount in self.edges.items() if amount)
        used = {name for edge in edges for name in (edge.source, edge.target)}
        nodes = tuple(node for node in self.nodes.values() if node.id in used)
        return Graph(self.currency, nodes, edges)


def _currency(trace: Sequence[TraceRow]) -> str:
    return trace[0].currency if trace else ""


def _sources(book: _Drawing, items: Sequence[TraceRow]) -> dict[str, str]:
    """Draw the revenue, item by item or channel by channel; give each item's node."""
    if len(items) <= MOST_SOURCES:
        return {row.id: book.node(_item_node(row)) for row in items}
    sums: dict[str, int] = {}
    for row in items:
        sums[row.channel] = sums.get(row.channel, 0) + row.amount_minor
    for channel, amount in sums.items():
        book.node(Node(f"channel/{channel}", "source", channel, amount))
    return {row.id: f"channel/{row.channel}" for row in items}


def _summed(names: Mapping[str, str], trace: Sequence[TraceRow]) -> dict[str, int]:
    sums = dict.fromkeys(names.values(), 0)
    for row in trace:
        if row.id in names:
            sums[names[row.id]] += row.amount_minor
    return sums


def _pass_step(book: _Drawing, step: str, postings: Sequence[Posting], at: str) -> str:
    """Let the money pass a step; give the node of what is left after it."""
    taken = sum(posting.amount_minor for posting in postings)
    name = f"step/{step}"
    book.nodes[name] = Node(name, "step", step, taken)
    book.edge(at, name, "money", taken)
    for posting in postings:
        book.edge(name, _account(book, posting), "money", posting.amount_minor)
    if not taken:
        return at
    rest = book.nodes[at].amount_minor - taken
    left = book.node(Node(f"left/{step}", "left", step, rest))
    book.edge(at, left, "money", rest)
    return left


def _retain(book: _Drawing, postings: Sequence[Posting], at: str) -> str:
    for posting in postings:
        book.edge(at, _account(book, posting), "money", posting.amount_minor)
    return at


def _account(book: _Drawing, posting: Posting) -> str:
    """Draw where a posting goes; what one account receives is added up."""
    kind, _, ref = posting.account.partition(":")
    before = book.nodes.get(posting.account)
    amount = posting.amount_minor + (before.amount_minor if before else 0)
    book.nodes[posting.account] = Node(posting.account, _ACCOUNTS[kind], ref, amount)
    return posting.account


def _draw_basis(
    book: _Drawing,
    row: TraceRow,
    rows: Mapping[str, TraceRow],
    places: tuple[Mapping[str, str], Mapping[str, str]],
) -> None:
    """Draw what a row looked at, and give its step a name."""
    names, reads = places
    name = f"step/{row.step}"
    _name_step(book, name, row)
    for parent in row.parents:
        source = names.get(parent) or f"step/{rows[parent].step}"
        if source != name:
            book.edge(source, name, "basis", rows[parent].amount_minor)
    if row.reads_left and row.kind not in ("sum", "held"):
        seen = row.basis_minor if row.added_minor is None else row.added_minor
        source = reads.get(row.basis, reads[row.step])
        if book.edges.get((source, name, "money")) != seen:
            book.edge(source, name, "basis", seen)


def _name_step(book: _Drawing, name: str, row: TraceRow) -> None:
    """Give a step, and what is left after it, the clause and the names of the contract."""
    book.nodes[name] = _named(book.nodes[name], row, row.clause)
    left = f"left/{row.step}"
    if left in book.nodes:
        book.nodes[left] = _named(book.nodes[left], row, "")


def _named(node: Node, row: TraceRow, clause: str) -> Node:
    return replace(node, clause=clause, label_ja=row.label_ja, label_en=row.label_en)


def _is_told(row: TraceRow, asked: TraceRow, sight: Sight) -> bool:
    if sight.level == "full":
        return True
    return row.id == asked.id or (sight.level == "rate" and row.step in sight.own)


def _draw_way(
    book: _Drawing, rows: Mapping[str, TraceRow], told: Sequence[TraceRow], left: set[str]
) -> None:
    """Draw rows with what each was made from; what is not told is one node."""
    shown = {row.id for row in told}
    names = _sources(book, [row for row in told if row.kind == "item"])
    for row in told:
        if row.id in names or row.kind in _COUNTING:
            continue  # units, tiers and points are no money; the sentences tell them
        book.node(_row_node(row))
        made_of = (rows[parent] for parent in row.parents)
        read = [(one.id, one.amount_minor) for one in made_of if one.kind not in _COUNTING]
        if row.reads_left or row.id in left:
            read += [(source, _left(rows[source])) for source in row.flow]
        for source, amount in read:
            if source in shown:
                kind: EdgeKind = "money" if row.kind == "share" else "basis"
                carried = row.amount_minor if kind == "money" else amount
                book.edge(names.get(source, source), row.id, kind, carried)
        if read and not any(source in shown for source, _ in read):
            book.node(Node("hidden", "hidden", "", 0))
            seen = row.basis_minor if row.added_minor is None else row.added_minor
            book.edge("hidden", row.id, "basis", seen)


def _left(row: TraceRow) -> int:
    return row.amount_minor if row.left_minor is None else row.left_minor


def _item_node(row: TraceRow) -> Node:
    return Node(
        row.id, "source", row.id.removeprefix("item/"), row.amount_minor,
        label_ja=row.channel, label_en=row.channel, month=row.month,
    )  # fmt: skip


def _row_node(row: TraceRow, *, hides: bool = False) -> Node:
    kind: NodeKind = row.kind if row.kind in _ROW_KINDS else "step"  # type: ignore[assignment]
    return Node(
        row.id, "step" if hides else kind, row.step, row.amount_minor,
        row.clause, row.label_ja, row.label_en,
    )  # fmt: skip


def _plain(value: Node | Edge) -> dict[str, Any]:
    pairs = ((name, getattr(value, name)) for name in value.__slots__)
    return {name: found for name, found in pairs if found != ""}
