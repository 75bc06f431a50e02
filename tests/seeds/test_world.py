"""The plan of the sample world: exact, labelled as invented, the same for the same seed."""

from fractions import Fraction

import pytest

from contracts.terms import parse_terms
from ledger.ids import derived_id
from ledger.parties.names import match_key
from seeds.chance import Chance
from seeds.clauses import committee_terms
from seeds.sales import QUARTERS, reports_of
from seeds.world import World, plan


@pytest.fixture(scope="module")
def world() -> World:
    return plan(7)


def invented_ids(world: World) -> dict[str, str]:
    things = [*world.companies, *world.people, *world.titles]
    ids = {thing.key: derived_id("party", thing.key.encode().ljust(16)) for thing in things}
    return ids | {body.key: derived_id("cmt", body.key.encode().ljust(16)) for body in world.bodies}


def test_the_basic_world_has_the_sizes_it_promises(world: World) -> None:
    assert (len(world.titles), len(world.bodies), len(world.people)) == (40, 20, 60)
    reports = [report for quarter in QUARTERS for report in reports_of(world, quarter)]
    assert len({report.window.medium for report in reports}) == 6
    assert len({line.territory for report in reports for line in report.lines} - {"日本"}) == 10


def test_the_same_seed_gives_the_same_world_and_another_seed_another(world: World) -> None:
    assert plan(7) == world
    assert plan(8) != world


def test_a_factor_makes_everything_so_many_times_as_many(world: World) -> None:
    larger = plan(7, 3)
    assert len(larger.titles) == 3 * len(world.titles)
    assert len(larger.bodies) == 3 * len(world.bodies)
    assert len({title.names.ja for title in larger.titles}) == len(larger.titles)


def test_all_shares_are_exact_and_sum_to_one(world: World) -> None:
    for body in world.bodies:
        assert sum(share.investment for share in body.members) == 1
        known = [share.copyright for share in body.members if share.copyright is not None]
        assert known == [] or sum(known) == 1
        lead = next(share for share in body.members if share.company == body.lead)
        assert lead.investment == Fraction(3, 10)


def test_every_invented_contract_is_accepted_by_the_engine(world: World) -> None:
    ids = invented_ids(world)
    people = {person.key: person for person in world.people}
    titles = {title.key: title for title in world.titles}
    orders = set()
    for body in world.bodies:
        terms = committee_terms(body, [titles[key] for key in body.titles], people, ids)
        parse_terms(terms)
        orders.add(body.fee_first)
    assert orders == {"window", "lead"}


def test_no_two_companies_are_found_under_one_name(world: World) -> None:
    keys = [match_key(company.names.ja) for company in world.companies]
    assert len(set(keys)) == len(keys)


def test_what_a_licensee_pays_is_its_sales_less_the_fees_it_keeps() -> None:
    """By hand: a window of 20% and net sales of 100,001 in one month keeps 20,000, pays 80,001."""
    world = plan(7)
    report = next(
        found
        for found in reports_of(world, QUARTERS[0])
        if found.basis == "net" and found.body.fee_first == "window"
    )
    by_month: dict[str, int] = {}
    for line in report.lines:
        by_month[line.month] = by_month.get(line.month, 0) + line.amount
    rate = report.window.rate
    kept = sum(amount * rate.numerator // rate.denominator for amount in by_month.values())
    assert report.remittance == report.total() - kept


def test_chance_is_a_stream_of_its_own_per_name() -> None:
    first, again, other = Chance(1, "a"), Chance(1, "a"), Chance(1, "b")
    numbers = [first.below(1000) for _ in range(20)]
    assert [again.below(1000) for _ in range(20)] == numbers
    assert [other.below(1000) for _ in range(20)] != numbers
    assert set(first.several("abcdef", 6)) == set("abcdef")
