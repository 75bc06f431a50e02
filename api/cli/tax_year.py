"""`daicho tax withheld`, `records` and `due`: a payer's duties, and a payee's own year."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from api.cli.acting import today, viewer_of
from api.cli.inputs import day
from api.cli.known import names_in
from api.cli.language import Lang
from api.cli.session import Session, session_of
from contracts.figures import Language
from contracts.period import Month
from ledger.errors import RuleViolation
from ledger.jobs.tax_payments import Scope, check_scope
from ledger.jobs.tax_words import APART, FORMS, INCOMES, in_language

if TYPE_CHECKING:
    from ledger.bootstrap import Register
    from ledger.jobs.tax_records import Record, YearRecords

Payer = Annotated[str, typer.Option(help="Id of the party that pays.")]
_WITHHELD: Final = (
    "slip", "income", "receiver", "country", "payments", "planned", "deemed", "paid_minor",
    "withheld_minor",
)  # fmt: skip
_RECORDS: Final = (
    "form", "payer", "receiver", "corporate_number", "income", "payments", "paid_minor",
    "withheld_minor", "left_unpaid_minor", "must_file",
)  # fmt: skip
_APART: Final = ("why", "payer", "receiver", "income", "currency", "paid_minor", "withheld_minor")
_DUE: Final = (
    "kind", "due_on", "days_left", "about", "amount_minor", "payee", "country", "form",
    "is_planned",
)  # fmt: skip
_CODES: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "slip": {
        "slip.fees": ("報酬・料金等の徴収高計算書", "residents"),
        "slip.abroad": ("非居住者・外国法人の徴収高計算書", "abroad"),
    },
    "income": INCOMES,
    "form": {
        "record.resident": (FORMS["record.resident"][0], "resident"),
        "record.non_resident": (FORMS["record.non_resident"][0], "non-resident"),
    },
    "why": APART,
    "kind": {
        "remit": ("源泉徴収税の納付", "pay tax over"),
        "records": ("支払調書の提出", "file payment records"),
        "form-ends": ("届出書の期限切れ", "treaty form ends"),
        "form-missing": ("届出書の未提出", "treaty form missing"),
    },
}
_LEFT_OUT: Final = ("receiver", "value", "paid_minor")
_FOLDER, _LAYOUT = "", "309"
_FILES: Final = (".csv", ".pdf", _FOLDER)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group of taxes."""
    app.command()(withheld)
    app.command()(records)
    app.command()(due)


def withheld(
    ctx: typer.Context,
    payer: Payer,
    month: Annotated[str, typer.Option(help="Month of payment, like 2026-10.")],
) -> None:
    """Show what was withheld in a month, from whom, and until when it is paid over."""
    from api.tax_sheets import withheld_as_json  # noqa: PLC0415
    from ledger.jobs.tax_withheld import withheld_in  # noqa: PLC0415

    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        check_scope(viewer_of(session, register), Scope(payer=payer))
        with session.out.progress("progress-tax") as progress:
            found = withheld_in(conn, payer, Month.parse(month), today(register), progress)
        data = withheld_as_json(found)
        names = names_in(register, conn, data, session.lang)
    if session.out.as_json:
        session.out.json({**data, "display_names": names})
        return
    session.out.items([_worded(line, session.lang) for line in data["lines"]], _WITHHELD, names)
    key = "tax-remit" if found.days_left >= 0 else "tax-remit-passed"
    total, days = f"{found.total_minor:,}", abs(found.days_left)
    session.out.note(key, total=total, day=data["remit_by"], days=days)
    if found.is_planned:
        session.out.note("tax-planned")
    if found.other_currencies:
        session.out.note("tax-other-currencies", statements=", ".join(found.other_currencies))


