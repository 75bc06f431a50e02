"""What later clauses change of what an earlier step gave: caps, floors, guarantees, reserves.

A modifier looks at the net of a step: what the step gave its payees, with the effects of all
earlier modifiers of it. Effects count as the payees feel them: what a cap cuts, a reserve withholds
or an advance takes back is negative; what a floor adds, a guarantee tops up or a reserve releases
is positive. So the order of modifiers is the order of the clauses.

The position remembers every effect under `effect:<step>/<modifier>`. A clause that new terms no
longer have keeps the effect it had.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.flow import Flow
from contracts.money import Ratio
from contracts.sharing import Due, share_out
from contracts.step import Head
from contracts.trace import TraceRow


@dataclass(frozen=True, slots=True)
class Net:
    """What a step's payees have of it, as one of its modifiers sees it.

    Attributes:
        to_date_minor: Since the position began.
        run_minor: Of it, in this run.
        rows: Trace rows that state this run's part.
    """

    to_date_minor: int
    run_minor: int
    rows: tuple[str, ...]

    @property
    def before_minor(self) -> int:
        """What they had before this run."""
        return self.to_date_minor - self.run_minor


def net_of(flow: Flow, modifier: str, step: str) -> Net:
    """Give the net of a step for one of its modifiers.

    Args:
        flow: The run, at the moment the modifier works.
        modifier: Id of the looking step.
        step: Id of the step looked at.

    Source:
        A royalty gave 1,000 to date, of it 300 now; a cap cut 200 to date, of it 100 now: a reserve
        after both sees 800 to date and 200 now.
    """
    known = flow.modifiers.get(step, ())
    place = next(n for n, one in enumerate(known) if one.id == modifier)
    earlier, later = known[:place], {one.key for one in known[place:]}
    prefix = f"effect:{step}/"
    effects = sum(
        amount
        for key, amount in flow.to_date.items()
        if key.startswith(prefix) and key not in later
    )
    recouped = sum(flow.to_date.get(one.key, 0) for one in earlier if one.is_recoupment)
    rows = [flow.row_of[step], *flow.altered.get(step, ())]
    rows += [flow.row_of[one.id] for one in earlier if one.is_recoupment]
    return Net(
        to_date_minor=flow.to_date.get(f"due:{step}", 0) + effects - recouped,
        run_minor=flow.taken[step] - flow.recouped.get(step, 0),
        rows=tuple(rows),
    )


def settle(flow: Flow, due: Due, step: str) -> None:
    """Give an effect to the payees of a step, in their proportions, and remember it.

    Args:
        flow: The run.
        due: The effect as the payees feel it: negative when they lose.
        step: Whose payees.
    """
    flow.add(f"effect:{step}/{due.head.id}", due.period_minor)
    flow.recouped[step] = flow.recouped.get(step, 0) - due.period_minor
    if due.period_minor:
        flow.altered.setdefault(step, []).append(due.row)
    share_out(flow, due, flow.payees[step])


def sole_payee(flow: Flow, step: str) -> str:
    """Give the payee of a step that pays one; "" when it pays several."""
    weights = flow.payees[step].weights
    return weights[0][0] if len(weights) == 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the trace row of a modifier says.

    Attributes:
        rule: Name of the arithmetic.
        basis: Name of the amount looked at.
        basis_minor: The amount.
        added_minor: Of it, what this run added.
        rounded_minor: The result, to date or of the run or year.
        prior_minor: Of it, what earlier runs moved.
        part: What the row is about beneath its step, such as a contract year; "" for all of it.
        month: First month of the contract year, or month of origin, concerned.
        note: A figure worth saying.
        payee: Who receives, where it is one.
        account: Held account concerned.
        parents: Rows whose amounts the basis was made of.
    """

    rule: str
    basis: str
    basis_minor: int
    added_minor: int | None = None
    rate: Ratio | None = None
    exact: Ratio | None = None
    rounded_minor: int
    prior_minor: int = 0
    part: str = ""
    month: str = ""
    note: str = ""
    payee: str = ""
    account: str = ""
    parents: Iterable[str] = ()

    @property
    def amount_minor(self) -> int:
        """What this run moves."""
        return self.rounded_minor - self.prior_minor


def row_of(flow: Flow, head: Head, stated: Stated) -> TraceRow:
    """Build a trace row of a modifier."""
    return TraceRow(
        id=f"{head.id}/{stated.part}" if stated.part else head.id,
        step=head.id,
        kind=head.kind,
        clause=head.clause,
        label_ja=head.label_ja,
        label_en=head.label_en,
        currency=flow.inputs.currency,
        basis=stated.basis,
        basis_minor=stated.basis_minor,
        added_minor=stated.added_minor,
        rate=stated.rate,
        exact=stated.exact or (stated.rounded_minor, 1),
        rounded_minor=stated.rounded_minor,
        prior_minor=stated.prior_minor,
        amount_minor=stated.amount_minor,
        rule=stated.rule,
        account=stated.account,
        payee=stated.payee,
        month=stated.month,
        note=stated.note,
        parents=tuple(stated.parents),
    )
