"""A report's lines: read set-wise, each one accepted, held or rejected with its reason.

No line is looked at one by one: cells are texts in columns, amounts become millionths in int64
after a strict pattern, words are mapped through tables of their distinct values, and the checks
of `ledger.revenue.checks` blame whole columns at a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from contracts.money import minor_unit
from ledger.revenue import channels
from ledger.revenue.checks import (
    EXTRA,
    Check,
    Expectation,
    amount_micro,
    cell,
    checks,
    month_text,
    unit_count,
)
from ledger.revenue.groups import Sums
from ledger.revenue.naming import WorkNames
from ledger.revenue.profiles import FieldName, Profile

LINE_COLUMNS: Final = (
    "line", "channel", "territory", "work", "month", "units", "amount_micro", "product", "rate",
)  # fmt: skip
_BY: Final = ["channel", "territory", "work", "month"]
_VALUE_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that was held or rejected.

    Attributes:
        line: Number of its first line in the file, counted from one.
        column: Field to blame. value: what stands there. expected: what would be right.
        amount: The amount as written, so that what is missing can be added up.
    """

    line: int
    verdict: str
    reason: str
    column: str
    value: str
    expected: str
    amount: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Every row of a file, sorted by its verdict.

    Attributes:
        accepted: Frame with `LINE_COLUMNS`, in the order of the file.
        problems: Held and rejected rows, in the order of the file.
    """

    accepted: pl.DataFrame
    problems: tuple[Problem, ...]

    def count(self, verdict: str) -> int:
        """Return how many rows have a verdict."""
        if verdict == "accepted":
            return self.accepted.height
        return sum(problem.verdict == verdict for problem in self.problems)

    def sums(self) -> list[Sums]:
        """Return exact sums by channel, territory, work and month."""
        wide = pl.Int128
        grouped = self.accepted.group_by(_BY).agg(
            rows=pl.len(),
            units=pl.col("units").cast(wide).sum(),
            amount_micro=pl.col("amount_micro").cast(wide).sum(),
        )
        return [Sums(**row) for row in grouped.sort(_BY).iter_rows(named=True)]


def distinct_works(table: pl.DataFrame) -> list[str]:
    """Return the distinct texts by which the file names works."""
    names: list[str] = table.select(cell("work").unique().alias("name"))["name"].to_list()
    return sorted(name for name in names if name)


def judge(
    table: pl.DataFrame, works: WorkNames, profile: Profile, expectation: Expectation
) -> Lines:
    """Sort the rows of a table into accepted, held and rejected.

    Args:
        table: What `read_table` returned.
        works: What the file's names of works mean.
        profile: How the file is read.
        expectation: What holds for all lines.
    """
    minor_unit(expectation.currency)
    found = checks(profile, expectation)
    read = _read(table, works, profile).with_columns(
        check=pl.coalesce(
            pl.when(check.caught).then(pl.lit(number, dtype=pl.Int32))
            for number, check in enumerate(found)
        )
    )
    accepted = read.filter(pl.col("check").is_null()).select(LINE_COLUMNS)
    return Lines(accepted, _problems(read.filter(pl.col("check").is_not_null()), found))


def _read(table: pl.DataFrame, works: WorkNames, profile: Profile) -> pl.DataFrame:
    return table.with_columns(
        channel=_mapped("channel", channels.CHANNELS),
        territory=_mapped("territory", channels.TERRITORIES),
        work=cell("work").replace_strict(works.ids, default=None, return_dtype=pl.String),
        work_problem=cell("work").replace_strict(
            works.problems, default=None, return_dtype=pl.String
        ),
        month=month_text(profile),
        units=unit_count(profile),
        amount_micro=amount_micro(profile),
        product=cell("product"),
        rate=cell("rate"),
    )


def _mapped(field: FieldName, table: Mapping[str, str]) -> pl.Expr:
    folded = cell(field).str.normalize("NFKC").str.to_lowercase()
    return folded.replace_strict(table, default=None, return_dtype=pl.String)


def _problems(caught: pl.DataFrame, found: tuple[Check, ...]) -> tuple[Problem, ...]:
    return tuple(_problem(row, found[row["check"]]) for row in caught.iter_rows(named=True))


def _problem(row: Mapping[str, Any], check: Check) -> Problem:
    column = f"text_{check.column}"
    value = row[check.column if check.column == EXTRA else column] if check.column else ""
    return Problem(
        line=row["line"],
        verdict=check.verdict,
        reason=check.reason,
        column=check.column,
        value=str(value)[:_VALUE_LIMIT],
        expected=check.expected,
        amount=row["text_amount"].strip()[:_VALUE_LIMIT],
    )
