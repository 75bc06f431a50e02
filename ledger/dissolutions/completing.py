"""The winding up is completed: recorded as a whole, or refused with what it would leave open.

Rules kept here:
1. It was begun, and is completed once; nothing passes before the ground and its resolution.
2. The contract's plan applies as it stands; another one needs what the members decide together.
3. Refused while a cell would be without holder, a licence without licensor, a yen without owner, a
   claim that outlives the committee without debtor; each is named.
4. It names agreements and licences of this committee alone (`naming`).
5. Refused while there is a dispute about the committee, its rights, agreements or statements, and
   while months before the first of the new holders are not divided.
6. Whoever read the result before he asked for it may say so by its digest; another one is refused.

Source:
    Civil Code of Japan, articles 682-688; Copyright Act, articles 63-2 and 65; docs/DISSOLUTION.md.
"""

from collections.abc import Iterator
from datetime import date

from contracts.errors import TermsError
from ledger.clock import tokyo_date
from ledger.command import Context
from ledger.debtors.assuming import AssumedBy, assumed
from ledger.debtors.events import AgreementAssumed
from ledger.dissolutions.asked import Asked, Said
from ledger.dissolutions.asking import must_be_among, not_ended, parties_in
from ledger.dissolutions.commands import CompleteDissolution
from ledger.dissolutions.concluding import Conclusion, conclude
from ledger.dissolutions.conditions import (
    End,
    check_days,
    check_disputes,
    check_months,
    check_nothing_open,
    check_parties,
    check_plan_decided,
)
from ledger.dissolutions.declaring import check_declaration
from ledger.dissolutions.events import CommitteeDissolved, UseDeclared
from ledger.dissolutions.gathering import Gathered, gather
from ledger.dissolutions.naming import check_named
from ledger.dissolutions.recording import Shown, transfers, versions
from ledger.dissolutions.views import BEGUN, DissolutionRow
from ledger.errors import Conflict, RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents
from ledger.rights.assigning import LicensorChange, licensor_changed_event
from ledger.store.state import Row, State
from ledger.store.views import pack, unpack


def complete_dissolution(
    command: CompleteDissolution, state: State, context: Context
) -> list[Event]:
    """Record the end of a committee with everything that follows."""
    end = computed(command, state, context)
    check_consents(command.consents, state, context)
    check_named(command, end.gathered, state, context)
    check_plan_decided(command, end, state, context)
    check_months(command, end, state)
    check_disputes(end, state)
    check_nothing_open(end.conclusion)
    if command.result_sha256 not in (None, end.conclusion.digest()):
        raise Conflict(
            "dissolution-outdated",
            "something was recorded since this result was shown",
            field="result_sha256",
            value=command.result_sha256,
            expected=end.conclusion.digest(),
        )
    return [*events_of(end, state, context)]


def computed(command: CompleteDissolution, state: State, context: Context) -> End:
    """Compute what follows, as the dry run shows it; refuses only what cannot be computed.

    Raises:
        NotFound: No such dissolution was begun.
        Conflict: It was completed already.
        RuleViolation: Days that cannot be, parties that are not on the register, a plan that
            contradicts itself.
    """
    found = state.require(DissolutionRow, command.dissolution, field="dissolution")
    begun = unpack(found["doc"]).get(BEGUN, {})
    row = not_ended(state, found["committee"], under_way=found["id"])
    liquidators = [one["party"] for one in begun.get("liquidators", ())]
    must_be_among(context.actor, liquidators, "dissolution")
    return compute(command, begun, row, state)


def compute(command: CompleteDissolution, begun: Row, row: Row, state: State) -> End:
    """Compute what follows from an end that is under way, or that might be begun.

    Args:
        command: What would be completed.
        begun: The fact by which it began, as plain JSON.
        row: The committee's row.
        state: The views.

    Raises:
        RuleViolation: As `computed`.
    """
    check_days(command, begun, row, state)
    check_parties(command, state)
    asked = Asked(
        transfer_day=command.transfer_day,
        money_from=command.money_from,
        clauses=command.dispositions,
        main=command.main,
        income=command.income,
    )
    gathered = gather(state, row, asked)
    conclusion = concluded(gathered, command.money_from, _said(command))
    planned = gathered.plan.contact if gathered.plan else None
    contact = command.contact or (None if planned in gathered.lost else planned)
    return End(command, row, begun, gathered, conclusion, contact)


