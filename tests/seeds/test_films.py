"""The invented films: either order of fee and costs, and a chain from a ticket to a designer."""

from fractions import Fraction

import pytest

from contracts.position import Position
from contracts.terms import Terms, parse_terms
from contracts.waterfall import Expense, Inputs, Item, Outcome, run
from ledger.ids import derived_id
from seeds.film_clauses import film_terms
from seeds.films import Film, FilmReport, films_of, reports_on_films
from seeds.sales import Line
from seeds.world import World, plan


@pytest.fixture(scope="module")
def world() -> World:
    return plan(7)


def terms_of_film(world: World, film: Film) -> Terms:
    keys = [one.key for one in (*world.companies, *world.people, film.theatre)]
    ids = {key: derived_id("party", key.encode().ljust(16)) for key in keys}
    ids[film.body.key] = derived_id("cmt", film.body.key.encode().ljust(16))
    return parse_terms(film_terms(film, {person.key: person for person in world.people}, ids))


def month(terms: Terms) -> Outcome:
    """100,000,000 of tickets and 10,000,000 of costs."""
    item = Item("r1", 100_000_000, "gross", "theatrical", "JP", None, "2025-04")
    costs = (Expense("prints-and-advertising", 10_000_000, "e1"),)
    return run(terms, Position(), Inputs("2025-04", "JPY", (item,), costs))


def test_the_two_films_take_fee_and_costs_in_either_order(world: World) -> None:
    """By hand: 50,000,000 are left by the cinema. The fee first: a fifth of them, 10,000,000.

    The costs first: a fifth of 40,000,000, 8,000,000.
    """
    films = films_of(world)
    assert [film.first for film in films] == ["fee", "costs"]
    fees = [month(terms_of_film(world, film)).amounts["distribution"] for film in films]
    assert fees == [10_000_000, 8_000_000]


def test_the_second_film_discloses_own_clauses_only(world: World) -> None:
    levels = [terms_of_film(world, film).disclosure.level_of("anybody") for film in films_of(world)]
    assert levels == ["full", "rate"]


def test_shares_of_a_film_sum_to_one(world: World) -> None:
    for film in (*films_of(world), *films_of(plan(8))):
        assert sum(share.investment for share in film.body.members) == Fraction(1)


def test_a_cinema_remits_what_the_contract_leaves_of_each_month(world: World) -> None:
    """By hand: of 1,001 and 2,000 in April the cinema keeps 1,500 of 3,001; of 101 in May 50."""
    film = films_of(world)[0]
    lines = tuple(
        Line("theatrical", "JP", film.title.names.ja, name, 1, amount)
        for name, amount in (("2025-04", 1_001), ("2025-04", 2_000), ("2025-05", 101))
    )
    assert FilmReport(film, "theatrical", "2025-Q2", lines).remittance() == 1_501 + 51


def test_films_have_names_of_their_own(world: World) -> None:
    films = films_of(world)
    taken = {title.names.ja for title in world.titles} | {one.names.ja for one in world.companies}
    names = [name for film in films for name in (film.title.names.ja, film.theatre.names.ja)]
    assert len({*names}) == len(names)
    assert not taken & {*names}


def test_five_screens_report_every_month(world: World) -> None:
    box_office = next(
        report for report in reports_on_films(world, "2025-Q2") if report.medium == "theatrical"
    )
    assert (len(box_office.lines), box_office.basis) == (15, "gross")
