"""Who stays liable beside the payer of a statement, where he assumed the debt from somebody else.

Companies are named; a person is named by her id alone, because her name may have to be erased and
would stay in the files of others.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

from sqlalchemy import Connection, select

from contracts.figures import Language
from ledger.agreements.views import AgreementRow
from ledger.parties.views import PartyRow
from ledger.royalties.views import RunPayeeRow
from ledger.statements.books import RunBook
from ledger.store.views import table_of, unpack

_WORDS: Final[dict[Language, dict[str, str]]] = {
    "ja": {
        "assumed": "「{title}」の支払債務は、{month}分から{payer}が引き受けました",
        "beside": "。{liable}も、引き続き連帯して債務を負います（併存的債務引受）。",
        "alone": "（免責的債務引受）。",
        "and": "、",
    },
    "en": {
        "assumed": "{payer} assumed what is owed under “{title}” from {month} on",
        "beside": ". Still liable beside it: {liable} (cumulative assumption).",
        "alone": " (with release of the former debtor).",
        "and": ", ",
    },
}


class Stated(Protocol):
    """What is needed of a statement under way."""

    @property
    def payer(self) -> str:
        """Who pays."""

    @property
    def books(self) -> tuple[RunBook, ...]:
        """The runs that it shows."""


def assumption_of(agreement: Mapping[str, Any], payer: str) -> Mapping[str, Any] | None:
    """Return how a payer came to owe an agreement; None if he did from the beginning.

    Args:
        agreement: Its row.
        payer: Who states a run of it.
    """
    steps = unpack(agreement["doc"]).get("assumptions", ())
    found: Mapping[str, Any] | None = next(
        (step for step in reversed(steps) if step["debtor"] == payer), None
    )
    return found


def assumed_in(conn: Connection, payer: str, runs: Iterable[str]) -> list[dict[str, Any]]:
    """Return the agreements behind runs that their payer assumed, and who is liable beside him."""
    table, shown = table_of(AgreementRow), table_of(RunPayeeRow)
    behind = select(shown.c.agreement).where(shown.c.run_id.in_(sorted(runs)))
    query = select(table).where(table.c.id.in_(behind)).order_by(table.c.id)
    names = ("manner", "from_month", "liable")
    return [
        {"agreement": row["id"], **{name: step[name] for name in names}}
        for row in conn.execute(query).mappings()
        if (step := assumption_of(dict(row), payer))
    ]


class Beside:
    """Makes the sentences for the foot of statements.

    Args:
        conn: A snapshot.
        stated: The statements under way.
    """

    def __init__(self, conn: Connection, stated: Iterable[Stated]) -> None:
        steps = [
            step
            for one in stated
            for book in one.books
            if (step := assumption_of(book.agreement, one.payer))
        ]
        liable = {party for step in steps for party in step["liable"]}
        table = table_of(PartyRow)
        query = select(table).where(table.c.id.in_(sorted(liable)), table.c.subject.is_(None))
        self._companies = {row["id"]: dict(row) for row in conn.execute(query).mappings()}

    def notes(self, stated: Stated, payer_name: str, lang: Language) -> list[str]:
        """Say which debts the payer assumed, and who is liable beside him; each agreement once."""
        words, found = _WORDS[lang], dict[str, str]()
        for book in stated.books:
            step = assumption_of(book.agreement, stated.payer)
            if step is not None:
                said = words["assumed"].format(
                    title=book.title.get(lang, book.title["ja"]),
                    month=step["from_month"],
                    payer=payer_name,
                )
                liable = words["and"].join(self._name(party, lang) for party in step["liable"])
                ends = words["beside" if liable else "alone"].format(liable=liable)
                found[book.agreement["id"]] = said + ends
        return list(found.values())

    def _name(self, party: str, lang: Language) -> str:
        row = self._companies.get(party)
        if row is None:
            return party
        return str((lang == "en" and row["name_en"]) or row["name_ja"])
