"""A parallel run: ours and theirs, line by line, and nothing recorded."""

import io
from datetime import date

import openpyxl
import pytest
from opening_world import Taken

from ledger.agreements.views import terms_in_force
from ledger.errors import RuleViolation
from ledger.jobs.cutover_compare import Comparison, compare_run, read_theirs, write_comparison
from ledger.parties.display import names_of


@pytest.fixture
def running(taken: Taken) -> Taken:
    """10,005 came in for April after the opening."""
    money = taken.money
    money.record(taken.command())
    report = money.sales(taken.agreement, taken.platform, taken.work, 10_005, period="2026-04")
    money.receive(taken.agreement, report, 10_005, received_on=date(2026, 4, 30))
    return taken


def theirs(world: Taken, writer: int = 1_001, **more: int) -> bytes:
    """The accountant's own file: 1,001 to the writer, 6,003 and 3,001 to the members."""
    rows = [
        ("author", world.writer, writer),
        ("members", world.studio, 6_003),
        ("members", world.partner, 3_001),
        *((step, "", amount) for step, amount in more.items()),
    ]
    lines = ["段階,受取人,金額", *(f"{step},{payee},{amount}" for step, payee, amount in rows)]
    return ("\r\n".join(lines) + "\r\n").encode("cp932")


def compared(world: Taken, sheet: bytes) -> Comparison:
    return compare_run(world.money.register, world.agreement, "2026-04", sheet)


def test_equal_computations_are_equal(running: Taken) -> None:
    found = compared(running, theirs(running, author=1_001, advance=0, members=9_004))
    assert found.is_equal
    assert (found.ours_minor, found.theirs_minor, found.first_step) == (10_005, 10_005, None)


def test_a_difference_is_shown_with_the_first_clause_that_differs(running: Taken) -> None:
    """Their author has 1,000, because they rounded April alone; their advance agrees."""
    found = compared(running, theirs(running, writer=1_000, author=1_000, advance=0))
    different = [(line.step, line.payee) for line in found.lines if line.difference_minor]
    assert different == [("author", ""), ("author", running.writer)]
    assert (found.first_step, found.ours_minor - found.theirs_minor) == ("author", 1)


def test_a_line_that_only_one_of_both_has_is_a_difference(running: Taken) -> None:
    sheet = theirs(running) + f"author,{running.platform},7\r\n".encode()
    line = next(one for one in compared(running, sheet).lines if one.payee == running.platform)
    assert (line.ours_minor, line.theirs_minor, line.difference_minor) == (None, 7, -7)


def test_other_books_call_payees_and_clauses_by_name(running: Taken) -> None:
    """The studio is 月見台スタジオ or whatever it is registered as; the author's clause has a label."""
    money = running.money
    with money.ledger.reading() as conn:
        names = names_of(conn, money.register.vault, (running.writer, running.studio))
        steps = terms_in_force(conn, running.agreement, "2026-04")
    assert steps is not None
    called = {one["id"]: one["label"]["ja"] for one in steps["terms"]["steps"]}
    sheet = theirs(running).decode("cp932").replace(running.writer, names[running.writer].ja)
    sheet = sheet.replace(running.studio, names[running.studio].ja)
    found = compared(running, sheet.replace("author,", f"{called['author']},").encode())
    assert (found.is_equal, found.unknown) == (True, ())


def test_a_word_that_nobody_has_is_told_and_stays_a_difference(running: Taken) -> None:
    sheet = theirs(running) + "author,だれか,7\r\n第99条,,7\r\n".encode("cp932")
    found = compared(running, sheet)
    assert (found.is_equal, found.unknown) == (False, ("だれか", "第99条"))


def test_the_comparison_can_be_kept_as_a_spreadsheet(running: Taken) -> None:
    data = write_comparison(compared(running, theirs(running, writer=1_000)))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[2] == ["author", running.writer, 1_001, 1_000, 1]
    assert rows[-1] == ["合計 / total", None, 10_005, 10_004, 1]


def test_a_spreadsheet_is_read_like_a_text_file(running: Taken) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["4月分"], ["Payee", "Step", "Amount"], [running.writer, "author", 1_001]):
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    assert read_theirs(saved.getvalue()) == {("author", running.writer): 1_001}


@pytest.mark.parametrize(
    ("sheet", "code"),
    [("受取人,金額\nx,1\n", "compare-headings-missing"),
     ("段階,受取人,金額\nauthor,x,約百万\n", "compare-amount"),
     ("段階,受取人,金額\nauthor,x,1.5\n", "compare-amount")],
)  # fmt: skip
def test_a_sheet_that_says_too_little_is_refused(running: Taken, sheet: str, code: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        compared(running, sheet.encode())
    assert caught.value.code == code


def test_comparing_records_nothing(running: Taken) -> None:
    compared(running, theirs(running))
    assert running.money.run(running.agreement, "2026-04").command.period == "2026-04"
