"""`pool/1`: a part of a basis for named creators, by points."""

from contracts.fields import Fields
from contracts.payees import read_payees
from contracts.rated import Habits, Rated, read_rated
from contracts.schema import POINTS, RATED
from contracts.step import Doc, Head, StepKind


def read(head: Head, fields: Fields) -> Rated:
    """Read a pool from its fields."""
    habits = Habits(category="creators_pool", cumulative=True, never_negative=True)
    return read_rated(head, fields, read_payees(fields, weight_name="points"), habits)


KIND = StepKind(
    kind="pool/1",
    read=read,
    schema={**RATED, **POINTS},
    required=("basis",),
    doc=Doc(
        does="Sets a rate of the basis to date aside for named creators and divides it by points.",
        in_a_committee="クリエイター還元, 成功報酬",
        formula="pool to date = floor(max(0, basis to date) * rate / unit) * unit, divided by "
        "largest remainder of points; amount = part to date - part before",
        example="5% of the 350,000,000 by which 850,000,000 exceed a production cost of "
        "500,000,000: 17,500,000. A month below the target takes nothing and asks for nothing.",
        source="case TH-02; rule of largest remainder in case CM-04",
    ),
)
