"""What an agreement's clauses came from is shown in the reader's language."""

import json
import re

import pytest
from cli_stage import Daicho
from paid_world import Paid

from contracts.templates.offer import clause_from

ENGLISH = re.compile(r"\b(default|agreed|departures|origins|template)\b")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_changed_rate_is_shown_beside_the_published_one(
    on_world: Daicho, world: Paid, lang: str
) -> None:
    rate = {"num": 1, "den": 50}
    clause = clause_from("dgj.net-own/1", payee=world.writer, clause="第6条", rate=rate)
    agreement = {
        "title": {"ja": "監督との契約"},
        "kind": "creator",
        "payer": world.studio,
        "parties": [world.studio],
        "effective_month": "2026-09",
        "terms": {"terms": 1, "currency": "JPY", "steps": [clause]},
    }
    recorded = on_world.recorded("agreements", "record", "--file", "-", stdin=json.dumps(agreement))
    said = on_world("--lang", lang, "agreements", "show", recorded)
    assert said.code == 0
    for text in ("dgj.net-own/1", "1.4%", "2%"):
        assert text in said.out
    assert bool(ENGLISH.search(said.out)) == (lang == "en")
