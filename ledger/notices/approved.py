"""A statement that needs a second person is told when it was approved, not when it was made.

Who asked for an approval and when is on record, so this says the same whenever it is asked: the
asking stands beside the statement, and was recorded with it.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, select

from ledger.approvals.views import ApprovalRow
from ledger.statements.views import StatementRow
from ledger.store.views import table_of

_KIND: Final = "statements"
_ISSUED: Final = "statement.issued/1"
_TOLD: Final = ("id", "payee", "paid_to", "period", "payment_date")


def told_as(
    conn: Connection, event_type: str, body: Mapping[str, Any]
) -> tuple[str, Mapping[str, Any]] | None:
    """Return the fact that is told in the place of a fact; None for none.

    Args:
        conn: A snapshot in which the fact is.
        event_type: Its type.
        body: Its fields.

    Example:
        A statement under a policy of two pairs of eyes: nothing at `statement.issued/1`, and the
        statement at its `approval.given/1`.
    """
    if event_type == _ISSUED and _was_asked(conn, body["id"]):
        return None
    if event_type != "approval.given/1":
        return event_type, body
    if body["kind"] != _KIND:
        return None
    table = table_of(StatementRow)
    query = select(*(table.c[name] for name in _TOLD)).where(table.c.id == body["subject"])
    row = conn.execute(query).mappings().one_or_none()
    return (_ISSUED, dict(row)) if row else None


def _was_asked(conn: Connection, statement: str) -> bool:
    table = table_of(ApprovalRow)
    is_his = (table.c.kind == _KIND) & (table.c.subject == statement)
    return conn.execute(select(table.c.subject).where(is_his)).first() is not None
