"""Consents: by which document, by which method, who attests them, and what they are worth."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from ledger.access.views import OPERATOR_VIEWER
from ledger.agreements.commands import AddTerms
from ledger.agreements.views import show as show_agreement
from ledger.committees.commands import AmendCommittee
from ledger.committees.views import show as show_committee
from ledger.keys.consents import GRADES, Consent
from tests.ledger.keys.conftest import Desk, evidence
from tests.pens import Pen
from tests.stage import member, studio, window_fee

DAY = date(2026, 9, 1)


def consent(party: str, method: str = "seal", **more: Any) -> Consent:
    said: dict[str, Any] = {"party": party, "method": method, "consented_on": DAY}
    if method != "key":
        said |= {"document": evidence("覚書"), "attested_by": "operator"}
    return Consent.model_validate({**said, **more})


def amended(committee: str, *consents: Consent) -> AmendCommittee:
    return AmendCommittee(
        committee=committee,
        effective_from=date(2026, 7, 1),
        reason="窓口の変更",
        windows=(),
        consents=consents,
    )


@pytest.fixture
def pens(desk: Desk) -> tuple[Pen, Pen]:
    return desk.company("星見映像"), desk.company("月影")


@pytest.fixture
def committee(desk: Desk, pens: tuple[Pen, Pen]) -> str:
    return desk.stage.committee(*(member(pen.party, "1/2") for pen in pens))


def shown(desk: Desk, committee: str) -> list[dict[str, Any]]:
    with desk.ledger.reading() as conn:
        found = show_committee(conn, committee, OPERATOR_VIEWER)
    assert found is not None
    latest: list[dict[str, Any]] = found["history"][-1]["consents"]
    return latest


@pytest.mark.parametrize("method", ["seal", "e-contract", "judgment", "other"])
def test_a_consent_without_a_key_is_shown_with_its_grade(
    desk: Desk, pens: tuple[Pen, Pen], committee: str, method: str
) -> None:
    desk.stage.record(amended(committee, consent(pens[1].party, method)))
    found = shown(desk, committee)[0]
    assert (found["method"], found["evidence"]) == (method, GRADES[method])
    assert found["document"]["title"] == "覚書"


def test_a_consent_by_key_is_the_strongest(
    desk: Desk, pens: tuple[Pen, Pen], committee: str
) -> None:
    desk.record(amended(committee, consent(pens[1].party, "key")), *pens)
    assert shown(desk, committee)[0]["evidence"]["grade"] == 1
    assert min(grade["grade"] for name, grade in GRADES.items() if name != "key") > 1


def test_a_consent_by_key_needs_the_signature_of_that_party(
    desk: Desk, pens: tuple[Pen, Pen], committee: str
) -> None:
    command = amended(committee, consent(pens[1].party, "key"))
    refusal = desk.refused(command, pens[0], actor=studio(pens[0].party))
    assert (refusal.code, refusal.fields["value"]) == ("consent-not-signed", pens[1].party)


def test_a_consent_holds_for_its_version_alone(
    desk: Desk, pens: tuple[Pen, Pen], committee: str
) -> None:
    desk.stage.record(amended(committee, consent(pens[1].party)))
    desk.stage.record(amended(committee))
    assert shown(desk, committee) == []


@pytest.mark.parametrize("member", ["document", "attested_by"])
def test_a_consent_without_key_names_its_document_and_who_attests_it(member: str) -> None:
    with pytest.raises(ValidationError, match="names its document"):
        consent("party_" + "0" * 26, **{member: None})


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"party": "party_" + "0" * 26}, "party-not-found"),
        ({"attested_by": "party_" + "0" * 26}, "party-not-found"),
        ({"consented_on": date(2027, 1, 1)}, "consent-in-future"),
    ],
)
def test_a_consent_that_cannot_be_is_refused(
    desk: Desk, pens: tuple[Pen, Pen], committee: str, more: dict[str, Any], code: str
) -> None:
    refusal = desk.refused(amended(committee, consent(**{"party": pens[1].party, **more})))
    assert refusal.code == code
    assert str(refusal.fields["field"]).startswith("consents[0].")


def test_a_party_consents_once(desk: Desk, pens: tuple[Pen, Pen], committee: str) -> None:
    twice = amended(committee, consent(pens[1].party), consent(pens[1].party, "other"))
    assert desk.refused(twice).code == "consent-repeated"


def test_nobody_attests_in_the_name_of_the_absent(
    desk: Desk, pens: tuple[Pen, Pen], committee: str
) -> None:
    lead, other = pens
    claimed = amended(committee, consent(other.party, attested_by=other.party))
    assert desk.refused(claimed, actor=studio(lead.party)).code == "attester-not-present"
    own = amended(committee, consent(other.party, attested_by=lead.party))
    desk.record(own, actor=studio(lead.party))


def test_terms_show_their_consents(desk: Desk, pens: tuple[Pen, Pen]) -> None:
    lead, other = pens
    agreement = desk.stage.agreement(lead.party, window_fee(lead.party))
    command = AddTerms(
        agreement=agreement,
        effective_month="2026-10",
        terms=window_fee(lead.party, 3),
        reason="第二覚書",
        consents=(consent(other.party, "e-contract"),),
    )
    desk.stage.record(command)
    with desk.ledger.reading() as conn:
        found = show_agreement(conn, agreement, OPERATOR_VIEWER)
    assert found is not None
    assert found["terms"][0]["consents"] == []
    assert found["terms"][1]["consents"][0]["evidence"] == GRADES["e-contract"]
