"""Taking an agreement over from a filled-in spreadsheet: every line is accepted, or nothing.

The rules kept here, in order:

1. The file says which agreement, month and clauses it was made for; another is refused.
2. Every line is one figure. What cannot be one is refused with its sheet, its cell, what stands
   there and what would be right; all of them at once.
3. Where a sheet states its total, its amounts must add up to it.
4. Then the figures together are held against the clauses, and what differs is listed.
5. Only if nothing is refused is the file stored and the opening recorded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import select

from contracts.opening import Opened
from contracts.period import Month, Period
from ledger.access.views import Viewer, may_read
from ledger.agreements.views import AgreementRow
from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor, RequestKey
from ledger.door import Recorded
from ledger.errors import NotFound, RuleViolation
from ledger.ids import OPENING, new_id
from ledger.jobs.cutover_reading import Books, Wrong, read_books
from ledger.jobs.cutover_sheet import AMOUNT, CONDITIONS, FORMAT, KINDS, SHEETS
from ledger.jobs.xlsx_reading import cell_name
from ledger.openings.checking import opened_by
from ledger.openings.commands import RecordOpening
from ledger.revenue.views import SUPERSEDED, ReportRow
from ledger.royalties.reads import reads_of, row_of
from ledger.store.views import table_of
from ledger.values import DocumentRef

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_TOLERANCE: Final = 1_000
"""More than rounding explains; larger differences need their reasons."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        as_of: Last month that the other books settled.
        approved_by, made_by: Parties. supersedes: opening that this one corrects, with `reason`.
    """

    agreement: str
    as_of: str
    approved_by: str
    made_by: str | None = None
    supersedes: str | None = None
    reason: str | None = None
    file_name: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file.

    Attributes:
        recorded: Its entry; None when it was only tried, or refused.
        accepted: Lines. totals: sheet to the sum of its amounts.
        differences: What differs from what follows from the clauses, and was accepted.
        wrong: What was refused; nothing is recorded unless it is empty.
        warnings: What a person should know: reports of months before the cut-over, for instance,
            flow into the first run although their sales may be among the figures.
        currency: That of the figures.
    """

    id: str
    recorded: Recorded | None
    accepted: int
    totals: Mapping[str, int]
    differences: tuple[dict[str, Any], ...]
    wrong: tuple[Wrong, ...]
    warnings: tuple[str, ...] = ()
    currency: str = "JPY"


def import_books(
    register: Register,
    data: bytes,
    asked: Asked,
    *,
    is_trial: bool = False,
    actor: Actor = SYSTEM,
    request: RequestKey | None = None,
) -> Imported:
    """Read a filled-in template and record the opening, or say what is wrong with each line.

    Args:
        register: Where.
        data: The file.
        asked: For which agreement and month, and by whom.
        is_trial: True to record nothing.
        actor: Who asks.
        request: Idempotency key.

    Raises:
        Refused: The file is no such spreadsheet or is for something else, or a rule refuses.
    """
    earlier = register.ledger.replay(RecordOpening, request) if request else None
    if earlier:
        return Imported(_opening_of(earlier), earlier, 0, {}, (), ())
    books = read_books(data)
    _refuse_other(books.fields, asked)
    command, opened, currency = _prepare(register, data, asked, books, actor)
    differences = tuple(_told(opened)) if opened else ()
    done = Imported(
        id=command.id if command else "",
        recorded=None,
        accepted=len(books.entries),
        totals=books.totals,
        differences=differences,
        wrong=tuple(books.wrong),
        warnings=_reports_before(register, asked),
        currency=currency,
    )
    if is_trial or books.wrong or command is None:
        return done
    register.blobs.put(data, title=asked.file_name, media_type=XLSX)
    recorded = register.ledger.record(command, actor, request)
    return replace(done, id=_opening_of(recorded), recorded=recorded)


def _reports_before(register: Register, asked: Asked) -> tuple[str, ...]:
    """Name the reports that the first run will use although the figures end after them."""
    table = table_of(ReportRow)
    query = select(table.c.id, table.c.period).where(
        table.c.agreement == asked.agreement,
        table.c.run_id.is_(None),
        table.c.status != SUPERSEDED,
    )
    with register.ledger.reading() as conn:
        rows = conn.execute(query.order_by(table.c.id)).all()
    last = Month.parse(asked.as_of)
    found = [id for id, period in rows if Period.parse(period).last <= last]
    return (f"report-before-opening: {', '.join(found)}",) if found else ()


