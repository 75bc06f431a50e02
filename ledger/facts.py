"""Every fact that the register can hold, on one page.

A fact's type is never reused and never edited: a changed shape is a new version beside the old.
"""

from typing import Final

from ledger.access.events import AccessGranted, AccessRevoked
from ledger.accounts.events import AccountOpened
from ledger.agreements.events import AgreementRecorded, TermsAdded
from ledger.approvals.events import (
    ApprovalAsked,
    ApprovalGiven,
    ApprovalPolicySet,
    ApprovalRefused,
)
from ledger.bank_details.events import (
    BankDetailsConfirmed,
    BankDetailsProposed,
    BankDetailsWithdrawn,
    BankWaitingSet,
)
from ledger.cash.events import (
    CashAccountOpened,
    CashLinesImported,
    CashMatched,
    CashReconciled,
    CashUnmatched,
)
from ledger.closings.events import StateClosed
from ledger.committees.change_events import (
    CapitalCalled,
    ContributionPaid,
    InvoiceNotified,
    LeavingSettled,
    MemberAdmitted,
    MemberLeft,
    MemberSucceeded,
    ShareAnswered,
    ShareOffered,
    ShareTransferred,
    StatusChanged,
)
from ledger.committees.events import CommitteeAmended, CommitteeFormed
from ledger.committees.milestone_events import MilestoneReached
from ledger.debtors.events import AgreementAssumed
from ledger.disputes.course_events import DisputeCarriedOut, DisputeDeadline
from ledger.disputes.events import DisputeMessage, DisputeOpened, DisputeSettled
from ledger.disputes.holding_events import DisputeHeld, DisputeReleased
from ledger.dissolutions.events import (
    CommitteeDissolved,
    DissolutionBegun,
    DissolutionFound,
    UseDeclared,
)
from ledger.event import Event
from ledger.fx.events import RatesRecorded
from ledger.invoices.events import (
    InvoiceIssued,
    PurchaseConfirmed,
    PurchaseObjected,
    PurchasePresented,
    PurchasesAgreed,
)
from ledger.keys.events import KeyPolicySet, KeyRegistered, KeyRevoked, KeyRotated
from ledger.log_keys.events import LogKeyRetired, LogKeyRotated
from ledger.openings.events import AgreementOpened
from ledger.papers.events import PaperGenerated
from ledger.parties.events import (
    AliasAdded,
    CompanyRegistered,
    PartyEnded,
    PartyReturned,
    PayeeSet,
    PersonRegistered,
    RegistrationNoted,
    Succeeded,
)
from ledger.payments.events import (
    PaymentCancelled,
    PaymentConfirmed,
    PaymentExported,
    PaymentPrepared,
)
from ledger.periods.events import PeriodClosed, PeriodOpened, PeriodReopened
from ledger.revenue.events import (
    ReceiptWithdrawn,
    RevenueInvoiced,
    RevenueReceived,
    RevenueReported,
)
from ledger.revenue.interest_events import InterestCharged
from ledger.rights.events import (
    LicensorChanged,
    RightEncumbered,
    RightEnded,
    RightLicensed,
    RightRegistered,
    RightTransferred,
    TitleRecorded,
)
from ledger.rights.option_events import (
    OptionExercised,
    OptionExtended,
    OptionGranted,
    RightOfferAnswered,
    RightOfferNotified,
)
from ledger.royalties.events import ExpenseRecorded, PayoutClosed
from ledger.royalties.revision_events import RoyaltyRevised
from ledger.royalty_audits.events import (
    AuditRightRecorded,
    RoyaltyAuditClosed,
    RoyaltyAuditFound,
    RoyaltyAuditRequested,
    RoyaltyAuditSaid,
)
from ledger.set_offs.events import SetOffAllowed, SetOffEnded, SetOffRecorded
from ledger.statements.events import StatementIssued
from ledger.subjects.events import (
    ErasureOrdered,
    SubjectErased,
    SubjectReleased,
    SubjectRestricted,
)
from ledger.tax_forms.events import TreatyFormFiled
from ledger.works.events import (
    ElementRegistered,
    NoticeFiled,
    WorkAmended,
    WorkClaimed,
    WorkRegistered,
)

_ALL: Final[tuple[type[Event], ...]] = (
    AccessGranted,
    AccessRevoked,
    AccountOpened,
    AgreementAssumed,
    AgreementOpened,
    AgreementRecorded,
    AliasAdded,
    ApprovalAsked,
    ApprovalGiven,
    ApprovalPolicySet,
    ApprovalRefused,
    BankDetailsConfirmed,
    BankDetailsProposed,
    BankDetailsWithdrawn,
    BankWaitingSet,
    CapitalCalled,
    CashAccountOpened,
    CashLinesImported,
    CashMatched,
    CashReconciled,
    CashUnmatched,
    CommitteeAmended,
    CommitteeDissolved,
    CommitteeFormed,
    CompanyRegistered,
    ContributionPaid,
    DisputeCarriedOut,
    DisputeDeadline,
    DisputeHeld,
    DisputeMessage,
    DisputeOpened,
    DisputeReleased,
    DisputeSettled,
    DissolutionBegun,
    DissolutionFound,
    ElementRegistered,
    ErasureOrdered,
    ExpenseRecorded,
    InterestCharged,
    InvoiceIssued,
    InvoiceNotified,
    LeavingSettled,
    KeyPolicySet,
    KeyRegistered,
    KeyRevoked,
    KeyRotated,
    LicensorChanged,
    LogKeyRetired,
    LogKeyRotated,
    MemberAdmitted,
    MemberLeft,
    MemberSucceeded,
    MilestoneReached,
    NoticeFiled,
    PaperGenerated,
    PartyEnded,
    PartyReturned,
    PayeeSet,
    PaymentCancelled,
    PaymentConfirmed,
    PaymentExported,
    PaymentPrepared,
    PayoutClosed,
    PeriodClosed,
    PeriodOpened,
    PeriodReopened,
    PersonRegistered,
    PurchaseConfirmed,
    PurchaseObjected,
    PurchasePresented,
    PurchasesAgreed,
    RatesRecorded,
    ReceiptWithdrawn,
    RegistrationNoted,
    RevenueInvoiced,
    RevenueReceived,
    RevenueReported,
    OptionExercised,
    OptionExtended,
    OptionGranted,
    RightEncumbered,
    RightEnded,
    RightLicensed,
    RightOfferAnswered,
    RightOfferNotified,
    RightRegistered,
    RightTransferred,
    AuditRightRecorded,
    RoyaltyAuditClosed,
    RoyaltyAuditFound,
    RoyaltyAuditRequested,
    RoyaltyAuditSaid,
    RoyaltyRevised,
    SetOffAllowed,
    SetOffEnded,
    SetOffRecorded,
    ShareAnswered,
    ShareOffered,
    ShareTransferred,
    StateClosed,
    StatementIssued,
    StatusChanged,
    SubjectErased,
    SubjectReleased,
    SubjectRestricted,
    Succeeded,
    TermsAdded,
    TitleRecorded,
    TreatyFormFiled,
    UseDeclared,
    WorkAmended,
    WorkClaimed,
    WorkRegistered,
)

FACTS: Final[dict[str, type[Event]]] = {fact.TYPE: fact for fact in _ALL}
