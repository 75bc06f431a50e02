"""Payments over HTTP: the payer's in full, a payee's own items, nobody else's at all."""

from dataclasses import dataclass
from typing import Any

import pytest
from money_stage import Money
from payment_stage import Payer

from tests.api.world import World

_CODE = {"client_code": "1234567890"}


@dataclass
class Site:
    """A studio that owes two people, and everybody's tokens."""

    world: World
    payer: Payer
    people: list[str]
    tokens: list[dict[str, str]]

    def prepared(self) -> str:
        """Prepare over HTTP as the studio's first accountant."""
        body = {"payer": self.payer.studio, "due": "2027-12-31"}
        answer = self.world.post("payments", body, self.tokens[0])
        assert answer.status_code == 201, answer.text
        (item,) = answer.json()["items"]
        return str(item["id"])

    def approve(self, payment: str, who: int = 1) -> Any:
        """Approve as one of the accountants."""
        shown = self.world.get(f"payments/{payment}", self.tokens[0]).json()
        body = {"kind": "payments", "subject": payment, "asked": shown["approval"]["asked_index"]}
        return self.world.post("approvals", body, self.tokens[who])


@pytest.fixture
def site(world: World) -> Site:
    """The register behind the application, with accounts in force."""
    payer = Payer(Money(world.register))
    people = [payer.person("青空 純"), payer.person("月野 桃")]
    for number, person in enumerate(people):
        payer.with_account(person, account_number=f"123456{number}")
    payer.owe(dict.fromkeys(people, 1_000))
    payer.bank.pass_days()
    tokens = [world.token("studio", payer.studio) for _ in range(2)]
    return Site(world, payer, people, tokens)


def test_a_payment_goes_from_preparation_to_its_file(site: Site) -> None:
    payment = site.prepared()
    refused = site.world.post(f"payments/{payment}/files", _CODE, site.tokens[0])
    assert (refused.status_code, refused.json()["code"]) == (409, "approval-missing")
    assert site.approve(payment).status_code == 201
    made = site.world.post(f"payments/{payment}/files", _CODE, site.tokens[0]).json()
    (file,) = made["exported"]["files"]
    name = file["file"]["name"]
    data = site.world.get(f"payments/{payment}/files/{name}", site.tokens[1])
    assert (data.status_code, data.content[:4]) == (200, b"1210")
    assert data.headers["cache-control"] == "no-store"


def test_a_payee_reads_what_pays_her_and_no_file(site: Site) -> None:
    payment = site.prepared()
    creator = site.world.token("creator", site.people[0])
    shown = site.world.get(f"payments/{payment}", creator).json()
    assert [item["payee"] for item in shown["items"]] == [site.people[0]]
    assert "transfer_minor" not in shown
    site.approve(payment)
    site.world.post(f"payments/{payment}/files", _CODE, site.tokens[0])
    answer = site.world.get(f"payments/{payment}/files/x.txt", creator)
    assert (answer.status_code, answer.json()["code"]) == (404, "payment-not-found")


def test_an_auditor_of_the_payer_sees_sums_and_nobodys_account(site: Site) -> None:
    payment = site.prepared()
    site.approve(payment)
    made = site.world.post(f"payments/{payment}/files", _CODE, site.tokens[0]).json()
    (file,) = made["exported"]["files"]
    auditor = site.world.token("auditor", site.payer.studio)
    assert site.world.get(f"payments/{payment}", auditor).status_code == 200
    answer = site.world.get(f"payments/{payment}/files/{file['file']['name']}", auditor)
    assert (answer.status_code, answer.json()["code"]) == (403, "bank-numbers-closed")


def test_a_stranger_hears_that_there_is_nothing(site: Site) -> None:
    payment = site.prepared()
    stranger = site.world.token("studio", site.payer.money.company("他社"))
    assert site.world.get("payments", stranger).json()["items"] == []
    assert site.world.get(f"payments/{payment}", stranger).status_code == 404
    body = {"reason": "いたずら"}
    answer = site.world.post(f"payments/{payment}/cancellation", body, stranger)
    assert answer.status_code == 404


def test_the_same_request_prepares_nothing_twice(site: Site) -> None:
    body = {"payer": site.payer.studio, "due": "2027-12-31"}
    headers = {**site.tokens[0], "Idempotency-Key": "january"}
    first, again = (site.world.post("payments", body, headers) for _ in range(2))
    assert first.json()["items"] == again.json()["items"]
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_payment_is_called_off_and_what_it_paid_is_payable_again(site: Site) -> None:
    payment = site.prepared()
    site.world.made(f"payments/{payment}/cancellation", {"reason": "誤り"}, site.tokens[0])
    assert site.prepared() != payment
