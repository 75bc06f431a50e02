"""What decides about parties."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from ledger.command import Actor, Command, Context
from ledger.errors import Conflict, Forbidden, RuleViolation
from ledger.event import Event
from ledger.parties import ending_rules, registration_rules
from ledger.parties.commands import (
    AddAlias,
    Alias,
    RecordSuccession,
    RegisterCompany,
    RegisterPerson,
    SetPayee,
)
from ledger.parties.events import (
    AliasAdded,
    CompanyRegistered,
    PayeeSet,
    PersonRegistered,
    Succeeded,
)
from ledger.parties.names import match_key
from ledger.parties.numbers import (
    check_company_invoice_number,
    check_corporate_number,
    check_country,
    invoice_warnings,
)
from ledger.parties.succession import SuccessionRow, leads_to
from ledger.parties.views import (
    CORPORATE_NUMBER,
    INVOICE_NUMBER,
    SUBJECT,
    NameOwnersRow,
    PartyNumberRow,
    PartyRow,
    owners_of,
)
from ledger.store.handler import Handler
from ledger.store.state import Key, State


def needs_register_company(command: RegisterCompany) -> list[Key]:
    """Name the rows that `register_company` looks at."""
    names = command.names
    spellings = [names.ja, names.kana, names.en, *(alias.text for alias in command.aliases)]
    keys = {match_key(spelling) for spelling in spellings if spelling}
    return [
        (PartyRow, (command.id,)),
        *((NameOwnersRow, (key,)) for key in sorted(keys)),
        *_number_keys((CORPORATE_NUMBER, command.corporate_number)),
        *_number_keys((INVOICE_NUMBER, command.invoice_number)),
    ]


def register_company(command: RegisterCompany, state: State, context: Context) -> list[Event]:
    """Decide about a company or another organisation.

    A name that another party has is recorded with a warning, because two companies may have one
    name; a number or an alias that another party has is refused.
    """
    _must_register(context.actor)
    _check_id_free(state, command.id)
    check_country(command.country, "country")
    warnings = _check_numbers(command)
    _check_number_free(state, CORPORATE_NUMBER, command.corporate_number)
    _check_number_free(state, INVOICE_NUMBER, command.invoice_number)
    for alias in command.aliases:
        _check_alias_free(state, alias, command.id, "aliases")
    return [
        CompanyRegistered(
            **dict(command),
            warnings=(*warnings, *_same_names(command, state)),
        )
    ]


def _check_numbers(command: RegisterCompany) -> tuple[str, ...]:
    if command.corporate_number is not None:
        check_corporate_number(command.corporate_number)
    number = command.invoice_number
    # A foreign company without an office here has digits of its own, as sole traders have.
    if number is None or command.kind != "company" or command.country != "JP":
        return invoice_warnings(number)
    check_company_invoice_number(number, command.corporate_number)
    return ()


def _same_names(command: RegisterCompany, state: State) -> Iterable[str]:
    names = {match_key(name) for name in (command.names.ja, command.names.en) if name}
    others = sorted({party for key in names for party in owners_of(state, key)})
    return [f"same-name-as:{','.join(others)}"] if others else []


def needs_register_person(command: RegisterPerson) -> list[Key]:
    """Name the rows that `register_person` looks at."""
    return [
        (PartyRow, (command.id,)),
        *_number_keys((SUBJECT, command.subject)),
        *_number_keys((INVOICE_NUMBER, command.invoice_number)),
    ]


def register_person(command: RegisterPerson, state: State, context: Context) -> list[Event]:
    """Decide about a natural person, known here by commitments alone."""
    _must_register(context.actor)
    _check_id_free(state, command.id)
    check_country(command.residence, "residence")
    warnings = invoice_warnings(command.invoice_number)
    _check_number_free(state, SUBJECT, command.subject)
    _check_number_free(state, INVOICE_NUMBER, command.invoice_number)
    return [PersonRegistered(**dict(command), warnings=warnings)]


def needs_add_alias(command: AddAlias) -> list[Key]:
    """Name the rows that `add_alias` looks at."""
    key = match_key(command.alias.text)
    return [(PartyRow, (command.party,)), (NameOwnersRow, (key,))]


def add_alias(command: AddAlias, state: State, context: Context) -> list[Event]:
    """Decide about another spelling of an organisation's name."""
    party = state.require(PartyRow, command.party, field="party")
    context.actor.must_act_for(command.party, "party")
    if party["subject"] is not None:
        raise RuleViolation(
            "alias-of-person",
            field="party",
            value=command.party,
            expected="a company; other names of a person go into the vault",
        )
    _check_alias_free(state, command.alias, command.party, "alias")
    if command.party in owners_of(state, match_key(command.alias.text)):
        raise Conflict(
            "alias-known",
            field="alias",
            value=command.alias.text,
            expected="a spelling under which the party is not found yet",
        )
    return [AliasAdded(party=command.party, alias=command.alias)]


