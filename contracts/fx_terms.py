"""The clause on currencies: whose rate, of which day, converted line by line or per total.

    "fx": {"source": "boj", "day": "receipt", "convert": "total",
           "max_days": 7, "inverse": false, "clause": "第9条"}

Reports, invoices and receipts may come in any currency once an agreement has this clause; its own
amounts stay in its one currency.
"""

from dataclasses import dataclass
from typing import Literal, cast

from contracts.conversion import Convert
from contracts.fields import Fields
from contracts.schema import NAME, TEXT, Schema

Day = Literal["period_end", "receipt"]

DEFAULT_MAX_DAYS = 7
"""No rate is published on weekends and holidays; longer than the New Year's pause is an error."""

_MOST_DAYS = 31

FX: Schema = {
    "type": "object",
    "properties": {
        "source": NAME,
        "day": {"enum": ["period_end", "receipt"]},
        "convert": {"enum": ["line", "total"]},
        "max_days": {"type": "integer", "minimum": 0, "maximum": _MOST_DAYS},
        "inverse": {"type": "boolean"},
        "clause": TEXT,
    },
    "required": ["source", "day", "convert"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class FxTerms:
    """How money in other currencies is converted.

    Attributes:
        source: Who publishes the rates, such as "ecb".
        day: The last day of the report's period, or the day on which each payment arrived. Money
            that waits for no payment has no such day: for it the report's last day counts.
        convert: Round every line, or the report's total.
        max_days: How many days before the day a rate may be when none was published on it.
        inverse: Whether a rate for the opposite pair may be divided by.
        clause: Where the paper contract says so.
    """

    source: str
    day: Day
    convert: Convert
    max_days: int = DEFAULT_MAX_DAYS
    inverse: bool = False
    clause: str = ""


def read_fx(fields: Fields) -> FxTerms | None:
    """Read the clause, if the terms have it.

    Raises:
        TermsInvalid: A field is missing, unknown or not what it must be.
    """
    if not fields.has("fx"):
        return None
    part = fields.part("fx")
    part.place["clause"] = part.obj.get("clause", "fx")
    max_days = part.integer("max_days", least=0, default=DEFAULT_MAX_DAYS)
    if max_days > _MOST_DAYS:
        part.refuse(
            "number-too-large",
            f"max_days must be at most {_MOST_DAYS}.",
            field="max_days",
            value=max_days,
            expected=f"<= {_MOST_DAYS}",
        )
    fx = FxTerms(
        source=part.name("source"),
        day=cast("Day", part.choice("day", ("period_end", "receipt"))),
        convert=cast("Convert", part.choice("convert", ("line", "total"))),
        max_days=max_days,
        inverse=part.flag("inverse", default=False),
        clause=part.text("clause") if part.has("clause") else "",
    )
    part.close()
    return fx
