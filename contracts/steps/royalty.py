"""`royalty/1`: a rate on a basis, due to date less due before."""

from contracts.fields import Fields
from contracts.payees import read_payees
from contracts.rated import Habits, Rated, read_rated
from contracts.schema import PAYEES, RATED
from contracts.step import Doc, Head, StepKind


def read(head: Head, fields: Fields) -> Rated:
    """Read a royalty from its fields."""
    habits = Habits(category="royalties", cumulative=True)
    return read_rated(head, fields, read_payees(fields), habits)


KIND = StepKind(
    kind="royalty/1",
    read=read,
    schema={**RATED, **PAYEES},
    required=("basis",),
    doc=Doc(
        does="Gives its payees a rate on the basis to date, less what was due before.",
        in_a_committee="原作使用料, 脚本使用料, 監督の追加報酬, 商品化印税",
        formula="due to date = sign * floor(|basis to date| * rate / unit) * unit; "
        "amount = due to date - due before; `cumulative: false`, or a scope finer than the total, "
        "rounds each computation alone",
        example="80% of 100 was paid as 80; then 1,000 come in and 100 are refunded: due to date "
        "is 800, so 720 are owed, not 640.",
        source="case RV-01; rates of guilds in cases TV-06 and TV-08",
    ),
)
