"""Creators' pools by role and credit."""

from typing import Any

from written_terms import a_step, amounts_in, rate, terms_of

from contracts.explain import explain
from contracts.waterfall import Position, run

DIRECTION = {"role": "direction", "points": 3, "per": "person"}
DESIGN = {"role": "design", "points": 4, "per": "role"}


def pool(*credited: tuple[str, str], **fields: Any) -> dict[str, Any]:
    step = a_step(
        "creators",
        "pool",
        basis="gross",
        rate=rate(5),
        roles=[DIRECTION, DESIGN],
        credits=[{"payee": payee, "role": role} for payee, role in credited],
    )
    return {**step, "kind": "pool/2", **fields}


def shared(clause: dict[str, Any], amount: int) -> dict[str, int]:
    return run(terms_of(clause), Position(), amounts_in(amount)).owed()


def test_points_count_per_person_or_are_divided_in_a_role() -> None:
    """5% of 20,000 are 1,000. Points 3, 2 and 2 of 7: 428.6, 285.7 and 285.7."""
    clause = pool(("a", "direction"), ("b", "design"), ("c", "design"))
    assert shared(clause, 20_000) == {"a": 428, "b": 286, "c": 286}


def test_everybody_credited_per_person_has_the_points() -> None:
    """3, 3 and 4 of 10: 300, 300 and 400 of 1,000."""
    clause = pool(("a", "direction"), ("b", "direction"), ("c", "design"))
    assert shared(clause, 20_000) == {"a": 300, "b": 300, "c": 400}


def test_whoever_is_credited_twice_has_the_sum() -> None:
    """a: 3 + 4/3 = 13/3; b and c: 4/3. Of 7: 13, 4 and 4 of 21; of 2,100: 1,300, 400, 400."""
    clause = pool(("a", "direction"), ("a", "design"), ("b", "design"), ("c", "design"))
    assert shared(clause, 42_000) == {"a": 1_300, "b": 400, "c": 400}


def test_a_printed_credit_changes_no_amount() -> None:
    clause = pool(("a", "direction"), ("b", "design"))
    clause["credits"][0]["credit"] = {"ja": "監督", "en": "Director"}
    assert shared(clause, 14_000) == {"a": 300, "b": 400}


def test_a_pool_below_zero_asks_for_nothing_back() -> None:
    clause = terms_of(pool(("a", "direction"), ("b", "design")))
    outcome = run(clause, Position(), amounts_in(-14_000))
    assert outcome.owed() == {}


def test_a_pool_added_and_taken_back_leaves_nothing_behind() -> None:
    clause = terms_of(pool(("a", "direction"), ("b", "design")))
    outcome = run(clause, run(clause, Position(), amounts_in(999)).position, amounts_in(-999))
    assert outcome.position == Position()


def test_an_explanation_says_what_a_share_was_made_of() -> None:
    """c: 4 points for two people are 2; of 3 + 2 + 2 = 7 that is 2/7 of 1,000 = 285.71."""
    clause = pool(("a", "direction"), ("b", "design"), ("c", "design"))
    clause["credits"][2]["credit"] = {"ja": "キャラクターデザイン", "en": "Character design"}
    outcome = run(terms_of(clause), Position(), amounts_in(20_000))
    assert explain(outcome.trace, "creators/to/c", "en")[-3:] == [
        "Credits of c: Character design 4 points / 2 people (2 of 7 in all).",
        "Share of c: Creators' pool to date JPY 1,000 x 2/7 = about JPY 285.71, rounded JPY 286"
        " (odd units by largest remainder).",
        "Allocated to c in this run: JPY 286.",
    ]
    told = explain(outcome.trace, "creators/to/c", "ja")[-3]
    assert told == "cのクレジット: キャラクターデザイン 4点÷2人（全体を 7 としたとき 2）。"


def test_the_credits_of_others_are_not_told() -> None:
    clause = pool(("a", "direction"), ("b", "design"), ("c", "design"))
    outcome = run(terms_of(clause), Position(), amounts_in(20_000))
    assert "direction" not in "".join(explain(outcome.trace, "creators/to/c", "en"))
