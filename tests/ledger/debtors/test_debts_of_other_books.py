"""What follows an assumption: corrections, openings, shared accounts, statements, treaty forms."""

from datetime import date

from debtors_stage import DOCUMENT, Debts
from money_stage import Money, rate, step, terms
from stage import member, studio

from ledger.access.views import OPERATOR_VIEWER, Viewer
from ledger.accounts.commands import OpenAccount
from ledger.agreements.commands import AddTerms
from ledger.agreements.views import versions_of
from ledger.debtors.forms import forms_missing
from ledger.jobs.revisions import revise
from ledger.openings.commands import OpeningEntry, RecordOpening
from ledger.periods.commands import ClosePeriod
from ledger.royalties.views import page
from ledger.statements.views import show
from ledger.tax_forms.commands import FileTreatyForm
from ledger.values import Names


def test_a_correction_of_an_old_run_is_borne_by_the_new_debtor(money: Money) -> None:
    """March paid her 800 under one half. Afterwards it is three quarters: B owes 400 more."""
    debts = Debts(money, minimum=False)
    debts.sell("2026-03", 1_600)
    paid = debts.state(debts.a, "2026-03")
    assert paid.totals.payable == 800
    debts.assume()
    clauses = terms(
        step("author", "royalty/1", basis="received", rate=rate(3, 4), payee=debts.writer)
    )
    changed = AddTerms(
        agreement=debts.agreement, effective_month="2026-03", terms=clauses, reason="覚書"
    )
    refusal = money.refused(changed, studio(debts.b))
    confirmed = changed.model_copy(update={"confirm": refusal.fields["confirm"]})
    money.record(confirmed, studio(debts.b))
    revise(money.register, debts.agreement)
    money.run(debts.agreement, "2026-04", empty=True)
    stated = debts.state(debts.b, "2026-04")
    assert (stated.totals.adjustments, stated.totals.payable) == (400, 400)


def test_the_new_debtor_takes_the_agreement_over_from_other_books(money: Money) -> None:
    """A's books end with March: 300 were unpaid. B, who assumed it, opens and pays them."""
    debts = Debts(money, minimum=False)
    debts.assume("2026-04")
    with money.ledger.reading() as conn:
        (clauses,) = versions_of(conn, debts.agreement)
    entries = (
        OpeningEntry(kind="basis", step="author", amount_minor=1_000),
        OpeningEntry(kind="due", step="author", amount_minor=500),
        OpeningEntry(kind="paid", payee=debts.writer, amount_minor=200),
        OpeningEntry(kind="unpaid", payee=debts.writer, amount_minor=300),
    )
    money.record(
        RecordOpening(
            id=money.new("opn"), agreement=debts.agreement, as_of="2026-03", terms_version=1,
            terms_sha256=clauses.sha256, entries=entries, document=DOCUMENT, approved_by=debts.b,
        )
    )  # fmt: skip
    money.run(debts.agreement, "2026-04", empty=True)
    stated = debts.state(debts.b, "2026-04")
    assert stated.totals.payable == 300


def test_an_account_that_another_agreement_still_fills_keeps_the_debtor(money: Money) -> None:
    """Both recoup one advance of 500. After 500 of it are filled, the debtor may change."""
    debts = Debts(money, minimum=False)
    account, label = money.new("acc"), {"ja": "共通の前払金", "en": "common advance"}
    money.record(
        OpenAccount(
            id=account, payer=debts.a, currency="JPY", kind="advance", target_minor=500,
            label=Names(**label),
        )
    )  # fmt: skip
    clauses = terms(
        step("author", "royalty/1", basis="received", rate=rate(1, 2), payee=debts.writer),
        step("recoup", "recoup/1", account="advance", against="author"),
        accounts=[{"id": "advance", "kind": "advance", "target": {"amount": 500},
                   "label": label, "shared": account}],
    )  # fmt: skip
    first, second = (money.agreement(debts.a, clauses, distribute_on="report") for _ in range(2))
    refusal = money.refused(debts.assumption("2026-01", agreement=first))
    assert (refusal.code, refusal.fields["others"]) == ("assumption-shared-account", [second])
    money.sales(first, debts.a, debts.work, 1_000, period="2026-03")
    money.run(first, "2026-03")
    debts.assume("2026-04", agreement=first)
    money.record(
        AddTerms(agreement=first, effective_month="2026-06", terms=clauses | {
            "minimum_payment": {"amount": 10}}, reason="改定"), studio(debts.b)
    )  # fmt: skip


def test_a_statement_of_the_new_debtor_says_who_stays_liable(money: Money) -> None:
    debts = Debts(money, minimum=False)
    other = money.company("構成員株式会社")
    committee = money.committee(member(debts.a, "1/2"), member(other, "1/2"))
    agreement = debts.another(kind="committee", committee=committee)
    debts.sell("2026-01", 100, agreement)
    debts.assume("2026-02", agreement=agreement)
    debts.sell("2026-02", 100, agreement)
    stated = debts.state(debts.b, "2026-02")
    with money.ledger.reading() as conn:
        shown = show(conn, stated.id, OPERATOR_VIEWER)
    assert shown is not None
    (told,) = shown["assumed"]
    assert (told["manner"], told["liable"]) == ("cumulative", [debts.a, other])
    sheet = money.sheet(stated.id)
    assert sheet["notes"]["ja"][-1] == (
        "「配信許諾契約」の支払債務は、2026-02分から承継会社が引き受けました。旧幹事、"
        "構成員株式会社も、引き続き連帯して債務を負います（併存的債務引受）。"
    )
    assert "Still liable beside it" in sheet["notes"]["en"][-1]


def test_a_treaty_form_of_the_old_debtor_does_not_help_the_new(money: Money) -> None:
    debts = Debts(money, minimum=False)
    abroad = money.company("海外作画", country="US")
    clauses = terms(step("abroad", "royalty/1", basis="received", rate=rate(1, 2), payee=abroad))
    agreement = money.agreement(debts.a, clauses, distribute_on="report")
    form = {
        "payee": abroad, "country": "US", "article": "12", "filed_on": date(2026, 1, 31),
        "has_benefits_form": True, "document": DOCUMENT,
    }  # fmt: skip
    money.record(FileTreatyForm(id=money.new("form"), payer=debts.a, **form))
    debts.assume("2026-01", agreement=agreement)
    with money.ledger.reading() as conn:
        assert forms_missing(conn, agreement, date(2026, 4, 1)) == [abroad]
    money.record(FileTreatyForm(id=money.new("form"), payer=debts.b, **form))
    with money.ledger.reading() as conn:
        assert forms_missing(conn, agreement, date(2026, 4, 1)) == []


def test_the_new_debtor_closes_months_and_reads_what_was_before(money: Money) -> None:
    debts = Debts(money)
    debts.sell("2026-03", 1_600)
    debts.assume()
    money.refused(ClosePeriod(month="2026-03", agreement=debts.agreement), studio(debts.a))
    money.record(ClosePeriod(month="2026-03", agreement=debts.agreement), studio(debts.b))
    with money.ledger.reading() as conn:
        for party in (debts.a, debts.b):
            assert len(page(conn, Viewer("studio", party), agreement=debts.agreement)) == 1
