"""Reports in another currency: what a run takes of them is converted, and remembered rate by rate.

The rules kept here, in order:

1. Amounts on the register stay in the report's currency; a run converts what it takes.
2. With `period_end` one rate serves the whole report: that of the last day of its period. With
   `receipt` every payment is converted at the rate of the day on which it arrived, in the order of
   these days. Money that waits for no payment is converted as with `period_end`.
3. What was converted keeps its rate, even when the rate is corrected later.
4. At each rate, what is due to date less what was due before is taken; see `contracts.conversion`.

Source:
    docs/decisions/0021-fx.md. A report of 1,000.00 dollars on which 500.00 are promised; 200.00
    arrive at 150.00 and 300.00 at 160.00. Distributable are 400.00 x 150 = 60,000 yen, then
    600.00 x 160 = 96,000 yen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from contracts.conversion import Fx, convert, in_minor_units
from contracts.fields import Fields
from contracts.fx_terms import FxTerms, read_fx
from contracts.money import MAX_MINOR, Ratio
from ledger.errors import RuleViolation
from ledger.fx.lookup import Lookup, Wanted, require_rate
from ledger.revenue.distributable import by_group, distributable_minor


@dataclass(frozen=True, slots=True)
class Converted:
    """What of a report was converted at one rate, to date.

    Attributes:
        amount_minor: In the report's currency.
        num: Of the rate as published; `den` below it.
        date: Day the rate was published for. wanted: day that the terms ask for.
        entry: Entry that states the rate. inverse: whether it is for the opposite pair.
        receipt: Entry of the payment that it belongs to; None where no payment is waited for.
    """

    amount_minor: int
    num: int
    den: int
    date: str
    wanted: str
    source: str
    entry: int
    inverse: bool = False
    receipt: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give JSON values; what has its default is left out."""
        plain = asdict(self)
        if not self.inverse:
            del plain["inverse"]
        if self.receipt is None:
            del plain["receipt"]
        return plain


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that arrived for a report, by the run's end."""

    entry: int
    amount_minor: int
    day: date


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run takes of a report.

    Attributes:
        used: Distributable to date before the run, None before the first. total: after it.
        last_day: Of the report's period.
        paid: What arrived for it; empty where nothing is waited for.
        converted: What earlier runs converted, rate by rate.
        weights: The amounts of its groups.
    """

    report: str
    currency: str
    amount_minor: int
    remittance_minor: int
    used: int | None
    total: int
    last_day: date
    paid: Sequence[Paid]
    converted: tuple[Converted, ...]
    weights: Sequence[int]


@dataclass(frozen=True, slots=True)
class Line:
    """One group's change at one rate, in the run's currency; `place` counts the rates from 0."""

    ordinal: int
    place: int
    amount_minor: int
    fx: Fx


@dataclass(frozen=True, slots=True)
class Changed:
    """A report as a run converts it.

    Attributes:
        converted: All that was converted of it, this run included.
        before_minor: Of the report, in the run's currency, before the run; `used_minor` after it.
        entries: Entries of the rates that this run looked up.
    """

    lines: tuple[Line, ...]
    converted: tuple[Converted, ...]
    before_minor: int
    used_minor: int
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is taken at one rate: from where to where of the distributable amount."""

    at: Converted
    start: int | None
    before: int | None
    end: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """How the runs of an agreement convert.

    Attributes:
        into: The agreement's currency.
        fx: The clause on currencies, in force; None where there is none.
        lookup: The rates on record.
    """

    into: str
    fx: FxTerms | None
    lookup: Lookup

    @classmethod
    def of(cls, terms: Mapping[str, Any], lookup: Lookup) -> "Exchange":
        """Make it of recorded clauses."""
        return cls(terms["currency"], fx_of(terms), lookup)

    def is_foreign(self, currency: str) -> bool:
        """Tell whether amounts in a currency have to be converted."""
        return currency not in ("", self.into)

    def change(self, taken: Taken) -> Changed:
        """Convert what a run takes of a report.

        Raises:
            RuleViolation: `fx-terms-missing` or `fx-rate-missing`: the run is refused as a whole.
        """
        if self.fx is None:
            raise RuleViolation(
                "fx-terms-missing",
                f"report {taken.report} is in {taken.currency} and the clauses in force do not say "
                "how to convert it",
                field="terms.fx",
                value=taken.currency,
                report=taken.report,
                expected="a clause `fx` with source, day and convert",
            )
        pieces = list(self._pieces(taken, self.fx))
        lines = tuple(
            line
            for place, piece in enumerate(pieces)
            for line in self._lines(taken, self.fx, place, piece)
        )
        known = {_place(one): one for one in taken.converted}
        known |= {_place(piece.at): piece.at for piece in pieces}
        before = self._converted_before(taken, self.fx)
        used = before + sum(line.amount_minor for line in lines)
        _refuse_too_large(taken, [used, *(line.amount_minor for line in lines)])
        return Changed(
            lines=lines,
            converted=tuple(known.values()),
            before_minor=before,
            used_minor=used,
            entries=tuple(sorted({piece.at.entry for piece in pieces})),
        )

    def _pieces(self, taken: Taken, fx: FxTerms) -> Iterator[_Piece]:
        """Yield what is taken at each rate."""
        new = self._new_payments(taken) if fx.day == "receipt" else []
        if not new:
            yield self._at_period_end(taken, fx)
            return
        arrived = sum(paid.amount_minor for paid in taken.paid if paid not in new)
        start = taken.used
        for paid in new:
            arrived += paid.amount_minor
            end = distributable_minor(
                taken.amount_minor, taken.remittance_minor, arrived, "receipt"
            )
            # A payment too small to free anything has no rate and comes by again; then it must
            # not take back what later ones freed.
            if _is_onward(start or 0, end, taken.total):
                at = self._rate(taken, fx, end - (start or 0), paid)
                yield _Piece(at, start, start, end)
                start = end

    def _new_payments(self, taken: Taken) -> list[Paid]:
        used = {one.receipt for one in taken.converted}
        new = [paid for paid in taken.paid if paid.entry not in used]
        return sorted(new, key=lambda paid: (paid.day, paid.entry))

    def _at_period_end(self, taken: Taken, fx: FxTerms) -> _Piece:
        """Return what is taken at the rate of the report's last day, to date where it has one."""
        more = taken.total - (taken.used or 0)
        own = next((one for one in taken.converted if one.receipt is None), None)
        if own is None:
            new = self._rate(taken, fx, more, None)
            return _Piece(new, taken.used, taken.used, taken.total)
        start = None if len(taken.converted) == 1 else taken.used
        at = replace(own, amount_minor=own.amount_minor + more)
        return _Piece(at, start, taken.used, taken.total)

    def _rate(self, taken: Taken, fx: FxTerms, amount_minor: int, paid: Paid | None) -> Converted:
        day = paid.day if paid else taken.last_day
        wanted = Wanted(taken.currency, self.into, day, fx)
        found = require_rate(self.lookup, wanted, report=taken.report)
        return Converted(
            amount_minor=amount_minor,
            num=found.known.num,
            den=found.known.den,
            date=found.date,
            wanted=day.isoformat(),
            source=fx.source,
            entry=found.known.entry,
            inverse=found.inverse,
            receipt=paid.entry if paid else None,
        )

    def _lines(self, taken: Taken, fx: FxTerms, place: int, piece: _Piece) -> Iterator[Line]:
        start = _upto(piece.start, taken.weights)
        now = _less(by_group(piece.end, taken.weights), start)
        then = _less(_upto(piece.before, taken.weights), start)
        rate = self._factor(taken, piece.at)
        amounts = _less(convert(now, rate, fx.convert), convert(then, rate, fx.convert))
        total = sum(now) if fx.convert == "total" else None
        for ordinal, amount in enumerate(amounts):
            if now[ordinal] != then[ordinal] or amount:
                change = _fx(taken.currency, piece.at, now[ordinal] - then[ordinal], now[ordinal])
                yield Line(ordinal, place, amount, replace(change, total_minor=total))

    def _factor(self, taken: Taken, at: Converted) -> Ratio:
        factor = (at.den, at.num) if at.inverse else (at.num, at.den)
        return in_minor_units(factor, taken.currency, self.into)

    def _converted_before(self, taken: Taken, fx: FxTerms) -> int:
        """Return what earlier runs made of a report, in the run's currency."""
        whole = start = 0
        for one in taken.converted:
            end = start + one.amount_minor
            zero = [0] * len(taken.weights)
            begun = by_group(start, taken.weights) if start else zero
            lines = _less(by_group(end, taken.weights), begun)
            whole += sum(convert(lines, self._factor(taken, one), fx.convert))
            start = end
        return whole


