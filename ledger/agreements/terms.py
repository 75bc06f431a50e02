"""Money clauses at the moment they are recorded: computable, small enough, everybody known.

`contracts.terms` says whether the clauses can be computed. Here it is asked whether those whom
they name exist, because the arithmetic knows no register.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, get_args

from contracts.errors import TermsError
from contracts.registration import refuse_at_registration
from contracts.terms import parse_terms
from ledger.access.views import InvolvementRow
from ledger.command import Actor
from ledger.committees.commands import Medium
from ledger.committees.shares import SHARE_SETS
from ledger.committees.views import CommitteeRow
from ledger.errors import Forbidden, RuleViolation
from ledger.log import canonical
from ledger.parties.views import PartyRow
from ledger.store.state import State
from ledger.works.views import WorkRow

MAX_TERMS_BYTES: Final = 40_000
"""Room for some 300 named payees; the entry's part that holds the terms ends at 65,535 bytes."""

_MEDIA: Final = frozenset(get_args(Medium))
_COMMITTEE: Final = re.compile(rf"committee:(cmt_[0-9A-Z]+)/({'|'.join(SHARE_SETS)})", re.ASCII)
_PAYEE_FIELDS: Final = ("payee", "holders")

_Named = tuple[str, str]  # the field, and the id or code that stands there


def check_terms(terms: dict[str, Any], currency: str, *, is_again: bool = False) -> str:
    """Refuse clauses that cannot be computed.

    Args:
        terms: Decoded JSON, as it would be recorded.
        currency: The agreement's currency.
        is_again: True for terms on record: what only newcomers are refused for is let pass.

    Returns:
        SHA-256 of their canonical bytes, which payout runs cite.

    Raises:
        RuleViolation: With the code and fields that `contracts` gives, or `terms-too-large`.
    """
    size = len(_encoded(terms))
    if size > MAX_TERMS_BYTES:
        raise RuleViolation(
            "terms-too-large", field="terms", value=size, expected=f"<= {MAX_TERMS_BYTES} bytes"
        )
    try:
        parsed = parse_terms(terms)
        if not is_again:
            refuse_at_registration(parsed)
    except TermsError as error:
        raise _refused(error) from error
    if parsed.currency != currency:
        raise RuleViolation(
            "currency-differs", field="terms.currency", value=parsed.currency, expected=currency
        )
    return canonical.digest(terms)


def _encoded(terms: dict[str, Any]) -> bytes:
    # Before anything walks the terms: a depth limit holds only here.
    try:
        return canonical.encode(terms)
    except canonical.CanonicalError as error:
        found = error.fields
        raise RuleViolation(
            "float" if found["kind"] == "float" else error.code,
            error.message,
            field=f"terms.{found['path']}",
            value=found["kind"],
            expected=found["expected"],
        ) from error


def _refused(error: TermsError) -> RuleViolation:
    return RuleViolation(error.code, error.message, **{"field": "terms", **error.fields})


def check_named(terms: dict[str, Any], state: State, actor: Actor) -> None:
    """Refuse clauses that name a party, committee, work or medium that is not on the register.

    A medium nobody reports would not be an error of arithmetic: its fee would simply never be
    taken, and nobody would notice.

    Raises:
        NotFound: A party, committee or work is unknown; the field says where it stands.
        Forbidden: A committee's shares are not for this actor to read.
        RuleViolation: A reference or a medium is none that exists.
    """
    for field, payee in payees_of(terms):
        if ":" in payee:
            check_committee(_committee_of(field, payee), field, state, actor)
        else:
            state.require(PartyRow, payee, field=field)
    for field, work in _filtered(terms, "work"):
        state.require(WorkRow, work, field=field)
    for field, medium in _filtered(terms, "channel"):
        if medium not in _MEDIA:
            raise RuleViolation(
                "channel-unknown", field=field, value=medium, expected=sorted(_MEDIA)
            )


def check_committee(committee: str, field: str, state: State, actor: Actor) -> None:
    """Refuse to build on a committee whose contract the actor may not read.

    Whoever pays by a committee's shares sees them in every run, and settles months for it.

    Raises:
        NotFound: There is no such committee.
        Forbidden: The actor has no part in it.
    """
    state.require(CommitteeRow, committee, field=field)
    if actor.is_operator:
        return
    involved = state.get(InvolvementRow, committee, actor.party or "")
    if involved is None or involved["level"] != "party":
        raise Forbidden(
            "committee-of-others",
            field=field,
            value=committee,
            expected="a committee that you are a member of; else the operator records it",
        )


def _committee_of(field: str, reference: str) -> str:
    found = _COMMITTEE.fullmatch(reference)
    if found is None:
        raise RuleViolation(
            "payee-reference-unknown",
            field=field,
            value=reference,
            expected=f"a party, or committee:<id>/<one of {', '.join(SHARE_SETS)}>",
        )
    return found[1]


def payees_of(terms: dict[str, Any]) -> list[_Named]:
    """Return every payee the clauses name, each once, with the field that names it first."""
    found: dict[str, str] = {}
    for field, value in _walk(terms, "terms"):
        if field.rpartition(".")[2] in _PAYEE_FIELDS and isinstance(value, str):
            found.setdefault(value, field)
    return [(field, payee) for payee, field in found.items()]


def committees_of(terms: dict[str, Any]) -> list[str]:
    """Return the committees whose holders the clauses pay."""
    found = (_COMMITTEE.fullmatch(payee) for _, payee in payees_of(terms))
    return list(dict.fromkeys(match[1] for match in found if match))


def _filtered(terms: dict[str, Any], attribute: str) -> list[_Named]:
    """Return what the filters of the clauses name, such as works or media."""
    pattern = re.compile(rf".*\.where\.{attribute}\[\d+\]")
    found = ((field, value) for field, value in _walk(terms, "terms") if pattern.fullmatch(field))
    return [(field, value) for field, value in found if isinstance(value, str)]


def _walk(value: Any, field: str, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield every plain value with its place; what lies too deep is refused elsewhere."""
    if depth > canonical.MAX_DEPTH:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, f"{field}.{key}", depth + 1)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _walk(inner, f"{field}[{place}]", depth + 1)
    else:
        yield field, value
