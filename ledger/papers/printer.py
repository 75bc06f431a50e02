"""What every paper needs from the register: names, the place in the log, words for uses.

A paper may leave the house, so it never prints the name of a person whose data may be used for one
purpose only, whoever prints it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.rights.vocabulary import committee_uses, tree_of
from ledger.access.views import Viewer
from ledger.committees.views import CommitteeRow
from ledger.papers.blocks import Lang
from ledger.parties.display import names_of
from ledger.parties.views import PartyRow
from ledger.rights.people import committee_of
from ledger.store.read import Head, LogReader
from ledger.store.views import table_of, unpack
from ledger.vault.vault import Vault
from ledger.works.views import WorkRow

_NOBODY: Final = {"ja": "（権利者不明）", "en": "(no holder known)"}
_A_PERSON: Final = {"ja": "（個人）", "en": "(a person)"}
_CO_OWNERS: Final = {"ja": "{0}の著作権共有者", "en": "co-owners in {0}"}
_EVIDENCE: Final = {
    "ja": "台帳の記録を写したもので、証拠であって法的助言ではありません。",
    "en": "A copy of what the register holds: evidence, not legal advice.",
}
_KNOWN_AT: Final = {
    "ja": "台帳 {origin}　記録番号 {last} まで（{day}）",
    "en": "Register {origin}, as known at entry {last} ({day})",
}
_ENTRY: Final = {
    "ja": "もとの記録 {index}　ハッシュ {leaf}",
    "en": "Made of entry {index}, hash {leaf}",
}


@dataclass(frozen=True)
class Printer:
    """For whom, in which language and when something is printed.

    Attributes:
        conn: A snapshot. vault: opens the names of persons.
        viewer: Who may read it; nothing that he may not read is on a paper for him.
        day: Date of the paper.
        address: Where the paper can be asked for again; empty for none.
    """

    conn: Connection
    vault: Vault
    viewer: Viewer
    lang: Lang
    day: date
    address: str = ""

    @cached_property
    def head(self) -> Head:
        """Where the log ends."""
        return LogReader(self.conn).head()

    def says(self, words: Mapping[str, str], *texts: object, **values: object) -> str:
        """Return a sentence in the language of the paper, filled with values."""
        return words[self.lang].format(*texts, **values)

    def names(
        self, ids: Iterable[str | None], persons: Collection[str] | None = None
    ) -> dict[str, str]:
        """Return what to call parties, committees that hold rights, and nobody.

        Args:
            ids: What a paper names; an id that the register does not know stays as it is.
            persons: Natural persons who may be named; all if left out.
        """
        wanted = {id for id in ids if id}
        committees = {id: committee_of(id) or id for id in wanted if "cmt_" in id}
        unnamed = self._persons(wanted - {*persons}) if persons is not None else set()
        parties = names_of(self.conn, self.vault, wanted - unnamed, hides_restricted=True)
        called = {id: id for id in wanted}
        called |= {id: name.in_language(self.lang) for id, name in parties.items()}
        called |= dict.fromkeys(unnamed, _A_PERSON[self.lang])
        titles = self._committees(set(committees.values()))
        for id, committee in committees.items():
            title = titles.get(committee, committee)
            called[id] = title if id == committee else _CO_OWNERS[self.lang].format(title)
        return called | {"unassigned": _NOBODY[self.lang]}

    def works(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the titles of works."""
        table = table_of(WorkRow)
        query = select(table.c.id, table.c.title_ja, table.c.title_en)
        rows = self.conn.execute(query.where(table.c.id.in_(sorted(ids))))
        return {id: (en if self.lang == "en" and en else ja) for id, ja, en in rows}

    def footer(self, entry: int) -> tuple[str, ...]:
        """Return the lines that say of what the paper was made, and what it is."""
        leaf = LogReader(self.conn).entry(entry).leaf_hash.hex()
        origin, last = self.head.origin, self.head.size - 1
        return (
            self.says(_KNOWN_AT, origin=origin, last=last, day=self.day.isoformat()),
            self.says(_ENTRY, index=entry, leaf=leaf),
            self.says(_EVIDENCE),
        )

    def _persons(self, ids: set[str]) -> set[str]:
        table = table_of(PartyRow)
        query = select(table.c.id).where(table.c.id.in_(sorted(ids)), table.c.subject.is_not(None))
        return {*self.conn.execute(query).scalars()}

    def _committees(self, ids: set[str]) -> dict[str, str]:
        table = table_of(CommitteeRow)
        query = select(table.c.id, table.c.doc).where(table.c.id.in_(sorted(ids)))
        found = {id: unpack(doc)["name"] for id, doc in self.conn.execute(query)}
        return {id: self.title(name) for id, name in found.items()}

    def title(self, name: Mapping[str, Any]) -> str:
        """Return the name of a committee, work or agreement in the language of the paper."""
        return str(name["en"] if self.lang == "en" and name.get("en") else name["ja"])

    def joined(self, texts: Iterable[str]) -> str:
        """Return several texts as one list."""
        return ("、" if self.lang == "ja" else ", ").join(texts)

    def aside(self, text: str) -> str:
        """Return a text in the brackets of the language."""
        return f"（{text}）" if self.lang == "ja" else f" ({text})"

    def use(self, medium: str) -> str:
        """Return what a committee's word for a use means, such as 配信."""
        use, media = committee_uses()[medium], tree_of("media")
        return _OVERSEAS[self.lang] if use.territories else media.told(use.media, self.lang)

    def place_of(self, window: Mapping[str, Any]) -> str:
        """Return where a window of a committee is; overseas says it itself."""
        use, tree = committee_uses()[window["medium"]], tree_of("territories")
        if use.territories:
            return tree.told(use.territories, self.lang)
        return self.place(window["territory"])

    def place(self, code: str) -> str:
        """Return the name of a territory, or what was written where no code was."""
        tree = tree_of("territories")
        return tree.name(code, self.lang) if code in tree.nodes else code


_OVERSEAS: Final = {
    "ja": "海外（すべての利用）",
    "en": "overseas (all uses)",
}
