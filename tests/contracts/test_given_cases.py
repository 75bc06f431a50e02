"""Every given case (tests/vectors/cases/register.json) is answered by the module it belongs to.

The answers read the inputs of a case and know none of its figures, so that the same answer serves
the cases of the same kind that are not printed.
"""

import json
from pathlib import Path
from typing import Any

import given_committee
import given_rights
import given_taxes
import pytest

CASES = Path(__file__).parents[1] / "vectors" / "cases"
REGISTER = json.loads((CASES / "register.json").read_text(encoding="utf-8"))
ANSWERS = {**given_committee.ANSWERS, **given_rights.ANSWERS, **given_taxes.ANSWERS}


@pytest.mark.parametrize("case", REGISTER["cases"], ids=lambda case: case["id"])
def test_a_given_case_comes_out_as_given(case: dict[str, Any]) -> None:
    found = ANSWERS[case["id"]](case["inputs"])
    assert {name: found[name] for name in case["expect"]} == case["expect"]


def test_every_given_case_has_an_answer_and_every_answer_a_case() -> None:
    given = [case["id"] for case in REGISTER["cases"]]
    assert sorted(given) == sorted(ANSWERS)
    assert len(set(given)) == len(given) == 62


def test_the_cases_of_allocation_are_all_in_their_own_file() -> None:
    """They are answered in test_allotment.py, one by one."""
    for name, ids in REGISTER["elsewhere"].items():
        stored = json.loads((CASES / name).read_text(encoding="utf-8"))["cases"]
        assert {*ids} <= {case["id"] for case in stored}
        assert len(ids) == 19
