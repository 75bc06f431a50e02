"""A report's lines as leaves of a tree, stored as one columnar file.

The root goes into the fact, the lines into a blob. Each leaf carries a code that only who holds the
report's key can compute, so that showing one line and its path discloses nothing about the lines
beside it, however few different values there are.

Source:
    leaf = SHA-256(0x00 || HMAC-SHA256(report key, line number, 8 bytes big-endian) || JCS(line)),
    root as in RFC 6962 section 2.1 (docs/LOG-FORMAT.md, report lines).
"""

import hmac
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import polars as pl

from ledger.errors import LogCorrupt
from ledger.log import canonical
from ledger.log.merkle import leaf_hash, root_of
from ledger.revenue.lines import LINE_COLUMNS

Progress = Callable[[int, int], None]

KEY_BYTES: Final = 32
_KEY_NAME: Final = "daicho.report_key"
_ROW_GROUP: Final = 100_000
_TEXTS: Final = ("channel", "month", "product", "rate", "territory", "work")


def line_body(row: dict[str, Any]) -> dict[str, Any]:
    """Return a line as it is hashed: exact amounts as text, empty cells left out."""
    body = {**row, "amount_micro": str(row["amount_micro"])}
    return {name: value for name, value in body.items() if value != ""}


def line_leaf(mac: bytes, body: bytes) -> bytes:
    """Return the leaf hash of a line's code and canonical bytes."""
    return leaf_hash(mac + body)


def line_mac(report_key: bytes, line: int) -> bytes:
    """Return the code that hides a line from who does not hold the report's key."""
    return hmac.digest(report_key, line.to_bytes(8, "big"), "sha256")


def lines_leaves(
    accepted: pl.DataFrame, report_key: bytes, progress: Progress | None = None
) -> Iterator[bytes]:
    """Yield the leaf hashes of accepted lines, in the order of the file.

    Args:
        accepted: Frame with `LINE_COLUMNS`.
        report_key: 32 random bytes of this report.
        progress: Told how many of how many lines are done.
    """
    numbers = accepted["line"].to_list()
    for done, (line, body) in enumerate(zip(numbers, _bodies(accepted), strict=True), start=1):
        yield line_leaf(line_mac(report_key, line), body.encode())
        if progress and done % _ROW_GROUP == 0:
            progress(done, len(numbers))


def lines_root(
    accepted: pl.DataFrame, report_key: bytes, progress: Progress | None = None
) -> bytes:
    """Return the Merkle root over accepted lines."""
    return root_of(list(lines_leaves(accepted, report_key, progress)))


def _bodies(accepted: pl.DataFrame) -> Iterable[str]:
    """Write every line canonically, by columns: each distinct text is escaped once."""
    parts = [
        pl.lit('"amount_micro":"') + pl.col("amount_micro").cast(pl.String) + pl.lit('"'),
        _member("channel"),
        pl.lit('"line":') + pl.col("line").cast(pl.String),
        _member("month"),
        _member("product"),
        _member("rate"),
        _member("territory"),
        pl.lit('"units":') + pl.col("units").cast(pl.String),
        _member("work"),
    ]
    escaped = accepted.with_columns(_escaped(accepted[name]) for name in _TEXTS)
    joined = pl.concat_str(parts, separator=",", ignore_nulls=True)
    whole = pl.concat_str(pl.lit("{"), joined, pl.lit("}")).alias("body")
    bodies: list[str] = escaped.select(whole)["body"].to_list()
    return bodies


def _escaped(column: pl.Series) -> pl.Series:
    texts = column.unique().to_list()
    table = {text: canonical.encode(text).decode() for text in texts if text}
    return column.replace_strict(table, default=None, return_dtype=pl.String)


def _member(name: str) -> pl.Expr:
    return pl.lit(f'"{name}":') + pl.col(name)  # null, and so left out, where the cell is empty


def write_lines(accepted: pl.DataFrame, report_key: bytes) -> bytes:
    """Write accepted lines and the report's key as Parquet; equal lines give equal bytes."""
    file = io.BytesIO()
    accepted.select(LINE_COLUMNS).write_parquet(
        file,
        compression="zstd",
        compression_level=3,
        statistics=False,
        row_group_size=_ROW_GROUP,
        metadata={_KEY_NAME: report_key.hex()},
    )
    return file.getvalue()


def read_lines(data: bytes) -> tuple[pl.DataFrame, bytes]:
    """Return the lines and the report's key that `write_lines` wrote.

    Raises:
        LogCorrupt: The file is not one of ours.
    """
    try:
        key = bytes.fromhex(pl.read_parquet_metadata(io.BytesIO(data))[_KEY_NAME])
        frame = pl.read_parquet(io.BytesIO(data), columns=list(LINE_COLUMNS))
    except (KeyError, ValueError, pl.exceptions.PolarsError) as error:
        raise LogCorrupt("lines-malformed", value=str(error)[:200], expected="lines") from error
    return frame, key
