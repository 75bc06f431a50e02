"""How members decide, and who is still missing; pure, for the register and the auditor alike.

Without anything in the contract all must agree. A contract may say that a majority is enough, of
heads or of shares; shares that are not known cannot be counted, so that all must agree then, too.

Source:
    Copyright Act of Japan, article 65(1) and (2): co-owners dispose of shares and exercise rights
    only with the consent of all. That a contract may waive this in advance is the reading of the
    commentary; to be confirmed by an expert. Civil Code, article 670(1): the majority of partners
    decides on business of the partnership.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

MAJORITY: Final = "majority"
HEADS: Final = "heads"
_HALF: Final = Fraction(1, 2)

Members = Sequence[Mapping[str, Any]]
"""Members of a version as plain JSON values: `party`, and each share that is known."""


def lacking(
    decisions: Mapping[str, Any] | None, members: Members, agreed: Collection[str]
) -> list[str]:
    """Return those who could still agree to what is not decided yet; empty when it is decided.

    Args:
        decisions: `rule`, `of`, `more_than` and `clause` of the version in force; None: all.
        members: Who may vote.
        agreed: Parties that agreed; others than members do not count.

    Example:
        A has 1/2, B 3/10 and C 1/5 of the copyright, and more than 2/3 of it decides. A and C
        agreed: 1/2 + 1/5 = 7/10 is more than 2/3, nobody is lacking. A alone has 1/2: B and C are.
    """
    others = [member["party"] for member in members if member["party"] not in agreed]
    weights = _weights(decisions, members)
    if weights is None:
        return others
    total = sum(weights.values())
    yes = sum(weight for party, weight in weights.items() if party in agreed)
    return [] if yes > total * _more_than(decisions or {}) else others


def _weights(decisions: Mapping[str, Any] | None, members: Members) -> dict[str, Fraction] | None:
    """Return what each vote weighs; None where all must agree."""
    if decisions is None or decisions["rule"] != MAJORITY:
        return None
    of = decisions.get("of") or HEADS
    if of == HEADS:
        return {member["party"]: Fraction(1) for member in members}
    shares = {member["party"]: member.get(of) for member in members}
    if any(share is None for share in shares.values()):
        return None
    return {party: _fraction(share) for party, share in shares.items() if share}


def _more_than(decisions: Mapping[str, Any]) -> Fraction:
    stated = decisions.get("more_than")
    return _fraction(stated) if stated else _HALF


def _fraction(share: Mapping[str, int]) -> Fraction:
    return Fraction(share["num"], share["den"])
