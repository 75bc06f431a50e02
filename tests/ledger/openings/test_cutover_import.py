"""A real spreadsheet comes in: every line accepted, or refused with its cell, and nothing half done."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from filled_books import Change, cell_of, filled, putting
from money_stage import allocated
from opening_world import AS_OF, Taken, figure

from ledger.access.views import OPERATOR_VIEWER
from ledger.errors import Conflict, RuleViolation
from ledger.jobs.cutover_import import Asked, Imported, import_books
from ledger.jobs.cutover_template import write_template
from ledger.openings.views import show
from ledger.store.read import read_head


def bring(world: Taken, data: bytes, *, is_trial: bool = False, **more: Any) -> Imported:
    asked = Asked(world.agreement, AS_OF, approved_by=world.clerk, **more)
    return import_books(world.money.register, data, asked, is_trial=is_trial)


def wrong(done: Imported) -> list[tuple[str, str, str]]:
    return [(one.sheet, one.cell, one.code) for one in done.wrong]


def size(world: Taken) -> int:
    with world.money.ledger.reading() as conn:
        return read_head(conn).size


def test_the_template_asks_for_every_figure_with_its_clause(taken: Taken) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(write_template(taken.money.register, taken.agreement, AS_OF))
    )
    assert book.sheetnames == [
        "条件", "累計売上", "回収", "最低保証", "繰越欠損", "受取人別", "支払済・未払",
    ]  # fmt: skip
    kinds = {
        sheet.title: [row[0].value for row in sheet.iter_rows(min_row=5) if row[0].value]
        for sheet in book.worksheets[1:]
    }
    assert kinds["累計売上"] == ["basis", "before-change", "due", "total"]
    assert kinds["回収"] == ["inflow", "recouped", "total"]
    assert kinds["最低保証"] == []
    assert kinds["繰越欠損"] == ["pool", "due", "total"]
    assert kinds["受取人別"] == ["part", "part", "total"]
    assert sorted(kinds["支払済・未払"]) == [
        "paid", "paid", "paid", "total", "unpaid", "unpaid-distribution", "unpaid-distribution",
    ]  # fmt: skip
    first = [cell.value for cell in book["累計売上"][5]][:7]
    assert first[:5] == ["basis", "第5条1項", "author", None, None]
    headings = [[cell.value for cell in book["累計売上"][row]][:2] for row in (3, 4)]
    assert headings == [["種別", "条項"], ["kind", "clause"]]


def test_no_person_is_named_in_the_template(taken: Taken) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(write_template(taken.money.register, taken.agreement, AS_OF))
    )
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("銀河出版" in text for text in texts)
    assert not any("青空" in text for text in texts)


def test_a_filled_template_opens_the_agreement_and_is_kept(taken_anywhere: Taken) -> None:
    world, money = taken_anywhere, taken_anywhere.money
    data = filled(world)
    done = bring(world, data, file_name="引継ぎ.xlsx")
    assert (done.wrong, done.differences) == ((), ())
    assert done.recorded is not None
    assert done.totals["支払済・未払"] == 8_074 + 4_000 + 37 + 234
    with money.ledger.reading() as conn:
        shown = show(conn, world.agreement, OPERATOR_VIEWER)
    assert shown is not None
    assert money.register.blobs.get(shown["document"]["sha256"]) == data
    report = money.sales(world.agreement, world.platform, world.work, 10_005, period="2026-04")
    money.receive(world.agreement, report, 10_005, received_on=date(2026, 4, 30))
    assert allocated(money.run(world.agreement, "2026-04"))["author", world.writer] == 1_001


def test_a_trial_records_nothing_and_keeps_nothing(taken: Taken) -> None:
    before = size(taken)
    data = filled(taken)
    done = bring(taken, data, is_trial=True)
    assert (done.recorded, done.accepted, done.wrong) == (None, 12, ())
    assert size(taken) == before
    assert bring(taken, data).recorded is not None


def test_the_same_file_twice_is_noticed(taken: Taken) -> None:
    data = filled(taken)
    first = bring(taken, data)
    with pytest.raises(Conflict) as caught:
        bring(taken, data, supersedes=first.id, reason="もう一度")
    assert caught.value.code == "opening-document-known"


def formula_without_value(book: openpyxl.Workbook) -> None:
    cell_of(book, "pool").value = "=12000+111"


def merged(book: openpyxl.Workbook) -> None:
    book["累計売上"].merge_cells("G5:H5")


def total(book: openpyxl.Workbook) -> None:
    cell_of(book, "total").value = 13_580


def another_line(book: openpyxl.Workbook) -> None:
    book["累計売上"].append(["basis", "第9条", "nobody", None, None, "", 5])


def line_twice(book: openpyxl.Workbook) -> None:
    book["累計売上"].append(["basis", "第5条1項", "author", None, None, "", 5])


def stranger(book: openpyxl.Workbook) -> None:
    book["支払済・未払"].append(["paid", "", "", None, "party_unknown", "", 5])


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (putting("basis", "一万"), ("累計売上", "G5", "cutover-amount-not-number")),
        (putting("basis", "12,345"), ("累計売上", "G5", "cutover-amount-not-number")),
        (putting("basis", 12_345.5), ("累計売上", "G5", "cutover-amount-not-whole")),
        (putting("basis", 1e300), ("累計売上", "G5", "amount-too-large")),
        (putting("basis", "bases", column=1), ("累計売上", "A5", "cutover-kind-unknown")),
        (putting("basis", None), ("累計売上", "G5", "opening-entry-missing")),
        (putting("recouped", -1), ("回収", "G6", "opening-amount-negative")),
        (putting("recouped", 1_001), ("回収", "G6", "opening-recouped-over-target")),
        (formula_without_value, ("繰越欠損", "G5", "cutover-formula-unsaved")),
        (merged, ("累計売上", "G5", "cutover-cell-merged")),
        (total, ("累計売上", "G8", "cutover-total-differs")),
        (another_line, ("累計売上", "G9", "opening-entry-unasked")),
        (line_twice, ("累計売上", "A9", "opening-entry-twice")),
        (stranger, ("支払済・未払", "E12", "cutover-payee-malformed")),
    ],
)
def test_a_bad_cell_is_refused_by_sheet_and_cell_and_nothing_is_recorded(
    taken: Taken, change: Change, place: tuple[str, str, str]
) -> None:
    before = size(taken)
    done = bring(taken, filled(taken, change))
    assert place in wrong(done)
    assert (done.recorded, size(taken)) == (None, before)


def test_all_bad_cells_are_named_at_once(taken: Taken) -> None:
    def change(book: openpyxl.Workbook) -> None:
        putting("basis", "?")(book)
        putting("pool", "?")(book)

    assert [cell for _, cell, _ in wrong(bring(taken, filled(taken, change)))] == ["G5", "G5"]


def test_a_stated_total_that_foots_is_accepted(taken: Taken) -> None:
    def change(book: openpyxl.Workbook) -> None:
        cell_of(book, "total").value = 13_579

    assert bring(taken, filled(taken, change)).recorded is not None


def test_parts_that_do_not_foot_are_refused(taken: Taken) -> None:
    done = bring(taken, filled(taken, putting("part", 4_036, payee=taken.partner)))
    assert "opening-parts-not-sum" in [code for _, _, code in wrong(done)]


def test_an_explained_difference_is_accepted_and_told(taken: Taken) -> None:
    due = figure("due", 1_230, "author", difference_minor=-4, reason="四半期ごとの端数処理")
    done = bring(
        taken,
        filled(
            taken,
            due=due,
            pool=figure("pool", 12_115, "members"),
            distributed=figure("due", 12_111, "members", difference_minor=-4, reason="次回調整"),
            writer_unpaid=figure("unpaid", 230, payee=taken.writer),
            inflow=figure("inflow", 1_230, "advance", account="adv"),
        ),
    )
    assert done.wrong == ()
    assert [(one["kind"], one["difference_minor"], one["effect"]) for one in done.differences] == [
        ("due", -4, "kept"),
        ("due", -4, "next-run"),
    ]


def test_a_file_for_something_else_is_refused(taken: Taken) -> None:
    data = filled(taken)
    asked = Asked(taken.agreement, "2026-02", approved_by=taken.clerk)
    with pytest.raises(RuleViolation) as caught:
        import_books(taken.money.register, data, asked)
    assert (caught.value.code, caught.value.fields["field"]) == (
        "cutover-file-of-another", "条件.as_of",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "value", "code"),
    [(8, "0" * 64, "opening-terms-differ"), (9, "1001", "cutover-tolerance"),
     (2, "x", "cutover-file-of-another")],
)  # fmt: skip
def test_the_first_sheet_must_fit(taken: Taken, row: int, value: str, code: str) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["条件"].cell(row, 3).value = value

    with pytest.raises(RuleViolation) as caught:
        bring(taken, filled(taken, change))
    assert caught.value.code == code


def test_reports_that_would_count_twice_are_pointed_out(taken: Taken) -> None:
    report = taken.money.sales(taken.agreement, taken.platform, taken.work, 500, period="2026-03")
    done = bring(taken, filled(taken))
    assert done.recorded is not None
    assert done.warnings == (f"report-before-opening: {report}",)


def test_an_empty_template_is_refused(taken: Taken) -> None:
    data = write_template(taken.money.register, taken.agreement, AS_OF)
    assert wrong(bring(taken, data)) == [("累計売上", "G5", "cutover-empty")]


def test_what_is_no_spreadsheet_is_refused(taken: Taken) -> None:
    for data in (b"", b"PK\x03\x04 broken", "受取人,金額\n".encode()):
        with pytest.raises(RuleViolation) as caught:
            bring(taken, data)
        assert caught.value.code == "workbook-unreadable"


def test_a_spreadsheet_without_the_sheets_is_refused(taken: Taken) -> None:
    saved = io.BytesIO()
    openpyxl.Workbook().save(saved)
    with pytest.raises(RuleViolation) as caught:
        bring(taken, saved.getvalue())
    assert caught.value.code == "cutover-sheets-missing"
