"""What a payout run depends on, read the same way when it is prepared and when it is written.

The preparation happens on a snapshot, outside the writer. It pins everything it looked at by the
last entry that touched it; the writer reads the same again, and a difference means that the run
has to be prepared anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import lcm
from typing import Any, Final, cast

from sqlalchemy import Connection, select

from contracts.period import Period
from contracts.shared import shared_accounts
from ledger.accounts.views import elsewhere
from ledger.agreements.terms import payees_of
from ledger.agreements.views import terms_in_force
from ledger.committees.shares import ShareSet
from ledger.committees.views import Holders, holders_on
from ledger.errors import RuleViolation
from ledger.revenue.views import FeedRow
from ledger.store.state import Row, State
from ledger.store.views import View, table_of

_COMMITTEE: Final = "committee:"


@dataclass(frozen=True, slots=True)
class Reads:
    """The pinned surroundings of a run.

    Attributes:
        terms: The clauses in force in the last month of the period, with version and hash.
        holders: Reference to parties with whole-number weights; unknown holders are absent.
        pinned: Reference to the entry and the exact shares, as the fact states them.
        entries: Object to the last entry that concerned it.
        elsewhere: Shared account to what other agreements have filled of it.
    """

    terms: Mapping[str, Any]
    holders: dict[str, tuple[tuple[str, int], ...]]
    pinned: dict[str, Any]
    entries: dict[str, int]
    elsewhere: dict[str, int] = field(default_factory=dict)


def reads_of(source: Connection | State, agreement: str, period: str) -> Reads:
    """Read what a run of an agreement for a period depends on, besides the money itself.

    Args:
        source: A snapshot, or the state of the transaction under way.
        agreement: Id of the agreement.
        period: For instance `2026-Q1`.

    Raises:
        RuleViolation: `terms-missing`: no clauses are in force in the period's last month.
    """
    last = Period.parse(period).last
    terms = terms_in_force(source, agreement, str(last))
    if terms is None:
        raise RuleViolation(
            "terms-missing",
            f"no clauses are in force in {last}",
            field="period",
            value=period,
            expected="a period in which terms are in force",
        )
    entries = {f"terms/{agreement}": int(terms["entry_index"])}
    feed = row_of(source, FeedRow, agreement)
    if feed is not None:
        entries[f"feed/{agreement}"] = feed["entry_index"]
    found = holder_sets(source, terms["terms"], last.last_day)
    entries |= {reference: holders.entry_index for reference, holders in found.items()}
    others = elsewhere(source, agreement, shared_accounts(terms["terms"]))
    entries |= {f"account/{account}": each.entry_index for account, each in others.items()}
    return Reads(
        terms=terms,
        holders={reference: weights_of(holders) for reference, holders in found.items()},
        pinned={reference: pin_of(holders) for reference, holders in found.items()},
        entries=entries,
        elsewhere={
            account: each.filled_minor for account, each in others.items() if each.filled_minor
        },
    )


def holder_sets(
    source: Connection | State, terms: Mapping[str, Any], day: date
) -> dict[str, Holders]:
    """Return who stands behind each reference of clauses on a day; unknown ones are left out."""
    references = (reference for _, reference in payees_of(dict(terms)))
    found = ((reference, holders_behind(source, reference, day)) for reference in references)
    return {reference: holders for reference, holders in found if holders is not None}


def weights_of(holders: Holders) -> tuple[tuple[str, int], ...]:
    """Return shares as whole numbers over their common denominator, in the contract's order.

    Source:
        1/2, 1/3 and 1/6 over the denominator 6 are 3, 2 and 1.
    """
    whole = lcm(*(share.den for _, share in holders.shares))
    return tuple((party, share.num * whole // share.den) for party, share in holders.shares)


def pin_of(holders: Holders) -> dict[str, Any]:
    """Return a holder set as a fact states it: the entry that says so, and the exact shares."""
    shares = [[party, share.model_dump()] for party, share in holders.shares]
    return {"entry": holders.entry_index, "shares": shares}


def holders_behind(source: Connection | State, reference: str, day: date) -> Holders | None:
    """Return who stands behind a reference on a day; None for a party, or when nobody knows."""
    if not reference.startswith(_COMMITTEE):
        return None
    committee, _, share_set = reference.removeprefix(_COMMITTEE).partition("/")
    return holders_on(source, committee, cast("ShareSet", share_set), day)


def row_of(source: Connection | State, view: type[View], key: str | int) -> Row | None:
    """Return a row by its single key, from a snapshot or from the state under way."""
    if isinstance(source, State):
        return source.get(view, key)
    table = table_of(view)
    (column,) = table.primary_key.columns
    row = source.execute(select(table).where(column == key)).mappings().one_or_none()
    return dict(row) if row is not None else None
