"""The description of the API describes every route, and its examples fit the models."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from api import examples
from api.app import create_app_from_settings
from api.credits import AmendWorkBody, ElementBody, WorkBody
from api.reports import ReportQuery
from api.routes.payouts import PayoutBody
from api.routes.statements import IssueBody
from contracts.terms import parse_terms
from ledger.access.commands import GrantAccess, RevokeAccess
from ledger.agreements.commands import AddTerms, RecordAgreement
from ledger.committees.commands import AmendCommittee, FormCommittee
from ledger.committees.milestone_commands import ReachMilestone
from ledger.debtors.commands import AssumeDebt
from ledger.ids import is_id
from ledger.jobs.people import Person
from ledger.keys.commands import RegisterKey, RevokeKey, RotateKey, SetKeyPolicy
from ledger.log import canonical
from ledger.parties.commands import (
    AddAlias,
    EndParty,
    RecordSuccession,
    RegisterCompany,
    ReturnParty,
    SetPayee,
)
from ledger.periods.commands import ClosePeriod, ReopenPeriod
from ledger.revenue.commands import RecordInvoice, RecordReceipt
from ledger.royalties.commands import RecordExpense
from ledger.works.commands import ClaimWork, FileNotice

DOCUMENT: dict[str, Any] = create_app_from_settings().openapi()
Operation = tuple[str, str, dict[str, Any]]


def operations() -> Iterator[Operation]:
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


OPERATIONS = list(operations())
NAMES = [f"{method.upper()} {path}" for path, method, _ in OPERATIONS]


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_each_route_has_tag_summary_example_and_problem(operation: Operation) -> None:
    path, method, described = operation
    assert len(described["tags"]) == 1
    assert described["summary"]
    assert described["description"].endswith(".")
    assert "\n" not in described["description"]
    answers = {code: body for code, body in described["responses"].items() if code != "default"}
    assert len(answers) == 1
    for content in next(iter(answers.values()))["content"].values():
        assert "example" in content
    assert "application/problem+json" in described["responses"]["default"]["content"]
    assert "security" in described
    if method == "post":
        for content in described["requestBody"]["content"].values():
            assert content["example"]
    for parameter in described.get("parameters", ()):
        if parameter["in"] == "path":
            assert "{" + parameter["name"] + "}" in path


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_every_reference_leads_somewhere(operation: Operation) -> None:
    for reference in re.findall(r"'\$ref': '([^']+)'", str(operation)):
        assert reference.startswith("#/components/schemas/")
        assert reference.rpartition("/")[2] in DOCUMENT["components"]["schemas"]


def test_each_write_takes_an_idempotency_key_and_a_token() -> None:
    for path, method, described in OPERATIONS:
        if method != "post":
            continue
        names = [parameter["name"] for parameter in described["parameters"]]
        assert "Idempotency-Key" in names, path
        assert described["security"] == [{"token": []}]


def test_each_list_is_paged_or_bounded() -> None:
    for path, method, described in OPERATIONS:
        names = {parameter["name"] for parameter in described.get("parameters", ())}
        if method == "get" and path.count("/") == 2 and path not in ("/v1/log", "/v1/calendar"):
            assert {"limit", "after"} <= names, path


def test_no_page_that_loads_scripts_from_elsewhere_is_served(world: Any) -> None:
    for path in ("/docs", "/redoc", "/docs/oauth2-redirect"):
        assert world.http.get(path).status_code == 404
    assert world.http.get("/openapi.json").json()["openapi"].startswith("3.")


ID = {
    RegisterCompany: ("id", examples.PARTY_ID),
    AddAlias: ("party", examples.PARTY_ID),
    SetPayee: ("party", examples.PARTY_ID),
    RecordSuccession: ("party", examples.LEAD_ID),
    EndParty: ("party", examples.LEAD_ID),
    ReturnParty: ("party", examples.LEAD_ID),
    FileNotice: ("work", examples.WORK_ID),
    WorkBody: ("id", examples.WORK_ID),
    AmendWorkBody: ("work", examples.WORK_ID),
    FormCommittee: ("id", examples.COMMITTEE_ID),
    AmendCommittee: ("committee", examples.COMMITTEE_ID),
    ReachMilestone: ("committee", examples.COMMITTEE_ID),
    RecordAgreement: ("id", examples.AGREEMENT_ID),
    AddTerms: ("agreement", examples.AGREEMENT_ID),
    AssumeDebt: ("agreement", examples.AGREEMENT_ID),
    RecordInvoice: ("id", "inv_01KAM3Z4T7H7J8K9M0N1P2Q3R4"),
    RecordReceipt: ("id", "rcpt_01KAM3Z4T7H7J8K9M0N1P2Q3R4"),
    GrantAccess: ("id", examples.GRANT_ID),
    RevokeAccess: ("id", examples.GRANT_ID),
    RotateKey: ("replaces", examples.KEY_ID),
    RevokeKey: ("key", examples.KEY_ID),
    SetKeyPolicy: ("party", examples.PARTY_ID),
}
BODIES: dict[str, tuple[type[BaseModel], dict[str, Any]]] = {
    "COMPANY": (RegisterCompany, examples.COMPANY),
    "PERSON": (Person, examples.PERSON),
    "ALIAS": (AddAlias, examples.ALIAS),
    "PAYEE": (SetPayee, examples.PAYEE),
    "SUCCESSION": (RecordSuccession, examples.SUCCESSION),
    "PARTY_END": (EndParty, examples.PARTY_END),
    "PARTY_RETURN": (ReturnParty, examples.PARTY_RETURN),
    "NOTICE": (FileNotice, examples.NOTICE),
    "WORK": (WorkBody, examples.WORK),
    "AMENDMENT": (AmendWorkBody, examples.AMENDMENT),
    "ELEMENT": (
        ElementBody,
        {**examples.ELEMENT, "id": examples.ELEMENT_ID, "work": examples.WORK_ID},
    ),
    "CLAIM": (ClaimWork, {**examples.CLAIM, "id": examples.CLAIM_ID, "work": examples.WORK_ID}),
    "COMMITTEE": (FormCommittee, examples.COMMITTEE),
    "COMMITTEE_AMENDMENT": (AmendCommittee, examples.COMMITTEE_AMENDMENT),
    "MILESTONE_REACHED": (ReachMilestone, examples.MILESTONE_REACHED),
    "AGREEMENT": (RecordAgreement, examples.AGREEMENT),
    "ASSUMPTION": (AssumeDebt, examples.ASSUMPTION),
    "TERMS": (AddTerms, examples.TERMS),
    "INVOICE": (RecordInvoice, examples.INVOICE),
    "RECEIPT": (RecordReceipt, examples.RECEIPT),
    "PERIOD": (ClosePeriod, examples.PERIOD),
    "PERIOD_REOPENED": (ReopenPeriod, examples.PERIOD_REOPENED),
    "EXPENSE": (RecordExpense, examples.EXPENSE),
    "PAYOUT": (PayoutBody, examples.PAYOUT),
    "ISSUE": (IssueBody, examples.ISSUE),
    "GRANT": (GrantAccess, examples.GRANT),
    "REVOCATION": (RevokeAccess, examples.REVOCATION),
    "KEY": (RegisterKey, examples.KEY),
    "KEY_ROTATION": (RotateKey, examples.KEY_ROTATION),
    "KEY_REVOCATION": (RevokeKey, examples.KEY_REVOCATION),
    "KEY_POLICY": (SetKeyPolicy, examples.KEY_POLICY),
}


@pytest.mark.parametrize("name", BODIES)
def test_the_example_of_a_body_fits_its_model(name: str) -> None:
    kind, example = BODIES[name]
    field, value = ID.get(kind, ("", ""))
    body = {**example, field: value} if field else example
    kind.model_validate_json(canonical.encode(body))


def test_the_terms_of_the_example_can_be_computed() -> None:
    parse_terms(examples.TERMS["terms"])


def test_the_example_query_of_an_upload_fits() -> None:
    ReportQuery(
        agreement=examples.AGREEMENT_ID,
        reporter=examples.LEAD_ID,
        period="2026-Q2",
        basis="net",
    )


def test_every_id_in_the_examples_is_one() -> None:
    found = re.findall(
        r"\b(party|work|cmt|agr|rep|run|stmt|grant|claim|elem|subj)_(\w+)", str(vars(examples))
    )
    ids = [(prefix, body) for prefix, body in found if body.startswith("01")]
    assert len(ids) > 50
    for prefix, body in ids:
        assert is_id(f"{prefix}_{body}", prefix), f"{prefix}_{body}"
