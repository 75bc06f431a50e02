"""The workbook computes every amount by itself; what was recorded otherwise shows a difference."""

import copy
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from formulas import Book
from paid_world import Paid

from contracts.inputs import Expense, Inputs, Item
from contracts.position import Position
from contracts.terms import parse_terms
from contracts.waterfall import run
from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.audit.populations import Drawn, Sample
from ledger.audit.records import Record
from ledger.audit.sampling import Sampling
from ledger.blobs.blobs import Blobs
from ledger.errors import Unavailable
from ledger.jobs.reperformance import Origin, Written, write_reperformance
from ledger.jobs.worksheet import Sheet
from ledger.log.entry import parse_part
from ledger.royalties.kept import Remittance
from ledger.royalties.result import compute, result_of, write_trace
from ledger.store.read import LogReader

ALL = (Sampling("payouts", 9, "s"), Sampling("statements", 9, "s"), Sampling("reports", 1, "s"))
ORIGIN = Origin("test.example/log", 20, "00" * 32)
CASES = Path(__file__).resolve().parents[2] / "vectors" / "cases" / "waterfall.json"
BOOK = json.loads(CASES.read_text(encoding="utf-8"))["cases"]


def samples_of(world: Paid, change: Any = None) -> tuple[Sample, ...]:
    contents = ContentAudit(Findings(), world.money.register.blobs, samplings=ALL)
    with world.money.ledger.reading() as conn:
        reader = LogReader(conn)
        for entry, stored in reader.iterate(0, reader.size()):
            parts = [parse_part(part.data) for part in stored]
            bodies: dict[str, Any] = {part.name: copy.deepcopy(part.body) for part in parts}
            if change:
                change(entry.header().event_type, bodies)
            contents.see(entry.index, entry.header().event_type, bodies)
    contents.finish()
    return contents.samples()


def written(world: Paid, path: Path, change: Any = None) -> tuple[Book, Written]:
    blobs = world.money.register.blobs
    outcome = write_reperformance(path, samples_of(world, change), blobs, ORIGIN)
    return Book(path), outcome


def cover_total(book: Book) -> Fraction:
    cover = book.names[0]
    found: Fraction = book.value(cover, f"C{book.rows(cover)}")
    return found


def row_with(book: Book, sheet: str, text: str) -> int:
    return next(n for n in range(1, book.rows(sheet) + 1) if book.raw(sheet, f"A{n}") == text)


def test_every_formula_gives_what_was_recorded(paid: Paid, tmp_path: Path) -> None:
    book, outcome = written(paid, tmp_path / "sample.xlsx")
    assert (outcome.sheets, outcome.skipped, outcome.constants) == (10, 0, 0)
    assert len(book.names) == 11
    assert book.formulas() == outcome.formulas + 11  # and those of the cover
    assert cover_total(book) == 0


def test_the_figures_stored_beside_the_formulas_are_those_they_give(
    paid: Paid, tmp_path: Path
) -> None:
    """Readers that do not compute show the same as those that do."""
    from openpyxl import load_workbook  # noqa: PLC0415 - the second view of the same file

    path = tmp_path / "sample.xlsx"
    book, _ = written(paid, path)
    shown = load_workbook(path, data_only=True)
    for sheet in book.names:
        for row in shown[sheet].iter_rows():
            for cell in row:
                raw = book.raw(sheet, cell.coordinate)
                if isinstance(raw, str) and raw.startswith("="):
                    assert book.value(sheet, cell.coordinate) == cell.value, (sheet, raw)


def enrich(event_type: str, parts: dict[str, Any]) -> None:
    if event_type == "royalty.payout_closed/1":
        name = next(name for name in parts if name.startswith("allocation/"))
        parts[name]["allocation"]["lines"][0]["amount_minor"] += 1_000


def withhold_less(event_type: str, parts: dict[str, Any]) -> None:
    if event_type == "statement.issued/1" and parts["facts"]["totals"]["withholding"]:
        parts["facts"]["totals"]["withholding"] -= 7


@pytest.mark.parametrize("change", [enrich, withhold_less])
def test_an_amount_that_was_changed_shows_a_difference(
    paid: Paid, tmp_path: Path, change: Any
) -> None:
    book, _ = written(paid, tmp_path / "sample.xlsx", change)
    assert cover_total(book) > 0


def test_the_formulas_live_another_input_changes_what_follows_from_it(
    paid: Paid, tmp_path: Path
) -> None:
    book, _ = written(paid, tmp_path / "sample.xlsx")
    sheet = book.names[1]
    item = row_with(book, sheet, "売上 / items") + 1
    before = book.value(sheet, f"E{item}")
    fee = row_with(book, sheet, "window")
    assert book.value(sheet, f"P{fee}") == 0
    book.set(sheet, f"E{item}", int(before) + 100_000)
    assert book.value(sheet, f"P{fee}") == 10_000
    assert cover_total(book) > 0


