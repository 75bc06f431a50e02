"""Payment records of a year: limits, forms, what is apart, and what stands on no copy."""

from datetime import date
from typing import Any

import pytest
from money_stage import Money
from tax_stage import Payer

from contracts.period import Month
from contracts.tax.filing import NON_RESIDENT, RESIDENT
from ledger.errors import RuleViolation
from ledger.jobs.tax_due import due_on
from ledger.jobs.tax_record_files import number_of, records_309, records_csv
from ledger.jobs.tax_records import YearRecords, own_payments, payer_records
from ledger.jobs.tax_withheld import withheld_in
from ledger.parties.commands import SetPayee

MAY, JUNE, JULY = date(2026, 5, 29), date(2026, 6, 30), date(2026, 7, 31)


def year_of(payer: Payer, year: int = 2026) -> YearRecords:
    with payer.money.ledger.reading() as conn:
        return payer_records(conn, payer.money.register.vault, payer.id, year)


def own_year(money: Money, party: str, year: int = 2026) -> YearRecords:
    with money.ledger.reading() as conn:
        return own_payments(conn, money.register.vault, party, year)


def test_a_record_is_filed_above_fifty_thousand_and_not_at_it(money_anywhere: Money) -> None:
    """By hand: 30,000 (3,063 withheld) and 20,000 (2,042) are 50,000: below. One yen in July makes
    50,001, withheld 5,105: filed, by Monday 1 February 2027."""
    payer, writer = Payer(money_anywhere), money_anywhere.named_person("青空 太郎")
    payer.pays(writer, 30_000, MAY)
    payer.pays(writer, 20_000, JUNE, "2026-04")
    (record,) = year_of(payer).below
    assert (record.record.total_minor, record.record.withheld_minor) == (50_000, 5_105)
    payer.pays(writer, 1, JULY, "2026-05")
    found = year_of(payer)
    (record,) = found.filed
    assert (record.record.total_minor, record.counts) == (50_001, {"copyright": 3})
    assert (found.below, found.due) == ((), date(2027, 2, 1))
    assert record.receiver.name.ja == "青空 太郎"


def test_a_company_has_a_record_with_its_number_and_a_person_none(money: Money) -> None:
    payer = Payer(money, corporate_number="7000012050002")
    studio = money.company("作画社", corporate_number="8010001017514")
    writer = money.named_person("甲")
    payer.pays(studio, 100_000, MAY, income="fee")
    payer.pays(writer, 100_000, JUNE, "2026-04")
    numbers = {one.receiver.id: number_of(one) for one in year_of(payer).filed}
    assert numbers == {studio: "8010001017514", writer: ""}


def test_royalties_and_fees_of_one_person_stand_on_one_record(money: Money) -> None:
    """By hand: 40,000 and 40,000 are each below 50,000, and 80,000 together: filed."""
    payer, director = Payer(money), money.named_person("監督")
    payer.pays(director, 40_000, MAY)
    payer.pays(director, 40_000, JUNE, "2026-04", income="fee")
    (record,) = year_of(payer).filed
    assert record.record.incomes == (("copyright", 40_000, 4_084), ("fee", 40_000, 4_084))


def test_receivers_abroad_have_their_own_form_and_limit(money: Money) -> None:
    """By hand: 500,000 abroad is not above the limit of that form; 500,001 is."""
    payer = Payer(money)
    below, above = (money.named_person(name, residence="US") for name in ("甲", "乙"))
    payer.pays(below, 500_000, MAY)
    payer.pays(above, 500_001, JUNE, "2026-04")
    found = year_of(payer)
    assert [(one.record.form, one.receiver.id) for one in found.filed] == [(NON_RESIDENT, above)]
    assert [one.receiver.id for one in found.below] == [below]


def test_a_treaty_form_stands_on_the_record(money: Money) -> None:
    payer, jane = Payer(money), money.named_person("ジェーン", residence="US")
    form = payer.files_form(jane, date(2026, 4, 1))
    payer.pays(jane, 1_234_567, MAY)
    (record,) = year_of(payer).filed
    assert (record.treaty_forms, record.record.withheld_minor) == ((form,), 0)


def test_other_money_abroad_is_apart_and_a_partners_at_home_nowhere(money: Money) -> None:
    payer = Payer(money)
    abroad, home = money.company("海外社", country="KR"), money.company("国内出資社")
    payer.pays(abroad, 100_000, MAY, income="fee")
    payer.pays(home, 100_000, JUNE, "2026-04", income="partnership")
    found = year_of(payer)
    assert (found.filed, found.below) == ((), ())
    assert [(one.why, one.receiver.id, one.amount_minor) for one in found.apart] == [
        ("other-form", abroad, 100_000)
    ]


