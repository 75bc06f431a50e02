"""Who sees how much of a party's bank details, and what waits for somebody.

The rules kept here, in order:

1. The operator and the party itself see everything; numbers in full only when asked for.
2. A payer with a statement of hers still to pay sees the account in force and what is proposed,
   with the last digits alone: enough to read back on the telephone. The number is in the file for
   the bank, once two people let it go.
3. Who was granted the reading of the party sees that there are details, and their commitments.
4. Everybody else hears that there are none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import Connection, or_, select

from ledger.access.views import Viewer, can_read, party_exists
from ledger.bank_details.opening import masked, open_all, shown
from ledger.bank_details.views import (
    CONFIRMED,
    PROPOSED,
    BankDetailsRow,
    is_frozen,
    is_pending,
    rows_of,
)
from ledger.errors import Forbidden, NotFound
from ledger.payments.views import paid_on
from ledger.statements.views import StatementRow
from ledger.store.state import State
from ledger.store.views import table_of, unpack
from ledger.vault.vault import Vault

Sight = Literal["all", "to_pay", "commitments"]
_PAID: Final = "paid"
_PLAIN: Final = (
    "id", "party", "kind", "currency", "status", "effective_from", "waiting_until",
    "in_force_from", "ended_on", "entry_index",
)  # fmt: skip
_STEPS: Final = {"confirmed": "confirmation", "withdrawn": "withdrawal"}
_PEOPLE: Final = ("proposed_by", "confirmed_by")


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody sees of a party's bank details.

    Attributes:
        sight: How much.
        rows: As plain JSON values, the newest first.
        opened: Whether numbers were opened in full.
    """

    sight: Sight
    rows: list[dict[str, Any]]
    opened: bool


def see(conn: Connection, vault: Vault, viewer: Viewer, party: str, *, full: bool = False) -> Seen:
    """Describe a party's bank details to somebody.

    Args:
        conn: A snapshot.
        vault: Opens them.
        viewer: Who asks; its day decides what still waits.
        party: Whose.
        full: Numbers in full, for whoever may see them.

    Raises:
        NotFound: There is nothing that this viewer may know of.
        Forbidden: `bank-numbers-closed`: it may not see numbers in full.
    """
    sight = sight_of(conn, viewer, party)
    if sight is None:
        raise NotFound("bank-details-not-found", field="party", value=party)
    if full and sight != "all":
        raise Forbidden(
            "bank-numbers-closed",
            "numbers in full are for the party and the operator",
            field="full",
            value="true",
            expected="the last digits",
        )
    rows = _in_sight(rows_of(conn, [party])[party], sight, viewer.day)
    opened = open_all(vault, rows) if sight != "commitments" else {}
    described = [
        {**_described(row, sight), "account": _account(opened.get(row["id"]), full=full)}
        for row in reversed(rows)
    ]
    for row in described:
        if sight == "commitments":
            del row["account"]
    return Seen(sight, described, full)


def sight_of(conn: Connection, viewer: Viewer, party: str) -> Sight | None:
    """Return how much somebody may see of a party's details; None for nothing at all."""
    if viewer.role == "operator":
        return "all" if party_exists(State(conn), party) else None
    if viewer.party is None or viewer.role == "public":
        return None
    return _of_party(conn, viewer, viewer.party, party)


def _of_party(conn: Connection, viewer: Viewer, own: str, party: str) -> Sight | None:
    if viewer.role != "auditor" and own == party:
        return "all"
    if viewer.role == "studio" and has_to_pay(conn, own, party):
        return "to_pay"
    return "commitments" if can_read(conn, viewer, party) else None


def has_to_pay(conn: Connection, payer: str, party: str) -> bool:
    """Tell whether a payer has a statement that still sends money to a party."""
    table = table_of(StatementRow)
    query = select(table.c.id).where(
        table.c.payer == payer,
        or_(table.c.payee == party, table.c.paid_to == party),
        table.c.transfer_minor > 0,
    )
    statements = list(conn.execute(query).scalars())
    paid = paid_on(conn, statements)
    return any(name not in paid or paid[name][1] != _PAID for name in statements)


def _in_sight(rows: list[dict[str, Any]], sight: Sight, today: date | None) -> list[dict[str, Any]]:
    if sight in ("all", "commitments"):
        return rows
    wanted = (PROPOSED, CONFIRMED)
    return [row for row in rows if row["status"] in wanted or is_pending(row, today)]


def _described(row: Mapping[str, Any], sight: Sight) -> dict[str, Any]:
    doc = unpack(row["doc"])
    names = (*_PLAIN, *_PEOPLE) if sight == "all" else _PLAIN
    plain = {name: row[name] for name in names if row[name] is not None}
    plain["is_alarm"] = bool(row["is_alarm"])
    if sight in ("all", "commitments"):
        plain["details"] = row["commit"]
    said = {name: doc[name] for name in ("proposed_on", "shown", "warnings") if doc.get(name)}
    if sight == "all":
        said |= {name: doc[key] for key, name in _STEPS.items() if key in doc}
    return plain | said


def _account(details: Any, *, full: bool) -> dict[str, Any] | None:
    """Describe an account; None where it was destroyed or never came along."""
    if details is None:
        return None
    return shown(details) if full else {"kind": details.kind, **masked(details)}


def waiting(conn: Connection, vault: Vault, today: date) -> list[dict[str, Any]]:
    """List for the operator what is held: alarms first, then changes, the oldest first.

    Args:
        conn: A snapshot.
        vault: Opens the last digits.
        today: In Japan.
    """
    table = table_of(BankDetailsRow)
    held = or_(
        table.c.status == PROPOSED,
        table.c.is_alarm == 1,
        (table.c.status == CONFIRMED) & (table.c.waiting_until > today.isoformat()),
    )
    found = [dict(row) for row in conn.execute(select(table).where(held)).mappings()]
    alarms = _alarms(conn, found)
    rows = [row for row in found if row["id"] in alarms or is_pending(row, today)]
    rows.sort(key=lambda row: (row["id"] not in alarms, row["entry_index"]))
    opened = open_all(vault, rows)
    return [
        {
            **_described(row, "all"),
            "hold": "frozen" if row["id"] in alarms else "pending",
            "account": _account(opened.get(row["id"]), full=False),
        }
        for row in rows
    ]


def _alarms(conn: Connection, rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the details behind the alarms that nothing settled since."""
    parties = {row["party"] for row in rows if row["is_alarm"]}
    found = (is_frozen(ours) for ours in rows_of(conn, parties).values())
    return {alarm for alarm in found if alarm is not None}
