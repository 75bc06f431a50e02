"""Terms on record are decided again by what they were accepted for, not by checks that came later."""

from typing import Any

import pytest

from ledger.agreements.terms import check_terms
from ledger.errors import RuleViolation


def unseen() -> dict[str, Any]:
    """Terms with a line break in a name; they were once accepted."""
    fee = {
        "id": "fee", "kind": "commission/1", "clause": "第1条",
        "label": {"ja": "手数料\n", "en": "Fee"}, "basis": "received",
        "rate": {"num": 1, "den": 10}, "payee": "party_01KAM3Z4T1A2B3C4D5E6F7G8H9",
    }  # fmt: skip
    return {"terms": 1, "currency": "JPY", "steps": [fee]}


def test_what_only_newcomers_are_refused_for_accuses_no_recorded_terms() -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_terms(unseen(), "JPY")
    assert refusal.value.code == "text-unprintable"
    assert len(check_terms(unseen(), "JPY", is_again=True)) == 64
