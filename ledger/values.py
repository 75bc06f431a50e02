"""Field types that commands, facts and requests share, each refusing what the log cannot hold.

Text is kept as written: never normalised, because half and full width matter in Japanese names.
Amounts are integers of minor units; shares and rates are exact rationals in lowest terms.
"""

from fractions import Fraction
from math import gcd
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

MAX_SAFE = 2**53 - 1


def _plain_text(text: str) -> str:
    if "\x00" in text:
        msg = "must not contain NUL"
        raise ValueError(msg)
    if not text.strip():
        msg = "must not be blank"
        raise ValueError(msg)
    return text


Text = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_plain_text)]
LongText = Annotated[
    str, StringConstraints(min_length=1, max_length=8000), AfterValidator(_plain_text)
]
AmountMinor = Annotated[int, Field(ge=-MAX_SAFE, le=MAX_SAFE)]
Count = Annotated[int, Field(ge=0, le=MAX_SAFE)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Commit = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
MonthText = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
PeriodText = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4]|-H[12])?$")
]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Value(BaseModel):
    """Base of frozen, strict values that refuse unknown fields."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Ratio(Value):
    """An exact rational in lowest terms, not negative: a share or a rate."""

    num: int = Field(ge=0, le=MAX_SAFE)
    den: int = Field(ge=1, le=MAX_SAFE)

    @model_validator(mode="after")
    def _lowest_terms(self) -> Self:
        common = gcd(self.num, self.den)
        if common != 1:
            raise PydanticCustomError(
                "ratio-not-lowest",
                "{given} is not in lowest terms: write {lowest}",
                {
                    "given": f"{self.num}/{self.den}",
                    "lowest": f"{self.num // common}/{self.den // common}",
                },
            )
        return self

    def fraction(self) -> Fraction:
        """Return the value as a `Fraction`."""
        return Fraction(self.num, self.den)

    @classmethod
    def of(cls, value: Fraction) -> Self:
        """Return the ratio equal to a fraction."""
        return cls(num=value.numerator, den=value.denominator)


class Names(Value):
    """What something is called: Japanese first, its reading, and English."""

    ja: Text
    kana: Text | None = None
    en: Text | None = None


class DocumentRef(Value):
    """A document known by its hash; the document itself stays with its owner or in the blobs."""

    sha256: Sha256
    title: Text | None = None
    media_type: Text | None = None
    size_bytes: Count | None = None
