"""Take a file of rates onto the register; what is there already is not recorded again."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from contracts.figures import decimal
from ledger.bootstrap import Register
from ledger.clock import tokyo_date
from ledger.command import SYSTEM, Actor
from ledger.fx.commands import MOST_RATES, PublishedRate, RecordRates
from ledger.fx.files import ReadRate, RefusedCell, read_rates, repeated
from ledger.fx.lookup import Known
from ledger.fx.views import rates_of

_CSV: Final = "text/csv"


@dataclass(frozen=True, slots=True)
class ImportedRates:
    """What became of every cell of a file.

    Attributes:
        recorded: Rates that are new. corrected: of them, those that replace another value.
        known: Rates that were on record, or stand in the file twice.
        unpublished: Cells that say that there was no rate.
        refused: Cells that are no rates, or contradict the register, with line and column.
        entries: The new entries.
    """

    source: str
    recorded: int
    corrected: int
    known: int
    unpublished: int
    refused: tuple[RefusedCell, ...]
    entries: tuple[int, ...]

    def as_data(self) -> dict[str, Any]:
        """Return JSON values."""
        names = ("source", "recorded", "corrected", "known", "unpublished")
        return {
            **{name: getattr(self, name) for name in names},
            "refused": [asdict(cell) for cell in self.refused],
            "entries": list(self.entries),
        }


def import_rates(
    register: Register,
    data: bytes,
    source: str,
    *,
    title: str | None = None,
    correct: bool = False,
    actor: Actor = SYSTEM,
) -> ImportedRates:
    """Record the rates of a file.

    Args:
        register: Where.
        data: The file, or a zip of it; it is kept, and every entry cites it.
        source: Who published them.
        title: Name of the file.
        correct: Take another value than the one on record as its correction.
        actor: Who asks.

    Raises:
        Refused: The file cannot be read, or a rule refused its rates.
    """
    read = read_rates(data)
    with register.ledger.reading() as conn:
        known = rates_of(conn, source)
    judged = _Judged(known, tokyo_date(register.clock.now()), correct=correct)
    twice = {id(one): first for one, first in repeated(read.rates)}
    for one in read.rates:
        judged.take(one, twice.get(id(one)))
    entries: list[int] = []
    if judged.new:
        document = register.blobs.put(data, title=title, media_type=_CSV)
        for some in _chunks(judged.new):
            command = RecordRates(source=source, document=document, rates=tuple(some))
            entries.append(register.ledger.record(command, actor).first_index)
    return ImportedRates(
        source=source,
        recorded=len(judged.new),
        corrected=sum(1 for one in judged.new if one.replaces is not None),
        known=judged.known,
        unpublished=read.unpublished,
        refused=(*read.refused, *judged.refused),
        entries=tuple(entries),
    )


class _Judged:
    """The rates of a file, each new, known or refused."""

    def __init__(
        self, on_record: dict[tuple[str, str, str], Known], today: date, *, correct: bool
    ) -> None:
        self._on_record = on_record
        self._today = today
        self._correct = correct
        self.new: list[PublishedRate] = []
        self.refused: list[RefusedCell] = []
        self.known = 0

    def take(self, one: ReadRate, first: ReadRate | None) -> None:
        """Judge one rate; `first` is the one of the same pair and day above it in the file."""
        known = self._on_record.get((one.base, one.quote, one.date.isoformat()))
        if one.date > self._today:
            self._refuse(one, "day-in-future", f"{self._today} or earlier")
        elif first is not None and first.rate != one.rate:
            stated = _text(first.rate)
            self._refuse(one, "fx-rate-twice", f"{stated}, as in line {first.line}", stated)
        elif first is not None or (known and (known.num, known.den) == one.rate):
            self.known += 1
        elif known is not None and not self._correct:
            stated = _text((known.num, known.den))
            said = f"{stated}, as in entry {known.entry}"
            self._refuse(one, "fx-rate-differs", said, stated, known.entry)
        else:
            self._add(one, known)

    def _add(self, one: ReadRate, known: Known | None) -> None:
        self.new.append(
            PublishedRate(
                base=one.base,
                quote=one.quote,
                date=one.date,
                num=one.rate[0],
                den=one.rate[1],
                replaces=known.entry if known else None,
            )
        )

    def _refuse(
        self,
        one: ReadRate,
        code: str,
        expected: str,
        other: str = "",
        entry_index: int | None = None,
    ) -> None:
        value = f"{one.base}/{one.quote} {one.date} {_text(one.rate)}"
        cell = RefusedCell(one.line, one.column, code, value, expected, other, entry_index)
        self.refused.append(cell)


def _text(rate: tuple[int, int]) -> str:
    return decimal(rate)


def _chunks(rates: Sequence[PublishedRate]) -> Iterator[Sequence[PublishedRate]]:
    for start in range(0, len(rates), MOST_RATES):
        yield rates[start : start + MOST_RATES]
