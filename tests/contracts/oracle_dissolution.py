"""The end of a committee worked out at one point: slow, obvious, and written in another way.

A point is one leaf on every axis on one day; shares are Fractions; nothing is cut into cells.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from contracts.dissolution.situation import Clause, Situation
from contracts.rights.extent import Extent, covers
from contracts.rights.grants import UNASSIGNED, Grants
from contracts.rights.vocabulary import tree_of

Divided = dict[str, Fraction]

_OF_WORD = {
    "theatrical": ("theatrical",),
    "broadcast": ("broadcast",),
    "streaming": ("streaming",),
    "video": ("video",),
    "merchandise": ("merchandise",),
    "publishing": ("publishing",),
    "music": ("music",),
    "game": ("game",),
    "event": ("live",),
    "other": ("amusement", "derivative", "other-use"),
}


def held_at(grants: Grants, point: Extent) -> Divided:
    """Who holds a point; transfers of dissolution move everything they name."""
    held: Divided = {}
    for title in grants.titles:
        if covers(title.extent, point):
            for who, share in title.stakes:
                held[who] = held.get(who, Fraction(0)) + Fraction(*share)
    held[UNASSIGNED] = held.get(UNASSIGNED, Fraction(0)) + max(1 - sum(held.values()), Fraction(0))
    order = sorted(
        range(len(grants.transfers)), key=lambda n: (grants.transfers[n].extent.first, n)
    )
    for number in order:
        move = grants.transfers[number]
        if covers(move.extent, point):
            has = held.get(move.giver, Fraction(0))
            part = has if move.share is None else min(has, Fraction(*move.share))
            held[move.giver] = has - part
            held[move.taker] = held.get(move.taker, Fraction(0)) + part
    return {who: share for who, share in held.items() if share}


def after_at(situation: Situation, grants: Grants, point: Extent) -> Divided:
    """Who holds a point after the end."""
    before = held_at(grants, point)
    clause = _clause_at(situation, point)
    names = {member.party for member in situation.members}
    found: Divided = {}
    pool = Fraction(0)
    co_owned = clause is None or (clause.outcome == "co_ownership" and clause.shares is None)
    committee = situation.committee_holder.split("/")[0] + "/"
    for who, share in before.items():
        if who.startswith(committee) or (who in names and not co_owned):
            pool += share
        elif who in names:
            _give(situation, found, who, share)
        else:
            found[who] = found.get(who, Fraction(0)) + share
    for who, weight in _weights(situation, clause).items():
        _give(situation, found, who, pool * weight)
    return {who: share for who, share in found.items() if share}


def _give(situation: Situation, found: Divided, who: str, share: Fraction) -> None:
    for taker, part in _heirs(situation, who, []):
        found[taker] = found.get(taker, Fraction(0)) + share * part


def _heirs(situation: Situation, who: str, above: list[str]) -> Iterator[tuple[str, Fraction]]:
    if who not in situation.gone:
        yield who, Fraction(1)
        return
    rest = Fraction(1)
    if who not in above:
        for heir, share in situation.successors.get(who, ()):
            rest -= Fraction(*share)
            for taker, part in _heirs(situation, heir, [*above, who]):
                yield taker, part * Fraction(*share)
    yield UNASSIGNED, rest


def _weights(situation: Situation, clause: Clause | None) -> Divided:
    if clause is not None and clause.shares is not None:
        named = [(who, Fraction(*share)) for who, share in clause.shares]
    elif clause is None or clause.outcome == "co_ownership":
        named = _copyright(situation)
    else:
        to = clause.to or (situation.lead if clause.outcome == "lead" else None)
        named = [(to or UNASSIGNED, Fraction(1))]
    if sum(share for _, share in named) > 1:
        return {UNASSIGNED: Fraction(1)}
    found: Divided = {}
    for who, share in named:
        found[who] = found.get(who, Fraction(0)) + share
    found[UNASSIGNED] = found.get(UNASSIGNED, Fraction(0)) + 1 - sum(found.values())
    return found


def _copyright(situation: Situation) -> list[tuple[str, Fraction]]:
    known = [
        (one.party, Fraction(*one.copyright))
        for one in situation.members
        if one.copyright is not None
    ]
    unknown = [one.party for one in situation.members if one.copyright is None]
    left = Fraction(1) - sum((share for _, share in known), Fraction(0))
    if unknown and left > 0:
        known += [(party, left / len(unknown)) for party in unknown]
    return known


def _clause_at(situation: Situation, point: Extent) -> Clause | None:
    word = _word_at(situation, point)
    begun = [one for one in situation.clauses if _since(situation, one) <= point.first]
    own = [one for one in begun if word in one.media]
    rest = [one for one in begun if not one.media]
    return max(own or rest, key=lambda one: one.after_years, default=None)


def _word_at(situation: Situation, point: Extent) -> str:
    is_abroad = point.territories != tree_of("territories").bits("JP")
    if is_abroad and any("overseas" in one.media for one in situation.clauses):
        return "overseas"
    for word, nodes in _OF_WORD.items():
        if point.media & tree_of("media").bits(*nodes):
            return word
    raise AssertionError(point)


def _since(situation: Situation, clause: Clause) -> date:
    day = situation.transfer_day
    return date(day.year + clause.after_years, day.month, day.day)
