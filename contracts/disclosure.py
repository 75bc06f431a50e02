"""How much of the computation each payee may read, as the terms say.

    "disclosure": {"default": "rate", "payees": [{"payee": "party_x", "level": "full"}]}

- full: every step on the way from the reports to the amount.
- rate: the payee's own clauses with their basis and rate; every other step is said to be checked
  by the auditor and not disclosed.
- aggregate: the amount per clause and period, nothing else.

Terms without the field disclose in full. The payer, the parties of the agreement and whoever was
granted it read everything, whatever is written here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from contracts.fields import Fields
from contracts.payees import read_payee
from contracts.schema import PAYEE, Schema

Level = Literal["full", "rate", "aggregate"]

LEVELS: Final[tuple[Level, ...]] = ("full", "rate", "aggregate")
"""From the most open to the most closed."""

_NAMING_FIELDS: Final = ("payee", "holders")

SCHEMA: Final[Schema] = {
    "type": "object",
    "properties": {
        "default": {"enum": list(LEVELS)},
        "payees": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {"payee": PAYEE, "level": {"enum": list(LEVELS)}},
                "required": ["payee", "level"],
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What payees may read.

    Attributes:
        default: For payees who are not named.
        payees: Party or reference to its level.
    """

    default: Level = "full"
    payees: Mapping[str, Level] = field(default_factory=dict)

    def level_of(self, party: str, references: Iterable[str] = ()) -> Level:
        """Give the level of a party.

        Args:
            party: Who reads.
            references: References the party is behind. The party's own name comes first; of
                several references the most closed level counts.
        """
        if party in self.payees:
            return self.payees[party]
        found = [self.payees[name] for name in references if name in self.payees]
        return max(found, key=LEVELS.index, default=self.default)


@dataclass(frozen=True, slots=True)
class Sight:
    """What one reader sees of one run.

    Attributes:
        level: See the module.
        own: Steps that pay the reader, or take from what he is paid.
    """

    level: Level = "full"
    own: frozenset[str] = frozenset()


EVERYTHING: Final = Sight()


def read_disclosure(fields: Fields) -> Disclosure:
    """Read the optional field `disclosure` of terms.

    Raises:
        TermsInvalid: A level that is none, a payee named twice, or one whom no clause pays.
    """
    if not fields.has("disclosure"):
        return Disclosure()
    part = fields.part("disclosure")
    default = _level(part, "default", LEVELS[0])
    paid = set(_paid(fields.obj.get("steps")))
    levels: dict[str, Level] = {}
    for each in part.parts("payees") if part.has("payees") else ():
        payee = read_payee(each)
        if payee in levels:
            each.refuse(
                "duplicate-id",
                f"{payee} has two levels of disclosure.",
                field="disclosure.payees",
                value=payee,
                expected="once",
            )
        _refuse_unpaid(each, payee, paid)
        levels[payee] = _level(each, "level")
        each.close()
    part.close()
    return Disclosure(default, levels)


def _level(part: Fields, name: str, default: Level | None = None) -> Level:
    chosen = part.choice(name, LEVELS, default)
    return next(level for level in LEVELS if level == chosen)


def _refuse_unpaid(part: Fields, payee: str, paid: set[str]) -> None:
    """Refuse a level for somebody no clause pays; behind a reference anybody may stand."""
    if payee in paid or (":" not in payee and any(":" in name for name in paid)):
        return
    part.refuse(
        "disclosure-payee-unpaid",
        f"No clause pays {payee}, so there is nothing to disclose to it.",
        field="disclosure.payees",
        value=payee,
        expected=sorted(paid),
    )


def _paid(value: object) -> Iterator[str]:
    """Give everybody whom clauses name as a receiver, wherever it stands in them."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in _NAMING_FIELDS and isinstance(inner, str):
                yield inner
            else:
                yield from _paid(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _paid(inner)
