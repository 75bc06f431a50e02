"""The text of a licence: extent, exclusivity, sub-licences, holdbacks, allocation of a bundle.

Source:
    Copyright Act of Japan, articles 63 and 63-2.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.figures import percent
from contracts.rights.extent import describe
from contracts.rights.vocabulary import tree_of
from ledger.errors import NotFound, RuleViolation
from ledger.papers.articles import General
from ledger.papers.printer import Printer
from ledger.papers.text_words import LICENCE
from ledger.papers.written_text import Draft, Written, document_of, general, written
from ledger.rights.reading import extent_of, holdbacks_of
from ledger.rights.views import show

_INPUTS = (
    "id", "work", "licensors", "licensee", "extent", "resolved", "exclusivity", "source",
    "sublicensable", "survives_source", "holdbacks", "resolved_holdbacks", "agreement", "bundle",
    "document", "entry_index",
)  # fmt: skip
_Plain = Mapping[str, Any]


def licence_text(printer: Printer, right: str) -> Written:
    """Write the text of a licence.

    Raises:
        NotFound: There is no such licence for this viewer.
        RuleViolation: It is a title or a transfer.
    """
    shown = show(printer.conn, right, printer.viewer)
    if shown is None:
        raise NotFound("right-not-found", field="id", value=right)
    if shown["kind"] != "licence":
        raise RuleViolation(
            "text-kind-unknown", field="id", value=right, expected="a licence", kind=shown["kind"]
        )
    names = printer.names((*shown["licensors"], shown["licensee"]))
    works = printer.works((shown["work"],))
    work = works.get(shown["work"], shown["work"])
    said = {name: shown[name] for name in _INPUTS if name in shown}
    draft = Draft(
        of=right,
        entry=shown["entry_index"],
        title=printer.says(LICENCE["title"], work=work),
        subtitle="",
        sides=tuple(names[each] for each in (*shown["licensors"], shown["licensee"])),
        first=tuple(_clauses(printer, shown, names, work)),
        recorded=(),
        last=document_of(printer, shown, "document"),
    )
    return written(printer, draft, {"record": said, "names": names, "works": works})


def _clauses(
    printer: Printer, shown: _Plain, names: Mapping[str, str], work: str
) -> Iterator[General]:
    say = printer.says
    grant = say(
        LICENCE["grant-is"],
        licensors=printer.joined(names[each] for each in shown["licensors"]),
        licensee=names[shown["licensee"]],
        work=work,
        extent=describe(extent_of(shown), printer.lang),
    )
    source = say(LICENCE["source"], source=shown["source"]) if shown.get("source") else ""
    survives = say(LICENCE["survives"]) if shown.get("survives_source") else ""
    yield from general(printer, LICENCE, "grant").of(grant, source, survives)
    exclusivity = say(LICENCE[shown["exclusivity"]])
    yield from general(printer, LICENCE, "exclusivity").of(exclusivity)
    sub = say(LICENCE["sub-yes" if shown.get("sublicensable") else "sub-no"])
    yield from general(printer, LICENCE, "sub").of(sub)
    yield from general(printer, LICENCE, "holdbacks").of(*_holdbacks(printer, shown))
    yield from general(printer, LICENCE, "bundle").of(*_bundle(printer, shown.get("bundle")))
    agreement = shown.get("agreement")
    money = say(LICENCE["money-is" if agreement else "money-blank"], agreement=agreement)
    yield from general(printer, LICENCE, "money").of(money)
    yield from general(printer, LICENCE, "holder").of(say(LICENCE["holder-is"]))


def _holdbacks(printer: Printer, shown: _Plain) -> Iterator[str]:
    for extent, held in zip(holdbacks_of(shown), shown.get("holdbacks") or (), strict=True):
        told = describe(extent, printer.lang)
        yield printer.says(LICENCE[f"holdback-{held['binds']}"], extent=told)


def _bundle(printer: Printer, bundle: _Plain | None) -> Iterator[str]:
    media = tree_of("media")
    for part in (bundle or {}).get("allocation", ()):
        told = printer.joined(media.name(code, printer.lang) for code in part["media"])
        share = percent((part["share"]["num"], part["share"]["den"]))
        yield printer.says(
            LICENCE["bundle-is"], name=(bundle or {})["name"], media=told, share=share
        )
