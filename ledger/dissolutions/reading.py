"""Plans, members and outcomes between plain JSON and the values that `contracts` computes with.

Pure: the door reads its views with it, and the auditor the facts themselves.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from contracts.dissolution.outcome import Outcome, Planned
from contracts.dissolution.situation import Clause, MemberShares
from contracts.money import Ratio
from contracts.rights.extent import VOCABULARY, Extent
from contracts.rights.grants import UNASSIGNED
from contracts.rights.holding import Shares
from contracts.rights.vocabulary import AXES, tree_of
from ledger.rights.checks import in_codes
from ledger.rights.reading import as_leaves

Body = Mapping[str, Any]

GROUND: Final = "dissolution"


def clause_of(said: Body) -> Clause:
    """Read a clause, of a committee's plan or of an end."""
    shares = tuple((one["party"], share_of(one["share"])) for one in said.get("shares") or ())
    return Clause(
        outcome=said["outcome"],
        media=tuple(said.get("rights") or ()),
        to=said.get("to"),
        shares=shares or None,
        after_years=said.get("after_years") or 0,
        price_minor=said.get("price_minor"),
        set_off=said.get("set_off") or False,
        clause=said.get("clause") or "",
    )


def member_of(said: Body) -> MemberShares:
    """Read a member of a committee's version."""
    return MemberShares(
        party=said["party"],
        investment=_known(said.get("investment")),
        copyright=_known(said.get("copyright")),
        profit=_known(said.get("profit")),
    )


def share_of(said: Body) -> Ratio:
    """Read a share."""
    return said["num"], said["den"]


def _known(said: Body | None) -> Ratio | None:
    return share_of(said) if said else None


def share_as_data(share: Ratio) -> dict[str, int]:
    """Write a share."""
    return {"num": share[0], "den": share[1]}


def cells_of(outcome: Outcome) -> list[dict[str, Any]]:
    """Write every cell with its holders before and after, as a fact holds them."""
    return [
        {
            "work": row.work,
            "extent": as_leaves(row.extent),
            "before": _holdings(row.before),
            "after": _holdings(row.after),
            **({"clause": row.clause} if row.clause else {}),
        }
        for row in outcome.rows
    ]


def _holdings(shares: Shares) -> list[dict[str, Any]]:
    return [{"holder": holder, "share": share_as_data(share)} for holder, share in shares]


def transfer_as_data(planned: Planned) -> dict[str, Any]:
    """Write what a transfer of an end says of the right, as its fact holds it."""
    return {
        "work": planned.work,
        "giver": planned.giver,
        "taker": planned.taker,
        "share": share_as_data(planned.share),
        "extent": written(planned.extent),
        "resolved": as_leaves(planned.extent),
        "ground": GROUND,
        "articles_27_28_expressly": False,
    }


def written(extent: Extent) -> dict[str, Any]:
    """Write an extent in codes, with every axis, as somebody could have written it."""
    codes = in_codes(extent)
    whole: dict[str, Any] = {axis: {"include": [next(iter(tree_of(axis).nodes))]} for axis in AXES}
    return {"vocabulary": VOCABULARY, **whole, **codes}


def holders_of(sets: Mapping[str, Shares]) -> list[dict[str, Any]]:
    """Write who takes a committee's place: each party with its three shares.

    A set of which a part has nobody is not known, and nobody's share in it is written: its money
    waits in a named account until the whole of it has holders.

    Args:
        sets: `investment`, `copyright` and `profit`.
    """
    parties = {party for shares in sets.values() for party, _ in shares} - {UNASSIGNED}
    found = []
    for party in sorted(parties):
        row: dict[str, Any] = {"party": party}
        for name, shares in sets.items():
            if UNASSIGNED not in dict(shares):
                row[name] = share_as_data(dict(shares).get(party, (0, 1)))
        found.append(row)
    return found


def parties_of(holders: Iterable[str]) -> list[str]:
    """Return the parties among holders."""
    return [holder for holder in holders if holder.startswith("party_")]
