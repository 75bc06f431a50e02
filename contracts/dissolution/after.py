"""Whom a committee's share sets mean after its end: `committee:<id>/investment|copyright|profit`.

    holders_after(situation, money_from) -> tuple[HolderSets, ...]     in the order of days

Agreements go on naming the committee's sets; so the members' part is paid on, to whoever took their
place. One group is the main one: the one that the plan names, else the receivers of the clause for
the rest, else those of most media. Media that go to others need agreements of their own.

Rules kept here:
1. Co-owners: by copyright shares, in all three sets; with `income` "as_before", each set as it was.
2. One receiver, or receivers with shares: they, in all three sets.
3. A manager only manages: its beneficiaries keep each set as it was.
4. A later clause changes the sets from its day on.

Source:
    Civil Code of Japan, articles 249 and 264 (co-owners have the fruits by their shares), 667, 674.
    Example by hand: investment A 60%, B 40%; copyright A 1/2, B 1/2. Co-ownership from April 2027:
    all three sets A 1/2, B 1/2. "As before": investment 60/40, copyright 1/2 each. With "the lead
    A after five years": from the same day of 2032 on, all three sets A.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from contracts.dissolution.bounds import check_fineness
from contracts.dissolution.places import Place, clause_on
from contracts.dissolution.receivers import Hole, Receivers, ShareSet, shares_of
from contracts.dissolution.situation import Clause, Situation
from contracts.dissolution.stepping import Plan, plan_of
from contracts.errors import TermsInvalid
from contracts.rights.holding import Shares


@dataclass(frozen=True, slots=True)
class HolderSets:
    """The three sets from a day on.

    Attributes:
        since: First day.
        investment: Holders with shares that sum to one, with what is unassigned.
        copyright: The same for 著作権持分.
        profit: The same for profit and loss.
        media: Words of committees that the sets stand for.
        holes: Why something is unassigned, by set.
    """

    since: dt.date
    investment: Shares
    copyright: Shares
    profit: Shares
    media: tuple[str, ...]
    holes: tuple[tuple[ShareSet, Hole], ...] = ()


def holders_after(situation: Situation, money_from: dt.date) -> tuple[HolderSets, ...]:
    """Give whom the committee's share sets mean after its end, from each day on which that changes.

    Args:
        situation: The committee.
        money_from: First day of the first month whose money is theirs.

    Raises:
        TermsInvalid: "disposition-main-unknown" when `main` is no word of this plan,
            "disposition-share-too-fine", and as `contracts.dissolution.situation.check`.
    """
    plan = plan_of(situation)
    main = _main_words(plan)
    days = sorted({phase.since for place in plan.layout for phase in place.phases})
    known: dict[dt.date, HolderSets] = {}
    for day in days:
        words = _largest([place for place in plan.layout if place.word in main], plan, day)
        clause = clause_on(words[0], day)
        since = max(day, money_from) if day != situation.transfer_day else money_from
        known[since] = _sets(plan, clause, since, tuple(place.word for place in words))
    found: list[HolderSets] = []
    for sets in known.values():
        check_fineness((sets.investment, sets.copyright, sets.profit), "clauses")
        if not found or _content(found[-1]) != _content(sets):
            found.append(sets)
    return tuple(found)


def _main_words(plan: Plan) -> frozenset[str]:
    """Give the words of the main group on the day of transfer."""
    named, day = plan.situation.main, plan.situation.transfer_day
    words = [place.word for place in plan.layout]
    if named and named not in words:
        raise TermsInvalid(
            "disposition-main-unknown",
            f"main is {named!r}, and no clause tells it apart.",
            field="main",
            value=named,
            expected=f"one of {', '.join(words)}",
        )
    if named:
        return frozenset((named,))
    rest = [place for place in plan.layout if _is_rest(clause_on(place, day))]
    return frozenset(place.word for place in _largest(rest or plan.layout, plan, day))


def _is_rest(clause: Clause | None) -> bool:
    return clause is not None and not clause.media


def _largest(among: Sequence[Place], plan: Plan, day: dt.date) -> list[Place]:
    """Give the places that have the same receivers as most others; of equals, the first."""
    alike: dict[tuple[Shares, Shares], list[Place]] = {}
    for place in among:
        got = plan.receivers[clause_on(place, day)]
        alike.setdefault((got.shares, got.beneficiaries), []).append(place)
    return max(alike.values(), key=len)


def _sets(plan: Plan, clause: Clause | None, since: dt.date, media: tuple[str, ...]) -> HolderSets:
    got = plan.receivers[clause]
    as_before = got.beneficiaries or (got.keeps_names and plan.situation.income == "as_before")
    names: tuple[ShareSet, ...] = ("investment", "copyright", "profit")
    three: dict[ShareSet, Receivers] = {
        name: shares_of(plan.situation, name) if as_before else got for name in names
    }
    holes = tuple((name, hole) for name, found in three.items() for hole in found.holes)
    investment, copyright_, profit = (three[name].shares for name in names)
    return HolderSets(since, investment, copyright_, profit, media, holes)


def _content(sets: HolderSets) -> tuple[object, ...]:
    return sets.investment, sets.copyright, sets.profit
