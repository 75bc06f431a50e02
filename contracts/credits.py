"""Points of a creators' pool: who is credited in which role, and what a role is worth.

Two ways to count a role's points, named in the contract:
- per person: everybody credited in the role has them;
- per role: they are divided equally among the people credited in it.
Whoever is credited in several roles has the sum.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from contracts.fields import Fields
from contracts.payees import Payees, checked_payees, read_payee
from contracts.schema import AMOUNT, LABEL, NAME, PAYEE, RULE, Schema

_COUNTS = ("person", "role")


@dataclass(frozen=True, slots=True)
class Role:
    """What a role is worth.

    Attributes:
        points: Of one person, or of all people in it together.
        is_per_person: Which of the two.
    """

    points: int
    is_per_person: bool


def read_credits(fields: Fields) -> Payees:
    """Read `roles` and `credits`, and give every person the sum of his points.

    Raises:
        TermsInvalid: `role-unknown`, `role-uncredited`, `zero-points`, or something named twice.

    Source:
        Rule of the terms. Two directors at 3 points each and a design team of two at 4 points
        together: 3, 3, 2 and 2 of 10.
    """
    roles = _read_roles(fields)
    credited = _read_credited(fields, roles)
    points: dict[str, Fraction] = {}
    for name in roles:
        if all(role_name != name for _, role_name in credited):
            fields.refuse(
                "role-uncredited",
                f"Nobody is credited as {name}; its points would go to others.",
                field="credits",
                value=name,
                expected="a credit for every role",
            )
    for payee, name in credited:
        role = roles[name]
        people = sum(role_name == name for _, role_name in credited)
        part = Fraction(role.points, 1 if role.is_per_person else people)
        points[payee] = points.get(payee, Fraction(0)) + part
    whole = lcm(*(part.denominator for part in points.values()))
    return checked_payees(
        fields, tuple((payee, int(part * whole)) for payee, part in points.items())
    )


def _read_roles(fields: Fields) -> Mapping[str, Role]:
    roles: dict[str, Role] = {}
    for part in fields.parts("roles"):
        name = part.name("role")
        points = part.integer("points", least=0)
        if points == 0:
            part.refuse(
                "zero-points",
                f"Role {name} has no points, so nobody in it would receive anything.",
                field="roles.points",
                value=0,
                expected=">= 1",
            )
        if name in roles:
            part.refuse("duplicate-id", f"Role {name} is given twice.", field="roles", value=name)
        roles[name] = Role(points, part.choice("per", _COUNTS) == "person")
        part.close()
    return roles


def _read_credited(fields: Fields, roles: Mapping[str, Role]) -> list[tuple[str, str]]:
    """Read who is credited in which role; how the credit is printed is kept with the terms."""
    credited: list[tuple[str, str]] = []
    for part in fields.parts("credits"):
        payee, name = read_payee(part), part.name("role")
        if name not in roles:
            part.refuse(
                "role-unknown",
                f"{name} is none of the roles of this pool.",
                field="credits.role",
                value=name,
                expected=sorted(roles),
            )
        if (payee, name) in credited:
            part.refuse(
                "credit-repeated",
                f"{payee} is credited twice as {name}.",
                field="credits",
                value=payee,
                expected="each person once in each role",
            )
        if part.has("credit"):
            printed = part.part("credit")
            printed.text("ja")
            printed.text("en")
            printed.close()
        part.close()
        credited.append((payee, name))
    return credited


def _listed(properties: Mapping[str, Schema], *required: str) -> Schema:
    item = {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }
    return {"type": "array", "minItems": 1, "items": item}


_POINTS: Schema = {**AMOUNT, "minimum": 1}
CREDITS: dict[str, Schema] = {
    "roles": _listed(
        {"role": NAME, "points": _POINTS, "per": {"enum": list(_COUNTS)}}, "role", "points", "per"
    ),
    "credits": _listed({"payee": PAYEE, "role": NAME, "credit": LABEL}, "payee", "role"),
    "rule": RULE,
}
"""JSON Schema of the fields read here."""
