"""Returns in another month's terms: told in statements, audited from a bundle, left in dollars."""

from datetime import date
from pathlib import Path

from money_stage import Money, csv_of, rate, step, terms
from returns_world import Returning
from revision_world import is_sound

from ledger.access.views import OPERATOR_VIEWER
from ledger.agreements.commands import AddTerms
from ledger.audit.auditor import audit
from ledger.fx.commands import PublishedRate, RecordRates
from ledger.jobs.bundle import export_bundle
from ledger.jobs.payouts import Asked, close_run
from ledger.jobs.publish import publish_checkpoint
from ledger.royalties.views import balances
from ledger.statements.reasons import reasons_of
from ledger.statements.views import show


def returned(money: Money) -> Returning:
    """1,000 of January at 20% were stated; 100 of it come back with 500 of February, at 10%."""
    world = Returning(money)
    world.sales(1000)
    world.run()
    money.issue(world.lead, "2026-01")
    world.reported(("2026-02", 500), ("2026-01", -100))
    world.closed()
    return world


def test_returns_are_explained_and_drawn_from_the_run_of_their_month(money: Money) -> None:
    world = returned(money)
    issued = money.issue(world.lead, "2026-02")[world.net]
    publish_checkpoint(money.register)
    with money.ledger.reading() as conn:
        shown = show(conn, issued.id, OPERATOR_VIEWER)
        assert shown is not None
        first, _ = reasons_of(conn, money.register.blobs, shown, OPERATOR_VIEWER)
        told = first.told(conn, money.register.blobs, "en", {})
    assert (told["period"], told["amount_minor"]) == ("2026-01", -20)
    assert "As computed before:" in told["sentences"]["computation"]
    assert first.graph().nodes
    assert issued.totals.payable == 30


def test_a_bundle_with_returns_is_audited_without_findings(money: Money, tmp_path: Path) -> None:
    world = returned(money)
    money.issue(world.lead, "2026-02")
    publish_checkpoint(money.register)
    export_bundle(money.register, tmp_path / "bundle")
    report = audit(tmp_path / "bundle")
    assert report.findings == ()
    assert {check.check: check.count for check in report.checks}["revisions"] == 1


def test_returns_in_dollars_flow_in_the_run_that_takes_them(money: Money) -> None:
    """10.00 dollars of January come back in February: at 150 yen and 10%, 150 yen of the fee."""
    payer, agent = money.company("幹事社"), money.company("海外代理店", country="US")
    work = money.work("海を渡る星", payer)

    def clauses(percent: int) -> dict[str, object]:
        fee = step(
            "agent", "commission/1", basis="gross", rate=rate(1, 100 // percent), payee=agent
        )
        return terms(fee, fx={"source": "kawase", "day": "period_end", "convert": "total"})

    agreement = money.agreement(
        payer, clauses(20), works=(work,), parties=(payer, agent), distribute_on="report"
    )
    money.record(
        AddTerms(agreement=agreement, effective_month="2026-02", terms=clauses(10), reason="覚書")
    )
    sheet = money.register.blobs.put(b"kawase", media_type="text/plain")
    lines = tuple(
        PublishedRate(base="USD", quote="JPY", date=day, num=150, den=1)
        for day in (date(2026, 1, 31), date(2026, 2, 28))
    )
    money.record(RecordRates(source="kawase", document=sheet, rates=lines))
    for month, amount in (("2026-01", "100.00"), ("2026-02", "-10.00")):
        line = csv_of(f"streaming,US,{work},2026-01,1,{amount}")
        money.report(agreement, agent, line, period=month, currency="USD", basis="gross")
        done = close_run(money.register, Asked(agreement, month))
        assert done.revisions == ()
    with money.ledger.reading() as conn:
        owed = {row["account"]: row["amount_minor"] for row in balances(conn, agreement)}
    assert owed[f"payable:{agent}"] == 3_000 - 150
    is_sound(money)
