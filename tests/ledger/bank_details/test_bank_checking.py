"""An account as somebody types it: each mistake is told by field, value and what would be right."""

from datetime import date
from typing import Any

import pytest
from bank_stage import typed

from contracts.banking.letters import bank_letters
from contracts.banking.transfers import DATA
from ledger.bank_details.checking import checked
from ledger.bank_details.details import Domestic, Foreign, read_sealed, sealed_text
from ledger.bank_details.directory import banks, branches, check_branch, table_day
from ledger.bank_details.waiting import days_on, earliest, over_on
from ledger.errors import RuleViolation
from ledger.holidays import is_holiday

POSTAL = {"bank": None, "branch": None, "account_type": None, "account_number": None}
GERMAN = {"country": "DE", "currency": "EUR", "bic": "DEUTDEFF", "account_number": None}


def wrong(kind: str = "domestic", **more: Any) -> RuleViolation:
    with pytest.raises(RuleViolation) as caught:
        checked(typed(kind, **more))
    return caught.value


def test_an_account_is_sealed_with_the_readings_of_bank_and_branch() -> None:
    details = checked(typed(account_number="12345", account_type="普通"))
    assert isinstance(details, Domestic)
    assert (details.bank_name, details.branch_name) == ("ミズホ", "トウキヨウ")
    assert (details.account_number, details.account_type) == ("0012345", "ordinary")
    assert read_sealed(sealed_text(details)) == details


def test_a_passbook_of_the_post_bank_is_enough() -> None:
    details = checked(typed(**POSTAL, postal_sign="10170", postal_number="12345671"))
    assert isinstance(details, Domestic)
    assert (details.bank, details.branch, details.account_number) == ("9900", "018", "1234567")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"bank": "9999"}, "bank-unknown", "bank"),
        ({"bank": "みずほ"}, "bank-unknown", "bank"),
        ({"branch": "998"}, "branch-unknown", "branch"),
        ({"branch": None}, "bank-field-missing", "branch"),
        ({"account_type": "定期"}, "bank-account-type-wrong", "account_type"),
        ({"account_number": "12345678"}, "bank-account-number-wrong", "account_number"),
        ({"account_number": "12-345"}, "bank-account-number-wrong", "account_number"),
        ({"account_number": "１２３４５６７"}, "bank-account-number-wrong", "account_number"),
        ({"account_number": "0000000"}, "bank-account-number-wrong", "account_number"),
        ({"holder": "青葉 純"}, "bank-letter-unknown", "holder"),
        ({"holder": "株式会社青葉"}, "bank-letter-unknown", "holder"),
        ({"holder": "アオバ　ジュン"}, "bank-holder-rewritten", "holder"),
        ({"holder": "ｱｵﾊﾞ" * 8}, "bank-holder-too-long", "holder"),
        ({"postal_sign": "10170"}, "postal-and-branch", "branch"),
        ({**POSTAL, "postal_sign": "10170"}, "postal-number-wrong", "postal_number"),
        ({**POSTAL, "postal_number": "121"}, "postal-sign-wrong", "postal_sign"),
    ],
)
def test_a_mistake_is_told_by_its_field(change: dict[str, Any], code: str, field: str) -> None:
    refusal = wrong(**change)
    assert (refusal.code, refusal.fields["field"]) == (code, field)
    assert refusal.fields["expected"]


def test_an_unknown_branch_is_told_with_the_day_of_our_table() -> None:
    refusal = wrong(branch="998")
    assert refusal.fields["table_of"] == table_day().isoformat()
    assert str(table_day()) in refusal.message
    assert table_day() > date(2026, 1, 1)


def test_a_branch_younger_than_the_table_is_taken_with_its_reading_and_marked() -> None:
    details = checked(typed(branch="998", branch_name="アタラシイ"))
    assert isinstance(details, Domestic)
    assert (details.branch_name, details.is_branch_new) == ("ｱﾀﾗｼｲ", True)
    known = checked(typed(branch_name="チガウヨミ"))
    assert isinstance(known, Domestic)
    assert (known.branch_name, known.is_branch_new) == ("トウキヨウ", False)


def test_a_name_is_offered_and_taken_only_when_that_was_agreed_to() -> None:
    refusal = wrong(holder="カブシキガイシャアオバ")
    assert refusal.fields["expected"] == "ｶ)ｱｵﾊﾞ"
    taken = checked(typed(holder="カブシキガイシャアオバ"), takes_offer=True)
    assert taken.holder == "ｶ)ｱｵﾊﾞ"


def test_an_account_of_eight_digits_at_the_post_bank_is_told_of_sign_and_number() -> None:
    refusal = wrong(bank="9900", branch="018", account_number="12345671")
    assert "記号" in str(refusal.fields["expected"])


def test_every_bank_and_branch_of_the_table_fits_its_field() -> None:
    longest = next(field.length for field in DATA if field.name == "bank_name")
    assert len(banks()) > 1_000
    for bank in banks().values():
        assert 0 < len(bank_letters(bank.reading)[:longest]) <= longest
    for branch in branches("0001").values():
        assert len(bank_letters(branch.reading)) <= longest
    assert check_branch("0001", "001").bank.name == "みずほ"


def test_an_iban_is_checked_where_the_country_has_one() -> None:
    details = checked(typed("foreign", **GERMAN, iban="DE89 3704 0044 0532 0130 00"))
    assert isinstance(details, Foreign)
    assert details.account().iban == "DE89370400440532013000"
    assert checked(typed("foreign")).account().number == "000123456789"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({**GERMAN, "iban": "DE88370400440532013000"}, "iban-wrong", "iban"),
        ({**GERMAN, "account_number": "532013000"}, "iban-needed", "iban"),
        ({"bic": "CHASUS3"}, "bic-wrong", "bic"),
        ({"account_number": None}, "account-number-missing", "iban"),
        ({"holder": "Zoë Müller"}, "bank-letter-unknown", "holder"),
        ({"holder": "J" * 71}, "bank-field-too-long", "holder"),
        ({"address": ("東京都",)}, "bank-letter-unknown", "address[0]"),
        ({"bank_address": "A" * 400}, "bank-details-too-long", "bank_address"),
    ],
)
def test_a_mistake_abroad_is_told_by_its_field(
    change: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(RuleViolation) as caught:
        sealed_text(checked(typed("foreign", **change)))
    assert (caught.value.code, caught.value.fields["field"]) == (code, field)


def test_the_wait_counts_the_days_on_which_banks_work() -> None:
    """Friday 30 April 2027; 1 to 5 May are free; 6, 7 and 10 May are the three days."""
    assert over_on(date(2027, 4, 30), 3, is_holiday) == date(2027, 5, 11)
    # Without the holidays 3, 4 and 5 May would do: no wait is over before 6 May.
    assert earliest(date(2027, 4, 30), 3) == date(2027, 5, 6)
    assert over_on(date(2026, 12, 30), 1, is_holiday) == date(2027, 1, 5)


def test_the_last_setting_that_has_begun_says_how_many_days() -> None:
    settings = [(date(2027, 1, 1), 5), (date(2027, 3, 1), 2), (date(2027, 2, 1), 7)]
    days = [days_on(settings, date(2027, month, 15)) for month in (1, 2, 3)]
    assert days == [5, 7, 7]
    assert days_on(settings, date(2026, 12, 31)) == 3
