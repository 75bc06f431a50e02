"""Lines of a report that were not accepted: told on a page, and as a file for who sent it."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.responses import Response

from api.cli.labels import label
from api.cli.line_reasons import line_reason
from contracts.figures import Language
from ledger.revenue.lines import Problem as LineProblem
from ledger.statements.render import defused

_CSV_HEAD: Final = ("line", "verdict", "column", "value", "reason", "amount")
_FIGURE: Final = re.compile(r"-[0-9][0-9,.]*", re.ASCII)  # begins as a formula might


def told(problems: Sequence[LineProblem], lang: Language) -> list[dict[str, Any]]:
    """Say of each line that was not accepted where, what, and what would be right."""
    return [
        {
            "line": one.line,
            "verdict": one.verdict,
            "column": label(one.column, lang) if one.column else "",
            "value": one.value,
            "reason": line_reason(one.reason, one.expected, lang),
            "amount": one.amount,
        }
        for one in problems
    ]


def problems_file(rows: Sequence[Mapping[str, Any]], name: str) -> Response:
    """Write lines that were not accepted as CSV, with a mark by which Excel knows UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_CSV_HEAD)
    writer.writerows([_harmless(str(row[key])) for key in _CSV_HEAD] for row in rows)
    plain = "".join(letter for letter in name if letter.isascii() and letter.isalnum()) or "report"
    headers = {"Content-Disposition": f'attachment; filename="{plain}.csv"'}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv", headers=headers)


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking somebody's text for a formula."""
    return cell if _FIGURE.fullmatch(cell) else defused(cell)
