"""The workbook computes taxes kind by kind of income, and what waits, from the lines alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from formulas import Book
from money_stage import Money, open_money, rate, step, terms
from openpyxl import load_workbook

from ledger.audit.contents import ContentAudit
from ledger.audit.findings import Findings
from ledger.audit.sampling import Sampling
from ledger.jobs.reperformance import Origin, Written, write_reperformance
from ledger.log.entry import parse_part
from ledger.store.read import LogReader

ORIGIN = Origin("test.example/log", 20, "00" * 32)


@pytest.fixture
def taxed(tmp_path: Path) -> Iterator[Money]:
    """600,000 of royalties and 600,000 of fees in March; 1,800 wait in April, and are paid in May.

    March: 61,260 + 61,260 are withheld. April: nothing is paid. May: 1,800 + 4,200 = 6,000 are
    paid; by kind 3,000 and 3,000, 306 withheld of each.
    """
    for money in open_money(tmp_path / "home"):
        payer, director = money.company("幹事社"), money.named_person("監督太郎")
        clauses = terms(
            step("author", "royalty/1", basis="received", rate=rate(1, 10), payee=director),
            step("work", "royalty/1", basis="amount:author", rate=rate(1, 1), payee=director,
                 income="fee"),
            minimum_payment={"amount": 5_000},
        )  # fmt: skip
        agreement = money.agreement(payer, clauses, distribute_on="report")
        for period, amount in (("2026-03", 6_000_000), ("2026-04", 9_000), ("2026-05", 21_000)):
            money.sales(agreement, payer, money.work(f"作品{period}"), amount, period=period)
            money.run(agreement, period)
            money.issue(payer, period)
        yield money


def written(money: Money, path: Path) -> tuple[Book, Written]:
    samplings = (Sampling("statements", 9, "s"),)
    contents = ContentAudit(Findings(), money.register.blobs, samplings=samplings)
    with money.ledger.reading() as conn:
        reader = LogReader(conn)
        for entry, stored in reader.iterate(0, reader.size()):
            bodies = {part.name: part.body for part in (parse_part(one.data) for one in stored)}
            contents.see(entry.index, entry.header().event_type, bodies)
    contents.finish()
    outcome = write_reperformance(path, contents.samples(), money.register.blobs, ORIGIN)
    return Book(path), outcome


def withheld(book: Book) -> list[int]:
    found = []
    for sheet in book.names[1:]:
        row = next(
            n for n in range(1, book.rows(sheet) + 1) if book.raw(sheet, f"A{n}") == "withholding"
        )
        found.append(int(book.value(sheet, f"B{row}")))
    return sorted(found)


def test_each_kind_of_income_is_computed_from_its_lines(taxed: Money, tmp_path: Path) -> None:
    """Only the base of what waited is taken as recorded: two figures, one per kind."""
    path = tmp_path / "taxes.xlsx"
    book, outcome = written(taxed, path)
    assert (outcome.sheets, outcome.skipped, outcome.constants) == (3, 0, 2)
    assert withheld(book) == [0, 612, 122_520]
    cover = book.names[0]
    assert book.value(cover, f"C{book.rows(cover)}") == 0


def test_stored_figures_are_those_that_the_formulas_give(taxed: Money, tmp_path: Path) -> None:
    path = tmp_path / "taxes.xlsx"
    book, _ = written(taxed, path)
    shown = load_workbook(path, data_only=True)
    for sheet in book.names:
        for row in shown[sheet].iter_rows():
            for cell in row:
                raw = book.raw(sheet, cell.coordinate)
                if isinstance(raw, str) and raw.startswith("="):
                    assert book.value(sheet, cell.coordinate) == cell.value, (sheet, raw)


def test_a_line_of_another_kind_changes_the_tax(taxed: Money, tmp_path: Path) -> None:
    """1,200,000 of one kind bear 142,940 instead of twice 61,260."""
    book, _ = written(taxed, tmp_path / "taxes.xlsx")
    for sheet in book.names[1:]:
        for row in range(1, book.rows(sheet) + 1):
            if book.raw(sheet, f"F{row}") == "fee":
                book.set(sheet, f"F{row}", "copyright")
    assert 142_940 in withheld(book)
