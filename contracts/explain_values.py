"""The texts that fill the sentences of an explanation, each in one language and from one row.

A kind of step whose sentences need a text of their own adds it to `values_of`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts.figures import Language, clause, money, percent
from contracts.trace import TraceRow
from contracts.wording import CHANNELS, Wording

_PER_CHANNEL_MONTH = "/by/"


@dataclass(frozen=True)
class Book:
    """What a sentence needs besides its row: words, names and labels of steps."""

    lang: Language
    words: Wording
    names: Mapping[str, str]
    labels: Mapping[str, str]

    def label(self, row: TraceRow) -> str:
        """Give the name of the step a row belongs to."""
        return row.label_ja if self.lang == "ja" else row.label_en

    def name(self, payee: str) -> str:
        """Give the name a reader knows a payee by; without one, his reference."""
        return self.names.get(payee, payee)


def values_of(book: Book, row: TraceRow) -> dict[str, str]:
    """Give every text a sentence may ask for."""
    note, _, figure = row.note.partition(":")
    moved = abs(row.amount_minor) if row.kind == "held" else row.amount_minor
    added = row.added_minor if row.added_minor != row.basis_minor else None
    at = clause(row.clause, book.lang)
    return {
        "id": row.note,
        "label": book.label(row) + _cell(book, row),
        "clause": f" ({at})" if book.lang == "en" and at else at,
        "payee": book.name(row.payee),
        "basis": _basis(book, row),
        "rate": percent(row.rate) if row.rate else "",
        "result": _result(book, row),
        "unit": money_of(book, row, row.unit),
        "rule": book.words.get(row.rule, ""),
        "reason": book.words.get(row.note, ""),
        "count": f"{len(row.parents or row.flow):,}",
        "amount": money_of(book, row, moved),
        "added": "" if added is None else book.words["added"].format(money_of(book, row, added)),
        "since": book.words["since"] if note == "since-change" else "",
        "rounded": money_of(book, row, row.rounded_minor),
        "basis_minor": money_of(book, row, row.basis_minor),
        "target": money_of(book, row, int(figure)) if note == "target" else "",
        "figure": money_of(book, row, int(figure)) if _is_whole(figure) else "",
        "above": money_of(book, row, int(figure)) if note == "above-cap" else "",
    }


def _is_whole(figure: str) -> bool:
    """Tell whether a note such as "forecast:6000" carries an amount."""
    return figure.removeprefix("-").isascii() and figure.removeprefix("-").isdigit()


def item_sentence(book: Book, row: TraceRow) -> str:
    """Say which reported revenue this is and how much."""
    return book.words["item-released" if row.rule == "released" else "item"].format(
        id=row.id.removeprefix("item/"),
        place=item_place(book, row),
        amount=money_of(book, row, row.amount_minor),
    )


def item_place(book: Book, row: TraceRow) -> str:
    """Say through which window, for which month and on which basis revenue was reported."""
    channel = CHANNELS.get(row.channel, row.channel) if book.lang == "ja" else row.channel
    facts = [fact for fact in (channel, _month(book, row.month), book.words[row.basis]) if fact]
    return book.words["place"].format(book.words["join"].join(facts))


def _month(book: Book, text: str) -> str:
    year, month = text.split("-")
    return book.words["month"].format(year, month if book.lang == "en" else int(month))


def _cell(book: Book, row: TraceRow) -> str:
    """Name the channel and month that a row computed for is about, if it is about one."""
    _, _, cell = row.id.partition(_PER_CHANNEL_MONTH)
    if not cell or row.kind == "share":
        return ""
    channel, month = cell.split("/")[:2]
    known = CHANNELS.get(channel, channel) if book.lang == "ja" else channel
    facts = [fact for fact in (known, "" if month == "-" else _month(book, month)) if fact != "-"]
    return book.words["place"].format(book.words["join"].join(facts))


def _basis(book: Book, row: TraceRow) -> str:
    kind, _, ref = row.basis.partition(":")
    return book.words.get(f"basis:{kind}", "").format(book.labels.get(ref, ref))


def _result(book: Book, row: TraceRow) -> str:
    """Write the result; the exact one too, where rounding changed it."""
    rounded = money_of(book, row, row.rounded_minor)
    if row.exact[0] == row.rounded_minor * row.exact[1]:
        return rounded
    exact = money(row.exact, row.currency, book.lang)
    return book.words["rounded"].format(exact=exact, rounded=rounded)


def money_of(book: Book, row: TraceRow, amount_minor: int) -> str:
    """Write an amount in the currency of a row."""
    return money((amount_minor, 1), row.currency, book.lang)
