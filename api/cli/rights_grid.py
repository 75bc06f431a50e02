"""The picture of a work's rights for a terminal: a row for each medium, a column per territory."""

from collections.abc import Mapping
from typing import Any, Final

from rich import box
from rich.table import Table

from api.cli.labels import coded, label
from api.cli.language import Lang
from api.cli.look import plain
from contracts.rights.vocabulary import tree_of

_STYLES: Final = {
    "free": "green",
    "licensed": "red",
    "held-back": "yellow",
    "optioned": "yellow",
    "unassigned": "magenta",
}


def table_of_boxes(data: Mapping[str, Any], lang: Lang) -> Table:
    """Return the picture; of several statuses in a box all are named, the weightiest first."""
    media, places = tree_of("media"), tree_of("territories")
    table = Table(box=box.SIMPLE, pad_edge=False, title=str(data["day"]))
    table.add_column(plain(label("media", lang)))
    rows = data["rows"]
    for code in rows[0]["boxes"] if rows else ():
        table.add_column(plain(places.name(code, lang)))
    for row in rows:
        boxes = []
        for statuses in row["boxes"].values():
            words = plain(" / ".join(coded(status, lang) for status in statuses))
            words.stylize(_STYLES[statuses[0]] if statuses else "")
            boxes.append(words)
        table.add_row(plain(media.name(row["medium"], lang)), *boxes)
    return table
