"""How long papers take, against bare typst with the same data in the same run.

python benchmarks/bench_papers.py [pages]

A committee's page of 13 members and 11 windows, with names that differ from page to page.
"""

import sys
import time
from collections.abc import Callable
from datetime import date

from ledger.papers.blocks import Heading, Items, Paper, Table, as_data
from ledger.papers.glyphs import check_glyphs
from ledger.papers.typesetting import pdf_of, typeset

LEAST_RATIO = 0.6
ALL = 10_000


def page(number: int) -> Paper:
    """A page like a committee's, with the number in its names."""
    names = [f"株式会社𠮷田アニメーション第{number}-{n}事業部" for n in range(13)]
    windows = tuple((f"利用{n}", "日本", names[n], "委員会の代理", f"第{n}条") for n in range(11))
    members = tuple((name, "幹事", "1/13", "1/13", "1/13") for name in names)
    return Paper(
        lang="ja",
        title=f"「星の庭 {number}」製作委員会",
        subtitle="誰がどの権利について署名するか",
        day=date(2026, 4, 1),
        blocks=(
            Heading("窓口"),
            Table(("利用", "地域", "署名する者", "立場", "条項"), (5, 3, 7, 3, 2), windows),
            Heading("全員の合意が要るもの"),
            Items(("持分の譲渡", "27条・28条の権利の利用")),
            Heading("構成員"),
            Table(("名称", "役割", "出資", "著作権", "損益"), (8, 5, 2, 2, 2), members),
        ),
        footer=("台帳 ledger.example/ip", "a" * 64),
        one_page=True,
    )


def rate_of(work: Callable[[Paper], object], pages: list[Paper]) -> float:
    """Return pages a second."""
    start = time.perf_counter()
    for each in pages:
        work(each)
    return len(pages) / (time.perf_counter() - start)


def bare(paper: Paper) -> bytes:
    """Typeset without anything of ours."""
    return pdf_of({**as_data(paper), "squares": None})


def main() -> None:
    """Print rates and ratios; fail below the least ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    start = time.perf_counter()
    typeset(page(0))
    print(f"first page, with the font: {time.perf_counter() - start:6.2f} s")
    rounds = [[page(r * count + n) for n in range(count)] for r in range(1, 7)]
    ours = max(rate_of(typeset, rounds[n]) for n in (0, 2, 4))
    alone = max(rate_of(bare, rounds[n]) for n in (1, 3, 5))
    glyphs = rate_of(lambda paper: check_glyphs(as_data(paper)), rounds[0])
    ratio = ours / alone
    print(f"typeset:                   {ours:6.1f} pages/s")
    print(f"bare typst, same data:     {alone:6.1f} pages/s")
    print(f"check of glyphs alone:     {glyphs:6.1f} pages/s")
    print(f"ratio:                     {ratio:6.2f} (least {LEAST_RATIO})")
    print(f"{ALL} pages, one core:    {ALL / ours:6.0f} s")
    if ratio < LEAST_RATIO:
        raise SystemExit(f"typesetting is below {LEAST_RATIO} of bare typst")


if __name__ == "__main__":
    main()
