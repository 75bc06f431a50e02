"""Corrections in statements: by original period and cause, carried when negative, and audited."""

from pathlib import Path

import pytest
from money_stage import Money
from revision_world import Windows

from ledger.access.views import OPERATOR_VIEWER
from ledger.audit.auditor import audit
from ledger.jobs.bundle import export_bundle
from ledger.jobs.publish import publish_checkpoint
from ledger.statements.reasons import reasons_of
from ledger.statements.views import show


def confirmed(world: Windows, month: str = "2026-01", **clauses: int) -> None:
    """Change the fee of months that were stated."""
    terms = world.clauses(**(clauses or {"net": 20}))
    refusal = world.money.refused(world.adding(month, terms))
    world.money.record(world.adding(month, terms, confirm=refusal.fields["confirm"]))


@pytest.fixture
def world(money_anywhere: Money) -> Windows:
    """January and February were run and stated; the fee of both is changed afterwards."""
    world = Windows(money_anywhere)
    for month, amount in (("2026-01", 1000), ("2026-02", 500)):
        world.sales(amount, month=month)
        world.run(month)
        world.money.issue(world.lead, month)
    confirmed(world)
    world.revised()
    return world


def test_each_original_period_has_its_line_and_negative_ones_are_carried(world: Windows) -> None:
    """Fees 100 and 50 become 200 and 100; the other's 360 and 180 become 320 and 160."""
    world.sales(100, month="2026-03")
    assert world.run("2026-03") == {world.net: 20, world.lead: 48, world.other: 32}
    issued = world.money.issue(world.lead, "2026-03")
    lines = [(line.period, line.kind, line.amount_minor) for line in issued[world.net].lines]
    assert lines == [
        ("2026-01", "adjustment", 100), ("2026-02", "adjustment", 50), (None, "royalty", 20),
    ]  # fmt: skip
    totals = issued[world.other].totals
    assert (totals.royalties, totals.adjustments) == (32, -60)
    assert (totals.payable, totals.carried_out) == (0, -28)
    sheet = world.money.sheet(issued[world.other].id)
    first = sheet["lines"][0]
    assert (first["was_minor"], first["now_minor"], first["amount_minor"]) == (360, 320, -40)
    assert first["label"]["ja"].startswith("訂正 2026年1月分（条件の改訂 第2版）")
    assert first["label"]["en"].startswith("Correction for 2026-01 (version 2 of the terms)")
    assert "360円" in "".join(first["explanation"]["ja"])
    assert "入金前に差し引かれた" not in "".join(sheet["notes"]["ja"])


def test_a_statement_of_corrections_alone_is_issued(world: Windows) -> None:
    world.run("2026-03", empty=True)
    issued = world.money.issue(world.lead, "2026-03")
    assert issued[world.net].totals.payable == 150


def test_a_correction_is_explained_drawn_and_proved(world: Windows) -> None:
    world.run("2026-03", empty=True)
    statement = world.money.issue(world.lead, "2026-03")[world.net].id
    register = world.money.register
    publish_checkpoint(register)
    with register.ledger.reading() as conn:
        shown = show(conn, statement, OPERATOR_VIEWER)
        assert shown is not None
        first, second = reasons_of(conn, register.blobs, shown, OPERATOR_VIEWER)
        told = first.told(conn, register.blobs, "en", {})
    assert (told["period"], told["amount_minor"]) == ("2026-01", 100)
    assert "As computed before:" in told["sentences"]["computation"]
    assert first.graph().nodes
    assert second.graph().nodes


def test_a_bundle_with_revisions_is_audited_without_findings(
    world: Windows, tmp_path: Path
) -> None:
    world.sales(100, month="2026-03")
    world.run("2026-03")
    world.money.issue(world.lead, "2026-03")
    publish_checkpoint(world.money.register)
    export_bundle(world.money.register, tmp_path / "bundle")
    report = audit(tmp_path / "bundle")
    assert report.findings == ()
    assert {check.check: check.count for check in report.checks}["revisions"] == 1


def test_what_a_window_kept_is_corrected_with_its_fee(money: Money) -> None:
    """1,000 reported, 900 promised and received: the window kept its 100. At 20% it is due 200.

    The fee is 100 more; 100 were kept before and are now, too: 100 are to be paid.
    """
    world = Windows(money, distribute_on="receipt")
    report = world.sales(1000, remittance_minor=900)
    money.receive(world.agreement, report, 900, received_on=world.day)
    world.run()
    assert money.issue(world.lead, "2026-01")[world.net].totals.payable == 0
    confirmed(world)
    world.revised()
    world.run("2026-02", empty=True)
    assert money.issue(world.lead, "2026-02")[world.net].totals.payable == 100


def test_returns_are_valued_at_the_rate_paid_when_their_month_is_corrected(money: Money) -> None:
    """1,000 of January bore 10%; since February it is 20%. 200 of January came back.

    The window gives back 10% of 200, 20, not 40.
    """
    world = Windows(money)
    first = world.sales(1000)
    world.run()
    money.record(world.adding("2026-02"))
    money.issue(world.lead, "2026-01")
    lines = f"channel,work,month,amount\nstreaming,{world.work},2026-01,1000\n" + (
        f"streaming,{world.work},2026-01,-200\n"
    )
    stated = {"period": "2026-01", "supersedes": first}
    draft = money.prepared(world.agreement, world.net, lines.encode(), **stated).command
    confirm = money.refused(draft).fields["confirm"]
    money.record(draft.model_copy(update={"confirm": confirm}))
    world.revised()
    world.run("2026-02", empty=True)
    (line,) = money.issue(world.lead, "2026-02")[world.net].lines
    assert (line.period, line.amount_minor) == ("2026-01", -20)