def test_the_same_sample_gives_the_same_file(paid: Paid, tmp_path: Path) -> None:
    for name in ("one", "two"):
        written(paid, tmp_path / f"{name}.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_run_whose_computation_is_not_at_hand_is_named_on_the_cover(
    paid: Paid, tmp_path: Path
) -> None:
    def lose(event_type: str, parts: dict[str, Any]) -> None:
        if event_type == "royalty.payout_closed/1":
            parts["facts"]["trace"]["sha256"] = "0" * 64

    book, outcome = written(paid, tmp_path / "sample.xlsx", lose)
    assert (outcome.sheets, outcome.skipped) == (8, 2)
    cover = book.names[0]
    reasons = [book.raw(cover, f"C{n}") for n in range(1, book.rows(cover) + 1)]
    assert sum("blob-not-found" in str(reason) for reason in reasons) == 2


def test_a_place_that_cannot_be_written_is_refused_by_name(paid: Paid, tmp_path: Path) -> None:
    place = tmp_path / "nowhere" / "sample.xlsx"
    with pytest.raises(Unavailable) as refused:
        write_reperformance(place, samples_of(paid), paid.money.register.blobs, ORIGIN)
    assert refused.value.fields["value"] == str(place)


def test_text_from_the_register_never_becomes_a_formula(paid: Paid, tmp_path: Path) -> None:
    def inject(event_type: str, parts: dict[str, Any]) -> None:
        if event_type == "statement.issued/1":
            parts["facts.lines/0"]["items"][0]["label_ja"] = "=HYPERLINK(1)"

    path = tmp_path / "sample.xlsx"
    _, outcome = written(paid, path, inject)
    from openpyxl import load_workbook  # noqa: PLC0415 - cell types as the file states them

    types = {
        cell.data_type
        for sheet in load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == "=HYPERLINK(1)"
    }
    assert outcome.sheets == 10
    assert types <= {"s", "inlineStr"}


@pytest.mark.parametrize("case", BOOK, ids=[case["id"] for case in BOOK])
def test_published_cases_are_formulas_throughout(case: dict[str, Any]) -> None:
    terms, position = parse_terms(case["terms"]), Position()
    caps = {one["id"]: one["cap"]["amount"] for one in case["terms"]["steps"] if "cap" in one}
    for period in case["periods"]:
        outcome = run(terms, position, inputs_of(period, terms.currency))
        cells = {row.id: "E1" for row in outcome.trace if row.kind in ("item", "cost")}
        lines = Sheet(outcome.trace, cells, 1, caps).lines()
        assert {line.row.id: line.amount.value for line in lines} == {
            row.id: row.amount_minor for row in outcome.trace
        }
        assert [line.row.id for line in lines if line.constants] == []
        position = outcome.position


def told(result: Any, period: str, terms: dict[str, Any], trace: str) -> Record:
    """Return a run as its fact would state it."""
    data = result.as_data()
    lines = {one["party"]: tuple(map(Record, one["lines"])) for one in data["allocations"]}
    return Record(
        {
            "id": "run", "agreement": "agreement", "period": period, "currency": terms["currency"],
            "terms_version": 1, "terms_sha256": "", "trace": Record({"sha256": trace}),
            "allocations": tuple(Record({"party": p, "lines": lines[p]}) for p in lines),
            "postings": tuple(map(Record, data["postings"])),
        }
    )  # fmt: skip


def test_a_spreadsheet_computes_every_published_case(tmp_path: Path) -> None:
    """The formulas alone, evaluated by a program that knows nothing of waterfalls."""
    blobs, drawn = Blobs(tmp_path / "blobs"), []
    for case in BOOK:
        position = Position()
        for period in case["periods"]:
            inputs = inputs_of(period, case["terms"]["currency"])
            kept = {item.id.partition("/")[0]: Remittance("r", 1, 1, 0, 1) for item in inputs.items}
            computation = compute(case["terms"], position, inputs, {}, kept)
            trace = blobs.put(write_trace(computation)).sha256
            fact = told(result_of(computation), period["period"], case["terms"], trace)
            run_type = "royalty.payout_closed/1"
            drawn.append(Drawn(len(drawn), run_type, fact, case["terms"]))
            position = computation.outcome.position
    sample = Sample(Sampling("payouts", len(drawn), "all"), tuple(drawn))
    outcome = write_reperformance(tmp_path / "cases.xlsx", [sample], blobs, ORIGIN)
    assert (outcome.sheets, outcome.skipped, outcome.constants) == (len(drawn), 0, 0)
    book = Book(tmp_path / "cases.xlsx")
    assert cover_total(book) == 0
    for sheet in book.names[1:]:
        for number in range(1, book.rows(sheet) + 1):
            if str(book.raw(sheet, f"P{number}")).startswith("="):
                assert book.value(sheet, f"M{number}") == book.raw(sheet, f"O{number}")
                assert book.value(sheet, f"K{number}") is not None


def inputs_of(period: dict[str, Any], currency: str) -> Inputs:
    blank = {"territory": None, "work": None}
    items = tuple(Item(**blank, **item) for item in period["items"])
    expenses = tuple(Expense(**cost) for cost in period.get("expenses", ()))
    holders = {
        name: tuple((party, weight) for party, weight in parties)
        for name, parties in period.get("holders", {}).items()
    }
    return Inputs(period["period"], currency, items, expenses, holders)
