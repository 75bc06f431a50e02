"""Short ways to write grants in tests: 配信・日本 from April 2027, a title, a licence."""

import datetime as dt
from typing import Any

from contracts.money import Ratio
from contracts.rights.extent import VOCABULARY, Extent, everything, resolve
from contracts.rights.grants import Licence, Title, Transfer

DAY = dt.date
MADE = DAY(2026, 1, 1)
ALL = everything(MADE)


def reach(
    media: str = "all",
    places: str = "WW",
    first: str = "2026-01-01",
    until: str | None = None,
    acts: str = "all",
) -> Extent:
    """Codes are separated by blanks; a code after a minus is excluded: "WW -JP"."""
    return resolve(
        {
            "vocabulary": VOCABULARY,
            "acts": _axis(acts),
            "media": _axis(media),
            "territories": _axis(places),
            "first": first,
            "until": until,
        }
    )


def _axis(codes: str) -> dict[str, list[str]]:
    words = codes.split()
    return {
        "include": [word for word in words if not word.startswith("-")],
        "exclude": [word[1:] for word in words if word.startswith("-")],
    }


def title(grant: str = "title", extent: Extent = ALL, **stakes: Ratio) -> Title:
    return Title(id=grant, extent=extent, stakes=tuple(stakes.items()), origin="maker_29")


def transfer(
    grant: str, giver: str, taker: str, share: Ratio | None, extent: Extent, **more: Any
) -> Transfer:
    fields = {"names_27_28": True} | more
    return Transfer(id=grant, extent=extent, giver=giver, taker=taker, share=share, **fields)


def licence(grant: str, extent: Extent, exclusivity: Any = "exclusive", **more: Any) -> Licence:
    fields = {"licensors": ("S",), "licensee": grant.upper()} | more
    return Licence(id=grant, extent=extent, exclusivity=exclusivity, **fields)
