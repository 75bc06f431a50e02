"""What is refused about pledges and attachments; pure, for the register and the auditor alike."""

from collections.abc import Mapping
from typing import Any

from contracts.rights.grants import Grants, Licence
from contracts.rights.licences import not_licensable
from ledger.errors import RuleViolation
from ledger.rights.checks import Agreed, check_held, check_present, signers_of
from ledger.rights.reading import extent_of


def check_encumbrance(grants: Grants, body: Mapping[str, Any], agreed: Agreed) -> tuple[str, ...]:
    """Refuse to encumber what is not held, and a pledge without the consent of a co-owner.

    Returns:
        Whose agreement it needed; nobody's for an attachment.

    Raises:
        RuleViolation: `rights-not-held`, `encumbrance-for-its-holder`.
        Forbidden: `co-owner-consent-missing`.
    """
    holder, extent = body["holder"], extent_of(body)
    if holder == body["creditor"]:
        raise RuleViolation(
            "encumbrance-for-its-holder", field="creditor", value=holder, expected="somebody else"
        )
    as_held = Licence(
        id=body["id"], extent=extent, licensors=(holder,), licensee="", exclusivity="exclusive"
    )
    check_held(not_licensable(grants, as_held), "rights-not-held", "holder")
    if body["burden"] == "attachment":
        return ()
    signers = signers_of(grants, extent, agreed, allow_gaps=True)
    check_present(signers, agreed)
    return signers
