"""What deposits pay: what adds up is proposed, what does not is left to a person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.banking.matching import Arrival, OpenItem, Proposal, propose

P, Q = frozenset({"ﾌﾟﾗﾂﾄ(ｶ"}), frozenset({"ｶ)ｷﾕ-"})
APRIL = OpenItem("april", "P", P, 100_000, date(2027, 4, 30), frozenset({"INV-4"}))
MAY = OpenItem("may", "P", P, 50_000, date(2027, 5, 31), frozenset({"INV-5"}))
OTHER = OpenItem("other", "Q", Q, 100_000, date(2027, 4, 30))


def one(
    amount: int, name: str = "ﾌﾟﾗﾂﾄ(ｶ", reference: str = "", fees: tuple[int, ...] = ()
) -> Proposal:
    (found,) = propose([Arrival("a", amount, name, reference)], [MAY, APRIL, OTHER], fees)
    return found


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (100_000, Proposal("a", "exact", (("april", 100_000),))),
        (50_000, Proposal("a", "exact", (("may", 50_000),))),
        (150_000, Proposal("a", "several", (("april", 100_000), ("may", 50_000)))),
        (120_000, Proposal("a", "partial", (("april", 100_000), ("may", 20_000)))),
        (30_000, Proposal("a", "partial", (("april", 30_000),))),
        (170_000, Proposal("a", "excess", (("april", 100_000), ("may", 50_000)), rest_minor=20_000)),
    ],
)  # fmt: skip
def test_a_deposit_pays_whole_items_first_and_the_oldest_otherwise(
    amount: int, expected: Proposal
) -> None:
    assert one(amount) == expected


def test_a_missing_fee_is_told_apart() -> None:
    """By hand: 49,560 is 50,000 without the fee of 440."""
    assert one(49_560, fees=(440, 660)) == Proposal("a", "fee", (("may", 50_000),), fee_minor=440)
    assert one(149_340, fees=(440, 660)).fee_minor == 660


def test_a_stranger_pays_nothing_however_well_the_amount_fits() -> None:
    assert one(100_000, name="ﾀﾞﾚｶ") == Proposal("a", "unknown", rest_minor=100_000)


def test_a_reference_chooses_the_item_whoever_sends() -> None:
    assert one(40_000, name="ﾀﾞﾚｶ", reference="INV-5").parts == (("may", 40_000),)


def test_a_reference_counts_only_as_a_whole() -> None:
    assert one(40_000, name="ﾀﾞﾚｶ", reference="INV-50").kind == "unknown"


def test_two_items_of_one_amount_are_left_to_a_person() -> None:
    twin = OpenItem("twin", "P", P, 100_000, date(2027, 6, 30))
    (found,) = propose([Arrival("a", 100_000, "ﾌﾟﾗﾂﾄ(ｶ")], [APRIL, twin])
    assert found == Proposal("a", "ambiguous", rest_minor=100_000)


def test_two_ways_to_add_up_are_left_to_a_person() -> None:
    items = [
        OpenItem(str(n), "P", P, amount, date(2027, n, 1))
        for n, amount in ((1, 5), (2, 3), (3, 4), (4, 6))
    ]
    (found,) = propose([Arrival("a", 9, "ﾌﾟﾗﾂﾄ(ｶ")], items)
    assert found.kind == "ambiguous"


def test_what_one_deposit_paid_is_not_open_for_the_next() -> None:
    twice = [Arrival("a", 100_000, "ﾌﾟﾗﾂﾄ(ｶ"), Arrival("b", 100_000, "ﾌﾟﾗﾂﾄ(ｶ")]
    first, second = propose(twice, [APRIL, MAY])
    assert first.parts == (("april", 100_000),)
    assert second == Proposal("b", "excess", (("may", 50_000),), rest_minor=50_000)


amounts = st.integers(1, 60)


@given(
    st.lists(amounts, max_size=8),
    st.lists(amounts, max_size=8),
    st.lists(st.integers(1, 5), max_size=2),
)
def test_parts_and_rest_are_the_deposit_and_no_item_gets_more_than_is_open(
    owed: list[int], came: list[int], fees: list[int]
) -> None:
    items = [OpenItem(str(n), "P", P, each, date(2027, 1, n + 1)) for n, each in enumerate(owed)]
    arrivals = [Arrival(str(n), each, "ﾌﾟﾗﾂﾄ(ｶ") for n, each in enumerate(came)]
    got = dict.fromkeys([item.id for item in items], 0)
    for arrival, found in zip(arrivals, propose(arrivals, items, fees), strict=True):
        assert (
            sum(part for _, part in found.parts) + found.rest_minor
            == arrival.amount_minor + found.fee_minor
        )
        for item, part in found.parts:
            got[item] += part
    assert all(got[item.id] <= item.open_minor for item in items)


def test_many_arrivals_and_many_items_are_matched_by_index() -> None:
    """10,000 arrivals of 5,000 debtors are found by name and by reference in a moment."""
    day = date(2026, 4, 1)
    items = [
        OpenItem(
            id=f"rep_{n}", debtor=f"party_{n}", names=frozenset({f"NAME{n}"}), open_minor=1_000,
            due_on=day, references=frozenset({f"INV-{n}"}),
        )
        for n in range(5_000)
    ]  # fmt: skip
    arrivals = [
        Arrival(str(n), 500, f"NAME{n}" if n < 5_000 else "?", f"FOR INV-{n - 5_000} THANKS")
        for n in range(10_000)
    ]
    found = propose(arrivals, items)
    assert [one.kind for one in found[:5_000]] == ["partial"] * 5_000
    assert [one.kind for one in found[5_000:]] == ["exact"] * 5_000
