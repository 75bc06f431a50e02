"""The post bank's sign and number as other banks name the account, worked by hand."""

import pytest

from contracts.banking.postal import PostalAccount, converted
from contracts.errors import TermsInvalid


@pytest.mark.parametrize(
    ("sign", "number", "expected"),
    [
        # 1|01|70: 01 and 8; 1234567|1 without its last digit
        ("10170", "12345671", PostalAccount("018", "ordinary", "1234567")),
        # a short number is filled with zeros after its last digit is gone: 12|1 -> 0000012
        ("14680", "121", PostalAccount("468", "ordinary", "0000012")),
        # 0|01|20: 01 and 9, the number as it is, a current account
        ("00120", "654321", PostalAccount("019", "current", "0654321")),
        ("00980", "7654321", PostalAccount("099", "current", "7654321")),
    ],
)
def test_sign_and_number_become_branch_type_and_number(
    sign: str, number: str, expected: PostalAccount
) -> None:
    assert converted(sign, number) == expected


@pytest.mark.parametrize(
    ("sign", "number", "code"),
    [
        ("20170", "12345671", "postal-sign-wrong"),
        ("1017", "12345671", "postal-sign-wrong"),
        ("１０１７０", "12345671", "postal-sign-wrong"),
        ("10170", "12345672", "postal-number-wrong"),  # ends with 1, always
        ("10170", "1", "postal-number-wrong"),
        ("10170", "123456781", "postal-number-wrong"),
        ("00120", "12345678", "postal-number-wrong"),
    ],
)
def test_what_no_passbook_says_is_refused(sign: str, number: str, code: str) -> None:
    with pytest.raises(TermsInvalid) as caught:
        converted(sign, number)
    assert caught.value.code == code
    assert caught.value.fields["expected"]
