"""Changing the past is refused first, with the list of what it touches; then it may be confirmed.

1. Whoever changes clauses of settled months, or corrects a report that runs used, is told which
   issued statements and closed months that concerns. The refusal names the hash of that list.
2. Sent again with that hash as `confirm`, under a new idempotency key, the change is recorded. If
   another statement was issued in between, the hash no longer fits and the new list is shown.
3. What touches neither an issued statement nor a closed month needs no confirmation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ledger.agreements.settled import told_since
from ledger.errors import Conflict
from ledger.log import canonical
from ledger.periods.views import closed_months
from ledger.store.state import State


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change of the past concerns.

    Attributes:
        statements: Issued ones: `statement`, `payee` and `period`.
        closed_months: They take adjustments only.
    """

    statements: tuple[dict[str, str], ...]
    closed_months: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        """True when nobody has to confirm anything."""
        return not self.statements and not self.closed_months

    def as_data(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {"statements": list(self.statements), "closed_months": list(self.closed_months)}

    @property
    def sha256(self) -> str:
        """Hash of the list, by which it is confirmed."""
        return canonical.digest(self.as_data())


def touched_since(
    state: State, agreement: str, first_run_month: str | None, closed: Sequence[str]
) -> Touched:
    """Return what a change concerns.

    Args:
        state: The views.
        agreement: Whose past.
        first_run_month: Last month of the first run concerned; None when no run is.
        closed: Closed months that the change concerns.
    """
    told = told_since(state, agreement, first_run_month) if first_run_month else []
    return Touched(tuple(told), tuple(closed))


def closed_since(state: State, agreement: str, month: str) -> list[str]:
    """Return the closed months of an agreement from a month on."""
    return [closed for closed in closed_months(state, agreement) if closed >= month]


def must_confirm(touched: Touched, confirm: str | None, refusal: Conflict) -> None:
    """Refuse a change of the past that is not confirmed.

    Raises:
        Conflict: The given one, with the list and the hash that confirms it.
    """
    if touched.is_nothing or confirm == touched.sha256:
        return
    raise Conflict(
        refusal.code,
        refusal.message,
        **refusal.fields,
        **touched.as_data(),
        confirm=touched.sha256,
        expected=f"`confirm` {touched.sha256}, under a new idempotency key",
    )
