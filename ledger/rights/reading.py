"""Facts about rights, as plain JSON, turned into the values that `contracts.rights` computes with.

Pure: the register reads its views with it, and the auditor the facts themselves.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from contracts.errors import TermsError
from contracts.rights.extent import Extent, from_dict, resolve, to_dict
from contracts.rights.grants import (
    Encumbrance,
    Ending,
    Grants,
    Holdback,
    Licence,
    Mandate,
    Option,
    Registration,
    Title,
    Transfer,
    Underlying,
)
from ledger.errors import RuleViolation

Kind = Literal["title", "transfer", "licence", "option", "encumbrance"]
Body = Mapping[str, Any]

ALL_ACTS: Final = {"include": ["all"]}
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A grant on record, with what was recorded about it later.

    Attributes:
        kind: What it is.
        body: Its fact.
        endings: Facts that ended it.
        registrations: Its registrations under article 77.
        licensor_changes: Facts by which a licensor's position in a licence passed.
        extensions: Facts that made an option longer.
        offers: Offers that were put to the holder of a first refusal.
        answers: What he answered.
        exercises: That it was exercised.
    """

    kind: Kind
    body: Body
    endings: tuple[Body, ...] = ()
    registrations: tuple[Body, ...] = ()
    licensor_changes: tuple[Body, ...] = ()
    extensions: tuple[Body, ...] = ()
    offers: tuple[Body, ...] = ()
    answers: tuple[Body, ...] = ()
    exercises: tuple[Body, ...] = ()


LATER: Final = (
    "endings", "registrations", "licensor_changes", "extensions", "offers", "answers", "exercises",
)  # fmt: skip
"""What is said of a grant later, by the names of `Recorded`."""


def resolved(written: Body, *, with_all_acts: bool = False, field: str = "extent") -> Extent:
    """Resolve an extent as written.

    Args:
        written: Codes, with the name of the vocabulary.
        with_all_acts: Acts that are left out are all, those of Articles 27 and 28 included.
        field: Where it stands, for the refusal.

    Raises:
        RuleViolation: With the code, field and value that the vocabulary refuses.
    """
    given = {name: value for name, value in written.items() if value is not None}
    if with_all_acts:
        given.setdefault("acts", ALL_ACTS)
    try:
        return resolve(given)
    except TermsError as error:
        where = f"{field}.{error.fields.get('field', 'extent')}"
        raise RuleViolation(
            error.code, error.message, **{**error.fields, "field": where}
        ) from error


def names_all_acts(kind: Kind, body: Body) -> bool:
    """Tell whether acts left out are all acts: in a title and a transfer, not in a licence.

    An option is read like what it leads to.

    What a contract of transfer does not expressly name stays with the giver all the same (61(2));
    `contracts.rights.grants` takes it out, and the chain of title shows it.
    """
    return body["grants"] == "transfer" if kind == "option" else kind != "licence"


def as_leaves(extent: Extent) -> dict[str, Any]:
    """Write an extent as facts hold it: no end is left out."""
    return {name: value for name, value in to_dict(extent).items() if value is not None}


def extent_of(body: Body) -> Extent:
    """Read the leaves that a fact holds."""
    return from_dict({**body["resolved"]})


def holdbacks_of(body: Body) -> list[Extent]:
    """Read the leaves of a licence's holdbacks; nothing else has any."""
    return [from_dict(leaves) for leaves in body.get("resolved_holdbacks") or ()]


def grants_of(recorded: Iterable[Recorded], mandates: Iterable[Mandate] = ()) -> Grants:
    """Put everything on record about a work together, in the order of recording.

    Args:
        recorded: Grants with their endings.
        mandates: Of committees; those of titles are added.
    """
    found: dict[Kind, list[Any]] = {kind: [] for kind in _READ}
    endings: list[Ending] = []
    registrations: list[Registration] = []
    signing = [*mandates]
    for one in recorded:
        found[one.kind].append(_READ[one.kind](one))
        endings += [_ending(one.body["id"], ending) for ending in one.endings]
        registrations += [_registration(one.body["id"], each) for each in one.registrations]
        signing += signing_clauses(one.body) if one.kind == "title" else ()
    return Grants(
        titles=tuple(found["title"]),
        transfers=tuple(found["transfer"]),
        licences=tuple(found["licence"]),
        options=tuple(found["option"]),
        encumbrances=tuple(found["encumbrance"]),
        endings=tuple(endings),
        registrations=tuple(registrations),
        mandates=tuple(signing),
    )


