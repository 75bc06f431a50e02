"""Verification gathers a run's sources from the facts alone: costs, corrections, held money too."""

import json
import sqlite3

import damage
import pytest
from money_stage import Money, csv_of, rate, step, terms

from ledger.jobs.payouts import Asked, run_payout
from ledger.jobs.verify import verify_register


@pytest.fixture
def ready(money: Money) -> Money:
    """Two months: a cost, a corrected report, money held for want of a window, then released."""
    studio, platform = money.company("星雲スタジオ"), money.company("配信プラットフォーム")
    work = money.work("星の図書館", studio)
    clauses = terms(
        step("no-window", "hold/1", channels=["streaming"]),
        step("promotion", "expense/1"),
        step("window", "commission/1", basis="remainder", rate=rate(1, 10), payee=platform),
        step("members", "split/1", payees=[{"payee": studio, "share": rate(1, 1)}]),
    )
    agreement = money.agreement(studio, clauses, works=(work,), distribute_on="report")
    money.expense(agreement, "promotion", 5_000)
    wrong = money.sales(agreement, platform, work, 90_000)
    lines = (f"streaming,JP,{work},2026-03,1,100000", f"game,JP,{work},2026-03,1,7000")
    money.report(agreement, platform, csv_of(*lines), supersedes=wrong)
    money.run(agreement, "2026-03")
    money.sales(agreement, platform, work, 50_000, period="2026-04")
    money.run(agreement, "2026-04")
    return money


def test_costs_corrections_and_held_money_come_out_again(ready: Money) -> None:
    report = verify_register(ready.register, views=True)
    assert report.findings == ()
    counted = {check.check: check.count for check in report.checks}
    assert counted["payouts"] == 2


def payouts(money: Money) -> list[int]:
    conn = sqlite3.connect(money.register.home / "register.db")
    rows = conn.execute("SELECT idx, leaf FROM entry ORDER BY idx").fetchall()
    conn.close()
    return [idx for idx, leaf in rows if json.loads(leaf)["type"] == "royalty.payout_closed/1"]


def test_a_cost_made_larger_afterwards_is_found(ready: Money) -> None:
    conn = sqlite3.connect(ready.register.home / "register.db")
    rows = conn.execute("SELECT idx, leaf FROM entry").fetchall()
    conn.close()
    (index,) = [i for i, leaf in rows if b"royalty.expense_recorded/1" in leaf]

    def enlarge(body: damage.Body) -> None:
        body["amount_minor"] *= 2

    damage.rewrite(ready.register.home, index, "facts", enlarge)
    codes = {finding.code for finding in verify_register(ready.register).findings}
    assert codes == {"payout-expenses", "command-differs"}


def test_a_run_without_its_trace_cannot_be_computed(ready: Money) -> None:
    first = payouts(ready)[0]
    blobs = ready.register.blobs
    conn = sqlite3.connect(ready.register.home / "register.db")
    (data,) = conn.execute(
        "SELECT data FROM part WHERE idx = ? AND name = 'facts'", (first,)
    ).fetchone()
    conn.close()
    blobs.path(json.loads(data)["body"]["trace"]["sha256"]).unlink()
    found = {(one.code, one.index) for one in verify_register(ready.register).findings}
    assert found == {("payout-not-computable", first), ("blob-missing", first)}


def test_a_run_closed_before_it_is_due_is_refused_and_leaves_verification_clean(
    ready: Money,
) -> None:
    with pytest.raises(Exception, match="payout-exists"):
        run_payout(ready.register, Asked(ready_agreement(ready), "2026-04"))
    assert verify_register(ready.register).findings == ()


def ready_agreement(money: Money) -> str:
    conn = sqlite3.connect(money.register.home / "register.db")
    (agreement,) = conn.execute("SELECT id FROM v_agreement").fetchone()
    conn.close()
    return str(agreement)


def test_a_fact_of_an_unknown_type_is_named(ready: Money) -> None:
    damage.retype(ready.register.home, 0, "party.unheard_of/1")
    codes = {finding.code for finding in verify_register(ready.register).findings}
    assert "unknown-fact" in codes


def test_a_fact_with_a_missing_field_is_named(ready: Money) -> None:
    damage.rewrite(ready.register.home, 0, "facts", lambda body: body.pop("names"))
    codes = {finding.code for finding in verify_register(ready.register).findings}
    assert "fact-malformed" in codes
