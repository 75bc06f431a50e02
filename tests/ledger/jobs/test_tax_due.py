"""What a payer has to do about taxes: paying over, records, forms."""

from datetime import date

from money_stage import Money
from tax_stage import Payer

from ledger.jobs.tax_due import Due, due_on


def due(payer: Payer, day: date) -> list[Due]:
    with payer.money.ledger.reading() as conn:
        return list(due_on(conn, payer.id, day))


def test_tax_of_last_month_and_of_this_one_is_due(money_anywhere: Money) -> None:
    """By hand: 10,000 on 29 May: 1,021 by 10 June. 20,000 on 30 June: 2,042 by 10 July."""
    payer, writer = Payer(money_anywhere), money_anywhere.named_person("甲")
    payer.pays(writer, 10_000, date(2026, 5, 29))
    payer.pays(writer, 20_000, date(2026, 6, 30), "2026-04")
    found = due(payer, date(2026, 6, 5))
    assert [(one.kind, one.about, one.by, one.days_left, one.amount_minor) for one in found] == [
        ("remit", "2026-05", date(2026, 6, 10), 5, 1_021),
        ("remit", "2026-06", date(2026, 7, 10), 35, 2_042),
    ]
    assert [one.about for one in due(payer, date(2026, 6, 11))] == ["2026-06"]


def test_records_are_due_at_the_end_of_january(money: Money) -> None:
    """By hand: 31 January 2027 is a Sunday, so Monday 1 February."""
    payer = Payer(money)
    for day, left in ((date(2026, 12, 31), None), (date(2027, 1, 20), 12)):
        found = [one for one in due(payer, day) if one.kind == "records"]
        assert [(one.about, one.by, one.days_left) for one in found] == (
            [("2026", date(2027, 2, 1), left)] if left else []
        )
    assert [one.about for one in due(payer, date(2027, 2, 1))] == ["2026"]


def test_a_form_that_ends_within_sixty_days_is_named_unless_it_was_renewed(money: Money) -> None:
    """By hand: it ends on 30 June; on 1 May sixty days are left, on 30 April sixty-one."""
    payer, jane = Payer(money), money.named_person("ジェーン", residence="US")
    form = payer.files_form(jane, date(2026, 1, 5), valid_to=date(2026, 6, 30))
    assert due(payer, date(2026, 4, 30)) == []
    (found,) = due(payer, date(2026, 5, 1))
    assert (found.kind, found.form, found.payee, found.days_left) == ("form-ends", form, jane, 60)
    payer.files_form(jane, date(2026, 4, 1))
    assert due(payer, date(2026, 5, 1)) == []


def test_a_form_that_is_missing_is_named_with_the_last_day_for_filing(money: Money) -> None:
    """By hand: planned for 29 May, so it is filed on 28 May at the latest."""
    payer, jane = Payer(money), money.named_person("ジェーン", residence="US")
    payer.pays(jane, 100_000, date(2026, 5, 29))
    (found,) = [one for one in due(payer, date(2026, 5, 20)) if one.kind == "form-missing"]
    assert (found.payee, found.country, found.by) == (jane, "US", date(2026, 5, 28))
    assert (found.amount_minor, found.days_left) == (100_000, 8)


def test_a_country_without_a_treaty_has_no_form_to_miss(money: Money) -> None:
    payer, someone = Payer(money), money.named_person("甲", residence="BR")
    payer.pays(someone, 100_000, date(2026, 5, 29))
    assert [one.kind for one in due(payer, date(2026, 5, 20))] == ["remit"]
