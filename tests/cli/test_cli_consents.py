"""A consent is shown with its grade of evidence, in one language."""

import pytest
from cli_stage import Daicho, as_json
from paid_world import Paid


@pytest.fixture
def consented(on_world: Daicho, world: Paid) -> Daicho:
    """A committee that was amended with the consent of its lead, by seal."""
    consent = {
        "party": world.studio,
        "method": "seal",
        "document": {"sha256": "ab" * 32},
        "attested_by": "operator",
        "consented_on": "2026-01-05",
    }
    change = {"effective_from": "2027-01-01", "reason": "窓口の整理", "windows": []}
    body = as_json({**change, "consents": [consent]})
    on_world.recorded("committees", "amend", world.committee, "--file", "-", stdin=body)
    return on_world


def test_the_grade_is_shown_to_machines_in_both_languages(consented: Daicho, world: Paid) -> None:
    history = consented.data("committees", "show", world.committee)["history"]
    evidence = history[-1]["consents"][0]["evidence"]
    assert evidence["grade"] == 3
    assert set(evidence["name"]) == {"ja", "en"}


def test_people_read_the_grade_in_their_language(consented: Daicho, world: Paid) -> None:
    japanese = consented("committees", "show", world.committee, "--lang", "ja").out
    english = consented("committees", "show", world.committee, "--lang", "en").out
    assert "民事訴訟法228条4項" in japanese
    assert "Code of Civil Procedure" not in japanese
    assert "Code of Civil Procedure" in english
    assert "民事訴訟法" not in english
    assert consented("agreements", "show", world.agreement, "--lang", "ja").code == 0
