"""The chain of title of a work, or of some uses of it, as a paper: back to those who made it.

Every part with a history of its own has its links with days, grounds, shares, registration and the
entry that holds them; then come the documents with their hashes, and what a lawyer would ask about.

Source:
    Copyright Act of Japan, articles 15, 29, 61 and 77; `contracts.rights.title` computes the chain.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from contracts.rights.extent import describe
from ledger.papers.blocks import Block, Heading, Items, Pairs, Paper, Table, Text
from ledger.papers.chain_words import CHAIN, GROUNDS, KINDS, PRESUMPTIONS, UNDERLYING
from ledger.papers.printer import Printer
from ledger.rights.answers import Asked, title
from ledger.rights.views import show
from ledger.store.read import LogReader

_RIGHT: Final = re.compile(r"right_[0-9A-HJKMNP-TV-Z]{26}")
_PARTY: Final = re.compile(r"party_[0-9A-HJKMNP-TV-Z]{26}|committee:cmt_[0-9A-HJKMNP-TV-Z]{26}/\w+")
_Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A chain of title with the grants that it is made of.

    Attributes:
        answer: Parts with links, holders and defects, as `daicho rights title` gives them.
        grants: Each grant of the chain as recorded, in the order of the log; without those that
            the viewer may not read.
        leaves: Hash of each grant's entry.
    """

    asked: Asked
    answer: _Plain
    grants: Mapping[str, _Plain]
    leaves: Mapping[str, str]

    @property
    def entries(self) -> tuple[int, ...]:
        """Where the grants stand, and what was recorded about them later."""
        found = {grant["entry_index"] for grant in self.grants.values()}
        for grant in self.grants.values():
            for name in ("endings", "registrations"):
                found |= {later["entry"] for later in grant.get(name, ())}
        known = self.asked.known_at
        return tuple(sorted(each for each in found if known is None or each <= known))


def dossier(printer: Printer, asked: Asked) -> Dossier:
    """Ask for a chain and read the grants in it.

    Raises:
        NotFound: No such work, or not for this viewer.
        RuleViolation: The question is malformed.
    """
    answer = title(printer.conn, printer.viewer, asked)
    named = {link["right"] for part in answer["parts"] for link in part["links"]}
    shown = {right: show(printer.conn, right, printer.viewer) for right in named}
    open_ones = [(right, grant) for right, grant in shown.items() if grant is not None]
    grants = dict(sorted(open_ones, key=lambda each: each[1]["entry_index"]))
    log = LogReader(printer.conn)
    leaves = {id: log.entry(one["entry_index"]).leaf_hash.hex() for id, one in grants.items()}
    return Dossier(asked, answer, grants, leaves)


def chain_paper(printer: Printer, found: Dossier) -> Paper:
    """Print a chain of title.

    Args:
        printer: For whom, in which language.
        found: What `dossier` returned to the same viewer.
    """
    teller = _Teller(printer, found)
    parts = found.answer["parts"]
    blocks: list[Block] = [teller.head()]
    if not parts:
        blocks.append(Text(printer.says(CHAIN["none"])))
    for number, part in enumerate(parts, 1):
        blocks += teller.part(number, part)
    if found.grants:
        blocks += teller.annex()
    blocks += teller.presumptions()
    last = max(found.entries, default=printer.head.size - 1)
    return Paper(
        lang=printer.lang,
        title=teller.work,
        subtitle=printer.says(CHAIN["subtitle"]),
        day=printer.day,
        blocks=tuple(blocks),
        footer=printer.footer(last),
        address=printer.address,
        data={"work": found.asked.work, "entries": list(found.entries)},
    )


