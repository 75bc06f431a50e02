"""What the terms say about who may read how much of the computation."""

from typing import Any

import pytest
from written_terms import a_step, members, rate, terms_json

from contracts.disclosure import Disclosure
from contracts.errors import TermsInvalid
from contracts.terms import parse_terms

FEE = a_step("window", "commission", basis="received", rate=rate(10), payee="w")


def read(*steps: dict[str, Any], **disclosure: Any) -> Disclosure:
    return parse_terms({**terms_json(*steps), "disclosure": disclosure}).disclosure


def refusal(*steps: dict[str, Any], **disclosure: Any) -> TermsInvalid:
    with pytest.raises(TermsInvalid) as caught:
        read(*steps, **disclosure)
    return caught.value


def test_terms_without_the_field_disclose_everything() -> None:
    assert parse_terms(terms_json(FEE)).disclosure.level_of("w") == "full"


def test_who_is_named_has_his_own_level_and_everybody_else_the_default() -> None:
    named = [{"payee": "w", "level": "aggregate"}]
    found = read(FEE, members(A=6_000, B=4_000), default="rate", payees=named)
    assert [found.level_of(name) for name in ("w", "A")] == ["aggregate", "rate"]


def test_a_reference_has_a_level_for_all_who_are_behind_it() -> None:
    """A party's own name comes first; of two references the more closed one counts."""
    split = a_step("members", "split", holders="committee:c1/investment")
    levels = {"committee:c1/investment": "rate", "A": "full"}
    payees = [{"payee": name, "level": level} for name, level in levels.items()]
    found = read(FEE, split, default="full", payees=payees)
    behind = ("committee:c1/investment",)
    assert [found.level_of(name, behind) for name in ("A", "B")] == ["full", "rate"]
    assert found.level_of("B") == "full"


@pytest.mark.parametrize(
    ("disclosure", "code"),
    [
        ({"default": "some"}, "choice-unknown"),
        ({"payees": [{"payee": "w", "level": "none"}]}, "choice-unknown"),
        ({"payees": [{"payee": "w"}]}, "field-missing"),
        ({"payees": [{"payee": "w", "level": "rate"}] * 2}, "duplicate-id"),
        ({"payees": [{"payee": "x", "level": "rate"}]}, "disclosure-payee-unpaid"),
        (
            {"payees": [{"payee": "committee:c1/profit", "level": "rate"}]},
            "disclosure-payee-unpaid",
        ),
        ({"levels": []}, "field-unknown"),
        ({"payees": []}, "list-malformed"),
        ({"payees": {}}, "list-malformed"),
    ],
)
def test_a_level_that_nobody_could_use_is_refused(disclosure: dict[str, Any], code: str) -> None:
    assert refusal(FEE, **disclosure).code == code


def test_behind_a_reference_anybody_may_be_named() -> None:
    split = a_step("members", "split", holders="committee:c1/investment")
    found = read(FEE, split, payees=[{"payee": "later_member", "level": "aggregate"}])
    assert found.level_of("later_member") == "aggregate"
