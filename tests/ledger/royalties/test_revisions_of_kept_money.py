"""A fee that was kept before the money came in is lowered afterwards: who kept too much owes it."""

from money_stage import Money
from revision_world import Windows, is_sound

from ledger.royalties.revision_commands import CloseRevision


def a_window(money: Money, remittance: int) -> Windows:
    """The window reports 1,000 and remits the rest."""
    world = Windows(money, distribute_on="receipt")
    report = world.sales(1000, remittance_minor=remittance)
    money.receive(world.agreement, report, remittance, received_on=world.day)
    world.run()
    return world


def net(commands: list[CloseRevision]) -> dict[str, int]:
    """What corrections give everybody in money: amounts less what was kept of them."""
    found: dict[str, int] = {}
    for command in commands:
        for one in command.result.allocations:
            for line in one.lines:
                found[one.party] = found.get(one.party, 0) + line.amount_minor - line.kept_minor
    return {party: amount for party, amount in found.items() if amount}


def to_fee(world: Windows, percent: int) -> list[CloseRevision]:
    world.money.record(world.adding(clauses=world.clauses(net=percent)))
    return world.revised()


def test_what_was_kept_for_a_fee_that_is_lowered_is_owed_by_who_kept_it(
    money_anywhere: Money,
) -> None:
    """Of 1,000 the window kept its 10%, 100. The fee becomes 5%: 50 are due, 100 stay kept, so it
    owes 50; of these the members get three fifths, 30, and two fifths, 20."""
    world = a_window(money_anywhere, 900)
    assert net(to_fee(world, 5)) == {world.net: -50, world.lead: 30, world.other: 20}
    is_sound(world.money)


def test_the_money_of_all_payees_together_stays_what_came_in(money_anywhere: Money) -> None:
    world = a_window(money_anywhere, 900)
    assert sum(net(to_fee(world, 5)).values()) == 0
    assert sum(net(to_fee(world, 20)).values()) == 0


def test_a_fee_that_is_lowered_and_raised_again_leaves_nothing(money_anywhere: Money) -> None:
    world = a_window(money_anywhere, 900)
    assert net([*to_fee(world, 5), *to_fee(world, 10)]) == {}
    is_sound(world.money)


def test_a_higher_fee_is_still_to_be_paid_beyond_what_was_kept(money_anywhere: Money) -> None:
    """20% of 1,000 are 200, of which 100 were kept: 100 more come from the members' 900."""
    world = a_window(money_anywhere, 900)
    assert net(to_fee(world, 20)) == {world.net: 100, world.lead: -60, world.other: -40}


def test_the_window_reads_what_it_owes_in_its_next_statement(money_anywhere: Money) -> None:
    world = a_window(money_anywhere, 900)
    to_fee(world, 5)
    issued = world.money.issue(world.lead, "2026-01")
    lines = [(line.kind, line.amount_minor) for line in issued[world.net].lines]
    assert lines == [("adjustment", -50), ("royalty", 100), ("adjustment", -100)]
    totals = issued[world.net].totals
    assert (totals.payable, totals.carried_out) == (0, -50)
    said = world.money.sheet(issued[world.net].id)["lines"][0]["explanation"]
    assert "訂正前 0円、訂正後 △50円" in said["ja"][0]
    assert "JPY 100 as computed before, JPY 100 as computed now" in said["en"][1]
