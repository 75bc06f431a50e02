"""Checks of the steps that change what earlier ones gave, made when terms are registered.

Kept, in order:
1. A modifier names steps that run before it, that pay somebody, and that are no modifiers.
2. The steps of one guarantee pay one and the same single payee, each step once.
3. Behind a guarantee over several steps nobody looks at one of them: what it added belongs to all.
"""

from collections.abc import Iterable, Mapping
from typing import NoReturn

from contracts.errors import TermsInvalid
from contracts.step import Footprint, Head, Modifier, Step


def check_modifiers(steps: tuple[Step, ...]) -> None:
    """Refuse modifiers that could not know what they change.

    Raises:
        TermsInvalid: With the step, its clause and the reason.
    """
    every = {step.head.id for step in steps}
    earlier: dict[str, Footprint] = {}
    pooled: dict[str, str] = {}
    for step in steps:
        head, needs = step.head, step.footprint()
        looked_at = (*needs.of, *((needs.against,) if needs.against else ()))
        for name in looked_at:
            if name in pooled:
                _refuse_pooled(head, name, pooled[name])
        _check_named(head, needs, every, earlier)
        if needs.sole:
            _check_sole_payee(head, needs.of, earlier)
        if len(needs.of) > 1:
            pooled |= dict.fromkeys(needs.of, head.id)
        earlier[head.id] = needs


def modifiers_of(steps: Iterable[Step]) -> dict[str, list[Modifier]]:
    """List for each step those that change what it gave, in the order of the terms."""
    found: dict[str, list[Modifier]] = {}
    for step in steps:
        head, needs = step.head, step.footprint()
        for name in needs.of:
            one = Modifier(head.id, f"effect:{name}/{head.id}", is_recoupment=False)
            found.setdefault(name, []).append(one)
        if needs.against:
            one = Modifier(head.id, f"due:{head.id}", is_recoupment=True)
            found.setdefault(needs.against, []).append(one)
    return found


def _check_named(
    head: Head, needs: Footprint, every: set[str], earlier: Mapping[str, Footprint]
) -> None:
    if len(set(needs.of)) != len(needs.of):
        _refuse(head, "duplicate-id", "A step is named twice.", value=list(needs.of))
    for name in needs.of:
        if name in every and name not in earlier:
            _refuse(head, "reads-later-step", f"{name} has not run yet.", value=name)
        if name not in earlier:
            _refuse(head, "step-unknown", f"There is no step {name}.", value=name)
        if earlier[name].account or not earlier[name].pays:
            _refuse(head, "against-pays-nobody", f"{name} pays nobody.", value=name)


def _check_sole_payee(head: Head, of: tuple[str, ...], earlier: Mapping[str, Footprint]) -> None:
    paid: set[str] = set()
    for name in of:
        payees = earlier[name].payees
        named = [payee for payee, _ in payees.weights] if payees else []
        paid.update(named if len(named) == 1 else (f"{name}: {', '.join(named)}",))
    if len(paid) != 1 or not all(_pays_one(earlier[name]) for name in of):
        _refuse(
            head,
            "guarantee-payees-differ",
            "All steps under one guarantee pay one and the same single payee.",
            value=sorted(paid),
            expected="one payee",
        )


def _pays_one(needs: Footprint) -> bool:
    return needs.payees is not None and len(needs.payees.weights) == 1


def _refuse_pooled(head: Head, step: str, guarantee: str) -> NoReturn:
    _refuse(
        head,
        "behind-guarantee",
        f"{guarantee} guarantees {step} together with others; what it added has no single step.",
        value=step,
        expected=f"a place before {guarantee}",
    )


def _refuse(head: Head, code: str, message: str, **fields: object) -> NoReturn:
    raise TermsInvalid(
        code,
        f"Step {head.id} (clause {head.clause}): {message}",
        step=head.id,
        clause=head.clause,
        **fields,
    )
