"""Whose shares a new version of a committee moves; pure, for the register and the auditor alike."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

SHARES: Final = ("investment", "copyright", "profit")


def moved(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the parties whose shares differ, or who join or leave, in the order of their ids.

    Args:
        before: Members as plain JSON values: `party`, and each share that is known.
        after: The same, of the version that follows.
    """
    old, new = _shares(before), _shares(after)
    return sorted(party for party in old | new if old.get(party) != new.get(party))


def _shares(members: Iterable[Mapping[str, Any]]) -> dict[str, list[tuple[int, int] | None]]:
    return {member["party"]: [_ratio(member.get(share)) for share in SHARES] for member in members}


def _ratio(share: Mapping[str, int] | None) -> tuple[int, int] | None:
    return (share["num"], share["den"]) if share else None
