"""A licence whose window fee fell: what comes back of the dear month gives back the dear fee."""

from typing import Any

from money_stage import Money, csv_of
from revision_world import HEADINGS, Windows

from ledger.access.views import OPERATOR_VIEWER
from ledger.jobs.payouts import Asked, PayoutRun, close_run
from ledger.royalties.revision_views import show
from ledger.royalties.views import allocations


class Returning(Windows):
    """Streaming bears `dear` percent of January and `cheap` percent since February."""

    def __init__(self, money: Money, *, dear: int = 20, cheap: int = 10, **more: Any) -> None:
        super().__init__(money, **more)
        money.record(self.adding("2026-01", self.clauses(net=dear)))
        money.record(self.adding("2026-02", self.clauses(net=cheap)))

    def reported(self, *sums: tuple[str, int], month: str = "2026-02", **more: Any) -> str:
        """Report streaming sales by the month in which they were sold."""
        rows = [f"streaming,{self.work},{sold},{amount}" for sold, amount in sums]
        file = csv_of(*rows, headings=HEADINGS)
        return self.money.report(self.agreement, self.net, file, period=month, **more)

    def closed(self, month: str = "2026-02", **more: Any) -> PayoutRun:
        """Run a month as the command line does."""
        return close_run(self.money.register, Asked(self.agreement, month, **more))

    def changed(self, revision: str) -> dict[tuple[str, str], tuple[int, int]]:
        """What was and what is, by payee and period."""
        with self.money.ledger.reading() as conn:
            data = show(conn, revision, OPERATOR_VIEWER) or {}
        periods = {run["run"]: run["period"] for run in data["runs"]}
        return {
            (given["party"], periods[row["run"]]): (row["was_minor"], row["now_minor"])
            for given in data["allocations"]
            for row in given["rows"]
        }

    def gave(self, run: str) -> dict[str, int]:
        """What a run gave, by payee, without zeros."""
        with self.money.ledger.reading() as conn:
            rows = allocations(conn, run)
        found: dict[str, int] = {}
        for row in rows:
            found[row["party"]] = found.get(row["party"], 0) + row["amount_minor"]
        return {party: amount for party, amount in found.items() if amount}

    def kept(self, of: str) -> dict[str, int]:
        """What payees kept of what a run or revision gave, by payee."""
        with self.money.ledger.reading() as conn:
            rows = allocations(conn, of)
        return {
            row["party"]: sum(line["kept_minor"] for line in row["rows"])
            for row in rows
            if any(line["kept_minor"] for line in row["rows"])
        }
