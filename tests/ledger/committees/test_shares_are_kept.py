"""Nobody loses a share, a place or a window because somebody else says so alone.

Example by hand: A 1/2, B 3/10, C 1/5, and more than half of the copyright decides. A and C have
7/10. They may take N in with 1/4, of which everybody bears his part: 3/8, 9/40, 3/20. They may not
take N in with 1/5 and leave B 1/10: in proportion B would keep 3/10 x 4/5 = 6/25.
"""

from datetime import date
from typing import Any

import pytest
from stage import Stage, member, ratio, studio

from ledger.command import Command
from ledger.committees.commands import AmendCommittee, Decisions, Member, Window
from ledger.ledger import Ledger
from ledger.parties.commands import RecordSuccession, Successor
from tests.ledger.committees.living import Living, consents

DECISIONS = Decisions(rule="majority", of="copyright", more_than=ratio("1/2"), clause="第14条")


@pytest.fixture
def stage(ledger: Ledger) -> Stage:
    return Stage(ledger)


@pytest.fixture
def living(stage: Stage) -> Living:
    return Living(stage)


def shared(living: Living, *shares: str) -> tuple[Member, ...]:
    """A, B, C and N with shares; nobody who has none."""
    parties = (living.a, living.b, living.c, living.n)
    return tuple(member(party, share) for party, share in zip(parties, shares, strict=False))


def missing(living: Living, command: Command, sender: str | None = None) -> Any:
    error = living.stage.refused(command, *((studio(sender),) if sender else ()))
    assert error.code == "consent-missing"
    return error.fields["missing"]


def amending(living: Living, **more: Any) -> AmendCommittee:
    return AmendCommittee(**living.change(**more))


def test_a_lead_does_not_take_shares_from_others(living: Living) -> None:
    """B falls from 3/10 to 1/10, and without a place C falls to nothing."""
    taken = amending(living, members=shared(living, "7/10", "1/10", "1/5"))
    assert missing(living, taken, living.a) == [living.b]
    without_c = amending(living, members=shared(living, "7/10", "3/10"))
    assert missing(living, without_c, living.a) == [living.c]
    given = amending(living, members=shared(living, "2/5", "2/5", "1/5"))
    living.stage.record(given, studio(living.a))  # A gives up a tenth of its own


def test_a_majority_takes_a_new_member_in_at_the_cost_of_all_alike(stage: Stage) -> None:
    living = Living(stage, decisions=DECISIONS)
    agreed = consents(living.a, living.c, living.n)
    at_b = living.admit(members=shared(living, "1/2", "1/10", "1/5", "1/5"), consents=agreed)
    assert missing(living, at_b) == [living.b]
    fair = shared(living, "3/8", "9/40", "3/20", "1/4")
    stage.record(living.admit(members=fair, consents=agreed))


def test_a_majority_does_not_amend_a_share_away(stage: Stage) -> None:
    living = Living(stage, decisions=DECISIONS)
    members = shared(living, "3/5", "1/5", "1/5")
    taken = amending(living, members=members, consents=consents(living.a, living.c))
    assert missing(living, taken) == [living.b]


@pytest.mark.parametrize("ground", ["bankruptcy", "death", "guardianship"])
def test_a_lead_does_not_say_alone_that_a_member_is_gone(stage: Stage, ground: Any) -> None:
    living = Living(stage)
    person = stage.person("原作者")
    committee = stage.committee(member(living.a, "1/2"), member(person, "1/2"))
    gone = living.leave(person, ground, consents=(), committee=committee)
    assert stage.refused(gone, studio(living.a)).code == "operator-only"
    stage.record(gone)


def test_who_leaves_writes_no_new_contract_for_those_who_stay(living: Living) -> None:
    window = (Window(medium="streaming", holder=living.n),)
    leaving = {"windows": window, "consents": ()}
    assert missing(living, living.leave(living.c, **leaving), living.c) == [living.a, living.b]
    unfair = living.leave(living.c, members=shared(living, "3/10", "7/10"), consents=())
    assert missing(living, unfair, living.c) == [living.a]
    living.stage.record(living.leave(living.c, consents=()), studio(living.c))


def test_a_successor_writes_no_new_contract(living: Living) -> None:
    living.stage.record(
        RecordSuccession(
            party=living.c, successors=(Successor(party=living.n, share=ratio("1")),),
            ground="merger", effective_from=date(2026, 6, 1),
        )
    )  # fmt: skip
    grab = living.succeed(living.c, windows=(Window(medium="streaming", holder=living.n),))
    assert missing(living, grab, living.n) == [living.a, living.b]
    living.stage.record(living.succeed(living.c), studio(living.n))
