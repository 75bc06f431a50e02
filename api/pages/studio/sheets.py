"""A spreadsheet as the CSV file that it would be saved as: its first sheet, as people see it."""

import csv
import io
from typing import Final

from api.pages.forms import Upload
from ledger.errors import RuleViolation
from ledger.jobs.xlsx_reading import Sheet, read_xlsx

_XLSX: Final = b"PK\x03\x04"
_MOST_CELLS: Final = 5_000_000


def as_csv(upload: Upload) -> Upload:
    """Return a file as text; a spreadsheet becomes the CSV of its first sheet.

    Raises:
        RuleViolation: The spreadsheet cannot be read, or one cell far away makes it huge.
    """
    if not upload.data.startswith(_XLSX):
        return upload
    sheet = next(iter(read_xlsx(upload.data).values()), Sheet(""))
    width = max((column for _, column in sheet.cells), default=0)
    if (cells := sheet.last_row * width) > _MOST_CELLS:
        raise RuleViolation(
            "workbook-too-large", field="file", value=cells, expected=f"<= {_MOST_CELLS} cells"
        )
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in range(1, sheet.last_row + 1):
        writer.writerow([sheet.text(row, column) for column in range(1, width + 1)])
    return Upload(f"{upload.name}.csv", out.getvalue().encode())
