"""A member that joins or leaves in the middle of a year is paid for the right months, to the yen."""

from datetime import date
from typing import Any

import pytest
from money_stage import Money, allocated, money_anywhere
from stage import digest, member, shared_among

from ledger.committees.changes import AdmitMember, RecordLeaving
from ledger.jobs.verify import verify_register
from ledger.keys.consents import Consent
from ledger.values import DocumentRef

__all__ = ["money_anywhere"]

DOCUMENT = DocumentRef(sha256=digest("覚書"))


def consents(*parties: str) -> tuple[Consent, ...]:
    return tuple(
        Consent(
            party=party, method="seal", document=DOCUMENT, attested_by="operator",
            consented_on=date(2026, 1, 10),
        )
        for party in parties
    )  # fmt: skip


@pytest.fixture
def money(money_anywhere: Money) -> Money:
    return money_anywhere


def test_who_joins_and_leaves_is_paid_for_its_months(money: Money) -> None:
    """1,001 yen in each of three months; A and B with halves.

    March: 500.5 each; the yen that is left goes to A, who stands first: 501 and 500.
    N joins in April with 1/5, A and B have 2/5: 400.4, 400.4 and 200.2; the yen goes to A: 401,
    400 and 200. B leaves in May: of 3/5 A has 2/3 and N 1/3: 667.33 and 333.67; the yen goes to
    N: 667 and 334.
    """
    a, b, n = (money.company(name) for name in ("幹事社", "出資社", "新参社"))
    committee = money.committee(member(a, "1/2"), member(b, "1/2"))
    agreement = money.agreement(
        a, shared_among(committee), kind="committee", committee=committee, distribute_on="report"
    )
    work = money.work("作品")
    change: dict[str, Any] = {"committee": committee, "reason": "合意"}
    money.record(
        AdmitMember(
            party=n, members=(member(a, "2/5"), member(b, "2/5"), member(n, "1/5")),
            effective_from=date(2026, 4, 1), consents=consents(a, b, n), **change,
        )
    )  # fmt: skip
    money.record(
        RecordLeaving(
            party=b, ground="withdrawal", left_on=date(2026, 4, 30), document=DOCUMENT,
            effective_from=date(2026, 5, 1), consents=consents(b), **change,
        )
    )  # fmt: skip
    paid = {}
    for month in ("2026-03", "2026-04", "2026-05"):
        money.sales(agreement, a, work, 1001, period=month)
        given = allocated(money.run(agreement, month))
        paid[month] = {payee: amount for (_, payee), amount in given.items()}
    assert paid == {
        "2026-03": {a: 501, b: 500},
        "2026-04": {a: 401, b: 400, n: 200},
        "2026-05": {a: 667, n: 334},
    }
    assert verify_register(money.register, views=True, commands=True).findings == ()


def test_a_change_never_reaches_months_that_were_settled(money: Money) -> None:
    a, b = (money.company(name) for name in ("幹事社", "出資社"))
    committee = money.committee(member(a, "1/2"), member(b, "1/2"))
    agreement = money.agreement(
        a, shared_among(committee), kind="committee", committee=committee, distribute_on="report"
    )
    money.sales(agreement, a, money.work("作品"), 1001)
    money.run(agreement)
    leaving = RecordLeaving(
        committee=committee, reason="破産", party=b, ground="bankruptcy",
        left_on=date(2026, 3, 10), effective_from=date(2026, 3, 1), document=DOCUMENT,
    )  # fmt: skip
    error = money.refused(leaving)
    assert (error.code, error.fields["expected"]) == ("committee-back-dated", "2026-04-01 or later")
    later = leaving.model_copy(update={"effective_from": date(2026, 4, 1)})
    assert money.record(later).count == 1
