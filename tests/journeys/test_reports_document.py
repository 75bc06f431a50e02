"""The profile that the document about reports shows is one, and reads what the document says."""

import re
from pathlib import Path

from ledger.revenue.profiles import read_profile

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "REPORTS.md"


def test_the_profile_in_the_document_is_one() -> None:
    found = re.search(r"<!-- profile -->\n```json\n(.*?)```", DOCUMENT.read_text("utf-8"), re.S)
    assert found, "the document has lost its profile"
    profile = read_profile(found[1].encode())
    assert (profile.months, profile.thousands, profile.triangle) == ("YYYY/MM", True, True)


def test_the_document_names_every_field_of_a_profile() -> None:
    text = DOCUMENT.read_text("utf-8")
    fields = type(read_profile(b'{"name": "x/1", "columns": {"amount": ["y"]}}')).model_fields
    assert [field for field in fields if f"| `{field}` |" not in text] == []
