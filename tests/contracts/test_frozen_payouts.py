"""Payouts that were computed once come out the same for ever (tests/vectors/payouts)."""

import pytest
from frozen import NAMES, frozen, frozen_payouts, inputs_from

from contracts.position import Position
from contracts.terms import parse_terms
from contracts.waterfall import run

WITHOUT_CURRENCY = 3


@pytest.mark.parametrize("name", NAMES)
def test_a_frozen_payout_is_computed_to_the_same_yen_and_the_same_trace(name: str) -> None:
    book = frozen_payouts(name)
    position = Position.from_dict(book["before"])
    for entry in book["runs"]:
        terms = parse_terms(book["terms"][entry["terms"]])
        outcome = run(terms, position, inputs_from(entry["inputs"], terms.currency))
        stated = {key: entry[key] for key in entry if key not in ("terms", "inputs", "file_sha256")}
        assert frozen(outcome) == stated
        position = outcome.position


def test_every_frozen_run_starts_where_the_one_before_ended_and_adds_up() -> None:
    for name in NAMES:
        for entry in frozen_payouts(name)["runs"]:
            parts = dict(entry["identity"])
            assert parts.pop("sales") == sum(parts.values())
            own = [one for one in entry["postings"] if len(one) == WITHOUT_CURRENCY]
            assert sum(amount for _, amount, _ in own) == 0


def test_no_frozen_payout_was_taken_away() -> None:
    """Whatever is added later comes on top."""
    assert {
        "a-grant-given-back",
        "a-raised-target-over-two-works",
        "a-reserve-emptied-and-filled-again",
        "advances-against-a-royalty",
        "capped-costs",
        "caps",
        "changed-holders",
        "changed-rates",
        "changed-tables-and-bounds",
        "committee-months",
        "creators-by-role",
        "deficits-carried",
        "dollars-to-yen",
        "fees-by-use",
        "film-recoupment",
        "floors",
        "guarantee-over-three-years",
        "guarantee-over-titles-apart",
        "guarantee-over-titles-together",
        "holds-and-releases",
        "kept-by-the-payer",
        "large-amounts",
        "lead-fee-first",
        "modifiers-in-a-row",
        "more-returns-than-sales",
        "one-account-over-two-works",
        "one-advance-over-two-agreements",
        "rates-of-zero",
        "reserves",
        "returns-by-channel-and-month",
        "rounding-to-hundreds",
        "royalties-by-tiers",
        "royalties-by-units",
        "success-fee",
        "theatrical-costs-first",
        "theatrical-fee-first",
        "window-fee-first",
    } <= set(NAMES)
