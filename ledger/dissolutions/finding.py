"""A committee is found to have ended: recorded as it is known, with everything it left open.

Rules kept here:
1. A register may refuse orders, not facts: what is missing goes on record as a defect.
2. Refused is only what contradicts the record: another end, a committee that is not on it, rights
   that others gave since.
3. What is known about receivers applies; else the contract's plan; else the law: co-ownership. What
   nobody is known to hold is unassigned, and income of unknown holders waits in a named account.
4. The operator records it, from the document that shows it: no member ends a committee alone.
5. An end that was begun here and never completed may be found under the same id.

Source:
    docs/DISSOLUTION.md. That the committee's money goes to its successors from the first month that
    no run has divided yet is a rule of this register, since runs are never taken back.
"""

from datetime import date, timedelta

from contracts.period import Month
from ledger.clock import tokyo_date
from ledger.command import Context
from ledger.committees.views import settled_through
from ledger.dissolutions.asked import Asked, Said
from ledger.dissolutions.asking import must_be_operator, not_ended, parties_in
from ledger.dissolutions.commands import RecordPastDissolution
from ledger.dissolutions.completing import concluded
from ledger.dissolutions.concluding import Conclusion
from ledger.dissolutions.contracts import contracts_of
from ledger.dissolutions.events import DissolutionFound
from ledger.dissolutions.gathering import Gathered, gather
from ledger.dissolutions.recording import Shown, transfers, versions
from ledger.dissolutions.views import DissolutionRow
from ledger.errors import Conflict, RuleViolation
from ledger.event import Event
from ledger.parties.views import PartyRow
from ledger.periods.views import is_closed
from ledger.store.state import Row, State
from ledger.store.views import pack, unpack


def record_past_dissolution(
    command: RecordPastDissolution, state: State, context: Context
) -> list[Event]:
    """Record that a committee had ended."""
    row = not_ended(state, command.committee, under_way=command.dissolution)
    doc = unpack(row["doc"])
    must_be_operator(context.actor, "committee")
    found = state.get(DissolutionRow, command.dissolution)
    if found is not None and found["committee"] != command.committee:
        raise Conflict(
            "id-taken", field="dissolution", value=command.dissolution, expected="a new id"
        )
    _check_parties(command, state)
    day = _transfer_day(command.ended, tokyo_date(context.at))
    money_from = _first_open_month(state, row, day)
    asked = Asked(transfer_day=day, money_from=money_from, clauses=command.dispositions)
    gathered = gather(state, row, asked)
    conclusion = concluded(gathered, money_from, Said(has_custody=bool(command.custody)))
    shown = Shown(command.dissolution, command.document)
    return [
        *transfers(gathered, conclusion.outcome.transfers, shown),
        *versions(row, doc, conclusion.result["holders"], shown),
        _found(command, gathered, conclusion, day, money_from),
    ]


def _check_parties(command: RecordPastDissolution, state: State) -> None:
    named = {f"custody[{n}].party": one.party for n, one in enumerate(command.custody)}
    for number, clause in enumerate(command.dispositions or ()):
        place = f"dispositions[{number}]"
        named |= {f"{place}.to": clause.to} if clause.to else {}
        named |= {f"{place}.shares[{n}].party": one.party for n, one in enumerate(clause.shares)}
    if command.contact:
        named["contact"] = command.contact
    for field, party in named.items():
        state.require(PartyRow, party, field=field)


def _transfer_day(ended: str, today: date) -> date:
    """Return the first day on which the committee was certainly gone; today at the latest.

    Example:
        Of 2019 it is 2020-01-01, of 2019-05 2019-06-01, of 2019-05-31 2019-06-01.

    Raises:
        RuleViolation: No such day, or one to come.
    """
    first = "-".join([*ended.split("-"), "01", "01"][:3])
    try:
        begins = date.fromisoformat(first)
    except ValueError as error:
        raise RuleViolation(
            "dissolution-day-unknown",
            field="ended",
            value=ended,
            expected="a year, a month or a day of the calendar",
        ) from error
    if begins > today:
        raise RuleViolation(
            "dissolution-in-future", field="ended", value=ended, expected=f"{today} or earlier"
        )
    return min(_day_after(begins, ended.count("-")), today)


def _day_after(begins: date, precision: int) -> date:
    """Return the day after the last one of a year (0), a month (1) or a day (2)."""
    if precision == 0:
        return date(begins.year + 1, 1, 1)
    if precision == 1:
        return date(begins.year + begins.month // 12, begins.month % 12 + 1, 1)
    return begins + timedelta(days=1)


def _first_open_month(state: State, row: Row, day: date) -> str:
    """Return the first month from a day on that no run has divided and that is not closed."""
    month = Month.parse(max(day.isoformat()[:7], row["effective_from"][:7]))
    contracts = contracts_of(state, row["id"], str(month))
    settled = [one.settled for one in contracts if one.pays_holders]
    for through in (settled_through(state, row["id"]), *settled):
        if through >= str(month):
            month = Month.parse(through).plus(1)
    while is_closed(state, str(month)):
        month = month.plus(1)
    return str(month)


def _found(
    command: RecordPastDissolution,
    gathered: Gathered,
    conclusion: Conclusion,
    day: date,
    money_from: str,
) -> DissolutionFound:
    result = {name: value for name, value in conclusion.result.items() if name != "settled"}
    named = [one["party"] for each in result["holders"] for one in each["members"]]
    members = [member.party for member in gathered.members]
    plan = gathered.plan
    body = command.body() | result
    body |= {
        "transfer_day": day.isoformat(),
        "money_from": money_from,
        "applied": [one.model_dump(mode="json", exclude_none=True) for one in gathered.clauses],
        "defects": list(conclusion.defects),
        "parties": parties_in(gathered.doc, (*members, *named)),
    }
    if plan and not command.contact and plan.contact not in gathered.lost:
        body["contact"] = plan.contact
    return DissolutionFound.model_validate_json(pack(body))
