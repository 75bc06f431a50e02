"""Whose shares a new version of a committee moves; pure, for the register and the auditor alike."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

SHARES: Final = ("investment", "copyright", "profit")
BY_ITSELF: Final = ("term", "insolvency")
"""Grounds of a dissolution that come about without anybody's will (民法682条2号・3号; 破産法)."""
_SAYING_MEMBERS: Final = ("AmendCommittee/1", "AdmitMember/1")


def moved(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the parties whose shares differ, or who join or leave, in the order of their ids.

    Args:
        before: Members as plain JSON values: `party`, and each share that is known.
        after: The same, of the version that follows.
    """
    old, new = _shares(before), _shares(after)
    return sorted(party for party in old | new if old.get(party) != new.get(party))


def losing(
    before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]], joining: str = ""
) -> list[str]:
    """Return the parties that would have less than they had: nobody else gives their shares away.

    Whoever joins takes its part from all in proportion; who would lose more than that is named.
    Shares that nobody knew cannot be lost.

    Args:
        before: Members as plain JSON values: `party`, and each share that is known.
        after: The same, of the version that follows.
        joining: Who is taken in, and comes by its shares at the cost of the others.

    Example:
        A, B and C have 1/3 each and N joins with 1/4: 1/4 each is in proportion. With A 1/3, B 1/12
        and C 1/3 it is not: B loses.
    """
    old, now = list(before), {member["party"]: member for member in after}
    return [
        member["party"]
        for member in old
        if any(
            _part(now.get(member["party"]), share)
            < _part(member, share) * (1 - _part(now.get(joining), share))
            for share in SHARES
        )
    ]


def _part(member: Mapping[str, Any] | None, share: str) -> Fraction:
    ratio = _ratio((member or {}).get(share))
    return Fraction(*ratio) if ratio else Fraction(0)


def concerned(kind: str, body: Mapping[str, Any], before: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return whose rights a command about members moves: who wants it signed must have signed it.

    What happens by law, such as a succession or a death, waits for nobody's signature.

    Args:
        kind: Type of the command.
        body: What it asks for, as plain JSON values.
        before: Members of the newest version, in the same form.
    """
    if kind in _SAYING_MEMBERS and "members" in body:
        return moved(before, body["members"])
    if kind == "TransferMemberShare/1":
        return [body["giver"], body["taker"]]
    if kind == "RecordLeaving/1" and body["ground"] == "withdrawal":
        return [body["party"]]
    return sorted(member["party"] for member in before) if _ends_it(kind, body) else []


def _ends_it(kind: str, body: Mapping[str, Any]) -> bool:
    """Tell whether the members end their committee, or by another plan than they had agreed on."""
    if kind == "BeginDissolution/1":
        return body["ground"] not in BY_ITSELF
    return kind == "CompleteDissolution/1" and ("dispositions" in body or says_whose(body))


def says_whose(body: Mapping[str, Any]) -> bool:
    """Tell whether an end says itself whom income or money without owner goes to."""
    return bool(body.get("main") or body.get("owners")) or body.get("income") == "as_before"


def _shares(members: Iterable[Mapping[str, Any]]) -> dict[str, list[tuple[int, int] | None]]:
    return {member["party"]: [_ratio(member.get(share)) for share in SHARES] for member in members}


def _ratio(share: Mapping[str, int] | None) -> tuple[int, int] | None:
    return (share["num"], share["den"]) if share else None
