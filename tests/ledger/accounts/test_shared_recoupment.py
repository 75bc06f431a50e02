"""One guarantee over the agreements of several titles, recouped across them."""

from dataclasses import dataclass
from typing import Any

import pytest
from money_stage import Money, rate, step, terms

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.accounts.commands import OpenAccount
from ledger.accounts.views import page, show
from ledger.command import Actor
from ledger.errors import Conflict, Forbidden, NotFound, RuleViolation
from ledger.jobs.verify import verify_register
from ledger.values import Names


@dataclass
class Shared:
    """A licensee's guarantee of 100,000 that an author pays back out of two titles."""

    money: Money
    payer: str
    author: str
    account: str

    def title(self, **changed: Any) -> tuple[str, str]:
        """An agreement about one title, and the title: half of the sales are the author's."""
        work = self.money.work("作品", self.payer)
        agreement = self.money.agreement(self.payer, self.clauses(**changed), works=(work,))
        return agreement, work

    def clauses(self, **changed: Any) -> dict[str, Any]:
        label = {"ja": "共通の最低保証", "en": "common guarantee"}
        account = {
            "id": "mg", "kind": "advance", "target": {"amount": 100_000}, "label": label,
            "shared": self.account,
        }  # fmt: skip
        return terms(
            step("author", "royalty/1", basis="received", rate=rate(1, 2), payee=self.author),
            step("recoup", "recoup/1", account="mg", against="author"),
            accounts=[{**account, **changed}],
        )

    def sell(self, agreement: str, work: str, amount: int, period: str = "2026-03") -> int:
        """Report sales, run the period, and return what the author is due from it."""
        report = self.money.sales(agreement, self.payer, work, amount, period=period)
        self.money.receive(agreement, report, amount)
        allocations = self.money.run(agreement, period).command.result.allocations
        lines = [line for one in allocations if one.party == self.author for line in one.lines]
        return sum(line.amount_minor for line in lines)

    def shown(self) -> dict[str, Any]:
        with self.money.ledger.reading() as conn:
            found = show(conn, self.account, OPERATOR_VIEWER)
        assert found is not None
        return found


def opening(money: Money, payer: str, **more: Any) -> OpenAccount:
    stated: dict[str, Any] = {
        "id": money.new("acc"), "payer": payer, "currency": "JPY", "kind": "advance",
        "target_minor": 100_000, "label": Names(ja="共通の最低保証"),
    }  # fmt: skip
    return OpenAccount(**(stated | more))


@pytest.fixture
def shared(money_anywhere: Money) -> Shared:
    money = money_anywhere
    payer, author = money.company("窓口"), money.named_person("作者")
    command = opening(money, payer)
    money.record(command)
    return Shared(money, payer, author, command.id)


def test_what_one_title_recouped_another_does_not_recoup_again(shared: Shared) -> None:
    """Title A: half of 160,000 is 80,000, all of it recouped. Title B: half of 60,000 is 30,000,
    of which the remaining 20,000 of the guarantee are recouped and 10,000 are due."""
    first, second = shared.title(), shared.title()
    assert shared.sell(*first, 160_000) == 0
    assert shared.sell(*second, 60_000) == 10_000
    found = shared.shown()
    assert (found["filled_minor"], found["left_minor"]) == (100_000, 0)
    assert [use["filled_minor"] for use in found["uses"]] == [80_000, 20_000]


def test_the_register_with_a_shared_account_verifies(shared: Shared) -> None:
    first, second = shared.title(), shared.title()
    shared.sell(*first, 160_000)
    shared.sell(*second, 60_000)
    report = verify_register(shared.money.register)
    assert not report.findings


def test_a_run_prepared_before_another_agreement_recouped_is_prepared_again(
    shared: Shared,
) -> None:
    first, second = shared.title(), shared.title()
    report = shared.money.sales(second[0], shared.payer, second[1], 60_000)
    shared.money.receive(second[0], report, 60_000)
    stale = shared.money.payout(second[0])
    shared.sell(*first, 160_000)
    refusal = shared.money.refused(stale.command)
    assert refusal.code == "payout-outdated"
    assert refusal.fields["field"] == f"account/{shared.account}"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "investment"}, "kind"),
        ({"target": {"amount": 99_999}}, "target"),
        ({"target": {"amount": 100_000, "rate": {"num": 6, "den": 5}}}, "rate"),
    ],
)
def test_clauses_that_say_something_else_of_the_account_are_refused(
    shared: Shared, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleViolation) as caught:
        shared.title(**changed)
    assert caught.value.code == "account-differs"
    assert caught.value.fields["field"] == f"terms.accounts[0].{field}"


def test_an_account_of_another_payer_is_refused(shared: Shared) -> None:
    other = Shared(shared.money, shared.money.company("別の窓口"), shared.author, shared.account)
    with pytest.raises(RuleViolation) as caught:
        other.title()
    assert caught.value.code == "account-of-another-payer"


def test_an_account_that_nobody_opened_is_refused(shared: Shared) -> None:
    with pytest.raises(NotFound) as caught:
        shared.title(shared=shared.money.new("acc"))
    assert caught.value.fields["field"] == "terms.accounts[0].shared"


def test_an_account_is_opened_once_by_its_payer(shared: Shared) -> None:
    money = shared.money
    again = opening(money, shared.payer, id=shared.account)
    assert isinstance(money.refused(again), Conflict)
    stranger = Actor("studio", money.company("他社"))
    assert isinstance(money.refused(opening(money, shared.payer), stranger), Forbidden)


@pytest.mark.parametrize(
    ("more", "code"),
    [({"currency": "XXX"}, "unknown-currency"), ({"parties": ("party_" + "0" * 26,)}, None)],
)
def test_an_account_in_no_currency_or_for_nobody_is_refused(
    shared: Shared, more: dict[str, Any], code: str | None
) -> None:
    refusal = shared.money.refused(opening(shared.money, shared.payer, **more))
    assert refusal.code == (code or "party-not-found")


def test_strangers_do_not_see_the_account(shared: Shared) -> None:
    stranger = Actor("studio", shared.money.company("他社"))
    viewer = Viewer.of(stranger, shared.money.register.clock)
    with shared.money.ledger.reading() as conn:
        assert show(conn, shared.account, viewer) is None
        assert page(conn, viewer) == []
        assert [one["id"] for one in page(conn, OPERATOR_VIEWER)] == [shared.account]
