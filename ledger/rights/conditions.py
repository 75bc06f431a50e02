"""What a grant says of its own end and its price: the day it comes back, a bundle's amounts. Pure.

    reverts_on(clause, extent) -> date          the day of a reversion clause
    amounts_of(bundle) -> tuple[int, ...]       the price of a bundle by its parts
    encumbering(near, transfer) -> list[str]    pledges and attachments that pass with a share

Rules kept here:
1. A reversion clause names one day, or counts years from the first day of the grant; it lies after
   the first day and not after the end. What then happened is recorded as an ending.
2. A bundle's price is divided by its agreed parts to the last minor unit (largest remainder).

Source:
    Contracts of this trade (unused for n years, to be released by a day). Example by hand: 10,000
    yen, theatrical 1/3, streaming 1/3, merchandise 1/3: 3,333 each leaves 1, which the first of
    the equal remainders gets: 3,334, 3,333, 3,333. They sum to 10,000.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from math import lcm
from typing import Any, Final

from contracts.apportion import hamilton
from contracts.rights.extent import Extent, touches
from contracts.rights.grants import Transfer, moving
from ledger.errors import RuleViolation
from ledger.rights.checks import Agreed
from ledger.rights.reading import Recorded, day_of, extent_of, last_day

Body = Mapping[str, Any]

_ONE_DAY: Final = timedelta(days=1)
_UNLESS: Final[Mapping[str, tuple[str, str]]] = {
    "unused": ("その前に利用されたときを除く", "it was exploited before"),
    "not_released": ("その前に公開されたときを除く", "the work was released before"),
    "other": ("条項の定めによる", "the clause says otherwise"),
}


def reverts_on(clause: Body, extent: Extent) -> date:
    """Give the day on which a grant comes back unless the condition is met before.

    Example:
        Unused for 3 years, from 2026-04-01: it comes back on 2029-04-01 unless it was used until
        2029-03-31. From 29 February, counted into a year without one: on 1 March.

    Raises:
        RuleViolation: `reversion-day-missing`, `reversion-outside-term`.
    """
    by, years = clause.get("by"), clause.get("after_years")
    if (by is None) == (years is None):
        raise RuleViolation(
            "reversion-day-missing",
            field="reversion",
            value={"by": by and str(by), "after_years": years},
            expected="either by or after_years",
        )
    day = day_of(by) if by else _years_after(extent.first, years or 0)
    over = extent.until + _ONE_DAY if extent.until else None
    if day <= extent.first or (over is not None and day > over):
        raise RuleViolation(
            "reversion-outside-term",
            field="reversion.by" if by else "reversion.after_years",
            value=day.isoformat(),
            expected=f"after {extent.first}" + (f", {over} at the latest" if over else ""),
        )
    return day


def _years_after(first: date, years: int) -> date:
    try:
        return first.replace(year=first.year + years)
    except ValueError:  # 29 February
        return date(first.year + years, 3, 1)


def told_reversion(body: Body) -> dict[str, Any] | None:
    """Say when a grant comes back, and unless what; None without a reversion clause."""
    clause = body.get("reversion")
    if not clause:
        return None
    ja, en = _UNLESS[clause["condition"]]
    day, where = body["reverts_on"], clause["clause"]
    return {
        "on": str(day),
        "condition": clause["condition"],
        "clause": where,
        "ja": f"{day}に復帰。ただし{ja}（{where}）",
        "en": f"reverts on {day} unless {en} ({where})",
    }


def amounts_of(bundle: Body | None) -> tuple[int, ...] | None:
    """Divide the price of a bundle among its parts; None where no price is on record.

    Example:
        30,000,000 yen: theatrical 1/2, streaming 3/10, merchandise 1/5 are 15,000,000, 9,000,000
        and 6,000,000.
    """
    if not bundle or not bundle.get("price"):
        return None
    shares = [part["share"] for part in bundle["allocation"]]
    whole = lcm(*(share["den"] for share in shares))
    weights = [share["num"] * (whole // share["den"]) for share in shares]
    return tuple(hamilton(bundle["price"]["amount_minor"], weights))


def encumbering(near: Iterable[Recorded], transfer: Transfer) -> list[str]:
    """Give the pledges and attachments on what a giver transfers, in the order of recording.

    They follow the share: whoever received a burdened one gives it on burdened.
    """
    moved, known = moving(transfer), [*near]
    passed = {
        (name, one.body["taker"])
        for one in known
        if one.kind == "transfer" and touches(extent_of(one.body), transfer.extent)
        for name in one.body.get("encumbrances") or ()
    }
    return [
        one.body["id"]
        for one in known
        if one.kind == "encumbrance"
        and (one.body["holder"] == transfer.giver or (one.body["id"], transfer.giver) in passed)
        and moved is not None
        and touches(extent_of(one.body), moved)
        and ((last := last_day(one)) is None or last >= transfer.extent.first)
    ]


def reversion_of(body: Body, extent: Extent) -> dict[str, Any]:
    """Return the day of a grant's reversion clause, as the fact has it; nothing without one."""
    clause = body.get("reversion")
    return {"reverts_on": reverts_on(clause, extent).isoformat()} if clause else {}


def amounts_in(bundle: Body | None) -> dict[str, Any]:
    """Return the amounts of a bundle, as the fact has them; nothing without a price."""
    amounts = amounts_of(bundle)
    return {"bundle_amounts": [*amounts]} if amounts is not None else {}


def by_option(option: Recorded | None) -> dict[str, Any]:
    """Return by which option a grant came about, as the fact has it."""
    return {"option": option.body["id"]} if option else {}


def promised_by(agreed: Agreed, option: Recorded | None) -> Agreed:
    """Return who agreed, with those whose promise the holder of an option completed alone."""
    if option is None or option.body["completed_by"] != "holder":
        return agreed
    bound = {*option.body["grantors"], *(option.body.get("signers") or ())}
    return replace(agreed, present={*agreed.present, *bound})
