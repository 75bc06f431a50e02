"""Disputes: about something on record, between those whom it concerns, ended once by who may."""

from datetime import date
from typing import Any

import pytest
from debtors_stage import Debts
from disputes_stage import DECISION, Disputes
from money_stage import Money
from pydantic import ValidationError
from rights_stage import consent
from stage import member, plan, studio

from ledger.access.views import OPERATOR_VIEWER, PUBLIC_VIEWER, Viewer
from ledger.command import Actor
from ledger.committees.commands import AmendCommittee
from ledger.disputes.commands import DisputeSubject, OpenDispute
from ledger.disputes.views import open_on, page, show
from ledger.jobs.verify import verify_register
from ledger.store.state import State

NOWHERE = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"


@pytest.fixture
def disputes(money: Money) -> Disputes:
    return Disputes(money)


def writer(disputes: Disputes) -> Actor:
    return Actor("creator", disputes.paid.writer)


def shown(disputes: Disputes, dispute: str, viewer: Viewer) -> dict[str, Any] | None:
    with disputes.money.ledger.reading() as conn:
        return show(conn, dispute, viewer)


def test_a_creator_contests_a_line_and_both_sides_read_what_was_said(
    money_anywhere: Money,
) -> None:
    disputes = Disputes(money_anywhere)
    opened, paid = disputes.open(), disputes.paid
    disputes.money.record(opened, writer(disputes))
    disputes.money.record(disputes.say(opened.id), writer(disputes))
    answer = disputes.say(opened.id, by=paid.studio, text="翌月に報告します。")
    disputes.money.record(answer, studio(paid.studio))
    for viewer in (Viewer("creator", paid.writer), Viewer("studio", paid.studio), OPERATOR_VIEWER):
        told = shown(disputes, opened.id, viewer)
        assert told is not None
        assert (told["claim"], told["amount_minor"]) == (opened.claim, 1_000)
        assert [said["by"] for said in told["messages"]] == [paid.writer, paid.studio]
    with disputes.money.ledger.reading() as conn:
        for source in (conn, State(conn)):
            found = open_on(source, [disputes.statement, paid.committee])
            assert [row["id"] for row in found] == [opened.id]
            assert open_on(source, [paid.agreement]) == []
    assert verify_register(disputes.money.register).findings == ()


def test_a_stranger_hears_nothing_of_a_dispute(disputes: Disputes) -> None:
    opened = disputes.open()
    disputes.money.record(opened)
    stranger = disputes.money.company("無関係社")
    for viewer in (Viewer("studio", stranger), PUBLIC_VIEWER):
        assert shown(disputes, opened.id, viewer) is None
        with disputes.money.ledger.reading() as conn:
            assert page(conn, viewer) == []
    said = disputes.say(opened.id, by=stranger)
    assert disputes.money.refused(said, studio(stranger)).code == "dispute-not-found"


def test_members_know_of_a_dispute_in_their_committee_but_not_its_claim(
    disputes: Disputes,
) -> None:
    paid = disputes.paid
    third = disputes.money.company("第三社")
    committee = disputes.money.committee(
        member(paid.studio, "1/2"), member(paid.partner, "1/4"), member(third, "1/4")
    )
    subject = DisputeSubject(kind="committee", id=committee)
    opened = disputes.open(subject=subject, by=paid.partner, against=(paid.studio,))
    disputes.money.record(opened, studio(paid.partner))
    told = shown(disputes, opened.id, Viewer("studio", third))
    assert told is not None
    assert told["against"] == [paid.studio]
    assert "claim" not in told
    assert "messages" not in told


def test_who_left_a_committee_may_contest_what_he_was_refunded(disputes: Disputes) -> None:
    paid = disputes.paid
    disputes.money.record(
        AmendCommittee(
            committee=paid.committee, effective_from=date(2026, 7, 1), reason="脱退",
            members=(member(paid.studio, "1"),), plan=plan(paid.studio),
        )
    )  # fmt: skip
    subject = DisputeSubject(kind="committee", id=paid.committee)
    disputes.money.record(disputes.open(subject=subject, by=paid.partner), studio(paid.partner))


