"""Recording agreements: everybody known, every clause computable, confidential to its parties."""

from datetime import date
from typing import Any

import pytest
from stage import MONTH, Stage, member, shared_among, studio, window_fee

from ledger.access.commands import GrantAccess
from ledger.access.views import OPERATOR_VIEWER, PUBLIC_VIEWER, Viewer
from ledger.agreements.commands import RecordAgreement, ReportDuty
from ledger.agreements.terms import MAX_TERMS_BYTES
from ledger.agreements.views import page, show, terms_in_force
from ledger.committees.commands import Schedule
from ledger.ledger import Ledger
from ledger.log import canonical
from ledger.values import Names

QUARTERLY = Schedule(every_months=3, report_after_days=45, pay_after_months=2)


@pytest.fixture
def stage(ledger: Ledger) -> Stage:
    return Stage(ledger)


@pytest.fixture
def payer(stage: Stage) -> str:
    return stage.company("幹事社")


def recording(stage: Stage, payer: str, **more: Any) -> RecordAgreement:
    """A command for an agreement with a window fee, changed by `more`."""
    stated: dict[str, Any] = {
        "title": Names(ja="配信許諾契約"),
        "kind": "licence",
        "parties": (payer,),
        "effective_month": MONTH,
        "terms": window_fee(payer),
    }
    return RecordAgreement(id=stage.new("agr"), payer=payer, **(stated | more))


def duty(reporter: str, **more: Any) -> ReportDuty:
    stated: dict[str, Any] = {"medium": "streaming", "schedule": QUARTERLY, "starts": "2026-04"}
    return ReportDuty(reporter=reporter, **(stated | more))


def test_an_agreement_and_its_first_terms_are_two_facts_of_one_command(
    stage: Stage, payer: str
) -> None:
    work, licensee = stage.work("星の庭"), stage.company("配信社")
    terms = window_fee(licensee)
    command = recording(
        stage,
        payer,
        terms=terms,
        works=(work,),
        parties=(payer, licensee),
        duties=(duty(licensee),),
    )
    done = stage.record(command, studio(payer))
    assert [event.TYPE for event in done.events] == [
        "agreement.recorded/1",
        "agreement.terms_added/1",
    ]
    with stage.ledger.reading() as conn:
        shown = show(conn, command.id, OPERATOR_VIEWER)
    assert shown is not None
    assert shown["works"] == [work]
    assert shown["duties"][0]["schedule"]["every_months"] == 3
    assert shown["terms_version"] == 1
    assert shown["terms"][0]["terms"] == terms
    assert shown["terms"][0]["terms_sha256"] == canonical.digest(terms)
    assert shown["terms"][0]["entry_index"] == done.first_index + 1 == shown["entry_index"]


def test_its_parties_and_granted_auditors_read_it_and_nobody_else(stage: Stage, payer: str) -> None:
    licensee, auditor, stranger = (stage.company(name) for name in ("配信社", "監査法人", "他社"))
    agreement = stage.agreement(payer, window_fee(payer), parties=(licensee,))
    grant = GrantAccess(id=stage.new("grant"), grantee=auditor, objects=(agreement,), reason="監査")
    stage.record(grant, studio(payer))
    with stage.ledger.reading() as conn:
        for reader in (payer, licensee, auditor):
            viewer = Viewer("studio", reader)
            assert show(conn, agreement, viewer) is not None
            assert [row["id"] for row in page(conn, viewer)] == [agreement]
        for viewer in (PUBLIC_VIEWER, Viewer("studio", stranger)):
            assert show(conn, agreement, viewer) is None
            assert page(conn, viewer) == []


def test_a_payee_does_not_read_the_agreement_that_pays_her(stage: Stage, payer: str) -> None:
    creator = stage.person("監督")
    agreement = stage.agreement(payer, window_fee(creator))
    with stage.ledger.reading() as conn:
        assert show(conn, agreement, Viewer("creator", creator)) is None


