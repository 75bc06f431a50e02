"""利用可否の意思表示: somebody who may speak for a committee says whether its works are licensed.

The register publishes who said it and how he may speak. It supports a request for a use, or the
decision of an authority about an unmanaged work; what they make of it is theirs.

Source:
    Copyright Act of Japan, article 67-3 (未管理著作物裁定制度, from April 2026): whether a holder
    has declared his intention decides whether the procedure is open. An expert must confirm what
    counts as such a declaration.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from contracts.rights.extent import everything
from contracts.rights.holding import holdings
from ledger.clock import tokyo_date
from ledger.command import Context
from ledger.committees.views import CommitteeRow, CommitteeWorkRow
from ledger.dissolutions.commands import DeclareUse
from ledger.dissolutions.events import UseDeclared
from ledger.dissolutions.views import BEGUN, COMPLETED, of_committee
from ledger.errors import RuleViolation
from ledger.event import Event
from ledger.parties.views import PartyRow
from ledger.rights.behind import people_behind
from ledger.rights.people import holders_in
from ledger.rights.reading import grants_of
from ledger.rights.views import recorded
from ledger.store.state import State
from ledger.store.views import pack, unpack
from ledger.works.views import WorkRow


def declare_use(command: DeclareUse, state: State, context: Context) -> list[Event]:
    """Publish what is said about uses; it replaces what was said before."""
    context.actor.must_act_for(command.declarant, "declarant")
    if (command.committee is None) == (command.work is None):
        raise RuleViolation(
            "declaration-subject",
            field="committee",
            value=command.committee,
            expected="either a committee or a work, and not both",
        )
    for field in ("declarant", "contact"):
        state.require(PartyRow, getattr(command, field), field=field)
    if command.committee is not None:
        state.require(CommitteeRow, command.committee, field="committee")
    if command.work is not None:
        state.require(WorkRow, command.work, field="work")
    today = tokyo_date(context.at)
    check_declaration(command.body(), state, today, is_operator=context.actor.is_operator)
    return [UseDeclared.model_validate_json(pack(command.body()))]


def check_declaration(
    said: Mapping[str, Any], state: State, today: date, *, is_operator: bool
) -> None:
    """Refuse a declaration that is over already, or by somebody who may not speak so.

    Args:
        said: As the fact has it.
        state: The views.
        today: In Japan.
        is_operator: Whether the operator says so, who has read the contract.

    Raises:
        RuleViolation: `declaration-over`, `declaration-clause-missing`, `declarant-may-not-speak`.
    """
    if said.get("until", "9999") < today.isoformat():
        raise RuleViolation(
            "declaration-over", field="until", value=said["until"], expected=f"{today} or later"
        )
    if said["authority"] == "clause" and not said.get("clause"):
        raise RuleViolation(
            "declaration-clause-missing",
            field="clause",
            value=None,
            expected="the clause of the contract by which the declarant speaks",
        )
    if said["authority"] == "clause" and is_operator:
        return  # read in the contract itself
    if said["declarant"] not in set(_speakers(said, state, today)):
        raise RuleViolation(
            "declarant-may-not-speak",
            "the register knows nothing by which this party could speak so",
            field="declarant",
            value=said["declarant"],
            expected=f"a party that is {said['authority']} here, or another authority",
        )


def _speakers(said: Mapping[str, Any], state: State, today: date) -> Iterator[str]:
    """Yield who may speak by an authority."""
    committees = _committees(said, state)
    if said["authority"] in {"holder", "clause"}:
        yield from _holders(said, state, today)
        return
    for committee in committees:
        row = state.require(CommitteeRow, committee, field="committee")
        end = of_committee(state, committee)
        steps = unpack(end["doc"]) if end else {}
        if said["authority"] == "window":
            yield from (one["holder"] for one in unpack(row["doc"]).get("windows", ()))
        elif said["authority"] == "liquidator":
            yield from (one["party"] for one in steps.get(BEGUN, {}).get("liquidators", ()))
        else:
            clauses = steps.get(COMPLETED, {}).get("applied", ())
            yield from (one["to"] for one in clauses if one["outcome"] == "manager")


def _committees(said: Mapping[str, Any], state: State) -> list[str]:
    if said.get("committee"):
        return [said["committee"]]
    rows = state.select(CommitteeWorkRow, work_id=said["work"])
    return [row["committee_id"] for row in rows]


def _holders(said: Mapping[str, Any], state: State, today: date) -> Iterator[str]:
    """Yield who holds anything today: by name, or behind a committee."""
    works = [said["work"]] if said.get("work") else []
    for committee in _committees(said, state):
        row = state.require(CommitteeRow, committee, field="committee")
        yield from (member["party"] for member in unpack(row["doc"])["members"])
        works += [] if said.get("work") else unpack(row["doc"])["works"]
    for work in works:
        grants = grants_of(recorded(state, work, everything(today)))
        people = people_behind(state, holders_in(grants))
        for held in holdings(grants, everything(today)):
            yield from people.parties((holder for holder, _ in held.shares), today)
