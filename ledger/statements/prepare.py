"""Preparing the statements of a payer for a period, outside the door, on a snapshot.

One statement per payee and currency. Its files are written and hashed here; the writer computes
the figures again from the lines and refuses what does not follow from them.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, select

from contracts.figures import Language
from contracts.period import Period
from ledger.agreements.terms import payees_of
from ledger.blobs.blobs import BlobBatch, Blobs
from ledger.committees.views import CommitteeRow
from ledger.errors import NotFound, RuleViolation
from ledger.ids import STATEMENT, derived_id
from ledger.parties.display import DisplayName, names_of
from ledger.parties.payees import payees_on
from ledger.parties.succession import gone_on
from ledger.parties.views import PartyRow
from ledger.royalties.prepare import read_period
from ledger.statements.books import RunBook, due_runs, open_runs, runs_of_period, waiting_payees
from ledger.statements.commands import IssueStatement, StatementLine, StatementTotals
from ledger.statements.lines import Names, described, lines_of
from ledger.statements.notes import payment_notes, recoupment_notes
from ledger.statements.render import CSV_TYPE, JSON_TYPE, write_csv, write_json
from ledger.statements.rules import refuse_erased, refuse_gone, refuse_issued
from ledger.statements.sight import sight_of
from ledger.statements.totals import Figures, Payment, SameDay, figures_of
from ledger.statements.views import StatementHeadRow, StatementRow
from ledger.store.views import table_of, unpack
from ledger.values import DocumentRef
from ledger.vault.vault import Vault

DEFAULT_PAY_AFTER_MONTHS: Final = 1
"""Where no committee's schedule says otherwise: the end of the month after the period."""

_LANGUAGES: Final[tuple[Language, ...]] = ("ja", "en")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A statement under way."""

    payer: str
    payee: str
    paid_to: str
    period: Period
    currency: str
    payment_date: date
    books: tuple[RunBook, ...]
    lines: tuple[StatementLine, ...]
    figures: Figures
    previous: str | None

    @property
    def id(self) -> str:
        """The same statement always has the same id, so that it cannot be issued twice."""
        parts = (self.payer, self.payee, self.currency, self.period.name)
        return derived_id(STATEMENT, sha256("|".join(parts).encode()).digest())


def prepare_statements(  # noqa: PLR0913 - one argument per place it reads from
    conn: Connection,
    blobs: Blobs,
    vault: Vault,
    payer: str,
    period: str,
    *,
    payment_date: date | None = None,
    refused: Callable[[RuleViolation], None] | None = None,
) -> list[IssueStatement]:
    """Prepare a statement for each payee whom runs of a payer concern.

    Args:
        conn: A snapshot.
        blobs: Holds the traces of runs; receives the files.
        vault: Opens the names of persons.
        payer: Whose runs; statements are from him.
        period: Runs up to its end that no statement shows are shown.
        payment_date: Planned day; from the committees' schedules when left out.
        refused: Told whose statement cannot be issued and why, so that the others can; when left
            out, the first such refusal ends the preparation.

    Raises:
        NotFound: The payer has no run to be shown for this period.
        Conflict: All statements for this period were issued.
        RuleViolation: Rates do not cover the day of payment.
    """
    months = read_period(period)
    due = due_runs(conn, payer, months)
    of_period = runs_of_period(conn, payer, months)
    books = open_runs(conn, blobs, {*of_period, *(run for some in due.values() for run in some)})
    for key, runs in waiting_payees(conn, (books[run] for run in of_period)).items():
        due.setdefault(key, []).extend(runs)
    if not due:
        _refuse_nothing(conn, payer, months)
    plans = [
        _Plan(payer, payee, currency, months, tuple(books[run] for run in runs), payment_date)
        for (currency, payee), runs in sorted(due.items())
    ]
    drafts = _drafts(conn, plans, refused or _raise)
    names = _Names(conn, vault, drafts)
    with blobs.batch() as batch:
        return [_command(batch, draft, names) for draft in drafts]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Who is to get a statement over which runs."""

    payer: str
    payee: str
    currency: str
    period: Period
    books: tuple[RunBook, ...]
    payment_date: date | None

    @property
    def paid_on(self) -> date:
        """The day given, else the latest that the schedules of the runs say."""
        if self.payment_date is not None:
            return self.payment_date
        months = [book.schedule_months for book in self.books if book.schedule_months is not None]
        return self.period.last.plus(max(months, default=DEFAULT_PAY_AFTER_MONTHS)).last_day


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


