"""Papers over HTTP: each reader gets what he may read, and nothing tells strangers more."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from api import rights_examples
from ledger.jobs.publish import publish_checkpoint
from ledger.jobs.title_archive import check_pack
from ledger.log.log_keys import LogKeys
from ledger.log.package import read_package
from tests.api.world import Production, World

HALF = {"num": 1, "den": 2}


@pytest.fixture
def held(world: World, production: Production) -> str:
    """Lead and member hold the work in halves."""
    stakes = [{"holder": party, "share": HALF} for party in (production.lead, production.member)]
    body = {**rights_examples.TITLE, "work": production.work, "stakes": stakes}
    return world.made("rights/titles", body)


def text_in(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_everybody_may_print_what_credits_say_of_a_committee(
    world: World, production: Production
) -> None:
    answer = world.get(f"committees/{production.committee}/paper")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert "誰がどの権利について署名するか" in text_in(answer.content)


def test_members_print_shares_and_strangers_do_not(world: World, production: Production) -> None:
    path = f"committees/{production.committee}/paper/content"
    members = world.get(path, production.as_member, edition="members", lang="en")
    assert members.status_code == 200
    assert "Investment" in str(members.json()["blocks"])
    partner = world.get(path, production.as_member, edition="partner", lang="en").json()
    assert "Investment" not in str(partner["blocks"])
    refused = world.get(path, edition="partner")
    assert (refused.status_code, refused.json()["code"]) == (403, "paper-not-for-reader")


def test_a_holder_fetches_a_pack_that_checks_offline(
    world: World, production: Production, held: str
) -> None:
    publish_checkpoint(world.register)
    path = f"works/{production.work}/title"
    printed = world.get(f"{path}/paper", production.as_lead, lang="en", on="2027-04-01")
    assert "Chain of title" in text_in(printed.content)
    pack = world.get(f"{path}/pack", production.as_lead, on="2027-04-01")
    assert pack.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(pack.content)) as archive:
        genesis = read_package(archive.read("disclosure.json")).genesis
    checked = check_pack(pack.content, [LogKeys.of_genesis(genesis).newest])
    assert checked.established.reader == production.lead
    assert list(checked.chain["grants"]) == [held]


def test_a_stranger_hears_nothing_of_a_chain(
    world: World, production: Production, held: str
) -> None:
    assert held
    for name in ("paper", "pack"):
        answer = world.get(f"works/{production.work}/title/{name}", production.as_creator)
        assert (answer.status_code, answer.json()["code"]) == (404, "rights-not-found")


def test_a_party_generates_a_text_and_puts_its_hash_on_record(
    world: World, production: Production
) -> None:
    path = f"texts/{production.agreement}"
    made = world.get(path, production.as_lead).json()
    assert made["text"].startswith("ひな型")
    body = {name: value for name, value in made.items() if name != "text"}
    answer = world.post("texts", body, production.as_lead)
    assert answer.status_code == 201, answer.text
    (listed,) = world.get(f"{path}/records", production.as_lead).json()["items"]
    assert listed["sha256"] == made["sha256"]
    printed = text_in(world.get(f"{path}/paper", production.as_lead).content)
    assert "弁護士の確認が必要です" in printed


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"entry": 1}, 409, "paper-outdated"),
        ({"template": "licence/1"}, 422, "paper-template-of-another-kind"),
        ({"kind": "committee", "template": "committee/1"}, 422, "paper-of-another-kind"),
        ({"of": "agr_01KAM3Z4T0V6S8Q2YB5C9D7E1F"}, 404, "object-not-found"),
    ],
    ids=["entry", "template", "kind", "unknown"],
)
def test_a_hash_that_stands_for_nothing_is_refused(
    world: World, production: Production, change: dict[str, Any], status: int, code: str
) -> None:
    made = world.get(f"texts/{production.agreement}", production.as_lead).json()
    del made["text"]
    answer = world.post("texts", {**made, **change}, production.as_lead)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_another_text_for_the_same_inputs_is_refused(world: World, production: Production) -> None:
    made = world.get(f"texts/{production.agreement}", production.as_lead).json()
    del made["text"]
    assert world.post("texts", made, production.as_lead).status_code == 201
    answer = world.post("texts", {**made, "sha256": "0" * 64}, production.as_lead)
    assert (answer.status_code, answer.json()["code"]) == (409, "paper-differs")
    assert answer.json()["expected"] == made["sha256"]


def test_a_payee_generates_no_text_of_an_agreement_that_he_reads_in_part(
    world: World, production: Production
) -> None:
    path = f"texts/{production.agreement}"
    answer = world.get(path, production.as_creator)
    assert (answer.status_code, answer.json()["code"]) == (404, "agreement-not-found")
    assert world.get(f"{path}/records", production.as_creator).json()["items"] == []
