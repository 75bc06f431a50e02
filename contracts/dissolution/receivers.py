"""Who receives the committee's part under a clause, and which share of it nobody can receive.

    receivers(situation, clause) -> Receivers       clause None: what the statute says
    shares_of(situation, "investment") -> Receivers one of the three sets, as it was

Rules kept here:
1. Whoever cannot be reached is replaced by its successors, and they by theirs; what no successor
   takes is `unassigned`, and a hole names whose it was.
2. Shares that leave something out leave it unassigned; shares above the whole give nobody anything
   certain, so that all is unassigned.
3. Copyright shares that are not known are presumed equal: all, or what the known ones leave.

Source:
    Civil Code of Japan, article 250: 各共有者の持分は、相等しいものと推定する. General succession
    needs no consent (Copyright Act, article 65, commentaries).
    Example by hand: A 1/2, B 1/3, C 1/6; B was merged into D, C cannot be reached. A 1/2, D 1/3,
    unassigned 1/6, with the hole "member C cannot be reached".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from contracts.dissolution.situation import Clause, Situation
from contracts.money import Ratio, lowest_terms
from contracts.rights.grants import UNASSIGNED
from contracts.rights.holding import Shares
from contracts.rights.shares import NOTHING, WHOLE, is_less, minus, plus, total

ShareSet = Literal["investment", "copyright", "profit"]

_ALONE: Final = ((UNASSIGNED, WHOLE),)


@dataclass(frozen=True, slots=True)
class Hole:
    """A part that nobody can receive.

    Attributes:
        kind: "party-gone", "receiver-missing", "members-unknown", "shares-unknown", "shares-short"
            or "shares-above-one".
        party: Whose part it was; "" where nobody was named.
        share: Of the committee's part.
    """

    kind: str
    party: str
    share: Ratio

    @property
    def key(self) -> tuple[str, str]:
        """What holes are put in order by."""
        return self.kind, self.party


@dataclass(frozen=True, slots=True)
class Receivers:
    """Who receives the committee's part.

    Attributes:
        shares: They sum to one, with what is unassigned, in the order of names.
        holes: Why something is unassigned.
        keeps_names: Whether what members hold by name stays with them (co-ownership).
        is_presumed: Whether shares are presumed and not agreed.
        beneficiaries: For whom a manager holds the title.
    """

    shares: Shares
    holes: tuple[Hole, ...] = ()
    keeps_names: bool = False
    is_presumed: bool = False
    beneficiaries: Shares = ()


def receivers(situation: Situation, clause: Clause | None) -> Receivers:
    """Give who receives the committee's part.

    Args:
        situation: The committee.
        clause: What the plan says; None is the statute, co-ownership.
    """
    if clause is None or (clause.shares is None and clause.outcome == "co_ownership"):
        return _co_owners(situation)
    return resolved(situation, clause.shares) if clause.shares else _single(situation, clause)


def _single(situation: Situation, clause: Clause) -> Receivers:
    """Give the one party that receives everything."""
    to = clause.to or (situation.lead if clause.outcome == "lead" else None)
    if to is None:
        return Receivers(_ALONE, (Hole("receiver-missing", "", WHOLE),))
    found = resolved(situation, ((to, WHOLE),))
    if clause.outcome != "manager":
        return found
    return Receivers(found.shares, found.holes, beneficiaries=_co_owners(situation).shares)


def shares_of(situation: Situation, share_set: ShareSet) -> Receivers:
    """Give the holders of one share set as it was; unknown shares are not presumed here."""
    shares = [(member.party, getattr(member, share_set)) for member in situation.members]
    known = [(party, share) for party, share in shares if share is not None]
    if not shares or len(known) != len(shares):
        return Receivers(_ALONE, (Hole("shares-unknown", "", WHOLE),))
    return resolved(situation, known)


def resolved(situation: Situation, shares: Iterable[tuple[str, Ratio]]) -> Receivers:
    """Give shares with successors in the place of whoever is gone, and what is left open."""
    named = list(shares)
    sum_of = total(share for _, share in named)
    if is_less(WHOLE, sum_of):
        return Receivers(_ALONE, (Hole("shares-above-one", "", minus(sum_of, WHOLE)),))
    found, holes = taken_by(situation, named)
    short = minus(WHOLE, sum_of)
    if short[0]:
        holes.append(Hole("shares-short", "", short))
        found.append((UNASSIGNED, short))
    return Receivers(summed(found), tuple(sorted(holes, key=lambda hole: hole.key)))


def taken_by(
    situation: Situation, shares: Iterable[tuple[str, Ratio]]
) -> tuple[list[tuple[str, Ratio]], list[Hole]]:
    """Give who holds shares in the place of whoever is gone, and a hole for what nobody takes."""
    found, lost = [], []
    for party, share in shares:
        for taker, part in _places(situation, party, frozenset()):
            held = times(share, part)
            if taker == UNASSIGNED:
                lost.append((party, held))
            found.append((taker, held))
    return found, [Hole("party-gone", party, share) for party, share in summed(lost)]


def summed(shares: Iterable[tuple[str, Ratio]]) -> Shares:
    """Add up what each holds, in the order of names, without those who hold nothing."""
    sums: dict[str, Ratio] = {}
    for party, share in shares:
        sums[party] = plus(sums.get(party, NOTHING), share)
    return tuple(sorted((party, share) for party, share in sums.items() if share[0]))


def times(a: Ratio, b: Ratio) -> Ratio:
    """Give a share of a share.

    Example:
        >>> times((1, 2), (2, 3))
        (1, 3)
    """
    return lowest_terms(a[0] * b[0], a[1] * b[1])


def _co_owners(situation: Situation) -> Receivers:
    """Give each member by its copyright share."""
    if not situation.members:
        hole = Hole("members-unknown", "", WHOLE)
        return Receivers(_ALONE, (hole,), keeps_names=True)
    known = [(one.party, one.copyright) for one in situation.members if one.copyright is not None]
    unknown = [one.party for one in situation.members if one.copyright is None]
    left = minus(WHOLE, total(share for _, share in known))
    if unknown and left[0] > 0:
        each = lowest_terms(left[0], left[1] * len(unknown))
        known += [(party, each) for party in unknown]
    found = resolved(situation, known)
    return Receivers(found.shares, found.holes, keeps_names=True, is_presumed=bool(unknown))


def _places(situation: Situation, party: str, seen: frozenset[str]) -> Iterator[tuple[str, Ratio]]:
    """Give who stands in a party's place, each with its part of the party's share."""
    if party not in situation.gone:
        yield party, WHOLE
        return
    next_ones = situation.successors.get(party, ()) if party not in seen else ()
    for successor, part in next_ones:
        for taker, of_part in _places(situation, successor, seen | {party}):
            yield taker, times(part, of_part)
    left = minus(WHOLE, total(part for _, part in next_ones))
    if left[0] > 0:
        yield UNASSIGNED, left
