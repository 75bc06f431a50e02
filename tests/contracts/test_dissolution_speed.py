"""Two hundred grants, thirteen members, a plan by medium: computed in less than a second."""

import time

from given_dissolution import COMMITTEE, ending, members, title
from written_grants import transfer

from contracts.dissolution.outcome import divide
from contracts.dissolution.situation import Clause
from contracts.rights.extent import everything, on_axis
from contracts.rights.grants import Grants, Transfer
from contracts.rights.vocabulary import tree_of

_PARTIES = "ABCDEFGHIJKLM"
_PLAN = (
    Clause(outcome="member", to="B", media=("music",), price_minor=1),
    Clause(outcome="member", to="C", media=("video",)),
    Clause(outcome="studio", to="S", media=("overseas",)),
    Clause(outcome="lead", media=("streaming", "broadcast")),
    Clause(outcome="author", to="X", media=("publishing",), after_years=5),
    Clause(outcome="co_ownership"),
)


def many_transfers() -> tuple[Transfer, ...]:
    """Members gave shares of a medium in a country to others and took some back."""
    media, places = tree_of("media").leaves, tree_of("territories").leaves
    found = []
    for number in range(199):
        where = everything(title().extent.first)
        where = on_axis(where, "media", tree_of("media").bits(media[number % len(media)]))
        place = places[number * 7 % len(places)]
        where = on_axis(where, "territories", tree_of("territories").bits(place))
        taker = _PARTIES[number % 13] if number % 2 else "Z"
        found.append(transfer(f"t{number}", COMMITTEE, taker, (1, 2 + number % 5), where))
    return tuple(found)


def test_two_hundred_grants_of_thirteen_members_take_less_than_a_second() -> None:
    situation = ending(
        *_PLAN,
        works={"work_1": Grants(titles=(title(),), transfers=many_transfers())},
        members=members(**dict.fromkeys(_PARTIES, (1, 13))),
    )
    took = []
    for _ in range(3):  # the best of three: other work on the machine is not what is measured
        began = time.perf_counter()
        outcome = divide(situation)
        took.append(time.perf_counter() - began)
    assert min(took) < 1
    assert len(outcome.rows) > 100
