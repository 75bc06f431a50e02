"""Members join, leave and are succeeded; holders change from the right month on."""

from datetime import date

import pytest
from stage import Stage, member, ratio, studio

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.committees.changes import SettleLeaving
from ledger.committees.moving import owed, refund, without
from ledger.committees.views import page, show
from ledger.errors import RuleViolation
from ledger.ledger import Ledger
from ledger.parties.commands import RecordSuccession, Successor
from tests.ledger.committees.living import JULY, Living, account, consents

SHARES = [("A", 5), ("B", 3), ("C", 2)]


@pytest.fixture
def living(ledger: Ledger) -> Living:
    return Living(Stage(ledger))


def merged(living: Living, party: str, into: str, ground: str = "merger") -> None:
    living.stage.record(
        RecordSuccession(
            party=party, ground=ground, successors=(Successor(party=into, share=ratio("1")),),
            effective_from=date(2026, 6, 10),
        )
    )  # fmt: skip


def test_who_joins_holds_from_its_month_on(living: Living) -> None:
    living.stage.record(living.admit())
    assert living.held(date(2026, 6, 30)) == {living.a: "1/2", living.b: "3/10", living.c: "1/5"}
    assert living.held(JULY)[living.n] == "1/10"
    with living.stage.ledger.reading() as conn:
        shown = show(conn, living.id, Viewer("studio", living.n))
    assert shown is not None
    step = shown["history"][-1]
    assert (step["fact"], step["change"]["party"]) == ("committee.member_admitted/1", living.n)
    assert {one["evidence"]["grade"] for one in step["consents"]} == {3}


def test_an_admission_names_the_member_that_did_not_agree(living: Living) -> None:
    error = living.stage.refused(living.admit(consents=consents(living.b, living.n)))
    assert (error.code, error.fields["missing"]) == ("consent-missing", [living.a, living.c])
    error = living.stage.refused(living.admit(consents=consents(living.b, living.c)))
    assert error.fields["missing"] == [living.n]


def test_an_unregistered_member_is_a_warning_with_a_day_and_no_refusal(living: Living) -> None:
    events = living.stage.record(living.admit()).events
    warnings = {one.party: (one.code, one.since_day) for one in events[0].invoice_warnings}
    assert warnings[living.n] == ("member-not-registered", "2026-07-01")
    assert warnings[living.b] == ("member-not-registered", "2026-01-01")
    assert warnings[None] == ("not-notified", "2026-01-01")
    assert living.a not in warnings


def test_an_admission_changes_nobody_else(living: Living) -> None:
    members = (member(living.a, "1/2"), member(living.n, "1/2"))
    error = living.stage.refused(living.admit(members=members))
    assert error.code == "members-differ"
    assert error.fields["missing"] == [living.b, living.c]
    assert living.stage.refused(living.admit(party=living.b)).code == "member-already"


def test_who_withdraws_is_paid_by_the_day_of_leaving(living: Living) -> None:
    """C has 1/5 of 10,000,001 yen net: 2,000,000.2, so 2,000,000.

    A 1/2 and B 3/10 remain: of 4/5 A has 5/8 and B 3/8.
    """
    command = living.leave(living.c, account=account(10_000_001), consents=())
    events = living.stage.record(command, studio(living.c)).events
    refund = events[0].refund
    assert (refund.amount_minor, refund.pays, refund.currency) == (2_000_000, living.a, "JPY")
    assert living.held(JULY) == {living.a: "5/8", living.b: "3/8"}
    with living.stage.ledger.reading() as conn:
        assert page(conn, OPERATOR_VIEWER, member=living.c) == []


def test_accounts_that_close_later_are_settled_by_the_share_of_that_day(living: Living) -> None:
    """C left with 1/5; later 9,999,999 yen are found: 1,999,999.8, so 1,999,999, once."""
    stage = living.stage
    stage.record(living.leave(living.c))
    late = SettleLeaving(committee=living.id, party=living.c, account=account(9_999_999))
    assert stage.record(late, studio(living.a)).events[0].refund.amount_minor == 1_999_999
    assert stage.refused(late).code == "leaving-settled"
    never = late.model_copy(update={"party": living.b})
    assert stage.refused(never).code == "nobody-left"
    stage.record(living.leave(living.b, account=account(1)))
    assert stage.refused(never).code == "leaving-settled"


@pytest.mark.parametrize(
    ("net", "share", "paid"),
    [(10_000_001, "3/10", 3_000_000), (-1_000_001, "3/10", -300_000), (0, "1/2", 0)],
)
def test_a_refund_is_cut_toward_zero_and_may_be_owed(net: int, share: str, paid: int) -> None:
    """3,000,000.3 is 3,000,000; -300,000.3 is -300,000: the leaver owes its part of the loss."""
    assert refund(net, ratio(share).fraction()) == paid