def concluded(gathered: Gathered, money_from: str, said: Said) -> Conclusion:
    """Compute what follows; what the arithmetic refuses is refused here by the same code."""
    try:
        return conclude(gathered, date.fromisoformat(f"{money_from}-01"), said)
    except TermsError as error:
        fields = {**error.fields}
        field = str(fields.pop("field", "clauses")).replace("clauses", "dispositions")
        raise RuleViolation(error.code, error.message, field=field, **fields) from error


def _said(command: CompleteDissolution) -> Said:
    return Said(
        moves=command.moves,
        debtors=command.debtors,
        owners=command.owners,
        settlement=command.settlement,
        successor_agreements=command.successor_agreements,
        has_declaration=command.declaration is not None,
        has_custody=bool(command.custody),
    )


def events_of(end: End, state: State, context: Context) -> Iterator[Event]:
    """Yield everything that an end records, in its order: its own fact is the last.

    Raises:
        Refused: A position of a licensor or a debtor that cannot pass, a declaration by somebody
            who may not speak, a transfer that contradicts the record.
    """
    command = end.command
    shown = Shown(command.dissolution, command.report, command.consents)
    yield from _declared(command, end, state, context)
    yield from transfers(end.gathered, end.conclusion.outcome.transfers, shown)
    for move in command.moves:
        change = LicensorChange(
            move.licence,
            move.giver,
            move.taker,
            command.transfer_day,
            move.ground,
            move.document,
            command.consents,
        )
        yield licensor_changed_event(state, context, change, command.dissolution)
    yield from _assumptions(command, state, context)
    yield from versions(end.row, end.gathered.doc, end.conclusion.result["holders"], shown)
    yield _dissolved(end)


def _assumptions(
    command: CompleteDissolution, state: State, context: Context
) -> Iterator[AgreementAssumed]:
    """Yield who owes an agreement instead; the old ones stay liable unless creditors let go."""
    for number, move in enumerate(command.debtors):
        before = command.debtors[:number]
        asked = AssumedBy(
            agreement=move.agreement,
            debtor=move.debtor,
            from_month=command.money_from,
            document=move.document,
            manner=move.manner,
            consents=command.consents,
            dissolution=command.dissolution,
            beside=frozenset(one.agreement for one in before if one.debtor == move.debtor),
        )
        yield assumed(state, asked, context)


def _declared(
    command: CompleteDissolution, end: End, state: State, context: Context
) -> Iterator[UseDeclared]:
    if command.declaration is None:
        return
    said = command.declaration.model_dump(mode="json", exclude_none=True)
    if said["declarant"] not in {consent.party for consent in command.consents}:
        context.actor.must_act_for(said["declarant"], "declaration.declarant")
    said |= {"committee": end.row["id"], "contact": end.contact}
    after = {one["party"] for each in end.conclusion.result["holders"] for one in each["members"]}
    if said["authority"] != "holder" or said["declarant"] not in after:
        today, is_operator = tokyo_date(context.at), context.actor.is_operator
        check_declaration(said, state, today, is_operator=is_operator)
    yield UseDeclared.model_validate_json(pack(said))


def _dissolved(end: End) -> CommitteeDissolved:
    """Return the end's own fact; members read it, and those who take their place in agreements.

    Who receives a right alone reads its transfer, and not what the members settle among themselves.
    """
    result, gathered = end.conclusion.result, end.gathered
    named = [one["party"] for each in result["holders"] for one in each["members"]]
    liquidators = [one["party"] for one in end.begun.get("liquidators", ())]
    members = [member.party for member in gathered.members]
    body = end.command.body() | result
    body |= {
        "committee": end.row["id"],
        "contact": end.contact,
        "applied": [one.model_dump(mode="json", exclude_none=True) for one in gathered.clauses],
        "result_sha256": end.conclusion.digest(),
        "parties": parties_in(gathered.doc, (*members, *named, *liquidators)),
    }
    body.pop("declaration", None)
    return CommitteeDissolved.model_validate_json(pack(body))
