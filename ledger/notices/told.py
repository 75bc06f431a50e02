"""Which facts tell whom: pure, from the body of a fact.

The rules kept here, in order:

1. A party hears of what concerns itself, by ids; it hears no amount and nothing of others.
2. What one fact says to one party several times is told once.
3. A fact of another version is told by a line of its own: what is not listed tells nobody.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ledger.event import OPERATOR
from ledger.notices import kinds
from ledger.notices.kinds import Telling

Body = Mapping[str, Any]
_Teller = Callable[[Body], Iterator[Telling]]
_OF_OUTCOME: Final = {"paid": kinds.PAYMENT_SENT, "returned": kinds.PAYMENT_RETURNED}


def tellings(event_type: str, body: Body) -> tuple[Telling, ...]:
    """Return whom a fact tells what.

    Args:
        event_type: Such as `statement.issued/1`.
        body: The fields of the fact.

    Example:
        A statement to W, paid to W's company C: one telling to W, and one to C.
    """
    teller = _TELLERS.get(event_type)
    found = teller(body) if teller else ()
    return tuple({(one.kind, one.party, one.about): one for one in found}.values())


def _statement_issued(body: Body) -> Iterator[Telling]:
    told = {"period": body["period"], "payment_date": body["payment_date"]}
    for party in (body["payee"], body["paid_to"]):
        yield Telling(kinds.STATEMENT_ISSUED, party, body["id"], told=told)


def _payment_confirmed(body: Body) -> Iterator[Telling]:
    for item in body["outcomes"]:
        kind = _OF_OUTCOME.get(item["status"])
        for party in (item["payee"], item["paid_to"]) if kind else ():
            yield Telling(kind or "", party, item["statement"])


def _purchase_presented(body: Body) -> Iterator[Telling]:
    """Tell the supplier: where a clause says so, his silence confirms the document."""
    deeming = body.get("deeming")
    told = {"period": body["period"]} | ({"confirm_by": deeming["confirm_by"]} if deeming else {})
    for party in (body["payee"], body["supplier"]):
        yield Telling(kinds.PURCHASE_PRESENTED, party, body["statement"], told=told)


def _bank_details_proposed(body: Body) -> Iterator[Telling]:
    told = {name: body[name] for name in ("effective_from", "waiting_until")}
    yield Telling(
        kinds.BANK_DETAILS_PROPOSED,
        body["party"],
        body["id"],
        told=told,
        contacts_since=body["tell_contacts_since"],
    )


def _approval_asked(body: Body) -> Iterator[Telling]:
    party = body.get("party") or OPERATOR
    yield Telling(kinds.APPROVAL_ASKED, party, body["subject"], told={"what": body["kind"]})


def _dispute_opened(body: Body) -> Iterator[Telling]:
    for party in body["against"]:
        told = {"answer_by": body["answer_by"]}
        yield Telling(kinds.DISPUTE_OPENED, party, body["id"], told=told)


def _dispute_deadline(body: Body) -> Iterator[Telling]:
    for party in body["turn"]:
        told = {"answer_by": body["answer_by"]}
        yield Telling(kinds.ANSWER_DUE, party, body["dispute"], told=told)


_TELLERS: Final[Mapping[str, _Teller]] = {
    "statement.issued/1": _statement_issued,
    "payment.confirmed/1": _payment_confirmed,
    "purchase.presented/1": _purchase_presented,
    "bank_details.proposed/1": _bank_details_proposed,
    "approval.asked/1": _approval_asked,
    "dispute.opened/1": _dispute_opened,
    "dispute.deadline/1": _dispute_deadline,
}

TELLING_FACTS: Final = frozenset(_TELLERS) | {"approval.given/1"}
"""Types of facts that tell somebody something, an approval in the place of what it approves."""
