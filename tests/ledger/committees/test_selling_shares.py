"""A share is sold with the consents of all, and offered to the other members first."""

from datetime import date
from typing import Any

import pytest
from stage import Stage, member, ratio, studio

from ledger.access.views import OPERATOR_VIEWER
from ledger.clock import SteppingClock
from ledger.committees.changes import AnswerShareOffer, SharesMoved
from ledger.committees.commands import Decisions, FirstRefusal
from ledger.committees.offering import check_offer
from ledger.committees.views import show
from ledger.errors import RuleViolation
from ledger.ledger import Ledger
from tests.ledger.committees.living import DOCUMENT, JULY, Living, consents

TODAY = date(2026, 11, 22)
TERM = FirstRefusal(answer_days=30, clause="第18条")


@pytest.fixture
def living(ledger: Ledger) -> Living:
    return Living(Stage(ledger))


@pytest.fixture
def refusing(ledger: Ledger) -> Living:
    """The contract gives the others thirty days."""
    return Living(Stage(ledger), first_refusal=TERM)


def answer(offer: str, party: str, said: Any = "decline", **more: Any) -> AnswerShareOffer:
    stated: dict[str, Any] = {"answered_on": TODAY, "document": DOCUMENT} | more
    return AnswerShareOffer(offer=offer, party=party, answer=said, **stated)


def test_a_tenth_passes_from_one_to_another(living: Living) -> None:
    """B 3/10 gives N 1/10: B 1/5, N 1/10; A and C are as before."""
    living.stage.record(living.sell(living.b, living.n))
    assert living.held(JULY) == {
        living.a: "1/2", living.b: "1/5", living.c: "1/5", living.n: "1/10",
    }  # fmt: skip


def test_who_gives_everything_is_no_member_any_more(living: Living) -> None:
    events = living.stage.record(living.sell(living.a, living.b, shares=None, lead=living.b)).events
    assert living.held(JULY) == {living.b: "4/5", living.c: "1/5"}
    assert events[0].moved.copyright == ratio("1/2")
    assert events[0].still_named == ("plan.adjustments_debtor", "plan.contact")


def test_one_set_may_move_alone(living: Living) -> None:
    only = SharesMoved(profit=ratio("1/5"))
    living.stage.record(living.sell(living.c, living.b, shares=only))
    assert living.held(JULY, "profit")[living.b] == "1/2"
    assert living.held(JULY, "copyright")[living.c] == "1/5"


def test_a_transfer_without_one_co_owner_names_it(living: Living) -> None:
    given = consents(living.a, living.b, living.n)
    error = living.stage.refused(living.sell(living.b, living.n, consents=given))
    assert (error.code, error.fields["missing"]) == ("consent-missing", [living.c])
    judged = (*given, *consents(living.c, method="judgment"))
    living.stage.record(living.sell(living.b, living.n, consents=judged))
    with living.stage.ledger.reading() as conn:
        shown = show(conn, living.id, OPERATOR_VIEWER)
    assert shown is not None
    grades = {one["party"]: one["evidence"]["grade"] for one in shown["history"][-1]["consents"]}
    assert (grades[living.c], grades[living.a]) == (2, 3)


def test_a_majority_of_the_contract_is_enough(ledger: Ledger) -> None:
    """More than 1/2 of the copyright decides; B 3/10 and C 1/5 are 1/2, A is missing."""
    rule = Decisions(rule="majority", of="copyright", clause="第14条")
    living = Living(Stage(ledger), decisions=rule)
    given = consents(living.b, living.c, living.n)
    error = living.stage.refused(living.sell(living.b, living.n, consents=given))
    assert error.fields["missing"] == [living.a]
    given = consents(living.b, living.a, living.n)
    assert living.stage.record(living.sell(living.b, living.n, consents=given)).count == 1


def test_both_sides_agree_to_a_transfer(living: Living) -> None:
    given = consents(living.a, living.b, living.c)
    error = living.stage.refused(living.sell(living.b, living.n, consents=given))
    assert error.fields["missing"] == [living.n]


def test_nobody_gives_more_than_it_has(living: Living) -> None:
    wide = SharesMoved(copyright=ratio("1/3"))
    error = living.stage.refused(living.sell(living.c, living.n, shares=wide))
    assert (error.code, error.fields["value"], error.fields["expected"]) == (
        "share-not-held", "1/3", "at most 1/5",
    )  # fmt: skip
    nothing = SharesMoved(copyright=ratio("0"))
    error = living.stage.refused(living.sell(living.c, living.n, shares=nothing))
    assert error.code == "nothing-to-transfer"
    assert living.stage.refused(living.sell(living.c, living.c)).code == "transfer-to-itself"
    assert living.stage.refused(living.sell(living.n, living.c)).code == "not-a-member"


def test_unknown_shares_cannot_be_given(ledger: Ledger) -> None:
    living = Living(Stage(ledger))
    unknown = living.stage.committee(
        member(living.a), member(living.b), origin="existing", plan=None
    )
    error = living.stage.refused(living.sell(living.a, living.b, committee=unknown))
    assert (error.code, error.fields["expected"]) == ("share-not-held", "a known share")


def test_a_third_party_comes_after_the_members(refusing: Living) -> None:
    error = refusing.stage.refused(refusing.sell(refusing.b, refusing.n))
    assert (error.code, error.fields["may_answer"]) == (
        "offer-missing", [refusing.a, refusing.c],
    )  # fmt: skip
    assert refusing.stage.record(refusing.sell(refusing.b, refusing.c)).count == 1


