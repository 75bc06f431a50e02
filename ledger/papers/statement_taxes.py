"""The taxes of a statement as a table: what each is computed on, by which law and rate."""

from collections.abc import Iterator, Mapping
from typing import Final

from contracts.figures import number
from ledger.papers.blocks import Block, Heading, Table, Text
from ledger.papers.law_words import law_told
from ledger.papers.statement_told import Told
from ledger.papers.statement_words import INCOMES, RULES, TOTALS

_WHOLE: Final = "withholding"
_YEN: Final = "JPY"
_OF_PAYEE: Final = ("consumption", _WHOLE)

Row = tuple[str, str, str, str, str, str]


def tax_blocks(told: Told) -> Iterator[Block]:
    """Yield the table of taxes and what has to be said about it.

    What the payer may credit without the payee's registration number is the payer's business and
    changes nothing here, so it is left to the JSON.
    """
    tax: Mapping[str, str] = told.sheet["tax"]
    heads = ("tax", "kind", "law")
    yield Heading(told.says("taxes"))
    yield Table(
        (
            *map(told.says, heads),
            told.head("tax_base"),
            told.says("tax_rate"),
            told.head("tax_amount"),
        ),
        (7, 8, 12, 7, 7, 7),
        (_consumption(told, tax), *_withheld(told, tax)),
        right=(3, 4, 5),
    )
    if form := tax.get("treaty_form"):
        yield Text(told.says("treaty", form, tax.get("treaty_article", "")), small=True)
    if any(name.startswith(_OF_PAYEE) and name.endswith("_confidence") for name in tax):
        yield Text(told.says("unsure"), small=True)


def _consumption(told: Told, tax: Mapping[str, str]) -> Row:
    rule = tax.get("consumption_rule") or tax.get("rule", "")
    base = tax.get("consumption_base")
    return (
        told.word(TOTALS, "consumption_tax"),
        told.word(RULES, rule),
        law_told(tax.get("consumption_law", ""), told.lang),
        told.number(int(base)) if base else "",
        tax.get("consumption_rate", ""),
        told.number(told.sheet["totals"]["consumption_tax"]),
    )


def _withheld(told: Told, tax: Mapping[str, str]) -> Iterator[Row]:
    """Yield a row for each kind of income; older statements have one base in all."""
    names = {_WHOLE: ""} | {f"{_WHOLE}_{income}": income for income in INCOMES}
    found = [(name, income) for name, income in names.items() if f"{name}_base" in tax]
    label, total = told.word(TOTALS, _WHOLE), told.sheet["totals"][_WHOLE]
    if not found:
        rule = told.word(RULES, tax.get("rule", ""))
        yield label, rule, "", "", "", told.number(total)
    for name, income in found:
        rule = told.word(RULES, tax.get(f"{name}_rule", ""))
        withheld = int(tax.get(f"{name}_tax", total if income == "" else 0))
        yield (
            label,
            f"{told.word(INCOMES, income)}\n{rule}" if income else rule,
            law_told(tax.get(f"{name}_law", ""), told.lang),
            told.number(int(tax[f"{name}_base"])),
            _rate(told, tax, name),
            told.number(withheld),
        )


def _rate(told: Told, tax: Mapping[str, str], name: str) -> str:
    """Return the rate, and the higher one where the base goes beyond its threshold."""
    rate, upper = tax.get(f"{name}_rate", ""), tax.get(f"{name}_upper_rate")
    threshold = int(tax.get(f"{name}_threshold", "0"))
    if not upper or int(tax[f"{name}_base"]) <= threshold:
        return rate
    return f"{rate}\n{told.says('beyond', number(threshold, _YEN, told.lang), upper)}"
