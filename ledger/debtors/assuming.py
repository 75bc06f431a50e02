"""What follows when a debt is assumed: who stays liable, and which amounts pass; pure.

A dissolution records the same fact as `AssumeDebt`: both are made by `assumed`.

Rules kept here, in order:

1. Every month before the first one of the new debtor is settled; none from it on is.
2. He agreed. Without creditors' consents whoever owed it stays liable beside him; with a consent of
   every creditor he is the only one.
3. What waits for a payee and came from this agreement alone, or from others that he owes already,
   passes to him, to the yen: at once, or with the last statement of the payer so far where he has
   months of it to state to that payee.

Source:
    Civil Code of Japan, article 470 (cumulative: both debtors agree, the creditor need not), 472
    (releasing: the creditor agrees), 675 (members of a partnership are liable). Whether a contract
    of the debtors alone binds before the creditor accepts (470(3)) is to be confirmed by counsel.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from contracts.errors import TermsError
from contracts.period import Month
from ledger.agreements.paying import parties_paid
from ledger.agreements.views import AgreementRow, named_parties, still_liable, versions_of
from ledger.clock import tokyo_date
from ledger.command import Context
from ledger.debtors.commands import Ground, Manner
from ledger.debtors.events import AccountAmount, AgreementAssumed
from ledger.debtors.shared import refuse_shared
from ledger.errors import Conflict, RuleViolation
from ledger.keys.consents import Consent
from ledger.parties.endings import PartyEndRow
from ledger.parties.succession import gone_on
from ledger.parties.views import PartyRow
from ledger.rights.behind import people_behind
from ledger.royalties.views import RunHeadRow
from ledger.statements.commands import CarriedAmount
from ledger.statements.views import StatementHeadRow
from ledger.statements.waiting import Account, Waiting, passing, staying, total_of
from ledger.statements.waiting_views import accounts_of, is_stating, owes, waiting_at
from ledger.store.state import Row, State
from ledger.values import DocumentRef

CUMULATIVE: Final[Manner] = "cumulative"
RELEASING: Final[Manner] = "releasing"


@dataclass(frozen=True, slots=True)
class AssumedBy:
    """An assumption as somebody asks for it; see `ledger.debtors.commands.AssumeDebt`.

    Attributes:
        beside: Agreements that the same command let him owe before this one.
    """

    agreement: str
    debtor: str
    from_month: str
    document: DocumentRef
    manner: Manner = CUMULATIVE
    liable: tuple[str, ...] | None = None
    ground: Ground = "dissolution"
    consents: tuple[Consent, ...] = ()
    dissolution: str | None = None
    beside: frozenset[str] = frozenset()


def assumed(state: State, asked: AssumedBy, context: Context) -> AgreementAssumed:
    """Return the fact that somebody else owes what an agreement promises.

    Consents are counted, not checked: `ledger.keys.consents.check_consents` is the caller's.

    Raises:
        NotFound: The agreement or a party is not on the register.
        Conflict: `debtor-unchanged`, `assumption-months-unsettled` or `assumption-month-settled`.
        RuleViolation: A consent, or somebody who must stay liable, is missing; or
            `assumption-shared-account`.
    """
    row = state.require(AgreementRow, asked.agreement, field="agreement")
    _check_debtor(asked, row, state, context)
    _check_month(asked, row, state)
    refuse_shared(row, state)
    liable = _liable(asked, row, state)
    accounts = accounts_of(state, row["payer"])
    carried = tuple(_amounts(state, accounts, asked, is_passing=True))
    if asked.manner == RELEASING:
        _check_creditors(asked, row, state, context, carried)
    remaining = (row["payer"],) if asked.manner == CUMULATIVE else ()
    return AgreementAssumed(
        agreement=asked.agreement,
        payer=row["payer"],
        debtor=asked.debtor,
        from_month=asked.from_month,
        manner=asked.manner,
        liable=liable,
        ground=asked.ground,
        document=asked.document,
        dissolution=asked.dissolution,
        carried=carried,
        stays=tuple(_amounts(state, accounts, asked, is_passing=False)),
        consents=asked.consents,
        parties=tuple(dict.fromkeys((asked.debtor, *named_parties(row), *remaining))),
    )


def _check_debtor(asked: AssumedBy, row: Row, state: State, context: Context) -> None:
    """Refuse a debtor who owes it already, who is gone, or who did not agree."""
    state.require(PartyRow, asked.debtor, field="debtor")
    if asked.debtor == row["payer"]:
        raise Conflict(
            "debtor-unchanged",
            field="debtor",
            value=asked.debtor,
            expected="somebody else than who owes it already",
        )
    if gone_on(state, [asked.debtor], tokyo_date(context.at)):
        raise RuleViolation(
            "debtor-succeeded",
            "others have taken this party's place; one of them may owe it",
            field="debtor",
            value=asked.debtor,
            expected="a party that is there",
        )
    ended = state.get(PartyEndRow, asked.debtor)
    if ended is not None and ended["day"] <= tokyo_date(context.at).isoformat():
        raise RuleViolation(
            "debtor-ended",
            "who does not exist any more, or cannot be reached, owes nobody anything",
            field="debtor",
            value=asked.debtor,
            day=ended["day"],
            expected="a party that is there",
        )
    if asked.debtor not in _present(asked, context):
        raise RuleViolation(
            "debtor-consent-missing",
            "nobody owes what he did not agree to owe",
            field="consents",
            value=asked.debtor,
            expected=f"a consent of {asked.debtor}, or the command sent by him",
        )


def _present(asked: AssumedBy, context: Context) -> set[str]:
    return {consent.party for consent in asked.consents} | {context.actor.party or ""}


def _check_month(asked: AssumedBy, row: Row, state: State) -> None:
    """Refuse a first month that leaves a gap, or that was run already."""
    first = _month(asked.from_month)
    head = state.get(RunHeadRow, row["id"])
    if head is None:
        begins = min((one.effective_month for one in versions_of(state, row["id"])), default="")
        if asked.from_month < begins:
            raise RuleViolation(
                "assumption-before-terms",
                field="from_month",
                value=asked.from_month,
                expected=f"{begins} or later",
            )
        return
    due = str(Month.parse(head["last_month"]).plus(1))
    if asked.from_month == due:
        return
    is_late = asked.from_month > due
    last = first.plus(-1)
    raise Conflict(
        "assumption-months-unsettled" if is_late else "assumption-month-settled",
        f"run the months {due} to {last} first" if is_late else "runs are never taken back",
        field="from_month",
        value=asked.from_month,
        run=head["run_id"],
        expected=f"{due}, the month after the last run",
    )


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except TermsError as error:
        fields = {**error.fields, "field": "from_month"}
        raise RuleViolation(error.code, error.message, **fields) from error


def _liable(asked: AssumedBy, row: Row, state: State) -> tuple[str, ...]:
    """Return who stays liable beside the debtor.

    Source:
        Civil Code 470(1): the former debtor stays liable, jointly with the new one.
    """
    for number, party in enumerate(asked.liable or ()):
        state.require(PartyRow, party, field=f"liable[{number}]")
        if party == asked.debtor or party in (asked.liable or ())[:number]:
            raise RuleViolation(
                "liable-repeated",
                field=f"liable[{number}]",
                value=party,
                expected="each once, besides the new debtor",
            )
    if asked.manner == RELEASING:
        return asked.liable or ()
    staying = owing(asked, row, state)
    if asked.liable is None:
        return staying
    if missing := [party for party in staying if party not in asked.liable]:
        raise RuleViolation(
            "liable-released",
            "whoever owes it stays liable unless every creditor lets him go (manner: releasing)",
            field="liable",
            value=list(asked.liable),
            missing=missing,
            expected=list(staying),
        )
    return asked.liable


def owing(asked: AssumedBy, row: Row, state: State) -> tuple[str, ...]:
    """Return who owes it now besides the new debtor: payer, whoever was liable, and members."""
    named = [row["payer"], *still_liable(row)]
    if row["committee"]:
        holder = f"committee:{row['committee']}/copyright"
        day = Month.parse(asked.from_month).plus(-1).last_day
        named += people_behind(state, [holder]).parties([holder], day)
    return tuple(dict.fromkeys(party for party in named if party != asked.debtor))


def _amounts(
    state: State, accounts: Iterable[Account], asked: AssumedBy, *, is_passing: bool
) -> Iterator[AccountAmount]:
    """Yield what waits and passes, or what came from the agreement and from others and stays."""

    def is_his(other: str) -> bool:
        return other in asked.beside or owes(state, asked.debtor, other)

    for account in accounts:
        chosen = passing if is_passing else staying
        found = chosen(waiting_at(state, account), asked.agreement, is_his)
        if is_passing:  # the rest passes with the last statements of the payer so far
            found = tuple(one for one in found if not _is_kept(state, one, account))
        if found:
            head = state.get(StatementHeadRow, *account)
            yield amount_of(account, found, head["statement_id"] if head else None)


def _is_kept(state: State, one: Waiting, account: Account) -> bool:
    payer, payee, _ = account
    return any(is_stating(state, payer, each, payee) for each in one.agreements)


def amount_of(
    account: Account, waiting: tuple[Waiting, ...], statement: str | None
) -> AccountAmount:
    """Return parts that wait in an account as the fact states them."""
    _, payee, currency = account
    return AccountAmount(
        payee=payee,
        currency=currency,
        statement=statement,
        amount_minor=total_of(waiting),
        parts=CarriedAmount.of(one.part for one in waiting) or (),
    )


def _check_creditors(
    asked: AssumedBy,
    row: Row,
    state: State,
    context: Context,
    carried: tuple[AccountAmount, ...],
) -> None:
    """Refuse to let a debtor go without those to whom he owes.

    Source:
        Civil Code 472: the creditor's own agreement, or its consent to that of the debtors.
    """
    versions = versions_of(state, row["id"])
    clauses = [(one.effective_month, one.version, one.terms) for one in versions]
    creditors = parties_paid(clauses, asked.from_month)
    creditors |= {one.payee for one in carried if one.amount_minor > 0}
    creditors -= {asked.debtor, row["payer"]}
    if missing := sorted(creditors - _present(asked, context)):
        raise RuleViolation(
            "creditor-consent-missing",
            "only those to whom he owes can let a debtor go; without them the manner is cumulative",
            field="consents",
            value=missing,
            expected="a consent of each of them",
        )
