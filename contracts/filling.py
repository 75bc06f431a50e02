"""How much of an account each step that feeds it has filled, to date.

The steps fill the account in the order of the terms: what step k has recovered is
clamp(inflow of steps 1 to k) - clamp(inflow of steps 1 to k-1), where clamp stops at zero and at
the target. So the result depends on the inflows to date only, not on the months they came in, and
what is taken back leaves everything as it was.

When the target or the feeding steps change, what was recovered stays: from then on each step
counts with what it recovered, and only what comes later can be recovered on top.
"""

from dataclasses import dataclass

from contracts.accounts import Account
from contracts.flow import Flow
from contracts.step import Head
from contracts.trace import TraceRow


@dataclass(frozen=True, slots=True)
class Filling:
    """The part of one step.

    Attributes:
        inflow_minor: What reached the account through the step to date.
        room_minor: What earlier steps left of the target.
        reached_minor: What the step has recovered to date.
        is_shared: Whether other steps have recovered a part of the target.
    """

    inflow_minor: int
    room_minor: int
    reached_minor: int
    is_shared: bool


def fill(flow: Flow, account: Account, step: str, basis_minor: int) -> Filling:
    """Let an amount reach an account through a step.

    Args:
        flow: The run; its amounts to date are brought up to date.
        account: The account.
        step: Id of the feeding step.
        basis_minor: What reaches the account now; negative when it is taken back.

    Source:
        Cases FW-01 and MG-02 (tests/vectors/cases); accounts shared by several titles are recouped
        across them (cross-collateral).
    """
    feeders = _feeders(flow, account)
    _settle_changes(flow, account, feeders)
    inflow = flow.add(_key(account, step), basis_minor)
    # A lowered target claims nothing back: what was recovered before this run stays allowed.
    target = max(open_target(flow, account), flow.before[f"recoup:{account.id}"])
    place = feeders.index(step)
    reached_before = sum(flow.to_date.get(_key(account, one), 0) for one in feeders[:place])
    earlier = max(0, min(reached_before, target))
    reached = max(0, min(reached_before + inflow, target)) - earlier
    return Filling(inflow, target - earlier, reached, earlier != 0)


def open_target(flow: Flow, account: Account) -> int:
    """Give what of the target other agreements have not filled, if the account is shared.

    Source:
        One guarantee over several titles, recouped across them (case MG-10): of a target of 100
        another agreement has filled 80, so 20 can be filled here.
    """
    return max(0, account.target_minor - flow.inputs.elsewhere.get(account.shared, 0))


def tell_elsewhere(flow: Flow, account: Account, head: Head) -> tuple[str, ...]:
    """Record the row that says what other agreements have filled; none for an account of one's own.

    It moves nothing: it stands beside the amounts, so that the room left can be followed.
    """
    elsewhere = flow.inputs.elsewhere.get(account.shared, 0)
    if not elsewhere:
        return ()
    row = TraceRow(
        id=f"{head.id}/elsewhere",
        step=head.id,
        kind="elsewhere",
        clause=head.clause,
        label_ja=head.label_ja,
        label_en=head.label_en,
        currency=flow.inputs.currency,
        basis_minor=elsewhere,
        rule="filled-elsewhere",
        account=account.id,
        note=f"target:{account.target_minor}",
    )
    return (flow.record(row),)


def _feeders(flow: Flow, account: Account) -> list[str]:
    """Give the steps that feed the account; those the terms no longer have come first."""
    prefix = f"inflow:{account.id}/"
    known = [key.removeprefix(prefix) for key in flow.to_date if key.startswith(prefix)]
    now = flow.feeders[account.id]
    return [*sorted(step for step in known if step not in now), *now]


def _settle_changes(flow: Flow, account: Account, feeders: list[str]) -> None:
    state, key = flow.to_date, f"target:{account.id}"
    is_new_target = state.get(key, account.target_minor) != account.target_minor
    state[key] = account.target_minor
    gone = [step for step in feeders if step not in flow.feeders[account.id]]
    for step in feeders if is_new_target else gone:
        inflow = state.get(_key(account, step), 0)
        state[_key(account, step)] = min(inflow, state.get(f"due:{step}", 0))


def _key(account: Account, step: str) -> str:
    return f"inflow:{account.id}/{step}"
