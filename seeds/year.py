"""A year of reports, receipts, expenses, payout runs and statements, quarter by quarter.

After the end of a quarter: on day 15 the month-end books are closed; by day 40 licensees report; on
day 45 payouts are run, statements issued, and payments prepared for the last bank day of the next
month; on day 60 the money for the reports arrives, so that committees that wait for the money
distribute a quarter later; on day 63 the banks have said what became of the payments.
"""

from calendar import monthrange
from datetime import date, timedelta

from ledger.errors import Refused
from ledger.ids import RECEIPT, REPORT
from ledger.jobs.closing import close_state
from ledger.jobs.payouts import Asked, run_payout
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.reports import ingest_report
from ledger.jobs.statement_files import FORMATS, PLAIN_FORMATS
from ledger.jobs.statements import issue_statements
from ledger.periods.commands import ClosePeriod
from ledger.revenue.commands import ControlTotals, RecordReceipt
from ledger.royalties.commands import RecordExpense
from ledger.values import DocumentRef
from seeds.build import Builder, document_hash
from seeds.chance import Chance
from seeds.cinema import pay_films, receive_for_films, report_films
from seeds.committees import agreement_key, reports_on
from seeds.films import FilmReport
from seeds.paying import confirm, prepare_and_send
from seeds.sales import LAST_RUN, MONTHS, QUARTERS, Report, reports_of
from seeds.world import Body


def live_through(builder: Builder) -> None:
    """Record the year."""
    waiting: list[tuple[Report, str, int]] = []
    for quarter in (*QUARTERS, LAST_RUN):
        end = last_day(quarter)
        on_films: list[tuple[FilmReport, str]] = []
        if quarter in QUARTERS:
            builder.today(end + timedelta(days=40))
            record_expenses(builder, quarter, end)
            waiting += send_reports(builder, quarter)
            on_films = report_films(builder, quarter, end)
        close_books(builder, quarter, end + timedelta(days=44))
        builder.today(end + timedelta(days=45))
        run_payouts(builder, quarter)
        pay_films(builder, quarter)
        leads = _statements(builder, quarter)
        # What was stated last is left to be paid by whoever tries the sample.
        sent = prepare_and_send(builder, leads, quarter) if quarter in QUARTERS else []
        publish_checkpoint(builder.register)
        builder.today(end + timedelta(days=60))
        waiting = receive(builder, waiting, end + timedelta(days=59))
        receive_for_films(builder, on_films, end + timedelta(days=59))
        builder.today(end + timedelta(days=63))
        confirm(builder, sent)
    builder.settle()
    publish_checkpoint(builder.register)


def last_day(quarter: str) -> date:
    """Return the last day of a quarter."""
    year, month = (int(part) for part in MONTHS[quarter][-1].split("-"))
    return date(year, month, monthrange(year, month)[1])


def record_expenses(builder: Builder, quarter: str, end: date) -> None:
    """Record what committees spent in a quarter."""
    for body in builder.world.bodies:
        chance = Chance(builder.world.seed, f"expenses/{body.key}/{quarter}")
        builder.send(
            RecordExpense(
                agreement=builder.ids[agreement_key(body)],
                step="promotion",
                period=quarter,
                currency="JPY",
                amount_minor=chance.between(800, 6_000) * 1_000,
                spent_on=end,
                evidence=DocumentRef(sha256=document_hash(f"promotion {body.key} {quarter}")),
            )
        )
    builder.settle()


def send_reports(builder: Builder, quarter: str) -> list[tuple[Report, str, int]]:
    """Record a quarter's reports; return what is to be paid on each."""
    due = []
    planned = reports_of(builder.world, quarter)
    for number, report in enumerate(planned, 1):
        sent = _send(builder, report)
        if report.mess == "duplicate":
            _expect_refusal(builder, report)
        if report.mess == "correction":
            report = report.corrected()  # noqa: PLW2901  the licensee's own second version
            sent = _send(builder, report, supersedes=sent)
        due.append((report, sent, report.remittance))
        builder.tell(f"reports {quarter}", number, len(planned))
    return due


def _send(builder: Builder, report: Report, supersedes: str | None = None) -> str:
    stated = report.total() + (3_000 if report.mess == "does-not-foot" else 0)
    sent = ingest_report(
        builder.register,
        id=builder.new_id(REPORT),
        agreement=builder.ids[agreement_key(report.body)],
        reporter=builder.ids[report.window.company],
        period=report.quarter,
        currency="JPY",
        basis=report.basis,
        data=report.data(),
        control=ControlTotals(rows=len(report.lines), amount_minor=stated),
        remittance_minor=report.remittance,
        supersedes=supersedes,
        is_synthetic=True,
        file_name=f"{report.window.medium}-{report.quarter}.csv",
    )
    return sent.id


def _expect_refusal(builder: Builder, report: Report) -> None:
    """Send the same file again, as happens; the register must notice."""
    try:
        _send(builder, report)
    except Refused as refusal:
        builder.refused.append((refusal.code, f"{report.window.medium} {report.quarter}"))


def close_books(builder: Builder, quarter: str, day: date) -> None:
    """Close the months of a quarter for everybody, and put their last state on record."""
    builder.today(day)
    for month in MONTHS[quarter]:
        builder.send(ClosePeriod(month=month))
    builder.settle()
    close_state(builder.register, MONTHS[quarter][-1])


def running(builder: Builder, quarter: str) -> list[Body]:
    """Return the committees that have something to distribute in a quarter."""
    return [
        body
        for number, body in enumerate(builder.world.bodies)
        if quarter != LAST_RUN or not reports_on(number)
    ]


def run_payouts(builder: Builder, quarter: str) -> None:
    """Run the payouts of the committees that have something to distribute."""
    bodies = running(builder, quarter)
    for number, body in enumerate(bodies, 1):
        run_payout(builder.register, Asked(builder.ids[agreement_key(body)], quarter))
        builder.tell(f"payouts {quarter}", number, len(bodies))


def _statements(builder: Builder, quarter: str) -> list[str]:
    leads = list(dict.fromkeys(body.lead for body in running(builder, quarter)))
    # Paper takes its time: a look at one quarter on paper is enough.
    formats = FORMATS if quarter == LAST_RUN else PLAIN_FORMATS
    for number, lead in enumerate(leads, 1):
        issue_statements(builder.register, payer=builder.ids[lead], period=quarter, formats=formats)
        builder.tell(f"statements {quarter}", number, len(leads))
    return leads


def receive(
    builder: Builder, waiting: list[tuple[Report, str, int]], day: date
) -> list[tuple[Report, str, int]]:
    """Let the money arrive; of a partial payer's, half now and the rest a quarter later."""
    late = []
    for report, sent, due in waiting:
        part = due // 2 if report.mess == "partial" and due == report.remittance else due
        builder.send(
            RecordReceipt(
                id=builder.new_id(RECEIPT),
                agreement=builder.ids[agreement_key(report.body)],
                report=sent,
                currency="JPY",
                amount_minor=part,
                received_on=day,
                bank_reference=f"振込 {report.window.medium} {report.quarter}",
            )
        )
        if part < due:
            late.append((report, sent, due - part))
    builder.settle()
    return late
