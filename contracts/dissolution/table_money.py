"""Money, claims, debts and the residue in the table of a committee's end."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from contracts.dissolution.telling import Row, Told

End = Mapping[str, Any]
Rows = Iterable[Row]


def _money(end: End, told: Told) -> Rows:
    for one in end["balances"]:
        named = f" ({one['name']})" if one.get("name") else ""
        yield (
            told.account(one["account"]) + named,
            told.name(one["agreement"]),
            told.amount(one["amount_minor"], one["currency"]),
            told.name(one["before"]),
            _after(one, told),
        )


def _claims(end: End, told: Told) -> Rows:
    for one in end["continuing"]:
        yield (
            told.name(one["agreement"]),
            one["step"],
            told.joined(map(told.name, one["payees"])),
            told.name(one["before"]),
            _after(one, told),
        )


def _after(one: Mapping[str, Any], told: Told) -> str:
    return told.name(one["after"]) if one.get("after") else told.word("nobody")


def _debts(end: End, told: Told) -> Rows:
    settled = end["settled"]
    for one in settled["debts"]:
        yield (
            one["name"],
            told.name(one["party"]) if one.get("party") else "",
            told.amount(one["paid_minor"], settled["currency"]),
            told.amount(one["open_minor"], settled["currency"]),
        )


def _residue(end: End, told: Told) -> Rows:
    """Say each one's part, what it owes for rights, and what it receives and pays in the end."""
    settled = end["settled"]
    for one in settled["parts"]:
        part, price, offset = one["part_minor"], one["price_minor"], one["set_off_minor"]
        amounts = (part, price, max(part, 0) - offset, price - offset + max(-part, 0))
        words = (told.amount(each, settled["currency"]) for each in amounts)
        yield (told.name(one["party"]), *words)


Part = tuple[str, str, tuple[str, ...], Callable[[End, Told], Rows], tuple[str, ...]]

MONEY: Final[tuple[Part, ...]] = (
    ("money", "balances", ("account", "agreement", "amount", "before", "after"), _money, ()),
    (
        "claims",
        "continuing",
        ("agreement", "clause", "payees", "debtor_before", "debtor_after"),
        _claims,
        ("claims",),
    ),
    ("debts", "settled", ("debt", "creditor", "paid", "open"), _debts, ()),
    (
        "residue",
        "settled",
        ("party", "part", "price", "receives", "pays"),
        _residue,
        ("residue",),
    ),
)
