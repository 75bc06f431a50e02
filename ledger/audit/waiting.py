"""What waits between payers and payees, and who owes which agreement, as the facts tell it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from ledger.audit.family import Entry
from ledger.audit.records import Record
from ledger.statements.waiting import Account, Changed, Waiting, passed_on, stated

ASSUMED: Final = "agreement.assumed/1"
RECORDED: Final = "agreement.recorded/1"
OPENED: Final = "royalty.opened/1"
LINKS: Final = ("royalty.payout_closed/1", "royalty.revised/1")


class WaitingBook:
    """Follows every account in the order of the log; `see` takes all facts but statements."""

    def __init__(self) -> None:
        self._accounts: dict[Account, tuple[Waiting, ...]] = {}
        self._debtors: dict[str, str] = {}
        # Payer and agreement of each run, correction and opening; and those not stated to a payee.
        self._links: dict[str, tuple[str, str]] = {}
        self._due: dict[tuple[str, str, str], set[str]] = defaultdict(set)

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry, if it says who owes an agreement, or what is to be stated."""
        fact = entry.fact
        if entry.event_type == RECORDED:
            self._debtors[fact.id] = fact.payer
        elif entry.event_type == ASSUMED:
            self.take_assumption(fact)
        elif entry.event_type == OPENED:
            self._withdraw(fact.agreement, fact.supersedes)
            self._link(fact, (one.party for one in fact.unpaid if _is_open(one)))
        elif entry.event_type in LINKS:
            self._link(fact, (one.party for one in fact.allocations))

    def _link(self, fact: Record, payees: Iterable[str]) -> None:
        self._links[fact.id] = fact.payer, fact.agreement
        for payee in payees:
            self._due[fact.payer, fact.agreement, payee].add(fact.id)

    def _withdraw(self, agreement: str, opening: str | None) -> None:
        """A corrected opening takes the place of another that no statement shows."""
        for key, links in self._due.items():
            if key[1] == agreement:
                links.discard(opening or "")

    def is_stating(self, payer: str, agreement: str, payee: str) -> bool:
        """Tell whether a payer has anything of an agreement that he did not state to a payee."""
        return bool(self._due.get((payer, agreement, payee)))

    def at(self, account: Account) -> tuple[Waiting, ...]:
        """Return the parts that wait in an account, oldest first."""
        return self._accounts.get(account, ())

    def debtor_of(self, agreement: str) -> str | None:
        """Return who owes an agreement now."""
        return self._debtors.get(agreement)

    def accounts_of(self, payer: str) -> list[Account]:
        """Return the accounts of a payer in which something waits, in their order."""
        return sorted(account for account in self._accounts if account[0] == payer)

    def take_statement(self, index: int, fact: Record) -> Changed:
        """Take a statement, and return the accounts that it changes."""
        for run in fact.runs:
            payer, agreement = self._links.get(run, ("", ""))
            if links := self._due.get((payer, agreement, fact.payee)):
                links.discard(run)

        def holder_of(agreement: str) -> str | None:
            is_kept = self.is_stating(fact.payer, agreement, fact.payee)
            return None if is_kept else self.debtor_of(agreement)

        return self._keep(stated(fact, index, self.at, holder_of))

    def take_assumption(self, fact: Record) -> Changed:
        """Take a change of debtor, and return the accounts that it changes."""
        payer = self._debtors.get(fact.agreement, fact.payer)
        accounts = [
            account
            for account in self.accounts_of(payer)
            if not self.is_stating(payer, fact.agreement, account[1])
        ]
        self._debtors[fact.agreement] = fact.debtor

        def is_ready(account: Account, other: str) -> bool:
            is_his = self.debtor_of(other) == fact.debtor
            return is_his and not self.is_stating(payer, other, account[1])

        return self._keep(passed_on(accounts, self.at, fact.agreement, fact.debtor, is_ready))

    def _keep(self, changed: Changed) -> Changed:
        for account, waiting in changed.items():
            if waiting:
                self._accounts[account] = waiting
            else:
                self._accounts.pop(account, None)
        return changed


def _is_open(balance: Record) -> bool:
    unpaid = (
        balance.unpaid_minor, balance.unpaid_fee_minor, balance.unpaid_distribution_minor,
    )  # fmt: skip
    return any(unpaid)
