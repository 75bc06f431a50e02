"""Companies onto the register: one party for all accepted spellings, each spelling an alias.

A company that somebody registered by hand stays apart even if it has the same name: two companies
may share one, and only a person can say that they are the same. The register notes it on the entry.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError
from sqlalchemy import Connection

from ledger.bootstrap import Register
from ledger.command import Command
from ledger.imports.madb.company_plans import CompanyPlan
from ledger.imports.madb.identity import ATTRIBUTION
from ledger.imports.madb.on_record import owners_on_record, parties_on_record
from ledger.imports.madb.organisations import alias_of
from ledger.imports.madb.outcome import MALFORMED, Tally
from ledger.imports.madb.sending import Advance, batches, complaint, send
from ledger.parties.commands import AddAlias, Alias, RegisterCompany
from ledger.parties.names import match_key
from ledger.values import Names

_PRINTED: Final = "printed so in the source"


def record_companies(
    register: Register, plans: Sequence[CompanyPlan], tally: Tally, advance: Advance
) -> frozenset[str]:
    """Record the companies that are not on record, and new spellings of those that are.

    Args:
        register: Where.
        plans: All companies of the import.
        tally: Takes what became of them.
        advance: Told of every company.

    Returns:
        The parties that are on record now.
    """
    with register.ledger.reading() as conn:
        known = parties_on_record(conn, (plan.id for plan in plans))
        spellings = _Spellings.of(conn, plans, known)
    recorded = set(known)
    for batch in batches(plans):
        steps = [step for plan in batch for step in _steps(plan, known, spellings, tally)]
        for some in batches(steps):
            answers = send(register, [step.command for step in some])
            for step, refusal in zip(some, answers, strict=True):
                if refusal is not None:
                    _hold(step.plan, refusal.code, str(refusal), tally)
                else:
                    _count(step, tally)
                    recorded.add(step.plan.id)
        advance.step(len(batch))
    return frozenset(recorded)


@dataclass(frozen=True, slots=True)
class _Step:
    plan: CompanyPlan
    command: Command


def _count(step: _Step, tally: Tally) -> None:
    if isinstance(step.command, RegisterCompany):
        tally.companies["recorded"] += 1
    else:
        tally.aliases += 1


def _steps(
    plan: CompanyPlan, known: set[str], spellings: "_Spellings", tally: Tally
) -> Iterator[_Step]:
    """Yield what has to be recorded of one company: itself, or spellings that are new."""
    try:
        aliases = tuple(spellings.aliases(plan, tally))
        if plan.id in known:
            tally.companies["unchanged"] += 1
            yield from (_Step(plan, AddAlias(party=plan.id, alias=alias)) for alias in aliases)
            return
        yield _Step(plan, _registration(plan, aliases))
    except ValidationError as error:
        _hold(plan, MALFORMED, complaint(error), tally)


def _hold(plan: CompanyPlan, code: str, text: str, tally: Tally) -> None:
    tally.companies["waiting"] += 1
    tally.hold(plan.place, "credit", code, text)


def _registration(plan: CompanyPlan, aliases: tuple[Alias, ...]) -> RegisterCompany:
    return RegisterCompany(
        id=plan.id,
        kind=plan.kind,
        names=Names(ja=plan.name),
        legal_form=plan.legal_form or None,
        aliases=aliases,
        source=ATTRIBUTION,
    )


@dataclass(frozen=True, slots=True)
class _Spellings:
    """Who is found under which search key, on record and after this import.

    Attributes:
        owners: Parties by key; a reading alone makes nobody an owner.
    """

    owners: dict[str, set[str]]

    @classmethod
    def of(cls, conn: Connection, plans: Iterable[CompanyPlan], known: set[str]) -> "_Spellings":
        """Look up all spellings, and note the names of the companies that are to come."""
        keys = {match_key(text) for plan in plans for text in (plan.name, *plan.spellings)}
        found = cls({key: _holders(kinds) for key, kinds in owners_on_record(conn, keys).items()})
        for plan in plans:
            if plan.id not in known:
                found.owners.setdefault(match_key(plan.name), set()).add(plan.id)
        return found

    def aliases(self, plan: CompanyPlan, tally: Tally) -> Iterator[Alias]:
        """Yield the spellings under which a company is not found yet, and note who else is."""
        for text in plan.spellings:
            owners = self.owners.setdefault(match_key(text), set())
            if plan.id in owners or not match_key(text):
                continue
            if owners:
                tally.hold(plan.place, "credit", "alias-taken", text)
                continue
            owners.add(plan.id)
            rule = alias_of(text)
            yield Alias(text=text, reason=rule.why if rule else _PRINTED)


def _holders(kinds: Mapping[str, str]) -> set[str]:
    return {party for party, kind in kinds.items() if kind != "kana"}