def test_creators_of_an_agreement_do_not_read_of_each_other(disputes: Disputes) -> None:
    paid = disputes.paid
    subject = DisputeSubject(kind="agreement", id=paid.agreement)
    opened = disputes.open(subject=subject)
    disputes.money.record(opened, writer(disputes))
    told = shown(disputes, opened.id, Viewer("studio", paid.studio))
    assert told is not None
    assert told["against"] == [paid.studio]
    assert shown(disputes, opened.id, Viewer("studio", paid.partner)) is None


def test_a_payer_contests_what_he_paid(disputes: Disputes) -> None:
    opened = disputes.open(by=disputes.paid.studio)
    disputes.money.record(opened, studio(disputes.paid.studio))
    told = shown(disputes, opened.id, OPERATOR_VIEWER)
    assert told is not None
    assert told["against"] == [disputes.paid.writer]


def test_a_licensee_contests_a_licence(disputes: Disputes) -> None:
    rights = disputes.granted()
    licence = rights.licence(consents=consent(rights.a, rights.b))
    disputes.money.record(licence)
    subject = DisputeSubject(kind="grant", id=licence.id)
    opened = disputes.open(subject=subject, by=rights.n)
    disputes.money.record(opened, studio(rights.n))
    with disputes.money.ledger.reading() as conn:
        assert [row["id"] for row in open_on(conn, [licence.id])] == [opened.id]
        assert [one["id"] for one in page(conn, Viewer("studio", rights.a))] == [opened.id]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"by": NOWHERE}, "party-not-found"),
        ({"answer_by": date(2026, 11, 21)}, "dispute-answer-in-past"),
        ({"against": (NOWHERE,)}, "dispute-against-unconcerned"),
    ],
)
def test_a_dispute_that_cannot_be_is_refused(
    disputes: Disputes, change: dict[str, Any], code: str
) -> None:
    """Today is 22 November 2026 in Japan."""
    assert disputes.money.refused(disputes.open(**change)).code == code


def test_nobody_is_his_own_other_side(disputes: Disputes) -> None:
    opened = disputes.open(against=(disputes.paid.writer,))
    assert disputes.money.refused(opened).code == "dispute-against-unconcerned"


def test_a_line_that_the_statement_does_not_have_is_refused(disputes: Disputes) -> None:
    opened = disputes.open(subject=disputes.line(step="window"))
    refusal = disputes.money.refused(opened)
    assert (refusal.code, refusal.fields["field"]) == ("statement-line-not-found", "subject.step")


@pytest.mark.parametrize("kind", ["statement_line", "grant", "committee", "agreement"])
def test_a_stranger_hears_the_same_of_what_exists_and_what_does_not(
    disputes: Disputes, kind: Any
) -> None:
    stranger, paid = disputes.money.company("無関係社"), disputes.paid
    rights = disputes.granted()
    title = rights.title(extent=rights.title().extent, work=disputes.money.work("別の作品"))
    disputes.money.record(title)
    real = {
        "statement_line": disputes.statement, "grant": title.id, "committee": paid.committee,
        "agreement": paid.agreement,
    }  # fmt: skip
    line = {"run": disputes.run, "step": disputes.step} if kind == "statement_line" else {}
    refusals = [
        disputes.money.refused(
            disputes.open(subject=DisputeSubject(kind=kind, id=id, **line), by=stranger),
            studio(stranger),
        )
        for id in (real[kind], "nothing")
    ]
    assert {refusal.code for refusal in refusals} == {"dispute-subject-not-found"}


def test_a_line_is_named_by_run_and_step_and_nothing_else_is(disputes: Disputes) -> None:
    with pytest.raises(ValidationError):
        disputes.line(step=None)
    with pytest.raises(ValidationError):
        DisputeSubject(kind="committee", id=disputes.paid.committee, step="author")
    with pytest.raises(ValidationError):
        disputes.open(currency=None)


