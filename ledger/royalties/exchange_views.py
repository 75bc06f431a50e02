"""What runs converted of reports in other currencies, rate by rate, as the register knows it."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select
from sqlmodel import Field

from ledger.revenue.views import ReportRow
from ledger.royalties.commands import ConvertedLine
from ledger.royalties.exchange import Converted, converted_of
from ledger.store.state import State
from ledger.store.views import View, pack, table_of, text, unpack


class ConvertedRow(View, table=True):
    """All that was converted of a report after the last run that used it."""

    __tablename__ = "v_converted"

    report: str = Field(sa_column=text(key=True))
    agreement: str = Field(sa_column=text(index=True))
    doc: str = Field(sa_column=text())


def note_conversions(state: State, converted: Mapping[str, Iterable[ConvertedLine]]) -> None:
    """Keep what a run converted; its projection calls this."""
    for report, lines in converted.items():
        row = state.require(ReportRow, report, field="converted")
        doc = pack([line.model_dump(mode="json", exclude_none=True) for line in lines])
        state.put(ConvertedRow, report=report, agreement=row["agreement"], doc=doc)


def conversions_of(conn: Connection, agreement: str) -> dict[str, tuple[Converted, ...]]:
    """Return what was converted of each report of an agreement."""
    table = table_of(ConvertedRow)
    query = select(table.c.report, table.c.doc).where(table.c.agreement == agreement)
    return {report: converted_of(unpack(doc)) for report, doc in conn.execute(query)}


def conversions_in(state: State, report: str) -> tuple[Converted, ...]:
    """Return what was converted of a report, in the transaction under way."""
    row = state.get(ConvertedRow, report)
    return converted_of(unpack(row["doc"])) if row else ()


def lines_of(
    converted: Mapping[str, Sequence[Converted]],
) -> dict[str, tuple[ConvertedLine, ...]] | None:
    """Return conversions as a command states them; None when there are none."""
    lines = {
        report: tuple(ConvertedLine.model_validate(one.to_dict()) for one in some)
        for report, some in converted.items()
    }
    return lines or None
