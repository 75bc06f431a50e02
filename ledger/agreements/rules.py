"""Rules about agreements: everybody named is known, every clause can be computed.

1. The payer records the agreement and its terms; the operator may for anybody.
2. Terms are checked before any money depends on them.
3. A version of the terms is added, never edited; under what was already computed only when whoever
   adds it confirms what that touches, see `ledger.agreements.restating`.
"""

from collections.abc import Iterable

from contracts.errors import TermsError
from contracts.money import minor_unit
from contracts.period import Month
from ledger.accounts.naming import check_shared
from ledger.agreements.back_dating import check_back_dated
from ledger.agreements.commands import AddTerms, RecordAgreement, ReportDuty
from ledger.agreements.events import AgreementRecorded, TermsAdded
from ledger.agreements.linked import check_linked
from ledger.agreements.terms import check_committee, check_named, check_terms, payees_of
from ledger.agreements.views import AgreementRow, SettledRow, TermsRow, payers_of
from ledger.approvals.asking import asked
from ledger.command import Actor, Command, Context
from ledger.committees.views import CommitteeRow
from ledger.errors import Conflict, RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents, needs_consents
from ledger.parties.views import PartyRow
from ledger.periods.payer import must_act_for_payer, payer_keys
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import unpack
from ledger.works.views import WorkRow


def record_agreement(command: RecordAgreement, state: State, context: Context) -> list[Event]:
    """Put an agreement on the register, with the first version of its clauses."""
    if state.get(AgreementRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="a new id")
    context.actor.must_act_for(command.payer, "payer")
    _check_known(command, state, context.actor)
    _check_duties(command.duties)
    _check_currency(command.currency)
    _month(command.effective_month)
    sha256 = check_terms(command.terms, command.currency, is_again=context.is_again)
    check_named(command.terms, state, context.actor)
    check_linked(command.terms, state, context.actor)
    check_shared(command.terms, (command.payer,), state)
    check_consents(command.consents, state, context)
    taken = {"effective_month", "terms", "consents"}
    stated = {name: value for name, value in command if name not in taken}
    recorded = AgreementRecorded(**stated)
    added = TermsAdded(
        agreement=command.id,
        version=1,
        effective_month=command.effective_month,
        terms=command.terms,
        terms_sha256=sha256,
        parties=tuple(dict.fromkeys((command.payer, *command.parties))),
        document=command.document,
        consents=command.consents,
    )
    return [recorded, added, *asked(state, context, command.payer, "terms", f"{command.id}/1")]


def add_terms(command: AddTerms, state: State, context: Context) -> list[Event]:
    """Add a version of the clauses; for months that were settled only when that is confirmed."""
    payer = must_act_for_payer(state, context.actor, command.agreement)
    agreement = state.require(AgreementRow, command.agreement, field="agreement")
    _month(command.effective_month)
    sha256 = check_terms(command.terms, agreement["currency"], is_again=context.is_again)
    check_named(command.terms, state, context.actor)
    check_linked(command.terms, state, context.actor)
    check_shared(command.terms, payers_of(agreement), state)
    _check_changed(command, sha256, agreement, state)
    check_back_dated(command, agreement["terms_version"] + 1, state)
    check_consents(command.consents, state, context)
    version = agreement["terms_version"] + 1
    return [
        TermsAdded(
            agreement=command.agreement,
            version=version,
            effective_month=command.effective_month,
            terms=command.terms,
            terms_sha256=sha256,
            parties=tuple(dict.fromkeys((payer, *unpack(agreement["doc"])["parties"]))),
            reason=command.reason,
            document=command.document,
            consents=command.consents,
        ),
        *asked(state, context, payer, "terms", f"{command.agreement}/{version}"),
    ]


def _check_known(command: RecordAgreement, state: State, actor: Actor) -> None:
    state.require(PartyRow, command.payer, field="payer")
    _check_each(PartyRow, "parties", command.parties, state)
    _check_each(WorkRow, "works", command.works, state)
    for number, duty in enumerate(command.duties):
        state.require(PartyRow, duty.reporter, field=f"duties[{number}].reporter")
    if command.committee is not None:
        check_committee(command.committee, "committee", state, actor)
    elif command.kind == "committee":
        raise RuleViolation(
            "committee-missing", field="committee", value=None, expected="a committee's id"
        )


