"""Banks and branches by what somebody calls them: a number, a name or a reading.

The rules kept here, in order:

1. Digits are a number and nothing else.
2. A whole name or reading comes before a beginning, a beginning before any part.
3. 銀行, 支店 and the like may be said or left out; 信用金庫 is what the table calls 信金.
"""

import unicodedata
from collections.abc import Iterable
from typing import Final, TypeVar

from ledger.bank_details.directory import Bank, Branch, banks, branches, check_bank, check_branch
from ledger.vault.spelling import fold

_MOST: Final = 50
_SHORT: Final = (
    ("信用金庫", "信金"),
    ("信用組合", "信組"),
    ("労働金庫", "労金"),
    ("農業協同組合", "農協"),
    ("漁業協同組合", "漁協"),
    ("信託銀行", "信託"),
)
_ENDINGS: Final = ("銀行", "ぎんこう", "bank", "支店", "してん", "branch", "出張所")
_TO_LARGE: Final = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ", "ー")
Found = TypeVar("Found", Bank, Branch)


def find_banks(said: str) -> list[Bank]:
    """Return the banks that somebody may mean, the likeliest first.

    Example:
        "1", "0001", "みずほ" and "みずほ銀行" are one bank; "みずほ" is not みずほ信託.

    Raises:
        RuleViolation: `bank-unknown`: no bank has this number.
    """
    number = _number(said)
    if number:
        return [check_bank(number.rjust(4, "0"))]
    return _best(said, banks().values())


def find_branches(bank: str, said: str) -> list[Branch]:
    """Return the branches of a bank that somebody may mean, the likeliest first.

    Raises:
        RuleViolation: `bank-unknown`, or `branch-unknown`: no branch has this number.
    """
    number = _number(said)
    if number:
        return [check_branch(bank, number.rjust(3, "0"))]
    return _best(said, branches(bank).values())


def _number(said: str) -> str:
    plain = unicodedata.normalize("NFKC", said).strip()
    return plain if plain.isascii() and plain.isdigit() else ""


def _best(said: str, all_of: Iterable[Found]) -> list[Found]:
    key = _key(said)
    if not key:
        return []
    ranked: dict[int, list[Found]] = {0: [], 1: [], 2: []}
    for one in all_of:
        names = (_key(one.name), _key(one.reading))
        if key in names:
            ranked[0].append(one)
        elif any(name.startswith(key) for name in names):
            ranked[1].append(one)
        elif any(key in name for name in names):
            ranked[2].append(one)
    return ranked[0] or (ranked[1] + ranked[2])[:_MOST]


def _key(name: str) -> str:
    """Return the form under which names are compared; letters that tables write large are large."""
    for long, short in _SHORT:
        name = name.replace(long, short)
    folded = fold(name)
    for ending in map(fold, _ENDINGS):
        if folded.endswith(ending) and folded != ending:
            folded = folded.removesuffix(ending)
            break
    return folded.translate(_TO_LARGE)
