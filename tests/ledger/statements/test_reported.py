"""The rows of a report behind an amount: which lines, how many, and what each of them says."""

from money_stage import Money, csv_of
from paid_world import Paid, reported_world

from ledger.statements.books import RunBook, open_runs
from ledger.statements.reported import MOST_LINES, MOST_SUMS, ReportedSum, reported_sums, told


def opened(world: Paid, *lines: str) -> tuple[RunBook, list[ReportedSum]]:
    """A run over another report of these lines, and its sums."""
    money = world.money
    report = money.report(world.agreement, world.platform, csv_of(*lines))
    money.receive(world.agreement, report, sum(int(line.rpartition(",")[2]) for line in lines))
    run = money.run(world.agreement).command.id
    with money.ledger.reading() as conn:
        book = open_runs(conn, money.register.blobs, [run])[run]
        items = [name for name in book.items if name.startswith(report)]
        return book, reported_sums(conn, money.register.blobs, book, items)


def test_a_sum_of_many_lines_names_the_first_of_them_and_counts_the_others(money: Money) -> None:
    world = reported_world(money)
    line = f"streaming,JP,{world.work},2026-03,1,100"
    _, (one,) = opened(world, *[line] * 25)
    assert (one.count, one.accepted, one.amount_minor) == (25, 25, 2_500)
    assert [number for number, _ in one.lines] == list(range(2, 2 + MOST_LINES))
    heading, sentence = told([one], "ja")
    assert "受理した行は25行" in heading
    assert one.file_sha256 in heading
    assert f"GET /v1/reports/{one.report}/lines/<行番号>/proof" in heading
    assert "2行目 100円 + 3行目 100円" in sentence
    assert "ほか15行 = 2,500円。" in sentence


def test_amounts_of_lines_are_told_exactly_and_their_sum_in_whole_units(money: Money) -> None:
    """By hand: 100.25 and 0.5 are 100.75, of which 100 yen are a sum."""
    world = reported_world(money)
    lines = [f"streaming,JP,{world.work},2026-03,1,{amount}" for amount in ("100.25", "0.5")]
    report = money.report(world.agreement, world.platform, csv_of(*lines))
    money.receive(world.agreement, report, 100)
    run = money.run(world.agreement).command.id
    with money.ledger.reading() as conn:
        book = open_runs(conn, money.register.blobs, [run])[run]
        items = [name for name in book.items if name.startswith(report)]
        (one,) = reported_sums(conn, money.register.blobs, book, items)
    assert one.lines == ((2, "100.25"), (3, "0.5"))
    assert "line 2 JPY 100.25 + line 3 JPY 0.5 = JPY 100." in told([one], "en")[1]


def test_many_sums_of_a_report_are_told_together_at_the_end(money: Money) -> None:
    world = reported_world(money)
    lines = [
        f"streaming,{territory},{world.work},2026-03,1,{100 + number}"
        for number, territory in enumerate(
            [
                "JP",
                "US",
                "CN",
                "KR",
                "TW",
                "HK",
                "GB",
                "FR",
                "DE",
                "TH",
                "IT",
                "ES",
                "PT",
                "NL",
                "BE",
                "SE",
                "NO",
                "FI",
                "DK",
                "PL",
                "CZ",
                "AT",
                "CH",
            ]
        )
    ]
    _, sums = opened(world, *lines)
    sentences = told(sums, "en")
    assert len(sums) == len(lines)
    assert len(sentences) == 1 + MOST_SUMS + 1
    assert sentences[-1].startswith("  3 more sums = JPY ")


def test_what_a_run_used_of_a_sum_is_told_when_it_is_not_all(money: Money) -> None:
    world = reported_world(money)
    run = money.run(world.agreement).command.id
    with money.ledger.reading() as conn:
        book = open_runs(conn, money.register.blobs, [run])[run]
        (one,) = reported_sums(conn, money.register.blobs, book, book.items)
    assert (one.amount_minor, one.used_minor) == (1_000_003, 500_000)
    assert told([one], "ja")[1].endswith("このうち今回の計算の対象は 500,000円。")