def test_that_a_committee_is_granted_opens_no_agreement(stage: Stage, payer: str) -> None:
    """A member may grant what it reads; the committee's agreements may have other parties."""
    outsider, lawyer = stage.company("少数構成員"), stage.company("弁護士")
    committee = stage.committee(member(payer, "9/10"), member(outsider, "1/10"))
    agreement = stage.agreement(payer, window_fee(payer), kind="committee", committee=committee)
    grant = GrantAccess(id=stage.new("grant"), grantee=lawyer, objects=(committee,), reason="相談")
    stage.record(grant, studio(outsider))
    with stage.ledger.reading() as conn:
        assert show(conn, agreement, Viewer("auditor", lawyer)) is None


def test_agreements_are_listed_by_what_they_concern(stage: Stage, payer: str) -> None:
    work, licensee = stage.work("星の庭"), stage.company("配信社")
    committee = stage.committee(member(payer, "1"))
    first = stage.agreement(payer, window_fee(payer), works=(work,), parties=(licensee,))
    second = stage.agreement(payer, shared_among(committee), kind="committee", committee=committee)
    with stage.ledger.reading() as conn:
        assert [row["id"] for row in page(conn, OPERATOR_VIEWER, work=work)] == [first]
        assert [row["id"] for row in page(conn, OPERATOR_VIEWER, party=licensee)] == [first]
        assert [row["id"] for row in page(conn, OPERATOR_VIEWER, committee=committee)] == [second]
        assert [row["id"] for row in page(conn, OPERATOR_VIEWER, kind="creator")] == []
        assert [row["id"] for row in page(conn, OPERATOR_VIEWER, after=first)] == [second]
        assert len(page(conn, OPERATOR_VIEWER, limit=1, payer=payer)) == 1


def test_the_payer_records_it_and_nobody_for_her(stage: Stage, payer: str) -> None:
    command = recording(stage, payer)
    assert stage.refused(command, studio(stage.company("他社"))).code == "not-your-party"
    stage.record(command, studio(payer))
    assert stage.refused(command).code == "id-taken"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"parties": ("party_" + "7" * 26,)}, "party-not-found", "parties[0]"),
        ({"works": ("work_" + "7" * 26,)}, "work-not-found", "works[0]"),
        ({"committee": "cmt_" + "7" * 26}, "committee-not-found", "committee"),
        ({"kind": "committee"}, "committee-missing", "committee"),
        ({"currency": "XXX"}, "unknown-currency", "currency"),
        ({"currency": "USD"}, "currency-differs", "terms.currency"),
        ({"effective_month": "0000-01"}, "period-unreadable", "effective_month"),
        ({"duties": (duty("party_" + "7" * 26),)}, "party-not-found", "duties[0].reporter"),
    ],
)
def test_what_is_unknown_is_refused_with_its_place(
    stage: Stage, payer: str, change: dict[str, Any], code: str, field: str
) -> None:
    error = stage.refused(recording(stage, payer, **change))
    assert (error.code, error.fields["field"]) == (code, field)


def test_a_party_named_twice_is_refused(stage: Stage, payer: str) -> None:
    error = stage.refused(recording(stage, payer, parties=(payer, payer)))
    assert (error.code, error.fields["field"]) == ("named-twice", "parties[1]")


def test_an_unknown_payer_is_refused(stage: Stage, payer: str) -> None:
    command = recording(stage, stage.new("party"), parties=(payer,), terms=window_fee(payer))
    error = stage.refused(command)
    assert (error.code, error.fields["field"]) == ("party-not-found", "payer")


def test_a_duty_that_ends_before_it_starts_is_refused(stage: Stage, payer: str) -> None:
    error = stage.refused(recording(stage, payer, duties=(duty(payer, ends="2026-03"),)))
    assert (error.code, error.fields["field"]) == ("duty-ends-before-start", "duties[0].ends")


def test_two_duties_for_one_medium_at_one_time_are_refused(stage: Stage, payer: str) -> None:
    following = (duty(payer, ends="2026-12"), duty(payer, starts="2027-01"))
    assert stage.record(recording(stage, payer, duties=following)).count == 2
    overlapping = (duty(payer, ends="2026-12"), duty(payer, starts="2026-12"))
    error = stage.refused(recording(stage, payer, duties=overlapping))
    assert (error.code, error.fields["field"]) == ("duty-repeated", "duties[1]")
    reversed_order = (duty(payer, starts="2027-01"), duty(payer, ends="2026-12"))
    assert stage.record(recording(stage, payer, duties=reversed_order)).count == 2


