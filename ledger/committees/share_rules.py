"""A member's share passes to another with the consents of all, and is offered first if so agreed.

1. Giver and taker agree, and so do the others: all of them, or the majority that the contract
   names; a judgment stands in for a consent that was refused without good reason.
2. Where the contract gives the others the first refusal, a third party comes after them.
3. Nobody gives more than it has; who has nothing left is no member any more.

Source:
    Copyright Act of Japan, article 65(1) and (3); Civil Code, articles 676 and 539の2.
"""

from datetime import date, timedelta

from ledger.clock import tokyo_date
from ledger.command import Context
from ledger.committees.agreement import agreed_by, require_decided, require_from
from ledger.committees.change_events import ShareAnswered, ShareOffered, ShareTransferred
from ledger.committees.change_views import CommitteeOfferRow
from ledger.committees.changes import AnswerShareOffer, OfferShare, TransferMemberShare
from ledger.committees.member_rules import (
    check_day,
    common,
    invoice_warnings,
    must_be_member,
    needs_change,
    stated,
)
from ledger.committees.moving import all_of, named_still, parties_of, transferred
from ledger.committees.offering import check_offer
from ledger.committees.versioning import (
    check_currency,
    check_effective_from,
    committee_at_work,
    may_speak,
    resulting,
)
from ledger.committees.views import CommitteeRow, CommitteeSettledRow
from ledger.errors import Conflict, Forbidden, RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents
from ledger.parties.views import PartyRow
from ledger.store.state import Key, Row, State
from ledger.store.views import pack, unpack


def transfer_share(command: TransferMemberShare, state: State, context: Context) -> list[Event]:
    """Move a member's share to another member or to a third party."""
    row, before = committee_at_work(command.committee, state)
    may_speak(context, before, command.giver)
    check_effective_from(command.effective_from, row, state)
    must_be_member(before, command.giver, "giver")
    state.require(PartyRow, command.taker, field="taker")
    if command.taker == command.giver:
        raise RuleViolation(
            "transfer-to-itself", field="taker", value=command.taker, expected="another party"
        )
    body = command.body()
    moved = _moved(body, before, command.giver)
    members = transferred(before["members"], command.giver, command.taker, moved)
    check_consents(command.consents, state, context)
    agreed = agreed_by(context.actor, command.consents)
    require_from([command.giver, command.taker], agreed)
    require_decided(before, agreed)
    sale = stated(body, "giver", "taker", "price_minor") | {"moved": moved}
    _check_first_refusal(command, sale, before, state, context)
    changes = common(body) | sale | stated(body, "document", "offer") | {"members": members}
    changes["invoice_warnings"] = invoice_warnings(
        state, command.committee, command.effective_from, members
    )
    if command.giver not in parties_of(members):
        changes["still_named"] = named_still({**before, **common(body)}, command.giver)
    return [resulting(ShareTransferred, before, changes, state)]


def offer_share(command: OfferShare, state: State, context: Context) -> list[Event]:
    """Offer a share to the other members first."""
    if state.get(CommitteeOfferRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="a new id")
    _, before = committee_at_work(command.committee, state)
    may_speak(context, before, command.giver)
    must_be_member(before, command.giver, "giver")
    if command.taker is not None:
        state.require(PartyRow, command.taker, field="taker")
    check_day(command.offered_on, "offered_on", context)
    check_currency(command.currency, "currency")
    body = command.body()
    moved = _moved(body, before, command.giver)
    parties = parties_of(before["members"])
    others = [party for party in parties if party != command.giver]
    transferred(before["members"], command.giver, others[0] if others else command.giver, moved)
    answer_by = _answer_by(command, before)
    fact = stated(
        body, "id", "committee", "giver", "price_minor", "currency", "taker", "offered_on",
        "document",
    )  # fmt: skip
    fact |= {
        "moved": moved,
        "offered_to": others,
        "answer_by": answer_by.isoformat(),
        "parties": parties,
    }
    return [ShareOffered.model_validate_json(pack(fact))]


