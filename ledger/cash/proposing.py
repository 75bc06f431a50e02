"""What open lines were probably for: proposals with their reasons, for a person to confirm.

Money that came in is held against the reports that are not paid in full, by who pays them or by
what the sender wrote; never by its amount alone. Money that went out is held against payments that
were sent and that no line shows: one whole payment of the same day and sum is sure, a single
transfer is not, because two payees may get the same.

Everything is read with a few queries and matched by index: the number of lines and of open reports
does not change how many.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, Literal

from sqlalchemy import Connection, select

from contracts.banking.matching import Arrival, propose
from ledger.blobs.blobs import Blobs
from ledger.cash.open_items import open_items, sender_key
from ledger.cash.profiles import NOTICE, profile_named, read_profile
from ledger.cash.reading import ReadLine, read_bank_file
from ledger.cash.views import CashImportRow, CashLineRow, CashPartRow
from ledger.payments.views import EXPORTED, PAID, RETURNED, PaymentItemRow
from ledger.store.state import Row
from ledger.store.views import table_of, unpack

Kind = Literal[
    "exact", "several", "fee", "partial", "excess", "ambiguous", "unknown",
    "payment", "transfer", "returned",
]  # fmt: skip
SURE: Final[frozenset[str]] = frozenset({"exact", "several", "payment"})
FEES: Final = (110, 220, 330, 440, 550, 660, 770, 880)
"""What a transfer within Japan usually costs its sender, in yen; a question to a person only."""
_NEAR: Final = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A line, and what it was probably for.

    Attributes:
        batch, n: The line. open_minor: what of it nobody explained, with its sign.
        name: Of the sender, read from the bank's file.
        kind: How sure it is.
        parts: As `MatchCash` takes them, without ids of receipts.
        fee_minor: What seems to have been kept for the fee. rest_minor: what is left over.
    """

    batch: str
    n: int
    day: str
    open_minor: int
    name: str
    text: str
    reference: str
    kind: Kind
    parts: tuple[Mapping[str, Any], ...] = ()
    fee_minor: int = 0
    rest_minor: int = 0

    @property
    def is_sure(self) -> bool:
        """Whether it may be confirmed without looking."""
        return self.kind in SURE


@dataclass(slots=True)
class _Found:
    """What is needed to propose: open lines with what the bank wrote, and the holder's account."""

    account: Row
    rows: list[Row]
    written: dict[tuple[str, int], ReadLine] = field(default_factory=dict)


def proposals(
    conn: Connection, blobs: Blobs, account: Row, fees: Sequence[int] = FEES
) -> list[Proposed]:
    """Propose what every open line of an account was for, in the order of the lines.

    Args:
        conn: A snapshot.
        blobs: Has the bank's files, in which the senders' names are.
        account: Its row; the caller has checked that the viewer may read it.
        fees: What a transfer may have cost its sender.
    """
    found = _Found(account, _open_lines(conn, account["id"]))
    found.written = written_lines(conn, blobs, account, {row["batch"] for row in found.rows})
    incoming = _incoming(conn, found, fees)
    outgoing = _outgoing(conn, found)
    both = {(one.batch, one.n): one for one in (*incoming, *outgoing)}
    return [both[row["batch"], row["n"]] for row in found.rows]


