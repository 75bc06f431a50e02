"""Which command may cause which fact, and that the fact says what the command asked for.

An author signs the command, not the fact. If a fact could differ from it, or stand beside a command
that nobody has to sign, whoever keeps the log could write under every signature what he likes.

1. A fact of a type is caused by the commands named here and by no other.
2. What command and fact both name is the same in both; a rule adds fields and never changes one.

Source:
    docs/LOG-FORMAT.md chapter 17; the rules of each slice decide the facts.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ledger.audit.family import Difference, Entry
from ledger.audit.records import fact_reader, plain

CAUSES: Final[Mapping[str, frozenset[str]]] = {
    fact: frozenset(commands.split())
    for fact, commands in {
        "access.granted/1": "GrantAccess/1",
        "access.revoked/1": "RevokeAccess/1",
        "account.opened/1": "OpenAccount/1",
        "agreement.assumed/1": "AssumeDebt/1 CompleteDissolution/1",
        "agreement.recorded/1": "RecordAgreement/1",
        "agreement.terms_added/1": "AddTerms/1 RecordAgreement/1",
        "approval.asked/1": "AddTerms/1 ClosePayout/1 CloseRevision/1 IssueStatement/1 "
        "ProposeBankDetails/1 "
        "PreparePayment/1 RecordAgreement/1 RecordRates/1 RegisterReport/1 SetApprovalPolicy/1",
        "approval.given/1": "Approve/1",
        "approval.policy_set/1": "SetApprovalPolicy/1",
        "approval.refused/1": "Reject/1",
        "bank_details.confirmed/1": "ConfirmBankDetails/1",
        "bank_details.proposed/1": "ProposeBankDetails/1",
        "bank_details.waiting_set/1": "SetBankWaiting/1",
        "bank_details.withdrawn/1": "WithdrawBankDetails/1",
        "cash.account_opened/1": "OpenCashAccount/1",
        "cash.lines_imported/1": "ImportCash/1",
        "cash.matched/1": "MatchCash/1",
        "cash.reconciled/1": "ReconcileCash/1",
        "cash.unmatched/1": "UnmatchCash/1",
        "committee.amended/1": "AmendCommittee/1 CompleteDissolution/1 RecordPastDissolution/1",
        "committee.dissolution_begun/1": "BeginDissolution/1",
        "committee.dissolution_found/1": "RecordPastDissolution/1",
        "committee.dissolved/1": "CompleteDissolution/1",
        "committee.capital_called/1": "CallCapital/1",
        "committee.contribution_paid/1": "RecordContribution/1",
        "committee.formed/1": "FormCommittee/1",
        "committee.milestone_reached/1": "ReachMilestone/1",
        "committee.invoice_notified/1": "RecordInvoiceNotice/1",
        "committee.leaving_settled/1": "SettleLeaving/1",
        "committee.member_admitted/1": "AdmitMember/1",
        "committee.member_left/1": "RecordLeaving/1",
        "committee.member_succeeded/1": "SucceedMember/1",
        "committee.offer_answered/1": "AnswerShareOffer/1",
        "committee.share_offered/1": "OfferShare/1",
        "committee.share_transferred/1": "TransferMemberShare/1",
        "committee.status_changed/1": "SetCommitteeStatus/1",
        "dispute.carried_out/1": "CarryOutDispute/1",
        "dispute.deadline/1": "SetDisputeDeadline/1",
        "dispute.held/1": "HoldDisputed/1",
        "dispute.message/1": "SayInDispute/1",
        "dispute.opened/1": "OpenDispute/1",
        "dispute.released/1": "ReleaseDisputed/1",
        "dispute.settled/1": "SettleDispute/1",
        "committee.use_declared/1": "CompleteDissolution/1 DeclareUse/1",
        "fx.rates_recorded/1": "RecordRates/1",
        "invoice.issued/1": "IssueInvoice/1",
        "key.policy_set/1": "SetKeyPolicy/1",
        "key.registered/1": "RegisterKey/1",
        "key.revoked/1": "RevokeKey/1",
        "key.rotated/1": "RotateKey/1",
        "log.key_retired/1": "RetireLogKey/1",
        "log.key_rotated/1": "RotateLogKey/1",
        "paper.generated/1": "RecordPaper/1",
        "party.alias_added/1": "AddAlias/1",
        "party.company_registered/1": "RegisterCompany/1",
        "party.ended/1": "EndParty/1",
        "party.payee_set/1": "SetPayee/1",
        "party.person_registered/1": "RegisterPerson/1",
        "party.registration_noted/1": "NoteRegistration/1",
        "party.returned/1": "ReturnParty/1",
        "party.succeeded/1": "RecordSuccession/1",
        "payment.cancelled/1": "CancelPayment/1",
        "payment.confirmed/1": "ConfirmPayment/1",
        "payment.exported/1": "ExportPayment/1",
        "payment.prepared/1": "PreparePayment/1",
        "period.closed/1": "ClosePeriod/1",
        "period.opened/1": "OpenPeriod/1",
        "period.reopened/1": "ReopenPeriod/1",
        "revenue.interest_charged/1": "ChargeInterest/1",
        "purchase.agreed/1": "AgreePurchases/1",
        "purchase.confirmed/1": "ConfirmPurchase/1",
        "purchase.objected/1": "ObjectPurchase/1",
        "purchase.presented/1": "PresentPurchase/1",
        "revenue.invoiced/1": "RecordInvoice/1 IssueInvoice/1",
        "revenue.receipt_withdrawn/1": "UnmatchCash/1",
        "revenue.received/1": "RecordReceipt/1 MatchCash/1 RecordSetOff/1",
        "revenue.reported/1": "RegisterReport/1",
        "rights.encumbered/1": "EncumberRight/1",
        "rights.ended/1": "EndRight/1",
        "rights.licensed/1": "LicenseRight/1 ExerciseOption/1",
        "rights.licensor_changed/1": "AssignLicensor/1 CompleteDissolution/1",
        "rights.offer_answered/1": "AnswerOffer/1",
        "rights.offer_notified/1": "NotifyOffer/1",
        "rights.option_exercised/1": "ExerciseOption/1",
        "rights.option_extended/1": "ExtendOption/1",
        "rights.option_granted/1": "GrantOption/1",
        "rights.registered/1": "RegisterRight/1",
        "rights.title_recorded/1": "RecordTitle/1",
        "rights.transferred/1": "TransferRight/1 ExerciseOption/1 CompleteDissolution/1 "
        "RecordPastDissolution/1",
        "royalty.expense_recorded/1": "RecordExpense/1",
        "royalty.opened/1": "RecordOpening/1",
        "royalty.payout_closed/1": "ClosePayout/1",
        "royalty.revised/1": "CloseRevision/1",
        "set_off.allowed/1": "AllowSetOff/1",
        "set_off.ended/1": "EndSetOff/1",
        "set_off.recorded/1": "RecordSetOff/1",
        "state.closed/1": "CloseState/1",
        "royalty_audit.closed/1": "CloseRoyaltyAudit/1",
        "royalty_audit.found/1": "FindInRoyaltyAudit/1",
        "royalty_audit.requested/1": "RequestRoyaltyAudit/1",
        "royalty_audit.right_recorded/1": "RecordAuditRight/1",
        "royalty_audit.said/1": "SayInRoyaltyAudit/1",
        "statement.issued/1": "IssueStatement/1",
        "subject.erased/1": "RecordErasure/1",
        "subject.erasure_ordered/1": "OrderErasure/1",
        "subject.released/1": "ReleaseSubject/1",
        "subject.restricted/1": "RestrictUse/1",
        "tax.treaty_form_filed/1": "FileTreatyForm/1",
        "work.amended/1": "AmendWork/1",
        "work.claimed/1": "ClaimWork/1",
        "work.element_registered/1": "RegisterElement/1",
        "work.notice_filed/1": "FileNotice/1",
        "work.registered/1": "RegisterWork/1",
    }.items()
}
"""Type of each fact to the types of its commands."""
# The one field that a rule does change: readers of an agreement's terms include its payer.
_COMPLETED: Final = frozenset({("agreement.terms_added/1", "parties")})
# An asking names what its command made, in words of its own: the family `approvals` compares them.
_ABOUT_ITS_SIBLING: Final = "approval.asked/1"
_MOST_SHOWN: Final = 200


def differences(entry: Entry, kind: str, body: Mapping[str, Any]) -> Iterator[Difference]:
    """Yield what must be equal in a command and a fact that it caused.

    Args:
        entry: The fact's entry.
        kind: Type of the command.
        body: What it asked for, put together from its parts.
    """
    wanted = CAUSES[entry.event_type]
    if kind not in wanted:
        yield "command-of-another-fact", " or ".join(sorted(wanted)), kind
        return
    if entry.event_type == _ABOUT_ITS_SIBLING:
        return
    stated = fact_reader().fields(entry.event_type, entry.parts)
    asked = _asked(kind, body)
    for name, default in entry.fact:
        if name not in asked or (entry.event_type, name) in _COMPLETED:
            continue
        said = stated[name] if name in stated else plain(default)
        is_empty = name not in stated and asked[name] in ([], {})  # no part holds an empty list
        if said != asked[name] and not is_empty:
            yield "command-differs", _shown(name, asked[name]), _shown(name, said)


def _asked(kind: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a command says itself; an amendment says nothing of shares that it leaves."""
    if kind == "AmendCommittee/1" and "members" not in body:
        return {name: body[name] for name in body if name != "shares_are_synthetic"}
    return body


def _shown(name: str, value: object) -> str:
    return f"{name}: {value!r}"[:_MOST_SHOWN]
