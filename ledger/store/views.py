"""The shape of views: disposable tables derived from the log, one class per table.

A view is rebuilt from the log, never migrated. Columns that are searched are typed; the rest of a
row is canonical JSON in `doc`. Names start with `v_` so that the store's own tables stand apart.
"""

from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text
from sqlmodel import SQLModel

from ledger.log import canonical

VIEW_METADATA = MetaData()


class View(SQLModel):
    """Base of all view tables. Subclasses say `table=True` and a `v_` name."""

    metadata: ClassVar[MetaData] = VIEW_METADATA


def text(*, key: bool = False, null: bool = False, index: bool = False) -> Any:
    """Return a text column."""
    return Column(Text(), primary_key=key, nullable=null, index=index)


def integer(*, key: bool = False, null: bool = False, index: bool = False) -> Any:
    """Return a column of 64-bit integers: amounts in minor units, indexes, counts, 0 or 1."""
    kind = BigInteger().with_variant(Integer(), "sqlite")
    return Column(kind, primary_key=key, nullable=null, index=index, autoincrement=False)


def blob(*, null: bool = False) -> Any:
    """Return a column of bytes."""
    return Column(LargeBinary(), nullable=null)


def table_of(view: type[View]) -> Table:
    """Return the SQLAlchemy table of a view class."""
    table: Table = view.__table__  # type: ignore[attr-defined]
    return table


def pack(value: object) -> str:
    """Write the untyped rest of a row: canonical, so that equal rows are equal bytes."""
    return canonical.encode(value).decode()


def unpack(doc: str) -> Any:
    """Read what `pack` wrote."""
    return canonical.decode(doc.encode())
