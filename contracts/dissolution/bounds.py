"""Shares and amounts that can be written: what is finer or larger than 2^53 - 1 is refused."""

from collections.abc import Iterable

from contracts.errors import TermsInvalid
from contracts.money import MAX_MINOR, check_amount
from contracts.rights.holding import Shares
from contracts.rights.shares import written


def check_fineness(divided: Iterable[Shares], field: str) -> None:
    """Refuse shares that no fact can hold; shares of shares multiply their denominators.

    Args:
        divided: Divisions that were computed.
        field: What they were computed from.

    Raises:
        TermsInvalid: "disposition-share-too-fine", with the share.

    Example:
        1/9007199254740991 of a third of a right is 1/27021597764222973: too fine.
    """
    for shares in divided:
        for holder, share in shares:
            if max(share) > MAX_MINOR:
                raise TermsInvalid(
                    "disposition-share-too-fine",
                    f"{holder} would hold {written(share)}, which cannot be written exactly.",
                    field=field,
                    value=written(share),
                    expected=f"shares with numerator and denominator up to {MAX_MINOR}",
                )


def check_sums(*sums: tuple[str, int]) -> None:
    """Refuse sums of money beyond what can be written.

    Raises:
        TermsInvalid: "amount-too-large", with the name of the sum.
    """
    for name, amount in sums:
        check_amount(amount, name)
