"""Bank details over HTTP: who proposes, who confirms, and who sees how much of a number."""

from typing import Any

import pytest
from bank_stage import FOREIGN

from api import bank_examples as examples
from ledger.access.tokens import NewToken, Tokens
from tests.api.world import Production, World, produce, report

OWN, OTHER = "1234567", "7654321"


class Desk:
    """A production, with a second operator and step-up tokens at hand."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.production: Production = produce(world)
        self.creator = self.production.creator
        self.path = f"parties/{self.creator}/bank-details"
        self.second = world.token("operator")

    def stepped(self, role: Any, party: str | None) -> dict[str, str]:
        register = self.world.register
        tokens = Tokens(register.engine, register.clock, register.entropy)
        made = tokens.create(NewToken(role, party))
        grave, _ = tokens.step_up(f"tok_{made.split('_')[1]}")
        return {"Authorization": f"Bearer {grave}"}

    def proposed(self) -> str:
        answer = self.world.post(self.path, examples.PROPOSAL)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def paid(self) -> None:
        """Close a run that gives the creator something."""
        made, lead = self.production, self.production.as_lead
        report(self.world, made)
        self.world.made("payouts", {"agreement": made.agreement, "period": "2026-Q2"}, lead)

    def confirmed(self) -> str:
        details = self.proposed()
        path = f"bank-details/{details}/confirmation"
        assert self.world.post(path, examples.CONFIRMATION, self.second).status_code == 201
        return details


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def test_two_operators_set_the_first_account_and_one_alone_does_not(desk: Desk) -> None:
    details = desk.proposed()
    path = f"bank-details/{details}/confirmation"
    assert code(desk.world.post(path, examples.CONFIRMATION)) == (403, "second-person-needed")
    assert desk.world.post(path, examples.CONFIRMATION, desk.second).status_code == 201
    again = desk.world.post(path, examples.CONFIRMATION, desk.second)
    assert code(again) == (409, "bank-details-decided")


def test_a_creator_proposes_with_a_step_up_token_only(desk: Desk) -> None:
    plain = desk.world.post(desk.path, examples.PROPOSAL, desk.production.as_creator)
    assert code(plain) == (403, "step-up-needed")
    grave = desk.stepped("creator", desk.creator)
    assert desk.world.post(desk.path, examples.PROPOSAL, grave).status_code == 201


def test_the_operators_second_person_confirms_and_nobody_else_hears_of_it(desk: Desk) -> None:
    details = desk.proposed()
    desk.paid()
    path = f"bank-details/{details}/confirmation"
    stranger = produce(desk.world, "月の庭").as_lead
    body = examples.CONFIRMATION
    assert code(desk.world.post(path, body, stranger)) == (404, "bank-details-not-found")
    unknown = path.replace(details, examples.BANK_DETAILS_ID)
    assert code(desk.world.post(unknown, body, stranger)) == (404, "bank-details-not-found")
    for who in (desk.production.as_member, desk.production.as_lead):
        assert code(desk.world.post(path, body, who)) == (404, "bank-details-not-found")
    assert desk.world.post(path, body, desk.second).status_code == 201


def test_the_same_request_seals_and_records_once(desk: Desk) -> None:
    who = {**desk.world.operator, "Idempotency-Key": "account-1"}
    first, second = (desk.world.post(desk.path, examples.PROPOSAL, who) for _ in range(2))
    assert (second.json(), second.headers["Idempotent-Replayed"]) == (first.json(), "true")


def test_a_wrong_account_is_told_by_field_value_and_what_would_be_right(desk: Desk) -> None:
    account = {**examples.PROPOSAL["account"], "branch": "998"}
    answer = desk.world.post(desk.path, {**examples.PROPOSAL, "account": account})
    assert code(answer) == (422, "branch-unknown")
    assert (answer.json()["field"], answer.json()["value"]) == ("branch", "998")


def seen(desk: Desk, who: dict[str, str], **query: Any) -> Any:
    return desk.world.get(desk.path, who, **query)


def test_operator_and_party_see_all_and_numbers_in_full_when_they_ask(desk: Desk) -> None:
    details = desk.confirmed()
    for who in (desk.second, desk.production.as_creator):
        (row,) = seen(desk, who).json()["items"]
        assert (row["id"], row["account"]["account_number"]) == (details, "…567")
        assert OWN not in str(row)
        (row,) = seen(desk, who, full="true").json()["items"]
        assert row["account"]["account_number"] == OWN
    assert seen(desk, desk.production.as_creator).json()["items"][0]["confirmation"]["how"]


def test_a_payer_that_has_to_pay_reads_back_the_last_digits_and_no_more(desk: Desk) -> None:
    """An agreement alone shows nothing: anybody can record one that names her."""
    lead, production = desk.production.as_lead, desk.production
    details = desk.proposed()
    desk.paid()
    assert code(seen(desk, lead)) == (404, "bank-details-not-found")
    desk.world.post("statements", {"payer": production.lead, "period": "2026-Q2"}, lead)
    (row,) = seen(desk, lead).json()["items"]
    assert row["account"]["account_number"] == "…567"
    assert "proposed_by" not in row
    assert "details" not in row
    assert code(seen(desk, lead, full="true")) == (403, "bank-numbers-closed")
    answer = desk.world.post(f"bank-details/{details}/confirmation", examples.CONFIRMATION, lead)
    assert code(answer) == (404, "bank-details-not-found")


def test_an_auditor_with_a_grant_sees_commitments_alone(desk: Desk) -> None:
    details = desk.confirmed()
    auditor = desk.world.company("監査法人")
    grant = {"grantee": auditor, "objects": [desk.creator], "reason": "会計監査"}
    desk.world.made("grants", grant)
    who = desk.world.token("auditor", auditor)
    (row,) = seen(desk, who).json()["items"]
    assert (row["id"], len(row["details"])) == (details, 64)
    assert "account" not in row
    assert code(seen(desk, who, full="true")) == (403, "bank-numbers-closed")


def test_everybody_else_hears_that_there_are_none(desk: Desk) -> None:
    desk.confirmed()
    strangers = [
        produce(desk.world, "月の庭").as_lead,
        desk.world.token("auditor", desk.world.company("監査")),
    ]
    for who in strangers:
        assert code(seen(desk, who)) == (404, "bank-details-not-found")
    nobody = f"parties/{examples.CREATOR_ID}/bank-details"
    assert code(desk.world.get(nobody, desk.second)) == (404, "bank-details-not-found")


def test_not_me_is_said_without_a_step_up(desk: Desk) -> None:
    details = desk.proposed()
    path = f"bank-details/{details}/withdrawal"
    assert desk.world.post(path, examples.WITHDRAWAL, desk.production.as_creator).status_code == 201
    (row,) = seen(desk, desk.second).json()["items"]
    assert (row["status"], row["is_alarm"]) == ("withdrawn", True)


def test_an_account_abroad_is_shown_by_bank_and_last_digits(desk: Desk) -> None:
    body = {**examples.PROPOSAL, "account": {**FOREIGN, "address": list(FOREIGN["address"])}}
    assert desk.world.post(desk.path, body).status_code == 201
    (row,) = seen(desk, desk.second).json()["items"]
    assert row["account"] == {"kind": "foreign", "bank": "CHASUS33", "account_number": "…789"}
