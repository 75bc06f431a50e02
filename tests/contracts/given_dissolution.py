"""Short ways to write the end of a committee in tests."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from contracts.dissolution.outcome import Outcome, Planned
from contracts.dissolution.situation import Clause, MemberShares, Situation
from contracts.money import Ratio
from contracts.rights.extent import Extent, everything
from contracts.rights.grants import Grants, Title, Transfer
from contracts.rights.holding import Shares, holdings
from contracts.rights.vocabulary import tree_of

COMMITTEE = "committee:cmt_1/copyright"
MADE = dt.date(2026, 1, 1)
END = dt.date(2027, 4, 1)
WHOLE: Ratio = (1, 1)


def title(*stakes: tuple[str, Ratio], grant: str = "title", extent: Extent | None = None) -> Title:
    held = stakes or ((COMMITTEE, WHOLE),)
    return Title(id=grant, extent=extent or everything(MADE), stakes=held, origin="maker_29")


def owned(*stakes: tuple[str, Ratio]) -> dict[str, Grants]:
    """One work, held by the committee alone or as told."""
    return {"work_1": Grants(titles=(title(*stakes),))}


def members(**copyright: Ratio | None) -> tuple[MemberShares, ...]:
    """Members whose three shares are the same."""
    return tuple(
        MemberShares(party=party, investment=share, copyright=share, profit=share)
        for party, share in copyright.items()
    )


def ending(*clauses: Clause, **more: Any) -> Situation:
    """Three members A 1/2, B 1/3, C 1/6, A leads; one work."""
    fields: dict[str, Any] = {
        "committee_holder": COMMITTEE,
        "works": owned(),
        "members": members(A=(1, 2), B=(1, 3), C=(1, 6)),
        "lead": "A",
        "clauses": clauses,
        "transfer_day": END,
    }
    return Situation(**(fields | more))


def applied(grants: Grants, planned: Iterable[Planned], work: str = "work_1") -> Grants:
    """The register after the transfers are recorded, in their order."""
    moved = tuple(
        Transfer(
            id=f"planned-{number}",
            extent=each.extent,
            giver=each.giver,
            taker=each.taker,
            share=each.share,
            ground="dissolution",
        )
        for number, each in enumerate(planned)
        if each.work == work
    )
    return Grants(
        titles=grants.titles,
        transfers=(*grants.transfers, *moved),
        licences=grants.licences,
        endings=grants.endings,
    )


def point(media: str, place: str = "JP", day: dt.date = END) -> Extent:
    """One medium in one country on one day, for all acts and languages."""
    whole = everything(day)
    return Extent(
        whole.acts,
        tree_of("media").bits(media),
        tree_of("territories").bits(place),
        whole.languages,
        day,
        day,
    )


def holders(grants: Grants, where: Extent) -> Shares:
    (held,) = holdings(grants, where)
    return held.shares


def after(situation: Situation, outcome: Outcome, where: Extent, work: str = "work_1") -> Shares:
    """Who holds a point once the transfers are recorded."""
    return holders(applied(situation.works[work], outcome.transfers, work), where)
