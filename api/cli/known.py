"""Names for the ids in an output: parties, works and contracts, in a few queries for all of them.

Persons' names come out of the vault; a party's token sees none whose use is restricted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, select

from api.cli.language import Lang
from ledger.agreements.views import AgreementRow
from ledger.bootstrap import Register
from ledger.committees.views import CommitteeRow
from ledger.parties.display import names_of
from ledger.store.views import table_of
from ledger.works.views import WorkRow

_ID: Final = re.compile(r"(party|work|cmt|agr)_[0-9A-HJKMNP-TV-Z]{26}")
_PER_QUERY: Final = 500
_WITH_ENGLISH: Final = 3  # id, Japanese, English


def names_in(register: Register, conn: Connection, data: object, lang: Lang) -> dict[str, str]:
    """Return what to call every party, work, committee and agreement that the data mention.

    Args:
        register: Its vault opens the names of persons.
        conn: A snapshot.
        data: Plain JSON values; ids may stand anywhere, also inside longer text.
        lang: English names are used for English where there are any.
    """
    ids = set(_ids(data))
    parties = (name for name in ids if name.startswith("party_"))
    hidden = register.ledger.is_for_party
    names = names_of(conn, register.vault, parties, hides_restricted=hidden)
    called = {party: name.in_language(lang) for party, name in names.items()}
    works, committees = table_of(WorkRow), table_of(CommitteeRow)
    agreements = table_of(AgreementRow)
    titles = (
        ("work_", (works.c.id, works.c.title_ja, works.c.title_en)),
        ("cmt_", (committees.c.id, committees.c.name_ja)),
        ("agr_", (agreements.c.id, agreements.c.title_ja)),
    )
    for prefix, columns in titles:
        for row in _rows(conn, columns, (name for name in ids if name.startswith(prefix))):
            english = row[2] if lang == "en" and len(row) == _WITH_ENGLISH else None
            called[row[0]] = english or row[1]
    return called


def with_printed_names(register: Register, data: dict[str, Any]) -> dict[str, Any]:
    """Return a work with the printed names of its credits beside their commitments.

    Credits of elements are opened too; a name that was erased stays a commitment.
    """
    holders = [data, *data.get("elements", ())]
    pairs = [pair for holder in holders for pair in _pairs(holder.get("credits", ()))]
    opened = register.vault.open_many(pairs)
    for holder in holders:
        if "credits" in holder:
            holder["credits"] = [_printed(credit, opened) for credit in holder["credits"]]
    return data


def _pairs(credits: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for credit in credits:
        if "subject" in credit and "name" in credit:
            yield credit["subject"], credit["name"]


def _printed(credit: dict[str, Any], opened: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    pair = (credit.get("subject", ""), credit.get("name", ""))
    return {**credit, "printed_name": opened[pair]} if pair in opened else credit


def _rows(conn: Connection, columns: Any, ids: Iterable[str]) -> Iterator[Any]:
    wanted = sorted(ids)
    for start in range(0, len(wanted), _PER_QUERY):
        query = select(*columns).where(columns[0].in_(wanted[start : start + _PER_QUERY]))
        yield from conn.execute(query)


def _ids(data: object) -> Iterator[str]:
    if isinstance(data, str):
        for match in _ID.finditer(data):
            yield match.group()
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _ids(key)
            yield from _ids(value)
    elif isinstance(data, list | tuple):
        for item in data:
            yield from _ids(item)
