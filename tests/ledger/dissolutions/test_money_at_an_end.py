"""Money when a committee ends: every yen has an owner, every claim a debtor, every month is divided."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ending_stage import Ending
from money_stage import Money, allocated, open_money, rate, step, terms
from rights_stage import DOCUMENT, consent
from stage import member, shared_among

from ledger.dissolutions.commands import CompleteDissolution
from ledger.dissolutions.events import CommitteeDissolved
from ledger.dissolutions.written import DebtorMove, Item, MoneyOwner, Settling
from ledger.errors import NotFound, Refused
from ledger.jobs.verify import verify_register
from ledger.parties.commands import EndParty


class Paying(Ending):
    """A committee whose agreement pays a designer 1% for ever, and the members the rest.

    Args:
        money: The stage it stands on.
    """

    def __init__(self, money: Money) -> None:
        super().__init__(money)
        self.designer = money.named_person("星野 海")
        clauses = terms(
            step(
                "designer", "royalty/2", basis="received", rate=rate(1, 100),
                payee=self.designer, survives=True,
            ),
            step("members", "split/1", holders=f"committee:{self.committee}/investment"),
            minimum_payment={"amount": 1_000},
        )  # fmt: skip
        self.agreement = money.agreement(
            self.a, clauses, committee=self.committee, kind="committee", distribute_on="report",
            parties=(self.a, self.b, self.c), effective_month="2026-03",
        )  # fmt: skip

    def month(self, month: str, amount: int) -> dict[tuple[str, str], int]:
        """Report and divide a month; return what each has by clause and payee."""
        self.money.sales(self.agreement, self.n, self.work, amount, period=month)
        return allocated(self.money.run(self.agreement, month))

    def assumed(self, debtor: str, **more: Any) -> DebtorMove:
        """Somebody else owes the agreement."""
        return DebtorMove(agreement=self.agreement, debtor=debtor, document=DOCUMENT, **more)


@pytest.fixture
def paying(tmp_path: Path) -> Iterator[Paying]:
    """The committee, on SQLite."""
    for money in open_money(tmp_path / "home"):
        yield Paying(money)


def end(paying: Paying, **more: Any) -> CommitteeDissolved:
    """Wind up, and return the fact."""
    found = paying.money.record(paying.completion(paying.begin(), **more)).events[-1]
    assert isinstance(found, CommitteeDissolved)
    return found


def test_the_designer_has_the_same_yen_from_the_new_debtor_and_what_waited_passes(
    paying: Paying,
) -> None:
    """March 80,000: 800 for the designer, below 1,000, so that it waits with A. April 30,000: 300.

    B owes the agreement from April on: what waited with A, 800, is B's to pay, and 1,100 are stated
    and paid by B. Of 79,200 in March A has 39,600; of 29,700 in April, co-owned as before, 14,850.
    """
    march = paying.month("2026-03", 80_000)
    paying.money.issue(paying.a, "2026-03")
    fact = end(paying, debtors=(paying.assumed(paying.b),), consents=consent(paying.b))
    april = paying.month("2026-04", 30_000)
    stated = paying.money.issue(paying.b, "2026-04")

    assert march["designer", paying.designer] == 800
    assert april["designer", paying.designer] == 300
    assert (march["members", paying.a], april["members", paying.a]) == (39_600, 14_850)
    assert stated[paying.designer].totals.payable == 1_100
    with pytest.raises(NotFound, match="nothing to state"):
        paying.money.drafts(paying.a, "2026-04")
    (carried,) = [one for one in fact.balances if one.account == "carried"]
    assert (carried.amount_minor, carried.before, carried.after) == (800, paying.a, paying.b)
    (claim,) = fact.continuing
    assert (claim.before, claim.after) == (paying.a, paying.b)
    report = verify_register(paying.money.register, views=True, commands=True)
    assert report.findings == ()


def test_without_an_assumption_the_payer_stays_the_debtor(paying: Paying) -> None:
    paying.month("2026-03", 80_000)

    (claim,) = end(paying).continuing

    assert (claim.before, claim.after) == (paying.a, paying.a)


def test_a_claim_that_outlives_the_committee_needs_a_debtor_that_is_there(
    paying: Paying,
) -> None:
    """A, who pays, is gone and B is lead; the designer's share would have nobody."""
    begun = paying.begin()
    paying.money.record(
        EndParty(party=paying.a, ground="liquidation", day=date(2026, 3, 1), source="登記簿")
    )

    refusal = paying.money.refused(paying.completion(begun, contact=paying.b))

    kinds = [one["kind"] for one in refusal.fields["defects"]]
    assert "claim-without-debtor" in kinds