def _open_lines(conn: Connection, account: str) -> list[Row]:
    table, imports = table_of(CashLineRow), table_of(CashImportRow)
    query = (
        select(table)
        .join(imports, imports.c.id == table.c.batch)
        .where(table.c.account == account, table.c.amount_minor != table.c.taken_minor)
        .order_by(imports.c.entry_index, table.c.n)
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def written_lines(
    conn: Connection, blobs: Blobs, account: Row, batches: Iterable[str]
) -> dict[tuple[str, int], ReadLine]:
    """Read again what the bank wrote beside the lines of these imports."""
    table = table_of(CashImportRow)
    wanted = set(batches)
    written: dict[tuple[str, int], ReadLine] = {}
    query = select(table).where(table.c.account == account["id"])
    for row in conn.execute(query).mappings():
        if row["id"] in wanted:
            for n, line in enumerate(_read_again(blobs, account, dict(row)), start=1):
                written[row["id"], n] = line
    return written


def _read_again(blobs: Blobs, account: Row, batch: Row) -> tuple[ReadLine, ...]:
    doc = unpack(batch["doc"])
    profile = batch["profile"]
    if layout := doc.get("layout"):
        how: Any = read_profile(blobs.get(layout["sha256"]))
    else:
        how = profile if profile == NOTICE else profile_named(profile)
    data = blobs.get(doc["file"]["sha256"])
    last = date.fromisoformat(batch["last_day"])
    return read_bank_file(data, how, currency=account["currency"], today=last).lines


def _incoming(conn: Connection, found: _Found, fees: Sequence[int]) -> Iterator[Proposed]:
    rows = {f"{row['batch']}/{row['n']}": row for row in found.rows if _open(row) > 0}
    returned = _returned(conn, found)
    arrivals = [
        _arrival(id, row, found)
        for id, row in rows.items()
        if (row["batch"], row["n"]) not in returned
    ]
    yield from returned.values()
    items, about = open_items(conn, found.account)
    for one in propose(arrivals, items, fees):
        row = rows[one.arrival]
        parts = tuple(
            {"kind": "receipt", "report": id, "agreement": about[id], "amount_minor": amount}
            for id, amount in one.parts
        )
        yield _proposed(row, found, one.kind, parts, (one.fee_minor, one.rest_minor))


def _open(row: Row) -> int:
    return int(row["amount_minor"] - row["taken_minor"])


def _proposed(
    row: Row,
    found: _Found,
    kind: Kind,
    parts: tuple[Mapping[str, Any], ...] = (),
    left: tuple[int, int] = (0, 0),
) -> Proposed:
    line = found.written[row["batch"], row["n"]]
    fee, rest = left
    return Proposed(
        row["batch"], row["n"], row["day"], _open(row), line.name, line.text, line.reference,
        kind, parts, fee, rest,
    )  # fmt: skip


def _arrival(id: str, row: Row, found: _Found) -> Arrival:
    line = found.written[row["batch"], row["n"]]
    said = unicodedata.normalize("NFKC", f"{line.reference} {line.text} {line.name}").upper()
    return Arrival(id, _open(row), sender_key(line.name or line.text), said)


def _outgoing(conn: Connection, found: _Found) -> Iterator[Proposed]:
    rows = [row for row in found.rows if _open(row) < 0]
    if not rows:
        return
    whole, single = _unseen(conn, found.account)
    for row in rows:
        amount = -_open(row)
        payments = _near(row, whole.get(amount, ()))
        transfers = _near(row, single.get(amount, ()))
        if len(payments) == 1:
            payment, _, on = payments.pop()
            part = {"kind": "payment", "payment": payment, "amount_minor": amount}
            whole[amount].remove((payment, None, on))
            yield _proposed(row, found, "payment", (part,))
        elif not payments and len(transfers) == 1:
            payment, statement, on = transfers.pop()
            part = {
                "kind": "payment", "payment": payment, "statement": statement,
                "amount_minor": amount,
            }  # fmt: skip
            single[amount].remove((payment, statement, on))
            yield _proposed(row, found, "transfer", (part,))
        else:
            kind: Kind = "ambiguous" if payments or transfers else "unknown"
            yield _proposed(row, found, kind, (), (0, _open(row)))


_Sent = tuple[str, str | None, str]


def _near(row: Row, sent: Iterable[_Sent]) -> list[_Sent]:
    day = date.fromisoformat(row["day"])
    return [one for one in sent if abs(date.fromisoformat(one[2]) - day) <= _NEAR]


def _unseen(
    conn: Connection, account: Row
) -> tuple[dict[int, list[_Sent]], dict[int, list[_Sent]]]:
    """Return by amount the payments that no line shows at all, and their single transfers."""
    whole: dict[str, tuple[int, str]] = {}
    single: dict[int, list[_Sent]] = defaultdict(list)
    shown, named = _shown(conn)
    for item in _items(conn, account, (EXPORTED, PAID, RETURNED)):
        payment, statement = item["payment_id"], item["statement_id"]
        on = item["paid_on"] or item["pay_on"]
        total, _ = whole.get(payment, (0, on))
        whole[payment] = (total + item["transfer_minor"], on)
        if (payment, statement) not in named and payment not in shown - {p for p, _ in named}:
            single[item["transfer_minor"]].append((payment, statement, on))
    sums: dict[int, list[_Sent]] = defaultdict(list)
    for payment, (total, on) in whole.items():
        if payment not in shown:
            sums[total].append((payment, None, on))
    return sums, single


def _items(conn: Connection, account: Row, statuses: Sequence[str]) -> Iterator[Row]:
    table = table_of(PaymentItemRow)
    query = select(table).where(
        table.c.payer == account["party"],
        table.c.currency == account["currency"],
        table.c.status.in_(statuses),
    )
    yield from (dict(row) for row in conn.execute(query).mappings())


def _shown(conn: Connection, kind: str = "payment") -> tuple[set[str], set[tuple[str, str]]]:
    table = table_of(CashPartRow)
    query = select(table.c.ref, table.c.other).where(table.c.kind == kind)
    rows = list(conn.execute(query))
    return {ref for ref, _ in rows}, {(ref, other) for ref, other in rows if other}


def _returned(conn: Connection, found: _Found) -> dict[tuple[str, int], Proposed]:
    """Return the lines that may be a transfer that came back: the only one of its amount."""
    _, named = _shown(conn, "returned")
    by_amount: dict[int, list[Row]] = defaultdict(list)
    for item in _items(conn, found.account, (RETURNED,)):
        if (item["payment_id"], item["statement_id"]) not in named:
            by_amount[item["transfer_minor"]].append(item)
    proposed = {}
    for row in found.rows:
        items = by_amount.get(_open(row), [])
        if len(items) == 1:
            (item,) = items
            part = {
                "kind": "returned", "payment": item["payment_id"],
                "statement": item["statement_id"], "amount_minor": _open(row),
            }  # fmt: skip
            proposed[row["batch"], row["n"]] = _proposed(row, found, "returned", (part,))
            items.clear()
    return proposed
