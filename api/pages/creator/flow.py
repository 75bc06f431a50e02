"""The way of the money to one line, as boxes and bands that somebody new to waterfalls can read.

The truth is `contracts.graph.way_of`: what it hides is never looked at here. What belongs together
is put together: revenue that enters at the same place is one box, a clause that was applied item by
item is one box, and the sum before a clause is part of it.

    revenue -> clause (takes 20%) -> clause (takes costs) -> share of the reader -> the reader
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from api.pages.creator.flow_words import Told
from contracts.disclosure import Sight
from contracts.figures import Language
from contracts.graph import Graph, Node
from contracts.trace import TraceRow

BoxKind = Literal["source", "taken", "result", "payee", "closed"]
BandKind = Literal["left", "read", "closed"]

_PARTS: Final = ("sum", "cost")
"""Nodes that are told within the clause they lead to."""


@dataclass(frozen=True, slots=True)
class Box:
    """One place that the money comes from, passes or reaches.

    Attributes:
        title: What it is. amount: its main figure, as text. notes: how it comes about.
        amount_minor: The figure.
    """

    id: str
    kind: BoxKind
    title: str
    amount: str
    notes: tuple[str, ...] = ()
    amount_minor: int = 0


@dataclass(frozen=True, slots=True)
class Band:
    """Money between two boxes.

    Attributes:
        kind: "left" for what a clause left over, "read" for what the next is computed from.
        text: The amount as text; empty where it stands in the box already.
    """

    source: str
    target: str
    kind: BandKind
    amount_minor: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """Boxes in the order of the computation, and the bands between them."""

    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]

    def sentences(self) -> list[str]:
        """Say the same as the picture, box by box."""
        return [
            " ".join(part for part in (f"{box.title}:", box.amount, *box.notes) if part)
            for box in self.boxes
        ]


def flow_to(
    graph: Graph,
    rows: Mapping[str, TraceRow],
    sight: Sight,
    lang: Language,
    names: Mapping[str, str],
) -> Flow:
    """Shape the way to one amount.

    Args:
        graph: Of `way_of`, as far as the reader may see it.
        rows: Of the trace; asked about nodes of the graph alone, and not where only an amount is
            disclosed.
        sight: What the reader may see.
        lang: Of the page.
        names: Party to the name that the reader knows.
    """
    known = {} if sight.level == "aggregate" else rows
    told = Told(lang, graph.currency, names)
    groups = _groups(graph)
    bands = tuple(_bands(graph, groups, known, told))
    leaving = {band.source for band in bands if band.kind == "left"}
    members: dict[str, list[Node]] = defaultdict(list)
    for node in graph.nodes:
        members[groups[node.id]].append(node)
    boxes = (_box(id, some, known, leaving, told) for id, some in members.items())
    return _leading_on(Flow(tuple(boxes), bands))


def _leading_on(flow: Flow) -> Flow:
    """Leave out what does not lead to the reader: a clause of hers that pays another line."""
    reached = {box.id for box in flow.boxes if box.kind == "payee"}
    if not reached:
        return flow
    for _ in flow.boxes:
        reached |= {band.source for band in flow.bands if band.target in reached}
    return Flow(
        tuple(box for box in flow.boxes if box.id in reached),
        tuple(band for band in flow.bands if band.target in reached),
    )


def _groups(graph: Graph) -> dict[str, str]:
    """Say which box each node belongs to."""
    nodes = {node.id: node for node in graph.nodes}
    targets: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges:
        targets[edge.source].append(edge.target)
    groups: dict[str, str] = {}
    for node in reversed(graph.nodes):
        into = [nodes[name] for name in targets[node.id]]
        if node.kind in _PARTS and into and into[0].ref == node.ref:
            groups[node.id] = groups.get(into[0].id, _own(into[0]))
        else:
            groups[node.id] = _own(node)
    for node in graph.nodes:
        if node.kind == "source":
            reached = sorted({groups[name] for name in targets[node.id]})
            groups[node.id] = "source/" + "+".join(reached)
    return groups


def _own(node: Node) -> str:
    return f"step/{node.ref}" if node.kind == "step" and node.ref else node.id


def _bands(
    graph: Graph, groups: Mapping[str, str], rows: Mapping[str, TraceRow], told: Told
) -> Iterator[Band]:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    kinds: dict[tuple[str, str], BandKind] = {}
    seen: set[tuple[str, str]] = set()
    for edge in graph.edges:
        key = groups[edge.source], groups[edge.target]
        # A remainder that several parts of one clause take from runs on once, not once for each.
        if key[0] == key[1] or (edge.source, key[1]) in seen:
            continue
        seen.add((edge.source, key[1]))
        sums[key] += edge.amount_minor
        kinds.setdefault(key, _kind(edge.source, edge.target, rows))
    for (source, target), amount in sums.items():
        kind = kinds[source, target]
        text = told.left(amount) if kind == "left" else ""
        yield Band(source, target, kind, amount, text)


def _kind(source: str, target: str, rows: Mapping[str, TraceRow]) -> BandKind:
    if source == "hidden":
        return "closed"
    row = rows.get(target)
    is_left = row is not None and source in row.flow and source not in row.parents
    return "left" if is_left and rows[source].kind != "item" else "read"


def _box(
    id: str,
    members: list[Node],
    rows: Mapping[str, TraceRow],
    leaving: set[str],
    told: Told,
) -> Box:
    first = members[0]
    if first.kind == "hidden":
        return Box(id, "closed", told.hidden, "")
    if first.kind == "source":
        return _source(id, members, told)
    if first.kind == "payee":
        return Box(id, "payee", told.name(first.ref), told.amount(first.amount_minor))
    own = [node for node in members if node.kind not in _PARTS] or members
    amount = sum(node.amount_minor for node in own)
    kind: BoxKind = "taken" if id in leaving else "result"
    shown = told.taken(amount) if kind == "taken" else told.result(amount)
    some = [rows[node.id] for node in own if node.id in rows]
    costs = sum(1 for node in members if node.kind == "cost")
    title = told.share(first) if first.kind == "share" else told.step(own[0])
    return Box(id, kind, title, shown, tuple(told.notes(some, costs)), amount)


def _source(id: str, members: Iterable[Node], told: Told) -> Box:
    sums: dict[str, int] = defaultdict(int)
    for node in members:
        sums[node.label_ja or node.ref] += node.amount_minor
    title = told.revenue(next(iter(sums)) if len(sums) == 1 else "")
    notes = told.channels(sums) if len(sums) > 1 else ()
    amount = sum(sums.values())
    return Box(id, "source", title, told.amount(amount), tuple(notes), amount)
