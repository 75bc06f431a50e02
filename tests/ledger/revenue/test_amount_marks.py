"""Marks such as ¥ and 円 stand around an amount; between its digits they make it another amount."""

import pytest
from money_stage import HEADINGS, Money, csv_of
from stage import window_fee

from ledger.revenue.profiles import STANDARD

MARKED = STANDARD.model_copy(update={"triangle": True, "affixes": ("¥", "円", "JPY ")})


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("¥100", 100),
        ("100円", 100),
        ("¥ 100 円", 100),
        ("-¥100", -100),
        ("¥-100", -100),
        ("△¥100", -100),
        ("¥▲100", -100),
        ("JPY 100", 100),
        ("1円00", None),
        ("100¥200", None),
        ("100円200円", None),
    ],
)
def test_marks_are_taken_off_around_an_amount_only(
    money: Money, text: str, amount: int | None
) -> None:
    payer = money.company("幹事社")
    agreement, work = money.agreement(payer, window_fee(payer)), money.work("星の庭")
    lines = (f"streaming,JP,{work},2026-03,1,{text}", f"streaming,JP,{work},2026-02,1,7")
    command = money.prepared(agreement, payer, csv_of(*lines, headings=HEADINGS), profile=MARKED)
    assert command.summary.amount_minor == 7 + (amount or 0)
    assert command.summary.rejected == ({} if amount is not None else {"amount-malformed": 1})
