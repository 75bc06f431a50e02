"""What a committee's page says when it ends, or has ended: who holds the rights, whom to ask.

A window's authority ends with its committee, so a page of one that ended names holders instead.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from contracts.rights.extent import from_dict
from contracts.rights.shares import written
from contracts.rights.vocabulary import tree_of
from ledger.dissolutions.views import COMPLETED, FOUND, declarations
from ledger.papers.blocks import Block, Heading, Items, Pairs, Table, Text
from ledger.papers.end_words import AUTHORITIES, END, GROUNDS, INTENTIONS
from ledger.papers.printer import Printer

_PAST: Final = (COMPLETED, FOUND)
_Plain = Mapping[str, Any]
_Stakes = tuple[tuple[str, str], ...]


def is_over(end: _Plain | None) -> bool:
    """Tell whether a committee has ended, and not only begun to."""
    return end is not None and end["phase"] in _PAST


def end_blocks(
    printer: Printer, end: _Plain, *, is_open: bool, has_shares: bool
) -> Iterator[Block]:
    """Yield what is said about an end.

    Args:
        printer: For whom, in which language.
        end: As `ledger.dissolutions.views.show` tells it to this viewer.
        is_open: Whether this edition names holders.
        has_shares: Whether it says what part each holds.
    """
    say = printer.says
    last = end[end["phase"]]
    begun = end.get("begun", {})
    liquidators = [each["party"] for each in begun.get("liquidators", ())] if is_open else []
    names = printer.names([last.get("contact"), *liquidators], None if is_open else ())
    ground = begun.get("ground") or last.get("cause")
    rows = [
        ("ground", say(GROUNDS[ground]) if ground in GROUNDS else ""),
        ("ground-day", begun.get("ground_day") or ""),
        ("ended", last.get("ended") or ""),
        ("transfer", end.get("transfer_day") or ""),
        ("liquidators", printer.joined(names[party] for party in liquidators)),
        ("contact", names.get(last.get("contact") or "", "")),
    ]
    yield Heading(say(END["title"]))
    yield Pairs(tuple((say(END[name]), text) for name, text in rows if text))
    if not is_over(end):
        yield Text(say(END["winding-up"]), small=True)
    elif is_open and "cells" in last:
        yield from _holders(printer, last["cells"], has_shares=has_shares)
    else:
        yield Text(say(END["closed"]), small=True)


def declared(printer: Printer, subjects: Iterable[str]) -> Iterator[Block]:
    """Yield what was declared publicly about uses; persons stay unnamed."""
    found = declarations(printer.conn, subjects)
    if not found:
        return
    names = printer.names([each[name] for each in found for name in ("declarant", "contact")], ())
    yield Heading(printer.says(END["declared"]))
    yield Items(tuple(_declaration(printer, each, names) for each in found))
    yield Text(printer.says(END["not-guaranteed"]), small=True)


def _declaration(printer: Printer, one: _Plain, names: Mapping[str, str]) -> str:
    say = printer.says
    said = say(
        END["declaration"],
        declarant=names[one["declarant"]],
        authority=say(AUTHORITIES[one["authority"]]),
        intention=say(INTENTIONS[one["intention"]]),
        contact=names[one["contact"]],
    )
    for name in ("until", "conditions"):
        if one.get(name):
            said += say(END[name], **{name: one[name]})
    return said


def _holders(printer: Printer, cells: Iterable[_Plain], *, has_shares: bool) -> Iterator[Block]:
    """Yield one row for all parts that went to the same holders in the same territories."""
    say = printer.says
    rows: dict[tuple[_Stakes, int], int] = {}
    for cell in cells:
        extent = from_dict({**cell["extent"]})
        key = (_stakes(cell["after"]), extent.territories)
        rows[key] = rows.get(key, 0) | extent.media
    names = printer.names(holder for stakes, _ in rows for holder, _ in stakes)
    told = tuple(
        (
            _uses(printer, media, territories),
            printer.joined(
                f"{names[holder]} {share}" if has_shares else names[holder]
                for holder, share in stakes
            ),
        )
        for (stakes, territories), media in rows.items()
    )
    yield Heading(say(END["holders"]))
    yield Table((say(END["uses"]), say(END["shares" if has_shares else "who"])), (7, 11), told)
    yield Text(say(END["signers"]), small=True)


def _stakes(holdings: Iterable[_Plain]) -> _Stakes:
    return tuple(
        (each["holder"], written((each["share"]["num"], each["share"]["den"]))) for each in holdings
    )


def _uses(printer: Printer, media: int, territories: int) -> str:
    told = tree_of("media").told(media, printer.lang)
    tree = tree_of("territories")
    if territories == tree.all_bits:
        return told
    return told + printer.aside(tree.told(territories, printer.lang))
