"""Which facts tell whom: pure, from the body of a fact.

The rules kept here, in order:

1. A party hears of what concerns itself, by ids; it hears no amount and nothing of others.
2. What one fact says to one party several times is told once.
3. A fact of another version is told by a line of its own: what is not listed tells nobody.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from ledger.event import OPERATOR
from ledger.notices import kinds
from ledger.notices.kinds import Telling

Body = Mapping[str, Any]
PayeesOf = Callable[[Iterable[str]], Mapping[str, tuple[str, ...]]]
"""Gives who is paid by each of these statements."""

_Teller = Callable[[Body, PayeesOf], Iterator[Telling]]


def tellings(event_type: str, body: Body, payees_of: PayeesOf) -> tuple[Telling, ...]:
    """Return whom a fact tells what.

    Args:
        event_type: Such as `statement.issued/1`.
        body: The fields of the fact.
        payees_of: Asked where a fact names statements and not who is paid.

    Example:
        A statement to W, paid to W's company C: one telling to W, and one to C.
    """
    teller = _TELLERS.get(event_type)
    found = teller(body, payees_of) if teller else ()
    return tuple({(one.kind, one.party, one.about): one for one in found}.values())


def _statement_issued(body: Body, _payees_of: PayeesOf) -> Iterator[Telling]:
    for party in dict.fromkeys((body["payee"], body["paid_to"])):
        told = {"period": body["period"], "payment_date": body["payment_date"]}
        yield Telling(kinds.STATEMENT_ISSUED, party, body["id"], told=told)


def _payment_confirmed(body: Body, payees_of: PayeesOf) -> Iterator[Telling]:
    paid = [_statement(item) for item in body.get("paid", ())]
    returned = [_statement(item) for item in body.get("returned", ())]
    for kind, statements in ((kinds.PAYMENT_SENT, paid), (kinds.PAYMENT_RETURNED, returned)):
        payees = payees_of(statements)
        for statement in statements:
            for party in payees.get(statement, ()):
                yield Telling(kind, party, statement)


def _statement(item: Any) -> str:
    """Return the statement of an item, which names it alone or beside other things."""
    return str(item["statement"]) if isinstance(item, Mapping) else str(item)


def _bank_details_proposed(body: Body, _payees_of: PayeesOf) -> Iterator[Telling]:
    names = ("effective_from", "waiting_until")
    told = {name: str(body[name]) for name in names if body.get(name)}
    yield Telling(kinds.BANK_DETAILS_PROPOSED, body["party"], body["id"], told=told)


def _approval_asked(body: Body, _payees_of: PayeesOf) -> Iterator[Telling]:
    party = body.get("party") or OPERATOR
    told = {"what": str(body["kind"])}
    yield Telling(kinds.APPROVAL_ASKED, party, str(body["subject"]), told=told)


def _dispute_opened(body: Body, _payees_of: PayeesOf) -> Iterator[Telling]:
    for party in body["against"]:
        told = {"answer_by": str(body["answer_by"])}
        yield Telling(kinds.DISPUTE_OPENED, party, body["id"], told=told)


_TELLERS: Final[Mapping[str, _Teller]] = {
    "statement.issued/1": _statement_issued,
    "payment.confirmed/1": _payment_confirmed,
    "bank_details.proposed/1": _bank_details_proposed,
    "approval.asked/1": _approval_asked,
    "dispute.opened/1": _dispute_opened,
}

TELLING_FACTS: Final = frozenset(_TELLERS)
"""Types of facts that tell somebody something."""
