"""The winding up is completed: rights pass, the committee's place is taken, nothing is left open."""

from dataclasses import replace
from datetime import date
from typing import Any

from ending_stage import Ending, clause
from rights_stage import DOCUMENT, consent, reach
from stage import member, ratio, studio

from contracts.rights.extent import describe, everything
from contracts.rights.holding import holdings
from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.committees.views import holders_on, show
from ledger.disputes.commands import DisputeSubject, OpenDispute
from ledger.dissolutions.views import show as show_end
from ledger.parties.commands import EndParty
from ledger.rights.reading import grants_of
from ledger.rights.views import recorded


def held_on(ending: Ending, day: date) -> dict[str, dict[str, str]]:
    """Who holds what of the work on a day, by words of the part."""
    within = replace(everything(day), until=day)
    with ending.money.ledger.reading() as conn:
        grants = grants_of(recorded(conn, ending.work, within))
    return {
        describe(held.extent, "en"): {who: f"{n}/{d}" for who, (n, d) in held.shares}
        for held in holdings(grants, within)
    }


def holders(ending: Ending, share_set: Any, day: date) -> dict[str, str]:
    """Whom a share set means on a day."""
    with ending.money.ledger.reading() as conn:
        found = holders_on(conn, ending.committee, share_set, day)
    assert found
    return {party: str(share.fraction()) for party, share in found.shares}


def test_the_members_become_co_owners_by_their_shares(ending_anywhere: Ending) -> None:
    """A 1/2, B 3/10, C 1/5 of the copyright: so they hold the work from April on."""
    ending = ending_anywhere
    begun = ending.begin()

    ending.money.record(ending.completion(begun))

    (after,) = held_on(ending, date(2026, 4, 1)).values()
    assert after == {ending.a: "1/2", ending.b: "3/10", ending.c: "1/5"}
    with ending.money.ledger.reading() as conn:
        shown = show(conn, ending.committee, OPERATOR_VIEWER)
        end = show_end(conn, ending.committee, OPERATOR_VIEWER)
    assert shown
    assert end
    assert (shown["status"], end["phase"]) == ("dissolved", "completed")
    assert end["completed"]["contact"] == ending.a


def test_a_buyer_takes_the_place_of_the_committee_in_agreements(ending: Ending) -> None:
    """B buys everything: from April 2026 on all three sets mean B alone, before that the three."""
    begun = ending.begin()
    plan = (clause("member", ending.b, price_minor=3_000_000),)

    ending.money.record(
        ending.completion(begun, dispositions=plan, consents=consent(ending.a, ending.b, ending.c))
    )

    assert holders(ending, "investment", date(2026, 3, 31))[ending.a] == "1/2"
    assert holders(ending, "investment", date(2026, 4, 30)) == {ending.b: "1"}


def test_another_plan_than_the_contracts_needs_everybody(ending: Ending) -> None:
    begun = ending.begin()
    plan = (clause("member", ending.b, price_minor=3_000_000),)

    refusal = ending.money.refused(
        ending.completion(begun, dispositions=plan, consents=consent(ending.a, ending.b))
    )

    assert refusal.code == "consent-missing"
    assert refusal.fields["missing"] == [ending.c]


def test_a_plan_that_leaves_a_ten_thousandth_is_refused_and_names_it(ending: Ending) -> None:
    """1/2 and 4999/10000 leave 1/10000 of everything."""
    begun = ending.begin()
    plan = (clause("co_ownership", shares=((ending.a, "1/2"), (ending.b, "4999/10000"))),)

    refusal = ending.money.refused(
        ending.completion(begun, dispositions=plan, consents=consent(ending.a, ending.b, ending.c))
    )

    assert (refusal.code, refusal.fields["kind"]) == ("dissolution-leaves-open", "shares-short")
    assert "1/10000" in str(refusal.fields["defects"])


def test_the_author_has_the_merchandise_after_five_years(ending: Ending) -> None:
    begun = ending.begin()
    author = ending.money.named_person("原作者")
    plan = (
        clause("co_ownership"), clause("author", author, "merchandise", after_years=5),
    )  # fmt: skip

    ending.money.record(
        ending.completion(begun, dispositions=plan, consents=consent(ending.a, ending.b, ending.c))
    )

    assert len(held_on(ending, date(2031, 3, 31))) == 1
    later = held_on(ending, date(2031, 4, 1))
    assert {author: "1/1"} in later.values()
    assert len(later) == 2


def test_nothing_passes_before_the_resolution(ending: Ending) -> None:
    begun = ending.begin()

    refusal = ending.money.refused(ending.completion(begun, transfer_day=date(2026, 3, 19)))

    assert (refusal.code, refusal.fields["field"]) == (
        "dissolution-before-resolution", "transfer_day"
    )  # fmt: skip


def test_it_is_not_completed_before_it_was_begun(ending: Ending) -> None:
    refusal = ending.money.refused(ending.completion(ending.money.new("dis")))

    assert refusal.code == "dissolution-not-found"


def test_it_is_completed_once(ending: Ending) -> None:
    begun = ending.begin()
    ending.money.record(ending.completion(begun))

    assert ending.money.refused(ending.completion(begun)).code == "committee-dissolved"
    assert ending.money.refused(ending.beginning()).code == "committee-dissolved"


