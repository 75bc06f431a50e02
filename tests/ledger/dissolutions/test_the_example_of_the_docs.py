"""The complete example of docs/DISSOLUTION.md is one that the register reads."""

import json
import re
from pathlib import Path

from api.endings import Asked
from ledger.dissolutions.commands import BeginDissolution, CompleteDissolution
from ledger.log import canonical

PAGE = Path(__file__).resolve().parents[3] / "docs" / "DISSOLUTION.md"
DISSOLUTION = "dis_01KAM3Z4TZA2B3C4D5E6F7G8H9"
COMMITTEE = "cmt_01KAM3Z4T5Q1R2S3T4V5W6X7Y8"


def test_the_plan_of_the_page_fits_its_models() -> None:
    (text,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    asked = Asked.model_validate(json.loads(text))
    ids = {"id": DISSOLUTION, "committee": COMMITTEE}
    begin = BeginDissolution.model_validate_json(canonical.encode({**(asked.begin or {}), **ids}))
    complete = CompleteDissolution.model_validate_json(
        canonical.encode({**asked.complete, "dissolution": DISSOLUTION})
    )
    assert begin.liquidators
    left_out = {"dissolution", "result_sha256"}
    assert set(CompleteDissolution.model_fields) == {*asked.complete, *left_out}
    assert complete.moves