def _refuse_too_large(taken: Taken, amounts: Sequence[int]) -> None:
    largest = max(abs(amount) for amount in amounts)
    if largest > MAX_MINOR:
        raise RuleViolation(
            "amount-too-large",
            field="fx",
            value=largest,
            report=taken.report,
            expected=f"at most {MAX_MINOR} after conversion",
        )


def _is_onward(start: int, end: int, total: int) -> bool:
    """Tell whether going from start to end brings a report nearer to its total."""
    return start < end <= total or total <= end < start


def _place(one: Converted) -> tuple[int | None, str]:
    """Return what tells one conversion of a report from another."""
    return one.receipt, one.wanted


def _fx(currency: str, at: Converted, amount_minor: int, to_date_minor: int) -> Fx:
    return Fx(
        currency=currency,
        amount_minor=amount_minor,
        num=at.num,
        den=at.den,
        date=at.date,
        source=at.source,
        to_date_minor=to_date_minor,
        inverse=at.inverse,
    )


def _upto(total: int | None, weights: Sequence[int]) -> list[int]:
    """Return the part of each group in an amount; nothing before anything was taken."""
    return [0] * len(weights) if total is None else by_group(total, weights)


def _less(amounts: Sequence[int], others: Sequence[int]) -> list[int]:
    return [amount - other for amount, other in zip(amounts, others, strict=True)]


def fx_of(terms: Mapping[str, Any]) -> FxTerms | None:
    """Return the clause on currencies of recorded clauses, if they have one."""
    return read_fx(Fields(dict(terms), {}, "terms"))


def converted_of(lines: Sequence[Mapping[str, Any]]) -> tuple[Converted, ...]:
    """Read what a run states about conversions; absent fields may be there as None."""
    return tuple(
        Converted(**{name: value for name, value in line.items() if value is not None})
        for line in lines
    )
