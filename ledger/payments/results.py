"""The bank's word on a payment (振込結果): a CSV file, read by a profile, held against the payment.

Banks print such files in forms of their own, so a profile says which column is what. Nothing is
taken of a file that is another payment's, another day's or does not sum up: what was found and what
was expected are both named.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NoReturn

from sqlalchemy import Connection, select

from ledger.errors import Conflict, RuleViolation
from ledger.payments.commands import Returned
from ledger.payments.views import PaymentItemRow
from ledger.store.state import Row
from ledger.store.views import table_of
from ledger.values import Text, Value

_FULL_DATE: Final = 8
_MONTH_DAY: Final = 4
_MOST_BYTES: Final = 64 * 2**20
_MOST_DIGITS: Final = 15
_MOST_REASON: Final = 500
_SHOWN: Final = 40
_ENCODINGS: Final = ("utf-8-sig", "cp932")


class ResultProfile(Value):
    """Which column of a bank's file is what.

    Attributes:
        reference: EDI information. amount: in whole units. day: YYYYMMDD or MMDD, with or without
            signs between. result: what became of it. reason: why it came back.
        paid: Words that mean paid. returned: that it came back. What is neither is refused: a
            transfer of which the bank says nothing yet would be paid again.
    """

    reference: Text = "EDI情報"
    amount: Text = "振込金額"
    day: Text = "振込指定日"
    result: Text = "処理結果"
    reason: Text | None = "理由"
    paid: tuple[Text, ...] = ("正常", "振込済", "済", "OK")
    returned: tuple[Text, ...] = ("不能", "振込不能", "返却", "資金返却", "組戻", "エラー", "NG")


@dataclass(frozen=True, slots=True)
class Result:
    """What a file says of the statements of a payment; of what it does not name nothing is said."""

    paid: tuple[str, ...]
    returned: tuple[Returned, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the file."""

    number: int
    reference: str
    amount: int
    day: str
    is_paid: bool
    reason: str


def read_result(
    conn: Connection, data: bytes, profile: ResultProfile, payment: Row, items: Sequence[Row]
) -> Result:
    """Read a bank's file and hold it against a payment.

    Args:
        conn: A snapshot, to name the payment that a strange reference belongs to.
        data: The file.
        profile: Which column is what.
        payment: Row of the payment.
        items: Rows of its items.

    Raises:
        RuleViolation: It cannot be read; names row, column and what would be right.
        Conflict: It is another day's or payment's file, or does not sum up.
    """
    lines = _lines(data, profile)
    by_reference: dict[str, list[Row]] = {}
    for item in items:
        by_reference.setdefault(item["reference"], []).append(item)
    found: dict[str, list[_Line]] = {}
    for line in lines:
        _check_day(line, payment)
        if line.reference not in by_reference:
            _refuse_strange(conn, line, payment)
        found.setdefault(line.reference, []).append(line)
    paid: list[str] = []
    returned: list[Returned] = []
    for reference, some in found.items():
        rows = by_reference[reference]
        _check_sum(reference, some, rows)
        statements = [row["statement_id"] for row in rows]
        if all(line.is_paid for line in some):
            paid += statements
            continue
        reason = next(line.reason for line in some if not line.is_paid)
        returned += [Returned(statement=name, reason=reason) for name in statements]
    return Result(tuple(sorted(paid)), tuple(sorted(returned, key=lambda one: one.statement)))


def _lines(data: bytes, profile: ResultProfile) -> list[_Line]:
    rows = _rows(_text(data))
    if not rows:
        raise RuleViolation(
            "result-empty", field="result", value=0, expected="a heading and a row per transfer"
        )
    wanted = [profile.reference, profile.amount, profile.day, profile.result]
    if missing := [name for name in wanted if name not in rows[0]]:
        raise RuleViolation(
            "result-column-missing",
            "the profile names columns that the file does not have",
            field="result",
            value=missing,
            expected=[name for name in rows[0] if name],
        )
    return [_line(number, row, profile) for number, row in enumerate(rows, start=2)]


