"""The dry run of an end: what would follow, and what would still be refused; nothing is recorded.

    tried(state, committee, Ending(begin, complete), context) -> Trial

It runs the rules of the door over a snapshot, so it computes what the door would. An end that was
not begun yet is tried together with its beginning.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ledger.command import Context
from ledger.dissolutions.asking import must_be_among, not_ended, parties_in
from ledger.dissolutions.beginning import begin_dissolution
from ledger.dissolutions.commands import BeginDissolution, CompleteDissolution
from ledger.dissolutions.completing import compute, computed, events_of
from ledger.dissolutions.conditions import (
    End,
    check_disputes,
    check_months,
    check_nothing_open,
    check_plan_decided,
)
from ledger.dissolutions.naming import check_named
from ledger.errors import Refused
from ledger.keys.consents import check_consents
from ledger.store.state import State
from ledger.store.views import unpack


@dataclass(frozen=True, slots=True)
class Ending:
    """What somebody wants to record.

    Attributes:
        begin: Left out where the end is under way.
    """

    complete: CompleteDissolution
    begin: BeginDissolution | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """What would follow.

    Attributes:
        refusals: What the door would refuse it for, each with its code and fields.
    """

    end: End
    refusals: tuple[Refused, ...]

    def as_data(self) -> dict[str, Any]:
        """Return it as plain JSON, in the shape of the fact that would be recorded."""
        gathered, conclusion = self.end.gathered, self.end.conclusion
        said = self.end.command.body()
        names = ("dissolution", "transfer_day", "money_from", "custody", "declaration")
        return {
            "committee": gathered.committee,
            **{name: said[name] for name in names if said.get(name)},
            "contact": self.end.contact,
            "windows": gathered.doc.get("windows", []),
            "applied": [one.model_dump(mode="json", exclude_none=True) for one in gathered.clauses],
            **conclusion.result,
            "defects": list(conclusion.defects),
            "refusals": [
                {"code": one.code, "message": one.message, **one.fields} for one in self.refusals
            ],
            "result_sha256": conclusion.digest(),
        }


def tried(state: State, committee: str, ending: Ending, context: Context) -> Trial:
    """Try an end over a snapshot.

    Args:
        state: Over a snapshot; nothing is written.
        committee: Its id.
        ending: What would be recorded.
        context: Who asks, and when.

    Raises:
        Refused: What cannot even be computed: an unknown committee, days that cannot be.
    """
    refusals: list[Refused] = []
    if ending.begin is None:
        end = computed(ending.complete, state, context)
    else:
        row = not_ended(state, committee)
        must_be_among(context.actor, parties_in(unpack(row["doc"])), "committee")
        try:
            begin_dissolution(ending.begin, state, context)
        except Refused as refusal:
            refusals.append(refusal)
        end = compute(ending.complete, ending.begin.body(), row, state)
    for check in _checks(ending.complete, end, state, context):
        try:
            check()
        except Refused as refusal:
            refusals.append(refusal)
    return Trial(end, tuple(refusals))


def _checks(
    command: CompleteDissolution, end: End, state: State, context: Context
) -> Iterator[Callable[[], object]]:
    """Yield the conditions of the door."""
    yield lambda: check_consents(command.consents, state, context)
    yield lambda: check_named(command, end.gathered, state, context)
    yield lambda: check_plan_decided(command, end, state, context)
    yield lambda: check_months(command, end, state)
    yield lambda: check_disputes(end, state)
    yield lambda: check_nothing_open(end.conclusion)
    if not end.conclusion.defects:
        yield lambda: list(events_of(end, state, context))
