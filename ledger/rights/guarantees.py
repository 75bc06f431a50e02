"""A bundle's amounts beside the guarantee of the agreement that the licence names. Pure.

    values_in(terms) -> list[tuple[int, ...]]     what each guarantee counts for its steps
    check_values(bundle, amounts, guarantees)     refuses amounts that are not these values

Rules kept here:
1. Where an agreement guarantees by parts (a value per step), a licence's bundle whose price is a
   guarantee has the same parts, in any order; the newest terms on record count.
2. Who deviates says why (`differs`); then nothing is refused, and the reason stays on record.

Source:
    Practice of bundled guarantees: what is allocated in the licence and what is recouped by medium
    in the agreement are one number each. Example by hand: 30,000,000 by 1/2, 3/10, 1/5 is
    15,000,000, 9,000,000, 6,000,000; an agreement with 15, 10 and 5 million is another deal.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ledger.errors import RuleViolation

Values = tuple[int, ...]


def values_in(terms: Mapping[str, Any]) -> list[Values]:
    """Give the values of the guarantees in money clauses; those without values give none."""
    found = []
    for step in terms.get("steps") or ():
        if step.get("kind") == "guarantee/1":
            values = tuple(each["value"] for each in step.get("of") or () if "value" in each)
            found += [values] if values else []
    return found


def check_values(
    bundle: Mapping[str, Any], amounts: Sequence[int] | None, guarantees: Iterable[Sequence[int]]
) -> None:
    """Refuse a bundle that divides a guarantee otherwise than the agreement does.

    Raises:
        RuleViolation: `bundle-differs-from-guarantee`, with both.
    """
    known = [sorted(values) for values in guarantees]
    price = bundle.get("price")
    if not known or amounts is None or not price or price["kind"] != "guarantee":
        return
    if sorted(amounts) not in known and not bundle.get("differs"):
        raise RuleViolation(
            "bundle-differs-from-guarantee",
            "the agreement that the licence names guarantees other parts",
            field="bundle.allocation",
            value=[*amounts],
            expected=known if len(known) > 1 else known[0],
        )
