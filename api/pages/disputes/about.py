"""What a question is about: a line of a statement, an agreement, or a committee as a whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from ledger.access.views import Viewer, visible
from ledger.agreements.views import AgreementRow
from ledger.committees.views import CommitteeRow
from ledger.disputes.commands import DisputeSubject
from ledger.errors import NotFound
from ledger.statements import views as statements
from ledger.statements.views import StatementRow
from ledger.store.views import table_of, unpack


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the pages of one kind of people show what questions are about; without language."""

    line: str
    agreement: str
    committee: str


CREATOR_WAYS: Final = Ways(
    "/my/statements/{id}/lines/{number}", "/my/agreements/{id}", "/committees/{id}"
)
STUDIO_WAYS: Final = Ways(
    "/studio/statements/{id}", "/studio/agreements/{id}", "/studio/committees/{id}"
)


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
    return _of_line(shown, number, CREATOR_WAYS)


def of_agreement(conn: Connection, viewer: Viewer, agreement: str) -> About:
    """Return an agreement; its rules decide whether this person may contest it."""
    titles = _titles(conn, viewer, [agreement])
    return About(
        DisputeSubject(kind="agreement", id=agreement),
        f"agreement={agreement}",
        titles.get(agreement, ""),
        "",
        CREATOR_WAYS.agreement.format(id=agreement),
    )


def of_disputes(
    conn: Connection,
    viewer: Viewer,
    subjects: Mapping[str, Mapping[str, Any]],
    ways: Ways = CREATOR_WAYS,
) -> dict[str, About]:
    """Return what recorded questions are about, with three queries for all of them.

    Args:
        conn: A snapshot.
        viewer: Reads of a statement that is not open to him its id alone.
        subjects: Subjects as recorded, by the id of the question.
        ways: Where he reads more.
    """
    wanted = {
        kind: [one["id"] for one in subjects.values() if one["kind"] == kind]
        for kind in ("statement_line", "agreement", "committee")
    }
    shown = _statements(conn, viewer, wanted["statement_line"])
    titles = _titles(conn, viewer, wanted["agreement"]) | _names(conn, wanted["committee"])
    return {
        dispute: _of_line_recorded(subject, shown.get(subject["id"]), ways)
        if subject["kind"] == "statement_line"
        else _of_whole(subject, titles, ways)
        for dispute, subject in subjects.items()
    }


def _of_whole(subject: Mapping[str, Any], titles: Mapping[str, str], ways: Ways) -> About:
    id = subject["id"]
    way = {"agreement": ways.agreement, "committee": ways.committee}.get(subject["kind"], "")
    named = DisputeSubject.model_validate(dict(subject))
    return About(named, "", titles.get(id, ""), "", way.format(id=id))


def _of_line_recorded(
    subject: Mapping[str, Any], shown: Mapping[str, Any] | None, ways: Ways
) -> About:
    for number, line in enumerate(shown["lines"] if shown else (), 1):
        if shown and (line["run"], line["step"]) == (subject["run"], subject["step"]):
            return _of_line(shown, number, ways)
    return About(DisputeSubject.model_validate(dict(subject)), "", "", "", "")


def _names(conn: Connection, committees: Iterable[str]) -> dict[str, str]:
    """Return the names of committees; they are public."""
    table = table_of(CommitteeRow)
    query = select(table.c.id, table.c.name_ja).where(table.c.id.in_(sorted(set(committees))))
    return {row.id: row.name_ja for row in conn.execute(query)}


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


def _of_line(shown: Mapping[str, Any], number: int, ways: Ways) -> About:
    line = shown["lines"][number - 1]
    return About(
        DisputeSubject(kind="statement_line", id=shown["id"], run=line["run"], step=line["step"]),
        f"statement={shown['id']}&line={number}",
        line["label_ja"],
        line["label_en"] or "",
        ways.line.format(id=shown["id"], number=number),
        shown["payer"],
        shown["period"],
        shown["currency"],
        line["amount_minor"],
    )
