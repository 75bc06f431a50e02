"""`usage_rate/1`: so much for each view or hour that a named source counts."""

from contracts.bounds import BOUND, read_bound
from contracts.contract_year import YEAR, read_contract_year
from contracts.fields import Fields
from contracts.payees import read_payees
from contracts.rated import Rated, read_filter, read_unit
from contracts.schema import PAYEES, ROUNDING, TEXT, WHERE, Schema
from contracts.step import Doc, Head, StepKind
from contracts.tiers import MODES, read_tiers
from contracts.tiers import schema as tiers_schema
from contracts.units import UNITS
from contracts.used import Used

METRICS = ("views", "hours", "minutes", "plays", "downloads")
_METRIC: Schema = {
    "type": "object",
    "properties": {"name": {"enum": list(METRICS)}, "source": TEXT},
    "required": ["name", "source"],
    "additionalProperties": False,
}


def read(head: Head, fields: Fields) -> Used:
    """Read a fee by use from its fields."""
    rated = Rated(
        head=head,
        basis=UNITS,
        where=read_filter(fields),
        scope="total",
        rate=None,
        fixed=0,
        unit=read_unit(fields),
        payees=read_payees(fields),
        category="royalties",
        cumulative=True,
    )
    floor, cap = read_bound(fields, "floor", "floor"), read_bound(fields, "cap", "cut")
    _check_bounds(fields)
    return Used(
        rated=rated,
        metric=_read_metric(fields),
        tiers=read_tiers(fields, "per_unit"),
        mode=fields.choice("mode", MODES),
        floor=floor,
        cap=cap,
        year=read_contract_year(fields) if fields.has("year") else None,
    )


def _read_metric(fields: Fields) -> str:
    """Read what is counted; who counts it is part of the terms."""
    part = fields.part("metric")
    name = part.choice("name", METRICS)
    if not part.has("source"):
        part.refuse(
            "metric-without-source",
            f"The terms do not say whose count of {name} holds.",
            field="metric.source",
            expected="who counts, such as the platform's monthly report",
        )
    part.text("source")
    part.close()
    return name


def _check_bounds(fields: Fields) -> None:
    """Refuse a floor above a cap of the same span: no amount could satisfy both."""
    if not (fields.has("floor") and fields.has("cap")):
        return
    floor, cap = fields.part("floor"), fields.part("cap")
    least, most = floor.integer("amount", least=0), cap.integer("amount", least=0)
    if floor.text("per") == cap.text("per") and least > most:
        fields.refuse(
            "floor-above-cap",
            "The floor is above the cap.",
            field="floor.amount",
            value=least,
            expected=f"<= {most}",
        )


KIND = StepKind(
    kind="usage_rate/1",
    read=read,
    schema={
        "metric": _METRIC,
        "where": WHERE,
        "per": {"enum": ["gross_only"]},
        "tiers": tiers_schema("per_unit"),
        "mode": {"enum": list(MODES)},
        "floor": BOUND,
        "cap": BOUND,
        "year": YEAR,
        "rounding": ROUNDING,
        **PAYEES,
    },
    required=("metric", "tiers", "mode"),
    doc=Doc(
        does="Pays so much for each view, hour, minute, play or download to date, by a table of "
        "tiers, within a floor and a cap.",
        in_a_committee="視聴数・視聴時間に応じた使用料",
        formula="by the table: sign * floor(sum of counted units * `per_unit` / unit) * unit on "
        "units to date, `marginal` slice by slice or `whole` at the tier reached; then the floor, "
        "then the cap: `cumulative` on the amount to date, `year` on the amount since the contract "
        "year began (a cap binds at once, a floor is made up for in the run that ends the year, or "
        "the next one), `period` on each run's amount by itself. A changed table counts from zero "
        "again; a changed floor or cap holds from the current span on. `metric.source` says whose "
        "count holds",
        example="0.5 yen for each of the first 100,000 views, 0.3 yen from there: 250,000 views "
        "are 50,000 + 45,000 = 95,000. With a floor of 100,000 per contract year, the run that "
        "ends the year adds 5,000.",
        source="worked by hand; creators ask for fees that follow the audience, with caps, floors "
        "and the source of the figures stated",
    ),
)
