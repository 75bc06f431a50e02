"""From a published rate to a clause, and back: where a rate came from and what was changed.

A clause that was made here names its line of the table in `template`. The label says nothing of
it: "default from a published rate" is said when the clause is offered, and what the parties sign is
their own. A reader of the terms compares the clause with the line whenever he likes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.errors import TermsInvalid
from contracts.templates.table import Template, template

UNNUMBERED = "第○条"
"""Stands in an offered clause until somebody says where it stands in the contract."""

_PEOPLE = ("payee", "payees", "credits")
_OWN = ("id", "clause", "label", *_PEOPLE)
_CHOSEN = {"id", "clause", "label", "income", "rule", "survives"}


@dataclass(frozen=True, slots=True)
class Departure:
    """A field in which a clause differs from what was offered.

    Attributes:
        field: Its name.
        offered: As in the table; None when the table has no such field.
        agreed: As in the clause; None when the clause left it out.
    """

    field: str
    offered: Any
    agreed: Any


def clause_from(template_id: str, **fields: Any) -> dict[str, Any]:
    """Make a clause of a published rate.

    Args:
        template_id: Line of the table.
        fields: The payee or payees, what the template needs, and whatever the contract says
            differently; `id`, `clause` and `label` when they are known.

    Returns:
        The step as JSON; `contracts.terms.parse_terms` says whether it can be computed.

    Raises:
        TermsInvalid: `template-unknown`, `template-without-clause` or `template-needs`.

    Example:
        >>> made = clause_from("dgj.video-sale/1", payee="party_d", price={"amount": 6000})
        >>> made["rate"], made["share_of_units"], made["template"]
        ({'num': 7, 'den': 400}, {'num': 9, 'den': 10}, 'dgj.video-sale/1')
    """
    one = template(template_id)
    if not one.kind:
        raise TermsInvalid(
            "template-without-clause",
            f"{template_id} is a sum paid once, which no clause expresses.",
            field="template",
            value=template_id,
            expected="a template with a kind of step",
        )
    _check_needs(one, fields)
    offered = {name: value for name, value in one.fields.items() if name not in fields}
    return {
        "id": one.id.partition("/")[0].replace(".", "_"),
        "kind": one.kind,
        "clause": UNNUMBERED,
        "label": {"ja": one.ja, "en": one.en},
        "template": one.id,
        **offered,
        **fields,
    }


def departures(step: Mapping[str, Any]) -> tuple[Departure, ...]:
    """Tell how a clause differs from the line of the table it names; nothing when it names none.

    What the table leaves open (payees, and what the template needs) is no difference.
    """
    if "template" not in step:
        return ()
    one = template(step["template"])
    offered = {"kind": one.kind, **one.fields}
    own = {"template", *_OWN, *_CHOSEN, *one.needs}
    names = [*offered, *(name for name in step if name not in offered and name not in own)]
    return tuple(
        Departure(name, offered.get(name), step.get(name))
        for name in names
        if offered.get(name) != step.get(name)
    )


def _check_needs(one: Template, fields: Mapping[str, Any]) -> None:
    people = ("credits",) if one.kind.startswith("pool/") else ("payee", "payees")
    missing = [name for name in one.needs if name not in fields]
    if not any(name in fields for name in people) and people[0] not in missing:
        missing.append(people[0])
    if missing:
        raise TermsInvalid(
            "template-needs",
            f"{one.id} leaves {', '.join(missing)} to the contract.",
            field=missing[0],
            value=None,
            expected=missing,
        )
