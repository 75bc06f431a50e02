"""Whatever the command shows of a register has its Japanese label."""

import re
from collections.abc import Iterator
from typing import Any

from cli_stage import Daicho
from paid_world import Paid

from api.cli.labels import FIELDS_JA

# Named by data, never by us: ids, accounts and positions; trees that people are not shown.
DATA = re.compile(r"^[a-z]+_[0-9A-Z]{26}|[:/]")
HIDDEN = {"display_names", "position", "holders", "consumed", "trace", "salt"}


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in HIDDEN or DATA.search(key):
                continue
            yield key
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def test_every_key_of_what_is_shown_has_its_japanese(on_world: Daicho, world: Paid) -> None:
    def first(*words: str) -> str:
        return str(on_world.data(*words, "list")["items"][0]["id"])

    shown = [
        on_world.data("works", "show", world.work),
        on_world.data("parties", "show", world.studio),
        on_world.data("parties", "show", world.writer),
        on_world.data("committees", "show", world.committee),
        on_world.data("agreements", "show", world.agreement),
        on_world.data("reports", "show", world.report),
        on_world.data("payouts", "show", first("payouts")),
        on_world.data("statements", "list")["items"],
        on_world.data("log", "head"),
        on_world.data("works", "certificate", world.work)["evidence"],
    ]
    used = set(keys(shown))
    assert used - set(FIELDS_JA) == set()
