"""How members decide: all of them, or the majority that their contract names."""

from datetime import date
from typing import Any

import pytest
from stage import Stage, digest, member, ratio, studio

from ledger.access.views import OPERATOR_VIEWER
from ledger.committees.commands import AmendCommittee, Decisions, FirstRefusal, Member
from ledger.committees.deciding import lacking
from ledger.committees.views import show
from ledger.keys.consents import Consent
from ledger.ledger import Ledger
from ledger.values import DocumentRef

SHARES = ("1/2", "3/10", "1/5")
TWO_THIRDS = Decisions(rule="majority", of="copyright", more_than=ratio("2/3"), clause="第14条2項")


def consents(*parties: str, method: Any = "seal") -> tuple[Consent, ...]:
    document = DocumentRef(sha256=digest("覚書"))
    return tuple(
        Consent(
            party=party, method=method, document=document, attested_by="operator",
            consented_on=date(2026, 1, 1),
        )
        for party in parties
    )  # fmt: skip


@pytest.fixture
def stage(ledger: Ledger) -> Stage:
    return Stage(ledger)


@pytest.fixture
def three(stage: Stage) -> list[str]:
    return [stage.company(name) for name in ("幹事社", "放送局", "出版社")]


def members(three: list[str]) -> tuple[Member, ...]:
    return tuple(member(party, share) for party, share in zip(three, SHARES, strict=True))


def amending(committee: str, **more: Any) -> AmendCommittee:
    day = date(2026, 7, 1)
    return AmendCommittee(committee=committee, effective_from=day, reason="変更", **more)


@pytest.mark.parametrize(
    ("decisions", "agreed", "missing"),
    [
        (None, "AB", "C"),
        ({"rule": "unanimous"}, "ABC", ""),
        ({"rule": "majority", "of": "heads"}, "A", "BC"),
        ({"rule": "majority", "of": "heads"}, "BC", ""),
        ({"rule": "majority", "of": "copyright", "more_than": {"num": 2, "den": 3}}, "AB", ""),
        ({"rule": "majority", "of": "copyright", "more_than": {"num": 4, "den": 5}}, "AB", "C"),
        ({"rule": "majority", "of": "investment"}, "AB", "C"),
    ],
)
def test_who_is_lacking_follows_from_shares(
    decisions: dict[str, Any] | None, agreed: str, missing: str
) -> None:
    """A 1/2, B 3/10, C 1/5 of the copyright; investments are unknown, so that all must agree.

    A and B are 4/5: more than 2/3, but not more than 4/5. B and C are two of three heads.
    """
    shares = {"A": (1, 2), "B": (3, 10), "C": (1, 5)}
    members = [
        {"party": party, "copyright": {"num": num, "den": den}}
        for party, (num, den) in shares.items()
    ]
    assert lacking(decisions, members, set(agreed)) == list(missing)


def test_an_amendment_needs_the_majority_that_the_contract_names(
    stage: Stage, three: list[str]
) -> None:
    committee = stage.committee(*members(three), decisions=TWO_THIRDS)
    alone = amending(committee, lead=three[1])
    error = stage.refused(alone, studio(three[0]))
    assert error.code == "consent-missing"
    assert error.fields["missing"] == three[1:]
    assert error.fields["expected"] == "consents of more than 2/3 of copyright (第14条2項)"
    decided = amending(committee, lead=three[1], consents=consents(three[2]))
    assert stage.refused(decided).fields["missing"] == three[:2]  # the operator is no member
    assert stage.record(amending(committee, lead=three[1], consents=consents(*three[:2]))).count


def test_a_contract_that_says_nothing_is_amended_by_its_lead_as_before(
    stage: Stage, three: list[str]
) -> None:
    committee = stage.committee(*members(three))
    assert stage.record(amending(committee, lead=three[1]), studio(three[0])).count == 1


def test_to_waive_unanimity_everybody_agrees(stage: Stage, three: list[str]) -> None:
    committee = stage.committee(*members(three))
    error = stage.refused(amending(committee, decisions=TWO_THIRDS, consents=consents(*three[:2])))
    assert (error.code, error.fields["missing"]) == ("consent-missing", three[2:])
    stage.record(amending(committee, decisions=TWO_THIRDS, consents=consents(*three)))
    with stage.ledger.reading() as conn:
        shown = show(conn, committee, OPERATOR_VIEWER)
    assert shown is not None
    assert shown["decisions"]["clause"] == "第14条2項"


def test_a_judgment_stands_in_for_a_consent(stage: Stage, three: list[str]) -> None:
    committee = stage.committee(*members(three), decisions=Decisions(rule="unanimous"))
    given = (*consents(*three[:2]), *consents(three[2], method="judgment"))
    assert stage.record(amending(committee, lead=three[1], consents=given)).count == 1


@pytest.mark.parametrize(
    ("decisions", "field"),
    [
        (Decisions(rule="majority", of="heads"), "decisions.clause"),
        (Decisions(rule="majority", clause="第9条"), "decisions.of"),
        (Decisions(rule="majority", of="heads", more_than=ratio("1"), clause="第9条"),
         "decisions.more_than"),
        (Decisions(rule="unanimous", of="heads"), "decisions.of"),
    ],
)  # fmt: skip
def test_a_way_of_deciding_that_cannot_be_followed_is_refused(
    stage: Stage, three: list[str], decisions: Decisions, field: str
) -> None:
    committee = stage.committee(*members(three))
    error = stage.refused(amending(committee, decisions=decisions, consents=consents(*three)))
    assert (error.code, error.fields["field"]) == ("decisions-wrong", field)


def test_shares_that_are_unknown_cannot_be_counted(stage: Stage, three: list[str]) -> None:
    committee = stage.committee(*(member(party) for party in three), origin="existing", plan=None)
    error = stage.refused(amending(committee, decisions=TWO_THIRDS, consents=consents(*three)))
    assert (error.code, error.fields["field"]) == ("decisions-wrong", "decisions.of")


def test_a_right_of_first_refusal_is_a_term_of_the_contract(stage: Stage, three: list[str]) -> None:
    term = FirstRefusal(answer_days=30, clause="第18条")
    committee = stage.committee(*members(three), first_refusal=term)
    with stage.ledger.reading() as conn:
        shown = show(conn, committee, OPERATOR_VIEWER)
    assert shown is not None
    assert shown["first_refusal"] == {"answer_days": 30, "clause": "第18条"}
