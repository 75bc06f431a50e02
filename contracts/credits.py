"""Points of a creators' pool: who is credited in which role, and what a role is worth.

Two ways to count a role's points, named in the contract:
- per person: everybody credited in the role has them;
- per role: they are divided equally among the people credited in it.
Whoever is credited in several roles has the sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Credit:
    """One person in one role.

    Attributes:
        payee: Who.
        role: As what.
        ja: As printed in Japanese; the name of the role when the terms do not say.
        en: The same in English.
    """

    payee: str
    role: str
    ja: str
    en: str

    def told(self, points: int, people: int) -> tuple[str, str]:
        """Say what the credit is worth, in Japanese and in English.

        Example:
            >>> Credit("p", "design", "作画監督", "Animation director").told(4, 2)
            ('作画監督 4点÷2人', 'Animation director 4 points / 2 people')
        """
        if people == 1:
            return f"{self.ja} {points}点", f"{self.en} {points} points"
        return f"{self.ja} {points}点÷{people}人", f"{self.en} {points} points / {people} people"


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
        if all(one.role != name for one in credited):
            fields.refuse(
                "role-uncredited",
                f"Nobody is credited as {name}; its points would go to others.",
                field="credits",
                value=name,
                expected="a credit for every role",
            )
    told: dict[str, list[tuple[str, str]]] = {}
    for one in credited:
        role = roles[one.role]
        people = 1 if role.is_per_person else sum(other.role == one.role for other in credited)
        points[one.payee] = points.get(one.payee, Fraction(0)) + Fraction(role.points, people)
        told.setdefault(one.payee, []).append(one.told(role.points, people))
    whole = lcm(*(part.denominator for part in points.values()))
    payees = checked_payees(
        fields, tuple((payee, int(part * whole)) for payee, part in points.items())
    )
    return replace(payees, told={payee: _joined(lines) for payee, lines in told.items()})


def _joined(lines: Sequence[tuple[str, str]]) -> tuple[str, str]:
    return "・".join(ja for ja, _ in lines), ", ".join(en for _, en in lines)


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


def _read_credited(fields: Fields, roles: Mapping[str, Role]) -> list[Credit]:
    """Read who is credited in which role, and how the credit is printed."""
    credited: list[Credit] = []
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
        if any((one.payee, one.role) == (payee, name) for one in credited):
            part.refuse(
                "credit-repeated",
                f"{payee} is credited twice as {name}.",
                field="credits",
                value=payee,
                expected="each person once in each role",
            )
        ja, en = _read_printed(part, name)
        part.close()
        credited.append(Credit(payee, name, ja, en))
    return credited


def _read_printed(part: Fields, role: str) -> tuple[str, str]:
    if not part.has("credit"):
        return role, role
    printed = part.part("credit")
    both = printed.text("ja"), printed.text("en")
    printed.close()
    return both


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
