"""A grant of rights decided again by the checks of the door, over what was recorded before it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contracts.rights.grants import Grants
from ledger.audit.family import Difference
from ledger.rights.checks import Agreed, check_bundle, check_licence, check_title, check_transfer
from ledger.rights.conditions import amounts_in, amounts_of, encumbering, promised_by, reversion_of
from ledger.rights.encumbrance_checks import check_encumbrance
from ledger.rights.guarantees import Values, check_values
from ledger.rights.option_checks import check_granting, check_leads
from ledger.rights.options import Wanted, check_optioned
from ledger.rights.people import People
from ledger.rights.reading import (
    Kind,
    Recorded,
    day_of,
    extent_of,
    grants_of,
    licence_of,
    title_of,
    transfer_clauses,
    transfer_of,
)

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Around:
    """What a grant is decided over.

    Attributes:
        near: Grants of the work that touch it, recorded before.
        people: Who stands behind committees.
        present: Who agreed.
        option: The option by whose exercise it came about, if it names one on record.
        guarantees: What the agreement that a licence names guarantees by parts.
    """

    near: Sequence[Recorded]
    people: People
    present: frozenset[str]
    option: Recorded | None = None
    guarantees: Sequence[Values] = ()


def decided(kind: Kind, body: Body, around: Around) -> list[str]:
    """Run the checks of the door and return whose agreement was needed.

    Raises:
        LedgerError: The door would have refused it.
    """
    extent = extent_of(body)
    grants = grants_of(around.near, around.people.windows_on(extent.first))
    if kind == "title":
        check_title(grants, title_of(body))
        return []
    members = around.people.signing_on(extent.first, around.present)
    agreed = Agreed(around.present, members, grants.mandates)
    if kind in {"transfer", "encumbrance"} or body.get("grants") == "transfer":
        titles = [one.body for one in around.near if one.kind == "title"]
        clauses = [clause for title in titles for clause in transfer_clauses(title)]
        agreed = replace(agreed, mandates=tuple(clauses))
    agreed = promised_by(agreed, around.option)
    if kind == "option":
        return [*check_granting(around.near, grants, body, agreed, _day(body))]
    if kind == "encumbrance":
        return [*check_encumbrance(grants, body, agreed)]
    return _granted(kind, body, around, grants, agreed)


def _granted(kind: Kind, body: Body, around: Around, grants: Grants, agreed: Agreed) -> list[str]:
    """Decide a transfer or a licence."""
    extent = extent_of(body)
    if _looks_at_options(kind, body):
        check_optioned(around.near, Wanted.of(body, extent), agreed, _day(body))
    if kind == "transfer":
        return [*check_transfer(grants, transfer_of(body), agreed)]
    if body.get("bundle"):
        check_bundle(body["bundle"], extent)
        check_values(body["bundle"], amounts_of(body["bundle"]), around.guarantees)
    return [*check_licence(grants, licence_of(body), agreed)]


def _day(body: Body) -> Any:
    said = body.get("options_on")
    return day_of(said) if said else None


def _looks_at_options(kind: Kind, body: Body) -> bool:
    return body["ground"] == "contract" if kind == "transfer" else not body.get("source")


def conditions(kind: Kind, body: Body, around: Around) -> Iterator[Difference]:
    """Yield what a grant says of its conditions, computed again.

    Raises:
        LedgerError: A reversion clause names no day, or one outside the term; a grant is not what
            the option promised that it names.
    """
    if kind not in {"transfer", "licence"}:
        return
    said = {name: body.get(name) for name in ("reverts_on", "bundle_amounts")}
    found = reversion_of(body, extent_of(body)) | amounts_in(body.get("bundle"))
    yield "rights-conditions", {**dict.fromkeys(said), **found}, said
    if kind == "transfer":
        burdens = encumbering(around.near, transfer_of(body))
        yield "rights-encumbrances", burdens, body.get("encumbrances") or []
    if body.get("option"):
        yield "rights-option", True, around.option is not None
        if around.option is not None:
            check_leads(around.option, Recorded(kind, body))
