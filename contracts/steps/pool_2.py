"""`pool/2`: a part of a basis for credited creators, by role."""

from contracts.credits import CREDITS, read_credits
from contracts.fields import Fields
from contracts.rated import Habits, Rated, read_rated
from contracts.schema import RATED
from contracts.step import Doc, Head, StepKind


def read(head: Head, fields: Fields) -> Rated:
    """Read a pool from its fields."""
    habits = Habits(
        category="creators_pool",
        cumulative=True,
        never_negative=True,
        survives=fields.flag("survives", default=False),
        forgets=True,
    )
    return read_rated(head, fields, read_credits(fields), habits)


KIND = StepKind(
    kind="pool/2",
    read=read,
    schema={**RATED, **CREDITS, "survives": {"type": "boolean"}},
    required=("basis", "roles", "credits"),
    doc=Doc(
        does="Sets a rate of the basis to date aside for creators, by the points of the roles they "
        "are credited in.",
        in_a_committee="クリエイター還元, 成功報酬, 商品化売上からの原画・キャラクターデザイン還元",
        formula="pool to date as in `pool/1`; points of a person = over the roles he is credited "
        "in, `points` where they count per person, or `points` / people in the role where they "
        "count per role; divided by largest remainder. `survives`: the claim outlives the "
        "committee",
        example="A director at 3 points per person and a character design of 4 points per role "
        "with two people: 3, 2 and 2 of 7. Of a pool of 1,000: 428, 286 and 286.",
        source="rule of largest remainder in case CM-04",
    ),
)
