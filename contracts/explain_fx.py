"""How a change of money is said: the amount reported, the rate with its source and day, the result.

100.00米ドル × 151.23（boj、2026-03-31公表）= 15,123円
"""

from contracts.conversion import Fx, in_minor_units
from contracts.explain_values import Book, item_place
from contracts.figures import decimal, money
from contracts.money import Ratio, floor_toward_zero, lowest_terms
from contracts.trace import TraceRow


def converted_sentence(book: Book, row: TraceRow, fx: Fx) -> str:
    """Say which reported revenue this is, how it was converted, and how much it is.

    Where the total was converted, the total is said too; where earlier payments were converted at
    the same rate, they are taken off.
    """
    whole = fx.to_date_minor if fx.total_minor is None else fx.total_minor
    values = {
        "id": row.id.removeprefix("item/"),
        "place": item_place(book, row),
        "line": money((fx.amount_minor, 1), fx.currency, book.lang),
        "basis": money((whole, 1), fx.currency, book.lang),
        "sign": "÷" if fx.inverse else "×" if book.lang == "ja" else "x",
        "rate": decimal((fx.num, fx.den)),
        "source": fx.source,
        "date": fx.date,
        "result": _result(book, row, fx, whole),
        "prior": money((_cut(fx, row, whole - fx.amount_minor), 1), row.currency, book.lang),
        "amount": money((row.amount_minor, 1), row.currency, book.lang),
    }
    return book.words[_template(fx)].format(**values)


def _template(fx: Fx) -> str:
    if fx.total_minor is not None and fx.total_minor != fx.amount_minor:
        return "item-of-total"
    return "item-converted" if fx.to_date_minor == fx.amount_minor else "item-to-date"


def _result(book: Book, row: TraceRow, fx: Fx, whole: int) -> str:
    num, den = _rate(fx, row)
    exact, rounded = lowest_terms(whole * num, den), _cut(fx, row, whole)
    text = money((rounded, 1), row.currency, book.lang)
    if exact == (rounded, 1):
        return text
    shown = money(exact, row.currency, book.lang)
    return book.words["rounded"].format(exact=shown, rounded=text)


def _cut(fx: Fx, row: TraceRow, amount_minor: int) -> int:
    return floor_toward_zero(amount_minor, *_rate(fx, row))


def _rate(fx: Fx, row: TraceRow) -> Ratio:
    return in_minor_units(fx.factor, fx.currency, row.currency)
