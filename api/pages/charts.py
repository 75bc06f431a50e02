"""Charts: a Vega-Lite description to a picture in the page, drawn on the server.

No script draws in the browser and nothing is loaded. Lines and letters take the colour of the text
around them, so that a chart is readable by day and by night. The same description is drawn once.

Source:
    Vega-Lite 5 (vega.github.io); drawn by vl-convert.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import noto_cjk_sans_jp_regular
import orjson
import vl_convert
from markupsafe import Markup

COLOURS: Final = ("#3b6ea8", "#c2553f", "#4f8a5b", "#8a6bb0", "#b8862f", "#5c7f8a", "#a0527a")
"""Told apart also by those who see no red or green; dark and light enough for both grounds."""
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
_VERSION: Final = "5.21"
_KEPT: Final = 512
_OPENING: Final = re.compile(r"<svg [^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>")
_INK: Final = "currentColor"
_CONFIG: Final[dict[str, Any]] = {
    "background": None,
    "font": "Noto Sans CJK JP, sans-serif",
    "view": {"stroke": None},
    "range": {"category": list(COLOURS)},
    "bar": {"color": COLOURS[0]},
    "line": {"color": COLOURS[0]},
    "axis": {
        "labelColor": _INK, "titleColor": _INK, "domainColor": _INK, "tickColor": _INK,
        "gridColor": _INK, "gridOpacity": 0.15, "labelFontSize": 12, "titleFontSize": 12,
        "labelSeparation": 8,
    },
    "legend": {
        "labelColor": _INK, "titleColor": _INK, "labelFontSize": 12, "titleFontSize": 12,
        "columnPadding": 24,
    },
    "text": {"color": _INK},
}  # fmt: skip


def chart(spec: Mapping[str, Any], *, title: str, told: str = "") -> Markup:
    """Draw a chart.

    Args:
        spec: Vega-Lite without `$schema` and `config`: data inline, sizes in pixels.
        title: What the picture shows, for those who hear the page.
        told: What it says, in a sentence.

    Returns:
        An inline SVG that is as wide as its place allows and never wider than drawn.
    """
    drawn = _drawn(_spelt(spec))
    found = _OPENING.match(drawn)
    if found is None:
        raise AssertionError(drawn[:200])
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img"'
        ' viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        "<title>{title}</title><desc>{told}</desc>"
    ).format(width=found[1], height=found[2], title=title, told=told)
    return head + Markup(drawn[found.end() :])  # noqa: S704 - vl-convert escapes every text


def bars(
    rows: Sequence[Mapping[str, Any]],
    *,
    across: tuple[str, str],
    up: tuple[str, str],
    colour: tuple[str, str] | None = None,
    width: int = 640,
    height: int = 220,
) -> dict[str, Any]:
    """Describe upright bars, stacked where there is a colour.

    Args:
        rows: One per bar or piece of a bar.
        across: Field and title of the horizontal axis, in the order of the rows.
        up: Field and title of the vertical axis.
        colour: Field and title of the pieces.
        width: In pixels.
        height: In pixels.
    """
    encoding: dict[str, Any] = {
        "x": {
            "field": across[0], "type": "ordinal", "title": across[1], "sort": None,
            "axis": {"labelAngle": 0, "labelOverlap": True},
        },
        "y": {"field": up[0], "type": "quantitative", "title": up[1], "axis": {"format": ",d"}},
    }  # fmt: skip
    if colour:
        encoding["color"] = {"field": colour[0], "type": "nominal", "title": colour[1]}
    return {
        "width": width,
        "height": height,
        "data": {"values": [dict(row) for row in rows]},
        "mark": "bar",
        "encoding": encoding,
    }


def _spelt(spec: Mapping[str, Any]) -> bytes:
    whole = {**spec, "$schema": _SCHEMA, "config": _CONFIG}
    return orjson.dumps(whole, option=orjson.OPT_SORT_KEYS)


@cache
def _knows_letters() -> bool:
    """Let the drawer measure letters in the font of our papers: a chart leaves room for them."""
    vl_convert.register_font_directory(str(Path(noto_cjk_sans_jp_regular.__file__).parent))
    return True


@lru_cache(maxsize=_KEPT)
def _drawn(spelt: bytes) -> str:
    _knows_letters()
    return str(vl_convert.vegalite_to_svg(spelt.decode(), vl_version=_VERSION))
