"""Preparing the statements of a payer for a period, outside the door, on a snapshot.

One statement per payee and currency. Its files are written and hashed here; the writer computes
the figures again from the lines and refuses what does not follow from them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.figures import Language
from contracts.period import Period
from ledger.blobs.blobs import Blobs
from ledger.errors import NotFound, RuleViolation
from ledger.royalties.prepare import read_period
from ledger.statements.beside import Beside
from ledger.statements.books import RunBook, due_runs, runs_of_period, waiting_payees
from ledger.statements.commands import (
    CarriedAmount,
    IssueStatement,
    StatementTotals,
)
from ledger.statements.drafting import Draft, Plan, drafts_of
from ledger.statements.files import PLAIN, Maker, made_of
from ledger.statements.lines import described
from ledger.statements.named import StatementNames, work_titles, works_of
from ledger.statements.notes import carried_notes, payment_notes, recoupment_notes
from ledger.statements.opened import open_books
from ledger.statements.promises import promise_notes
from ledger.statements.render import JSON_TYPE
from ledger.statements.rules import refuse_issued
from ledger.statements.sight import sight_of
from ledger.statements.views import StatementHeadRow
from ledger.statements.waiting_views import WaitingRow
from ledger.store.views import table_of, unpack
from ledger.values import DocumentRef
from ledger.vault.vault import Vault

Remarks = Callable[[Connection, Sequence[Draft]], Mapping[str, Mapping[Language, Sequence[str]]]]
"""Statement to sentences for its foot, by language."""

_LANGUAGES: Final[tuple[Language, ...]] = ("ja", "en")


def prepare_statements(  # noqa: PLR0913 - one argument per place it reads from
    conn: Connection,
    blobs: Blobs,
    vault: Vault,
    payer: str,
    period: str,
    *,
    payment_date: date | None = None,
    is_final: bool = False,
    refused: Callable[[RuleViolation], None] | None = None,
    makers: Mapping[str, Maker] = PLAIN,
    remarks: Remarks | None = None,
) -> list[IssueStatement]:
    """Prepare a statement for each payee whom runs of a payer concern.

    Args:
        conn: A snapshot.
        blobs: Holds the traces of runs; receives the files.
        vault: Opens the names of persons.
        payer: Whose runs; statements are from him.
        period: Runs up to its end that no statement shows are shown.
        payment_date: Planned day; from the committees' schedules when left out.
        is_final: True to pay small amounts too, and those that wait although no run is due.
        refused: Told whose statement cannot be issued and why, so that the others can; when left
            out, the first such refusal ends the preparation.
        makers: Format to what makes its files, JSON among them.
        remarks: Says more of each statement than is known here, such as disputes.

    Raises:
        NotFound: The payer has no run to be shown for this period.
        Conflict: All statements for this period were issued.
        RuleViolation: Rates do not cover the day of payment.
    """
    months = read_period(period)
    due = due_runs(conn, payer, months)
    of_period = runs_of_period(conn, payer, months)
    books = open_books(conn, blobs, {*of_period, *(run for some in due.values() for run in some)})
    for key, runs in waiting_payees(conn, (books[run] for run in of_period)).items():
        due.setdefault(key, []).extend(runs)
    if is_final:
        due |= {key: [] for key in _waiting_amounts(conn, payer) if key not in due}
    if not due:
        _refuse_nothing(conn, payer, months)
    plans = [
        Plan(
            payer,
            payee,
            currency,
            months,
            tuple(books[run] for run in runs),
            payment_date,
            is_final,
        )
        for (currency, payee), runs in sorted(due.items())
    ]
    desk = _Desk(conn, blobs, vault, makers, remarks, refused or _raise)
    return desk.prepared(plans)


class _FilesRefused(Exception):
    """Files of some statements cannot be made; by the id of the statement."""

    def __init__(self, refusals: Mapping[str, RuleViolation]) -> None:
        super().__init__()
        self.refusals = refusals


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where statements are prepared: what they are read from, and what makes their files."""

    conn: Connection
    blobs: Blobs
    vault: Vault
    makers: Mapping[str, Maker]
    remarks: Remarks | None
    refused: Callable[[RuleViolation], None]

    def prepared(self, plans: list[Plan]) -> list[IssueStatement]:
        """Draft statements and make their files.

        Without the statements whose files cannot be made, the others are drafted again: what one
        person is paid on one day is one base of tax, and these are not paid now.
        """
        drafts = drafts_of(self.conn, plans, self.refused)
        while drafts:
            try:
                return self._commands(drafts)
            except _FilesRefused as stopped:
                for refusal in stopped.refusals.values():
                    self.refused(refusal)
                left = {draft.id for draft in drafts} - {*stopped.refusals}
                plans = [plan for plan in plans if plan.id in left]
                drafts = drafts_of(self.conn, plans, self.refused) if plans else []
        return []

    def _commands(self, drafts: list[Draft]) -> list[IssueStatement]:
        names, beside = StatementNames(self.conn, self.vault, drafts), Beside(self.conn, drafts)
        sheets = [_sheet(draft, names, beside) for draft in drafts]
        titles = work_titles(self.conn, sheets)
        sheets = [_with_works(sheet, titles) for sheet in sheets]
        if self.remarks:
            said = self.remarks(self.conn, drafts)
            sheets = [_with_remarks(sheet, said.get(sheet["id"], {})) for sheet in sheets]
        found: list[IssueStatement] = []
        refusals: dict[str, RuleViolation] = {}
        with self.blobs.batch() as batch:
            for draft, made in zip(drafts, made_of(sheets, self.makers), strict=True):
                if isinstance(made, RuleViolation):
                    refusals[draft.id] = _of_payee(made, draft)
                elif not refusals:
                    files = tuple(
                        batch.put(
                            one.data, title=f"{draft.id}.{one.suffix}", media_type=one.media_type
                        )
                        for one in made
                    )
                    found.append(_command(draft, files))
            if refusals:  # leaving the batch so keeps none of its files
                raise _FilesRefused(refusals)
        return found


