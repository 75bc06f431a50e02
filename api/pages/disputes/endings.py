"""How a question ends by a form: a side gives way by its word, or both come to an agreement.

The consent of the others is shown by one document that they signed. Whoever sends the form attests
it: his own party, or the operator for a party that handed it in.
"""

from typing import Any, Final

from api.bodies import to_model
from api.pages import papers
from api.pages.disputes.course import Speaker, endings_of, own_ending, told
from api.pages.forms import Form
from api.pages.reading_forms import amount_in, day_in
from ledger.disputes.commands import SettleDispute
from ledger.errors import RuleViolation
from ledger.values import DocumentRef

METHODS: Final = ("e-contract", "seal", "judgment", "other")
"""How a document shows that somebody consents; a signature by key is made beside a program's."""


def settled(speaker: Speaker, dispute: str, form: Form, how: str = "") -> SettleDispute:
    """Read how a question ends.

    A question that is over is read like any other: a form that was sent twice is the same both
    times, and the rules say of any other that it is too late.

    Args:
        speaker: Who says so.
        dispute: Id.
        form: As sent.
        how: The outcome; left out, the one that the own word alone brings about.

    Raises:
        RuleViolation: This side cannot end it so, or something is missing; a box has to be ticked,
            for what ended is not opened again.
    """
    shown = told(speaker, dispute)["told"]
    endings = endings_of(shown, speaker.party)
    how = how or own_ending(endings)
    if how not in endings:
        raise RuleViolation(
            "page-choice-unknown",
            "choose one of the list",
            field="how",
            value=how,
            expected=list(endings),
        )
    body: dict[str, Any] = {
        "dispute": dispute,
        "by": speaker.party,
        "outcome": how,
        "reason": form.needed("reason"),
    }
    if how == "agreed":
        body["granted_minor"] = _granted(form, shown)
    if others := endings[how]:
        body |= _consents(speaker, form, others)
    if not form.flag("is_sure"):
        raise RuleViolation(
            "page-not-sure", "tick the box if you are sure", field="is_sure", value=""
        )
    return to_model(SettleDispute, {name: one for name, one in body.items() if one is not None})


def _granted(form: Form, shown: dict[str, Any]) -> int | None:
    """Return what an agreement grants; where a sum was claimed it is said, be it nothing."""
    if "amount_minor" not in shown:
        return None
    form.needed("granted_minor")
    return amount_in(form, "granted_minor", shown["currency"], least=0)


def _consents(speaker: Speaker, form: Form, others: tuple[str, ...]) -> dict[str, Any]:
    document = _document(form).model_dump(mode="json", exclude_none=True)
    consent = {
        "method": form.needed("method"),
        "document": document,
        "attested_by": speaker.party,
        "consented_on": day_in(form, "consented_on").isoformat(),
    }
    return {"document": document, "consents": [{"party": one, **consent} for one in others]}


def _document(form: Form) -> DocumentRef:
    document = papers.reference(form.file("evidence"))
    if document is None:
        raise RuleViolation(
            "field-needed", "choose the document", field="evidence", value="", expected="a file"
        )
    return document
