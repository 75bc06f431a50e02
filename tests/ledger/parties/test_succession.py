"""Places are taken over whole, once, from a day on."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from ledger.command import Actor
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.ledger import Ledger
from ledger.parties.succession import predecessors_of, succession_of, successors_on
from ledger.store.state import State


def standing(ledger: Ledger, party: str, day: str) -> dict[str, Fraction]:
    on = date.fromisoformat(day)
    with ledger.reading() as conn:
        found = successors_on(conn, party, on)
        assert found == successors_on(State(conn), party, on)
    return dict(found)


@pytest.fixture
def four(parties: Any) -> list[str]:
    return [parties.company(name) for name in ("甲", "乙", "丙", "丁")]


def test_before_its_day_a_succession_changes_nothing(
    parties: Any, ledger: Ledger, four: list[str]
) -> None:
    a, b, *_ = four
    parties.succeed(a, (b, 1, 1), since="2026-04-01")
    assert standing(ledger, a, "2026-03-31") == {a: 1}
    assert standing(ledger, a, "2026-04-01") == {b: 1}


def test_chains_are_followed_share_times_share(
    parties: Any, ledger: Ledger, four: list[str]
) -> None:
    """A to B 2/3 and C 1/3; B to C 1/2 and D 1/2: C has 1/3 + 2/3 * 1/2 = 2/3, D has 1/3."""
    a, b, c, d = four
    parties.succeed(a, (b, 2, 3), (c, 1, 3))
    parties.succeed(b, (c, 1, 2), (d, 1, 2), since="2026-06-01")
    assert standing(ledger, a, "2026-06-01") == {c: Fraction(2, 3), d: Fraction(1, 3)}
    assert standing(ledger, a, "2026-05-31") == {b: Fraction(2, 3), c: Fraction(1, 3)}


@pytest.mark.parametrize(
    ("shares", "total", "says"),
    [
        (((1, 3), (1, 3)), "2/3", "1/3 missing"),
        (((2, 3), (2, 3)), "4/3", "1/3 too much"),
        (((1, 2),), "1/2", "1/2 missing"),
    ],
)
def test_shares_sum_to_exactly_one(
    parties: Any, four: list[str], shares: tuple[tuple[int, int], ...], total: str, says: str
) -> None:
    a, *heirs = four
    with pytest.raises(RuleViolation, match="shares-do-not-sum") as caught:
        parties.succeed(a, *((heir, *share) for heir, share in zip(heirs, shares, strict=False)))
    assert caught.value.fields == {"field": "successors", "value": total, "expected": "1"}
    assert says in caught.value.message


def test_nobody_succeeds_oneself(parties: Any, four: list[str]) -> None:
    with pytest.raises(RuleViolation, match="succeeds-itself"):
        parties.succeed(four[0], (four[0], 1, 1))


def test_each_successor_is_named_once_and_gets_something(parties: Any, four: list[str]) -> None:
    a, b, c, _ = four
    with pytest.raises(RuleViolation, match="successor-repeated"):
        parties.succeed(a, (b, 1, 2), (b, 1, 2))
    with pytest.raises(RuleViolation, match="share-zero"):
        parties.succeed(a, (b, 1, 1), (c, 0, 1))


def test_a_circle_of_successions_is_refused(parties: Any, four: list[str]) -> None:
    a, b, c, _ = four
    parties.succeed(a, (b, 1, 1))
    parties.succeed(b, (c, 1, 1))
    with pytest.raises(RuleViolation, match="succession-cycle"):
        parties.succeed(c, (a, 1, 1))


def test_a_place_is_given_up_once(parties: Any, four: list[str]) -> None:
    a, b, c, _ = four
    recorded = parties.succeed(a, (b, 1, 1), since="2026-04-01")
    with pytest.raises(Conflict, match="succeeded-already") as caught:
        parties.succeed(a, (c, 1, 1), since="2026-05-01")
    assert caught.value.fields["entry_index"] == recorded.first_index


def test_recording_again_for_the_same_day_corrects(
    parties: Any, ledger: Ledger, four: list[str]
) -> None:
    a, b, c, _ = four
    parties.succeed(a, (b, 1, 1))
    parties.succeed(a, (c, 1, 1))
    assert standing(ledger, a, "2026-04-01") == {c: 1}
    with ledger.reading() as conn:
        assert predecessors_of(conn, b) == []
        assert [item["party"] for item in predecessors_of(conn, c)] == [a]


def test_an_unknown_successor_is_named_with_its_place(parties: Any, four: list[str]) -> None:
    unknown = parties.new_id()
    with pytest.raises(NotFound) as caught:
        parties.succeed(four[0], (four[1], 1, 2), (unknown, 1, 2))
    assert caught.value.fields == {"field": "successors[1].party", "value": unknown}


def test_heirs_are_recorded_by_the_operator_and_mergers_by_the_company(
    parties: Any, four: list[str]
) -> None:
    a, b, *_ = four
    with pytest.raises(Forbidden, match="operator-only"):
        parties.succeed(a, (b, 1, 1), ground="inheritance", actor=Actor("studio", a))
    with pytest.raises(Forbidden, match="not-your-party"):
        parties.succeed(a, (b, 1, 1), actor=Actor("studio", b))
    parties.succeed(a, (b, 1, 1), actor=Actor("studio", a))


def test_the_description_cites_entry_ground_and_shares(
    parties: Any, ledger: Ledger, four: list[str]
) -> None:
    a, b, *_ = four
    recorded = parties.succeed(a, (b, 1, 1))
    with ledger.reading() as conn:
        assert succession_of(conn, b) is None
        assert succession_of(conn, a) == {
            "effective_from": "2026-04-01",
            "ground": "merger",
            "entry_index": recorded.first_index,
            "successors": [{"party": b, "share": {"num": 1, "den": 1}}],
            "evidence": None,
        }