def test_whoever_is_paid_has_the_record_also_for_another(money: Money) -> None:
    """An author who is paid through her agent: the agent's record; her own list says so."""
    payer, writer = Payer(money), money.named_person("甲")
    agent = money.company("事務所")
    money.record(
        SetPayee(
            party=writer, payee=agent, relation="agent_company", effective_from=date(2026, 1, 1)
        )
    )
    payer.pays(writer, 60_000, MAY)
    (record,) = year_of(payer).filed
    assert record.receiver.id == agent
    mine = own_year(money, writer)
    assert (mine.filed, [one.why for one in mine.apart]) == ((), ["paid-to-another"])


def test_a_person_sees_every_payer_of_her_year(money: Money) -> None:
    """By hand: 10,000 and 60,000: withheld 1,021 and 6,126."""
    writer = money.named_person("甲")
    payers = Payer(money, "乙社"), Payer(money, "丙社")
    payers[0].pays(writer, 10_000, MAY)
    payers[1].pays(writer, 60_000, MAY)
    mine = own_year(money, writer)
    told = {one.payer.name.ja: one.record.withheld_minor for one in (*mine.filed, *mine.below)}
    assert told == {"乙社": 1_021, "丙社": 6_126}
    assert own_year(money, writer, 2025).below == ()


def test_a_year_before_the_forms_is_refused(money: Money) -> None:
    payer = Payer(money)
    with pytest.raises(RuleViolation) as caught:
        year_of(payer, 2012)
    assert (caught.value.code, caught.value.fields["value"]) == ("tax-year-unknown", 2012)


@pytest.mark.parametrize("year", [1, 2012, 2101, 9999])
def test_months_and_days_that_no_table_reaches_are_refused(money: Money, year: int) -> None:
    payer = Payer(money).id
    asked = (
        lambda conn: withheld_in(conn, payer, Month.of(date(year, 12, 1)), date(2026, 12, 1)),
        lambda conn: due_on(conn, payer, date(year, 12, 31)),
    )
    for ask in asked:
        with money.ledger.reading() as conn, pytest.raises(RuleViolation) as caught:
            ask(conn)
        assert (caught.value.code, caught.value.fields["value"]) == ("tax-year-unknown", year)


def lines(data: bytes, encoding: str = "utf-8-sig") -> list[list[str]]:
    return [line.split(",") for line in data.decode(encoding).splitlines()]


def test_the_table_says_what_is_filed_and_that_no_number_is_kept(money: Money) -> None:
    """By hand: 60,000, withheld 6,126; consumption tax is not added for who is not registered."""
    payer, writer = Payer(money), money.named_person("甲")
    payer.pays(writer, 60_000, MAY)
    head, row = lines(records_csv(year_of(payer)))
    told = dict(zip(head, row, strict=True))
    assert (told["支払金額"], told["源泉徴収税額"], told["提出の要否"]) == ("60000", "6126", "要")
    assert (told["個人番号又は法人番号"], told["区分"], told["細目"]) == (
        "",
        "著作権の使用料",
        "1回",
    )
    assert "個人番号はこの台帳に保管していません" in told["摘要"]


def test_a_character_that_shift_jis_lacks_is_named_with_its_cell(money: Money) -> None:
    payer, writer = Payer(money), money.named_person("𠮷田 花子")
    payer.pays(writer, 60_000, MAY)
    with pytest.raises(RuleViolation) as caught:
        records_csv(year_of(payer), "ja", "cp932")
    fields: dict[str, Any] = caught.value.fields
    assert (fields["row"], fields["column"], fields["character"]) == (
        2, "支払を受ける者の氏名又は名称", "𠮷",
    )  # fmt: skip


def test_layout_309_has_no_head_and_only_residents_that_are_filed(money: Money) -> None:
    """By hand: 2026 is the eighth year of Reiwa."""
    payer = Payer(money)
    people = money.named_person("甲"), money.named_person("乙")
    jane = money.named_person("ジェーン", residence="US")
    payer.pays(people[0], 60_000, MAY)
    payer.pays(people[1], 10_000, JUNE, "2026-04")
    payer.pays(jane, 600_000, JULY, "2026-05")
    (row,) = lines(records_309(year_of(payer), "cp932"), "cp932")
    assert (row[0], row[4], row[10], row[12]) == ("309", "幹事社", "08", "甲")
    assert row[15:20] == ["60000", "0", "6126", "0", ""][: len(row) - 15]


def test_resident_records_have_the_form_of_residents(money: Money) -> None:
    payer, writer = Payer(money), money.named_person("甲")
    payer.pays(writer, 60_000, MAY)
    assert [one.record.form for one in year_of(payer).filed] == [RESIDENT]
