"""The names that a statement may use: its payee's own, the payer's, and those of committees."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

from sqlalchemy import Connection, select

from ledger.agreements.terms import payees_of
from ledger.committees.views import CommitteeRow
from ledger.parties.display import DisplayName, names_of
from ledger.statements.books import LANGUAGES, RunBook
from ledger.statements.lines import Names
from ledger.store.views import table_of, unpack
from ledger.vault.vault import Vault
from ledger.works.views import WorkRow

_PER_QUERY: Final = 500


class Stated(Protocol):
    """What is needed of a statement under way."""

    @property
    def payer(self) -> str:
        """Who pays."""

    @property
    def payee(self) -> str:
        """Whose money it is."""

    @property
    def paid_to(self) -> str:
        """Who is paid for him."""

    @property
    def books(self) -> tuple[RunBook, ...]:
        """The runs that it shows."""


class StatementNames:
    """What a payee may read of names: his own, the payer's, and those of committees."""

    def __init__(self, conn: Connection, vault: Vault, stated: Iterable[Stated]) -> None:
        some = tuple(stated)
        parties = {party for one in some for party in (one.payer, one.payee, one.paid_to)}
        self._parties = names_of(conn, vault, parties)
        references = {
            name
            for one in some
            for book in one.books
            for _, name in payees_of(dict(book.standing.terms))
            if name.startswith("committee:")
        }
        self._committees = _committee_names(conn, references)

    def party(self, id: str) -> dict[str, str]:
        """Return a party as the file names it."""
        name: DisplayName = self._parties[id]
        return {"id": id, "ja": name.ja, **({"en": name.en} if name.en else {})}

    def for_reader(self, stated: Stated) -> Names:
        """Return the names that the explanations of a statement may use."""
        own = {id: self._parties[id] for id in (stated.payer, stated.payee, stated.paid_to)}
        return {
            lang: {
                **{id: name.in_language(lang) for id, name in own.items()},
                **{name: texts[lang] for name, texts in self._committees.items()},
            }
            for lang in LANGUAGES
        }


def _committee_names(conn: Connection, references: set[str]) -> dict[str, dict[str, str]]:
    ids = {name.removeprefix("committee:").partition("/")[0] for name in references}
    table = table_of(CommitteeRow)
    query = select(table.c.id, table.c.doc).where(table.c.id.in_(sorted(ids)))
    names = {id: unpack(doc)["name"] for id, doc in conn.execute(query)}
    found: dict[str, dict[str, str]] = {}
    for reference in references:
        name = names[reference.removeprefix("committee:").partition("/")[0]]
        found[reference] = {"ja": name["ja"], "en": name.get("en", name["ja"])}
    return found


def works_of(sheet: Mapping[str, Any]) -> set[str]:
    """Return the works that the lines of a statement disclose."""
    return {
        source["work"]
        for line in sheet["lines"]
        for source in line.get("sources", ())
        if "work" in source
    }


def work_titles(conn: Connection, sheets: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Return the titles of the works behind statements; of one only announced, nothing."""
    ids = sorted({work for sheet in sheets for work in works_of(sheet)})
    table, found = table_of(WorkRow), dict[str, dict[str, str]]()
    for start in range(0, len(ids), _PER_QUERY):
        some = table.c.id.in_(ids[start : start + _PER_QUERY])
        for id, ja, en in conn.execute(
            select(table.c.id, table.c.title_ja, table.c.title_en).where(some)
        ):
            found[id] = {"ja": ja, **({"en": en} if en else {})}
    return found
