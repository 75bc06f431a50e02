"""How a bank's file is to be read: which headings hold what. Profiles are named after their shape.

A profile is data; one's own is written as JSON, kept beside the file, and reads it again in ten
years. How dates and amounts are written needs no profile: all usual spellings are understood, and
none of them can be taken for another.
"""

from typing import Final, Literal

from pydantic import Field, ValidationError

from ledger.errors import RuleViolation
from ledger.log import canonical
from ledger.values import Text, Value

ColumnName = Literal["day", "came_in", "went_out", "amount", "balance", "name", "text", "reference"]
NOTICE: Final = "zengin-deposits/1"
"""Notices of deposits in the form of the Japanese banks: no columns, records of 200 bytes."""


class CashProfile(Value):
    """How a file of a bank is read.

    Attributes:
        name: Versioned; the import cites it.
        columns: For each field the headings under which it may stand; the first one found counts.
        separator: One character between cells.
        header_line: Line that holds the headings; what stands above is skipped.
        totals: First cells of rows that sum up others; such rows are skipped.
    """

    name: Text
    columns: dict[ColumnName, tuple[Text, ...]]
    separator: Literal[",", "\t", ";"] = ","
    header_line: int = Field(default=1, ge=1, le=1000)
    totals: tuple[Text, ...] = ("合計", "小計")


_DAY: Final = ("日付", "取引日", "年月日", "お取引日", "勘定日", "取扱日付", "date")
_BALANCE: Final = ("残高", "差引残高", "お取引後残高", "取引後残高", "balance")
_NAME: Final = ("振込人名", "振込依頼人名", "依頼人名", "取引先名", "name")
_TEXT: Final = ("摘要", "お取引内容", "取引内容", "内容", "摘要内容", "備考", "text")
_REFERENCE: Final = ("EDI情報", "照会番号", "reference")

IN_AND_OUT: Final = CashProfile(
    name="in-out-columns/1",
    columns={
        "day": _DAY,
        "came_in": ("入金", "入金額", "お預り金額", "お預入額", "預入", "入金(円)", "in"),
        "went_out": ("出金", "出金額", "お支払金額", "お引出額", "引出", "出金(円)", "out"),
        "balance": _BALANCE,
        "name": _NAME,
        "text": _TEXT,
        "reference": _REFERENCE,
    },
)
SIGNED: Final = CashProfile(
    name="signed-amount/1",
    columns={
        "day": _DAY,
        "amount": ("金額", "取引金額", "入出金", "入出金(円)", "amount"),
        "balance": _BALANCE,
        "name": _NAME,
        "text": _TEXT,
        "reference": _REFERENCE,
    },
)
BUILT_IN: Final = {each.name: each for each in (IN_AND_OUT, SIGNED)}


def read_profile(data: bytes) -> CashProfile:
    """Read a profile written as JSON.

    Raises:
        RuleViolation: `profile-invalid`, naming the first field that is wrong and why.
    """
    try:
        profile = CashProfile.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise RuleViolation(
            "profile-invalid", first["msg"], field=field, value=str(first["input"])[:100]
        ) from error
    if "day" not in profile.columns or not (
        "amount" in profile.columns or {"came_in", "went_out"} <= profile.columns.keys()
    ):
        raise RuleViolation(
            "profile-invalid",
            field="columns",
            value=sorted(profile.columns),
            expected="`day`, and `amount` or both of `came_in` and `went_out`",
        )
    return profile


def profile_named(name: str) -> CashProfile:
    """Return a built-in profile.

    Raises:
        RuleViolation: `profile-unknown`.
    """
    if name not in BUILT_IN:
        raise RuleViolation(
            "profile-unknown", field="profile", value=name, expected=[*sorted(BUILT_IN), NOTICE]
        )
    return BUILT_IN[name]


def write_profile(profile: CashProfile) -> bytes:
    """Write a profile as canonical JSON, so that its hash names it."""
    return canonical.encode(profile.model_dump(mode="json"))
