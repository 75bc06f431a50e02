"""A generated text on record, for the world with every fact."""

from datetime import date

from money_stage import Money

from ledger.access.views import OPERATOR_VIEWER
from ledger.papers.printer import Printer
from ledger.papers.texts import text_of


def record_text(money: Money, of: str) -> None:
    """Generate the text of an agreement, and put its hash on record."""
    with money.ledger.reading() as conn:
        day = date(2026, 4, 1)
        printer = Printer(conn, money.register.vault, OPERATOR_VIEWER, "ja", day)
        command = text_of(printer, of).command()
    money.record(command)
