"""An end that happened is a fact: recorded with everything it left open."""

from datetime import date

from ending_stage import Ending, clause
from stage import studio

from contracts.rights.extent import everything
from contracts.rights.holding import holdings
from ledger.access.views import OPERATOR_VIEWER, PUBLIC_VIEWER
from ledger.committees.views import holders_on, show
from ledger.dissolutions.events import DissolutionFound
from ledger.dissolutions.views import declarations
from ledger.dissolutions.views import show as show_end
from ledger.parties.commands import EndParty
from ledger.rights.reading import grants_of
from ledger.rights.views import recorded


def found(ending: Ending, **more: object) -> DissolutionFound:
    """Record that it ended, and return the fact."""
    event = ending.money.record(ending.past(**more)).events[-1]
    assert isinstance(event, DissolutionFound)
    return event


def test_what_a_member_that_is_gone_held_is_unassigned_and_named(ending_anywhere: Ending) -> None:
    """C, which is gone, had 1/5: from April 2026 on A 1/2, B 3/10, unassigned 1/5."""
    ending = ending_anywhere
    ending.money.record(
        EndParty(party=ending.c, ground="bankruptcy", day=date(2026, 3, 1), source="官報")
    )

    fact = found(ending)

    with ending.money.ledger.reading() as conn:
        grants = grants_of(recorded(conn, ending.work, everything(date(2026, 4, 1))))
        known = holders_on(conn, ending.committee, "investment", date(2026, 4, 30))
    (after,) = holdings(grants, everything(date(2026, 4, 1)))
    assert dict(after.shares)["unassigned"] == (1, 5)
    assert "party-gone" in [one.kind for one in fact.defects]
    assert known is None  # income of a part that nobody has waits in a named account


def test_the_transfer_is_taken_to_be_after_the_last_day_that_is_known(ending: Ending) -> None:
    assert found(ending, ended="2026-03").transfer_day == date(2026, 4, 1)


def test_a_draft_can_be_found_to_have_ended(ending: Ending) -> None:
    draft = ending.money.committee(origin="draft", lead=None)

    fact = found(ending, committee=draft, ended="2019", cause="unknown")

    with ending.money.ledger.reading() as conn:
        shown = show(conn, draft, OPERATOR_VIEWER)
    assert shown
    assert (shown["status"], fact.transfer_day) == ("dissolved", date(2020, 1, 1))


def test_what_is_known_of_receivers_applies(ending: Ending) -> None:
    fact = found(ending, dispositions=(clause("member", ending.b),))

    assert fact.defects == ()
    assert {one.holder for cell in fact.cells for one in cell.after} == {ending.b}


def test_a_committee_that_ended_cannot_be_found_to_have_ended_again(ending: Ending) -> None:
    found(ending)

    assert ending.money.refused(ending.past()).code == "committee-dissolved"


def test_one_that_is_being_wound_up_is_found_under_the_same_id_alone(ending: Ending) -> None:
    begun = ending.begin()

    assert ending.money.refused(ending.past()).code == "dissolution-under-way"
    assert found(ending, dissolution=begun).dissolution == begun


def test_an_unknown_committee_is_refused(ending: Ending) -> None:
    unknown = ending.money.new("cmt")

    assert ending.money.refused(ending.past(committee=unknown)).code == "committee-not-found"


def test_a_day_that_no_calendar_has_is_refused(ending: Ending) -> None:
    assert ending.money.refused(ending.past(ended="2026-02-30")).code == "dissolution-day-unknown"


def test_a_day_to_come_is_refused(ending: Ending) -> None:
    assert ending.money.refused(ending.past(ended="2027-01-01")).code == "dissolution-in-future"


def test_no_member_ends_a_committee_alone_by_saying_that_it_had_ended(ending: Ending) -> None:
    refusal = ending.money.refused(ending.past(), studio(ending.b))

    assert refusal.code == "operator-only"


def test_what_everybody_may_say_about_uses_is_public(ending: Ending) -> None:
    ending.money.record(ending.past())
    ending.money.record(ending.declaration(), studio(ending.a))

    with ending.money.ledger.reading() as conn:
        shown = show_end(conn, ending.committee, PUBLIC_VIEWER)
    assert shown
    (said,) = shown["declarations"]
    assert (said["intention"], said["contact"]) == ("ask", ending.a)
    assert "defects" not in shown["found"]


def test_a_stranger_cannot_declare_what_he_has_no_right_to(ending: Ending) -> None:
    refusal = ending.money.refused(ending.declaration(declarant=ending.x))

    assert refusal.code == "declarant-may-not-speak"


def test_a_later_declaration_takes_the_place_of_the_same_declarants_first(ending: Ending) -> None:
    ending.money.record(ending.declaration())
    ending.money.record(ending.declaration(intention="licensable"))

    with ending.money.ledger.reading() as conn:
        (said,) = declarations(conn, [ending.committee])
    assert said["intention"] == "licensable"


def test_one_co_owner_does_not_speak_over_another(ending: Ending) -> None:
    ending.money.record(ending.declaration())
    ending.money.record(
        ending.declaration(declarant=ending.b, authority="window", intention="licensable")
    )

    with ending.money.ledger.reading() as conn:
        said = declarations(conn, [ending.committee])
    assert [(one["declarant"], one["intention"]) for one in said] == [
        (ending.b, "licensable"), (ending.a, "ask"),
    ]  # fmt: skip


def test_nobody_speaks_by_a_clause_that_he_makes_up(ending: Ending) -> None:
    made_up = ending.declaration(declarant=ending.x, authority="clause", clause="第99条")

    refusal = ending.money.refused(made_up, studio(ending.x))

    assert refusal.code == "declarant-may-not-speak"


def test_a_declaration_is_about_a_committee_or_a_work(ending: Ending) -> None:
    both = ending.declaration(work=ending.work)

    assert ending.money.refused(both).code == "declaration-subject"
