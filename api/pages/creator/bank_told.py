"""How a creator's accounts stand today, one by one and together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from ledger.bank_details.details import Details, Domestic
from ledger.bank_details.directory import banks, branches
from ledger.bank_details.views import CONFIRMED, NOT_ME, PROPOSED, RETURNED

State = Literal["asked", "waiting", "later", "used", "before", "withdrawn", "denied", "returned"]
LIVE: Final[frozenset[State]] = frozenset({"asked", "waiting", "later", "used"})
_HELD: Final[frozenset[State]] = frozenset({"asked", "waiting"})
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AccountTold:
    """One account.

    Attributes:
        state: `asked`: nobody has confirmed it; `waiting`: confirmed, its wait is not over;
            `later`: it begins on a later day; `used`: payments go there; `before`: another one
            took its place; else how it ended.
        bank: Its name, in characters where it is in Japan.
        digits: The last three of its number; empty where it was destroyed.
    """

    row: Row
    state: State
    bank: str
    digits: str

    @property
    def is_live(self) -> bool:
        """Whether it can still be ended."""
        return self.state in LIVE


@dataclass(frozen=True, slots=True)
class Accounts:
    """All accounts of somebody.

    Attributes:
        accounts: The newest first.
        is_frozen: She said "not me" and nothing was confirmed since: nobody is paid.
        is_held: A change is under way: payments in its currency wait.
    """

    accounts: tuple[AccountTold, ...]
    is_frozen: bool

    @property
    def is_held(self) -> bool:
        """Whether a change is under way."""
        return any(one.state in _HELD for one in self.accounts)

    @property
    def used(self) -> tuple[AccountTold, ...]:
        """The accounts that payments go to."""
        return tuple(one for one in self.accounts if one.state == "used")


def told(rows: Sequence[Row], in_force: frozenset[str], today: str, *, is_frozen: bool) -> Accounts:
    """Say how accounts stand.

    Args:
        rows: As `see` tells them, the newest first.
        in_force: Ids of those in force today.
        today: In Japan.
        is_frozen: Whether an alarm was raised that nothing settled.

    Example:
        Confirmed on 1 June with a wait until 6 June is `waiting` on 5 June and `used` on 6 June.
    """
    return Accounts(tuple(_one(row, in_force, today) for row in rows), is_frozen)


def _one(row: Row, in_force: frozenset[str], today: str) -> AccountTold:
    account = row.get("account")
    bank, digits = _called(account) if account else ("", "")
    return AccountTold(row, _state(row, in_force, today), bank, digits)


def _state(row: Row, in_force: frozenset[str], today: str) -> State:
    if row["status"] != CONFIRMED:
        is_denied = row.get("withdrawal", {}).get("cause") == NOT_ME
        ended: State = "denied" if is_denied else "withdrawn"
        others: dict[str, State] = {PROPOSED: "asked", RETURNED: "returned"}
        return others.get(row["status"], ended)
    if row["waiting_until"] > today or row["in_force_from"] > today:
        return "waiting" if row["waiting_until"] > today else "later"
    return "used" if row["id"] in in_force else "before"


def _called(account: Mapping[str, str]) -> tuple[str, str]:
    digits = account["account_number"].removeprefix("…")
    if account["kind"] != "domestic":
        return account["bank"], digits
    code, _, branch = account["bank"].partition("-")
    return named(code, branch), digits


def named(bank: str, branch: str) -> str:
    """Return what a bank and its branch are called; numbers where the table does not know them."""
    known = banks().get(bank)
    there = branches(bank).get(branch)
    return f"{known.name if known else bank} {there.name if there else branch}"


def reviewed(details: Details) -> dict[str, str]:
    """Return the account that is about to be recorded, as whoever typed it checks it once more."""
    if isinstance(details, Domestic):
        return {
            "bank": named(details.bank, details.branch),
            "codes": f"{details.bank}-{details.branch}",
            "account_type": details.account_type,
            "account_number": details.account_number,
            "holder": details.holder,
        }
    return {
        "bank": details.bank_name,
        "codes": details.bic,
        "account_type": "",
        "account_number": details.iban or details.account_number,
        "holder": details.holder,
    }
