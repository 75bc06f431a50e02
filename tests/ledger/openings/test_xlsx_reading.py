"""A spreadsheet is read as a person sees it, and a hostile one is refused."""

import io
import zipfile

import pytest

from ledger.errors import RuleViolation
from ledger.jobs import xlsx_reading
from ledger.jobs.xlsx_reading import Cell, cell_name, read_xlsx

BOOK = '<workbook xmlns="m" xmlns:r="r"><sheets><sheet name="表" r:id="rId1"/></sheets></workbook>'
LINKS = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'


def packed(sheet: str, strings: str = "<sst/>", how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with one sheet."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as archive:
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", LINKS)
        archive.writestr("xl/sharedStrings.xml", strings)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return buffer.getvalue()


def cells(*cells: str, more: str = "") -> str:
    return f"<worksheet><sheetData><row>{''.join(cells)}</row></sheetData>{more}</worksheet>"


def test_readings_that_spreadsheets_keep_beside_names_are_left_out() -> None:
    strings = (
        "<sst><si><t>星の</t><rPh><t>ホシノ</t></rPh><r><t>図書館</t></r><phoneticPr/></si></sst>"
    )
    sheet = read_xlsx(packed(cells('<c r="A1" t="s"><v>0</v></c>'), strings))["表"]
    assert sheet.text(1, 1) == "星の図書館"


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ('<c r="B2"><v>12345</v></c>', Cell("number", "12345")),
        ('<c r="B2" t="inlineStr"><is><t>あ</t></is></c>', Cell("text", "あ")),
        ('<c r="B2"><f>1+1</f><v>2</v></c>', Cell("number", "2", is_formula=True)),
        ('<c r="B2"><f>1+1</f></c>', Cell("unsaved", "", is_formula=True)),
        ('<c r="B2" t="e"><v>#REF!</v></c>', Cell("error", "#REF!")),
        ('<c r="B2" t="b"><v>1</v></c>', Cell("boolean", "1")),
        ('<c r="B2" s="3"/>', None),
    ],
)
def test_a_cell_is_what_was_saved_in_it(written: str, cell: Cell | None) -> None:
    assert read_xlsx(packed(cells(written)))["表"].cells.get((2, 2)) == cell


def test_merged_ranges_are_known() -> None:
    more = '<mergeCells><mergeCell ref="B2:C3"/></mergeCells>'
    sheet = read_xlsx(packed(cells('<c r="B2"><v>1</v></c>', more=more)))["表"]
    assert (sheet.merge_at(3, 3), sheet.merge_at(1, 1)) == ("B2:C3", None)


@pytest.mark.parametrize(
    "sheet",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>',
        "<worksheet><c r='A1'>",
        cells('<c r="A0"><v>1</v></c>'),
        cells('<c r="A1" t="s"><v>7</v></c>'),
        cells("<c><v>1</v></c>"),
    ],
)
def test_what_is_not_well_formed_is_refused(sheet: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        read_xlsx(packed(sheet))
    assert caught.value.code == "workbook-unreadable"


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_reading, "MOST_UNPACKED", 1_000)
    with pytest.raises(RuleViolation) as caught:
        read_xlsx(packed(cells(" " * 10_000)))
    assert caught.value.code == "workbook-too-large"
    monkeypatch.setattr(xlsx_reading, "MOST_BYTES", 10)
    with pytest.raises(RuleViolation) as caught:
        read_xlsx(packed(cells()))
    assert caught.value.code == "workbook-too-large"


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_file_is_refused_in_words_whatever_its_packing(how: int) -> None:
    """Each byte is turned over once; what can still be read is read."""
    whole = packed(cells('<c r="A1"><v>1</v></c>'), how=how)
    codes = set()
    for place in range(4, len(whole)):
        damaged = bytes([*whole[:place], whole[place] ^ 0xFF, *whole[place + 1 :]])
        try:
            read_xlsx(damaged)
        except RuleViolation as refused:
            codes.add(refused.code)
    assert codes - {"workbook-too-large"} == {"workbook-unreadable"}


def test_places_are_written_as_people_write_them() -> None:
    assert [cell_name(1, column) for column in (1, 26, 27, 702, 703)] == [
        "A1", "Z1", "AA1", "ZZ1", "AAA1",
    ]  # fmt: skip
