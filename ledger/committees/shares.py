"""A committee's three share sets: investment, copyright, profit and loss; each exact or unknown.

They are three different things: what was paid in, who owns the right, and how results are
divided. None is derived from another.

Source:
    Civil Code of Japan, articles 667 (partnership), 674 (division of profit and loss) and 250
    (co-owners' shares are presumed equal); Copyright Act, article 65 (joint copyright).
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, Literal

from ledger.committees.commands import Member
from ledger.errors import RuleViolation
from ledger.values import Ratio

ShareSet = Literal["investment", "copyright", "profit"]
SHARE_SETS: Final[tuple[ShareSet, ...]] = ("investment", "copyright", "profit")


def known(members: Sequence[Member], share_set: ShareSet) -> bool:
    """Tell whether anybody's share in this set is stated."""
    return any(getattr(member, share_set) is not None for member in members)


def check_share_sets(members: Sequence[Member], *, all_known: bool) -> list[str]:
    """Refuse a set that is half known or does not sum to exactly one.

    Args:
        members: All members.
        all_known: Refuse an unknown set as well.

    Returns:
        A flag for each set that is unknown, such as `copyright-shares-unknown`.

    Raises:
        RuleViolation: Names the set, the sum, and what is missing or too much.

    Example:
        Shares of 1/3, 1/3 and 3333/10000 sum to 29999/30000: refused, 1/30000 is missing.
    """
    unknown = []
    for share_set in SHARE_SETS:
        if all_known or known(members, share_set):
            _check_sum(members, share_set)
        else:
            unknown.append(f"{share_set}-shares-unknown")
    return unknown


def refuse_shares(members: Sequence[Member]) -> None:
    """Refuse any share: a draft names members seen in credits, nothing more."""
    for number, member in enumerate(members):
        for share_set in SHARE_SETS:
            share = getattr(member, share_set)
            if share is not None:
                raise RuleViolation(
                    "draft-with-shares",
                    field=f"members[{number}].{share_set}",
                    value=_written(share.fraction()),
                    expected="no shares in a draft; activate it with all shares and a plan",
                )


def _check_sum(members: Sequence[Member], share_set: ShareSet) -> None:
    total = Fraction(0)
    for number, member in enumerate(members):
        share: Ratio | None = getattr(member, share_set)
        if share is None:
            raise RuleViolation(
                "shares-missing",
                f"the {share_set} shares are known for some members only",
                field=f"members[{number}].{share_set}",
                value=None,
                expected="a share for every member",
                share_set=share_set,
                party=member.party,
            )
        total += share.fraction()
    if total != 1:
        gap = {"missing": _written(1 - total)} if total < 1 else {"excess": _written(total - 1)}
        raise RuleViolation(
            "shares-do-not-sum",
            f"the {share_set} shares sum to {_written(total)}, not to 1",
            field=f"members.{share_set}",
            value=_written(total),
            expected="1",
            share_set=share_set,
            **gap,
        )


def _written(value: Fraction) -> str:
    return str(value)


def presumed_equal(parties: Sequence[str]) -> list[dict[str, Any]]:
    """Return equal shares, as the law presumes where nothing else is known.

    Source:
        Civil Code of Japan, article 250: 各共有者の持分は、相等しいものと推定する.
    """
    share = {"num": 1, "den": len(parties)}
    return [{"party": party, "share": share} for party in parties]
