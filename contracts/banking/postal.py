"""Accounts at the post bank (ゆうちょ): sign and number as in the passbook, for transfers.

    converted("10170", "12345671")  -> PostalAccount("018", "ordinary", "1234567")

Rules kept here:
1. A sign that begins with 1 is a savings account (通常貯金): its branch is the second and third
   digit and an 8; its number loses the last digit, which is always 1.
2. A sign that begins with 0 is a giro account (振替口座): its branch is the second and third digit
   and a 9; its number stays as it is.
3. Numbers are filled with zeros from the left to seven digits.
4. A digit that stands between sign and number is that of the passbook's issue and is left out by
   whoever types them.

Source:
    ゆうちょ銀行, 記号番号から振込用の店名・預金種目・口座番号への変換, as the bank prints it.
    The check digit inside the sign is not checked. To be confirmed with the bank.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from contracts.errors import TermsInvalid

POSTAL_BANK: Final = "9900"
_SIGN: Final = re.compile(r"[01][0-9]{4}")
_SAVINGS_NUMBER: Final = re.compile(r"[0-9]{1,7}1")
_GIRO_NUMBER: Final = re.compile(r"[0-9]{1,7}")
_DIGITS: Final = 7


@dataclass(frozen=True, slots=True)
class PostalAccount:
    """The account as other banks name it.

    Attributes:
        branch: Three digits.
        type: 普通 for a savings account, 当座 for a giro account.
        number: Seven digits.
    """

    branch: str
    type: Literal["ordinary", "current"]
    number: str


def converted(sign: str, number: str) -> PostalAccount:
    """Write sign and number of a passbook as branch, type and number.

    Args:
        sign: 記号, five digits.
        number: 番号, two to eight digits; at most seven for a giro account.

    Raises:
        TermsInvalid: `postal-sign-wrong` or `postal-number-wrong`.

    Example:
        By hand: 10170 and 12345671. Second and third digit are 0 and 1, with an 8 the branch is
        018; without the last 1 the number is 1234567. And 00120 and 654321: 01 and a 9 are
        019, the number is 0654321, 当座.
    """
    if not _SIGN.fullmatch(sign):
        raise TermsInvalid(
            "postal-sign-wrong",
            "the sign of a post bank account is five digits and begins with 1 or 0",
            field="postal_sign",
            value=sign,
            expected="five digits such as 10170",
        )
    is_savings = sign.startswith("1")
    if not (_SAVINGS_NUMBER if is_savings else _GIRO_NUMBER).fullmatch(number):
        raise TermsInvalid(
            "postal-number-wrong",
            "the number of a savings account has two to eight digits and ends with 1"
            if is_savings
            else "the number of a giro account has at most seven digits",
            field="postal_number",
            value=number,
            expected="digits as in the passbook, such as "
            + ("12345671" if is_savings else "654321"),
        )
    if is_savings:
        return PostalAccount(f"{sign[1:3]}8", "ordinary", number[:-1].rjust(_DIGITS, "0"))
    return PostalAccount(f"{sign[1:3]}9", "current", number.rjust(_DIGITS, "0"))
