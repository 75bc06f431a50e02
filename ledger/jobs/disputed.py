"""What open disputes mean for runs, for statements, and for the end of a committee.

A dispute stops no run: what is contested is held line by line, once its statement is issued. But
whoever closes a run is told that its money is contested, and a statement says what is held of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.figures import Language, money
from ledger.access.views import Viewer, visible
from ledger.agreements.views import AgreementRow, AgreementWorkRow
from ledger.disputes.course_views import DisputeCourseRow
from ledger.disputes.holding import held_of
from ledger.disputes.holding_views import DisputeHoldRow
from ledger.disputes.views import OPEN, DisputeRow, open_on
from ledger.rights.views import RightRow
from ledger.statements.views import StatementRow
from ledger.store.views import table_of, unpack

_WORDS: Final[Mapping[Language, str]] = {
    "ja": "「{label}」のうち {amount}（税引前）は、係争 {dispute} のため支払を保留しています。",
    "en": "Of “{label}”, {amount} before tax is held because of dispute {dispute}.",
}


def disputed(conn: Connection, agreement: str) -> tuple[str, ...]:
    """Return the warnings for whoever closes a run: what about its agreement is contested.

    Args:
        conn: A snapshot.
        agreement: Id of the agreement.
    """
    table = table_of(AgreementRow)
    committee = conn.execute(
        select(table.c.committee).where(table.c.id == agreement)
    ).scalar_one_or_none()
    subjects = [agreement, *([committee] if committee else []), *_rights(conn, agreement)]
    return tuple(
        f"disputed: {row['id']} answer-by {row['answer_by']}" for row in open_on(conn, subjects)
    )


def _rights(conn: Connection, agreement: str) -> list[str]:
    """Return the rights in the works of an agreement; of a licence with terms, only its own."""
    works, rights = table_of(AgreementWorkRow), table_of(RightRow)
    named = select(works.c.work_id).where(works.c.agreement_id == agreement)
    found = conn.execute(
        select(rights.c.id, rights.c.doc).where(rights.c.work.in_(named)).order_by(rights.c.id)
    )
    stated = ((id, unpack(doc)["body"].get("agreement")) for id, doc in found)
    return [id for id, own in stated if own in (None, agreement)]


def held_told(conn: Connection, statement: Mapping[str, Any], lang: Language) -> list[str]:
    """Say what disputes hold of a statement, line by line.

    Args:
        conn: A snapshot.
        statement: As shown.
        lang: "ja" or "en".
    """
    held = held_of(conn, [statement["id"]]).get(statement["id"])
    labels = {(one["run"], one["step"]): one[f"label_{lang}"] for one in statement["lines"]}
    return [
        _WORDS[lang].format(
            label=labels[part.run, part.step].strip("「」"),
            amount=money((part.amount_minor, 1), statement["currency"], lang),
            dispute=part.dispute,
        )
        for part in (held.parts if held else ())
    ]


def held_in_run(conn: Connection, viewer: Viewer, run: str) -> list[dict[str, Any]]:
    """Return what disputes hold of lines of a run, as far as a viewer reads their statements."""
    table = table_of(DisputeHoldRow)
    query = select(table).where(
        table.c.run == run, table.c.amount_minor > 0, visible(viewer, table.c.statement_id)
    )
    names = ("dispute_id", "statement_id", "payee", "step", "income", "amount_minor", "currency")
    rows = conn.execute(query.order_by(*table.primary_key.columns)).mappings()
    return [{name: row[name] for name in names} for row in rows]


def held_for(conn: Connection, payee: str, runs: Iterable[str]) -> dict[str, int]:
    """Return what disputes hold of a payee's lines of some runs, by currency and before tax."""
    table = table_of(DisputeHoldRow)
    wanted, sums = set(runs), dict[str, int]()
    query = select(table.c.run, table.c.currency, table.c.amount_minor).where(
        table.c.payee == payee, table.c.amount_minor > 0
    )
    for run, currency, amount in conn.execute(query.order_by(table.c.currency)):
        if run in wanted:
            sums[currency] = sums.get(currency, 0) + amount
    return sums


def contested_committees(
    conn: Connection,
    viewer: Viewer,
    on: date,
    agreements: Mapping[str, Iterable[str]],
    works: Mapping[str, Iterable[str]],
) -> dict[str, list[tuple[str, bool]]]:
    """Return the open disputes that stop the end of committees.

    Args:
        conn: A snapshot.
        viewer: Of what concerns him.
        on: The day on which an answer may be late.
        agreements: Agreement to the committees that it concerns.
        works: Work to the committees that made it.

    Returns:
        Committee to who opened each dispute, and whether an answer is late.
    """
    found: dict[str, list[tuple[str, bool]]] = {}
    for row, is_late in _open(conn, viewer, on):
        for committee in dict.fromkeys(_concerned(conn, row, agreements, works)):
            found.setdefault(committee, []).append((row["opened_by"], is_late))
    return found


def _open(conn: Connection, viewer: Viewer, on: date) -> Iterator[tuple[Mapping[str, Any], bool]]:
    table, course = table_of(DisputeRow), table_of(DisputeCourseRow)
    query = select(table, course.c.is_waiting).join(
        course, course.c.dispute_id == table.c.id, isouter=True
    )
    query = query.where(table.c.status == OPEN, visible(viewer, table.c.id, level="payee"))
    for row in conn.execute(query.order_by(table.c.id)).mappings():
        yield dict(row), bool(row["is_waiting"]) and row["answer_by"] < on.isoformat()


def _concerned(
    conn: Connection,
    row: Mapping[str, Any],
    agreements: Mapping[str, Iterable[str]],
    works: Mapping[str, Iterable[str]],
) -> Iterator[str]:
    kind, subject = row["kind"], row["subject"]
    if kind == "committee":
        yield subject
    elif kind == "agreement":
        yield from agreements.get(subject, ())
    elif kind == "grant":
        rights = table_of(RightRow)
        work = conn.execute(select(rights.c.work).where(rights.c.id == subject)).scalar_one()
        yield from works.get(work, ())
    else:
        statements = table_of(StatementRow)
        doc = conn.execute(select(statements.c.doc).where(statements.c.id == subject)).scalar_one()
        for line in unpack(doc)["lines"]:
            yield from agreements.get(line["agreement"], ())
