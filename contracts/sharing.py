"""Hand the amount of a step to its payees, cumulatively, and hold what nobody can receive yet.

The amount to date is divided, and what was allocated before is taken off, so that dust cannot
drift. When the payees or their weights change, everything allocated so far stays where it is and
only what comes later is divided by the new weights.

Source:
    Largest remainder of the cumulative amount less what was allocated to date; cases CM-04, CM-05
    and CM-07 (tests/vectors/cases).
"""

from dataclasses import dataclass, replace
from math import gcd

from contracts.apportion import RULES
from contracts.flow import Flow
from contracts.money import lowest_terms
from contracts.payees import Payees, is_reference
from contracts.step import Head
from contracts.trace import TraceRow


@dataclass(frozen=True, slots=True)
class Part:
    """One payee's part of an amount to date."""

    payee: str
    weight: int
    whole: int
    basis_minor: int
    base_minor: int
    to_date_minor: int
    prior_minor: int
    is_since_change: bool

    @property
    def amount_minor(self) -> int:
        """What this run adds."""
        return self.to_date_minor - self.prior_minor


@dataclass(frozen=True, slots=True)
class Due:
    """An amount to hand out.

    Attributes:
        head: The step.
        category: Name of the amount in the identity of the period.
        key: Under which the position remembers it.
        total_minor: Amount to date.
        period_minor: Change in this run.
        row: Trace row that states it.
    """

    head: Head
    category: str
    key: str
    total_minor: int
    period_minor: int
    row: str


def share_out(flow: Flow, due: Due, payees: Payees) -> None:
    """Allocate the change of an amount to date among payees, looking up references.

    Args:
        flow: The run.
        due: What is to be handed out.
        payees: Receivers as written in the terms.
    """
    if due.key == due.head.id:
        flow.payees[due.key] = payees
    for part in _parts(flow, due, payees):
        row = due.row if _is_alone(payees) else _record(flow, due, part, payees)
        if not is_reference(part.payee):
            flow.allocate(due.head, part.payee, part.amount_minor, row)
            flow.charge(due.category, part.amount_minor)
            continue
        inner = replace(
            due,
            key=f"{due.key}/{part.payee}",
            total_minor=part.to_date_minor,
            period_minor=part.amount_minor,
            row=row,
        )
        _share_among_holders(flow, inner, part.payee, payees.rule)


def _share_among_holders(flow: Flow, due: Due, reference: str, rule: str) -> None:
    """Divide among the holders of a reference; without holders the money is held, never lost."""
    holders = tuple(pair for pair in flow.inputs.holders.get(reference, ()) if pair[1])
    allocated = 0
    if holders:
        payees = Payees(holders, rule)
        for part in _parts(flow, due, payees):
            row = _record(flow, due, part, payees)
            flow.allocate(due.head, part.payee, part.amount_minor, row)
            allocated += part.amount_minor
    flow.charge(due.category, allocated)
    held = due.period_minor - allocated
    if held:
        row = flow.record(_held_row(flow, due, reference, held))
        flow.post(f"held:{due.head.id}", held, row)
        flow.charge("held", held)


def _parts(flow: Flow, due: Due, payees: Payees) -> list[Part]:
    """Divide an amount to date, starting anew from today's state when the weights changed."""
    state, weights = flow.to_date, lowest_weights(payees.weights)
    known, base = flow.recall(f"weight:{due.key}:"), flow.recall(f"base:{due.key}:")
    if known and known != {payee: weight for payee, weight in weights if weight}:
        standing = flow.recall(f"due:{due.key}:")
        # Also for who is back at nothing: an older base of his would be counted a second time.
        for payee in {*base, *standing}:
            state[f"base:{due.key}:{payee}"] = standing.get(payee, 0)
        base = standing
    open_minor = due.total_minor - sum(base.values())
    whole = sum(weight for _, weight in weights)
    divided = RULES[payees.rule](open_minor, [weight for _, weight in weights])
    parts = []
    for (payee, weight), share in zip(weights, divided, strict=True):
        start, prior = base.get(payee, 0), state.get(f"due:{due.key}:{payee}", 0)
        parts.append(
            Part(payee, weight, whole, open_minor, start, start + share, prior, bool(base))
        )
    for payee in known:
        del state[f"weight:{due.key}:{payee}"]
    _remember(state, due.key, parts)
    return parts


def _remember(state: dict[str, int], key: str, parts: list[Part]) -> None:
    """Keep what is allocated to date; weights matter only while something stands on them."""
    in_use = any(part.to_date_minor != part.base_minor for part in parts)
    for part in parts:
        state[f"due:{key}:{part.payee}"] = part.to_date_minor
        if in_use:
            state[f"weight:{key}:{part.payee}"] = part.weight


def lowest_weights(weights: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Reduce weights, so that 6000/4000 and 60/40 are the same holders."""
    divisor = gcd(*(weight for _, weight in weights))
    return tuple((payee, weight // divisor) for payee, weight in weights)


def _is_alone(payees: Payees) -> bool:
    return len(payees.weights) == 1


def _record(flow: Flow, due: Due, part: Part, payees: Payees) -> str:
    told = payees.told.get(part.payee)
    made_of = (_credit(flow, due, part, told),) if told else ()
    return flow.record(
        TraceRow(
            id=f"{due.row}/to/{part.payee}",
            step=due.head.id,
            kind="share",
            clause=due.head.clause,
            label_ja=due.head.label_ja,
            label_en=due.head.label_en,
            currency=flow.inputs.currency,
            basis="to-date",
            basis_minor=part.basis_minor,
            rate=(part.weight, part.whole),
            exact=lowest_terms(part.basis_minor * part.weight, part.whole),
            rounded_minor=part.to_date_minor - part.base_minor,
            prior_minor=part.prior_minor - part.base_minor,
            amount_minor=part.amount_minor,
            rule=payees.rule,
            payee=part.payee,
            note="since-change" if part.is_since_change else "",
            parents=(due.row, *made_of),
        )
    )


def _credit(flow: Flow, due: Due, part: Part, told: tuple[str, str]) -> str:
    """Record what a weight was made of; the row moves nothing, its note has a line per language."""
    return flow.record(
        TraceRow(
            id=f"{due.row}/credit/{part.payee}",
            step=due.head.id,
            kind="credit",
            clause=due.head.clause,
            label_ja=due.head.label_ja,
            label_en=due.head.label_en,
            currency=flow.inputs.currency,
            rate=(part.weight, part.whole),
            rule="credited",
            payee=part.payee,
            note="\n".join(told),
        )
    )


def _held_row(flow: Flow, due: Due, reference: str, held: int) -> TraceRow:
    return TraceRow(
        id=f"{due.row}/held/{reference}",
        step=due.head.id,
        kind="held",
        clause=due.head.clause,
        label_ja=due.head.label_ja,
        label_en=due.head.label_en,
        currency=flow.inputs.currency,
        basis_minor=due.period_minor,
        exact=(held, 1),
        rounded_minor=held,
        amount_minor=held,
        rule="held" if held > 0 else "released",
        account=f"held:{due.head.id}",
        note="holders-unknown",
        parents=(due.row,),
    )
