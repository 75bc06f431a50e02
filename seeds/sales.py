"""Invented sales and the files in which licensees report them, some of them untidy on purpose."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ledger.committees.commands import Medium
from seeds.chance import Chance
from seeds.clauses import LEAD, PLATFORM
from seeds.world import TERRITORIES, Body, Title, WindowPlan, World

QUARTERS = ("2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1")
LAST_RUN = "2026-Q2"  # distributes what arrived for the last quarter
MONTHS: Mapping[str, tuple[str, str, str]] = {
    "2025-Q2": ("2025-04", "2025-05", "2025-06"),
    "2025-Q3": ("2025-07", "2025-08", "2025-09"),
    "2025-Q4": ("2025-10", "2025-11", "2025-12"),
    "2026-Q1": ("2026-01", "2026-02", "2026-03"),
    "2026-Q2": ("2026-04", "2026-05", "2026-06"),
}
_MONTHLY_YEN: Mapping[Medium, tuple[int, int]] = {
    "theatrical": (9_000_000, 60_000_000),
    "broadcast": (500_000, 2_500_000),
    "streaming": (1_500_000, 9_000_000),
    "video": (400_000, 5_000_000),
    "merchandise": (300_000, 4_000_000),
    "overseas": (1_000_000, 6_000_000),
}
_UNIT_YEN: Mapping[Medium, int] = {
    "theatrical": 1_800, "broadcast": 0, "streaming": 0, "video": 6_000,
    "merchandise": 1_200, "overseas": 0,
}  # fmt: skip
Mess = Literal[
    "", "cp932", "unknown-work", "returns", "duplicate", "correction", "does-not-foot",
    "partial", "no-window",
]  # fmt: skip
_MESS: Mapping[int, Mess] = {
    0: "cp932", 1: "unknown-work", 2: "returns", 3: "duplicate", 4: "correction",
    5: "does-not-foot", 6: "partial", 7: "no-window",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report; `work` is what the licensee writes."""

    channel: str
    territory: str
    work: str
    month: str
    units: int
    amount: int


@dataclass(frozen=True, slots=True)
class Report:
    """One licensee's report of a quarter.

    Attributes:
        mess: What is untidy about it; empty for most.
        remittance: What the licensee will pay, its own fees kept.
    """

    body: Body
    window: WindowPlan
    quarter: str
    basis: Literal["gross", "net"]
    lines: tuple[Line, ...]
    remittance: int
    mess: Mess

    def total(self) -> int:
        """Return the sum of the lines that the register can accept."""
        return sum(line.amount for line in self.lines if not line.work.startswith("未登録"))

    def data(self) -> bytes:
        """Return the file."""
        rows = ["チャネル,地域,作品,売上月,数量,金額"]
        rows += [
            f"{line.channel},{line.territory},{line.work},{line.month},{line.units},{line.amount}"
            for line in self.lines
        ]
        text = "\r\n".join(rows) + "\r\n"
        return text.encode("cp932") if self.mess == "cp932" else b"\xef\xbb\xbf" + text.encode()

    def corrected(self) -> "Report":
        """Return the report with its first line doubled, as a licensee sends it afterwards."""
        first = replace(self.lines[0], amount=self.lines[0].amount * 2)
        lines = (first, *self.lines[1:])
        return replace(self, lines=lines, remittance=remittance(self, lines), mess="")


def reports_of(world: World, quarter: str) -> list[Report]:
    """Return the reports of a quarter, in the order of committees and windows."""
    titles = {title.key: title for title in world.titles}
    return [
        _report(world.seed, number, body, window, quarter, titles)
        for number, body in enumerate(world.bodies)
        for window in body.windows
        if _has_sales(window, quarter)
    ]


def _has_sales(window: WindowPlan, quarter: str) -> bool:
    return window.medium != "theatrical" or quarter in QUARTERS[:2]


def _report(
    seed: int,
    number: int,
    body: Body,
    window: WindowPlan,
    quarter: str,
    titles: Mapping[str, Title],
) -> Report:
    chance = Chance(seed, f"sales/{body.key}/{window.medium}/{quarter}")
    mess: Mess = ""
    if window.medium == "video" and quarter == QUARTERS[1]:
        mess = _MESS.get(number % 20, "")
    lines = [
        _line(chance, window.medium, titles[key], month, mess)
        for key in body.titles
        for month in MONTHS[quarter]
        if window.medium != "theatrical" or titles[key].kind == "film"
    ]
    lines += _untidy(lines[0], mess)
    report = Report(
        body, window, quarter, _basis(window), tuple(lines), 0, mess,
    )  # fmt: skip
    return replace(report, remittance=remittance(report, report.lines))


def _basis(window: WindowPlan) -> Literal["gross", "net"]:
    return "gross" if window.medium == "streaming" else "net"


def _line(chance: Chance, medium: Medium, title: Title, month: str, mess: Mess) -> Line:
    low, high = _MONTHLY_YEN[medium]
    units_yen = _UNIT_YEN[medium]
    amount = chance.between(low, high)
    units = amount // units_yen if units_yen else 0
    territory = chance.pick(TERRITORIES[1:]) if medium == "overseas" else "JP"
    if medium == "streaming" and chance.happens(1, of=4):
        territory = chance.pick(TERRITORIES)
    if mess == "cp932":
        return Line("ビデオグラム", "日本", title.names.ja, month, units, amount)
    return Line(medium, territory, title.names.ja, month, units, amount)


def _untidy(first: Line, mess: Mess) -> list[Line]:
    if mess == "unknown-work":
        return [replace(first, work="未登録の作品", amount=123_456)]
    if mess == "returns":
        return [replace(first, units=-20, amount=-120_000)]
    if mess == "no-window":
        return [replace(first, channel="game", amount=250_000)]
    return []


def remittance(report: Report, lines: tuple[Line, ...]) -> int:
    """Return what the licensee pays: its sales less the fees that the contract lets it keep.

    Fees are cut to the yen per channel and month, and the platform's share per line, as the
    clauses say. A streaming month of 1,000,001 gross: 300,000 stay with the platform; of 700,001
    the window keeps 10%, 70,000, and pays 630,001.
    """
    by_month: dict[tuple[str, str], int] = defaultdict(int)
    for line in lines:
        if line.work.startswith("未登録"):
            continue
        kept = line.amount * PLATFORM.numerator // PLATFORM.denominator
        by_month[line.channel, line.month] += line.amount - kept * (report.basis == "gross")
    return sum(_after_fee(report, channel, net) for (channel, _), net in by_month.items())


def _after_fee(report: Report, channel: str, net: int) -> int:
    if channel == "game":  # nobody has this window, so nobody keeps a fee
        return net
    rate = report.window.rate
    base = net
    if report.body.fee_first == "lead":
        base -= net * LEAD.numerator // LEAD.denominator
    return net - base * rate.numerator // rate.denominator