def test_nobody_speaks_for_the_other_side(disputes: Disputes) -> None:
    opened = disputes.open()
    disputes.money.record(opened)
    said = disputes.say(opened.id, by=disputes.paid.studio)
    assert disputes.money.refused(said, writer(disputes)).code == "not-your-party"
    unnamed = disputes.say(opened.id, by=None)
    assert disputes.money.refused(unnamed, writer(disputes)).code == "dispute-speaker-missing"
    outside = disputes.say(opened.id, by=disputes.paid.platform)
    assert disputes.money.refused(outside).code == "dispute-not-a-side"
    disputes.money.record(unnamed)


def test_who_opened_withdraws_and_then_it_is_over(disputes: Disputes) -> None:
    opened = disputes.open()
    disputes.money.record(opened)
    disputes.money.record(disputes.settle(opened.id), writer(disputes))
    with disputes.money.ledger.reading() as conn:
        assert open_on(conn, [disputes.statement]) == []
    for late in (disputes.say(opened.id), disputes.settle(opened.id)):
        refusal = disputes.money.refused(late, writer(disputes))
        assert (refusal.code, refusal.fields["outcome"]) == ("dispute-settled", "withdrawn")


def test_the_side_that_gives_way_ends_it_alone(disputes: Disputes) -> None:
    opened, paid = disputes.open(), disputes.paid
    disputes.money.record(opened)
    for outcome in ("rejected", "withdrawn", "agreed"):
        alone = disputes.settle(opened.id, by=paid.studio, outcome=outcome)
        refusal = disputes.money.refused(alone, studio(paid.studio))
        assert refusal.code == "dispute-consent-missing"
        assert refusal.fields["value"] == [paid.writer]
    upheld = disputes.settle(opened.id, by=paid.studio, outcome="upheld")
    disputes.money.record(upheld, studio(paid.studio))


def test_both_sides_agree_with_the_consent_of_the_other(disputes: Disputes) -> None:
    opened, paid = disputes.open(), disputes.paid
    disputes.money.record(opened)
    agreed = disputes.settle(opened.id, outcome="agreed", consents=consent(paid.studio))
    disputes.money.record(agreed)
    told = shown(disputes, opened.id, Viewer("studio", paid.studio))
    assert told is not None
    assert told["status"] == "agreed"
    assert told["settled"]["consents"][0]["evidence"]["grade"] == 3


def test_the_operator_shows_what_decided(disputes: Disputes) -> None:
    opened = disputes.open()
    disputes.money.record(opened)
    bare = disputes.settle(opened.id, by=None, outcome="rejected")
    assert disputes.money.refused(bare).code == "dispute-document-missing"
    disputes.money.record(
        disputes.settle(opened.id, by=None, outcome="rejected", document=DECISION)
    )
    assert verify_register(disputes.money.register).findings == ()


def test_a_later_dispute_about_the_same_has_an_id_of_its_own(disputes: Disputes) -> None:
    opened = disputes.open()
    disputes.money.record(opened)
    assert disputes.money.refused(opened).code == "id-taken"
    disputes.money.record(disputes.open())


def test_whoever_assumed_the_debt_is_the_other_side(money: Money) -> None:
    """B owes what A owed; the writer contests the agreement with B, and nothing is amiss."""
    debts = Debts(money)
    debts.sell("2026-03", 10_000)
    money.record(debts.assumption())
    opened = OpenDispute(
        id=money.new("dsp"), subject=DisputeSubject(kind="agreement", id=debts.agreement),
        by=debts.writer, claim="控除の根拠がない。", answer_by=date(2026, 12, 31),
    )  # fmt: skip
    (fact,) = money.record(opened).events
    assert fact.model_dump()["against"] == (debts.b,)
    assert verify_register(money.register).findings == ()
