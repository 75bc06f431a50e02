"""How consumption tax treats each line: 課税, 輸出免税, 不課税 or 対象外; a dated table decides.

    class_of(Facts("royalty", seller="JP", buyer="US"), day).klass    # "export_exempt"

The rules kept here, in order:

1. What is no consideration (distributions, repayments, damages, late interest) is 不課税.
2. A licence is supplied where who licenses lives; a service where it is done, and where that is not
   known, where its giver has his office. What is supplied abroad is 対象外.
3. What is supplied in Japan to a non-resident is 輸出免税; everything else is 課税.

Source:
    消費税法4条, 7条; each row of the table names its own law and how sure we are of it.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from contracts.errors import TermsInvalid
from contracts.tax.income import COPYRIGHT, FEE, PARTNERSHIP, REPAYMENT
from contracts.tax.withholding import JAPAN

Klass = Literal["standard", "export_exempt", "not_taxable", "out_of_scope"]
CLASSES: Final[tuple[Klass, ...]] = ("standard", "export_exempt", "not_taxable", "out_of_scope")
"""課税 (standard rate), 輸出免税, 不課税, 対象外: the order in which papers show them."""

SUBJECTS: Final = (
    "royalty", "service", "distribution", "repayment", "damages", "late_interest", "remittance",
)  # fmt: skip
_SUBJECT_OF: Final = {
    COPYRIGHT: "royalty",
    FEE: "service",
    PARTNERSHIP: "distribution",
    REPAYMENT: "repayment",
}
HOME, ABROAD, UNKNOWN, ANY = "home", "abroad", "unknown", "any"


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides the class of a line.

    Attributes:
        subject: One of `SUBJECTS`.
        seller: Country of who licenses or serves. buyer: country of who pays for it.
        place: Where a service is done: `home`, `abroad` or `unknown`.
    """

    subject: str
    seller: str
    buyer: str
    place: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class ClassRule:
    """One dated row of the table.

    Attributes:
        klass: What it says. law: by which provision.
        confidence: "published", "secondary" or "to be confirmed by an expert".
    """

    id: str
    subject: str
    seller: str
    buyer: str
    place: str
    klass: Klass
    valid_from: dt.date
    valid_to: dt.date | None
    law: str
    confidence: str


@cache
def class_rules() -> tuple[ClassRule, ...]:
    """Give the whole table in its order."""
    file = resources.files("contracts.tax").joinpath("invoice_classes.toml").read_text("utf-8")
    return tuple(_read(block) for block in tomllib.loads(file)["class"])


def subject_of(income: str) -> str:
    """Give the subject of a clause's kind of income.

    Example:
        >>> subject_of("copyright"), subject_of("partnership")
        ('royalty', 'distribution')
    """
    return _SUBJECT_OF[income]


def class_of(facts: Facts, day: dt.date) -> ClassRule:
    """Give the row that decides on a day.

    Args:
        facts: What decides.
        day: Day of supply.

    Raises:
        TermsInvalid: No row of the table fits, or the day is before the table begins.

    Source:
        消費税法4条, 7条; see the rows.

    Example:
        >>> class_of(Facts("royalty", "JP", "US"), dt.date(2026, 11, 30)).klass
        'export_exempt'
        >>> class_of(Facts("royalty", "US", "JP"), dt.date(2026, 11, 30)).klass
        'out_of_scope'
    """
    for rule in class_rules():
        if _fits(rule, facts) and rule.valid_from <= day <= (rule.valid_to or dt.date.max):
            return rule
    raise TermsInvalid(
        "tax-class-unknown",
        f"The table has no class for {facts.subject} on {day}.",
        value=facts.subject,
        expected=list(SUBJECTS),
    )


def _fits(rule: ClassRule, facts: Facts) -> bool:
    wanted = (
        (rule.subject, facts.subject),
        (rule.seller, _side(facts.seller)),
        (rule.buyer, _side(facts.buyer)),
        (rule.place, facts.place),
    )
    return all(asked in (ANY, found) for asked, found in wanted)


def _side(country: str) -> str:
    return HOME if country == JAPAN else ABROAD


def _read(block: dict[str, Any]) -> ClassRule:
    return ClassRule(
        id=block["id"],
        subject=block["subject"],
        seller=block.get("seller", ANY),
        buyer=block.get("buyer", ANY),
        place=block.get("place", ANY),
        klass=block["class"],
        valid_from=block["valid_from"],
        valid_to=block.get("valid_to"),
        law=block["law"],
        confidence=block["confidence"],
    )