def _rows(text: str) -> list[dict[str, Any]]:
    try:
        return list(csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise RuleViolation(
            "result-unreadable", field="result", value=str(error), expected="a CSV file"
        ) from error


def _text(data: bytes) -> str:
    if len(data) > _MOST_BYTES:
        raise RuleViolation(
            "result-too-large", field="result", value=len(data), expected=f"at most {_MOST_BYTES}"
        )
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleViolation(
        "result-encoding-unknown", field="result", value="bytes of neither", expected=_ENCODINGS
    )


def _line(number: int, row: Mapping[str, Any], profile: ResultProfile) -> _Line:
    amount = (row[profile.amount] or "").replace(",", "").strip().lstrip("¥\\")
    if not (amount.isascii() and amount.isdigit()) or len(amount) > _MOST_DIGITS:
        _refuse_cell(number, profile.amount, amount, f"at most {_MOST_DIGITS} digits")
    day = "".join(letter for letter in row[profile.day] or "" if letter.isdigit())
    if len(day) not in (_FULL_DATE, _MONTH_DAY):
        _refuse_cell(number, profile.day, row[profile.day], "YYYYMMDD or MMDD")
    result = (row[profile.result] or "").strip()
    if result not in (*profile.paid, *profile.returned):
        _refuse_cell(number, profile.result, result, [*profile.paid, *profile.returned])
    told = (row.get(profile.reason) or "").strip() if profile.reason else ""
    if "\0" in told or len(told) > _MOST_REASON:
        _refuse_cell(number, str(profile.reason), told, f"a text of {_MOST_REASON} letters")
    reference = (row[profile.reference] or "").strip()
    return _Line(number, reference, int(amount), day, result in profile.paid, told or result)


def _refuse_cell(number: int, column: str, value: str | None, expected: object) -> NoReturn:
    raise RuleViolation(
        "result-cell-wrong",
        field=column,
        row=number,
        value=(value or "")[:_SHOWN],
        expected=expected,
    )


def _check_day(line: _Line, payment: Row) -> None:
    day = date.fromisoformat(payment["pay_on"])
    expected = f"{day:%Y%m%d}" if len(line.day) == _FULL_DATE else f"{day:%m%d}"
    if line.day != expected:
        raise Conflict(
            "result-of-another-day",
            f"row {line.number} is of {line.day}, and {payment['id']} is paid on {day}",
            field="result",
            row=line.number,
            value=line.day,
            payment=payment["id"],
            expected=expected,
        )


def _refuse_strange(conn: Connection, line: _Line, payment: Row) -> NoReturn:
    table = table_of(PaymentItemRow)
    query = select(table.c.payment_id).where(
        table.c.payer == payment["payer"], table.c.reference == line.reference
    )
    other = conn.execute(query.limit(1)).scalar()
    raise Conflict(
        "result-of-another-payment",
        f"row {line.number} names {line.reference}, which is in {other or 'no payment'}",
        field="result",
        row=line.number,
        value=line.reference,
        other=other,
        expected=f"references of {payment['id']}",
    )


def _check_sum(reference: str, lines: Sequence[_Line], rows: Sequence[Row]) -> None:
    found = sum(line.amount for line in lines)
    expected = sum(row["transfer_minor"] for row in rows)
    if found != expected:
        raise Conflict(
            "result-sum-differs",
            "the bank says another sum than was sent",
            field="result",
            row=lines[0].number,
            reference=reference,
            value=found,
            expected=expected,
        )
    if len({line.is_paid for line in lines}) > 1:
        raise Conflict(
            "result-divided",
            "of one reference some was paid and some came back; record it by hand",
            field="result",
            row=lines[0].number,
            value=reference,
            expected="one outcome for each reference",
        )
