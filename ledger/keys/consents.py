"""A party's consent to something that moves its rights, and how well that consent is shown.

A key signature is the strongest evidence, not a precondition: most agree by seal, on a platform for
electronic contracts, or are bound by a judgment. So a consent names the document by its hash, the
method, and who attests it; the grade follows from the method and is never claimed.

The legal reading of the grades is to be confirmed by an expert.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from ledger.clock import tokyo_date
from ledger.command import Context
from ledger.errors import Forbidden, RuleViolation
from ledger.ids import PartyId
from ledger.parties.views import PartyRow
from ledger.store.state import Key, State
from ledger.values import DocumentRef, Value

Method = Literal["key", "e-contract", "seal", "judgment", "other"]
Attester = Annotated[
    str, StringConstraints(pattern=r"^(operator|party_[0-7][0-9A-HJKMNP-TV-Z]{25})$")
]

KEY: Final = "key"
OPERATOR: Final = "operator"

GRADES: Final[dict[str, dict[str, Any]]] = {
    "key": {
        "grade": 1,
        "name": {"ja": "本人の鍵による署名", "en": "signed with the party's own key"},
        "basis": {
            "ja": "この記録の内容そのものに、登録済みの鍵で署名がある。誰でも検算できる。",
            "en": "A registered key signed this very entry; anybody can check it.",
        },
    },
    "judgment": {
        "grade": 2,
        "name": {"ja": "確定判決等", "en": "judgment"},
        "basis": {
            "ja": "意思表示を命ずる裁判（民事執行法177条）。原本は記録の外にある。",
            "en": "A court ordered the declaration (Civil Execution Act art. 177). The original is "
            "outside the register.",
        },
    },
    "e-contract": {
        "grade": 3,
        "name": {"ja": "電子契約", "en": "electronic contract"},
        "basis": {
            "ja": "電子署名のある文書の写しとハッシュ（電子署名法3条の推定は署名の種類による）。",
            "en": "Hash of an electronically signed document; whether art. 3 of the Electronic "
            "Signature Act presumes it genuine depends on the kind of signature.",
        },
    },
    "seal": {
        "grade": 3,
        "name": {"ja": "記名押印・署名のある書面", "en": "sealed or signed on paper"},
        "basis": {
            "ja": "押印のある書面のハッシュ（民事訴訟法228条4項の推定）。原本は記録の外にある。",
            "en": "Hash of a sealed document (presumed genuine by Code of Civil Procedure art. 228 "
            "para. 4). The original is outside the register.",
        },
    },
    "other": {
        "grade": 4,
        "name": {"ja": "その他（証言・控え等）", "en": "other"},
        "basis": {
            "ja": "証明する者の申告とハッシュのみ。",
            "en": "The word of whoever attests it, and a hash.",
        },
    },
}
"""What each method is worth; 1 is the strongest grade."""


class Consent(Value):
    """That a party agreed to what the command says.

    Attributes:
        party: Who agreed.
        method: How; `key` needs the party's signature beside the same command.
        document: By which document; left out for `key`, where the command itself is signed.
        attested_by: The party that says so, or `operator`: no person's name enters the log. A
            signature needs nobody to attest it.
        consented_on: When, in Japan.
    """

    party: PartyId
    method: Method
    document: DocumentRef | None = None
    attested_by: Attester | None = None
    consented_on: date

    @model_validator(mode="after")
    def _document_unless_signed(self) -> Self:
        if self.method != KEY and (self.document is None or self.attested_by is None):
            raise PydanticCustomError(
                "consent-evidence-missing",
                "a consent by {method} names its document by its SHA-256, and who attests it",
                {"method": self.method},
            )
        return self


Consents = Annotated[tuple[Consent, ...], Field(max_length=64)]


def needs_consents(consents: Iterable[Consent]) -> list[Key]:
    """Name the rows that `check_consents` looks at."""
    named = {party for one in consents for party in (one.party, one.attested_by) if party}
    return [(PartyRow, (party,)) for party in sorted(named - {OPERATOR})]


def check_consents(consents: Iterable[Consent], state: State, context: Context) -> None:
    """Refuse consents that are not what they say.

    Raises:
        RuleViolation: A party consents twice, or on a day to come.
        NotFound: A party is not on the register.
        Forbidden: A consent by key without that party's signature, or attested for somebody else.
    """
    seen: set[str] = set()
    for number, consent in enumerate(consents):
        place = f"consents[{number}]"
        state.require(PartyRow, consent.party, field=f"{place}.party")
        if consent.party in seen:
            raise RuleViolation(
                "consent-repeated", field=f"{place}.party", value=consent.party,
                expected="one consent of each party",
            )  # fmt: skip
        seen.add(consent.party)
        if consent.attested_by is not None:
            _check_attester(consent.attested_by, place, state, context)
        _check_day(consent, place, context)
        if consent.method == KEY and consent.party not in context.signers:
            raise Forbidden(
                "consent-not-signed",
                "a consent by key is the party's signature beside this very command",
                field=f"{place}.method",
                value=consent.party,
                expected=f"a signature of a key of {consent.party}",
            )


def _check_attester(attester: str, place: str, state: State, context: Context) -> None:
    """Refuse whoever attests in another's name: the sender attests, or a party that signed."""
    if attester != OPERATOR:
        state.require(PartyRow, attester, field=f"{place}.attested_by")
    allowed = context.signers | {context.actor.reader}
    # The operator types what parties hand in, so he may name the party that vouches for it.
    if attester not in allowed and not (context.actor.is_operator and attester != OPERATOR):
        raise Forbidden(
            "attester-not-present",
            field=f"{place}.attested_by",
            value=attester,
            expected=sorted(allowed),
        )


def _check_day(consent: Consent, place: str, context: Context) -> None:
    today = tokyo_date(context.at)
    if consent.consented_on > today:
        raise RuleViolation(
            "consent-in-future",
            field=f"{place}.consented_on",
            value=consent.consented_on.isoformat(),
            expected=f"{today} or earlier",
        )


def graded(consents: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return consents as they are shown: each with the grade of its method."""
    return [{**consent, "evidence": GRADES[consent["method"]]} for consent in consents]
