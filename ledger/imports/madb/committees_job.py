"""Draft committees onto the register: what credits print, and nothing more.

1. A committee that is not on record is formed as a draft.
2. A draft of the import takes in works that print it later, and gives up works whose row changed.
3. A committee that somebody else amended or activated is not touched: its contract decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pydantic import ValidationError

from ledger.bootstrap import Register
from ledger.clock import tokyo_date
from ledger.command import Command
from ledger.committees.commands import AmendCommittee, FormCommittee
from ledger.committees.versions import DRAFT
from ledger.imports.madb.committee_plans import CommitteePlan, plan_committees
from ledger.imports.madb.identity import CHANGED, committee_id, work_id
from ledger.imports.madb.names import match_key
from ledger.imports.madb.on_record import CommitteeOnRecord, committees_on_record
from ledger.imports.madb.outcome import MALFORMED, Fate, Tally
from ledger.imports.madb.place import Place
from ledger.imports.madb.sending import Advance, batches, complaint, send
from ledger.imports.madb.works import ParsedWork
from ledger.values import Names

REASON: Final = f"{CHANGED}the works that print this committee"


@dataclass(frozen=True, slots=True)
class _Step:
    """One command about a committee, and the rows to blame if it is refused."""

    command: Command
    places: Sequence[Place]
    fate: Fate


def record_committees(
    register: Register, works: Sequence[ParsedWork], tally: Tally, advance: Advance
) -> None:
    """Record the drafts that are missing, and bring those on record up to date.

    Args:
        register: Where.
        works: All works whose row is on record as it was read.
        tally: Takes what became of the committees.
        advance: Told of every committee.
    """
    plans = plan_committees(works)
    places = {work_id(work.madb_id): work.place for work in works}
    with register.ledger.reading() as conn:
        found = committees_on_record(conn, plans, places)
    today = tokyo_date(register.clock.now())
    steps = [
        *_forming(plans, found, tally),
        *_amending(plans, found, places, today, tally),
    ]
    for batch in batches(steps):
        answers = send(register, [step.command for step in batch])
        for step, refusal in zip(batch, answers, strict=True):
            if refusal is None:
                tally.committees[step.fate] += 1
            else:
                _hold(tally, step.places, refusal.code, str(refusal))
    advance.step(len(plans))


def _forming(
    plans: Mapping[str, CommitteePlan], found: Mapping[str, CommitteeOnRecord], tally: Tally
) -> Iterator[_Step]:
    for name, plan in plans.items():
        if name in found:
            continue
        places = list(plan.works.values())
        try:
            yield _Step(_draft(plan), places, "recorded")
        except ValidationError as error:
            _hold(tally, places, MALFORMED, complaint(error))


def _draft(plan: CommitteePlan) -> FormCommittee:
    return FormCommittee(
        id=plan.id,
        name=Names(ja=plan.printed.name),
        origin="draft",
        works=tuple(plan.works),
        members=plan.members(),
        lead=plan.lead,
        source=plan.source,
    )


def _amending(
    plans: Mapping[str, CommitteePlan],
    found: Mapping[str, CommitteeOnRecord],
    places: Mapping[str, Place],
    today: date,
    tally: Tally,
) -> Iterator[_Step]:
    for name, committee in found.items():
        plan = plans.get(name)
        printed = plan.works if plan else {}
        # Works of this import stay only where they print the committee; others are not asked.
        kept = [work for work in committee.works if work in printed or work not in places]
        wanted = list(dict.fromkeys((*kept, *printed)))
        lead = plan.lead if plan and committee.lead is None else None
        if wanted == committee.works and lead is None:
            tally.committees["unchanged"] += plan is not None
        elif _is_untouched(committee):
            touched = [places[work] for work in (*printed, *committee.works) if work in places]
            yield _Step(_amendment(committee, wanted, lead, today), touched, "amended")
        elif plan and not set(printed) <= set(committee.works):
            late = [place for work, place in printed.items() if work not in committee.works]
            _hold(tally, late, "committee-amended-by-hand", name)
        else:
            tally.committees["unchanged"] += plan is not None


def _amendment(
    committee: CommitteeOnRecord, works: list[str], lead: str | None, today: date
) -> AmendCommittee:
    month = max(today.replace(day=1), date.fromisoformat(committee.effective_from))
    return AmendCommittee(
        committee=committee.id,
        effective_from=month,
        reason=REASON,
        works=tuple(works),
        lead=lead,
    )


def _is_untouched(committee: CommitteeOnRecord) -> bool:
    """Tell whether the import alone made this committee what it is."""
    reasons = {step["reason"] for step in committee.doc["history"]}
    is_named = committee.id == committee_id(match_key(committee.name), committee.parties)
    return is_named and committee.status == DRAFT and reasons <= {None, REASON}


def _hold(tally: Tally, places: Sequence[Place], code: str, text: str) -> None:
    tally.committees["waiting"] += 1
    for place in places:
        tally.hold(place, "committee", code, text)
