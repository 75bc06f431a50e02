"""What a payer's tax return needs: purchases and sales by class and rate, and what may be credited.

The rules kept here, in order:

1. A purchase counts on its day of payment, an invoice on its day of issue.
2. Tax may be credited once the document is confirmed, or deemed so on the day asked; until then it
   is `unconfirmed` and credits nothing.
3. A document that another replaced, and one that is objected to, credits nothing.

Source:
    消費税法30条7項, 9項3号. That the day of payment stands for that of supply, and that
    transitional credit waits for a confirmation too, is to be confirmed by an expert. The yearly
    limit per unregistered seller of the 2026 reform is not applied.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from ledger.invoices.deeming import RELIED_ON, REPLACED, standing_on
from ledger.invoices.views import IssuedInvoiceRow, PurchaseRow
from ledger.store.views import View, table_of, unpack

PENDING: Final = "unconfirmed"
_SUMS: Final = ("base_minor", "tax_minor", "creditable_minor")
_HEADINGS: Final = (
    "仕入・売上", "通貨", "区分", "税率", "控除", "件数", "税抜額", "消費税額", "控除できる額",
)  # fmt: skip
_WORDS: Final[Mapping[str, str]] = {
    "purchase": "仕入", "sale": "売上", "credit_note": "売上の返還", "standard": "課税",
    "export_exempt": "輸出免税", "not_taxable": "不課税", "out_of_scope": "対象外",
    "full": "全額", "transitional": "経過措置", "none": "なし", PENDING: "確認待ち",
}  # fmt: skip
Row = dict[str, Any]


def summary(conn: Connection, payer: str, first: date, last: date, day: date) -> list[Row]:
    """Sum a payer's purchases and sales from one day to another.

    Args:
        conn: A snapshot.
        payer: Who pays the one and issues the other.
        first: First day.
        last: Last day.
        day: On which day it is asked what is confirmed.

    Returns:
        One row per side, currency, class, rate and kind of credit, in that order.
    """
    span = (first.isoformat(), last.isoformat())
    found = [*_purchases(conn, payer, span, day), *_sales(conn, payer, span)]
    return _summed(found)


def summary_csv(rows: Iterable[Row]) -> bytes:
    """Write a summary as a table: UTF-8 with a byte order mark, as spreadsheets read it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for row in rows:
        words = [_WORDS.get(row[name], row[name]) for name in ("side", "currency", "tax_class")]
        credit = _WORDS.get(row["credit"], row["credit"])
        sums = [row["count"], *(row[name] for name in _SUMS)]
        writer.writerow([*words, row["rate"], credit, *sums])
    return ("\ufeff" + file.getvalue()).encode()


def _purchases(conn: Connection, payer: str, span: tuple[str, str], day: date) -> Iterator[Row]:
    for row in _between(conn, PurchaseRow, "payer", payer, ("payment_date", *span)):
        standing = standing_on(row, day).status
        if standing == REPLACED:
            continue
        body = unpack(row["doc"])["body"]
        credit = body["credit"]
        for total in body["classes"]:
            kind, creditable = "none", 0
            if total["tax_minor"] and credit["kind"] != "none":
                relied = standing in RELIED_ON
                kind = credit["kind"] if relied else PENDING
                creditable = credit["creditable_minor"] if relied else 0
            yield _row("purchase", row["currency"], total, (kind, creditable))


def _sales(conn: Connection, payer: str, span: tuple[str, str]) -> Iterator[Row]:
    for row in _between(conn, IssuedInvoiceRow, "issued_by", payer, ("issued_on", *span)):
        side = "sale" if row["kind"] == "invoice" else "credit_note"
        total = {
            "tax_class": row["tax_class"],
            "base_minor": row["amount_minor"],
            "tax_minor": row["tax_minor"],
            "rate": unpack(row["doc"])["body"].get("rate", ""),
        }
        yield _row(side, row["currency"], total, ("", 0))


def _between(
    conn: Connection, view: type[View], role: str, party: str, span: tuple[str, str, str]
) -> Iterator[Row]:
    table, (column, first, last) = table_of(view), span
    query = select(table).where(
        table.c[role] == party, table.c[column] >= first, table.c[column] <= last
    )
    yield from (dict(row) for row in conn.execute(query.order_by(table.c.id)).mappings())


def _row(side: str, currency: str, total: Mapping[str, Any], credit: tuple[str, int]) -> Row:
    kind, creditable = credit
    return {
        "side": side,
        "currency": currency,
        "tax_class": total["tax_class"],
        "rate": total.get("rate", ""),
        "credit": kind,
        "base_minor": total["base_minor"],
        "tax_minor": total["tax_minor"],
        "creditable_minor": creditable,
    }


def _summed(rows: Iterable[Row]) -> list[Row]:
    keys = ("side", "currency", "tax_class", "rate", "credit")
    sums: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0] * (1 + len(_SUMS)))
    for row in rows:
        key = tuple(row[name] for name in keys)
        amounts = (1, *(row[name] for name in _SUMS))
        sums[key] = [one + more for one, more in zip(sums[key], amounts, strict=True)]
    return [
        {**dict(zip(keys, key, strict=True)), "count": count,
         **dict(zip(_SUMS, amounts, strict=True))}
        for key, (count, *amounts) in sorted(sums.items())
    ]  # fmt: skip
