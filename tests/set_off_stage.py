"""A window that remits to the lead and is distributed by it: what one owes the other meets."""

from datetime import date
from typing import Any

from money_stage import Money, rate, step, terms
from rights_stage import consent
from stage import digest

from ledger.keys.consents import Consent
from ledger.set_offs.commands import AllowSetOff, EndSetOff, RecordSetOff
from ledger.values import DocumentRef

CLAUSE = DocumentRef(sha256=digest("共同事業契約書"), title="共同事業契約書")


class SetOffStage:
    """The window is given four tenths of what it reports; half of that, 400,000, waits for it.

    By hand: it reports 1,000,000 for March and pays all of it; its share is 400,000. It reports
    600,000 for April and owes them.

    Args:
        money: The stage it stands on.
    """

    def __init__(self, money: Money) -> None:
        self.money = money
        self.lead = money.company("幹事会社", country="JP")
        self.window = money.company("配信窓口", country="JP")
        self.work = money.work("星の図書館", self.lead)
        clauses = terms(
            step(
                "members", "split/1",
                payees=[
                    {"payee": self.lead, "share": rate(3, 5)},
                    {"payee": self.window, "share": rate(2, 5)},
                ],
            )
        )  # fmt: skip
        self.agreement = money.agreement(
            self.lead, clauses, works=(self.work,), parties=(self.lead, self.window),
            distribute_on="report",
        )  # fmt: skip
        paid = self.report("2026-03", 1_000_000)
        money.receive(self.agreement, paid, 1_000_000)
        money.run(self.agreement, "2026-03")
        self.statement = money.issue(self.lead, "2026-03")[self.window].id
        self.owed = self.report("2026-04", 600_000)

    def report(self, period: str, amount: int) -> str:
        """The window reports, and promises to remit all of it."""
        return self.money.sales(
            self.agreement, self.window, self.work, amount, period=period, remittance_minor=amount
        )

    def agreed(self, party: str) -> tuple[Consent, ...]:
        """A consent on paper."""
        (found,) = consent(party)
        return (found,)

    def clause(self, **change: Any) -> AllowSetOff:
        """The clause; not recorded yet."""
        stated: dict[str, Any] = {
            "agreement": self.agreement, "party": self.window, "clause": "第14条",
            "since": date(2026, 4, 1), "document": CLAUSE,
        }  # fmt: skip
        return AllowSetOff(**(stated | change))

    def allow(self, **change: Any) -> None:
        """Record the clause."""
        self.money.record(self.clause(**change))

    def end(self, from_day: date) -> EndSetOff:
        """The end of the clause; not recorded yet."""
        return EndSetOff(
            agreement=self.agreement, party=self.window, from_day=from_day, reason="改訂"
        )

    def set_off(self, amount: int, **change: Any) -> RecordSetOff:
        """A set-off; not recorded yet."""
        stated: dict[str, Any] = {
            "set_off": self.money.new("off"),
            "statement": self.statement, "report": self.owed, "amount_minor": amount,
            "day": date(2026, 5, 31),
        }  # fmt: skip
        return RecordSetOff(**(stated | change))
