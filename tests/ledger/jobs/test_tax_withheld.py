"""What was withheld in a month, and until when it is paid over."""

from datetime import date

import pytest
from money_stage import Money
from tax_stage import Payer

from contracts.period import Month
from ledger.errors import NotFound
from ledger.jobs.tax_withheld import ABROAD, RESIDENTS, MonthWithheld, withheld_in

TODAY = date(2026, 10, 1)


def month_of(payer: Payer, month: str, today: date = TODAY) -> MonthWithheld:
    with payer.money.ledger.reading() as conn:
        return withheld_in(conn, payer.id, Month.parse(month), today)


def test_a_month_is_summed_by_form_kind_and_receiver(money_anywhere: Money) -> None:
    """By hand: 600,000 of royalties and 600,000 of fees to one person on 30 September: 61,260
    each. 1,234,567 abroad: 252,098. In all 374,618, by 13 October: the 10th is a Saturday, the
    12th a holiday."""
    payer = Payer(money_anywhere)
    director = money_anywhere.named_person("監督太郎")
    jane = money_anywhere.named_person("ジェーン", residence="US")
    day = date(2026, 9, 30)
    payer.pays(director, 600_000, day)
    payer.pays(director, 600_000, day, "2026-04", income="fee")
    payer.pays(jane, 1_234_567, day, "2026-05")
    found = month_of(payer, "2026-09")
    assert [(one.slip, one.income, one.receiver, one.withheld_minor) for one in found.lines] == [
        (RESIDENTS, "copyright", director, 61_260),
        (RESIDENTS, "fee", director, 61_260),
        (ABROAD, "copyright", jane, 252_098),
    ]
    assert (found.total_of(RESIDENTS), found.total_of(ABROAD)) == (122_520, 252_098)
    assert found.total_minor == 374_618
    assert (found.remit_by, found.days_left) == (date(2026, 10, 13), 12)
    assert found.is_planned


def test_the_month_of_payment_counts_and_not_the_month_earned(money: Money) -> None:
    payer, writer = Payer(money), money.named_person("甲")
    payer.pays(writer, 10_000, date(2026, 5, 29), "2026-03")
    payer.pays(writer, 20_000, date(2026, 6, 30), "2026-04")
    assert [month_of(payer, name).total_minor for name in ("2026-03", "2026-05", "2026-06")] == [
        0, 1_021, 2_042,
    ]  # fmt: skip


def test_companies_partners_and_the_payer_himself_have_nothing_withheld(money: Money) -> None:
    payer = Payer(money)
    for payee in (money.company("作画社"), payer.id):
        payer.pays(payee, 100_000, date(2026, 5, 29))
        assert month_of(payer, "2026-05").lines == ()


def test_a_treaty_that_takes_everything_is_still_told(money: Money) -> None:
    """A form on file: nothing is withheld of 1,234,567, and the slip has the payment."""
    payer, jane = Payer(money), money.named_person("ジェーン", residence="US")
    payer.files_form(jane, date(2026, 4, 1))
    payer.pays(jane, 1_234_567, date(2026, 5, 29))
    (line,) = month_of(payer, "2026-05").lines
    assert (line.slip, line.amount_minor, line.withheld_minor) == (ABROAD, 1_234_567, 0)


def test_profit_of_a_partner_abroad_counts_two_months_after_its_period(money: Money) -> None:
    """By hand: of March, planned for 31 August: it counts on 31 May, 20.42% of 100,000, and is
    paid over by 10 June. What is planned for 30 April counts in April."""
    payer, partner = Payer(money), money.company("海外出資社", country="KR")
    payer.pays(partner, 100_000, date(2026, 8, 31), income="partnership")
    late = month_of(payer, "2026-05")
    (line,) = late.lines
    assert (line.deemed, line.withheld_minor, late.remit_by) == (1, 20_420, date(2026, 6, 10))
    assert month_of(payer, "2026-08").lines == ()
    payer.pays(partner, 50_000, date(2026, 5, 29), "2026-04", income="partnership")
    (line,) = month_of(payer, "2026-05").lines
    assert (line.count, line.deemed, line.withheld_minor) == (2, 1, 30_630)


def test_a_party_that_nobody_knows_is_refused(money: Money) -> None:
    with money.ledger.reading() as conn, pytest.raises(NotFound) as caught:
        withheld_in(conn, "party_" + "0" * 26, Month(2026, 5), TODAY)
    assert (caught.value.code, caught.value.fields["field"]) == ("party-not-found", "payer")
