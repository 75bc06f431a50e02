"""`royalty/2`: a rate on a basis, or on counted units at a price; or tiers; due to date."""

from contracts.fields import Fields
from contracts.money import Ratio
from contracts.payees import read_payees
from contracts.priced import Priced
from contracts.rated import Habits, Rated, read_filter, read_rated, read_timing, read_unit
from contracts.schema import AMOUNT, PAYEES, RATED, RATIO, Schema
from contracts.step import Doc, Head, StepKind, read_basis
from contracts.tiered import TABLE, read_table
from contracts.tiers import schema as tiers_schema
from contracts.units import UNITS

_COUNTING = ("price", "share_of_units", "tiers")
_PRICE: Schema = {
    "type": "object",
    "properties": {"amount": {**AMOUNT, "minimum": 1}},
    "required": ["amount"],
    "additionalProperties": False,
}
_BASIS: Schema = {
    "type": "string",
    "pattern": "^(gross|received|remainder|units|(after|amount|excess):[a-z][a-z0-9_-]{0,63})$",
}


def read(head: Head, fields: Fields) -> Rated | Priced:
    """Read a royalty from its fields; without units, price and tiers it is that of version 1."""
    survives = fields.flag("survives", default=False)
    habits = Habits(category="royalties", cumulative=True, survives=survives, forgets=True)
    is_counting = fields.has("basis") and fields.obj["basis"] == "units"
    if not is_counting and not any(fields.has(name) for name in _COUNTING):
        return read_rated(head, fields, read_payees(fields), habits)
    return _read_priced(head, fields, habits)


def _read_priced(head: Head, fields: Fields, habits: Habits) -> Priced:
    counts_units = fields.text("basis") == "units"
    price, share = _read_price(fields, counts_units=counts_units)
    if fields.has("rate") == fields.has("tiers") or fields.has("fixed"):
        fields.refuse("rate-or-tiers", "Give a rate or tiers, one of them.", field="rate")
    scope, cumulative = read_timing(fields, habits)
    rated = Rated(
        head=head,
        basis=UNITS if counts_units else read_basis(fields),
        where=read_filter(fields),
        scope=scope,
        rate=fields.rate("rate") if fields.has("rate") else None,
        fixed=0,
        unit=read_unit(fields),
        payees=read_payees(fields),
        category=habits.category,
        cumulative=cumulative,
        survives=habits.survives,
    )
    table = read_table(fields, rated) if fields.has("tiers") else None
    return Priced(rated, price, share, table)


def _read_price(fields: Fields, *, counts_units: bool) -> tuple[int | None, Ratio]:
    """Read `price` and `share_of_units`, which go with units and with nothing else."""
    if not counts_units:
        for name in ("price", "share_of_units"):
            if fields.has(name):
                fields.refuse(
                    "price-needs-units",
                    f"{name} goes with the basis units.",
                    field=name,
                    value=fields.text("basis"),
                    expected="basis units",
                )
        return None, (1, 1)
    if not fields.has("price"):
        fields.refuse(
            "price-missing",
            "Counted units are worth nothing without a price.",
            field="price",
            expected='{"amount": int}',
        )
    part = fields.part("price")
    price = part.integer("amount", least=1)
    part.close()
    return price, fields.rate("share_of_units") if fields.has("share_of_units") else (1, 1)


KIND = StepKind(
    kind="royalty/2",
    read=read,
    schema={
        **RATED,
        "basis": _BASIS,
        "price": _PRICE,
        "share_of_units": RATIO,
        "tiers": tiers_schema(),
        **TABLE,
        **PAYEES,
        "survives": {"type": "boolean"},
    },
    required=("basis",),
    doc=Doc(
        does="Gives its payees a rate on the basis to date, or on units to date at a price, or by "
        "tiers; less what was due before.",
        in_a_committee="原作使用料, 監督の追加報酬, ビデオグラム・商品化の印税, 部数スライド",
        formula="as `royalty/1`; with the basis `units`: due to date = sign * floor(|units to "
        "date| * `share_of_units` * `price` * rate / unit) * unit. With `tiers`, counted by "
        "`tiers_by`: `marginal` gives each slice of the quantity to date its own rate; `whole` "
        "gives the basis to date the rate of the tier that the quantity has reached; `whole` at "
        "`period_start` gives what the run adds the rate of the tier reached before the run, "
        "rounded by itself. A negative quantity mirrors the positive one. A changed price, share, "
        "rate or table starts anew: what was due stays, and units are counted from zero again. "
        "Units come once per report, with the first part of its money, whatever part has arrived; "
        "when a report is corrected, the difference of its units is counted. `survives`: the claim "
        "outlives the committee",
        example="50,000 discs of 6,000 at 1.75% are 5,250,000 for the writer; on 90% of the units, "
        "4,725,000 for the director. 5,000 books at 23.95 in the tier 0 to 5,000 at 10%: "
        "11,975.00. 12,000 units with 5% from 0 and 8% from 10,000: marginal 500 + 160 = 660 "
        "on a price of 1, whole 960.",
        source="cases TV-06, TI-01, MG-01; rates of guilds in contracts/templates",
    ),
)