def _drafts(
    conn: Connection, plans: list[_Plan], refused: Callable[[RuleViolation], None]
) -> list[_Draft]:
    heads = _heads(conn, plans)
    plans = _open_plans(plans, heads)
    paid_to = _paid_to(conn, plans)
    rows = _parties(conn, {*paid_to.values(), *(plan.payee for plan in plans)})
    same_day = _same_day(conn, plans)
    gone = {
        day: gone_on(conn, {who for (_, on), who in paid_to.items() if on == day}, day)
        for day in {plan.paid_on for plan in plans}
    }
    drafts = []
    for plan in plans:
        head = heads.get((plan.payee, plan.currency))
        receiver = paid_to[plan.payee, plan.paid_on]
        lines = lines_of(plan.books, plan.payee)
        day = (receiver, plan.currency, plan.paid_on.isoformat())
        payment = Payment(
            payee=rows[receiver],
            currency=plan.currency,
            paid_on=plan.paid_on,
            is_own=receiver == plan.payer,
            same_day=same_day.get(day, SameDay()),
        )
        try:
            refuse_gone(receiver, gone[plan.paid_on])
            refuse_erased(rows[plan.payee])
            refuse_erased(rows[receiver])
            figures = figures_of(lines, head["carried_minor"] if head else 0, payment)
        except RuleViolation as error:
            refused(RuleViolation(error.code, error.message, **error.fields, payee=plan.payee))
            continue
        same_day[day] = payment.same_day.plus(figures.tax, figures.totals.withholding)
        drafts.append(
            _Draft(
                payer=plan.payer,
                payee=plan.payee,
                paid_to=receiver,
                period=plan.period,
                currency=plan.currency,
                payment_date=plan.paid_on,
                books=plan.books,
                lines=lines,
                figures=figures,
                previous=head["statement_id"] if head else None,
            )
        )
    return drafts


def _open_plans(plans: list[_Plan], heads: Mapping[tuple[str, str], dict[str, Any]]) -> list[_Plan]:
    """Leave out who has his statement for the period: what came later waits for his next one.

    Raises:
        Conflict: Everybody has it.
    """
    last = str(plans[0].period.last)
    still_open = [
        plan
        for plan in plans
        if (head := heads.get((plan.payee, plan.currency))) is None or head["last_month"] < last
    ]
    if not still_open:
        refuse_issued(plans[0].period, heads[plans[0].payee, plans[0].currency])
    return still_open


def _heads(conn: Connection, plans: list[_Plan]) -> dict[tuple[str, str], dict[str, Any]]:
    table = table_of(StatementHeadRow)
    query = select(table).where(table.c.payer == plans[0].payer)
    return {(row["payee"], row["currency"]): dict(row) for row in conn.execute(query).mappings()}


def _same_day(conn: Connection, plans: list[_Plan]) -> dict[tuple[str, str, str], SameDay]:
    """Return what each receiver is paid on each of the days by statements on record."""
    table = table_of(StatementRow)
    query = select(table).where(
        table.c.payer == plans[0].payer,
        table.c.payment_date.in_(sorted({plan.paid_on.isoformat() for plan in plans})),
    )
    found: dict[tuple[str, str, str], SameDay] = {}
    for row in conn.execute(query.order_by(table.c.entry_index)).mappings():
        day = (row["paid_to"], row["currency"], row["payment_date"])
        tax = unpack(row["doc"])["tax"]
        found[day] = found.get(day, SameDay()).plus(tax, row["withholding_minor"])
    return found


def _paid_to(conn: Connection, plans: list[_Plan]) -> dict[tuple[str, date], str]:
    """Return who is paid for each payee on his day, with one query per day."""
    found: dict[tuple[str, date], str] = {}
    for day in {plan.paid_on for plan in plans}:
        payees = payees_on(conn, [plan.payee for plan in plans if plan.paid_on == day], day)
        found |= {(payee, day): receiver for payee, receiver in payees.items()}
    return found


