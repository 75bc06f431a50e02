"""Names for the ids in an answer: parties, works, committees, agreements; as far as the reader may.

Committees and works are public, agreements are named to those who read them, natural persons to
those who read the whole of what names them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from api.pages.desk import Desk
from ledger.access.views import visible
from ledger.agreements.views import AgreementRow
from ledger.committees.views import CommitteeRow
from ledger.store.views import table_of, unpack
from ledger.works.views import WorkRow

_ID: Final = re.compile(r"(?:party|work|cmt|agr)_[0-9A-HJKMNP-TV-Z]{26}")
_HOLDING: Final = re.compile(r"committee:(cmt_[0-9A-HJKMNP-TV-Z]{26})/\w+")
_PER_QUERY: Final = 500

Names = Mapping[str, str]


def names_in(
    desk: Desk, conn: Connection, data: object, *, of_persons: bool = False
) -> dict[str, str]:
    """Return what to call everything that the data mention, in a few queries for all of it.

    Args:
        desk: Who reads, in which language.
        conn: A snapshot.
        data: Plain values; ids may stand anywhere, also inside longer text.
        of_persons: Whether the reader reads the whole of what names natural persons.
    """
    ids = sorted(set(_ids(data)))
    found = desk.names(conn, [id for id in ids if id.startswith("party_")], of_persons=of_persons)
    works, committees = table_of(WorkRow), table_of(CommitteeRow)
    asked = (
        ("work_", select(works.c.id, works.c.title_ja, works.c.title_en), works.c.id),
        ("cmt_", select(committees.c.id, committees.c.name_ja), committees.c.id),
    )
    for prefix, query, column in asked:
        some = [id for id in ids if id.startswith(prefix)]
        for start in range(0, len(some), _PER_QUERY):
            for row in conn.execute(query.where(column.in_(some[start : start + _PER_QUERY]))):
                id, ja, *en = row
                found[id] = (desk.lang == "en" and en and en[0]) or ja
    return found | agreement_titles(desk, conn, [id for id in ids if id.startswith("agr_")])


def agreement_titles(desk: Desk, conn: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Return what those agreements are called in the reader's language that she may read."""
    table, found = table_of(AgreementRow), {}
    query = select(table.c.id, table.c.doc).where(visible(desk.viewer, table.c.id))
    for start in range(0, len(ids), _PER_QUERY):
        for id, doc in conn.execute(query.where(table.c.id.in_(ids[start : start + _PER_QUERY]))):
            found[id] = told(unpack(doc)["title"], desk.lang)
    return found


def called(text: str, names: Names) -> str:
    """Write names in the place of ids; who holds for a committee is the committee.

    Example:
        >>> id = "party_01JN7G1C0F39XK8XYDERMTDDE9"
        >>> called(f"{id} 1/2", {id: "A"})
        'A 1/2'
    """
    without = _HOLDING.sub(r"\1", text)
    return _ID.sub(lambda found: names.get(found[0], found[0]), without)


def _ids(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield from _ID.findall(data)
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _ids(key)
            yield from _ids(value)
    elif isinstance(data, list | tuple | set | frozenset):
        for one in data:
            yield from _ids(one)


def told(value: Any, lang: str) -> str:
    """Return a text that is written in both languages."""
    return str(value.get(lang) or value["ja"])
