"""A table of accounts, checked row by row before anything is recorded.

    party,bank,branch,account_type,account_number,holder
    party_…,0001,001,普通,1234567,ｱｵﾊﾞ ｼﾞﾕﾝ

A file comes from somewhere, and its rows are right or wrong one by one: right rows can be proposed,
the others are told with their row, field, value and what would be right. Rows are counted as a
spreadsheet counts them: the headings are row 1.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import select

from ledger.bank_details.checking import checked
from ledger.bank_details.details import TYPED, Details, Typed
from ledger.bootstrap import Register
from ledger.errors import Refused, RuleViolation
from ledger.jobs.bank_details import Proposal
from ledger.parties.views import PartyRow
from ledger.store.views import table_of
from ledger.values import DocumentRef

MOST_BYTES: Final = 8_000_000
MOST_ROWS: Final = 20_000
DOMESTIC: Final = (
    "bank", "branch", "account_type", "account_number", "holder", "postal_sign", "postal_number",
    "branch_name",
)  # fmt: skip
FOREIGN: Final = (
    "currency", "holder", "country", "bic", "iban", "account_number", "bank_name", "bank_address",
)  # fmt: skip
_ADDRESS: Final = ("address1", "address2")
COLUMNS: Final = tuple(
    dict.fromkeys(("party", "kind", *DOMESTIC, *FOREIGN, *_ADDRESS, "effective_from", "evidence"))
)
_NEEDED: Final = ("party", "holder")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row: code, field, value and what would be right."""

    row: int
    party: str
    code: str
    message: str
    field: str
    value: str
    expected: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row that can be proposed."""

    row: int
    proposal: Proposal
    details: Details


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds, row by row."""

    accepted: tuple[Accepted, ...]
    problems: tuple[Problem, ...]

    @property
    def rows(self) -> int:
        """Return how many rows were read."""
        return len(self.accepted) + len(self.problems)


def read_sheet(register: Register, data: bytes, *, takes_offer: bool = False) -> Sheet:
    """Check a file of accounts; nothing is recorded.

    Args:
        register: Knows the parties.
        data: CSV in UTF-8, with or without a byte order mark.
        takes_offer: Take holders' names as a bank would write them.

    Raises:
        RuleViolation: The file as a whole cannot be read.
    """
    rows = list(_rows(data))
    known = _parties(register, {row.get("party", "") for _, row in rows})
    seen: dict[tuple[str, str], int] = {}
    accepted, problems = [], []
    for number, row in rows:
        try:
            one = _accepted(number, row, known, takes_offer=takes_offer)
            _refuse_repeated(one, seen)
        except Refused as refusal:
            problems.append(_problem(number, row, refusal))
        else:
            accepted.append(one)
    return Sheet(tuple(accepted), tuple(problems))


def _rows(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(_text(data), newline=""), strict=True)
    _check_headings(reader.fieldnames or ())
    try:
        for number, row in enumerate(reader, start=2):
            if number > MOST_ROWS + 1:
                raise _unreadable("rows", f"more than {MOST_ROWS}", f"at most {MOST_ROWS} rows")
            if None in row:
                raise _unreadable("rows", f"row {number}", "as many cells as there are headings")
            filled = {name: text.strip() for name, text in row.items() if (text or "").strip()}
            if filled:
                yield number, filled
    except csv.Error as wrong:
        raise _unreadable("rows", str(wrong), "a CSV file") from wrong


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise _unreadable("file", f"{len(data)} bytes", f"at most {MOST_BYTES} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise RuleViolation(
            "csv-encoding",
            f"byte {wrong.start} is not UTF-8",
            field="file",
            value=data[wrong.start : wrong.start + 4].hex(),
            expected="UTF-8; a spreadsheet writes it as 'CSV UTF-8'",
        ) from wrong


def _check_headings(headings: Any) -> None:
    unknown = [name for name in headings if name not in COLUMNS]
    missing = [name for name in _NEEDED if name not in headings]
    if unknown or missing or len(set(headings)) != len(headings):
        raise RuleViolation(
            "csv-columns",
            "the headings are not those of a table of accounts",
            field="headings",
            value=", ".join(headings),
            expected=", ".join(COLUMNS),
        )


def _unreadable(field: str, value: str, expected: str) -> RuleViolation:
    return RuleViolation("bank-sheet-unreadable", field=field, value=value, expected=expected)


def _parties(register: Register, wanted: set[str]) -> set[str]:
    table = table_of(PartyRow)
    names = sorted(wanted)
    found: set[str] = set()
    with register.ledger.reading() as conn:
        for start in range(0, len(names), 500):
            query = select(table.c.id).where(table.c.id.in_(names[start : start + 500]))
            found |= set(conn.execute(query).scalars())
    return found


def _accepted(
    number: int, row: Mapping[str, str], known: set[str], *, takes_offer: bool
) -> Accepted:
    party = row.get("party", "")
    if party not in known:
        raise RuleViolation(
            "party-not-found", field="party", value=party, expected="the id of a party on record"
        )
    account = _typed(row)
    details = checked(account, takes_offer=takes_offer)
    proposal = Proposal(
        party=party,
        account=account,
        effective_from=_day(row.get("effective_from")),
        evidence=_evidence(row.get("evidence")),
        takes_offer=takes_offer,
    )
    return Accepted(number, proposal, details)


def _typed(row: Mapping[str, str]) -> Typed:
    kind = row.get("kind", "domestic")
    wanted = {"domestic": DOMESTIC, "foreign": FOREIGN}.get(kind)
    if wanted is None:
        raise RuleViolation(
            "bank-kind-unknown", field="kind", value=kind, expected="domestic or foreign"
        )
    values: dict[str, Any] = {"kind": kind, **{k: row[k] for k in wanted if k in row}}
    if kind == "foreign":
        values["address"] = tuple(row[name] for name in _ADDRESS if name in row)
    try:
        return TYPED.validate_python(values)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        field = str(first["loc"][-1])
        raise RuleViolation(
            "bank-field-missing" if first["type"] == "missing" else "bank-field-wrong",
            first["msg"],
            field=field,
            value=row.get(field, ""),
            expected="what the bank has, in the form of this column",
        ) from wrong


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as wrong:
        raise RuleViolation(
            "bank-field-wrong", field="effective_from", value=text, expected="such as 2027-05-11"
        ) from wrong


def _evidence(text: str | None) -> DocumentRef | None:
    try:
        return DocumentRef(sha256=text) if text else None
    except ValidationError as wrong:
        raise RuleViolation(
            "bank-field-wrong",
            field="evidence",
            value=text,
            expected="SHA-256 of the paper, 64 hexadecimal digits",
        ) from wrong


def _refuse_repeated(one: Accepted, seen: dict[tuple[str, str], int]) -> None:
    key = (one.proposal.party, one.details.currency)
    if first := seen.get(key):
        raise RuleViolation(
            "bank-row-repeated",
            f"row {first} has an account of this party in {key[1]} already",
            field="party",
            value=key[0],
            expected="one account for each party and currency",
        )
    seen[key] = one.row


def _problem(number: int, row: Mapping[str, str], refusal: Refused) -> Problem:
    said = {name: str(refusal.fields.get(name, "")) for name in ("field", "value", "expected")}
    return Problem(number, row.get("party", ""), refusal.code, refusal.message, **said)