def test_months_that_are_not_divided_are_named(paying: Paying) -> None:
    paying.month("2026-03", 80_000)
    begun = paying.begin()

    refusal = paying.money.refused(paying.completion(begun, money_from="2026-06"))

    assert refusal.code == "dissolution-months-unsettled"
    assert refusal.fields["agreement"] == paying.agreement
    assert "2026-03" in str(refusal.fields["expected"])


def test_a_month_that_was_divided_does_not_go_to_others(paying: Paying) -> None:
    paying.month("2026-03", 80_000)
    paying.month("2026-04", 80_000)
    begun = paying.begin()

    refusal = paying.money.refused(paying.completion(begun))

    assert refusal.code == "dissolution-back-dated"
    assert "2026-05" in str(refusal.fields["expected"])


def test_a_month_that_waits_to_be_divided_is_named_before_any_run(paying: Paying) -> None:
    paying.money.sales(paying.agreement, paying.n, paying.work, 5_000, period="2026-03")
    begun = paying.begin()

    assert paying.money.refused(paying.completion(begun)).code == "dissolution-months-unsettled"


def test_money_of_unknown_holders_needs_an_owner(paying: Paying) -> None:
    """777 yen wait because nobody knows the shares of another committee with the same members."""
    money = paying.money
    unknown = money.committee(
        member(paying.a), member(paying.b), origin="existing", plan=None, works=()
    )
    agreement = money.agreement(
        paying.a, shared_among(unknown), committee=unknown, distribute_on="report",
        effective_month="2026-03",
    )  # fmt: skip
    money.sales(agreement, paying.n, paying.work, 777, period="2026-03")
    (held,) = money.run(agreement, "2026-03").command.result.held
    paying.committee = unknown
    begun = paying.begin(consents=consent(paying.a, paying.b))
    agreed = consent(paying.a, paying.b)
    settled = paying.completion(begun, contact=paying.a, consents=agreed)

    refusal = money.refused(settled)
    owner = MoneyOwner(agreement=agreement, account=held.account, owner=paying.a, document=DOCUMENT)
    events = money.record(settled.model_copy(update={"owners": (owner,)})).events

    assert refusal.fields["kind"] == "money-without-owner"
    assert "777 JPY" in str(refusal.fields["defects"])
    (balance,) = [one for one in events[-1].balances if one.account == "held"]
    assert balance.after == paying.a


def _watching(paying: Paying, kind: str, **more: Any) -> str:
    """Another agreement of the committee, with an account of 100,000 that its clause fills."""
    account = {
        "id": "budget", "kind": kind, "target": {"amount": 100_000},
        "label": {"ja": "製作費", "en": "budget"},
    }  # fmt: skip
    filling = step("budget", "recoup/1", basis="remainder", account="budget", **more)
    holders = f"committee:{paying.committee}/investment"
    clauses = terms(filling, step("members", "split/1", holders=holders), accounts=[account])
    return paying.money.agreement(
        paying.a, clauses, committee=paying.committee, kind="committee", distribute_on="report",
        parties=(paying.a, paying.b, paying.c), effective_month="2026-03",
    )  # fmt: skip


def test_what_only_watches_is_no_advance_that_somebody_still_waits_for(paying: Paying) -> None:
    """80,000 of 100,000: an advance of N lacks 20,000; a memo of the cost is owed to nobody."""
    advance = _watching(paying, "advance", payees=[{"payee": paying.n, "weight": 1}])
    memo = _watching(paying, "memo")
    for agreement in (advance, memo):
        paying.money.sales(agreement, paying.n, paying.work, 80_000, period="2026-03")
        paying.money.run(agreement, "2026-03")

    told = [one for one in end(paying).balances if one.account == "unrecouped"]

    assert [(one.agreement, one.amount_minor) for one in told] == [(advance, 20_000)]


