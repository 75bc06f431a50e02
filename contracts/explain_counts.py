"""The texts of sentences about counted units, tiers, and the floor and cap of a fee by use."""

from collections.abc import Mapping

from contracts.explain_values import Book, money_of
from contracts.figures import money, percent
from contracts.money import Ratio
from contracts.trace import TraceRow

COUNT_TEMPLATES: Mapping[str, str] = {
    "units-reported": "units-reported",
    "units-sum": "units-sum",
    "units-alone": "units-alone",
    "units-to-date": "units-to-date",
    "tiers-to-date": "tiers-to-date",
    "used-to-date": "used-to-date",
    "tier-slice": "tier-slice",
    "tier-slice-units": "tier-slice-units",
    "tier-slice-used": "tier-slice-used",
    "tier-reached-units": "tier-reached",
    "tier-reached-money": "tier-reached",
    "tier-at-start-units": "tier-at-start",
    "tier-at-start-money": "tier-at-start",
    "floor-per-period": "bound-floor",
    "floor-per-year": "bound-floor",
    "floor-per-cumulative": "bound-floor",
    "cut-per-period": "bound-cut",
    "cut-per-year": "bound-cut",
    "cut-per-cumulative": "bound-cut",
    "bounded": "bounded",
    "credited": "credited",
}
"""Rule of a trace row to the sentence that tells it."""

_OF_MONEY = ("tier-slice", "tier-reached-money", "tier-at-start-money")
_OF_SLICE = ("tier-slice", "tier-slice-units", "tier-slice-used")


def count_values(book: Book, row: TraceRow) -> dict[str, str]:
    """Give the texts of a row of these rules; none for other rows."""
    if row.rule not in COUNT_TEMPLATES:
        return {}
    facts = _facts(row)
    counts_money = row.rule in _OF_MONEY or (row.kind != "units" and row.basis not in ("", "units"))
    now = row.added_minor
    return {
        "since": book.words["since"] if "since-change" in facts else "",
        "counted": _counted(book, row, facts, counts_money=counts_money),
        "quantity": _quantity(book, row, row.basis_minor, counts_money=counts_money),
        "counted_now": ""
        if now in (None, row.basis_minor)
        else book.words["added"].format(_quantity(book, row, now or 0, counts_money=counts_money)),
        "price": money_of(book, row, int(facts.get("price", "0"))),
        "share": _share(book, facts),
        "per_unit": _each(book, row, row.rate) if row.rate else "",
        "exact": money(row.exact, row.currency, book.lang),
        "tier": facts.get("tier", ""),
        "span": _span(book, row, facts, counts_money=counts_money),
        "limit": money_of(book, row, int(facts.get("limit", "0"))),
        "per": _per(book, row),
        "told": _told(book, row),
        "points": f"{row.rate[0]:,}" if row.rate else "",
        "all_points": f"{row.rate[1]:,}" if row.rate else "",
    }


def _told(book: Book, row: TraceRow) -> str:
    """Give the line of a note that is in the language of the sentence."""
    ja, _, en = row.note.partition("\n")
    return ja if book.lang == "ja" else en


def _facts(row: TraceRow) -> dict[str, str]:
    """Read a note such as "since-change;price=6000;share=9/10"."""
    pairs = (part.partition("=") for part in row.note.split(";"))
    return {name: value for name, _, value in pairs}


def _counted(book: Book, row: TraceRow, facts: Mapping[str, str], *, counts_money: bool) -> str:
    """Name what is counted: units, views ..., or the amount that is the basis."""
    if "metric" in facts:
        return book.words[f"metric:{facts['metric']}"]
    kind, _, ref = row.basis.partition(":")
    if not counts_money:
        return book.words["basis:units"]
    name = book.words.get(f"basis:{kind}") or book.words["basis:money"]
    return name.format(book.labels.get(ref, ref))


def _quantity(book: Book, row: TraceRow, count: int, *, counts_money: bool) -> str:
    return money_of(book, row, count) if counts_money else f"{count:,}"


def _share(book: Book, facts: Mapping[str, str]) -> str:
    if "share" not in facts:
        return ""
    num, _, den = facts["share"].partition("/")
    return book.words["share-of-units"].format(percent((int(num), int(den))))


def _each(book: Book, row: TraceRow, rate: Ratio) -> str:
    """Write an amount for one unit exactly: as a fraction where decimals would be cut."""
    text = money(rate, row.currency, book.lang)
    if text.startswith(("約", "about")):
        one = money((rate[0], 1), row.currency, book.lang)
        return f"{one} / {rate[1]:,}"
    return text


def _span(book: Book, row: TraceRow, facts: Mapping[str, str], *, counts_money: bool) -> str:
    """Say which part of the quantity a tier is about, or from where on it is reached."""
    if "tier" not in facts:
        return ""
    ends = {
        name: _quantity(book, row, int(facts[name]), counts_money=counts_money)
        for name in ("from", "to")
        if facts[name]
    }
    if row.rule not in _OF_SLICE:
        return book.words["span-reached" if "to" in ends else "span-reached-last"].format(**ends)
    if facts["from"] == "0":
        return book.words["span-first" if "to" in ends else "span-all"].format(**ends)
    return book.words["span-middle" if "to" in ends else "span-last"].format(**ends)


def _per(book: Book, row: TraceRow) -> str:
    name, _, per = row.rule.partition("-per-")
    key = f"per-{per}-{name}"
    return book.words.get(key) or book.words.get(f"per-{per}", "")
