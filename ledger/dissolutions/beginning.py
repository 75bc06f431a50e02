"""The winding up of a committee begins: a ground, a resolution where there must be one, and people.

Rules kept here:
1. A committee ends once: no other end is on record, and it is no draft of printed names.
2. A ground by resolution or agreement has its resolution; nothing is resolved before its day.
3. The members decided, all of them or as their contract says, unless the ground needs nobody: the
   term, or an insolvency; these the operator records, from the document that shows them.
4. Somebody winds up: without a liquidator nobody could complete it.

Source:
    Civil Code of Japan, articles 682 (grounds), 685 and 686 (liquidators), 670 (decisions). That
    unanimity is asked for where the contract says nothing is the prudent reading; an expert must
    confirm it.
"""

from ledger.command import Context
from ledger.committees.signers import BY_ITSELF
from ledger.committees.versions import DRAFT
from ledger.dissolutions.asking import (
    must_be_among,
    must_be_decided,
    must_be_operator,
    not_ended,
    not_in_future,
    parties_in,
)
from ledger.dissolutions.commands import BeginDissolution
from ledger.dissolutions.events import DissolutionBegun
from ledger.dissolutions.views import DissolutionRow
from ledger.errors import Conflict, RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents
from ledger.parties.views import PartyRow
from ledger.store.state import State
from ledger.store.views import pack, unpack

_RESOLVED = ("resolution", "agreement")


def begin_dissolution(command: BeginDissolution, state: State, context: Context) -> list[Event]:
    """Begin winding up a committee."""
    row = not_ended(state, command.committee)
    if state.get(DissolutionRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="a new id")
    if row["status"] == DRAFT:
        raise RuleViolation(
            "dissolution-of-draft",
            "a draft holds printed names; it can only be recorded that it ended",
            field="committee",
            value=command.committee,
            expected="an active committee, or the record of an end that happened",
        )
    doc = unpack(row["doc"])
    liquidators = [one.party for one in command.liquidators]
    must_be_among(context.actor, parties_in(doc), "committee")
    _check_days(command, context)
    _check_liquidators(command, state)
    check_consents(command.consents, state, context)
    rule = "by-itself"
    if command.ground in BY_ITSELF:
        must_be_operator(context.actor, "ground")
    else:
        must_be_decided(doc, command.consents, state, context)
        rule = (doc.get("decisions") or {}).get("rule", "unanimous")
    body = command.body() | {"rule": rule, "parties": parties_in(doc, liquidators)}
    return [DissolutionBegun.model_validate_json(pack(body))]


def _check_days(command: BeginDissolution, context: Context) -> None:
    not_in_future(command.ground_day, "ground_day", context)
    if command.resolution is None:
        if command.ground in _RESOLVED:
            raise RuleViolation(
                "dissolution-resolution-missing",
                field="resolution",
                value=None,
                expected="the day of the resolution, and its document",
            )
        return
    not_in_future(command.resolution.day, "resolution.day", context)
    if command.ground in _RESOLVED and command.ground_day < command.resolution.day:
        raise RuleViolation(
            "dissolution-before-resolution",
            field="ground_day",
            value=command.ground_day.isoformat(),
            expected=f"{command.resolution.day} or later",
        )


def _check_liquidators(command: BeginDissolution, state: State) -> None:
    if not command.liquidators:
        raise RuleViolation(
            "liquidator-missing",
            "somebody has to wind up, and to answer for it",
            field="liquidators",
            value=[],
            expected="at least one party with its authority",
        )
    seen: set[str] = set()
    for number, one in enumerate(command.liquidators):
        field = f"liquidators[{number}].party"
        state.require(PartyRow, one.party, field=field)
        if one.party in seen:
            raise RuleViolation(
                "liquidator-repeated", field=field, value=one.party, expected="each party once"
            )
        seen.add(one.party)
