"""Rules about treaty forms: filed once, for the country where the payee resides, never ahead."""

from datetime import date
from typing import Final

from contracts.tax.withholding import JAPAN
from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.errors import Conflict, RuleViolation
from ledger.event import Event
from ledger.parties.views import PartyRow
from ledger.store.handler import Handler
from ledger.store.state import Key, State
from ledger.tax_forms.commands import FileTreatyForm
from ledger.tax_forms.events import TreatyFormFiled
from ledger.tax_forms.views import TreatyFormRow


def file_treaty_form(command: FileTreatyForm, state: State, context: Context) -> list[Event]:
    """Decide about a form that a payer says to have filed."""
    state.require(PartyRow, command.payer, field="payer")
    context.actor.must_act_for(command.payer, "payer")
    payee = state.require(PartyRow, command.payee, field="payee")
    if state.get(TreatyFormRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="an id nobody used yet")
    _check_country(command.country, payee["country"])
    _check_days(command, tokyo_date(context.at))
    _check_new(command, state)
    return [TreatyFormFiled(**dict(command))]


def _check_country(country: str, residence: str) -> None:
    if residence == JAPAN:
        raise RuleViolation(
            "form-for-resident",
            "a treaty lowers the tax of payments abroad; this payee resides in Japan",
            field="payee",
            value=residence,
            expected="a payee who resides abroad",
        )
    if country != residence:
        raise RuleViolation(
            "form-of-another-country",
            "the treaty is that with the country where the payee resides",
            field="country",
            value=country,
            expected=residence,
        )


def _check_days(command: FileTreatyForm, today: date) -> None:
    if command.filed_on > today:
        raise RuleViolation(
            "form-filed-in-future",
            "a form is recorded when it has been filed",
            field="filed_on",
            value=command.filed_on.isoformat(),
            expected=f"{today} or earlier",
        )
    if command.valid_to is not None and command.valid_to <= command.filed_on:
        raise RuleViolation(
            "form-never-valid",
            "a form helps payments after the day of filing, so it must be good after that day",
            field="valid_to",
            value=command.valid_to.isoformat(),
            expected=f"after {command.filed_on}",
        )


def _check_new(command: FileTreatyForm, state: State) -> None:
    day = command.filed_on.isoformat()
    on_file = state.select(
        TreatyFormRow,
        payer=command.payer,
        payee=command.payee,
        article=command.article,
        filed_on=day,
    )
    if on_file:
        raise Conflict(
            "form-on-file",
            f"it is on file as {on_file[0]['id']}",
            field="filed_on",
            value=day,
            expected="a form that is not on file yet",
            form=on_file[0]["id"],
        )


def needs(command: FileTreatyForm) -> list[Key]:
    """Return the rows of the form and of both parties."""
    parties = (command.payer, command.payee)
    return [(TreatyFormRow, (command.id,)), *((PartyRow, (party,)) for party in parties)]


HANDLERS: Final[dict[type[Command], Handler]] = {
    FileTreatyForm: Handler(file_treaty_form, needs),
}