def _check_each(
    view: type[PartyRow] | type[WorkRow], field: str, ids: Iterable[str], state: State
) -> None:
    seen: set[str] = set()
    for number, each in enumerate(ids):
        state.require(view, each, field=f"{field}[{number}]")
        if each in seen:
            raise RuleViolation(
                "named-twice", field=f"{field}[{number}]", value=each, expected="each once"
            )
        seen.add(each)


def _check_duties(duties: tuple[ReportDuty, ...]) -> None:
    """Refuse a duty that ends before it starts, and two for one reporter and medium at a time."""
    for number, duty in enumerate(duties):
        field = f"duties[{number}]"
        starts = _month(duty.starts, f"{field}.starts")
        if duty.ends is not None and _month(duty.ends, f"{field}.ends") < starts:
            raise RuleViolation(
                "duty-ends-before-start",
                field=f"{field}.ends",
                value=duty.ends,
                expected=f"{duty.starts} or later",
            )
        for other in duties[:number]:
            if _overlap(duty, other):
                raise RuleViolation(
                    "duty-repeated",
                    f"{duty.reporter} has to report {duty.medium} already",
                    field=field,
                    value=duty.medium,
                    expected="one duty per reporter and medium at a time",
                )


def _overlap(one: ReportDuty, other: ReportDuty) -> bool:
    if (one.reporter, one.medium) != (other.reporter, other.medium):
        return False
    return not (
        (one.ends is not None and one.ends < other.starts)
        or (other.ends is not None and other.ends < one.starts)
    )


def _check_currency(currency: str) -> None:
    try:
        minor_unit(currency)
    except TermsError as error:
        fields = {**error.fields, "field": "currency"}
        raise RuleViolation(error.code, error.message, **fields) from error


def _month(text: str, field: str = "effective_month") -> Month:
    try:
        return Month.parse(text)
    except TermsError as error:
        fields = {**error.fields, "field": field}
        raise RuleViolation(error.code, error.message, **fields) from error


def _check_changed(command: AddTerms, sha256: str, agreement: Row, state: State) -> None:
    latest = state.get(TermsRow, command.agreement, agreement["terms_version"])
    if (
        latest is not None
        and latest["terms_sha256"] == sha256
        and latest["effective_month"] <= command.effective_month
    ):
        raise Conflict(
            "terms-unchanged",
            f"these are the terms in force since {latest['effective_month']}",
            field="terms",
            value=sha256,
            expected="terms that differ",
        )


def needs_record_agreement(command: RecordAgreement) -> list[Key]:
    """Return the rows of the id and of everybody and everything named."""
    parties = {command.payer, *command.parties, *(duty.reporter for duty in command.duties)}
    keys: list[Key] = [(AgreementRow, (command.id,))]
    keys += [(PartyRow, (party,)) for party in sorted(parties | _payees(command.terms))]
    keys += [(WorkRow, (work,)) for work in command.works]
    keys += needs_consents(command.consents)
    return [*keys, (CommitteeRow, (command.committee,))] if command.committee else keys


def needs_add_terms(command: AddTerms) -> list[Key]:
    """Return the rows of the agreement and of the payees."""
    return [
        (AgreementRow, (command.agreement,)),
        (SettledRow, (command.agreement,)),
        *payer_keys(command.agreement),
        *((PartyRow, (payee,)) for payee in sorted(_payees(command.terms))),
        *needs_consents(command.consents),
    ]


def _payees(terms: dict[str, object]) -> set[str]:
    return {payee for _, payee in payees_of(terms) if ":" not in payee}


HANDLERS: dict[type[Command], Handler] = {
    RecordAgreement: Handler(record_agreement, needs_record_agreement),
    AddTerms: Handler(add_terms, needs_add_terms),
}
