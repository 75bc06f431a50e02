"""Notices of money that arrived (振込入金通知): records of 200 bytes, read strictly.

    read_notice(data) -> Notice(account=..., deposits=(Deposit(...), ...))

Rules kept here:
1. Dates are years of the era. Which era follows from the latest day the notice can be of: a file
   is read some days after it was written, never before.
2. The trailer's numbers and sums are those of the records, else the file is refused as a whole.
3. A cancellation (取消) names a deposit that was taken back; it is given with its sign.

Source:
    全国銀行協会, 振込入金通知 (種別 01), as printed by a bank for its customers; widths sum to 200.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from contracts.banking.records import Field, Layout, length_of, read, split_records
from contracts.errors import ReconciliationDifference, TermsInvalid

HEADER: Final[Layout] = (
    Field("record", "N", 1, "1"),
    Field("service", "N", 2, "01"),
    Field("code", "N", 1),
    Field("written_on", "N", 6),
    Field("first_day", "N", 6),
    Field("last_day", "N", 6),
    Field("bank", "N", 4),
    Field("bank_name", "C", 15),
    Field("branch", "N", 3),
    Field("branch_name", "C", 15),
    Field("account_type", "N", 1),
    Field("account_number", "N", 7),
    Field("account_name", "C", 40),
    Field("blank", "C", 93),
)
DATA: Final[Layout] = (
    Field("record", "N", 1, "2"),
    Field("number", "N", 6),
    Field("booked_on", "N", 6),
    Field("value_on", "N", 6),
    Field("amount", "N", 10),
    Field("other_paper", "N", 10),
    Field("payer_code", "C", 10),
    Field("payer_name", "C", 48),
    Field("bank_name", "C", 15),
    Field("branch_name", "C", 15),
    Field("is_cancelled", "C", 1),
    Field("reference", "C", 20),
    Field("blank", "C", 52),
)
TRAILER: Final[Layout] = (
    Field("record", "N", 1, "8"),
    Field("count", "N", 6),
    Field("total", "N", 12),
    Field("cancelled_count", "N", 6),
    Field("cancelled_total", "N", 12),
    Field("blank", "C", 163),
)
LENGTH: Final = length_of(DATA)
_CANCELLED: Final = "1"
_ERAS: Final = (date(2019, 5, 1), date(1989, 1, 8))
"""First days of 令和 and 平成."""


@dataclass(frozen=True, slots=True)
class Deposit:
    """Money that arrived, or was taken back.

    Attributes:
        number: The bank's own number of the notice.
        booked_on: Day of the account. value_on: day from which it counts.
        amount_minor: Yen; negative for a cancellation.
        payer_name: As the sending bank wrote it, half-width kana. reference: EDI information.
    """

    number: str
    booked_on: date
    value_on: date
    amount_minor: int
    payer_code: str
    payer_name: str
    bank_name: str
    branch_name: str
    reference: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One file.

    Attributes:
        bank, branch, account_type, account_number, account_name: The account it is about.
        deposits: In the order of the file.
    """

    bank: str
    branch: str
    account_type: str
    account_number: str
    account_name: str
    first_day: date
    last_day: date
    deposits: tuple[Deposit, ...]


def read_notice(data: bytes, today: date) -> Notice:
    """Read a notice.

    Args:
        data: The file.
        today: No day of the notice is later; it decides which era a year belongs to.

    Raises:
        TermsInvalid: It is not such a file; the record and the field are named.
        ReconciliationDifference: Its trailer does not sum up its records.
    """
    lines = split_records(data, LENGTH)
    kinds = [line[:1] for line in lines]
    if kinds[:1] != [b"1"] or lines[0][1:3] != b"01":
        raise _not_a_notice(1, "record", lines[0][:3].decode("ascii", "replace") if lines else "")
    body = [(n, line) for n, line in enumerate(lines, start=1) if line[:1] == b"2"]
    trailers = [n for n, kind in enumerate(kinds) if kind == b"8"]
    if len(trailers) != 1 or trailers[0] != len(body) + 1:
        raise _not_a_notice(len(lines), "record", b"".join(kinds).decode("ascii", "replace"))
    head = read(HEADER, lines[0])
    deposits = tuple(_deposit(n, line, today) for n, line in body)
    _check_sums(read(TRAILER, lines[trailers[0]]), deposits)
    return Notice(
        bank=head["bank"],
        branch=head["branch"],
        account_type=head["account_type"],
        account_number=head["account_number"],
        account_name=head["account_name"],
        first_day=_day(1, "first_day", head["first_day"], today),
        last_day=_day(1, "last_day", head["last_day"], today),
        deposits=deposits,
    )


def _deposit(number: int, line: bytes, today: date) -> Deposit:
    said = read(DATA, line)
    amount = _number(number, "amount", said["amount"])
    return Deposit(
        number=said["number"],
        booked_on=_day(number, "booked_on", said["booked_on"], today),
        value_on=_day(number, "value_on", said["value_on"], today),
        amount_minor=-amount if said["is_cancelled"] == _CANCELLED else amount,
        payer_code=said["payer_code"],
        payer_name=said["payer_name"],
        bank_name=said["bank_name"],
        branch_name=said["branch_name"],
        reference=said["reference"],
    )


def _check_sums(said: dict[str, str], deposits: tuple[Deposit, ...]) -> None:
    came = [each.amount_minor for each in deposits if each.amount_minor >= 0]
    went = [-each.amount_minor for each in deposits if each.amount_minor < 0]
    found = {
        "count": len(came),
        "total": sum(came),
        "cancelled_count": len(went),
        "cancelled_total": sum(went),
    }
    for name, value in found.items():
        if _number(0, name, said[name]) != value:
            raise ReconciliationDifference(
                "bank-file-does-not-sum",
                "the trailer does not sum up the records; the file is not taken at all",
                field=f"trailer.{name}",
                value=said[name],
                expected=value,
            )


def _number(record: int, field: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise _not_a_notice(record, field, text)
    return int(text)


def _day(record: int, field: str, text: str, today: date) -> date:
    """Read YYMMDD of the newest era in which it is not in the future.

    Example:
        By hand: 090531 read on 2027-06-02 is 令和9年, 2027-05-31; 310430 is 平成31年, 2019-04-30,
        because 令和31年 has not come.
    """
    year, month, day = text[:2], text[2:4], text[4:]
    for begins in _ERAS:
        try:
            found = date(begins.year - 1 + int(year), int(month), int(day))
        except ValueError:
            continue
        if begins <= found <= today:
            return found
    raise _not_a_notice(record, field, text)


def _not_a_notice(record: int, field: str, value: str) -> TermsInvalid:
    return TermsInvalid(
        "bank-file-not-a-notice",
        "this is not a notice of deposits in the form of the Japanese banks (種別 01)",
        field=f"records[{record}].{field}",
        value=value,
        expected="a header of service 01, data, a trailer and an end, 200 bytes each",
    )
