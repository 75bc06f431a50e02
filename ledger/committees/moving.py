"""How shares move when members come, go or are succeeded; pure, for register and auditor alike.

Members are plain JSON values: `party`, and of the sets investment, copyright and profit each share
that is known. Who has no share left in any known set is no member any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, Final

from contracts.apportion import hamilton
from ledger.errors import RuleViolation

SETS: Final = ("investment", "copyright", "profit")

Member = Mapping[str, Any]
Members = Sequence[Member]
Moved = Mapping[str, Mapping[str, int]]
"""Share set to how much of the whole moves."""


def parties_of(members: Iterable[Member]) -> list[str]:
    """Return who the members are."""
    return [member["party"] for member in members]


def share_of(members: Iterable[Member], party: str, share_set: str) -> Fraction | None:
    """Return a member's share; None if he is none, or it is not known."""
    found = [member.get(share_set) for member in members if member["party"] == party]
    return _fraction(found[0]) if found and found[0] else None


def all_of(members: Members, giver: str) -> dict[str, dict[str, int]]:
    """Return everything that a member has in the sets that are known."""
    shares = {name: share_of(members, giver, name) for name in SETS}
    return {name: _ratio(share) for name, share in shares.items() if share is not None}


def transferred(members: Members, giver: str, taker: str, moved: Moved) -> list[dict[str, Any]]:
    """Return the members after a share passed from one to another, who may be new.

    Raises:
        RuleViolation: The share is not known, or is more than the giver has; names both.

    Example:
        A 3/5 and B 2/5; B gives C 1/10 of everything: A 3/5, B 3/10, C 1/10.
    """
    result = [dict(member) for member in members]
    if taker not in parties_of(result):
        known = [name for name in SETS if any(member.get(name) for member in members)]
        zero: dict[str, Any] = {name: {"num": 0, "den": 1} for name in known}
        result.append({"party": taker, **zero})
    for name, amount in moved.items():
        held = share_of(members, giver, name)
        if held is None or _fraction(amount) > held:
            raise RuleViolation(
                "share-not-held",
                field=f"shares.{name}",
                value=_written(_fraction(amount)),
                expected="a known share" if held is None else f"at most {_written(held)}",
                giver=giver,
            )
        _add(result, giver, name, -_fraction(amount))
        _add(result, taker, name, _fraction(amount))
    return [member for member in result if member["party"] != giver or _has_share(member)]


def succeeded(
    members: Members, party: str, successors: Sequence[tuple[str, Fraction]]
) -> list[dict[str, Any]]:
    """Return the members after others took one's place, each for its part of it.

    Source:
        General succession needs no consent of the co-owners: commentary to the Copyright Act,
        article 65(1).

    Example:
        A 3/5 and B 2/5; B merged into A: A has everything. B's heirs C and D with halves: 1/5 each.
    """
    staying = [member["party"] for member in members if member["party"] != party]
    result: list[dict[str, Any]] = []
    for member in members:
        if member["party"] != party:
            result.append(dict(member))
            continue
        rest = {name: value for name, value in member.items() if name not in (*SETS, "name")}
        result += [{**rest, "party": heir} for heir, _ in successors if heir not in staying]
    for heir, part in successors:
        for name, share in all_of(members, party).items():
            _add(result, heir, name, _fraction(share) * part)
    return result


def without(members: Members, party: str) -> list[dict[str, Any]]:
    """Return the members after one left, the others taking its shares as they stand to each other.

    Raises:
        RuleViolation: The leaver had everything of a set: nobody could take it.

    Source:
        Civil Code, articles 676 and 681: the partnership's property stays with the partners that
        remain; the leaver is paid. In which proportion is for the contract; this is the usual one,
        to be confirmed.

    Example:
        A 1/2, B 3/10, C 1/5; C leaves: A 1/2 / 4/5 = 5/8 and B 3/10 / 4/5 = 3/8.
    """
    result = [dict(member) for member in members if member["party"] != party]
    for name, share in all_of(members, party).items():
        rest = 1 - _fraction(share)
        if rest == 0:
            raise RuleViolation(
                "nobody-remains",
                field="party",
                value=party,
                expected=f"other members with a share of {name}",
            )
        for member in result:
            member[name] = _ratio(_fraction(member[name]) / rest)
    return result


def refund(net_assets_minor: int, share: Fraction) -> int:
    """Return what a leaver is paid; less than nothing is what it owes for its part of the loss.

    Args:
        net_assets_minor: What the partnership has, less its debts, on the day of leaving.
        share: The leaver's.

    Source:
        Civil Code, article 681(1): settled by the state of the property at the time of leaving;
        681(2): in money, whatever was contributed; 674 for a loss. Cut off toward zero.

    Example:
        >>> refund(10_000_001, Fraction(3, 10)), refund(-1_000_001, Fraction(3, 10))
        (3000000, -300000)
    """
    whole = abs(net_assets_minor) * share.numerator // share.denominator
    return whole if net_assets_minor >= 0 else -whole


def owed(amount_minor: int, members: Members) -> list[dict[str, Any]]:
    """Return what each member owes of a capital call, by investment shares.

    Raises:
        RuleViolation: The investment shares are not known.

    Source:
        Civil Code, article 667; odd units by the largest remainder, as everywhere here.

    Example:
        10,000,001 over 1/2, 3/10, 1/5: 5,000,000.5, 3,000,000.3 and 2,000,000.2; cut down one yen
        is left, and 0.5 is the largest remainder: 5,000,001, 3,000,000 and 2,000,000.
    """
    shares = [share_of(members, party, "investment") for party in parties_of(members)]
    known = [share for share in shares if share is not None]
    if not members or len(known) != len(members):
        raise RuleViolation(
            "investment-unknown",
            field="committee",
            value=None,
            expected="an investment share of every member",
        )
    whole = lcm(*(share.denominator for share in known))
    parts = hamilton(amount_minor, [int(share * whole) for share in known])
    return [
        {"party": party, "amount_minor": part}
        for party, part in zip(parties_of(members), parts, strict=True)
    ]


def renamed(value: Any, party: str, successor: str) -> Any:
    """Return a plain JSON value in which a successor stands wherever a party stood."""
    if isinstance(value, dict):
        return {name: renamed(inner, party, successor) for name, inner in value.items()}
    if isinstance(value, list):
        return [renamed(inner, party, successor) for inner in value]
    return successor if value == party else value


def named_still(contract: Mapping[str, Any], party: str) -> list[str]:
    """Return the places of a contract, other than among its members, that name a party."""
    found: list[str] = []

    def look(value: Any, place: str) -> None:
        if isinstance(value, Mapping):
            for name, inner in value.items():
                look(inner, f"{place}.{name}")
        elif isinstance(value, list | tuple):
            for number, inner in enumerate(value):
                look(inner, f"{place}[{number}]")
        elif value == party:
            found.append(place)

    for field in ("lead", "windows", "plan"):
        look(contract.get(field), field)
    return sorted(found)


def _has_share(member: Member) -> bool:
    return any(_fraction(member[name]) for name in SETS if member.get(name))


def _add(members: Iterable[dict[str, Any]], party: str, share_set: str, amount: Fraction) -> None:
    for member in members:
        if member["party"] == party:
            held = member.get(share_set)
            member[share_set] = _ratio((_fraction(held) if held else Fraction(0)) + amount)
            return


def _fraction(share: Mapping[str, int]) -> Fraction:
    return Fraction(share["num"], share["den"])


def _ratio(share: Fraction) -> dict[str, int]:
    return {"num": share.numerator, "den": share.denominator}


def _written(share: Fraction) -> str:
    return str(share)
