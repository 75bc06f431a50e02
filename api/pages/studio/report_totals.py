"""The totals that a sender states beside a report, compared before it is recorded."""

from api.pages.desk import Desk
from api.pages.formats import money
from api.pages.forms import Form
from ledger.revenue.ingest import ReportSummary


def differing(desk: Desk, form: Form, summary: ReportSummary) -> list[str]:
    """Say which of the sender's totals do not foot."""
    rows, amount = form.whole("control_rows"), form.whole("control_amount_minor")
    said = []
    if rows is not None and rows != summary.rows:
        said.append(desk.say("reports.rows-differ", stated=f"{rows:,}", found=f"{summary.rows:,}"))
    if amount is not None and amount != summary.amount_minor:
        currency = form.text("currency", "JPY")
        told = [money(one, currency, desk.lang) for one in (amount, summary.amount_minor)]
        said.append(desk.say("reports.amounts-differ", stated=told[0], found=told[1]))
    return said
