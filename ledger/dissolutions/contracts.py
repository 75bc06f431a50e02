"""The agreements that concern a committee: whose payer owes, and whose clauses pay its holders.

An agreement belongs to the committee it names; one that names none, to the committees whose holders
its clauses pay.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.surviving import surviving
from contracts.terms import parse_terms
from ledger.agreements.terms import committees_of
from ledger.agreements.views import AgreementRow, TermsRow, settled_through, terms_in_force
from ledger.store.state import State


@dataclass(frozen=True, slots=True)
class Surviving:
    """A clause whose claims outlive a committee."""

    step: str
    label_ja: str
    label_en: str
    payees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """An agreement that concerns a committee.

    Attributes:
        settled: Last month of its last run; empty while there is none.
        pays_holders: Whether its clauses pay the committee's holders.
        terms: The clauses in force in the month of the end.
    """

    id: str
    committee: str | None
    payer: str
    currency: str
    distribute_on: str
    settled: str
    pays_holders: bool
    surviving: tuple[Surviving, ...]
    terms: Mapping[str, Any]


def contracts_of(state: State, committee: str, month: str) -> list[Contract]:
    """Return the agreements that concern a committee, in the order of their ids.

    Args:
        state: The views.
        committee: Its id.
        month: The clauses in force in it count.
    """
    reference = f'"committee:{committee}/'
    naming = state.where(TermsRow, lambda table: [table.c.doc.contains(reference, autoescape=True)])
    own = state.select(AgreementRow, committee=committee)
    ids = {row["id"] for row in own} | {row["agreement_id"] for row in naming}
    rows = [state.require(AgreementRow, each, field="agreement") for each in sorted(ids)]
    found = [_contract(state, row, committee, month) for row in rows]
    return [
        one for one, row in zip(found, rows, strict=True) if row["committee"] or one.pays_holders
    ]


def _contract(state: State, row: Mapping[str, Any], committee: str, month: str) -> Contract:
    in_force = terms_in_force(state, row["id"], month) or {}
    terms: Mapping[str, Any] = in_force.get("terms", {})
    return Contract(
        id=row["id"],
        committee=row["committee"],
        payer=row["payer"],
        currency=row["currency"],
        distribute_on=row["distribute_on"],
        settled=settled_through(state, row["id"]),
        pays_holders=committee in committees_of(dict(terms)),
        surviving=_surviving(terms),
        terms=terms,
    )


def _surviving(terms: Mapping[str, Any]) -> tuple[Surviving, ...]:
    if not terms:
        return ()
    steps = {step["id"]: step for step in terms["steps"]}
    return tuple(
        Surviving(head.id, head.label_ja, head.label_en, _payees(steps[head.id]))
        for head in surviving(parse_terms(dict(terms)))
    )


def _payees(step: Mapping[str, Any]) -> tuple[str, ...]:
    alone = [step["payee"]] if "payee" in step else []
    return (*alone, *(one["payee"] for one in step.get("payees", ())))
