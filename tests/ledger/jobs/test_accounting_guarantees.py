"""Balances of guarantees, from the register: given and got, linked and never netted."""

from datetime import date
from typing import Any

import pytest
from money_stage import Money, rate, step, terms

from ledger.errors import NotFound
from ledger.jobs.accounting_guarantees import GuaranteeBalance, guarantees_of

DAY = date(2026, 3, 31)


class Licence:
    """A studio guarantees an author something on royalties of a tenth."""

    def __init__(self, money: Money, guarantee: dict[str, Any], titles: int = 1) -> None:
        self.money = money
        self.studio, self.author = money.company("星雲スタジオ"), money.company("原作工房")
        self.platform = money.company("配信プラットフォーム")
        self.works = [money.work(f"作品{n}", self.studio) for n in range(titles)]
        royalties = [
            step(
                f"title{n}", "royalty/1", basis="received", rate=rate(1, 10), payee=self.author,
                where={"work": [work]},
            )
            for n, work in enumerate(self.works)
        ]  # fmt: skip
        of = [{"step": one["id"]} for one in royalties]
        clause = step("mg", "guarantee/1", year={"starts": "2026-01", "months": 12, "years": 1},
                      **({"of": of} | guarantee))  # fmt: skip
        self.agreement = money.agreement(
            self.studio, terms(*royalties, clause), distribute_on="report",
            parties=(self.studio, self.author), works=tuple(self.works),
        )  # fmt: skip

    def earn(self, *amounts: int, period: str = "2026-01") -> None:
        """Let each title earn an amount of royalties, and run."""
        for work, amount in zip(self.works, amounts, strict=True):
            self.money.sales(self.agreement, self.platform, work, amount * 10, period=period)
        self.money.run(self.agreement, period)

    def balance(self, party: str | None = None, day: date = DAY) -> GuaranteeBalance:
        with self.money.ledger.reading() as conn:
            (found,) = guarantees_of(conn, party or self.studio, day)
        return found


def test_one_guarantee_over_three_titles_is_recouped_by_all_of_them(money: Money) -> None:
    """MG-10, by hand: 1,400,000 + 450,000 + 450,000 = 2,300,000 of 3,000,000; 700,000 remain."""
    values = {"title0": 1_800_000, "title1": 500_000, "title2": 700_000}
    of = [{"step": name, "value": value} for name, value in values.items()]
    licence = Licence(money, {"amount": 3_000_000, "of": of}, titles=3)
    licence.earn(1_400_000, 450_000, 450_000)
    found = licence.balance()
    assert (found.guaranteed_minor, found.recouped_minor, found.remaining_minor) == (
        3_000_000, 2_300_000, 700_000,
    )  # fmt: skip
    assert [(due.on, due.amount_minor) for due in found.dues] == [(date(2026, 12, 31), 700_000)]
    assert found.expires == date(2026, 12, 31)


def test_an_instalment_that_was_earned_back_lowers_what_is_still_to_be_paid(money: Money) -> None:
    """MG-11, by hand: 20,000, 10,000 of it in January; 12,000 earned: 8,000 remain and fall due."""
    licence = Licence(
        money, {"amount": 20_000, "instalments": [{"month": "2026-01", "amount": 10_000}]}
    )
    licence.earn(12_000)
    found = licence.balance()
    assert (found.recouped_minor, found.remaining_minor, found.paid_minor) == (
        12_000, 8_000, 12_000,
    )  # fmt: skip
    assert [(due.on, due.amount_minor) for due in found.dues] == [(date(2026, 12, 31), 8_000)]


def test_instalments_are_due_by_their_months_before_anything_is_earned(money: Money) -> None:
    """MG-04, by hand: 10,000,000, a fifth at signing: 2,000,000 and, on delivery, 8,000,000."""
    parts = [{"month": "2026-02", "amount": 2_000_000}, {"month": "2026-06", "amount": 8_000_000}]
    licence = Licence(money, {"amount": 10_000_000, "instalments": parts})
    assert [(due.on, due.amount_minor) for due in licence.balance().dues] == [
        (date(2026, 2, 28), 2_000_000), (date(2026, 6, 30), 8_000_000),
    ]  # fmt: skip


def test_whoever_is_guaranteed_sees_the_same_from_the_other_side(money: Money) -> None:
    licence = Licence(money, {"amount": 20_000})
    licence.earn(5_000)
    given, got = licence.balance(), licence.balance(licence.author)
    assert (given.side, got.side) == ("paid", "received")
    assert given.remaining_minor == got.remaining_minor == 15_000


def test_a_received_guarantee_stands_beside_the_paid_one_and_neither_lowers_the_other(
    money: Money,
) -> None:
    """By hand: 20,000 are got and 15,000 given on: two rows, 20,000 and 15,000, linked."""
    first = Licence(money, {"amount": 20_000})
    linked = {"agreement": first.agreement, "step": "mg"}
    writer = money.company("脚本工房")
    clauses = terms(
        step("script", "royalty/1", basis="received", rate=rate(1, 10), payee=writer),
        step("on", "guarantee/1", of=[{"step": "script"}], amount=15_000,
             year={"starts": "2026-01"}, linked=linked),
    )  # fmt: skip
    money.agreement(first.author, clauses, parties=(first.author, writer))
    with money.ledger.reading() as conn:
        rows = guarantees_of(conn, first.author, DAY)
    assert sorted((one.side, one.remaining_minor, one.linked) for one in rows) == [
        ("paid", 15_000, (first.agreement, "mg")), ("received", 20_000, None),
    ]  # fmt: skip


def test_an_advance_is_recouped_out_of_royalties(money: Money) -> None:
    """By hand: 5,000 advanced (MG-02 in yen); a tenth of 30,000 is 3,000: 2,000 are not recouped."""
    studio, author = money.company("星雲スタジオ"), money.company("原作工房")
    platform, work = money.company("配信"), money.work("星の図書館", studio)
    account = {
        "id": "adv", "kind": "advance", "target": {"amount": 5_000},
        "label": {"ja": "前払金", "en": "advance"},
    }  # fmt: skip
    clauses = terms(
        step("author", "royalty/1", basis="received", rate=rate(1, 10), payee=author),
        step("back", "recoup/1", account="adv", against="author"),
        accounts=[account],
    )
    agreement = money.agreement(studio, clauses, distribute_on="report")
    money.sales(agreement, platform, work, 30_000)
    money.run(agreement)
    with money.ledger.reading() as conn:
        (found,) = guarantees_of(conn, studio, DAY)
    assert (found.kind, found.guaranteed_minor, found.recouped_minor, found.remaining_minor) == (
        "advance", 5_000, 3_000, 2_000,
    )  # fmt: skip


def test_an_unknown_party_is_not_found(money: Money) -> None:
    with money.ledger.reading() as conn, pytest.raises(NotFound):
        guarantees_of(conn, "party_00000000000000000000000009", DAY)
