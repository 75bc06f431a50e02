"""What new terms are refused for, beyond what the engine needs to compute them.

Terms that were accepted are read for ever; what is refused here came to be refused after some of
them were recorded. So it is asked when terms are registered or tried out, never when they run.
"""

import unicodedata
from typing import Final

from contracts.errors import TermsInvalid
from contracts.step import Head
from contracts.templates.offer import UNNUMBERED
from contracts.templates.table import template
from contracts.terms import Terms

_UNSEEN: Final = ("Cc", "Zl", "Zp")
_REORDERING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the order of what follows around, so that an amount beside a name reads otherwise."""


def refuse_at_registration(terms: Terms) -> None:
    """Refuse terms that compute, and would still surprise whoever signs them.

    Args:
        terms: Terms that `parse_terms` accepted.

    Raises:
        TermsInvalid: `account-unfunded`: no clause leads money to a recoupment account, so its
            target would never be reached; `template-unknown` or `template-of-another-kind`: a
            clause names a published rate that is not in the table, or not of its kind;
            `clause-unnumbered`: a clause still has the blank that it was offered with;
            `text-unprintable`: a name has control characters, or some that reorder what follows.
    """
    for step in terms.steps:
        _check_offered(step.head)
        head = step.head
        for name in ("clause", "label_ja", "label_en"):
            _check_text(getattr(head, name), name, step=head.id, clause=head.clause)
    for account in terms.accounts.values():
        for name in ("label_ja", "label_en"):
            _check_text(getattr(account, name), name, account=account.id)
    funded = {step.footprint().account for step in terms.steps}
    for account in terms.accounts.values():
        if account.id not in funded:
            raise TermsInvalid(
                "account-unfunded",
                f"No clause funds the account {account.id}: its target would never be reached.",
                account=account.id,
                field="accounts",
                value=account.id,
                expected=f"a step recoup/1 with account {account.id}",
            )


def _check_offered(head: Head) -> None:
    """Refuse a clause that names a rate nobody published, or was left as it was offered."""
    place = {"step": head.id, "clause": head.clause}
    if head.template:
        kind = _kind_of(head)
        if kind != head.kind:
            raise TermsInvalid(
                "template-of-another-kind",
                f"Step {head.id}: {head.template} is offered as {kind or 'a note'}.",
                **place,
                field="template",
                value=head.template,
                expected=kind or "no template",
            )
    if head.clause == UNNUMBERED:
        raise TermsInvalid(
            "clause-unnumbered",
            f"Step {head.id} does not say where it stands in the contract.",
            **place,
            field="clause",
            value=head.clause,
            expected="such as 第5条1項",
        )


def _kind_of(head: Head) -> str:
    try:
        return template(head.template).kind
    except TermsInvalid as error:
        fields = {**error.fields, "step": head.id, "clause": head.clause}
        raise TermsInvalid(error.code, error.message, **fields) from error


def _check_text(text: str, name: str, **place: str) -> None:
    """Refuse a text that a statement could not show as it is written."""
    wrong = [sign for sign in text if sign in _REORDERING or unicodedata.category(sign) in _UNSEEN]
    if wrong:
        raise TermsInvalid(
            "text-unprintable",
            f"{name} has a character that nobody sees, U+{ord(wrong[0]):04X}.",
            **place,
            field=name,
            value=ascii(text)[:100],
            expected="one line of visible characters",
        )
