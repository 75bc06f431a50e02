"""What a line must fulfil, as expressions over whole columns.

Every line ends as accepted, held or rejected. Rejected: it cannot be read as written. Held: it is
readable, but something about it is unknown, so nobody can say yet through which window and for
which work the money came. The first check that catches a line names its reason.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from ledger.revenue.profiles import MONTH_PATTERNS, FieldName, Profile

Verdict = Literal["rejected", "held"]

EXTRA: Final = "cells_beyond_headings"
_INTEGER: Final = "([0-9]+)"
_GROUPED: Final = "([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_WHOLE_DIGITS: Final = 12  # 10^12 units in millionths fit an int64 with room for a sign
_UNIT_DIGITS: Final = 15
_SIGN: Final = "^([+-]?)"
_NO_MONTH: Final = "9999-99"


@dataclass(frozen=True, slots=True)
class Check:
    """One way for a line to fail.

    Attributes:
        caught: True for the lines that fail.
        column: Field whose cell is to blame.
        expected: What would be right.
    """

    reason: str
    verdict: Verdict
    column: str
    expected: str
    caught: pl.Expr


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a report says about all its lines.

    Attributes:
        currency: ISO 4217 code of every amount.
        last_month: Last month of the report's period; later sales cannot have happened yet.
    """

    currency: str
    last_month: str


def cell(field: FieldName) -> pl.Expr:
    """Return a field's text without blanks around it."""
    return pl.col(f"text_{field}").str.strip_chars()


def amount_text(profile: Profile) -> pl.Expr:
    """Return amounts with the marks taken off that the profile declares meaningless."""
    text = cell("amount")
    if profile.affixes:
        # Around the number only: "1,000円500" is no amount of 1,000,500.
        marks = "|".join(re.escape(affix) for affix in sorted(profile.affixes, key=len)[::-1])
        text = text.str.replace(f"^([+\\-△▲]?)\\s*(?:(?:{marks})\\s*)+", "$1")
        text = text.str.replace(f"(?:\\s*(?:{marks}))+$", "")
    if profile.triangle:
        text = text.str.replace("^[△▲]", "-")
    return text.str.strip_chars()


def amount_micro(profile: Profile) -> pl.Expr:
    """Return amounts as millionths of the currency's unit; null where the text is no amount."""
    pattern = _amount_pattern(profile, decimals="{1,6}")
    text = amount_text(profile)
    whole = text.str.extract(pattern, 2).str.replace_all(",", "", literal=True)
    fraction = text.str.extract(pattern, 3).fill_null("").str.pad_end(6, "0")
    size = (whole + fraction).cast(pl.Int64, strict=False)
    return pl.when(text.str.starts_with("-")).then(-size).otherwise(size)


def unit_count(profile: Profile) -> pl.Expr:
    """Return copies or views as numbers; blank means none were told."""
    text = pl.when(cell("units") == "").then(pl.lit("0")).otherwise(cell("units"))
    found = text.str.extract(_units_pattern(profile), 0)
    return found.str.replace_all("[,+]", "").cast(pl.Int64, strict=False)


def month_text(profile: Profile) -> pl.Expr:
    """Return months as `2026-03`; null where the cell does not follow the profile."""
    pattern = MONTH_PATTERNS[profile.months]
    month = cell("month").str.extract(pattern, 2).str.zfill(2)
    return cell("month").str.extract(pattern, 1) + pl.lit("-") + month


def checks(profile: Profile, expectation: Expectation) -> tuple[Check, ...]:
    """Return all checks, in the order in which they blame a line."""
    return (
        *_shape_checks(),
        *_amount_checks(profile),
        *_text_checks(profile, expectation),
        *_unknowns(),
    )


def _shape_checks() -> tuple[Check, ...]:
    return (
        _rejected(
            "too-many-cells", EXTRA, "as many cells as headings", pl.col(EXTRA).is_not_null()
        ),
        _rejected("line-break-in-cell", "", "one line per row", pl.col("breaks") > 0),
    )


