"""Banks and branches are found by number, name and reading."""

import pytest

from ledger.bank_details.finding import find_banks, find_branches
from ledger.errors import RuleViolation


@pytest.mark.parametrize(
    "said", ["1", "0001", "０００１", "みずほ", "みずほ銀行", "ミズホ", "ﾐｽﾞﾎ", "みずほぎんこう"]
)
def test_one_bank_is_found_under_all_that_people_call_it(said: str) -> None:
    assert [bank.code for bank in find_banks(said)] == ["0001"]


def test_a_whole_name_comes_before_longer_ones_and_a_beginning_finds_all_of_them() -> None:
    assert [bank.name for bank in find_banks("三井住友")] == ["三井住友"]
    assert {bank.name for bank in find_banks("三井")} == {"三井住友", "三井住友信託"}


def test_a_credit_union_is_found_under_its_long_name() -> None:
    assert [bank.code for bank in find_banks("さわやか信用金庫")] == ["1310"]


@pytest.mark.parametrize("said", ["渋谷", "渋谷支店", "しぶや", "210"])
def test_a_branch_is_found_by_name_reading_and_number(said: str) -> None:
    assert [branch.code for branch in find_branches("0001", said)] == ["210"]


@pytest.mark.parametrize("said", ["", "　", "どこにもない銀行", "銀行"])
def test_what_is_no_name_of_a_bank_finds_no_single_one(said: str) -> None:
    assert len(find_banks(said)) != 1


def test_a_number_that_no_bank_has_is_refused_with_the_day_of_the_table() -> None:
    with pytest.raises(RuleViolation) as refused:
        find_banks("9999")
    assert refused.value.code == "bank-unknown"
    assert "table_of" in refused.value.fields
