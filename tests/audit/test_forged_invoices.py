"""Whoever forges a purchase document or an invoice is found at its entry."""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from forging import Parts, Said, found, told_by
from money_stage import open_money

from ledger.audit.words import problem_of
from ledger.blobs.blobs import Blobs
from tests.faults.invoiced import invoice_everything

PRESENTED, CONFIRMED, OBJECTED = (
    "purchase.presented/1", "purchase.confirmed/1", "purchase.objected/1",
)  # fmt: skip
ISSUED, INVOICED, NOTED = "invoice.issued/1", "revenue.invoiced/1", "party.registration_noted/1"
NOWHERE = "party_01KAM3Z4T0V6S8Q2YB5C9D7E1F"
NONE = "pinv_01KAM3Z4T0V6S8Q2YB5C9D7E1F"


@pytest.fixture(scope="module")
def invoiced(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Blobs]:
    for money in open_money(tmp_path_factory.mktemp("invoiced") / "home"):
        invoice_everything(money)
        told = told_by(money)
    return told


def facts(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["facts"].update(change)


def inside(name: str, **change: Any) -> Callable[[Parts], None]:
    def forge(parts: Parts) -> None:
        value = parts["facts"][name]
        (value[0] if isinstance(value, list) else value).update(change)

    return forge


def credit(**change: Any) -> Callable[[Parts], None]:
    return lambda parts: parts["credit"]["credit"].update(change)


# The first document is the author's: 3% of 1,000,000, 30,000 and 3,000 of tax, deemed by clause.
FORGED: list[tuple[str, int, Callable[[Parts], None], set[str]]] = [
    (PRESENTED, 0, facts(period="2026-04"), {"purchase-statement"}),
    (PRESENTED, 0, facts(supplier=NOWHERE), {"purchase-supplier"}),
    (PRESENTED, 0, facts(number="T1234567890123"), {"purchase-number"}),
    (PRESENTED, 0, facts(is_qualified=False), {"purchase-figures"}),
    (PRESENTED, 0, facts(replaces=NONE), {"purchase-replaces"}),
    (PRESENTED, 0, inside("lines", tax_class="out_of_scope"), {"purchase-classes"}),
    (PRESENTED, 0, inside("classes", tax_minor=3_001), {"purchase-tax"}),
    (PRESENTED, 0, inside("deeming", confirm_by="2026-01-01"), {"purchase-deeming"}),
    (PRESENTED, 0, credit(creditable_minor=3_001), {"purchase-credit"}),
    (CONFIRMED, 0, facts(purchase=NONE), {"purchase-unknown"}),
    (CONFIRMED, 0, facts(by=NOWHERE), {"purchase-speaker"}),
    (OBJECTED, 0, facts(parties=[NOWHERE]), {"purchase-readers"}),
    (ISSUED, 0, facts(number="2026-0002"), {"invoice-number"}),
    (ISSUED, 0, facts(issuer=NOWHERE), {"invoice-issuer"}),
    (ISSUED, 0, facts(tax_class="export_exempt"), {"invoice-class", "invoice-tax"}),
    (ISSUED, 0, facts(amount_minor=1), {"invoice-beside", "invoice-amount"}),
    (ISSUED, 0, facts(tax_minor=100_001), {"invoice-tax"}),
    (ISSUED, 0, facts(registration="T1234567890123"), {"invoice-registration"}),
    (ISSUED, 0, facts(is_qualified=False), {"invoice-qualified"}),
    (ISSUED, 1, facts(of=[]), {"invoice-of"}),
    (ISSUED, 1, facts(kind="invoice"), {"invoice-kind"}),
    (INVOICED, 0, facts(amount_minor=1), {"invoice-beside"}),
]


def test_sound_invoices_have_no_finding(invoiced: tuple[Said, Blobs]) -> None:
    assert found(*invoiced) == set()


@pytest.mark.parametrize(("kind", "nth", "forge", "codes"), FORGED)
def test_a_forged_invoice_is_found(
    invoiced: tuple[Said, Blobs],
    kind: str,
    nth: int,
    forge: Callable[[Parts], None],
    codes: set[str],
) -> None:
    said = copy.deepcopy(invoiced[0])
    index, parts = [(at, parts) for at, event_type, parts in said if event_type == kind][nth]
    forge(parts)
    problems = found(said, invoiced[1])
    at_place = {code for code, at in problems if at in (index, index + 1)}
    assert codes <= at_place, at_place
    for code, _ in problems:
        assert all(problem_of(code, lang) != code for lang in ("ja", "en"))


def test_a_registration_moved_before_an_invoice_forbids_it(invoiced: tuple[Said, Blobs]) -> None:
    """A note says that a member's registration ended this year; it is moved to before the invoice
    was issued, and the invoice is no qualified one any more."""
    said = copy.deepcopy(invoiced[0])
    (note,) = [parts for _, event_type, parts in said if event_type == NOTED]
    index = next(at for at, event_type, _ in said if event_type == ISSUED)
    note["facts"]["day"] = date(2026, 1, 15).isoformat()
    place = next(n for n, (_, event_type, _) in enumerate(said) if event_type == NOTED)
    moved = said.pop(place)
    first = next(n for n, (_, event_type, _) in enumerate(said) if event_type == INVOICED)
    said.insert(first, moved)
    assert ("invoice-qualified", index) in found(said, invoiced[1])
