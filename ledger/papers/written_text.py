"""What every generated text has: its beginning, its mark, its end, and what went into it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.papers.articles import General, Provision, numbered
from ledger.papers.blocks import Heading, Paper, Signatures, Text
from ledger.papers.printer import Printer
from ledger.papers.text_words import COMMON, MARK


@dataclass(frozen=True, slots=True)
class Written:
    """A text that was written.

    Attributes:
        entry: Entry of what it was made from.
        inputs: Plain JSON values of all that went into it: the record, names, titles.
    """

    paper: Paper
    entry: int
    inputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """The parts of a text, before they are numbered.

    Attributes:
        of: Id of what it is made from. entry: its newest entry.
        sides: Names of those who sign.
        first, recorded, last: As `articles.numbered` takes them.
    """

    of: str
    entry: int
    title: str
    subtitle: str
    sides: tuple[str, ...]
    first: tuple[General, ...]
    recorded: tuple[Provision, ...]
    last: tuple[General, ...]


def written(printer: Printer, draft: Draft, inputs: Mapping[str, Any]) -> Written:
    """Number the clauses, and add what every text has."""
    say = printer.says
    register = say(
        COMMON["register-is"], origin=printer.head.origin, of=draft.of, entry=draft.entry
    )
    common = (
        General(say(COMMON["register"]), (register,)),
        General(say(COMMON["law"]), (say(COMMON["law-is"]),)),
    )
    clauses = numbered(draft.first, draft.recorded, (*draft.last, *common), printer.lang)
    sides = printer.joined(draft.sides) or say(COMMON["blank"])
    paper = Paper(
        lang=printer.lang,
        title=draft.title,
        subtitle=draft.subtitle,
        day=printer.day,
        blocks=(
            Text(say(COMMON["between"], parties=sides)),
            *clauses,
            Heading(say(COMMON["signatures"])),
            Signatures(draft.sides),
        ),
        mark=say(MARK),
        footer=printer.footer(draft.entry),
        address=printer.address,
    )
    inputs = {"of": draft.of, "origin": printer.head.origin, **inputs}
    return Written(paper, draft.entry, inputs)


def general(printer: Printer, words: Mapping[str, Mapping[str, str]], name: str) -> "Titled":
    """Return what makes general provisions under one title of a table of words."""
    return Titled(printer.says(words[name]))


@dataclass(frozen=True, slots=True)
class Titled:
    """Makes general provisions under one title."""

    title: str

    def of(self, *texts: str) -> tuple[General, ...]:
        """Return the provision, or nothing where there is nothing to say."""
        said = tuple(text for text in texts if text)
        return (General(self.title, said),) if said else ()


def document_of(printer: Printer, shown: Mapping[str, Any], name: str) -> tuple[General, ...]:
    """Return the provision that names the original document, where one is on record."""
    document = shown.get(name)
    if not document:
        return ()
    said = printer.says(COMMON["document-is"], sha256=document["sha256"])
    return (General(printer.says(COMMON["document"]), (said,)),)


def quoted(printer: Printer, titles: Iterable[str]) -> str:
    """Return titles of works in the quotation marks of the language."""
    marks = "「{0}」" if printer.lang == "ja" else "“{0}”"
    return printer.joined(marks.format(title) for title in titles)
