"""Options, first refusals and first negotiations: while they are open, what they keep closed.

Pure: the rules at the door and the auditor ask the same.

    check_optioned(near, wanted, agreed, day)   refuses what an open one keeps for its holder
    is_open(one, day), until_of(one)            whether it binds on a day; its last day

Rules kept here:
1. An option is open from the day it is recorded until its last day, unless it was exercised or let
   go of; it lapses by itself on the day after.
2. While an `option` is open, nobody else is licensed or given what it reaches, unless its holder
   agrees.
3. Under a `first_refusal` somebody else gets it only if his offer was put to the holder, who
   declined or did not answer in time; under a `first_negotiation` any offer to the holder will do.

Source:
    Civil Code, articles 556 and 559 (予約, 予約完結権). That a grant against an option on record is
    refused, and not only a breach of contract, is our choice.
    Example by hand: H has an option on SVOD in Japan from 2027-01-01 to 2027-12-31. A licence of it
    to X decided on 2027-06-01 is refused; one decided on 2028-01-01 is not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from contracts.rights.extent import Extent, describe, overlap, touches
from ledger.errors import RuleViolation
from ledger.rights.checks import (
    Agreed,
    in_codes,
)
from ledger.rights.reading import Recorded, day_of, extent_of, first_ending

Body = Mapping[str, Any]

OPTION: Final = "option"
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody would be granted, or promised.

    Attributes:
        extent: What.
        givers: Who would grant it.
        taker: Who would have it.
        grants: "licence" or "transfer".
    """

    extent: Extent
    givers: tuple[str, ...]
    taker: str
    grants: str

    @classmethod
    def of(cls, body: Body, extent: Extent) -> "Wanted":
        """Read it from the fact of a licence, a transfer or an option."""
        if "licensors" in body:
            return cls(extent, (*body["licensors"],), body["licensee"], "licence")
        if "grantors" in body:
            return cls(extent, (*body["grantors"],), body["holder"], body["grants"])
        return cls(extent, (body["giver"],), body["taker"], "transfer")


def closing(near: Iterable[Recorded], wanted: Wanted) -> list[Recorded]:
    """Give the options of others that matter to a grant, open or not.

    A promise of a licence by first refusal does not keep a share from being transferred, nor the
    other way round.
    """
    return [
        one
        for one in near
        if one.kind == "option"
        and one.body["holder"] != wanted.taker
        and set(one.body["grantors"]) & {*wanted.givers}
        and (one.body["grants"] == wanted.grants or _takes_all(one, wanted))
        and touches(extent_of(one.body), wanted.extent)
    ]


def _takes_all(one: Recorded, wanted: Wanted) -> bool:
    """Tell whether a licence would spoil an option on the share itself."""
    return one.body["claim"] == OPTION and wanted.grants == "licence"


def check_optioned(
    near: Iterable[Recorded], wanted: Wanted, agreed: Agreed, day: date | None
) -> bool:
    """Refuse what an open option, or a first refusal, keeps for somebody else.

    Args:
        near: What is on record about the same part of the work.
        wanted: What would be granted.
        agreed: Who agreed; the holder of the option may be among them.
        day: Day of the decision; None leaves every option open that was not exercised.

    Returns:
        Whether there was an option to look at.

    Raises:
        RuleViolation: `rights-optioned`, `rights-first-refusal-open`, with the holder.
    """
    found = closing(near, wanted)
    for one in found:
        holder = one.body["holder"]
        speak = agreed.members.get(holder, (holder,))
        if all(party in agreed.present for party in speak) or not is_open(one, day):
            continue
        if one.body["claim"] == OPTION:
            _refuse_optioned("rights-optioned", one, wanted)
        if day is None or not _is_freed(one, wanted.taker, day):
            _refuse_optioned("rights-first-refusal-open", one, wanted)
    return bool(found)


def _refuse_optioned(code: str, one: Recorded, wanted: Wanted) -> None:
    both = overlap(extent_of(one.body), wanted.extent)
    raise RuleViolation(
        code,
        "somebody else may claim this use, and he has neither agreed nor let it pass",
        field="extent",
        value=one.body["id"],
        expected="the holder's consent, or an offer to him that he declined or left unanswered",
        holder=one.body["holder"],
        until=until_of(one).isoformat(),
        overlap=in_codes(both) if both else describe(wanted.extent, "en"),
    )


def until_of(one: Recorded) -> date:
    """Give the last day of an option, with its extensions."""
    return day_of(one.extensions[-1]["until"] if one.extensions else one.body["until"])


def is_open(one: Recorded, day: date | None) -> bool:
    """Tell whether an option still binds on a day; it binds before its first day as well."""
    if one.exercises:
        return False
    if day is None:
        return True
    ended = first_ending(one)
    return day <= until_of(one) and (ended is None or day < ended)


def _is_freed(one: Recorded, taker: str, day: date) -> bool:
    """Tell whether the holder let an offer pass, so that the taker may have it on a day."""
    for number, offer in enumerate(one.offers, start=1):
        if one.body["claim"] == "first_refusal" and offer.get("third") != taker:
            continue
        since = _free_since(one, number, offer)
        days = one.body.get("free_days")
        if since and since <= day and (days is None or day <= since + timedelta(days=days)):
            return True
    return False


def _free_since(one: Recorded, number: int, offer: Body) -> date | None:
    """Give the day on which an offer freed the grantors; None where the holder took it."""
    for answer in one.answers:
        if answer["offer"] == number:
            return day_of(answer["answered_on"]) if answer["answer"] == "declined" else None
    return day_of(offer["answer_by"]) + _ONE_DAY
