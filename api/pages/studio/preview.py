"""The next run of an agreement before it is made: who would get what, beside the last run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from api.pages import charts
from api.pages.desk import Desk
from ledger.access.views import may_read
from ledger.agreements.views import AgreementRow
from ledger.errors import NotFound
from ledger.jobs.disputed import disputed
from ledger.royalties.prepare import compute_run
from ledger.royalties.views import RunPayeeRow
from ledger.store.views import table_of

_DRAWN: Final = 8


@dataclass(frozen=True, slots=True)
class PayeeRow:
    """One payee: what he would get, and what he got last time."""

    payee: str
    amount_minor: int
    last_minor: int

    @property
    def difference_minor(self) -> int:
        """How much more it is."""
        return self.amount_minor - self.last_minor


@dataclass(frozen=True, slots=True)
class Preview:
    """A run that is not made.

    Attributes:
        rows: Payees, the largest first. sales: what flows in. warnings: as a run gives them.
    """

    currency: str
    rows: tuple[PayeeRow, ...]
    sales: int
    warnings: tuple[str, ...]

    @property
    def total_minor(self) -> int:
        """What all payees get."""
        return sum(row.amount_minor for row in self.rows)

    @property
    def last_minor(self) -> int:
        """What all payees got last time."""
        return sum(row.last_minor for row in self.rows)


def preview_of(conn: Connection, desk: Desk, agreement: str, period: str) -> Preview:
    """Compute the next run of an agreement; nothing is stored.

    Raises:
        NotFound: There is no such agreement for this reader.
        Refused: The period has its run, or no clauses are in force.
    """
    may_read(conn, desk.viewer, agreement)
    table = table_of(AgreementRow)
    row = conn.execute(select(table.c.payer).where(table.c.id == agreement)).first()
    if row is None:
        raise NotFound("agreement-not-found", field="agreement", value=agreement)
    desk.actor.must_act_for(row[0], "agreement")
    run = compute_run(conn, desk.register.blobs, agreement, period)
    outcome = run.computation.outcome
    now, last = outcome.owed(), _last(conn, run.previous)
    rows = [PayeeRow(payee, now.get(payee, 0), last.get(payee, 0)) for payee in {*now, *last}]
    rows.sort(key=lambda one: (-one.amount_minor, one.payee))
    return Preview(
        currency=outcome.currency,
        rows=tuple(rows),
        sales=outcome.identity.get("sales", 0),
        warnings=(*run.warnings, *disputed(conn, agreement)),
    )


def _last(conn: Connection, run: str | None) -> dict[str, int]:
    table = table_of(RunPayeeRow)
    query = select(table.c.party_id, table.c.amount_minor).where(table.c.run_id == run)
    return {party: int(amount) for party, amount in conn.execute(query)}


def picture_of(desk: Desk, found: Preview, names: Mapping[str, str]) -> Any:
    """Draw what the largest payees would get, beside what they got last time."""
    largest = sorted(found.rows, key=lambda row: -max(row.amount_minor, row.last_minor))[:_DRAWN]
    if not largest:
        return None
    when = desk.say("close.this-time"), desk.say("close.last-time")
    rows = [
        {"payee": names.get(row.payee, row.payee), "when": said, "amount": amount}
        for row in largest
        for said, amount in zip(when, (row.amount_minor, row.last_minor), strict=True)
    ]
    spec = {
        "width": 420,
        "height": {"step": 14},
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "y": {"field": "payee", "type": "nominal", "sort": None, "title": None},
            "yOffset": {"field": "when", "sort": list(when)},
            "color": {"field": "when", "type": "nominal", "sort": list(when), "title": None},
            "x": {
                "field": "amount",
                "type": "quantitative",
                "title": desk.say("reports.amount-in", currency=found.currency),
                "axis": {"format": ",d", "tickCount": 4},
            },
        },
    }
    comma = "、" if desk.lang == "ja" else ", "
    told = comma.join(f"{row['payee']} {row['when']} {row['amount']:,}" for row in rows)
    return charts.chart(spec, title=desk.say("close.preview-picture"), told=told)
