"""The past of an agreement whose money came in another currency is changed."""

from money_stage import Money, rate, step, terms
from revision_world import is_sound

from ledger.agreements.commands import AddTerms
from ledger.jobs.revisions import revise
from ledger.royalties.views import balances
from tests.faults.exchanged import SOURCE, record_rates

FX = {"source": SOURCE, "day": "period_end", "convert": "total"}


def test_a_fee_changed_for_dollars_takes_the_yen_they_were_converted_to(money: Money) -> None:
    """1,000.00 USD x 151.23 = 151,230 yen. A fee of 10% is 15,123; of 20%, 30,246."""
    studio, abroad = money.company("幹事"), money.company("海外代理店")
    record_rates(money)
    agreement = money.agreement(
        studio, _clauses(abroad, 1, 10), parties=(studio, abroad), distribute_on="report"
    )
    work = money.work("海を渡る星", studio)
    report = money.sales(agreement, abroad, work, "1000.00", currency="USD", basis="gross")
    money.run(agreement, "2026-03")
    assert _fee(money, agreement, abroad) == 15_123
    money.record(
        AddTerms(
            agreement=agreement, effective_month="2026-03", terms=_clauses(abroad, 1, 5),
            reason="覚書",
        )
    )  # fmt: skip
    assert len(revise(money.register, agreement)) == 1
    assert _fee(money, agreement, abroad) == 30_246
    is_sound(money)

    right = {"currency": "USD", "basis": "gross", "supersedes": report}
    money.sales(agreement, abroad, work, "900.00", **right)
    revise(money.register, agreement)
    assert _fee(money, agreement, abroad) == 27_221
    is_sound(money)


def _clauses(agent: str, num: int, den: int) -> dict[str, object]:
    fee = step("agent", "commission/1", basis="gross", rate=rate(num, den), payee=agent)
    return terms(fee, fx=FX)


def _fee(money: Money, agreement: str, party: str) -> int:
    with money.ledger.reading() as conn:
        rows = balances(conn, agreement)
    return sum(row["amount_minor"] for row in rows if row["account"] == f"payable:{party}")


def test_yen_beside_dollars_are_corrected_without_touching_these(money: Money) -> None:
    """100,000 yen beside 1,000.00 USD; the yen were 50,000: the fee of 10% falls by 5,000."""
    studio, abroad = money.company("幹事"), money.company("海外代理店")
    record_rates(money)
    agreement = money.agreement(
        studio, _clauses(abroad, 1, 10), parties=(studio, abroad), distribute_on="report"
    )
    work = money.work("海を渡る星", studio)
    money.sales(agreement, abroad, work, "1000.00", currency="USD", basis="gross")
    yen = money.sales(agreement, studio, work, 100_000, basis="gross")
    money.run(agreement, "2026-03")
    assert _fee(money, agreement, abroad) == 25_123
    money.sales(agreement, studio, work, 50_000, basis="gross", supersedes=yen)
    revise(money.register, agreement)
    assert _fee(money, agreement, abroad) == 20_123
    is_sound(money)
