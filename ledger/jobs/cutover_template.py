"""The spreadsheet that an accountant fills in when an agreement comes in from other books."""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import xlsxwriter
from sqlalchemy import Connection, select
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from contracts.opening_lines import Asked, Holders, asked
from contracts.terms import parse_terms
from ledger.access.views import Viewer, may_read
from ledger.agreements.views import AgreementRow
from ledger.bootstrap import Register
from ledger.command import SYSTEM, Actor
from ledger.errors import NotFound
from ledger.jobs.cutover_sheet import (
    COLUMNS,
    CONDITIONS,
    DEFICIT,
    FIELDS,
    FORMAT,
    GUARANTEE,
    IN_ENGLISH,
    KINDS,
    SHEETS,
    TOTAL,
)
from ledger.parties.views import PartyRow
from ledger.royalties.reads import reads_of, row_of
from ledger.store.views import table_of, unpack

# A template made again for the same clauses is the same file.
_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDTHS: Final = (20, 14, 16, 34, 34, 44, 18, 14, 40)
_HOW: Final = (
    "金額の列に累計を入力してください（最小通貨単位の整数、ない場合は0）。"
    "計算と合わない金額には、差異と理由を入力してください。",
    "Enter amounts to date (whole minor units, 0 if none). Where an amount is not what follows "
    "from the others, enter the difference and its reason.",
    "このファイルは台帳に保存されます。個人の氏名は書かないでください。",
    "The register keeps this file: write no person's name in it.",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the template is for.

    Attributes:
        terms: The clauses in force, with version and hash.
        lines: The figures they ask for. names: company to name; the file is kept for good, so
            that no person is named in it.
    """

    agreement: Mapping[str, Any]
    as_of: str
    terms: Mapping[str, Any]
    holders: Holders
    lines: tuple[Asked, ...]
    names: Mapping[str, str]


def write_template(
    register: Register, agreement: str, as_of: str, *, actor: Actor = SYSTEM
) -> bytes:
    """Return the spreadsheet for an agreement: every figure its clauses ask for, none filled in.

    Args:
        register: Where.
        agreement: Its id.
        as_of: Last month of the other books; the clauses in force then ask.
        actor: Who asks.

    Raises:
        NotFound: There is no such agreement, or the actor may not know of it.
        RuleViolation: `terms-missing`: no clauses are in force in that month.
    """
    with register.ledger.reading() as conn:
        if not actor.is_operator:
            may_read(conn, Viewer.of(actor, register.clock), agreement)
        frame = frame_of(conn, agreement, as_of)
    return _written(frame)


def frame_of(conn: Connection, agreement: str, as_of: str) -> Frame:
    """Read what an agreement asks for at a month's end."""
    row = row_of(conn, AgreementRow, agreement)
    if row is None:
        raise NotFound("agreement-not-found", field="agreement", value=agreement)
    reads = reads_of(conn, agreement, as_of)
    terms = parse_terms(dict(reads.terms["terms"]))
    lines = asked(terms, reads.holders, is_committee=row["kind"] == "committee", as_of=as_of)
    parties = {line.key[3] for line in lines if line.key[3]}
    return Frame(row, as_of, reads.terms, reads.holders, lines, _companies(conn, parties))


def _companies(conn: Connection, parties: set[str]) -> dict[str, str]:
    table = table_of(PartyRow)
    query = select(table.c.id, table.c.name_ja).where(
        table.c.id.in_(sorted(parties)), table.c.kind == "company"
    )
    return {id: name for id, name in conn.execute(query) if name}


def _written(frame: Frame) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE, "title": FORMAT})
        heading = book.add_format({"bold": True, "bg_color": "#DDE6F0", "text_wrap": True})
        figure = book.add_format({"num_format": "#,##0;-#,##0", "bg_color": "#FFFBE0"})
        _write_conditions(book.add_worksheet(CONDITIONS), frame, heading)
        for name in SHEETS:
            _write_lines(book.add_worksheet(name), name, frame, (heading, figure))
    return buffer.getvalue()


