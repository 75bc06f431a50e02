"""Whoever forges a kind of income, a treaty form or a carried amount is found by name of the entry."""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from forging import Parts, Said, found, told_by
from money_stage import Money, open_money, rate, step, terms
from stage import digest

from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from ledger.tax_forms.commands import FileTreatyForm
from ledger.values import DocumentRef

FORM, STATEMENT = "tax.treaty_form_filed/1", "statement.issued/1"


def record_taxes(money: Money) -> None:
    """4,000 for a designer abroad with a form; of 6,000 left 1,800 for a writer, which wait once."""
    payer = money.company("幹事社")
    abroad = money.named_person("ジェーン・ドウ", residence="US")
    writer = money.named_person("甲")
    money.record(
        FileTreatyForm(
            id=money.new("form"), payer=payer, payee=abroad, country="US", article="12",
            filed_on=date(2026, 3, 1), has_benefits_form=True,
            document=DocumentRef(sha256=digest("form")),
        )
    )  # fmt: skip
    clauses = terms(
        step("abroad", "royalty/1", basis="received", rate=rate(2, 5), payee=abroad),
        step("writer", "royalty/1", basis="received", rate=rate(3, 10), payee=writer),
        minimum_payment={"amount": 2_000},
    )
    agreement = money.agreement(payer, clauses, distribute_on="report")
    for period in ("2026-03", "2026-04"):
        money.sales(agreement, payer, money.work(f"作品{period}"), 10_000, period=period)
        money.run(agreement, period)
        money.issue(payer, period)


@pytest.fixture(scope="session")
def taxed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    for money in open_money(tmp_path_factory.mktemp("taxed") / "home"):
        record_taxes(money)
        told = told_by(money)
    return told


def test_the_sound_register_has_no_finding(taxed: tuple[Said, Blobs]) -> None:
    assert found(*taxed) == set()


def line(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["facts.lines/0"]["items"][0].update(change)


def facts(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"].update(change)


def tax(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"]["tax"].update(change)


def carried(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"]["carried"][0].update(change)


# Statements, in order: abroad and the writer for March, then both for April.
FORGED: list[tuple[str, int, Callable[[Parts], None], set[str]]] = [
    (STATEMENT, 0, line(income="fee"), {"statement-income"}),
    (STATEMENT, 0, line(treatment="distribution"), {"statement-income"}),
    (STATEMENT, 1, line(income=None), {"statement-income"}),
    (STATEMENT, 1, carried(income="partnership"), {"statement-carried-parts"}),
    (STATEMENT, 1, carried(amount_minor=1_799), {"statement-carried-parts"}),
    (STATEMENT, 1, facts(final=True), {"statement-totals", "statement-carried-parts"}),
    (STATEMENT, 1, tax(minimum_payment="1"), {"statement-tax"}),
    (STATEMENT, 2, tax(treaty_form="form_01K00000000000000000000000"), {"statement-tax"}),
    (STATEMENT, 2, tax(rules="statement/1"), {"statement-rules", "statement-tax"}),
    (FORM, 0, facts(country="GB"), {"form-country"}),
    (FORM, 0, facts(valid_to="2026-02-28"), {"form-never-valid"}),
    (FORM, 0, facts(article="10"), set()),
    (FORM, 0, facts(has_benefits_form=False), set()),
]


@pytest.mark.parametrize(("kind", "nth", "forge", "codes"), FORGED)
def test_what_was_forged_is_found(
    taxed: tuple[Said, Blobs],
    kind: str,
    nth: int,
    forge: Callable[[Parts], None],
    codes: set[str],
) -> None:
    """A form that helps no more is found at the statements that relied on it."""
    said = copy.deepcopy(taxed[0])
    index, parts = [(at, parts) for at, event_type, parts in said if event_type == kind][nth]
    forge(parts)
    problems = found(said, taxed[1])
    assert codes <= {code for code, at in problems if at == index}
    if kind == FORM and not codes:
        statements = [at for at, event_type, _ in said if event_type == STATEMENT]
        assert ("statement-tax", statements[0]) in problems
    for code, _ in problems:
        assert all(problem_of(code, lang) != code for lang in ("ja", "en"))


def test_a_form_on_file_twice_is_found(taxed: tuple[Said, Blobs]) -> None:
    said = copy.deepcopy(taxed[0])
    place = next(n for n, (_, event_type, _) in enumerate(said) if event_type == FORM)
    index, event_type, parts = copy.deepcopy(said[place])
    said.insert(place + 1, (index, event_type, parts))
    assert ("form-twice", index) in found(said, taxed[1])
