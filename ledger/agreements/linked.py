"""The received guarantee behind a paid one: named in the clauses, shown beside it, never netted."""

from typing import Any, Final

from ledger.access.views import InvolvementRow
from ledger.agreements.views import AgreementRow, TermsRow
from ledger.command import Actor
from ledger.errors import Forbidden, RuleViolation
from ledger.store.state import State
from ledger.store.views import unpack

_GUARANTEE: Final = "guarantee/"


def check_linked(terms: dict[str, Any], state: State, actor: Actor) -> None:
    """Refuse a link to a guarantee that is not on record, or is not for this actor to read.

    Args:
        terms: Clauses that can be computed.
        state: What is on record.
        actor: Who records them.

    Raises:
        NotFound: The agreement is unknown; the field says where it is named.
        Forbidden: The actor has no part in it.
        RuleViolation: `guarantee-unknown`: it has no such guarantee.
    """
    for number, step in enumerate(terms["steps"]):
        if step["kind"].startswith(_GUARANTEE) and "linked" in step:
            _check(step["linked"], f"terms.steps[{number}].linked", state, actor)


def _check(linked: dict[str, str], field: str, state: State, actor: Actor) -> None:
    named = linked["agreement"]
    agreement = state.require(AgreementRow, named, field=f"{field}.agreement")
    involved = state.get(InvolvementRow, named, actor.party or "")
    if not actor.is_operator and (involved is None or involved["level"] != "party"):
        raise Forbidden(
            "agreement-of-others",
            field=f"{field}.agreement",
            value=named,
            expected="an agreement that you have a part in; else the operator records it",
        )
    row = state.require(TermsRow, named, agreement["terms_version"], field=f"{field}.agreement")
    steps = unpack(row["doc"])["terms"]["steps"]
    found = [step["id"] for step in steps if step["kind"].startswith(_GUARANTEE)]
    if linked["step"] not in found:
        raise RuleViolation(
            "guarantee-unknown", field=f"{field}.step", value=linked["step"], expected=found
        )
