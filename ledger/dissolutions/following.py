"""What follows from an end, as facts hold it; pure, for the door and the auditor alike.

    sets_as_data(sets)                     whom the committee's share sets mean
    running_of(own, day, licences, moves)  licences that go on, with their licensors
    settled_of(situation, said)            debts, residue and deficit

Source:
    Copyright Act of Japan, article 63-2; Civil Code, articles 674, 675 and 688.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from contracts.dissolution.after import HolderSets
from contracts.dissolution.settlement import Asset, Debt, Settlement, division_of, prices, settle
from contracts.dissolution.situation import Situation
from ledger.dissolutions.reading import holders_of
from ledger.rights.positions import licensors_on
from ledger.rights.reading import Recorded, extent_of, last_day

Body = dict[str, Any]

_YEN: Final = "JPY"


def sets_as_data(sets: HolderSets) -> Body:
    """Write whom the three sets mean; a set of which a part has nobody is not known."""
    three = {"investment": sets.investment, "copyright": sets.copyright, "profit": sets.profit}
    return {
        "since": sets.since.isoformat(),
        "members": holders_of(three),
        "media": list(sets.media),
    }


def running_on(recorded: Iterable[Recorded], day: date) -> tuple[Recorded, ...]:
    """Return the licences that run on a day or begin later."""
    licences = (one for one in recorded if one.kind == "licence")
    return tuple(
        one
        for one in licences
        if (last := last_day(one)) is None or last >= max(day, extent_of(one.body).first)
    )


def running_of(
    own: Collection[str],
    day: date,
    licences: Iterable[Recorded],
    moves: Iterable[Mapping[str, Any]],
) -> Iterator[Body]:
    """Yield licences of a committee and its members, with their licensors before and after.

    Args:
        own: The committee as a holder, and its members.
        day: Day of transfer.
        licences: Those that go on.
        moves: Positions that pass: `licence`, `giver` and `taker`.
    """
    passed = {(move["licence"], move["giver"]): move["taker"] for move in moves}
    for one in licences:
        before = licensors_on(one, max(day, extent_of(one.body).first))
        if not set(own).isdisjoint(before):
            after = [passed.get((one.body["id"], licensor), licensor) for licensor in before]
            yield {
                "licence": one.body["id"],
                "licensee": one.body["licensee"],
                "before": list(before),
                "after": list(dict.fromkeys(after)),
            }


def settled_of(situation: Situation, said: Mapping[str, Any] | None) -> Body | None:
    """Divide what there is besides agreements; nothing where nothing was said and no price is.

    Args:
        situation: The committee.
        said: `currency`, `assets` and `debts`.
    """
    owed = prices(situation)
    if said is None and not owed:
        return None
    assets = [
        Asset(name=one["name"], amount_minor=one["amount_minor"], debtor=one.get("party") or "")
        for one in (said["assets"] if said else ())
    ]
    debts = [
        Debt(name=one["name"], creditor=one.get("party") or "", amount_minor=one["amount_minor"])
        for one in (said["debts"] if said else ())
    ]
    found = settle([*assets, *owed], debts, division_of(situation))
    return _settlement(found, said["currency"] if said else _YEN)


def _settlement(found: Settlement, currency: str) -> Body:
    return {
        "currency": currency,
        "assets_minor": found.assets_minor,
        "debts": [
            {
                "name": each.debt.name,
                "paid_minor": each.paid_minor,
                "open_minor": each.open_minor,
                **({"party": each.debt.creditor} if each.debt.creditor else {}),
            }
            for each in found.debts
        ],
        "parts": [
            {
                "party": each.party,
                "part_minor": each.part_minor,
                "price_minor": each.price_minor,
                "set_off_minor": each.set_off_minor,
            }
            for each in found.balances
        ],
    }
