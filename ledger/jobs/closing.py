"""Closing the state of a month: its leaves from the views, its roots into the log."""

from datetime import date

from ledger.audit.state import MOST_BEHIND, last_day
from ledger.bootstrap import Register
from ledger.closings.commands import CloseState, Tree
from ledger.closings.present import identifiers, private_leaves
from ledger.closings.views import ClosedStateRow
from ledger.command import SYSTEM, Actor
from ledger.door import Recorded
from ledger.errors import Conflict, Unavailable
from ledger.log.state_tree import KEY_BYTES, IdentifierTree, PrivateTree, TreeState
from ledger.periods.views import REGISTER, PeriodRow
from ledger.store.read import LogReader
from ledger.store.state import State


def close_state(register: Register, month: str, actor: Actor = SYSTEM) -> Recorded:
    """Record the state of the register for a month that is closed for everybody.

    Args:
        register: The register.
        month: As `2026-03`.
        actor: The operator.

    Returns:
        The entry that holds both roots.

    Raises:
        Refused: The month is not closed, or its state is on record already.
        Unavailable: So much was recorded meanwhile that no auditor could go back to this state.
    """
    key = register.entropy.bytes(KEY_BYTES)
    with register.ledger.reading() as conn:
        size = LogReader(conn).size()
        day = date.fromisoformat(last_day(month))
        balances = PrivateTree(key, private_leaves(conn, day)).state
        public = IdentifierTree(identifiers(conn)).state
    command = CloseState(
        month=month,
        size=size,
        identifiers=_tree(public),
        balances=_tree(balances),
        key=key.hex(),
    )
    _must_be_recent(register, size)
    return register.ledger.record(command, actor)


def _must_be_recent(register: Register, size: int) -> None:
    with register.ledger.reading() as conn:
        behind = LogReader(conn).size() - size
    if behind > MOST_BEHIND // 2:
        raise Unavailable(
            "state-outdated",
            "too much was recorded while the state was computed",
            field="size",
            value=size,
            expected=f"at most {MOST_BEHIND // 2} entries behind: try again when less is written",
        )


def ensure_state(register: Register, month: str) -> Recorded | None:
    """Record the state of a month unless that was done since the month was closed.

    Returns:
        The entry; None where there is nothing to do, or another process was first.
    """
    with register.ledger.reading() as conn:
        state = State(conn)
        closed = state.get(PeriodRow, REGISTER, month)
        known = state.get(ClosedStateRow, month)
    if closed is None or (known and known["entry_index"] > closed["entry_index"]):
        return None
    try:
        return close_state(register, month)
    except Conflict:
        return None  # recorded, or reopened, meanwhile


def _tree(state: TreeState) -> Tree:
    return Tree(count=state.count, root=state.root.hex())
