"""Rules about openings: before the first run, once, by figures that fit, approved by somebody else.

1. The payer records the opening; the operator may for anybody. Whoever approves it is another.
2. It comes before the agreement's first run. Until then a corrected one may take its place, as
   long as no statement shows it.
3. The figures are those that the clauses in force ask for; the position follows from them here.
4. The same document opens one agreement once.
"""

from dataclasses import asdict

from contracts.opening import Opened
from contracts.opening_balances import moved, unpaid_of
from contracts.period import Month
from ledger.agreements.views import AgreementRow
from ledger.clock import tokyo_date
from ledger.command import Command, Context
from ledger.errors import Conflict, RuleViolation
from ledger.event import Event
from ledger.keys.consents import check_consents, needs_consents
from ledger.openings.checking import opened_by, refusal
from ledger.openings.commands import RecordOpening
from ledger.openings.events import AgreementOpened, OpeningDifference, UnpaidBalance
from ledger.openings.views import OpeningDocumentRow, OpeningRow, opening_of_head
from ledger.parties.views import PartyRow
from ledger.revenue.rules import known_agreement, parties_of, refuse_currency
from ledger.royalties.commands import PostingLine
from ledger.royalties.reads import Reads, reads_of
from ledger.royalties.views import RunHeadRow, RunPayeeRow
from ledger.store.handler import Handler
from ledger.store.state import Key, Row, State
from ledger.store.views import unpack


def record_opening(command: RecordOpening, state: State, context: Context) -> list[Event]:
    """Take an agreement over from other books."""
    if state.get(OpeningRow, command.id) is not None:
        raise Conflict("id-taken", field="id", value=command.id, expected="an id nobody used yet")
    agreement = known_agreement(state, context.actor, command.agreement)
    context.actor.must_act_for(agreement["payer"], "agreement")
    refuse_currency(command.currency, agreement)
    _refuse_unfinished(command, context)
    before = _superseded(command, state)
    _refuse_known_document(command, state)
    _check_people(command, state, context)
    reads = reads_of(state, command.agreement, command.as_of)
    _check_terms(command, reads)
    opened = opened_by(command, reads, is_committee=agreement["kind"] == "committee")
    if opened.problems:
        raise refusal(command, opened.problems)
    return [_fact(command, agreement, reads, opened, before)]


def _fact(
    command: RecordOpening, agreement: Row, reads: Reads, opened: Opened, before: Row | None
) -> AgreementOpened:
    differences = (
        OpeningDifference(
            **_named(one.key),
            stated_minor=one.stated_minor,
            expected_minor=one.expected_minor,
            reason=one.reason,
            effect=one.effect,
        )
        for one in opened.differences
    )
    names = set(AgreementOpened.model_fields)
    standing = unpack(before["doc"])["balances"] if before else {}
    return AgreementOpened(
        **{name: value for name, value in command if name in names},
        payer=agreement["payer"],
        differences=tuple(differences),
        postings=tuple(
            PostingLine(account=account, amount_minor=amount)
            for account, amount in moved(opened.postings, standing).items()
        ),
        position=opened.position.to_dict(),
        unpaid=tuple(
            UnpaidBalance(**asdict(one))
            for one in unpaid_of(entry.figure() for entry in command.entries)
        ),
        holders=reads.pinned,
        parties=parties_of(agreement),
    )


def _named(key: tuple[str, str, str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in zip(("kind", "step", "account", "payee"), key, strict=True)
        if value
    }


def _refuse_unfinished(command: RecordOpening, context: Context) -> None:
    this_month = Month.of(tokyo_date(context.at))
    if Month.parse(command.as_of) >= this_month:
        raise RuleViolation(
            "opening-month-not-over",
            field="as_of",
            value=command.as_of,
            expected=f"a month before {this_month}",
        )


def _superseded(command: RecordOpening, state: State) -> Row | None:
    """Return the opening that this one corrects; refuse one that would come too late.

    Raises:
        Conflict: `opening-after-run`, `opening-exists`, or `opening-stated`.
        RuleViolation: It corrects an opening that is not there, or says not why.
    """
    head = state.get(RunHeadRow, command.agreement)
    before = opening_of_head(state, head)
    if head is not None and before is None:
        raise Conflict(
            "opening-after-run",
            f"the run {head['run_id']} was closed already; figures enter by reports from then on",
            field="agreement",
            value=command.agreement,
            expected="an agreement without runs",
        )
    standing = before["id"] if before else None
    if command.supersedes != standing:
        code = "opening-exists" if standing else "opening-not-found"
        raise Conflict(
            code, field="supersedes", value=command.supersedes, expected=standing or "no opening"
        )
    if before is None:
        return None
    if command.reason is None:
        raise RuleViolation(
            "opening-reason-missing", field="reason", expected="why it is corrected"
        )
    for party in unpack(before["doc"])["payees"]:
        row = state.get(RunPayeeRow, before["id"], party)
        if row is not None and row["statement_id"] is not None:
            raise Conflict(
                "opening-stated",
                "a statement shows what it carries over; correct that by the next statement",
                field="supersedes",
                value=before["id"],
                statement=row["statement_id"],
                expected="an opening that no statement shows",
            )
    return before


def _refuse_known_document(command: RecordOpening, state: State) -> None:
    known = state.get(OpeningDocumentRow, command.document.sha256)
    if known is not None:
        raise Conflict(
            "opening-document-known",
            f"the opening {known['opening_id']} was made of this very file",
            field="document",
            value=command.document.sha256,
            opening=known["opening_id"],
            expected="a document not used yet",
        )


def _check_people(command: RecordOpening, state: State, context: Context) -> None:
    """Refuse strangers, and whoever approves his own figures."""
    state.require(PartyRow, command.approved_by, field="approved_by")
    if command.made_by is not None:
        state.require(PartyRow, command.made_by, field="made_by")
    if command.approved_by in (command.made_by, context.actor.party):
        raise RuleViolation(
            "opening-approved-by-maker",
            field="approved_by",
            value=command.approved_by,
            expected="somebody else than whoever made the figures up, or sends them",
        )
    for number, entry in enumerate(command.entries):
        if entry.payee is not None and ":" not in entry.payee:
            state.require(PartyRow, entry.payee, field=f"entries[{number}].payee")
    check_consents(command.consents, state, context)


def _check_terms(command: RecordOpening, reads: Reads) -> None:
    stated = (command.terms_version, command.terms_sha256)
    in_force = (reads.terms["version"], reads.terms["terms_sha256"])
    if stated != in_force:
        raise Conflict(
            "opening-terms-differ",
            "the figures were made for other clauses than those in force in that month",
            field="terms_version",
            value=f"{stated[0]} {stated[1]}",
            expected=f"{in_force[0]} {in_force[1]}",
        )


def needs_opening(command: RecordOpening) -> list[Key]:
    """Return the rows that an opening looks at and moves."""
    parties = {one.payee for one in command.entries if one.payee and ":" not in one.payee}
    named = {command.approved_by, *parties, *([command.made_by] if command.made_by else [])}
    return [
        (OpeningRow, (command.id,)),
        (OpeningDocumentRow, (command.document.sha256,)),
        (AgreementRow, (command.agreement,)),
        (RunHeadRow, (command.agreement,)),
        *((PartyRow, (party,)) for party in sorted(named)),
        *needs_consents(command.consents),
    ]


HANDLERS: dict[type[Command], Handler] = {RecordOpening: Handler(record_opening, needs_opening)}
