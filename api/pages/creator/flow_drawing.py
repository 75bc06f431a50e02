"""A flow as a picture: boxes from top to bottom, bands as wide as the money between them.

It is drawn twice, for a phone and for a wide screen, because letters cannot shrink. Colours are
classes of the style sheet, so that the picture is readable by day, by night and on paper.

Source:
    Layers by longest path, drawn as low as possible; order by barycentre (Sugiyama 1981).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from markupsafe import Markup, escape

from api.pages.creator.flow import Band, Box, Flow

WIDE: Final = 760
NARROW: Final = 330
_MARGIN, _GAP, _DROP = 4, 14, 44
_WIDEST_BOX: Final = 360
_PAD, _LINE, _SMALL = 10, 19, 16
_EM, _EM_SMALL = 14, 12
_HALF: Final = 0.58
_PASSING: Final = 22
_THINNEST, _SWEEPS = 2.0, 4


@dataclass(slots=True)
class _Spot:
    """A box in its place, or the place where a band passes a layer."""

    id: str
    layer: int
    box: Box | None = None
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    lines: list[tuple[str, str]] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def draw(flow: Flow, width: int, title: str, told: str) -> Markup:
    """Draw a flow.

    Args:
        flow: What to draw.
        width: In pixels; the height follows.
        title: What it shows.
        told: What it says, for those who hear the page.
    """
    picture = _Picture(flow, width)
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="flow" role="img"'
        ' viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        "<title>{title}</title><desc>{told}</desc>"
    ).format(width=width, height=round(picture.height), title=title, told=told)
    bands, texts = picture.bands(), picture.texts()
    return head + Markup("").join([*bands, *picture.boxes(), *texts]) + Markup("</svg>")


class _Picture:
    """A flow laid out for one width."""

    def __init__(self, flow: Flow, width: int) -> None:
        self._flow, self._width = flow, width
        layers = _layers(flow)
        self._spots = {box.id: _Spot(box.id, layers[box.id], box) for box in flow.boxes}
        self._ways = [(band, self._way(band)) for band in flow.bands]
        self._rows = self._ordered()
        self.height = self._place()
        most = max((abs(band.amount_minor) for band in flow.bands), default=1) or 1
        self._scale = min(_WIDEST_BOX, width) * 0.3 / most

    def _way(self, band: Band) -> list[str]:
        """Return the spots that a band goes through; those in between are made."""
        start, end = self._spots[band.source], self._spots[band.target]
        way = [band.source]
        for layer in range(start.layer + 1, end.layer):
            name = f"{band.source}>{band.target}@{layer}"
            self._spots[name] = _Spot(name, layer)
            way.append(name)
        return [*way, band.target]

    def _ordered(self) -> list[list[_Spot]]:
        """Put the spots of each layer where their bands cross least."""
        rows: dict[int, list[_Spot]] = defaultdict(list)
        for spot in self._spots.values():
            rows[spot.layer].append(spot)
        near: dict[str, list[str]] = defaultdict(list)
        for _, way in self._ways:
            for one, other in pairwise(way):
                near[one].append(other)
                near[other].append(one)
        order = [rows[layer] for layer in sorted(rows)]
        at = {spot.id: float(n) / len(row) for row in order for n, spot in enumerate(row)}
        for _ in range(_SWEEPS):
            for row in order:
                row.sort(key=lambda spot: _mean([at[name] for name in near[spot.id]], at[spot.id]))
                at |= {spot.id: (n + 0.5) / len(row) for n, spot in enumerate(row)}
        return order

    def _place(self) -> float:
        """Give every spot its place; return the height of the picture."""
        top = float(_MARGIN)
        for row in self._rows:
            boxes = [spot for spot in row if spot.box]
            passing = (len(row) - len(boxes)) * _PASSING
            room = self._width - 2 * _MARGIN - passing - (len(row) - 1) * _GAP
            each = min(_WIDEST_BOX, room / max(1, len(boxes)))
            used = each * len(boxes) + passing + (len(row) - 1) * _GAP
            left = (self._width - used) / 2
            for spot in row:
                spot.x, spot.y, spot.width = left, top, each if spot.box else _PASSING
                left += spot.width + _GAP
                spot.lines = _lines(spot.box, each - 2 * _PAD) if spot.box else []
                spot.height = sum(_LINE if kind != "note" else _SMALL for kind, _ in spot.lines)
                spot.height += 2 * _PAD - 4
            tallest = max(spot.height for spot in row)
            for spot in row:
                if not spot.box:
                    spot.height = tallest
            top += tallest + _DROP
        self._align()
        return top - _DROP + _MARGIN

    def _align(self) -> None:
        """Let what stands alone in its layer stand under or above what it is connected with."""
        widest = max(range(len(self._rows)), key=lambda n: len(self._rows[n]), default=0)
        upwards = [(row, 1) for row in self._rows[:widest][::-1]]
        downwards = [(row, -1) for row in self._rows[widest + 1 :]]
        for row, towards in [*upwards, *downwards]:
            if len(row) == 1:
                near = [self._spots[name].middle for name in self._beside(row[0], towards)]
                middle = _mean(near, row[0].middle)
                most = self._width - _MARGIN - row[0].width
                row[0].x = min(max(middle - row[0].width / 2, _MARGIN), most)

    def _beside(self, spot: _Spot, towards: int) -> list[str]:
        """Return the spots that bands lead to from a spot: below it for 1, above it for -1."""
        pairs = [pair for _, way in self._ways for pair in pairwise(way[::towards])]
        return [other for one, other in pairs if one == spot.id]

    def bands(self) -> list[Markup]:
        """Draw the bands, behind the boxes."""
        return [
            Markup('<path class="band {kind}" d="{path}" stroke-width="{width}"/>').format(
                kind=band.kind,
                path=self._path([self._spots[name] for name in way], self._thick(band)),
                width=f"{self._thick(band):.1f}",
            )
            for band, way in self._ways
        ]

    def _thick(self, band: Band) -> float:
        if band.kind == "closed":
            return _THINNEST * 2
        return max(_THINNEST, abs(band.amount_minor) * self._scale)

    def _path(self, way: Sequence[_Spot], thick: float) -> str:
        parts: list[str] = []
        for before, spot in pairwise(way):
            start, end = _ends(before, spot, thick)
            down = before.y + before.height
            bend = (spot.y - down) / 2
            if not parts:
                parts.append(f"M{start:.1f},{down:.1f}")
            parts.append(
                f"C{start:.1f},{down + bend:.1f} {end:.1f},{spot.y - bend:.1f}"
                f" {end:.1f},{spot.y:.1f}"
            )
            if not spot.box:
                parts.append(f"V{spot.y + spot.height:.1f}")
        return "".join(parts)

    def texts(self) -> list[Markup]:
        """Write how much a band is, where the boxes do not say it."""
        shown = []
        for band, way in self._ways:
            if band.text:
                start, end = self._spots[way[0]], self._spots[way[1]]
                x = sum(_ends(start, end, self._thick(band))) / 2
                y = (start.y + start.height + end.y) / 2 + 4
                half = min(_long(band.text, _EM_SMALL) / 2, self._width / 2 - _MARGIN)
                x = min(max(x, half + _MARGIN), self._width - half - _MARGIN)
                shown.append(
                    Markup('<text class="on-band" x="{x}" y="{y}">{text}</text>').format(
                        x=f"{x:.1f}", y=f"{y:.1f}", text=band.text
                    )
                )
        return shown

    def boxes(self) -> list[Markup]:
        """Draw the boxes."""
        return [_drawn(spot) for row in self._rows for spot in row if spot.box]


def _ends(above: _Spot, below: _Spot, thick: float) -> tuple[float, float]:
    """Return where a band leaves one spot and reaches the next: straight down where it can."""
    if not (above.box and below.box):
        return above.middle, below.middle
    least = max(above.x, below.x) + thick / 2 + _PAD
    most = min(above.x + above.width, below.x + below.width) - thick / 2 - _PAD
    if least > most:
        return above.middle, below.middle
    narrower = min(above, below, key=lambda spot: spot.width).middle
    straight = min(max(narrower, least), most)
    return straight, straight


def _drawn(spot: _Spot) -> Markup:
    box = spot.box
    kind = box.kind if box else ""
    head = Markup(
        '<g class="box {kind}"><rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6"/>'
    ).format(
        kind=kind, x=f"{spot.x:.1f}", y=f"{spot.y:.1f}", width=f"{spot.width:.1f}",
        height=f"{spot.height:.1f}",
    )  # fmt: skip
    y, lines = spot.y + _PAD - 4, Markup("")
    for role, text in spot.lines:
        y += _SMALL if role == "note" else _LINE
        lines += Markup('<text class="{role}" x="{x}" y="{y}">{text}</text>').format(
            role=role, x=f"{spot.middle:.1f}", y=f"{y - 4:.1f}", text=escape(text)
        )
    return head + lines + Markup("</g>")


def _lines(box: Box, room: float) -> list[tuple[str, str]]:
    """Break the texts of a box into lines that fit."""
    parts = [("name", box.title, _EM), ("sum", box.amount, _EM)]
    parts += [("note", note, _EM_SMALL) for note in box.notes]
    return [(role, line) for role, text, em in parts if text for line in _broken(text, room, em)]


def _broken(text: str, room: float, em: int) -> list[str]:
    """Break a text: between words where there are some, else between letters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and _long(line + piece.rstrip(), em) > room:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    """Part a text where a line may end: after a blank, and beside a letter of full width."""
    pieces: list[str] = []
    for letter in text:
        is_open = pieces and letter.isascii() and pieces[-1][-1].isascii()
        if pieces and ((is_open and pieces[-1][-1] != " ") or letter in "、。）」円・ー"):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _long(text: str, em: int) -> float:
    return sum(em * (_HALF if letter.isascii() else 1) for letter in text)


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _layers(flow: Flow) -> Mapping[str, int]:
    """Give each box its layer: the longest way to it, then as low as what follows allows."""
    layer = dict.fromkeys((box.id for box in flow.boxes), 0)
    for _ in flow.boxes:
        moved = False
        for band in flow.bands:
            if layer[band.target] <= layer[band.source]:
                layer[band.target], moved = layer[band.source] + 1, True
        if not moved:
            break
    following: dict[str, list[str]] = defaultdict(list)
    for band in flow.bands:
        following[band.source].append(band.target)
    for id in sorted(layer, key=lambda name: -layer[name]):
        if following[id]:
            layer[id] = max(layer[id], min(layer[name] for name in following[id]) - 1)
    return layer
