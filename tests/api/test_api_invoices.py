"""Purchase documents and invoices over HTTP: presented, confirmed, issued, summed up."""

from typing import Any

import pytest

from api import invoices_examples as examples
from api.routes.invoices import IssueBody, PeriodBody, PresentBody
from ledger.ids import INVOICE, PURCHASE, is_id
from ledger.invoices.commands import AgreePurchases, ConfirmPurchase, ObjectPurchase
from ledger.log import canonical
from ledger.parties.commands import NoteRegistration
from tests.api.world import Production, World, report


@pytest.fixture
def statements(world: World, production: Production) -> dict[str, str]:
    """Statements of a quarter; payee to id."""
    report(world, production)
    body = {"agreement": production.agreement, "period": "2026-Q2"}
    world.made("payouts", body, production.as_lead)
    body = {"payer": production.lead, "period": "2026-Q2"}
    issued = world.post("statements", body, production.as_lead).json()["items"]
    shown = [world.get(f"statements/{one['id']}", production.as_lead).json() for one in issued]
    return {one["payee"]: one["id"] for one in shown}


@pytest.fixture
def purchase(world: World, production: Production, statements: dict[str, str]) -> str:
    """The creator's document."""
    body = {"statement": statements[production.creator]}
    id = world.made("purchases", body, production.as_lead)
    assert is_id(id, PURCHASE)
    return id


def test_the_payee_reads_confirms_and_does_not_learn_the_payers_credit(
    world: World, production: Production, purchase: str
) -> None:
    own = world.get(f"purchases/{purchase}", production.as_creator).json()
    assert (own["standing"], own["is_qualified"]) == ("waiting", False)
    assert "credit" not in own
    payer = world.get(f"purchases/{purchase}", production.as_lead).json()
    assert payer["credit"]["kind"] in ("transitional", "none")
    body = {"by": production.creator}
    world.made(f"purchases/{purchase}/confirmation", body, production.as_creator)
    listed = world.get("purchases", production.as_creator).json()["items"]
    assert [(one["id"], one["standing"]) for one in listed] == [(purchase, "confirmed")]
    assert world.get(f"purchases/{purchase}", production.as_member).status_code == 404


def test_an_objection_is_heard(world: World, production: Production, purchase: str) -> None:
    body = {"by": production.creator, "reason": "率が違います。", "line": 1}
    world.made(f"purchases/{purchase}/objections", body, production.as_creator)
    shown = world.get(f"purchases/{purchase}", production.as_lead).json()
    assert (shown["standing"], shown["said"][0]["reason"]) == ("objected", "率が違います。")


def test_files_are_served_to_whom_they_concern(
    world: World, production: Production, purchase: str
) -> None:
    page = world.get(f"purchases/{purchase}", production.as_creator, format="pdf", lang="en")
    assert (page.status_code, page.content[:4]) == (200, b"%PDF")
    sheet = world.get(f"purchases/{purchase}", production.as_creator, format="json").json()
    assert sheet["document"] == "purchase/1"
    assert "credit" not in sheet


def test_a_period_is_presented_and_summed_up(
    world: World, production: Production, statements: dict[str, str]
) -> None:
    assert statements
    body = {"payer": production.lead, "period": "2026-Q2"}
    done = world.post("purchases/period", body, production.as_lead).json()
    assert (len(done["items"]), done["left_out"], done["unpaid"]) == (2, [], 1)
    span = {"payer": production.lead, "from": "2026-01-01", "to": "2999-12-31"}
    rows = world.get("invoices/summary", production.as_lead, **span).json()["items"]
    assert {row["tax_class"] for row in rows} == {"standard", "not_taxable"}
    table = world.get("invoices/summary", production.as_lead, **span, format="csv").text
    assert table.startswith("\ufeff仕入・売上")
    assert world.get("invoices/summary", production.as_creator, **span).status_code == 404


def test_a_clause_and_a_registration_are_recorded_by_whom_they_concern(
    world: World, production: Production
) -> None:
    clause = {**examples.CLAUSE, "payer": production.lead, "payee": production.creator}
    assert world.post("purchase-clauses", clause, production.as_creator).status_code == 201
    path = f"parties/{production.creator}/registration"
    noted = {**examples.REGISTRATION, "kind": "registered"}
    assert world.post(path, noted, production.as_member).status_code == 403
    assert world.post(path, noted, production.as_creator).status_code == 201


def licensed(world: World, production: Production) -> tuple[str, dict[str, str]]:
    """A report of a licensee, who has a token."""
    licensee = world.company("配信会社")
    as_licensee = world.token("studio", licensee)
    line = f"streaming,JP,{production.work},2026-04,1,500000"
    csv = f"channel,territory,work,month,units,amount\n{line}\n"
    said: dict[str, Any] = {
        "agreement": production.agreement, "reporter": licensee, "period": "2026-Q2",
        "basis": "net",
    }  # fmt: skip
    uploaded = world.upload(csv.encode(), world.operator, **said)
    assert uploaded.status_code == 201, uploaded.text
    return uploaded.json()["id"], as_licensee


def test_a_licensee_is_invoiced_once_and_reads_it(world: World, production: Production) -> None:
    received, as_licensee = licensed(world, production)
    body = {"report": received, "due_on": "2999-12-31"}
    refused = world.post("issued-invoices", body, production.as_lead).json()
    assert refused["code"] == "invoice-committee-not-registered"
    key = {**production.as_lead, "Idempotency-Key": "once"}
    first = world.post("issued-invoices", {**body, "is_plain": True}, key)
    again = world.post("issued-invoices", {**body, "is_plain": True}, key)
    assert (first.status_code, again.json()["id"]) == (201, first.json()["id"])
    id = first.json()["id"]
    assert is_id(id, INVOICE)
    shown = world.get(f"issued-invoices/{id}", as_licensee).json()
    assert (shown["amount_minor"], shown["tax_minor"]) == (500_000, 50_000)
    listed = world.get("issued-invoices", as_licensee, report=received).json()["items"]
    assert [one["id"] for one in listed] == [id]
    assert world.get(f"issued-invoices/{id}", production.as_creator).status_code == 404
    page = world.get(f"issued-invoices/{id}", as_licensee, format="pdf")
    assert page.content[:4] == b"%PDF"


def test_examples_of_invoices_fit_their_models() -> None:
    bodies: tuple[tuple[Any, dict[str, Any]], ...] = (
        (AgreePurchases, dict(examples.CLAUSE)),
        (PresentBody, dict(examples.PRESENTED)),
        (PeriodBody, dict(examples.PERIOD)),
        (ConfirmPurchase, {**examples.CONFIRMED, "purchase": examples.PURCHASE_ID}),
        (ObjectPurchase, {**examples.OBJECTED, "purchase": examples.PURCHASE_ID}),
        (NoteRegistration, {**examples.REGISTRATION, "party": examples.CLAUSE["payee"]}),
        (IssueBody, dict(examples.ISSUED)),
    )
    for model, body in bodies:
        model.model_validate_json(canonical.encode(body))
