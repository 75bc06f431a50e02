"""Uploading a report: what the query says about the file, and the answer with its sums."""

import re
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from sqlalchemy import Connection, select
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from api.auth import Caller
from api.writing import Call, answer
from ledger.access.views import can_read
from ledger.agreements.views import DutyRow
from ledger.errors import NotFound
from ledger.ids import AgreementId, PartyId, ReportId
from ledger.jobs.reports import Ingested, ingest_report
from ledger.revenue.commands import ControlTotals
from ledger.revenue.ingest import ReportSummary
from ledger.store.views import table_of
from ledger.values import MAX_SAFE, Currency, PeriodText, Sha256, Text

_WHOLE: Final = re.compile(r"-?[0-9]+", re.ASCII)


def _whole(value: object) -> object:
    """Refuse 1.0 and 1_000, which reading a number from a query would let pass."""
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        msg = "a whole number in digits 0-9"
        raise ValueError(msg)
    return value


_Amount = Annotated[int, BeforeValidator(_whole), Field(ge=-MAX_SAFE, le=MAX_SAFE)]
_Rows = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=MAX_SAFE)]


class ReportQuery(BaseModel):
    """What the sender says about a file.

    Attributes:
        control_rows, control_amount_minor: What the file should add up to; differences are shown.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    agreement: AgreementId
    reporter: PartyId
    period: PeriodText
    basis: Literal["gross", "net"]
    currency: Currency = "JPY"
    profile: Text = "standard/1"
    id: ReportId | None = None
    supersedes: ReportId | None = None
    confirm: Sha256 | None = None
    remittance_minor: _Amount | None = None
    control_rows: _Rows | None = None
    control_amount_minor: _Amount | None = None
    is_synthetic: bool = False

    def control(self) -> ControlTotals | None:
        """Return the stated totals, if any."""
        if self.control_rows is None and self.control_amount_minor is None:
            return None
        return ControlTotals(rows=self.control_rows, amount_minor=self.control_amount_minor)


async def ingest(call: Call, query: ReportQuery) -> JSONResponse:
    """Read the file and register the report, unless this request did so before."""
    call.must_not_sign()
    done = await run_in_threadpool(_ingest, call, query)
    more = {"summary": _summary(done.summary)} if done.summary else {}
    more |= await call.proof_of([done.recorded])
    return answer(done.recorded, "/v1/reports/{id}", **more)


def _ingest(call: Call, query: ReportQuery) -> Ingested:
    register = call.register
    with register.ledger.reading() as conn:
        must_know(conn, call.caller, query.agreement)
    return ingest_report(
        register,
        data=call.body,
        control=query.control(),
        actor=call.caller.actor,
        request=call.key,
        **query.model_dump(exclude={"control_rows", "control_amount_minor"}),
    )


def must_know(conn: Connection, caller: Caller, agreement: str) -> None:
    """Refuse a stranger before the file is read; whoever has a duty to report is none.

    Raises:
        NotFound: There is no such agreement for this sender.
    """
    if can_read(conn, caller.viewer, agreement, level="payee"):
        return
    duty = table_of(DutyRow)
    own = (duty.c.agreement_id == agreement, duty.c.reporter == caller.actor.party)
    if conn.execute(select(duty.c.ordinal).where(*own)).first() is None:
        raise NotFound("agreement-not-found", field="agreement", value=agreement)


def _summary(summary: ReportSummary) -> dict[str, Any]:
    names = ("encoding", "rows", "accepted", "amount_minor", "held", "rejected")
    return {name: getattr(summary, name) for name in names}
