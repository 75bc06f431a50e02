"""The reason of a line of a statement, with the names that its reader may know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, select

from api.names import names_known
from contracts.drawing import Writer
from contracts.figures import Language
from contracts.graph import Graph
from ledger.access.views import Viewer, can_read
from ledger.bootstrap import Register
from ledger.committees.views import CommitteeRow
from ledger.errors import NotFound
from ledger.jobs.disputed import held_told
from ledger.statements.payment_told import payment_told
from ledger.statements.prepare import statement_sheet
from ledger.statements.reasons import Reason, reasons_of
from ledger.statements.views import show
from ledger.store.views import table_of, unpack

Form = Literal["json", "svg", "mermaid"]

_COMMITTEE: Final = "committee:"


@dataclass(frozen=True, slots=True)
class Explainers:
    """Explains statements to one reader.

    Attributes:
        conn: A snapshot.
        viewer: Who reads; his rights and the terms decide how much.
    """

    conn: Connection
    register: Register
    viewer: Viewer

    def reasons(self, statement: str, numbers: Sequence[int] = ()) -> list[Reason]:
        """Return the reasons of some lines of a statement, or of all.

        Raises:
            NotFound: There is no such statement for this reader, or it has no such line.
        """
        shown = self._shown(statement)
        return reasons_of(self.conn, self.register.blobs, shown, self.viewer, numbers)

    def foot(self, statement: str, lang: Language) -> dict[str, list[str]]:
        """Return how a statement's lines become a payment, and the notes it was issued with.

        Of a statement of nothing this is all there is: it says how far recoupment is.

        Raises:
            NotFound: There is no such statement for this reader.
        """
        shown = self._shown(statement)
        blobs, notes = self.register.blobs, list[str]()
        if all(blobs.exists(file["sha256"]) for file in shown["files"]):
            notes = statement_sheet(blobs, shown["files"])["notes"][lang]
        payment = [*payment_told(shown, lang), *held_told(self.conn, shown, lang)]
        return {"payment": payment, "notes": notes}

    def _shown(self, statement: str) -> dict[str, Any]:
        shown = show(self.conn, statement, self.viewer)
        if shown is None:
            raise NotFound("statement-not-found", field="statement", value=statement)
        return shown

    def told(self, reason: Reason, lang: Language) -> dict[str, Any]:
        """Return a line with its sentences."""
        names = self.names(reason, lang)
        return reason.told(self.conn, self.register.blobs, lang, names)

    def graph(self, reason: Reason, lang: Language, form: Form) -> Graph | str:
        """Return the way of the money to a line: as nodes and edges, or drawn."""
        if form == "json":
            return reason.graph()
        writer = Writer(reason.graph(), lang, self.names(reason, lang))
        return writer.svg() if form == "svg" else writer.mermaid()

    def names(self, reason: Reason, lang: Language) -> dict[str, str]:
        """Return names for a reader; the statement itself names its payee to whoever reads it."""
        named, own = reason.named(), self.viewer.party
        is_full = can_read(self.conn, self.viewer, reason.line.run)
        known = names_known(self.conn, self.register, named, of_persons=is_full, own=own)
        payee = [reason.statement["payee"]]
        known |= names_known(self.conn, self.register, payee, of_persons=True, own=own)
        committees = committee_names(self.conn, named, lang)
        return {**committees, **{id: name.in_language(lang) for id, name in known.items()}}


def committee_names(conn: Connection, references: Iterable[str], lang: Language) -> dict[str, str]:
    """Return what to call references to committees."""
    ids = {name: name.removeprefix(_COMMITTEE).partition("/")[0] for name in references}
    wanted = {name: id for name, id in ids.items() if name.startswith(_COMMITTEE)}
    table = table_of(CommitteeRow)
    query = select(table.c.id, table.c.doc).where(table.c.id.in_(sorted(set(wanted.values()))))
    names = {id: unpack(doc)["name"] for id, doc in conn.execute(query)}
    return {
        reference: names[id].get(lang) or names[id]["ja"]
        for reference, id in wanted.items()
        if id in names
    }
