"""The lines of an account with what the bank wrote beside them and what they were for."""

from typing import Any

from sqlalchemy import select

from ledger.access.views import Viewer
from ledger.bootstrap import Register
from ledger.cash.proposing import written_lines
from ledger.cash.views import CashImportRow, CashLineRow, CashMatchRow
from ledger.jobs.cash import account_row
from ledger.store.state import Row
from ledger.store.views import table_of, unpack


def lines_of(
    register: Register, account: str, viewer: Viewer, *, open_only: bool = False
) -> list[dict[str, Any]]:
    """List the lines of an account in their order.

    Args:
        register: Where; its blobs have the bank's files with the names of senders.
        account: Id of the account.
        viewer: Its holder, or who was granted it.
        open_only: Only lines of which something is not explained.
    """
    with register.ledger.reading() as conn:
        row = account_row(conn, account, viewer)
        lines, imports = table_of(CashLineRow), table_of(CashImportRow)
        query = (
            select(lines)
            .join(imports, imports.c.id == lines.c.batch)
            .where(lines.c.account == account)
            .order_by(imports.c.entry_index, lines.c.n)
        )
        if open_only:
            query = query.where(lines.c.amount_minor != lines.c.taken_minor)
        found = [dict(one) for one in conn.execute(query).mappings()]
        written = written_lines(conn, register.blobs, row, {one["batch"] for one in found})
        table = table_of(CashMatchRow)
        matches: dict[tuple[str, int], list[Row]] = {}
        for match in conn.execute(select(table).where(table.c.account == account)).mappings():
            matches.setdefault((match["batch"], match["n"]), []).append(dict(match))
    return [_described(one, written, matches, row["currency"]) for one in found]


def _described(
    line: Row, written: Any, matches: dict[tuple[str, int], list[Row]], currency: str
) -> dict[str, Any]:
    key = (line["batch"], line["n"])
    said = written[key]
    return {
        "line": f"{line['batch']}/{line['n']}",
        "day": line["day"],
        "currency": currency,
        "amount_minor": line["amount_minor"],
        "rest_minor": line["amount_minor"] - line["taken_minor"],
        "balance_minor": line["balance_minor"],
        "sender": said.name,
        "text": said.text,
        "reference": said.reference,
        "matches": [
            {
                "number": match["number"],
                "taken_minor": match["taken_minor"],
                "fee_minor": match["fee_minor"],
                "entry_index": match["entry_index"],
                **unpack(match["doc"]),
            }
            for match in sorted(matches.get(key, ()), key=lambda one: int(one["number"]))
        ],
    }
