"""What each window of a committee reaches, when several are for one use.

Rules kept here:
1. A window reaches its media in its territory. Overseas is the world without Japan; with a
   territory of its own abroad (a China window) it is that territory.
2. A territory that no code names gives nothing, except that overseas stays overseas.
3. The more specific window is carved out of the wider one (`contracts.rights.mandates`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from contracts.rights.extent import Extent, everything, on_axis
from contracts.rights.grants import Mandate
from contracts.rights.mandates import carved
from contracts.rights.vocabulary import committee_uses, tree_of

_SINCE: Final = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Reaching:
    """A window with a part of what it reaches.

    Attributes:
        window: As plain JSON.
        mandate: For whom it signs, and what.
    """

    window: Mapping[str, Any]
    mandate: Mandate


def reached_by(windows: Iterable[Mapping[str, Any]], holder: str) -> list[Reaching]:
    """Return what each window may sign for, in parts that no more specific window reaches.

    Args:
        windows: Of a version, as plain JSON.
        holder: Whom they bind.
    """
    reaching = [
        Reaching(window, mandate)
        for window in windows
        if (mandate := _mandate(window, holder)) is not None
    ]
    mandates = [each.mandate for each in reaching]
    return [
        Reaching(each.window, part) for each in reaching for part in carved(each.mandate, mandates)
    ]


def _mandate(window: Mapping[str, Any], holder: str) -> Mandate | None:
    extent = _extent(window)
    if extent is None:
        return None
    clause = window.get("clause") or ""
    return Mandate(
        holder=holder,
        extent=extent,
        representative=window["holder"],
        ground="window",
        clause=clause,
    )


def _extent(window: Mapping[str, Any]) -> Extent | None:
    use, tree = committee_uses()[window["medium"]], tree_of("territories")
    code = window.get("territory", "JP")
    named = tree.bits(code) if code in tree.nodes else 0
    where = named
    if use.territories is not None:
        where = named & use.territories or use.territories
    if not where:
        return None
    reach = on_axis(everything(_SINCE), "media", use.media)
    return on_axis(reach, "territories", where)
