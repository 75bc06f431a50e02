"""Which column of a licensee's file is what: from a form to a profile, and kept with the report.

A report names the profile by which it was read. One that was put together on a page is a file of
its own, named by its hash: `columns/<sha256>`. So the next report of the same reporter begins with
the columns of the last one, and an auditor reads the file as it was read then.
"""

from typing import Any, Final

from sqlalchemy import Connection, select

from api.pages.forms import Form
from ledger.access.views import Viewer, visible
from ledger.blobs.blobs import Blobs
from ledger.errors import LedgerError, RuleViolation
from ledger.revenue.preview import Glance, guessed, is_standard, mapping_of
from ledger.revenue.profiles import STANDARD, Profile, read_profile, write_profile
from ledger.revenue.table import FIELDS
from ledger.revenue.views import ReportRow
from ledger.store.views import table_of, unpack

STANDARD_READING: Final = "standard"
COLUMNS: Final = "columns"
DEFAULTED: Final = ("channel", "territory", "work", "month")
_YEN: Final = ("￥", "¥", "円")
_JSON: Final = "application/json"
_READING: Final = (
    "reading", "separator", "header_line", "months", "thousands", "triangle", "yen", "rate_as",
)  # fmt: skip
_SEPARATORS: Final = (",", "\t", ";")
Mapping = dict[str, Any]


def begun(last: Mapping | None, seen: Glance) -> Mapping:
    """Return what the form shows first: the reporter's last columns, or what can be guessed.

    Args:
        last: Columns of the last report, if any. They count while the file still has them all.
        seen: The beginning of the file.
    """
    if last and set(last["columns"].values()) <= set(seen.headings):
        return {"reading": COLUMNS, "is_last": True, **last}
    reading = STANDARD_READING if is_standard(seen) else COLUMNS
    return {"reading": reading, "defaults": {"territory": "JP"}, **guessed(seen)}


def sent(form: Form) -> Mapping:
    """Return what a form says about the columns.

    Raises:
        RuleViolation: The line of the headings is none, or nothing separates cells so.
    """
    columns = {field: form.text(f"col_{field}") for field in FIELDS}
    defaults = {field: form.text(f"default_{field}") for field in DEFAULTED}
    return {
        "reading": form.text("reading", STANDARD_READING),
        "columns": {field: heading for field, heading in columns.items() if heading},
        "defaults": {field: text for field, text in defaults.items() if text},
        "separator": _separator(form),
        "header_line": _header_line(form),
        "months": form.text("months", "YYYY-MM"),
        "thousands": form.flag("thousands"),
        "triangle": form.flag("triangle"),
        "affixes": _YEN if form.flag("yen") else (),
        "rate_as": form.text("rate_as", "percent_sign"),
    }


def typed(form: Form) -> dict[str, str]:
    """Return the fields of a form that say how a file is read, as they were typed."""
    begins = ("col_", "default_")
    return {
        name: values[0]
        for name, values in form.fields.items()
        if name.startswith(begins) or name in _READING
    }


def _separator(form: Form) -> str:
    typed = {"tab": "\t"}.get(form.text("separator"), form.text("separator", ","))
    if typed not in _SEPARATORS:
        raise RuleViolation(
            "value-not-allowed", field="separator", value=typed, expected=[",", "tab", ";"]
        )
    return typed


def _header_line(form: Form) -> int:
    line = form.whole("header_line")
    if line is not None and line < 1:
        raise RuleViolation(
            "header-line-below-one", field="header_line", value=line, expected="1, 2, 3 ..."
        )
    return line or 1


def profile_of(mapping: Mapping, name: str = COLUMNS) -> Profile:
    """Return the profile that a mapping means.

    Raises:
        RuleViolation: It names no column for the amounts, or one column for two things: an amount
            would count as a quantity, too.
        ValidationError: A choice is none that there is.
    """
    if mapping["reading"] == STANDARD_READING:
        return STANDARD
    if "amount" not in mapping["columns"]:
        raise RuleViolation(
            "profile-invalid", field="col_amount", value="", expected="a heading for amounts"
        )
    _must_differ(mapping["columns"])
    members = {**mapping, "name": name}
    members["columns"] = {field: (text,) for field, text in mapping["columns"].items()}
    known = Profile.model_fields.keys()
    return Profile.model_validate({key: value for key, value in members.items() if key in known})


def _must_differ(columns: dict[str, str]) -> None:
    taken: dict[str, str] = {}
    for field, heading in columns.items():
        if heading in taken:
            raise RuleViolation(
                "column-for-two-things",
                field=f"col_{field}",
                value=heading,
                expected="another column, or none",
            )
        taken[heading] = field


def put(blobs: Blobs, mapping: Mapping) -> Profile:
    """Store the profile of a mapping, and return it under the name that cites it."""
    profile = profile_of(mapping)
    if profile is STANDARD:
        return profile
    stored = blobs.put(write_profile(profile), media_type=_JSON)
    return profile.model_copy(update={"name": f"{COLUMNS}/{stored.sha256}"})


def last_of(conn: Connection, blobs: Blobs, viewer: Viewer, reporter: str) -> Mapping | None:
    """Return the columns of the last report of a reporter that this reader may read, if kept."""
    table = table_of(ReportRow)
    query = (
        select(table.c.doc)
        .where(table.c.reporter == reporter, visible(viewer, table.c.id))
        .order_by(table.c.entry_index.desc())
        .limit(1)
    )
    found = conn.execute(query).scalar()
    name = unpack(found)["profile"] if found else ""
    digest = name.removeprefix(f"{COLUMNS}/")
    if digest == name:
        return None
    try:
        return mapping_of(read_profile(blobs.get(digest)))
    except LedgerError:  # it is a convenience: without the file, the columns are chosen again
        return None