def _write_conditions(sheet: Worksheet, frame: Frame, heading: Format) -> None:
    sheet.set_column(0, 1, 20)
    sheet.set_column(2, 2, 70)
    stated = {
        "format": FORMAT,
        "agreement": frame.agreement["id"],
        "title": unpack(frame.agreement["doc"])["title"]["ja"],
        "currency": frame.agreement["currency"],
        "as_of": frame.as_of,
        "terms_version": str(frame.terms["version"]),
        "terms_sha256": frame.terms["terms_sha256"],
        "tolerance": "0",
    }
    sheet.write_row(0, 0, ["field", "項目", "値 / value"], heading)
    for number, (name, ja) in enumerate(FIELDS, start=1):
        sheet.write_row(number, 0, [name, ja, stated[name]])
    start = len(FIELDS) + 2
    for number, text in enumerate(_HOW):
        sheet.write_string(start + number, 0, text)
    rows = [("条項", "段階", "内容"), ("clause", "step", "contents"), *_clauses(frame.terms)]
    for number, row in enumerate(rows, start=start + len(_HOW) + 1):
        sheet.write_row(number, 0, row)


def _clauses(terms: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the clauses as they are read: label, kind, rate, basis, and whom they pay."""
    for step in terms["terms"]["steps"]:
        said = [step["label"]["ja"], step["label"]["en"], step["kind"]]
        said += [f"{name} {step[name]}" for name in ("basis", "account", "against") if name in step]
        if "rate" in step:
            said.append(f"{step['rate']['num']}/{step['rate']['den']}")
        said += [str(step[name]) for name in ("payee", "holders") if name in step]
        yield step["clause"], step["id"], " · ".join(said)


def _write_lines(sheet: Worksheet, name: str, frame: Frame, formats: tuple[Format, Format]) -> None:
    heading, figure = formats
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, name, heading)
    sheet.write_string(0, 1, IN_ENGLISH[name])
    sheet.write_row(2, 0, [ja for ja, _ in COLUMNS], heading)
    sheet.write_row(3, 0, [en for _, en in COLUMNS], heading)
    sheet.freeze_panes(4, 0)
    lines = list(_lines_in(name, frame.lines, _own_sheets(frame.terms)))
    for number, line in enumerate(lines, start=4):
        sheet.write_row(number, 0, _texts(line, frame))
        sheet.write_blank(number, 6, None, figure)
        sheet.write_blank(number, 7, None, figure)
    if lines:
        sheet.write_row(
            len(lines) + 4, 0, [TOTAL, "", "", "", "", "合計（任意） / total (optional)"]
        )
        sheet.write_blank(len(lines) + 4, 6, None, figure)
    else:
        sheet.write_string(4, 1, "該当する条項はありません / no clause asks for this")


def _own_sheets(terms: Mapping[str, Any]) -> dict[str, str]:
    """Return the steps whose amount to date stands with their other figures, and the sheet."""
    kinds = {"split": DEFICIT, "guarantee": GUARANTEE}
    found = ((step["id"], step["kind"].partition("/")[0]) for step in terms["terms"]["steps"])
    return {step: kinds[kind] for step, kind in found if kind in kinds}


def _lines_in(name: str, lines: Iterable[Asked], own_sheets: Mapping[str, str]) -> Iterator[Asked]:
    """Yield the lines of a sheet; what was distributed stands beside the pool it came from."""
    for line in lines:
        kind, step, _, _ = line.key
        own = own_sheets.get(step) if kind == "due" else None
        if (own or KINDS[kind].sheet) == name:
            yield line


def _texts(line: Asked, frame: Frame) -> list[str]:
    kind, step, account, payee = line.key
    known = KINDS[kind]
    label = " ".join(part for part in (line.label_ja, frame.names.get(payee, "")) if part)
    said = f"{label}: {known.ja} / {known.en}" if label else f"{known.ja} / {known.en}"
    needed = "" if line.is_needed else "（任意 / optional）"
    return [kind, line.clause, step, account, payee, said + needed]
