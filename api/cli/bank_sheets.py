"""`daicho bank check` and `propose --from`: a table of accounts, told row by row."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import typer

from api.cli import exits
from api.cli.acting import actor_of
from api.cli.bank_asking import account_of
from api.cli.problems import as_data, in_words
from api.cli.session import Session
from ledger.bank_details.opening import masked
from ledger.bootstrap import Register
from ledger.errors import Refused, RuleViolation
from ledger.jobs.bank_details import propose_details
from ledger.jobs.bank_sheet import Accepted, Problem, Sheet, read_sheet

_ROWS: Final = ("row", "id", "party", "account_number", "account_holder", "bank_holder")
_PROBLEMS: Final = ("row", "party", "field", "value", "problem", "expected")


def check(session: Session, data: bytes, *, as_banks_write: bool) -> None:
    """Say which rows can be proposed and what is wrong with the others."""
    with session.register() as register:
        sheet = read_sheet(register, data, takes_offer=as_banks_write)
    _tell(session, sheet, [_checked(one) for one in sheet.accepted])
    if sheet.problems:
        raise typer.Exit(exits.REFUSED)


def propose(session: Session, data: bytes, *, as_banks_write: bool) -> None:
    """Propose the right rows one by one; what is refused then is told with the wrong ones."""
    with session.register() as register:
        sheet = read_sheet(register, data, takes_offer=as_banks_write)
        proposed, refused = _proposed(session, register, sheet.accepted)
    problems = sorted((*sheet.problems, *refused), key=lambda one: one.row)
    _tell(session, Sheet(sheet.accepted[: len(proposed)], tuple(problems)), proposed)
    if not proposed:
        raise typer.Exit(exits.REFUSED)


def _proposed(
    session: Session, register: Register, accepted: Sequence[Accepted]
) -> tuple[list[dict[str, Any]], list[Problem]]:
    proposed: list[dict[str, Any]] = []
    refused: list[Problem] = []
    actor = actor_of(session, register)
    for one in accepted:
        try:
            recorded = propose_details(register, one.proposal, actor=actor)
        except Refused as refusal:
            refused.append(_problem(one, refusal))
        else:
            proposed.append({**_checked(one), "id": dict(recorded.events[0])["id"]})
    return proposed, refused


def _problem(one: Accepted, refusal: Refused) -> Problem:
    said = as_data(refusal)
    named = {name: str(said.get(name, "")) for name in ("field", "value", "expected")}
    return Problem(one.row, one.proposal.party, refusal.code, refusal.message, **named)


def _checked(one: Accepted) -> dict[str, Any]:
    """Return what a right row says, with the last digits alone."""
    typed = one.proposal.account.holder
    found = {
        "row": one.row,
        "party": one.proposal.party,
        "currency": one.details.currency,
        "number": account_of(masked(one.details)),
        "account_number": account_of(masked(one.details)),
        "account_holder": typed,
    }
    return found if typed == one.details.holder else {**found, "bank_holder": one.details.holder}


def _tell(session: Session, sheet: Sheet, good: list[dict[str, Any]]) -> None:
    if session.out.as_json:
        wrong = [asdict(one) for one in sheet.problems]
        counts = {"rows": sheet.rows, "good": len(good), "bad": len(wrong)}
        session.out.json({**counts, "accepted": good, "problems": wrong})
    else:
        session.out.note("bank-checked", rows=sheet.rows, good=len(good), bad=len(sheet.problems))
        if good:
            session.out.items(good, [name for name in _ROWS if any(name in row for row in good)])
        if sheet.problems:
            session.out.items([_shown(session, one) for one in sheet.problems], _PROBLEMS)


def _shown(session: Session, one: Problem) -> dict[str, Any]:
    """Return a problem as a line of the table, in one language."""
    error = RuleViolation(one.code, one.message, expected=one.expected)
    sentence, expected = in_words(as_data(error), session.lang)
    return {
        "row": one.row,
        "party": one.party,
        "field": one.field,
        "value": one.value,
        "problem": sentence,
        "expected": expected,
    }
