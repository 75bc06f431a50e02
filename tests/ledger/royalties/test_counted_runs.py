"""Clauses that count, on a register: units come once, without money too, and are corrected."""

from datetime import date
from typing import Any

import pytest
from money_stage import Money, allocated, csv_of, rate, step, terms
from revision_world import Windows, differences, is_sound

from contracts.templates.offer import clause_from
from ledger.access.views import OPERATOR_VIEWER
from ledger.agreements.views import show
from ledger.errors import RuleViolation

HEADINGS = "channel,work,month,units,amount"
APRIL = date(2026, 4, 30)


class Discs(Windows):
    """A director has 10% of a price of 100 for each disc, the window 10% of the money."""

    def clauses(self, net: int = 10, shop: int = 30, members: tuple[int, int] = (3, 2)) -> Any:
        by_units = step(
            "director", "royalty/2", basis="units", price={"amount": 100}, rate=rate(1, 10),
            payee=self.other,
        )  # fmt: skip
        fee = step("net", "commission/1", basis="received", rate=rate(1, net), payee=self.net)
        return terms(fee, by_units)

    def discs(self, *lines: tuple[int, int], month: str = "2026-01", **more: Any) -> str:
        """Report discs and their money, line by line."""
        rows = [f"video,{self.work},{month},{units},{amount}" for units, amount in lines]
        file = csv_of(*rows, headings=HEADINGS)
        return self.money.report(self.agreement, self.net, file, period=month, **more)

    def director(self, month: str) -> int:
        """Run a month; what the director is due of it."""
        found = allocated(self.money.run(self.agreement, month))
        return found.get(("director", self.other), 0)


@pytest.fixture
def discs(money: Money) -> Discs:
    return Discs(money)


def test_units_count_in_full_with_the_first_part_of_the_money(money: Money) -> None:
    """10 discs of 100 at 10% are 100, due with the first 500 of 1,000; the second brings none."""
    world = Discs(money, distribute_on="receipt")
    report = world.discs((10, 1_000), remittance_minor=1_000)
    world.money.receive(world.agreement, report, 500, received_on=date(2026, 1, 31))
    assert world.director("2026-01") == 100
    world.money.receive(world.agreement, report, 500, received_on=APRIL)
    assert world.director("2026-04") == 0
    is_sound(world.money)


def test_units_manufactured_count_although_nothing_was_sold(discs: Discs) -> None:
    """MG-01: 10 units are owed whatever was sold."""
    discs.discs((10, 0))
    assert discs.director("2026-01") == 100
    is_sound(discs.money)


def test_corrected_units_are_counted_by_difference(discs: Discs) -> None:
    """10 discs were 100; the corrected report says 12, which are 120."""
    first = discs.discs((10, 1_000))
    assert discs.director("2026-01") == 100
    discs.discs((12, 1_000), supersedes=first)
    (revision,) = discs.revised()
    assert differences(revision) == {("2026-01", discs.other, "director"): (100, 120)}
    is_sound(discs.money)


def test_a_reader_of_the_terms_sees_the_published_rate_and_what_was_changed(money: Money) -> None:
    director = money.company("監督")
    agreed = {"num": 1, "den": 50}
    clause = clause_from("dgj.net-own/1", payee=director, clause="第6条", rate=agreed)
    other = step("other", "royalty/2", basis="gross", rate=rate(1, 10), payee=director)
    agreement = money.agreement(director, terms(clause, other))
    with money.ledger.reading() as conn:
        shown = show(conn, agreement, OPERATOR_VIEWER)
    assert shown is not None
    published = {"num": 7, "den": 500}
    assert shown["terms"][0]["origins"] == [
        {
            "step": "dgj_net-own",
            "template": "dgj.net-own/1",
            "departures": [{"field": "rate", "default": published, "agreed": agreed}],
        }
    ]


def test_terms_without_published_rates_say_nothing_of_them(money: Money) -> None:
    director = money.company("監督")
    other = step("other", "royalty/2", basis="gross", rate=rate(1, 10), payee=director)
    with money.ledger.reading() as conn:
        shown = show(conn, money.agreement(director, terms(other)), OPERATOR_VIEWER)
    assert shown is not None
    assert "origins" not in shown["terms"][0]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"template": "dgj.net-own/9"}, "template-unknown"),
        ({"clause": "第○条"}, "clause-unnumbered"),
        ({"tiers": []}, "rate-or-tiers"),
    ],
)
def test_a_clause_that_cannot_be_registered_is_refused_by_its_name(
    money: Money, changes: dict[str, Any], code: str
) -> None:
    director = money.company("監督")
    clause = clause_from("dgj.net-own/1", payee=director, clause="第6条") | changes
    with pytest.raises(RuleViolation) as error:
        money.agreement(director, terms(clause))
    assert (error.value.code, error.value.fields["step"]) == (code, "dgj_net-own")


def test_held_units_come_back_once_although_the_money_came_in_parts(money: Money) -> None:
    """10 discs at an event, paid in two parts while nobody knew the window: 100, once."""
    world = Discs(money, distribute_on="receipt")
    held = step("hold", "hold/1", channels=["video"])
    clauses = world.clauses()
    world.money.record(world.adding(clauses={**clauses, "steps": [held, *clauses["steps"]]}))
    row = f"event,{world.work},2026-01,10,1000"
    report = world.money.report(
        world.agreement, world.net, csv_of(row, headings=HEADINGS), period="2026-01",
        remittance_minor=1_000,
    )  # fmt: skip
    for month, last in (("2026-01", date(2026, 1, 31)), ("2026-02", date(2026, 2, 28))):
        world.money.receive(world.agreement, report, 500, received_on=last)
        assert world.director(month) == 0
    known = {**held, "channels": ["video", "event"]}
    later = world.adding("2026-03", {**clauses, "steps": [known, *clauses["steps"]]})
    world.money.record(later)
    assert world.director("2026-03") == 100
    is_sound(world.money)


def test_units_held_without_money_are_found_when_the_past_is_run_again(discs: Discs) -> None:
    """10 units at an event wait in January and February; the window is known from February on."""
    held = step("hold", "hold/1", channels=["video"])
    clauses = discs.clauses()
    discs.money.record(discs.adding(clauses={**clauses, "steps": [held, *clauses["steps"]]}))
    row = f"event,{discs.work},2026-01,10,0"
    file = csv_of(row, headings=HEADINGS)
    discs.money.report(discs.agreement, discs.net, file, period="2026-01")
    assert discs.director("2026-01") == 0
    discs.discs((1, 0), month="2026-02")
    assert discs.director("2026-02") == 10
    known = {**held, "channels": ["video", "event"]}
    discs.money.record(discs.adding("2026-02", {**clauses, "steps": [known, *clauses["steps"]]}))
    (revision,) = discs.revised()
    assert differences(revision) == {("2026-02", discs.other, "director"): (10, 110)}
    is_sound(discs.money)
