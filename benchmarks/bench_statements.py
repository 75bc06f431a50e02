"""How many statements a second are made in each format, against the bare libraries beneath.

python benchmarks/bench_statements.py [statements]

A statement of twelve lines, each with its reasons, with names that differ from one to the next. PDF
and XLSX are two files each, Japanese and English. The bare libraries get the same words.
"""

import csv
import io
import sys
import time
from collections.abc import Callable
from typing import Any

import xlsxwriter

from ledger.jobs.statement_files import makers_of
from ledger.papers.blocks import as_data
from ledger.papers.statement import statement_paper
from ledger.papers.typesetting import pdf_of
from ledger.statements.files import made_of
from ledger.statements.render import HEADINGS

Sheet = dict[str, Any]
LINES = 12
LEAST_RATIO = {"csv": 0.2, "pdf": 0.5, "xlsx": 0.25}
ALL = 10_000


def sheet(number: int) -> Sheet:
    """A statement with the number in its names."""
    name = {"id": f"party_{number}", "ja": f"𠮷田花子{number}", "en": f"Hanako Yoshida {number}"}
    amounts = [1_000 * n + number for n in range(1, LINES + 1)]
    total = sum(amounts)
    totals = dict.fromkeys(
        ("carried_in", "adjustments", "recouped", "carried_out", "consumption_tax", "withholding"),
        0,
    )
    return {
        "document": "statement/1", "id": f"stmt_{number:026d}", "payer": name, "payee": name,
        "paid_to": name, "period": "2026-Q2", "currency": "JPY", "payment_date": "2026-07-31",
        "totals": totals | {"royalties": total, "payable": total, "transfer": total},
        "tax": {"rules": "statement/2", "consumption_rule": "outside-scope"},
        "lines": [_line(n, amount) for n, amount in enumerate(amounts)],
        "notes": {"ja": ["注記"], "en": ["note"]},
        "runs": [{"id": f"run_{number}", "period": "2026-Q2", "entry": number}],
    }  # fmt: skip


def _line(number: int, amount: int) -> Sheet:
    reasons = [
        f"{number}: {amount * 50:,} × 2% = {amount:,}",
        *["総売上の累計から計算しました。"] * 5,
    ]
    return {
        "run": "run_1", "period": "2026-Q2", "step": f"s{number}", "clause": "第5条1項",
        "agreement": {"id": "agr_1", "ja": "「星の庭」製作委員会契約", "en": "Star Garden"},
        "label": {"ja": f"使用料{number}", "en": f"royalty {number}"}, "kind": "royalty",
        "treatment": "taxable", "income": "copyright", "amount_minor": amount,
        "basis_minor": amount * 50, "rate": "2%",
        "sources": [{"channel": "streaming", "territory": "JP", "work": "w", "month": "2026-04"}],
        "explanation": {"ja": reasons, "en": reasons},
    }  # fmt: skip


def bare_pdf(data: Sheet) -> None:
    """Typeset the same data without checks, in two languages."""
    for lang in ("ja", "en"):
        pdf_of({**as_data(statement_paper(data, lang)), "squares": None})


def bare_xlsx(data: Sheet) -> None:
    """Write the same cells without formulas and formats, in two languages."""
    for lang in ("ja", "en"):
        book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
        pages = [book.add_worksheet() for _ in range(3)]
        for row, line in enumerate(data["lines"]):
            pages[1].write_row(row, 0, [row, line["label"][lang], line["clause"], line["rate"]])
            pages[1].write_row(row, 4, [line["basis_minor"], line["amount_minor"]])
            pages[2].write_column(row * 6, 0, line["explanation"][lang])
        pages[0].write_column(0, 0, list(data["totals"].values()))
        book.close()


def bare_csv(data: Sheet) -> None:
    """Write as many cells."""
    writer = csv.writer(io.StringIO(newline=""))
    writer.writerow(HEADINGS)
    for line in data["lines"]:
        texts = (data["payee"]["ja"], data["payer"]["ja"], line["label"]["ja"], line["clause"])
        figures = (line["basis_minor"], line["rate"], line["amount_minor"])
        writer.writerow([*texts, *figures, *[""] * (len(HEADINGS) - 7)])


def rate_of(work: Callable[[list[Sheet]], object], sheets: list[Sheet]) -> float:
    """Return statements a second."""
    start = time.perf_counter()
    work(sheets)
    return len(sheets) / (time.perf_counter() - start)


def main() -> None:
    """Print rates and ratios; fail below the least ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    bare = {"csv": bare_csv, "pdf": bare_pdf, "xlsx": bare_xlsx}
    slow = []
    list(made_of([sheet(0)], makers_of()))  # the font is read
    for format, alone in bare.items():
        makers = {format: makers_of([format])[format]}
        some = count if format == "pdf" else count * 10
        rounds = [[sheet(turn * some + n) for n in range(some)] for turn in range(1, 5)]
        ours = max(rate_of(lambda data: list(made_of(data, makers)), rounds[n]) for n in (0, 2))  # noqa: B023
        theirs = max(rate_of(lambda data: [alone(one) for one in data], rounds[n]) for n in (1, 3))  # noqa: B023
        ratio = ours / theirs
        print(
            f"{format:5} {ours:8.1f} statements/s, bare {theirs:8.1f}, ratio {ratio:5.2f}"
            f" (least {LEAST_RATIO[format]}), {ALL}: {ALL / ours:6.0f} s"
        )
        if ratio < LEAST_RATIO[format]:
            slow.append(format)
    if slow:
        raise SystemExit(f"below the least ratio: {', '.join(slow)}")


if __name__ == "__main__":
    main()
