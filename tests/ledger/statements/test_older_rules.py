"""Statements by `statement/1` stay what they are; the next one takes over what they carry."""

from pathlib import Path

from money_stage import Money, rate, step, terms

from ledger.jobs.bundle import export_bundle
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.verify import verify_register
from ledger.statements.commands import IssueStatement, StatementTotals
from ledger.statements.totals import RULES, Payment, figures_of
from tests.audit.audited import audited

PERSON = {"kind": "person", "country": "JP", "invoice_number": None}


def by_older_rules(draft: IssueStatement, carried_in: int = 0) -> IssueStatement:
    """The same statement as it was issued before lines named kinds of income."""
    lines = tuple(line.model_copy(update={"income": None}) for line in draft.lines)
    payment = Payment(payee=PERSON, currency="JPY", paid_on=draft.payment_date, is_own=False)
    figures = figures_of(lines, carried_in, payment)
    return draft.model_copy(
        update={
            "lines": lines,
            "totals": StatementTotals.of(figures.totals),
            "tax": figures.tax,
            "carried": None,
        }
    )


def test_a_chain_of_statements_passes_from_the_older_rules_to_the_newer(
    money: Money, tmp_path: Path
) -> None:
    """1,000 paid by the older rules (102 withheld), -400 carried by them; then 900 - 400 = 500.

    Of the 500, 51 are withheld: the deficit came without a kind and lowers the one kind there is.
    """
    payer, writer = money.company("幹事社"), money.named_person("甲")
    clauses = terms(step("author", "royalty/1", basis="received", rate=rate(1, 10), payee=writer))
    agreement = money.agreement(payer, clauses, distribute_on="report")
    issued = []
    for period, amount, carried in (("2026-03", 10_000, 0), ("2026-04", -4_000, 0)):
        money.sales(agreement, payer, money.work(f"作品{period}"), amount, period=period)
        money.run(agreement, period)
        (draft,) = money.drafts(payer, period)
        issued.append(by_older_rules(draft, carried))
        money.record(issued[-1])
    assert [one.tax["rules"] for one in issued] == [RULES, RULES]
    assert [one.totals.withholding for one in issued] == [102, 0]
    assert issued[1].totals.carried_out == -400

    money.sales(agreement, payer, money.work("続編"), 9_000, period="2026-05")
    money.run(agreement, "2026-05")
    newer = money.issue(payer, "2026-05")[writer]
    assert newer.tax["rules"] == "statement/2"
    assert (newer.totals.carried_in, newer.totals.payable) == (-400, 500)
    assert newer.totals.withholding == 51

    money.sales(agreement, payer, money.work("外伝"), 1_000, period="2026-06")
    money.run(agreement, "2026-06")
    (draft,) = money.drafts(payer, "2026-06")
    assert money.refused(by_older_rules(draft)).code == "statement-rules-outdated"

    report = verify_register(money.register, views=True, commands=True)
    assert report.findings == ()
    publish_checkpoint(money.register)
    export_bundle(money.register, tmp_path / "bundle")
    assert audited(tmp_path / "bundle").findings == ()