class _Teller:
    """Says a chain in one language, with names for ids and numbers for grants."""

    def __init__(self, printer: Printer, found: Dossier) -> None:
        self._printer, self._found, self._say = printer, found, printer.says
        read = _PARTY.findall(repr(found.grants))  # who reads a grant reads whom it names
        self._names = printer.names([*_PARTY.findall(repr(found.answer)), *read], read)
        rights = [link["right"] for part in found.answer["parts"] for link in part["links"]]
        ordered = [*found.grants, *(each for each in rights if each not in found.grants)]
        self._numbers = {right: number for number, right in enumerate(dict.fromkeys(ordered), 1)}
        work = found.asked.work
        self.work = printer.works((work,)).get(work, work)

    def head(self) -> Pairs:
        asked, say = self._found.asked, self._say
        rows = [
            (say(CHAIN["work"]), f"{self.work}\n{asked.work}"),
            (say(CHAIN["asked"]), self._uses(describe(asked.extent(), self._printer.lang))),
            (say(CHAIN["day"]), asked.day.isoformat()),
        ]
        if asked.known_at is not None:
            rows.append((say(CHAIN["known"]), str(asked.known_at)))
        rows.append((say(CHAIN["parts"]), str(len(self._found.answer["parts"]))))
        return Pairs(tuple(rows))

    def part(self, number: int, part: _Plain) -> Iterator[Block]:
        say, lang = self._say, self._printer.lang
        yield Heading(
            say(CHAIN["part"], number=number, extent=self._uses(part["extent_told"][lang]))
        )
        held = self._printer.joined(self._stake(each) for each in part["shares"])
        yield Pairs(((say(CHAIN["holders"]), held or self._named("unassigned")),))
        head = tuple(
            say(CHAIN[name]) for name in ("since", "number", "what", "moves", "registered", "entry")
        )
        if part["links"]:
            rows = tuple(self._link(link) for link in part["links"])
            yield Table(head, (4, 2, 5, 11, 5, 2), rows)
        yield from self._limits(part)
        defects = tuple(self._told(defect[lang]) for defect in part["defects"])
        if defects:
            yield Text(say(CHAIN["defects"]))
            yield Items(defects)
        else:
            yield Text(say(CHAIN["no-defects"]), small=True)

    def annex(self) -> Iterator[Block]:
        say = self._say
        columns = ("number", "right", "articles", "document", "leaf")
        yield Heading(say(CHAIN["annex"]))
        yield Table(
            tuple(say(CHAIN[name]) for name in columns),
            (1, 4, 2, 7, 5),
            tuple(self._grant(right) for right in self._numbers),
        )

    def presumptions(self) -> Iterator[Block]:
        yield Heading(self._say(CHAIN["presumed"]))
        yield Items(tuple(self._say(each) for each in PRESUMPTIONS))

    def _link(self, link: _Plain) -> tuple[str, ...]:
        say, right = self._say, link["right"]
        kind, ground = say(KINDS[link["kind"]]), say(GROUNDS[link["ground"]])
        registration = link.get("registration")
        said = f"{registration['number']}\n{registration['day']}" if registration else ""
        grant = self._found.grants.get(right)
        return (
            link["since_day"],
            str(self._numbers[right]),
            f"{kind}\n{ground}",
            "\n".join(self._moves(link)),
            said or (say(CHAIN["not-registered"]) if link["kind"] == "transfer" else "-"),
            str(grant["entry_index"]) if grant else say(CHAIN["closed"]),
        )

    def _moves(self, link: _Plain) -> Iterable[str]:
        if link["kind"] == "retained":
            return [self._say(CHAIN["kept"], giver=self._named(link["givers"][0]["holder"]))]
        givers = [self._named(each["holder"]) for each in link["givers"]]
        form = "arrow" if givers else "held"
        return [
            self._say(
                CHAIN[form],
                giver=self._printer.joined(givers),
                taker=self._named(taker["holder"]),
                share=taker["share"],
            )
            for taker in link["takers"]
        ]

    def _limits(self, part: _Plain) -> Iterator[Block]:
        """Yield moral rights, underlying rights and burdens, where there are any."""
        say, rows = self._say, []
        for link in part["links"]:
            if link.get("moral_rights"):
                rows.append((say(CHAIN["moral"]), link["moral_rights"]))
            for each in link.get("underlying", ()):
                kind = say(UNDERLYING[each["kind"]])
                told = ": ".join(filter(None, (kind, each["reference"], each.get("note"))))
                rows.append((say(CHAIN["underlying"]), told))
        rows += [
            (say(CHAIN["burdens"]), self._told(f"{each['holder']} ({each['creditor']})"))
            for each in part["burdens"]
        ]
        if rows:
            yield Pairs(tuple(rows))

    def _grant(self, right: str) -> tuple[str, ...]:
        say, grant = self._say, self._found.grants.get(right)
        number = str(self._numbers[right])
        if grant is None:
            return (number, right, "", say(CHAIN["closed"]), "")
        document = grant["document"]
        named = grant.get("articles_27_28_expressly")
        articles = "-" if named is None else say(CHAIN["yes" if named else "no"])
        cited = "\n".join(filter(None, (document.get("title"), document["sha256"])))
        return (number, right, articles, cited, self._found.leaves[right])

    def _uses(self, told: str) -> str:
        """Leave out the one day that every part of a chain is looked at on."""
        day = self._found.asked.day.isoformat()
        return told.removesuffix(self._say(CHAIN["day-alone"], day=day))

    def _stake(self, stake: _Plain) -> str:
        return f"{self._named(stake['holder'])} {stake['share']}"

    def _named(self, holder: str) -> str:
        return self._names.get(holder, holder)

    def _told(self, sentence: str) -> str:
        """Put names and numbers where a sentence for machines has ids."""
        named = _PARTY.sub(lambda found: self._named(found.group()), sentence)
        return _RIGHT.sub(lambda found: f"[{self._numbers.get(found.group(), '?')}]", named)
