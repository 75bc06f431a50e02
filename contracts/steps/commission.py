"""`commission/1`: a fee off a named basis, rounded by itself in every run."""

from contracts.fields import Fields
from contracts.payees import read_payees
from contracts.rated import Habits, Rated, read_rated
from contracts.schema import CATEGORY, PAYEES, RATED
from contracts.step import Doc, Head, StepKind

CATEGORIES = ("platform", "distribution", "window", "lead", "agent", "other")


def read(head: Head, fields: Fields) -> Rated:
    """Read a commission from its fields."""
    category = fields.choice("category", CATEGORIES, default="other")
    habits = Habits(category=f"{category}_fees", cumulative=False)
    return read_rated(head, fields, read_payees(fields), habits)


KIND = StepKind(
    kind="commission/1",
    read=read,
    schema={**RATED, **PAYEES, "category": CATEGORY},
    required=("basis",),
    doc=Doc(
        does="Takes a rate, or a fixed sum per run, off a named basis and gives it to its payee.",
        in_a_committee="プラットフォーム料, 劇場取分, 配給手数料, 窓口手数料, 幹事手数料",
        formula="amount = sign * floor(|basis| * rate / unit) * unit, per item, per channel and "
        "month, or on the total, as `scope` says; `cumulative` rounds to date instead",
        example="100,001 at 20% on what is left, then 10% on what is left: 20,000 and 8,000. "
        "The other way round: 10,000 and 18,000. Order and basis are part of the contract.",
        source="cases CM-01, CM-02, CM-03, CC-01, CC-02, TV-01",
    ),
)