def _of_payee(refusal: RuleViolation, draft: Draft) -> RuleViolation:
    fields = {**refusal.fields, "payee": draft.payee, "statement": draft.id}
    return RuleViolation(refusal.code, refusal.message, **fields)


def _refuse_nothing(conn: Connection, payer: str, period: Period) -> None:
    table = table_of(StatementHeadRow)
    query = select(table).where(table.c.payer == payer, table.c.period == period.name)
    for row in conn.execute(query.limit(1)).mappings():
        refuse_issued(period, dict(row))
    raise NotFound(
        "nothing-to-state", field="period", value=period.name, expected="runs of this payer"
    )


def _raise(refusal: RuleViolation) -> None:
    raise refusal


def _waiting_amounts(conn: Connection, payer: str) -> list[tuple[str, str]]:
    """Return the currencies and payees for whom an amount waits to be paid."""
    table = table_of(WaitingRow)
    query = select(table.c.currency, table.c.payee).where(
        table.c.payer == payer, table.c.amount_minor > 0
    )
    return [(currency, payee) for currency, payee in conn.execute(query)]


def _command(draft: Draft, files: tuple[DocumentRef, ...]) -> IssueStatement:
    return IssueStatement(
        id=draft.id,
        payer=draft.payer,
        payee=draft.payee,
        paid_to=draft.paid_to,
        period=draft.period.name,
        currency=draft.currency,
        payment_date=draft.payment_date,
        runs=tuple(book.run["id"] for book in draft.books),
        lines=draft.lines,
        totals=StatementTotals.of(draft.figures.totals),
        tax=draft.figures.tax,
        files=files,
        read_set={book.run["id"]: book.run["entry_index"] for book in draft.books},
        previous=draft.previous,
        carried=CarriedAmount.of(draft.figures.carried),
        final=draft.is_final or None,
    )


def _sheet(draft: Draft, names: StatementNames, beside: Beside) -> dict[str, Any]:
    by_run: Mapping[str, RunBook] = {book.run["id"]: book for book in draft.books}
    reader, payer = names.for_reader(draft), names.party(draft.payer)
    sheet = {
        "document": "statement/1",
        "id": draft.id,
        "payer": payer,
        "payee": names.party(draft.payee),
        "paid_to": names.party(draft.paid_to),
        "period": draft.period.name,
        "currency": draft.currency,
        "payment_date": draft.payment_date.isoformat(),
        "totals": asdict(draft.figures.totals),
        "tax": draft.figures.tax,
        "lines": [described(line, by_run[line.run], reader, draft.payee) for line in draft.lines],
        "notes": {
            lang: [*_notes(draft, lang), *beside.notes(draft, payer.get(lang, payer["ja"]), lang)]
            for lang in _LANGUAGES
        },
    }
    optional = {
        "previous": draft.previous,
        "carried_in": [asdict(part) for part in draft.carried_in],
        "carried_out": [asdict(part) for part in draft.figures.carried],
        "runs": [
            {"id": book.run["id"], "period": book.run["period"], "entry": book.run["entry_index"]}
            for book in draft.books
        ],
    }
    return sheet | {name: value for name, value in optional.items() if value}


def _with_works(sheet: dict[str, Any], titles: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Add the titles of the works that the lines disclose."""
    named = {work: titles[work] for work in sorted(works_of(sheet)) if work in titles}
    return sheet | ({"works": named} if named else {})


def _with_remarks(sheet: dict[str, Any], said: Mapping[Language, Sequence[str]]) -> dict[str, Any]:
    notes = {lang: [*sheet["notes"][lang], *said.get(lang, ())] for lang in _LANGUAGES}
    return sheet | {"notes": notes}


def _notes(draft: Draft, lang: Language) -> list[str]:
    notes: list[str] = []
    latest = {book.agreement["id"]: book for book in draft.books}
    for book in latest.values():
        level = sight_of(book, draft.payee).level
        notes += recoupment_notes(book.standing, draft.payee, lang, level)
        notes += promise_notes(book, draft.payee, lang, level)
    totals, tax = draft.figures.totals, draft.figures.tax
    notes += carried_notes(draft.carried_in, totals, draft.currency, lang)
    # Corrections are adjustments, too, but nothing of them was kept before the money came in.
    kept = sum(
        line.amount_minor for line in draft.lines if line.kind == "adjustment" and not line.cause
    )
    told = replace(totals, adjustments=kept)
    return [*notes, *payment_notes(told, tax, draft.currency, lang)]


def statement_sheet(blobs: Blobs, files: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Read a statement's own JSON file back.

    Raises:
        RuleViolation: The statement has no such file.
        NotFound: It was removed; see `statement_file`.
    """
    for file in files:
        if file.get("media_type") == JSON_TYPE:
            sheet: dict[str, Any] = unpack(statement_file(blobs, file).decode())
            return sheet
    raise RuleViolation("statement-without-file", field="files", expected=JSON_TYPE)


def statement_file(blobs: Blobs, file: Mapping[str, Any]) -> bytes:
    """Return a file of a statement as it was issued.

    Raises:
        NotFound: `statement-file-gone`: it was removed with the data of a person whom it names, or
            lost; verifying the register tells which.
    """
    if not blobs.exists(file["sha256"]):
        raise NotFound(
            "statement-file-gone",
            "the file was removed with a person's data, or lost; `daicho verify` tells which",
            field="sha256",
            value=file["sha256"],
        )
    return blobs.get(file["sha256"])
