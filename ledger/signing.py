"""A client signs what it asked for, and never what somebody says it asked for.

The register answers with the command as it would record it: ids from the path, defaults filled in.
Before the author's key touches it, the client builds the same command from what it sent and
compares every field; what the register may have added is an id, and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from ledger.access.commands import GrantAccess, RevokeAccess
from ledger.agreements.commands import AddTerms, RecordAgreement
from ledger.command import Command
from ledger.committees.changes import (
    AdmitMember,
    AnswerShareOffer,
    CallCapital,
    OfferShare,
    RecordContribution,
    RecordInvoiceNotice,
    RecordLeaving,
    SetCommitteeStatus,
    SettleLeaving,
    SucceedMember,
    TransferMemberShare,
)
from ledger.committees.commands import AmendCommittee, FormCommittee
from ledger.dissolutions.commands import (
    BeginDissolution,
    CompleteDissolution,
    DeclareUse,
    RecordPastDissolution,
)
from ledger.errors import SignatureInvalid
from ledger.invoices.commands import AgreePurchases, ConfirmPurchase, ObjectPurchase
from ledger.keys.commands import RegisterKey, RevokeKey, RotateKey, SetKeyPolicy
from ledger.keys.signer import Signer
from ledger.log import canonical
from ledger.parties.commands import (
    AddAlias,
    NoteRegistration,
    RecordSuccession,
    RegisterCompany,
    SetPayee,
)
from ledger.periods.commands import ClosePeriod, OpenPeriod, ReopenPeriod
from ledger.revenue.commands import RecordInvoice, RecordReceipt
from ledger.royalties.commands import RecordExpense
from ledger.works.commands import AmendWork, ClaimWork, FileNotice, RegisterElement, RegisterWork

_KINDS: Final[tuple[type[Command], ...]] = (
    AdmitMember, AnswerShareOffer, CallCapital, OfferShare, RecordContribution,
    RecordInvoiceNotice, RecordLeaving, SetCommitteeStatus, SettleLeaving, SucceedMember,
    TransferMemberShare,
    BeginDissolution, CompleteDissolution, DeclareUse, RecordPastDissolution,
    AgreePurchases, ConfirmPurchase, ObjectPurchase, NoteRegistration,
    AddAlias, AddTerms, AmendCommittee, AmendWork, ClaimWork, ClosePeriod, FileNotice,
    FormCommittee, GrantAccess, OpenPeriod, RecordAgreement, RecordExpense, RecordInvoice,
    RecordReceipt, RecordSuccession, RegisterCompany, RegisterElement, RegisterKey, RegisterWork,
    ReopenPeriod, RevokeAccess, RevokeKey, RotateKey, SetKeyPolicy, SetPayee,
)  # fmt: skip
HEADER: Final = "Daicho-Signature"
TO_BE_SIGNED: Final[Mapping[str, str]] = {"Prefer": "return=to-be-signed"}
SIGNABLE: Final[Mapping[str, type[Command]]] = {kind.TYPE: kind for kind in _KINDS}


@dataclass(frozen=True, slots=True)
class Author:
    """Who signs, and for which log.

    Attributes:
        signer: The key, and the party it signs for.
        origin: Name of the log; a signature for another one is never made.
        also: Further keys that sign, such as the new one of a rotation.
    """

    signer: Signer
    origin: str
    also: tuple[Signer, ...] = ()

    def headers(
        self, prepared: Mapping[str, Any], given: Mapping[str, Any], path: str
    ) -> dict[str, str]:
        """Sign a command that the register prepared, if it is the one that was asked for.

        Args:
            prepared: The register's answer: origin, type, party and command.
            given: The body that was sent.
            path: The path it was sent to; it may name ids that the body leaves out.

        Returns:
            The header that carries the signatures.

        Raises:
            SignatureInvalid: `prepared-differs`: names what is not as it was asked.
        """
        for name, expected in (("origin", self.origin), ("party", self.signer.party)):
            if prepared.get(name) != expected:
                raise _differs(name, prepared.get(name), expected)
        kind = SIGNABLE.get(str(prepared.get("type")))
        command = prepared.get("command")
        if kind is None or not isinstance(command, dict):
            raise _differs("type", prepared.get("type"), "a command that can be signed")
        _check_asked(kind, command, given, path)
        made = [
            signer.sign(self.origin, kind.TYPE, command) for signer in (self.signer, *self.also)
        ]
        return {HEADER: ", ".join(f"{one.key}:{one.nonce}:{one.signature}" for one in made)}


def _check_asked(
    kind: type[Command], command: Mapping[str, Any], given: Mapping[str, Any], path: str
) -> None:
    added = {
        name: command[name]
        for name, field in kind.model_fields.items()
        if field.is_required() and name not in given and name in command
    }
    for name, value in added.items():
        _check_added(name, value, path)
    try:
        asked = kind.model_validate_json(canonical.encode({**given, **added})).body()
    except ValidationError as error:
        raise _differs("command", str(error), "what was sent") from error
    for name in sorted(asked.keys() | command.keys()):
        if asked.get(name) != command.get(name):
            raise _differs(name, command.get(name), asked.get(name))


def _check_added(name: str, value: object, path: str) -> None:
    """Refuse what the register may not add: an id is of the path, or of a kind that it lacks."""
    segments = path.split("/")
    prefix = str(value).partition("_")[0] + "_"
    in_path = [segment for segment in segments if segment.startswith(prefix)]
    if value in segments or (name in ("id", "work") and not in_path):
        return
    raise _differs(name, value, in_path or "nothing that was not sent")


def _differs(field: str, value: object, expected: object) -> SignatureInvalid:
    return SignatureInvalid(
        "prepared-differs",
        "the register prepared another command than the one asked for; nothing was signed",
        field=field,
        value=value,
        expected=expected,
    )