def test_a_deficit_is_borne_by_the_shares_of_loss(paying: Paying) -> None:
    """Debts of 100,001 and nothing to pay them: 1/2, 3/10, 1/5 of it, the yen left over to A."""
    debt = Item(name="借入金", amount_minor=100_001, party=paying.n)

    settled = end(paying, settlement=Settling(currency="JPY", debts=(debt,))).settled

    assert settled
    assert {one.party: one.part_minor for one in settled.parts} == {
        paying.a: -50_001, paying.b: -30_000, paying.c: -20_000,
    }  # fmt: skip


def test_nobody_owes_what_he_did_not_agree_to_owe(paying: Paying) -> None:
    begun = paying.begin()

    refusal = paying.money.refused(
        paying.completion(begun, debtors=(paying.assumed(paying.b),), consents=consent(paying.a))
    )

    assert refusal.code == "debtor-consent-missing"


def test_a_debtor_is_let_go_by_every_creditor_alone(paying: Paying) -> None:
    begun = paying.begin()
    releasing = paying.assumed(paying.b, manner="releasing")
    agreed = (paying.a, paying.b, paying.c)

    refusal: Refused = paying.money.refused(
        paying.completion(begun, debtors=(releasing,), consents=consent(*agreed))
    )
    paying.money.record(
        paying.completion(begun, debtors=(releasing,), consents=consent(*agreed, paying.designer))
    )

    assert refusal.code == "creditor-consent-missing"


def carried_of_two(paying: Paying) -> tuple[str, CompleteDissolution]:
    """March gives the designer 300 by the agreement and 500 by another of A's: 800 wait with A."""
    clauses = terms(
        step(
            "designer", "royalty/2", basis="received", rate=rate(1, 100), payee=paying.designer
        ),
        minimum_payment={"amount": 1_000},
    )  # fmt: skip
    other = paying.money.agreement(
        paying.a, clauses, committee=paying.committee, kind="committee", distribute_on="report",
        parties=(paying.a, paying.b, paying.c), effective_month="2026-03",
    )  # fmt: skip
    paying.month("2026-03", 30_000)
    paying.money.sales(other, paying.n, paying.work, 50_000, period="2026-03")
    paying.money.run(other, "2026-03")
    paying.money.issue(paying.a, "2026-03")
    agreed = consent(paying.b)
    return other, paying.completion(
        paying.begin(), debtors=(paying.assumed(paying.b),), consents=agreed
    )


def test_what_came_from_two_agreements_stays_with_the_payer_while_one_does(paying: Paying) -> None:
    other, end_of_one = carried_of_two(paying)

    *_, fact = paying.money.record(end_of_one).events

    assert isinstance(fact, CommitteeDissolved)
    (carried,) = [one for one in fact.balances if one.account == "carried"]
    assert (carried.amount_minor, carried.after, carried.reason) == (800, paying.a, "shared")
    assert carried.name == ", ".join(sorted((other, paying.agreement)))


def test_what_came_from_two_agreements_passes_with_both(paying: Paying) -> None:
    """April gives 300 more: B carries in 800 and pays 1,100; nothing is left with A."""
    other, end_of_one = carried_of_two(paying)
    second = DebtorMove(agreement=other, debtor=paying.b, document=DOCUMENT)
    both = end_of_one.model_copy(update={"debtors": (*end_of_one.debtors, second)})

    *_, fact = paying.money.record(both).events
    paying.month("2026-04", 30_000)
    stated = paying.money.issue(paying.b, "2026-04")[paying.designer]

    assert isinstance(fact, CommitteeDissolved)
    (carried,) = [one for one in fact.balances if one.account == "carried"]
    assert (carried.amount_minor, carried.after) == (800, paying.b)
    assert (stated.totals.carried_in, stated.totals.payable) == (800, 1_100)
    assert verify_register(paying.money.register, views=True, commands=True).findings == ()
