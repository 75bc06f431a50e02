"""What a creator's question is about: a line of a statement, or an agreement as a whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from ledger.access.views import Viewer, visible
from ledger.agreements.views import AgreementRow
from ledger.disputes.commands import DisputeSubject
from ledger.errors import NotFound
from ledger.statements import views as statements
from ledger.statements.views import StatementRow
from ledger.store.views import table_of, unpack


@dataclass(frozen=True, slots=True)
class About:
    """What a question is about, as its page shows it.

    Attributes:
        subject: As the command names it.
        query: As the address of the form names it.
        label_ja, label_en: What the line or the agreement is called; empty where it is not known.
        place: Address of the page that shows it, without its language; empty for none.
        payer: Who pays it. period: of the statement.
        amount_minor: Of the line.
    """

    subject: DisputeSubject
    query: str
    label_ja: str
    label_en: str
    place: str
    payer: str = ""
    period: str = ""
    currency: str = "JPY"
    amount_minor: int | None = None


def of_line(conn: Connection, viewer: Viewer, statement: str, number: int) -> About:
    """Return a line of a statement, counted from one.

    Raises:
        NotFound: There is no such statement for this viewer, or no such line.
    """
    shown = _statement(conn, viewer, statement)
    if not 0 < number <= len(shown["lines"]):
        raise NotFound("statement-line-not-found", field="line", value=number)
    return _of_line(shown, number)


def of_agreement(conn: Connection, viewer: Viewer, agreement: str) -> About:
    """Return an agreement; its rules decide whether this person may contest it."""
    return _of_agreement(agreement, _titles(conn, viewer, [agreement]))


def _of_agreement(agreement: str, titles: Mapping[str, str]) -> About:
    return About(
        DisputeSubject(kind="agreement", id=agreement),
        f"agreement={agreement}",
        titles.get(agreement, ""),
        "",
        f"/my/agreements/{agreement}",
    )


def of_disputes(
    conn: Connection, viewer: Viewer, subjects: Mapping[str, Mapping[str, Any]]
) -> dict[str, About]:
    """Return what recorded questions are about, with two queries for all of them.

    Args:
        conn: A snapshot.
        viewer: Reads of a statement that is not open to him its id alone.
        subjects: Subjects as recorded, by the id of the question.
    """
    lines = [one["id"] for one in subjects.values() if one["kind"] == "statement_line"]
    shown = _statements(conn, viewer, lines)
    wanted = [one["id"] for one in subjects.values() if one["kind"] == "agreement"]
    titles = _titles(conn, viewer, wanted)
    return {
        dispute: _of_agreement(subject["id"], titles)
        if subject["kind"] == "agreement"
        else _of_recorded(subject, shown.get(subject["id"]))
        for dispute, subject in subjects.items()
    }


def _of_recorded(subject: Mapping[str, Any], shown: Mapping[str, Any] | None) -> About:
    for number, line in enumerate(shown["lines"] if shown else (), 1):
        if shown and (line["run"], line["step"]) == (subject["run"], subject["step"]):
            return _of_line(shown, number)
    return About(DisputeSubject.model_validate(dict(subject)), "", "", "", "")


def _titles(conn: Connection, viewer: Viewer, ids: Iterable[str]) -> dict[str, str]:
    table = table_of(AgreementRow)
    query = select(table.c.id, table.c.title_ja).where(
        table.c.id.in_(sorted(set(ids))), visible(viewer, table.c.id)
    )
    return {row.id: row.title_ja for row in conn.execute(query)}


def _statements(conn: Connection, viewer: Viewer, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    table = table_of(StatementRow)
    query = select(table).where(table.c.id.in_(sorted(set(ids))), visible(viewer, table.c.id))
    rows = conn.execute(query).mappings()
    return {row["id"]: {**row, "lines": unpack(row["doc"])["lines"]} for row in rows}


def _statement(conn: Connection, viewer: Viewer, statement: str) -> dict[str, Any]:
    shown = statements.show(conn, statement, viewer)
    if shown is None:
        raise NotFound("statement-not-found", field="statement", value=statement)
    return shown


def _of_line(shown: Mapping[str, Any], number: int) -> About:
    line = shown["lines"][number - 1]
    return About(
        DisputeSubject(kind="statement_line", id=shown["id"], run=line["run"], step=line["step"]),
        f"statement={shown['id']}&line={number}",
        line["label_ja"],
        line["label_en"] or "",
        f"/my/statements/{shown['id']}/lines/{number}",
        shown["payer"],
        shown["period"],
        shown["currency"],
        line["amount_minor"],
    )