def test_terms_that_cannot_be_computed_are_refused_with_step_and_clause(
    stage: Stage, payer: str
) -> None:
    """100.01% of the receipts: the rate is above one."""
    error = stage.refused(recording(stage, payer, terms=window_fee(payer, 10001, 10000)))
    assert error.code == "rate-above-one"
    assert error.fields["step"] == "window"
    assert error.fields["clause"] == "第5条1項"


def test_terms_of_nothing_are_refused(stage: Stage, payer: str) -> None:
    for empty in ({}, {"terms": 1, "currency": "JPY", "steps": []}):
        assert stage.refused(recording(stage, payer, terms=empty)).fields["field"]


def test_a_float_in_the_terms_is_refused_with_its_place(stage: Stage, payer: str) -> None:
    error = stage.refused(recording(stage, payer, terms=window_fee(payer, rate=0.1)))
    assert error.code == "float"
    assert error.fields["field"] == "terms.steps[0].rate"


def test_giant_terms_are_refused(stage: Stage, payer: str) -> None:
    error = stage.refused(recording(stage, payer, terms=window_fee(payer, clause="条" * 14_000)))
    assert error.code == "terms-too-large"
    assert error.fields["expected"] == f"<= {MAX_TERMS_BYTES} bytes"


def test_endlessly_nested_terms_are_refused(stage: Stage, payer: str) -> None:
    nested: Any = 1
    for _ in range(2000):
        nested = {"x": nested}
    error = stage.refused(recording(stage, payer, terms={"terms": 1, "steps": nested}))
    assert error.code == "not-canonical"


def test_a_payee_nobody_registered_is_refused_with_its_place(stage: Stage, payer: str) -> None:
    nobody = stage.new("party")
    error = stage.refused(recording(stage, payer, terms=window_fee(nobody)))
    assert (error.code, error.fields["field"]) == ("party-not-found", "terms.steps[0].payee")
    assert error.fields["value"] == nobody


def test_a_committee_nobody_registered_is_refused_as_payee(stage: Stage, payer: str) -> None:
    error = stage.refused(recording(stage, payer, terms=shared_among(stage.new("cmt"))))
    assert (error.code, error.fields["field"]) == ("committee-not-found", "terms.steps[0].holders")


@pytest.mark.parametrize("reference", ["cartel:x/investment", "committee:cmt_0/votes"])
def test_a_payee_reference_that_names_nothing_is_refused(
    stage: Stage, payer: str, reference: str
) -> None:
    error = stage.refused(recording(stage, payer, terms=window_fee(reference)))
    assert (error.code, error.fields["value"]) == ("payee-reference-unknown", reference)


def test_a_medium_that_nobody_reports_is_refused(stage: Stage, payer: str) -> None:
    terms = window_fee(payer, where={"channel": ["streaming", "stream"]})
    error = stage.refused(recording(stage, payer, terms=terms))
    assert error.code == "channel-unknown"
    assert error.fields["field"] == "terms.steps[0].where.channel[1]"


def test_a_work_nobody_registered_is_refused_in_a_filter(stage: Stage, payer: str) -> None:
    terms = window_fee(payer, where={"work": ["work_" + "7" * 26]})
    error = stage.refused(recording(stage, payer, terms=terms))
    assert (error.code, error.fields["field"]) == (
        "work-not-found",
        "terms.steps[0].where.work[0]",
    )


def test_no_terms_are_in_force_before_the_first_month(stage: Stage, payer: str) -> None:
    agreement = stage.agreement(payer, window_fee(payer), effective_month="2026-04")
    with stage.ledger.reading() as conn:
        assert terms_in_force(conn, agreement, "2026-03") is None
        first = terms_in_force(conn, agreement, "2026-04")
    assert first is not None
    assert first["version"] == 1
    assert date.fromisoformat(f"{first['effective_month']}-01") == date(2026, 4, 1)