def _parties(conn: Connection, ids: set[str]) -> dict[str, dict[str, Any]]:
    table = table_of(PartyRow)
    query = select(table).where(table.c.id.in_(sorted(ids)))
    return {row["id"]: dict(row) for row in conn.execute(query).mappings()}


class _Names:
    """What a payee may read of names: his own, the payer's, and those of committees."""

    def __init__(self, conn: Connection, vault: Vault, drafts: list[_Draft]) -> None:
        parties = {party for draft in drafts for party in (draft.payer, draft.payee, draft.paid_to)}
        self._parties = names_of(conn, vault, parties)
        references = {
            name
            for draft in drafts
            for book in draft.books
            for _, name in payees_of(dict(book.standing.terms))
            if name.startswith("committee:")
        }
        self._committees = _committee_names(conn, references)

    def party(self, id: str) -> dict[str, str]:
        """Return a party as the file names it."""
        name: DisplayName = self._parties[id]
        return {"id": id, "ja": name.ja, **({"en": name.en} if name.en else {})}

    def for_reader(self, draft: _Draft) -> Names:
        """Return the names that the explanations of a statement may use."""
        own = {id: self._parties[id] for id in (draft.payer, draft.payee, draft.paid_to)}
        return {
            lang: {
                **{id: name.in_language(lang) for id, name in own.items()},
                **{name: texts[lang] for name, texts in self._committees.items()},
            }
            for lang in _LANGUAGES
        }


def _committee_names(conn: Connection, references: set[str]) -> dict[str, dict[str, str]]:
    ids = {name.removeprefix("committee:").partition("/")[0] for name in references}
    table = table_of(CommitteeRow)
    query = select(table.c.id, table.c.doc).where(table.c.id.in_(sorted(ids)))
    names = {id: unpack(doc)["name"] for id, doc in conn.execute(query)}
    found: dict[str, dict[str, str]] = {}
    for reference in references:
        name = names[reference.removeprefix("committee:").partition("/")[0]]
        found[reference] = {"ja": name["ja"], "en": name.get("en", name["ja"])}
    return found


def _command(blobs: BlobBatch, draft: _Draft, names: _Names) -> IssueStatement:
    sheet = _sheet(draft, names)
    files = (
        _file(blobs, draft, write_json(sheet), JSON_TYPE),
        _file(blobs, draft, write_csv(sheet), CSV_TYPE),
    )
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
    )


def _file(blobs: BlobBatch, draft: _Draft, data: bytes, media_type: str) -> DocumentRef:
    suffix = "json" if media_type == JSON_TYPE else "csv"
    return blobs.put(data, title=f"{draft.id}.{suffix}", media_type=media_type)


def _sheet(draft: _Draft, names: _Names) -> dict[str, Any]:
    by_run: Mapping[str, RunBook] = {book.run["id"]: book for book in draft.books}
    reader = names.for_reader(draft)
    sheet = {
        "document": "statement/1",
        "id": draft.id,
        "payer": names.party(draft.payer),
        "payee": names.party(draft.payee),
        "paid_to": names.party(draft.paid_to),
        "period": draft.period.name,
        "currency": draft.currency,
        "payment_date": draft.payment_date.isoformat(),
        "totals": asdict(draft.figures.totals),
        "tax": draft.figures.tax,
        "lines": [described(line, by_run[line.run], reader, draft.payee) for line in draft.lines],
        "notes": {lang: _notes(draft, lang) for lang in _LANGUAGES},
    }
    return sheet | ({"previous": draft.previous} if draft.previous else {})


def _notes(draft: _Draft, lang: Language) -> list[str]:
    notes: list[str] = []
    latest = {book.agreement["id"]: book for book in draft.books}
    for book in latest.values():
        level = sight_of(book, draft.payee).level
        notes += recoupment_notes(book.standing, draft.payee, lang, level)
    totals, tax = draft.figures.totals, draft.figures.tax
    return [*notes, *payment_notes(totals, tax, draft.currency, lang)]


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
