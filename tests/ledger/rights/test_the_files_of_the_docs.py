"""The files that docs/RIGHTS.md shows are files that the register reads."""

import json
import re
from pathlib import Path

import pytest

from contracts.rights.vocabulary import tree_of
from ledger.command import Command
from ledger.rights.checks import check_bundle
from ledger.rights.commands import LicenseRight
from ledger.rights.option_commands import ExerciseOption, GrantOption
from ledger.rights.reading import resolved

PAGE = Path(__file__).resolve().parents[3] / "docs" / "RIGHTS.md"
WORK = "work_01KAM3Z4T5Q1R2S3T4V5W6X7Y8"
OPTION = "opt_01KAM3Z4TB2C3D4E5F6G7H8J9K"
RIGHT = "right_01KAM3Z4TGA2B3C4D5E6F7G8H9"


def shown(name: str) -> str:
    """One of the files of the page."""
    (text,) = re.findall(rf"```json {name}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return text


@pytest.mark.parametrize(
    ("name", "kind", "filled_in"),
    [
        ("option", GrantOption, {"id": OPTION, "work": WORK}),
        ("exercise", ExerciseOption, {"option": OPTION}),
        ("licence", LicenseRight, {"id": RIGHT, "work": WORK}),
    ],
)
def test_a_file_is_read_with_the_ids_filled_in(
    name: str, kind: type[Command], filled_in: dict[str, str]
) -> None:
    said = json.loads(shown(name)) | filled_in
    assert kind.model_validate_json(json.dumps(said)).TYPE


def test_the_parts_of_the_bundle_cover_its_media() -> None:
    body = json.loads(shown("licence"))
    extent = resolved(body["extent"])
    check_bundle(body["bundle"], extent)
    assert extent.media == tree_of("media").bits("streaming") | tree_of("media").bits("merchandise")