def records(
    ctx: typer.Context,
    *,
    year: Annotated[int, typer.Option(help="Calendar year of payment.")],
    payer: Annotated[str | None, typer.Option(help="Who files: records of all receivers.")] = None,
    payee: Annotated[
        str | None, typer.Option(help="Instead: what one party was paid, by every payer.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="FILE.csv, FILE.pdf, or a folder for one PDF each."),
    ] = None,
    encoding: Annotated[str, typer.Option(help="Of a CSV: utf-8 or cp932.")] = "utf-8",
    layout: Annotated[
        str | None, typer.Option(help="309: the tax office's order; to be confirmed.")
    ] = None,
) -> None:
    """Make payment records of a year, or show a payee her own year."""
    from api.tax_sheets import records_as_json  # noqa: PLC0415
    from ledger.jobs.tax_records import own_payments, payer_records  # noqa: PLC0415

    session = session_of(ctx)
    kind = _kind_of(out, payer, payee, layout)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        check_scope(viewer_of(session, register), Scope(payer=payer, receiver=payee))
        make, who = (payer_records, payer) if payer else (own_payments, payee)
        with session.out.progress("progress-tax") as progress:
            found = make(conn, register.vault, str(who), year, progress)
        writer = _Writer(session, register, found, is_own=payer is None, who=str(who))
        data = records_as_json(found, is_own=payer is None)
    if out is not None:
        data["files"] = writer.write(out, kind, encoding, layout)
        data["left_out"] = writer.left_out
    _show(session, data)


def due(
    ctx: typer.Context,
    payer: Payer,
    on: Annotated[str | None, typer.Option(help="A day; today if left out.")] = None,
) -> None:
    """List what is due this month and the next: tax, records, forms that end or are missing."""
    from api.tax_sheets import due_as_json  # noqa: PLC0415
    from ledger.jobs.tax_due import due_on  # noqa: PLC0415

    session = session_of(ctx)
    with session.register(for_parties=True) as register, register.ledger.reading() as conn:
        check_scope(viewer_of(session, register), Scope(payer=payer))
        asked = day(on, "on") if on else today(register)
        found = due_on(conn, payer, asked)
        parties = {one.payee for one in found if one.payee}
        names = names_in(register, conn, sorted(parties), session.lang)
        items = [due_as_json(one, names) for one in found]
    is_json = session.out.as_json
    shown = items if is_json else [_worded(one, session.lang) for one in items]
    session.out.items(shown, _DUE, names)


def _kind_of(out: Path | None, payer: str | None, payee: str | None, layout: str | None) -> str:
    """Return what is to be written, before anything is computed.

    Raises:
        RuleViolation: Not exactly one of payer and payee, or a file that there is not.
    """
    if (payer is None) == (payee is None):
        raise RuleViolation(
            "tax-whose-records", field="payer", value=payer, expected="--payer or --payee, one"
        )
    kind = out.suffix.lower() if out else _FOLDER
    if kind not in _FILES:
        raise RuleViolation(
            "tax-format-unknown", field="out", value=str(out), expected="FILE.csv, FILE.pdf, FOLDER"
        )
    if layout is not None and (layout != _LAYOUT or kind != ".csv" or payer is None):
        raise RuleViolation(
            "tax-layout-unknown",
            field="layout",
            value=layout,
            expected=f"{_LAYOUT}, with --payer and --out FILE.csv",
        )
    return kind


class _Writer:
    """Writes the records of a year as files."""

    def __init__(
        self,
        session: Session,
        register: "Register",
        found: "YearRecords",
        *,
        is_own: bool,
        who: str,
    ) -> None:
        self._session, self._found, self._is_own, self._who = session, found, is_own, who
        self._day = today(register)
        self._lang: Language = session.document_lang
        self.left_out: list[dict[str, Any]] = []

    def write(self, out: Path, kind: str, encoding: str, layout: str | None) -> list[str]:
        """Write and return the paths."""
        if kind == ".csv":
            return [_saved(out, self._csv(encoding, layout))]
        if kind == ".pdf":
            return [_saved(out, self._pdf())]
        return self._folder(out)

    def _csv(self, encoding: str, layout: str | None) -> bytes:
        from ledger.jobs.tax_record_files import records_309, records_csv  # noqa: PLC0415

        if layout is None:
            return records_csv(self._found, self._lang, encoding)
        self._session.out.remark("tax-layout")
        return records_309(self._found, encoding)

    def _pdf(self) -> bytes:
        from ledger.jobs.tax_record_papers import year_paper  # noqa: PLC0415
        from ledger.papers.typesetting import typeset  # noqa: PLC0415

        paper = year_paper(self._found, self._who, self._day, self._lang, is_own=self._is_own)
        return typeset(paper)

    def _folder(self, folder: Path) -> list[str]:
        """Write one PDF for each record that is filed, and the copy for whoever was paid."""
        from ledger.jobs.tax_record_papers import copy_paper  # noqa: PLC0415
        from ledger.papers.typesetting import typeset  # noqa: PLC0415

        every = (*self._found.filed, *self._found.below)
        if not every:
            raise RuleViolation(
                "tax-records-none",
                field="year",
                value=self._found.year,
                expected="a year with payments",
            )
        folder.mkdir(parents=True, exist_ok=True)
        paths: list[str] = []
        with self._session.out.progress("progress-tax-papers") as progress:
            for done, record in enumerate(every, 1):
                try:
                    printed = [
                        (suffix, typeset(copy_paper(record, self._day, self._lang, is_own=is_own)))
                        for suffix, is_own in self._copies(record)
                    ]
                except RuleViolation as refusal:
                    self._leave_out(record, refusal)
                    continue
                paths += [_saved(folder / _name(record, one), content) for one, content in printed]
                progress(done, len(every))
        return paths

    def _leave_out(self, record: "Record", refusal: RuleViolation) -> None:
        """Note a record that cannot be printed: the others are printed all the same."""
        self.left_out.append(
            {
                "receiver": record.receiver.id,
                "payer": record.payer.id,
                "code": refusal.code,
                "value": str(refusal.fields.get("value", "")),
                "character": refusal.fields.get("character"),
                "paid_minor": record.record.total_minor,
            }
        )

    def _copies(self, record: "Record") -> Sequence[tuple[str, bool]]:
        """Say which copies there are: a payee gets no copy that is made for the tax office."""
        if self._is_own:
            return (("-copy", True),)
        return (("", False), ("-copy", True)) if record.record.must_file else (("-copy", True),)


def _name(record: "Record", suffix: str) -> str:
    parties = f"{record.receiver.id}-{record.payer.id}"
    form = record.record.form.removeprefix("record.")
    return f"{record.record.year}-{parties}-{form}{suffix}.pdf"


def _saved(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return str(path)


def _show(session: Session, data: dict[str, Any]) -> None:
    out, lang = session.out, session.lang
    if out.as_json:
        out.json(data)
        return
    rows = [
        _flat({**record, **income}, lang)
        for record in data["records"]
        for income in record["incomes"]
    ]
    out.items(rows, _RECORDS)
    if data["apart"]:
        out.note("tax-apart")
        out.items([_flat(one, lang) for one in data["apart"]], _APART)
    amounts = {name: f"{data[f'{name}_minor']:,}" for name in ("paid", "withheld")}
    out.note("tax-year", due=data["due_on"], filed=data["filed"], below=data["below"], **amounts)
    notes: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
        "tax-my-number": lambda one: "my_number" in one,
        "tax-planned": lambda one: bool(one["planned"]),
    }
    for key, applies in notes.items():
        if any(applies(one) for one in data["records"]):
            out.note(key)
    for path in data.get("files", ()):
        out.note("saved", file=path)
    if left := data.get("left_out"):
        total = sum(one["paid_minor"] for one in left)
        out.note("tax-left-out", count=len(left), total=f"{total:,}")
        out.items(left, _LEFT_OUT)


def _flat(row: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return a row with the names of its parties, and its codes in words."""
    names = {side: row[side].get(lang) or row[side]["ja"] for side in ("payer", "receiver")}
    return {**_worded(row, lang), **names}


def _worded(row: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return a row with its codes in words."""
    words = {
        name: in_language(table[row[name]], lang)
        for name, table in _CODES.items()
        if row.get(name) in table
    }
    return {**row, **words}