def title_of(body: Body) -> Title:
    """Read a title."""
    return Title(
        id=body["id"],
        extent=extent_of(body),
        stakes=tuple((stake["holder"], _ratio(stake["share"])) for stake in body["stakes"]),
        origin=body["origin"],
        moral_rights=body.get("moral_rights") or "",
        underlying=tuple(
            Underlying(each["kind"], each["reference"], each.get("note") or "")
            for each in body.get("underlying") or ()
        ),
    )


def transfer_of(body: Body) -> Transfer:
    """Read a transfer."""
    share = body.get("share")
    return Transfer(
        id=body["id"],
        extent=extent_of(body),
        giver=body["giver"],
        taker=body["taker"],
        share=_ratio(share) if share else None,
        ground=body["ground"],
        names_27_28=body["articles_27_28_expressly"],
        source=body.get("source") or "",
    )


def licence_of(body: Body) -> Licence:
    """Read a licence."""
    held = zip(body.get("holdbacks") or (), body.get("resolved_holdbacks") or (), strict=True)
    return Licence(
        id=body["id"],
        extent=extent_of(body),
        licensors=tuple(body["licensors"]),
        licensee=body["licensee"],
        exclusivity=body["exclusivity"],
        source=body.get("source") or "",
        may_sublicense=bool(body.get("sublicensable")),
        survives_source=bool(body.get("survives_source")),
        holdbacks=tuple(Holdback(from_dict(leaves), each["binds"]) for each, leaves in held),
    )


def option_of(one: Recorded) -> Option:
    """Read an option with its extensions, and the day of its exercise."""
    body = one.body
    until = one.extensions[-1]["until"] if one.extensions else body["until"]
    exercised = [day_of(each["exercised_on"]) for each in one.exercises]
    return Option(
        id=body["id"],
        extent=extent_of(body),
        grantors=tuple(body["grantors"]),
        holder=body["holder"],
        first=day_of(body["first"]),
        until=day_of(until),
        exercised_on=exercised[0] if exercised else None,
        kind=body["claim"],
    )


def encumbrance_of(body: Body) -> Encumbrance:
    """Read a pledge or an attachment."""
    return Encumbrance(
        id=body["id"],
        extent=extent_of(body),
        holder=body["holder"],
        creditor=body["creditor"],
        kind=body["burden"],
    )


def signing_clauses(body: Body) -> list[Mandate]:
    """Give who may sign for all co-owners by a title's clauses; both grounds bind all of them."""
    return [
        Mandate(
            holder="",
            extent=extent_of(body),
            representative=each["representative"],
            ground="waiver",
            clause=each["clause"],
        )
        for each in body.get("signing") or ()
    ]


def transfer_clauses(body: Body) -> list[Mandate]:
    """Give those of a title's clauses that reach transfers, too."""
    reaching = [each for each in body.get("signing") or () if each.get("covers_transfers")]
    return signing_clauses({**body, "signing": reaching})


def first_ending(one: Recorded) -> date | None:
    """Give the first day on which a grant is no longer in force, if it was ended."""
    return min((day_of(each["first_day"]) for each in one.endings), default=None)


def last_day(one: Recorded) -> date | None:
    """Give the last day on which a grant is in force, endings counted; None while there is none."""
    ended = first_ending(one)
    until = option_of(one).until if one.kind == "option" else extent_of(one.body).until
    ends = [until] if until else []
    return min([*ends, *([ended - _ONE_DAY] if ended else [])], default=None)


def _ending(right: str, body: Body) -> Ending:
    return Ending(right, day_of(body["first_day"]), body["ground"])


def _registration(right: str, body: Body) -> Registration:
    return Registration(right, body["number"], day_of(body["day"]))


def day_of(value: str | date) -> date:
    """Read a day, as facts or as JSON hold it."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def _ratio(share: Body) -> tuple[int, int]:
    return share["num"], share["den"]


_READ: Final[Mapping[Kind, Callable[[Recorded], Any]]] = {
    "title": lambda one: title_of(one.body),
    "transfer": lambda one: transfer_of(one.body),
    "licence": lambda one: licence_of(one.body),
    "option": option_of,
    "encumbrance": lambda one: encumbrance_of(one.body),
}
