"""Graphs of money as text (Mermaid) and as a picture (SVG), in Japanese or in English.

The picture is plain SVG 1.1 without scripts, fonts or links: boxes in columns from left to right,
solid lines for money, dashed lines for what a step only looks at.

Source:
    Mermaid flowchart syntax; W3C SVG 1.1. Columns by longest path (Sugiyama layering, 1981).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape as escape_markup
from typing import Final

from contracts.figures import Language, clause, money
from contracts.graph import Edge, Graph, Node
from contracts.wording import CHANNELS

_WIDTH, _HEIGHT, _GAP_X, _GAP_Y, _MARGIN = 220, 46, 140, 18, 20
_CUT: Final = 16
_NO_SIGNS: Final = dict.fromkeys((*range(32), *range(127, 160), 0xFFFE, 0xFFFF), "\ufffd")
"""Controls: XML forbids them, and a line of Mermaid ends at some; a reader sees that one stood."""
_SIGN_WIDTHS: Final = {"ja": 1, "en": 2}

_WORDS: Final[dict[Language, dict[str, str]]] = {
    "ja": {
        "source": "売上{channel}{month}", "left": "{label}の後の残額", "all": "総収入",
        "cost": "費用", "held": "保留", "carried": "翌期繰越", "retained": "支払元に残る額",
        "hidden": "監査人が検証済み・非開示", "sum": "{label}の対象額", "share": "{label}の取り分",
        "basis": "基礎",
    },
    "en": {
        "source": "Revenue{channel}{month}", "left": "Left after {label}", "all": "All revenue",
        "cost": "Costs", "held": "Held", "carried": "Carried forward",
        "retained": "Kept by the payer", "hidden": "Checked by the auditor, not disclosed",
        "sum": "Basis of {label}", "share": "Share of {label}", "basis": "basis",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes one graph in one language.

    Attributes:
        lang: "ja" or "en".
        names: Party or reference to the name a reader knows.
    """

    graph: Graph
    lang: Language
    names: Mapping[str, str]

    def mermaid(self) -> str:
        """Give the graph as a Mermaid flowchart."""
        ids = {node.id: f"n{number}" for number, node in enumerate(self.graph.nodes)}
        lines = ["flowchart LR"]
        for node in self.graph.nodes:
            text = "<br/>".join(escape(part) for part in self._texts(node))
            lines.append(f'  {ids[node.id]}["{text}"]')
        for edge in self.graph.edges:
            arrow = "-->" if edge.kind == "money" else "-.->"
            ends = ids[edge.source], ids[edge.target]
            lines.append(f'  {ends[0]} {arrow}|"{escape(self._edge_text(edge))}"| {ends[1]}')
        return "\n".join(lines) + "\n"

    def svg(self) -> str:
        """Give the graph as a picture."""
        places = self._places()
        columns = max((x for x, _ in places.values()), default=0) + 1
        rows = max((y for _, y in places.values()), default=0) + 1
        width = 2 * _MARGIN + columns * _WIDTH + (columns - 1) * _GAP_X
        height = 2 * _MARGIN + rows * (_HEIGHT + _GAP_Y)
        body = [
            self._line(edge, _corner(places[edge.source]), _end(edge, places, self._arriving(edge)))
            for edge in self.graph.edges
        ]
        body += [self._box(node, places[node.id]) for node in self.graph.nodes]
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
            f' viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">\n'
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n'
            + "\n".join(body)
            + "\n</svg>\n"
        )

    def _texts(self, node: Node) -> tuple[str, str]:
        """Give the two lines of a box: what it is, and how much."""
        amount = money((node.amount_minor, 1), self.graph.currency, self.lang)
        return self._title(node), "" if node.kind == "hidden" else amount

    def _title(self, node: Node) -> str:
        words = _WORDS[self.lang]
        label = node.label_ja if self.lang == "ja" else node.label_en
        if node.kind == "step":
            at = clause(node.clause, self.lang)
            return f"{label} ({at})" if at else label
        if node.kind == "payee":
            return self.names.get(node.ref, node.ref)
        if node.kind == "source":
            return words["source"].format(
                channel=self._bracketed(node.label_ja or node.ref), month=f" {node.month}".rstrip()
            )
        key = "all" if node.kind == "left" and not node.ref else node.kind
        return words[key].format(label=label)

    def _bracketed(self, channel: str) -> str:
        if not channel:
            return ""
        return f"「{CHANNELS.get(channel, channel)}」" if self.lang == "ja" else f": {channel}"

    def _edge_text(self, edge: Edge) -> str:
        amount = money((edge.amount_minor, 1), self.graph.currency, self.lang)
        return f"{_WORDS[self.lang]['basis']} {amount}" if edge.kind == "basis" else amount

    def _places(self) -> dict[str, tuple[int, int]]:
        """Give each box its column, the longest way to it, and its row in the column."""
        depth = {node.id: 0 for node in self.graph.nodes}
        for _ in self.graph.nodes:  # a way is at most as long as there are boxes
            moved = False
            for edge in self.graph.edges:
                if depth[edge.target] <= depth[edge.source]:
                    depth[edge.target], moved = depth[edge.source] + 1, True
            if not moved:
                break
        filled: dict[int, int] = {}
        places = {}
        for node in self.graph.nodes:
            column = depth[node.id]
            places[node.id] = (column, filled.get(column, 0))
            filled[column] = filled.get(column, 0) + 1
        return places

    def _box(self, node: Node, place: tuple[int, int]) -> str:
        x, y = _corner(place)
        title, amount = self._texts(node)
        fill = "#f2f2f2" if node.kind in ("left", "sum", "hidden") else "#ffffff"
        most = _CUT * _SIGN_WIDTHS[self.lang]
        shown = title if len(title) <= most else title[: most - 1] + "…"
        return (
            f'<g><title>{escape(title)} {escape(amount)}</title><rect x="{x}" y="{y}"'
            f' width="{_WIDTH}" height="{_HEIGHT}" rx="4" fill="{fill}" stroke="#333333"/>'
            f'<text x="{x + 8}" y="{y + 18}">{escape(shown)}</text>'
            f'<text x="{x + _WIDTH - 8}" y="{y + 36}" text-anchor="end">{escape(amount)}</text></g>'
        )

    def _arriving(self, edge: Edge) -> tuple[int, int]:
        """Give an edge's place among those that reach its box, and their number."""
        some = [one for one in self.graph.edges if one.target == edge.target]
        return some.index(edge), len(some)

    def _line(self, edge: Edge, corner: tuple[int, int], end: tuple[int, int]) -> str:
        start = corner[0] + _WIDTH, corner[1] + _HEIGHT // 2
        bend = _GAP_X // 2
        dash = "" if edge.kind == "money" else ' stroke-dasharray="4 3"'
        return (
            f'<path d="M{start[0]},{start[1]} C{start[0] + bend},{start[1]}'
            f' {end[0] - bend},{end[1]} {end[0]},{end[1]}" fill="none" stroke="#777777"{dash}/>'
            f'<text x="{end[0] - 6}" y="{end[1] - 2}" text-anchor="end" font-size="10"'
            f' fill="#555555">{escape(self._edge_text(edge))}</text>'
        )


def _corner(place: tuple[int, int]) -> tuple[int, int]:
    column, row = place
    return _MARGIN + column * (_WIDTH + _GAP_X), _MARGIN + row * (_HEIGHT + _GAP_Y)


def _end(
    edge: Edge, places: Mapping[str, tuple[int, int]], arriving: tuple[int, int]
) -> tuple[int, int]:
    """Give where an edge reaches its box; several spread over the height of it."""
    x, y = _corner(places[edge.target])
    number, count = arriving
    return x, y + (_HEIGHT + _GAP_Y) * (number + 1) // (count + 1) - _GAP_Y // 2


def escape(text: str) -> str:
    """Return a text as both forms may hold it: no markup, no control characters."""
    return escape_markup(text.translate(_NO_SIGNS))
