"""Pledges and attachments: shown wherever the right is looked at; they stop nothing by themselves.

Source:
    Copyright Act of Japan, article 65(1): a co-owner pledges his share with the consent of the
    others; 66 (pledge), 77(2) (registration). An attachment needs nobody's consent; a later sale
    from it does, which is a transfer of its own.
"""

from dataclasses import replace
from typing import Final

from ledger.command import Command, Context
from ledger.errors import Forbidden
from ledger.event import Event
from ledger.keys.consents import check_consents
from ledger.rights.asking import (
    agreed_by,
    begin,
    check_holders,
    joined,
    known_of,
    must_concern,
    must_speak_still,
    needs_of,
)
from ledger.rights.behind import people_behind
from ledger.rights.commands import EncumberRight
from ledger.rights.encumbrance_checks import check_encumbrance
from ledger.rights.events import RightEncumbered
from ledger.rights.reading import as_leaves, resolved, transfer_clauses
from ledger.store.handler import Handler
from ledger.store.state import Key, State
from ledger.store.views import pack


def encumber_right(command: EncumberRight, state: State, context: Context) -> list[Event]:
    """Record a pledge, with the consents of the co-owners, or an attachment."""
    body = command.body()
    begin(command.id, command.work, state)
    extent = resolved(body["extent"], with_all_acts=True)
    check_holders([command.holder, command.creditor], ("holder", "creditor"), state)
    check_consents(command.consents, state, context)
    if command.burden == "attachment" and not context.actor.is_operator:
        raise Forbidden(
            "operator-only",
            "the operator records attachments, from the order of the court",
            field="burden",
            value=command.burden,
            expected="a pledge",
        )
    body["resolved"] = as_leaves(extent)
    known = known_of(state, command.work, extent, [command.holder])
    must_concern(context.actor, known.people.parties([command.holder], extent.first), "holder")
    must_speak_still(context, known.people, extent.first)
    titles = [one.body for one in known.recorded if one.kind == "title"]
    clauses = [clause for title in titles for clause in transfer_clauses(title)]
    agreed = agreed_by(known, extent, context.actor, [command.holder], command.consents)
    signers = check_encumbrance(known.grants, body, replace(agreed, mandates=tuple(clauses)))
    sides = known.people.parties([command.holder, command.creditor], extent.first)
    said = body | {"signers": [*signers], "parties": joined(sides, signers)}
    return [RightEncumbered.model_validate_json(pack(said))]


def needs_encumber_right(command: EncumberRight) -> list[Key]:
    """Return the rows of the id, the work and everybody named."""
    sides = (command.holder, command.creditor)
    return needs_of(command.id, command.work, sides, command.consents)


def whose_right_is_pledged(command: EncumberRight, state: State) -> list[str]:
    """Return the holder, or the members behind it; an attachment waits for nobody's signature."""
    if command.burden == "attachment":
        return []
    people = people_behind(state, [command.holder])
    return list(people.parties([command.holder], command.extent.first))


HANDLERS: Final[dict[type[Command], Handler]] = {
    EncumberRight: Handler(encumber_right, needs_encumber_right, whose_right_is_pledged),
}