def test_until_all_have_answered_it_is_said_who_may_still_answer(
    refusing: Living, clock: SteppingClock
) -> None:
    offer = refusing.offer(offered_on=TODAY, price_minor=1_000_000, taker=refusing.n)
    events = refusing.stage.record(offer).events
    assert (events[0].offered_to, events[0].answer_by) == (
        (refusing.a, refusing.c), date(2026, 12, 22),
    )  # fmt: skip
    sale = refusing.sell(refusing.b, refusing.n, offer=offer.id, price_minor=1_000_000)
    refusing.stage.record(answer(offer.id, refusing.a))
    error = refusing.stage.refused(sale)
    assert (error.code, error.fields["may_answer"]) == ("offer-open", [refusing.c])
    refusing.stage.record(answer(offer.id, refusing.c, document=None), studio(refusing.c))
    assert refusing.stage.record(sale).count == 1


def test_an_offer_covers_one_sale(refusing: Living) -> None:
    """B offers a tenth, sells it to N, and wants to sell another tenth under the same offer."""
    offer = refusing.offer(offered_on=TODAY)
    refusing.stage.record(offer)
    for party in (refusing.a, refusing.c):
        refusing.stage.record(answer(offer.id, party))
    refusing.stage.record(refusing.sell(refusing.b, refusing.n, offer=offer.id))
    other = refusing.stage.company("次の買主")
    given = consents(refusing.a, refusing.b, refusing.c, refusing.n, other)
    again = refusing.sell(refusing.b, other, offer=offer.id, consents=given)
    assert refusing.stage.refused(again).code == "offer-used"


def test_a_member_that_takes_the_share_comes_first(refusing: Living) -> None:
    offer = refusing.offer(offered_on=TODAY)
    refusing.stage.record(offer)
    refusing.stage.record(answer(offer.id, refusing.c, "accept"))
    error = refusing.stage.refused(refusing.sell(refusing.b, refusing.n, offer=offer.id))
    assert (error.code, error.fields["value"]) == ("offer-accepted", [refusing.c])
    assert refusing.stage.record(refusing.sell(refusing.b, refusing.c, offer=offer.id)).count == 1


OFFER = {
    "giver": "B", "moved": {"profit": {"num": 1, "den": 10}}, "offered_to": ["A", "C"], "answers": {},
    "answer_by": "2026-12-22", "price_minor": 100,
}  # fmt: skip
SALE = {"giver": "B", "taker": "N", "moved": OFFER["moved"], "price_minor": 100}


@pytest.mark.parametrize(
    ("offer", "sale", "today", "code"),
    [
        ({}, {}, "2026-12-23", None),
        ({}, {}, "2026-12-22", "offer-open"),
        ({}, {"price_minor": 99}, "2026-12-23", "offer-price-lower"),
        ({}, {"giver": "A"}, "2026-12-23", "offer-of-another"),
        ({}, {"moved": {}}, "2026-12-23", "offer-differs"),
        ({"taker": "M"}, {}, "2026-12-23", "offer-differs"),
        ({"answers": {"A": "decline", "C": "decline"}}, {}, "2026-12-01", None),
        ({"answers": {"A": "accept"}}, {}, "2026-12-23", "offer-accepted"),
    ],
)
def test_what_an_offer_covers(
    offer: dict[str, Any], sale: dict[str, Any], today: str, code: str | None
) -> None:
    if code is None:
        check_offer(OFFER | offer, SALE | sale, today)
        return
    with pytest.raises(RuleViolation) as caught:
        check_offer(OFFER | offer, SALE | sale, today)
    assert caught.value.code == code


def test_offers_and_answers_that_make_no_sense_are_refused(refusing: Living) -> None:
    stage = refusing.stage
    soon = refusing.offer(offered_on=TODAY, answer_by=date(2026, 12, 1))
    assert stage.refused(soon).fields["expected"] == "2026-12-22 or later"
    offer = refusing.offer(offered_on=date(2026, 10, 1))
    stage.record(offer)
    assert stage.refused(offer).code == "id-taken"
    late = stage.refused(answer(offer.id, refusing.c))
    assert (late.code, late.fields["expected"]) == ("offer-over", "2026-10-01 to 2026-10-31")
    early = date(2026, 10, 2)
    assert stage.refused(answer(offer.id, refusing.b)).code == "offer-not-to-party"
    bare = answer(offer.id, refusing.c, document=None, answered_on=early)
    assert stage.refused(bare).code == "answer-without-document"
    stage.record(answer(offer.id, refusing.c, answered_on=early))
    again = stage.refused(answer(offer.id, refusing.c, answered_on=early))
    assert again.code == "offer-answered"


def test_without_a_term_of_the_contract_an_offer_says_until_when(living: Living) -> None:
    error = living.stage.refused(living.offer(offered_on=TODAY))
    assert (error.code, error.fields["field"]) == ("answer-too-soon", "answer_by")
    assert living.stage.record(living.offer(offered_on=TODAY, answer_by=date(2026, 12, 1))).count


def test_an_offer_is_of_one_committee(refusing: Living) -> None:
    other = refusing.stage.committee(member(refusing.b, "1/2"), member(refusing.c, "1/2"))
    offer = refusing.offer(offered_on=TODAY, committee=other, answer_by=date(2026, 12, 1))
    refusing.stage.record(offer)
    error = refusing.stage.refused(refusing.sell(refusing.b, refusing.n, offer=offer.id))
    assert error.code == "offer-of-another"
