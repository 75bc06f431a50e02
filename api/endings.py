"""The end of a committee as somebody asks for it: beginning and completion in one file.

    {"begin": {...}, "complete": {...}}      `begin` may be left out where the end is under way

Ids that the register knows need not be written: the committee's, and the dissolution's.
"""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from api.bodies import to_model
from ledger.bootstrap import Register
from ledger.command import Actor, Context
from ledger.dissolutions.commands import BeginDissolution, CompleteDissolution
from ledger.dissolutions.trial import Ending, Trial, tried
from ledger.dissolutions.views import BEGUN, of_committee
from ledger.errors import RuleViolation
from ledger.ids import DISSOLUTION, new_id
from ledger.store.state import State

_MEMBERS: Final = ("begin", "complete")


class Asked(BaseModel):
    """An end, as a file or a request says it.

    Attributes:
        begin: `BeginDissolution` without ids. complete: `CompleteDissolution` without ids.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    begin: dict[str, Any] | None = None
    complete: dict[str, Any]


def ending_of(
    document: Mapping[str, Any], committee: str, conn: Connection, register: Register
) -> Ending:
    """Read an end for a committee; what was begun already is not begun again.

    Args:
        document: `begin` and `complete`.
        committee: Its id.
        conn: A snapshot.
        register: Makes the id of an end that begins.

    Raises:
        RuleViolation: Nothing was begun and nothing says how it begins; or another member.
        ValidationError: A field is missing, unknown or malformed.
    """
    asked = to_model(Asked, dict(document))
    under_way = of_committee(conn, committee)
    if under_way is not None and under_way["phase"] == BEGUN:
        return Ending(_complete(asked, str(under_way["id"])))
    if asked.begin is None:
        raise RuleViolation(
            "dissolution-not-begun",
            "nothing says by which ground the committee ends, and who winds it up",
            field="begin",
            value=None,
            expected="ground, ground_day, resolution, liquidators and consents",
        )
    id = asked.begin.get("id") or new_id(DISSOLUTION, register.clock, register.entropy)
    begin = to_model(BeginDissolution, {**asked.begin, "id": id, "committee": committee})
    return Ending(_complete(asked, id), begin)


def _complete(asked: Asked, dissolution: str) -> CompleteDissolution:
    return to_model(CompleteDissolution, {**asked.complete, "dissolution": dissolution})


def trial_of(
    ending: Ending, committee: str, conn: Connection, register: Register, actor: Actor
) -> Trial:
    """Try an end over a snapshot; nothing is recorded."""
    return tried(State(conn), committee, ending, Context(actor, register.clock.now()))
