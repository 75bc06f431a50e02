"""What one leaf of a period close says, as canonical JSON, and how identifiers are spelled.

Register and auditor make the leaves here, so that they cannot spell them differently.

Source:
    docs/LOG-FORMAT.md chapter 10.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from ledger.log import canonical

SHARE_SETS: Final = ("investment", "copyright", "profit")
DRAFT: Final = "draft"


def balance(agreement: str, account: str, currency: str, amount_minor: int) -> bytes:
    """Return the leaf of an account of an agreement: the sum of all its postings."""
    return canonical.encode(
        {
            "kind": "balance",
            "agreement": agreement,
            "account": account,
            "currency": currency,
            "amount_minor": amount_minor,
        }
    )


def positions(agreement: str, position: Mapping[str, int]) -> Iterator[bytes]:
    """Yield the leaves of where an agreement stands after its last run, one for each name."""
    for name, amount in position.items():
        yield canonical.encode(
            {"kind": "position", "agreement": agreement, "name": name, "amount_minor": amount}
        )


def carried(payer: str, payee: str, currency: str, amount_minor: int, statement: str) -> bytes:
    """Return the leaf of what the last statement between two parties carries over."""
    return canonical.encode(
        {
            "kind": "carried",
            "payer": payer,
            "payee": payee,
            "currency": currency,
            "amount_minor": amount_minor,
            "statement": statement,
        }
    )


def holdings(committee: str, status: str, members: Sequence[Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield the leaves of who holds what of a committee; none of a set that is not fully known.

    Args:
        committee: Its id.
        status: A draft names members seen in credits and has no shares.
        members: `party` and, in each share set that is known, `num` and `den`.
    """
    for share_set in SHARE_SETS if status != DRAFT else ():
        if any(member.get(share_set) is None for member in members):
            continue
        for member in members:
            yield canonical.encode(
                {
                    "kind": "holding",
                    "committee": committee,
                    "share_set": share_set,
                    "party": member["party"],
                    "num": member[share_set]["num"],
                    "den": member[share_set]["den"],
                }
            )


def concerns(leaf: bytes, party: str) -> bool:
    """Tell whether a leaf is a party's own: her holding, her account, what is carried to her."""
    value = canonical.decode(leaf)
    if party in (value.get("party"), value.get("payee")):
        return True
    return party in str(value.get("account") or value.get("name") or "").split(":")


def latest_begun(versions: Iterable[tuple[str, int]], day: str) -> int | None:
    """Return which version of a committee is in force on a day, or None before the first.

    Of several that begin on one day the last recorded holds.

    Args:
        versions: (first day, number) of each version.
        day: As `2026-03-31`.
    """
    begun = [version for version in versions if version[0] <= day]
    return max(begun)[1] if begun else None
