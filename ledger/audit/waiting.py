"""What waits between payers and payees, and who owes which agreement, as the facts tell it."""

from typing import Final

from ledger.audit.family import Entry
from ledger.audit.records import Record
from ledger.statements.waiting import Account, Changed, Waiting, passed_on, stated

ASSUMED: Final = "agreement.assumed/1"
RECORDED: Final = "agreement.recorded/1"


class WaitingBook:
    """Follows every account in the order of the log; `see` takes all facts but statements."""

    def __init__(self) -> None:
        self._accounts: dict[Account, tuple[Waiting, ...]] = {}
        self._debtors: dict[str, str] = {}

    def see(self, entry: Entry) -> None:
        """Take the fact of one entry, if it says who owes an agreement."""
        if entry.event_type == RECORDED:
            self._debtors[entry.fact.id] = entry.fact.payer
        elif entry.event_type == ASSUMED:
            self.take_assumption(entry.fact)

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
        return self._keep(stated(fact, index, self.at, self.debtor_of))

    def take_assumption(self, fact: Record) -> Changed:
        """Take a change of debtor, and return the accounts that it changes."""
        payer = self._debtors.get(fact.agreement, fact.payer)
        accounts = self.accounts_of(payer)
        self._debtors[fact.agreement] = fact.debtor
        return self._keep(passed_on(accounts, self.at, fact.agreement, fact.debtor))

    def _keep(self, changed: Changed) -> Changed:
        for account, waiting in changed.items():
            if waiting:
                self._accounts[account] = waiting
            else:
                self._accounts.pop(account, None)
        return changed
