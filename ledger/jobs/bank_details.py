"""Proposing bank details: checked first, sealed next, and only then does the log hear of them.

After a crash there may be sealed details that no entry cites, never an entry whose details nobody
can open; the sweep forgets what nothing cites.
"""

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from ledger.bank_details.checking import checked
from ledger.bank_details.commands import ProposeBankDetails
from ledger.bank_details.details import FIELD, Details, Domestic, Typed, sealed_text
from ledger.bank_details.views import waiting_days
from ledger.bank_details.waiting import over_on
from ledger.bootstrap import Register
from ledger.clock import tokyo_date
from ledger.command import SYSTEM, Actor, RequestKey
from ledger.door import Recorded
from ledger.errors import NotFound
from ledger.holidays import is_holiday
from ledger.ids import BANK_DETAILS, SUBJECT, BankDetailsId, PartyId, new_id
from ledger.parties.views import PartyRow
from ledger.store.views import table_of
from ledger.values import DocumentRef, Value
from ledger.vault.vault import Secret

NEW_BRANCH: Final = "branch-not-in-table"


class Proposal(Value):
    """A party's account as somebody types it; the number never enters the log.

    Attributes:
        account: The account.
        effective_from: From when payments are to go there; left out, as soon as may be.
        takes_offer: Take the holder's name as a bank would write it, where that differs.
    """

    id: BankDetailsId | None = None
    party: PartyId
    account: Annotated[Typed, Field(discriminator="kind")]
    effective_from: date | None = None
    evidence: DocumentRef | None = None
    takes_offer: bool = False


def propose_details(
    register: Register,
    proposal: Proposal,
    *,
    actor: Actor = SYSTEM,
    request: RequestKey | None = None,
) -> Recorded:
    """Check and seal an account, then propose it.

    Args:
        register: Where.
        proposal: The account in plain text.
        actor: Who asks.
        request: Idempotency key; a repeated request seals nothing again.

    Raises:
        Refused: The account cannot be, or a rule refused; what was sealed is then cited by nothing.
    """
    earlier = register.ledger.replay(ProposeBankDetails, request) if request else None
    if earlier:
        return earlier
    actor.must_act_for(proposal.party, "party")  # before anything is sealed
    details = checked(proposal.account, takes_offer=proposal.takes_offer)
    command = sealed(register, proposal, details)
    return register.ledger.record(command, actor, request)


def sealed(register: Register, proposal: Proposal, details: Details) -> ProposeBankDetails:
    """Seal checked details and return the command that proposes them."""
    today = tokyo_date(register.clock.now())
    subject, days = _subject_and_days(register, proposal.party, today)
    until = over_on(today, days, is_holiday)
    (commit,) = register.vault.seal([Secret(subject, FIELD, sealed_text(details))])
    is_new = isinstance(details, Domestic) and details.is_branch_new
    return ProposeBankDetails(
        id=proposal.id or new_id(BANK_DETAILS, register.clock, register.entropy),
        party=proposal.party,
        kind=details.kind,
        currency=details.currency,
        subject=subject,
        details=commit,
        effective_from=proposal.effective_from or until,
        waiting_until=until,
        evidence=proposal.evidence,
        warnings=(NEW_BRANCH,) if is_new else (),
    )


def _subject_and_days(register: Register, party: str, today: date) -> tuple[str, int]:
    """Return under whose key an account is sealed, and how many working days it waits.

    A person's is sealed under the person's own key, so that it goes when the person's data go; a
    company's under a key made for it.
    """
    table = table_of(PartyRow)
    with register.ledger.reading() as conn:
        row = conn.execute(table.select().where(table.c.id == party)).mappings().first()
        days = waiting_days(conn, today)
    if row is None:
        raise NotFound("party-not-found", field="party", value=party)
    return row["subject"] or new_id(SUBJECT, register.clock, register.entropy), days
