"""The others' right of first refusal: when an offered share may go to a third party; pure.

Source:
    A term of the contract (先買権), nothing in the law; the contract says how long the others have.
"""

from collections.abc import Mapping
from typing import Any

from ledger.errors import Refused, RuleViolation

Offer = Mapping[str, Any]
"""An offer as plain JSON values, with `answers`: party to `accept` or `decline`."""


def check_offer(offer: Offer, sale: Mapping[str, Any], today: str) -> None:
    """Refuse a sale to a third party that the offer to the members does not cover.

    Args:
        offer: `giver`, `moved`, `offered_to`, `answers`, `answer_by`, and perhaps `taker`,
            `price_minor` and `used_at`, the entry of a sale.
        sale: `giver`, `taker`, `moved`, and perhaps `price_minor`.
        today: In the form of ISO 8601.

    Raises:
        RuleViolation: The offer is of another share, taker or price, or was used; somebody may
            still answer (`offer-open` names who); a member takes it (`offer-accepted` names who).

    Example:
        A offers its tenth to B and C until 30 June. On 10 June B has let it go: C may still answer.
        On 1 July nobody has taken it: A may sell.
    """
    for name, code in (("giver", "offer-of-another"), ("moved", "offer-differs")):
        if offer[name] != sale[name]:
            raise _refused(code, f"the {name} of the offer", offer[name])
    if offer.get("taker") not in (None, sale["taker"]):
        raise _refused("offer-differs", "the taker that the offer names", offer["taker"])
    price = offer.get("price_minor")
    if price is not None and (sale.get("price_minor") or 0) < price:
        raise _refused("offer-price-lower", f"{price} or more", sale.get("price_minor"))
    answers = offer["answers"]
    if offer.get("used_at") is not None:
        raise _refused("offer-used", "an offer that no sale has used yet", offer["used_at"])
    takers = [party for party in offer["offered_to"] if answers.get(party) == "accept"]
    if takers:
        raise _refused("offer-accepted", f"a transfer to {' or '.join(takers)}", takers)
    waiting = [party for party in offer["offered_to"] if party not in answers]
    if waiting and today <= offer["answer_by"]:
        raise RuleViolation(
            "offer-open",
            f"{', '.join(waiting)} may still answer until {offer['answer_by']}",
            field="offer",
            value=waiting,
            expected=f"answers of all, or a day after {offer['answer_by']}",
            may_answer=waiting,
        )


def _refused(code: str, expected: str, value: object) -> Refused:
    return RuleViolation(code, field="offer", value=value, expected=expected)
