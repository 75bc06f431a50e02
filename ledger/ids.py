"""Identifiers: a prefix that says what it names, and 26 characters that sort by time.

The 26 characters are a ULID: 48 bits of milliseconds and 80 random bits in Crockford's base 32.
The client may choose an id itself, so that it can sign a command before sending it.

Source:
    The ULID specification, https://github.com/ulid/spec.
"""

import re
from typing import Annotated

from pydantic import StringConstraints

from ledger.clock import Clock
from ledger.entropy import Entropy

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BODY = "[0-7][0-9A-HJKMNP-TV-Z]{25}"

PARTY, WORK, COMMITTEE, AGREEMENT = "party", "work", "cmt", "agr"
REPORT, RUN, STATEMENT, INVOICE, RECEIPT = "rep", "run", "stmt", "inv", "rcpt"
OPENING = "opn"
REVISION = "rev"
ELEMENT, SUBJECT, TOKEN, GRANT, CLAIM = "elem", "subj", "tok", "grant", "claim"

TREATY_FORM = "form"
SHARED_ACCOUNT = "acc"
RIGHT = "right"
OPTION, ENCUMBRANCE = "opt", "enc"
SHARE_OFFER, CAPITAL_CALL = "offer", "call"
DISPUTE = "dsp"
DISSOLUTION = "dis"
PAYMENT, PURCHASE, SET_OFF, INTEREST = "pay", "pinv", "off", "int"
BANK_DETAILS, CASH_ACCOUNT, CASH_IMPORT = "bank", "acct", "imp"
ROYALTY_AUDIT = "aud"
NOTICE_ADDRESS, DELIVERY = "addr", "dlv"
SIGN_IN, FACTOR, SIGN_IN_EVENT = "user", "fct", "sie"


def new_id(prefix: str, clock: Clock, entropy: Entropy) -> str:
    """Make an identifier such as `work_01KAM3Z4T0V6S8Q2YB5C9D7E1F`.

    Args:
        prefix: What the id names; one of the constants of this module.
        clock: Gives the first ten characters, so that ids sort by time.
        entropy: Gives the other sixteen.

    Returns:
        The prefix, an underscore and 26 characters.
    """
    milliseconds = int(clock.now().timestamp() * 1000)
    number = (milliseconds << 80) | int.from_bytes(entropy.bytes(10), "big")
    return f"{prefix}_{_encode(number)}"


def derived_id(prefix: str, digest: bytes) -> str:
    """Make the identifier that belongs to a digest: the same input always gets the same id.

    Imports use it, so that reading the same source twice names the same things.
    """
    return f"{prefix}_{_encode(int.from_bytes(digest[:16], 'big') >> 1)}"


def _encode(number: int) -> str:
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def is_id(text: str, prefix: str) -> bool:
    """Tell whether a text has the shape of an id with this prefix."""
    return re.fullmatch(f"{prefix}_{_BODY}", text) is not None


PartyId = Annotated[str, StringConstraints(pattern=f"^party_{_BODY}$")]
WorkId = Annotated[str, StringConstraints(pattern=f"^work_{_BODY}$")]
CommitteeId = Annotated[str, StringConstraints(pattern=f"^cmt_{_BODY}$")]
AgreementId = Annotated[str, StringConstraints(pattern=f"^agr_{_BODY}$")]
ReportId = Annotated[str, StringConstraints(pattern=f"^rep_{_BODY}$")]
RevisionId = Annotated[str, StringConstraints(pattern=f"^rev_{_BODY}$")]
RunId = Annotated[str, StringConstraints(pattern=f"^run_{_BODY}$")]
OpeningId = Annotated[str, StringConstraints(pattern=f"^opn_{_BODY}$")]
LinkId = Annotated[str, StringConstraints(pattern=f"^(run|rev|opn)_{_BODY}$")]
"""A link in an agreement's chain: a run, a revision of runs, or the opening before the first."""
StatementId = Annotated[str, StringConstraints(pattern=f"^stmt_{_BODY}$")]
InvoiceId = Annotated[str, StringConstraints(pattern=f"^inv_{_BODY}$")]
ReceiptId = Annotated[str, StringConstraints(pattern=f"^rcpt_{_BODY}$")]
ElementId = Annotated[str, StringConstraints(pattern=f"^elem_{_BODY}$")]
SubjectId = Annotated[str, StringConstraints(pattern=f"^subj_{_BODY}$")]
GrantId = Annotated[str, StringConstraints(pattern=f"^grant_{_BODY}$")]
TreatyFormId = Annotated[str, StringConstraints(pattern=f"^form_{_BODY}$")]
SharedAccountId = Annotated[str, StringConstraints(pattern=f"^acc_{_BODY}$")]
ShareOfferId = Annotated[str, StringConstraints(pattern=f"^offer_{_BODY}$")]
CapitalCallId = Annotated[str, StringConstraints(pattern=f"^call_{_BODY}$")]
RightId = Annotated[str, StringConstraints(pattern=f"^right_{_BODY}$")]
OptionId = Annotated[str, StringConstraints(pattern=f"^opt_{_BODY}$")]
EncumbranceId = Annotated[str, StringConstraints(pattern=f"^enc_{_BODY}$")]
AnyRightId = Annotated[str, StringConstraints(pattern=f"^(right|opt|enc)_{_BODY}$")]
"""A title, transfer or licence, an option, or an encumbrance."""
ClaimId = Annotated[str, StringConstraints(pattern=f"^claim_{_BODY}$")]
DisputeId = Annotated[str, StringConstraints(pattern=f"^dsp_{_BODY}$")]
DissolutionId = Annotated[str, StringConstraints(pattern=f"^dis_{_BODY}$")]
PaymentId = Annotated[str, StringConstraints(pattern=f"^pay_{_BODY}$")]
PurchaseId = Annotated[str, StringConstraints(pattern=f"^pinv_{_BODY}$")]
SetOffId = Annotated[str, StringConstraints(pattern=f"^off_{_BODY}$")]
InterestId = Annotated[str, StringConstraints(pattern=f"^int_{_BODY}$")]
BankDetailsId = Annotated[str, StringConstraints(pattern=f"^bank_{_BODY}$")]
CashAccountId = Annotated[str, StringConstraints(pattern=f"^acct_{_BODY}$")]
CashImportId = Annotated[str, StringConstraints(pattern=f"^imp_{_BODY}$")]
RoyaltyAuditId = Annotated[str, StringConstraints(pattern=f"^aud_{_BODY}$")]