def test_a_result_that_was_shown_is_refused_when_something_was_recorded_since(
    ending: Ending,
) -> None:
    begun = ending.begin()

    refusal = ending.money.refused(ending.completion(begun, result_sha256="0" * 64))
    shown = str(refusal.fields["expected"])
    ending.money.record(ending.completion(begun, result_sha256=shown))

    assert refusal.code == "dissolution-outdated"


def test_a_licence_goes_on_and_its_licensor_stays(ending: Ending) -> None:
    licence = ending.licence()
    begun = ending.begin()

    recorded_end = ending.money.record(ending.completion(begun)).events[-1]

    (running,) = recorded_end.running
    assert running.licence == licence
    assert running.after == (ending.holder,)
    assert any(task.code == "assign-licensor" for task in recorded_end.tasks)


def test_a_price_is_paid_and_divided_after_debts(ending: Ending) -> None:
    """B pays 1,000,000; 400,000 is owed; 600,000 by contributions 1/2, 3/10, 1/5."""
    begun = ending.begin()
    plan = (clause("member", ending.b, price_minor=1_000_000),)
    owed: Any = {
        "currency": "JPY",
        "debts": ({"name": "宣伝費の未払", "amount_minor": 400_000, "party": ending.x},),
    }

    end = ending.money.record(
        ending.completion(
            begun, dispositions=plan, settlement=owed,
            consents=consent(ending.a, ending.b, ending.c),
        )
    ).events[-1]  # fmt: skip

    settled = end.settled
    assert {one.party: one.part_minor for one in settled.parts} == {
        ending.a: 300_000, ending.b: 180_000, ending.c: 120_000,
    }  # fmt: skip


def test_a_member_that_is_gone_leaves_its_share_open_and_the_end_is_refused(
    ending: Ending,
) -> None:
    begun = ending.begin()
    ending.money.record(
        EndParty(party=ending.c, ground="liquidation", day=date(2026, 3, 1), source="登記簿")
    )

    refusal = ending.money.refused(ending.completion(begun))

    assert (refusal.code, refusal.fields["kind"]) == ("dissolution-leaves-open", "party-gone")
    assert "1/5" in str(refusal.fields["defects"])


def test_an_open_dispute_keeps_it_from_being_completed(ending: Ending) -> None:
    dispute = ending.money.new("dsp")
    ending.money.record(
        OpenDispute(
            id=dispute, subject=DisputeSubject(kind="committee", id=ending.committee),
            by=ending.b, claim="持分が異なります。", answer_by=date(2027, 12, 31),
        )
    )  # fmt: skip
    begun = ending.begin()

    refusal = ending.money.refused(ending.completion(begun))

    assert refusal.code == "dissolution-disputed"
    assert refusal.fields["disputes"] == [dispute]


def test_what_a_member_holds_by_name_stays_with_it(ending: Ending) -> None:
    """A second work: the committee 3/4, B 1/4 by name. B then has 1/4 + 3/4 x 3/10 = 19/40."""
    work = ending.money.work("星の庭 劇場版", ending.a)
    committee = ending.money.committee(
        member(ending.a, "7/10"), member(ending.b, "3/10"), works=(work,)
    )
    ending.title(
        (f"committee:{committee}/copyright", "3/4"), (ending.b, "1/4"), work=work, extent=reach()
    )
    ending.committee, ending.work = committee, work
    begun = ending.begin(consents=consent(ending.a, ending.b))

    ending.money.record(ending.completion(begun))

    (after,) = held_on(ending, date(2026, 4, 1)).values()
    assert after == {ending.a: "21/40", ending.b: "19/40"}


def test_the_document_of_the_end_is_on_every_transfer(ending: Ending) -> None:
    begun = ending.begin()

    events = ending.money.record(ending.completion(begun)).events

    moved = [one for one in events if one.TYPE == "rights.transferred/1"]
    assert [one.share for one in moved] == [ratio("1/2"), ratio("3/10"), ratio("1/5")]
    assert {one.document for one in moved} == {DOCUMENT}


def test_only_whoever_winds_up_completes_it(ending: Ending) -> None:
    begun = ending.begin()

    refusal = ending.money.refused(ending.completion(begun), studio(ending.b))

    assert refusal.code == "not-your-committee"


def test_who_winds_up_does_not_choose_alone_whom_the_income_goes_to(ending: Ending) -> None:
    begun = ending.begin()

    refusal = ending.money.refused(ending.completion(begun, income="as_before"), studio(ending.a))

    assert refusal.code == "consent-missing"
    assert refusal.fields["missing"] == [ending.b, ending.c]


def test_who_receives_a_right_does_not_read_what_the_members_settle(ending: Ending) -> None:
    author = ending.money.company("原作事務所")
    begun = ending.begin()
    plan = (clause("author", author, "merchandise"), clause("co_ownership"))

    events = ending.money.record(
        ending.completion(begun, dispositions=plan, consents=consent(ending.a, ending.b, ending.c))
    ).events

    assert author not in events[-1].parties
    assert any(author in one.parties for one in events if one.TYPE == "rights.transferred/1")
    with ending.money.ledger.reading() as conn:
        viewer = Viewer("studio", author, date(2026, 12, 1))
        seen = show(conn, ending.committee, viewer)
    assert seen
    assert "members" not in seen
