"""Reading delimited text into a table of text cells, one row per row of the file.

Nothing is interpreted here: every cell stays text, rows keep the number of the line they start at,
and cells beyond the headings are kept so that a check can blame them.
"""

import io
from typing import Final, get_args

import polars as pl

from ledger.errors import RuleViolation
from ledger.revenue.checks import EXTRA
from ledger.revenue.profiles import FieldName, Profile

FIELDS: Final[tuple[FieldName, ...]] = get_args(FieldName)


def read_table(data: bytes, profile: Profile) -> pl.DataFrame:
    """Return a frame of `line`, `breaks`, the extra cells, and `text_<field>` for every field.

    Args:
        data: UTF-8 text.
        profile: Says which headings hold which field.

    Raises:
        RuleViolation: `report-empty`, `report-line-ends`, `report-column-missing`,
            `report-column-twice` or `report-quotes`, each naming what was found and what would be
            right.
    """
    lines = data.split(b"\n", profile.header_line)
    heading_line = b"".join(lines[profile.header_line - 1 : profile.header_line])
    if not heading_line.strip():
        raise RuleViolation(
            "report-empty",
            field="file",
            value=f"{len(data)} bytes",
            expected=f"headings in line {profile.header_line}",
        )
    if b"\r" in heading_line.rstrip():  # else the whole file would pass for a line of headings
        raise RuleViolation(
            "report-line-ends", field="file", value="CR alone", expected="lines that end in LF"
        )
    headings = _headings(heading_line, profile)
    places = {field: _place(field, headings, profile) for field in FIELDS}
    raw = _cells(b"".join(lines[profile.header_line :]), len(headings), profile)
    return _named(raw, places, profile)


def _headings(line: bytes, profile: Profile) -> list[str]:
    row = _cells(line, line.count(profile.separator.encode()) + 1, profile).row(0)
    headings = [str(text or "").strip() for text in row]
    while headings and not headings[-1]:
        headings.pop()
    return headings


def _place(field: FieldName, headings: list[str], profile: Profile) -> int | None:
    wanted = [heading for heading in profile.columns.get(field, ()) if heading in headings]
    if not wanted:
        if field in profile.defaults or field in ("currency", "units", "product", "rate"):
            return None
        raise RuleViolation(
            "report-column-missing",
            field=field,
            value=headings,
            expected=list(profile.columns.get(field, ())),
        )
    if headings.count(wanted[0]) > 1:
        raise RuleViolation(
            "report-column-twice", field=field, value=wanted[0], expected="each heading once"
        )
    return headings.index(wanted[0])


def _cells(data: bytes, width: int, profile: Profile) -> pl.DataFrame:
    try:
        return pl.read_csv(
            io.BytesIO(data),
            has_header=False,
            separator=profile.separator,
            schema={f"c{place}": pl.String for place in range(width + 1)},
            infer_schema=False,
            extra_columns="ignore",
            missing_columns="insert",
        )
    except pl.exceptions.ComputeError as error:
        line = _unclosed_quote(data)
        place = None if line is None else line + profile.header_line
        raise RuleViolation(
            "report-quotes",
            field="file",
            line=place,
            value=str(error).splitlines()[0][:200],
            expected='quotes in pairs, and "" for a quote inside a quoted cell',
        ) from error


def _unclosed_quote(data: bytes) -> int | None:
    """Return the first line with an odd number of quotes, counted from one."""
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.count(b'"') % 2:
            return number
    return None


def _named(
    raw: pl.DataFrame, places: dict[FieldName, int | None], profile: Profile
) -> pl.DataFrame:
    breaks = pl.sum_horizontal(
        pl.col(name).str.count_matches("\n", literal=True).fill_null(0) for name in raw.columns
    ).cast(pl.Int64)
    numbered = raw.with_columns(breaks.alias("breaks")).with_columns(
        line=pl.int_range(pl.len(), dtype=pl.Int64)
        + profile.header_line
        + 1
        + pl.col("breaks").cum_sum()
        - pl.col("breaks")
    )
    filled = numbered.filter(pl.any_horizontal(pl.col(raw.columns).is_not_null()))
    texts = [_text(field, place, profile) for field, place in places.items()]
    return filled.select("line", "breaks", pl.col(raw.columns[-1]).alias(EXTRA), *texts)


def _text(field: FieldName, place: int | None, profile: Profile) -> pl.Expr:
    if place is None:
        return pl.lit(profile.defaults.get(field, "")).alias(f"text_{field}")
    return pl.col(f"c{place}").fill_null("").alias(f"text_{field}")