def needs_set_payee(command: SetPayee) -> list[Key]:
    """Name the rows that `set_payee` looks at."""
    return [(PartyRow, (command.party,)), (PartyRow, (command.payee,))]


def set_payee(command: SetPayee, state: State, context: Context) -> list[Event]:
    """Decide who is paid for a party from a day on."""
    state.require(PartyRow, command.party, field="party")
    context.actor.must_act_for(command.party, "party")
    state.require(PartyRow, command.payee, field="payee")
    is_self = command.payee == command.party
    if is_self != (command.relation == "self"):
        raise RuleViolation(
            "payee-relation",
            field="relation",
            value=command.relation,
            expected="self" if is_self else "agent_company, assignee or guardian",
        )
    return [PayeeSet(**dict(command))]


def needs_record_succession(command: RecordSuccession) -> list[Key]:
    """Name the rows that `record_succession` looks at."""
    parties = (command.party, *(item.party for item in command.successors))
    return [(view, (party,)) for party in parties for view in (PartyRow, SuccessionRow)]


def record_succession(command: RecordSuccession, state: State, context: Context) -> list[Event]:
    """Decide about others taking a party's place."""
    state.require(PartyRow, command.party, field="party")
    context.actor.must_act_for(command.party, "party")
    if command.ground == "inheritance" and not context.actor.is_operator:
        raise Forbidden(
            "operator-only", field="ground", value=command.ground, expected="the operator"
        )
    for number, item in enumerate(command.successors):
        state.require(PartyRow, item.party, field=f"successors[{number}].party")
    _check_successors(command)
    _check_chain(command, state)
    return [Succeeded(**dict(command))]


def _check_successors(command: RecordSuccession) -> None:
    parties = [item.party for item in command.successors]
    if command.party in parties:
        raise RuleViolation(
            "succeeds-itself", field="successors", value=command.party, expected="another party"
        )
    repeated = sorted({party for party in parties if parties.count(party) > 1})
    if repeated:
        raise RuleViolation(
            "successor-repeated", field="successors", value=repeated, expected="each party once"
        )
    empty = [item.party for item in command.successors if item.share.num == 0]
    if empty:
        raise RuleViolation(
            "share-zero", field="successors", value=empty, expected="a share above zero"
        )
    total = sum((item.share.fraction() for item in command.successors), Fraction(0))
    if total != 1:
        raise RuleViolation(
            "shares-do-not-sum",
            f"the shares sum to {total}: {abs(1 - total)} {'missing' if total < 1 else 'too much'}",
            field="successors",
            value=str(total),
            expected="1",
        )


def _check_chain(command: RecordSuccession, state: State) -> None:
    earlier = state.get(SuccessionRow, command.party)
    day = command.effective_from.isoformat()
    if earlier is not None and earlier["effective_from"] != day:
        raise Conflict(
            "succeeded-already",
            field="party",
            value=command.party,
            expected=f"a correction effective {earlier['effective_from']}",
            entry_index=earlier["entry_index"],
        )
    if leads_to(state, (item.party for item in command.successors), command.party):
        raise RuleViolation(
            "succession-cycle",
            field="successors",
            value=[item.party for item in command.successors],
            expected=f"parties that {command.party} does not succeed itself",
        )


def _must_register(actor: Actor) -> None:
    if not actor.is_operator and actor.role != "studio":
        raise Forbidden(
            "role-may-not-register", field="role", value=actor.role, expected="operator or studio"
        )


def _check_id_free(state: State, party: str) -> None:
    if state.get(PartyRow, party) is not None:
        raise Conflict("id-taken", field="id", value=party)


def _number_keys(number: tuple[str, str | None]) -> list[Key]:
    return [(PartyNumberRow, number)] if number[1] is not None else []


def _check_number_free(state: State, scheme: str, number: str | None) -> None:
    row = state.get(PartyNumberRow, scheme, number) if number is not None else None
    if row is not None:
        raise Conflict(
            f"{scheme.replace('_', '-')}-taken",
            field=scheme,
            value=number,
            expected="a number that no other party has",
            party=row["party_id"],
        )


def _check_alias_free(state: State, alias: Alias, party: str, field: str) -> None:
    """Refuse an alias under which somebody else is found; sharing a reading is no harm."""
    owners = owners_of(state, match_key(alias.text))
    others = sorted(other for other, kind in owners.items() if kind != "kana" and other != party)
    if others:
        raise Conflict(
            "alias-taken",
            field=field,
            value=alias.text,
            expected="a spelling that leads to one party",
            party=others[0],
        )


HANDLERS: Final[dict[type[Command], Handler]] = {
    RegisterCompany: Handler(register_company, needs_register_company),
    RegisterPerson: Handler(register_person, needs_register_person),
    AddAlias: Handler(add_alias, needs_add_alias),
    SetPayee: Handler(set_payee, needs_set_payee),
    RecordSuccession: Handler(record_succession, needs_record_succession),
    **ending_rules.HANDLERS,
    **registration_rules.HANDLERS,
}
