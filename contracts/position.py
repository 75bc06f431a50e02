"""Where an agreement stands: amounts to date, by name.

The position is the memory of the waterfall between two runs. Keys are text, values whole
minor units (and a few weights and rates, so that a change of holder or of rate is noticed):

    basis:<step>            basis of a cumulative step since its rate last changed
    units:<step>            units counted beside money, where tiers are read by units
    base:<step>             what was due before a rate, price or table last changed
    rate:<step>:num, :den   the rate that the basis stands on
    table:<step>            48 bits that tell the price, share and tiers it stands on
    due:<step>              amount of a step to date
    due:<step>:<payee>      of it, what was allocated to one payee
    weight:<step>:<payee>   weight the payee had in the last run
    base:<step>:<payee>     what was allocated before the holders last changed
    inflow:<account>        money that passed a memo account
    inflow:<account>/<step> money that reached an account through a step
    recoup:<account>        recovered to date       excess:<account>   beyond the target to date
    cost:<step>             expenses presented      held:<item>        set aside, item by item
    held-units:<item>       units set aside without money; unitless:<item> marks a part without
    pool                    all that reached the split, negative when in deficit
    entitled:<payee>        everything allocated to a payee
    effect:<step>/<other>   what a cap, floor, guarantee or reserve changed of a step to date
    earned:<cap>/<year>     net of the capped step since the contract year began
    cut:<cap>/<year>        of it, what was cut
    floor:<step>            what the floor of a fee by use added       cut:<step>   what its cap cut
    floor:<step>:past       of it, in contract years that are over     (cut likewise, negative)
    floor:<step>:start      amount before the floor when the year began
    settled:<step>          number of the first month of no settled contract year

Guarantees and reserves say in `contracts.true_up` and `contracts.release` what they remember.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from contracts.errors import TermsInvalid


@dataclass(frozen=True)
class Position:
    """Amounts to date of one agreement; an absent key is zero.

    Attributes:
        values: Key to whole number. Zeros are dropped, so equal positions have equal forms.
    """

    values: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, value in self.values.items():
            if (type(key), type(value)) != (str, int):
                raise TermsInvalid(
                    "position-malformed",
                    "A position maps text to whole numbers.",
                    field=str(key),
                    value=repr(value),
                    expected="int",
                )
        kept = {key: self.values[key] for key in sorted(self.values) if self.values[key]}
        object.__setattr__(self, "values", kept)

    def __getitem__(self, key: str) -> int:
        return self.values.get(key, 0)

    def starting(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Give the rest of the key and the amount for every key with this beginning."""
        for key, value in self.values.items():
            if key.startswith(prefix):
                yield key[len(prefix) :], value

    def to_dict(self) -> dict[str, int]:
        """Give the canonical form: sorted keys, no zeros."""
        return dict(self.values)

    @classmethod
    def from_dict(cls, obj: object) -> "Position":
        """Read the canonical form back.

        Raises:
            TermsInvalid: Not a mapping of text to whole numbers.
        """
        if not isinstance(obj, dict):
            raise TermsInvalid(
                "position-malformed", "A position is an object.", value=repr(obj), expected="object"
            )
        return cls(obj)
