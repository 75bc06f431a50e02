"""State proofs from a closed month: one holder's own leaves, or where an identifier is or is not.

The leaves of a close are not kept: they are computed again from the facts, as the auditor does, and
nothing is handed out unless the roots on record come out.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from ledger.access.views import OPERATOR_VIEWER
from ledger.audit.family import Entry
from ledger.audit.records import Record, fact_reader
from ledger.audit.state import RELEVANT, StateBook
from ledger.closings.events import STATE_CLOSED
from ledger.closings.views import closed_states
from ledger.errors import LogCorrupt, NotFound
from ledger.jobs.disclose import Discloser
from ledger.log.entry import parse_part
from ledger.log.package import Package
from ledger.log.state_leaves import concerns
from ledger.log.state_proof import Claim, Found, Missing, write_state_proof
from ledger.log.state_tree import IdentifierTree, PrivateTree, TreeState
from ledger.store.nodes import TileCache
from ledger.store.read import LogReader, StoredPart

HOLDER_PURPOSE: Final = {
    "ja": "月末時点の残高と持分の証明",
    "en": "Evidence of balances and holdings at the end of a month",
}
IDENTIFIER_PURPOSE: Final = {
    "ja": "月末時点で識別番号が登録されているか否かの証明",
    "en": "Evidence whether an identifier was registered by the end of a month",
}
_PUBLIC_READER: Final = "public"


class ClosedMonth:
    """A close on record, with its leaves computed again.

    Args:
        conn: A snapshot.
        cache: Tiles read before.
        month: As `2026-03`; the last one closed if it is None.

    Raises:
        NotFound: No state of this month is on record.
    """

    def __init__(self, conn: Connection, cache: TileCache, month: str | None = None) -> None:
        self._conn = conn
        self._cache = cache
        self.index = _entry_of(conn, month)
        self._log = LogReader(conn, cache)
        self._fact = _fact(STATE_CLOSED, self._log.parts(self.index))
        self._book = self._replayed(self._fact.size)

    def _replayed(self, size: int) -> StateBook:
        book = StateBook()
        for stored, parts in self._log.iterate(0, size):
            event_type = stored.header().event_type
            if event_type in RELEVANT:
                fact = _fact(event_type, parts)
                book.see(Entry(stored.index, event_type, fact, {}))
        return book

    def holding(self, party: str) -> bytes:
        """Return the state proof of everything that is one party's own.

        Raises:
            NotFound: Nothing in the state is, or no published checkpoint covers the close yet.
            LogCorrupt: The root on record does not come out.
        """
        leaves = list(self._book.private_leaves(self._fact.size, self._fact.month))
        tree = PrivateTree(bytes.fromhex(self._fact.key), leaves)
        self._must_be(tree.state, self._fact.balances)
        claims = [tree.open(leaf) for leaf in leaves if concerns(leaf, party)]
        if not claims:
            raise NotFound(
                "nothing-of-party",
                f"the state of {self._fact.month} holds nothing of this party",
                field="party",
                value=party,
            )
        package = replace(self._package("balances"), reader=party, purpose=HOLDER_PURPOSE)
        return write_state_proof(package, claims)

    def identifier(self, identifier: str, *, absent: bool) -> bytes:
        """Return the state proof that an identifier is, or is not, among those ever registered.

        Raises:
            NotFound: It is not as the proof should show, or no published checkpoint covers the
                close yet.
            LogCorrupt: The root on record does not come out.
        """
        tree = IdentifierTree(self._book.identifiers(self._fact.size))
        self._must_be(tree.state, self._fact.identifiers)
        claims: Sequence[Claim]
        if absent:
            claims = [Missing(identifier, tree.absence(identifier))]
        else:
            place = tree.find(identifier)
            if place is None:
                raise NotFound(
                    "identifier-not-registered",
                    f"the state of {self._fact.month} does not hold this identifier",
                    field="identifier",
                    value=identifier,
                )
            claims = [Found(identifier, place)]
        package = replace(self._package(), reader=_PUBLIC_READER, purpose=IDENTIFIER_PURPOSE)
        return write_state_proof(package, claims)

    def _package(self, *parts: str) -> Package:
        maker = Discloser(self._conn, self._cache, OPERATOR_VIEWER, tells_readers=True)
        return maker.entry(self.index, ("facts", *parts))

    def _must_be(self, computed: TreeState, stated: Record) -> None:
        if (computed.count, computed.root.hex()) != (stated.count, stated.root):
            raise LogCorrupt(
                "state-differs",
                "the state on record does not come out of the facts again",
                index=self.index,
                found=stated.root,
                expected=computed.root.hex(),
            )


def _entry_of(conn: Connection, month: str | None) -> int:
    states = [row for row in closed_states(conn) if month in (None, row["month"])]
    if not states:
        raise NotFound(
            "state-not-closed",
            "no state is on record for this month",
            field="month",
            value=month,
            expected="a month whose state was closed",
        )
    index: int = states[-1]["entry_index"]
    return index


def _fact(event_type: str, parts: Sequence[StoredPart]) -> Record:
    opened = [parse_part(part.data) for part in parts]
    return fact_reader().read(event_type, {part.name: part.body for part in opened})