def answer_offer(command: AnswerShareOffer, state: State, context: Context) -> list[Event]:
    """Take a share that is offered, or let it go."""
    row = state.require(CommitteeOfferRow, command.offer, field="offer")
    offer = unpack(row["doc"])
    _, before = committee_at_work(row["committee_id"], state)
    may_speak(context, before, command.party)
    if command.party not in offer["offered_to"]:
        raise RuleViolation(
            "offer-not-to-party",
            field="party",
            value=command.party,
            expected=f"one of {', '.join(offer['offered_to'])}",
        )
    if command.party in offer["answers"]:
        raise Conflict(
            "offer-answered", field="party", value=command.party, expected="one answer of each"
        )
    _check_evidence(command, context)
    check_day(command.answered_on, "answered_on", context)
    first, last = offer["offered_on"], offer["answer_by"]
    if not first <= command.answered_on.isoformat() <= last:
        raise RuleViolation(
            "offer-over",
            field="answered_on",
            value=command.answered_on.isoformat(),
            expected=f"{first} to {last}",
        )
    return [
        ShareAnswered(
            **dict(command), committee=row["committee_id"], parties=tuple(offer["parties"])
        )
    ]


def _moved(body: Row, before: Row, giver: str) -> Row:
    """Return what passes, set by set.

    Raises:
        RuleViolation: Nothing would pass.
    """
    moved: Row = body.get("shares") or all_of(before["members"], giver)
    if not any(share["num"] for share in moved.values()):
        raise RuleViolation(
            "nothing-to-transfer",
            field="shares",
            value=moved,
            expected="a share above zero in at least one set that is known",
        )
    return moved


def _check_first_refusal(
    command: TransferMemberShare, sale: Row, before: Row, state: State, context: Context
) -> None:
    """Refuse a sale to a third party that the others might still prevent by taking the share."""
    parties = parties_of(before["members"])
    term = before.get("first_refusal")
    if command.offer is None:
        if term and command.taker not in parties:
            others = [party for party in parties if party != command.giver]
            raise RuleViolation(
                "offer-missing",
                f"{', '.join(others)} must be offered the share first ({term['clause']})",
                field="offer",
                value=None,
                expected="an offer to the other members (daicho committees offer)",
                may_answer=others,
            )
        return
    row = state.require(CommitteeOfferRow, command.offer, field="offer")
    if row["committee_id"] != command.committee:
        raise RuleViolation(
            "offer-of-another",
            field="offer",
            value=command.offer,
            expected=f"an offer in {command.committee}",
        )
    if command.taker not in parties:
        check_offer(unpack(row["doc"]), sale, tokyo_date(context.at).isoformat())


def _answer_by(command: OfferShare, before: Row) -> date:
    """Return the last day for an answer: not sooner than the contract says."""
    term = before.get("first_refusal")
    least = command.offered_on + timedelta(days=term["answer_days"] if term else 1)
    given = command.answer_by or (least if term else None)
    if given is None or given < least:
        raise RuleViolation(
            "answer-too-soon",
            field="answer_by",
            value=given.isoformat() if given else None,
            expected=f"{least} or later",
        )
    return given


def _check_evidence(command: AnswerShareOffer, context: Context) -> None:
    if context.actor.party != command.party and command.document is None:
        raise Forbidden(
            "answer-without-document",
            field="document",
            value=None,
            expected="the member's own command, or the document that shows its answer",
        )


def needs_transfer(command: TransferMemberShare) -> list[Key]:
    """Return the rows of the committee, both sides and the offer."""
    offer: list[Key] = [(CommitteeOfferRow, (command.offer,))] if command.offer else []
    return [
        (CommitteeRow, (command.committee,)),
        (CommitteeSettledRow, (command.committee,)),
        *offer,
        *needs_change(command),
    ]