def _refuse_other(fields: Mapping[str, str], asked: Asked) -> None:
    for name, wanted in (
        ("format", FORMAT), ("agreement", asked.agreement), ("as_of", asked.as_of)
    ):  # fmt: skip
        if fields.get(name) != wanted:
            raise RuleViolation(
                "cutover-file-of-another",
                field=f"{CONDITIONS}.{name}",
                value=fields.get(name, ""),
                expected=wanted,
            )


def _prepare(
    register: Register, data: bytes, asked: Asked, books: Books, actor: Actor
) -> tuple[RecordOpening | None, Opened | None, str]:
    """Make the command, and hold its figures against the clauses as its rule will.

    Returns:
        Both None when there is nothing to hold; the agreement's currency in any case.
    """
    with register.ledger.reading() as conn:
        if not actor.is_operator:
            may_read(conn, Viewer.of(actor, register.clock), asked.agreement)
        row = row_of(conn, AgreementRow, asked.agreement)
        if row is None:
            raise NotFound("agreement-not-found", field="agreement", value=asked.agreement)
        reads = reads_of(conn, asked.agreement, asked.as_of)
    _refuse_other_terms(books.fields, reads.terms)
    tolerance = _tolerance(books.fields.get("tolerance", ""))
    if books.wrong or not books.entries:
        if not books.entries:
            place = cell_name(5, AMOUNT)
            books.wrong.append(Wrong(SHEETS[0], place, "cutover-empty", "", "amounts to date"))
        return None, None, row["currency"]
    command = RecordOpening(
        id=asked.id or new_id(OPENING, register.clock, register.entropy),
        agreement=asked.agreement,
        as_of=asked.as_of,
        currency=row["currency"],
        terms_version=reads.terms["version"],
        terms_sha256=reads.terms["terms_sha256"],
        entries=tuple(books.entries),
        tolerance_minor=tolerance,
        document=_document(data, asked.file_name),
        made_by=asked.made_by,
        approved_by=asked.approved_by,
        supersedes=asked.supersedes,
        reason=asked.reason,
    )
    opened = opened_by(command, reads, is_committee=row["kind"] == "committee")
    books.wrong += _placed(opened, books)
    return command, opened, row["currency"]


def _refuse_other_terms(fields: Mapping[str, str], terms: Mapping[str, Any]) -> None:
    if fields.get("terms_sha256") != terms["terms_sha256"]:
        raise RuleViolation(
            "opening-terms-differ",
            "the file was made for other clauses than those in force in that month",
            field=f"{CONDITIONS}.terms_sha256",
            value=fields.get("terms_sha256", ""),
            expected=terms["terms_sha256"],
        )


def _tolerance(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) <= LARGEST_TOLERANCE:
        return int(text)
    raise RuleViolation(
        "cutover-tolerance",
        field=f"{CONDITIONS}.tolerance",
        value=text,
        expected=f"a whole number from 0 to {LARGEST_TOLERANCE}",
    )


def _document(data: bytes, name: str | None) -> DocumentRef:
    digest = sha256(data).hexdigest()
    return DocumentRef(sha256=digest, title=name, media_type=XLSX, size_bytes=len(data))


def _placed(opened: Opened, books: Books) -> Iterator[Wrong]:
    """Yield what the clauses refuse, each with the cell where it stands or is missing."""
    for one in opened.problems:
        known = books.places.get(one.key) or books.lines.get(one.key)
        sheet = KINDS[one.key[0]].sheet if one.key[0] in KINDS else CONDITIONS
        cell = cell_name(known[1], AMOUNT) if known else " ".join(part for part in one.key if part)
        yield Wrong(known[0] if known else sheet, cell, one.code, one.value, one.expected)


def _told(opened: Opened) -> Iterator[dict[str, Any]]:
    for one in opened.differences:
        named = zip(("kind", "step", "account", "payee"), one.key, strict=True)
        yield {
            **{name: value for name, value in named if value},
            "stated_minor": one.stated_minor,
            "expected_minor": one.expected_minor,
            "difference_minor": one.difference_minor,
            "reason": one.reason,
            "effect": one.effect,
        }


def _opening_of(recorded: Recorded) -> str:
    """Return the id the fact carries: that of the first time, when a request is repeated."""
    return str(getattr(recorded.events[0], "id", ""))