def _amount_checks(profile: Profile) -> tuple[Check, ...]:
    text = amount_text(profile)
    commas = "commas only between groups of three" if profile.thousands else "no commas"
    return (
        _rejected("amount-missing", "amount", "an amount", text == ""),
        _rejected(
            "amount-too-precise",
            "amount",
            "at most six decimals",
            text.str.contains(_amount_pattern(profile, decimals="{7,}")),
        ),
        _rejected(
            "amount-malformed",
            "amount",
            f"digits 0-9, one decimal point, no exponent, {commas}",
            ~text.str.contains(_amount_pattern(profile, decimals="{1,6}")),
        ),
        _rejected(
            "amount-out-of-range",
            "amount",
            f"at most {_WHOLE_DIGITS} digits before the decimal point",
            text.str.replace_all("[^0-9.]", "").str.extract("^0*([0-9]*)", 1).str.len_bytes()
            > _WHOLE_DIGITS,
        ),
    )


def _text_checks(profile: Profile, expectation: Expectation) -> tuple[Check, ...]:
    return (
        _rejected(
            "currency-differs",
            "currency",
            expectation.currency,
            (cell("currency") != "") & (cell("currency") != expectation.currency),
        ),
        _rejected(
            "month-malformed",
            "month",
            profile.months,
            (cell("month") != "") & pl.col("month").is_null(),
        ),
        _rejected(
            "month-after-period",
            "month",
            f"{expectation.last_month} or earlier",
            pl.col("month").fill_null("") > expectation.last_month,
        ),
        _rejected(
            "units-malformed",
            "units",
            f"a whole number of at most {_UNIT_DIGITS} digits",
            pl.col("units").is_null(),
        ),
        _rejected(
            "rate-malformed",
            "rate",
            profile.rate_as,
            (cell("rate") != "") & ~cell("rate").str.contains(_rate_pattern(profile)),
        ),
    )


def _unknowns() -> tuple[Check, ...]:
    blank_work = cell("work") == ""
    return (
        _held("month-missing", "month", "the month of the sale", cell("month") == ""),
        _held("channel-missing", "channel", "a medium", cell("channel") == ""),
        _held("channel-unknown", "channel", "a known medium", pl.col("channel").is_null()),
        _held("territory-unknown", "territory", "ISO 3166 code", pl.col("territory").is_null()),
        _held("work-missing", "work", "id, identifier or exact title", blank_work),
        _held("work-ambiguous", "work", "an id: the title fits several works", _work_is("many")),
        _held("work-not-covered", "work", "a work of this agreement", _work_is("not-covered")),
        _held("work-unknown", "work", "id, identifier or exact title", pl.col("work").is_null()),
    )


def _work_is(problem: str) -> pl.Expr:
    return (pl.col("work_problem") == problem).fill_null(value=False)


def _rejected(reason: str, column: str, expected: str, caught: pl.Expr) -> Check:
    return Check(reason, "rejected", column, expected, caught)


def _held(reason: str, column: str, expected: str, caught: pl.Expr) -> Check:
    return Check(reason, "held", column, expected, caught)


def _amount_pattern(profile: Profile, *, decimals: str) -> str:
    whole = _GROUPED if profile.thousands else _INTEGER
    fraction = f"(?:\\.([0-9]{decimals}))"
    optional = "" if decimals == "{7,}" else "?"
    return f"{_SIGN}{whole}{fraction}{optional}$"


def _units_pattern(profile: Profile) -> str:
    whole = _GROUPED if profile.thousands else f"[0-9]{{1,{_UNIT_DIGITS}}}"
    return f"^[+-]?{whole}$"


def _rate_pattern(profile: Profile) -> str:
    number = "[0-9]{1,3}(?:\\.[0-9]{1,6})?"
    return f"^{number}%$" if profile.rate_as == "percent_sign" else f"^{number}$"
