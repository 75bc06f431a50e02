"""A committee begins to be wound up: a ground, a resolution, people, and everybody's consent."""

from datetime import date

from ending_stage import Ending
from rights_stage import DOCUMENT, consent
from stage import ratio, studio

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.committees.commands import AmendCommittee, Decisions
from ledger.committees.views import show
from ledger.dissolutions.views import show as show_end
from ledger.dissolutions.written import Liquidator, Resolution


def test_a_committee_that_is_wound_up_says_so(ending_anywhere: Ending) -> None:
    ending = ending_anywhere

    id = ending.begin()

    with ending.money.ledger.reading() as conn:
        shown = show(conn, ending.committee, OPERATOR_VIEWER)
        end = show_end(conn, ending.committee, OPERATOR_VIEWER)
    assert shown
    assert end
    assert (shown["status"], end["id"], end["phase"]) == ("dissolving", id, "begun")
    assert end["begun"]["rule"] == "unanimous"


def test_everybody_reads_that_it_ends_and_only_members_how(ending: Ending) -> None:
    ending.begin()

    with ending.money.ledger.reading() as conn:
        public = show_end(conn, ending.committee, Viewer("public"))
        member = show_end(conn, ending.committee, Viewer("studio", ending.b, date(2026, 12, 1)))

    assert public
    assert member
    assert public["begun"]["ground"] == "resolution"
    assert "liquidators" not in public["begun"]
    assert member["begun"]["liquidators"][0]["party"] == ending.a


def test_the_missing_consent_of_a_member_is_named(ending: Ending) -> None:
    refusal = ending.money.refused(ending.beginning(consents=consent(ending.a, ending.c)))

    assert refusal.code == "consent-missing"
    assert refusal.fields["missing"] == [ending.b]


def test_a_member_that_sends_it_has_agreed(ending: Ending) -> None:
    attested = tuple(
        one.model_copy(update={"attested_by": ending.b}) for one in consent(ending.a, ending.c)
    )

    ending.begin(studio(ending.b), consents=attested)


def test_a_majority_is_enough_where_the_contract_says_so(ending: Ending) -> None:
    """A 1/2 and C 1/5 are 7/10 of the copyright, more than the 2/3 that the clause asks for."""
    ending.money.record(
        AmendCommittee(
            committee=ending.committee, effective_from=date(2026, 2, 1), reason="決議の定め",
            decisions=Decisions(
                rule="majority", of="copyright", more_than=ratio("2/3"), clause="第15条"
            ),
            consents=consent(ending.a, ending.b, ending.c),
        )
    )  # fmt: skip

    ending.begin(consents=consent(ending.a, ending.c))


def test_a_term_that_is_over_needs_nobodys_consent(ending: Ending) -> None:
    ending.begin(ground="term", resolution=None, consents=())


def test_a_second_dissolution_is_refused_and_names_the_first(ending: Ending) -> None:
    first = ending.begin()

    refusal = ending.money.refused(ending.beginning())

    assert refusal.code == "dissolution-under-way"
    assert first in refusal.fields["expected"]


def test_without_a_liquidator_it_is_refused(ending: Ending) -> None:
    assert ending.money.refused(ending.beginning(liquidators=())).code == "liquidator-missing"


def test_a_ground_by_resolution_needs_its_document(ending: Ending) -> None:
    refusal = ending.money.refused(ending.beginning(resolution=None))

    assert refusal.code == "dissolution-resolution-missing"


def test_the_ground_is_not_before_its_resolution(ending: Ending) -> None:
    later = Resolution(day=date(2026, 3, 21), document=DOCUMENT)

    refusal = ending.money.refused(ending.beginning(resolution=later))

    assert refusal.code == "dissolution-before-resolution"


def test_a_draft_cannot_be_wound_up(ending: Ending) -> None:
    draft = ending.money.committee(origin="draft", lead=None)

    assert ending.money.refused(ending.beginning(committee=draft)).code == "dissolution-of-draft"


def test_somebody_outside_does_not_speak_for_it(ending: Ending) -> None:
    refusal = ending.money.refused(ending.beginning(consents=()), studio(ending.x))

    assert refusal.code == "not-your-committee"


def test_a_committee_that_is_wound_up_can_still_be_amended_and_stays_so(ending: Ending) -> None:
    ending.begin()
    ending.money.record(
        AmendCommittee(
            committee=ending.committee, effective_from=date(2026, 2, 1), reason="窓口の終了",
            windows=(),
        )
    )  # fmt: skip

    with ending.money.ledger.reading() as conn:
        shown = show(conn, ending.committee, OPERATOR_VIEWER)
    assert shown
    assert shown["status"] == "dissolving"


def test_nobody_winds_up_a_committee_by_naming_himself_its_trustee(ending: Ending) -> None:
    trustee = Liquidator(party=ending.x, authority="trustee_in_bankruptcy")
    begin = ending.beginning(
        ground="insolvency", resolution=None, consents=(), liquidators=(trustee,)
    )

    assert ending.money.refused(begin, studio(ending.x)).code == "not-your-committee"


def test_no_member_says_alone_that_the_term_is_over(ending: Ending) -> None:
    begin = ending.beginning(ground="term", resolution=None, consents=())

    assert ending.money.refused(begin, studio(ending.b)).code == "operator-only"
