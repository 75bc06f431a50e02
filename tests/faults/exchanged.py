"""Money of other currencies, for the register on which everything happened."""

from datetime import date

from money_stage import Money

from ledger.fx.commands import PublishedRate, RecordRates
from ledger.values import DocumentRef

SOURCE = "kawase"


def record_rates(money: Money) -> None:
    """Record a rate, and another in its place."""
    document = money.register.blobs.put("為替相場（架空）".encode(), media_type="text/plain")
    first = money.record(_rates(document, 15_133, None)).first_index
    money.record(_rates(document, 15_123, first))


def _rates(document: DocumentRef, num: int, replaces: int | None) -> RecordRates:
    rates = [
        PublishedRate(base="USD", quote="JPY", date=date(2026, 3, 31), num=num, den=100),
        PublishedRate(base="KWD", quote="JPY", date=date(2026, 3, 31), num=9_841, den=20),
    ]
    if replaces is not None:
        rates = [rates[0].model_copy(update={"replaces": replaces})]
    return RecordRates(source=SOURCE, document=document, rates=tuple(rates))
