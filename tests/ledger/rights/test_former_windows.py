"""Who could once sign cannot reach back to that time, and nobody says alone that no consent counts.

Example by hand: B was the streaming window of the committee of A and B until the end of June 2026.
In November B sends a licence of SVOD "from 10 February 2026 to 2036". In February B could have
given it; in November it is refused, and so are its end and its option.
"""

from datetime import date

import pytest
from money_stage import Money
from rights_stage import Rights, consent, reach
from stage import member, studio

from ledger.command import Command
from ledger.committees.commands import AmendCommittee, Window

PAST, LONG = date(2026, 2, 10), date(2036, 12, 31)


@pytest.fixture
def rights(money: Money) -> Rights:
    return Rights(money)


def held(rights: Rights) -> tuple[str, str]:
    """A committee of A and B whose window for streaming is B; it holds the work."""
    halves = (member(rights.a, "1/2"), member(rights.b, "1/2"))
    window = Window(medium="streaming", holder=rights.b)
    committee = rights.money.committee(*halves, windows=(window,))
    rights.money.record(rights.title((f"committee:{committee}/copyright", "1")))
    return committee, f"committee:{committee}/copyright"


def moved(rights: Rights, committee: str) -> AmendCommittee:
    """From July on the window is A's."""
    return AmendCommittee(
        committee=committee, effective_from=date(2026, 7, 1), reason="窓口の変更",
        windows=(Window(medium="streaming", holder=rights.a),),
        consents=consent(rights.a, rights.b),
    )  # fmt: skip


def test_a_former_window_does_not_license_from_a_day_when_it_was_one(rights: Rights) -> None:
    committee, holder = held(rights)
    rights.money.record(moved(rights, committee))
    back = reach("svod", "JP", PAST, LONG)
    option = rights.option(rights.n, holder, extent=back)
    grants: tuple[Command, ...] = (rights.licence(holder, extent=back), option)
    for grant in grants:
        refusal = rights.money.refused(grant, studio(rights.b))
        assert (refusal.code, refusal.fields["value"]) == ("rights-back-dated", "2026-02-10")
    told = rights.licence(holder, extent=back, consents=consent(rights.b))
    rights.money.record(told)  # by the operator, from the document of that time


def test_a_former_window_does_not_end_the_licence_that_it_gave(rights: Rights) -> None:
    committee, holder = held(rights)
    licence = rights.licence(holder)
    rights.money.record(licence, studio(rights.b))
    rights.money.record(moved(rights, committee))
    end = rights.end(licence.id, date(2027, 1, 1))
    assert rights.money.refused(end, studio(rights.b)).code == "not-your-right"
    rights.money.record(end, studio(rights.a))  # the window of the day


@pytest.mark.parametrize("ground", ["succession", "judgment", "dissolution"])
def test_a_party_does_not_go_round_its_co_owners_by_naming_another_ground(
    rights: Rights, ground: str
) -> None:
    """65条1項: A's share passes by contract with B's consent; what needs none, the operator says."""
    rights.money.record(rights.title())
    given = rights.transfer(rights.a, rights.n, "1/4", ground=ground)
    assert rights.money.refused(given, studio(rights.a)).code == "operator-only"
    rights.money.record(given)
