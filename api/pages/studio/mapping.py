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
        RuleViolation: The line of the headings is no number.
    """
    columns = {field: form.text(f"col_{field}") for field in FIELDS}
    defaults = {field: form.text(f"default_{field}") for field in DEFAULTED}
    return {
        "reading": form.text("reading", STANDARD_READING),
        "columns": {field: heading for field, heading in columns.items() if heading},
        "defaults": {field: text for field, text in defaults.items() if text},
        "separator": {"tab": "\t"}.get(form.text("separator"), form.text("separator", ",")),
        "header_line": form.whole("header_line") or 1,
        "months": form.text("months", "YYYY-MM"),
        "thousands": form.flag("thousands"),
        "triangle": form.flag("triangle"),
        "affixes": _YEN if form.flag("yen") else (),
        "rate_as": form.text("rate_as", "percent_sign"),
    }


def profile_of(mapping: Mapping, name: str = COLUMNS) -> Profile:
    """Return the profile that a mapping means.

    Raises:
        RuleViolation: It names no column for the amounts.
        ValidationError: A choice is none that there is.
    """
    if mapping["reading"] == STANDARD_READING:
        return STANDARD
    if "amount" not in mapping["columns"]:
        raise RuleViolation(
            "profile-invalid", field="col_amount", value="", expected="a heading for amounts"
        )
    members = {**mapping, "name": name}
    members["columns"] = {field: (text,) for field, text in mapping["columns"].items()}
    known = Profile.model_fields.keys()
    return Profile.model_validate({key: value for key, value in members.items() if key in known})


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