def test_a_call_is_divided_by_largest_remainder() -> None:
    """10,000,001 over 1/2, 3/10, 1/5: the yen that is left goes to 5,000,000.5."""
    members = [{"party": p, "investment": {"num": n, "den": 10}} for p, n in SHARES]
    assert [one["amount_minor"] for one in owed(10_000_001, members)] == [
        5_000_001, 3_000_000, 2_000_000,
    ]  # fmt: skip
    alone = [{"party": "A", "profit": {"num": 1, "den": 1}}]
    with pytest.raises(RuleViolation, match="nobody-remains"):
        without(alone, "A")


def test_a_withdrawal_is_declared_by_the_member_itself(living: Living) -> None:
    error = living.stage.refused(living.leave(living.c, consents=consents(living.b)))
    assert (error.code, error.fields["missing"]) == ("consent-missing", [living.c])
    other = living.leave(living.c, consents=())
    assert living.stage.refused(other, studio(living.b)).code == "not-your-party"


@pytest.mark.parametrize("ground", ["death", "bankruptcy", "guardianship"])
def test_what_has_happened_waits_for_nobody(living: Living, ground: str) -> None:
    person = living.stage.person("原作者")
    committee = living.stage.committee(member(living.a, "1/2"), member(person, "1/2"))
    leaving = living.leave(person, ground, consents=(), committee=committee)
    assert living.stage.record(leaving).count == 1


def test_a_company_does_not_die(living: Living) -> None:
    error = living.stage.refused(living.leave(living.c, "death"))
    assert (error.code, error.fields["field"]) == ("leaving-ground-impossible", "ground")


def test_a_refund_is_in_a_currency_that_exists(living: Living) -> None:
    error = living.stage.refused(living.leave(living.c, account=account(1, currency="ZZZ")))
    assert (error.code, error.fields["field"]) == ("unknown-currency", "account.currency")


def test_an_expulsion_needs_all_others_and_is_told(living: Living) -> None:
    told = {"notified_on": date(2026, 6, 15)}
    error = living.stage.refused(
        living.leave(living.c, "expulsion", consents=consents(living.a), **told)
    )
    assert (error.code, error.fields["missing"]) == ("consent-missing", [living.b])
    both = consents(living.a, living.b)
    error = living.stage.refused(living.leave(living.c, "expulsion", consents=both))
    assert (error.code, error.fields["field"]) == ("expulsion-not-notified", "notified_on")
    assert living.stage.record(living.leave(living.c, "expulsion", consents=both, **told)).count


def test_the_lead_leaves_only_when_another_takes_over(living: Living) -> None:
    assert living.stage.refused(living.leave(living.a)).code == "lead-not-member"
    events = living.stage.record(living.leave(living.a, lead=living.b)).events
    assert events[0].still_named == ("plan.adjustments_debtor", "plan.contact")


def test_a_leaving_does_not_take_effect_before_it_happens(living: Living) -> None:
    error = living.stage.refused(living.leave(living.c, effective_from=date(2026, 5, 1)))
    assert (error.code, error.fields["expected"]) == (
        "effective-before-event", "2026-06-01 or later",
    )  # fmt: skip
    error = living.stage.refused(living.leave(living.c, left_on=date(2026, 12, 1)))
    assert error.code == "day-in-future"
    assert living.stage.refused(living.leave(living.n)).code == "not-a-member"


def test_a_merged_member_is_succeeded_without_consent(living: Living) -> None:
    """B 3/10 merged into C 1/5: C has 1/2."""
    merged(living, living.b, living.c)
    living.stage.record(living.succeed(living.b), studio(living.c))
    assert living.held(JULY) == {living.a: "1/2", living.c: "1/2"}


def test_a_renamed_lead_stands_wherever_it_stood(living: Living) -> None:
    merged(living, living.a, living.n, "renaming")
    events = living.stage.record(living.succeed(living.a)).events
    assert (events[0].lead, events[0].plan.contact, events[0].still_named) == (
        living.n, living.n, (),
    )  # fmt: skip
    assert list(living.held(JULY)) == [living.n, living.b, living.c]


def test_two_heirs_share_a_place_where_the_contract_lets_them(living: Living) -> None:
    """C's 1/5 passes in halves to B and N: B 3/10 + 1/10 = 2/5, N 1/10."""
    half = ratio("1/2")
    living.stage.record(
        RecordSuccession(
            party=living.c, ground="inheritance", effective_from=date(2026, 6, 10),
            successors=(Successor(party=living.b, share=half), Successor(party=living.n, share=half)),
        )
    )  # fmt: skip
    assert living.stage.refused(living.succeed(living.c)).code == "heirs-leave-by-law"
    living.stage.record(living.succeed(living.c, clause="第20条"))
    assert living.held(JULY) == {living.a: "1/2", living.b: "2/5", living.n: "1/10"}


def test_a_buyer_is_no_successor(living: Living) -> None:
    assert living.stage.refused(living.succeed(living.b)).code == "nobody-succeeded"
    merged(living, living.b, living.n, "business_transfer")
    assert living.stage.refused(living.succeed(living.b)).code == "succession-not-general"


def test_a_draft_has_no_members_that_could_come_or_go(living: Living) -> None:
    draft = living.stage.committee(member(living.a), origin="draft", lead=None)
    error = living.stage.refused(living.leave(living.a, committee=draft))
    assert error.code == "committee-is-draft"
