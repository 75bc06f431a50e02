"""Mapping profiles: how one licensee's columns, dates and numbers are to be read.

A profile is data with a versioned name, so that a report can say by which it was read and be read
again in ten years. New ones are written as JSON; `standard/1` is the one of our own template.
"""

from typing import Final, Literal

from pydantic import Field, ValidationError

from ledger.errors import RuleViolation
from ledger.log import canonical
from ledger.values import Text, Value

FieldName = Literal[
    "channel", "territory", "work", "month", "units", "amount", "currency", "product", "rate",
]  # fmt: skip
MonthFormat = Literal["YYYY-MM", "YYYY/MM", "YYYYMM", "YYYY-MM-DD", "YYYY/MM/DD", "YYYY年M月"]

_YEAR: Final = "([0-9]{4})"
_MONTH: Final = "(0?[1-9]|1[0-2])"
_DAY: Final = "(?:0?[1-9]|[12][0-9]|3[01])"
MONTH_PATTERNS: Final[dict[MonthFormat, str]] = {
    "YYYY-MM": f"^{_YEAR}-{_MONTH}$",
    "YYYY/MM": f"^{_YEAR}/{_MONTH}$",
    "YYYYMM": f"^{_YEAR}(0[1-9]|1[0-2])$",
    "YYYY-MM-DD": f"^{_YEAR}-{_MONTH}-{_DAY}$",
    "YYYY/MM/DD": f"^{_YEAR}/{_MONTH}/{_DAY}$",
    "YYYY年M月": f"^{_YEAR}年{_MONTH}月$",
}


class Profile(Value):
    """How a file is read.

    Attributes:
        name: Versioned name; the report cites it.
        columns: For each field the headings under which it may stand; the first one found counts.
        defaults: Value of a field that the file has no column for (a licensee of one medium).
        separator: One character between cells.
        header_line: Line that holds the headings; what stands above is skipped.
        months: How months are written.
        thousands: Whether commas may group the digits of amounts and units.
        triangle: Whether △ or ▲ before an amount means minus.
        affixes: Marks around amounts that carry no meaning, for instance `¥` and `円`.
        rate_as: How a rate column is written: `10%`, `10` (percent) or `0.1`.
        basis: Whether this source reports what users paid or what is left after the platform.
    """

    name: Text
    columns: dict[FieldName, tuple[Text, ...]]
    defaults: dict[FieldName, Text] = Field(default_factory=dict)
    separator: Literal[",", "\t", ";"] = ","
    header_line: int = Field(default=1, ge=1, le=1000)
    months: MonthFormat = "YYYY-MM"
    thousands: bool = False
    triangle: bool = False
    affixes: tuple[Text, ...] = ()
    rate_as: Literal["percent_sign", "percent", "fraction"] = "percent_sign"
    basis: Literal["gross", "net"] | None = None


STANDARD: Final = Profile(
    name="standard/1",
    columns={
        "channel": ("channel", "チャネル", "媒体"),
        "territory": ("territory", "地域"),
        "work": ("work", "作品"),
        "month": ("month", "売上月"),
        "units": ("units", "数量"),
        "amount": ("amount", "金額"),
        "currency": ("currency", "通貨"),
        "product": ("product", "商品"),
        "rate": ("rate", "料率"),
    },
    defaults={"territory": "JP"},
)

BUILT_IN: Final = {STANDARD.name: STANDARD}


def read_profile(data: bytes) -> Profile:
    """Read a profile written as JSON.

    Raises:
        RuleViolation: `profile-invalid`, naming the first field that is wrong and why.
    """
    try:
        profile = Profile.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise RuleViolation(
            "profile-invalid", first["msg"], field=field, value=str(first["input"])[:100]
        ) from error
    if "amount" not in profile.columns:
        raise RuleViolation(
            "profile-invalid", field="columns.amount", value=None, expected="a heading for amounts"
        )
    return profile


def write_profile(profile: Profile) -> bytes:
    """Write a profile as canonical JSON, so that its hash names it."""
    return canonical.encode(profile.model_dump(mode="json"))
