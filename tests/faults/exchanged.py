"""Money of other currencies, for the register on which everything happened."""

from datetime import date

from money_stage import Money, rate, step, terms

from ledger.fx.commands import PublishedRate, RecordRates
from ledger.values import DocumentRef

SOURCE = "kawase"


def record_rates(money: Money) -> None:
    """Record a rate, and another in its place."""
    document = money.register.blobs.put("為替相場（架空）".encode(), media_type="text/plain")
    first = money.record(_rates(document, 15_133, None)).first_index
    money.record(_rates(document, 15_123, first))


def pay_in_dollars(money: Money, studio: str, abroad: str) -> None:
    """Two payments on a report in dollars, at one rate: the second run goes on from the first."""
    work = money.work("海を渡る星", studio)
    fee = step("agent", "commission/1", basis="gross", rate=rate(1, 10), payee=abroad)
    fx = {"source": SOURCE, "day": "period_end", "convert": "total"}
    agreement = money.agreement(
        studio, terms(fee, fx=fx), works=(work,), parties=(studio, abroad), distribute_on="receipt"
    )
    report = money.sales(agreement, abroad, work, "1234.56", currency="USD", basis="gross")
    for month in (3, 4):
        day = date(2026, month, 20)
        money.receive(agreement, report, 61_728, currency="USD", received_on=day)
        money.run(agreement, f"2026-0{month}")


def _rates(document: DocumentRef, num: int, replaces: int | None) -> RecordRates:
    rates = [
        PublishedRate(base="USD", quote="JPY", date=date(2026, 3, 31), num=num, den=100),
        PublishedRate(base="KWD", quote="JPY", date=date(2026, 3, 31), num=9_841, den=20),
    ]
    if replaces is not None:
        rates = [rates[0].model_copy(update={"replaces": replaces})]
    return RecordRates(source=SOURCE, document=document, rates=tuple(rates))
